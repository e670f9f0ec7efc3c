#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/result.h"

namespace clearway::payment {

/// How virtual account numbers are made.
struct NumberPattern {
  std::string prefix;
  unsigned serial_digits = 0;
  std::vector<std::int64_t> weights;  // in turn, from the left
  std::int64_t modulus = 10;
  std::string grade, cite;

  /// prefix + serial + check digit; nothing where the serial is used up or negative.
  std::optional<std::string> number(std::int64_t serial) const;
  std::size_t length() const { return prefix.size() + serial_digits + 1; }
  bool is_well_formed(std::string_view number) const;
};

/// By what the matter is chosen to which a payment goes.
enum class Preference : std::uint8_t { chosen_by_payer, secured, nearest_prescription, oldest_due };
inline constexpr std::array<std::string_view, 4> preference_names = {"chosen_by_payer", "secured",
                                                                     "nearest_prescription", "oldest_due"};
inline std::string_view name(Preference preference) { return preference_names[static_cast<std::size_t>(preference)]; }

struct Preferences {
  std::vector<Preference> order;
  std::string grade, cite;
};

/// policy/payment.yaml. Immutable.
struct Policy {
  std::vector<std::pair<Date, NumberPattern>> numbers;    // oldest first
  std::vector<std::pair<Date, Preferences>> preferences;  // oldest first
  std::int64_t most_bytes = 0;                            // of one bank file

  static Result<Policy> load(const std::string& policy_folder);
  static Result<Policy> parse(const std::string& yaml);

  /// In force on a day; the first one before its time.
  const NumberPattern& number_pattern(Date day) const;
  const Preferences& preference(Date day) const;
  /// Of any pattern that was ever in force.
  bool is_well_formed(std::string_view number) const;
};

}  // namespace clearway::payment
