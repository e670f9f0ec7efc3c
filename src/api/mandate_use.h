#pragma once

#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "api/call.h"
#include "api/routes.h"
#include "record/matters.h"

namespace clearway::api {

/// The kind of case file that a use of a mandate is.
inline constexpr std::string_view mandate_use_kind = "mandate_use";

/// Whether whoever calls acts for `party_id` under a mandate, where it may act for it at all.
bool is_under_mandate(const Call& call, std::string_view party_id);

/// Uses of mandates. A use is what an account does in a matter of a party that is not its own, under a mandate: it
/// wrote something, or it opened the matter. Lists, quotes and previews are none. A matter that is opened again on the
/// same day by the same account is the same use.
class MandateUses {
 public:
  explicit MandateUses(Services& services) : services_(services) {}

  /// Keeps what a request did under a mandate before it is answered; refuses the answer where that cannot be kept (the
  /// request may be repeated). Does nothing for whoever acts in its own matters.
  void keep(const Call& call, const RouteRule& rule);

  /// Why a mandate did not help: none that holds today and reaches as far as `rule` was found, but one was given once.
  /// Leaves other refusals, and those of strangers, as they are.
  void name_reason(const Call& call, const RouteRule& rule, Problem& problem) const;

 private:
  /// Nothing where it is no use, or one that was kept today.
  std::optional<record::Matter> use_of(const Call& call, const RouteRule& rule, const std::string& party_id,
                                       const std::string& matter_id);
  void write(const Call& call, std::vector<record::Matter> uses);
  bool is_known(const std::string& key);

  Services& services_;
  std::mutex mutex_;
  Date day_;
  std::set<std::string> opened_;  // of `day_`, so that reading again costs no write
};

}  // namespace clearway::api
