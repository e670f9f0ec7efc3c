#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/date.h"
#include "declaration/declaration.h"
#include "sample/parties.h"

namespace clearway::sample {

/// Patterns of irregularity, in the order of the risk patterns R1 to R12.
enum class Pattern : std::uint8_t {
  none,
  splitting,
  undervaluation,
  overvaluation,
  misdescription,
  no_permit,
  false_origin,
  fake_export,
  circular,
  infringing,
  dangerous,
  identity_abuse,
  manifest_for_drawback
};
inline constexpr std::size_t pattern_count = 12;
/// "R1" … "R12"; empty for none.
std::string_view pattern_id(Pattern pattern);

struct Line {
  const Product* product = nullptr;  // as declared
  std::int32_t quantity = 1;
  std::int64_t unit_cents = 0;   // price of a piece, hundredths of the currency
  std::int64_t grams = 0;        // net, of the whole line
  std::string_view description;  // instead of the product's; empty: as the product's
  std::string_view brand;
  bool once_imported = false;  // names an earlier import declaration
  std::int64_t cents() const { return unit_cents * quantity; }
};

/// One shipment as the trader means it, before it is put into the words of a declaration.
struct Consignment {
  static constexpr std::size_t max_lines = 12;

  Date day;
  declaration::Procedure procedure = declaration::Procedure::manifest;
  std::uint32_t exporter = 0;
  std::uint16_t filer = 0;
  const Destination* destination = nullptr;
  std::string_view currency;
  std::uint64_t consignee = 0;  // key of describe_consignee
  bool company = false;         // the consignee is one
  std::array<Line, max_lines> lines;
  std::size_t line_count = 0;
  bool drawback = false;
  bool wants_drawback_on_manifest = false;
  bool phone_withheld = false;
  bool returned_goods = false;
  bool maker_unknown = false;
  bool permit = false;
  // Instead of what the parties are called; empty: as they are.
  std::string exporter_name, exporter_phone, exporter_identifier, consignee_name, model;

  Line& add_line() { return lines[line_count++]; }
  std::int64_t cents() const;
  void clear();
};

}  // namespace clearway::sample
