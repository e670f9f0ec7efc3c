#include "risk/examination_plan.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "risk/arithmetic.h"
#include "risk/capacity.h"

namespace clearway::risk {
namespace {

constexpr std::int64_t micro = 1'000'000;

bool is_note_on_places(std::string_view id) {
  return id.starts_with("method.quota_") || id.starts_with("method.cut_off_");
}

std::optional<Error> absurd(std::string_view field, std::int64_t count) {
  if (count >= 0 && count <= largest_capacity) return std::nullopt;
  return Error{"field_is_not_valid", std::string(field),
               "'" + std::to_string(count) + "' is no number of examinations a day",
               "give a whole number from 0 to " + std::to_string(largest_capacity)};
}

}  // namespace

Ground ground_of(std::span<const std::string> reasons, bool overridden, const Policy& policy) {
  if (overridden) return Ground::officer;
  const auto has = [&](std::string_view id) { return std::find(reasons.begin(), reasons.end(), id) != reasons.end(); };
  if (has("method.random")) return Ground::random;
  const auto first =
      std::find_if(reasons.begin(), reasons.end(), [](const std::string& id) { return !is_note_on_places(id); });
  if (first == reasons.end()) return Ground::other_method;
  const auto rule = std::find_if(policy.rules().begin(), policy.rules().end(),
                                 [&](const Rule& candidate) { return candidate.id == *first; });
  if (rule != policy.rules().end() && rule->hard) return Ground::hard_rule;
  if (has("method.finding_error")) return Ground::error;
  if (first->starts_with("model.")) return Ground::model;
  return first->starts_with("method.") ? Ground::other_method : Ground::rule;
}

bool is_beyond_places(std::span<const std::string> reasons) {
  return std::any_of(reasons.begin(), reasons.end(), is_note_on_places);
}

Result<std::vector<Planned>> plan(std::span<const Candidate> candidates, const Capacity& planned,
                                  const Capacity& examined, const Ranking* ranking) {
  for (const auto& [field, count] : {std::pair<std::string_view, std::int64_t>{"red", planned.red},
                                     {"orange", planned.orange},
                                     {"examined.red", examined.red},
                                     {"examined.orange", examined.orange}}) {
    if (const auto error = absurd(field, count)) return *error;
  }
  const Ranking by_expected_value;
  if (ranking == nullptr) ranking = &by_expected_value;
  std::vector<Planned> order(candidates.size());
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    order[i].candidate = i;
    order[i].rank = rank_of(candidates[i].likelihood_ppm, candidates[i].expected_value_ppm, *ranking);
  }
  const auto turn = [&](const Planned& one) {
    const auto ground = candidates[one.candidate].ground;
    return ground == Ground::random ? 0 : is_compelled(ground) ? 1 : 2;
  };
  std::stable_sort(order.begin(), order.end(), [&](const Planned& a, const Planned& b) {
    return std::tuple(turn(a), -a.rank) < std::tuple(turn(b), -b.rank);
  });
  Capacity left = {std::max<std::int64_t>(0, planned.red - examined.red),
                   std::max<std::int64_t>(0, planned.orange - examined.orange)};
  Capacity reached;
  for (auto& one : order) {
    const auto& candidate = candidates[one.candidate];
    const bool red = candidate.channel == Channel::red;
    one.position = static_cast<std::size_t>(++(red ? reached.red : reached.orange));
    auto& room = red ? left.red : left.orange;
    if (room > 0) {
      --room;
      one.place = Place::in_plan;
    } else {
      one.place = is_compelled(candidate.ground) ? Place::over_capacity : Place::waits;
    }
  }
  return order;
}

Place on_day(Place place, std::optional<Date> last_day, Date today) {
  return place == Place::waits && last_day && *last_day <= today ? Place::release : place;
}

std::optional<std::int64_t> declared_duty_krw(const declaration::Declaration& declaration) {
  using declaration::Field;
  constexpr std::int64_t per_cent = 100;
  std::int64_t sum = 0;
  bool known = false;
  for (std::size_t item = 0; item < declaration.item_count; ++item) {
    const auto price = declaration.number(Field::item_price_krw, item);
    const auto rate = declaration.number(Field::tax_rate, item);
    if (!price || !rate) continue;
    known = true;
    const auto duty = Wide{price->micro()} * rate->micro() / micro / micro / per_cent;
    sum += static_cast<std::int64_t>(std::min<Wide>(duty, INT64_MAX / 1024));
  }
  if (!known) return std::nullopt;
  return sum;
}

std::optional<std::int64_t> at_stake_krw(const declaration::Declaration& declaration, std::int64_t value_krw,
                                         std::int64_t vat_rate_micro) {
  if (declaration.procedure == declaration::Procedure::import_) return declared_duty_krw(declaration);
  if (value_krw <= 0) return std::nullopt;
  return static_cast<std::int64_t>(Wide{value_krw} * vat_rate_micro / micro);
}

std::int64_t expected_revenue_krw(std::int64_t likelihood_ppm, std::int64_t stake_krw) {
  return static_cast<std::int64_t>(Wide{stake_krw} * likelihood_ppm / micro);
}

}  // namespace clearway::risk
