#include "tariff/tariff.h"

#include <gtest/gtest.h>

#include "law/law.h"
#include "tariff/reader.h"

namespace clearway::tariff {
namespace {

const std::string folder = std::string(CLEARWAY_SOURCE_DIR) + "/law";

const Vocabulary& vocabulary() {
  static const auto law = law::Law::load(folder).value();
  static const Vocabulary words(law);
  return words;
}

Date day(std::string_view text) { return Date::parse(text).value(); }

struct Loaded {
  Rows rows;
  RowProblems problems;
};

/// A table of lines and one of rates, read and checked.
Loaded load(std::string_view lines, std::string_view rates = "", std::string_view taxes = "") {
  Loaded out;
  const std::vector<std::string> files = {"lines.csv", "rates.csv", "taxes.csv"};
  const auto read = [&](TableKind kind, std::string_view rows) {
    const auto index = static_cast<std::size_t>(kind);
    read_table(std::string(header(kind)) + "\n" + std::string(rows), files[index], index, vocabulary(), out.rows,
               out.problems);
  };
  read(TableKind::lines, lines);
  read(TableKind::rates, rates);
  read(TableKind::taxes, taxes);
  check_together(out.rows, files, out.problems);
  return out;
}

constexpr std::string_view phone = "8517130000,2024-01-01,,U,전화기,Phones\n";

TEST(Tariff, TheSampleOfTheProductIsInOrder) {
  RowProblems problems;
  const auto tariff = Tariff::read(folder + "/kr/tariff", vocabulary(), problems);
  for (const auto& problem : problems)
    ADD_FAILURE() << problem.file << ":" << problem.row << " " << problem.code << " " << problem.value;
  EXPECT_GE(tariff.rows().lines.size(), 300U);
  std::array<bool, rate_kind_names.size()> kinds{};
  for (const auto& rate : tariff.rows().rates) kinds[static_cast<std::size_t>(rate.kind)] = true;
  for (const auto kind : {RateKind::basic, RateKind::provisional, RateKind::anti_dumping, RateKind::countervailing,
                          RateKind::quota, RateKind::seasonal, RateKind::concession, RateKind::agricultural_concession,
                          RateKind::preference, RateKind::agreement})
    EXPECT_TRUE(kinds[static_cast<std::size_t>(kind)]) << name(kind);
  // Every line has a basic rate on every day on which it stands.
  for (const auto& row : tariff.rows().lines) {
    for (const auto on : {row.period.from, row.period.open() ? day("2026-11-25") : row.period.to}) {
      Line line;
      ASSERT_EQ(tariff.find(row.code, on, line), Tariff::Found::yes);
      const auto basic = std::find_if(line.rates.begin(), line.rates.end(), [&](const RateRow& r) {
        return r.kind == RateKind::basic && r.period.holds(on);
      });
      EXPECT_NE(basic, line.rates.end()) << code_text(row.code) << " " << on.text();
    }
  }
}

TEST(Tariff, FaultsOfRowsAreNamedAndTheOthersStay) {
  const struct {
    std::string_view name, lines, rates, taxes, code, field, value;
    std::string_view file;
    std::size_t row;
  } cases[] = {
      {"a code of nine digits", "851713000,2024-01-01,,U,a,b\n", "", "", "tariff_code_is_not_valid", "tariff_code",
       "851713000", "lines.csv", 3},
      {"a day that is none", "8517140000,2024-02-30,,U,a,b\n", "", "", "date_is_not_valid", "from", "2024-02-30",
       "lines.csv", 3},
      {"a period that ends first", "8517140000,2024-02-01,2024-01-31,U,a,b\n", "", "", "period_ends_before_it_begins",
       "to", "2024-01-31", "lines.csv", 3},
      {"a unit nobody knows", "8517140000,2024-01-01,,BOX,a,b\n", "", "", "unit_is_not_known", "unit", "BOX",
       "lines.csv", 3},
      {"no description", "8517140000,2024-01-01,,U,a,\n", "", "", "description_is_missing", "en", "", "lines.csv", 3},
      {"too few cells", "8517140000,2024-01-01,,U,a\n", "", "", "number_of_cells_differs", "", "5", "lines.csv", 3},
      {"the line twice", "8517130000,2024-01-01,,U,a,b\n", "", "", "row_stands_twice", "from", "2024-01-01",
       "lines.csv", 3},
      {"lines that overlap", "8517130000,2026-01-01,,U,a,b\n", "", "", "periods_overlap", "from", "2026-01-01",
       "lines.csv", 3},
      {"a rate without a line", "", "8517140000,2024-01-01,,basic,,,,ad_valorem,8,,\n", "", "tariff_line_is_missing",
       "tariff_code", "8517140000", "rates.csv", 2},
      {"a negative rate", "", "8517130000,2024-01-01,,basic,,,,ad_valorem,-8,,\n", "", "rate_is_out_of_range",
       "percent", "-8", "rates.csv", 2},
      {"a rate above the highest", "", "8517130000,2024-01-01,,basic,,,,ad_valorem,1000.1,,\n", "",
       "rate_is_out_of_range", "percent", "1000.1", "rates.csv", 2},
      {"a rate that is no number", "", "8517130000,2024-01-01,,basic,,,,ad_valorem,8%,,\n", "", "rate_is_not_a_number",
       "percent", "8%", "rates.csv", 2},
      {"a specific rate without its unit", "", "8517130000,2024-01-01,,basic,,,,specific,,8,\n", "",
       "unit_is_not_known", "unit", "", "rates.csv", 2},
      {"an amount that does not belong", "", "8517130000,2024-01-01,,basic,,,,ad_valorem,8,5,U\n", "",
       "value_does_not_belong_to_the_form", "won_per_unit", "5", "rates.csv", 2},
      {"a kind nobody knows", "", "8517130000,2024-01-01,,base,,,,ad_valorem,8,,\n", "", "kind_of_rate_is_not_known",
       "kind", "base", "rates.csv", 2},
      {"an agreement rate without agreement", "", "8517130000,2024-01-01,,agreement,,,origin_proof,ad_valorem,8,,\n",
       "", "agreement_is_missing", "agreement", "", "rates.csv", 2},
      {"an agreement nobody knows", "", "8517130000,2024-01-01,,agreement,kr-xx,,origin_proof,ad_valorem,8,,\n", "",
       "agreement_is_not_known", "agreement", "kr-xx", "rates.csv", 2},
      {"an origin that is no country", "", "8517130000,2024-01-01,,anti_dumping,,China,,ad_valorem,8,,\n", "",
       "origin_is_not_a_country", "origins", "China", "rates.csv", 2},
      {"rates of one kind that overlap", "",
       "8517130000,2024-01-01,2024-12-31,basic,,,,ad_valorem,8,,\n8517130000,2024-12-31,,basic,,,,ad_valorem,6,,\n", "",
       "periods_overlap", "from", "2024-12-31", "rates.csv", 3},
      {"a tax nobody knows", "", "", "8517130000,2024-01-01,,luxury,ad_valorem,5,,,\n", "tax_is_not_known", "tax",
       "luxury", "taxes.csv", 2},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto got = load(std::string(phone) + std::string(c.lines), c.rates, c.taxes);
    ASSERT_EQ(got.problems.size(), 1U);
    const auto& problem = got.problems[0];
    EXPECT_EQ(problem.code, c.code);
    EXPECT_EQ(problem.field, c.field);
    EXPECT_EQ(problem.value, c.value);
    EXPECT_EQ(problem.file, c.file);
    EXPECT_EQ(problem.row, c.row);
    ASSERT_EQ(got.rows.lines.size(), 1U);
    EXPECT_EQ(got.rows.lines[0].code, 8517130000U);
  }
}

TEST(Tariff, AFileThatIsNoTableIsRefused) {
  Rows rows;
  RowProblems problems;
  read_table("a,b\n1,2\n", "x.csv", 0, vocabulary(), rows, problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].code, "header_is_not_known");
  EXPECT_EQ(table_kind("# note\r\nweek_from,USD\r\n"), TableKind::exchange_rates);
  EXPECT_EQ(table_kind(std::string(header(TableKind::taxes)) + "\n"), TableKind::taxes);
  EXPECT_EQ(table_kind(""), std::nullopt);
}

TEST(Tariff, FindsTheLineOfTheDayAndNearCodes) {
  auto got = load(
      "8517130000,2024-01-01,2024-12-31,U,가,Earlier\n8517130000,2025-01-01,,KG,나,Later\n"
      "8517620000,2024-01-01,,U,다,Other\n0101210000,2024-01-01,,U,라,Horses\n");
  ASSERT_TRUE(got.problems.empty());
  const auto tariff = Tariff::compile(std::move(got.rows), vocabulary());
  Line line;
  EXPECT_EQ(tariff.find(8517130000, day("2024-12-31"), line), Tariff::Found::yes);
  EXPECT_EQ(line.row->description.en, "Earlier");
  EXPECT_EQ(tariff.find(8517130000, day("2025-01-01"), line), Tariff::Found::yes);
  EXPECT_EQ(line.row->description.en, "Later");
  EXPECT_EQ(tariff.find(8517130000, day("2023-12-31"), line), Tariff::Found::not_on_that_day);
  EXPECT_EQ(tariff.find(8517140000, day("2025-01-01"), line), Tariff::Found::never);
  EXPECT_EQ(tariff.near(8517140000, day("2025-01-01")),
            (std::vector<std::uint64_t>{8517130000, 8517620000, 101210000}));
  EXPECT_EQ(tariff.first_day(), day("2024-01-01"));
}

TEST(Tariff, OneNormalFormAndOneFingerprint) {
  const auto a = load("0101210000,2024-01-01,,U,말,\"Horses, for breeding\"\n" + std::string(phone),
                      "8517130000,2024-01-01,,basic,,,,ad_valorem,8.50,,\n");
  const auto b = load("\r\n# note\n" + std::string(phone) + "0101.21-0000,20240101,,U,말,\"Horses, for breeding\"\r\n",
                      "8517130000,2024-01-01,,basic,,,,ad_valorem,8.5,,\n");
  ASSERT_TRUE(a.problems.empty() && b.problems.empty());
  EXPECT_EQ(render(a.rows, TableKind::lines, vocabulary()), render(b.rows, TableKind::lines, vocabulary()));
  EXPECT_EQ(render(a.rows, TableKind::lines, vocabulary()),
            std::string(header(TableKind::lines)) + "\n0101210000,2024-01-01,,U,말,\"Horses, for breeding\"\n" +
                std::string(phone));
  const auto version = Tariff::compile(a.rows, vocabulary()).version();
  EXPECT_EQ(version, Tariff::compile(b.rows, vocabulary()).version());
  EXPECT_NE(version, Tariff::compile(load(phone).rows, vocabulary()).version());
  EXPECT_EQ(version.substr(0, 7), "tariff-");
  EXPECT_EQ(version.size(), 19U);
}

}  // namespace
}  // namespace clearway::tariff
