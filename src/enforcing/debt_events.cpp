#include "enforcing/debt_events.h"

#include <algorithm>
#include <map>
#include <set>

namespace clearway::enforcing {
namespace {

using enforcement::Event;
using enforcement::EventKind;
using enforcement::Finding;
using enforcement::StepKind;

class Telling {
 public:
  Telling(const arrears::Terms& terms, const arrears::File& file, const arrears::Books& books, Date on)
      : terms_(terms), file_(file), books_(books), on_(on) {}

  Result<enforcement::File> run() {
    const auto now = state_on(on_);
    if (!now) return now.error();
    out_.accepted = now->facts.accepted;
    charges(*now);
    for (const auto& paid : now->payments) {
      if (const auto used = paid.receipt.amount - paid.rest; used > 0) {
        amount(EventKind::payment, paid.receipt.on, used, paid.receipt.transaction_id);
      }
    }
    if (auto status = grown(*now); !status) return status.error();
    decisions();
    if (now->extinct_on) event(EventKind::cancellation, *now->extinct_on).evidence = now->extinct_by;
    // On one day, what is charged comes before what is paid.
    std::stable_sort(out_.events.begin(), out_.events.end(), [](const Event& a, const Event& b) {
      if (a.on != b.on) return a.on < b.on;
      return a.kind == EventKind::charge && b.kind == EventKind::payment;
    });
    return std::move(out_);
  }

 private:
  Result<arrears::Statement> state_on(Date day) const {
    return arrears::statement(terms_, file_, books_.transactions, books_.matters, day);
  }

  /// Tax, by the days on which it was charged or taken back.
  void charges(const arrears::Statement& now) {
    std::map<Date, std::int64_t> by_day;
    for (const auto& one : now.money.charged) {
      if (arrears::tax_kind_of(one.charge)) by_day[one.on] += one.amount;
    }
    bool first = true;
    for (const auto& [day, tax] : by_day) {
      if (first) {
        out_.amount = std::max<std::int64_t>(tax, 0);
      } else if (now.tax.charged == 0 && day == by_day.rbegin()->first) {
        event(EventKind::cancellation, day);
      } else if (tax != 0) {
        amount(tax > 0 ? EventKind::charge : EventKind::payment, day, tax > 0 ? tax : -tax, {});
      }
      first = false;
    }
  }

  /// Penalty and costs as they stood on the days on which something came in.
  Status grown(const arrears::Statement& now) {
    std::set<Date> days = {on_};
    for (const auto& paid : now.payments) days.insert(paid.receipt.on);
    std::int64_t before = 0;
    for (const auto day : days) {
      const auto then = state_on(day);
      if (!then) {
        if (then.error().code == "debt_is_not_known") continue;
        return then.error();
      }
      const auto charged = then->penalty.charged + then->costs.charged;
      if (charged != before) {
        amount(charged > before ? EventKind::charge : EventKind::payment, day, std::abs(charged - before), {});
      }
      before = charged;
    }
    return success();
  }

  /// Plans and holds were decided by who grants them: what they rest on is taken as found then.
  void decisions() {
    for (const auto& one : file_.events) {
      if (one.on > on_) continue;
      switch (one.kind) {
        case arrears::EventKind::deferred:
          for (const auto what : {Finding::recovery_likely, Finding::payment_plan, Finding::no_conviction}) {
            found(one.on, what);
          }
          step(one.on, StepKind::deferral).until = one.until;
          break;
        case arrears::EventKind::deferral_ended:
          found(one.on, Finding::circumstances_changed);
          step(one.on, StepKind::cancellation_of_deferral);
          break;
        case arrears::EventKind::held:
          found(one.on, one.word == "untraceable" ? Finding::untraceable : Finding::without_means);
          step(one.on, StepKind::hold);
          break;
        case arrears::EventKind::hold_ended:
          found(one.on, Finding::asset_found);
          step(one.on, StepKind::end_of_hold);
          break;
        default: break;
      }
    }
  }

  Event& event(EventKind kind, Date on) {
    auto& made = out_.events.emplace_back();
    made.kind = kind;
    made.on = on;
    return made;
  }
  void amount(EventKind kind, Date on, std::int64_t won, std::string evidence) {
    auto& made = event(kind, on);
    made.amount = won;
    made.evidence = std::move(evidence);
  }
  void found(Date on, Finding what) { event(EventKind::finding, on).finding = what; }
  Event& step(Date on, StepKind kind) {
    auto& made = event(EventKind::step, on);
    made.step = kind;
    return made;
  }

  const arrears::Terms& terms_;
  const arrears::File& file_;
  const arrears::Books& books_;
  Date on_;
  enforcement::File out_;
};

}  // namespace

Result<enforcement::File> events_of(const arrears::Terms& terms, const arrears::File& file, const arrears::Books& books,
                                    Date on) {
  return Telling(terms, file, books, on).run();
}

Result<enforcement::OtherDebt> other_debt(const arrears::Terms& terms, const arrears::File& file,
                                          const arrears::Books& books, Date on) {
  const auto now = arrears::statement(terms, file, books.transactions, books.matters, on);
  if (!now) return now.error();
  enforcement::OtherDebt other;
  other.arrears_since = file.events.front().on;
  other.amount = now->balance() > 0 ? now->balance() : now->tax.charged;
  if (now->extinct_on) {
    other.paid_on = now->extinct_on;
  } else if (now->balance() == 0) {
    other.paid_on = other.arrears_since;
    for (const auto& paid : now->payments) other.paid_on = std::max(*other.paid_on, paid.receipt.on);
  }
  return other;
}

bool is_of_the_ledger(const Event& event) {
  switch (event.kind) {
    case EventKind::payment:
    case EventKind::charge:
    case EventKind::cancellation: return true;
    case EventKind::step:
      return event.step == StepKind::deferral || event.step == StepKind::cancellation_of_deferral ||
             event.step == StepKind::hold || event.step == StepKind::end_of_hold;
    default: return false;
  }
}

}  // namespace clearway::enforcing
