#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"

namespace clearway::campaign {

/// How a debtor was approached. Stored by name; never renamed.
enum class Channel : std::uint8_t { phone, visit, letter, message, office };
inline constexpr std::array<std::string_view, 5> channel_names = {"phone", "visit", "letter", "message", "office"};
inline std::string_view name(Channel channel) { return channel_names[static_cast<std::size_t>(channel)]; }

/// What came of it. Stored by name; never renamed.
enum class Response : std::uint8_t {
  reached,      // spoke, nothing agreed
  promised,     // to pay an amount by a day
  applied,      // for a plan
  hardship,     // asks for help: welfare hand-over, hold
  disputed,     // says that the debt is wrong
  refused,      // does not want to pay
  not_reached,  // nobody there
  moved,        // lives elsewhere
};
inline constexpr std::array<std::string_view, 8> response_names = {"reached",  "promised", "applied",     "hardship",
                                                                   "disputed", "refused",  "not_reached", "moved"};
inline std::string_view name(Response response) { return response_names[static_cast<std::size_t>(response)]; }
inline bool is_reached(Response response) { return response != Response::not_reached && response != Response::moved; }

/// One line of the team's list.
struct Contact {
  std::string party_id;
  Date on;
  std::string officer;  // account id
  Channel channel = Channel::phone;
  Response response = Response::not_reached;
  std::optional<Date> promised_by;
  std::int64_t promised_krw = 0;
  std::string note;
  friend bool operator==(const Contact&, const Contact&) = default;
};

}  // namespace clearway::campaign
