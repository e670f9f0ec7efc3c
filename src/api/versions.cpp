#include <algorithm>
#include <map>
#include <set>

#include "api/body.h"
#include "api/lodging.h"
#include "api/policy_desk.h"
#include "api/routes.h"
#include "lodging/model_version.h"
#include "risk/rule_text.h"

namespace clearway::api {
namespace {

using record::RiskVersion;
using risk::RuleText;
using risk::VersionKind;
using risk::VersionStep;

constexpr std::size_t longest_file = 2'000'000;
constexpr std::int64_t sample_size = 300;

/// Who is meant by an account id, for people.
class Names {
 public:
  explicit Names(const Call& call) {
    for (const auto& account : require(call.services.store.accounts()))
      names_[account.account_id] = account.display_name;
  }
  std::string of(const std::string& account_id) const {
    const auto found = names_.find(account_id);
    return found == names_.end() ? account_id : found->second;
  }

 private:
  std::map<std::string, std::string> names_;
};

void member(JsonWriter& json, std::string_view name, const std::optional<Instant>& at) {
  json.key(name);
  if (at) {
    json.string(at->text());
  } else {
    json.null();
  }
}

/// Which steps this account may take now, so that a page offers no other.
std::vector<std::string_view> steps_for(const Call& call, const RiskVersion& version) {
  std::vector<std::string_view> steps;
  const risk::VersionStanding standing{version.state, version.authors, version.activated_at.has_value()};
  for (const auto step : {VersionStep::edit, VersionStep::rehearse, VersionStep::approve, VersionStep::reject,
                          VersionStep::activate, VersionStep::roll_back}) {
    const bool drafting = step == VersionStep::edit || step == VersionStep::rehearse;
    const bool may = call.who->role == Role::supervisor || (call.who->role == Role::officer && drafting);
    if (may && !risk::refusal_of(standing, step, call.who->account.account_id)) steps.push_back(risk::name(step));
  }
  return steps;
}

void append_version(JsonWriter& json, const Call& call, const Names& names, const RiskVersion& version) {
  json.member("version_id", version.version_id)
      .member("kind", risk::name(version.kind))
      .member("state", risk::name(version.state))
      .member("version", version.version)
      .member("title", version.title)
      .member("note", version.note)
      .member("fingerprint", version.fingerprint)
      .null_if_empty("data_fingerprint", version.data_fingerprint)
      .null_if_empty("based_on", version.based_on);
  json.key("parameters").raw(version.parameters).key("measures").raw(version.measures);
  json.strings("judges", version.judges);
  std::vector<std::string> authors;
  for (const auto& author : version.authors) authors.push_back(names.of(author));
  json.strings("authors", authors).member("created_by", names.of(version.created_by));
  member(json, "created_at", version.created_at);
  json.null_if_empty("rehearsal_id", version.rehearsal_id);
  json.null_if_empty("approved_by", names.of(version.approved_by));
  member(json, "approved_at", version.approved_at);
  json.null_if_empty("activated_by", names.of(version.activated_by));
  member(json, "activated_at", version.activated_at);
  member(json, "retired_at", version.retired_at);
  json.strings("steps", steps_for(call, version));
}

void append_rule(JsonWriter& json, const RuleText& rule) {
  json.begin_object()
      .member("id", rule.id)
      .member("pattern", rule.pattern)
      .member("owner", rule.owner)
      .member("from", rule.from)
      .member("until", rule.until)
      .strings("procedures", rule.procedures)
      .member("when", rule.when)
      .member("likelihood", rule.likelihood)
      .member("consequence", rule.consequence)
      .member("hard", rule.hard)
      .member("cite", rule.cite)
      .member("reason_ko", rule.reason.ko)
      .member("reason_en", rule.reason.en)
      .end_object();
}

const std::initializer_list<std::string_view> rule_keys = {
    "id",         "pattern",     "owner", "from", "until",     "procedures", "when",
    "likelihood", "consequence", "hard",  "cite", "reason_ko", "reason_en"};

RuleText rule_of(const Body& body) {
  const auto text = [&](std::string_view key, std::size_t length) { return body.text_or(key, "", length); };
  RuleText rule;
  rule.id = body.text("id", 100);
  rule.pattern = text("pattern", 10);
  rule.owner = text("owner", 100);
  rule.from = text("from", 10);
  rule.until = text("until", 10);
  rule.procedures = body.texts("procedures", 4);
  rule.when = text("when", 8'000);
  rule.likelihood = text("likelihood", 20);
  rule.consequence = text("consequence", 20);
  rule.hard = body.boolean_or("hard", false);
  rule.cite = text("cite", 100);
  rule.reason = {text("reason_ko", 1'000), text("reason_en", 1'000)};
  return rule;
}

/// A problem of a policy in the language asked for, as far as its sentence is known in both.
void append_problem(JsonWriter& json, const Call& call, const risk::PolicyProblem& problem) {
  json.begin_object().member("file", problem.file);
  if (problem.line > 0) json.member("line", problem.line);
  json.null_if_empty("rule", problem.rule);
  if (problem.column > 0) json.member("column", problem.column);
  json.member("where", problem.where)
      .member("message", call.services.messages.translated("policy_problem", problem.what, call.language))
      .member("fix", call.services.messages.translated("policy_problem", problem.fix, call.language))
      .end_object();
}

std::string problems_member(const Call& call, const std::vector<risk::PolicyProblem>& problems) {
  JsonWriter json;
  json.begin_array();
  for (const auto& problem : problems) append_problem(json, call, problem);
  return json.end_array().take();
}

/// The policy of these texts; refused with every problem.
risk::Policy read_policy(const Call& call, const risk::PolicyText& text) {
  const auto& rulebook = call.services.rulebook;
  std::vector<risk::PolicyProblem> problems;
  auto policy = risk::Policy::read(text, rulebook.law(), rulebook.elements(), &problems);
  if (policy) return std::move(policy).value();
  Problem refused{.code = ErrorCode::policy_is_not_valid};
  refused.places.emplace_back("count", std::to_string(problems.size()));
  refused.members = "\"problems\":" + problems_member(call, problems);
  refuse(std::move(refused));
}

RiskVersion found_version(const Call& call, const std::string& id) {
  auto found = require(call.services.store.risk_version(id));
  if (!found) refuse(ErrorCode::not_found, "version_id", id);
  return std::move(*found);
}

RiskVersion active_policy(const Call& call) {
  auto active = require(call.services.store.active_risk_versions(VersionKind::policy));
  if (active.empty()) refuse(ErrorCode::not_found, "version_id");
  return std::move(active.front());
}

risk::PolicyText policy_text(const RiskVersion& version) {
  if (version.kind != VersionKind::policy)
    refuse(ErrorCode::version_kind_cannot_do_that, "kind", std::string(risk::name(version.kind)));
  return require(risk::PolicyText::unpack(version.content));
}

/// What a request changes of a policy: whole files, then one rule put in or taken out.
risk::PolicyText changed_text(const Body& body, risk::PolicyText text) {
  if (body.has("risk_yaml")) text.risk_yaml = body.text("risk_yaml", longest_file);
  if (body.has("rules_yaml")) text.rules_yaml = body.text("rules_yaml", longest_file);
  for (const auto& rule : body.objects("rules", 500, rule_keys))
    text.rules_yaml = risk::with_rule(text.rules_yaml, rule_of(rule));
  for (const auto& id : body.texts("removed_rules", 500)) text.rules_yaml = risk::without_rule(text.rules_yaml, id);
  return text;
}

/// Its rules beside those in force.
void append_rules(JsonWriter& json, const std::vector<RuleText>& rules, const std::vector<RuleText>& present) {
  const auto find = [](const std::vector<RuleText>& among, const std::string& id) {
    return std::find_if(among.begin(), among.end(), [&](const RuleText& rule) { return rule.id == id; });
  };
  json.key("rules").begin_array();
  for (const auto& rule : rules) {
    const auto before = find(present, rule.id);
    json.begin_object();
    json.member("change", before == present.end() ? "added" : *before == rule ? "same" : "changed");
    json.key("rule");
    append_rule(json, rule);
    json.key("in_force");
    if (before == present.end()) {
      json.null();
    } else {
      append_rule(json, *before);
    }
    json.end_object();
  }
  json.end_array().key("removed_rules").begin_array();
  for (const auto& rule : present) {
    if (find(rules, rule.id) == rules.end()) append_rule(json, rule);
  }
  json.end_array();
}

void append_rehearsals(JsonWriter& json, const Call& call, const Names& names, const RiskVersion& version) {
  json.key("rehearsals").begin_array();
  for (const auto& run : require(call.services.store.rehearsals(version.version_id))) {
    json.begin_object()
        .member("rehearsal_id", run.rehearsal_id)
        .member("from", run.from.text())
        .member("to", run.to.text())
        .member("of_this_content", run.fingerprint == version.fingerprint)
        .member("requested_by", names.of(run.requested_by));
    member(json, "finished_at", run.finished_at);
    json.end_object();
  }
  json.end_array();
}

Response version_response(const Call& call, const RiskVersion& version, int status) {
  const Names names(call);
  JsonWriter json;
  json.begin_object();
  append_version(json, call, names, version);
  if (version.kind == VersionKind::policy) {
    const auto text = policy_text(version);
    const auto active = active_policy(call);
    const auto present = policy_text(active);
    json.member("in_force_id", active.version_id);
    json.member("risk_yaml", text.risk_yaml).member("rules_yaml", text.rules_yaml);
    json.member("settings_changed", text.risk_yaml != present.risk_yaml);
    json.member("in_force_risk_yaml", present.risk_yaml);
    append_rules(json, risk::rules_in(text.rules_yaml), risk::rules_in(present.rules_yaml));
  }
  append_rehearsals(json, call, names, version);
  json.end_object();
  auto response = http::json_response(status, json.take());
  response.with("ETag", "\"" + std::to_string(version.version) + "\"");
  return response;
}

Response take_step(Call& call, VersionStep step) {
  const auto expected = call.expected_version();
  const Body body(call.request.body, {"reason"});
  const auto reason = body.text("reason", 1'000);
  const auto& id = call.parameter("version_id");
  const auto before = found_version(call, id);
  const bool into_force = step == VersionStep::activate || step == VersionStep::roll_back;
  // A policy that the law of today no longer carries is refused before it is put into force.
  if (into_force && before.kind == VersionKind::policy) (void)read_policy(call, policy_text(before));
  if (into_force && before.kind == VersionKind::model) (void)require(call.services.policies.read(before));
  const auto version = require(record::wait<RiskVersion>([&](auto done) {
                                 call.services.store.step_risk_version(id, expected, step, reason, call.origin(), done);
                               }),
                               id);
  if (into_force) {
    if (const auto adopted = call.services.policies.follow(); !adopted) refuse(adopted.error());
  }
  return version_response(call, version, 200);
}

}  // namespace

Response list_risk_versions(Call& call) {
  const Names names(call);
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const auto& version : require(call.services.store.risk_versions())) {
    json.begin_object();
    append_version(json, call, names, version);
    json.end_object();
  }
  json.end_array().end_object();
  return http::json_response(200, json.take());
}

Response create_risk_version(Call& call) {
  const Body body(call.request.body,
                  {"title", "note", "based_on", "risk_yaml", "rules_yaml", "rules", "removed_rules"});
  RiskVersion version;
  version.version_id = call.id_from_request("policy-");
  version.title = body.text("title", 100);
  version.note = body.text_or("note", "", 2'000);
  const auto based_on = body.optional_text("based_on", 100);
  const auto base = based_on ? found_version(call, *based_on) : active_policy(call);
  version.based_on = base.version_id;
  const auto text = changed_text(body, policy_text(base));
  (void)read_policy(call, text);
  version.fingerprint = text.fingerprint();
  version.content = text.pack();
  const auto created = require(record::wait<RiskVersion>(
      [&](auto done) { call.services.store.create_risk_version(version, call.origin(), done); }));
  return version_response(call, created, 201);
}

Response get_risk_version(Call& call) {
  const auto& id = call.parameter("version_id");
  return version_response(call, id == "in-force" ? active_policy(call) : found_version(call, id), 200);
}

Response edit_risk_version(Call& call) {
  const auto expected = call.expected_version();
  const Body body(call.request.body, {"title", "note", "risk_yaml", "rules_yaml", "rules", "removed_rules"});
  auto version = found_version(call, call.parameter("version_id"));
  if (body.has("title")) version.title = body.text("title", 100);
  version.note = body.text_or("note", version.note, 2'000);
  const auto text = changed_text(body, policy_text(version));
  (void)read_policy(call, text);
  version.version = expected;
  version.fingerprint = text.fingerprint();
  version.content = text.pack();
  const auto edited = require(record::wait<RiskVersion>([&](auto done) {
                                call.services.store.edit_risk_version(version, call.origin(), done);
                              }),
                              version.version_id);
  return version_response(call, edited, 200);
}

Response enter_model(Call& call) {
  auto read = lodging::model_version(std::move(call.request.body), call.services.rulebook.elements());
  if (!read) refuse(read.error(), is_valid_utf8(read.error().field) ? read.error().field.substr(0, 500) : "…");
  auto version = std::move(read).value();
  const auto text = [&](std::string_view name, std::size_t longest) {
    auto given = call.asked(name).value_or("");
    if (given.size() > longest || !is_valid_utf8(given))
      refuse(ErrorCode::field_is_not_valid, std::string(name), "…", "UTF-8, 1–" + std::to_string(longest));
    return given;
  };
  if (auto title = text("title", 100); !title.empty()) version.title = std::move(title);
  version.note = text("note", 2'000);
  // The id follows from the content: the same model entered again is the version that is there, as it is.
  const bool known = require(call.services.store.risk_version(version.version_id)).has_value();
  const auto entered = require(record::wait<RiskVersion>(
      [&](auto done) { call.services.store.create_risk_version(version, call.origin(), done); }));
  return version_response(call, entered, known ? 200 : 201);
}

Response keep_evaluation(Call& call) {
  const auto expected = call.expected_version();
  auto version = found_version(call, call.parameter("version_id"));
  if (version.kind != VersionKind::model)
    refuse(ErrorCode::version_kind_cannot_do_that, "kind", std::string(risk::name(version.kind)));
  if (const auto kept = lodging::keep_evaluation(version, call.request.body); !kept)
    refuse(kept.error(), version.version_id);
  version.version = expected;
  const auto edited = require(record::wait<RiskVersion>([&](auto done) {
                                call.services.store.edit_risk_version(version, call.origin(), done);
                              }),
                              version.version_id);
  return version_response(call, edited, 200);
}

Response approve_risk_version(Call& call) { return take_step(call, VersionStep::approve); }
Response reject_risk_version(Call& call) { return take_step(call, VersionStep::reject); }
Response activate_risk_version(Call& call) { return take_step(call, VersionStep::activate); }
Response roll_back_risk_version(Call& call) { return take_step(call, VersionStep::roll_back); }

namespace {

Response rehearsal_response(const RehearsalState& state, const Call& call, int status) {
  JsonWriter json;
  json.begin_object()
      .member("rehearsal_id", state.rehearsal_id)
      .member("version_id", state.version_id)
      .member("from", state.from.text())
      .member("to", state.to.text())
      .member("state", state.stage == RehearsalState::Stage::failed ? "failed" : "running")
      .member("progress", state.progress);
  json.key("problem");
  if (state.stage != RehearsalState::Stage::failed) {
    json.null();
  } else {
    const auto key = "rehearse." + state.error.code;
    const bool known = call.services.messages.find(key) != nullptr;
    json.begin_object()
        .member("code", state.error.code)
        .member("detail",
                known ? call.text(key, {{"value", state.error.detail}}) : call.text("problem.internal_error.detail"))
        .member("fix", known ? call.text(key + "_fix") : call.text("problem.internal_error.fix"))
        .end_object();
  }
  json.key("report").null().end_object();
  return http::json_response(status, json.take());
}

}  // namespace

Response start_rehearsal(Call& call) {
  const auto version = found_version(call, call.parameter("version_id"));
  const Body body(call.request.body, {"from", "to"});
  const auto from = body.date("from"), to = body.date("to");
  if (to < from || to >= call.today) {
    Problem refused{.code = ErrorCode::rehearsal_period_is_not_past, .field = "to"};
    refused.places = {{"from", from.text()}, {"to", to.text()}};
    refuse(std::move(refused));
  }
  if (version.kind == VersionKind::policy) (void)read_policy(call, policy_text(version));
  const auto state = require(call.services.policies.rehearse(version, call.id_from_request("rehearsal-"), from, to,
                                                             call.origin(), call.services.pool));
  return rehearsal_response(state, call, 202);
}

Response get_rehearsal(Call& call) {
  const auto& id = call.parameter("rehearsal_id");
  const auto kept = require(call.services.store.rehearsal(id));
  if (!kept) {
    const auto state = call.services.policies.rehearsal(id);
    if (!state) refuse(ErrorCode::not_found, "rehearsal_id", id);
    return rehearsal_response(*state, call, 200);
  }
  JsonWriter json;
  json.begin_object()
      .member("rehearsal_id", kept->rehearsal_id)
      .member("version_id", kept->version_id)
      .member("from", kept->from.text())
      .member("to", kept->to.text())
      .member("state", "finished")
      .member("progress", 1)
      .member("requested_by", Names(call).of(kept->requested_by));
  member(json, "finished_at", kept->finished_at);
  json.key("problem").null().key("report").raw(kept->report).end_object();
  return http::json_response(200, json.take());
}

Response check_rule(Call& call) {
  const Body body(call.request.body, {"version_id", "risk_yaml", "rules_yaml", "rules", "removed_rules", "rule"});
  const auto id = body.optional_text("version_id", 100);
  auto text = changed_text(body, policy_text(id ? found_version(call, *id) : active_policy(call)));
  std::string rule_id;
  if (body.has("rule")) {
    const Body given(body.raw_object("rule"), rule_keys);
    const auto rule = rule_of(given);
    rule_id = rule.id;
    text.rules_yaml = risk::with_rule(text.rules_yaml, rule);
  } else if (!body.has("rules_yaml") && !body.has("risk_yaml") && !body.has("rules")) {
    refuse(ErrorCode::field_is_missing, "rule");
  }
  const auto& rulebook = call.services.rulebook;
  std::vector<risk::PolicyProblem> problems;
  auto policy = risk::Policy::read(text, rulebook.law(), rulebook.elements(), &problems);
  JsonWriter json;
  json.begin_object().member("valid", policy.ok()).key("problems").raw(problems_member(call, problems)).key("held");
  if (policy && !rule_id.empty()) {
    const auto candidate = rulebook.with_policy(std::move(policy).value());
    const auto held = require(call.services.policies.held_on(*candidate, rule_id, sample_size));
    json.begin_object()
        .member("declarations", held.declarations)
        .member("held", held.held)
        .strings("examples", held.examples)
        .end_object();
  } else {
    json.null();
  }
  json.end_object();
  return http::json_response(200, json.take());
}

Response list_rule_names(Call& call) {
  const auto& rulebook = call.services.rulebook;
  const auto text = policy_text(active_policy(call));
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  const auto one = [&](std::string_view name, std::string_view kind, std::string_view type, std::string_view unit,
                       const Text& label, std::string_view value) {
    json.begin_object()
        .member("name", name)
        .member("kind", kind)
        .member("type", type)
        .null_if_empty("unit", unit)
        .member("label", label.in(call.language))
        .null_if_empty("value", value)
        .end_object();
  };
  for (const auto& name : risk::rule_names(rulebook.law(), rulebook.elements())) {
    const auto kind = name.name.starts_with("law.")              ? "law"
                      : declaration::find_field(name.name)       ? "field"
                      : name.name.find('.') == std::string::npos ? "fact"
                                                                 : "history";
    one(name.name, kind, risk::name(name.type), risk::unit_name(name.unit), name.label, "");
  }
  for (const auto& parameter : risk::parameters_in(text.risk_yaml)) {
    one(parameter.name, "policy", parameter.is_list ? "list" : "number", parameter.unit == "none" ? "" : parameter.unit,
        parameter.meaning, parameter.value);
  }
  json.end_array().end_object();
  return http::json_response(200, json.take());
}

}  // namespace clearway::api
