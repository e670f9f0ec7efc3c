#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "correction/quote.h"
#include "law/calendar.h"
#include "notice/correctable.h"
#include "notice/effect.h"
#include "notice/life.h"
#include "notice/pattern.h"
#include "record/matters.h"
#include "settlement/payments.h"

namespace clearway::noticing {

/// Kinds of case files (record::Matter) that are kept here.
inline constexpr std::string_view notice_kind = "notice", correction_kind = "correction";

/// By what notices are decided; all of it outlives the writes it is used in.
struct Rules {
  const law::Law& law;
  const law::Calendar& calendar;
  const correction::Quoter& quoter;
  const settlement::Rules& settlement;
};

/// A notice with the file it stands in.
struct Kept {
  record::Matter matter;
  notice::Notice notice;
};

/// A finding of which a notice is to be made, with the declaration it is about.
struct Candidate {
  detection::Finding finding;
  notice::Declared declared;
};

struct Drafted {
  std::size_t drafted = 0;
  std::size_t silenced = 0;  // explained before
  std::size_t known = 0;     // asked before about this declaration
};

/// What became of a step. One of the three.
struct Taken {
  std::optional<Kept> kept;
  std::optional<notice::Refused> refused;
  std::optional<correction::Refused> correction_refused;
  std::optional<settlement::OrderRow> order;  // of a filed correction with something to pay
};

/// The file as the notice leaves it.
record::Matter matter_of(record::Matter matter, const notice::Notice& notice);
/// Reads.
Result<Kept> kept_of(record::Matter matter);
Result<std::optional<Kept>> find(const record::Store& store, std::string_view party_id, std::string_view notice_id);
/// Every notice in turn, with the file it stands in.
Status each_notice(const record::Store& store, const std::function<void(const record::Matter&, notice::Notice)>& visit);
Result<std::vector<notice::Notice>> all(const record::Store& store);
Result<notice::Lessons> lessons(const record::Store& store);
Result<notice::Effect> effect(const record::Store& store, const law::Law& law, Date today);
/// Lines of a declaration that a correction not decided yet concerns.
Result<std::vector<std::string>> lines_under_correction(const record::Store& store, std::string_view party_id,
                                                        std::string_view declaration_id);
/// Whether a notice about the declaration waits for an answer, of the firm or of customs.
Result<bool> is_asked_about(const record::Store& store, std::string_view party_id, std::string_view declaration_id);

/// Makes a draft of each finding that is neither silenced nor asked before; the officer of `declared.customs_office`
/// sees them. Repeating is harmless.
Result<Drafted> draft(record::Store& store, const std::vector<Candidate>& candidates, Date today,
                      const record::Origin& origin);
/// The same with lessons that were read before, for whoever drafts in parts.
Result<Drafted> draft(record::Store& store, const notice::Lessons& known, const std::vector<Candidate>& candidates,
                      Date today, const record::Origin& origin);

/// Opens the file of a notice as it stands: one that was made elsewhere, or of a sample.
Result<Kept> keep(record::Store& store, const notice::Notice& notice, const record::Origin& origin);

/// Takes a step other than `file`. Whoever approves does not choose who is held back: that is drawn here. Errors:
/// version_is_not_current if the file has moved on since it was read, request_id_was_used_for_another_request.
Result<Taken> take(record::Store& store, const Rules& rules, const Kept& kept, notice::Action action,
                   notice::Given given, Date today, const record::Origin& origin);

/// Files the correction that the firm has edited: notice, correction, charges in the ledger and payment order stand in
/// one transaction.
Result<Taken> file(record::Store& store, const Rules& rules, const Kept& kept, notice::Edited edited, Date today,
                   const record::Origin& origin);

/// The correction of a notice as it would be on `today`, and what it costs when.
struct Quoted {
  correction::Case of;
  correction::Answer answer;
  std::vector<correction::Cost> costs;
};
Result<Quoted> quote(const record::Store& store, const Rules& rules, const notice::Notice& notice,
                     notice::Edited edited, Date today);

/// What days and payments bring: a paid correction and its notice are settled, or claimed where a refund was claimed
/// with it; notices whose window is over lapse. Answers with how many files moved.
Result<std::size_t> follow(record::Store& store, const Rules& rules, Date today, Instant now);

}  // namespace clearway::noticing
