#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/messages.h"
#include "base/text.h"
#include "correction/quote.h"
#include "notice/notice.h"

namespace clearway::notice {

/// When a correction is made, of the three that a notice names.
enum class When : std::uint8_t { today, after_the_next_step, by_audit };
inline std::string_view name(When when) {
  return when == When::today ? "today" : when == When::by_audit ? "by_audit" : "after_the_next_step";
}

struct CostLine {
  When when = When::today;
  Date on;
  std::int64_t due_krw = 0, more_than_now_krw = 0;
  Text text;
};

/// A notice in plain words; pages, letters and mails show the same.
struct Letter {
  Text title, what, why;
  std::vector<detection::EvidenceRow> rows;
  std::optional<Text> peers;
  std::vector<CostLine> costs;    // empty: a question only, or tax to be given back
  std::vector<Text> would_clear;  // what settles it without a correction
  std::vector<std::string> cites;
  Text answers;                   // what the firm can do
  std::optional<Text> answer_by;  // once it is sent
  Text no_harm;                   // that the notice takes no relief away
  Text ask;                       // whom to ask
};

/// `costs`: of correction::Quoter::compare, of the case as proposed. `whom`: the office, or the officer in charge.
Letter letter_of(const Messages& messages, const Notice& notice, const std::vector<correction::Cost>& costs,
                 const Text& whom);

/// The three costs that matter out of all steps: today, after the next step, by audit.
std::vector<CostLine> cost_lines(const Messages& messages, const std::vector<correction::Cost>& costs);

/// How a detector is called.
Text title_of(const Messages& messages, std::string_view detector);

}  // namespace clearway::notice
