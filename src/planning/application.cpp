#include "planning/application.h"

#include <algorithm>
#include <utility>

#include "accrual/steps.h"
#include "law/parameters.h"  // generated
#include "plan/answer.h"

namespace clearway::planning {
namespace {

using accrual::same;
using accrual::sentence;

Refused does_not_fit(const Application& application) {
  return {Refusal::application_does_not_fit_the_state, "state", std::string(name(application.state)), {}, {}, {}};
}

/// Those that are established take the place of what was declared.
void establish(plan::Facts& facts, const plan::Facts& established) {
  const auto take = [](std::optional<bool>& into, const std::optional<bool>& from) {
    if (from) into = from;
  };
  take(facts.cause_is_recognised, established.cause_is_recognised);
  take(facts.business_can_recover, established.business_can_recover);
  take(facts.written_plan_is_given, established.written_plan_is_given);
  take(facts.no_conviction, established.no_conviction);
  take(facts.no_other_enforcement, established.no_other_enforcement);
  take(facts.no_new_arrears, established.no_new_arrears);
}

std::vector<Part> schedule_of(const plan::Plan& plan) {
  std::vector<Part> parts;
  for (const auto& row : plan.rows) parts.push_back({row.date, row.due});
  return parts;
}

/// The first condition that stands so, of those that a plan has.
const plan::Condition* first(const plan::Plan& plan, plan::Standing standing) {
  const auto found = std::find_if(plan.conditions.begin(), plan.conditions.end(),
                                  [&](const auto& condition) { return condition.standing == standing; });
  return found == plan.conditions.end() ? nullptr : &*found;
}

std::optional<Refused> unmet(const plan::Plan& plan) {
  if (const auto* condition = first(plan, plan::Standing::not_met)) {
    return Refused{Refusal::condition_is_not_met, "facts", condition->condition, {}, {}, {}};
  }
  if (const auto* condition = first(plan, plan::Standing::not_known)) {
    return Refused{Refusal::condition_is_not_shown, "facts", condition->condition, {}, {}, {}};
  }
  return std::nullopt;
}

/// What plan::make refuses of the request itself.
bool is_of_the_request(const Error& error) { return error.field == "parts" || error.field == "on"; }

Refused not_possible(const Error& error) {
  return {Refusal::plan_is_not_possible, error.field, error.detail, error.fix, error, {}};
}

std::optional<Nearest> nearest_of(const plan::Offer& offer) {
  if (!offer.nearest) return std::nullopt;
  Nearest out{offer.nearest->parts, 0, offer.nearest->plan.total.total(), offer.nearest->plan.rows.back().date};
  for (const auto& row : offer.nearest->plan.rows) out.highest_part = std::max(out.highest_part, row.due.total());
  return out;
}

/// What is left of interest and penalty that were charged with the order.
std::int64_t levied_left(const arrears::Statement& now) {
  auto levied = now.penalty.left();
  for (const auto& item : now.items) levied -= item.computed.penalty_left();
  return std::max<std::int64_t>(0, levied);
}

Refused plainly(Refusal refusal, std::string field, std::string value = {}) {
  return {refusal, std::move(field), std::move(value), {}, {}, {}};
}

}  // namespace

Progress progress_of(const Application& application, const arrears::Statement& now, Date today) {
  Progress out;
  out.complete = now.balance() <= 0;
  if (application.counted_from) {
    for (const auto& payment : now.payments) {
      if (payment.receipt.on > *application.counted_from && payment.receipt.on <= today) {
        out.paid += payment.receipt.amount - payment.rest;
      }
    }
  }
  std::int64_t due = 0;
  for (std::size_t i = 0; i < application.schedule.size(); ++i) {
    due += application.schedule[i].due.total();
    // Parts paid early let less penalty grow: where nothing is owed, nothing is lacking.
    if (out.paid >= due || out.complete) {
      out.parts_paid = i + 1;
      continue;
    }
    if (!out.next) {
      out.next = i;
      out.next_left = due - out.paid;
    }
    if (!out.missed && application.schedule[i].date < today) out.missed = i;
  }
  return out;
}

State state_on(const Application& application, const Progress& progress, Date today) {
  if (application.state != State::running && application.state != State::missed) return application.state;
  if (progress.complete) return State::completed;
  if (!application.schedule.empty() && application.schedule.back().date < today) return State::ended;
  return progress.missed ? State::missed : State::running;
}

plan::Request request_of(const Application& application, const arrears::Statement& now) {
  plan::Request request;
  request.on = now.on;
  request.granted_on = application.granted_on;
  request.parts = application.parts;
  request.order = application.order;
  request.facts = application.facts;
  request.means = application.means;
  request.security_offered = application.security_offered;
  for (const auto& item : now.items) request.debts.push_back(item.subject);
  // Paid costs stand in no payment of a tax: only what is left of them is owed.
  if (!request.debts.empty() && now.costs.left() > 0) request.debts.front().costs = {{{}, now.costs.left()}};
  return request;
}

plan::Plan with_levied(plan::Plan plan, const arrears::Statement& now) {
  const auto levied = levied_left(now);
  if (levied <= 0 || plan.rows.empty()) return plan;
  plan.rows.back().due.penalty += levied;
  plan.total.penalty += levied;
  return plan;
}

Result<std::optional<plan::Forecast>> forecast_of(const arrears::Terms& terms, const Application& application,
                                                  const Progress& progress, const arrears::Statement& now) {
  using Forecast = std::optional<plan::Forecast>;
  const bool runs = application.state == State::running || application.state == State::missed;
  if (!runs || !progress.next) return Forecast{};
  const auto request = request_of(application, now);
  plan::Plan left;
  left.kind = plan::Kind::deferral;
  for (auto i = *progress.next; i < application.schedule.size(); ++i) {
    const auto& part = application.schedule[i];
    // What follows a part that was missed follows by today.
    left.rows.push_back({std::max(part.date, now.on), {}, part.due, 0, 0, {}});
  }
  auto forecast = plan::forecast_missed(request, left, 0, terms.law, terms.calendar);
  if (!forecast) return forecast.error();
  forecast->rest.penalty += levied_left(now);
  return Forecast{std::move(*forecast)};
}

std::optional<std::int64_t> reminder_due(const law::Law& law, const Application& application, const Progress& progress,
                                         Date today) {
  if (application.state != State::running || !progress.next) return std::nullopt;
  const auto part = application.schedule[*progress.next].date;
  const auto left = part.days() - today.days();
  std::optional<std::int64_t> due;
  const auto& table = law.kr.arrears.plan.reminders.on(today).value;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto before = table.integer(i, "days_before");
    if (left < 0 || left > before) continue;
    if (!due || before < *due) due = before;
  }
  const bool given = std::any_of(application.reminded.begin(), application.reminded.end(), [&](const Reminded& one) {
    return due && one.part == part && one.days_before <= *due;
  });
  return given ? std::nullopt : due;
}

