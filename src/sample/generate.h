#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "sample/world.h"

namespace clearway::sample {

/// Sizes that have a name, and the days they cover: the sample world of everyday ends "today", 2026-11-22.
struct Scale {
  std::string_view name;
  std::uint64_t rows;
  Date from, to;
};
std::optional<Scale> find_scale(std::string_view name);

struct Generated {
  std::uint64_t declarations = 0, bytes = 0, planted = 0, cases = 0, slips = 0, examinations = 0;
  std::uint64_t by_procedure[declaration::procedure_count] = {};
};

/// Writes the world into `directory`, which is made if it is missing: declarations-YYYY-MM.jsonl,
/// courier-list-YYYY-MM.csv (one courier's lines again, as a spreadsheet in CP949), parties.csv, and what
/// is true but not declared: truth.csv (planted irregularities), slips.csv (honest mistakes), examinations.csv
/// (results of examinations). Files appear under their names only when they are complete. `progress` is told the
/// number of declarations written from time to time.
/// Errors (`field` names the path or day, `detail` the system's cause): folder_not_usable, folder_holds_another_world,
/// output_not_writable, output_disk_full, rates_missing.
Result<Generated> generate(const Settings& settings, const Terms& terms, const std::string& directory,
                           const std::function<void(std::uint64_t)>& progress);

}  // namespace clearway::sample
