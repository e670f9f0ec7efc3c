#include "arrears/statement.h"

#include <algorithm>
#include <map>

#include "law/parameters.h"  // generated

namespace clearway::arrears {
namespace {

using debt::TaxKind;
using ledger::Rank;

class Stating {
 public:
  Stating(const Terms& terms, const File& file, Date on, std::optional<Instant> known)
      : terms_(terms), file_(file), on_(on), known_(known) {
    out_.on = on;
    out_.known = known;
  }

  Result<Statement> run(const std::vector<ledger::Transaction>& transactions, const Matters& matters) {
    const auto facts = facts_of(file_, on_, known_);
    out_.money = money_of(terms_.chart, transactions, file_.matter_id, matters, on_, known_);
    if (!facts || out_.money.charged.empty()) {
      return Error{"debt_is_not_known", "on", file_.debt_id + " " + on_.text(),
                   "Ask for " + file_.opened_on.text() + " or a later day, as known then or later"};
    }
    out_.facts = *facts;
    out_.extinct_on = out_.money.extinct_on;
    until_ = out_.extinct_on ? std::min(on_, *out_.extinct_on) : on_;
    read_events();
    if (auto status = due_date(); !status) return status.error();
    appropriate();
    if (auto status = compute(); !status) return status.error();
    pay_penalty();
    extinguish();
    prescribe();
    conclude();
    return std::move(out_);
  }

 private:
  bool counts(const Event& event) const { return event.on <= on_ && (!known_ || event.known_at <= *known_); }

  /// What is decided, by the day from which it holds, whenever it was entered.
  void read_events() {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < file_.events.size(); ++i) {
      if (counts(file_.events[i])) places.push_back(i);
    }
    std::stable_sort(places.begin(), places.end(),
                     [&](std::size_t a, std::size_t b) { return file_.events[a].on < file_.events[b].on; });
    for (const auto i : places) {
      const auto& event = file_.events[i];
      switch (event.kind) {
        case EventKind::security_given: out_.securities.push_back({i, event.word, event.amount, event.on}); break;
        case EventKind::security_released:
          std::erase_if(out_.securities, [&](const auto& one) { return std::to_string(one.event) == event.reference; });
          break;
        case EventKind::liable_added:
          out_.liable.push_back({event.reference, event.word, event.amount, event.on});
          break;
        case EventKind::penalty_suspended: suspensions_.push_back({event.on, event.until}); break;
        case EventKind::interrupted: interrupt(event); break;
        case EventKind::suspended:
          prescription_.suspensions.push_back({suspension_of(event.word), event.on, event.until});
          break;
        case EventKind::deferred:
          prescription_.suspensions.push_back({debt::Suspension::deferral, event.on, event.until});
          out_.deferral = debt::Period{event.on, event.until};
          break;
        case EventKind::deferral_ended: end_deferral(event.on); break;
        case EventKind::held:
          out_.hold = event.word;
          out_.held_since = event.on;
          break;
        case EventKind::hold_ended:
          out_.hold.clear();
          out_.held_since.reset();
          break;
        case EventKind::extinguished: out_.extinct_by = event.word; break;
        default: break;
      }
    }
    if (out_.deferral && out_.deferral->to && *out_.deferral->to < on_) out_.deferral.reset();
  }

  /// Entered again with its day, it is the same that has ended.
  void interrupt(const Event& event) {
    const auto by = interruption_of(event.word);
    for (const auto& [place, known] : interruptions_) {
      const auto& earlier = prescription_.interruptions[place];
      if (earlier.by != by || earlier.on != event.on || known != event.reference || earlier.until) continue;
      prescription_.interruptions[place].until = event.until;
      return;
    }
    interruptions_.emplace_back(prescription_.interruptions.size(), event.reference);
    prescription_.interruptions.push_back({by, event.on, event.until});
  }

  void end_deferral(Date on) {
    out_.deferral.reset();
    for (auto& period : prescription_.suspensions) {
      const bool stands =
          period.by == debt::Suspension::deferral && period.from <= on && (!period.to || *period.to >= on);
      if (stands) period.to = on.plus_days(-1);
    }
  }

  static debt::Interruption interruption_of(std::string_view word) {
    return static_cast<debt::Interruption>(std::find(interruption_names.begin(), interruption_names.end(), word) -
                                           interruption_names.begin());
  }
  static debt::Suspension suspension_of(std::string_view word) {
    return static_cast<debt::Suspension>(std::find(suspension_names.begin(), suspension_names.end(), word) -
                                         suspension_names.begin());
  }

