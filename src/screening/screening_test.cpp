#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "screening/testing.h"

namespace clearway::screening {
namespace {

using testing::manifest_line;
using testing::manifest_lines;
using testing::rulebook;
using testing::source_of;

/// A parcel worth almost the limit of the manifest, to the same address as the others of this number.
std::string split_line(int number, const std::string& parcel) {
  const auto n = std::to_string(number);
  return R"({"declaration_id":")" + n + "-" + parcel +
         R"(","procedure":"manifest","declarant_code":"SPLEX","exporter_name":"Sample Trading )" + n +
         R"(","exporter_address":"1 Example-ro, Seoul","consignee_name":"Erika Muster )" + n +
         R"(","consignee_address":")" + n +
         R"( Example Street","customs_office":"040","customs_section":"10","declaration_date":"2026-11-20",)"
         R"("reason_of_export":"A","destination_country":"US","port_of_loading":"KRICN","vessel_or_flight":"XS4253",)"
         R"("gross_weight":1,"total_packages":1,"fob_value":1900000,"fob_currency":"KRW",)"
         R"("transport_document_number":"0300000001","goods_description":"FACIAL SERUM"})"
         "\n";
}

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
      [&](Work& work) -> WriteOut {
        const auto declarations = work.batch.declarations();
        work.text.clear();
        for (std::size_t i = 0; i < declarations.size(); ++i) {
          append_decision(work.text, declarations[i], work.decisions[i], rulebook(), sentences);
          work.text += '\n';
        }
        return [&out, &work] {
          out.decisions += work.text;
          return success();
        };
      },
      [](std::uint64_t, const Totals&) {}, out.totals);
  EXPECT_TRUE(done.ok());
  out.profiles = screener.profiles().serialise();
  return out;
}

/// Parcels that one sender splits among neighbours in the lines, dear goods without end at one office, and bad rows.
std::string busy_lines(int count) {
  std::string lines;
  for (int i = 0; i < count; ++i) {
    if (i % 97 == 0) lines += "{\"declaration_id\":\n";
    lines += manifest_line(i);
    if (i % 5 == 0) lines += split_line(i, "A") + split_line(i, "B");
  }
  return lines;
}

TEST(Screening, TheSameInputGivesTheSameBytesOnAnyNumberOfThreads) {
  const auto lines = busy_lines(6000);
  const auto one = run(lines, 1);
  // Everything that depends on what came before takes part in the comparison.
  for (const auto* needed : {"method.quota_", "method.random", "\"recommended_procedure\":\"formal\"",
                             "method.new_trader", "\"channel\":\"red\""}) {
    ASSERT_NE(one.decisions.find(needed), std::string::npos) << needed;
  }
  ASSERT_GT(one.totals.rejects, 0U);
  for (const unsigned threads : {1U, 2U, 3U, 7U}) {
    const auto again = run(lines, threads);
    EXPECT_EQ(again.totals.declarations, one.totals.declarations) << threads;
    EXPECT_EQ(again.totals.rejects, one.totals.rejects) << threads;
    EXPECT_EQ(again.totals.by_channel, one.totals.by_channel) << threads;
    EXPECT_EQ(again.decisions, one.decisions) << threads;
    EXPECT_EQ(again.profiles, one.profiles) << threads;
  }
}

TEST(Screening, OneByOneGivesWhatBatchesGive) {
  const auto lines = busy_lines(600);
  const auto bulk = run(lines, 2);
  Screener screener(rulebook(), risk::Draws::from_seed(7));
  const auto source = source_of(lines);
  intake::Batch batch;
  std::vector<intake::Reject> rejects;
  std::string decisions;
  while (source->next_batch(batch, rejects).value()) {
    for (auto& declaration : batch.declarations()) {
      Decision decision;
      screener.screen(keyless_personal_key(), declaration, decision);
      append_decision(decisions, declaration, decision, rulebook(), Sentences::english);
      decisions += '\n';
    }
  }
  EXPECT_EQ(decisions, bulk.decisions);
  EXPECT_EQ(screener.profiles().serialise(), bulk.profiles);
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
  for (const unsigned threads : {1U, 2U, 3U}) {
    Screener screener(rulebook(), risk::Draws::from_seed(7));
    const auto source = source_of(manifest_lines(5000));
    Totals totals;
    const auto done = screen_source(
        *source, {.threads = threads, .personal_key = keyless_personal_key()}, screener,
        [](Work&) -> WriteOut { return [] {
                                  return Status(Error{"output_disk_full", "D.ndjson", "", ""});
                                }; },
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
      [](Work& work) -> WriteOut {
        for (std::size_t i = 0; i < work.batch.declarations().size(); ++i) {
          const auto& assessment = work.decisions[i].assessment;
          double sum = 0;
          for (const auto& reason : assessment.reasons) sum += reason.contribution;
          EXPECT_NEAR(assessment.likelihood, 1 - std::exp(-sum), 1e-9);
          EXPECT_DOUBLE_EQ(assessment.expected_value, assessment.likelihood * assessment.consequence);
        }
        return [] { return success(); };
      },
      [](std::uint64_t, const Totals&) {}, totals);
  EXPECT_TRUE(done.ok());
}

TEST(Screening, SplittingShowsInTheRecommendedProcedure) {
  // Two parcels of one sender to one address on one day, each within the limit of the manifest, together above it.
  const auto decisions = run(split_line(1, "A") + split_line(1, "B"), 1).decisions;
  const auto second = decisions.find(R"("declaration_id":"1-B")");
  ASSERT_NE(second, std::string::npos);
  EXPECT_NE(decisions.find(R"("recommended_procedure":"manifest")"), std::string::npos) << decisions;
  EXPECT_NE(decisions.find(R"("recommended_procedure":"formal")", second), std::string::npos) << decisions;
}

}  // namespace
}  // namespace clearway::screening
