#pragma once

// For readers of cases: simdjson must not reach public headers.
#include <simdjson.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "debt/problem.h"

namespace clearway::debt {

/// Rows of the lists of a case: payments and items, and what every window is held against.
inline constexpr std::size_t most_rows = 100'000, most_periods = 1'000;

/// One object of a case. Reads fields and notes what is wrong with them under their path, without stopping at the
/// first.
class JsonFields {
 public:
  using Element = simdjson::dom::element;

  /// Notes fields that stand twice or are not among `known`.
  JsonFields(simdjson::dom::object object, std::string path, std::vector<std::string_view> known, Problems& problems);

  bool has(std::string_view field) const { return find(field).has_value(); }
  std::optional<std::string> text(std::string_view field);
  std::optional<Date> date(std::string_view field);
  Date required_date(std::string_view field);
  /// A whole number from 0 to accrual::most_amount.
  std::optional<std::int64_t> amount(std::string_view field);
  std::int64_t required_amount(std::string_view field);
  std::optional<bool> yes_or_no(std::string_view field);
  /// The place in `names`; 0 (and a problem) where it is none of them.
  std::size_t choice(std::string_view field, const std::vector<std::string_view>& names, std::size_t otherwise = 0);
  /// Calls `read` with each object of a list of at most `most` rows; a missing list is empty.
  void objects(std::string_view field, const std::vector<std::string_view>& known, std::size_t most,
               const std::function<void(JsonFields&)>& read);
  std::optional<Element> find(std::string_view field) const;

  void problem(Refusal refusal, std::string_view field, std::string value = {}, std::string expected = {});
  void missing(std::string_view field);
  std::string path(std::string_view field) const;
  Problems& problems() { return problems_; }

 private:
  simdjson::dom::object object_;
  std::string path_;
  Problems& problems_;
};

/// Parses `text` and calls `read` with its object.
void read_object(std::string_view text, const std::vector<std::string_view>& known, Problems& problems,
                 const std::function<void(JsonFields&)>& read);

/// The name most like `name`; empty if none is near.
std::string nearest(std::string_view name, const std::vector<std::string_view>& names);

}  // namespace clearway::debt
