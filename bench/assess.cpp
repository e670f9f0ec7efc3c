// bench_assess [SECONDS]: import declarations of ten lines, assessed with all their steps on one core, with the sample
// tariff and exchange rates. Declarations differ in goods, origin, price and claims; steps are built, not rendered.
// Prints declarations a second, steps for each, and a sum of the taxes, so that none of the work can be left out.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "assessment/tables.h"
#include "law/law.h"

using namespace clearway;

namespace {

constexpr std::size_t declaration_count = 1'000;
constexpr std::size_t lines_each = 10;

assessment::ImportDeclaration import_of(std::size_t number, const tariff::Tariff& tariff,
                                        const tariff::Vocabulary& vocabulary) {
  static const char* origins[] = {"US", "CN", "DE", "VN", "JP"};
  static const char* agreements[] = {"kr-us", "kr-cn", "kr-eu", "kr-vn", "rcep"};
  static const char* proofs[] = {"origin_declaration", "certificate_of_origin", "origin_declaration",
                                 "certificate_of_origin", "certificate_of_origin"};
  assessment::ImportDeclaration out;
  out.tax_date = Date::of(2026, 1, 4).plus_days(static_cast<std::int32_t>(number % 300));
  out.currency = "USD";
  out.incoterm = "FOB";
  out.elements.push_back({assessment::PriceElement::freight, {Decimal::whole(1'200), "USD"}, true});
  out.elements.push_back({assessment::PriceElement::insurance, {Decimal::whole(80), "EUR"}, true});
  const auto& rows = tariff.rows().lines;
  for (std::size_t i = 0; i < lines_each; ++i) {
    const auto& row = rows[(number * 37 + i * 61) % rows.size()];
    assessment::Line line;
    line.number = static_cast<std::uint32_t>(i + 1);
    line.tariff_code = tariff::code_text(row.code);
    line.quantity = Decimal::whole(static_cast<std::int64_t>(10 + i));
    line.unit = row.unit == 0 ? "U" : vocabulary.unit_code(row.unit);
    line.net_weight = Decimal::whole(25);
    line.volume = Decimal::whole(30);
    const auto origin = (number + i) % 5;
    line.origin = origins[origin];
    line.price = Decimal::whole(static_cast<std::int64_t>(1'000 + number % 977 + i * 13));
    if (i % 2 == 0)
      line.preference = assessment::PreferenceClaim{agreements[origin], proofs[origin], "P-1", std::nullopt};
    out.lines.push_back(std::move(line));
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 3;
  const std::string root = CLEARWAY_SOURCE_DIR;
  const auto law = law::Law::load(root + "/law").value();
  const auto tables = assessment::Tables::load(law).value();
  const auto& assessor = tables->assessor();
  std::vector<assessment::ImportDeclaration> declarations;
  for (std::size_t i = 0; i < declaration_count; ++i)
    declarations.push_back(import_of(i, assessor.tariff(), assessor.vocabulary()));

  using Clock = std::chrono::steady_clock;
  assessment::Assessment answer;
  std::uint64_t done = 0, steps = 0, lines = 0, taxes = 0;
  const auto start = Clock::now();
  double elapsed = 0;
  while (elapsed < seconds) {
    for (const auto& each : declarations) {
      assessor.assess(each, answer);
      steps += answer.steps.size();
      lines += answer.lines.size();
      taxes += static_cast<std::uint64_t>(answer.assessed);
    }
    done += declarations.size();
    elapsed = std::chrono::duration<double>(Clock::now() - start).count();
  }
  std::printf("per_second\t%.0f\nsteps\t%.1f\nlines\t%.2f\ntaxes\t%llu\n", static_cast<double>(done) / elapsed,
              static_cast<double>(steps) / static_cast<double>(done),
              static_cast<double>(lines) / static_cast<double>(done), static_cast<unsigned long long>(taxes / done));
  return 0;
}
