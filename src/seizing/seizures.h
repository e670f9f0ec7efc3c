#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arrears/statement.h"
#include "enforcement/enforcement.h"
#include "enforcing/arrears_cases.h"
#include "law/calendar.h"
#include "record/matters.h"
#include "seizure/life.h"
#include "seizure/worklist.h"
#include "settlement/payments.h"

namespace clearway::seizing {

/// The kind of case file (record::Matter) that is kept here.
inline constexpr std::string_view seizure_kind = "seizure";

/// By what seizures are decided; all of it outlives the writes it is used in.
struct Rules {
  const law::Law& law;
  const law::Calendar& calendar;
  const enforcement::Enforcement& enforcement;
  const seizure::WorkPolicy& work;
  const settlement::Rules& settlement;

  arrears::Terms debts() const { return {law, calendar, settlement.chart}; }
  enforcing::Rules cases() const { return {enforcement, calendar, debts()}; }
};

/// A case with the file it stands in.
struct Kept {
  record::Matter matter;
  seizure::Case subject;
};

/// What became of a step. One of the two.
struct Taken {
  std::optional<Kept> kept;
  std::optional<seizure::Refused> refused;
};

/// Where and what a record of a visit, an interview or a search says; kept encrypted beside the case.
struct Personal {
  std::string place, text;
};

/// Reads.
Result<Kept> kept_of(record::Matter matter);
Result<std::optional<Kept>> find(const record::Store& store, std::string_view party_id, std::string_view case_id);
/// The open cases of an office, or of all offices where it is empty.
Result<std::vector<Kept>> open_cases(const record::Store& store, std::string_view customs_office);
/// The debts with what is owed on `day` by charge, grown penalty included. Error debt_is_unknown for a matter of the
/// ledger that is none.
Result<std::vector<seizure::Debt>> with_amounts(const record::Store& store, const Rules& rules,
                                                std::string_view party_id, std::vector<seizure::Debt> debts, Date day);
/// What the law still asks for before a step, of every debt as its ledger and its arrears case have it.
Result<seizure::Verdict> verdict_on(const record::Store& store, const Rules& rules, const seizure::Case& subject,
                                    seizure::Action action, const seizure::Given& given, Date day);

/// Opens a case as it is proposed; the debtor's name is kept encrypted, and masked in the case. The same request again
/// is answered with the case as it stands.
Result<Kept> propose(record::Store& store, const seizure::Case& subject, const record::Origin& origin);
/// The debtor's name; the purpose is recorded first.
Result<std::string> debtor_name(record::Store& store, const Kept& kept, std::string purpose,
                                const record::Origin& origin);

/// Takes a step. What is owed is read before; a price, a forfeited deposit and a distribution are posted in the same
/// transaction, and the debts step with them: a seizure interrupts their prescription until it ends, and what is
/// distributed to them was collected on the day on which the price came in (National Tax Collection Act 91(2)). Errors:
/// version_is_not_current, request_id_was_used_for_another_request, amounts_have_moved_on since the statement was drawn
/// up, those of the ledger.
Result<Taken> take(record::Store& store, const Rules& rules, const Kept& kept, seizure::Action action,
                   seizure::Given given, Date today, const record::Origin& origin);

/// Keeps a record made outside the office, with or without a connection. Sent again it changes nothing; another record
/// under its id is refused: request_id_was_used_for_another_request. It does not ask for the version of the case, but
/// says whether the case had moved on since.
Result<Taken> add_record(record::Store& store, const Kept& kept, seizure::FieldRecord record, const Personal& personal,
                         Date today, const record::Origin& origin);

/// Puts an officer in charge, or nobody.
Result<Kept> assign(record::Store& store, const Kept& kept, std::string account, const record::Origin& origin);

/// Subject under which the personal part of a record is kept.
std::string personal_subject(std::string_view case_id, std::string_view record_id);

}  // namespace clearway::seizing
