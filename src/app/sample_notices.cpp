#include "app/sample_notices.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "clearance/sentence.h"
#include "notice/correctable.h"
#include "record/wait.h"
#include "settlement/payments.h"

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

/// What a finding asks for on the day of the sample.
enum class Kind { supplementary, amended, refund, question, any };

struct Step {
  Action action;
  int days_ago;
  Given given = {};
};

struct Story {
  Kind kind;
  std::vector<Step> steps;
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

  /// The findings about the firm's own declarations, each at another place of its life.
  Status own(std::vector<noticing::Candidate> found) {
    const Given words{"값에 운임이 들어 있는 계약입니다. (The contract price includes freight.)"};
    const Given question{"어느 판매자와의 거래인지 알려 주십시오. (Which seller is meant?)"};
    return tell(std::move(found),
                {{Kind::amended, {{Action::approve, 9}, {Action::open, 7}}},
                 {Kind::supplementary, {{Action::approve, 2}}},
                 {Kind::refund, {{Action::approve, 25}, {Action::open, 20}, {Action::file, 10}}},
                 {Kind::refund, {{Action::approve, 5}, {Action::open, 4}}},
                 {Kind::question, {{Action::approve, 6}, {Action::open, 5}}},
                 {Kind::question, {{Action::approve, 14}, {Action::open, 12}, {Action::explain, 4, words}}},
                 {Kind::supplementary, {{Action::approve, 12}, {Action::open, 11}, {Action::ask, 3, question}}},
                 {Kind::amended, {{Action::approve, 6}, {Action::open, 5}, {Action::file, 0}}}});
  }

