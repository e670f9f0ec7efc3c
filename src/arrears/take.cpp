#include "arrears/take.h"

#include <algorithm>

#include "accrual/arithmetic.h"
#include "accrual/steps.h"
#include "arrears/booking.h"
#include "debt/case_reader.h"
#include "debt/rules.h"
#include "law/parameters.h"  // generated
#include "ledger/book.h"
#include "payment/refund.h"

namespace clearway::arrears {
namespace {

using ledger::Draft;
using ledger::Kind;
using ledger::Side;

constexpr std::int64_t most_amount = accrual::most_amount;

bool takes_amount(EventKind kind) {
  switch (kind) {
    case EventKind::costs_charged:
    case EventKind::paid:
    case EventKind::set_off:
    case EventKind::reduced:
    case EventKind::security_given: return true;
    default: return false;
  }
}

/// What still concerns a debt that is extinct: a payment that was none, and money that is not its own.
bool concerns_an_extinct_debt(EventKind kind) { return kind == EventKind::security_released; }

/// What asks that something is owed.
bool needs_a_balance(EventKind kind) {
  return kind == EventKind::paid || kind == EventKind::set_off || kind == EventKind::deferred ||
         kind == EventKind::held || kind == EventKind::extinguished;
}

class Taking {
 public:
  Taking(const Terms& terms, const File& file, const Books& books, const Asked& asked, Date today)
      : terms_(terms), file_(file), books_(books), event_(asked.event), currency_(asked.currency), today_(today) {}

  std::variant<Taken, Refused> run() {
    if (auto refused = refuse_fields()) return *refused;
    if (auto refused = refuse_days()) return *refused;
    auto now = statement(terms_, file_, books_.transactions, books_.matters, today_);
    if (!now) return refused_by(now.error());
    now_ = std::move(*now);
    if (auto refused = refuse_state()) return *refused;
    if (auto refused = refuse_kind()) return *refused;
    Taken taken{file_, {}};
    taken.file.events.push_back(event_);
    // With the event the file must still come to something.
    const auto then = statement(terms_, taken.file, books_.transactions, books_.matters, today_);
    if (!then) return refused_by(then.error());
    if (event_.facts) {
      if (auto refused = refuse_facts(*then)) return *refused;
    }
    if (auto refused = draft(taken)) return *refused;
    return taken;
  }

 private:
  std::optional<Refused> refuse(Refusal refusal, std::string field, std::string value = {},
                                std::string expected = {}) const {
    return Refused{refusal, std::move(field), std::move(value), std::move(expected)};
  }

  static Refused refused_by(const Error& error) {
    const auto known = parse_refusal(error.code);
    return {known.value_or(error.code == "amount_is_too_large" ? Refusal::amount_is_too_large
                                                               : Refusal::refused_by_the_ledger),
            error.field, error.detail.empty() ? error.code : error.detail, error.fix};
  }

  std::optional<Refused> refuse_fields() const {
    if (event_.kind == EventKind::opened) return refuse(Refusal::event_is_not_entered_by_hand, "kind", "opened");
    if (currency_ != "KRW") return refuse(Refusal::currency_is_foreign, "currency", currency_, "KRW");
    const auto words = words_of(event_.kind);
    if (!words.empty() && std::find(words.begin(), words.end(), event_.word) == words.end()) {
      std::string expected;
      for (const auto word : words) expected += (expected.empty() ? "" : ", ") + std::string(word);
      return refuse(Refusal::word_is_not_known, "word", event_.word, expected);
    }
    if (takes_amount(event_.kind) && event_.amount <= 0) {
      return refuse(Refusal::amount_is_missing, "amount_krw", std::to_string(event_.amount), "1");
    }
    if (event_.amount > most_amount) {
      return refuse(Refusal::amount_is_too_large, "amount_krw", std::to_string(event_.amount),
                    std::to_string(most_amount));
    }
    if (event_.kind == EventKind::facts_established && !event_.facts)
      return refuse(Refusal::facts_are_missing, "facts");
    return std::nullopt;
  }

