#include "sample/debts.h"

#include <gtest/gtest.h>

#include "arrears/figures.h"

namespace clearway::sample {
namespace {

const arrears::Terms& terms() {
  static const std::string source = CLEARWAY_SOURCE_DIR;
  static const auto law = law::Law::load(source + "/law").value();
  static const auto calendar = law::load_calendar(source + "/law").value();
  static const auto chart = ledger::Chart::load(source + "/policy").value();
  static const arrears::Terms the{law, calendar, chart};
  return the;
}

TEST(SampleDebtsTest, TheStockHasTheShapeOfTheReference) {
  DebtScale scale;
  arrears::Figures figures(terms(), scale.on.plus_days(-364), scale.on);
  scale.most_cases = 60;  // the shape does not depend on how many cases what is owed is split into
  debts(scale, [&](const SampleDebt& debt) {
    const auto status = figures.add(debt.file, debt.transactions, debt.matters);
    EXPECT_TRUE(status.ok()) << status.error().code << " " << status.error().detail;
    return status.ok();
  });
  const auto report = figures.finish();
  EXPECT_TRUE(report.active.reconciles());
  EXPECT_TRUE(report.held.reconciles());
  EXPECT_NEAR(static_cast<double>(report.all.debtors), 2'779, 30);
  const auto share = [&](const char* band) { return 1'000 * report.by_size.at(band).debtors / report.all.debtors; };
  EXPECT_NEAR(static_cast<double>(share("below_100m")), 794, 25);
  EXPECT_NEAR(static_cast<double>(share("100m_to_500m")), 116, 25);
  EXPECT_NEAR(static_cast<double>(share("500m_to_1bn")), 36, 15);
  EXPECT_NEAR(static_cast<double>(share("from_1bn")), 54, 15);
  // 2,138 thousand million won, nine tenths of it with those who owe the most.
  const auto total = static_cast<double>(report.all.total());
  EXPECT_NEAR(total, 2.138e12, 0.35e12);
  EXPECT_NEAR(static_cast<double>(report.by_size.at("from_1bn").total()) / total, 0.919, 0.04);
  EXPECT_NEAR(static_cast<double>(report.by_size.at("below_100m").total()) / total, 0.012, 0.006);
  std::int64_t linked = 0;
  for (std::size_t i = 0; i < 4; ++i) linked += report.largest.at(i).total;
  EXPECT_NEAR(static_cast<double>(linked) / total, 0.425, 0.08);
  EXPECT_GT(static_cast<double>(report.by_goods.at("12").total()) / total, 0.4);
  EXPECT_GT(static_cast<double>(report.by_age.at("from_10y").total()) / total, 0.5);
}

TEST(SampleDebtsTest, TheSameScaleGivesTheSameDebts) {
  const auto summed = [](std::uint64_t seed) {
    DebtScale scale;
    scale.seed = seed;
    scale.debtors = 40;
    scale.first = 4;
    std::int64_t sum = 0;
    debts(scale, [&](const SampleDebt& debt) {
      for (const auto& one : debt.transactions) {
        for (const auto& entry : one.draft.entries) sum = sum * 31 + entry.amount_krw % 1'000'003;
        sum %= 1'000'000'007;
      }
      return debt.file.party_id.starts_with("B999");
    });
    return sum;
  };
  EXPECT_EQ(summed(4), summed(4));
  EXPECT_NE(summed(4), summed(5));
}

}  // namespace
}  // namespace clearway::sample
