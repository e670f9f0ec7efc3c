#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/explained.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "document/problem.h"
#include "document/template.h"

namespace clearway::document {

/// One figure or sentence; nothing where an optional one was left out. The integer is won or a count, by declaration.
using Scalar = std::variant<std::monostate, Text, std::int64_t, Decimal, Date, bool>;
using Row = std::map<std::string, Scalar, std::less<>>;

/// A step of a decision as a letter shows it.
struct ShownStep {
  Text text;
  Text cite;  // "관세법 제38조의2", "Customs Act, Article 38-2"
  std::optional<Date> from, to;
  std::optional<std::int64_t> amount;  // won
};

/// What a template is filled with, each value of the kind that the template declares.
struct Values {
  std::map<std::string, Scalar, std::less<>> scalars;
  std::map<std::string, std::vector<Row>, std::less<>> rows;
  std::map<std::string, std::vector<ShownStep>, std::less<>> steps;

  bool has(std::string_view name) const;
};

/// Most rows of a list, and most bytes of a sentence, that a letter takes.
constexpr std::size_t most_rows = 5'000;
constexpr std::size_t most_bytes = 8'000;

/// Reads a JSON object: the five objects of the frame (see frame_values), and the template's values by name. Text is a
/// string or {"ko", "en"}; amounts and counts are whole numbers; percent is a decimal in a string ("0.022"); a date is
/// "2026-11-25"; rows are objects; steps are objects of text, cite and optional from, to, amount. Every value that is
/// missing, unknown or of another kind is noted, with its path.
Values read_values(const Template& form, std::string_view json, Problems& problems);

/// Writes steps of a decision as `read_values` takes them; `cite` gives the article of a key of law/sources.yaml.
void write_steps(JsonWriter& json, std::string_view name, const std::vector<Step>& steps,
                 const std::function<Text(const std::string&)>& cite);

}  // namespace clearway::document
