// Honest mistakes: what tired clerks and poor couriers get wrong. Never part of a planted irregularity.
#include <algorithm>

#include "base/text.h"
#include "sample/world.h"

namespace clearway::sample {

using declaration::Field;
using declaration::Procedure;

namespace {

enum class Slip : std::uint8_t {
  left_out,     // a mandatory field is empty
  vague,        // a word that names nothing
  wrong_code,   // a code of another list
  check_digit,  // one digit of an identifier
  thousands,    // 1,200 instead of 1200
  zero_weight,
  wrong_sum,       // total differs from its parts
  departure_past,  // before the declaration
  over_limit,      // belongs into a formal declaration
};
constexpr std::array<std::string_view, 9> slip_names = {"left_out",    "vague",          "wrong_code",
                                                        "check_digit", "thousands",      "zero_weight",
                                                        "wrong_sum",   "departure_past", "over_limit"};

constexpr Slip manifest_slips[] = {Slip::left_out,    Slip::left_out,       Slip::vague,       Slip::vague,
                                   Slip::vague,       Slip::wrong_code,     Slip::check_digit, Slip::thousands,
                                   Slip::zero_weight, Slip::departure_past, Slip::over_limit};
constexpr Slip full_slips[] = {Slip::left_out,   Slip::left_out,    Slip::vague,
                               Slip::wrong_code, Slip::check_digit, Slip::thousands,
                               Slip::wrong_sum,  Slip::zero_weight, Slip::departure_past};

constexpr Field manifest_required[] = {Field::vessel_or_flight, Field::consignee_address, Field::reason_of_export,
                                       Field::exporter_address, Field::total_packages};
constexpr Field full_required[] = {Field::payment_method,      Field::manufacturer_name,      Field::commercial_name,
                                   Field::model_specification, Field::goods_location_address, Field::exporter_class};
constexpr std::string_view vague_words[] = {"GIFT", "SAMPLE", "GOODS", "ITEMS", "ETC", "ACCESSORIES"};

}  // namespace

bool World::slip_at(Field field) {
  label_.slip = declaration::name(field);
  return true;
}

void World::slip() {
  const auto& exporter = exporters_.all[consignment_.exporter];
  const auto& filer = filers_[consignment_.filer];
  static constexpr std::array<std::uint32_t, 4> care = {80, 210, 130, 150};  // percent, by Conduct
  const auto rate = filer.errors * care[static_cast<std::size_t>(exporter.conduct)] / 100;
  if (!random_.chance(rate)) return;

  const bool manifest = consignment_.procedure == Procedure::manifest;
  auto& d = declaration_;
  const auto kind = manifest ? random_.pick(manifest_slips) : random_.pick(full_slips);
  bool made = false;
  switch (kind) {
    case Slip::left_out: {
      const auto field = manifest ? random_.pick(manifest_required) : random_.pick(full_required);
      set(field, {});
      made = slip_at(field);
      break;
    }
    case Slip::vague:
      set(Field::goods_description, random_.pick(vague_words));
      made = slip_at(Field::goods_description);
      break;
    case Slip::wrong_code: {
      const auto field = random_.below(2) == 0 ? Field::destination_country
                         : manifest            ? Field::fob_currency
                                               : Field::currency;
      set(field, field == Field::destination_country ? "UK" : "US$");
      made = slip_at(field);
      break;
    }
    case Slip::check_digit: {
      const auto postal = d.text(Field::transport_document_number);
      if (postal.size() == 13) {  // the last digit of an S10 number
        const auto start = text_.size();
        text_.append(postal);
        text_[start + 10] = postal[10] == '9' ? '0' : static_cast<char>(postal[10] + 1);
        set(Field::transport_document_number, std::string_view(text_).substr(start));
        made = slip_at(Field::transport_document_number);
        break;
      }
      const auto number = d.text(Field::exporter_identifier);
      if (number.size() != 10) break;
      const auto start = text_.size();
      text_.append(number.substr(0, 9)).push_back(number[9] == '9' ? '0' : static_cast<char>(number[9] + 1));
      set(Field::exporter_identifier, std::string_view(text_).substr(start));
      made = slip_at(Field::exporter_identifier);
      break;
    }
    case Slip::thousands: {
      const auto field = manifest ? Field::fob_value : Field::total_fob_krw;
      const auto amount = d.text(field);
      const auto whole = std::min(amount.find('.'), amount.size());
      if (whole < 4) break;
      const auto start = text_.size();
      text_.append(amount.substr(0, whole - 3)).append(",").append(amount.substr(whole - 3));
      set(field, std::string_view(text_).substr(start));
      made = slip_at(field);
      break;
    }
    case Slip::zero_weight:
      set(Field::gross_weight, "0");
      made = slip_at(Field::gross_weight);
      break;
    case Slip::wrong_sum: {
      const auto start = text_.size();
      append_integer(text_, won(consignment_.cents(), consignment_.currency) + 10'000);
      set(Field::total_fob_krw, std::string_view(text_).substr(start));
      made = slip_at(Field::total_fob_krw);
      break;
    }
    case Slip::departure_past: {
      const auto start = text_.size();
      auto text = day_.plus_days(-30).text();
      std::erase(text, '-');
      text_.append(text);
      set(Field::estimated_departure_date, std::string_view(text_).substr(start));
      made = slip_at(Field::estimated_departure_date);
      break;
    }
    case Slip::over_limit: {
      const auto start = text_.size();
      append_micro(text_, cents_for(limit_krw_ * random_.between(1010, 1400) / 1000, consignment_.currency) * 10'000);
      set(Field::fob_value, std::string_view(text_).substr(start));
      made = slip_at(Field::fob_value);
      break;
    }
  }
  if (made) label_.slip_kind = slip_names[static_cast<std::size_t>(kind)];
}

}  // namespace clearway::sample
