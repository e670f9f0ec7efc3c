#include "law/element_catalogue.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "law/element_reader.h"
#include "law/law.h"

namespace clearway::law {
namespace {

using declaration::Field;
using declaration::Procedure;

const std::string folder = std::string(CLEARWAY_SOURCE_DIR) + "/law";

const Law& real_law() {
  static const Law law = Law::load(folder).value();
  return law;
}

const ElementCatalogue& catalogue() {
  static const ElementCatalogue read = [] {
    Problems problems;
    auto result = ElementCatalogue::read(real_law(), problems);
    for (const auto& problem : problems) ADD_FAILURE() << problem.error().detail;
    return result;
  }();
  return read;
}

std::string text_of_file(const std::string& path) {
  std::ifstream in(folder + path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

TEST(ElementCatalogue, CountsAreThoseOfTheLaw) {
  EXPECT_EQ(catalogue().elements(Procedure::formal).size(), 57U);
  EXPECT_EQ(catalogue().elements(Procedure::simplified).size(), 27U);
  EXPECT_EQ(catalogue().elements(Procedure::manifest).size(), 17U);
  EXPECT_EQ(catalogue().elements(Procedure::import_).size(), 17U);
  EXPECT_EQ(catalogue().elements(Procedure::formal).front().number, "E01");
  EXPECT_EQ(catalogue().elements(Procedure::formal).back().number, "E57");
  EXPECT_EQ(catalogue().elements(Procedure::manifest).front().number, "M01");
  EXPECT_EQ(catalogue().elements(Procedure::manifest).back().number, "M17");
}

TEST(ElementCatalogue, RulesFollowTheProcedure) {
  const struct {
    std::string_view name;
    Procedure procedure;
    Field field;
    std::string_view element, formal, obligation, format;
  } cases[] = {
      {"declarant, formal", Procedure::formal, Field::declarant_code, "E01", "E01", "M", "an5"},
      {"declarant, simplified", Procedure::simplified, Field::declarant_code, "S01", "E01", "M", "an5"},
      {"courier, manifest", Procedure::manifest, Field::declarant_code, "M04", "E01", "M", "an..10"},
      {"declarant, import", Procedure::import_, Field::declarant_code, "I01", "I01", "M", "an..20"},
      {"exporter name, manifest", Procedure::manifest, Field::exporter_name, "M08", "E02", "M", "an..60"},
      {"exporter address, manifest", Procedure::manifest, Field::exporter_address, "M09", "E02", "M", "an..150"},
      {"trader code is an addition to the manifest", Procedure::manifest, Field::exporter_trader_code, "E02", "E02",
       "O", "an..15"},
      {"tariff code is an addition to the manifest", Procedure::manifest, Field::tariff_code, "E35", "E35", "O", "n10"},
      {"tariff code, simplified", Procedure::simplified, Field::tariff_code, "S21", "E35", "M", "n10"},
      {"tariff code, import", Procedure::import_, Field::tariff_code, "I14", "I14", "M", "n..10"},
      {"flight, formal", Procedure::formal, Field::vessel_or_flight, "E16", "E16", "O", "an..23"},
      {"flight, simplified: may be given, outside the 27", Procedure::simplified, Field::vessel_or_flight, "E16", "E16",
       "O", "an..23"},
      {"flight, manifest", Procedure::manifest, Field::vessel_or_flight, "M05", "E16", "M", "an..23"},
      {"departure date, manifest", Procedure::manifest, Field::estimated_departure_date, "E17", "E17", "O", "date"},
      {"reason of export, manifest", Procedure::manifest, Field::reason_of_export, "M17", "E10", "M", "an..2"},
      {"transaction type, simplified", Procedure::simplified, Field::transaction_type, "S09", "E10", "M", "n2"},
      {"transport document, manifest", Procedure::manifest, Field::transport_document_number, "M07", "M07", "M",
       "an..20"},
      {"currency of the manifest's value", Procedure::manifest, Field::fob_currency, "M16", "E46", "M", "a3"},
      {"statement", Procedure::simplified, Field::wants, "", "", "O", "an..100"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto* rule = catalogue().find(c.procedure, c.field);
    ASSERT_NE(rule, nullptr);
    EXPECT_EQ(rule->element, c.element);
    EXPECT_EQ(rule->formal_element, c.formal);
    EXPECT_EQ(symbol(rule->obligation), c.obligation);
    EXPECT_EQ(rule->format.notation, c.format);
    EXPECT_FALSE(rule->label.ko.empty());
    EXPECT_NE(real_law().find_source(rule->cite), nullptr) << rule->cite;
  }
}

TEST(ElementCatalogue, AbsentFieldsAreNotFound) {
  EXPECT_EQ(catalogue().find(Procedure::manifest, Field::transaction_type), nullptr);
  EXPECT_EQ(catalogue().find(Procedure::manifest, Field::total_fob_krw), nullptr);
  EXPECT_EQ(catalogue().find(Procedure::formal, Field::fob_value), nullptr);
  EXPECT_EQ(catalogue().find(Procedure::manifest, Field::drawback_applicant), nullptr);
  EXPECT_EQ(catalogue().find(Procedure::import_, Field::exporter_name), nullptr);
  EXPECT_EQ(catalogue().find(Procedure::formal, Field::item_price_krw), nullptr);
}

TEST(ElementCatalogue, ImportUsesExportFieldsWithItsOwnDifferences) {
  EXPECT_FALSE(catalogue().find(Procedure::formal, Field::transport_mode)->codes.empty());
  EXPECT_TRUE(catalogue().find(Procedure::import_, Field::transport_mode)->codes.empty());
  EXPECT_EQ(catalogue().find(Procedure::formal, Field::customs_office)->check, Check::customs_office);
  EXPECT_EQ(catalogue().find(Procedure::import_, Field::customs_office)->check, Check::none);
  EXPECT_EQ(catalogue().find(Procedure::import_, Field::origin_country)->check, Check::country);
}

TEST(ElementCatalogue, AmountsAreNumbersAndCodesKeepTheirZeros) {
  EXPECT_EQ(catalogue().find(Procedure::formal, Field::total_fob_krw)->format.kind, Format::Kind::number);
  EXPECT_EQ(catalogue().find(Procedure::formal, Field::tariff_code)->format.kind, Format::Kind::digits);
  EXPECT_EQ(catalogue().find(Procedure::formal, Field::quantity)->format.decimals, 4);
  EXPECT_EQ(catalogue().find(Procedure::formal, Field::declaration_date)->format.kind, Format::Kind::date);
  ASSERT_NE(catalogue().find(Procedure::formal, Field::exporter_identifier_type)->find_code("04"), nullptr);
  EXPECT_EQ(catalogue().find(Procedure::formal, Field::exporter_identifier_type)->find_code("4"), nullptr);
}

TEST(ElementCatalogue, PersonalFieldsAreMarked) {
  EXPECT_TRUE(catalogue().is_personal(Field::exporter_identifier));
  EXPECT_FALSE(catalogue().is_personal(Field::exporter_name));
}

TEST(ElementCatalogue, EveryFieldOfAProcedureBelongsToAnElement) {
  for (const auto procedure : {Procedure::formal, Procedure::simplified, Procedure::manifest, Procedure::import_}) {
    for (const auto& rule : catalogue().fields(procedure)) {
      EXPECT_EQ(catalogue().find(procedure, rule.field), &rule);
      EXPECT_FALSE(rule.element.empty());
      EXPECT_NE(rule.obligation, Obligation::absent);
      EXPECT_EQ(catalogue().label(rule.field).ko, rule.label.ko);
    }
    for (const auto& element : catalogue().elements(procedure)) EXPECT_FALSE(element.fields.empty()) << element.number;
  }
}

TEST(Format, ReadsTheNotation) {
  const struct {
    std::string_view notation;
    Format::Kind kind;
    int min, max, decimals;
  } cases[] = {
      {"an..28", Format::Kind::any, 1, 28, 0},     {"an5", Format::Kind::any, 5, 5, 0},
      {"a2", Format::Kind::letters, 2, 2, 0},      {"a..3", Format::Kind::letters, 1, 3, 0},
      {"n10", Format::Kind::digits, 10, 10, 0},    {"n..12", Format::Kind::digits, 1, 12, 0},
      {"n..12,4", Format::Kind::number, 1, 12, 4}, {"date", Format::Kind::date, 8, 10, 0},
  };
  for (const auto& c : cases) {
    const auto format = parse_format(c.notation);
    ASSERT_TRUE(format) << c.notation;
    EXPECT_EQ(format->kind, c.kind) << c.notation;
    EXPECT_EQ(format->min_length, c.min) << c.notation;
    EXPECT_EQ(format->max_length, c.max) << c.notation;
    EXPECT_EQ(format->decimals, c.decimals) << c.notation;
  }
  for (const auto* bad : {"", "a", "x5", "an..", "n0", "n..12,", "n..12,7", "n..4,4", "an..5,2", "n12,4", "n-5", "day",
                          "n99999", "an.28"}) {
    EXPECT_FALSE(parse_format(bad)) << bad;
  }
}

/// The element files with one replacement; the code of each problem found.
std::vector<std::string> problems_after(const std::string& from, const std::string& to, bool in_import = false) {
  auto exports = text_of_file("/kr/export/elements.yaml"), imports = text_of_file("/kr/import/elements.yaml");
  auto& text = in_import ? imports : exports;
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  Problems problems;
  ElementCatalogue::read_texts(real_law(), exports, imports, problems);
  std::vector<std::string> codes;
  for (const auto& problem : problems) {
    EXPECT_FALSE(problem.file.empty());
    codes.push_back(problem.code);
  }
  return codes;
}

TEST(ElementCatalogue, RefusesWhatDoesNotFit) {
  const struct {
    std::string_view name, from, to, code;
    bool in_import = false;
  } cases[] = {
      {"an element missing", "  E57:\n", "  E58:\n", "element_number_is_missing"},
      {"a number among the 27 missing", "    simplified: S27\n", "", "element_number_is_missing"},
      {"a number twice", "    simplified: S27\n", "    simplified: S26\n", "element_number_stands_twice"},
      {"a number nobody knows", "  E57:\n", "  X57:\n", "element_number_is_not_valid"},
      {"counts of the file differ", "counts: {formal: 57", "counts: {formal: 56", "count_differs"},
      {"a check nobody knows", "check: foreign_country", "check: foreign_land", "check_is_not_known"},
      {"a misspelt field", "      brand: {", "      brandt: {", "field_is_not_in_the_program"},
      {"a field no longer described", "      brand: {", "      brandt: {", "field_is_not_described"},
      {"a level that changed", "      brand: {level: item", "      brand: {level: header",
       "level_differs_from_the_program"},
      {"a format nobody can read", "format: an..23", "format: an--23", "format_is_not_valid"},
      {"decimals without an amount", "\"n..10,4\", check: positive", "\"n..10,4\"", "format_is_not_valid"},
      {"a code longer than its format", "codes: {N: {", "codes: {NEW: {", "code_does_not_fit_the_format"},
      {"a code of the wrong characters", "codes: {\"10\": {ko: 해상", "codes: {\"1O\": {ko: 해상",
       "code_does_not_fit_the_format"},
      {"an obligation nobody knows", "obligation: {formal: M, simplified: M, manifest: M}",
       "obligation: {formal: X, simplified: M, manifest: M}", "obligation_is_not_known"},
      {"a procedure nobody knows", "obligation: {formal: M, simplified: M, manifest: M}",
       "obligation: {normal: M, simplified: M, manifest: M}", "key_is_not_known"},
      {"a mandatory field without its number in the manifest", "element_in_manifest: M08, ", "",
       "manifest_element_is_ambiguous"},
      {"a number in the manifest of another element", "element_in_manifest: M08", "element_in_manifest: M10",
       "element_number_is_not_valid"},
      {"a label in one language", "ko: 선박명·편명, en: Vessel or flight", "ko: 선박명·편명",
       "text_needs_both_languages"},
      {"an unknown key", "      brand: {level", "      brand: {colour: red, level", "key_is_not_known"},
      {"an unknown source", "cite: export-notice-annex", "cite: nowhere", "cite_is_not_in_sources"},
      {"an import field that nobody described", "origin_country: {use: true}", "origin_land: {use: true}",
       "field_to_use_is_not_described", true},
      {"broken YAML", "elements:\n", "elements: {\n", "yaml_is_not_valid"},
  };
  for (const auto& c : cases) {
    const auto codes = problems_after(std::string(c.from), std::string(c.to), c.in_import);
    EXPECT_NE(std::find(codes.begin(), codes.end(), c.code), codes.end())
        << c.name << ": " << (codes.empty() ? "no problem" : codes.front());
  }
}

}  // namespace
}  // namespace clearway::law
