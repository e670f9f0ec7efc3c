// The navigator for debtors: ways to pay a debt side by side, applications for a plan, and plans that run.
#include <algorithm>
#include <charconv>
#include <limits>

#include "api/arrears_letter.h"
#include "api/body.h"
#include "api/debtor_view.h"
#include "api/examination.h"
#include "api/letter_desk.h"
#include "api/pages.h"
#include "api/refusals.h"
#include "api/routes.h"
#include "plan/answer.h"
#include "planning/applications.h"
#include "planning/letter.h"
#include "planning/remedies.h"

namespace clearway::api {
namespace {

using planning::Application;
using planning::Kept;
using planning::State;

constexpr std::int64_t largest_krw = 1'000'000'000'000'000;
constexpr unsigned most_list = 200;

[[noreturn]] void refuse_plan(const Call& call, const planning::Refused& refused) {
  refuse(refusal_problem(call, ErrorCode::plan_is_refused, refused));
}

collection::Kept visible_debt(const Call& call) {
  const auto& id = call.parameter("id");
  const auto [party_id, debt_id] = split_id(id);
  auto kept = require(collection::find(call.services.store, party_id, debt_id));
  if (!kept || !is_debtors_or_offices(call, kept->matter)) refuse(ErrorCode::not_found, "id", id);
  return std::move(*kept);
}

Kept visible_plan(const Call& call) {
  const auto& id = call.parameter("id");
  const auto [party_id, application_id] = split_id(id);
  auto kept = require(planning::find(call.services.store, party_id, application_id));
  if (!kept || !is_debtors_or_offices(call, kept->matter)) refuse(ErrorCode::not_found, "id", id);
  return std::move(*kept);
}

std::int64_t asked_number(const Call& call, std::string_view name, std::int64_t fallback) {
  const auto text = call.asked(name);
  if (!text) return fallback;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || end != text->data() + text->size() || value < 0 || value > largest_krw) {
    refuse(ErrorCode::query_is_malformed, std::string(name), *text, "0.." + std::to_string(largest_krw));
  }
  return value;
}

/// What is beyond is refused by the plan, with what the law allows.
int parts_of(std::int64_t parts) {
  return static_cast<int>(std::min<std::int64_t>(parts, std::numeric_limits<int>::max()));
}

plan::PenaltyOrder order_of(std::string_view word) {
  const auto& names = plan::penalty_order_names;
  const auto found = std::find(names.begin(), names.end(), word);
  return found == names.end() ? plan::PenaltyOrder::with_last : static_cast<plan::PenaltyOrder>(found - names.begin());
}

std::optional<bool> yes_or_no(const Body& body, std::string_view key) {
  return body.has(key) ? std::optional(body.boolean_or(key, false)) : std::nullopt;
}

plan::Facts facts_of(const Body& body) {
  if (!body.has("facts")) return {};
  const Body facts(body.raw_object("facts"), {"cause_is_recognised", "business_can_recover", "written_plan_is_given",
                                              "no_conviction", "no_other_enforcement", "no_new_arrears"});
  return {yes_or_no(facts, "cause_is_recognised"),   yes_or_no(facts, "business_can_recover"),
          yes_or_no(facts, "written_plan_is_given"), yes_or_no(facts, "no_conviction"),
          yes_or_no(facts, "no_other_enforcement"),  yes_or_no(facts, "no_new_arrears")};
}

Application application_of(const Call& call) {
  const Body body(call.request.body, {"parts", "penalty", "facts", "means", "security_krw", "reason", "hardship",
                                      "welfare_consent", "channel"});
  Application application;
  if (!body.has("parts")) refuse(ErrorCode::field_is_missing, "parts");
  application.parts = parts_of(body.integer_or("parts", 0, 0, largest_krw));
  if (body.has("penalty")) {
    application.order =
        order_of(body.choice("penalty", {plan::penalty_order_names.begin(), plan::penalty_order_names.end()}));
  }
  application.facts = facts_of(body);
  if (body.has("means")) {
    const Body means(body.raw_object("means"), {"income_krw", "expenses_krw", "assets_krw"});
    application.means = plan::Means{means.integer_or("income_krw", 0, 0, largest_krw),
                                    means.integer_or("expenses_krw", 0, 0, largest_krw),
                                    means.integer_or("assets_krw", 0, 0, largest_krw)};
  }
  application.security_offered = body.integer_or("security_krw", 0, 0, largest_krw);
  application.reason = body.text("reason", 2'000);
  application.hardship = body.boolean_or("hardship", false);
  application.welfare_consent = body.boolean_or("welfare_consent", false);
  // What an officer writes down came by telephone or letter; a debtor applies here.
  if (call.who->is_customs()) {
    const auto channel = body.choice("channel", {"phone", "letter"});
    application.channel = channel == "phone" ? planning::Channel::phone : planning::Channel::letter;
  }
  return application;
}

/// What this account may do with it now.
std::vector<std::string_view> actions_of(const Call& call, const Application& application, State state) {
  const auto role = call.who->role;
  const bool customs = role == Role::officer || role == Role::supervisor;
  std::vector<std::string_view> actions;
  if (state == State::applied && customs) actions.push_back("decide");
  if (state == State::applied && role == Role::trader) actions.push_back("withdraw");
  const bool runs = state == State::running || state == State::missed;
  if (runs && (customs || role == Role::trader)) actions.push_back("replan");
  if (application.state != State::applied && runs && customs) actions.push_back("end");
  if (application.hardship && !application.handed_over) {
    if (role == Role::trader) actions.push_back(application.welfare_consent ? "take_consent_back" : "consent");
    if (customs && application.welfare_consent) actions.push_back("hand_over");
  }
  const bool open = planning::is_open(state);
  if (open && (customs || role == Role::trader)) actions.push_back("add_evidence");
  if (planning::letter_of(application) && (customs || role == Role::trader)) actions.push_back("print");
  return actions;
}

void append_summary(JsonWriter& json, const Call& call, const Kept& kept, State state) {
  const auto& application = kept.application;
  json.member("id", application.party_id + "." + application.application_id);
  json.member("party_id", application.party_id);
  json.member("debt", application.party_id + "." + application.debt_id);
  json.member("state", name(state)).member("state_text", call.text("planning.state." + std::string(name(state))));
  json.null_if_empty("customs_office", application.customs_office);
  member(json, "applied_on", application.applied_on);
  json.member("parts", application.parts).member("hardship", application.hardship);
  json.member("next_on", kept.matter.due_on ? std::optional(kept.matter.due_on->text()) : std::nullopt);
  json.member("next_krw", kept.matter.amount_krw).member("version", kept.matter.version);
}

void append_share(JsonWriter& json, const plan::Share& share) {
  json.member("costs_krw", share.costs).member("tax_krw", share.tax);
  json.member("penalty_krw", share.penalty).member("total_krw", share.total());
}

void append_decision(JsonWriter& json, const Call& call, const Application& application) {
  json.key("decision");
  if (!application.decision) {
    json.null();
    return;
  }
  const auto& decision = *application.decision;
  json.begin_object().member("granted", decision.granted);
  member(json, "on", decision.on);
  const auto last = require(planning::contest_by(call.services.debts, application));
  json.member("contest_by", last ? std::optional(last->text()) : std::nullopt);
  json.member("by", decision.by).member("reason", decision.reason).key("not_met").begin_array();
  for (const auto& condition : decision.not_met) json.string(call.text("plan.condition." + condition));
  json.end_array().key("nearest");
  if (decision.nearest) {
    json.begin_object()
        .member("parts", decision.nearest->parts)
        .member("highest_part_krw", decision.nearest->highest_part);
    json.member("total_krw", decision.nearest->total);
    member(json, "last", decision.nearest->last);
    json.end_object();
  } else {
    json.null();
  }
  json.end_object();
}

void append_article(JsonWriter& json, const Call& call, const std::string& cite, law::Grade grade) {
  const auto* source = call.services.rulebook.law().find_source(cite);
  json.member("cite", cite);
  json.member("article",
              source == nullptr ? cite : source->title.in(call.language) + " " + source->article.in(call.language));
  json.member("grade", law::name(grade));
}

/// What follows if the next part is missed.
void append_forecast(JsonWriter& json, const Call& call, const Application& application,
                     const planning::Progress& progress, const arrears::Statement& now) {
  json.key("forecast");
  const auto forecast = require(planning::forecast_of(call.services.debts, application, progress, now));
  if (!forecast) {
    json.null();
    return;
  }
  json.begin_object();
  member(json, "date", application.schedule[*progress.next].date);
  member(json, "owed_on", forecast->missed);
  json.member("owed_krw", forecast->rest.total()).member("grows_krw_a_day", now.one_more_day);
  json.key("consequences").begin_array();
  for (const auto& one : forecast->consequences) {
    json.begin_object().member("consequence", one.consequence);
    json.member("text", call.text("planning.consequence." + one.consequence));
    append_article(json, call, one.cite, one.grade);
    json.end_object();
  }
  json.end_array().end_object();
}

void append_support(JsonWriter& json, const Call& call) {
  const auto& law = call.services.rulebook.law();
  json.key("support").begin_array();
  for (const auto& one : planning::support_in_hardship(law, call.services.messages, call.today)) {
    json.begin_object().member("support", one.support).member("text", one.text.in(call.language));
    append_article(json, call, one.cite, one.grade);
    json.end_object();
  }
  json.end_array();
}

/// What the debtor said is so; as established once it is decided.
std::vector<std::string_view> said_of(const plan::Facts& facts) {
  std::vector<std::string_view> said;
  const auto add = [&](const std::optional<bool>& fact, std::string_view name) {
    if (fact.value_or(false)) said.push_back(name);
  };
  add(facts.cause_is_recognised, "cause_is_recognised");
  add(facts.business_can_recover, "business_can_recover");
  add(facts.written_plan_is_given, "written_plan_is_given");
  add(facts.no_conviction, "no_conviction");
  add(facts.no_other_enforcement, "no_other_enforcement");
  add(facts.no_new_arrears, "no_new_arrears");
  return said;
}

Response plan_response(const Call& call, const Kept& kept, int status) {
  const auto& application = kept.application;
  const auto debt = require(planning::debt_of(call.services.store, application));
  const auto now = require(collection::statement(call.services.store, call.services.debts, debt, call.today)).statement;
  const auto progress = planning::progress_of(application, now, call.today);
  const auto state = planning::state_on(application, progress, call.today);
  JsonWriter json;
  json.begin_object();
  append_summary(json, call, kept, state);
  json.member("reason", application.reason).member("welfare_consent", application.welfare_consent);
  json.member("channel_text", call.text("planning.channel." + std::string(name(application.channel))));
  json.key("handed_over");
  if (application.handed_over) {
    json.begin_object().member("to", application.handed_over->to).member("by", application.handed_over->by);
    member(json, "on", application.handed_over->on);
    json.end_object();
  } else {
    json.null();
  }
  json.strings("said", said_of(application.facts));
  append_evidence(json, call, kept.matter.party_id, kept.matter.matter_id);
  json.member("security_krw", application.security_offered);
  json.key("means");
  if (application.means) {
    json.begin_object().member("income_krw", application.means->income);
    json.member("expenses_krw", application.means->expenses).member("assets_krw", application.means->assets);
    json.end_object();
  } else {
    json.null();
  }
  append_decision(json, call, application);
  json.key("schedule").begin_array();
  for (std::size_t i = 0; i < application.schedule.size(); ++i) {
    const auto& part = application.schedule[i];
    json.begin_object();
    member(json, "date", part.date);
    append_share(json, part.due);
    const bool paid = i < progress.parts_paid;
    json.member("standing", paid ? "paid" : part.date < call.today ? "missed" : "to_come").end_object();
  }
  json.end_array().key("replanned").begin_array();
  for (const auto& each : application.replanned) {
    json.begin_object();
    member(json, "on", each.on);
    json.member("parts_paid", each.parts_paid);
    member(json, "last_before", each.last_before);
    json.end_object();
  }
  json.end_array().member("paid_krw", progress.paid).member("lacking_krw", progress.next_left);
  json.member("balance_krw", now.balance());
  append_forecast(json, call, application, progress, now);
  json.key("reminded").begin_array();
  for (const auto& one : application.reminded) {
    json.begin_object();
    member(json, "part", one.part);
    json.member("days_before", one.days_before).end_object();
  }
  json.end_array();
  json.member("parts_asked", application.parts_asked).strings("actions", actions_of(call, application, state));
  auto response = http::json_response(status, json.end_object().take());
  response.with("ETag", "\"" + std::to_string(kept.matter.version) + "\"");
  return response;
}

Response taken_response(const Call& call, Result<planning::Taken> taken) {
  const auto step = require(std::move(taken));
  if (step.refused) refuse_plan(call, *step.refused);
  // What a plan ends, ends on the day on which it is granted.
  require(enforcing::follow_debts(call.services.store, call.services.enforcement, {step.kept->matter.party_id},
                                  call.today, call.now));
  return plan_response(call, *step.kept, 201);
}

Kept at_version(const Call& call, Kept kept) {
  kept.matter.version = call.expected_version();
  return kept;
}

}  // namespace

Response get_debt_plans(Call& call) {
  const auto kept = visible_debt(call);
  const auto now = require(collection::statement(call.services.store, call.services.debts, kept, call.today)).statement;
  Application asked;
  asked.parts = parts_of(asked_number(call, "parts", 12));
  asked.order = order_of(call.asked("penalty").value_or(""));
  if (call.asked("income")) {
    asked.means = plan::Means{asked_number(call, "income", 0), asked_number(call, "expenses", 0),
                              asked_number(call, "assets", 0)};
  }
  const auto request = planning::request_of(asked, now);
  auto offer = plan::offer(request, call.services.debts.law, call.services.debts.calendar);
  if (!offer) {
    const auto& error = offer.error();
    refuse_plan(call, {planning::Refusal::plan_is_not_possible, error.field, error.detail, error.fix, error, {}});
  }
  for (auto& plan : offer->plans) plan = planning::with_levied(std::move(plan), now);
  if (offer->nearest) offer->nearest->plan = planning::with_levied(std::move(offer->nearest->plan), now);
  return http::json_response(
      200, in_language(plan::to_json(request, *offer, call.services.debts.law, call.services.messages), call.language));
}

Response apply_for_plan(Call& call) {
  const auto debt = visible_debt(call);
  auto application = application_of(call);
  application.application_id = call.id_from_request("L-");
  return taken_response(call, planning::apply(call.services.store, call.services.debts, debt, std::move(application),
                                              call.today, call.origin()));
}

Response list_plan_applications(Call& call) {
  record::MatterSearch search;
  search.limit = most_list;
  search.cursor = call.asked("cursor").value_or("");
  search.related_id = call.asked("debt");
  if (const auto state = call.asked("state")) {
    const auto& names = planning::state_names;
    if (std::find(names.begin(), names.end(), *state) == names.end()) {
      refuse(ErrorCode::query_is_malformed, "state", *state,
             "applied, refused, running, missed, completed, withdrawn, ended");
    }
    search.states = {*state};
  }
  search.every_party = call.who->is_customs();
  if (!call.who->is_customs() && !call.who->account.party_id.empty()) search.parties = {call.who->account.party_id};
  const auto page = require(planning::search(call.services.store, search), search.cursor);
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const auto& matter : page.matters) {
    if (!is_debtors_or_offices(call, matter)) continue;
    const auto kept = require(planning::kept_of(matter));
    json.begin_object();
    append_summary(json, call, kept, kept.application.state);
    json.end_object();
  }
  json.end_array().null_if_empty("next_cursor", page.next_cursor);
  return http::json_response(200, json.end_object().take());
}

