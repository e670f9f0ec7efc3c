#include "app/sample_debts.h"

#include <utility>
#include <vector>

#include "collection/debts.h"
#include "record/wait.h"
#include "sample/debts.h"

namespace clearway::app {
namespace {

using arrears::Event;
using arrears::EventKind;

class Seeder {
 public:
  Seeder(record::Store& store, const arrears::Terms& terms, const settlement::Rules& rules, std::string party_id,
         Instant now)
      : store_(store), terms_(terms), rules_(rules), party_id_(std::move(party_id)), today_(now.korean_day()) {}

  /// An order of `days_ago` that fell due, and what happened to it since, each on its day.
  Status own(const std::string& order_id, int days_ago, std::vector<payment::ChargeAmount> charges,
             const std::vector<std::pair<int, Event>>& events) {
    settlement::NewOrder order;
    order.order_id = order_id;
    order.party_id = party_id_;
    order.issued_on = today_.plus_days(-days_ago);
    const auto due = terms_.calendar.next_working_day(order.issued_on.plus_days(15));
    if (!due) return due.error();
    order.due = *due;
    order.matter = {"M-" + order_id, "declaration", order.issued_on};
    order.charges = std::move(charges);
    const auto issued = record::wait<settlement::OrderRow>([&](auto done) {
      settlement::issue_order(store_, rules_, order, {"clearway", "", noon(order.issued_on)}, std::move(done));
    });
    if (!issued) return issued.error();
    const auto opened = collection::open_overdue(store_, terms_, due->plus_days(1), noon(due->plus_days(1)));
    if (!opened) return opened.error();
    for (auto [ago, event] : events) {
      event.on = today_.plus_days(-ago);
      if (auto entered = enter(order_id, std::move(event)); !entered) return entered;
    }
    return success();
  }

  Status others() {
    sample::DebtScale scale;
    scale.debtors = 20;
    scale.first = 4;
    scale.most_cases = 6;
    scale.on = today_;
    auto kept = success();
    sample::debts(scale, [&](const sample::SampleDebt& debt) {
      kept = collection::keep(store_, terms_, debt.file, debt.transactions, today_, {"clearway", "", noon(today_)});
      return kept.ok();
    });
    return kept;
  }

 private:
  static Instant noon(Date day) { return {(std::int64_t{day.days()} * 86'400 + 3 * 3'600) * 1'000'000}; }

  Status enter(const std::string& order_id, Event event) {
    record::MatterSearch search;
    search.parties = {party_id_};
    search.related_id = order_id;
    const auto page = collection::search(store_, search);
    if (!page) return page.error();
    const auto kept = collection::kept_of(page->matters.at(0));
    if (!kept) return kept.error();
    const auto day = event.on;
    const auto taken =
        collection::take(store_, terms_, *kept, {std::move(event)}, day, {"sample-officer", "", noon(day)});
    if (!taken) return taken.error();
    if (taken->refused) return arrears::error_of(*taken->refused);
    return success();
  }

  record::Store& store_;
  const arrears::Terms& terms_;
  const settlement::Rules& rules_;
  std::string party_id_;
  Date today_;
};

Event event(EventKind kind, std::int64_t amount = 0, std::string word = {}) {
  Event event;
  event.kind = kind;
  event.amount = amount;
  event.word = std::move(word);
  return event;
}

}  // namespace

Status seed_debts(record::Store& store, const arrears::Terms& terms, const settlement::Rules& rules,
                  const std::string& party_id, Instant now) {
  record::MatterSearch any;
  any.every_party = true;
  any.limit = 1;
  const auto there = collection::search(store, any);
  if (!there) return there.error();
  if (!there->matters.empty()) return success();
  Seeder seeder(store, terms, rules, party_id, now);
  auto seeded = seeder.own("SAMPLE-ARREARS-1", 160, {{"customs_duty", 48'000'000}, {"value_added_tax", 64'800'000}},
                           {{130, event(EventKind::notice_given)},
                            {128, event(EventKind::notice_served)},
                            {90, event(EventKind::costs_charged, 84'000)},
                            {60, event(EventKind::paid, 20'000'000, "transfer")}});
  if (!seeded) return seeded;
  seeded = seeder.own("SAMPLE-ARREARS-2", 75, {{"customs_duty", 1'930'000}}, {});
  if (!seeded) return seeded;
  seeded = seeder.own("SAMPLE-ARREARS-3", 70, {{"customs_duty", 24'000'000}}, {});
  if (!seeded) return seeded;
  return seeder.others();
}

}  // namespace clearway::app
