#include "document/template.h"

#include <rapidcheck.h>

#include "base/date_text.h"
#include "document/figures.h"
#include "document/fixture_test.h"

namespace clearway::document {
namespace {

const std::string good = R"(
title: {ko: 안내, en: Notice}
subject: {ko: "{matter} 안내", en: "Notice on {matter}"}
values:
  matter: text
  due: date
  rate: percent?
  urgent: flag?
  items: {rows: {name: text, amount: amount, note: "text?"}}
  reasons: steps?
sections:
  - paragraph: {ko: "**{due}까지** 답하여 주십시오.", en: "Please answer by **{due}**."}
  - paragraph: {ko: "비율 {rate}", en: "Rate {rate}"}
    when: rate
  - heading: {ko: 급함, en: Urgent}
    when: urgent
  - table: items
    caption: {ko: 내역, en: Items}
    columns:
      - {field: name, label: {ko: 이름, en: Name}}
      - {field: amount, label: {ko: 금액, en: Amount}}
      - {field: note, label: {ko: 비고, en: Note}}
    total: {label: {ko: 합계, en: Total}, fields: [amount]}
  - steps: reasons
    caption: {ko: 이유, en: Reasons}
    when: reasons
  - sign
)";

Problems problems_of(const std::string& yaml) {
  Problems problems;
  read_template("sample", yaml, problems);
  return problems;
}

TEST(Template, ReadsWhatIsRight) {
  const auto problems = problems_of(good);
  EXPECT_TRUE(problems.empty()) << error_of(problems, "", "", "").detail;
}

TEST(Template, NamesFileLineAndKeyOfWhatIsWrong) {
  const struct {
    const char *name, *from, *to, *code, *key, *value;
  } cases[] = {
      {"a place that is not declared", "{due}까지", "{date}까지", "place_is_not_declared", "sections.1", "date"},
      {"a place in one language only", "Rate {rate}", "Rate", "places_differ", "sections.2", ""},
      {"a declared value that no sentence uses", "  due: date", "  due: date\n  other: text", "value_is_never_used",
       "values", "other"},
      {"a column that shows no field of the rows", "field: name,", "field: title,", "place_is_not_declared",
       "sections.4.columns.1", "title"},
      {"an optional value without its condition", "    when: rate\n", "", "optional_value_is_not_guarded", "sections.2",
       "rate"},
      {"an optional list without its condition", "    when: reasons\n", "", "optional_value_is_not_guarded",
       "sections.5", "reasons"},
      {"a condition that always holds", "when: urgent", "when: matter", "condition_always_holds", "sections.3",
       "matter"},
      {"a language that is missing", "{ko: 안내, en: Notice}", "{ko: 안내}", "language_is_missing", "title", ""},
      {"one text for two languages", "{ko: 내역, en: Items}", "내역", "language_is_missing", "sections.4.caption",
       "내역"},
      {"a kind that does not exist", "due: date", "due: day", "kind_is_not_known", "values.due", "day"},
      {"a flag in a sentence", "Rate {rate}", "Rate {rate} {urgent}", "places_differ", "sections.2", ""},
      {"a sum of words", "fields: [amount]", "fields: [name]", "field_has_no_sum", "sections.4.total", "name"},
      {"an unknown section", "  - sign", "  - signature", "section_is_not_known", "sections.6", "signature"},
      {"no place to sign", "  - sign\n", "", "sign_must_stand_once", "sections", "0"},
      {"an unknown key", "title:", "titel:", "key_is_not_known", "titel", "titel"},
      {"a list that is none", "table: items", "table: matter", "list_is_not_declared", "sections.4", "matter"},
      {"bold that does not end", "**{due}까지**", "**{due}까지", "emphasis_is_not_closed", "sections.1", ""},
      {"a brace without a name", "Please answer", "Please {Answer}", "place_is_not_valid", "sections.1", nullptr},
      {"a frame value declared again", "  matter: text", "  matter: text\n  office_name: text", "key_stands_twice",
       "values.office_name", "office_name"},
      {"no YAML", "title:", "title: [", "yaml_is_not_valid", "", nullptr},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto problems = problems_of(replaced(good, c.from, c.to));
    const auto found = std::find_if(problems.begin(), problems.end(), [&](const auto& p) {
      return p.code == c.code && p.key == c.key && (c.value == nullptr || p.value == c.value);
    });
    EXPECT_NE(found, problems.end()) << error_of(problems, "", "", "").detail;
    if (found == problems.end()) continue;
    EXPECT_EQ(found->file, "sample.yaml");
    EXPECT_NE(messages().find("document.problem." + found->code + ".text"), nullptr);
    EXPECT_NE(messages().find("document.problem." + found->code + ".fix"), nullptr);
  }
  EXPECT_EQ(problems_of(replaced(good, "field: name,", "field: title,")).front().line, 20);
}

TEST(Template, ThoseOfTheProductAreRight) {
  Problems problems;
  const auto read = Templates::read(source_path("documents"), problems);
  EXPECT_TRUE(problems.empty()) << error_of(problems, "", "", "").detail;
  EXPECT_EQ(read.all().size(), 10u);
}

TEST(Template, AFolderWithoutTemplatesIsNamed) {
  const auto none = Templates::load(source_path("src/document"));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, "document_templates_not_found");
}

