#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "declaration/declaration.h"
#include "sample/places.h"
#include "sample/products.h"
#include "sample/random.h"

namespace clearway::sample {

enum class FilerKind : std::uint8_t { courier, post, broker };

struct Filer {
  FilerKind kind;
  std::string code;
  std::string name_ko, name_en;
  ExitKind exit;
  std::uint16_t share;              // within its kind
  std::uint32_t errors;             // declarations with a slip, per million
  std::uint32_t identifier_given;   // manifest lines with the exporter's business number, per million
  std::uint32_t tariff_code_given;  // manifest lines with an HSK, per million
  bool latin;                       // writes exporters in Latin letters
};

enum class ExporterKind : std::uint8_t { individual, seller, maker, trader };
inline constexpr std::array<std::string_view, 4> exporter_kind_names = {"individual", "seller", "maker", "trader"};

/// How a trader keeps the law; a label of the generated world, never told to the product.
enum class Conduct : std::uint8_t { careful, careless, opportunist, deliberate };
inline constexpr std::array<std::string_view, 4> conduct_names = {"careful", "careless", "opportunist", "deliberate"};

struct Exporter {
  ExporterKind kind;
  Conduct conduct;
  Category category;
  Date first_day;  // no consignment before
  std::string name_ko, name_en;
  std::string address_ko, address_en;
  std::string postcode, phone, identifier, trader_code, representative, consignee_code_part;
  std::string_view identifier_type;        // "04" business number, "05" personal clearance code
  std::array<std::uint8_t, 6> products{};  // places within the category
  std::uint8_t product_count = 1;
  std::array<std::uint8_t, 4> markets{};  // places in destinations(), the most important first
  std::int32_t price_level = 1024;        // of its goods against the median, 1/1024
  std::uint32_t consignees = 3;           // size of its circle of customers
  std::uint16_t courier = 0, broker = 0;  // places in World's filers
  bool declares_itself = false;
  bool claims_drawback = false;
  std::string own_declarant_code;
};

std::vector<Filer> make_filers();

/// `count` exporters; those that begin later than `from` are spread over the days to `to`.
/// `weights` receives the activity of each for each of the three procedures.
struct Exporters {
  std::vector<Exporter> all;
  std::array<std::vector<std::uint32_t>, 3> activity;  // by declaration::Procedure
};
Exporters make_exporters(Random random, std::uint32_t count, const std::vector<Filer>& filers, Date from, Date to);

/// A customer abroad; the same key gives the same person.
struct Consignee {
  std::string name, address, phone;
};
void describe_consignee(std::uint64_t key, const Destination& destination, bool company, Consignee& out);

}  // namespace clearway::sample
