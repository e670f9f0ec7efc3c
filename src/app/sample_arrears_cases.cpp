#include "app/sample_arrears_cases.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace clearway::app {
namespace {

using namespace enforcement;
using S = StepKind;

class Seeder {
 public:
  Seeder(record::Store& store, const enforcing::Rules& rules, std::string customs_office, Instant now)
      : store_(store), rules_(rules), customs_office_(std::move(customs_office)), now_(now), today_(now.korean_day()) {}

  clearway::Status all(const std::string& party_id) {
    auto kept = keep("A-50001", "B999200011", demanded(31'500'000, 45));
    if (!kept) return kept;
    auto seized = demanded(84'200'000, 180);
    seized.events.push_back(seizure(100, AssetKind::vehicle, "지게차 (forklift)"));
    seized.events.push_back(service(99, S::seizure, Service::registered, "지게차 (forklift)"));
    seized.events.push_back(payment(40, 20'000'000));
    if (kept = keep("A-50002", "B999200012", std::move(seized)); !kept) return kept;
    if (kept = keep("A-50003", "P999200013", near_exit_ban()); !kept) return kept;
    if (kept = keep("A-50004", "B999200014", near_disclosure()); !kept) return kept;
    auto paid = demanded(12'400'000, 150);
    paid.events.push_back(step(60, S::import_review));
    paid.events.push_back(payment(9, 12'400'000));
    if (kept = keep("A-50005", "B999200015", std::move(paid)); !kept) return kept;
    // A seizure before its demand was given: kept, set aside, and without any effect.
    auto early = noticed(26'000'000, 60);
    early.events.push_back(seizure(30, AssetKind::movables, "재고 (stock)"));
    kept = keep("A-50006", "B999200016", std::move(early));
    return kept ? of_debt(party_id) : kept;
  }

 private:
  Event event(int days_ago, EventKind kind) const {
    Event event;
    event.kind = kind;
    event.on = today_.plus_days(-days_ago);
    return event;
  }
  Event step(int days_ago, S kind) const {
    auto made = event(days_ago, EventKind::step);
    made.step = kind;
    return made;
  }
  Event seizure(int days_ago, AssetKind asset, std::string item) const {
    auto made = step(days_ago, S::seizure);
    made.asset = asset;
    made.item = std::move(item);
    return made;
  }
  Event service(int days_ago, S of, Service how = Service::registered_post, std::string item = {}) const {
    auto made = event(days_ago, EventKind::service);
    made.step = of;
    made.how = how;
    made.item = std::move(item);
    made.evidence = "견본 등기 (sample receipt)";
    return made;
  }
  Event payment(int days_ago, std::int64_t won) const {
    auto made = event(days_ago, EventKind::payment);
    made.amount = won;
    return made;
  }
  Event finding(int days_ago, Finding what) const {
    auto made = event(days_ago, EventKind::finding);
    made.finding = what;
    made.evidence = "견본 조사서 (sample report)";
    return made;
  }
  Event measurement(int days_ago, Quantity what, std::int64_t value) const {
    auto made = event(days_ago, EventKind::measurement);
    made.quantity = what;
    made.amount = value;
    made.evidence = "견본 조사서 (sample report)";
    return made;
  }
  Event resolution(int days_ago, S of, Authority by) const {
    auto made = event(days_ago, EventKind::resolution);
    made.step = of;
    made.authority = by;
    return made;
  }

  /// Declared `days_ago`, and noticed three days later.
  File noticed(std::int64_t won, int days_ago) const {
    return {won,
            today_.plus_days(-days_ago),
            {},
            {step(days_ago - 3, S::payment_notice), service(days_ago - 4, S::payment_notice)}};
  }
  /// A demand a month after the declaration, when the notice has fallen due.
  File demanded(std::int64_t won, int days_ago) const {
    auto file = noticed(won, days_ago);
    file.events.push_back(step(days_ago - 30, S::demand));
    file.events.push_back(service(days_ago - 32, S::demand));
    return file;
  }
  /// Some of what an exit ban needs is shown, some is not, some nobody has looked into.
  File near_exit_ban() const {
    auto file = demanded(73'000'000, 300);
    file.events.push_back(finding(50, Finding::without_just_cause));
    file.events.push_back(finding(50, Finding::flight_feared));
    file.events.push_back(measurement(45, Quantity::trips, 2));
    file.events.push_back(measurement(45, Quantity::remitted_abroad, 61'000));
    return file;
  }
  /// The first committee has decided and the notice has gone out; the six months are running.
  File near_disclosure() const {
    auto file = demanded(412'000'000, 760);
    file.events.push_back(finding(500, Finding::requested_in_writing));
    file.events.push_back(step(340, S::credit_data));
    file.events.push_back(resolution(80, S::disclosure_notice, Authority::information_committee));
    file.events.push_back(step(70, S::disclosure_notice));
    file.events.push_back(service(66, S::disclosure_notice));
    return file;
  }

  /// Demanded, and reviewed on import since.
  clearway::Status of_debt(const std::string& party_id) {
    const auto debts = collection::of_party(store_, party_id);
    if (!debts) return debts.error();
    const auto largest = std::max_element(debts->begin(), debts->end(), [](const auto& a, const auto& b) {
      return a.matter.amount_krw < b.matter.amount_krw;
    });
    if (largest == debts->end()) return clearway::success();
    auto file = noticed(largest->matter.amount_krw, 160);
    file.accepted.reset();
    file.events.push_back(step(120, S::demand));
    file.events.push_back(service(118, S::demand));
    file.events.push_back(step(95, S::import_review));
    file.events.push_back(step(95, S::certificate_refusal));
    return keep("A-50007", party_id, std::move(file), largest->file.debt_id);
  }

  clearway::Status keep(const char* id, const std::string& party, File file, std::string debt_id = {}) {
    auto opened = enforcing::open(store_, rules_, {id, party, customs_office_, std::move(debt_id), std::move(file)},
                                  today_, {"clearway", "", now_});
    if (!opened) return opened.error();
    if (!opened->problems.empty()) {
      const auto& first = opened->problems.front();
      return Error{std::string(debt::name(first.refusal)), first.field, std::string(id) + " " + first.value, ""};
    }
    return success();
  }

  record::Store& store_;
  const enforcing::Rules& rules_;
  std::string customs_office_;
  Instant now_;
  Date today_;
};

}  // namespace

clearway::Status seed_arrears_cases(record::Store& store, const enforcing::Rules& rules,
                                    const std::string& customs_office, const std::string& party_id, Instant now) {
  record::MatterSearch any;
  any.kinds = {std::string(enforcing::arrears_case_kind)};
  any.every_party = true;
  any.limit = 1;
  const auto there = record::Matters(store).search(any);
  if (!there) return there.error();
  if (!there->matters.empty()) return success();
  return Seeder(store, rules, customs_office, now).all(party_id);
}

}  // namespace clearway::app
