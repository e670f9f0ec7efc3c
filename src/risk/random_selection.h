#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"

namespace clearway::risk {

// Random selection that nobody can predict before the day and anybody can recompute after the secret is revealed:
// docs/adr/0005-risk-decision.md says why this construction is sound.

/// A day's secret: drawn by the caller, kept until it is revealed.
using Secret = std::array<std::uint8_t, 32>;
/// What is published before the day: BLAKE2b-256 of the day and its secret.
using Commitment = std::array<std::uint8_t, 32>;

Commitment commitment(Date day, const Secret& secret);
/// The secret of a day in a repeatable run (a bulk file, a rehearsal): the same seed and day give the same secret.
/// Never for live selection, whose secret comes from the system's randomness.
Secret secret_from_seed(std::uint64_t seed, Date day);

std::string to_hex(std::span<const std::uint8_t> bytes);
/// False unless `text` is 64 hexadecimal digits.
bool parse_hex(std::string_view text, std::array<std::uint8_t, 32>& out);

/// The draws of one day. Cheap to copy; safe to use from several threads.
class DayDraw {
 public:
  DayDraw() = default;
  DayDraw(Date day, const Secret& secret);
  Date day() const { return day_; }
  /// Uniform in [0, 1), a function of the day's secret and the record id alone. Selected when below the ratio.
  double draw(std::string_view party_id, std::string_view declaration_id) const;

 private:
  Date day_;
  std::array<std::uint8_t, 16> key_{};
};

/// Draws for rows of many days: asks for a day's secret once and keeps the last days asked for. One per thread.
class Draws {
 public:
  using SecretOf = std::function<Secret(Date)>;
  explicit Draws(SecretOf secret_of) : secret_of_(std::move(secret_of)) {}
  static Draws from_seed(std::uint64_t seed);
  double draw(Date day, std::string_view party_id, std::string_view declaration_id);

 private:
  static constexpr std::size_t kept = 64;  // by day modulo: two months in any order
  struct Slot {
    bool used = false;
    DayDraw draw;
  };
  SecretOf secret_of_;
  std::array<Slot, kept> slots_;
};

/// One row of a published day: who was drawn from, at which ratio, and whether it was said to be selected at random.
struct PublishedDraw {
  std::string_view party_id;
  std::string_view declaration_id;
  double ratio = 0;
  bool selected = false;
};

struct Verification {
  bool secret_fits_commitment = false;
  std::vector<std::size_t> wrongly_added;   // rows published as selected whose draw says they were not
  std::vector<std::size_t> wrongly_spared;  // rows whose draw selects them, published as not selected
  bool ok() const { return secret_fits_commitment && wrongly_added.empty() && wrongly_spared.empty(); }
};
Verification verify(Date day, const Secret& secret, const Commitment& published, std::span<const PublishedDraw> rows);

}  // namespace clearway::risk
