#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/messages.h"
#include "law/law.h"

namespace clearway::planning {

/// One way to contest a measure, or to be spared it, as law/kr/arrears/contest has it.
struct Route {
  std::string measure, route;
  Text measure_text, route_text;
  std::optional<Text> period;  // "within 90 days"; nothing where the law sets none
  std::string cite;
  law::Grade grade = law::Grade::verify;
};

/// What is open to a debtor in hardship.
struct Support {
  std::string support;
  Text text;
  std::string cite;
  law::Grade grade = law::Grade::verify;
};

/// By the law of `on`, in the order of the files; the routes of a measure stand together. Error contest_route_is_wrong:
/// a row names a period that is not in the law.
Result<std::vector<Route>> contest_routes(const law::Law& law, const Messages& messages, Date on);
std::vector<Support> support_in_hardship(const law::Law& law, const Messages& messages, Date on);

}  // namespace clearway::planning
