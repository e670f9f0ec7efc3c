#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"

namespace clearway::law {

/// How well a value is known. Kept in this order in records: never renumber.
enum class Grade : std::uint8_t {
  statute,        // act, decree or rule, read
  notice,         // administrative notice, read
  press,          // reported by press or guidance only
  reconstructed,  // put together from several sources; not the official form
  design,         // chosen by this product where no law was found
  verify,         // general knowledge; not seen in a source
};
inline constexpr std::array<std::string_view, 6> grade_names = {"statute",       "notice", "press",
                                                                "reconstructed", "design", "verify"};
inline std::string_view name(Grade grade) { return grade_names[static_cast<std::size_t>(grade)]; }
std::optional<Grade> parse_grade(std::string_view text);
/// True where the text of the law itself was read.
inline bool is_confirmed(Grade grade) { return grade == Grade::statute || grade == Grade::notice; }

/// Rows with named columns; every cell as text, checked against the type of its column when it was loaded.
class Table {
 public:
  Table() = default;
  Table(std::vector<std::string> columns, std::vector<std::vector<std::string>> rows);

  const std::vector<std::string>& columns() const { return columns_; }
  std::size_t size() const { return rows_.size(); }
  /// The cell; throws std::logic_error where there is no such row or column.
  const std::string& text(std::size_t row, std::string_view column) const;
  std::int64_t integer(std::size_t row, std::string_view column) const;
  Decimal decimal(std::size_t row, std::string_view column) const;
  /// The first row whose `column` reads `value`.
  std::optional<std::size_t> find(std::string_view column, std::string_view value) const;

 private:
  std::vector<std::string> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// One value of the law with its evidence. `from` is missing where the start is not determined, `to` (the last day)
/// where the value still holds.
template <class T>
struct Value {
  T value{};
  std::string cite;  // key into law/sources.yaml
  Grade grade = Grade::verify;
  std::optional<Date> from, to;
};

/// The values of one parameter through time, oldest first; never empty after loading.
template <class T>
class Dated {
 public:
  Dated() = default;
  explicit Dated(std::vector<Value<T>> values) : values_(std::move(values)) {}

  /// The value in force on `day`; nothing for a day before the first one.
  const Value<T>* find(Date day) const {
    for (auto it = values_.rbegin(); it != values_.rend(); ++it) {
      if (!it->from || *it->from <= day) return &*it;
    }
    return nullptr;
  }
  /// The same, but a day before the first known value gets that first value, so that an old date in a file cannot stop
  /// a run. Ask `find` where it matters that the rule did not exist yet.
  const Value<T>& on(Date day) const {
    const auto* value = find(day);
    return value != nullptr ? *value : values_.front();
  }
  const std::vector<Value<T>>& all() const { return values_; }

 private:
  std::vector<Value<T>> values_;
};

}  // namespace clearway::law
