#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "noticing/correction_file.h"
#include "noticing/notices.h"

namespace clearway::noticing {

/// A correction by which a refund is claimed.
struct Claim {
  record::Matter matter;
  CorrectionFile file;
};

/// Nothing where there is no such correction, or it claims nothing back.
Result<std::optional<Claim>> find_claim(const record::Store& store, std::string_view party_id,
                                        std::string_view correction_id);
/// Those that customs has to decide about, by their clock; of one party also those that are decided.
Result<std::vector<Claim>> open_claims(const record::Store& store);
Result<std::vector<Claim>> claims_of(const record::Store& store, std::string_view party_id);

/// A refund claim is accepted: its correction is settled, the charges are reduced in the ledger and the refund of what
/// was paid on `paid_in_on` is proposed, in one transaction. Its notice, if there is one, is settled with `given.text`.
/// Errors: claim_is_not_open, field_is_missing where nothing is said, and those of Matters::step.
Result<settlement::RefundRow> accept_claim(record::Store& store, const Rules& rules, const std::string& party_id,
                                           const std::string& correction_id, const notice::Given& given,
                                           Date paid_in_on, Date today, const record::Origin& origin);

/// A refund claim is refused with `given.text`: its lines may be corrected again, and nothing moves in the ledger. The
/// correction and its notice, if there is one, take the step in one transaction; what was paid beside the claim stays
/// corrected. Errors as above.
Result<Claim> refuse_claim(record::Store& store, const Rules& rules, const std::string& party_id,
                           const std::string& correction_id, const notice::Given& given, Date today,
                           const record::Origin& origin);

}  // namespace clearway::noticing
