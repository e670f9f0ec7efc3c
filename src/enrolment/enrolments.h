#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "correction/quote.h"
#include "importing/imports.h"
#include "noticing/notices.h"
#include "programme/enrolment_json.h"
#include "programme/life.h"
#include "programme/terms.h"
#include "record/matters.h"

namespace clearway::enrolment {

using programme::enrolment_kind;

/// An enrolment with the file it stands in.
struct Kept {
  record::Matter matter;
  programme::Enrolment enrolment;
};

/// What became of a step. One of the first three.
struct Taken {
  std::optional<Kept> kept;
  std::optional<programme::Refused> refused;
  std::optional<correction::Refused> correction_refused;
  std::optional<settlement::OrderRow> order;  // of a filed correction with something to pay
};

/// Reads.
Result<Kept> kept_of(record::Matter matter);
Result<std::optional<Kept>> find(const record::Store& store, std::string_view party_id, std::string_view enrolment_id);
/// Newest first.
Result<std::vector<Kept>> of_party(const record::Store& store, std::string_view party_id);

/// What the record knows of a firm: its arrears on `today` and its imports of the year before. Certificate, scores and
/// offences are as in `stated`.
Result<programme::Facts> facts_of(const record::Store& store, const importing::Imports& imports,
                                  std::string_view party_id, programme::Facts stated, Date today);

/// Opens the file of an application. Repeating it under its request id is harmless.
Result<Taken> apply(record::Store& store, const programme::Rules& rules, programme::Enrolment application,
                    programme::Given given, Date today, const record::Origin& origin);
/// Takes a step other than `apply` and `correct`. Errors: version_is_not_current if the file has moved on since it was
/// read, request_id_was_used_for_another_request.
Result<Taken> take(record::Store& store, const programme::Rules& rules, const Kept& kept, programme::Action action,
                   programme::Given given, Date today, const record::Origin& origin);
/// Opens the file of an enrolment as it stands: of a sample, or one that was made elsewhere.
Result<Kept> keep(record::Store& store, const programme::Enrolment& enrolment, const record::Origin& origin);

/// A correction that the self-check led to: which question found it, and the lines of which declaration.
struct Found {
  std::string field, question, declaration_id;
  notice::Edited edited;
};
/// Files it; `declared` is noticing::own_declared: the step of the enrolment, the correction, its charges in the ledger
/// and its payment order stand in one transaction.
Result<Taken> correct(record::Store& store, const programme::Rules& rules, const noticing::Rules& notices,
                      const Kept& kept, const notice::Notice& declared, const Found& found, programme::Given given,
                      Date today, const record::Origin& origin);

/// What days bring: reminders, the settlement of the last year, time limits that passed, designations that ran out.
/// Answers with how many files moved.
Result<std::size_t> follow(record::Store& store, const programme::Rules& rules, Date today, Instant now);

}  // namespace clearway::enrolment
