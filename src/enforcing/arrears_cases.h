#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "collection/debts.h"
#include "debt/problem.h"
#include "enforcement/enforcement.h"
#include "record/matters.h"

namespace clearway::enforcing {

/// Kind of the case files (record::Matter) that are kept here; their body is the file as `src/enforcement` writes it.
inline constexpr std::string_view arrears_case_kind = "arrears_case";

/// By what is decided; all of it outlives the writes it is used in.
struct Rules {
  const enforcement::Enforcement& enforcement;
  const law::Calendar& calendar;
  arrears::Terms debts;
};

/// A debt's file with the case file it stands in.
struct Kept {
  record::Matter matter;
  enforcement::File entered;  // what officers entered
  enforcement::File file;     // with what the ledger says of the debt up to a day, and of the debtor's others
  bool of_a_debt = false;     // its matter's related_id is a debt of the ledger
};

/// A debt that comes to the arrears team.
struct Opening {
  std::string case_id, party_id, customs_office;
  /// Of the ledger, or the declaration it is about; empty: none is named. Amount, payments, charges and plans of a debt
  /// of the ledger are read there, never entered.
  std::string debt_id;
  enforcement::File file;
};

/// What became of an entry. One of the three.
struct Entered {
  std::optional<Kept> kept;
  std::optional<enforcement::Answer> refused;  // a step that lacks something; nothing was written
  debt::Problems problems;                     // an entry that the file cannot hold; nothing was written
};

/// As it stands on `today`.
Result<Kept> kept_of(const record::Store& store, const Rules& rules, record::Matter matter, Date today);
Result<std::optional<Kept>> find(const record::Store& store, const Rules& rules, std::string_view party_id,
                                 std::string_view case_id, Date today);

/// A debt of the ledger in the words of enforcement, with its arrears case where it has one.
struct OfDebt {
  std::string case_id;  // empty: no case was opened
  enforcement::File file;
  bool has_case() const { return !case_id.empty(); }
};
Result<OfDebt> of_debt(const record::Store& store, const Rules& rules, const collection::Kept& debt, Date day);

/// Opens the file of a debt. Steps it brings along that lacked something are kept and count for nothing. Errors:
/// already_exists, request_id_was_used_for_another_request.
Result<Entered> open(record::Store& store, const Rules& rules, Opening opening, Date today,
                     const record::Origin& origin);

/// Adds one entry to a file. A step is taken only if it lacks nothing on its day. Errors: version_is_not_current if the
/// file has moved on since it was read (of two officers at once the second), request_id_was_used_for_another_request.
Result<Entered> enter(record::Store& store, const Rules& rules, const Kept& kept, const enforcement::Event& event,
                      Date today, const record::Origin& origin);

/// What days bring: deadlines that pass, terms that end, prescription. Answers with how many files moved.
Result<std::size_t> follow(record::Store& store, const Rules& rules, Date today, Instant now);
/// What the ledger brings to the cases of these parties' debts (none named: of all): payments, plans, extinction, and
/// what ends with them. Answers with how many files moved.
Result<std::size_t> follow_debts(record::Store& store, const Rules& rules, const std::vector<std::string>& parties,
                                 Date today, Instant now);

}  // namespace clearway::enforcing
