#include "law/parameter_reader.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "law/code_table_reader.h"

namespace clearway::law {
namespace {

const Sources sources = {{"act-1", Source{"act-1", {"법", "Act"}, {}, "read", "2026"}},
                         {"act-2", Source{"act-2", {"법", "Act"}, {}, "read", "2026"}}};

struct Read {
  std::optional<Parameter> parameter;
  Problems problems;
};

Read read(const std::string& text) {
  Read out;
  out.parameter = read_parameter("kr/export/x.yaml", text, sources, out.problems);
  return out;
}

const std::string head = "description: {ko: 값, en: Value}\n";

TEST(ParameterReader, ReadsEveryType) {
  const struct {
    std::string_view name, type, unit, value, text;
  } cases[] = {
      {"money", "money", "unit: KRW", "2000000", "2000000"},
      {"count", "count", "", "57", "57"},
      {"days", "days", "", "0", "0"},
      {"a negative integer", "integer", "", "-3", "-3"},
      {"ratio", "ratio", "", "0.05", "0.05"},
      {"the whole", "ratio", "", "1", "1"},
      {"a decimal above one", "decimal", "", "1.5", "1.5"},
      {"six places", "ratio", "", "0.000001", "0.000001"},
      {"text that looks like a number", "text", "", "\"15\"", "15"},
      {"texts", "texts", "", "[CIF, CIP]", "CIF, CIP"},
      {"integers may repeat", "integers", "", "[1, 3, 1]", "1, 3, 1"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto got = read(head + "type: " + std::string(c.type) + "\n" + std::string(c.unit) +
                          "\nvalues:\n  undated: {value: " + std::string(c.value) + ", cite: act-1, grade: statute}\n");
    ASSERT_TRUE(got.parameter) << got.problems.front().error().detail;
    EXPECT_EQ(text_of(got.parameter->values.front().content), c.text);
    EXPECT_EQ(got.parameter->id, "kr.export.x");
    EXPECT_EQ(got.parameter->short_id(), "export.x");
  }
}

TEST(ParameterReader, RefusesFilesThatAreNotValid) {
  const std::string good = "  2014-07-30: {value: 1, cite: act-1, grade: statute}\n";
  const struct {
    std::string_view name;
    std::string text;
    std::string_view code;
    int line;
  } cases[] = {
      {"a date twice", head + "type: count\nvalues:\n" + good + good, "date_stands_twice", 5},
      {"dates out of order",
       head + "type: count\nvalues:\n" + good + "  2014-07-29: {value: 2, cite: act-1, grade: statute}\n",
       "dates_are_out_of_order", 5},
      {"undated after a date",
       head + "type: count\nvalues:\n" + good + "  undated: {value: 2, cite: act-1, grade: statute}\n",
       "undated_value_is_not_first", 5},
      {"an impossible date", head + "type: count\nvalues:\n  2014-02-30: {value: 2, cite: act-1, grade: statute}\n",
       "date_is_not_valid", 4},
      {"a date in another form", head + "type: count\nvalues:\n  20140730: {value: 2, cite: act-1, grade: statute}\n",
       "date_is_not_valid", 4},
      {"no citation", head + "type: count\nvalues:\n  2014-07-30: {value: 1, grade: statute}\n", "cite_is_missing", 4},
      {"a citation nobody knows",
       head + "type: count\nvalues:\n  2014-07-30: {value: 1, cite: act-9, grade: statute}\n", "cite_is_not_in_sources",
       4},
      {"no grade", head + "type: count\nvalues:\n  2014-07-30: {value: 1, cite: act-1}\n", "key_is_missing", 4},
      {"a grade nobody knows", head + "type: count\nvalues:\n  2014-07-30: {value: 1, cite: act-1, grade: sure}\n",
       "grade_is_not_known", 4},
      {"no value", head + "type: count\nvalues:\n  2014-07-30: {cite: act-1, grade: statute}\n", "key_is_missing", 4},
      {"a bare value", head + "type: count\nvalues:\n  2014-07-30: 57\n", "value_is_no_mapping", 4},
      {"no values", head + "type: count\n", "values_are_missing", 1},
      {"empty values", head + "type: count\nvalues: {}\n", "values_are_missing", 3},
      {"a number with commas",
       head + "type: money\nunit: KRW\nvalues:\n  undated: {value: \"2,000,000\", cite: act-1, grade: statute}\n",
       "value_has_the_wrong_type", 5},
      {"a negative count", head + "type: count\nvalues:\n  undated: {value: -1, cite: act-1, grade: statute}\n",
       "value_has_the_wrong_type", 4},
      {"a percentage as a ratio", head + "type: ratio\nvalues:\n  undated: {value: 5, cite: act-1, grade: statute}\n",
       "value_has_the_wrong_type", 4},
      {"a ratio with an exponent",
       head + "type: ratio\nvalues:\n  undated: {value: 5e-2, cite: act-1, grade: statute}\n",
       "value_has_the_wrong_type", 4},
      {"more places than can be kept",
       head + "type: ratio\nvalues:\n  undated: {value: 0.0000001, cite: act-1, grade: statute}\n",
       "value_has_the_wrong_type", 4},
      {"text where days are meant",
       head + "type: days\nvalues:\n  undated: {value: thirty, cite: act-1, grade: statute}\n",
       "value_has_the_wrong_type", 4},
      {"one text where a list is meant",
       head + "type: texts\nvalues:\n  undated: {value: CIF, cite: act-1, grade: statute}\n",
       "value_has_the_wrong_type", 4},
      {"a text twice", head + "type: texts\nvalues:\n  undated: {value: [A, A], cite: act-1, grade: statute}\n",
       "value_stands_twice", 4},
      {"a number out of range",
       head + "type: count\nvalues:\n  undated: {value: 99999999999999999999, cite: act-1, grade: statute}\n",
       "value_has_the_wrong_type", 4},
      {"a type nobody knows", head + "type: number\nvalues:\n" + good, "type_is_not_known", 2},
      {"no type", head + "values:\n" + good, "key_is_missing", 1},
      {"money without a currency", head + "type: money\nunit: won\nvalues:\n" + good, "money_needs_a_currency", 3},
      {"a misspelt key", head + "type: count\nvalue:\n" + good + "values:\n" + good, "key_is_not_known", 3},
      {"a misspelt key of a value",
       head + "type: count\nvalues:\n  2014-07-30: {value: 1, cites: act-1, cite: act-1, grade: statute}\n",
       "key_is_not_known", 4},
      {"a key twice", head + "type: count\ntype: count\nvalues:\n" + good, "key_stands_twice", 3},
      {"a description in one language", "description: {ko: 값}\ntype: count\nvalues:\n" + good,
       "text_needs_both_languages", 1},
      {"a claim that says it is confirmed",
       head + "type: count\nvalues:\n" + good + "claims:\n  undated: {value: 2, cite: act-1, grade: statute}\n",
       "claim_has_a_confirmed_grade", 6},
      {"columns without a table", head + "type: count\ncolumns: {a: text}\nvalues:\n" + good, "key_is_not_known", 3},
      {"a table without columns", head + "type: table\nvalues:\n  undated: {value: [], cite: act-1, grade: statute}\n",
       "table_needs_columns", 1},
      {"a cell of the wrong type",
       head +
           "type: table\ncolumns: {a: integer}\nvalues:\n  undated:\n    cite: act-1\n    grade: statute\n    value:\n"
           "      - {a: x}\n",
       "value_has_the_wrong_type", 9},
      {"a row without a cell",
       head + "type: table\ncolumns: {a: integer, b: text}\nvalues:\n  undated:\n    cite: act-1\n    grade: statute\n"
              "    value:\n      - {a: 1}\n",
       "key_is_missing", 9},
      {"a cell without a column",
       head +
           "type: table\ncolumns: {a: integer}\nvalues:\n  undated:\n    cite: act-1\n    grade: statute\n    value:\n"
           "      - {a: 1, c: 2}\n",
       "key_is_not_known", 9},
      {"a cell that cites what nobody knows",
       head + "type: table\ncolumns: {a: cite}\nvalues:\n  undated:\n    cite: act-1\n    grade: statute\n    value:\n"
              "      - {a: act-9}\n",
       "cite_is_not_in_sources", 9},
      {"a list instead of a file", "- a\n- b\n", "file_is_no_mapping", 1},
      {"broken YAML", head + "type: [count\n", "yaml_is_not_valid", 3},
      {"broken UTF-8", "description: \xff\n", "file_is_not_utf8", 0},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto got = read(c.text);
    EXPECT_FALSE(got.parameter);
    const auto found = std::find_if(got.problems.begin(), got.problems.end(),
                                    [&](const Problem& problem) { return problem.code == c.code; });
    if (found == got.problems.end()) {
      ADD_FAILURE() << (got.problems.empty() ? "no problem" : got.problems.front().error().detail);
      continue;
    }
    EXPECT_EQ(found->line, c.line) << found->error().detail;
    EXPECT_EQ(found->file, "kr/export/x.yaml");
  }
}

TEST(ParameterReader, ListsEveryProblemAndNotOnlyTheFirst) {
  const auto got =
      read("description: {ko: 값}\ntype: ratio\nvalues:\n  undated: {value: 7, cite: none, grade: none}\n");
  EXPECT_FALSE(got.parameter);
  EXPECT_EQ(got.problems.size(), 4U);
}

TEST(ParameterReader, RefusesSourcesThatAreNotComplete) {
  const struct {
    std::string_view name, text, code;
  } cases[] = {
      {"no evidence", "a: {title: {ko: 법, en: Act}}\n", "key_is_missing"},
      {"a title in one language", "a: {title: {en: Act}, evidence: read}\n", "text_needs_both_languages"},
      {"a key twice", "a: {title: {ko: 법, en: Act}, evidence: x}\na: {title: {ko: 법, en: Act}, evidence: x}\n",
       "key_stands_twice"},
      {"an unknown key", "a: {title: {ko: 법, en: Act}, evidence: read, url: x}\n", "key_is_not_known"},
  };
  for (const auto& c : cases) {
    Problems problems;
    read_sources("sources.yaml", std::string(c.text), problems);
    ASSERT_FALSE(problems.empty()) << c.name;
    EXPECT_EQ(problems.front().code, c.code) << c.name;
  }
}

TEST(CodeTableReader, RefusesCodesThatDoNotFit) {
  const std::string top = "title: {ko: 코드, en: Codes}\ncite: act-1\ngrade: verify\ncodes:\n";
  const struct {
    std::string_view name;
    std::string text;
    std::string_view code;
  } cases[] = {
      {"too long", top + "  KOR: {ko: 한국, en: Korea}\n", "code_does_not_fit_the_format"},
      {"small letters", top + "  kr: {ko: 한국, en: Korea}\n", "code_does_not_fit_the_format"},
      {"a code twice", top + "  KR: {ko: 한국, en: Korea}\n  KR: {ko: 한국, en: Korea}\n", "key_stands_twice"},
      {"one language", top + "  KR: {ko: 한국}\n", "text_needs_both_languages"},
      {"no names", top + "  KR: Korea\n", "text_needs_both_languages"},
      {"no codes", "title: {ko: 코드, en: Codes}\ncite: act-1\ngrade: verify\n", "values_are_missing"},
      {"an unknown source",
       "title: {ko: 코드, en: Codes}\ncite: act-9\ngrade: verify\ncodes: {KR: {ko: 한국, en: Korea}}\n",
       "cite_is_not_in_sources"},
      {"decimals nobody uses", top + "  KR: {ko: 한국, en: Korea, minor: 9}\n", "value_has_the_wrong_type"},
  };
  for (const auto& c : cases) {
    Problems problems;
    read_code_table("codes/x.yaml", c.text, {2, true, ""}, sources, problems);
    ASSERT_FALSE(problems.empty()) << c.name;
    EXPECT_EQ(problems.front().code, c.code) << c.name;
  }
}

TEST(Dated, TheValueOnADayIsTheLastThatStartedByThen) {
  rc::check([] {
    auto starts = *rc::gen::unique<std::vector<int>>(rc::gen::inRange(0, 40000));
    RC_PRE(!starts.empty());
    std::sort(starts.begin(), starts.end());
    std::vector<Value<std::int64_t>> values;
    for (const auto start : starts) values.push_back({start, "act-1", Grade::statute, Date::from_days(start), {}});
    const Dated<std::int64_t> dated(values);
    const auto day = *rc::gen::inRange(-10, 40010);
    const auto next = std::upper_bound(starts.begin(), starts.end(), day);
    const auto* found = dated.find(Date::from_days(day));
    RC_ASSERT((found == nullptr) == (next == starts.begin()));
    if (found != nullptr) RC_ASSERT(found->value == *std::prev(next));
    RC_ASSERT(dated.on(Date::from_days(day)).value == (found != nullptr ? found->value : starts.front()));
  });
}

}  // namespace
}  // namespace clearway::law
