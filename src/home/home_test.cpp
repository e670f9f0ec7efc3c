#include "home/home.h"

#include <gtest/gtest.h>

namespace clearway::home {
namespace {

Date day(std::string_view text) { return *Date::parse(text); }
const law::Law& law() {
  static const auto loaded = law::Law::load(CLEARWAY_SOURCE_DIR "/law").value();
  return loaded;
}
const Messages& messages() {
  static const auto loaded = Messages::load(CLEARWAY_SOURCE_DIR "/messages").value();
  return loaded;
}
Item item(Kind kind, std::string id, Side turn, std::string_view due, std::int64_t amount) {
  Item item;
  item.kind = kind;
  item.id = std::move(id);
  item.turn = turn;
  item.due = due.empty() ? std::nullopt : std::optional(day(due));
  item.amount_krw = amount;
  return item;
}
std::string ids(const std::vector<Item>& items) {
  std::string text;
  for (const auto& each : items) text += each.id + " ";
  return text;
}
std::string said(const Home& home, std::string_view name) {
  for (const auto& good : home.good) {
    if (good.name == name) return good.step.text.en;
  }
  return {};
}

TEST(Home, OpenMattersStandInTheOrderOfTheirDeadlines) {
  Known known;
  known.open = {item(Kind::notice, "later", Side::firm, "2026-12-01", 300'000),
                item(Kind::notice, "small", Side::firm, "2026-11-27", 10'000),
                item(Kind::payment, "large", Side::firm, "2026-11-27", 400'000),
                item(Kind::programme, "no clock", Side::firm, "", 0),
                item(Kind::payment, "late", Side::firm, "2026-11-20", 70'000),
                item(Kind::refund, "back", Side::customs, "", 55'000)};
  const auto home = home_of(law(), messages(), known, day("2026-11-25"));
  EXPECT_EQ(ids(home.to_do), "late large small later no clock ");
  EXPECT_EQ(ids(home.waiting), "back ");
  EXPECT_EQ(home.overdue, 1U);
  EXPECT_EQ(home.money.to_pay_krw, 470'000);
  EXPECT_EQ(home.money.in_question_krw, 310'000);
  EXPECT_EQ(home.money.to_receive_krw, 55'000);
}

TEST(Home, ADeadlineOfTodayIsNotOverdue) {
  Known known;
  known.open = {item(Kind::notice, "today", Side::firm, "2026-11-25", 1)};
  EXPECT_EQ(home_of(law(), messages(), known, day("2026-11-25")).overdue, 0U);
}

TEST(Home, WhatWentWellRestsOnTheRecordOfTwelveMonths) {
  Known known;
  known.corrected = {{day("2026-05-04"), true, 1'000'000, 0},
                     {day("2026-06-01"), false, 2'000'000, 140'000},
                     {day("2025-11-25"), true, 9'000'000, 0}};  // a day too old
  known.explained = {day("2026-03-02"), day("2025-01-05")};
  known.paid = {day("2026-05-05")};
  known.declared = {day("2026-01-05"), day("2026-02-05"), day("2026-03-05")};
  known.asked_about = {day("2026-02-05")};
  known.settled_years = {2025};
  const auto home = home_of(law(), messages(), known, day("2026-11-25"));
  EXPECT_EQ(said(home, "corrected_itself"), "Declarations you corrected yourself, before customs asked: 1");
  EXPECT_EQ(said(home, "corrected_when_asked"), "Declarations you put right after a notice: 1");
  // 10 % of 3,000,000 less what was borne.
  EXPECT_EQ(said(home, "penalty_spared"), "Penalty you did not have to pay, compared with an audit: KRW 160,000");
  EXPECT_EQ(said(home, "explained"), "Notices settled by your explanation, nothing to correct: 1");
  EXPECT_EQ(said(home, "no_errors"), "Import declarations nobody had to ask about: 2 of 3");
  EXPECT_EQ(said(home, "settled"), "Year that is settled and will not be audited again: 2025");
}

TEST(Home, NothingIsPraisedThatDidNotHappen) {
  EXPECT_TRUE(home_of(law(), messages(), {}, day("2026-11-25")).good.empty());
}

}  // namespace
}  // namespace clearway::home