TEST(Values, EachCaseOfTheProductFillsItsTemplate) {
  for (const auto& [id, form] : templates().all()) {
    SCOPED_TRACE(id);
    Problems problems;
    read_values(form, case_json(id), problems);
    EXPECT_TRUE(problems.empty()) << error_of(problems, "", "", "").detail;
  }
}

TEST(Values, NameWhatIsMissingUnknownOrOfAnotherKind) {
  const auto& form = *templates().find("demand");
  const auto json = case_json("demand");
  const struct {
    const char *name, *from, *to, *code, *key;
  } cases[] = {
      {"a missing value", "\"demanded_by\": \"2026-05-11\",", "", "value_is_missing", "demanded_by"},
      {"a missing value of the frame", "\"number\": \"체납-2026-000123\",", "", "value_is_missing", "document.number"},
      {"a missing field of a row", "\"principal\": 70000000,", "", "value_is_missing", "debts.1.principal"},
      {"null counts as missing", "\"demanded_by\": \"2026-05-11\"", "\"demanded_by\": null", "value_is_missing",
       "demanded_by"},
      {"an unknown value", "\"demanded_by\"", "\"deadline\"", "value_is_not_known", "deadline"},
      {"an unknown field of a row", "\"principal\": 70000000,", "\"principal\": 1, \"interest\": 2,",
       "value_is_not_known", "debts.1.interest"},
      {"an amount with a fraction", "103374000", "103374000.5", "value_has_another_kind", "total"},
      {"an amount in words", "103374000", "\"103374000\"", "value_has_another_kind", "total"},
      {"an impossible date", "2026-05-11", "2026-02-30", "value_has_another_kind", "demanded_by"},
      {"a date without hyphens", "2026-05-11", "20260511", "value_has_another_kind", "demanded_by"},
      {"an empty sentence", "\"bank\": {\n  \"ko\": \"견본은행\"", "\"bank\": {\n  \"ko\": \" \"", "text_is_empty",
       "bank.ko"},
      {"a line break in a sentence", "견본은행\"", "견본\\n은행\"", "text_has_control_characters", "bank.ko"},
      {"one language of two", "\"bank\": {\n  \"ko\": \"견본은행\",", "\"bank\": {", "value_is_missing", "bank.ko"},
      {"a value twice", "\"demanded_by\"", "\"demanded_by\": \"2026-05-11\", \"demanded_by\"", "value_stands_twice",
       "demanded_by"},
      {"no object at all", "{", "[", "values_are_no_object", ""},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    Problems problems;
    read_values(form, replaced(json, c.from, c.to), problems);
    EXPECT_TRUE(std::any_of(problems.begin(), problems.end(), [&](const auto& p) {
      return p.code == c.code && p.key == c.key && p.file == "demand.yaml";
    })) << error_of(problems, "", "", "").detail;
  }
  const auto refused = compose(form, replaced(json, "\"demanded_by\"", "\"deadline\""), Languages::both, messages());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "document_values_are_not_valid");
  EXPECT_TRUE(has(refused.error().detail, "demand.yaml: demanded_by: value_is_missing")) << refused.error().detail;
}

TEST(Values, AnEmptyListIsNamed) {
  Problems problems;
  const auto form = read_template("sample", good, problems);
  const std::string frame = case_json("demand");
  const auto read = read_values(form, R"({"items": []})", problems);
  EXPECT_TRUE(std::any_of(problems.begin(), problems.end(),
                          [](const auto& p) { return p.code == "list_is_empty" && p.key == "items"; }));
  EXPECT_FALSE(read.has("items"));
}

