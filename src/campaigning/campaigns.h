#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/campaign.h"
#include "campaign/contact.h"
#include "record/matters.h"

namespace clearway::campaigning {

/// Kinds of case files (record::Matter) that are kept here. A campaign belongs to its customs office, a contact to the
/// debtor, so that the debtor's history has it whatever the campaign.
inline constexpr std::string_view campaign_kind = "campaign", contact_kind = "contact";

/// A campaign with the file it stands in.
struct Kept {
  record::Matter matter;
  campaign::Campaign campaign;
};

/// What became of a step. One of the two.
struct Taken {
  std::optional<Kept> kept;
  std::optional<campaign::Refused> refused;
};

/// What those who owe anything to the office owe on a day, as it is known now.
using Stock = std::function<Result<std::vector<campaign::Debtor>>(std::string_view customs_office, Date on)>;

/// Reads. A campaign is found by its office and id.
Result<std::optional<Kept>> find(const record::Store& store, std::string_view customs_office,
                                 std::string_view campaign_id);
/// Newest first; of one office, or of all.
Result<std::vector<Kept>> list(const record::Store& store, const std::optional<std::string>& customs_office);
Result<std::vector<campaign::Contact>> contacts(const record::Store& store, std::string_view campaign_id);

/// Keeps a draft: a new one (`campaign.campaign_id` made by the caller from the request) or, with `read`, a changed
/// one. Errors: version_is_not_current, request_id_was_used_for_another_request.
Result<Taken> draft(record::Store& store, const law::Law& law, const std::optional<Kept>& read,
                    campaign::Campaign campaign, const record::Origin& origin);
/// A second person approves; the debtors are drawn from the stock of the first day. Refused once the first day is over.
Result<Taken> approve(record::Store& store, const Kept& kept, const Stock& stock, Date today,
                      const record::Origin& origin);
/// A draft, or an approved campaign before its first day.
Result<Taken> cancel(record::Store& store, const Kept& kept, Date today, const record::Origin& origin);

/// Lines of the team's list; what is known already (the same in every column) is not kept twice.
struct Listed {
  std::size_t added = 0, known = 0;
};
Result<Listed> add_contacts(record::Store& store, const Kept& kept, const std::vector<campaign::Contact>& contacts,
                            const record::Origin& origin);

/// Ends campaigns whose last day is over. Answers with how many.
Result<std::size_t> follow(record::Store& store, Date today, Instant now);

}  // namespace clearway::campaigning
