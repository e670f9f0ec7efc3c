#include "ledger/posting.h"

#include <algorithm>
#include <array>
#include <set>

namespace clearway::ledger {
namespace {

struct Sentence {
  std::string_view name, detail, fix;
};
constexpr std::array<Sentence, 17> sentences = {{
    {"transaction_has_no_entries", "The transaction has no entries", "Give at least one debit and one credit"},
    {"currency_is_not_krw", "The ledger is kept in KRW", "Convert the amount first, and say at which rate"},
    {"account_is_unknown", "The account is not in the chart of accounts", "Use an account of policy/accounts.yaml"},
    {"amount_is_not_positive", "The amount of an entry is not positive",
     "Give a positive amount and the side, debit or credit"},
    {"sum_exceeds_the_range", "The sum goes beyond what can be counted", "Check the amounts"},
    {"entries_do_not_balance", "Debits and credits are not equal", "Correct the entries so that they balance to zero"},
    {"transaction_exists_already", "The id of the transaction is taken", "Choose another id"},
    {"known_before_the_newest_transaction", "The ledger knows later transactions already", "Take the time of now"},
    {"matter_exists_already", "The matter exists already and is another one", "Choose another id for the matter"},
    {"matter_is_unknown", "The matter is not known to the ledger of this party", "Open the matter first"},
    {"applies_before_the_matter_exists", "The transaction applies before the matter exists",
     "Correct the date, or name the matter it belongs to"},
    {"reversed_transaction_is_unknown", "There is no such transaction to reverse", "Correct the id"},
    {"reverses_a_reversal", "A reversal cannot be reversed", "Post the original transaction again"},
    {"already_reversed", "The transaction has been reversed already", "Nothing is to be done"},
    {"reversal_applies_before_the_reversed", "The reversal applies before what it reverses", "Correct the date"},
    {"reversal_does_not_mirror", "The entries are not the opposite of the reversed ones",
     "Reverse the whole transaction and post what should have been"},
    {"balance_would_turn_negative", "The balance of an account would turn negative",
     "Take no more than what stands there on that date and after it"},
}};

__extension__ using Wide = __int128;  // sums of 64-bit amounts

std::optional<Refused> refused(Refusal refusal, std::string field, std::string detail) {
  return Refused{refusal, std::move(field), std::move(detail)};
}

std::string field_of(std::size_t entry, std::string_view name) {
  return "entries[" + std::to_string(entry) + "]." + std::string(name);
}

std::optional<Refused> refusal_of_entries(const Chart& chart, const Draft& draft) {
  if (draft.entries.empty()) return refused(Refusal::transaction_has_no_entries, "entries", draft.transaction_id);
  if (draft.currency != "KRW") return refused(Refusal::currency_is_not_krw, "currency", draft.currency);
  for (std::size_t i = 0; i < draft.entries.size(); ++i) {
    const auto& account = draft.entries[i].account;
    if (chart.find(account) == nullptr) return refused(Refusal::account_is_unknown, field_of(i, "account"), account);
  }
  for (std::size_t i = 0; i < draft.entries.size(); ++i) {
    const auto amount = draft.entries[i].amount_krw;
    if (amount <= 0) {
      return refused(Refusal::amount_is_not_positive, field_of(i, "amount_krw"), std::to_string(amount));
    }
  }
  std::int64_t debits = 0, credits = 0;
  for (std::size_t i = 0; i < draft.entries.size(); ++i) {
    const auto& entry = draft.entries[i];
    auto& sum = entry.side == Side::debit ? debits : credits;
    if (__builtin_add_overflow(sum, entry.amount_krw, &sum)) {
      return refused(Refusal::sum_exceeds_the_range, field_of(i, "amount_krw"), std::to_string(entry.amount_krw));
    }
  }
  if (debits != credits) {
    return refused(Refusal::entries_do_not_balance, "entries",
                   std::to_string(debits) + " / " + std::to_string(credits));
  }
  return std::nullopt;
}

std::optional<Refused> refusal_of_matters(const Draft& draft, const Known& known) {
  std::map<std::string_view, const Matter*> opened;
  for (const auto& matter : draft.opens) {
    const auto there = known.matters.find(matter.matter_id);
    const auto twice = opened.try_emplace(matter.matter_id, &matter);
    if ((there != known.matters.end() && there->second != matter) ||
        (!twice.second && *twice.first->second != matter)) {
      return refused(Refusal::matter_exists_already, "opens", matter.matter_id);
    }
  }
  const auto find = [&](std::string_view id) -> const Matter* {
    const auto there = known.matters.find(id);
    if (there != known.matters.end()) return &there->second;
    const auto found = opened.find(id);
    return found == opened.end() ? nullptr : found->second;
  };
  for (std::size_t i = 0; i < draft.entries.size(); ++i) {
    const auto& id = draft.entries[i].matter_id;
    if (find(id) == nullptr) return refused(Refusal::matter_is_unknown, field_of(i, "matter_id"), id);
  }
  for (const auto& entry : draft.entries) {
    const auto* matter = find(entry.matter_id);
    if (draft.applies_on < matter->exists_from) {
      return refused(Refusal::applies_before_the_matter_exists, "applies_on",
                     draft.applies_on.text() + " < " + matter->exists_from.text() + " (" + matter->matter_id + ")");
    }
  }
  return std::nullopt;
}

std::optional<Refused> refusal_of_reversal(const Draft& draft, const Known& known) {
  if (draft.reverses.empty() && draft.kind != Kind::reversed) return std::nullopt;
  if (draft.reverses.empty() || !known.reversed) {
    return refused(Refusal::reversed_transaction_is_unknown, "reverses", draft.reverses);
  }
  if (known.reversed->kind == Kind::reversed) return refused(Refusal::reverses_a_reversal, "reverses", draft.reverses);
  if (!known.reversed_by.empty()) {
    return refused(Refusal::already_reversed, "reverses", draft.reverses + " (" + known.reversed_by + ")");
  }
  if (draft.applies_on < known.reversed->applies_on) {
    return refused(Refusal::reversal_applies_before_the_reversed, "applies_on",
                   draft.applies_on.text() + " < " + known.reversed->applies_on.text());
  }
  if (draft.kind != Kind::reversed || draft.entries != reversal(*known.reversed, "", draft.applies_on, "").entries) {
    return refused(Refusal::reversal_does_not_mirror, "entries", draft.reverses);
  }
  return std::nullopt;
}

/// The first date on which the balance would stand on the wrong side, or cannot be counted.
std::optional<Refused> refusal_of_place(const Account& account, const Place& place, Movements movements, Date from,
                                        Wide change) {
  const Wide wide_change = change;
  Wide running = 0;
  movements.try_emplace(from, 0);
  for (const auto& [date, movement] : movements) {
    running += movement;
    if (date < from) continue;
    const Wide after = running + wide_change;
    if (after > INT64_MAX || after < INT64_MIN) {
      return refused(Refusal::sum_exceeds_the_range, "entries", place.account + " " + place.matter_id);
    }
    const Wide grown = account.side == Side::debit ? after : -after;
    const bool shrinks = account.side == Side::debit ? wide_change < 0 : wide_change > 0;
    if (!account.may_turn && shrinks && grown < 0) {
      return refused(Refusal::balance_would_turn_negative, "entries",
                     place.account + " " + place.matter_id + " " + date.text() + ": " +
                         std::to_string(static_cast<std::int64_t>(grown)));
    }
  }
  return std::nullopt;
}

std::optional<Refused> refusal_of_balances(const Chart& chart, const Draft& draft, const Known& known) {
  std::map<Place, Wide> changes;
  for (const auto& entry : draft.entries) changes[{entry.account, entry.matter_id}] += entry.debit();
  for (const auto& [place, change] : changes) {
    const auto found = known.movements.find(place);
    auto problem =
        refusal_of_place(*chart.find(place.account), place,
                         found == known.movements.end() ? Movements{} : found->second, draft.applies_on, change);
    if (problem) return problem;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Kind> parse_kind(std::string_view text) {
  const auto found = std::find(kind_names.begin(), kind_names.end(), text);
  if (found == kind_names.end()) return std::nullopt;
  return static_cast<Kind>(found - kind_names.begin());
}

std::string_view name(Refusal refusal) { return sentences[static_cast<std::size_t>(refusal)].name; }

Error error_of(const Refused& refused) {
  const auto& sentence = sentences[static_cast<std::size_t>(refused.refusal)];
  return {std::string(sentence.name), refused.field, std::string(sentence.detail) + " (" + refused.detail + ")",
          std::string(sentence.fix)};
}

std::optional<Refused> refusal_of(const Chart& chart, const Draft& draft, const Known& known, Instant known_at) {
  if (auto problem = refusal_of_entries(chart, draft)) return problem;
  if (known.exists) return refused(Refusal::transaction_exists_already, "transaction_id", draft.transaction_id);
  if (known_at < known.newest) {
    return refused(Refusal::known_before_the_newest_transaction, "known_at",
                   known_at.text() + " < " + known.newest.text());
  }
  if (auto problem = refusal_of_matters(draft, known)) return problem;
  if (auto problem = refusal_of_reversal(draft, known)) return problem;
  return refusal_of_balances(chart, draft, known);
}

Draft reversal(const Draft& of, std::string transaction_id, Date applies_on, std::string note) {
  Draft draft;
  draft.transaction_id = std::move(transaction_id);
  draft.kind = Kind::reversed;
  draft.applies_on = applies_on;
  draft.reverses = of.transaction_id;
  draft.cite = of.cite;
  draft.note = std::move(note);
  draft.entries = of.entries;
  for (auto& entry : draft.entries) entry.side = other(entry.side);
  return draft;
}

std::int64_t available(const Movements& movements, Side side, Date from) {
  std::int64_t running = 0;
  std::optional<std::int64_t> least;
  const auto look = [&] {
    const auto grown = side == Side::debit ? running : -running;
    least = least ? std::min(*least, grown) : grown;
  };
  bool looked = false;
  for (const auto& [date, movement] : movements) {
    if (date > from && !looked) look(), looked = true;  // as it stands on `from`
    running += movement;
    if (date >= from) look(), looked = true;
  }
  if (!looked) look();
  return std::max<std::int64_t>(*least, 0);
}

std::int64_t balance(const Movements& movements, Date on) {
  std::int64_t sum = 0;
  for (const auto& [date, movement] : movements) {
    if (date <= on) sum += movement;
  }
  return sum;
}

std::vector<Place> places_of(const Draft& draft) {
  std::set<Place> places;
  for (const auto& entry : draft.entries) places.insert({entry.account, entry.matter_id});
  return {places.begin(), places.end()};
}

}  // namespace clearway::ledger
