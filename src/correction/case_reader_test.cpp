#include "correction/case_reader.h"

#include <gtest/gtest.h>

namespace clearway::correction {
namespace {

const std::string whole = R"({
  "case_id": "예 1",
  "declaration": {"number": "12345-25-000001M", "declared_on": "2025-02-03", "accepted_on": "2025-02-03",
                  "due_on": "2025-02-28", "paid_on": "2025-02-18",
                  "payments": [{"on": "2025-02-18", "amount_krw": 8000000}]},
  "lines": [{"line": "1", "tax": "customs_duty", "declared_krw": 8000000, "correct_krw": 9000000}],
  "lines_under_correction": ["2"],
  "circumstances": {"audit_notice_on": null, "fraud": false, "review_delay": {"from": "2025-03-01", "to": "2025-03-02"}},
  "drafted_on": "2025-08-30", "filed_on": "2025-09-01", "paid_on": "2025-09-02", "audit_found_on": "2026-01-02"
})";

std::string row(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c != '\n') out.push_back(c);
  }
  return out;
}

std::string with(const std::string& from, const std::string& to) {
  auto text = whole;
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(CorrectionCase, IsReadWhole) {
  const auto read = read_case(whole);
  ASSERT_TRUE(std::holds_alternative<Case>(read.content)) << name(std::get<Refused>(read.content).refusal);
  const auto& c = std::get<Case>(read.content);
  EXPECT_EQ(c.case_id, "예 1");
  EXPECT_EQ(c.declaration.due_on->text(), "2025-02-28");
  ASSERT_EQ(c.lines.size(), 1U);
  EXPECT_EQ(c.lines[0].correct_krw, 9'000'000);
  EXPECT_EQ(c.lines_under_correction, std::vector<std::string>{"2"});
  EXPECT_FALSE(c.circumstances.audit_notice_on);
  EXPECT_EQ(c.circumstances.review_delay->to.text(), "2025-03-02");
  EXPECT_EQ(c.audit_found_on->text(), "2026-01-02");
}

TEST(CorrectionCase, SaysWhatIsWrongFirst) {
  const struct {
    std::string text, refusal, field;
  } cases[] = {
      {"{", "case_is_not_json", "."},
      {"[]", "value_has_the_wrong_type", "."},
      {with("\"case_id\": \"예 1\",", "\"case_id\": \"1\", \"case_id\": \"2\","), "field_stands_twice", "case_id"},
      {with("\"filed_on\"", "\"field_on\""), "field_is_not_known", "field_on"},
      {R"({"": 1})", "field_is_not_known", "\"\""},
      {with("\"fraud\"", "\"fruad\""), "field_is_not_known", "circumstances.fruad"},
      {with("\"tax\": \"customs_duty\",", "\"tax\": \"customs_duty\", \"krw\": 1,"), "field_is_not_known",
       "lines[0].krw"},
      {with("\"filed_on\": \"2025-09-01\",", ""), "field_is_missing", "filed_on"},
      {with("\"line\": \"1\", ", ""), "field_is_missing", "lines[0].line"},
      {with("\"declared_on\": \"2025-02-03\",", ""), "field_is_missing", "declaration.declared_on"},
      {with("\"fraud\": false", "\"fraud\": \"no\""), "value_has_the_wrong_type", "circumstances.fraud"},
      {with("\"line\": \"1\"", "\"line\": 1"), "value_has_the_wrong_type", "lines[0].line"},
      {with("9000000", "9000000.5"), "value_has_the_wrong_type", "lines[0].correct_krw"},
      {with("\"paid_on\": \"2025-09-02\"", "\"paid_on\": \"2025-09-31\""), "date_is_not_valid", "paid_on"},
      {with("\"paid_on\": \"2025-09-02\"", "\"paid_on\": \"0001-01-01\""), "date_is_not_valid", "paid_on"},
      {with("customs_duty", "duty"), "tax_is_not_known", "lines[0].tax"},
      {with("9000000", "-1"), "amount_is_negative", "lines[0].correct_krw"},
      {with("9000000", "1000000000000001"), "amount_is_too_large", "lines[0].correct_krw"},
      {with("9000000", "18446744073709551615"), "amount_is_too_large", "lines[0].correct_krw"},
      {with("\"declared_on\"", "\"imported_on\": \"2025-02-03\", \"declared_on\""), "field_is_not_known",
       "declaration.declared_on"},
      {with("\"fraud\": false", "\"classification_ruling_applied_on\": \"2025-03-01\""), "field_is_missing",
       "circumstances.classification_ruling_notified_on"},
  };
  for (const auto& c : cases) {
    const auto read = read_case(c.text);
    ASSERT_TRUE(std::holds_alternative<Refused>(read.content)) << c.text;
    const auto& refused = std::get<Refused>(read.content);
    EXPECT_EQ(name(refused.refusal), c.refusal) << c.text;
    EXPECT_EQ(refused.field, c.field) << c.text;
  }
}

TEST(CorrectionCase, TooManyLines) {
  std::string many = "[";
  for (std::size_t i = 0; i <= most_lines; ++i) {
    many += (i > 0 ? "," : "") + std::string("{\"line\":\"") + std::to_string(i) +
            R"(","tax":"customs_duty","declared_krw":0,"correct_krw":1})";
  }
  const auto text = R"({"declaration":{"declared_on":"2025-02-03"},"filed_on":"2025-03-03","lines":)" + many + "]}";
  const auto read = read_case(text);
  ASSERT_TRUE(std::holds_alternative<Refused>(read.content));
  EXPECT_EQ(name(std::get<Refused>(read.content).refusal), "case_has_too_many_lines");
}

TEST(CorrectionCase, OneOverSeveralLinesOrOneALine) {
  EXPECT_TRUE(read_cases("").empty());
  EXPECT_TRUE(read_cases(" \n\n").empty());
  const auto one = read_cases("\n" + whole);
  ASSERT_EQ(one.size(), 1U);
  EXPECT_EQ(one[0].row, 2U);
  EXPECT_TRUE(std::holds_alternative<Case>(one[0].content));

  const auto rows = read_cases(row(whole) + "\n\n{\"case_id\": \"b\", \"x\": 1}\n{broken\n" + row(whole) + "\n");
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_TRUE(std::holds_alternative<Case>(rows[0].content));
  EXPECT_EQ(rows[1].row, 3U);
  EXPECT_EQ(rows[1].case_id, "b");
  EXPECT_TRUE(std::holds_alternative<Refused>(rows[1].content));
  EXPECT_EQ(name(std::get<Refused>(rows[2].content).refusal), "case_is_not_json");
  EXPECT_TRUE(std::holds_alternative<Case>(rows[3].content));

  // A broken case over several lines is one case, not as many as it has lines.
  EXPECT_EQ(read_cases(with("\"filed_on\":", "\"filed_on\"")).size(), 1U);
}

}  // namespace
}  // namespace clearway::correction
