#include "app/sample_programmes.h"

#include <utility>
#include <vector>

#include "enrolment/enrolments.h"

namespace clearway::app {
namespace {

using programme::Action;
using programme::Enrolment;
using programme::Given;
using programme::Outcome;

constexpr int check_days_ago = 30;  // the year under way was opened

class Seeder {
 public:
  Seeder(record::Store& store, programme::Rules rules, std::string office, Instant now)
      : store_(store), rules_(rules), office_(std::move(office)), now_(now), today_(now.korean_day()) {}

  /// The year before last is settled; of the last one two fields are checked.
  Status own(const std::string& party) {
    if (auto begun = begin("E-SAMPLE-1", party, 640); !begun) return begun;
    if (auto settled = settle(600, true); !settled) return settled;
    Given opening;
    opening.year = year_before(check_days_ago);
    if (auto opened = take(Action::open_round, check_days_ago, opening); !opened) return opened;
    if (auto answered = answer(3, 20); !answered) return answered;
    return keep();
  }
  Status applicant(const std::string& party) {
    if (auto begun = begin("E-SAMPLE-2", party, 12, false); !begun) return begun;
    return keep();
  }
  Status under_review(const std::string& party) {
    if (auto begun = begin("E-SAMPLE-3", party, 120); !begun) return begun;
    if (auto reported = settle(110, false); !reported) return reported;
    return keep();
  }

 private:
  Status take(Action action, int days_ago, const Given& given = {}) {
    auto left = programme::take(rules_, enrolment_, action, given, today_.plus_days(-days_ago));
    if (const auto* refused = std::get_if<programme::Refused>(&left)) {
      return Error{std::string(name(refused->refusal)), "programme", refused->value, std::string(name(action))};
    }
    enrolment_ = std::move(std::get<Enrolment>(left));
    return success();
  }
  static Given said(std::string text) {
    Given given;
    given.text = std::move(text);
    return given;
  }
  Status begin(const std::string& id, const std::string& party, int days_ago, bool designated = true) {
    enrolment_ = {};
    enrolment_.enrolment_id = id;
    enrolment_.party_id = party;
    enrolment_.customs_office = office_;
    enrolment_.scheme = programme::Scheme::regular_settlement;
    Given given;
    given.facts = programme::Facts{};
    given.facts->aeo_importer_until = today_.plus_years(3);
    given.facts->compliance_score = designated ? 91 : 78;
    given.facts->internal_control_score = 86;
    given.facts->imports_last_year = 14;
    if (auto applied = take(Action::apply, days_ago, given); !applied || !designated) return applied;
    return take(Action::designate, days_ago - 5);
  }
  Status answer(std::size_t count, int days_ago) {
    for (const auto& asked : programme::questions_on(rules_.law, enrolment_.round->opened_on)) {
      if (count-- == 0) break;
      Given given;
      given.actor = "sample-trader";
      given.answer.field = asked.field;
      given.answer.question = asked.question;
      if (auto answered = take(Action::answer, days_ago, given); !answered) return answered;
    }
    return success();
  }
  /// The last year that was over so many days ago.
  std::int64_t year_before(int days_ago) const { return today_.plus_days(-days_ago).year() - 1; }
  Status settle(int days_ago, bool concluded) {
    Given opening;
    opening.year = year_before(days_ago);
    if (auto opened = take(Action::open_round, days_ago, opening); !opened) return opened;
    if (auto answered = answer(std::string::npos, days_ago - 20); !answered) return answered;
    if (auto submitted = take(Action::submit, days_ago - 30); !submitted) return submitted;
    auto broker = said({});
    broker.actor = "sample-broker";
    broker.is_broker = true;
    if (auto verified = take(Action::verify, days_ago - 40, broker); !verified) return verified;
    auto report =
        said("여섯 분야를 점검했고 고칠 것이 없었습니다. (Six fields were checked; nothing had to be corrected.)");
    if (auto reported = take(Action::report, days_ago - 45, report); !reported || !concluded) return reported;
    auto outcome = said("점검 방법과 증빙이 충분합니다. (Method and evidence are sufficient.)");
    outcome.outcome = Outcome::accepted;
    return take(Action::conclude, days_ago - 80, outcome);
  }
  Status keep() {
    const auto kept = enrolment::keep(store_, enrolment_, {"clearway", "", now_});
    return kept ? success() : Status(kept.error());
  }

  record::Store& store_;
  programme::Rules rules_;
  std::string office_;
  Instant now_;
  Date today_;
  Enrolment enrolment_;
};

}  // namespace

Status seed_programme(record::Store& store, const noticing::Rules& rules, const Messages& messages,
                      const std::string& party_id, const std::string& customs_office, Instant now) {
  const auto there = enrolment::of_party(store, party_id);
  if (!there) return there.error();
  if (!there->empty()) return success();
  Seeder seeder(store, {rules.law, rules.calendar, messages}, customs_office, now);
  if (auto seeded = seeder.own(party_id); !seeded) return seeded;
  if (auto seeded = seeder.applicant("B9990010001"); !seeded) return seeded;
  return seeder.under_review("B9990010002");
}

}  // namespace clearway::app
