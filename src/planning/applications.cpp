#include "planning/applications.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "record/wait.h"

namespace clearway::planning {
namespace {

using arrears::EventKind;
using record::Matter;
using record::Matters;
using record::MatterStep;
using record::Origin;
using record::Store;

Matter matter_of(Matter matter, const Application& application, const Progress& progress) {
  matter.party_id = application.party_id;
  matter.matter_id = application.application_id;
  matter.kind = plan_kind;
  matter.state = name(application.state);
  matter.customs_office = application.customs_office;
  matter.related_id = application.debt_id;
  matter.opened_on = application.applied_on;
  matter.due_on.reset();
  matter.amount_krw = progress.next_left;
  if (is_open(application.state) && progress.next) matter.due_on = application.schedule[*progress.next].date;
  matter.body = to_json(application);
  return matter;
}

Refused refused_by_the_debt(arrears::Refused refused) {
  return {Refusal::debt_refuses, refused.field, refused.value, {}, {}, std::move(refused)};
}

/// A step of the file and what is entered on the debt with it stand in one transaction: both or neither.
Result<Taken> step(Store& store, MatterStep step, std::string request, const Origin& origin,
                   collection::Joined* with = nullptr) {
  std::vector<MatterStep> steps = {std::move(step)};
  std::function<Status(record::Writing&)> also;
  if (with != nullptr) {
    steps.push_back(std::move(with->step));
    also = std::move(with->post);
  }
  auto stepped = record::wait<std::vector<Matter>>([&](auto done) {
    Matters(store).step(std::move(steps), std::move(request), origin, std::move(done), std::move(also));
  });
  if (!stepped) {
    if (auto refused = collection::refusal_of(stepped.error())) {
      return Taken{{}, refused_by_the_debt(std::move(*refused))};
    }
    return stepped.error();
  }
  auto kept = kept_of(std::move(stepped->front()));
  if (!kept) return kept.error();
  return Taken{std::move(*kept), {}};
}

/// The answer to a request that was taken before, by itself or with an event of the debt; nothing where it is new.
Result<std::optional<Taken>> repeated(Store& store, const MatterStep& step, std::string_view request,
                                      const Origin& origin, const Application* with_debt = nullptr,
                                      EventKind event = EventKind::deferred) {
  auto earlier = Matters(store).repeated({step}, request, origin);
  if (!earlier && with_debt != nullptr && earlier.error().code == "request_id_was_used_for_another_request") {
    MatterStep entered;
    entered.matter.party_id = with_debt->party_id;
    entered.matter.matter_id = with_debt->debt_id;
    entered.event = arrears::name(event);
    earlier = Matters(store).repeated({step, entered}, request, origin);
  }
  if (!earlier) return earlier.error();
  if (!*earlier) return std::optional<Taken>{};
  auto kept = kept_of(std::move((*earlier)->front()));
  if (!kept) return kept.error();
  return std::optional(Taken{std::move(*kept), {}});
}

struct Debt {
  collection::Kept kept;
  arrears::Statement now;
};
Result<Debt> stated(Store& store, const arrears::Terms& terms, const Application& application, Date today) {
  auto debt = debt_of(store, application);
  if (!debt) return debt.error();
  auto stated = collection::statement(store, terms, *debt, today);
  if (!stated) return stated.error();
  return Debt{std::move(*debt), std::move(stated->statement)};
}

arrears::Asked asked_for(const Application& application, EventKind kind, std::optional<Date> until, Date today) {
  arrears::Asked asked;
  asked.event.kind = kind;
  asked.event.on = today;
  asked.event.until = until;
  asked.event.reference = application.application_id;
  return asked;
}

/// The version is checked before anything is decided, so that the second of two is told that, not what the file refuses
/// by now.
Status still_current(Store& store, const Matter& matter) {
  const auto found = Matters(store).find(matter.party_id, matter.matter_id);
  if (!found) return found.error();
  if (*found && (*found)->version == matter.version) return success();
  return Error{"version_is_not_current", "version", std::to_string(matter.version), "read the file again"};
}

/// Takes the step of the file with these events of the debt.
Result<Taken> step_with(Store& store, const arrears::Terms& terms, const collection::Kept& debt,
                        std::vector<arrears::Asked> events, MatterStep taking, std::string request, Date today,
                        const Origin& origin) {
  if (events.empty()) return step(store, std::move(taking), std::move(request), origin);
  auto prepared = collection::prepare(store, terms, debt, std::move(events), today, origin);
  if (!prepared) return prepared.error();
  if (auto* refused = std::get_if<arrears::Refused>(&*prepared)) {
    return Taken{{}, refused_by_the_debt(std::move(*refused))};
  }
  return step(store, std::move(taking), std::move(request), origin, &std::get<collection::Joined>(*prepared));
}

/// A step that changes nothing of the parts: the row stays but for the body.
Result<Taken> step_aside(Store& store, MatterStep taking, Step done, std::string request, const Origin& origin) {
  if (auto* refused = std::get_if<Refused>(&done)) return Taken{{}, std::move(*refused)};
  taking.matter.body = to_json(std::get<Application>(done));
  return step(store, std::move(taking), std::move(request), origin);
}

}  // namespace

Result<Kept> kept_of(Matter matter) {
  auto application = from_json(matter.body);
  if (!application) return application.error();
  return Kept{std::move(matter), std::move(*application)};
}

Result<std::optional<Kept>> find(Store& store, std::string_view party_id, std::string_view application_id) {
  auto matter = Matters(store).find(party_id, application_id);
  if (!matter) return matter.error();
  if (!*matter || (*matter)->kind != plan_kind) return std::optional<Kept>{};
  auto kept = kept_of(std::move(**matter));
  if (!kept) return kept.error();
  return std::optional(std::move(*kept));
}

Result<record::MatterPage> search(Store& store, record::MatterSearch search) {
  search.kinds = {std::string(plan_kind)};
  return Matters(store).search(search);
}

Result<collection::Kept> debt_of(Store& store, const Application& application) {
  auto debt = collection::find(store, application.party_id, application.debt_id);
  if (!debt) return debt.error();
  if (!*debt) return Error{"not_found", "debt_id", application.debt_id, {}};
  return std::move(**debt);
}

Result<Taken> apply(Store& store, const arrears::Terms& terms, const collection::Kept& debt, Application application,
                    Date today, const Origin& origin) {
  application.party_id = debt.matter.party_id;
  application.debt_id = debt.matter.matter_id;
  application.customs_office = debt.matter.customs_office;
  application.state = State::applied;
  application.applied_on = today;
  application.applied_by = origin.actor;
  MatterStep applied{matter_of({}, application, {}), "applied"};
  const auto request = applied.matter.body;
  auto earlier = repeated(store, applied, request, origin);
  if (!earlier) return earlier.error();
  if (*earlier) return std::move(**earlier);
  if (application.reason.empty()) return Taken{{}, Refused{Refusal::reason_is_missing, "reason", {}, {}, {}, {}}};
  if (application.welfare_consent && !application.hardship) {
    return Taken{{}, Refused{Refusal::consent_without_hardship, "welfare_consent", {}, {}, {}, {}}};
  }
  record::MatterSearch others;
  others.parties = {application.party_id};
  others.related_id = application.debt_id;
  others.states = {std::string(name(State::applied)), std::string(name(State::running)),
                   std::string(name(State::missed))};
  const auto open = search(store, others);
  if (!open) return open.error();
  if (!open->matters.empty()) {
    return Taken{{},
                 Refused{Refusal::application_is_open_already, "debt_id", open->matters.front().matter_id, {}, {}, {}}};
  }
  const auto now = collection::statement(store, terms, debt, today);
  if (!now) return now.error();
  const auto made =
      plan::make(plan::Kind::deferral, request_of(application, now->statement), terms.law, terms.calendar);
  if (!made) {
    return Taken{{},
                 Refused{Refusal::plan_is_not_possible,
                         made.error().field,
                         made.error().detail,
                         made.error().fix,
                         made.error(),
                         {}}};
  }
  return step(store, std::move(applied), request, origin);
}

Result<Taken> decide(Store& store, const arrears::Terms& terms, const Kept& kept, const Decided& decided, Date today,
                     const Origin& origin) {
  MatterStep deciding{kept.matter, decided.granted ? "granted" : "refused"};
  const auto request = deciding.event + " " + decided.reason;
  auto earlier = repeated(store, deciding, request, origin, &kept.application);
  if (!earlier) return earlier.error();
  if (*earlier) return std::move(**earlier);
  if (auto status = still_current(store, kept.matter); !status) return status.error();
  const auto debt = stated(store, terms, kept.application, today);
  if (!debt) return debt.error();
  auto done = planning::decide(terms, kept.application, decided, debt->now, today, origin.actor);
  if (!done) return done.error();
  if (auto* refused = std::get_if<Refused>(&*done)) return Taken{{}, std::move(*refused)};
  const auto& application = std::get<Application>(*done);
  deciding.matter = matter_of(kept.matter, application, progress_of(application, debt->now, today));
  std::vector<arrears::Asked> events;
  if (decided.granted) {
    events.push_back(asked_for(application, EventKind::deferred, application.schedule.back().date, today));
  }
  return step_with(store, terms, debt->kept, std::move(events), std::move(deciding), request, today, origin);
}

Result<Taken> replan(Store& store, const arrears::Terms& terms, const Kept& kept, int parts, bool by_debtor, Date today,
                     const Origin& origin) {
  MatterStep planning{kept.matter, "replanned"};
  const auto request = "replan " + std::to_string(parts);
  auto earlier = repeated(store, planning, request, origin, &kept.application);
  if (!earlier) return earlier.error();
  if (*earlier) return std::move(**earlier);
  if (auto status = still_current(store, kept.matter); !status) return status.error();
  const auto debt = stated(store, terms, kept.application, today);
  if (!debt) return debt.error();
  const auto& now = debt->now;
  const auto progress = progress_of(kept.application, now, today);
  if (by_debtor && state_on(kept.application, progress, today) == State::missed) {
    auto asked = planning::ask_again(kept.application, parts);
    if (auto* refused = std::get_if<Refused>(&asked)) return Taken{{}, std::move(*refused)};
    planning.matter = matter_of(kept.matter, std::get<Application>(asked), progress);
    return step(store, std::move(planning), request, origin);
  }
  auto done = planning::replan(terms, kept.application, parts, now, today, origin.actor);
  if (!done) return done.error();
  if (auto* refused = std::get_if<Refused>(&*done)) return Taken{{}, std::move(*refused)};
  const auto& application = std::get<Application>(*done);
  const auto last = application.schedule.back().date;
  planning.matter = matter_of(kept.matter, application, progress_of(application, now, today));
  std::vector<arrears::Asked> events;
  if (!now.deferral || now.deferral->to != std::optional(last)) {
    if (now.deferral) events.push_back(asked_for(application, EventKind::deferral_ended, {}, today));
    events.push_back(asked_for(application, EventKind::deferred, last, today));
  }
  return step_with(store, terms, debt->kept, std::move(events), std::move(planning), request, today, origin);
}

Result<Taken> close(Store& store, const arrears::Terms& terms, const Kept& kept, Date today, const Origin& origin) {
  auto closed = planning::close(kept.application);
  MatterStep closing{kept.matter, kept.application.decision ? "ended" : "withdrawn"};
  auto earlier = repeated(store, closing, "close", origin, &kept.application, EventKind::deferral_ended);
  if (!earlier) return earlier.error();
  if (*earlier) return std::move(**earlier);
  if (auto* refused = std::get_if<Refused>(&closed)) return Taken{{}, std::move(*refused)};
  if (auto status = still_current(store, kept.matter); !status) return status.error();
  const auto& application = std::get<Application>(closed);
  closing.matter = matter_of(kept.matter, application, {});
  if (application.state != State::ended) return step(store, std::move(closing), "close", origin);
  const auto debt = stated(store, terms, application, today);
  if (!debt) return debt.error();
  std::vector<arrears::Asked> events;
  if (debt->now.deferral) events.push_back(asked_for(application, EventKind::deferral_ended, {}, today));
  return step_with(store, terms, debt->kept, std::move(events), std::move(closing), "close", today, origin);
}

Result<Taken> consent(Store& store, const Kept& kept, bool given, const Origin& origin) {
  MatterStep taking{kept.matter, given ? "consented" : "consent_taken_back"};
  auto earlier = repeated(store, taking, "consent", origin);
  if (!earlier) return earlier.error();
  if (*earlier) return std::move(**earlier);
  return step_aside(store, std::move(taking), planning::consent(kept.application, given), "consent", origin);
}

Result<Taken> hand_over(Store& store, const Kept& kept, const std::string& to, Date today, const Origin& origin) {
  MatterStep taking{kept.matter, "handed_over"};
  const auto request = "hand over " + to;
  auto earlier = repeated(store, taking, request, origin);
  if (!earlier) return earlier.error();
  if (*earlier) return std::move(**earlier);
  return step_aside(store, std::move(taking), planning::hand_over(kept.application, to, today, origin.actor), request,
                    origin);
}

Result<std::size_t> follow(Store& store, const arrears::Terms& terms, Date today, Instant now) {
  const Origin origin{"clearway", "", now};
  record::MatterSearch asked;
  asked.every_party = true;
  asked.states = {std::string(name(State::running)), std::string(name(State::missed))};
  asked.kinds = {std::string(plan_kind)};
  std::vector<Kept> open;  // whole, before the first is stepped: a step moves it in the order of pages
  const auto status = record::MatterReader(store).all(asked, [&](const Matter& matter) -> Status {
    auto kept = kept_of(matter);
    if (!kept) return kept.error();
    open.push_back(std::move(*kept));
    return success();
  });
  if (!status) return status.error();
  std::size_t moved = 0;
  for (auto& kept : open) {
    const auto debt = stated(store, terms, kept.application, today);
    if (!debt) return debt.error();
    const auto progress = progress_of(kept.application, debt->now, today);
    const auto before = kept.application.state;
    kept.application.state = state_on(kept.application, progress, today);
    auto matter = matter_of(kept.matter, kept.application, progress);
    const bool stays = kept.application.state == before && matter.due_on == kept.matter.due_on &&
                       matter.amount_krw == kept.matter.amount_krw;
    if (stays) continue;
    const auto event = kept.application.state == before ? "paid" : name(kept.application.state);
    const auto taken = step(store, {std::move(matter), std::string(event)}, {}, origin);
    if (!taken && taken.error().code == "version_is_not_current") continue;  // somebody else was quicker
    if (!taken) return taken.error();
    ++moved;
  }
  return moved;
}

}  // namespace clearway::planning
