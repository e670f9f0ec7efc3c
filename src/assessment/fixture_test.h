#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "assessment/assessor.h"
#include "assessment/case_json.h"
#include "base/messages.h"
#include "law/law.h"
#include "tariff/reader.h"
#include "tariff/tariff.h"

namespace clearway::assessment {

inline Date day(std::string_view text) { return Date::parse(text).value(); }

/// The law of the product with a tariff and exchange rates made for the tests: USD 1,400, EUR 1,500 and JPY 9 won in
/// every week from 2020 to 2027, so that the expected figures can be worked out by hand.
class World {
 public:
  static const World& get() {
    static const World world;
    return world;
  }
  static constexpr std::string_view lines = R"(tariff_code,from,to,unit,ko,en
0703200000,2020-01-01,,KG,마늘,Garlic
0805100000,2020-01-01,,KG,오렌지,Oranges
1701140000,2020-01-01,,KG,원당,Raw sugar
2203000000,2020-01-01,,L,맥주,Beer
2208300000,2020-01-01,,L,위스키,Whisky
2402200000,2020-01-01,,STK,궐련,Cigarettes
2710120000,2020-01-01,,L,휘발유,Motor spirit
3303000000,2020-01-01,,KG,향수,Perfumes
3706100000,2020-01-01,,M,영화 필름,Cinema film
4202210000,2020-01-01,,U,핸드백,Handbags
6109100000,2020-01-01,,U,티셔츠,T-shirts
7219340000,2020-01-01,,KG,스테인리스 강판,Stainless steel
8507600000,2020-01-01,,U,축전지,Accumulators
8517130000,2020-01-01,2024-12-31,U,스마트폰,Smartphones
8517130010,2025-01-01,,U,스마트폰,Smartphones
8703230000,2020-01-01,,U,승용차,Cars
9102110000,2020-01-01,,U,시계,Watches
4901990000,2020-01-01,,U,서적,Books
)";
  static constexpr std::string_view rates =
      R"(tariff_code,from,to,kind,agreement,origins,needs,form,percent,won_per_unit,unit
0703200000,2020-01-01,,basic,,,,ad_valorem,50,,
0703200000,2020-01-01,,agricultural_concession,,,,higher_of,360,1800,KG
0703200000,2020-01-01,,agricultural_concession_in_quota,,,recommendation,ad_valorem,50,,
0805100000,2020-01-01,,basic,,,,ad_valorem,50,,
0805100000,2026-03-01,2026-08-31,seasonal,,,,ad_valorem,60,,
0805100000,2020-01-01,,agreement,kr-us,,origin_proof,ad_valorem,5,,
1701140000,2020-01-01,,basic,,,,ad_valorem,3,,
1701140000,2020-01-01,,concession,,,,ad_valorem,3.6,,
1701140000,2026-01-01,2026-12-31,quota,,,recommendation,ad_valorem,1,,
1701140000,2020-01-01,,preference,ldc,,origin_proof,ad_valorem,2,,
2203000000,2020-01-01,,basic,,,,ad_valorem,30,,
2208300000,2020-01-01,,basic,,,,ad_valorem,20,,
2402200000,2020-01-01,,basic,,,,ad_valorem,40,,
2710120000,2020-01-01,,basic,,,,ad_valorem,3,,
3303000000,2020-01-01,,basic,,,,ad_valorem,8,,
3706100000,2020-01-01,,basic,,,,specific,,182,M
4202210000,2020-01-01,,basic,,,,ad_valorem,8,,
6109100000,2020-01-01,,basic,,,,ad_valorem,13,,
6109100000,2020-01-01,,concession,,,,ad_valorem,13,,
7219340000,2020-01-01,,basic,,,,ad_valorem,0,,
7219340000,2024-01-01,2028-12-31,anti_dumping,,CN,,ad_valorem,24.83,,
8507600000,2020-01-01,2025-12-31,basic,,,,ad_valorem,8,,
8507600000,2026-01-01,,basic,,,,ad_valorem,6.5,,
8507600000,2026-01-01,,provisional,,,,sum_of,2,1000,U
8517130000,2020-01-01,2024-12-31,basic,,,,ad_valorem,0,,
8517130010,2025-01-01,,basic,,,,ad_valorem,0,,
8703230000,2020-01-01,,basic,,,,ad_valorem,8,,
8703230000,2020-01-01,,agreement,kr-us,,origin_proof,ad_valorem,0,,
8703230000,2020-01-01,,agreement,kr-eu,,origin_proof,ad_valorem,9,,
9102110000,2020-01-01,,basic,,,,ad_valorem,8,,
4901990000,2020-01-01,,basic,,,,ad_valorem,0,,
)";
  static constexpr std::string_view taxes = R"(tariff_code,from,to,tax,form,percent,won_per_unit,unit,threshold_won
