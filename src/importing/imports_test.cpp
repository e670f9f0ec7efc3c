#include "importing/imports.h"

#include <gtest/gtest.h>

#include "assessment/tables.h"
#include "detection/filed_json.h"
#include "law/law.h"
#include "record/audit.h"
#include "record/testing.h"
#include "record/wait.h"

namespace clearway::importing {
namespace {

using record::testing::origin;
using Matters = std::vector<record::Matter>;

class ImportsTest : public record::testing::OnBothEngines {
 protected:
  void SetUp() override {
    record::testing::OnBothEngines::SetUp();
    if (database) store = open();
    if (store) imports = std::make_unique<Imports>(*store, tables->assessor());
  }
  static detection::Filed boots(int n, std::int64_t price = 3'000) {
    detection::FiledReader reader;
    assessment::Problems problems;
    auto filed = reader.read(
        R"({"declaration_id":"IMP-)" + std::to_string(n) +
            R"(","party_id":"firm-1","seller":"S-1","declaration":{"declaration_number":"99990-26-00000)" +
            std::to_string(n) +
            R"(M","tax_date":"2026-03-02","currency":"USD","incoterm":"FOB","freight":{"amount":240,"currency":"USD"},"lines":[{"tariff_code":"6403910000","quantity":100,"unit":"2U","net_weight":120,"origin":"CN","price":)" +
            std::to_string(price) + R"(}]},"goods":[{"line":1,"item":"BOOT-1","trade_mark":true}]})",
        problems);
    EXPECT_TRUE(problems.empty());
    return filed;
  }
  Result<Matters> lodge(const detection::Filed& filed, const record::Origin& from = origin()) {
    return record::wait<Matters>([&](auto done) { imports->lodge(filed, from, std::move(done)); });
  }
  static record::MatterSearch of(const std::string& party) {
    record::MatterSearch search;
    search.parties = {party};
    return search;
  }
  Kept kept(int n) { return imports->find("firm-1", "IMP-" + std::to_string(n)).value().value(); }

  law::Law law = law::Law::load(std::string(CLEARWAY_SOURCE_DIR) + "/law").value();
  std::unique_ptr<const assessment::Tables> tables = assessment::Tables::load(law).value();
  std::unique_ptr<record::Store> store;
  std::unique_ptr<Imports> imports;
};

TEST_P(ImportsTest, ADeclarationComesBackAsItWasLodgedAndItsFiguresToTheByte) {
  const auto filed = boots(1);
  const auto matter = lodge(filed).value().front();
  EXPECT_EQ(matter.kind, "import_declaration");
  EXPECT_EQ(matter.state, "accepted");
  EXPECT_EQ(matter.related_id, "99990-26-000001M");
  const auto found = kept(1);
  EXPECT_EQ(found.filed, filed);
  const auto answer = tables->assessor().assess(filed.declaration);
  EXPECT_EQ(found.payable, answer.payable);
  EXPECT_EQ(found.matter.amount_krw, answer.payable);
  const auto again = imports->recompute(found);
  EXPECT_TRUE(again.same);
  EXPECT_FALSE(again.law_is_other || again.tariff_is_other);
  EXPECT_EQ(again.figures, figures_of(answer));
  auto other = found;
  other.filed = boots(1, 3'001);
  EXPECT_FALSE(imports->recompute(other).same);
}

TEST_P(ImportsTest, ARepetitionIsHarmlessAndAnotherRequestUnderItsIdRefused) {
  const auto first = lodge(boots(1), origin("R-1")).value().front();
  const auto second = lodge(boots(1), origin("R-1")).value().front();
  EXPECT_EQ(first.version, second.version);
  const auto other = lodge(boots(2), origin("R-1"));
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().code, "request_id_was_used_for_another_request");
  EXPECT_EQ(lodge(boots(1), origin("R-2")).error().code, "already_exists");
}

TEST_P(ImportsTest, WhatCannotBeAssessedIsNotKept) {
  auto filed = boots(1);
  filed.declaration.lines[0].tariff_code = "0000000000";
  const auto refused = lodge(filed);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "declaration_cannot_be_assessed");
  EXPECT_EQ(refused.error().field, "declaration.lines[1].tariff_code");
  EXPECT_FALSE(imports->find("firm-1", "IMP-1").value());
}

TEST_P(ImportsTest, AnAmendmentKeepsBothDigestsAndTheRecordStaysWhole) {
  ASSERT_TRUE(lodge(boots(1)).ok());
  const auto before = kept(1);
  const Amendment price{*Date::parse("2026-03-05"), "the invoice was read wrongly"};
  const auto from = origin("A-1");
  const auto amend = [&](const Kept& read, const detection::Filed& after, const record::Origin& by) {
    return record::wait<Matters>([&](auto done) { imports->amend(read, after, price, by, std::move(done)); });
  };
  EXPECT_FALSE(imports->was_amended(before, boots(1, 3'300), price, from).value());
  ASSERT_TRUE(amend(before, boots(1, 3'300), from).ok());
  const auto after = kept(1);
  EXPECT_EQ(after.matter.state, "amended");
  EXPECT_GT(after.payable, before.payable);
  EXPECT_TRUE(imports->recompute(after).same);
  const auto steps = imports->steps(after).value();
  ASSERT_EQ(steps.size(), 2U);
  EXPECT_NE(steps[1].detail.find(before.digest), std::string::npos);
  EXPECT_EQ(steps[1].detail.find("invoice"), std::string::npos) << "what was said may be personal";
  ASSERT_EQ(after.amendments.size(), 1U);
  EXPECT_EQ(after.amendments[0].reason, price.reason);
  EXPECT_EQ(after.amendments[0].on, price.on);
  EXPECT_TRUE(imports->was_amended(after, boots(1, 3'300), price, from).value()) << "a repetition";
  EXPECT_EQ(amend(before, boots(1, 3'300), from).value().front().version, after.matter.version);
  EXPECT_EQ(imports->was_amended(after, boots(1, 3'500), price, from).error().code,
            "request_id_was_used_for_another_request");
  EXPECT_EQ(amend(before, boots(1, 3'400), origin("A-2")).error().code, "version_is_not_current");
  EXPECT_EQ(amend(after, boots(2), origin("A-3")).error().code, "party_keeps_its_declaration");
}

TEST_P(ImportsTest, ListsShowImportDeclarationsAlone) {
  for (int n = 1; n <= 3; ++n) ASSERT_TRUE(lodge(boots(n)).ok());
  const auto page = imports->search(of("firm-1")).value();
  EXPECT_EQ(page.matters.size(), 3U);
  EXPECT_TRUE(imports->search(of("firm-2")).value().matters.empty());
  std::size_t count = 0;
  ASSERT_TRUE(imports->each([&](const Kept&) { return ++count, true; }).ok());
  EXPECT_EQ(count, 3U);
}

INSTANTIATE_TEST_SUITE_P(Engines, ImportsTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

}  // namespace
}  // namespace clearway::importing
