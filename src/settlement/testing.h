#pragma once

// What the tests of this folder share: rules as shipped, drafts, and waiting for writes.

#include <string>
#include <utility>

#include "record/extension.h"
#include "record/testing.h"
#include "settlement/ledger.h"
#include "settlement/payments.h"
#include "settlement/verify.h"

namespace clearway::settlement::testing {

inline const std::string source = CLEARWAY_SOURCE_DIR;
inline const std::string party = "B2208162517";

inline const Rules& rules() {
  static const auto chart = ledger::Chart::load(source + "/policy").value();
  static const auto policy = payment::Policy::load(source + "/policy").value();
  static const auto law = law::Law::load(source + "/law").value();
  static const auto messages = Messages::load(source + "/messages").value();
  static const Rules the{chart, policy, law, messages};
  return the;
}

inline Date day(const char* text) { return Date::parse(text).value(); }

inline record::Origin origin(std::string request_id = "", const char* on = "2026-03-10") {
  return {"tester", std::move(request_id), *Instant::parse(std::string(on) + "T09:00:00.000000Z")};
}

inline ledger::Entry debit(std::string account, std::int64_t amount, std::string matter = "N-1") {
  return {std::move(account), std::move(matter), ledger::Side::debit, amount};
}
inline ledger::Entry credit(std::string account, std::int64_t amount, std::string matter = "N-1") {
  return {std::move(account), std::move(matter), ledger::Side::credit, amount};
}

/// A notice of customs duty, its matter opened with it.
inline ledger::Draft assessment(const std::string& matter, std::int64_t duty) {
  ledger::Draft draft;
  draft.transaction_id = "assess:" + matter;
  draft.kind = ledger::Kind::assessed;
  draft.applies_on = day("2026-03-02");
  draft.opens.push_back({matter, "notice", day("2026-03-02")});
  draft.entries = {debit("receivable.customs_duty", duty, matter), credit("revenue.customs_duty", duty, matter)};
  return draft;
}

inline ledger::Draft duty_paid(std::string id, std::int64_t amount, const std::string& matter = "N-1",
                               const char* on = "2026-03-09") {
  ledger::Draft draft;
  draft.transaction_id = std::move(id);
  draft.kind = ledger::Kind::received;
  draft.applies_on = day(on);
  draft.entries = {debit("cash.bank", amount, matter), credit("receivable.customs_duty", amount, matter)};
  return draft;
}

inline Result<Posted> post_draft(record::Store& store, const ledger::Draft& draft,
                                 const record::Origin& from = origin(), const std::string& whose = party) {
  return record::wait<Posted>([&](auto done) { post(store, rules().chart, whose, draft, from, std::move(done)); });
}

/// An order of customs duty and value added tax for a notice of its own.
inline NewOrder order_of(const std::string& id, std::int64_t duty, std::int64_t tax, const std::string& whose = party) {
  NewOrder order;
  order.order_id = id;
  order.party_id = whose;
  order.matter = {"N-" + id, "notice", day("2026-03-02")};
  order.issued_on = day("2026-03-02");
  order.due = day("2026-03-17");
  order.charges = {{"customs_duty", duty}, {"value_added_tax", tax}};
  return order;
}

inline Result<OrderRow> issue(record::Store& store, const NewOrder& order, const record::Origin& from = origin()) {
  return record::wait<OrderRow>([&](auto done) { issue_order(store, rules(), order, from, std::move(done)); });
}

inline Result<Imported> import(record::Store& store, const std::string& content,
                               const record::Origin& from = origin()) {
  return record::wait<Imported>(
      [&](auto done) { import_bank_file(store, rules(), "bank.csv", content, from, std::move(done)); });
}

inline const std::string csv_header = "reference,kind,original_reference,account_number,amount_krw,value_date,payer\n";
inline std::string credit_row(const std::string& reference, const std::string& account, std::int64_t amount,
                              const std::string& on = "2026-03-10") {
  return reference + ",credit,," + account + "," + std::to_string(amount) + "," + on + ",Sample Trading 0012\n";
}
inline std::string reversal_row(const std::string& reference, const std::string& original, std::int64_t amount,
                                const std::string& on = "2026-03-12") {
  return reference + ",reversal," + original + ",," + std::to_string(amount) + "," + on + ",\n";
}

}  // namespace clearway::settlement::testing
