// Any text as a tariff table: each row is kept or named; what is kept, written and read again, is the same.
#include "tariff/tariff.h"

#include <cstdint>
#include <cstdlib>
#include <string>

#include "law/law.h"
#include "tariff/reader.h"

using namespace clearway;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto law = law::Law::load(std::string(CLEARWAY_SOURCE_DIR) + "/law").value();
  static const tariff::Vocabulary vocabulary(law);
  if (size == 0) return 0;
  // The first byte chooses a header, so that rows are reached.
  std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto kind = static_cast<tariff::TableKind>(data[0] % 4);
  if (kind != tariff::TableKind::exchange_rates) text.insert(0, std::string(tariff::header(kind)) + "\n");
  tariff::Rows rows;
  tariff::RowProblems problems;
  const std::vector<std::string> files = {"a.csv"};
  tariff::read_table(text, files[0], 0, vocabulary, rows, problems);
  for (const auto& problem : problems) {
    if (problem.code.empty() || problem.row == 0) std::abort();
  }
  if (kind != tariff::TableKind::lines) return 0;
  tariff::check_together(rows, files, problems);
  const auto written = tariff::render(rows, tariff::TableKind::lines, vocabulary);
  tariff::Rows again;
  tariff::RowProblems none;
  tariff::read_table(written, files[0], 0, vocabulary, again, none);
  tariff::check_together(again, files, none);
  if (!none.empty() || tariff::render(again, tariff::TableKind::lines, vocabulary) != written) std::abort();
  const auto compiled = tariff::Tariff::compile(std::move(again), vocabulary);
  for (const auto& row : compiled.rows().lines) {
    tariff::Line line;
    if (compiled.find(row.code, row.period.from, line) != tariff::Tariff::Found::yes || line.row != &row) std::abort();
  }
  return 0;
}
