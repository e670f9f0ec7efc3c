#include "plan/case_reader.h"

#include <gtest/gtest.h>

#include "plan/answer.h"

namespace clearway::plan {
namespace {

const std::string debts = R"("debts":[{"principal":60000000,"accepted":"2026-01-05","notice_date":"2026-02-02"}])";

std::string refused(const std::string& json) {
  debt::Problems problems;
  read_request(json, problems);
  std::string names;
  for (const auto& problem : problems) {
    names += (names.empty() ? "" : " ") + std::string(debt::name(problem.refusal)) + ":" + problem.field;
  }
  return names;
}

TEST(PlanCase, EveryFieldIsRead) {
  debt::Problems problems;
  const auto request = read_request(
      R"({"on":"2026-06-01","granted_on":"2026-01-05","pay_on":"2026-06-10","parts":7,"penalty":"with_each",)"
      R"("security_offered":5,"facts":{"cause_is_recognised":true,"no_conviction":false},)"
      R"("means":{"income":3,"expenses":2,"assets":1},)" +
          debts + "}",
      problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(request.on.text(), "2026-06-01");
  EXPECT_EQ(request.granted_on->text(), "2026-01-05");
  EXPECT_EQ(request.pay_on->text(), "2026-06-10");
  EXPECT_EQ(request.parts, 7);
  EXPECT_EQ(request.order, PenaltyOrder::with_each);
  EXPECT_EQ(request.security_offered, 5);
  EXPECT_EQ(request.facts.cause_is_recognised, true);
  EXPECT_EQ(request.facts.no_conviction, false);
  EXPECT_FALSE(request.facts.no_new_arrears);
  EXPECT_EQ(request.means->income, 3);
  EXPECT_EQ(request.means->assets, 1);
  ASSERT_EQ(request.debts.size(), 1U);
  EXPECT_EQ(request.debts[0].principal, 60'000'000);
  EXPECT_EQ(request.debts[0].until.text(), "2026-06-01");
}

TEST(PlanCase, WhatIsWrongIsNamedUnderItsPlace) {
  const struct {
    std::string json, problems;
  } rows[] = {
      {"", "case_is_not_json:"},
      {"[]", "case_is_no_object:"},
      {"{" + debts + "}", "field_is_missing:on"},
      {R"({"on":"2026-01-04",)" + debts + "}", "until_is_before_the_debt:on"},
      {R"({"on":"2026-06-01","colour":1,)" + debts + "}", "field_is_not_known:colour"},
      {R"({"on":"2026-06-01","penalty":"never",)" + debts + "}", "choice_is_not_known:penalty"},
      {R"({"on":"2026-06-01","facts":{"no_conviction":"yes"},)" + debts + "}",
       "value_has_the_wrong_type:facts.no_conviction"},
      {R"({"on":"2026-06-01","facts":[],)" + debts + "}", "value_has_the_wrong_type:facts"},
      {R"({"on":"2026-06-01","means":{"income":-1,"expenses":0},)" + debts + "}", "amount_is_negative:means.income"},
      {R"({"on":"2026-06-01","means":{"income":1},)" + debts + "}", "field_is_missing:means.expenses"},
      {R"({"on":"2026-06-01","debts":[{"principal":0,"accepted":"2026-01-05"}]})",
       "principal_is_zero:debts[0].principal"},
      {R"({"on":"2026-06-01","debts":[{"principal":5,"accepted":"2026-01-05","until":"2026-06-01"}]})",
       "field_is_not_known:debts[0].until"},
      {R"({"on":"2026-06-01","debts":[5]})", "value_has_the_wrong_type:debts[0]"},
  };
  for (const auto& row : rows) EXPECT_EQ(refused(row.json), row.problems) << row.json;
}

TEST(PlanCase, EveryWordOfTheLawHasItsSentencesInBothLanguages) {
  static const auto law = law::Law::load(CLEARWAY_SOURCE_DIR "/law").value();
  static const auto calendar = law::load_calendar(CLEARWAY_SOURCE_DIR "/law").value();
  static const auto messages = Messages::load(CLEARWAY_SOURCE_DIR "/messages").value();
  debt::Problems problems;
  const auto request =
      read_request(R"({"on":"2026-06-01","parts":30,"means":{"income":9000000,"expenses":1},)" + debts + "}", problems);
  const auto offer = plan::offer(request, law, calendar);
  ASSERT_TRUE(offer.ok());
  ASSERT_TRUE(offer->nearest);
  const auto json = to_json(request, *offer, law, messages);
  EXPECT_NE(json.find(R"("nearest":{"parts":24)"), std::string::npos);
  EXPECT_NE(json.find("Deferral of seizure and sale"), std::string::npos);
  for (const auto language : {Language::korean, Language::english}) {
    const auto text = to_text(request, *offer, law, messages, language);
    EXPECT_EQ(text.find('{'), std::string::npos);
  }
  for (const auto* code : {"debts_are_missing", "parts_are_out_of_range", "parts_are_above_the_tax",
                           "pay_on_is_before_the_application", "application_is_before_the_law"}) {
    const Error error{code, "on", "5", "6"};
    EXPECT_FALSE(refused_text(error, messages).ko.empty());
    EXPECT_NE(refused_json(error, messages).find(code), std::string::npos);
  }
}

}  // namespace
}  // namespace clearway::plan
