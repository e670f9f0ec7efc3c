#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"

namespace clearway::correction {

/// Taxes that customs collects on an import. Kept in records: never renumber.
enum class Tax : std::uint8_t {
  customs_duty,
  individual_consumption_tax,
  liquor_tax,
  transport_energy_environment_tax,
  education_tax,
  special_tax_for_rural_development,
  value_added_tax
};
inline constexpr std::size_t tax_count = 7;
inline constexpr std::array<std::string_view, tax_count> tax_names = {
    "customs_duty",  "individual_consumption_tax",        "liquor_tax",     "transport_energy_environment_tax",
    "education_tax", "special_tax_for_rural_development", "value_added_tax"};
inline std::string_view name(Tax tax) { return tax_names[static_cast<std::size_t>(tax)]; }
std::optional<Tax> parse_tax(std::string_view text);

/// One tax of one line of the declaration, as declared and as it should have been.
struct LineDifference {
  std::string line;
  Tax tax{};
  std::int64_t declared_krw = 0, correct_krw = 0;
};

struct Payment {
  Date on;
  std::int64_t amount_krw = 0;
};

/// Both days included.
struct Period {
  Date from, to;
};

/// The declaration to be corrected, or the import that was never declared.
struct Declaration {
  std::string number;
  std::optional<Date> declared_on;  // of the tax declaration; missing where the goods were not declared
  std::optional<Date> imported_on;  // only where the goods were not declared
  std::optional<Date> accepted_on;
  std::optional<Date> due_on;     // statutory due date, where it is not the usual one (monthly payment)
  std::optional<Date> paid_on;    // day of declaration and payment; missing before payment
  std::vector<Payment> payments;  // where it was paid in parts; refunds take the last first
  bool undeclared() const { return imported_on.has_value(); }
};

/// What the law asks about a correction. Notices and rulings count from their day on.
struct Circumstances {
  std::optional<Date> audit_notice_on;           // prior notice of an audit received (Rule 9-2 no. 1)
  std::optional<Date> audit_known_on;            // audit begun without notice, known (no. 2)
  std::optional<Date> assessment_notice_on;      // written notice before assessment received (no. 3)
  std::optional<Date> possible_error_notice_on;  // no ground of exclusion
  bool loss_of_relief_is_known = false;          // the filer has seen that a notice took the relief away
  std::optional<Date> appeal_pending_since;
  std::optional<Date> valuation_ruling_notified_on;                                         // Act 42-2(1)3
  std::optional<Date> classification_ruling_applied_on, classification_ruling_notified_on;  // Act 42-2(1)7
  bool relief_rate_was_reviewed = false;  // Act 42-2(1)4: wrong relief on goods reviewed before acceptance
  bool provisional_price = false;         // Act 42-2(1)2
  std::optional<Date> final_price_declared_on;
  bool imported_by_the_state = false;                      // Act 42-2(1)6, Decree 32-4(5)
  bool justified_reason = false;                           // Act 42-2(1)9, Decree 32-4(6)
  bool fraud = false;                                      // Act 42(2), Decree 39(4)
  bool punished_as_smuggling = false;                      // Act 42(3)1
  std::optional<Period> review_delay;                      // Act 42-2(1)8: days by which the decision was late
  std::optional<Date> later_event_known_on;                // Act 38-3(3)
  std::optional<Date> transfer_price_adjustment_known_on;  // Act 38-4(1)
};

struct Case {
  std::string case_id;  // given back with the answer
  Declaration declaration;
  std::vector<LineDifference> lines;
  std::vector<std::string> lines_under_correction;  // lines of which another correction is not decided yet
  Circumstances circumstances;
  std::optional<Date> drafted_on;
  Date filed_on;
  std::optional<Date> paid_on;            // of the correction; the day of filing where missing
  std::optional<Date> refund_decided_on;  // the last day of the answer where missing
  std::optional<Date> audit_found_on;     // of the comparison; after the last relief where missing
};

inline constexpr std::size_t most_lines = 5'000;
inline constexpr std::int64_t largest_amount_krw = 1'000'000'000'000'000;

}  // namespace clearway::correction
