#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "assessment/assessment.h"
#include "base/messages.h"
#include "detection/filed.h"
#include "law/law.h"
#include "ruling/ruling.h"

namespace clearway::ruling {

/// A fact of a ruling that a declaration is held against. Stored by name; never renamed.
enum class Fact : std::uint8_t {
  validity,
  tariff_line,
  method,
  relationship,
  adjustment,
  adjustment_percent,
  price,
  origin,
  seller,
};
inline constexpr std::array<std::string_view, 9> fact_names = {"validity",     "tariff_line", "method",
                                                               "relationship", "adjustment",  "adjustment_percent",
                                                               "price",        "origin",      "seller"};
inline std::string_view name(Fact fact) { return fact_names[static_cast<std::size_t>(fact)]; }

/// By what a line is taken for goods of the ruling, surest first.
enum class Match : std::uint8_t { item, tariff_line, description };
inline constexpr std::array<std::string_view, 3> match_names = {"item", "tariff_line", "description"};
inline std::string_view name(Match match) { return match_names[static_cast<std::size_t>(match)]; }

/// One fact that differs, in words.
struct Difference {
  std::uint32_t line = 0;
  Fact fact = Fact::validity;
  std::string ruled, declared;  // values as they stand
  Text text, right;             // what differs; what would make it right
  std::string cite;
};

struct Covered {
  std::uint32_t line = 0;
  Match match = Match::item;
};

/// A declaration held against one ruling.
struct Departures {
  std::string ruling_id, number;
  Kind kind = Kind::classification;
  std::vector<Covered> covered;
  std::vector<Difference> differences;  // by line, then in the order of Fact; empty: it follows the ruling
};

/// Holds an import declaration of the same party against a ruling: nothing where no line is about its goods, or where
/// it was declared before the ruling. A line is about its goods by the firm's own code of the product; without codes,
/// in valuation by seller and tariff line, in classification by the words of the description. `assessed` tells the
/// method of valuation of each line.
std::optional<Departures> departures_of(const law::Law& law, const Messages& messages, const Ruling& ruling,
                                        const detection::Filed& filed, const assessment::Assessment& assessed);

}  // namespace clearway::ruling
