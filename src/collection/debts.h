#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "arrears/figures.h"
#include "arrears/take.h"
#include "ledger/book.h"
#include "record/matters.h"
#include "settlement/payments.h"

namespace clearway::collection {

/// The kind of case file that a debt is.
inline constexpr std::string_view debt_kind = "debt";

/// A debt as kept. The row's amount is what is left of tax and costs, without the penalty that grows.
struct Kept {
  record::Matter matter;
  arrears::File file;
};

/// By which a statement can be held against the record later: where the ledger of the party stood as known then, the
/// hash over everything before it, and the newest record about the file.
struct Proof {
  std::int64_t position = 0;
  std::string digest;  // 64 hexadecimal digits
  std::int64_t file_version = 0, record_sequence = 0;
};

struct Stated {
  arrears::Statement statement;
  std::vector<ledger::StatementLine> lines;  // of the ledger, by the day on which they apply
  Proof proof;
};

/// What became of an event. One that the debt does not allow is no failure: it has its refusal.
struct Taken {
  std::optional<Kept> kept;
  std::optional<arrears::Refused> refused;
};

/// Orders whose due date has passed on `today` with something unpaid become debts, one for each matter of the ledger.
/// Those that are debts already stay. Answers with how many were opened. `party_id`: only those of one party.
Result<std::size_t> open_overdue(record::Store& store, const arrears::Terms& terms, Date today, Instant now,
                                 std::string_view party_id = {});

/// Books what came in for the debts of these parties as the law has it, and how they stand. Answers with how many files
/// were stepped.
Result<std::size_t> follow(record::Store& store, const arrears::Terms& terms, const std::vector<std::string>& parties,
                           Date today, Instant now);

/// Opens a debt with the transactions that stand behind it, known when they say; for the sample world and for debts
/// taken over from elsewhere. Error already_exists.
Status keep(record::Store& store, const arrears::Terms& terms, const arrears::File& file,
            const std::vector<ledger::Transaction>& transactions, Date today, const record::Origin& origin);

/// Takes an event at the version that `kept` was read at: the file steps, and what is posted with it stands in the same
/// transaction. A repetition of origin.request_id answers with the file as it stands. Errors: version_is_not_current
/// and those of Matters::step.
Result<Taken> take(record::Store& store, const arrears::Terms& terms, const Kept& kept, arrears::Asked asked,
                   Date today, const record::Origin& origin);

/// A debt's step within somebody else's transaction: `post` is called with the writer once the step stands in it.
struct Joined {
  record::MatterStep step;
  std::function<Status(record::Writing&)> post;
};
/// What is posted for a debt beside its file: drafts that bring money to the overpayments of its matter, and events
/// that post nothing by themselves. All of it is booked as the law has it.
struct Brought {
  std::vector<ledger::Draft> drafts;
  std::vector<arrears::Event> events;
};
/// `terms` must outlive the step. Errors: those of statement().
Result<Joined> join(const record::Store& store, const arrears::Terms& terms, const Kept& kept, Brought brought,
                    Date today, const record::Origin& origin);
/// Events of one debt one after the other, checked on what the ledger has now, for a caller who takes the step in a
/// transaction of his own. What the debt does not allow at the moment of writing comes as an error there: refusal_of.
/// `terms` must outlive the step; `asked` is not empty.
Result<std::variant<Joined, arrears::Refused>> prepare(const record::Store& store, const arrears::Terms& terms,
                                                       const Kept& kept, std::vector<arrears::Asked> asked, Date today,
                                                       const record::Origin& origin);
/// The refusal that an error of a transaction stands for; nothing where it is of another kind.
std::optional<arrears::Refused> refusal_of(const Error& error);

Result<std::optional<Kept>> find(const record::Store& store, std::string_view party_id, std::string_view debt_id);
/// The debt that a matter of the ledger is; nothing where it is none.
Result<std::optional<Kept>> of_matter(const record::Store& store, std::string_view party_id,
                                      std::string_view matter_id);
/// The debts of a party, whatever became of them.
Result<std::vector<Kept>> of_party(const record::Store& store, std::string_view party_id);
Result<record::MatterPage> search(const record::Store& store, record::MatterSearch search);
/// Error body_is_not_readable.
Result<Kept> kept_of(record::Matter matter);

/// What the ledger says of it.
Result<arrears::Books> books(const record::Store& store, const Kept& kept);

/// Errors: debt_is_not_known, and those of debt::compute.
Result<Stated> statement(const record::Store& store, const arrears::Terms& terms, const Kept& kept, Date on,
                         std::optional<Instant> known = {});

/// Totals at the end of `to`, and how the stock came there from the day before `from`; as known at `known`.
Result<arrears::Report> figures(const record::Store& store, const arrears::Terms& terms, Date from, Date to,
                                std::optional<Instant> known = {});

/// Every debt in turn with what the ledger says of it; for figures. Stops when `visit` returns false.
Status each(const record::Store& store, const std::function<bool(const Kept&, const arrears::Books&)>& visit);

}  // namespace clearway::collection
