#include "risk/signals.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace clearway::risk {
namespace {

using declaration::Field;

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
  const auto field =
      subject.declaration.procedure == declaration::Procedure::import_ ? Field::item_price_krw : Field::item_fob_krw;
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
  const auto before = window == nullptr
                          ? 0
                          : window_total(*window, subject.observation.day, subject.bounds.split_window_days).value_krw;
  return to_micro(before + subject.facts.value_krw);
}

std::int64_t window_lines(const Subject& subject, const PairWindow* window) {
  const auto before =
      window == nullptr ? 0 : window_total(*window, subject.observation.day, subject.bounds.split_window_days).lines;
  return to_micro(before + 1);
}

std::int64_t recent_declarations(const Subject& subject, std::uint64_t party, const Pace* pace) {
  if (party == 0 || subject.bounds.burst_window_days == 0) return missing;
  const auto before =
      pace == nullptr ? 0 : declared_within(*pace, subject.observation.day, subject.bounds.burst_window_days);
  return to_micro(before + 1);
}

std::int64_t usual_declarations(const Subject& subject, const Pace* pace) {
  if (pace == nullptr || subject.bounds.burst_window_days == 0) return missing;
  return usually_within(*pace, subject.observation.day, subject.bounds.burst_window_days,
                        subject.bounds.burst_usual_from_days)
      .value_or(missing);
}

/// (whole - parts) / whole of amounts of the same unit, in millionths.
std::int64_t gap(std::int64_t whole, Wide parts) {
  if (whole == missing || whole <= 0 || parts < 0) return missing;
  const auto share = (Wide{whole} - parts) * 1'000'000 / whole;
  return static_cast<std::int64_t>(std::clamp<Wide>(share, -INT64_MAX, INT64_MAX));
}

/// Sum of a number over all items in millionths; -1 where one does not give it, or there are none.
Wide sum_over_items(const Subject& subject, Field field) {
  Wide sum = subject.declaration.item_count == 0 ? -1 : 0;
  for (std::size_t item = 0; item < subject.declaration.item_count; ++item) {
    const auto value = field_micro(subject, field, item);
    if (value == missing || value < 0) return -1;
    sum += value;
  }
  return sum;
}

std::int64_t package_gap(const Subject& subject) {
  const auto total = field_micro(subject, Field::total_packages, 0);
  const auto parts = sum_over_items(subject, Field::item_packages);
  return total == missing || parts < 0 ? missing
                                       : static_cast<std::int64_t>(std::max<Wide>(Wide{total} - parts, -INT64_MAX));
}

std::int64_t item_amount_gap(const Subject& subject, std::size_t item) {
  const auto price = field_micro(subject, Field::unit_price, item);
  const auto quantity = field_micro(subject, Field::quantity, item);
  if (price == missing || quantity == missing || price < 0 || quantity < 0) return missing;
  return gap(field_micro(subject, Field::line_amount, item), Wide{price} * quantity / 1'000'000);
}

