#pragma once

// What the tests of this folder share: the law as shipped, and a debt whose events are entered one by one.

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "arrears/take.h"
#include "ledger/book.h"

namespace clearway::arrears::testing {

inline const std::string source = CLEARWAY_SOURCE_DIR;

inline const Terms& terms() {
  static const auto law = law::Law::load(source + "/law").value();
  static const auto calendar = law::load_calendar(source + "/law").value();
  static const auto chart = ledger::Chart::load(source + "/policy").value();
  static const Terms the{law, calendar, chart};
  return the;
}
inline const Messages& messages() {
  static const auto the = Messages::load(source + "/messages").value();
  return the;
}

inline Date day(const char* text) { return Date::parse(text).value(); }
inline Instant noon(Date day) { return {(std::int64_t{day.days()} * 86'400 + 3 * 3'600) * 1'000'000}; }

inline const std::string party = "B2208162517";

/// A debt with its ledger: 100,000,000 won of duty, accepted on 2026-03-02, due on 2026-03-17 unless told otherwise.
class Desk {
 public:
  explicit Desk(std::vector<payment::ChargeAmount> charges = {{"customs_duty", 100'000'000}},
                std::string matter_kind = "declaration")
      : book(terms().chart, party) {
    payment::Order order;
    order.order_id = "O-1";
    order.party_id = party;
    order.matter_id = "M-1";
    order.issued_on = day("2026-03-02");
    order.due = day("2026-03-17");
    order.charges = std::move(charges);
    EXPECT_FALSE(payment::refusal_to_issue(terms().chart, order));
    EXPECT_FALSE(book.post(payment::charge_of(order, {"M-1", matter_kind, order.issued_on}, "customs-act-9-1-1"),
                           noon(order.issued_on), "tester"));
    const auto overdue = payment::overdue_on(order, order.charges, order.due.plus_days(1)).value();
    file = opened(overdue, order, matter_kind, "D-1", "020", noon(day("2026-03-18")), "clearway");
  }

  static Event event(EventKind kind, const char* on) {
    Event event;
    event.kind = kind;
    event.on = day(on);
    return event;
  }
  static Event paid(const char* on, std::int64_t amount, std::string channel = "transfer") {
    auto event = Desk::event(EventKind::paid, on);
    event.amount = amount;
    event.word = std::move(channel);
    return event;
  }

  Books books() const {
    Books books;
    books.matters = {"M-1"};
    for (const auto& one : book.transactions()) {
      const auto& entries = one.draft.entries;
      if (std::any_of(entries.begin(), entries.end(), [](const auto& e) { return e.matter_id == "M-1"; })) {
        books.transactions.push_back(one);
      }
    }
    for (const auto account : {ledger::account::overpayments, ledger::account::unallocated_receipts}) {
      const ledger::Place place{std::string(account), "receipt:R-9"};
      books.elsewhere[place] = book.movements(place);
    }
    return books;
  }

  /// Enters the event on `today`; the name of the refusal, or empty.
  std::string enter(Event event, const char* today, std::string currency = "KRW") {
    return enter(std::move(event), day(today), std::move(currency));
  }
  std::string enter(Event event, Date today, std::string currency = "KRW") {
    event.known_at = noon(today);
    event.actor = "officer";
    auto taken = take(terms(), file, books(), {std::move(event), std::move(currency)}, today);
    if (auto* refused = std::get_if<Refused>(&taken)) {
      last = *refused;
      return std::string(name(refused->refusal));
    }
    auto& done = std::get<Taken>(taken);
    for (const auto& draft : done.drafts) {
      if (const auto refused = book.post(draft, noon(today), "officer")) {
        ADD_FAILURE() << draft.transaction_id << ": " << ledger::error_of(*refused).detail;
        return std::string(ledger::name(refused->refusal));
      }
    }
    file = std::move(done.file);
    return {};
  }

  Statement state(const char* on, const char* known = nullptr) const {
    return state(day(on), known == nullptr ? std::nullopt : std::optional(end_of(day(known))));
  }
  Statement state(Date on, std::optional<Instant> known = {}) const {
    const auto there = books();
    auto stated = statement(terms(), file, there.transactions, there.matters, on, known);
    EXPECT_TRUE(stated.ok()) << stated.error().code << " " << stated.error().detail;
    return stated ? *stated : Statement{};
  }
  /// Money that is overpaid in a matter of its own, for set-off.
  void overpaid_elsewhere(std::int64_t amount, const char* on) {
    ledger::Draft draft;
    draft.transaction_id = "receive:R-9";
    draft.kind = ledger::Kind::received;
    draft.applies_on = day(on);
    draft.opens.push_back({"receipt:R-9", "receipt", day(on)});
    draft.entries = {{"cash.bank", "receipt:R-9", ledger::Side::debit, amount},
                     {"overpayments", "receipt:R-9", ledger::Side::credit, amount}};
    EXPECT_FALSE(book.post(draft, noon(day(on)), "tester"));
  }

  ledger::Book book;
  File file;
  Refused last;
};

}  // namespace clearway::arrears::testing
