#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "declaration/declaration.h"
#include "declaration/facts.h"
#include "risk/bounds.h"
#include "risk/profiles.h"
#include "risk/variables.h"

namespace clearway::risk {

__extension__ typedef __int128 Wide;  // products and quotients of 64-bit amounts

/// A number that is not given. Comparisons with it never hold.
inline constexpr std::int64_t missing = INT64_MIN;

/// `whole` in millionths, at the ends of the range where it does not fit.
constexpr std::int64_t to_micro(std::int64_t whole) {
  constexpr std::int64_t largest = INT64_MAX / 1'000'000;
  return whole > largest ? INT64_MAX : whole < -largest ? -INT64_MAX : whole * 1'000'000;
}

/// What rules look at: one declaration, what follows from it, and the history before it.
struct Subject {
  const declaration::Declaration& declaration;
  const declaration::Facts& facts;
  const Observation& observation;
  const History& history;
  Bounds bounds;
};

/// Where an entry of the history holds a signal: a count, an amount, or a day from which days have passed.
struct HistoryPlace {
  enum class Kind : std::uint8_t { none, count, amount, days };
  Kind kind = Kind::none;
  std::uint8_t entry = 0;  // among the pointers of History
  std::uint16_t offset = 0;
  bool known() const { return kind != Kind::none; }
};
/// Not known for what is not simply held by an entry.
HistoryPlace history_place(Variable variable);

inline const void* entry_of(const History& history, std::size_t index) {
  static_assert(std::is_trivially_copyable_v<History> && sizeof(History) % sizeof(const void*) == 0);
  const void* entry = nullptr;
  std::memcpy(&entry, reinterpret_cast<const char*>(&history) + index * sizeof entry, sizeof entry);
  return entry;
}

inline std::int64_t number_at(const HistoryPlace& place, const Subject& subject) {
  const auto* const entry = static_cast<const char*>(entry_of(subject.history, place.entry));
  if (entry == nullptr) return place.kind == HistoryPlace::Kind::days ? missing : 0;
  if (place.kind == HistoryPlace::Kind::count) {
    std::uint32_t count = 0;
    std::memcpy(&count, entry + place.offset, sizeof count);
    return std::int64_t{count} * 1'000'000;
  }
  if (place.kind == HistoryPlace::Kind::amount) {
    std::int64_t amount = 0;
    std::memcpy(&amount, entry + place.offset, sizeof amount);
    return to_micro(amount);
  }
  std::int32_t day = 0;
  std::memcpy(&day, entry + place.offset, sizeof day);
  if (day == never) return missing;
  const std::int64_t passed = std::int64_t{subject.observation.day} - day;
  return passed < 0 ? 0 : passed * 1'000'000;
}

/// The value of a fact or history signal in millionths, or `missing`. Texts (hs2, hs4, hs6) are not numbers: missing.
std::int64_t number_of(Variable variable, const Subject& subject, std::size_t item);
/// The same for what no entry of the history simply holds.
std::int64_t computed_number(Variable variable, const Subject& subject, std::size_t item);
/// The value of a number field in millionths; of a date field, days since 1970 in millionths.
std::int64_t number_of(declaration::Field field, bool is_date, const declaration::Declaration& declaration,
                       std::size_t item);

}  // namespace clearway::risk
