#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "app/context.h"

namespace clearway::app {
namespace {

const std::string source_folder = CLEARWAY_SOURCE_DIR;

struct Outcome {
  int exit;
  std::string out, err;
};

/// `clearway debt COMMAND` with `words`, the case on standard input.
Outcome debt(const std::string& command, const std::string& json, std::vector<std::string> words) {
  std::vector<std::string> line = {
      "clearway", "debt", command, "--law", source_folder + "/law", "--messages", source_folder + "/messages"};
  line.insert(line.end(), words.begin(), words.end());
  std::vector<const char*> arguments;
  for (const auto& word : line) arguments.push_back(word.c_str());
  std::istringstream in(json);
  auto* const before = std::cin.rdbuf(in.rdbuf());
  std::ostringstream out, err;
  const int exit = run(static_cast<int>(arguments.size()), arguments.data(), out, err);
  std::cin.rdbuf(before);
  return {exit, out.str(), err.str()};
}
Outcome compute(const std::string& json, std::vector<std::string> words) {
  return debt("compute", json, std::move(words));
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

const std::string worked_example =
    R"({"principal":100000000,"tax_kind":"customs_duty","accepted":"2026-03-02","notice_date":"2026-03-27",)"
    R"("notice_due":"2026-04-13","payments":[{"date":"2026-09-30","amount":106938000}],"until":"2026-09-30"})";

TEST(DebtCommands, TheWorkedExampleAsJsonAndAsSentences) {
  const auto json = compute(worked_example, {"--json"});
  EXPECT_EQ(json.exit, 0) << json.err;
  for (const auto* part : {R"("total":6938000)", R"("days":179)", R"("amount":3938000)", R"("amount":3000000)",
                           R"("days":1826,"amount":40172000)", R"("to_tax":100000000,"to_penalty":6938000)"}) {
    EXPECT_TRUE(has(json.out, part)) << part;
  }
  const auto text = compute(worked_example, {"--lang", "en"});
  EXPECT_TRUE(has(text.out, "together KRW 0")) << text.out;
  EXPECT_TRUE(has(text.out, "[Customs Act Article 42(1)2(b)]")) << text.out;
  EXPECT_TRUE(has(compute(worked_example, {}).out, "170일, 100,000,000원 × 170일 × 0.022 % = 3,740,000원"));
}

TEST(DebtCommands, ARefusedCaseSaysWhyOnBothStreams) {
  const auto refused =
      compute(R"({"principal":1,"accepted":"2026-03-02","untill":"2026-09-30"})", {"--json", "--lang", "en"});
  EXPECT_EQ(refused.exit, 1);
  EXPECT_TRUE(has(refused.out, R"("code":"field_is_not_known","field":"untill")")) << refused.out;
  EXPECT_TRUE(has(refused.err, "There is no field 'untill'. Nearest: until.")) << refused.err;
}

TEST(DebtCommands, AnotherCountrysRulesComeFromAFile) {
  const auto pack = source_folder + "/law/packs/uk-interest-forecast.yaml";
  const auto done =
      compute(R"({"principal":500000,"start":"2018-12-16","until":"2019-04-14"})", {"--pack", pack, "--json"});
  EXPECT_EQ(done.exit, 0) << done.err;
  EXPECT_TRUE(has(done.out, R"("interest":5297,"total":505297,"days":119,"per_day":44)")) << done.out;
  const auto text =
      compute(R"({"principal":500000,"start":"2018-12-16","until":"2019-04-14"})", {"--pack", pack, "--lang", "en"});
  EXPECT_TRUE(has(text.out, "unpaid 5,000.00, interest 52.97, in all 5,052.97, a day 0.44")) << text.out;
}

TEST(DebtCommands, APackThatCannotBeUsedIsNamedWithItsLine) {
  const auto missing = compute("{}", {"--pack", "/nonexistent.yaml", "--lang", "en"});
  EXPECT_EQ(missing.exit, 2);
  EXPECT_TRUE(has(missing.err, "/nonexistent.yaml: The file cannot be read")) << missing.err;
  const auto path = std::filesystem::temp_directory_path() / "clearway-debt-commands-test.yaml";
  std::ofstream(path) << "pack: x\nrates: {}\nraets: {}\n";
  const auto broken = compute("{}", {"--pack", path.string(), "--lang", "en"});
  std::filesystem::remove(path);
  EXPECT_EQ(broken.exit, 2);
  EXPECT_TRUE(has(broken.err, ":3: raets: There is no key 'raets'")) << broken.err;
}

/// What a command says of a case that it does not take.
struct Spoilt {
  std::string_view what;
  std::string json;
  std::string_view code, field;       // on standard output
  std::string_view sentence, remedy;  // on standard error
};

void expect_refused(const std::string& command, const std::vector<Spoilt>& cases) {
  for (const auto& c : cases) {
    const auto refused = debt(command, c.json, {"--json", "--lang", "en"});
    EXPECT_EQ(refused.exit, 1) << c.what;
    EXPECT_TRUE(has(refused.out, "\"code\":\"" + std::string(c.code) + "\",\"field\":\"" + std::string(c.field) + "\""))
        << c.what << ": " << refused.out;
    EXPECT_TRUE(has(refused.err, c.sentence)) << c.what << ": " << refused.err;
    EXPECT_TRUE(has(refused.err, c.remedy)) << c.what << ": " << refused.err;
  }
  EXPECT_EQ(debt(command, cases.front().json, {}).out, "") << "sentences go to standard error";
}

const std::string to_plan =
    R"({"on":"2026-06-01","parts":12,"debts":[{"principal":60000000,"accepted":"2026-01-05",)"
    R"("notice_date":"2026-02-02"}],"facts":{"business_can_recover":true,"no_conviction":true,)"
    R"("written_plan_is_given":true},"means":{"income":9000000,"expenses":3000000,"assets":0}})";

TEST(DebtCommands, ThreePlansStandSideBySide) {
  const auto json = debt("plans", to_plan, {"--json"});
  EXPECT_EQ(json.exit, 0) << json.err;
  for (const auto* part :
       {R"("plan":"one_payment")", R"("plan":"instalments")", R"("plan":"deferral")",
        R"("total":{"costs":0,"tax":60000000,"penalty":3304800,"total":63304800})",
        R"({"date":"2026-08-03","counted_to":"2026-08-01","due":{"costs":0,"tax":5000000,"penalty":0,"total":5000000})",
        R"("affordability":{"surplus":6000000,"highest_part":63304800)"}) {
    EXPECT_TRUE(has(json.out, part)) << part;
  }
  const auto text = debt("plans", to_plan, {"--lang", "en"});
  EXPECT_EQ(text.exit, 0) << text.err;
  EXPECT_TRUE(has(text.out, "One payment: KRW 63,304,800 in all (penalty KRW 3,304,800)")) << text.out;
  EXPECT_TRUE(has(text.out, "2027-06-01 KRW 10,928,300 (costs 0, tax 5,000,000, penalty 5,928,300")) << text.out;
  EXPECT_TRUE(
      has(text.out, "[not met] The due date has not passed (Enforcement Decree of the Customs Act Article 125)"))
      << text.out;
  EXPECT_TRUE(has(debt("plans", to_plan, {}).out, "한 번에 납부"));
}

TEST(DebtCommands, APlanThatCannotBeMadeNamesFieldAndRemedy) {
  const auto with = [](const std::string& fields) {
    return R"({"on":"2026-06-01",)" + fields + R"("debts":[{"principal":60000000,"accepted":"2026-01-05"}]})";
  };
  expect_refused(
      "plans",
      {
          {"no JSON", "on=2026-06-01", "case_is_not_json", "", "This is no JSON", "the command's page of docs/"},
          {"a misspelt field", with(R"("part":12,)"), "field_is_not_known", "part", "There is no field 'part'",
           "Nearest: parts."},
          {"a word for a number", with(R"("parts":"twelve",)"), "value_has_the_wrong_type", "parts",
           "'parts' has a value of the wrong type: \"twelve\"", "For example"},
          {"no debt", R"({"on":"2026-06-01","debts":[]})", "debts_are_missing", "debts", "'debts' holds no debt",
           "Give at least 1."},
          {"no parts", with(R"("parts":0,)"), "parts_are_out_of_range", "parts", "'parts': 0 parts cannot be planned",
           "Give 1 to 120."},
          {"paid before it is asked for", with(R"("pay_on":"2026-05-31",)"), "pay_on_is_before_the_application",
           "pay_on", "'pay_on': 2026-05-31 is before the application", "Give 2026-06-01 or a later day."},
          {"the second debt is of nothing",
           R"({"on":"2026-06-01","debts":[{"principal":5,"accepted":"2026-01-05"},)"
           R"({"principal":0,"accepted":"2026-01-05"}]})",
           "principal_is_zero", "debts[1].principal", "'debts[1].principal' is zero", "give 1 or more"},
      });
}

const std::string to_enforce =
    R"({"amount":30000000,"accepted":"2026-03-02","on":"2026-06-01","step":"seizure","events":[)"
    R"({"date":"2026-03-27","event":"step","of":"payment_notice","evidence":"notice 2026-11"},)"
    R"({"date":"2026-03-27","event":"service","of":"payment_notice","how":"registered_post","evidence":"receipt 11-3"},)"
    R"({"date":"2026-04-20","event":"step","of":"demand","until":"2026-05-08"},)"
    R"({"date":"2026-04-26","event":"service","of":"demand","how":"delivered"},)"
    R"({"date":"2026-05-25","event":"measurement","of":"deposits","amount":2499999,"evidence":"bank answer 4"}]})";

TEST(DebtCommands, AStepIsAnsweredWithWhatItLacks) {
  const auto json = debt("steps", to_enforce, {"--json"});
  EXPECT_EQ(json.exit, 0) << json.err;
  for (const auto* part : {R"("state":"enforceable")", R"("left":30000000,"arrears_since":"2026-04-14")",
                           R"("step":"seizure","asset":"deposit")", R"("code":"criterion_is_not_met")",
                           R"("value":2499999,)", R"("evidence":"bank answer 4")"}) {
    EXPECT_TRUE(has(json.out, part)) << part;
  }
  EXPECT_FALSE(has(json.out, R"("step":"disclosure")")) << "one step was asked";
  const auto text = debt("steps", to_enforce, {"--lang", "en"});
  EXPECT_EQ(text.exit, 0) << text.err;
  EXPECT_TRUE(has(text.out, "2026-06-01: enforceable, KRW 30,000,000 left")) << text.out;
  EXPECT_TRUE(has(text.out,
                  "may not be taken: 'seizure' (deposit)  [National Tax Collection Act Article 31(1)]\n"
                  "  A criterion of 'seizure' is not met: deposits of the debtor in all: KRW 2,499,999 (less "
                  "than KRW 2,500,000)"))
      << text.out;
  EXPECT_TRUE(has(text.out, "[met] demand: its deadline of 2026-05-11 has passed")) << text.out;
}

TEST(DebtCommands, AFileThatDoesNotHoldTogetherNamesTheEvent) {
  const auto with = [](const std::string& event) {
    return R"({"amount":1,"accepted":"2026-03-02","on":"2026-06-01","events":[{"date":"2026-04-26",)" + event + "}]}";
  };
  expect_refused(
      "steps",
      {
          {"a misspelt field", R"({"amount":1,"on":"2026-06-01","acepted":"2026-03-02"})", "field_is_not_known",
           "acepted", "There is no field 'acepted'", "Nearest: accepted."},
          {"no day", R"({"amount":1})", "field_is_missing", "on", "'on' is missing", "Add it."},
          {"a misspelt step", R"({"amount":1,"on":"2026-06-01","step":"seisure"})", "choice_is_not_known", "step",
           "'step' has no value seisure", "One of: payment_notice, early_collection_notice"},
          {"a demand that was never given", with(R"("event":"service","of":"demand")"), "service_has_no_notice",
           "events[0].of", "'events[0].of': demand was served, but was not given before",
           "Enter the step (demand) first."},
          {"more than is owed", with(R"("event":"payment","amount":2)"), "payment_is_above_what_is_left",
           "events[0].amount", "'events[0].amount': the payment of 2 is more than what is left", "Enter 1 at most"},
      });
}

const std::string to_distribute =
    R"({"case_id":"S-1","day":"2026-09-15","price_krw":500000000,"costs_krw":12000000,)"
    R"("debts":[{"matter_id":"N-1","number":"2026-000041","statutory_date":"2026-06-01",)"
    R"("owed":[{"charge":"customs_duty","krw":260000000},{"charge":"penalty","krw":40000000}]}],)"
    R"("claims":[{"claim_id":"a","creditor":"Bank A","kind":"mortgage","date":"2026-05-10","amount_krw":250000000},)"
    R"({"claim_id":"b","creditor":"Bank B","kind":"mortgage","date":"2026-07-01","amount_krw":100000000}]})";

TEST(DebtCommands, ProceedsAreSharedByRankWithTheReasonOfEachShare) {
  const auto json = debt("distribute", to_distribute, {"--json"});
  EXPECT_EQ(json.exit, 0) << json.err;
  for (
      const auto* part :
      {R"("id":"claim:a","creditor":"Bank A","kind":"mortgage","date":"2026-05-10","claimed_krw":250000000,"share_krw":250000000)",
       R"("claimed_krw":300000000,"share_krw":238000000,"short_krw":62000000,"cite":"customs-act-3-2")",
       R"({"matter_id":"N-1","charge":"customs_duty","krw":238000000})",
       R"("surplus_krw":0,"arrears_left_krw":62000000)"}) {
    EXPECT_TRUE(has(json.out, part)) << part;
  }
  EXPECT_EQ(debt("distribute", to_distribute, {"--lang", "en"}).out,
            "Customs S-1, costs of this sale: the whole claim of KRW 12,000,000.\n"
            "Bank A, mortgage (2026-05-10): the whole claim of KRW 250,000,000.\n"
            "Customs 2026-000041, customs debt (2026-06-01): KRW 238,000,000 of the claim of KRW 300,000,000.\n"
            "Bank B, mortgage (2026-07-01): nothing is left for the claim of KRW 100,000,000.\n"
            "The remaining KRW 0 goes to the debtor.\n");
}

TEST(DebtCommands, ProceedsThatCannotBeSharedNameTheClaim) {
  const auto claim = [](const std::string& rest) {
    return R"({"day":"2026-09-15","price_krw":1,"claims":[{"claim_id":"a","creditor":"Bank A",)" + rest + "}]}";
  };
  expect_refused(
      "distribute",
      {
          {"costs misspelt", R"({"day":"2026-09-15","price_krw":1,"cost_krw":1})", "field_is_not_known", "cost_krw",
           "There is no field 'cost_krw'", "Nearest: costs_krw."},
          {"no price", R"({"day":"2026-09-15"})", "field_is_missing", "price_krw", "'price_krw' is missing", "Add it."},
          {"an unknown kind", claim(R"("kind":"mortgag","amount_krw":1)"), "choice_is_not_known", "claims[0].kind",
           "'claims[0].kind' has no value mortgag", "One of: costs_of_this_sale"},
          {"a mortgage without the date that ranks it", claim(R"("kind":"mortgage","amount_krw":1)"),
           "field_is_missing", "claims[0].date", "'claims[0].date' is missing", "Add it."},
          {"part of a won", claim(R"("kind":"mortgage","date":"2026-05-10","amount_krw":1.5)"), "amount_is_not_whole",
           "claims[0].amount_krw", "'claims[0].amount_krw' is no whole amount: 1.5", "Give a whole number"},
          {"a day that is none", claim(R"("kind":"mortgage","date":"2026-02-30","amount_krw":1)"), "date_is_not_valid",
           "claims[0].date", "'claims[0].date' is no date: 2026-02-30", "Write it as 2026-11-23."},
      });
}

}  // namespace
}  // namespace clearway::app
