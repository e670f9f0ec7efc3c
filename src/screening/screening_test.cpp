#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "screening/testing.h"

namespace clearway::screening {
namespace {

using testing::manifest_lines;
using testing::rulebook;
using testing::source_of;

struct Run {
  Totals totals;
  std::string decisions, profiles;
};

Run run(const std::string& lines, unsigned threads, std::uint64_t seed = 7, Sentences sentences = Sentences::english) {
  Run out;
  Screener screener(rulebook(), risk::Draws::from_seed(seed));
  const auto source = source_of(lines);
  const auto done = screen_source(
      *source, {.threads = threads, .personal_key = keyless_personal_key()}, screener,
      [&](const Work& work) {
        const auto declarations = work.batch.declarations();
        for (std::size_t i = 0; i < declarations.size(); ++i) {
          append_decision(out.decisions, declarations[i], work.decisions[i], rulebook(), sentences);
          out.decisions += '\n';
        }
        return success();
      },
      [](std::uint64_t, const Totals&) {}, out.totals);
  EXPECT_TRUE(done.ok());
  out.profiles = screener.profiles().serialise();
  return out;
}

TEST(Screening, TheSameInputGivesTheSameBytesWithOneThreadOrTwo) {
  const auto lines = manifest_lines(3000);
  const auto one = run(lines, 1), again = run(lines, 1), two = run(lines, 2);
  EXPECT_EQ(one.totals.declarations, 3000U);
  EXPECT_EQ(one.decisions, again.decisions);
  EXPECT_EQ(one.decisions, two.decisions);
  EXPECT_EQ(one.profiles, two.profiles);
}

TEST(Screening, AnotherSeedDrawsOthers) {
  const auto lines = manifest_lines(3000);
  EXPECT_NE(run(lines, 1, 7).decisions, run(lines, 1, 8).decisions);
}

TEST(Screening, ADecisionNamesItsKeysInTheOrderOfTheContract) {
  const auto decision = run(manifest_lines(1), 1).decisions;
  std::size_t at = 0;
  for (const auto* key :
       {"declaration_id", "source_row", "procedure", "recommended_procedure", "findings", "likelihood", "consequence",
        "expected_value", "channel", "reasons", "law_version", "policy_version"}) {
    const auto found = decision.find('"' + std::string(key) + "\":", at);
    ASSERT_NE(found, std::string::npos) << key << " in " << decision;
    at = found;
  }
}

TEST(Screening, TheRecordKeepsBothLanguages) {
  const auto decision = run(manifest_lines(1), 1, 7, Sentences::both).decisions;
  EXPECT_NE(decision.find(R"("text":{"ko":")"), std::string::npos) << decision;
  EXPECT_NE(decision.find(R"(","en":")"), std::string::npos);
}

TEST(Screening, ASinkThatFailsEndsTheRunWithItsError) {
  for (const unsigned threads : {1U, 2U}) {
    Screener screener(rulebook(), risk::Draws::from_seed(7));
    const auto source = source_of(manifest_lines(5000));
    Totals totals;
    const auto done = screen_source(
        *source, {.threads = threads, .personal_key = keyless_personal_key()}, screener,
        [](const Work&) {
          return Status(Error{"output_disk_full", "D.ndjson", "", ""});
        },
        [](std::uint64_t, const Totals&) {}, totals);
    ASSERT_FALSE(done.ok());
    EXPECT_EQ(done.error().code, "output_disk_full");
  }
}

TEST(Screening, EvidenceAddsUpToTheLikelihood) {
  Screener screener(rulebook(), risk::Draws::from_seed(7));
  const auto source = source_of(manifest_lines(2000));
  Totals totals;
  const auto done = screen_source(
      *source, {.threads = 1, .personal_key = keyless_personal_key()}, screener,
      [](const Work& work) {
        for (std::size_t i = 0; i < work.batch.declarations().size(); ++i) {
          const auto& assessment = work.decisions[i].assessment;
          double sum = 0;
          for (const auto& reason : assessment.reasons) sum += reason.contribution;
          EXPECT_NEAR(assessment.likelihood, 1 - std::exp(-sum), 1e-9);
          EXPECT_DOUBLE_EQ(assessment.expected_value, assessment.likelihood * assessment.consequence);
        }
        return success();
      },
      [](std::uint64_t, const Totals&) {}, totals);
  EXPECT_TRUE(done.ok());
}

TEST(Screening, SplittingShowsInTheRecommendedProcedure) {
  // Two parcels of one sender to one address on one day, each within the limit of the manifest, together above it.
  std::string lines;
  for (const auto* id : {"A", "B"}) {
    lines +=
        R"({"declaration_id":")" + std::string(id) +
        R"(","procedure":"manifest","declarant_code":"SPLEX",)"
        R"("exporter_name":"Sample Trading 1","exporter_address":"1 Example-ro, Seoul",)"
        R"("consignee_name":"Erika Muster","consignee_address":"1 Example Street","customs_office":"040",)"
        R"("customs_section":"10","declaration_date":"2026-11-20","reason_of_export":"A","destination_country":"US",)"
        R"("port_of_loading":"KRICN","vessel_or_flight":"XS4253","gross_weight":1,"total_packages":1,)"
        R"("fob_value":1900000,"fob_currency":"KRW","transport_document_number":"0300000001",)"
        R"("goods_description":"FACIAL SERUM"})"
        "\n";
  }
  const auto decisions = run(lines, 1).decisions;
  const auto second = decisions.find(R"("declaration_id":"B")");
  ASSERT_NE(second, std::string::npos);
  EXPECT_NE(decisions.find(R"("recommended_procedure":"manifest")"), std::string::npos) << decisions;
  EXPECT_NE(decisions.find(R"("recommended_procedure":"formal")", second), std::string::npos) << decisions;
}

}  // namespace
}  // namespace clearway::screening
