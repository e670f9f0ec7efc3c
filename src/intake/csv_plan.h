#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "intake/keys.h"
#include "intake/mapping.h"
#include "intake/problem.h"

namespace clearway::intake {

/// What happens to the columns of one CSV file, settled from its header.
struct CsvPlan {
  /// A column that goes to fields: to one as it is, or by a rule.
  struct Step {
    std::size_t column = 0;
    declaration::Field field{};
    const ColumnRule* rule = nullptr;  // nothing: the text as it is, to `field`
  };
  std::vector<std::string> columns;  // names as in the file
  std::vector<Step> steps;
  std::vector<std::size_t> id_columns;
  std::optional<std::size_t> procedure_column;  // of a mapping; otherwise procedure is a field like any other
  std::optional<std::size_t> outcome_column;
  std::vector<std::size_t> personal_columns;
  bool has_item_columns = false;
  UnknownKeys unknown;

  bool is_personal(std::size_t column) const;
};

/// Refused: a column missing, doubled, without a name, or unknown to the mapping.
Result<CsvPlan> plan_columns(const std::vector<std::string>& header, const std::string& file, const Options& options);

}  // namespace clearway::intake
