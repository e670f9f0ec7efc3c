#include "risk/examination_policy.h"

#include <gtest/gtest.h>

#include <set>

#include "risk/testing.h"

namespace clearway::risk {
namespace {

ExaminationPolicy delivered() { return ExaminationPolicy::load(CLEARWAY_SOURCE_DIR "/policy").value(); }

TEST(ExaminationPolicy, EveryReasonHasAChecklistAndEverySourceIsKnown) {
  const auto policy = delivered();
  const auto& risk = testing::Delivered::get();
  for (const auto& source : risk.policy.sources()) {
    if (source.id.starts_with("method.quota_") || source.id.starts_with("method.cut_off_")) continue;  // no suspicion
    if (source.id.starts_with("I."))
      continue;  // reasons of imports share those of the same suspicion where there is one
    EXPECT_TRUE(std::any_of(policy.checklists.begin(), policy.checklists.end(), [&](const Checklist& list) {
      return list.is_for(source.id);
    })) << source.id;
  }
  for (const auto& list : policy.checklists) {
    EXPECT_NE(risk.law.find_source(list.cite), nullptr) << list.cite;
    for (const auto& reason : list.reasons) {
      const auto& sources = risk.policy.sources();
      EXPECT_TRUE(std::any_of(sources.begin(), sources.end(),
                              [&](const Source& source) {
                                Checklist one;
                                one.reasons = {reason};
                                return one.is_for(source.id);
                              }))
          << reason << " is for no reason there is";
    }
  }
}

TEST(ExaminationPolicy, APrefixEndsAtThePoint) {
  Checklist list;
  list.reasons = {"R1"};
  EXPECT_TRUE(list.is_for("R1.same_consignee"));
  EXPECT_TRUE(list.is_for("R1"));
  EXPECT_FALSE(list.is_for("R11.many_senders_one_phone"));
}

TEST(ExaminationPolicy, RefusesWithPlaceAndRemedy) {
  const std::string good =
      "evidence: {most_bytes: 100, most_files: 2, types: [application/pdf]}\n"
      "audit_sample: {2026-01-01: {top_share: 0.1, random_share: 0.01, cite: c, grade: g}}\n"
      "checklist: [{for: [R1], cite: c, kinds: [value], points: [{ko: 가, en: a}]}]\n";
  ASSERT_TRUE(ExaminationPolicy::read(good).ok());
  const struct {
    std::string_view name, from, to;
  } cases[] = {
      {"a size of nothing", "most_bytes: 100", "most_bytes: 0"},
      {"no types", "types: [application/pdf]", "types: []"},
      {"a share above one", "top_share: 0.1", "top_share: 1.1"},
      {"no day", "2026-01-01", "soon"},
      {"an unknown kind", "kinds: [value]", "kinds: [price]"},
      {"one language", "{ko: 가, en: a}", "{ko: 가}"},
      {"no YAML", "evidence: {", "evidence: [{"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    auto text = good;
    text.replace(text.find(c.from), c.from.size(), c.to);
    const auto read = ExaminationPolicy::read(text);
    ASSERT_FALSE(read.ok());
    EXPECT_NE(read.error().detail.find("examination.yaml"), std::string::npos);
    EXPECT_FALSE(read.error().fix.empty());
  }
}

TEST(AuditSample, TakesTheTopShareAndThoseChanceDraws) {
  std::vector<AuditCandidate> candidates;
  for (int i = 0; i < 95; ++i) candidates.push_back({i % 10 * 1000, i == 3 || i == 9 ? 0.001 : 0.5});
  const auto grounds = audit_sample(candidates, {0.1, 0.005, "", ""});
  std::size_t top = 0;
  for (std::size_t i = 0; i < grounds.size(); ++i) {
    if (grounds[i] == AuditGround::decile) {
      ++top;
      EXPECT_GE(candidates[i].expected_value_ppm, 8000);
    }
  }
  EXPECT_EQ(grounds[3], AuditGround::random);
  EXPECT_EQ(grounds[9], AuditGround::random);  // in the top share too: it stays part of the random sample
  EXPECT_EQ(top, 9U);                          // ten of 95 wanted, one of them counted for chance
  EXPECT_TRUE(audit_sample({}, {0.1, 0.005, "", ""}).empty());
  EXPECT_EQ(audit_sample({{5, 0.9}}, {0.1, 0.005, "", ""})[0], AuditGround::decile);  // rounded up: never nobody
}

TEST(Wilson, KnownIntervals) {
  const struct {
    std::int64_t hits, trials;
    double from, to;
  } cases[] = {{0, 10, 0, 0.2775}, {10, 10, 0.7225, 1}, {5, 10, 0.2366, 0.7634}, {1, 1000, 0.000177, 0.005638}};
  for (const auto& c : cases) {
    const auto got = wilson(c.hits, c.trials);
    EXPECT_NEAR(got.from, c.from, 1e-4);
    EXPECT_NEAR(got.to, c.to, 1e-4);
  }
  EXPECT_EQ(wilson(0, 0).to, 1);
}

TEST(Evidence, TypesAreToldByContent) {
  EXPECT_EQ(media_type_of("%PDF-1.7 …"), "application/pdf");
  EXPECT_EQ(media_type_of("\xff\xd8\xff\xe0"), "image/jpeg");
  EXPECT_EQ(media_type_of(std::string_view("\x89PNG\r\n\x1a\n\0", 9)), "image/png");
  EXPECT_EQ(media_type_of("RIFF1234WEBPVP8 "), "image/webp");
  for (const auto* other : {"", "MZ", "<html>", "RIFF1234WAVE", "%PDF"}) EXPECT_EQ(media_type_of(other), "") << other;
}

}  // namespace
}  // namespace clearway::risk
