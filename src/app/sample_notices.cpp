#include "app/sample_notices.h"

#include <array>
#include <utility>
#include <vector>

#include "clearance/sentence.h"

namespace clearway::app {
namespace {

using assessment::TaxKind;
using clearance::same;
using clearance::sentence;
using notice::Action;
using notice::Given;
using notice::Notice;

/// What a notice is about: each with rows and amounts that fit its question.
enum class Question { freight, royalty, price, preference };

struct Step {
  Action action;
  int days_ago;
  Given given = {};
};

class Seeder {
 public:
  Seeder(record::Store& store, const noticing::Rules& rules, const Messages& messages, std::string office, Instant now)
      : store_(store),
        rules_(rules),
        messages_(messages),
        office_(std::move(office)),
        now_(now),
        today_(now.korean_day()) {}

  Status own(const std::string& party) {
    const Given words{"값에 운임이 들어 있는 계약입니다. (The contract price includes freight.)"};
    const Given question{"어느 판매자와의 거래인지 알려 주십시오. (Which seller is meant?)"};
    const Given more{"담당자가 출장 중입니다. (Our clerk is away.)", today_.plus_days(38)};
    const Given reason{"계약서만으로는 운임을 확인할 수 없습니다. (The contract alone does not show the freight.)"};
    const std::vector<std::pair<Question, std::vector<Step>>> stories = {
        {Question::freight, {{Action::approve, 2}}},
        {Question::price, {{Action::approve, 5}}},
        {Question::preference, {{Action::approve, 9}, {Action::open, 7}}},
        {Question::royalty, {{Action::approve, 12}, {Action::open, 11}, {Action::ask, 3, question}}},
        {Question::freight, {{Action::approve, 14}, {Action::open, 12}, {Action::explain, 4, words}}},
        {Question::price, {{Action::approve, 15}, {Action::open, 12}, {Action::ask_more_time, 2, more}}},
        {Question::royalty,
         {{Action::approve, 30},
          {Action::open, 28},
          {Action::explain, 20, words},
          {Action::reject_explanation, 8, reason}}},
        {Question::preference,
         {{Action::approve, 40}, {Action::open, 38}, {Action::explain, 30, words}, {Action::accept_explanation, 25}}},
        {Question::freight, {}},
        {Question::royalty, {}},
        {Question::price, {}},
    };
    int serial = 0;
    for (const auto& [question_, steps] : stories) {
      if (auto kept = keep(party, question_, ++serial, steps); !kept) return kept.error();
    }
    // One is filed today and waits for its payment.
    auto kept = keep(party, Question::freight, ++serial, {{Action::approve, 6}, {Action::open, 5}});
    if (!kept) return kept.error();
    const auto filed = noticing::file(store_, rules_, *kept, {}, today_, origin());
    return filed ? success() : Status(filed.error());
  }

