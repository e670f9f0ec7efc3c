#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "correction/quote.h"
#include "notice/correctable.h"
#include "noticing/notices.h"
#include "record/matters.h"
#include "settlement/payments.h"

namespace clearway::noticing {

/// A correction as its case file keeps it. Its matter in the ledger and its payment order have the same id.
struct CorrectionFile {
  std::string correction_id, notice_id;  // notice_id is empty where the firm corrects of its own accord
  std::string declaration_number;
  std::vector<correction::LineDifference> lines;
  std::vector<correction::Filing> filings;  // more tax, then a refund claim, as far as there are such parts
  std::int64_t due_krw = 0, refund_krw = 0;
  std::optional<Date> pay_by, decided_by;
  std::optional<Date> decided_on;  // of a refund claim: the day on which customs accepted or refused it
  std::string decision;            // and what it said
};

std::string correction_id_of(std::string_view notice_id);
/// The file before it is opened.
record::Matter correction_matter_of(const std::string& party_id, const std::string& correction_id);
CorrectionFile correction_of(const notice::Notice& notice, const Quoted& quoted, std::string correction_id, Date today);
/// Where a correction stands once it is filed: paid first, then decided about, as far as there are such parts.
notice::State filed_state(const CorrectionFile& file);
/// The file as the filing of `file` leaves it; its clock is that of the payment, then of the decision.
record::Matter filed_matter(const notice::Notice& declared, const CorrectionFile& file, Date today);
/// The payment order of what is due, its charges posted with it; nothing where nothing is.
std::optional<settlement::NewOrder> order_of(const CorrectionFile& file, const std::string& party_id, Date today);

/// The charges that a refund claim asks to reduce, by tax; what other lines add to the same tax is taken off.
std::vector<payment::ChargeAmount> claimed_charges(const CorrectionFile& file);

std::string to_json(const CorrectionFile& file);
/// What to_json wrote; of its filings only what is kept. Error correction_is_not_readable.
Result<CorrectionFile> read_correction(std::string_view json);

/// What was asked for, so that a repetition is told from another request under the same id.
std::string request_of(const notice::Edited& edited);

}  // namespace clearway::noticing