TEST(Values, StepsOfADecisionAreWrittenAsTheyAreRead) {
  const Step step{
      "rule", "customs-act-42", {"가산세", "penalty"}, Date::of(2026, 3, 18), Date::of(2026, 3, 26), 198'000, {}};
  JsonWriter json;
  json.begin_object();
  write_steps(json, "reasons", {step}, [](const std::string& key) { return Text{"조문 " + key, "article " + key}; });
  json.end_object();
  Problems problems;
  const auto form = read_template("sample", good, problems);
  const auto values = read_values(form, json.text(), problems);
  const auto& shown = values.steps.at("reasons").at(0);
  EXPECT_EQ(shown.text.ko, "가산세");
  EXPECT_EQ(shown.cite.en, "article customs-act-42");
  EXPECT_EQ(shown.from, Date::of(2026, 3, 18));
  EXPECT_EQ(shown.to, Date::of(2026, 3, 26));
  EXPECT_EQ(shown.amount, 198'000);
}

TEST(Figures, ByLanguage) {
  EXPECT_EQ(amount_text(1'234'560, Language::korean), "1,234,560원");
  EXPECT_EQ(amount_text(-1'234'560, Language::english), "KRW -1,234,560");
  EXPECT_EQ(number_text(0), "0");
  EXPECT_EQ(number_text(-100), "-100");
  EXPECT_EQ(number_text(100'000), "100,000");
  EXPECT_EQ(percent_text(*Decimal::parse("0.022")), "0.022%");
  EXPECT_EQ(date_text(Date::of(2026, 4, 7), Language::korean), "2026년 4월 7일");
  EXPECT_EQ(date_text(Date::of(2026, 4, 7), Language::english), "7 April 2026");
  EXPECT_EQ(short_date_text(Date::of(2026, 12, 31), Language::korean), "2026. 12. 31.");
  EXPECT_EQ(short_date_text(Date::of(2026, 12, 31), Language::english), "31 Dec 2026");
}

TEST(Figures, EveryNumberKeepsItsDigits) {
  rc::check([](std::int64_t value) {
    auto text = number_text(value);
    std::string digits;
    int since = 0;
    for (auto at = text.rbegin(); at != text.rend(); ++at) {
      if (*at == ',') {
        RC_ASSERT(since == 3);
        since = 0;
      } else {
        digits.insert(digits.begin(), *at);
        since += *at != '-';
      }
    }
    RC_ASSERT(digits == std::to_string(value));
    RC_ASSERT(text.front() != ',');
  });
}

const block::Table& table_of(const Document& document, std::size_t part, std::size_t number) {
  for (const auto& each : document.parts.at(part).blocks) {
    if (const auto* table = std::get_if<block::Table>(&each); table && number-- == 0) return *table;
  }
  throw std::logic_error("no such table");
}

TEST(Compose, FillsBothLanguages) {
  const auto document = composed("demand");
  ASSERT_EQ(document.parts.size(), 2u);
  EXPECT_EQ(document.title, "독촉장");
  EXPECT_EQ(document.date, Date::of(2026, 4, 21));
  const auto& arrears = table_of(document, 0, 0);
  EXPECT_EQ(arrears.unit, "(단위: 원)");
  EXPECT_EQ(arrears.rows.at(0).at(2).text, "2026. 4. 13.");
  EXPECT_EQ(arrears.rows.at(0).at(3).text, "70,000,000");
  // The sum comes from the rows, so that it cannot differ from them.
  EXPECT_TRUE(arrears.total);
  EXPECT_EQ(arrears.rows.back().at(0).text, "합계");
  EXPECT_EQ(arrears.rows.back().at(3).text, "100,000,000");
  EXPECT_EQ(arrears.rows.back().at(4).text, "3,374,000");
  const auto& english = table_of(document, 1, 0);
  EXPECT_EQ(english.rows.at(0).at(2).text, "13 Apr 2026");
  EXPECT_TRUE(std::holds_alternative<block::Notice>(document.parts[1].blocks.front()));
  EXPECT_FALSE(std::holds_alternative<block::Notice>(document.parts[0].blocks.front()));
}

TEST(Compose, LeavesOutWhatIsNotThere) {
  const auto& form = *templates().find("plan_refusal");
  Problems problems;
  auto values = read_values(form, case_json("plan_refusal"), problems);
  const auto with = compose(form, values, Languages::korean, messages()).value();
  for (const auto* name : {"nearest", "nearest_conditions", "accept_by"}) EXPECT_EQ(values.scalars.erase(name), 1u);
  EXPECT_EQ(values.rows.erase("nearest_schedule"), 1u);
  const auto without = compose(form, values, Languages::korean, messages()).value();
  // Heading, plan, conditions, schedule, how to accept it.
  EXPECT_EQ(without.parts[0].blocks.size() + 5, with.parts[0].blocks.size());
}

TEST(Compose, ASumThatIsTooLargeIsRefused) {
  const auto json = replaced(replaced(case_json("demand"), "70000000", "9223372036854775807"), "30000000", "1");
  const auto refused = compose(*templates().find("demand"), json, Languages::korean, messages());
  ASSERT_FALSE(refused);
  EXPECT_TRUE(has(refused.error().detail, "debts.principal: sum_is_too_large")) << refused.error().detail;
}

}  // namespace
}  // namespace clearway::document
