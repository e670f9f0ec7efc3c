#include "debt/case_reader.h"

#include <gtest/gtest.h>

#include <set>

namespace clearway::debt {
namespace {

constexpr std::string_view tail = R"("accepted":"2026-03-02","until":"2026-09-30"})";

Problems problems_of(const std::string& json) {
  Problems problems;
  read_case(json, problems);
  return problems;
}

TEST(CaseReader, EveryRefusalNamesFieldValueAndRemedy) {
  const std::string rest(tail);
  const struct {
    std::string_view name;
    std::string json;
    Refusal refusal;
    std::string_view field, value, expected;
  } cases[] = {
      {"no JSON", "{", Refusal::case_is_not_json, "", "", ""},
      {"a list", "[1]", Refusal::case_is_no_object, "", "[1]", ""},
      {"a field twice", R"({"principal":1,"principal":2,)" + rest, Refusal::field_stands_twice, "principal", "2", ""},
      {"a misspelt field", R"({"principle":1,"principal":1,)" + rest, Refusal::field_is_not_known, "principle", "1",
       "principal"},
      {"a misspelt field of a payment",
       R"({"principal":1,"payments":[{"date":"2026-03-02","amuont":1,"amount":1}],)" + rest,
       Refusal::field_is_not_known, "payments[0].amuont", "1", "amount"},
      {"a text for an amount", R"({"principal":"1",)" + rest, Refusal::value_has_the_wrong_type, "principal", "\"1\"",
       "1000000"},
      {"a fraction of a won", R"({"principal":1.5,)" + rest, Refusal::amount_is_not_whole, "principal", "1.5", ""},
      {"below zero", R"({"principal":-1,)" + rest, Refusal::amount_is_negative, "principal", "-1", "0"},
      {"beyond the range", R"({"principal":1000000000000001,)" + rest, Refusal::amount_is_too_large, "principal",
       "1000000000000001", "1000000000000000"},
      {"beyond 64 bits", R"({"principal":9223372036854775808,)" + rest, Refusal::amount_is_too_large, "principal",
       "9223372036854775808", "1000000000000000"},
      {"an impossible date", R"({"principal":1,"notice_date":"2026-02-30",)" + rest, Refusal::date_is_not_valid,
       "notice_date", "2026-02-30", "2026-11-23"},
      {"an unknown tax", R"({"principal":1,"tax_kind":"income_tax",)" + rest, Refusal::choice_is_not_known, "tax_kind",
       "income_tax", "customs_duty, "},
      {"no principal", "{" + rest, Refusal::field_is_missing, "principal", "", ""},
      {"no day", R"({"principal":1,"accepted":"2026-03-02"})", Refusal::field_is_missing, "until", "", ""},
      {"no date of the debt", R"({"principal":1,"until":"2026-09-30"})", Refusal::field_is_missing, "accepted", "", ""},
      {"a foreign currency", R"({"principal":1,"payments":[{"date":"2026-03-02","amount":1,"currency":"USD"}],)" + rest,
       Refusal::currency_is_foreign, "payments[0].currency", "USD", "KRW"},
      {"nothing owed", R"({"principal":0,)" + rest, Refusal::principal_is_zero, "principal", "0", "1"},
      {"a payment of nothing", R"({"principal":1,"payments":[{"date":"2026-03-02","amount":0}],)" + rest,
       Refusal::amount_is_zero, "payments[0].amount", "0", "1"},
      {"a payment twice",
       R"({"principal":9,"payments":[{"id":"a","date":"2026-03-02","amount":1},{"id":"a","date":"2026-03-03","amount":1}],)" +
           rest,
       Refusal::payment_id_stands_twice, "payments[1].id", "a", ""},
      {"a day before the debt", R"({"principal":1,"accepted":"2026-03-02","until":"2026-03-01"})",
       Refusal::until_is_before_the_debt, "until", "2026-03-01", "≥ 2026-03-02"},
      {"a notice before the debt", R"({"principal":1,"notice_date":"2026-03-01",)" + rest,
       Refusal::notice_is_before_the_debt, "notice_date", "2026-03-01", "≥ 2026-03-02"},
      {"a notice due before it was made",
       R"({"principal":1,"notice_date":"2026-03-27","notice_due":"2026-03-26",)" + rest,
       Refusal::notice_due_is_before_the_notice, "notice_due", "2026-03-26", "≥ 2026-03-27"},
      {"a due date of no notice", R"({"principal":1,"notice_due":"2026-04-13",)" + rest,
       Refusal::notice_date_is_missing, "notice_due", "2026-04-13", "notice_date"},
      {"a payment before the debt", R"({"principal":1,"payments":[{"date":"2026-03-01","amount":1}],)" + rest,
       Refusal::payment_is_before_the_debt, "payments[0].date", "2026-03-01", "≥ 2026-03-02"},
      {"a suspension that ends first",
       R"({"principal":1,"suspensions":[{"from":"2026-05-02","to":"2026-05-01"}],)" + rest,
       Refusal::period_ends_before_it_starts, "suspensions[0].to", "2026-05-01", "≥ 2026-05-02"},
  };
  const auto messages = Messages::load(CLEARWAY_SOURCE_DIR "/messages").value();
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto problems = problems_of(c.json);
    ASSERT_FALSE(problems.empty());
    const auto& first = problems.front();
    EXPECT_EQ(name(first.refusal), name(c.refusal));
    EXPECT_EQ(first.field, c.field);
    if (!c.value.empty()) {
      EXPECT_EQ(first.value, c.value);
    }
    EXPECT_TRUE(first.expected.starts_with(c.expected)) << first.expected;
    EXPECT_FALSE(first.text(messages).ko.empty());
    if (c.refusal != Refusal::case_is_not_json && c.refusal != Refusal::case_is_no_object) {
      EXPECT_EQ(first.text(messages).en.find('{'), std::string::npos);  // every place is filled
    }
  }
}

TEST(CaseReader, ProblemsAreListedInTheOrderOfTheRefusals) {
  const auto problems = problems_of(
      R"({"until":"never","principal":-5,"payments":[{"amount":1.5,"date":"2026-03-02","note":1}],"accepted":"2026-03-02"})");
  ASSERT_EQ(problems.size(), 4U);
  EXPECT_EQ(problems[0].refusal, Refusal::field_is_not_known);
  EXPECT_EQ(problems[1].refusal, Refusal::amount_is_not_whole);
  EXPECT_EQ(problems[2].refusal, Refusal::amount_is_negative);
  EXPECT_EQ(problems[3].refusal, Refusal::date_is_not_valid);
}

TEST(CaseReader, EveryRefusalHasItsSentences) {
  const auto messages = Messages::load(CLEARWAY_SOURCE_DIR "/messages").value();
  std::set<std::string_view> seen;
  for (const auto name : refusal_names) {
    EXPECT_TRUE(seen.insert(name).second) << name;
    EXPECT_NE(messages.find("debt.refused." + std::string(name) + ".text"), nullptr) << name;
    EXPECT_NE(messages.find("debt.refused." + std::string(name) + ".fix"), nullptr) << name;
  }
}

}  // namespace
}  // namespace clearway::debt