  /// Forty firms whose window is over; eight of them were held back.
  Status others() {
    for (int firm = 0; firm < 40; ++firm) {
      const auto party = "B99900" + std::to_string(10'000 + firm);
      std::vector<Step> steps = {{Action::approve, 75}};
      const bool held_back = firm % 5 == 4;
      if (held_back) {
        steps.front().given.held_back = true;
      } else if (firm % 2 == 0) {
        Given filed;
        filed.correction_id = "sample";
        filed.corrected_krw = 200'000 + 10'000 * firm;
        steps.push_back({Action::open, 70});
        steps.push_back({Action::file, 60 + firm % 9, filed});
      } else {
        steps.push_back({Action::open, 68});
        steps.push_back({Action::lapse, 40});
      }
      const auto question = static_cast<Question>(firm % 4);
      if (auto kept = keep(party, question, firm, steps); !kept) return kept.error();
      // Some make the same error again: each third of those who were told, and each second of those who were not.
      if (firm % (held_back ? 2 : 3) != 0) continue;
      if (auto kept = keep(party, question, 100 + firm, {}, 20); !kept) return kept.error();
    }
    return success();
  }

 private:
  record::Origin origin() const { return {"clearway", "", now_}; }

  Notice draft(const std::string& party, Question question, int serial, int declared_days_ago) const {
    Notice notice;
    auto& finding = notice.finding;
    const auto number = std::to_string(100'000 + serial);
    finding.party_id = party;
    finding.declaration_id = "IMP-" + number;
    finding.lines = {static_cast<std::uint32_t>(1 + serial % 3)};
    finding.confidence_ppm = 550'000 + 10'000 * (serial % 30);
    finding.cites = {"customs-act-38_3-1"};
    const auto line = finding.lines.front();
    const std::int64_t duty = 80'000 + 12'340 * (serial % 17);
    const std::int64_t value_added = duty * 135 / 100 / 10 * 10;
    switch (question) {
      case Question::freight:
        finding.detector = "freight_left_out";
        finding.pattern = "seller S-" + number;
        finding.evidence = {
            {finding.declaration_id, line, {"신고한 운임", "Freight declared"}, "0 KRW", "1,000,000 KRW"}};
        finding.why = sentence(messages_, "detection.freight_left_out.why.freight",
                               {{"incoterm", same("FOB")}, {"freight", same("0")}, {"usual", same("1,000,000")}});
        finding.peers = detection::PeerRate{14, 2};
        break;
      case Question::royalty:
        finding.detector = "royalty_unreported";
        finding.pattern = "seller S-" + number;
        finding.evidence = {{finding.declaration_id, line, {"더한 권리사용료", "Royalty added"}, "0 KRW", "5 %"}};
        finding.why = sentence(messages_, "detection.royalty_unreported.why.before",
                               {{"others", same("9")}, {"with", same("8")}});
        break;
      case Question::price:
        finding.detector = "unit_price_unusual";
        finding.pattern = "product 6403 CN " + number;
        finding.evidence = {
            {finding.declaration_id, line, {"1킬로그램의 가격", "Price of one kilogram"}, "3.10 USD", "11.40 USD"}};
        finding.why = sentence(messages_, "detection.unit_price_unusual.why.low",
                               {{"origin", same("CN")}, {"share", same("27 %")}, {"firms", same("11")}});
        finding.peers = detection::PeerRate{11, 0};
        break;
      case Question::preference:
        finding.detector = "preference_unproven";
        finding.pattern = "agreement kr-us " + number;
        finding.evidence = {{finding.declaration_id, line, {"원산지증명", "Proof of origin"}, "—", ""}};
        finding.why = sentence(messages_, "detection.preference_unproven.why.missing", {{"agreement", same("kr-us")}});
        break;
    }
    if (question != Question::price) {  // a price is a question only
      finding.proposed = {{line, TaxKind::duty, duty}, {line, TaxKind::value_added, value_added}};
    }
    for (const auto* place : {"1", "2"}) {
      const auto* text = messages_.find("detection." + finding.detector + ".clear." + place);
      if (text != nullptr) finding.would_clear.push_back(*text);
    }
    const auto declared_on = today_.plus_days(-declared_days_ago);
    notice.declared = {"99999-" + declared_on.text().substr(2, 2) + "-" + number + "M",
                       office_,
                       declared_on,
                       declared_on.plus_days(1),
                       {},
                       declared_on.plus_days(10),
                       {{line, TaxKind::duty, 800'000}, {line, TaxKind::value_added, 1'080'000}}};
    return notice;
  }

  Result<noticing::Kept> keep(const std::string& party, Question question, int serial, const std::vector<Step>& steps,
                              int declared_days_ago = 320) {
    auto notice = draft(party, question, serial, declared_days_ago);
    notice.drafted_on = today_.plus_days(steps.empty() ? -1 : -steps.front().days_ago - 3);
    if (serial >= 100) notice.finding.pattern = draft(party, question, serial - 100, declared_days_ago).finding.pattern;
    for (const auto& step : steps) {
      auto left =
          notice::take(rules_.law, rules_.calendar, notice, step.action, step.given, today_.plus_days(-step.days_ago));
      if (const auto* refused = std::get_if<notice::Refused>(&left)) {
        return Error{std::string(name(refused->refusal)), "notice", refused->value, ""};
      }
      notice = std::move(std::get<Notice>(left));
    }
    return noticing::keep(store_, notice, origin());
  }

  record::Store& store_;
  const noticing::Rules& rules_;
  const Messages& messages_;
  std::string office_;
  Instant now_;
  Date today_;
};

}  // namespace

Status seed_notices(record::Store& store, const noticing::Rules& rules, const Messages& messages,
                    const std::string& party_id, const std::string& customs_office, Instant now) {
  const auto there = noticing::all(store);
  if (!there) return there.error();
  if (!there->empty()) return success();
  Seeder seeder(store, rules, messages, customs_office, now);
  if (auto seeded = seeder.own(party_id); !seeded) return seeded;
  return seeder.others();
}

}  // namespace clearway::app
