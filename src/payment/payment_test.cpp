#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <fstream>
#include <set>

#include "ledger/book.h"
#include "payment/appropriation.h"
#include "payment/confirmation.h"
#include "payment/matching.h"
#include "payment/order.h"
#include "payment/policy.h"
#include "payment/refund.h"

namespace clearway::payment {
namespace {

const std::string source = CLEARWAY_SOURCE_DIR;
const ledger::Chart& chart() {
  static const auto the = ledger::Chart::load(source + "/policy").value();
  return the;
}
const Policy& policy() {
  static const auto the = Policy::load(source + "/policy").value();
  return the;
}
const law::Law& the_law() {
  static const auto the = law::Law::load(source + "/law").value();
  return the;
}
const Messages& messages() {
  static const auto the = Messages::load(source + "/messages").value();
  return the;
}
Date day(const char* text) { return Date::parse(text).value(); }

std::string file(const std::string& name) {
  std::ifstream in(source + "/src/payment/cases/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Order sample_order() {
  Order order;
  order.order_id = "O-1";
  order.party_id = "B2208162517";
  order.matter_id = "N-1";
  order.account_number = "79012000000014";
  order.issued_on = day("2026-03-02");
  order.due = day("2026-03-17");
  order.charges = {{"customs_duty", 60'000}, {"value_added_tax", 40'000}};
  order.total_krw = 100'000;
  return order;
}

Confirmation paid(std::int64_t amount, const char* on = "2026-03-10") {
  Confirmation one;
  one.reference = "S-1";
  one.account_number = "79012000000014";
  one.amount_krw = amount;
  one.value_date = one.booked_on = day(on);
  return one;
}

Situation meets(Order order, std::vector<ChargeAmount> owed) {
  Situation situation;
  situation.order = std::move(order);
  situation.matter_from = day("2026-03-02");
  situation.owed = std::move(owed);
  return situation;
}

std::int64_t entered(const ledger::Draft& draft, const std::string& account) {
  std::int64_t sum = 0;
  for (const auto& entry : draft.entries) {
    if (entry.account == account) sum += entry.debit();
  }
  return sum;
}

// --- virtual account numbers
// -------------------------------------------------------------------------------------------------

TEST(NumberTest, EveryWrongDigitOfAnAccountNumberShows) {
  const auto& pattern = policy().number_pattern(day("2026-03-02"));
  const auto number = pattern.number(1).value();
  EXPECT_TRUE(policy().is_well_formed(number));
  for (std::size_t i = 0; i < number.size(); ++i) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      auto wrong = number;
      wrong[i] = digit;
      EXPECT_EQ(policy().is_well_formed(wrong), wrong == number) << wrong;
    }
  }
  EXPECT_FALSE(policy().is_well_formed(number + "0"));
  EXPECT_FALSE(policy().is_well_formed(""));
  EXPECT_FALSE(pattern.number(100'000'000).has_value()) << "eight digits are used up";
  std::set<std::string> numbers;
  for (int serial = 0; serial < 1'000; ++serial) numbers.insert(pattern.number(serial).value());
  EXPECT_EQ(numbers.size(), 1'000U);
}

TEST(PolicyTest, AWrongPolicyIsRefusedWithItsLine) {
  const std::string numbers =
      "virtual_account: {2026-01-01: {prefix: '7', serial_digits: 4, weights: [WEIGHTS], modulus: "
      "10, grade: design, cite: product-design}}\n";
  const std::string rest =
      "appropriation: {2026-01-01: {order: [ORDER], grade: design, cite: product-design}}\n"
      "bank_file: {most_bytes: 100}\n";
  const auto read = [&](const std::string& weights, const std::string& order) {
    auto text = numbers + rest;
    text.replace(text.find("WEIGHTS"), 7, weights);
    text.replace(text.find("ORDER"), 5, order);
    const auto parsed = Policy::parse(text);
    return parsed ? std::string("read") : parsed.error().detail;
  };
  EXPECT_EQ(read("7, 3, 1", "oldest_due"), "read");
  EXPECT_NE(read("7, 5, 1", "oldest_due").find("weight 5 shares a factor"), std::string::npos);
  EXPECT_NE(read("7", "nearest").find("payment.yaml:2: appropriation: 'nearest'"), std::string::npos);
  EXPECT_NE(Policy::parse(rest).error().detail.find("virtual_account: is missing"), std::string::npos);
}

// --- orders
// -----------------------------------------------------------------------------------------------------------------

TEST(OrderTest, TheStateFollowsFromPaymentsAndTheDate) {
  struct Case {
    Standing standing;
    std::int64_t paid;
    const char* on;
    OrderState state;
  };
  for (const auto& one : {Case{Standing::open, 0, "2026-03-17", OrderState::open},
                          Case{Standing::open, 0, "2026-03-18", OrderState::expired},
                          Case{Standing::open, 1, "2026-03-17", OrderState::part_paid},
                          Case{Standing::open, 1, "2026-03-18", OrderState::expired},
                          Case{Standing::open, 100'000, "2026-12-31", OrderState::paid},
                          Case{Standing::cancelled, 0, "2026-03-10", OrderState::cancelled},
                          Case{Standing::closed, 100'000, "2026-03-10", OrderState::closed}}) {
    auto order = sample_order();
    order.standing = one.standing;
    order.paid_krw = one.paid;
    EXPECT_EQ(name(state_on(order, day(one.on))), name(one.state)) << one.on;
  }
}

TEST(OrderTest, OrdersThatCannotBeIssuedAreRefusedByName) {
  struct Case {
    OrderRefusal refusal;
    std::function<void(Order&)> spoil;
  };
  const std::vector<Case> cases = {
      {OrderRefusal::order_has_no_amount, [](Order& o) { o.charges.clear(); }},
      {OrderRefusal::charge_is_unknown, [](Order& o) { o.charges[0].charge = "salt_tax"; }},
      {OrderRefusal::charge_stands_twice, [](Order& o) { o.charges[1].charge = "customs_duty"; }},
      {OrderRefusal::amount_is_not_positive, [](Order& o) { o.charges[1].amount_krw = 0; }},
      {OrderRefusal::total_exceeds_the_range, [](Order& o) { o.charges[1].amount_krw = INT64_MAX; }},
      {OrderRefusal::due_before_it_is_issued, [](Order& o) { o.due = day("2026-03-01"); }},
  };
  for (const auto& one : cases) {
    auto order = sample_order();
    one.spoil(order);
    const auto refusal = refusal_to_issue(chart(), order);
    ASSERT_TRUE(refusal) << name(one.refusal);
    EXPECT_EQ(name(*refusal), name(one.refusal));
  }
  auto order = sample_order();
  order.total_krw = 0;
  EXPECT_FALSE(refusal_to_issue(chart(), order));
  EXPECT_EQ(order.total_krw, 100'000);
  order.paid_krw = 5;
  EXPECT_EQ(refusal_to_set(order, Standing::cancelled), OrderRefusal::order_has_been_paid);
  EXPECT_FALSE(refusal_to_set(order, Standing::closed));
  order.standing = Standing::closed;
  EXPECT_EQ(refusal_to_set(order, Standing::cancelled), OrderRefusal::order_is_not_open);
}

TEST(OrderTest, WhatIsUnpaidAfterTheDueDateBecomesADebt) {
  auto order = sample_order();
  order.paid_krw = 70'000;
  const std::vector<ChargeAmount> owed = {{"value_added_tax", 30'000}, {"penalty", 900}};
  EXPECT_FALSE(overdue_on(order, owed, day("2026-03-17")));
  const auto overdue = overdue_on(order, owed, day("2026-03-18"));
  ASSERT_TRUE(overdue);
  EXPECT_EQ(overdue->unpaid_krw, 30'000);
  EXPECT_EQ(overdue->unpaid, (std::vector<ChargeAmount>{{"value_added_tax", 30'000}}));
  EXPECT_FALSE(overdue_on(order, {}, day("2026-03-18"))) << "nothing is owed any more";
}

// --- appropriation
// ------------------------------------------------------------------------------------------------------

TEST(AppropriationTest, CostsThenTaxThenPenalty) {
  const std::vector<ChargeAmount> owed = {
      {"penalty", 500}, {"value_added_tax", 400}, {"customs_duty", 600}, {"enforcement_costs", 100}};
  EXPECT_EQ(appropriate(chart(), 50, owed), (std::vector<ChargeAmount>{{"enforcement_costs", 50}}));
  EXPECT_EQ(appropriate(chart(), 800, owed),
            (std::vector<ChargeAmount>{{"enforcement_costs", 100}, {"customs_duty", 600}, {"value_added_tax", 100}}));
  EXPECT_EQ(sum_of(appropriate(chart(), 9'999, owed)), 1'600);
}

TEST(AppropriationTest, AmongSeveralMattersThePayersChoiceThenTheOthersByPolicy) {
  std::vector<Candidate> matters(5);
  matters[0] = {"a", day("2026-03-01"), std::nullopt, false, false};
  matters[1] = {"b", day("2026-02-01"), std::nullopt, false, false};
  matters[2] = {"c", day("2026-05-01"), day("2027-01-01"), false, false};
  matters[3] = {"d", day("2026-06-01"), std::nullopt, true, false};
  matters[4] = {"e", day("2026-07-01"), std::nullopt, false, true};
  std::string order;
  for (const auto& one : in_order_of_payment(policy().preference(day("2026-03-02")), matters)) order += one.matter_id;
  EXPECT_EQ(order, "edcba");
}

// --- matching
// -----------------------------------------------------------------------------------------------------------

TEST(MatchingTest, EachOutcomePostsEveryWon) {
  const std::vector<ChargeAmount> all = {{"customs_duty", 60'000}, {"value_added_tax", 40'000}};
  struct Case {
    const char* name;
    Outcome outcome;
    std::int64_t amount, for_order, overpaid, unallocated;
    const char* ground;
    std::function<void(Situation&, Confirmation&)> change;
  };
  const auto nothing = [](Situation&, Confirmation&) {};
  const std::vector<Case> cases = {
      {"to the won", Outcome::exact, 100'000, 100'000, 0, 0, "", nothing},
      {"less", Outcome::part_payment, 99'999, 99'999, 0, 0, "", nothing},
      {"more", Outcome::over_payment, 100'500, 100'000, 500, 0, "over_payment", nothing},
      {"twice", Outcome::double_payment, 100'000, 0, 100'000, 0, "double_payment",
       [](Situation& s, Confirmation&) { s.order->paid_krw = 100'000, s.owed.clear(); }},
      {"the rest of it", Outcome::exact, 30'000, 30'000, 0, 0, "",
       [](Situation& s, Confirmation&) {
         s.order->paid_krw = 70'000, s.owed = {{"value_added_tax", 30'000}};
       }},
      {"reduced meanwhile", Outcome::over_payment, 100'000, 60'000, 40'000, 0, "over_payment",
       [](Situation& s, Confirmation&) {
         s.owed = {{"customs_duty", 60'000}};
       }},
      {"closed", Outcome::closed_order, 100'000, 0, 0, 100'000, "closed_order",
       [](Situation& s, Confirmation&) { s.order->standing = Standing::closed; }},
      {"cancelled", Outcome::closed_order, 5, 0, 0, 5, "closed_order",
       [](Situation& s, Confirmation&) { s.order->standing = Standing::cancelled; }},
      {"dated before the debt", Outcome::dated_before_the_matter, 100'000, 0, 0, 100'000, "dated_before_the_matter",
       [](Situation&, Confirmation& c) { c.value_date = day("2026-03-01"); }},
      {"unknown number", Outcome::unknown_account, 7'000, 0, 0, 7'000, "",
       [](Situation& s, Confirmation&) { s.order.reset(); }},
      {"no such number", Outcome::wrong_account_number, 7'000, 0, 0, 7'000, "",
       [](Situation& s, Confirmation&) { s.order.reset(), s.number_is_well_formed = false; }},
  };
  for (const auto& one : cases) {
    auto situation = meets(sample_order(), all);
    auto confirmation = paid(one.amount);
    one.change(situation, confirmation);
    const auto matched = match(chart(), messages(), confirmation, situation);
    EXPECT_EQ(name(matched.value.outcome), name(one.outcome)) << one.name;
    EXPECT_EQ(matched.value.order_krw, one.for_order) << one.name;
    ASSERT_EQ(matched.value.drafts.size(), 1U) << one.name;
    const auto& draft = matched.value.drafts.front();
    EXPECT_EQ(entered(draft, "overpayments"), -one.overpaid) << one.name;
    EXPECT_EQ(entered(draft, "unallocated_receipts"), -one.unallocated) << one.name;
    EXPECT_EQ(entered(draft, "cash.bank") + entered(draft, "cash.virtual_accounts"), one.amount) << one.name;
    EXPECT_EQ(entered(draft, "receivable.customs_duty") + entered(draft, "receivable.value_added_tax"), -one.for_order)
        << one.name;
    EXPECT_EQ(matched.value.refund ? matched.value.refund->ground : "", one.ground) << one.name;
    EXPECT_EQ(matched.value.party_id, situation.order ? "B2208162517" : "-") << one.name;
    ASSERT_EQ(matched.steps.size(), 1U) << one.name;
    EXPECT_EQ(matched.steps[0].text.ko.find('{'), std::string::npos) << matched.steps[0].text.ko;
    EXPECT_EQ(matched.steps[0].text.en.find('{'), std::string::npos) << matched.steps[0].text.en;
  }
  EXPECT_TRUE(match(chart(), messages(), paid(1, "2026-03-18"), meets(sample_order(), all)).value.late);
  EXPECT_FALSE(match(chart(), messages(), paid(1, "2026-03-17"), meets(sample_order(), all)).value.late);
}

TEST(MatchingTest, AReversalIsRefusedByName) {
  auto reversal = paid(100, "2026-03-12");
  reversal.is_reversal = true;
  Received received;
  received.amount_krw = 100;
  received.value_date = day("2026-03-10");
  EXPECT_FALSE(refusal_of_reversal(reversal, received));
  EXPECT_EQ(refusal_of_reversal(reversal, std::nullopt), RejectCause::reversed_payment_is_unknown);
  auto before = received;
  before.reversed_before = true;
  EXPECT_EQ(refusal_of_reversal(reversal, before), RejectCause::reversed_before);
  received.amount_krw = 99;
  EXPECT_EQ(refusal_of_reversal(reversal, received), RejectCause::reversal_differs_in_amount);
  received.amount_krw = 100;
  received.value_date = day("2026-03-13");
  EXPECT_EQ(refusal_of_reversal(reversal, received), RejectCause::reversal_before_the_payment);
}

// --- refunds
// ----------------------------------------------------------------------------------------------------------------

TEST(RefundTest, InterestFromTheDayAfterThePaymentWhereTheGroundBearsIt) {
  struct Case {
    const char *ground, *from, *to;
    std::int64_t principal, interest;
  };
  // 36,500,000 at 3.1 % is 3,100 a day.
  for (const auto& one : {Case{"over_payment", "2026-03-10", "2026-03-11", 36'500'000, 3'100},
                          Case{"double_payment", "2026-03-10", "2026-04-09", 36'500'000, 93'000},
                          Case{"over_payment", "2026-03-10", "2026-03-10", 36'500'000, 0},
                          Case{"over_payment", "2026-03-10", "2027-03-10", 1'000'000, 31'000},
                          Case{"over_payment", "2026-03-10", "2026-03-20", 12'345, 10},  // 10.48, below 10 dropped
                          Case{"over_payment", "2026-03-10", "2026-03-19", 12'345, 0},   // 9.43
                          Case{"closed_order", "2026-03-10", "2026-04-09", 36'500'000, 0}}) {
    const auto interest = interest_on(the_law(), messages(), one.ground, one.principal, day(one.from), day(one.to));
    EXPECT_EQ(interest.value, one.interest) << one.ground << " " << one.to;
    ASSERT_EQ(interest.steps.size(), 1U);
    EXPECT_FALSE(interest.steps[0].cite.empty());
  }
  EXPECT_GT(interest_on(the_law(), messages(), "over_payment", INT64_MAX, day("2026-03-10"), day("2026-03-11")).value,
            0)
      << "no overflow on the way";
}

TEST(RefundTest, RefusalsByNameAndNoMoreThanIsThere) {
  Refund refund{"F-1", "B1", "receipt:S-1",     "over_payment",    RefundState::proposed,
                500,   0,    day("2026-03-10"), day("2026-03-10"), {},
                {}};
  const auto on = day("2026-03-20");
  EXPECT_FALSE(refusal_to_decide(the_law(), refund, {500, 0}, on));
  EXPECT_EQ(refusal_to_decide(the_law(), refund, {0, 0}, on), RefundRefusal::nothing_is_left_to_refund);
  EXPECT_EQ(refusal_to_decide(the_law(), refund, {500, 0}, day("2026-03-09")),
            RefundRefusal::decided_before_it_was_paid_in);
  auto other = refund;
  other.ground = "kindness";
  EXPECT_EQ(refusal_to_decide(the_law(), other, {500, 0}, on), RefundRefusal::ground_is_unknown);
  EXPECT_EQ(refusal_to_pay(refund, "officer", "supervisor", on), RefundRefusal::refund_is_not_decided);
  const auto decided = decide(the_law(), messages(), refund, {200, 100}, on);
  EXPECT_EQ(decided.value.refund.principal_krw, 300) << "the rest was used elsewhere meanwhile";
  EXPECT_EQ(entered(decided.value.draft, "overpayments"), 200);
  EXPECT_EQ(entered(decided.value.draft, "unallocated_receipts"), 100);
  EXPECT_EQ(refusal_to_decide(the_law(), decided.value.refund, {1, 0}, on), RefundRefusal::refund_is_not_proposed);
  EXPECT_EQ(refusal_to_pay(decided.value.refund, "officer", "supervisor", day("2026-03-19")),
            RefundRefusal::paid_out_before_it_was_decided);
  EXPECT_EQ(refusal_to_pay(decided.value.refund, "officer", "officer", on),
            RefundRefusal::refund_needs_a_second_person);
  EXPECT_FALSE(refusal_to_pay(decided.value.refund, "officer", "supervisor", on));
}

TEST(RefundTest, AReducedChargeGivesBackWhatHadBeenPaid) {
  const auto draft = reduction_of("R-1", "N-1", {"customs_duty", 10'000}, 4'000, day("2026-04-01"), "", "");
  EXPECT_EQ(entered(draft, "revenue.customs_duty"), 10'000);
  EXPECT_EQ(entered(draft, "receivable.customs_duty"), -4'000);
  EXPECT_EQ(entered(draft, "overpayments"), -6'000);
  EXPECT_EQ(reduction_of("R-1", "N-1", {"customs_duty", 10'000}, 99'000, day("2026-04-01"), "", "").entries.size(), 2U);
}

// --- bank files
// -------------------------------------------------------------------------------------------------------------

TEST(BankFileTest, ABatchOfCamt054IsReadMovementByMovement) {
  const auto reading = read_bank_file(file("batch.camt.054.001.02.xml"));
  ASSERT_TRUE(reading.ok()) << reading.error().detail;
  EXPECT_EQ(reading->format, "camt.054.001.02");
  ASSERT_EQ(reading->confirmations.size(), 2U);
  const auto& first = reading->confirmations[0];
  EXPECT_EQ(first.reference, "S-1");
  EXPECT_EQ(first.account_number, "79012000000014");
  EXPECT_EQ(first.amount_krw, 100'000);
  EXPECT_EQ(first.value_date, day("2026-03-10"));
  EXPECT_EQ(first.payer, "견본상사");
  EXPECT_EQ(masked_payer(first.payer), "견***");
  EXPECT_EQ(first.source_row, 1U);
  EXPECT_EQ(reading->confirmations[1].reference, "S-2");
  EXPECT_EQ(reading->not_booked, 1U) << "announced only";
  ASSERT_EQ(reading->rejected.size(), 1U);
  EXPECT_EQ(reading->rejected[0].cause, RejectCause::batch_does_not_add_up);
  EXPECT_EQ(reading->rejected[0].value, "90000");
  EXPECT_EQ(reading->rejected[0].source_row, 4U);
}

TEST(BankFileTest, ReversalsAndOtherNamespacePrefixes) {
  const auto reading = read_bank_file(file("reversal.camt.054.001.08.xml"));
  ASSERT_TRUE(reading.ok()) << reading.error().detail;
  EXPECT_EQ(reading->format, "camt.054.001.08");
  ASSERT_EQ(reading->confirmations.size(), 2U);
  EXPECT_TRUE(reading->confirmations[0].is_reversal);
  EXPECT_EQ(reading->confirmations[0].original_reference, "S-1") << "the bank gave no other reference";
  EXPECT_EQ(reading->confirmations[0].reference, "S-1/RVSL");
  EXPECT_EQ(reading->confirmations[0].booked_on, day("2026-03-12"));
  EXPECT_EQ(reading->confirmations[1].reference, "R-2");
  EXPECT_EQ(reading->confirmations[1].original_reference, "S-2");
  EXPECT_EQ(reading->confirmations[1].payer, "Sample Trading 0012");
  ASSERT_EQ(reading->rejected.size(), 2U);
  EXPECT_EQ(reading->rejected[0].cause, RejectCause::currency_is_not_krw);
  EXPECT_EQ(reading->rejected[0].value, "USD");
  EXPECT_EQ(reading->rejected[1].cause, RejectCause::money_that_goes_out);
}

TEST(BankFileTest, EachBadRowOfCsvIsNamedAndTheGoodOnesAreKept) {
  const std::string csv =
      "\xEF\xBB\xBFpayer,amount_krw,reference,value_date,kind,account_number,original_reference,currency\n"
      "\"Sample, Trading\",100000,A-1,2026-03-10,,79012-00000001-4,,\n"  // 2
      ",0,A-2,2026-03-10,,79012000000014,,KRW\n"                         // 3
      ",-5,A-3,2026-03-10,,79012000000014,,\n"                           // 4
      ",\"1,000\",A-4,2026-03-10,,79012000000014,,\n"                    // 5
      ",10.50,A-5,2026-03-10,,79012000000014,,\n"                        // 6
      ",100,A-6,2026-02-30,,79012000000014,,\n"                          // 7
      ",100,A-7,2026-03-10,,79012000000014,,USD\n"                       // 8
      ",100,A 8,2026-03-10,,79012000000014,,\n"                          // 9
      ",100,,2026-03-10,,79012000000014,,\n"                             // 10
      ",100,A-9,2026-03-10,refund,79012000000014,,\n"                    // 11
      ",100,A-10,2026-03-10,reversal,,,\n"                               // 12
      ",100,A-11,2026-03-10,,,,\n"                                       // 13
      ",99999999999999999999,A-12,2026-03-10,,79012000000014,,\n"        // 14
      "\n"
      ",100000,A-13,20260312,reversal,,A-1,\n"  // 16
      ",\"100\"x,A-14,2026-03-10,,1,,\n";       // 17
  const auto reading = read_bank_file(csv);
  ASSERT_TRUE(reading.ok()) << reading.error().detail;
  ASSERT_EQ(reading->confirmations.size(), 2U);
  EXPECT_EQ(reading->confirmations[0].payer, "Sample, Trading");
  EXPECT_EQ(reading->confirmations[0].account_number, "79012000000014");
  EXPECT_EQ(reading->confirmations[1].original_reference, "A-1");
  EXPECT_EQ(reading->confirmations[1].source_row, 16U);
  const std::vector<std::tuple<std::uint64_t, std::string, RejectCause>> expected = {
      {3, "amount_krw", RejectCause::amount_is_not_positive},
      {4, "amount_krw", RejectCause::amount_is_not_positive},
      {5, "amount_krw", RejectCause::amount_is_not_whole_won},
      {6, "amount_krw", RejectCause::amount_is_not_whole_won},
      {7, "value_date", RejectCause::date_is_not_readable},
      {8, "currency", RejectCause::currency_is_not_krw},
      {9, "reference", RejectCause::reference_is_not_usable},
      {10, "reference", RejectCause::value_is_missing},
      {11, "kind", RejectCause::kind_is_unknown},
      {12, "original_reference", RejectCause::value_is_missing},
      {13, "account_number", RejectCause::value_is_missing},
      {14, "amount_krw", RejectCause::amount_is_not_whole_won},
      {17, "", RejectCause::row_is_not_readable},
  };
  ASSERT_EQ(reading->rejected.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto& [row, field, cause] = expected[i];
    EXPECT_EQ(reading->rejected[i].source_row, row);
    EXPECT_EQ(reading->rejected[i].field, field) << row;
    EXPECT_EQ(name(reading->rejected[i].cause), name(cause)) << row;
  }
}

TEST(BankFileTest, KoreanOfOlderBankSystemsIsRead) {
  std::string csv = "reference;account_number;amount_krw;value_date;payer\nA-1;79012000000014;5;2026-03-10;";
  csv += "\xB0\xDF\xBA\xBB\xBB\xF3\xBB\xE7\n";  // 견본상사 in CP949
  const auto reading = read_bank_file(csv);
  ASSERT_TRUE(reading.ok()) << reading.error().detail;
  ASSERT_EQ(reading->confirmations.size(), 1U);
  EXPECT_EQ(reading->confirmations[0].payer, "견본상사");
}

TEST(BankFileTest, AFileThatIsNoBankFileIsRefusedWhole) {
  struct Case {
    std::string content, code;
  };
  for (const auto& one :
       {Case{"", "bank_file_is_empty"}, Case{" \n\t", "bank_file_is_empty"},
        Case{"\xff\xff\xff", "bank_file_is_not_utf8"}, Case{"hello\nworld\n", "bank_file_lacks_a_column"},
        Case{"\"reference", "bank_file_lacks_a_column"}, Case{"<Document", "bank_file_is_not_xml"},
        Case{"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"/>", "bank_file_is_no_notification"},
        Case{"<Document><BkToCstmrDbtCdtNtfctn/></Document>", "bank_file_is_no_notification"}}) {
    const auto reading = read_bank_file(one.content);
    ASSERT_FALSE(reading.ok()) << one.content;
    EXPECT_EQ(reading.error().code, one.code) << one.content;
    const auto* detail = messages().find("error." + one.code + ".detail");
    ASSERT_NE(detail, nullptr) << one.code;
    EXPECT_TRUE(reading.error().detail.starts_with(detail->en)) << one.code;
  }
}

TEST(BankFileTest, EveryCauseHasItsSentences) {
  for (int i = 0; i <= static_cast<int>(RejectCause::refused_by_the_ledger); ++i) {
    const auto key = "payment.reject." + std::string(name(static_cast<RejectCause>(i)));
    EXPECT_NE(messages().find(key + ".cause"), nullptr) << key;
    EXPECT_NE(messages().find(key + ".fix"), nullptr) << key;
  }
}

}  // namespace
}  // namespace clearway::payment
