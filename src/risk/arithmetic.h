#pragma once

#include <cstdint>

#include "risk/rule_language.h"
#include "risk/signals.h"

namespace clearway::risk {

// Arithmetic of the rule language on millionths. Whatever has no exact place (a missing part, a division by zero, a
// result out of range) is missing, and a comparison with something missing never holds. Products and quotients are
// rounded down to a millionth.

inline std::int64_t in_range(Wide value) {
  return value > INT64_MAX || value <= INT64_MIN ? missing : static_cast<std::int64_t>(value);
}

inline std::int64_t floor_divided(Wide dividend, std::int64_t divisor) {
  Wide quotient = dividend / divisor;
  if (dividend % divisor != 0 && (dividend < 0) != (divisor < 0)) --quotient;
  return in_range(quotient);
}

inline std::int64_t arithmetic(Op op, std::int64_t left, std::int64_t right) {
  if (left == missing || right == missing) return missing;
  if (op == Op::add) return in_range(Wide{left} + right);
  if (op == Op::subtract) return in_range(Wide{left} - right);
  if (op == Op::multiply) return floor_divided(Wide{left} * right, 1'000'000);
  return right == 0 ? missing : floor_divided(Wide{left} * 1'000'000, right);
}

inline bool compare(Op op, std::int64_t left, std::int64_t right) {
  if (left == missing || right == missing) return false;
  switch (op) {
    case Op::equal: return left == right;
    case Op::not_equal: return left != right;
    case Op::less: return left < right;
    case Op::less_equal: return left <= right;
    case Op::greater: return left > right;
    case Op::greater_equal: return left >= right;
    default: return false;
  }
}

}  // namespace clearway::risk
