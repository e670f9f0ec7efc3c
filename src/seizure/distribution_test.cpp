// The distribution of proceeds: the worked example to the won, ranks, taxes among themselves, forfeited deposits.

#include "seizure/distribution.h"

#include <rapidcheck.h>

#include <numeric>

#include "seizure/fixture_test.h"

namespace clearway::seizure {
namespace {

Proceeds example() {
  Proceeds proceeds;
  proceeds.case_id = "S-1";
  proceeds.drawn_on = day("2026-09-01");
  proceeds.day = day("2026-09-15");
  proceeds.price_krw = 500'000'000;
  proceeds.costs_krw = 12'000'000;
  proceeds.debts = {debt()};
  proceeds.claims = {mortgage("mortgage b", "2026-07-01", 100'000'000),
                     mortgage("mortgage a", "2026-05-10", 250'000'000)};
  return proceeds;
}
Explained<Statement> drawn(const Proceeds& proceeds) {
  return draw_up(World::instance().law, World::instance().messages, proceeds);
}
std::int64_t share(const Statement& statement, std::string_view id) {
  for (const auto& line : statement.lines) {
    if (line.id == id) return line.share_krw;
  }
  return -1;
}
std::int64_t allotted(const Statement& statement, std::string_view matter, std::string_view charge) {
  std::int64_t sum = 0;
  for (const auto& one : statement.allotments) {
    if (one.matter_id == matter && one.charge == charge) sum += one.krw;
  }
  return sum;
}

TEST(Distribution, TheWorkedExampleToTheWon) {
  const auto [statement, steps] = drawn(example());
  ASSERT_EQ(statement.lines.size(), 4U);
  EXPECT_EQ(statement.lines[0].id, "costs");
  EXPECT_EQ(statement.lines[1].id, "claim:mortgage a");
  EXPECT_EQ(statement.lines[2].id, "debt:N-1");
  EXPECT_EQ(statement.lines[3].id, "claim:mortgage b");
  EXPECT_EQ(share(statement, "costs"), 12'000'000);
  EXPECT_EQ(share(statement, "claim:mortgage a"), 250'000'000);
  EXPECT_EQ(share(statement, "debt:N-1"), 238'000'000);
  EXPECT_EQ(share(statement, "claim:mortgage b"), 0);
  EXPECT_EQ(statement.surplus_krw, 0);
  EXPECT_EQ(allotted(statement, "S-1", "enforcement_costs"), 12'000'000);
  EXPECT_EQ(allotted(statement, "N-1", "customs_duty"), 238'000'000) << "tax before penalty";
  EXPECT_EQ(allotted(statement, "N-1", "penalty"), 0);
  EXPECT_EQ(statement.arrears_left_krw, 62'000'000) << "22 of tax and 40 of penalty remain";
  ASSERT_EQ(steps.size(), 5U);
  EXPECT_EQ(steps[0].cite, "framework-act-35-1-1");
  EXPECT_EQ(steps[2].cite, "customs-act-3-2");
}

TEST(Distribution, RanksInTheOfficersWords) {
  const struct {
    std::string_view what;
    std::function<void(Proceeds&)> change;
    std::int64_t customs, first, second;  // debt N-1, mortgage a, mortgage b
  } cases[] = {
      {"the mortgage of the same day as the notice shares with customs",
       [](Proceeds& p) {
         p.price_krw = 12'000'000 + 275'000'000;
         p.claims[1].date = day("2026-06-01");
       },
       150'000'000, 125'000'000, 0},
      {"duty on the very goods sold comes before every mortgage", [](Proceeds& p) { p.debts[0].on_the_goods = true; },
       0, 228'000'000, 0},
      {"last wages come before the mortgage",
       [](Proceeds& p) {
         p.claims.push_back({"wages", "workers", "last_wages", {}, 30'000'000, false, {}});
       },
       208'000'000, 250'000'000, 0},
      {"a surplus serves the later mortgage, the rest is the debtor's", [](Proceeds& p) { p.price_krw = 700'000'000; },
       300'000'000, 250'000'000, 100'000'000},
      {"another tax of an earlier date yields to customs, who seized first",
       [](Proceeds& p) {
         p.claims.push_back({"local", "a city", "other_tax", day("2026-04-01"), 100'000'000, false, {}});
       },
       238'000'000, 250'000'000, 0},
      {"but not where it is secured",
       [](Proceeds& p) {
         p.claims.push_back({"local", "a city", "other_tax", day("2026-04-01"), 100'000'000, true, {}});
       },
       138'000'000, 250'000'000, 0},
  };
  for (const auto& c : cases) {
    auto proceeds = example();
    c.change(proceeds);
    const auto statement = drawn(proceeds).value;
    EXPECT_EQ(share(statement, "debt:N-1"), c.customs) << c.what;
    EXPECT_EQ(share(statement, "claim:mortgage a"), c.first) << c.what;
    EXPECT_EQ(share(statement, "claim:mortgage b"), c.second) << c.what;
  }
  auto goods = example();
  goods.debts[0].on_the_goods = true;
  const auto statement = drawn(goods).value;
  EXPECT_EQ(share(statement, "duty:N-1"), 260'000'000);
  EXPECT_EQ(statement.arrears_left_krw, 40'000'000) << "the penalty has no such rank";
}

TEST(Distribution, AForfeitedDepositPaysCostsAndTheDebtAloneAndTheRestIsTheDebtors) {
  auto proceeds = example();
  proceeds.price_krw = 0;
  proceeds.forfeited_krw = 50'000'000;
  const auto statement = drawn(proceeds).value;
  EXPECT_EQ(share(statement, "costs"), 12'000'000);
  EXPECT_EQ(share(statement, "debt:N-1"), 38'000'000);
  EXPECT_EQ(share(statement, "claim:mortgage a"), 0) << "no price: nothing for mortgages";
  proceeds.forfeited_krw = 400'000'000;
  EXPECT_EQ(drawn(proceeds).value.surplus_krw, 88'000'000);
}

TEST(Distribution, NoWonIsLostNobodyGetsMoreThanClaimedAndTheOrderGivenDoesNotMatter) {
  constexpr std::string_view kinds[] = {"small_tenant", "last_wages",  "tax_on_the_asset", "mortgage",
                                        "other_tax",    "other_wages", "public_dues",      "ordinary"};
  EXPECT_TRUE(rc::check("shares and surplus sum to what is distributed", [&] {
    Proceeds proceeds = example();
    const auto amount = [] { return *rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000); };
    proceeds.price_krw = amount();
    proceeds.forfeited_krw = *rc::gen::inRange(0, 3) == 0 ? amount() : 0;
    proceeds.interest_krw = *rc::gen::inRange(0, 100'000);
    proceeds.costs_krw = *rc::gen::inRange(0, 50'000'000);
    proceeds.claims.clear();
    proceeds.debts.clear();
    for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
      auto one = debt(amount(), amount());
      one.matter_id = "N-" + std::to_string(i);
      one.statutory_date = Date::from_days(20'000 + *rc::gen::inRange(0, 5));
      one.on_the_goods = *rc::gen::arbitrary<bool>();
      if (*rc::gen::arbitrary<bool>()) one.owed.insert(one.owed.begin(), {"enforcement_costs", 70'000});
      proceeds.debts.push_back(one);
    }
    for (int i = *rc::gen::inRange(0, 6); i > 0; --i) {
      proceeds.claims.push_back({std::to_string(i),
                                 "creditor",
                                 std::string(kinds[*rc::gen::inRange(0, 8)]),
                                 Date::from_days(20'000 + *rc::gen::inRange(0, 5)),
                                 amount(),
                                 *rc::gen::arbitrary<bool>(),
                                 {}});
    }
    const auto statement = drawn(proceeds).value;
    auto sum = statement.surplus_krw;
    std::int64_t own = 0, allotments = 0;
    for (const auto& line : statement.lines) {
      RC_ASSERT(line.share_krw >= 0 && line.share_krw <= line.claimed_krw);
      sum += line.share_krw;
      if (!line.id.starts_with("claim:")) own += line.share_krw;
    }
    for (const auto& one : statement.allotments) allotments += one.krw;
    RC_ASSERT(sum == statement.available_krw());
    RC_ASSERT(own == allotments);
    RC_ASSERT(statement.surplus_krw >= 0);
    // Rank order: whoever stands behind a claim that is not covered gets nothing of the price.
    if (proceeds.forfeited_krw == 0) {
      bool short_before = false;
      auto rank = debt::Rank::costs;
      for (const auto& line : statement.lines) {
        if (line.rank > rank && line.kind != "duty_on_the_goods_sold") {
          RC_ASSERT(!short_before || line.share_krw == 0);
        }
        rank = std::max(rank, line.rank);
        short_before |= line.share_krw < line.claimed_krw;
      }
    }
    auto turned = proceeds;
    std::reverse(turned.claims.begin(), turned.claims.end());
    std::reverse(turned.debts.begin(), turned.debts.end());
    const auto again = drawn(turned).value;
    for (const auto& line : statement.lines) RC_ASSERT(share(again, line.id) == line.share_krw);
  }));
}

TEST(Distribution, ReadsACaseAndNamesWhatIsWrong) {
  const auto& law = World::instance().law;
  debt::Problems problems;
  const auto read = read_proceeds(
      R"({"case_id":"S-1","day":"2026-09-15","price_krw":500000000,"costs_krw":12000000,)"
      R"("debts":[{"matter_id":"N-1","statutory_date":"2026-06-01","owed":[{"charge":"customs_duty","krw":260000000},)"
      R"({"charge":"penalty","krw":40000000}]}],"claims":[{"claim_id":"a","creditor":"bank","kind":"mortgage",)"
      R"("date":"2026-05-10","amount_krw":250000000}]})",
      law, problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(share(drawn(read).value, "debt:N-1"), 238'000'000);
  EXPECT_NE(to_json(drawn(read), law).find("\"share_krw\":238000000"), std::string::npos);
  const std::string one = R"({"day":"2026-09-15","price_krw":1,)";
  const struct {
    std::string json, problems;
  } wrong[] = {
      {"", "case_is_not_json:"},
      {"[]", "case_is_no_object:"},
      {R"({"price_krw":1})", "field_is_missing:day"},
      {R"({"day":"2026-09-15","price_krw":-1})", "amount_is_negative:price_krw"},
      {R"({"day":"2026-02-30","price_krw":1})", "date_is_not_valid:day"},
      {one + R"("cost_krw":5})", "field_is_not_known:cost_krw"},
      {one + R"("claims":[{"claim_id":"a","creditor":"bank","kind":"mortage","amount_krw":1}]})",
       "choice_is_not_known:claims[0].kind"},
      {one + R"("claims":[{"claim_id":"a","creditor":"bank","kind":"mortgage","amount_krw":1},)"
             R"({"claim_id":"b","creditor":"worker","kind":"last_wages","amount_krw":1}]})",
       "field_is_missing:claims[0].date"},
      {one + R"("claims":[{"claim_id":"a","creditor":"bank","amount_krw":1}]})", "field_is_missing:claims[0].kind"},
      {one + R"("debts":[{"matter_id":"a","statutory_date":"2026-01-01"}]})", "field_is_missing:debts[0].owed"},
      {one + R"("debts":[{"matter_id":"a","statutory_date":"2026-01-01","owed":[]},)"
             R"({"matter_id":"a","statutory_date":"2026-01-01","owed":[]}]})",
       "field_stands_twice:debts[1].matter_id"},
  };
  for (const auto& row : wrong) {
    debt::Problems found;
    read_proceeds(row.json, law, found);
    std::string names;
    for (const auto& problem : found) {
      names += (names.empty() ? "" : " ") + std::string(debt::name(problem.refusal)) + ":" + problem.field;
    }
    EXPECT_EQ(names, row.problems) << row.json;
  }
}

}  // namespace
}  // namespace clearway::seizure
