#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"

namespace clearway::debt {

/// What is owed. All are collected under the Customs Act on imports, by the same formula (VAT Act 58(2), Customs Act
/// 4).
enum class TaxKind : std::uint8_t {
  customs_duty,
  value_added_tax,
  individual_consumption_tax,
  liquor_tax,
  transport_tax,
  education_tax,
  rural_special_tax
};
inline constexpr std::array<std::string_view, 7> tax_kind_names = {
    "customs_duty",  "value_added_tax", "individual_consumption_tax", "liquor_tax",
    "transport_tax", "education_tax",   "rural_special_tax"};
inline std::string_view name(TaxKind kind) { return tax_kind_names[static_cast<std::size_t>(kind)]; }

/// How the debt arose, which decides the parts of its penalty.
enum class Cause : std::uint8_t {
  declared,              // declared and not paid
  assessed,              // assessed by customs; the notice sets the only due date
  under_declared,        // the shortfall of a declaration
  under_declared_fraud,  // the same by fraud
  undeclared,            // imported without a declaration
  undeclared_punished    // the same, punished as smuggling
};
inline constexpr std::array<std::string_view, 6> cause_names = {
    "declared", "assessed", "under_declared", "under_declared_fraud", "undeclared", "undeclared_punished"};
inline std::string_view name(Cause cause) { return cause_names[static_cast<std::size_t>(cause)]; }
inline bool is_shortfall(Cause cause) { return cause == Cause::under_declared || cause == Cause::under_declared_fraud; }
inline bool is_undeclared(Cause cause) { return cause == Cause::undeclared || cause == Cause::undeclared_punished; }

struct Payment {
  std::string id;  // may be empty
  Date date;
  std::int64_t amount = 0;
};

/// Costs of enforcement, owed from that day on.
struct Cost {
  std::optional<Date> date;  // nothing: from the beginning
  std::int64_t amount = 0;
};

struct Period {
  Date from;
  std::optional<Date> to;
};

/// One debt as it is known. Amounts are whole won.
struct Case {
  std::int64_t principal = 0;
  TaxKind tax_kind = TaxKind::customs_duty;
  Cause cause = Cause::declared;
  std::optional<Date> accepted;       // of the tax declaration
  std::optional<Date> imported;       // without a declaration
  std::optional<Date> statutory_due;  // computed from `accepted` where it is missing
  std::optional<Date> extended_to;    // the due date was extended, or instalments granted, to that day
  std::optional<Date> notice_date;
  std::optional<Date> notice_received;        // the date of the notice where it is missing
  std::optional<Date> notice_published;       // served by publication from that day
  std::optional<Date> notice_due;             // computed from the receipt where it is missing
  std::optional<std::int64_t> total_arrears;  // for the least amount on which penalty is charged
  std::vector<Cost> costs;
  std::vector<Payment> payments;
  std::vector<Period> suspensions;  // days on which no penalty grows
  std::vector<Period> deferrals;    // of seizure and sale: penalty grows, prescription does not
  Date until;
};

}  // namespace clearway::debt