  /// Those about the declarations of other firms, most of them at an end.
  Status of_others(std::vector<noticing::Candidate> found) {
    const Given words{"값에 운임이 들어 있는 계약입니다. (The contract price includes freight.)"};
    const Given more{"담당자가 출장 중입니다. (Our clerk is away.)", today_.plus_days(38)};
    const Given reason{"계약서만으로는 확인할 수 없습니다. (The contract alone does not show it.)"};
    const Given withdrawn{"심사에서 확인되었습니다. (An examination had settled it before.)"};
    const Given dismissed{"근거가 한 건뿐입니다. (It rests on one row only.)"};
    Given held_back;
    held_back.held_back = true;
    return tell(
        std::move(found),
        {{Kind::amended, {{Action::approve, 50}, {Action::open, 48}, {Action::file, 45}, {Action::pay, 44}}},
         {Kind::supplementary, {{Action::approve, 20}, {Action::open, 18}, {Action::file, 1}}},
         {Kind::any, {{Action::approve, 15}, {Action::open, 12}, {Action::ask_more_time, 2, more}}},
         {Kind::any,
          {{Action::approve, 30},
           {Action::open, 28},
           {Action::explain, 20, words},
           {Action::reject_explanation, 8, reason}}},
         {Kind::any,
          {{Action::approve, 40}, {Action::open, 38}, {Action::explain, 30, words}, {Action::accept_explanation, 25}}},
         {Kind::any, {{Action::approve, 45}, {Action::lapse, 12}}},
         {Kind::any, {{Action::approve, 35}, {Action::withdraw, 30, withdrawn}}},
         {Kind::any, {{Action::dismiss, 21, dismissed}}},
         {Kind::any, {{Action::approve, 60, held_back}}}});
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
      } else if (firm % 4 == 3) {
        steps.push_back({Action::open, 71});
        steps.push_back({Action::explain, 66, {"거래조건이 다릅니다. (The terms are others.)"}});
        steps.push_back({Action::accept_explanation, 58});
      } else {
        steps.push_back({Action::open, 68});
        steps.push_back({Action::lapse, 40});
      }
      const auto question = static_cast<Question>(firm / 2 % 4);
      if (auto kept = keep(party, question, firm, steps); !kept) return kept.error();
      // Some make the same error again: each third of those who were told, and each second of those who were not.
      if (firm % (held_back ? 2 : 3) != 0) continue;
      if (auto kept = keep(party, question, 100 + firm, {}, 20); !kept) return kept.error();
    }
    return success();
  }

 private:
  record::Origin origin() const { return {"clearway", "", now_}; }

  static Notice notice_of(const noticing::Candidate& candidate) {
    Notice notice;
    notice.finding = candidate.finding;
    notice.declared = candidate.declared;
    return notice;
  }
  Kind kind_of(const noticing::Candidate& candidate) const {
    const auto notice = notice_of(candidate);
    if (notice::proposed_lines(notice).empty()) return Kind::question;
    const auto answer = rules_.quoter.quote(notice::case_of(notice, {}, today_));
    if (!answer.quote || !answer.quote->value.additional) return Kind::refund;
    return answer.quote->value.additional->act == correction::Act::amended_filing ? Kind::amended : Kind::supplementary;
  }

  /// Each story with the first finding that it fits; one for which there is none is not told.
  Status tell(std::vector<noticing::Candidate> found, const std::vector<Story>& stories) {
    std::stable_sort(found.begin(), found.end(), [](const auto& left, const auto& right) {
      return left.declared.declared_on < right.declared.declared_on;
    });
    for (const auto& story : stories) {
      const auto begins = today_.plus_days(-story.steps.front().days_ago - 4);
      const auto at = std::find_if(found.begin(), found.end(), [&](const noticing::Candidate& candidate) {
        return candidate.declared.declared_on < begins && (story.kind == Kind::any || kind_of(candidate) == story.kind);
      });
      if (at == found.end()) continue;
      auto notice = notice_of(*at);
      notice.drafted_on = begins;
      found.erase(at);
      if (auto told = live(std::move(notice), story.steps); !told) return told;
    }
    return success();
  }

  /// The steps up to the filing are taken before the notice is kept, those from there on in the record: they come with
  /// charges, orders and money.
  Status live(Notice notice, const std::vector<Step>& steps) {
    const auto files =
        std::find_if(steps.begin(), steps.end(), [](const Step& step) { return step.action == Action::file; });
    auto kept = keep(std::move(notice), {steps.begin(), files});
    if (!kept) return kept.error();
    if (files == steps.end()) return success();
    const auto filed = noticing::file(store_, rules_, *kept, {}, today_.plus_days(-files->days_ago), origin());
    if (!filed) return filed.error();
    if (filed->correction_refused) {
      return Error{std::string(correction::name(filed->correction_refused->refusal)), "correction",
                   filed->correction_refused->value, ""};
    }
    if (files + 1 == steps.end() || !filed->order) return success();
    return pay(filed->order->order, today_.plus_days(-(files + 1)->days_ago));
  }

  Status pay(const payment::Order& order, Date on) {
    const auto csv = "reference,account_number,amount_krw,value_date\nSAMPLE-" + order.order_id + "," +
                     order.account_number + "," + std::to_string(order.total_krw) + "," + on.text() + "\n";
    const auto imported = record::wait<settlement::Imported>([&](auto done) {
      settlement::import_bank_file(store_, rules_.settlement, "sample-bank-" + order.order_id + ".csv", csv, origin(),
                                   std::move(done));
    });
    if (!imported) return imported.error();
    const auto followed = noticing::follow(store_, rules_, on, now_);
    return followed ? success() : Status(followed.error());
  }

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
            {finding.declaration_id, line, {"신고한 운임", "Freight declared"}, same("0 KRW"), same("1,000,000 KRW")}};
        finding.why = sentence(messages_, "detection.freight_left_out.why.freight",
                               {{"incoterm", same("FOB")}, {"freight", same("0")}, {"usual", same("1,000,000")}});
        finding.peers = detection::PeerRate{14, 2};
        break;
      case Question::royalty:
        finding.detector = "royalty_unreported";
        finding.pattern = "seller S-" + number;
        finding.evidence = {
            {finding.declaration_id, line, {"더한 권리사용료", "Royalty added"}, same("0 KRW"), same("5 %")}};
        finding.why = sentence(messages_, "detection.royalty_unreported.why.before",
                               {{"others", same("9")}, {"with", same("8")}});
        break;
      case Question::price:
        finding.detector = "unit_price_unusual";
        finding.pattern = "product 6403 CN " + number;
        finding.evidence = {{finding.declaration_id,
                             line,
                             {"1킬로그램의 가격", "Price of one kilogram"},
                             same("3.10 USD"),
                             same("11.40 USD")}};
        finding.why = sentence(messages_, "detection.unit_price_unusual.why.low",
                               {{"origin", {"중국", "China"}}, {"share", same("27 %")}, {"firms", same("11")}});
        finding.peers = detection::PeerRate{11, 0};
        break;
      case Question::preference:
        finding.detector = "preference_unproven";
        finding.pattern = "agreement kr-us " + number;
        finding.evidence = {{finding.declaration_id, line, {"원산지증명", "Proof of origin"}, same("–"), {}}};
        finding.why = sentence(messages_, "detection.preference_unproven.why.missing",
                               {{"agreement", {"한·미 자유무역협정", "Korea-US free trade agreement"}}});
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
    return keep(std::move(notice), steps);
  }

  Result<noticing::Kept> keep(Notice notice, const std::vector<Step>& steps) {
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

Status seed_notices(record::Store& store, const noticing::Rules& rules, noticing::DetectionRuns& runs,
                    const Messages& messages, const std::string& party_id, const std::string& customs_office,
                    Instant now) {
  const auto there = noticing::all(store);
  if (!there) return there.error();
  if (!there->empty()) return success();
  const auto today = now.korean_day();
  auto found = runs.found(today);
  if (!found) return found.error();
  const auto others = std::stable_partition(found->begin(), found->end(), [&](const noticing::Candidate& candidate) {
    return candidate.finding.party_id == party_id;
  });
  Seeder seeder(store, rules, messages, customs_office, now);
  if (auto seeded = seeder.own({found->begin(), others}); !seeded) return seeded;
  if (auto seeded = seeder.of_others({others, found->end()}); !seeded) return seeded;
  if (auto seeded = seeder.others(); !seeded) return seeded;
  return runs.follow(today, now);  // the rest is drafted
}

}  // namespace clearway::app