  Date start() const {
    auto start = file_.opened_on;
    for (const auto& one : books_.transactions) {
      if (one.draft.kind == Kind::assessed) return std::min(start, one.draft.applies_on);
    }
    return start;
  }

  std::optional<Refused> refuse_days() const {
    if (event_.on > today_) return refuse(Refusal::day_is_in_the_future, "on", event_.on.text(), today_.text());
    if (!event_.facts && event_.on < start()) {
      return refuse(Refusal::day_is_before_the_debt, "on", event_.on.text(), start().text());
    }
    if (event_.until && *event_.until < event_.on) {
      return refuse(Refusal::until_is_before_the_day, "until", event_.until->text(), event_.on.text());
    }
    return std::nullopt;
  }

  std::optional<Refused> refuse_state() const {
    const bool extinct = now_.state == State::extinct;
    if (extinct && !concerns_an_extinct_debt(event_.kind)) {
      return refuse(Refusal::debt_is_extinct, "kind", std::string(name(event_.kind)), now_.extinct_on->text());
    }
    if (now_.state == State::settled && needs_a_balance(event_.kind)) {
      return refuse(Refusal::debt_is_settled, "kind", std::string(name(event_.kind)), today_.text());
    }
    return std::nullopt;
  }

  std::optional<Refused> refuse_kind() {
    switch (event_.kind) {
      case EventKind::notice_given: return refuse_notice();
      case EventKind::notice_served: return refuse_service();
      case EventKind::reduced: return refuse_reduction();
      case EventKind::payment_reversed: return refuse_reversal();
      case EventKind::set_off: return refuse_set_off();
      case EventKind::security_released: return refuse_release();
      case EventKind::liable_added: return refuse_liable();
      case EventKind::deferred: return refuse_deferral();
      case EventKind::deferral_ended:
        if (!now_.deferral || event_.on <= now_.deferral->from) {
          return refuse(Refusal::debt_is_not_deferred, "on", event_.on.text());
        }
        return std::nullopt;
      case EventKind::held:
        if (now_.held_since)
          return refuse(Refusal::debt_is_held_already, "on", event_.on.text(), now_.held_since->text());
        return std::nullopt;
      case EventKind::hold_ended:
        if (!now_.held_since || event_.on < *now_.held_since) {
          return refuse(Refusal::debt_is_not_held, "on", event_.on.text());
        }
        return std::nullopt;
      case EventKind::extinguished: return refuse_extinction();
      default: return std::nullopt;
    }
  }

  std::optional<Refused> refuse_notice() const {
    const auto& facts = now_.facts;
    const auto liable = facts.accepted ? facts.accepted : facts.imported;
    if (liable && event_.on < *liable) {
      return refuse(Refusal::notice_is_before_the_debt, "on", event_.on.text(), liable->text());
    }
    return std::nullopt;
  }

  std::optional<Refused> refuse_service() const {
    auto given = now_.facts.notice_date;
    for (const auto& event : file_.events) {
      if (event.kind == EventKind::notice_given) given = event.on;
    }
    if (!given) return refuse(Refusal::notice_was_not_given, "on", event_.on.text());
    if (event_.on < *given) return refuse(Refusal::served_before_it_was_given, "on", event_.on.text(), given->text());
    return std::nullopt;
  }

  std::optional<Refused> refuse_reduction() const {
    if (terms_.chart.find_charge(event_.charge) == nullptr) {
      return refuse(Refusal::charge_is_not_known, "charge", event_.charge);
    }
    const auto charged = now_.money.charged_in_all(event_.charge);
    if (event_.amount > charged) {
      return refuse(Refusal::amount_is_above_what_is_charged, "amount_krw", std::to_string(event_.amount),
                    std::to_string(charged));
    }
    return std::nullopt;
  }

  const ledger::Transaction* find(std::string_view id) const {
    const auto found = std::find_if(books_.transactions.begin(), books_.transactions.end(),
                                    [&](const auto& one) { return one.draft.transaction_id == id; });
    return found == books_.transactions.end() ? nullptr : &*found;
  }

