#include "seizing/preconditions.h"

#include <algorithm>

#include "enforcement/answer.h"

namespace clearway::seizing {
namespace {

using enforcement::Event;
using enforcement::EventKind;
using enforcement::Finding;
using enforcement::StepKind;

enforcement::AssetKind asset_of(seizure::AssetKind kind) {
  using A = seizure::AssetKind;
  using B = enforcement::AssetKind;
  switch (kind) {
    case A::movables:
    case A::imported_goods: return B::movables;
    case A::real_estate:
    case A::ship: return B::real_estate;
    case A::vehicle: return B::vehicle;
    case A::claim: return B::claim;
    case A::deposit: return B::deposit;
    case A::insurance: return B::insurance;
    case A::salary: return B::salary;
    case A::securities: return B::securities;
    case A::deposited_securities: return B::deposited_securities;
    case A::virtual_assets: return B::virtual_assets;
  }
  return B::movables;
}

/// The life of one debt with this seizure in it, told in the words of src/enforcement.
class Told {
 public:
  explicit Told(const Question& question)
      : subject_(question.subject), debt_(question.debt), whole_(question.whole), day_(question.day) {}

  enforcement::File file() {
    if (whole_.has_case()) {
      file_ = whole_.file;
    } else {
      as_proposed();
    }
    if (subject_.seized_on) {
      step(*subject_.seized_on, StepKind::seizure).asset = asset_of(subject_.asset);
      serve(*subject_.seized_on, StepKind::seizure).how =
          is_registered() ? enforcement::Service::registered : enforcement::Service::delivered;
    }
    if (subject_.sale) {
      for (std::size_t i = 0; i < subject_.sale->rounds.size(); ++i) {
        const auto& round = subject_.sale->rounds[i];
        if (i == 0) step(round.announced_on, StepKind::sale_notice);
        if (round.opened_on && round.bids.empty()) found(*round.opened_on, Finding::unsold);
      }
    }
    if (debt_.appeal_pending) found(day_, Finding::appeal_pending);
    std::stable_sort(file_.events.begin(), file_.events.end(),
                     [](const Event& a, const Event& b) { return a.on < b.on; });
    return std::move(file_);
  }
  /// What the officer said of notice and demand, and what the ledger knows beside amounts.
  void as_proposed() {
    file_.amount = debt_.total_krw();
    step(debt_.statutory_date, StepKind::payment_notice, debt_.due_on);
    if (debt_.notice_served_on) serve(*debt_.notice_served_on, StepKind::payment_notice);
    if (debt_.demanded_on) step(*debt_.demanded_on, StepKind::demand, debt_.demanded_by);
    if (debt_.demand_served_on) serve(*debt_.demand_served_on, StepKind::demand);
    for (const auto& event : whole_.file.events) {
      if (event.kind == EventKind::step || event.kind == EventKind::finding) file_.events.push_back(event);
    }
  }
  void found(Date on, Finding finding) {
    auto& event = file_.events.emplace_back();
    event.kind = EventKind::finding;
    event.on = on;
    event.finding = finding;
  }
  void measured(Date on, enforcement::Quantity quantity, std::int64_t amount) {
    auto& event = file_.events.emplace_back();
    event.kind = EventKind::measurement;
    event.on = on;
    event.quantity = quantity;
    event.amount = amount;
  }

 private:
  bool is_registered() const {
    using A = seizure::AssetKind;
    return subject_.asset == A::real_estate || subject_.asset == A::ship || subject_.asset == A::vehicle;
  }
  Event& step(Date on, StepKind kind, std::optional<Date> until = {}) {
    auto& event = file_.events.emplace_back();
    event.on = on;
    event.step = kind;
    event.until = until;
    return event;
  }
  Event& serve(Date on, StepKind kind) {
    auto& event = step(on, kind);
    event.kind = EventKind::service;
    return event;
  }

  const seizure::Case& subject_;
  const seizure::Debt& debt_;
  const enforcing::OfDebt& whole_;
  Date day_;
  enforcement::File file_;
};

std::optional<StepKind> step_of(const seizure::Case& subject, seizure::Action action, const seizure::Given& given) {
  if (action == seizure::Action::seize) return StepKind::seizure;
  if (action == seizure::Action::award) return StepKind::sale;
  if (action != seizure::Action::propose_sale) return std::nullopt;
  if (given.method == seizure::Method::private_contract) return StepKind::private_sale;
  return subject.state == seizure::State::unsold ? StepKind::resale_notice : StepKind::sale_notice;
}

/// What came between announcement and award and bars the sale. Notices and their days are held against the rounds by
/// src/seizure.
bool bars(const enforcement::Missing& missing, const enforcement::Answer& answer) {
  return std::any_of(missing.conditions.begin(), missing.conditions.end(), [&](std::size_t place) {
    return answer.conditions[place].row->needs == enforcement::Needs::free_of;
  });
}

/// A plan that stands, or a hold, closes seizure and sale, whatever the file of the case says.
std::optional<enforcement::State> closed_by(const arrears::Statement& statement) {
  if (statement.state == arrears::State::deferred) return enforcement::State::deferred;
  if (statement.state == arrears::State::held) return enforcement::State::held;
  return std::nullopt;
}

}  // namespace

bool is_asked(seizure::Action action) { return step_of({}, action, {}).has_value(); }

void add_missing(seizure::Verdict& verdict, const enforcement::Enforcement& enforcement, const Messages& messages,
                 const Question& question) {
  const auto& [subject, debt, whole, statement, action, given, day] = question;
  const auto asked = step_of(subject, action, given);
  if (!asked || debt.total_krw() == 0) return;
  Told told(question);
  if (*asked == StepKind::private_sale) {
    if (given.ground == "perishable" || given.ground == "costs_eat_price") told.found(day, Finding::perishable);
    if (given.ground == "unsold_rounds") told.found(day, Finding::unsold_in_five_auctions);
    told.measured(day, enforcement::Quantity::sale_estimate, subject.value_krw());
  }
  const auto standing = enforcement.standing(told.file(), day);
  auto answer = enforcement.check(standing, *asked, {std::nullopt, asset_of(subject.asset)});
  if (*asked == StepKind::sale) std::erase_if(answer.missing, [&](const auto& one) { return !bars(one, answer); });
  const auto closed = closed_by(statement);
  if (closed) {
    std::erase_if(answer.missing,
                  [](const auto& one) { return one.refusal == enforcement::Refusal::state_does_not_allow_the_step; });
    answer.state = *closed;
    answer.missing.insert(answer.missing.begin(),
                          {enforcement::Refusal::state_does_not_allow_the_step, {}, answer.cite, answer.grade});
  }
  for (const auto& missing : answer.missing) {
    auto text = enforcement::sentence(missing, answer, messages);
    text.ko = debt.number + ": " + text.ko;
    text.en = debt.number + ": " + text.en;
    verdict.missing.push_back({std::move(text), missing.cite});
  }
}

}  // namespace clearway::seizing
