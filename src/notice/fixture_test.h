#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "correction/quote.h"
#include "law/calendar.h"
#include "notice/life.h"

namespace clearway::notice {

/// The files of the repository, read once.
struct World {
  static const World& instance() {
    static const World world;
    return world;
  }
  Messages messages = Messages::load(CLEARWAY_SOURCE_DIR "/messages").value();
  law::Law law = law::Law::load(CLEARWAY_SOURCE_DIR "/law").value();
  law::Calendar calendar = law::load_calendar(CLEARWAY_SOURCE_DIR "/law").value();
  correction::Quoter quoter = correction::Quoter::of(law, calendar, messages).value();
};

inline Date day(std::string_view text) { return *Date::parse(text); }

/// Freight left out of line 1: duty short by 80,000 and value-added tax by 108,000 won. Declared and accepted on 3
/// February 2025, paid on the 18th; drafted on 2 March 2026.
inline Notice draft(const std::string& party = "B1248100998", const std::string& declaration = "D-1") {
  using assessment::TaxKind;
  Notice notice;
  notice.notice_id = "N-" + declaration;
  auto& finding = notice.finding;
  finding.detector = "freight_left_out";
  finding.party_id = party;
  finding.declaration_id = declaration;
  finding.pattern = "seller S-7";
  finding.lines = {1};
  finding.confidence_ppm = 650'000;
  finding.evidence = {
      {declaration, 1, {"신고한 운임", "freight declared"}, {"0 USD", "0 USD"}, {"1,000 USD", "1,000 USD"}}};
  finding.proposed = {{1, TaxKind::duty, 80'000}, {1, TaxKind::value_added, 108'000}};
  finding.why = {"운임이 신고되지 않았습니다.", "No freight was declared."};
  finding.cites = {"customs-act-38_3-1"};
  finding.would_clear = {{"운임이 포함된 거래조건의 계약서", "a contract whose price includes freight"}};
  finding.peers = detection::PeerRate{12, 1};
  notice.declared = {"12345-25-000001M",
                     "040",
                     day("2025-02-03"),
                     day("2025-02-03"),
                     {},
                     day("2025-02-18"),
                     {{1, TaxKind::duty, 800'000}, {1, TaxKind::value_added, 1'080'000}}};
  notice.drafted_on = day("2026-03-02");
  return notice;
}

inline NoticeOrRefused step(const Notice& notice, Action action, std::string_view on, const Given& given = {}) {
  return take(World::instance().law, World::instance().calendar, notice, action, given, day(on));
}
/// The notice after a step that is taken; the notice as it was, and a failure, where it is refused.
inline Notice after(const Notice& notice, Action action, std::string_view on, const Given& given = {}) {
  const auto left = step(notice, action, on, given);
  if (const auto* refused = std::get_if<Refused>(&left)) {
    ADD_FAILURE() << name(action) << ": " << name(refused->refusal) << " " << refused->value;
    return notice;
  }
  return std::get<Notice>(left);
}
inline std::string_view refusal(const Notice& notice, Action action, std::string_view on, const Given& given = {}) {
  const auto left = step(notice, action, on, given);
  const auto* refused = std::get_if<Refused>(&left);
  return refused != nullptr ? name(refused->refusal) : std::string_view("taken");
}
/// Sent on Monday, 9 March 2026: the window ends on 8 April.
inline Notice sent() { return after(draft(), Action::approve, "2026-03-09"); }
inline Notice opened() { return after(sent(), Action::open, "2026-03-10"); }
inline Notice claimed() {
  return after(opened(), Action::file, "2026-03-11",
               {.day = day("2026-05-11"), .correction_id = "C-1", .corrected_krw = -50'000, .awaits_decision = true});
}

}  // namespace clearway::notice
