#include "risk/signals.h"

#include <algorithm>

namespace clearway::risk {
namespace {

using declaration::Field;

std::int64_t days_since(const Subject& subject, std::int32_t day) {
  return day == never ? missing : to_micro(std::max<std::int64_t>(0, std::int64_t{subject.observation.day} - day));
}

template <class Entry, class Member>
std::int64_t counted(const Entry* entry, Member Entry::*member) {
  return entry == nullptr ? 0 : to_micro(static_cast<std::int64_t>(entry->*member));
}

std::int64_t days_of(const Subject& subject, const Profile* profile, std::int32_t Profile::*member) {
  return profile == nullptr ? missing : days_since(subject, profile->*member);
}

/// Won per kilogram, without the fraction: amounts of this size carry none.
std::int64_t per_kilogram(std::int64_t won, Wide grams) {
  if (grams <= 0 || won <= 0) return missing;
  return to_micro(static_cast<std::int64_t>(std::min<Wide>(Wide{won} * 1000 / grams, INT64_MAX)));
}

std::int64_t field_micro(const Subject& subject, Field field, std::size_t item) {
  return number_of(field, false, subject.declaration, item);
}

/// Value of one item in won, rounded down; 0 if unknown.
std::int64_t item_value(const Subject& subject, std::size_t item) {
  const auto field = subject.declaration.procedure == declaration::Procedure::import_ ? Field::item_price_krw : Field::item_fob_krw;
  const auto micro = field_micro(subject, field, item);
  if (micro > 0) return micro / 1'000'000;
  // A manifest line has one item and its value in the header.
  return subject.declaration.item_count == 1 && subject.facts.value_known ? subject.facts.value_krw : 0;
}

/// a / b of two amounts in millionths, in millionths.
std::int64_t ratio(Wide a, std::int64_t b) {
  if (a == missing || b == missing || b <= 0 || a <= 0) return missing;
  return static_cast<std::int64_t>(std::min<Wide>(a * 1'000'000 / b, INT64_MAX));
}

std::int64_t window_value(const Subject& subject, const PairWindow* window) {
  if (!subject.facts.value_known) return missing;
  const auto before = window == nullptr ? 0 : window_total(*window, subject.observation.day, subject.split_window_days).value_krw;
  return to_micro(before + subject.facts.value_krw);
}

std::int64_t window_lines(const Subject& subject, const PairWindow* window) {
  const auto before = window == nullptr ? 0 : window_total(*window, subject.observation.day, subject.split_window_days).lines;
  return to_micro(before + 1);
}

std::int64_t phone_senders(const Subject& subject) {
  const auto* phone = subject.history.phone;
  if (subject.observation.exporter_phone == 0) return missing;
  if (phone == nullptr) return to_micro(1);
  const auto tag = static_cast<std::uint32_t>(mix(subject.observation.exporter) >> 32);
  const auto* const end = phone->sender_tags.data() + phone->senders;
  const bool known = std::find(phone->sender_tags.data(), end, tag) != end;
  return to_micro(std::min<std::int64_t>(PhoneProfile::kept, phone->senders + (known ? 0 : 1)));
}

std::int64_t product_percentile(const Subject& subject, std::size_t index) {
  const auto* product = subject.history.product;
  return product == nullptr || product->observations == 0 ? missing : to_micro(product->percentile_krw[index]);
}

}  // namespace

std::int64_t number_of(Field field, bool is_date, const declaration::Declaration& declaration, std::size_t item) {
  const auto value = declaration.number(field, item);
  if (!value) return missing;
  return is_date ? to_micro(value->micro()) : std::max(value->micro(), -INT64_MAX);
}

std::int64_t number_of(Variable variable, const Subject& subject, std::size_t item) {
  const auto& facts = subject.facts;
  const auto& history = subject.history;
  switch (variable) {
    case Variable::value_krw: return facts.value_known ? to_micro(facts.value_krw) : missing;
    case Variable::weight_grams: return facts.weight_grams > 0 ? to_micro(facts.weight_grams) : missing;
    case Variable::value_per_kg_krw: return facts.value_known ? per_kilogram(facts.value_krw, facts.weight_grams) : missing;
    case Variable::value_per_package_krw:
      return facts.value_known ? ratio(Wide{facts.value_krw} * 1'000'000, field_micro(subject, Field::total_packages, 0)) : missing;
    case Variable::weight_per_package_grams:
      return ratio(Wide{facts.weight_grams} * 1'000'000, field_micro(subject, Field::total_packages, 0));
    case Variable::item_count: return to_micro(static_cast<std::int64_t>(subject.declaration.item_count));
    case Variable::declared_weekday: return to_micro(((subject.observation.day + 3) % 7 + 7) % 7 + 1);
    case Variable::hs2:
    case Variable::hs4:
    case Variable::hs6: return missing;
    case Variable::item_value_krw: {
      const auto won = item_value(subject, item);
      return won > 0 ? to_micro(won) : missing;
    }
    case Variable::item_value_per_kg_krw: {
      const auto weight = field_micro(subject, Field::net_weight, item);
      return weight == missing ? missing : per_kilogram(item_value(subject, item), Wide{weight} / 1000);
    }
    case Variable::item_value_per_unit_krw:
      return ratio(Wide{item_value(subject, item)} * 1'000'000, field_micro(subject, Field::quantity, item));
    case Variable::item_weight_per_unit_grams: {
      const auto weight = field_micro(subject, Field::net_weight, item);
      return weight == missing ? missing : ratio(Wide{weight} * 1000, field_micro(subject, Field::quantity, item));
    }
    case Variable::exporter_declarations: return counted(history.exporter, &Profile::declarations);
    case Variable::exporter_refused: return counted(history.exporter, &Profile::refused);
    case Variable::exporter_value_total_krw: return counted(history.exporter, &Profile::value_total_krw);
    case Variable::exporter_value_since_examination_krw:
      return counted(history.exporter, &Profile::value_since_examination_krw);
    case Variable::exporter_examined: return counted(history.exporter, &Profile::examined);
    case Variable::exporter_hits: return counted(history.exporter, &Profile::hits);
    case Variable::exporter_near_limit: return counted(history.exporter, &Profile::near_limit);
    case Variable::exporter_days_since_first: return days_of(subject, history.exporter, &Profile::first_day);
    case Variable::exporter_days_since_last: return days_of(subject, history.exporter, &Profile::last_day);
    case Variable::exporter_days_since_examination:
      return days_of(subject, history.exporter, &Profile::last_examination_day);
    case Variable::exporter_days_since_hit: return days_of(subject, history.exporter, &Profile::last_hit_day);
    case Variable::consignee_declarations: return counted(history.consignee, &Profile::declarations);
    case Variable::consignee_examined: return counted(history.consignee, &Profile::examined);
    case Variable::consignee_hits: return counted(history.consignee, &Profile::hits);
    case Variable::consignee_days_since_hit: return days_of(subject, history.consignee, &Profile::last_hit_day);
    case Variable::manufacturer_declarations: return counted(history.manufacturer, &Profile::declarations);
    case Variable::manufacturer_hits: return counted(history.manufacturer, &Profile::hits);
    case Variable::filer_declarations: return counted(history.filer, &Profile::declarations);
    case Variable::filer_refused: return counted(history.filer, &Profile::refused);
    case Variable::filer_examined: return counted(history.filer, &Profile::examined);
    case Variable::filer_hits: return counted(history.filer, &Profile::hits);
    case Variable::route_declarations: return counted(history.route, &Profile::declarations);
    case Variable::route_examined: return counted(history.route, &Profile::examined);
    case Variable::route_hits: return counted(history.route, &Profile::hits);
    case Variable::product_declarations: return counted(history.product, &ProductProfile::declarations);
    case Variable::product_examined: return counted(history.product, &ProductProfile::examined);
    case Variable::product_hits: return counted(history.product, &ProductProfile::hits);
    case Variable::product_value_per_kg_p5_krw: return product_percentile(subject, 0);
    case Variable::product_value_per_kg_p50_krw: return product_percentile(subject, 1);
    case Variable::product_value_per_kg_p95_krw: return product_percentile(subject, 2);
    case Variable::pair_window_total_krw: return window_value(subject, history.pair);
    case Variable::pair_window_declarations: return window_lines(subject, history.pair);
    case Variable::pair_declarations: return counted(history.pair, &PairWindow::declarations);
    case Variable::address_pair_window_total_krw: return window_value(subject, history.address_pair);
    case Variable::address_pair_window_declarations: return window_lines(subject, history.address_pair);
    case Variable::phone_pair_window_total_krw: return window_value(subject, history.phone_pair);
    case Variable::phone_pair_window_declarations: return window_lines(subject, history.phone_pair);
    case Variable::phone_senders: return phone_senders(subject);
    case Variable::phone_declarations: return counted(history.phone, &PhoneProfile::declarations);
    case Variable::combination_declarations: return counted(history.combination, &Combination::declarations);
    case Variable::combination_days_since_last:
      return history.combination == nullptr ? missing : days_since(subject, history.combination->last_day);
  }
  return missing;
}

}  // namespace clearway::risk
