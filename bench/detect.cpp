// bench_detect LINES FIRMS: import declarations of invented firms with errors planted in 3 of 100, as JSON lines on
// standard output, until there are LINES lines (란) of them. The same every time.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "declaration/exchange_rates.h"
#include "detection/filed_json.h"
#include "sample/imports.h"

using namespace clearway;

int main(int argc, char** argv) {
  const std::size_t wanted = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  const auto rates =
      declaration::ExchangeRates::load(std::string(CLEARWAY_SOURCE_DIR) + "/law/kr/exchange_rate/import.csv").value();
  sample::ImportScale scale;
  scale.firms = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 5'000;
  scale.declarations = wanted * 11 / 20;  // two lines each, on the average
  std::size_t lines = 0;
  sample::imports(scale, rates, [&](const detection::Filed& filed, const sample::ImportTruth&) {
    if (lines >= wanted) return;
    lines += filed.declaration.lines.size();
    const auto json = detection::to_json(filed) + "\n";
    std::fwrite(json.data(), 1, json.size(), stdout);
  });
  return lines >= wanted ? 0 : 1;
}
