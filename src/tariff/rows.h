#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/text.h"

namespace clearway::tariff {

/// The kinds of rate of Customs Act 49 and 50. Their order of application stands in law/kr/tariff/rate_kinds.yaml.
/// Stored with assessments: never renumber.
enum class RateKind : std::uint8_t {
  basic,                             // Act 50(1)
  provisional,                       // Act 50(1)
  anti_dumping,                      // Act 51, added
  countervailing,                    // Act 57, added
  retaliatory,                       // Act 63, added
  emergency,                         // Act 65 and 67-2, added
  special_emergency,                 // Act 68, added
  protective_adjustment,             // Act 69 no. 2
  adjustment,                        // Act 69 nos. 1, 3, 4
  quota,                             // Act 71
  seasonal,                          // Act 72
  concession,                        // Act 73
  agricultural_concession,           // Act 50(3) proviso
  agricultural_concession_in_quota,  // Act 50(3) proviso, Decree 94
  convenience,                       // Act 74
  preference,                        // Act 76
  agreement                          // free-trade agreements
};
inline constexpr std::array<std::string_view, 17> rate_kind_names = {"basic",
                                                                     "provisional",
                                                                     "anti_dumping",
                                                                     "countervailing",
                                                                     "retaliatory",
                                                                     "emergency",
                                                                     "special_emergency",
                                                                     "protective_adjustment",
                                                                     "adjustment",
                                                                     "quota",
                                                                     "seasonal",
                                                                     "concession",
                                                                     "agricultural_concession",
                                                                     "agricultural_concession_in_quota",
                                                                     "convenience",
                                                                     "preference",
                                                                     "agreement"};
inline std::string_view name(RateKind kind) { return rate_kind_names[static_cast<std::size_t>(kind)]; }

/// Taxes other than duty that a tariff line may carry, in the order in which they are computed.
enum class InternalTax : std::uint8_t {
  individual_consumption,
  liquor,
  transport,
  education,
  rural_special,
  value_added
};
inline constexpr std::array<std::string_view, 6> internal_tax_names = {
    "individual_consumption", "liquor", "transport", "education", "rural_special", "value_added"};
inline constexpr std::size_t internal_tax_count = internal_tax_names.size();
inline std::string_view name(InternalTax tax) { return internal_tax_names[static_cast<std::size_t>(tax)]; }

/// How a rate is charged: on the value, on the quantity, or on both.
enum class Form : std::uint8_t { exempt, ad_valorem, specific, higher_of, lower_of, sum_of };
inline constexpr std::array<std::string_view, 6> form_names = {"exempt",    "ad_valorem", "specific",
                                                               "higher_of", "lower_of",   "sum_of"};
inline std::string_view name(Form form) { return form_names[static_cast<std::size_t>(form)]; }
constexpr bool has_percent(Form form) { return form != Form::exempt && form != Form::specific; }
constexpr bool has_amount(Form form) { return form != Form::exempt && form != Form::ad_valorem; }

/// What a rate asks for before it applies.
enum class Needs : std::uint8_t { nothing, origin_proof, recommendation };
inline constexpr std::array<std::string_view, 3> needs_names = {"", "origin_proof", "recommendation"};
inline std::string_view name(Needs needs) { return needs_names[static_cast<std::size_t>(needs)]; }

/// From `from` to `to`, both included; open where a line has no end.
struct Period {
  Date from;
  Date to = Date::from_days(INT32_MAX);
  bool holds(Date day) const { return from <= day && day <= to; }
  bool meets(const Period& other) const { return from <= other.to && other.from <= to; }
  bool open() const { return to == Date::from_days(INT32_MAX); }
};

/// An index into the units of the vocabulary; 0 is no unit.
using Unit = std::uint8_t;

struct Charge {
  Form form = Form::ad_valorem;
  Decimal percent;       // 8 is eight of a hundred
  Decimal won_per_unit;  // of `unit`
  Unit unit = 0;
};

/// One row of a table of lines. `row` is where it stands in its file.
struct LineRow {
  std::size_t file = 0, row = 0;
  std::uint64_t code = 0;  // ten digits
  Period period;
  Unit unit = 0;  // in which quantities are declared; 0: any
  Text description;
};

/// One row of a table of rates.
struct RateRow {
  std::size_t file = 0, row = 0;
  std::uint64_t code = 0;
  Period period;
  RateKind kind = RateKind::basic;
  std::uint16_t agreement = 0;  // index into the agreements of the vocabulary, counted from 1; 0: none
  std::string origins;          // countries, separated by blanks; empty: those of the agreement, or all
  Needs needs = Needs::nothing;
  Charge charge;
};

/// One row of a table of internal taxes.
struct TaxRow {
  std::size_t file = 0, row = 0;
  std::uint64_t code = 0;
  Period period;
  InternalTax tax = InternalTax::individual_consumption;
  Charge charge;
  Decimal threshold_won;  // of one unit of quantity; only what is above it is charged
};

struct Rows {
  std::vector<LineRow> lines;
  std::vector<RateRow> rates;
  std::vector<TaxRow> taxes;
  bool sample = false;  // a table says of itself that it is one
  std::size_t size() const { return lines.size() + rates.size() + taxes.size(); }
};

/// What is wrong with one row: the row is left out and the others stay.
struct RowProblem {
  std::string code;  // reads as a sentence
  std::string file;
  std::size_t row = 0;
  std::string field, value, expected;
};
using RowProblems = std::vector<RowProblem>;

/// Ten digits, as written.
std::string code_text(std::uint64_t code);
/// Ten digits, with or without the dots and dashes of "8517.13-0000"; nothing for anything else.
std::optional<std::uint64_t> parse_code(std::string_view text);

}  // namespace clearway::tariff