  bool was_entered_here(std::string_view id) const {
    for (std::size_t i = 0; i < file_.events.size(); ++i) {
      if (file_.events[i].kind == EventKind::paid && transaction_of(file_, i) == id) return true;
    }
    return false;
  }

  std::optional<Refused> refuse_reversal() const {
    const auto* payment = find(event_.reference);
    if (payment == nullptr || !was_entered_here(event_.reference)) {
      return refuse(Refusal::payment_is_not_known, "reference", event_.reference);
    }
    for (const auto& one : books_.transactions) {
      if (one.draft.reverses == event_.reference) {
        return refuse(Refusal::payment_is_reversed_already, "reference", event_.reference, one.draft.applies_on.text());
      }
    }
    if (event_.on < payment->draft.applies_on) {
      return refuse(Refusal::reversed_before_it_was_paid, "on", event_.on.text(), payment->draft.applies_on.text());
    }
    return std::nullopt;
  }

  std::int64_t free_elsewhere(std::string_view account) const {
    const auto found = books_.elsewhere.find({std::string(account), event_.reference});
    return found == books_.elsewhere.end() ? 0 : ledger::available(found->second, Side::credit, event_.on);
  }

  std::optional<Refused> refuse_set_off() const {
    const auto there =
        free_elsewhere(ledger::account::overpayments) + free_elsewhere(ledger::account::unallocated_receipts);
    if (books_.matters.contains(event_.reference) || there < event_.amount) {
      return refuse(Refusal::nothing_to_set_off, "reference", event_.reference, std::to_string(there));
    }
    return std::nullopt;
  }

  std::optional<Refused> refuse_release() const {
    for (const auto& event : file_.events) {
      if (event.kind == EventKind::security_released && event.reference == event_.reference) {
        return refuse(Refusal::security_is_released_already, "reference", event_.reference, event.on.text());
      }
    }
    for (const auto& security : now_.securities) {
      if (std::to_string(security.event) == event_.reference && security.from <= event_.on) return std::nullopt;
    }
    return refuse(Refusal::security_is_not_known, "reference", event_.reference);
  }

  /// Up to what the law sets; an amount that is left out is that.
  std::optional<Refused> refuse_liable() {
    if (event_.reference.empty() || event_.reference == file_.party_id) {
      return refuse(Refusal::liable_party_is_missing, "reference", event_.reference);
    }
    const auto liability =
        debt::secondary_liability(terms_.law, event_.word, event_.liability, now_.balance(), event_.on);
    switch (liability.problem) {
      case debt::LiabilityProblem::principal_has_not_failed:
        return refuse(Refusal::principal_has_not_failed, "principal_failed", event_.word);
      case debt::LiabilityProblem::value_is_missing: return refuse(Refusal::value_is_missing, "value_krw", event_.word);
      case debt::LiabilityProblem::share_is_missing:
        return refuse(Refusal::share_is_missing, "share_percent", event_.word);
      case debt::LiabilityProblem::share_is_too_small:
        return refuse(Refusal::share_is_too_small, "share_percent", std::to_string(*event_.liability.share_percent),
                      std::to_string(liability.least_share));
      case debt::LiabilityProblem::none: break;
    }
    if (event_.amount > liability.limit) {
      return refuse(Refusal::limit_is_above_the_debt, "amount_krw", std::to_string(event_.amount),
                    std::to_string(liability.limit));
    }
    if (event_.amount == 0) event_.amount = liability.limit;
    return std::nullopt;
  }

  std::optional<Refused> refuse_deferral() const {
    if (now_.deferral) {
      return refuse(Refusal::debt_is_deferred_already, "on", event_.on.text(), now_.deferral->from.text());
    }
    const auto* years = terms_.law.kr.arrears.deferral.longest_years.find(event_.on);
    const auto longest = years == nullptr ? event_.on : event_.on.plus_years(static_cast<int>(years->value));
    if (!event_.until || *event_.until > longest) {
      return refuse(Refusal::deferral_is_too_long, "until", event_.until ? event_.until->text() : "", longest.text());
    }
    return std::nullopt;
  }