  /// A notice that arrives after its deadline, or shortly before it, has another one.
  Status due_date() {
    auto& facts = out_.facts;
    if (!facts.notice_due || !(facts.notice_received || facts.notice_published)) return success();
    auto received = facts.notice_received.value_or(Date{});
    if (facts.notice_published) {
      const auto& days = terms_.law.kr.due.publication_days.on(*facts.notice_published);
      received = facts.notice_published->plus_days(static_cast<std::int32_t>(days.value));
    }
    const auto& days = terms_.law.kr.arrears.late_service_days.on(received);
    const auto earliest = received.plus_days(static_cast<std::int32_t>(days.value));
    if (earliest <= *facts.notice_due) return success();
    const auto moved = terms_.calendar.next_working_day(earliest);
    if (!moved) return moved.error();
    out_.named_due = facts.notice_due;
    facts.notice_due = *moved;
    return success();
  }

  // ---- costs and tax

  std::int64_t principal(const std::string& charge) const { return out_.money.charged_in_all(charge); }

  void appropriate() {
    for (const auto& charge : terms_.chart.charges()) {
      const auto amount = principal(charge.id);
      if (charge.rank == Rank::tax && amount > 0) {
        Item item;
        item.charge = charge.id;
        auto& subject = item.subject;
        const auto& facts = out_.facts;
        subject.principal = amount;
        subject.tax_kind = tax_kind_of(charge.id).value_or(TaxKind::customs_duty);
        subject.cause = facts.cause;
        subject.accepted = facts.accepted;
        subject.imported = facts.imported;
        subject.statutory_due = facts.statutory_due;
        subject.extended_to = facts.extended_to;
        subject.notice_date = facts.notice_date;
        subject.notice_received = facts.notice_received;
        subject.notice_published = facts.notice_published;
        subject.notice_due = facts.notice_due;
        subject.suspensions = suspensions_;
        subject.until = until_;
        out_.tax.charged += amount;
        out_.items.push_back(std::move(item));
      } else if (charge.rank == Rank::penalty) {
        out_.levied += amount;
      }
    }
    for (const auto& receipt : out_.money.received) {
      Paid paid{receipt, 0, 0, receipt.amount, {}};
      // What comes in after the debt is extinct meets nothing.
      if (receipt.on <= until_) pay(paid);
      out_.payments.push_back(std::move(paid));
    }
    for (const auto& charged : out_.money.charged) {
      if (terms_.chart.find_charge(charged.charge)->rank == Rank::costs) out_.costs.charged += charged.amount;
    }
  }

  void pay(Paid& paid) {
    std::int64_t costs = -out_.costs.paid;
    for (const auto& charged : out_.money.charged) {
      const bool owed = terms_.chart.find_charge(charged.charge)->rank == Rank::costs && charged.on <= paid.receipt.on;
      if (owed) costs += charged.amount;
    }
    paid.to_costs = std::min(paid.rest, std::max<std::int64_t>(costs, 0));
    paid.rest -= paid.to_costs;
    out_.costs.paid += paid.to_costs;
    for (auto& item : out_.items) {
      const auto part = std::min(paid.rest, item.subject.principal - paid_of(item));
      if (part <= 0) continue;
      item.subject.payments.push_back({paid.receipt.transaction_id, paid.receipt.on, part});
      paid.to_tax.push_back({item.charge, part});
      paid.rest -= part;
      out_.tax.paid += part;
    }
  }

  static std::int64_t paid_of(const Item& item) {
    std::int64_t sum = 0;
    for (const auto& payment : item.subject.payments) sum += payment.amount;
    return sum;
  }

  // ---- penalty

  /// Arrears below the floor bear no daily penalty; the taxes of one notice count together (Customs Act 42(5)).
  std::int64_t unpaid_after(Date due) const {
    std::int64_t sum = 0;
    for (const auto& item : out_.items) {
      sum += item.subject.principal;
      for (const auto& payment : item.subject.payments) sum -= payment.date <= due ? payment.amount : 0;
    }
    return sum;
  }

