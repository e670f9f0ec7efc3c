#include "correction/quote.h"

#include <gtest/gtest.h>

#include "correction/fixture_test.h"

namespace clearway::correction {
namespace {

TEST(Correction, TheDayOfFilingDecidesActAndRelief) {
  const struct {
    std::string_view name, filed_on;
    Act act;
    std::int64_t relief;  // of a penalty of 100,000
    std::string_view open_until;
  } cases[] = {
      {"day after payment", "2025-02-19", Act::supplementary_filing, 0, "2025-08-18"},
      {"last day of the six months", "2025-08-18", Act::supplementary_filing, 0, "2025-08-18"},
      {"day after", "2025-08-19", Act::amended_filing, 30'000, "2026-02-19"},
      {"six months after, the day before the end", "2026-02-18", Act::amended_filing, 30'000, "2026-02-19"},
      {"six months after, moved behind the holidays", "2026-02-19", Act::amended_filing, 30'000, "2026-02-19"},
      {"the day after", "2026-02-20", Act::amended_filing, 20'000, "2026-08-18"},
      {"twelve months after, the day before the end", "2026-08-17", Act::amended_filing, 20'000, "2026-08-18"},
      {"twelve months after, last day", "2026-08-18", Act::amended_filing, 20'000, "2026-08-18"},
      {"twelve months after, the day after", "2026-08-19", Act::amended_filing, 10'000, "2027-02-18"},
      {"eighteen months after, the day before the end", "2027-02-17", Act::amended_filing, 10'000, "2027-02-18"},
      {"eighteen months after, last day", "2027-02-18", Act::amended_filing, 10'000, "2027-02-18"},
      {"eighteen months after, the day after", "2027-02-19", Act::amended_filing, 0, "2030-02-03"},
      {"last day of the assessment limit", "2030-02-03", Act::amended_filing, 0, "2030-02-03"},
  };
  for (const auto& c : cases) {
    const auto filing = more(short_of(1'000'000, c.filed_on));
    EXPECT_EQ(name(filing.act), name(c.act)) << c.name;
    EXPECT_EQ(filing.sum.penalty_krw, c.act == Act::amended_filing ? 100'000 : 0) << c.name;
    EXPECT_EQ(filing.sum.penalty_relief_krw, c.relief) << c.name;
    EXPECT_EQ(filing.open_until, day(c.open_until)) << c.name;
  }
  EXPECT_EQ(refusal(short_of(1'000'000, "2030-02-04")), "correction_comes_after_the_assessment_limit");
}

TEST(Correction, ToTheWon) {
  // 30 days at 3.5 %, 151 at 3.1 %: 15,701.36…
  const auto supplementary = more(short_of(1'000'000, "2025-08-18"));
  EXPECT_EQ(supplementary.sum.interest_krw, 15'700);
  EXPECT_EQ(supplementary.due_krw(), 1'015'700);
  EXPECT_EQ(supplementary.pay_by, day("2025-08-19"));
  // 182 days at 0.022 %.
  const auto amended = more(short_of(1'000'000, "2025-08-19"));
  EXPECT_EQ(amended.sum.late_interest_krw, 40'040);
  EXPECT_EQ(amended.due_krw(), 1'110'040);
  // Filed on a Friday: the next day is moved to Monday; paid then, it bears three days more.
  auto friday = short_of(1'000'000, "2025-08-22");
  EXPECT_EQ(more(friday).pay_by, day("2025-08-25"));
  const auto at_once = more(friday).sum.late_interest_krw;
  friday.paid_on = day("2025-08-25");
  EXPECT_EQ(more(friday).sum.late_interest_krw, at_once + 660);
  friday.paid_on = day("2025-08-26");
  EXPECT_EQ(refusal(friday), "payment_lies_after_its_due_date");
}

TEST(Correction, EachRateHasItsOwnDays) {
  const struct {
    std::string_view name, declared_on, due_on, filed_on;
    std::int64_t interest, late_interest;
  } cases[] = {
      // 10,000,000 x days x rate / 365
      {"supplementary, before 20 March 2023", "2022-12-01", "2022-12-16", "2023-03-19", 30'570, 0},      // 93 d, 1.2 %
      {"supplementary, across 20 March 2023", "2022-12-01", "2022-12-16", "2023-03-20", 31'360, 0},      // + 1 d, 2.9 %
      {"supplementary, after it", "2023-04-03", "2023-04-18", "2023-09-15", 119'170, 0},                 // 150 d, 2.9 %
      {"supplementary, before 22 March 2024", "2024-01-02", "2024-01-17", "2024-03-21", 50'840, 0},      // 64 d, 2.9 %
      {"supplementary, across 22 March 2024", "2024-01-02", "2024-01-17", "2024-03-22", 51'800, 0},      // + 1 d, 3.5 %
      {"supplementary, before 21 March 2025", "2025-01-02", "2025-01-17", "2025-03-20", 59'450, 0},      // 62 d, 3.5 %
      {"supplementary, across 21 March 2025", "2025-01-02", "2025-01-17", "2025-03-21", 60'300, 0},      // + 1 d, 3.1 %
      {"late interest, before 15 February 2022", "2021-06-01", "2021-06-16", "2022-02-14", 0, 607'500},  // 243 d
      {"late interest, on the day", "2021-06-01", "2021-06-16", "2022-02-15", 0, 609'700},
      {"late interest, across", "2021-06-01", "2021-06-16", "2022-02-28", 0, 638'300},
      {"late interest, before 12 February 2019", "2018-07-02", "2018-07-17", "2019-02-11", 0,
       627'000},  // 209 d, 0.03 %
      {"late interest, across it", "2018-07-02", "2018-07-17", "2019-02-12", 0, 629'500},
  };
  for (const auto& c : cases) {
    auto one = short_of(10'000'000, c.filed_on);
    one.declaration.declared_on = one.declaration.accepted_on = day(c.declared_on);
    one.declaration.due_on = one.declaration.paid_on = day(c.due_on);
    const auto filing = more(one);
    EXPECT_EQ(filing.sum.interest_krw, c.interest) << c.name;
    EXPECT_EQ(filing.sum.late_interest_krw, c.late_interest) << c.name;
  }
}

TEST(Correction, TheReliefTableBefore2023IsNotTheOneOfToday) {
  auto c = short_of(1'000'000, "2022-02-28");
  c.declaration.declared_on = c.declaration.accepted_on = day("2021-06-01");
  c.declaration.paid_on = day("2021-06-16");
  EXPECT_EQ(more(c).sum.penalty_relief_krw, 20'000);
}

TEST(Correction, FullReliefInEachOfItsCases) {
  const struct {
    std::string_view name, filed_on;
    void (*set)(Case&);
    Act act;
    std::int64_t penalty_left;
    bool interest_left;
  } cases[] = {
      {"provisional price, at any time", "2026-06-01", [](Case& c) { c.circumstances.provisional_price = true; },
       Act::final_price_settlement, 0, false},
      {"provisional price within six months", "2025-06-02", [](Case& c) { c.circumstances.provisional_price = true; },
       Act::final_price_settlement, 0, false},
      {"imported by the State", "2026-06-01", [](Case& c) { c.circumstances.imported_by_the_state = true; },
       Act::amended_filing, 0, false},
      {"imported by the State, within six months", "2025-06-02",
       [](Case& c) { c.circumstances.imported_by_the_state = true; }, Act::supplementary_filing, 0, false},
      {"justified reason", "2026-06-01", [](Case& c) { c.circumstances.justified_reason = true; }, Act::amended_filing,
       0, false},
      {"justified reason, within six months", "2025-06-02", [](Case& c) { c.circumstances.justified_reason = true; },
       Act::supplementary_filing, 0, false},
      {"wrong relief on reviewed goods", "2026-06-01", [](Case& c) { c.circumstances.relief_rate_was_reviewed = true; },
       Act::amended_filing, 0, true},
      {"valuation ruling, day of notice", "2026-06-01",
       [](Case& c) { c.circumstances.valuation_ruling_notified_on = day("2026-06-01"); }, Act::amended_filing, 0, true},
      {"valuation ruling, last day of two months (moved from Saturday)", "2026-08-03",
       [](Case& c) { c.circumstances.valuation_ruling_notified_on = day("2026-06-01"); }, Act::amended_filing, 0, true},
      {"valuation ruling, a day late", "2026-08-04",
       [](Case& c) { c.circumstances.valuation_ruling_notified_on = day("2026-06-01"); }, Act::amended_filing, 80'000,
       true},
      {"valuation ruling, paid on the day of notice", "2026-02-02",
       [](Case& c) {
         c.declaration.paid_on = day("2025-02-18");
         c.circumstances.valuation_ruling_notified_on = day("2025-02-18");
       },
       Act::amended_filing, 70'000, true},
      {"classification ruling, applied for before payment", "2026-06-30",
       [](Case& c) {
         c.circumstances.classification_ruling_applied_on = day("2025-02-18");
         c.circumstances.classification_ruling_notified_on = day("2026-05-04");
       },
       Act::amended_filing, 0, true},
      {"classification ruling, applied for after payment", "2026-06-30",
       [](Case& c) {
         c.circumstances.classification_ruling_applied_on = day("2025-02-19");
         c.circumstances.classification_ruling_notified_on = day("2026-05-04");
       },
       Act::amended_filing, 80'000, true},
      {"paid and corrected before acceptance, late", "2025-09-01",
       [](Case& c) { c.declaration.accepted_on = day("2025-09-02"); }, Act::amended_filing, 0, false},
      {"paid before acceptance, corrected on its day", "2025-09-02",
       [](Case& c) { c.declaration.accepted_on = day("2025-09-02"); }, Act::amended_filing, 70'000, false},
      {"fraud is never relieved", "2026-06-01",
       [](Case& c) { c.circumstances.fraud = c.circumstances.justified_reason = true; }, Act::amended_filing, 600'000,
       true},
  };
  for (const auto& test : cases) {
    auto c = short_of(1'000'000, test.filed_on);
    test.set(c);
    const auto filing = more(c);
    EXPECT_EQ(name(filing.act), name(test.act)) << test.name;
    EXPECT_EQ(filing.sum.penalty_krw - filing.sum.penalty_relief_krw, test.penalty_left) << test.name;
    const auto interest = filing.sum.interest_krw + filing.sum.late_interest_krw - filing.sum.late_interest_relief_krw;
    EXPECT_EQ(interest > 0, test.interest_left) << test.name;
  }
}

TEST(Correction, FraudAndUndeclaredGoods) {
  const auto fraud = [](std::string_view declared_on, std::string_view filed_on) {
    auto c = short_of(1'000'000, filed_on);
    c.declaration.declared_on = c.declaration.accepted_on = c.declaration.paid_on = day(declared_on);
    c.circumstances.fraud = true;
    return more(c);
  };
  EXPECT_EQ(fraud("2024-12-31", "2026-03-03").sum.penalty_krw, 400'000);
  EXPECT_EQ(fraud("2025-01-01", "2026-03-03").sum.penalty_krw, 600'000);
  // Within six months it is still supplementary filing, with the penalty instead of the interest (Act 38-2(6)).
  const auto early = fraud("2025-01-02", "2025-03-04");
  EXPECT_EQ(early.act, Act::supplementary_filing);
  EXPECT_EQ(early.sum.penalty_krw, 600'000);
  EXPECT_EQ(early.sum.interest_krw, 0);
  EXPECT_GT(early.sum.late_interest_krw, 0);
  // Before 2022 the law had no such exception.
  const auto before = fraud("2021-08-02", "2021-12-31");
  EXPECT_EQ(before.sum.penalty_krw, 0);
  EXPECT_GT(before.sum.interest_krw, 0);
  // Ten years instead of five.
  EXPECT_EQ(fraud("2025-02-03", "2035-02-03").act, Act::amended_filing);

  const auto undeclared = [](std::string_view imported_on, bool punished, bool justified) {
    Case c;
    c.declaration.imported_on = day(imported_on);
    c.lines = {{"1", Tax::customs_duty, 0, 1'000'000}};
    c.filed_on = day("2026-03-03");
    c.circumstances.punished_as_smuggling = punished;
    c.circumstances.justified_reason = justified;
    return more(c);
  };
  EXPECT_EQ(undeclared("2025-03-03", false, false).sum.penalty_krw, 200'000);
  EXPECT_EQ(undeclared("2025-03-03", true, false).sum.penalty_krw, 600'000);
  EXPECT_EQ(undeclared("2024-12-31", true, false).sum.penalty_krw, 400'000);
  EXPECT_EQ(undeclared("2025-03-03", false, false).sum.late_interest_krw, 365 * 220);
  EXPECT_EQ(undeclared("2025-03-03", false, true).due_krw(), 1'000'000);
  EXPECT_EQ(name(undeclared("2025-03-03", false, false).act), "assessment_of_undeclared_goods");
}

TEST(Correction, ALateDecisionOfThePreAssessmentReviewHalvesItsDays) {
  auto c = short_of(10'000'000, "2026-03-03");
  const auto full = more(c);
  c.circumstances.review_delay = Period{day("2025-11-01"), day("2025-11-30")};
  const auto halved = more(c);
  EXPECT_EQ(halved.sum.late_interest_krw, full.sum.late_interest_krw);
  EXPECT_EQ(halved.sum.late_interest_relief_krw, 30 * 2'200 / 2);
  // Only days that bear interest count.
  c.circumstances.review_delay = Period{day("2025-02-01"), day("2025-02-20")};
  EXPECT_EQ(more(c).sum.late_interest_relief_krw, 2 * 2'200 / 2);
}

TEST(Correction, NoticesThatExcludeReliefAndThatDoNot) {
  const struct {
    std::string_view name;
    void (*set)(Circumstances&);
    std::int64_t relief;
  } cases[] = {
      {"possible error", [](Circumstances& c) { c.possible_error_notice_on = day("2025-08-20"); }, 30'000},
      {"audit", [](Circumstances& c) { c.audit_notice_on = day("2025-08-20"); }, 0},
      {"audit on the day of filing", [](Circumstances& c) { c.audit_notice_on = day("2025-09-01"); }, 0},
      {"audit after filing", [](Circumstances& c) { c.audit_notice_on = day("2025-09-02"); }, 30'000},
      {"audit begun without notice", [](Circumstances& c) { c.audit_known_on = day("2025-08-20"); }, 0},
      {"before assessment", [](Circumstances& c) { c.assessment_notice_on = day("2025-08-20"); }, 0},
  };
  for (const auto& test : cases) {
    auto c = short_of(1'000'000, "2025-09-01");
    test.set(c.circumstances);
    EXPECT_EQ(more(c).sum.penalty_relief_krw, test.relief) << test.name;
  }
  auto early = short_of(1'000'000, "2025-06-02");
  early.circumstances.audit_notice_on = day("2025-05-01");
  EXPECT_EQ(more(early).act, Act::supplementary_filing);
}

TEST(Correction, ANoticeBetweenDraftAndFilingIsNamedBeforeItCosts) {
  auto c = short_of(1'000'000, "2025-09-01");
  c.drafted_on = day("2025-08-28");
  c.circumstances.audit_notice_on = day("2025-08-29");
  EXPECT_EQ(refusal(c), "audit_notice_arrived_since_the_draft");
  c.circumstances.loss_of_relief_is_known = true;
  EXPECT_EQ(more(c).sum.penalty_relief_krw, 0);
  // Known when it was drafted, or without relief to lose: nothing has changed.
  c.circumstances.loss_of_relief_is_known = false;
  c.circumstances.audit_notice_on = day("2025-08-28");
  EXPECT_EQ(more(c).sum.penalty_relief_krw, 0);
  c.circumstances.audit_notice_on = day("2025-08-29");
  c.circumstances.fraud = true;
  EXPECT_EQ(more(c).sum.penalty_relief_krw, 0);
}

TEST(Correction, BeforePayment) {
  auto c = short_of(1'000'000, "2025-02-10");
  c.declaration.paid_on.reset();
  c.lines.push_back({"2", Tax::value_added_tax, 500'000, 400'000});
  const auto answer = quoted(c);
  ASSERT_TRUE(answer.quote);
  EXPECT_EQ(name(answer.quote->value.additional->act), "correction_before_payment");
  EXPECT_EQ(answer.quote->value.additional->due_krw(), 1'000'000);
  EXPECT_EQ(answer.quote->value.additional->pay_by, day("2025-02-18"));
  EXPECT_EQ(name(answer.quote->value.refund->act), "correction_before_payment");
  EXPECT_EQ(answer.quote->value.refund->sum.interest_krw, 0);
}

TEST(Correction, RefundsAndTheirInterest) {
  // 184 days to 3 November (two months to Saturday, moved to Monday): from 19 February.
  const auto claim = less(in_excess_by(1'000'000, "2025-09-01"));
  EXPECT_EQ(name(claim.act), "refund_claim");
  EXPECT_EQ(claim.reckoned_to, day("2025-11-03"));
  EXPECT_EQ(claim.sum.interest_krw, 22'240);       // 30 d at 3.5 %, 228 at 3.1 %
  EXPECT_EQ(claim.open_until, day("2030-02-06"));  // Lunar New Year from Sunday, 3 February 2030

  auto decided = in_excess_by(1'000'000, "2025-09-01");
  decided.refund_decided_on = day("2025-09-01");
  EXPECT_EQ(less(decided).sum.interest_krw, 16'890);
  decided.circumstances.imported_by_the_state = true;
  EXPECT_EQ(less(decided).sum.interest_krw, 0);
  decided.circumstances = {};
  decided.circumstances.provisional_price = true;
  EXPECT_EQ(name(less(decided).act), "final_price_settlement");
  EXPECT_EQ(less(decided).sum.interest_krw, 0);

  // Paid in parts: the last part first, then back.
  auto parts = in_excess_by(1'000'000, "2025-09-01");
  parts.refund_decided_on = day("2025-09-01");
  parts.declaration.payments = {{day("2025-08-18"), 400'000}, {day("2025-02-18"), 7'600'000}};
  EXPECT_EQ(less(parts).sum.interest_krw, 470 + 10'130);
}

TEST(Correction, WhenARefundIsTooLate) {
  EXPECT_EQ(name(less(in_excess_by(1'000'000, "2030-02-06")).act), "refund_claim");
  EXPECT_EQ(refusal(in_excess_by(1'000'000, "2030-02-07")), "refund_is_claimed_too_late");

  auto later = in_excess_by(1'000'000, "2030-05-02");
  later.circumstances.later_event_known_on = day("2030-03-01");
  EXPECT_EQ(name(less(later).act), "later_event_refund_claim");  // 1 May is Labour Day
  later.filed_on = day("2030-05-03");
  EXPECT_EQ(refusal(later), "refund_is_claimed_too_late");

  auto transfer = in_excess_by(1'000'000, "2030-05-31");
  transfer.circumstances.transfer_price_adjustment_known_on = day("2030-02-28");
  EXPECT_EQ(name(less(transfer).act), "transfer_price_refund_claim");
  transfer.filed_on = day("2030-06-03");
  EXPECT_EQ(refusal(transfer), "refund_is_claimed_too_late");
  // Long after knowing, but within five years.
  transfer.circumstances.transfer_price_adjustment_known_on = day("2025-06-02");
  transfer.filed_on = day("2029-06-04");
  EXPECT_EQ(name(less(transfer).act), "transfer_price_refund_claim");
}

TEST(Correction, LinesOfOneTaxAreSetOffTaxesAreNot) {
  auto c = short_of(1'000'000, "2025-09-01");
  c.lines.push_back({"2", Tax::customs_duty, 500'000, 100'000});
  c.lines.push_back({"2", Tax::education_tax, 300'000, 100'000});
  const auto answer = quoted(c);
  ASSERT_TRUE(answer.quote);
  const auto& quote = answer.quote->value;
  EXPECT_EQ(quote.additional->sum.tax_krw, 600'000);
  EXPECT_EQ(quote.additional->sum.penalty_krw, 60'000);
  EXPECT_EQ(quote.refund->sum.tax_krw, 200'000);
  EXPECT_EQ(name(quote.refund->act), "refund_claim");
}

TEST(Correction, OneSideMayBeClosedWhileTheOtherIsOpen) {
  auto c = short_of(1'000'000, "2025-09-01");
  c.lines.push_back({"2", Tax::education_tax, 300'000, 100'000});
  c.circumstances.appeal_pending_since = day("2025-08-01");
  const auto answer = quoted(c);
  ASSERT_TRUE(answer.quote);
  EXPECT_TRUE(answer.quote->value.additional);
  EXPECT_FALSE(answer.quote->value.refund);
  ASSERT_EQ(answer.quote->value.closed.size(), 1U);
  EXPECT_EQ(name(answer.quote->value.closed[0].refusal), "appeal_is_pending");
}

TEST(Correction, SmallAmounts) {
  const auto below = more(short_of(9'999, "2025-09-01"));
  EXPECT_EQ(below.sum.tax_krw, 9'990);
  EXPECT_FALSE(below.collected);
  EXPECT_EQ(below.due_krw(), 0);
  EXPECT_TRUE(more(short_of(10'000, "2025-09-01")).collected);
  // What is left after the relief is truncated: 1,230 less 30 % is 861, levied are 860.
  const auto odd = more(short_of(12'345, "2025-08-19"));
  EXPECT_EQ(odd.sum.tax_krw, 12'340);
  EXPECT_EQ(odd.sum.penalty_krw, 1'230);
  EXPECT_EQ(odd.sum.penalty_krw - odd.sum.penalty_relief_krw, 860);
}

TEST(Correction, RefusesWithTheFirstReasonInOrder) {
  const struct {
    std::string_view name;
    void (*set)(Case&);
    std::string_view refusal;
  } cases[] = {
      {"filed before it was declared", [](Case& c) { c.filed_on = day("2025-02-02"); }, "dates_are_out_of_order"},
      {"filed before it was paid", [](Case& c) { c.filed_on = day("2025-02-17"); }, "dates_are_out_of_order"},
      {"accepted before it was declared", [](Case& c) { c.declaration.accepted_on = day("2025-02-02"); },
       "dates_are_out_of_order"},
      {"paid before it was filed", [](Case& c) { c.paid_on = day("2025-08-31"); }, "dates_are_out_of_order"},
      {"drafted after it was filed", [](Case& c) { c.drafted_on = day("2025-09-02"); }, "dates_are_out_of_order"},
      {"dates before lines",
       [](Case& c) {
         c.drafted_on = day("2025-09-02");
         c.lines.push_back(c.lines[0]);
       },
       "dates_are_out_of_order"},
      {"the same line twice",
       [](Case& c) {
         c.lines.push_back({"1", Tax::customs_duty, 1, 2});
       },
       "line_is_corrected_twice"},
      {"another tax of the line",
       [](Case& c) {
         c.lines.push_back({"1", Tax::liquor_tax, 1, 2});
       },
       "quoted"},
      {"another correction is open", [](Case& c) { c.lines_under_correction = {"1"}; }, "line_has_an_open_correction"},
      {"another line has one", [](Case& c) { c.lines_under_correction = {"2"}; }, "quoted"},
      {"nothing differs", [](Case& c) { c.lines[0].correct_krw = c.lines[0].declared_krw; }, "nothing_is_corrected"},
      {"no lines", [](Case& c) { c.lines.clear(); }, "nothing_is_corrected"},
      {"undeclared with declared tax",
       [](Case& c) {
         c.declaration = {};
         c.declaration.imported_on = day("2025-02-03");
       },
       "undeclared_goods_have_no_declared_tax"},
      {"lines too large together",
       [](Case& c) {
         c.lines = {{"1", Tax::customs_duty, 0, largest_amount_krw}, {"2", Tax::customs_duty, 0, 1}};
       },
       "amount_is_too_large"},
      {"a year without holidays",
       [](Case& c) {
         c.filed_on = day("2041-02-03");
         c.circumstances.fraud = true;
         c.declaration.declared_on = c.declaration.accepted_on = c.declaration.paid_on = day("2040-11-05");
       },
       "calendar_does_not_reach_the_day"},
      {"appeal against a claim",
       [](Case& c) {
         c.lines[0].correct_krw = 7'000'000;
         c.circumstances.appeal_pending_since = day("2025-08-01");
       },
       "appeal_is_pending"},
      {"too late comes before appeal",
       [](Case& c) {
         c.lines[0].correct_krw = 7'000'000;
         c.circumstances.appeal_pending_since = day("2025-08-01");
         c.filed_on = day("2031-02-03");
       },
       "refund_is_claimed_too_late"},
      {"no rate so long ago",
       [](Case& c) {
         c.declaration.declared_on = c.declaration.accepted_on = c.declaration.paid_on = day("2014-11-03");
         c.filed_on = day("2014-12-30");
       },
       "no_rate_is_known_for_the_day"},
  };
  for (const auto& test : cases) {
    auto c = short_of(1'000'000, "2025-09-01");
    test.set(c);
    EXPECT_EQ(refusal(c), test.refusal) << test.name;
  }
}

TEST(Correction, EveryRefusalHasASentenceAndAWayOut) {
  const auto& messages = World::instance().messages;
  for (std::uint8_t number = 1; number <= 22; ++number) {
    const Refused refused{static_cast<Refusal>(number), "field", "value"};
    for (const auto& text : {refused.text(messages), refused.fix(messages)}) {
      EXPECT_FALSE(text.ko.empty());
      EXPECT_EQ(text.ko.find('{'), std::string::npos) << text.ko;
      EXPECT_EQ(text.en.find('{'), std::string::npos) << text.en;
    }
  }
}

TEST(Correction, EveryStepNamesASourceAndIsFinished) {
  auto c = short_of(1'000'000, "2025-09-01");
  c.lines.push_back({"1", Tax::value_added_tax, 1'000'000, 1'100'000});
  c.lines.push_back({"2", Tax::education_tax, 300'000, 100'000});
  c.circumstances.possible_error_notice_on = day("2025-08-20");
  c.circumstances.review_delay = Period{day("2025-07-01"), day("2025-07-31")};
  for (const bool noticed : {false, true}) {
    if (noticed) c.circumstances.assessment_notice_on = day("2025-08-25");
    const auto answer = quoted(c);
    ASSERT_TRUE(answer.quote);
    EXPECT_GT(answer.quote->steps.size(), 10U);
    for (const auto& step : answer.quote->steps) {
      EXPECT_NE(World::instance().law.find_source(step.cite), nullptr) << step.rule << ": " << step.cite;
      EXPECT_EQ(step.text.ko.find('{'), std::string::npos) << step.text.ko;
      EXPECT_EQ(step.text.en.find('{'), std::string::npos) << step.text.en;
    }
  }
}

TEST(Correction, TheComparisonOfANotice) {
  const auto& quoter = World::instance().quoter;
  const auto costs = quoter.compare(short_of(1'000'000, "2025-03-03"));
  const struct {
    std::string_view on, act;
    std::int64_t due;
  } expected[] = {
      {"2025-03-03", "supplementary_filing", 1'001'240},  // 13 d at 3.5 %
      {"2025-08-19", "amended_filing", 1'110'040},         {"2026-02-20", "amended_filing", 1'160'740},  // 367 d
      {"2026-08-19", "amended_filing", 1'210'340},                                                       // 547 d - 10 %
      {"2027-02-19", "amended_filing", 1'260'820},                                                       // 731 d
      {"2027-02-19", "assessment_after_audit", 1'260'820},
  };
  ASSERT_EQ(costs.size(), std::size(expected));
  for (std::size_t i = 0; i < costs.size(); ++i) {
    EXPECT_EQ(costs[i].on.text(), expected[i].on);
    EXPECT_EQ(name(costs[i].act), expected[i].act);
    EXPECT_EQ(costs[i].due_krw, expected[i].due) << expected[i].on;
    EXPECT_EQ(costs[i].more_than_now_krw, costs[i].due_krw - costs[0].due_krw);
    EXPECT_EQ(costs[i].less_than_audit_krw, costs.back().due_krw - costs[i].due_krw);
  }
  // A ruling takes the whole penalty off; after its two months the step of that day is left.
  auto ruled = short_of(1'000'000, "2025-12-01");
  ruled.circumstances.valuation_ruling_notified_on = day("2025-11-03");
  const auto with_ruling = quoter.compare(ruled);
  ASSERT_GE(with_ruling.size(), 3U);
  EXPECT_EQ(with_ruling[0].sum.penalty_relief_krw, 100'000);
  EXPECT_EQ(with_ruling[1].on, day("2026-01-06"));
  EXPECT_EQ(with_ruling[1].sum.penalty_relief_krw, 30'000);
  EXPECT_EQ(with_ruling[2].on, day("2026-02-20"));
  // After a notice there is no step of relief left to lose.
  auto noticed = short_of(1'000'000, "2025-09-01");
  noticed.circumstances.audit_notice_on = day("2025-08-25");
  noticed.audit_found_on = day("2025-10-01");
  const auto after = quoter.compare(noticed);
  ASSERT_EQ(after.size(), 2U);
  EXPECT_EQ(after[1].on, day("2025-10-01"));
  EXPECT_TRUE(quoter.compare(in_excess_by(1'000'000, "2025-09-01")).empty());
}

}  // namespace
}  // namespace clearway::correction
