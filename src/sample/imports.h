#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/date.h"
#include "declaration/exchange_rates.h"
#include "detection/filed.h"
#include "detection/settings.h"

namespace clearway::sample {

/// Imports of invented firms, with errors planted in some of them.
struct ImportScale {
  std::uint64_t seed = 7;
  std::size_t firms = 6, declarations = 80;
  Date from = Date::of(2024, 1, 7), to = Date::of(2026, 11, 20);
  std::uint32_t errors_ppm = 30'000;  // chance of an error in a declaration
  std::size_t at_least_each = 0;      // and this many of each kind, spread over the declarations
};

/// What was planted in a declaration; nothing in most. The truth stands apart from the data.
struct ImportTruth {
  bool planted = false;
  detection::Detector detector = detection::Detector::freight_left_out;
};

/// An importer of the sample world; its name says that it is invented.
struct Importer {
  std::string party_id;
  Text name;
  std::string broker;  // who declares for it; empty: itself
};
std::vector<Importer> importers(const ImportScale& scale);

/// Declarations by day, the same for the same scale and rates.
void imports(const ImportScale& scale, const declaration::ExchangeRates& rates,
             const std::function<void(const detection::Filed&, const ImportTruth&)>& visit);

}  // namespace clearway::sample