  std::optional<Refused> refuse_extinction() const {
    if (event_.word != "prescription") return std::nullopt;
    const auto then = statement(terms_, file_, books_.transactions, books_.matters, event_.on);
    if (then && then->prescription && then->prescription->is_complete(event_.on)) return std::nullopt;
    std::string last;
    if (then && then->prescription && then->prescription->completes) last = then->prescription->completes->text();
    return refuse(Refusal::prescription_is_not_complete, "on", event_.on.text(), last);
  }

  /// Facts are held against what a case must be.
  std::optional<Refused> refuse_facts(const Statement& then) const {
    const auto& facts = *event_.facts;
    const bool dated = facts.cause == debt::Cause::assessed ? facts.notice_date.has_value()
                       : debt::is_undeclared(facts.cause)   ? facts.imported.has_value()
                                                            : facts.accepted || facts.statutory_due;
    if (!dated) return refuse(Refusal::facts_do_not_fit, "facts", std::string(debt::name(facts.cause)));
    for (const auto& item : then.items) {
      debt::Problems problems;
      debt::check(item.subject, problems);
      if (!problems.empty()) {
        const auto& first = problems.front();
        return refuse(Refusal::facts_do_not_fit, "facts." + first.field, first.value, first.expected);
      }
    }
    return std::nullopt;
  }

  // ---- what is posted

  Draft& add(Taken& taken, Kind kind, std::string cite, std::string note = {}) const {
    auto& draft = taken.drafts.emplace_back();
    draft.transaction_id = transaction_of(file_, file_.events.size());
    draft.kind = kind;
    draft.applies_on = event_.on;
    draft.cite = std::move(cite);
    draft.note = std::move(note);
    return draft;
  }

  /// The drafts of the event itself, then what has to be booked after them.
  std::optional<Refused> draft(Taken& taken) {
    switch (event_.kind) {
      case EventKind::costs_charged: {
        auto& draft = add(taken, Kind::assessed, "tax-collection-act-3");
        draft.entries = {{ledger::receivable("enforcement_costs"), file_.matter_id, Side::debit, event_.amount},
                         {ledger::revenue("enforcement_costs"), file_.matter_id, Side::credit, event_.amount}};
        break;
      }
      case EventKind::paid: {
        auto& draft = add(taken, Kind::received, "tax-collection-act-3", event_.word);
        draft.entries = {{std::string(ledger::account::cash_bank), file_.matter_id, Side::debit, event_.amount},
                         {std::string(ledger::account::overpayments), file_.matter_id, Side::credit, event_.amount}};
        break;
      }
      case EventKind::set_off: set_off(add(taken, Kind::moved, "customs-act-46", "set_off")); break;
      case EventKind::reduced: {
        const auto booked = now_.money.booked.find(event_.charge);
        taken.drafts.push_back(payment::reduction_of(
            transaction_of(file_, file_.events.size()), file_.matter_id, {event_.charge, event_.amount},
            booked == now_.money.booked.end() ? 0 : booked->second, std::max(event_.on, last_booked()),
            "customs-act-46", event_.word));
        break;
      }
      case EventKind::payment_reversed: return draft_reversal(taken);
      case EventKind::extinguished: return draft_extinction(taken);
      default: break;
    }
    return book(taken);
  }

  Date last_booked() const {
    Date last = file_.opened_on;
    for (const auto& one : books_.transactions) last = std::max(last, one.draft.applies_on);
    return last;
  }

  void set_off(Draft& draft) const {
    auto rest = event_.amount;
    for (const auto account : {ledger::account::overpayments, ledger::account::unallocated_receipts}) {
      const auto part = std::min(rest, free_elsewhere(account));
      if (part > 0) draft.entries.push_back({std::string(account), event_.reference, Side::debit, part});
      rest -= part;
    }
    draft.entries.push_back({std::string(ledger::account::overpayments), file_.matter_id, Side::credit, event_.amount});
  }

