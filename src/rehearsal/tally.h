#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "rehearsal/input.h"
#include "rehearsal/report.h"
#include "risk/policy.h"

namespace clearway::rehearsal {

/// What one policy made of a row.
struct Outcome {
  static constexpr std::uint16_t none = UINT16_MAX;
  risk::Channel channel = risk::Channel::green;
  std::uint16_t led_by = none;  // source whose reason led the selection
  bool by_chance_alone = false, drawn = false;
  bool beyond_capacity = false;  // its expected value asked for more than the places of the day gave
  std::int64_t ratio_ppm = 0;
  double expected_value = 0;
  bool selected() const { return channel != risk::Channel::green; }
  bool by_risk() const { return selected() && !by_chance_alone; }
};

/// Counts rows in record order and makes the report of them.
class Tally {
 public:
  Tally(const risk::Policy& present, const risk::Policy& changed, std::size_t examples);
  void add(const Row& row, const screening::Decision& prepared, const Outcome& present, const Outcome& changed);
  void add_earlier(std::uint64_t rows) { report_.earlier += rows; }
  std::uint64_t declarations() const { return report_.declarations; }
  Report finish(Date from, Date to);

 private:
  struct Day {
    std::array<std::array<std::uint32_t, 3>, 2> channels{};
  };
  struct Firm {
    std::uint32_t declarations = 0;
    std::array<std::uint32_t, 2> selected{};
    std::array<std::int64_t, 2> delay_micro_hours{};
  };
  struct Kept {
    Example example;
    double rank = 0;
  };
  void shift(Shift& shift, std::vector<Kept>& kept, int which, const Row& row, const screening::Decision& prepared,
             const std::array<const Outcome*, 2>& outcomes);
  void finish_offices();
  void finish_bands();
  void finish_sources();
  void compare_rules();

  std::array<const risk::Policy*, 2> policies_;
  std::size_t examples_;
  Report report_;
  Cells labelled_;
  RandomSample sample_;
  std::map<std::string, Office, std::less<>> offices_;
  std::map<std::string, std::map<std::int32_t, Day>, std::less<>> days_;
  std::unordered_map<std::uint64_t, Firm> firms_;
  std::array<std::vector<SourceSide>, 2> sources_;
  std::map<std::string, PatternTruth, std::less<>> patterns_;
  std::vector<Kept> selected_examples_, spared_examples_;
};

}  // namespace clearway::rehearsal
