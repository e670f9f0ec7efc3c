#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "ledger/chart.h"

namespace clearway::ledger {

/// What a transaction does. Stored by name; never renamed.
enum class Kind : std::uint8_t {
  assessed,        // a charge becomes owed
  reduced,         // a charge is owed no longer, in part or whole: correction, waiver
  received,        // money came in
  allocated,       // money that was not allocated pays a charge
  moved,           // money goes from one party to another
  refund_decided,  // an overpayment is to be paid back, with interest where the law says so
  refund_paid,
  recovered,     // what was refunded has to come back
  extinguished,  // prescription, exclusion, write-off
  reversed,      // the exact opposite of an earlier transaction
};
inline constexpr std::array<std::string_view, 10> kind_names = {
    "assessed",       "reduced",     "received",  "allocated",    "moved",
    "refund_decided", "refund_paid", "recovered", "extinguished", "reversed"};
inline std::string_view name(Kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }
std::optional<Kind> parse_kind(std::string_view text);

/// One line of a transaction. The amount is positive; `side` says which way.
struct Entry {
  std::string account;
  std::string matter_id;
  Side side = Side::debit;
  std::int64_t amount_krw = 0;
  std::int64_t debit() const { return side == Side::debit ? amount_krw : -amount_krw; }
  friend bool operator==(const Entry&, const Entry&) = default;
};

/// What entries are about: a declaration, a notice, a debt, one receipt of money. Nothing applies to it before it
/// exists.
struct Matter {
  std::string matter_id;
  std::string kind;
  Date exists_from;
  friend bool operator==(const Matter&, const Matter&) = default;
};

/// A transaction as it is asked for. Its entries balance to zero and apply on one date.
struct Draft {
  std::string transaction_id;  // made by the caller, unique for the party
  Kind kind = Kind::assessed;
  Date applies_on;
  std::string currency = "KRW";
  std::string reverses{};  // transaction_id; kind reversed only
  std::string cite{};      // key into law/sources.yaml; empty: none
  std::string note{};
  std::vector<Matter> opens{};  // matters that begin to exist with it
  std::vector<Entry> entries{};
};

/// A transaction as it stands in the ledger of a party. `position` counts from 1; `known_at` never falls.
struct Transaction {
  std::string party_id;
  std::int64_t position = 0;
  Instant known_at;
  std::string actor, request_id;
  Draft draft;
};

/// An account in one matter.
struct Place {
  std::string account, matter_id;
  friend auto operator<=>(const Place&, const Place&) = default;
};

/// Debits minus credits by the date on which they apply.
using Movements = std::map<Date, std::int64_t>;

}  // namespace clearway::ledger