  std::vector<ledger::Transaction> with(const std::vector<Draft>& drafts) const {
    return followed_by(books_.transactions, drafts, file_.party_id, event_.known_at);
  }

  std::optional<Refused> book(Taken& taken) const {
    auto more = booking(terms_, taken.file, with(taken.drafts), books_.matters, today_);
    if (!more) return refused_by(more.error());
    std::move(more->begin(), more->end(), std::back_inserter(taken.drafts));
    return std::nullopt;
  }

  /// First the money comes back from where it was booked, then the payment is reversed as it was posted.
  std::optional<Refused> draft_reversal(Taken& taken) const {
    const auto reversal = ledger::reversal(find(event_.reference)->draft, transaction_of(file_, file_.events.size()),
                                           event_.on, std::string(name(event_.kind)));
    auto back = booking(terms_, taken.file, with({reversal}), books_.matters, today_);
    if (!back) return refused_by(back.error());
    taken.drafts = std::move(*back);
    taken.drafts.push_back(reversal);
    const auto then = statement(terms_, taken.file, with(taken.drafts), books_.matters, today_);
    if (then && then->refund_due() < 0) {
      return refuse(Refusal::payment_was_used_elsewhere, "reference", event_.reference,
                    std::to_string(-then->refund_due()));
    }
    return std::nullopt;
  }

  std::optional<Refused> draft_extinction(Taken& taken) const {
    auto drafts = extinction(terms_, taken.file, books_.transactions, books_.matters,
                             transaction_of(file_, file_.events.size()), event_.on);
    if (!drafts) return refused_by(drafts.error());
    taken.drafts = std::move(*drafts);
    return std::nullopt;
  }

  const Terms& terms_;
  const File& file_;
  const Books& books_;
  Event event_;
  const std::string& currency_;
  const Date today_;
  Statement now_;
};

Text filled(const Messages& messages, const Refused& refused, const char* what) {
  using accrual::same;
  return accrual::sentence(
      messages, "arrears.refused." + std::string(name(refused.refusal)) + what,
      {{"field", same(refused.field)}, {"value", same(refused.value)}, {"expected", same(refused.expected)}});
}

}  // namespace

std::optional<Refusal> parse_refusal(std::string_view text) {
  const auto found = std::find(refusal_names.begin(), refusal_names.end(), text);
  if (found == refusal_names.end()) return std::nullopt;
  return static_cast<Refusal>(found - refusal_names.begin());
}

Text Refused::text(const Messages& messages) const { return filled(messages, *this, ".text"); }
Text Refused::fix(const Messages& messages) const { return filled(messages, *this, ".fix"); }

Error error_of(const Refused& refused) {
  return {std::string(name(refused.refusal)), refused.field, refused.value, refused.expected};
}

std::variant<Taken, Refused> take(const Terms& terms, const File& file, const Books& books, const Asked& asked,
                                  Date today) {
  return Taking(terms, file, books, asked, today).run();
}

File opened(const payment::Overdue& overdue, const payment::Order& order, std::string_view matter_kind,
            std::string debt_id, std::string customs_office, Instant known_at, std::string actor) {
  File file;
  file.party_id = overdue.party_id;
  file.debt_id = std::move(debt_id);
  file.matter_id = overdue.matter_id;
  file.order_id = overdue.order_id;
  file.customs_office = std::move(customs_office);
  file.opened_on = order.issued_on;
  Event event;
  event.on = overdue.due.plus_days(1);
  event.known_at = known_at;
  event.actor = std::move(actor);
  event.facts.emplace();
  auto& facts = *event.facts;
  if (matter_kind == "notice") {
    facts.cause = debt::Cause::assessed;
    facts.notice_date = order.issued_on;
    facts.notice_due = order.due;
  } else {
    facts.cause = debt::Cause::declared;
    facts.accepted = order.issued_on;
    facts.statutory_due = order.due;
  }
  file.events.push_back(std::move(event));
  return file;
}

}  // namespace clearway::arrears
