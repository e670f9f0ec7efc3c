#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"

namespace clearway::payment {

/// One movement that the bank confirms: money that came in, or earlier money called back.
struct Confirmation {
  std::uint64_t source_row = 0;  // CSV: line; camt.054: the number of the movement in the file, from 1
  std::string reference;         // the bank's own, by which the movement is known
  bool is_reversal = false;
  std::string original_reference;  // of the movement called back; a reversal may name itself by the same reference
  std::string account_number;      // to which it was paid
  std::int64_t amount_krw = 0;     // positive
  Date value_date, booked_on;
  std::string payer;  // name as the bank has it: personal data
};

/// Why a row of a bank file is not taken. The name is the key of its sentences in messages/payment.yaml:
/// payment.reject.<name>.cause and .fix. Never renamed.
enum class RejectCause : std::uint8_t {
  row_is_not_readable,
  value_is_missing,
  currency_is_not_krw,
  amount_is_not_whole_won,
  amount_is_not_positive,
  date_is_not_readable,
  kind_is_unknown,
  reference_is_not_usable,
  money_that_goes_out,
  batch_does_not_add_up,
  reference_has_other_content,
  reversed_payment_is_unknown,
  reversed_before,
  reversal_differs_in_amount,
  reversal_before_the_payment,
  refused_by_the_ledger,
};
std::string_view name(RejectCause cause);

struct Rejected {
  std::uint64_t source_row = 0;
  std::string field, value;
  RejectCause cause = RejectCause::row_is_not_readable;
};

/// What a bank file says. Movements that are announced only, not booked, are counted and left alone.
struct Reading {
  std::string format;  // "camt.054.001.08", "csv"
  std::vector<Confirmation> confirmations;
  std::vector<Rejected> rejected;
  std::uint64_t not_booked = 0;
};

/// Names of the columns of a CSV file, by the header in its first line, in any order; others are ignored. kind: credit
/// or reversal; empty means credit. currency: empty means KRW.
inline constexpr std::array<std::string_view, 9> csv_columns = {"reference",      "kind",       "original_reference",
                                                                "account_number", "amount_krw", "currency",
                                                                "value_date",     "booked_on",  "payer"};

/// The bytes' format told from their beginning: XML, else CSV. Errors, about the whole file:
///   bank_file_is_empty, bank_file_is_not_utf8, bank_file_is_not_xml, bank_file_is_no_notification (camt.054),
///   bank_file_lacks_a_column
Result<Reading> read_bank_file(std::string_view content);
Result<Reading> read_camt054(std::string_view content);
Result<Reading> read_csv(std::string_view content);

/// "12,300" is no number here; "12300", "12300.00" are. Nothing for other decimals than zeros, signs, or out of range.
std::optional<std::int64_t> parse_won(std::string_view text);
/// Usable as a key: 1 to 100 printable characters.
bool is_usable_reference(std::string_view reference);

}  // namespace clearway::payment
