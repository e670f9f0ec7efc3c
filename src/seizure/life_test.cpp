// A case from proposal to distribution: who may do what when, and what is refused.

#include "seizure/life.h"

#include <rapidcheck.h>

#include "seizure/case_json.h"
#include "seizure/fixture_test.h"
#include "seizure/protection.h"

namespace clearway::seizure {
namespace {

using A = Action;
using S = State;

Given because(std::string text) {
  Given given;
  given.text = std::move(text);
  return given;
}
Given release(std::string ground, bool committee = false) {
  auto given = because("see the file");
  given.ground = std::move(ground);
  given.committee = committee;
  return given;
}
Given as(std::string who) {
  Given given;
  given.by = std::move(who);
  return given;
}
Given hand_over(std::string from, std::string to, const std::string& when) {
  Given given;
  given.item_id = "1";
  given.hand_over = {at(when), std::move(from), std::move(to), "customs store", "to the store", "receipt-1"};
  return given;
}

TEST(Life, FromProposalToDistribution) {
  const auto price = paid();
  const auto statement = after(price, A::draw_up, "2026-08-05", drawn(price, "2026-08-28"));
  const auto distributed = after(statement, A::approve, "2026-08-28");
  const struct {
    std::string_view what;
    Case subject;
    State state;
    std::string_view clock;
  } cases[] = {
      {"proposed", proposed(), S::proposed, ""},
      {"approved by a second person", approved(), S::approved, ""},
      {"seized: a sale within a year", seized(), S::seized, "2027-07-06"},
      {"valued, still seized", valued(), S::seized, "2027-07-06"},
      {"announced with the second person's approval", on_sale(), S::on_sale, "2026-07-24"},
      {"decided: the price within seven days", sold(), S::sold, "2026-08-03"},
      {"paid: distribution within thirty days", price, S::proceeds_in, "2026-09-02"},
      {"drawn up", statement, S::statement_drawn, "2026-08-28"},
      {"distributed", distributed, S::distributed, ""},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(c.subject.state, c.state) << c.what;
    EXPECT_EQ(c.subject.clock_ends ? c.subject.clock_ends->text() : "", c.clock) << c.what;
    EXPECT_EQ(from_json(to_json(c.subject)).value(), c.subject) << c.what;
  }
  EXPECT_EQ(distributed.statement->arrears_left_krw, 0);
  EXPECT_EQ(distributed.statement->surplus_krw, 45'000'000 - 1'200'000 - 30'000'000);
}

TEST(Life, WhatIsRefusedIsNamed) {
  Verdict lacking;
  lacking.missing = {{{"독촉장이 송달되지 않음", "the demand was not served"}, "tax-collection-act-31-1"}};
  auto without_demand = with_items({item("1", 1)});
  without_demand.verdict = lacking;
  auto no_photograph = with_items({item("1", 1)});
  no_photograph.items[0].photographs.clear();
  auto exempt = with_items({item("1", 1)});
  exempt.exempt = {"tools_of_work"};
  auto indivisible = with_items({item("1", 90'000'000), item("2", 80'000'000)});
  for (auto& one : indivisible.items) one.indivisible = true;
  auto paid_off = with_items({item("1", 1)});
  paid_off.debts = std::vector<Debt>{debt(0, 0)};
  auto barred = bid("the debtor's name", 41'000'000);
  barred.relation = Relation::debtor;
  const auto one_bid = after(on_sale(), A::enter_bid, "2026-07-21", bid("Yesi Goods", 41'000'000));
  const auto price = paid();
  const auto statement = after(price, A::draw_up, "2026-08-05", drawn(price, "2026-08-28"));
  const struct {
    std::string_view what;
    Case subject;
    Action action;
    std::string_view on;
    Given given;
    std::string_view refusal;
  } cases[] = {
      {"a seizure entered after release", after(seized(), A::release, "2026-07-08", release("paid")), A::seize,
       "2026-07-09", with_items({item("1", 1)}), "case_is_closed"},
      {"seized before it was approved", proposed(), A::seize, "2026-07-06", with_items({item("1", 1)}),
       "action_does_not_fit_the_state"},
      {"the proposer approves", proposed(), A::approve, "2026-07-02", as("officer"), "approver_is_the_proposer"},
      {"the proposer of the sale approves it", after(valued(), A::propose_sale, "2026-07-13", auction("2026-07-24")),
       A::approve, "2026-07-14", as("officer"), "approver_is_the_proposer"},
      {"who drew the statement approves it", statement, A::approve, "2026-08-28", as("officer"),
       "approver_is_the_proposer"},
      {"no demand was served", approved(), A::seize, "2026-07-06", without_demand, "precondition_is_missing"},
      {"not approved, without a reason", proposed(), A::refuse, "2026-07-02", {}, "text_is_missing"},
      {"paid meanwhile", approved(), A::seize, "2026-07-06", paid_off, "nothing_is_owed"},
      {"no items", approved(), A::seize, "2026-07-06", with_items({}), "items_are_missing"},
      {"the same number twice", approved(), A::seize, "2026-07-06", with_items({item("1", 1), item("1", 1)}),
       "item_stands_twice"},
      {"taken without a photograph", approved(), A::seize, "2026-07-06", no_photograph, "item_lacks_a_photograph"},
      {"tools of work", approved(), A::seize, "2026-07-06", exempt, "item_is_exempt"},
      {"more than the debt needs", approved(), A::seize, "2026-07-06",
       with_items({item("1", 30'000'000), item("2", 15'000'000)}), "more_is_seized_than_needed"},
      {"more, but nothing can be divided", approved(), A::seize, "2026-07-06", indivisible, "taken"},
      {"handed over by somebody who does not hold it", seized(), A::hand_over, "2026-07-07",
       hand_over("a stranger", "store keeper", "2026-07-07T01:00"), "custody_has_a_gap"},
      {"handed over before it was seized", seized(), A::hand_over, "2026-07-07",
       hand_over("officer", "store keeper", "2026-07-06T01:00"), "hand_over_is_before_the_last"},
      {"the value of one item is missing", seized(), A::value, "2026-07-10",
       [] {
         auto given = values(1, 1);
         given.items.pop_back();
         return given;
       }(),
       "value_is_missing"},
      {"sold without a valuation", seized(), A::propose_sale, "2026-07-13", auction("2026-07-24"), "value_is_missing"},
      {"a notice of nine days", valued(), A::propose_sale, "2026-07-13", auction("2026-07-22"), "notice_is_too_short"},
      {"a mortgage of no date", valued(), A::enter_claim, "2026-07-11",
       [] {
         Given claim;
         claim.claim = mortgage("bank", "2026-01-05", 40'000'000);
         claim.claim.date.reset();
         return claim;
       }(),
       "claim_date_is_missing"},
      {"a mortgage eats the value",
       [] {
         Given claim;
         claim.claim = mortgage("bank", "2026-01-05", 40'000'000);
         return after(valued(), A::enter_claim, "2026-07-11", claim);
       }(),
       A::propose_sale, "2026-07-13", auction("2026-07-24"), "nothing_would_be_left"},
      {"a private contract of what is worth more", valued(), A::propose_sale, "2026-07-13",
       [] {
         Given given;
         given.method = Method::private_contract;
         given.ground = "small_value";
         given.quotes = {1, 2};
         return given;
       }(),
       "private_contract_is_not_open"},
      {"a bid after the opening day", on_sale(), A::enter_bid, "2026-07-25", bid("Yesi Goods", 41'000'000),
       "bids_are_not_open"},
      {"the debtor bids", on_sale(), A::enter_bid, "2026-07-21", barred, "bidder_is_barred"},
      {"bids twice", one_bid, A::enter_bid, "2026-07-22", bid("Yesi Goods", 42'000'000), "bidder_bids_twice"},
      {"below the reserve", on_sale(), A::enter_bid, "2026-07-21", bid("Yesi Goods", 39'999'999),
       "bid_is_below_the_reserve"},
      {"a deposit of less than a tenth", on_sale(), A::enter_bid, "2026-07-21",
       bid("Yesi Goods", 41'000'000, 3'999'999), "deposit_is_too_small"},
      {"opened early", one_bid, A::open_bids, "2026-07-23", {}, "bids_are_still_open"},
      {"equal bids without a draw",
       after(one_bid, A::enter_bid, "2026-07-22", bid("Gyeonbon Mart", 41'000'000)),
       A::open_bids,
       "2026-07-24",
       {},
       "tie_needs_a_draw"},
      {"decided on the eighth business day",
       after(one_bid, A::open_bids, "2026-07-24"),
       A::award,
       "2026-08-05",
       {},
       "decision_is_late"},
      {"a price that is not the one decided", sold(), A::receive_price, "2026-08-03",
       [] {
         Given given;
         given.amount_krw = 44'000'000;
         return given;
       }(),
       "price_is_not_the_one_decided"},
      {"the price a day late", sold(), A::receive_price, "2026-08-04",
       [] {
         Given given;
         given.amount_krw = 45'000'000;
         return given;
       }(),
       "price_is_late"},
      {"demanded before it is due", sold(), A::demand_price, "2026-08-03", {}, "price_is_still_awaited"},
      {"cancelled without a demand", sold(), A::lapse_award, "2026-08-10", because("not paid"),
       "price_is_still_awaited"},
      {"goods are not collected", seized(), A::collect, "2026-07-10", {}, "asset_is_sold_not_collected"},
      {"distribution after more than sixty days", price, A::draw_up, "2026-08-05", drawn(price, "2026-10-08"),
       "day_of_distribution_is_late"},
      {"released without surplus, no committee", seized(), A::release, "2026-07-08", release("no_surplus"),
       "committee_is_missing"},
      {"released with the committee", seized(), A::release, "2026-07-08", release("no_surplus", true), "taken"},
      {"dated back", valued(), A::propose_sale, "2026-07-13",
       [] {
         auto given = auction("2026-07-24");
         given.day = day("2026-07-09");
         return given;
       }(),
       "day_is_before_the_last_step"},
  };
  for (const auto& c : cases) EXPECT_EQ(refusal(c.subject, c.action, c.on, c.given), c.refusal) << c.what;
  for (std::size_t i = 0; i <= static_cast<std::size_t>(Refusal::calendar_does_not_reach_the_day); ++i) {
    const Refused refused{static_cast<Refusal>(i), "f", "v", "e"};
    EXPECT_FALSE(refused.text(World::instance().messages).en.empty());
    EXPECT_FALSE(refused.fix(World::instance().messages).ko.empty());
  }
}

TEST(Life, TheReservePriceComesDownByTenthsToHalfAndThenIsValuedAnew) {
  auto subject = on_sale();
  auto today = day("2026-07-24");
  for (const auto reserve : {36'000'000, 32'000'000, 28'000'000, 24'000'000, 20'000'000}) {
    subject = after(subject, A::open_bids, today.text());
    EXPECT_EQ(subject.state, S::unsold);
    subject = after(subject, A::propose_sale, today.text(), auction(today.plus_days(5).text()));
    EXPECT_EQ(subject.sale->rounds.back().reserve_krw, reserve);
    subject = after(subject, A::approve, today.text());
    today = today.plus_days(5);
  }
  subject = after(subject, A::open_bids, today.text());
  EXPECT_EQ(refusal(subject, A::propose_sale, today.text(), auction(today.plus_days(5).text())), "reserve_is_used_up");
  auto contract = bid("Yesi Goods", 0);
  contract.method = Method::private_contract;
  contract.ground = "unsold_rounds";
  contract.quotes = {19'000'000, 21'000'000};
  EXPECT_EQ(after(subject, A::propose_sale, today.text(), contract).sale->award->price_krw, 21'000'000);
  const auto anew = after(subject, A::value, today.text(), values(15'000'000, 5'000'000));
  EXPECT_EQ(anew.state, S::seized);
  EXPECT_FALSE(anew.sale);
}

TEST(Life, AWinnerWhoDoesNotPayLosesTheDepositAndTheSecondMayBuy) {
  auto subject = after(sold(), A::demand_price, "2026-08-04");
  EXPECT_EQ(subject.sale->award->pay_by, day("2026-08-14"));
  EXPECT_EQ(refusal(subject, A::lapse_award, "2026-08-14", because("not paid")), "price_is_still_awaited");
  subject = after(subject, A::lapse_award, "2026-08-18", because("not paid"));
  EXPECT_EQ(subject.forfeited_krw, 4'000'000);
  EXPECT_EQ(subject.clock_ends, day("2026-08-21")) << "three business days";
  EXPECT_EQ(refusal(subject, A::award, "2026-08-24"), "decision_is_late");
  subject = after(subject, A::award, "2026-08-20");
  EXPECT_EQ(subject.sale->award->buyer, "Yesi Goods");
  EXPECT_EQ(subject.sale->award->price_krw, 41'000'000) << "not below the first price less its deposit";
}

TEST(Life, AContractWhosePriceIsNotPaidLeavesThePropertyToBeSoldAgain) {
  auto contract = bid("Yesi Goods", 0);
  contract.method = Method::private_contract;
  contract.ground = "perishable";
  contract.quotes = {39'000'000, 41'000'000};
  const auto lapsed = [&](Case subject, std::string_view on) {
    subject = after(subject, A::propose_sale, on, contract);
    subject = after(subject, A::approve, on);
    subject = after(subject, A::demand_price, day(on).plus_days(20).text());
    return after(subject, A::lapse_award, day(on).plus_days(40).text(), because("not paid"));
  };
  const auto seized = lapsed(valued(), "2026-07-13");
  EXPECT_EQ(seized.state, S::seized) << "no round stands behind it";
  EXPECT_FALSE(seized.sale);
  EXPECT_EQ(refusal(seized, A::award, "2026-08-24"), "action_does_not_fit_the_state");
  const auto again =
      after(after(seized, A::propose_sale, "2026-08-24", auction("2026-09-03")), A::approve, "2026-08-25");
  EXPECT_EQ(again.state, S::on_sale);
  const auto unsold = lapsed(after(on_sale(), A::open_bids, "2026-07-24"), "2026-07-27");
  EXPECT_EQ(unsold.state, S::unsold);
  EXPECT_FALSE(unsold.clock_ends) << "nobody is left to decide for";
  EXPECT_EQ(refusal(unsold, A::award, "2026-09-07"), "action_does_not_fit_the_state");
  const auto next =
      after(after(unsold, A::propose_sale, "2026-09-07", auction("2026-09-17")), A::approve, "2026-09-08");
  EXPECT_EQ(next.state, S::on_sale);
  EXPECT_EQ(next.sale->rounds.back().reserve_krw, 36'000'000) << "one round brought no buyer";
}

TEST(Life, TheChainOfCustodyHasNoGap) {
  auto subject = after(seized(), A::hand_over, "2026-07-07", hand_over("officer", "store keeper", "2026-07-07T01:00"));
  subject = after(subject, A::hand_over, "2026-07-09", hand_over("store keeper", "valuer", "2026-07-08T01:00"));
  const auto& custody = subject.items[0].custody;
  ASSERT_EQ(custody.size(), 3U);
  EXPECT_EQ(custody[0].to, "officer") << "who seized it";
  for (std::size_t i = 1; i < custody.size(); ++i) EXPECT_EQ(custody[i].from, custody[i - 1].to);
  EXPECT_EQ(subject.items[0].place, "customs store");
  EXPECT_EQ(refusal(subject, A::hand_over, "2026-07-09", hand_over("officer", "store keeper", "2026-07-09T00:00")),
            "custody_has_a_gap");
}

TEST(Life, WhateverIsTriedNoSaleStandsWithoutApprovalAndNoMoneyWithoutASale) {
  EXPECT_TRUE(rc::check("random steps keep the order of the law", [] {
    auto subject = proposed();
    auto today = day("2026-07-01");
    bool approved = false, sale_approved = false;
    for (int i = 0; i < 40; ++i) {
      today = today.plus_days(*rc::gen::inRange(0, 6));
      const auto action = static_cast<Action>(*rc::gen::inRange(0, 16));
      Given given;
      given.by = *rc::gen::element<std::string>("officer", "supervisor");
      given.text = "x";
      given.ground = *rc::gen::element<std::string>("paid", "perishable");
      given.at = at(today.text() + "T01:00");
      given.items = {item("1", 20'000'000), item("2", 15'000'000)};
      given.items[0].value_krw = 20'000'000;
      given.items[1].value_krw = 15'000'000;
      given.opens_on = today.plus_days(10);
      given.method = *rc::gen::element(Method::auction, Method::private_contract);
      given.quotes = {39'000'000, 40'000'000};
      given.bid = {"b" + std::to_string(i), 40'000'000, 4'000'000, {}, false};
      given.amount_krw = subject.sale && subject.sale->award ? subject.sale->award->price_krw : 1;
      if (action == A::draw_up) given.statement = drawn(subject, today.plus_days(5).text()).statement;
      const auto state = subject.state;
      const auto left = take(World::instance().law, World::instance().calendar, subject, action, given, today);
      if (!std::holds_alternative<Case>(left)) continue;
      subject = std::get<Case>(left);
      if (action == A::approve) {
        RC_ASSERT(given.by != subject.proposed_by);
        approved |= state == S::proposed;
        sale_approved |= state == S::sale_proposed;
      }
      if (subject.state >= S::seized && subject.state <= S::distributed) RC_ASSERT(approved);
      if (subject.state == S::on_sale || subject.state == S::sold) RC_ASSERT(sale_approved);
      if (subject.proceeds_krw > 0) RC_ASSERT(sale_approved && subject.sale.has_value());
      RC_ASSERT(from_json(to_json(subject)).value() == subject);
    }
  }));
}

TEST(Protection, WhatMayNotBeSeized) {
  const struct {
    std::string_view what;
    AssetKind kind;
    MoneyFacts facts;
    std::string_view on;
    std::int64_t exempt;
  } cases[] = {
      {"pay below the least", AssetKind::salary, {2'000'000, "", false}, "2026-07-01", 2'000'000},
      {"half is below the least", AssetKind::salary, {4'000'000, "", false}, "2026-07-01", 2'500'000},
      {"half of it", AssetKind::salary, {5'500'000, "", false}, "2026-07-01", 2'750'000},
      {"at the upper base", AssetKind::salary, {6'000'000, "", false}, "2026-07-01", 3'000'000},
      {"above it half of the excess", AssetKind::salary, {10'000'000, "", false}, "2026-07-01", 4'000'000},
      {"what cannot be halved stays with the debtor",
       AssetKind::salary,
       {5'000'001, "", false},
       "2026-07-01",
       2'500'001},
      {"the least before it was raised", AssetKind::salary, {2'000'000, "", false}, "2024-02-28", 1'850'000},
      {"small deposits", AssetKind::deposit, {2'499'999, "", false}, "2026-07-01", 2'499'999},
      {"deposits that reach the sum", AssetKind::deposit, {2'500'000, "", false}, "2026-07-01", 0},
      {"a livelihood account", AssetKind::deposit, {9'000'000, "", true}, "2026-07-01", 9'000'000},
      {"a death benefit", AssetKind::insurance, {40'000'000, "death", false}, "2026-07-01", 15'000'000},
      {"a surrender value", AssetKind::insurance, {2'000'000, "surrender", false}, "2026-07-01", 2'000'000},
      {"a trade receivable", AssetKind::claim, {1'000'000, "", false}, "2026-07-01", 0},
  };
  for (const auto& c : cases) {
    const auto found = seizable(World::instance().law, World::instance().messages, c.kind, c.facts, day(c.on));
    EXPECT_EQ(found.value.exempt_krw, c.exempt) << c.what;
    EXPECT_EQ(found.value.seizable_krw + found.value.exempt_krw, c.facts.amount_krw) << c.what;
    EXPECT_EQ(found.steps.empty(), c.kind == AssetKind::claim) << c.what;
  }
  for (std::size_t i = 0; i < asset_names.size(); ++i) {
    EXPECT_FALSE(how_seized(World::instance().law, static_cast<AssetKind>(i), day("2026-07-01")).cite.empty());
  }
}

TEST(Records, AnInterviewIsSignedByBothAndASearchHasAWitness) {
  const auto now = at("2026-07-08T06:00");
  FieldRecord record;
  record.record_id = "record-1";
  record.kind = RecordKind::interview;
  record.made_at = at("2026-07-08T02:00");
  record.outcome = "promised_to_pay";
  const Signature officer{"officer", "Kim Yesi", "as it was said", at("2026-07-08T02:30"), "", ""};
  const Signature declined{"debtor", "", "", at("2026-07-08T02:31"), "", "wants to ask a lawyer first"};
  EXPECT_EQ(record_problem(record, now)->second, "officer_is_missing");
  record.signatures = {officer};
  EXPECT_EQ(record_problem(record, now)->second, "debtor_is_missing");
  record.signatures = {officer, declined};
  EXPECT_FALSE(record_problem(record, now));
  record.kind = RecordKind::search;
  EXPECT_EQ(record_problem(record, now)->second, "witness_is_missing");
  record.kind = RecordKind::visit;
  record.signatures[0].at = at("2026-07-08T01:00");
  EXPECT_EQ(record_problem(record, now)->second, "time_does_not_fit");
  record.made_at = at("2026-07-09T02:00");
  EXPECT_EQ(record_problem(record, now)->second, "is_in_the_future");
}

TEST(Records, ARecordThatComesAfterTheEndIsTakenWhereItWasMadeBefore) {
  const auto released = after(seized(), A::release, "2026-07-08", release("paid"));
  FieldRecord record;
  record.made_at = at("2026-07-08T02:00");
  EXPECT_EQ(std::get<Case>(add_record(released, record, day("2026-07-10"))).records.size(), 1U);
  record.made_at = at("2026-07-09T02:00");
  EXPECT_EQ(std::get<Refused>(add_record(released, record, day("2026-07-10"))).refusal, Refusal::case_is_closed);
}

}  // namespace
}  // namespace clearway::seizure
