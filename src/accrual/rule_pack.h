#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accrual/accrue.h"
#include "base/messages.h"
#include "base/text.h"

namespace clearway::accrual {

/// What a kind of charge bears. Without `rates` it bears no interest.
struct Charge {
  std::string rates;           // name of a rate table of the pack; empty: none
  bool interest_only = false;  // the charge is itself interest; shown, changes nothing
  Text title;
};

/// Why nothing grows on some days. Where periods of one reason overlap, windows are cut at each of their ends, or the
/// periods count as one.
struct SuspensionReason {
  Text title;
  bool joined = false;
};

/// Days on which the pack lets nothing grow for all charges, or for those named.
struct PackSuspension {
  Exclusion exclusion;
  std::vector<std::string> charges;  // empty: all
};

/// How payments lower what bears interest.
enum class PaymentMethod : std::uint8_t {
  parts,   // each payment makes its own part, with windows from the start to the payment; what is left is the last part
  balance  // one course of windows on what is left
};
/// What happens to a payment dated after the day asked.
enum class LatePayment : std::uint8_t { counted, left_out, refused };

/// Interest rules of another country, given as data (docs/rule-packs.md). Immutable after reading.
struct RulePack {
  std::string id, currency;
  Text title;
  int minor_unit_digits = 0;
  DayCount day_count = DayCount::actual;
  YearCut year_cut = YearCut::where_day_count_changes;
  Rounding rounding;
  bool first_day_counts = false;  // the day from which interest runs
  bool last_day_counts = true;    // the day asked
  bool payment_day_counts = true;
  PaymentMethod payments = PaymentMethod::parts;
  LatePayment late_payments = LatePayment::counted;
  bool payments_before_start = true;      // accepted; else refused
  bool payments_above_principal = false;  // to be refunded; else refused
  std::map<std::string, RateTable, std::less<>> rates;
  std::map<std::string, Charge, std::less<>> charges;
  std::optional<std::string> default_charge;  // of a case that names none
  std::map<std::string, SuspensionReason, std::less<>> suspension_reasons;
  std::vector<PackSuspension> suspensions;
  std::map<std::string, std::string, std::less<>> sources;
};

/// One thing wrong with a pack: file, line, path inside it, the value as it stands there, and what would be right.
/// `code` names its sentences: messages pack.<code>.text and pack.<code>.fix.
struct PackProblem {
  std::string code, file;
  int line = 0;  // 0: the whole file
  std::string key, value, expected;

  /// "packs/x.yaml:12: rates.standard[3].percent: …".
  Text text(const Messages& messages) const;
  Text fix(const Messages& messages) const;
};
using PackProblems = std::vector<PackProblem>;

/// Reads a pack; every problem is listed in the order of the file, and the pack may be used only where there is none.
/// `file` is what problems call it.
RulePack read_rule_pack(const std::string& file, std::string_view yaml, PackProblems& problems);

}  // namespace clearway::accrual