  Status compute() {
    for (auto& item : out_.items) {
      if (out_.items.size() > 1) {
        const auto& due = due_of_first();
        if (!due) return due.error();
        item.subject.total_arrears = unpaid_after(*due);
      }
      auto computed = debt::compute(item.subject, terms_.law, terms_.calendar);
      if (!computed) return computed.error();
      item.computed = std::move(*computed);
      out_.penalty.charged += item.computed.penalty;
      out_.one_more_day += item.computed.one_more_day;
    }
    out_.penalty.charged += out_.levied;
    return success();
  }

  /// The last day on which the taxes could be paid without penalty. It does not depend on what was paid.
  const Result<Date>& due_of_first() {
    if (due_) return *due_;
    const auto& subject = out_.items.front().subject;
    if (debt::is_undeclared(subject.cause)) return due_.emplace(subject.imported.value_or(until_).plus_days(-1));
    const auto first = debt::compute(subject, terms_.law, terms_.calendar);
    if (!first) return due_.emplace(first.error());
    const auto& due = first->statutory_due ? first->statutory_due : first->notice_due;
    return due_.emplace(due ? due->date : until_);
  }

  /// Tax is paid by the time a payment reaches the penalty, so that it does not grow any more.
  void pay_penalty() {
    for (auto& paid : out_.payments) {
      const auto part = paid.receipt.on <= until_ ? std::min(paid.rest, out_.penalty.left()) : 0;
      paid.to_penalty = part;
      paid.rest -= part;
      out_.penalty.paid += part;
      out_.excess += paid.rest;
    }
    out_.given_back = out_.money.given_back_in_all();
  }

  void extinguish() {
    if (!out_.extinct_on) return;
    for (auto* account : {&out_.costs, &out_.tax, &out_.penalty}) account->extinguished = account->left();
    out_.one_more_day = 0;
  }

  void prescribe() {
    if (out_.items.empty() || out_.extinct_on) return;
    const auto& simple = out_.items.front().computed.prescription;
    if (!simple) return;
    prescription_.principal = out_.tax.charged;
    prescription_.starts = simple->starts;
    out_.prescription = debt::prescription(prescription_, terms_.law, on_);
  }

  void conclude() {
    if (out_.extinct_on) {
      out_.state = State::extinct;
    } else if (out_.balance() == 0) {
      out_.state = State::settled;
    } else if (!out_.hold.empty()) {
      out_.state = State::held;
    } else if (out_.deferral) {
      out_.state = State::deferred;
    }
  }

  const Terms& terms_;
  const File& file_;
  Date on_, until_;
  std::optional<Instant> known_;
  std::vector<debt::Period> suspensions_;
  debt::PrescriptionCase prescription_;
  std::vector<std::pair<std::size_t, std::string>> interruptions_;  // place, and what it is of
  std::optional<Result<Date>> due_;
  Statement out_;
};

}  // namespace

std::int64_t Paid::to_tax_in_all() const {
  std::int64_t sum = 0;
  for (const auto& part : to_tax) sum += part.amount_krw;
  return sum;
}

std::vector<payment::ChargeAmount> Statement::owed() const {
  std::vector<payment::ChargeAmount> out;
  const auto add = [&](std::string charge, std::int64_t amount) {
    if (amount > 0) out.push_back({std::move(charge), amount});
  };
  add("enforcement_costs", costs.left());
  if (!extinct_on) {
    for (const auto& item : items) add(item.charge, item.computed.tax_left());
  }
  add("penalty", penalty.left());
  return out;
}

bool Statement::is_booked() const {
  std::int64_t costs_booked = 0, tax_booked = 0;
  for (const auto& [charge, amount] : money.booked) {
    if (tax_kind_of(charge)) tax_booked += amount;
    if (charge == "enforcement_costs") costs_booked += amount;
  }
  return costs_booked == costs.left() && tax_booked == tax.left();
}

Result<Statement> statement(const Terms& terms, const File& file, const std::vector<ledger::Transaction>& transactions,
                            const Matters& matters, Date on, std::optional<Instant> known) {
  return Stating(terms, file, on, known).run(transactions, matters);
}

std::optional<TaxKind> tax_kind_of(std::string_view charge) {
  if (charge == "rural_tax") return TaxKind::rural_special_tax;
  const auto found = std::find(debt::tax_kind_names.begin(), debt::tax_kind_names.end(), charge);
  if (found == debt::tax_kind_names.end()) return std::nullopt;
  return static_cast<TaxKind>(found - debt::tax_kind_names.begin());
}

}  // namespace clearway::arrears