Result<std::optional<Date>> contest_by(const arrears::Terms& terms, const Application& application) {
  if (!application.decision || application.decision->granted) return std::optional<Date>{};
  const auto on = application.decision->on;
  const auto days = terms.law.kr.arrears.seizure.appeal_days.on(on).value;
  auto last = terms.calendar.next_working_day(on.plus_days(static_cast<std::int32_t>(days)));
  if (!last) return last.error();
  return std::optional(*last);
}

Result<Step> decide(const arrears::Terms& terms, Application application, const Decided& decided,
                    const arrears::Statement& now, Date today, std::string_view by) {
  if (application.state != State::applied) return Step{does_not_fit(application)};
  if (decided.reason.empty()) return Step{Refused{Refusal::reason_is_missing, "reason", {}, {}, {}, {}}};
  establish(application.facts, decided.facts);
  const auto request = request_of(application, now);
  const auto offer = plan::offer(request, terms.law, terms.calendar);
  if (!offer && !is_of_the_request(offer.error())) return offer.error();
  if (!offer && decided.granted) return Step{not_possible(offer.error())};
  Decision decision{decided.granted, today, std::string(by), decided.reason, {}, {}};
  if (decided.granted) {
    const auto deferral = with_levied(offer->plans[static_cast<std::size_t>(plan::Kind::deferral)], now);
    if (auto refused = unmet(deferral)) return Step{std::move(*refused)};
    application.state = State::running;
    application.granted_on = application.counted_from = today;
    application.schedule = schedule_of(deferral);
  } else {
    application.state = State::refused;
    if (offer) {
      for (const auto& condition : offer->plans[static_cast<std::size_t>(plan::Kind::deferral)].conditions) {
        if (condition.standing != plan::Standing::met) decision.not_met.push_back(condition.condition);
      }
      decision.nearest = nearest_of(*offer);
    }
  }
  application.decision = std::move(decision);
  return Step{std::move(application)};
}

