#include "debt/secondary_liability.h"

#include <algorithm>
#include <stdexcept>

#include "law/parameters.h"  // generated

namespace clearway::debt {
namespace {

__extension__ using Wide = __int128;

std::int64_t share_of(std::int64_t amount, std::int64_t percent) {
  return static_cast<std::int64_t>(Wide{amount} * percent / 100);
}

}  // namespace

Liability secondary_liability(const law::Law& law, std::string_view ground, const LiabilityFacts& facts,
                              std::int64_t owed, Date on) {
  const auto& table = law.kr.arrears.liability.grounds.on(on).value;
  const auto row = table.find("ground", ground);
  if (!row) throw std::out_of_range("no ground of liability: " + std::string(ground));
  Liability out;
  out.basis = table.text(*row, "basis");
  out.cite = table.text(*row, "cite");
  const auto lacks = [&](LiabilityProblem problem) {
    out.problem = problem;
    return out;
  };
  if (table.text(*row, "subsidiary") == "yes" && !facts.principal_failed) {
    return lacks(LiabilityProblem::principal_has_not_failed);
  }
  const bool by_value = out.basis == "value_received" || out.basis == "net_assets_by_share";
  const bool by_share = out.basis == "shortfall_by_share" || out.basis == "net_assets_by_share";
  if (by_value && !facts.value) return lacks(LiabilityProblem::value_is_missing);
  if (by_share && !facts.share_percent) return lacks(LiabilityProblem::share_is_missing);
  if (by_share) {
    out.least_share = law.kr.arrears.liability.control_share.on(on).value;
    if (*facts.share_percent <= out.least_share) return lacks(LiabilityProblem::share_is_too_small);
  }
  out.limit = by_value ? *facts.value : owed;
  if (by_share) out.limit = share_of(out.limit, *facts.share_percent);
  out.limit = std::min(out.limit, owed);
  return out;
}

}  // namespace clearway::debt