0703200000,2020-01-01,,value_added,exempt,,,,
2203000000,2020-01-01,,liquor,specific,,885.7,L,
2203000000,2020-01-01,,education,ad_valorem,30,,,
2208300000,2020-01-01,,liquor,ad_valorem,72,,,
2208300000,2020-01-01,,education,ad_valorem,30,,,
2402200000,2020-01-01,,individual_consumption,specific,,29.7,STK,
2710120000,2020-01-01,,transport,specific,,529,L,
2710120000,2020-01-01,,education,ad_valorem,15,,,
8703230000,2020-01-01,,individual_consumption,ad_valorem,5,,,
8703230000,2020-01-01,,education,ad_valorem,30,,,
8703230000,2020-01-01,,rural_special,ad_valorem,10,,,
9102110000,2020-01-01,,individual_consumption,ad_valorem,20,,,2000000
9102110000,2020-01-01,,education,ad_valorem,30,,,
4901990000,2020-01-01,,value_added,exempt,,,,
)";

  law::Law law;
  tariff::Vocabulary vocabulary;
  tariff::Tariff tariff;
  declaration::ExchangeRates exchange_rates;
  Messages messages;
  Assessor assessor;

 private:
  World()
      : law(law::Law::load(std::string(CLEARWAY_SOURCE_DIR) + "/law").value()),
        vocabulary(law),
        tariff(make_tariff()),
        exchange_rates(make_rates()),
        messages(Messages::load(std::string(CLEARWAY_SOURCE_DIR) + "/messages").value()),
        assessor(law, vocabulary, tariff, exchange_rates) {}

  tariff::Tariff make_tariff() const {
    tariff::Rows rows;
    tariff::RowProblems problems;
    const std::vector<std::string> files = {"lines.csv", "rates.csv", "taxes.csv"};
    tariff::read_table(lines, files[0], 0, vocabulary, rows, problems);
    tariff::read_table(rates, files[1], 1, vocabulary, rows, problems);
    tariff::read_table(taxes, files[2], 2, vocabulary, rows, problems);
    tariff::check_together(rows, files, problems);
    for (const auto& problem : problems) ADD_FAILURE() << problem.file << ":" << problem.row << " " << problem.code;
    return tariff::Tariff::compile(std::move(rows), vocabulary);
  }

  static declaration::ExchangeRates make_rates() {
    std::string text = "week_from,USD,EUR,JPY,CHF\n";
    for (auto week = Date::of(2020, 1, 5); week < Date::of(2028, 1, 1); week = week.plus_days(7)) {
      // One week has no rate of the Swiss franc.
      text += week.text() + ",1400,1500,9," + (week == Date::of(2026, 3, 1) ? "" : "1600") + "\n";
    }
    return declaration::ExchangeRates::parse(text, "rates.csv").value();
  }
};

/// A case as JSON, read and assessed as the command does it.
struct Outcome {
  Case given;
  Assessment answer;
  Problems problems;  // of reading and of assessing

  const LineAssessment& line(std::uint32_t number) const {
    const auto at =
        std::find_if(answer.lines.begin(), answer.lines.end(), [&](const auto& l) { return l.line == number; });
    if (at == answer.lines.end()) throw std::logic_error("line " + std::to_string(number) + " was not assessed");
    return *at;
  }
  std::int64_t tax(TaxKind kind) const { return answer.taxes[kind]; }
  bool refused(Refusal refusal) const {
    return std::any_of(problems.begin(), problems.end(), [&](const Problem& p) { return p.refusal == refusal; });
  }
  bool has(Rule rule) const {
    return std::any_of(answer.steps.begin(), answer.steps.end(), [&](const Step& s) { return s.rule == rule; });
  }
};

inline Outcome assess_json(std::string_view json) {
  Outcome out;
  CaseReader reader;
  out.given = reader.read(json, out.problems);
  const auto stops = [](const Problem& p) { return p.scope == Scope::declaration; };
  if (std::none_of(out.problems.begin(), out.problems.end(), stops)) {
    World::get().assessor.assess(out.given.declaration, out.answer);
    out.problems.insert(out.problems.end(), out.answer.problems.begin(), out.answer.problems.end());
  }
  return out;
}

/// `{"declaration": {"tax_date": …, "currency": …, "incoterm": …, HEADER, "lines": [LINES]}}`
inline std::string case_text(std::string_view date, std::string_view currency, std::string_view incoterm,
                             std::string_view header, std::string_view lines) {
  return R"({"declaration":{"tax_date":")" + std::string(date) + R"(","currency":")" + std::string(currency) +
         R"(","incoterm":")" + std::string(incoterm) + "\"" + (header.empty() ? "" : "," + std::string(header)) +
         R"(,"lines":[)" + std::string(lines) + "]}}";
}
/// One line; `more` are further fields.
inline std::string line_text(std::string_view code, std::string_view quantity, std::string_view unit,
                             std::string_view origin, std::string_view price, std::string_view more = "") {
  return R"({"tariff_code":")" + std::string(code) + R"(","quantity":)" + std::string(quantity) + R"(,"unit":")" +
         std::string(unit) + R"(","origin":")" + std::string(origin) + R"(","price":)" + std::string(price) +
         (more.empty() ? "" : "," + std::string(more)) + "}";
}

}  // namespace clearway::assessment