Response get_plan_application(Call& call) { return plan_response(call, visible_plan(call), 200); }

Response decide_plan_application(Call& call) {
  const auto kept = at_version(call, visible_plan(call));
  const Body body(call.request.body, {"granted", "reason", "facts"});
  if (!body.has("granted")) refuse(ErrorCode::field_is_missing, "granted");
  const planning::Decided decided{body.boolean_or("granted", false), body.text("reason", 2'000), facts_of(body)};
  return taken_response(
      call, planning::decide(call.services.store, call.services.debts, kept, decided, call.today, call.origin()));
}

Response replan_plan_application(Call& call) {
  const auto kept = at_version(call, visible_plan(call));
  const Body body(call.request.body, {"parts"});
  if (!body.has("parts")) refuse(ErrorCode::field_is_missing, "parts");
  const auto parts = parts_of(body.integer_or("parts", 0, 0, largest_krw));
  return taken_response(call, planning::replan(call.services.store, call.services.debts, kept, parts,
                                               !call.who->is_customs(), call.today, call.origin()));
}

Response close_plan_application(Call& call) {
  const auto kept = at_version(call, visible_plan(call));
  // A debtor takes back what is not decided; a plan is ended by customs.
  if (!call.who->is_customs() && kept.application.state != State::applied) {
    refuse_plan(call, {planning::Refusal::application_does_not_fit_the_state,
                       "state",
                       std::string(name(kept.application.state)),
                       {},
                       {},
                       {}});
  }
  return taken_response(call,
                        planning::close(call.services.store, call.services.debts, kept, call.today, call.origin()));
}

Response get_debt_remedies(Call& call) {
  visible_debt(call);
  JsonWriter json;
  json.begin_object();
  member(json, "on", call.today);
  json.key("routes").begin_array();
  const auto routes =
      require(planning::contest_routes(call.services.rulebook.law(), call.services.messages, call.today));
  for (const auto& one : routes) {
    json.begin_object().member("measure", one.measure).member("measure_text", one.measure_text.in(call.language));
    json.member("route", one.route).member("route_text", one.route_text.in(call.language));
    json.null_if_empty("period_text", one.period ? one.period->in(call.language) : std::string());
    append_article(json, call, one.cite, one.grade);
    json.end_object();
  }
  json.end_array();
  append_support(json, call);
  return http::json_response(200, json.end_object().take());
}

Response add_plan_evidence(Call& call) {
  const auto kept = visible_plan(call);
  take_evidence(call, kept.matter.party_id, kept.matter.matter_id);
  return plan_response(call, kept, 201);
}

Response read_plan_evidence(Call& call) {
  const auto kept = visible_plan(call);
  return give_evidence(call, kept.matter.party_id, kept.matter.matter_id);
}

Response consent_plan_application(Call& call) {
  const auto kept = at_version(call, visible_plan(call));
  const Body body(call.request.body, {"welfare_consent"});
  if (!body.has("welfare_consent")) refuse(ErrorCode::field_is_missing, "welfare_consent");
  const bool given = body.boolean_or("welfare_consent", false);
  return taken_response(call, planning::consent(call.services.store, kept, given, call.origin()));
}

Response hand_over_plan_application(Call& call) {
  const auto kept = at_version(call, visible_plan(call));
  const Body body(call.request.body, {"to"});
  return taken_response(
      call, planning::hand_over(call.services.store, kept, body.text("to", 200), call.today, call.origin()));
}

Response print_plan_letter(Call& call) {
  const auto kept = visible_plan(call);
  const Body body(call.request.body, {"language"});
  const auto language = body.has("language") ? body.choice("language", {"ko", "en", "both"}) : std::string("both");
  const auto& services = call.services;
  const auto form = planning::letter_of(kept.application);
  if (!form) {
    refuse_plan(call, {planning::Refusal::application_does_not_fit_the_state,
                       "state",
                       std::string(name(kept.application.state)),
                       {},
                       {},
                       {}});
  }
  const auto debt = require(planning::debt_of(services.store, kept.application));
  const auto now = require(collection::statement(services.store, services.debts, debt, call.today)).statement;
  auto sender = arrears_sender(call, kept.matter.customs_office, kept.matter.party_id);
  sender.link = public_link(call, "/arrears/plans/", kept.matter);
  sender.date = kept.application.decision->on;
  const auto values =
      require(planning::letter_values(services.debts, services.messages, kept.application, now, sender));
  return letter_response(call, *form, values, language);
}

}  // namespace clearway::api
