#include "sample/imports.h"

#include <gtest/gtest.h>

#include <map>

#include "assessment/tables.h"
#include "detection/detect.h"
#include "detection/filed_json.h"
#include "law/law.h"

namespace clearway::sample {
namespace {

const std::string root = CLEARWAY_SOURCE_DIR;

struct Found {
  std::map<std::string, int> planted, hit, findings, wrong;
  int declarations = 0;
};

class ImportsTest : public testing::Test {
 protected:
  Found look(const ImportScale& scale) {
    detection::History history(assessor(), 100'000);
    const auto each = [&](const auto& visit) { imports(scale, assessor().rates(), visit); };
    each([&](const detection::Filed& filed, const ImportTruth&) { history.add(filed); });
    EXPECT_EQ(history.left_out(), 0U);
    const detection::Learned learned;
    const detection::Detection detection(assessor(), policy_, history, learned, messages_);
    Found out;
    each([&](const detection::Filed& filed, const ImportTruth& truth) {
      ++out.declarations;
      const std::string truly = truth.planted ? std::string(detection::name(truth.detector)) : "";
      if (truth.planted) ++out.planted[truly];
      bool hit = false;
      for (const auto& finding : detection.detect(filed, scale.to)) {
        ++out.findings[finding.detector];
        if (finding.detector == truly) {
          hit = true;
        } else if (!truth.planted) {
          ++out.wrong[finding.detector];
        }
      }
      if (hit) ++out.hit[truly];
    });
    return out;
  }
  const assessment::Assessor& assessor() const { return tables_->assessor(); }

  law::Law law_ = law::Law::load(root + "/law").value();
  std::unique_ptr<const assessment::Tables> tables_ = assessment::Tables::load(law_).value();
  Messages messages_ = Messages::load(root + "/messages").value();
  detection::DetectionPolicy policy_ = detection::DetectionPolicy::load(root + "/policy").value();
};

TEST_F(ImportsTest, EveryKindOfErrorPlantedInTheSampleWorldIsFound) {
  ImportScale scale;
  scale.declarations = 84;
  scale.errors_ppm = 0;
  scale.at_least_each = 1;
  const auto found = look(scale);
  EXPECT_EQ(found.declarations, 84);
  for (const auto name : detection::detector_names) {
    const std::string key(name);
    EXPECT_GE(found.planted.count(key), 1U) << key;
    EXPECT_EQ(found.hit.count(key) > 0 ? found.hit.at(key) : 0,
              found.planted.count(key) > 0 ? found.planted.at(key) : 0)
        << key;
  }
  for (const auto& [key, wrong] : found.wrong) EXPECT_LE(wrong, 2) << key;
}

TEST_F(ImportsTest, InALargerWorldMostPlantedErrorsAreFoundAndFewDeclarationsAskedAboutForNothing) {
  ImportScale scale;
  scale.firms = 60;
  scale.declarations = 6'000;
  const auto found = look(scale);
  int planted = 0, hit = 0, wrong = 0;
  for (const auto& [key, count] : found.planted) planted += count;
  for (const auto& [key, count] : found.hit) hit += count;
  for (const auto& [key, count] : found.wrong) {
    wrong += count;
    RecordProperty("wrong_" + key, count);
  }
  EXPECT_GE(hit * 10, planted * 9) << hit << " of " << planted;
  EXPECT_LE(wrong * 100, found.declarations) << wrong;
}

TEST_F(ImportsTest, EveryDeclarationCanBeAssessedAndComesBackFromItsJson) {
  ImportScale scale;
  scale.at_least_each = 1;
  detection::FiledReader reader;
  imports(scale, assessor().rates(), [&](const detection::Filed& filed, const ImportTruth&) {
    const auto answer = assessor().assess(filed.declaration);
    EXPECT_TRUE(answer.complete) << filed.declaration_id;
    assessment::Problems problems;
    EXPECT_EQ(reader.read(detection::to_json(filed), problems), filed) << filed.declaration_id;
    EXPECT_TRUE(problems.empty());
  });
}

}  // namespace
}  // namespace clearway::sample
