#pragma once

#include <optional>
#include <string>

#include "assessment/assessment.h"
#include "detection/filed.h"
#include "noticing/correction_file.h"
#include "noticing/notices.h"

namespace clearway::noticing {

/// A declaration as a correction of the firm's own accord sees it: what each of its lines was assessed at, no notice
/// behind it. What customs recorded with notices about it (an audit, an assessment, an appeal) counts here too.
Result<notice::Notice> own_declared(const record::Store& store, const Rules& rules, const detection::Filed& filed,
                                    const assessment::Assessment& assessed, Date today);

/// A correction that is ready to be filed, or why it is not possible. One of both.
struct Prepared {
  std::optional<correction::Refused> refused;
  CorrectionFile file;
  record::Matter matter;  // as the filing leaves it
};
Result<Prepared> prepare(const record::Store& store, const Rules& rules, const notice::Notice& declared,
                         const notice::Edited& edited, const std::string& correction_id, Date today);

/// What became of a correction of the firm's own accord. One of the first two.
struct OwnTaken {
  std::optional<record::Matter> matter;
  std::optional<correction::Refused> refused;
  std::optional<settlement::OrderRow> order;  // with something to pay
};
/// Files it: the correction, its charges in the ledger and its payment order stand in one transaction. A repetition of
/// the request is answered with the correction as it stands. Errors: request_id_was_used_for_another_request.
Result<OwnTaken> correct_own(record::Store& store, const Rules& rules, const notice::Notice& declared,
                             const notice::Edited& edited, Date today, const record::Origin& origin);

}  // namespace clearway::noticing
