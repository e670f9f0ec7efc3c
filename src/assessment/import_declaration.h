#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"

namespace clearway::assessment {

// What an importer declares, as far as its tax depends on it. Names of the enums are the words of the JSON form and are
// stored: never renumber.

/// How the goods come: it decides which simple rates, allowances and clearance are open to them.
enum class Regime : std::uint8_t { general, courier, post, traveller };
inline constexpr std::array<std::string_view, 4> regime_names = {"general", "courier", "post", "traveller"};

/// Amounts that are added to the price or deducted from it (Customs Act 30). Which of both stands in
/// law/kr/assessment/value/price_elements.yaml.
enum class PriceElement : std::uint8_t {
  indirect_payment,
  commission,
  brokerage,
  buying_commission,
  container,
  packing,
  assist,
  royalty,
  proceeds,
  freight,
  insurance,
  other_transport,
  surface_parcel_freight,
  work_after_import,
  transport_after_import,
  import_taxes,
  deferred_interest
};
inline constexpr std::array<std::string_view, 17> price_element_names = {"indirect_payment",
                                                                         "commission",
                                                                         "brokerage",
                                                                         "buying_commission",
                                                                         "container",
                                                                         "packing",
                                                                         "assist",
                                                                         "royalty",
                                                                         "proceeds",
                                                                         "freight",
                                                                         "insurance",
                                                                         "other_transport",
                                                                         "surface_parcel_freight",
                                                                         "work_after_import",
                                                                         "transport_after_import",
                                                                         "import_taxes",
                                                                         "deferred_interest"};

/// Why the transaction value may not be used (Act 30(1), (3), (5)).
enum class Ground : std::uint8_t {
  restricted,
  condition,
  proceeds,
  relationship,
  not_sold,
  not_quantifiable,
  not_proven
};
inline constexpr std::array<std::string_view, 7> ground_names = {
    "restricted", "condition", "proceeds", "relationship", "not_sold", "not_quantifiable", "not_proven"};

/// Flexible methods of Decree 29(1) and the values that Decree 29(2) forbids.
enum class ReasonableBasis : std::uint8_t {
  identical_flexible,
  deductive_flexible,
  accepted_value,
  market_quotation,
  domestic_price,
  higher_of_two,
  export_country_price,
  other_production_cost,
  third_country_price,
  minimum_price,
  arbitrary
};
inline constexpr std::array<std::string_view, 11> reasonable_basis_names = {
    "identical_flexible", "deductive_flexible",   "accepted_value",        "market_quotation",    "domestic_price",
    "higher_of_two",      "export_country_price", "other_production_cost", "third_country_price", "minimum_price",
    "arbitrary"};

/// What a traveller's goods count as.
enum class Category : std::uint8_t {
  general,
  liquor,
  perfume,
  cigarettes,
  cigars,
  heated_tobacco,
  nicotine_liquid,
  other_electronic,
  other_tobacco
};
inline constexpr std::array<std::string_view, 9> category_names = {
    "general",        "liquor",          "perfume",          "cigarettes",   "cigars",
    "heated_tobacco", "nicotine_liquid", "other_electronic", "other_tobacco"};

/// An amount in some currency.
struct Amount {
  Decimal value;
  std::string currency;  // ISO 4217
  friend bool operator==(const Amount&, const Amount&) = default;
};

struct Element {
  PriceElement kind = PriceElement::freight;
  Amount amount;
  bool separately_shown = true;  // a deduction counts only where it can be told apart (Act 30(2))
  friend bool operator==(const Element&, const Element&) = default;
};

/// An accepted transaction value of identical or similar goods (Act 31, 32), of one unit, as it was at the import port.
struct Comparable {
  Amount unit_value;
  Amount adjustment;  // for level, quantity, distance and mode of transport; may be negative; no currency: none
  Date shipped_on;
  bool same_producer = false;
  friend bool operator==(const Comparable&, const Comparable&) = default;
};

/// Act 33: the price of one unit at which most are sold in Korea, in won, and what is deducted from it.
struct DomesticSale {
  Decimal unit_price;
  Decimal profit_and_expenses, transport, taxes;  // of one unit, in won
  Decimal value_added_in_korea;                   // Act 33(3), of goods processed in Korea
  Date sold_on;
  friend bool operator==(const DomesticSale&, const DomesticSale&) = default;
};

/// Act 34: what it cost to make and bring all of the line.
struct Production {
  Amount materials_and_processing, profit_and_expenses, transport;
  friend bool operator==(const Production&, const Production&) = default;
};

/// Act 35: a value of all of the line by other reasonable means.
struct Reasonable {
  ReasonableBasis basis = ReasonableBasis::accepted_value;
  Amount value;
  friend bool operator==(const Reasonable&, const Reasonable&) = default;
};

/// How the customs value of a line is found where its price does not do.
struct Valuation {
  std::vector<Ground> grounds;             // none: the transaction value holds
  bool related = false;                    // buyer and seller are related, without influence on the price
  std::optional<Date> shipped_on;          // of the goods themselves
  bool seasonal = false;                   // price varies with the season
  bool computed_before_deductive = false;  // on request (Act 33(1))
  std::vector<Comparable> identical, similar;
  std::optional<DomesticSale> deductive;
  std::optional<Production> computed;
  std::optional<Reasonable> reasonable;
  friend bool operator==(const Valuation&, const Valuation&) = default;
};

/// A claim to the rate of an agreement or preference.
struct PreferenceClaim {
  std::string agreement;  // "kr-us"
  std::string proof;      // "certificate_of_origin", "origin_declaration"; empty: none
  std::string proof_number;
  std::optional<Date> proof_issued_on;
  friend bool operator==(const PreferenceClaim&, const PreferenceClaim&) = default;
};

/// A claim to a rate that needs a recommendation (quota, market access quantity).
struct RecommendationClaim {
  std::string number;
  Decimal quantity;  // in the unit of the line; the recommendation must cover all of it
  friend bool operator==(const RecommendationClaim&, const RecommendationClaim&) = default;
};

/// A claim to relief (Act 88 to 101) with the facts it asks for.
struct ReliefClaim {
  std::string code;      // of law/kr/assessment/relief/kinds.yaml
  std::string approval;  // number of the approval or confirmation
  std::optional<Date> re_export_by, exported_on;
  std::optional<Decimal> exported_value;  // in won, of what was exported for processing (Act 101)
  friend bool operator==(const ReliefClaim&, const ReliefClaim&) = default;
};

/// One line (란) of the declaration.
struct Line {
  std::uint32_t number = 0;
  std::string tariff_code;  // ten digits
  std::string description;
  Decimal quantity;
  std::string unit;
  std::optional<Decimal> net_weight;  // kg
  std::optional<Decimal> volume;      // litres
  std::optional<Decimal> pieces;      // bottles and the like, where the unit is another
  std::string origin;                 // ISO 3166-1 alpha-2
  Decimal price;                      // of all of the line, in the currency of the declaration
  Category category = Category::general;
  bool commercial = false;  // a commercial quantity: no simple rate
  std::vector<Element> elements;
  std::optional<Valuation> valuation;
  std::optional<PreferenceClaim> preference;
  std::optional<RecommendationClaim> recommendation;
  std::optional<ReliefClaim> relief;
  friend bool operator==(const Line&, const Line&) = default;
};

/// Facts about the traveller who brings the goods.
struct Traveller {
  std::int64_t age = 0;                // years
  bool voluntary = false;              // declared of his own accord
  bool undeclared = false;             // found, not declared
  std::int64_t surcharged_before = 0;  // times in the years that count as repeated
  friend bool operator==(const Traveller&, const Traveller&) = default;
};

struct ImportDeclaration {
  std::string declaration_number;  // may be empty before it is filed
  std::string importer;            // code, no personal data
  Date tax_date;                   // day of the declaration: law and rates are those of this day (Act 16, 17)
  Regime regime = Regime::general;
  bool self_use = false;
  bool split_or_repeated = false;  // parts of one order, or the same goods again and again: no small-value relief
  bool simple_rate = true;         // false: the owner asked for the ordinary rates of all goods (Decree 96(2)6)
  std::string departure_country;
  std::string currency;
  std::string incoterm;
  std::vector<Element> elements;  // of the whole declaration; shared out by price
  std::optional<Date> stored_on;  // of goods whose late declaration is surcharged (Act 241(4))
  std::optional<Traveller> traveller;
  std::vector<Line> lines;
  friend bool operator==(const ImportDeclaration&, const ImportDeclaration&) = default;
};

}  // namespace clearway::assessment
