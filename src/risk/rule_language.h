#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "declaration/declaration.h"
#include "risk/variables.h"

namespace clearway::risk {

/// A value a rule names that is not of the declaration: a parameter of law or policy on a day.
struct Constant {
  Type type = Type::number;
  Unit unit = Unit::none;
  std::int64_t number = 0;  // millionths; of a date, days since 1970 in millionths
  std::string text;
  std::vector<std::int64_t> numbers;  // millionths
  std::vector<std::string> texts;
};

/// The values of a parameter, each from a day on, in order. Before the first day there is no value.
using DatedConstant = std::vector<std::pair<Date, Constant>>;

/// What rules may name. `parameter` answers for "law.…" and "policy.…" names.
struct Vocabulary {
  std::function<Type(declaration::Field)> field_type;
  std::function<std::optional<DatedConstant>(std::string_view name)> parameter;
  // These may be left empty.
  std::function<std::vector<std::string>()> parameter_names;  // for hints
  std::function<bool(declaration::Field)> is_personal;        // never shown in a reason
  std::function<bool(std::string_view cite)> is_source;       // what a rule may cite
};

/// Where in the text of a rule something is wrong (`column` counts characters from 1), and what would put it right.
struct LanguageError {
  std::size_t column = 1;
  std::string detail;
  std::string fix;
};

enum class Op : std::uint8_t {
  constant_number,
  constant_text,
  constant_boolean,
  list,
  field,
  variable,
  parameter,
  element,  // `element`: the variable of exists()
  add,
  subtract,
  multiply,
  divide,
  negate,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  in,
  starts_with,
  ends_with,
  contains,
  upper,
  lower,
  size,
  has,
  exists,
  logical_and,
  logical_or,
  logical_not,
};

/// A node of a checked expression.
struct Node {
  Op op{};
  Type type = Type::boolean;
  std::size_t column = 1;
  std::int64_t number = 0;  // constant_number, constant_boolean
  std::string text;         // constant_text; name of a parameter; variable of exists()
  declaration::Field field{};
  Variable variable{};
  std::vector<Node> children;
};

/// A rule's condition, checked against what may be named. Evaluated by the programs of rule_program.h.
class Expression {
 public:
  /// Reads and checks `text`; the result is a boolean expression. The language: docs/rule-language.md.
  static std::variant<Expression, LanguageError> parse(std::string_view text, const Vocabulary& vocabulary);
  /// Reads a single name, as the places of a reason text hold it.
  static std::variant<Expression, LanguageError> parse_name(std::string_view text, const Vocabulary& vocabulary);

  const Node& root() const { return root_; }
  /// Every parameter it names.
  const std::vector<std::string>& parameters() const { return parameters_; }
  bool uses_history() const { return uses_history_; }

 private:
  friend class ExpressionReader;
  Node root_;
  std::vector<std::string> parameters_;
  bool uses_history_ = false;
};

/// The entry of `names` that is nearest to `name` by letters changed; empty if none is near.
std::string nearest_name(std::string_view name, const std::vector<std::string>& names);

}  // namespace clearway::risk
