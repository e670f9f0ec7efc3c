#include "payment/confirmation.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "intake/encoding.h"

namespace clearway::payment {

std::string_view name(RejectCause cause) {
  switch (cause) {
    case RejectCause::row_is_not_readable: return "row_is_not_readable";
    case RejectCause::value_is_missing: return "value_is_missing";
    case RejectCause::currency_is_not_krw: return "currency_is_not_krw";
    case RejectCause::amount_is_not_whole_won: return "amount_is_not_whole_won";
    case RejectCause::amount_is_not_positive: return "amount_is_not_positive";
    case RejectCause::date_is_not_readable: return "date_is_not_readable";
    case RejectCause::kind_is_unknown: return "kind_is_unknown";
    case RejectCause::reference_is_not_usable: return "reference_is_not_usable";
    case RejectCause::money_that_goes_out: return "money_that_goes_out";
    case RejectCause::batch_does_not_add_up: return "batch_does_not_add_up";
    case RejectCause::reference_has_other_content: return "reference_has_other_content";
    case RejectCause::reversed_payment_is_unknown: return "reversed_payment_is_unknown";
    case RejectCause::reversed_before: return "reversed_before";
    case RejectCause::reversal_differs_in_amount: return "reversal_differs_in_amount";
    case RejectCause::reversal_before_the_payment: return "reversal_before_the_payment";
    case RejectCause::refused_by_the_ledger: return "refused_by_the_ledger";
  }
  return "";
}

std::optional<std::int64_t> parse_won(std::string_view text) {
  if (const auto point = text.find('.'); point != std::string_view::npos) {
    const auto decimals = text.substr(point + 1);
    if (decimals.empty() || decimals.find_first_not_of('0') != std::string_view::npos) return std::nullopt;
    text = text.substr(0, point);
  }
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::int64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{}) return std::nullopt;
  return value;
}

bool is_usable_reference(std::string_view reference) {
  return !reference.empty() && reference.size() <= 100 &&
         std::none_of(reference.begin(), reference.end(), [](unsigned char c) { return c <= 0x20 || c == 0x7F; });
}

Result<Reading> read_bank_file(std::string_view content) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (content.starts_with(mark)) content.remove_prefix(mark.size());
  const auto first = content.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) {
    return Error{"bank_file_is_empty", "file", "The file is empty", "Ask the bank for the file again"};
  }
  if (content[first] == '<') return read_camt054(content.substr(first));
  if (is_valid_utf8(content)) return read_csv(content);
  std::string decoded;  // as older systems of banks write Korean
  if (intake::append_cp949(decoded, content)) {
    return Error{"bank_file_is_not_utf8", "file", "The file is neither UTF-8 nor CP949",
                 "Save it as UTF-8, or ask the bank for camt.054"};
  }
  return read_csv(decoded);
}

}  // namespace clearway::payment
