#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "collection/debts.h"
#include "planning/application.h"
#include "record/matters.h"

namespace clearway::planning {

/// The kind of case file that an application and the plan that came of it are. It belongs to the debtor; related to its
/// debt.
inline constexpr std::string_view plan_kind = "plan";

struct Kept {
  record::Matter matter;
  Application application;
};

/// What became of a step. One of the two.
struct Taken {
  std::optional<Kept> kept;
  std::optional<Refused> refused;
};

Result<std::optional<Kept>> find(record::Store& store, std::string_view party_id, std::string_view application_id);
/// Errors: those of Matters::search.
Result<record::MatterPage> search(record::Store& store, record::MatterSearch search);
/// Error application_is_not_readable.
Result<Kept> kept_of(record::Matter matter);
/// The debt of an application. Error not_found.
Result<collection::Kept> debt_of(record::Store& store, const Application& application);

/// Keeps an application (`application_id` made by the caller from the request). A debt has one that is open.
Result<Taken> apply(record::Store& store, const arrears::Terms& terms, const collection::Kept& debt,
                    Application application, Date today, const record::Origin& origin);
/// Decides. A grant defers seizure and sale of the debt up to the last part. One person may grant within the law; who
/// it was is kept. Errors here and below: version_is_not_current, request_id_was_used_for_another_request.
Result<Taken> decide(record::Store& store, const arrears::Terms& terms, const Kept& kept, const Decided& decided,
                     Date today, const record::Origin& origin);
/// Plans again. By the debtor (`by_debtor`) only while no part was missed; afterwards it is kept as asked for, and
/// customs plans again. The deferral of the debt moves with the last part.
Result<Taken> replan(record::Store& store, const arrears::Terms& terms, const Kept& kept, int parts, bool by_debtor,
                     Date today, const record::Origin& origin);
/// Withdraws an application, or ends a plan and with it the deferral: in one transaction, as everywhere here.
Result<Taken> close(record::Store& store, const arrears::Terms& terms, const Kept& kept, Date today,
                    const record::Origin& origin);

/// Consent to a hand-over, given or taken back by the debtor.
Result<Taken> consent(record::Store& store, const Kept& kept, bool given, const record::Origin& origin);
/// Tells, with consent, an office of welfare that support is asked for: that it was done is kept; the letter is the
/// office's own.
Result<Taken> hand_over(record::Store& store, const Kept& kept, const std::string& to, Date today,
                        const record::Origin& origin);

/// Finds missed parts, those made good, and plans that are completed or over, by the ledger. Answers with how many were
/// stepped.
Result<std::size_t> follow(record::Store& store, const arrears::Terms& terms, Date today, Instant now);

}  // namespace clearway::planning
