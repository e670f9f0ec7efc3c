#include "intake/csv_plan.h"

#include <algorithm>

#include "intake/source_base.h"

namespace clearway::intake {
namespace {

using declaration::Field;
using Refused = std::optional<Error>;

class Planner {
 public:
  Planner(const std::vector<std::string>& header, const std::string& file, const Options& options)
      : file_(file), options_(options) {
    plan_.columns = header;
  }

  Result<CsvPlan> plan() {
    if (auto error = check_names()) return *std::move(error);
    if (auto error = options_.mapping != nullptr ? plan_mapping(*options_.mapping) : plan_fields()) {
      return *std::move(error);
    }
    std::sort(plan_.personal_columns.begin(), plan_.personal_columns.end());
    return std::move(plan_);
  }

 private:
  Error refuse(Cause cause, const std::string& column, Details more = {}) const {
    Details details = {{"file", file_}, {"column", column}};
    details.insert(details.end(), more.begin(), more.end());
    return refusal(cause, column, std::move(details), options_);
  }

  Refused check_names() const {
    const auto& columns = plan_.columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto number = std::to_string(i + 1);
      if (columns[i].empty()) return refuse(Cause::column_unnamed, {}, {{"number", number}});
      if (columns[i].find('\r') != std::string::npos) return refuse(Cause::old_line_ends, {});
      const auto first = std::find(columns.begin(), columns.end(), columns[i]) - columns.begin();
      if (static_cast<std::size_t>(first) < i) {
        return refuse(Cause::column_doubled, columns[i], {{"first", std::to_string(first + 1)}, {"number", number}});
      }
    }
    return std::nullopt;
  }

  std::optional<std::size_t> find(std::string_view name) const {
    const auto found = std::find(plan_.columns.begin(), plan_.columns.end(), name);
    if (found == plan_.columns.end()) return std::nullopt;
    return static_cast<std::size_t>(found - plan_.columns.begin());
  }

  Error missing(const std::string& column) const {
    return refuse(Cause::column_missing, column, {{"near_column", nearest(column, plan_.columns)}});
  }

  void note_fields(std::size_t column, const std::vector<Field>& fields) {
    for (const auto field : fields) {
      plan_.has_item_columns |= declaration::is_item_field(field);
      const auto& personal = declaration::field_is_personal;
      if (personal[static_cast<std::size_t>(field)]) plan_.personal_columns.push_back(column);
    }
  }

  /// Without a mapping the columns bear the names of fields.
  Refused plan_fields() {
    bool has_procedure = options_.procedure.has_value();
    for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
      const auto key = find_key(plan_.columns[i]);
      if (key == key_declaration_id) {
        plan_.id_columns.push_back(i);
      } else if (key == key_examination_result) {
        plan_.outcome_column = i;
      } else if (key < declaration::field_count) {
        const auto field = static_cast<Field>(key);
        has_procedure |= field == Field::procedure;
        plan_.steps.push_back({i, field, nullptr});
        note_fields(i, {field});
      } else {
        plan_.unknown.add(plan_.columns[i], 1);
      }
    }
    if (plan_.id_columns.empty()) return missing("declaration_id");
    if (!has_procedure) return missing("procedure");
    return std::nullopt;
  }

  Refused plan_mapping(const Mapping& mapping) {
    std::vector<bool> used(plan_.columns.size());
    Refused refused;
    const auto use = [&](const std::string& column, bool optional) -> std::optional<std::size_t> {
      const auto at = find(column);
      if (at) used[*at] = true;
      if (!at && !optional && !refused) refused = missing(column);
      return at;
    };
    for (const auto& column : mapping.id_columns) {
      if (const auto at = use(column, false)) plan_.id_columns.push_back(*at);
    }
    if (!mapping.procedure_column.empty()) plan_.procedure_column = use(mapping.procedure_column, false);
    if (!mapping.outcome_column.empty()) plan_.outcome_column = use(mapping.outcome_column, true);
    for (const auto& [column, rule] : mapping.columns) {
      const auto at = use(column, rule.optional);
      if (!at) continue;
      const bool direct = rule.fields.size() == 1 && rule.transforms.empty() && rule.values.empty();
      plan_.steps.push_back({*at, rule.fields.front(), direct ? nullptr : &rule});
      note_fields(*at, rule.fields);
    }
    for (const auto& column : mapping.ignored) use(column, true);
    for (const auto& [field, value] : mapping.constants) plan_.has_item_columns |= declaration::is_item_field(field);
    if (refused) return refused;
    for (std::size_t i = 0; i < used.size(); ++i) {
      if (used[i]) continue;
      std::vector<std::string> names = mapping.ignored;
      for (const auto& mapped : mapping.columns) names.push_back(mapped.column);
      return refuse(Cause::column_unknown, plan_.columns[i],
                    {{"mapping", mapping.name}, {"near_column", nearest(plan_.columns[i], names)}});
    }
    if (mapping.procedure_column.empty() && !mapping.procedure && !options_.procedure) return missing("procedure");
    return std::nullopt;
  }

  const std::string& file_;
  const Options& options_;
  CsvPlan plan_;
};

}  // namespace

bool CsvPlan::is_personal(std::size_t column) const {
  return std::binary_search(personal_columns.begin(), personal_columns.end(), column);
}

Result<CsvPlan> plan_columns(const std::vector<std::string>& header, const std::string& file, const Options& options) {
  return Planner(header, file, options).plan();
}

}  // namespace clearway::intake
