#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/text.h"
#include "likelihood/key_table.h"

namespace clearway::likelihood {

/// A number that is not given.
inline constexpr std::int64_t missing = INT64_MIN;

/// What a model is told of one declaration: numbers in millionths (or `missing`) and categories as hashes of their
/// texts (0: not given), in the order of the model's Layout. Codes that are missing count as one more level.
struct Inputs {
  std::vector<std::int64_t> numbers;
  std::vector<std::uint64_t> categories;
  // Keys of what was declared (0: too little to tell), and what examination had found of the same by then.
  std::uint64_t repeat = 0, exact_repeat = 0;
  Counts repeated, repeated_exactly;
};

/// What a reader is told about: several columns and terms that come from the same fact are one signal.
struct Signal {
  std::string name;
  Text label;
  std::string unit;              // of what is shown; empty: none
  std::int32_t number = -1;      // the number that is shown, or
  std::int32_t category = -1;    // the category
  std::int64_t usual = missing;  // of a number: its median where examined, millionths
};

enum class Transform : std::uint8_t {
  plain,
  logarithm,       // of 1 + x; of a quotient: of x + 0.001
  decimals,        // digits after the point
  trailing_zeros,  // at the end of the whole part
  roundness,       // trailing zeros, or less than none: as many below as there are decimals
};

/// A number as it is weighed: a fact, or the quotient of two.
struct Measure {
  std::uint16_t number = 0;
  std::int32_t per = -1;
  Transform as = Transform::plain;
};

/// One column of the trees.
struct Column {
  enum class Kind : std::uint8_t { measure, same, level };
  Kind kind = Kind::measure;
  std::uint16_t signal = 0;
  Measure measure;
  std::uint16_t first = 0, second = 0;  // same: categories; level: the category
  std::uint64_t level = 0;              // 1 where the category is this one
};

/// Part of a key: a category, a number to the last digit, or the band a measure falls into.
struct Part {
  enum class Kind : std::uint8_t { category, exact, band };
  Kind kind = Kind::category;
  std::uint16_t index = 0;
};
struct Band {
  Measure measure;
  std::vector<float> cuts;  // ascending; the band is how many of them are not above the measure
};

/// A term of the linear part: one weight for each combination of its parts that was met.
struct Term {
  std::vector<Part> parts;
  std::uint16_t signal = 0;
  double spread = 0.1;  // how far weights are believed to lie apart, in log-odds
};

/// How much examinations of the same declaration count.
struct Repeat {
  double strength = 0;  // how many of them the estimate without repeats is worth; 0: repeats are not looked at
  std::uint16_t signal = 0;
};

/// What a model looks at, and how.
struct Layout {
  std::vector<std::string> numbers, categories;  // by name, in the order of Inputs
  std::vector<Signal> signals;
  std::vector<Column> columns;
  std::vector<Band> bands;
  std::vector<Term> terms;
  Repeat repeat;
};

/// The measure as a float; NaN where it is missing.
float value_of(const Measure& measure, const Inputs& inputs);
/// Fills one row of the trees' matrix, `layout.columns.size()` long.
void fill_columns(const Layout& layout, const Inputs& inputs, std::span<float> row);
std::uint32_t band_of(const Band& band, const Inputs& inputs);
/// A key that is never 0: different for different values of the parts and for different `purpose`.
std::uint64_t key_of(const Layout& layout, std::span<const Part> parts, const Inputs& inputs, std::uint64_t purpose);

}  // namespace clearway::likelihood
