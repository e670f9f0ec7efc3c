#include "debt/pack_case.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace clearway::debt {
namespace {

accrual::RulePack pack_of(const std::string& name) {
  const auto file = std::string(CLEARWAY_SOURCE_DIR "/law/packs/") + name + ".yaml";
  std::ifstream in(file);
  const std::string yaml{std::istreambuf_iterator<char>(in), {}};
  accrual::PackProblems problems;
  auto pack = accrual::read_rule_pack(file, yaml, problems);
  for (const auto& problem : problems) ADD_FAILURE() << problem.code << " " << problem.key << " " << problem.value;
  return pack;
}
const accrual::RulePack& the_pack() {
  static const auto pack = pack_of("uk-interest-forecast");
  return pack;
}

Problems problems_of(const std::string& json) {
  Problems problems;
  read_items(json, the_pack(), problems);
  return problems;
}

PackStatement computed(const std::string& json, const accrual::RulePack& pack = the_pack()) {
  Problems problems;
  const auto items = read_items(json, pack, problems);
  for (const auto& problem : problems) ADD_FAILURE() << name(problem.refusal) << " " << problem.field;
  return compute(items, pack).value();
}

TEST(PackCase, Cases) {
  const struct {
    std::string_view name;
    std::string json;
    std::int64_t unpaid, interest, per_day, days;
  } cases[] = {
      {"one rate; the start is not counted, the day asked is",
       R"({"principal":500000,"start":"2018-12-16","until":"2019-04-14"})", 500'000, 5'297, 44, 119},
      {"two rates", R"({"principal":500000,"start":"2017-12-01","until":"2019-03-31"})", 500'000, 20'695, 44, 485},
      {"a payment bears interest on its own part",
       R"({"principal":500000,"start":"2018-12-16","until":"2019-04-14","payments":[{"date":"2019-02-03","amount":100000}]})",
       400'000, 4'674, 35, 168},
      {"a leap year is divided by 366",
       R"({"principal":500000,"start":"2019-12-16","until":"2020-05-05","payments":[{"date":"2020-05-03","amount":100000}]})",
       400'000, 5'933, 28, 280},
      {"payments of one day count as one",
       R"({"principal":500000,"start":"2019-01-01","until":"2020-03-31","payments":[{"date":"2020-02-01","amount":100000},{"date":"2020-02-01","amount":100000}]})",
       300'000, 19'188, 22, 851},
      {"a breathing space",
       R"({"principal":500000,"start":"2018-12-16","until":"2019-04-14","suspensions":[{"from":"2019-01-03","to":"2019-02-03","reason":"breathing_space"}]})",
       500'000, 3'872, 44, 87},
      {"a suspension on the day asked: nothing grows",
       R"({"principal":500000,"start":"2022-01-01","until":"2022-01-10","suspensions":[{"from":"2022-01-04","reason":"breathing_space"}]})",
       500'000, 71, 0, 2},
      {"asked before it starts", R"({"principal":500000,"start":"2020-04-10","until":"2020-03-31"})", 500'000, 0, 0, 0},
      {"paid before it started",
       R"({"principal":500000,"start":"2019-12-16","until":"2020-05-05","payments":[{"date":"2019-02-03","amount":100000}]})",
       400'000, 4'759, 28, 141},
      {"paid after the day asked, to its own day",
       R"({"principal":500000,"start":"2020-10-16","until":"2021-02-22","payments":[{"date":"2021-02-23","amount":100000}]})",
       400'000, 4'592, 28, 259},
      {"no interest",
       R"({"principal":500000,"charge":"not_interest_bearing","start":"2018-12-16","until":"2019-04-14"})", 500'000, 0,
       0, 0},
      {"said to bear none", R"({"principal":500000,"bears_interest":false,"start":"2018-12-16","until":"2019-04-14"})",
       500'000, 0, 0, 0},
      {"interest charged before is added",
       R"({"principal":400000,"interest_charged":200,"start":"2018-12-16","until":"2019-04-14"})", 400'000, 4'438, 35,
       119},
      {"without a start only the day is asked", R"({"principal":460000,"until":"2021-11-24"})", 460'000, 0, 32, 0},
      {"nothing owed", R"({"principal":0,"start":"2018-12-16","until":"2019-04-14"})", 0, 0, 0, 0},
      {"totals over items",
       R"({"until":"2019-04-14","items":[{"principal":500000,"start":"2018-12-16"},{"principal":500000,"start":"2018-12-16","payments":[{"date":"2019-02-03","amount":100000}]},{"principal":500000,"start":"2018-12-16"}]})",
       1'400'000, 15'268, 123, 406},
      {"a suspension of all items",
       R"({"until":"2019-04-14","suspensions":[{"from":"2019-01-03","to":"2019-02-03","reason":"breathing_space"}],"items":[{"principal":500000,"start":"2018-12-16"},{"principal":500000,"start":"2018-12-16"}]})",
       1'000'000, 7'744, 88, 174},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto totals = computed(c.json).totals;
    EXPECT_EQ(totals.unpaid, c.unpaid);
    EXPECT_EQ(totals.interest, c.interest);
    EXPECT_EQ(totals.per_day, c.per_day);
    EXPECT_EQ(totals.days, c.days);
  }
}

TEST(PackCase, OverlappingPeriodsAreJoinedOrCutAsTheReasonSays) {
  const auto windows = [](std::string_view reason) {
    const auto s = R"([{"from":"2021-01-04","to":"2021-01-07","reason":")" + std::string(reason) +
                   R"("},{"from":"2021-01-07","to":"2021-01-09","reason":")" + std::string(reason) + R"("}])";
    const auto statement =
        computed(R"({"principal":500000,"start":"2021-01-01","until":"2021-01-10","suspensions":)" + s + "}");
    EXPECT_EQ(statement.totals.interest, 106);
    return statement.items[0].parts[0].accrued.windows.size();
  };
  EXPECT_EQ(windows("breathing_space"), 3U);
  EXPECT_EQ(windows("legislative"), 5U);
}

TEST(PackCase, RefusalsOfTheCaseAndOfThePack) {
  const struct {
    std::string_view name;
    std::string json;
    Refusal refusal;
    std::string_view field;
  } cases[] = {
      {"no items", R"({"items":[],"until":"2019-04-14"})", Refusal::field_is_missing, "items"},
      {"a field of an item beside the items", R"({"items":[{"principal":1}],"principal":1,"until":"2019-04-14"})",
       Refusal::field_is_not_known, "principal"},
      {"no day", R"({"items":[{"principal":1}]})", Refusal::field_is_missing, "items[0].until"},
      {"an unknown charge", R"({"principal":1,"charge":"interest_baring","until":"2019-04-14"})",
       Refusal::charge_is_not_known, "charge"},
      {"an unknown reason",
       R"({"principal":1,"until":"2019-04-14","suspensions":[{"from":"2019-01-01","reason":"holiday"}]})",
       Refusal::reason_is_not_known, "suspensions[0].reason"},
      {"a foreign currency", R"({"principal":1,"currency":"KRW","until":"2019-04-14"})", Refusal::currency_is_foreign,
       "currency"},
      {"below zero", R"({"principal":-1,"until":"2019-04-14"})", Refusal::amount_is_negative, "principal"},
      {"more paid than owed",
       R"({"principal":50,"start":"2019-12-16","until":"2020-05-05","payments":[{"date":"2019-02-03","amount":1000}]})",
       Refusal::payments_are_above_the_principal, "payments"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto problems = problems_of(c.json);
    ASSERT_FALSE(problems.empty());
    EXPECT_EQ(name(problems.front().refusal), name(c.refusal));
    EXPECT_EQ(problems.front().field, c.field);
  }
}

TEST(PackCase, AMissingRateNamesTheItem) {
  Problems problems;
  const auto items = read_items(R"({"items":[{"id":"A7","principal":1,"start":"1999-01-01","until":"1999-02-01"}]})",
                                the_pack(), problems);
  ASSERT_TRUE(problems.empty());
  const auto refused = compute(items, the_pack());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "rate_is_missing");
  EXPECT_EQ(refused.error().field, "items(A7).late_payment");
  EXPECT_EQ(problem_of(refused.error()).refusal, Refusal::rate_is_missing);
}

TEST(PackCase, EveryPackOfTheProductCanBeRead) {
  std::size_t count = 0;
  for (const auto& file : std::filesystem::directory_iterator(CLEARWAY_SOURCE_DIR "/law/packs")) {
    EXPECT_EQ(pack_of(file.path().stem()).id, file.path().stem());
    ++count;
  }
  EXPECT_GE(count, 2U);
}

TEST(PackCase, PartsAndBalanceAgreeUpToRounding) {
  EXPECT_TRUE(rc::check("what each payment bears in its own part is what the falling balance bears", [] {
    auto balance = the_pack();
    balance.payments = accrual::PaymentMethod::balance;
    accrual::Item item;
    item.charge = "interest_bearing";
    item.principal = *rc::gen::inRange<std::int64_t>(1, 1'000'000'000);
    item.start = Date::of(2010, 1, 1).plus_days(*rc::gen::inRange(0, 3000));
    item.until = item.start->plus_days(*rc::gen::inRange(0, 1500));
    auto left = item.principal;
    for (int i = *rc::gen::inRange(0, 5); i > 0; --i) {
      const auto amount = *rc::gen::inRange<std::int64_t>(0, left + 1);
      left -= amount;
      item.payments.push_back(
          {item.start->plus_days(*rc::gen::inRange(0, item.until.days() - item.start->days() + 1)), amount});
    }
    const auto parts = accrual::forecast(item, the_pack()).value(), one = accrual::forecast(item, balance).value();
    RC_ASSERT(parts.unpaid == left && one.unpaid == left && parts.paid + parts.unpaid == item.principal);
    std::size_t windows = 0;
    for (const auto& part : parts.parts) windows += part.accrued.windows.size();
    for (const auto& part : one.parts) windows += part.accrued.windows.size();
    const auto difference = std::abs(parts.interest - one.interest);
    RC_ASSERT(difference <= static_cast<std::int64_t>(windows));
    std::reverse(item.payments.begin(), item.payments.end());
    RC_ASSERT(accrual::forecast(item, the_pack()).value().interest == parts.interest);
  }));
}

}  // namespace
}  // namespace clearway::debt