bool has_limit(const Subject& subject) {
  return subject.facts.value_known && subject.bounds.value_limit_krw != INT64_MAX;
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

namespace {

using enum HistoryPlace::Kind;

constexpr HistoryPlace place(HistoryPlace::Kind kind, std::size_t entry, std::size_t offset) {
  return {kind, static_cast<std::uint8_t>(entry / sizeof(const void*)), static_cast<std::uint16_t>(offset)};
}

constexpr std::pair<Variable, HistoryPlace> places[] = {
    {Variable::exporter_declarations, place(count, offsetof(History, exporter), offsetof(Profile, declarations))},
    {Variable::exporter_refused, place(count, offsetof(History, exporter), offsetof(Profile, refused))},
    {Variable::exporter_value_total_krw,
     place(amount, offsetof(History, exporter), offsetof(Profile, value_total_krw))},
    {Variable::exporter_value_since_examination_krw,
     place(amount, offsetof(History, exporter), offsetof(Profile, value_since_examination_krw))},
    {Variable::exporter_examined, place(count, offsetof(History, exporter), offsetof(Profile, examined))},
    {Variable::exporter_hits, place(count, offsetof(History, exporter), offsetof(Profile, hits))},
    {Variable::exporter_near_limit, place(count, offsetof(History, exporter), offsetof(Profile, near_limit))},
    {Variable::exporter_days_since_first, place(days, offsetof(History, exporter), offsetof(Profile, first_day))},
    {Variable::exporter_days_since_last, place(days, offsetof(History, exporter), offsetof(Profile, last_day))},
    {Variable::exporter_days_since_examination,
     place(days, offsetof(History, exporter), offsetof(Profile, last_examination_day))},
    {Variable::exporter_days_since_hit, place(days, offsetof(History, exporter), offsetof(Profile, last_hit_day))},
    {Variable::consignee_declarations, place(count, offsetof(History, consignee), offsetof(Profile, declarations))},
    {Variable::consignee_examined, place(count, offsetof(History, consignee), offsetof(Profile, examined))},
    {Variable::consignee_hits, place(count, offsetof(History, consignee), offsetof(Profile, hits))},
    {Variable::consignee_days_since_hit, place(days, offsetof(History, consignee), offsetof(Profile, last_hit_day))},
    {Variable::manufacturer_declarations,
     place(count, offsetof(History, manufacturer), offsetof(Profile, declarations))},
    {Variable::manufacturer_hits, place(count, offsetof(History, manufacturer), offsetof(Profile, hits))},
    {Variable::filer_declarations, place(count, offsetof(History, filer), offsetof(Profile, declarations))},
    {Variable::filer_refused, place(count, offsetof(History, filer), offsetof(Profile, refused))},
    {Variable::filer_examined, place(count, offsetof(History, filer), offsetof(Profile, examined))},
    {Variable::filer_hits, place(count, offsetof(History, filer), offsetof(Profile, hits))},
    {Variable::route_declarations, place(count, offsetof(History, route), offsetof(Profile, declarations))},
    {Variable::route_examined, place(count, offsetof(History, route), offsetof(Profile, examined))},
    {Variable::route_hits, place(count, offsetof(History, route), offsetof(Profile, hits))},
    {Variable::product_declarations, place(count, offsetof(History, product), offsetof(ProductProfile, declarations))},
    {Variable::product_examined, place(count, offsetof(History, product), offsetof(ProductProfile, examined))},
    {Variable::product_hits, place(count, offsetof(History, product), offsetof(ProductProfile, hits))},
    {Variable::pair_declarations, place(count, offsetof(History, pair), offsetof(PairWindow, declarations))},
    {Variable::phone_declarations, place(count, offsetof(History, phone), offsetof(PhoneProfile, declarations))},
    {Variable::combination_declarations,
     place(count, offsetof(History, combination), offsetof(Combination, declarations))},
    {Variable::combination_days_since_last,
     place(days, offsetof(History, combination), offsetof(Combination, last_day))},
    {Variable::repeat_examined, place(count, offsetof(History, repeat), offsetof(RepeatProfile, examined))},
    {Variable::repeat_hits, place(count, offsetof(History, repeat), offsetof(RepeatProfile, hits))},
    {Variable::exact_repeat_examined, place(count, offsetof(History, exact_repeat), offsetof(RepeatProfile, examined))},
    {Variable::exact_repeat_hits, place(count, offsetof(History, exact_repeat), offsetof(RepeatProfile, hits))},
};

}  // namespace

HistoryPlace history_place(Variable variable) {
  for (const auto& [known, where] : places) {
    if (known == variable) return where;
  }
  return {};
}

std::int64_t number_of(Variable variable, const Subject& subject, std::size_t item) {
  const auto held = history_place(variable);
  return held.known() ? number_at(held, subject) : computed_number(variable, subject, item);
}

std::int64_t computed_number(Variable variable, const Subject& subject, std::size_t item) {
  const auto& facts = subject.facts;
  const auto& history = subject.history;
  switch (variable) {
    case Variable::value_krw: return facts.value_known ? to_micro(facts.value_krw) : missing;
    case Variable::weight_grams: return facts.weight_grams > 0 ? to_micro(facts.weight_grams) : missing;
    case Variable::value_per_kg_krw:
      return facts.value_known ? per_kilogram(facts.value_krw, facts.weight_grams) : missing;
    case Variable::value_per_package_krw:
      return facts.value_known
                 ? ratio(Wide{facts.value_krw} * 1'000'000, field_micro(subject, Field::total_packages, 0))
                 : missing;
    case Variable::weight_per_package_grams:
      return ratio(Wide{facts.weight_grams} * 1'000'000, field_micro(subject, Field::total_packages, 0));
    case Variable::item_count: return to_micro(static_cast<std::int64_t>(subject.declaration.item_count));
    case Variable::declared_weekday: return to_micro(((subject.observation.day + 3) % 7 + 7) % 7 + 1);
    case Variable::share_of_limit:
      return has_limit(subject) ? ratio(Wide{facts.value_krw} * 1'000'000, to_micro(subject.bounds.value_limit_krw))
                                : missing;
    case Variable::below_limit_krw:
      return has_limit(subject) ? to_micro(subject.bounds.value_limit_krw - facts.value_krw) : missing;
    case Variable::total_gap:
      return gap(field_micro(subject, Field::total_fob_krw, 0), sum_over_items(subject, Field::item_fob_krw));
    case Variable::invoice_gap:
      return gap(field_micro(subject, Field::invoice_amount, 0), sum_over_items(subject, Field::line_amount));
    case Variable::weight_gap:
      return gap(field_micro(subject, Field::gross_weight, 0), sum_over_items(subject, Field::net_weight));
    case Variable::package_gap: return package_gap(subject);
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
    case Variable::item_amount_gap: return item_amount_gap(subject, item);
    case Variable::product_value_per_kg_p5_krw: return product_percentile(subject, 0);
    case Variable::product_value_per_kg_p50_krw: return product_percentile(subject, 1);
    case Variable::product_value_per_kg_p95_krw: return product_percentile(subject, 2);
    case Variable::pair_window_total_krw: return window_value(subject, history.pair);
    case Variable::pair_window_declarations: return window_lines(subject, history.pair);
    case Variable::address_pair_window_total_krw: return window_value(subject, history.address_pair);
    case Variable::address_pair_window_declarations: return window_lines(subject, history.address_pair);
    case Variable::phone_pair_window_total_krw: return window_value(subject, history.phone_pair);
    case Variable::phone_pair_window_declarations: return window_lines(subject, history.phone_pair);
    case Variable::phone_senders: return phone_senders(subject);
    case Variable::exporter_recent_declarations:
      return recent_declarations(subject, subject.observation.exporter, history.exporter_pace);
    case Variable::exporter_usual_declarations: return usual_declarations(subject, history.exporter_pace);
    case Variable::consignee_recent_declarations:
      return recent_declarations(subject, subject.observation.consignee, history.consignee_pace);
    case Variable::consignee_usual_declarations: return usual_declarations(subject, history.consignee_pace);
    case Variable::filer_recent_declarations:
      return recent_declarations(subject, subject.observation.filer, history.filer_pace);
    case Variable::filer_usual_declarations: return usual_declarations(subject, history.filer_pace);
    case Variable::address_recent_declarations:
      return recent_declarations(subject, subject.observation.consignee_address, history.address_pace);
    case Variable::address_usual_declarations: return usual_declarations(subject, history.address_pace);
    case Variable::exporter_declarations:
    case Variable::exporter_refused:
    case Variable::exporter_value_total_krw:
    case Variable::exporter_value_since_examination_krw:
    case Variable::exporter_examined:
    case Variable::exporter_hits:
    case Variable::exporter_near_limit:
    case Variable::exporter_days_since_first:
    case Variable::exporter_days_since_last:
    case Variable::exporter_days_since_examination:
    case Variable::exporter_days_since_hit:
    case Variable::consignee_declarations:
    case Variable::consignee_examined:
    case Variable::consignee_hits:
    case Variable::consignee_days_since_hit:
    case Variable::manufacturer_declarations:
    case Variable::manufacturer_hits:
    case Variable::filer_declarations:
    case Variable::filer_refused:
    case Variable::filer_examined:
    case Variable::filer_hits:
    case Variable::route_declarations:
    case Variable::route_examined:
    case Variable::route_hits:
    case Variable::product_declarations:
    case Variable::product_examined:
    case Variable::product_hits:
    case Variable::pair_declarations:
    case Variable::phone_declarations:
    case Variable::combination_declarations:
    case Variable::repeat_examined:
    case Variable::repeat_hits:
    case Variable::exact_repeat_examined:
    case Variable::exact_repeat_hits:
    case Variable::combination_days_since_last: break;  // held by an entry of the history
  }
  return missing;
}

}  // namespace clearway::risk
