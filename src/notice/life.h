#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/messages.h"
#include "base/text.h"
#include "law/calendar.h"
#include "law/law.h"
#include "notice/notice.h"

namespace clearway::notice {

/// What may be done with a notice. Stored by name; never renamed.
enum class Action : std::uint8_t {
  // customs
  approve,  // a draft: sent, or held back for the control group
  dismiss,  // a draft: not sent
  reply,    // to a question; the window is extended by the days it waited
  grant_more_time,
  refuse_more_time,
  accept_explanation,
  reject_explanation,
  decide_claim,  // accepts it
  refuse_claim,
  withdraw,
  record_audit_notice,       // circumstances that came later
  record_assessment_notice,  // written notice before assessment
  record_appeal,
  // the firm, or its broker
  open,
  file,  // correct it
  explain,
  ask,
  ask_more_time,
  // nobody: payments and days
  pay,
  lapse,
};
inline constexpr std::array<std::string_view, 20> action_names = {"approve",
                                                                  "dismiss",
                                                                  "reply",
                                                                  "grant_more_time",
                                                                  "refuse_more_time",
                                                                  "accept_explanation",
                                                                  "reject_explanation",
                                                                  "decide_claim",
                                                                  "refuse_claim",
                                                                  "withdraw",
                                                                  "record_audit_notice",
                                                                  "record_assessment_notice",
                                                                  "record_appeal",
                                                                  "open",
                                                                  "file",
                                                                  "explain",
                                                                  "ask",
                                                                  "ask_more_time",
                                                                  "pay",
                                                                  "lapse"};
inline std::string_view name(Action action) { return action_names[static_cast<std::size_t>(action)]; }
std::optional<Action> parse_action(std::string_view text);
Side side_of(Action action);

/// Why a step is not taken, in the order in which it is checked. Stored by name; never renamed.
enum class Refusal : std::uint8_t {
  notice_is_closed,  // an answer or a payment that comes after the end
  action_does_not_fit_the_state,
  window_is_over,        // the firm's answer comes after its last day
  window_is_still_open,  // a notice does not lapse before its last day
  text_is_missing,       // an explanation, a question, a reason
  text_is_too_long,
  day_is_missing,
  day_is_in_the_future,  // of a circumstance
  until_is_not_later,    // more time than there is already
  until_is_beyond_an_extension,
  extensions_are_used_up,
  nothing_to_correct_is_known,  // the finding is a question only, and no line was given
  calendar_does_not_reach_the_day,
};
std::string_view name(Refusal refusal);

struct Refused {
  Refusal refusal{};
  std::string field, value, expected;
  Text text(const Messages& messages) const;
  Text fix(const Messages& messages) const;
};

inline constexpr std::size_t most_text = 4'000;  // characters of what is said, in bytes

/// What comes with a step.
struct Given {
  std::string text = {};
  std::optional<Date> day = {};    // until (more time), or of a circumstance
  bool held_back = false;          // approve: of the control group
  std::string correction_id = {};  // file
  std::int64_t corrected_krw = 0;
  // file: otherwise it is settled at once. pay, refuse_claim: of a correction with a refund beside what was paid.
  bool awaits_payment = false, awaits_decision = false;
};

using NoticeOrRefused = std::variant<Notice, Refused>;

/// The notice after the step, or why it is not taken. Pure; what a correction itself is refused for is decided by
/// correction::Quoter before.
NoticeOrRefused take(const law::Law& law, const law::Calendar& calendar, const Notice& notice, Action action,
                     const Given& given, Date today);

/// The steps that a side may take today, whatever comes with them.
std::vector<Action> open_actions(const Notice& notice, Side side, Date today);

/// By when the firm may ask to have more time at most; nothing where no extension is left.
std::optional<Date> longest_extension(const law::Law& law, const Notice& notice, Date today);

}  // namespace clearway::notice
