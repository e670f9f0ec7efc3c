#include "planning/remedies.h"

#include "accrual/steps.h"
#include "law/parameters.h"  // generated

namespace clearway::planning {
namespace {

constexpr std::string_view none = "-";

law::Grade grade_of(const std::string& text) { return law::parse_grade(text).value_or(law::Grade::verify); }

/// Measures that plans change are named there.
Text measure_text(const Messages& messages, const std::string& measure) {
  const auto* own = messages.find("planning.measure." + measure);
  return own != nullptr ? *own : messages.at("plan.measure." + measure);
}

}  // namespace

Result<std::vector<Route>> contest_routes(const law::Law& law, const Messages& messages, Date on) {
  std::vector<Route> routes;
  const auto& table = law.kr.arrears.contest.routes.on(on).value;
  for (std::size_t i = 0; i < table.size(); ++i) {
    Route route{table.text(i, "measure"), table.text(i, "route"),          {}, {}, {},
                table.text(i, "cite"),    grade_of(table.text(i, "grade"))};
    route.measure_text = measure_text(messages, route.measure);
    route.route_text = messages.at("planning.route." + route.route);
    const auto& limit = table.text(i, "limit");
    if (limit != none) {
      const auto* parameter = law.find(limit);
      const auto* entry = parameter == nullptr ? nullptr : parameter->on(on);
      const auto* count = entry == nullptr ? nullptr : std::get_if<std::int64_t>(&entry->content);
      if (count == nullptr) return Error{"contest_route_is_wrong", route.measure + "." + route.route, limit, {}};
      route.period = accrual::sentence(messages, "planning.period." + table.text(i, "period"),
                                       {{"count", accrual::same(std::to_string(*count))}});
    }
    routes.push_back(std::move(route));
  }
  return routes;
}

std::vector<Support> support_in_hardship(const law::Law& law, const Messages& messages, Date on) {
  std::vector<Support> support;
  const auto& table = law.kr.arrears.plan.support.on(on).value;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto& name = table.text(i, "support");
    support.push_back(
        {name, messages.at("planning.support." + name), table.text(i, "cite"), grade_of(table.text(i, "grade"))});
  }
  return support;
}

}  // namespace clearway::planning