Result<Step> replan(const arrears::Terms& terms, Application application, int parts, const arrears::Statement& now,
                    Date today, std::string_view by) {
  const auto progress = progress_of(application, now, today);
  const auto state = state_on(application, progress, today);
  if (state != State::running && state != State::missed) return Step{does_not_fit(application)};
  // The deferral that stands begins today: it cannot end before it began.
  if (application.counted_from == today) return Step{plainly(Refusal::planned_on_this_day, "parts", today.text())};
  application.parts = parts;
  const auto made = plan::make(plan::Kind::deferral, request_of(application, now), terms.law, terms.calendar);
  if (!made && !is_of_the_request(made.error())) return made.error();
  if (!made) return Step{not_possible(made.error())};
  const auto plan = with_levied(*made, now);
  if (auto refused = unmet(plan)) return Step{std::move(*refused)};
  application.replanned.push_back(
      {today, std::string(by), static_cast<std::int64_t>(progress.parts_paid), application.schedule.back().date});
  application.state = State::running;
  application.parts_asked.reset();
  application.counted_from = today;
  application.schedule = schedule_of(plan);
  return Step{std::move(application)};
}

Step ask_again(Application application, int parts) {
  if (application.state != State::running && application.state != State::missed) return does_not_fit(application);
  application.state = State::missed;
  application.parts_asked = parts;
  return application;
}

Step close(Application application) {
  if (!is_open(application.state)) return does_not_fit(application);
  application.state = application.state == State::applied ? State::withdrawn : State::ended;
  return application;
}

Step consent(Application application, bool given) {
  if (application.handed_over) {
    return plainly(Refusal::handed_over_already, "welfare_consent", application.handed_over->on.text());
  }
  if (given && !application.hardship) return plainly(Refusal::consent_without_hardship, "welfare_consent");
  application.welfare_consent = given;
  return application;
}

Step hand_over(Application application, std::string to, Date today, std::string_view by) {
  if (application.handed_over) {
    return plainly(Refusal::handed_over_already, "to", application.handed_over->on.text());
  }
  if (!application.welfare_consent) return plainly(Refusal::consent_is_missing, "welfare_consent");
  application.handed_over = HandedOver{today, std::string(by), std::move(to)};
  return application;
}

Text Refused::text(const Messages& messages) const {
  if (plan) return plan::refused_text(*plan, messages);
  if (debt) return debt->text(messages);
  const bool of_a_condition = refusal == Refusal::condition_is_not_met || refusal == Refusal::condition_is_not_shown;
  auto shown = same(value);
  if (of_a_condition) shown = messages.at("plan.condition." + value);
  if (refusal == Refusal::application_does_not_fit_the_state) shown = messages.at("planning.state." + value);
  return sentence(messages, "planning.refusal." + std::string(name(refusal)) + ".text",
                  {{"value", shown}, {"expected", same(expected)}});
}

Text Refused::fix(const Messages& messages) const {
  if (plan) return plan::refused_fix(*plan, messages);
  if (debt) return debt->fix(messages);
  return messages.at("planning.refusal." + std::string(name(refusal)) + ".fix");
}

}  // namespace clearway::planning
