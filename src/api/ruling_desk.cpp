#include "api/ruling_desk.h"

#include <algorithm>

#include "api/body.h"
#include "api/examination.h"
#include "api/letter_desk.h"
#include "api/pages.h"
#include "api/refusals.h"
#include "api/routes.h"
#include "ruling/completeness.h"
#include "ruling/letter.h"
#include "ruling/ruling_json.h"
#include "ruling/validity.h"

namespace clearway::api {
namespace {

using registry::Kept;
using ruling::Action;
using ruling::Given;
using ruling::Kind;
using ruling::Outcome;
using ruling::Ruling;
using ruling::Side;
using ruling::State;

constexpr std::size_t most_list = 200;
constexpr std::size_t most_entries = 50;  // of the public register at once

const law::Law& law_of(const Call& call) { return call.services.rulebook.law(); }

bool is_mine(const Call& call, const Kept& kept) {
  if (call.who->is_customs()) return kept.ruling.state != State::draft && kept.ruling.filed_on.has_value();
  const auto& party = kept.matter.party_id;
  return call.who->acts_for(party, identity::read_scope, call.today) ||
         call.who->acts_for(party, identity::rulings_scope, call.today);
}

std::string word(const Call& call, std::string_view kind, std::string_view name) {
  return call.text("ruling." + std::string(kind) + "." + std::string(name));
}

void append_day(JsonWriter& json, std::string_view name, const std::optional<Date>& day) {
  if (day) {
    member(json, name, *day);
  } else {
    json.key(name).null();
  }
}

void append_article(JsonWriter& json, const Call& call, const std::string& cite) {
  const auto* source = law_of(call).find_source(cite);
  json.member("cite", cite)
      .member("article",
              source == nullptr ? cite : source->title.in(call.language) + " " + source->article.in(call.language));
}

[[noreturn]] void refuse_step(const Call& call, const Kept& kept, const ruling::Refused& refused) {
  using R = ruling::Refusal;
  auto shown = refused;
  for (auto* value : {&shown.value, &shown.expected}) {
    if (ruling::parse_state(*value)) *value = word(call, "state", *value);
    if (ruling::parse_action(*value)) *value = word(call, "action", *value);
    if (ruling::parse_outcome(*value)) *value = word(call, "outcome", *value);
    if (ruling::parse_kind(*value)) *value = word(call, "kind", *value);
  }
  JsonWriter missing;
  missing.begin_array();
  if (refused.refusal == R::application_is_incomplete) {
    const auto lacking = ruling::missing_of(law_of(call), kept.ruling.application, call.today);
    if (!lacking.empty()) shown.field = lacking.front().text.in(call.language);
    for (const auto& one : lacking) {
      missing.begin_object().member("what", one.what).member("text", one.text.in(call.language));
      append_article(missing, call, one.cite);
      missing.end_object();
    }
  }
  missing.end_array();
  const bool lacks_field = refused.refusal == R::text_is_missing || refused.refusal == R::day_is_missing;
  auto problem = refusal_problem(call, lacks_field ? ErrorCode::field_is_missing : ErrorCode::ruling_step_is_refused,
                                 refused, shown);
  problem.members += ",\"missing\":" + missing.take();
  refuse(std::move(problem));
}

/// What a reader of applications and drafts found wrong.
template <class T>
T valid(Result<T> read, std::string_view within) {
  if (!read) {
    const auto& error = read.error();
    refuse(ErrorCode::field_is_not_valid, std::string(within) + (error.field == "." ? "" : "." + error.field),
           error.detail, error.fix);
  }
  return std::move(read).value();
}

void append_summary(JsonWriter& json, const Call& call, const Kept& kept) {
  const auto& [matter, ruling] = kept;
  const auto departed = std::count_if(ruling.held.begin(), ruling.held.end(),
                                      [](const ruling::Held& held) { return !held.departures.empty(); });
  json.member("id", matter.party_id + "." + matter.matter_id).member("party_id", matter.party_id);
  json.member("kind", name(ruling.kind())).member("kind_text", word(call, "kind", name(ruling.kind())));
  json.member("state", name(ruling.state)).member("state_text", word(call, "state", name(ruling.state)));
  json.member("turn", name(ruling::turn(ruling))).null_if_empty("number", ruling.number);
  json.member("goods", ruling.application.goods);
  append_day(json, "filed_on", ruling.filed_on);
  append_day(json, "clock_ends", ruling.clock_ends);
  append_day(json, "decided_on", ruling.decided_on);
  append_day(json, "valid_until", ruling.valid_until);
  json.member("in_force", ruling::is_in_force_on(ruling, call.today))
      .member("declarations", ruling.held.size())
      .member("departures", static_cast<std::int64_t>(departed))
      .member("version", matter.version);
}

void append_decision(JsonWriter& json, const Call& call, const ruling::Decision& decision) {
  json.begin_object().member("text", decision.text).member("reasons", decision.reasons).key("facts");
  ruling::write(json, decision.facts);
  json.key("articles").begin_array();
  for (const auto& cite : decision.cites) {
    json.begin_object();
    append_article(json, call, cite);
    json.end_object();
  }
  json.end_array().end_object();
}

/// {"goods":{"ko":…,"en":…},…}: both languages, since an officer edits both.
void append_published(JsonWriter& json, const std::optional<ruling::Published>& published) {
  json.key("published");
  if (!published) {
    json.null();
    return;
  }
  ruling::write(json, *published);
}

void append_draft(JsonWriter& json, const Call& call, const Ruling& ruling) {
  json.key("draft");
  if (!ruling.draft || !call.who->is_customs()) {
    json.null();
    return;
  }
  const auto& draft = *ruling.draft;
  json.begin_object()
      .member("outcome", name(draft.outcome))
      .member("outcome_text", word(call, "outcome", name(draft.outcome)))
      .null_if_empty("ground", draft.ground)
      .null_if_empty("ground_text", draft.ground.empty() ? "" : word(call, "ground", draft.ground))
      .member("reach", name(draft.reach))
      .member("reach_text", word(call, "reach", name(draft.reach)))
      .member("by", draft.by)
      .member("own", draft.by == call.who->account.account_id);
  member(json, "on", draft.on);
  json.key("decision");
  append_decision(json, call, draft.decision);
  append_published(json, draft.published);
  json.null_if_empty("not_published_because", draft.not_published_because).end_object();
}

void append_clocks(JsonWriter& json, const Call& call, const Ruling& ruling) {
  const auto& [law, calendar, messages] = call.services.rulings;
  const bool deciding = ruling.state == State::filed || ruling.state == State::objected ||
                        ruling.state == State::referred || ruling.state == State::supplement_asked ||
                        (ruling.state == State::drafted && ruling.before_draft != State::in_force);
  append_day(json, "decision_due", deciding ? ruling::decision_due(law, calendar, ruling, call.today) : std::nullopt);
  append_day(json, "objection_until", ruling::objection_until(law, calendar, ruling));
  append_day(json, "longest_supplement", ruling::longest_supplement(law, calendar, ruling.kind(), call.today));
  append_day(json, "joint_start_by", ruling::joint_start_by(law, calendar, ruling));
  const auto report = is_closed(ruling.state) ? std::nullopt : ruling::report_due(law, calendar, ruling);
  append_day(json, "report_year_end", report ? std::optional(report->year_end) : std::nullopt);
  append_day(json, "report_until", report ? std::optional(report->until) : std::nullopt);
  const auto window = is_closed(ruling.state) ? std::nullopt : ruling::extension_window(law, ruling);
  append_day(json, "extension_from", window ? std::optional(window->first) : std::nullopt);
  append_day(json, "extension_until", window ? std::optional(window->last) : std::nullopt);
  json.key("stops").begin_array();
  for (const auto& stop : ruling.stops) {
    json.begin_object().member("why", stop.why).member("why_text", word(call, "referral", stop.why));
    member(json, "from", stop.from);
    append_day(json, "until", stop.until);
    append_day(json, "to", stop.to);
    json.member("counts", !ruling::stops_the_clock(law, ruling.kind(), stop.why, stop.from)).end_object();
  }
  json.end_array();
}

void append_choices(JsonWriter& json, const Call& call, const Kept& kept) {
  const auto& [law, calendar, messages] = call.services.rulings;
  const auto& ruling = kept.ruling;
  const bool customs = call.who->is_customs();
  const bool acts = customs ? call.who->role != Role::auditor
                            : call.who->acts_for(kept.matter.party_id, identity::rulings_scope, call.today);
  json.key("actions").begin_array();
  if (acts) {
    const auto side = customs ? Side::customs : Side::firm;
    const auto& account = call.who->account.account_id;
    for (const auto action : ruling::open_actions(law, calendar, ruling, side, account, call.today)) {
      json.string(name(action));
    }
  }
  json.end_array().key("outcomes").begin_array();
  if (acts && customs) {
    for (const auto outcome : ruling::open_outcomes(ruling)) {
      json.begin_object().member("outcome", name(outcome)).member("text", word(call, "outcome", name(outcome)));
      json.key("grounds").begin_array();
      for (const auto& ground : ruling::grounds_of(law, ruling.kind(), outcome, call.today)) {
        json.begin_object().member("ground", ground).member("text", word(call, "ground", ground)).end_object();
      }
      json.end_array().end_object();
    }
  }
  json.end_array().key("referrals").begin_array();
  if (acts && customs) {
    for (const auto& to : ruling::referrals_of(law, ruling.kind(), call.today)) {
      json.begin_object()
          .member("to", to)
          .member("text", word(call, "referral", to))
          .member("counts", !ruling::stops_the_clock(law, ruling.kind(), to, call.today))
          .end_object();
    }
  }
  json.end_array();
}

void append_held(JsonWriter& json, const Call& call, const Kept& kept) {
  json.key("held").begin_array();
  const auto& held = kept.ruling.held;
  for (auto each = held.rbegin(); each != held.rend(); ++each) {
    json.begin_object().member("declaration", kept.matter.party_id + "." + each->declaration_id);
    member(json, "on", each->on);
    json.key("lines").begin_array();
    for (const auto line : each->lines) json.integer(line);
    json.end_array().key("departures").begin_array();
    for (const auto& fact : each->departures) {
      json.begin_object().member("fact", fact).member("text", word(call, "fact", fact)).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

Response ruling_response(const Call& call, const Kept& kept, int status) {
  const auto& ruling = kept.ruling;
  const bool customs = call.who->is_customs();
  JsonWriter json;
  json.begin_object();
  append_summary(json, call, kept);
  member(json, "opened_on", ruling.opened_on);
  append_day(json, "objected_on", ruling.objected_on);
  append_day(json, "notified_on", ruling.notified_on);
  append_day(json, "closed_on", ruling.closed_on);
  append_day(json, "extension_asked_on", ruling.extension_asked_on);
  append_day(json, "change_asked_on", ruling.change_asked_on);
  json.key("application");
  ruling::write(json, ruling.application);
  json.key("needed").begin_array();
  for (const auto& one : ruling::needed_of(law_of(call), ruling.application, ruling.filed_on.value_or(call.today))) {
    json.begin_object().member("what", one.what).member("document", one.document);
    json.member("text", one.text.in(call.language));
    append_article(json, call, one.cite);
    json.member("grade", law::name(one.grade)).member("is_there", one.is_there).end_object();
  }
  json.end_array();
  append_clocks(json, call, ruling);
  json.key("decision");
  if (ruling.decision) {
    append_decision(json, call, *ruling.decision);
  } else {
    json.null();
  }
  json.key("earlier").begin_array();
  for (const auto& earlier : ruling.earlier) {
    json.begin_object();
    member(json, "from", earlier.from);
    member(json, "changed_on", earlier.changed_on);
    json.member("reach_text", word(call, "reach", name(earlier.reach)))
        .null_if_empty("ground_text", earlier.ground.empty() ? "" : word(call, "ground", earlier.ground))
        .key("decision");
    append_decision(json, call, earlier.decision);
    json.end_object();
  }
  json.end_array();
  append_draft(json, call, ruling);
  append_published(json, ruling.published);
  json.null_if_empty("not_published_because", ruling.not_published_because);
  json.null_if_empty("ground_text", ruling.ground.empty() ? "" : word(call, "ground", ruling.ground));
  json.key("reports").begin_array();
  for (const auto& report : ruling.reports) {
    json.begin_object();
    member(json, "year_end", report.year_end);
    member(json, "on", report.on);
    json.member("text", report.text).member("accepted", report.accepted).end_object();
  }
  json.end_array();
  append_held(json, call, kept);
  json.key("said").begin_array();
  for (const auto& said : ruling.said) {
    // What goes on inside customs before it is decided is not the applicant's to read.
    const bool inside = said.action == name(Action::draft) || said.action == name(Action::send_back);
    if (inside && !customs) continue;
    json.begin_object();
    member(json, "on", said.on);
    json.member("by", name(said.by))
        .member("action", said.action)
        .member("action_text", word(call, "action", said.action))
        .member("text", said.text)
        .end_object();
  }
  json.end_array();
  append_choices(json, call, kept);
  json.key("letters").begin_array();
  for (const auto letter : ruling::letters_of(ruling)) json.string(name(letter));
  json.end_array();
  append_evidence(json, call, kept.matter.party_id, kept.matter.matter_id);
  auto response = http::json_response(status, json.end_object().take());
  response.with("ETag", "\"" + std::to_string(kept.matter.version) + "\"");
  return response;
}

/// For who may act for the applicant.
Kept applicants_ruling(const Call& call, const std::string& id) {
  auto kept = visible_ruling(call, id);
  if (!call.who->acts_for(kept.matter.party_id, identity::rulings_scope, call.today)) refuse(ErrorCode::not_permitted);
  return kept;
}

/// The step, taken at the version that the person has read.
Response take_step(Call& call, Kept kept, Action action, Given given) {
  kept.matter.version = call.expected_version();
  given.actor = call.who->account.account_id;
  const auto taken = require(
      registry::take(call.services.store, call.services.rulings, kept, action, given, call.today, call.origin()));
  if (taken.refused) refuse_step(call, kept, *taken.refused);
  if (action == Action::approve || action == Action::grant_extension) call.services.published_rulings.forget();
  return ruling_response(call, *taken.kept, 201);
}

Kind kind_asked(const Body& body) {
  const std::vector<std::string_view> kinds(ruling::kind_names.begin(), ruling::kind_names.end());
  return *ruling::parse_kind(body.choice("kind", kinds));
}

void append_entry(JsonWriter& json, const Call& call, const ruling::Entry& entry) {
  const auto in = [&](const Text& text) { return text.in(call.language); };
  json.member("number", entry.number)
      .member("kind", name(entry.kind))
      .member("kind_text", word(call, "kind", name(entry.kind)))
      .member("standing", name(entry.standing))
      .member("standing_text", word(call, "standing", name(entry.standing)))
      .null_if_empty("tariff_code", entry.tariff_code);
  member(json, "decided_on", entry.decided_on);
  append_day(json, "changed_on", entry.changed_on);
  append_day(json, "valid_until", entry.valid_until);
  json.member("goods", in(entry.published.goods))
      .member("question", in(entry.published.question))
      .member("decision", in(entry.published.decision))
      .member("reasons", in(entry.published.reasons))
      .key("articles")
      .begin_array();
  for (const auto& cite : entry.cites) {
    json.begin_object();
    append_article(json, call, cite);
    json.end_object();
  }
  json.end_array();
}

std::optional<Kind> asked_kind(const Call& call) {
  const auto text = call.asked("kind");
  if (!text) return std::nullopt;
  const auto kind = ruling::parse_kind(*text);
  if (!kind) refuse(ErrorCode::query_is_malformed, "kind", *text);
  return kind;
}

/// Rulings are the Commissioner's, under the letterhead of every office.
ruling::Sender sender_of(const Call& call) {
  const auto& letterhead = call.services.letters.tools().letterhead;
  const auto& head = letterhead.any;
  const auto& messages = call.services.messages;
  return {messages.at("ruling.letter.office"),
          messages.at("ruling.letter.head"),
          head.address,
          head.phone,
          messages.at("ruling.letter.department"),
          head.person,
          head.contact_phone,
          head.email,
          head.hours,
          letterhead.public_url};
}

std::string asked_text(const Call& call, std::string_view name, std::size_t most) {
  auto text = call.asked(name).value_or("");
  if (text.size() > most) refuse(ErrorCode::query_is_malformed, std::string(name), {}, "≤ " + std::to_string(most));
  return text;
}

}  // namespace

Kept visible_ruling(const Call& call, const std::string& id) {
  const auto [party, ruling] = split_id(id);
  auto found = require(registry::find(call.services.store, party, ruling));
  if (!found || !is_mine(call, *found)) refuse(ErrorCode::not_found, "id", id);
  return std::move(*found);
}

void append_departures(JsonWriter& json, const Call& call, const std::string& party_id,
                       const std::vector<ruling::Departures>& found) {
  json.key("rulings").begin_array();
  for (const auto& each : found) {
    json.begin_object()
        .member("id", party_id + "." + each.ruling_id)
        .member("number", each.number)
        .member("kind", name(each.kind))
        .member("kind_text", word(call, "kind", name(each.kind)))
        .member("follows", each.differences.empty())
        .key("covered")
        .begin_array();
    for (const auto& covered : each.covered) {
      json.begin_object()
          .member("line", covered.line)
          .member("match", name(covered.match))
          .member("match_text", word(call, "match", name(covered.match)))
          .end_object();
    }
    json.end_array().key("differences").begin_array();
    for (const auto& difference : each.differences) {
      json.begin_object()
          .member("line", difference.line)
          .member("fact", name(difference.fact))
          .member("fact_text", word(call, "fact", name(difference.fact)))
          .member("ruled", difference.ruled)
          .member("declared", difference.declared)
          .member("text", difference.text.in(call.language))
          .member("right", difference.right.in(call.language));
      append_article(json, call, difference.cite);
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

Response list_rulings(Call& call) {
  record::MatterSearch search;
  search.kinds = {std::string(registry::matter_kind)};
  search.limit = most_list;
  search.cursor = call.asked("cursor").value_or("");
  const bool customs = call.who->is_customs();
  if (const auto state = call.asked("state")) {
    if (!ruling::parse_state(*state)) refuse(ErrorCode::query_is_malformed, "state", *state);
    search.states = {*state};
  } else if (customs) {
    for (const auto state_name : ruling::state_names) {
      if (state_name != name(State::draft)) search.states.emplace_back(state_name);
    }
  }
  const auto party = call.asked("party");
  if (customs) {
    search.every_party = !party;
    if (party) search.parties = {*party};
  } else {
    search.parties = call.who->parties(call.today);
    for (auto& other : call.who->parties(call.today, identity::rulings_scope)) {
      if (std::find(search.parties.begin(), search.parties.end(), other) == search.parties.end()) {
        search.parties.push_back(std::move(other));
      }
    }
    if (party) {
      if (std::find(search.parties.begin(), search.parties.end(), *party) == search.parties.end()) {
        refuse(ErrorCode::not_found, "party", *party);
      }
      search.parties = {*party};
    }
  }
  const auto kind = asked_kind(call);
  const auto page = require(record::Matters(call.services.store).search(search), search.cursor);
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const auto& matter : page.matters) {
    const auto kept = require(registry::kept_of(matter));
    if (!is_mine(call, kept) || (kind && kept.ruling.kind() != *kind)) continue;
    json.begin_object();
    append_summary(json, call, kept);
    json.end_object();
  }
  json.end_array().null_if_empty("next_cursor", page.next_cursor);
  return http::json_response(200, json.end_object().take());
}

Response open_ruling(Call& call) {
  const Body body(call.request.body, {"kind", "party_id", "application"});
  Ruling ruling;
  ruling.application.kind = kind_asked(body);
  if (body.has("application")) {
    ruling.application = valid(ruling::read_application(body.raw_object("application"), ruling.kind()), "application");
  }
  ruling.party_id = body.text_or("party_id", call.who->account.party_id, 64);
  if (ruling.party_id.empty()) refuse(ErrorCode::field_is_missing, "party_id");
  call.acted = {{ruling.party_id, ""}};
  if (!call.who->acts_for(ruling.party_id, identity::rulings_scope, call.today)) {
    refuse(ErrorCode::party_is_not_yours, "party_id", ruling.party_id);
  }
  ruling.ruling_id = call.id_from_request("R-");
  call.acted = {{ruling.party_id, ruling.ruling_id}};
  ruling.opened_on = call.today;
  const auto kept = require(registry::open(call.services.store, ruling, call.origin()));
  auto response = ruling_response(call, kept, 201);
  response.with("Location", "/v1/rulings/" + http::percent_encode(kept.matter.party_id + "." + kept.matter.matter_id));
  return response;
}

Response get_ruling(Call& call) { return ruling_response(call, visible_ruling(call, call.parameter("id")), 200); }

Response edit_ruling(Call& call) {
  auto kept = applicants_ruling(call, call.parameter("id"));
  Given given;
  given.application = valid(ruling::read_application(call.request.body, kept.ruling.kind()), "application");
  return take_step(call, std::move(kept), Action::edit, std::move(given));
}

Response take_ruling_step(Call& call) {
  const Body body(call.request.body, {"step", "text", "year_end"});
  auto kept = applicants_ruling(call, call.parameter("id"));
  std::vector<std::string_view> steps;
  for (const auto action_name : ruling::action_names) {
    const auto action = *ruling::parse_action(action_name);
    if (side_of(action) == Side::firm && action != Action::edit) steps.push_back(action_name);
  }
  const auto action = *ruling::parse_action(body.choice("step", steps));
  Given given;
  given.text = body.text_or("text", "", ruling::most_text);
  given.day = body.optional_date("year_end");
  return take_step(call, std::move(kept), action, std::move(given));
}

Response decide_ruling(Call& call) {
  const Body body(call.request.body, {"decision", "text", "until", "to", "year_end", "draft"});
  auto kept = visible_ruling(call, call.parameter("id"));
  std::vector<std::string_view> decisions;
  for (const auto action_name : ruling::action_names) {
    if (side_of(*ruling::parse_action(action_name)) == Side::customs) decisions.push_back(action_name);
  }
  const auto action = *ruling::parse_action(body.choice("decision", decisions));
  Given given;
  given.text = body.text_or("text", "", ruling::most_text);
  given.word = body.text_or("to", "", 64);
  given.day = action == Action::return_report ? body.optional_date("year_end") : body.optional_date("until");
  if (body.has("draft")) {
    given.draft = valid(ruling::read_draft(body.raw_object("draft")), "draft");
    for (const auto& cite : given.draft->decision.cites) {
      if (law_of(call).find_source(cite) == nullptr)
        refuse(ErrorCode::field_is_not_valid, "draft.decision.cites", cite);
    }
  }
  return take_step(call, std::move(kept), action, std::move(given));
}

Response add_ruling_evidence(Call& call) {
  const auto kept = applicants_ruling(call, call.parameter("id"));
  take_evidence(call, kept.matter.party_id, kept.matter.matter_id);
  return ruling_response(call, kept, 201);
}

Response read_ruling_evidence(Call& call) {
  const auto kept = visible_ruling(call, call.parameter("id"));
  return give_evidence(call, kept.matter.party_id, kept.matter.matter_id);
}

Response get_ruling_letter(Call& call) {
  const auto kept = visible_ruling(call, call.parameter("id"));
  const auto letter = ruling::parse_letter(call.parameter("letter"));
  const auto there = ruling::letters_of(kept.ruling);
  if (!letter || std::find(there.begin(), there.end(), *letter) == there.end()) {
    refuse(ErrorCode::not_found, "letter", call.parameter("letter"));
  }
  const auto language = call.asked("language").value_or("ko");
  if (language != "ko" && language != "en") refuse(ErrorCode::query_is_malformed, "language", language, "ko, en");
  auto& desk = call.services.letters;
  const auto& form = *desk.tools().templates.find(ruling::template_of(*letter));
  const auto& [law, calendar, messages] = call.services.rulings;
  const auto values = ruling::letter_json(law, calendar, messages, kept.ruling, *letter, sender_of(call));
  auto document = require(document::compose(
      form, values, language == "ko" ? document::Languages::korean : document::Languages::english, messages));
  auto pdf = require(desk.print(std::move(document)));
  Response response(200);
  response.body = std::move(pdf.bytes);
  response.with("Content-Type", "application/pdf");
  response.with("Content-Disposition", "inline; filename=\"" + kept.ruling.ruling_id + "-" +
                                           std::string(name(*letter)) + "-" + language + ".pdf\"");
  return response;
}

Response search_public_rulings(Call& call) {
  ruling::Query query;
  query.words = asked_text(call, "q", 200);
  query.heading = asked_text(call, "heading", 20);
  query.kind = asked_kind(call);
  if (const auto year = call.asked("year")) {
    const auto day = Date::parse(*year + "-01-01");
    if (!day) refuse(ErrorCode::query_is_malformed, "year", *year, "2026");
    query.year = day->year();
  }
  const auto entries = require(call.services.published_rulings.entries(call.today));
  const auto found = ruling::search(*entries, query);
  JsonWriter json;
  json.begin_object().member("found", found.size()).key("items").begin_array();
  for (std::size_t i = 0; i < std::min(found.size(), most_entries); ++i) {
    json.begin_object();
    append_entry(json, call, *found[i]);
    json.end_object();
  }
  return http::json_response(200, json.end_array().end_object().take());
}

Response get_public_ruling(Call& call) {
  const auto entries = require(call.services.published_rulings.entries(call.today));
  for (const auto& entry : *entries) {
    if (entry.number != call.parameter("number")) continue;
    JsonWriter json;
    json.begin_object();
    append_entry(json, call, entry);
    return http::json_response(200, json.end_object().take());
  }
  refuse(ErrorCode::not_found, "number", call.parameter("number"));
}

Response list_similar_rulings(Call& call) {
  ruling::Like like;
  like.words = asked_text(call, "words", 2'000);
  like.tariff_code = asked_text(call, "heading", 20);
  like.kind = asked_kind(call);
  const auto entries = require(call.services.published_rulings.entries(call.today));
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const auto& similar : ruling::similar(law_of(call), *entries, like, call.today)) {
    json.begin_object();
    append_entry(json, call, *similar.entry);
    json.member("points", similar.points).end_object();
  }
  return http::json_response(200, json.end_array().end_object().take());
}

}  // namespace clearway::api
