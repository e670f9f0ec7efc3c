#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ledger/chart.h"
#include "ledger/transaction.h"

namespace clearway::ledger {

/// Why a transaction is refused, in the order in which it is checked. The name is also the key of its sentence in
/// messages/ledger.yaml (error.<name>). Never renamed.
enum class Refusal : std::uint8_t {
  transaction_has_no_entries,
  currency_is_not_krw,
  account_is_unknown,
  amount_is_not_positive,
  sum_exceeds_the_range,
  entries_do_not_balance,
  transaction_exists_already,
  known_before_the_newest_transaction,
  matter_exists_already,
  matter_is_unknown,
  applies_before_the_matter_exists,
  reversed_transaction_is_unknown,
  reverses_a_reversal,
  already_reversed,
  reversal_applies_before_the_reversed,
  reversal_does_not_mirror,
  balance_would_turn_negative,
};
std::string_view name(Refusal refusal);

struct Refused {
  Refusal refusal = Refusal::transaction_has_no_entries;
  std::string field;   // of the draft
  std::string detail;  // the value concerned, with what it is held against
};
/// As an Error: the code is the refusal's name, in English with what would put it right.
Error error_of(const Refused& refused);

/// What the ledger of the party holds, as far as a draft depends on it.
struct Known {
  std::map<std::string, Matter, std::less<>> matters;  // those that the draft names
  std::map<Place, Movements> movements;                // of the places that the draft touches
  bool exists = false;                                 // the draft's id is taken
  std::optional<Draft> reversed;                       // what `reverses` names
  std::string reversed_by;                             // by which it is reversed already
  Instant newest;                                      // known_at of the newest transaction
};

/// Why `draft` may not be posted; nothing where it may.
std::optional<Refused> refusal_of(const Chart& chart, const Draft& draft, const Known& known, Instant known_at);

/// The exact opposite of a transaction.
Draft reversal(const Draft& of, std::string transaction_id, Date applies_on, std::string note);

/// The least that stands on `side` from `from` on, over all dates: so much can be taken away on `from` without the
/// balance turning on any later day. 0 where nothing is left.
std::int64_t available(const Movements& movements, Side side, Date from);

/// Debits minus credits of all entries that apply on or before `on`.
std::int64_t balance(const Movements& movements, Date on);

/// The places a draft touches.
std::vector<Place> places_of(const Draft& draft);

}  // namespace clearway::ledger
