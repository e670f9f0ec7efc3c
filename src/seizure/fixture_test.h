#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "law/calendar.h"
#include "seizure/distribution.h"
#include "seizure/life.h"

namespace clearway::seizure {

/// The files of the repository, read once.
struct World {
  static const World& instance() {
    static const World world;
    return world;
  }
  Messages messages = Messages::load(CLEARWAY_SOURCE_DIR "/messages").value();
  law::Law law = law::Law::load(CLEARWAY_SOURCE_DIR "/law").value();
  law::Calendar calendar = law::load_calendar(CLEARWAY_SOURCE_DIR "/law").value();
};

inline Date day(std::string_view text) { return *Date::parse(text); }
inline Instant at(const std::string& text) { return *Instant::parse(text + ":00.000000Z"); }

inline Debt debt(std::int64_t tax = 260'000'000, std::int64_t penalty = 40'000'000) {
  Debt debt;
  debt.matter_id = "N-1";
  debt.number = "2026-000041";
  debt.statutory_date = day("2026-06-01");
  debt.owed = {{"customs_duty", tax}, {"penalty", penalty}};
  return debt;
}

inline Claim mortgage(const std::string& id, std::string_view on, std::int64_t amount) {
  return {id, id, "mortgage", day(on), amount, false, day("2026-07-20")};
}

/// Two lots of goods of an invented firm that owes 30 million.
inline Case proposed() {
  Case subject;
  subject.case_id = "S-1";
  subject.party_id = "B1248100998";
  subject.debtor = "Sample Trading";
  subject.customs_office = "040";
  subject.subject = "stock in the warehouse";
  subject.proposed_on = day("2026-07-01");
  subject.proposed_by = "officer";
  subject.debts = {debt(25'000'000, 5'000'000)};
  return subject;
}
inline Item item(const std::string& id, std::int64_t estimate) {
  Item item;
  item.item_id = id;
  item.description = "invented goods";
  item.quantity = "10 boxes";
  item.place = "warehouse 3";
  item.estimate_krw = estimate;
  item.photographs = {"photograph-" + id};
  return item;
}

inline CaseOrRefused step(const Case& subject, Action action, std::string_view on, Given given = {}) {
  if (given.by.empty()) given.by = action == Action::approve || action == Action::refuse ? "supervisor" : "officer";
  return take(World::instance().law, World::instance().calendar, subject, action, given, day(on));
}
/// The case after a step that is taken; the case as it was, and a failure, where it is refused.
inline Case after(const Case& subject, Action action, std::string_view on, const Given& given = {}) {
  const auto left = step(subject, action, on, given);
  if (const auto* refused = std::get_if<Refused>(&left)) {
    ADD_FAILURE() << name(action) << ": " << name(refused->refusal) << " " << refused->value << " / "
                  << refused->expected;
    return subject;
  }
  return std::get<Case>(left);
}
inline std::string_view refusal(const Case& subject, Action action, std::string_view on, const Given& given = {}) {
  const auto left = step(subject, action, on, given);
  const auto* refused = std::get_if<Refused>(&left);
  return refused != nullptr ? name(refused->refusal) : std::string_view("taken");
}

inline Given with_items(std::vector<Item> items) {
  Given given;
  given.by = "officer";
  given.items = std::move(items);
  given.at = at("2026-07-06T02:00");
  return given;
}
inline Case approved() { return after(proposed(), Action::approve, "2026-07-02"); }
inline Case seized() {
  return after(approved(), Action::seize, "2026-07-06", with_items({item("1", 20'000'000), item("2", 15'000'000)}));
}
inline Given values(std::int64_t first, std::int64_t second) {
  Given given;
  given.items = {item("1", 0), item("2", 0)};
  given.items[0].value_krw = first;
  given.items[1].value_krw = second;
  given.valuation.valuer = "Sample Appraisal";
  given.valuation.method = "market comparison";
  return given;
}
inline Case valued() { return after(seized(), Action::value, "2026-07-10", values(22'000'000, 18'000'000)); }
inline Given auction(std::string_view opens_on) {
  Given given;
  given.opens_on = day(opens_on);
  given.place = "online";
  return given;
}
inline Case on_sale() {
  return after(after(valued(), Action::propose_sale, "2026-07-13", auction("2026-07-24")), Action::approve,
               "2026-07-14");
}
inline Given bid(const std::string& who, std::int64_t amount, std::int64_t deposit = 4'000'000) {
  Given given;
  given.bid.bidder = who;
  given.bid.amount_krw = amount;
  given.bid.deposit_krw = deposit;
  return given;
}
inline Case sold() {
  auto subject = after(on_sale(), Action::enter_bid, "2026-07-21", bid("Yesi Goods", 41'000'000));
  subject = after(subject, Action::enter_bid, "2026-07-22", bid("Gyeonbon Mart", 45'000'000));
  subject = after(subject, Action::open_bids, "2026-07-24");
  return after(subject, Action::award, "2026-07-27");
}
inline Case paid() {
  Given price;
  price.amount_krw = 45'000'000;
  return after(sold(), Action::receive_price, "2026-08-03", price);
}
inline Given drawn(const Case& subject, std::string_view of) {
  Given given;
  const auto proceeds = Proceeds{subject.case_id,       day("2026-08-05"), day(of),       subject.proceeds_krw, 0,
                                 subject.forfeited_krw, 1'200'000,         subject.debts, subject.claims};
  given.costs_krw = 1'200'000;
  given.statement = draw_up(World::instance().law, World::instance().messages, proceeds).value;
  return given;
}

}  // namespace clearway::seizure
