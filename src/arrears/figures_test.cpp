#include "arrears/figures.h"

#include <rapidcheck.h>

#include "arrears/fixture_test.h"

namespace clearway::arrears {
namespace {

using testing::day;
using testing::Desk;

Report report_of(const Desk& desk, Date from, Date to, std::optional<Instant> known = {}) {
  Figures figures(testing::terms(), from, to, known);
  const auto books = desk.books();
  const auto status = figures.add(desk.file, books.transactions, books.matters);
  EXPECT_TRUE(status.ok()) << status.error().code << status.error().detail;
  return figures.finish();
}

Event held(const char* on) {
  auto event = Desk::event(EventKind::held, on);
  event.word = "without_means";
  return event;
}

TEST(ArrearsFiguresTest, EachLineOfTheRollForward) {
  Desk desk;
  auto costs = Desk::event(EventKind::costs_charged, "2026-05-04");
  costs.amount = 50'000;
  ASSERT_EQ(desk.enter(costs, "2026-05-04"), "");
  ASSERT_EQ(desk.enter(Desk::paid("2026-05-04", 40'050'000, "public_sale"), "2026-05-04"), "");
  auto reduced = Desk::event(EventKind::reduced, "2026-06-01");
  reduced.word = "appeal";
  reduced.charge = "customs_duty";
  reduced.amount = 10'000'000;
  ASSERT_EQ(desk.enter(reduced, "2026-06-01"), "");
  // It fell due unpaid on 17 March.
  const auto first = report_of(desk, day("2026-03-01"), day("2026-04-30"));
  EXPECT_EQ(first.active.opening, 0);
  EXPECT_EQ(first.active.fresh, 100'000'000);
  EXPECT_EQ(first.active.penalty, 44 * 22'000);
  EXPECT_EQ(first.active.closing, 100'968'000);
  EXPECT_TRUE(first.active.reconciles());
  const auto second = report_of(desk, day("2026-05-01"), day("2026-06-30"));
  EXPECT_EQ(second.active.opening, 100'968'000);
  EXPECT_EQ(second.active.costs, 50'000);
  EXPECT_EQ(second.active.collected_in_all(), 40'050'000);
  EXPECT_EQ(second.active.collected[4], 40'050'000);
  EXPECT_EQ(second.active.released, 10'000'000);
  EXPECT_EQ(second.active.closing, desk.state("2026-06-30").balance());
  EXPECT_TRUE(second.active.reconciles());
  EXPECT_EQ(second.all.total(), second.active.closing);
  EXPECT_EQ(second.by_size.at("below_100m").debtors, 1);
  EXPECT_EQ(second.by_age.at("below_1y").debts, 1);
  EXPECT_EQ(second.by_cause.at("declared").debts, 1);
  EXPECT_EQ(second.by_office.at("020").debts, 1);
  EXPECT_EQ(second.by_year.at("2026").total(), second.active.closing);
  EXPECT_NE(to_json(second).find(R"("reconciles":true)"), std::string::npos);
}

TEST(ArrearsFiguresTest, WhatIsHeldIsAStockOfItsOwn) {
  Desk desk;
  ASSERT_EQ(desk.enter(held("2026-05-04"), "2026-05-04"), "");
  ASSERT_EQ(desk.enter(Desk::paid("2026-05-20", 1'000'000), "2026-05-20"), "");
  ASSERT_EQ(desk.enter(Desk::event(EventKind::hold_ended, "2026-06-01"), "2026-06-01"), "");
  const auto report = report_of(desk, day("2026-04-01"), day("2026-06-30"));
  EXPECT_EQ(report.active.moved_out, desk.state("2026-05-04").balance());
  EXPECT_EQ(report.held.moved_in, report.active.moved_out);
  EXPECT_EQ(report.held.collected_in_all(), 1'000'000);
  EXPECT_EQ(report.held.moved_out, desk.state("2026-05-31").balance());
  EXPECT_EQ(report.active.moved_in, report.held.moved_out);
  EXPECT_EQ(report.held.closing, 0);
  EXPECT_EQ(report.active.closing, desk.state("2026-06-30").balance());
  EXPECT_TRUE(report.active.reconciles());
  EXPECT_TRUE(report.held.reconciles());
}

TEST(ArrearsFiguresTest, AHoldThatEndsAndBeginsOnOneDayIsOneStockWhenAPeriodEndsBetween) {
  Desk desk;
  ASSERT_EQ(desk.enter(held("2026-04-01"), "2026-04-01"), "");
  ASSERT_EQ(desk.enter(Desk::event(EventKind::hold_ended, "2026-04-02"), "2026-04-02"), "");
  ASSERT_EQ(desk.enter(held("2026-04-02"), "2026-04-02"), "");
  const auto first = report_of(desk, day("2026-03-01"), day("2026-04-01"));
  EXPECT_EQ(first.active.closing, 0);
  EXPECT_EQ(first.held.closing, desk.state("2026-04-01").balance());
  const auto second = report_of(desk, day("2026-04-02"), day("2026-04-30"));
  EXPECT_EQ(second.held.opening, first.held.closing);
  EXPECT_EQ(second.active.opening, 0);
  EXPECT_TRUE(second.active.reconciles());
  EXPECT_TRUE(second.held.reconciles());
}

TEST(ArrearsFiguresTest, WhateverHappensThePeriodsJoinAndReconcile) {
  EXPECT_TRUE(rc::check("closing is what is owed, and the opening of the next period", [] {
    Desk desk({{"customs_duty", *rc::gen::inRange<std::int64_t>(1, 5'000'000)},
               {"value_added_tax", *rc::gen::inRange<std::int64_t>(1, 5'000'000)}});
    auto today = day("2026-03-18");
    const auto steps = *rc::gen::inRange(1, 10);
    for (int i = 0; i < steps; ++i) {
      today = today.plus_days(*rc::gen::inRange(0, 40));
      const auto on = today.text();
      switch (*rc::gen::inRange(0, 6)) {
        case 0:
        case 1: desk.enter(Desk::paid(on.c_str(), *rc::gen::inRange<std::int64_t>(1, 4'000'000)), today); break;
        case 2: desk.enter(held(on.c_str()), today); break;
        case 3: desk.enter(Desk::event(EventKind::hold_ended, on.c_str()), today); break;
        case 4: {
          auto reduced = Desk::event(EventKind::reduced, on.c_str());
          reduced.word = "correction";
          reduced.charge = "customs_duty";
          reduced.amount = *rc::gen::inRange<std::int64_t>(1, 2'000'000);
          desk.enter(reduced, today);
          break;
        }
        case 5: {
          auto extinct = Desk::event(EventKind::extinguished, on.c_str());
          extinct.word = "discharge";
          if (*rc::gen::inRange(0, 4) == 0) desk.enter(extinct, today);
          break;
        }
      }
    }
    auto from = day("2026-03-01");
    std::int64_t active = 0, held_stock = 0;
    while (from <= today) {
      const auto to = from.plus_days(*rc::gen::inRange(0, 60));
      const auto report = report_of(desk, from, to);
      RC_ASSERT(report.active.reconciles());
      RC_ASSERT(report.held.reconciles());
      RC_ASSERT(report.active.opening == active);
      RC_ASSERT(report.held.opening == held_stock);
      active = report.active.closing;
      held_stock = report.held.closing;
      RC_ASSERT(active + held_stock == (to < day("2026-03-18") ? 0 : desk.state(to).balance()));
      RC_ASSERT(report.all.total() == active + held_stock);
      from = to.plus_days(1);
    }
  }));
}

}  // namespace
}  // namespace clearway::arrears
