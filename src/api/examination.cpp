#include "api/examination.h"

#include <algorithm>
#include <array>
#include <map>

#include "api/course.h"
#include "api/lodging.h"
#include "api/pages.h"
#include "api/routes.h"
#include "lodging/audit_sample.h"
#include "lodging/watch.h"
#include "risk/examination_policy.h"
#include "risk/random_day.h"

namespace clearway::api {
namespace {

constexpr std::int64_t most_won = 1'000'000'000'000'000;

bool has_kind(const std::vector<std::string>& kinds, std::string_view kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

std::string kinds_text() {
  std::string text;
  for (const auto kind : risk::finding_kinds) text += (text.empty() ? "" : ", ") + std::string(kind);
  return text;
}

/// What was declared and found, as JSON of the record. A kind named by a finding is a kind that was found.
void read_findings(const Body& body, record::ExaminationResult& result) {
  JsonWriter json;
  json.begin_array();
  for (const auto& finding :
       body.objects("findings", 50, {"kind", "item", "declared", "found", "revenue_krw", "note"})) {
    const auto kind = finding.choice("kind", {risk::finding_kinds.begin(), risk::finding_kinds.end()});
    if (result.conforming) refuse(ErrorCode::field_is_not_valid, "findings", kind, "[]");
    json.begin_object().member("kind", kind).member("item", finding.integer_or("item", 1, 1, 9999));
    json.member("declared", finding.text_or("declared", "", 500)).member("found", finding.text("found", 500));
    if (finding.has("revenue_krw")) {
      if (kind != "value") refuse(ErrorCode::field_is_not_valid, "revenue_krw", kind, "value");
      json.member("revenue_krw", finding.integer_or("revenue_krw", 0, -most_won, most_won));
    }
    json.member("note", finding.text_or("note", "", 1000)).end_object();
    if (!has_kind(result.discrepancies, kind)) result.discrepancies.push_back(kind);
  }
  result.findings = json.end_array().take();
}

std::string result_body(const record::ExaminationResult& result, std::string_view outcome, bool changed) {
  JsonWriter json;
  json.begin_object();
  if (!outcome.empty()) json.member("outcome", outcome).member("result_changed", changed);
  json.member("result", result.conforming ? "conforming" : "discrepancy")
      .strings("discrepancies", result.discrepancies)
      .member("note", result.note)
      .key("findings")
      .raw(result.findings);
  return json.end_object().take();
}

/// The examination that a second look would be about: the newest.
const record::StoredExamination* newest(const std::vector<record::StoredExamination>& examinations) {
  return examinations.empty() ? nullptr : &examinations.back();
}

}  // namespace

std::string office_name_checked(const Call& call, const std::string& office, Text& name) {
  const auto* known = call.services.rulebook.law().codes().customs_offices.find(office);
  if (known == nullptr || !works_in(*call.who, office)) refuse(ErrorCode::not_found, "office", office);
  name = known->label;
  return office;
}

void append_task(JsonWriter& json, const record::ExaminationTask& task) {
  json.begin_object()
      .member("id", task.party_id + "." + task.declaration_id)
      .member("kind", task.kind)
      .member("ground", task.ground)
      .member("note", task.note)
      .member("ordered_by", task.ordered_by);
  member(json, "day", task.day);
  member(json, "ordered_at", task.ordered_at);
  json.member("open", task.done_sequence == 0);
  json.null_if_empty("done_by", task.done_by)
      .null_if_empty("done_on", task.done_on)
      .null_if_empty("outcome", task.outcome);
  json.end_object();
}

record::ExaminationResult examination_of(const Body& body) {
  record::ExaminationResult result;
  result.conforming = body.choice("result", {"conforming", "discrepancy"}) == "conforming";
  result.discrepancies = body.texts("discrepancies", risk::finding_kinds.size());
  result.note = body.text_or("note", "", 2000);
  for (const auto& kind : result.discrepancies) {
    if (std::find(risk::finding_kinds.begin(), risk::finding_kinds.end(), kind) == risk::finding_kinds.end()) {
      refuse(ErrorCode::field_is_not_valid, "discrepancies", kind, kinds_text());
    }
  }
  if (body.has("findings")) read_findings(body, result);
  if (!result.conforming && result.discrepancies.empty()) refuse(ErrorCode::field_is_missing, "discrepancies");
  if (result.conforming && !result.discrepancies.empty()) {
    refuse(ErrorCode::field_is_not_valid, "discrepancies", result.discrepancies.front(), "[]");
  }
  return result;
}

bool works_in(const Principal& who, std::string_view office) {
  if (who.role == Role::auditor) return true;
  return std::find(who.account.offices.begin(), who.account.offices.end(), office) != who.account.offices.end();
}

void append_evidence(JsonWriter& json, const Call& call, const std::string& party_id, const std::string& subject_id) {
  json.key("evidence").begin_array();
  for (const auto& one : require(call.services.store.evidence(party_id, subject_id))) {
    json.begin_object()
        .member("evidence_id", one.evidence_id)
        .member("file_name", one.file_name)
        .member("media_type", one.media_type)
        .member("size_bytes", one.size_bytes)
        .member("digest", one.digest)
        .member("added_by", one.added_by);
    member(json, "added_at", one.added_at);
    json.end_object();
  }
  json.end_array();
}

void append_examination_work(JsonWriter& json, const Call& call, const record::DeclarationWithHistory& found) {
  const auto& declaration = found.declaration;
  append_evidence(json, call, declaration.party_id, declaration.declaration_id);
  json.key("tasks").begin_array();
  for (const auto& task : require(call.services.store.tasks_of(declaration.party_id, declaration.declaration_id))) {
    append_task(json, task);
  }
  json.end_array();
  json.key("second_looks").begin_array();
  for (const auto& record : found.history) {
    if (record.kind != record::Kind::second_look && record.kind != record::Kind::audit_done) continue;
    json.begin_object().member("kind", record.kind == record::Kind::second_look ? "second_look" : "audit");
    json.member("officer", record.actor);
    member(json, "on", record.recorded_at.korean_day());
    json.key("result").raw(record.body).end_object();
  }
  json.end_array();
}

// --- checklist
// ----------------------------------------------------------------------------------------------------------

Response get_checklist(Call& call) {
  const auto found = visible_declaration(call);
  const auto& lists = call.services.examination.checklists;
  std::vector<const risk::Checklist*> shown;
  std::map<const risk::Checklist*, std::vector<std::string>> reasons;
  for (const auto& reason : object_members(found.decision, "reasons", "id")) {
    for (const auto& list : lists) {
      if (!list.is_for(reason)) continue;
      if (std::find(shown.begin(), shown.end(), &list) == shown.end()) shown.push_back(&list);
      reasons[&list].push_back(reason);
    }
  }
  if (shown.empty()) {  // at least what is looked at in any examination
    for (const auto& list : lists) {
      if (list.is_for("method.base")) shown.push_back(&list);
    }
  }
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const auto* list : shown) {
    json.begin_object().strings("reasons", reasons[list]).member("cite", list->cite).strings("kinds", list->kinds);
    json.key("points").begin_array();
    for (const auto& point : list->points) json.string(point.in(call.language));
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return http::json_response(200, json.take());
}

// --- evidence
// ----------------------------------------------------------------------------------------------------------

record::Evidence take_evidence(Call& call, const std::string& party_id, const std::string& subject_id) {
  const auto& policy = call.services.examination;
  const auto& id = call.parameter("evidence_id");
  const bool sound_id = id.size() >= 8 && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
                          return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
                        });
  if (!sound_id) refuse(ErrorCode::field_is_not_valid, "evidence_id", id.substr(0, 64), "a–z, 0–9, -, 8–64");
  auto name = call.asked("name").value_or("");
  if (name.empty()) refuse(ErrorCode::field_is_missing, "name");
  if (name.size() > 200 || name.find('/') != std::string::npos || name.find('\\') != std::string::npos ||
      std::any_of(name.begin(), name.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; })) {
    refuse(ErrorCode::field_is_not_valid, "name", is_valid_utf8(name) ? name.substr(0, 60) : "…", "1–200");
  }
  const auto& content = call.request.body;
  if (static_cast<std::int64_t>(content.size()) > policy.evidence_most_bytes) {
    Problem large{.code = ErrorCode::evidence_is_too_large, .value = name};
    large.places.emplace_back("expected", std::to_string(policy.evidence_most_bytes / 1'000'000) + " MB");
    refuse(std::move(large));
  }
  const auto type = risk::media_type_of(content);
  const auto& types = policy.evidence_types;
  if (type.empty() || std::find(types.begin(), types.end(), type) == types.end()) {
    std::string accepted;
    for (const auto& one : types) accepted += (accepted.empty() ? "" : ", ") + one;
    refuse(ErrorCode::evidence_type_is_not_accepted, "name", name, accepted);
  }
  const auto known = require(call.services.store.evidence(party_id, subject_id));
  const bool repeated = std::any_of(known.begin(), known.end(), [&](const auto& one) { return one.evidence_id == id; });
  if (!repeated && known.size() >= policy.evidence_most_files) {
    refuse(ErrorCode::evidence_limit_is_reached, {}, name, std::to_string(policy.evidence_most_files));
  }
  record::Evidence evidence;
  evidence.evidence_id = id;
  evidence.file_name = name;
  evidence.media_type = type;
  return require(record::wait<record::Evidence>([&](auto done) {
    call.services.store.add_evidence(party_id, subject_id, evidence, call.request.body, call.origin(), done);
  }));
}

Response add_evidence(Call& call) {
  const auto found = visible_declaration(call);
  take_evidence(call, found.declaration.party_id, found.declaration.declaration_id);
  return declaration_response(call, visible_declaration(call), 201);
}

Response give_evidence(Call& call, const std::string& party_id, const std::string& subject_id) {
  const Body body(call.request.body, {"purpose"});
  const auto purpose = body.text("purpose", 500, 5);
  const auto& id = call.parameter("evidence_id");
  const auto known = require(call.services.store.evidence(party_id, subject_id));
  const auto one = std::find_if(known.begin(), known.end(), [&](const auto& entry) { return entry.evidence_id == id; });
  if (one == known.end()) refuse(ErrorCode::not_found, "evidence_id", id.substr(0, 64));
  Response response(201);
  response.body = require(record::wait<std::string>(
      [&](auto done) { call.services.store.read_evidence(party_id, subject_id, id, purpose, call.origin(), done); }));
  response.with("Content-Type", one->media_type);
  response.with("Content-Disposition", "attachment");  // never shown inside the application's own page
  response.with("X-Content-Type-Options", "nosniff");
  return response;
}

Response read_evidence(Call& call) {
  const auto found = visible_declaration(call);
  return give_evidence(call, found.declaration.party_id, found.declaration.declaration_id);
}

// --- second look
// -------------------------------------------------------------------------------------------------------

Response order_second_look(Call& call) {
  const Body body(call.request.body, {"reason"});
  const auto found = visible_declaration(call);
  const auto reason = body.text("reason", 1000, 5);
  const auto& declaration = found.declaration;
  const auto examinations = require(call.services.store.examinations(declaration.party_id, declaration.declaration_id));
  if (examinations.empty()) refuse(ErrorCode::nothing_to_look_at_again);
  record::ExaminationTask task;
  task.party_id = declaration.party_id;
  task.declaration_id = declaration.declaration_id;
  task.kind = "second_look";
  task.customs_office = declaration.customs_office;
  task.day = call.today;
  task.ground = "ordered";
  task.note = reason;
  require(record::wait<record::ExaminationTask>(
      [&](auto done) { call.services.store.order_task(task, call.origin(), done); }));
  return declaration_response(call, visible_declaration(call), 201);
}

Response record_second_look(Call& call) {
  const Body body = examination_request(call.request.body);
  const auto found = visible_declaration(call);
  const auto result = examination_of(body);
  const auto& declaration = found.declaration;
  const auto examinations = require(call.services.store.examinations(declaration.party_id, declaration.declaration_id));
  const auto* first = newest(examinations);
  if (first == nullptr) refuse(ErrorCode::nothing_to_look_at_again);
  if (first->officer == call.who->account.account_id) refuse(ErrorCode::second_look_needs_another_officer);
  for (const auto& record : found.history) {
    // A second look is given once for each examination; a repeated request finds its own.
    if (record.kind != record::Kind::second_look || record.sequence < first->sequence) continue;
    if (record.request_id == call.request_id() && record.actor == call.who->account.account_id) {
      return declaration_response(call, found, 201);
    }
    refuse(ErrorCode::task_is_done);
  }
  auto kinds = result.discrepancies, before = first->result.discrepancies;
  std::sort(kinds.begin(), kinds.end());
  std::sort(before.begin(), before.end());
  const bool changed = result.conforming != first->result.conforming;
  const bool confirmed = result.conforming == first->result.conforming && kinds == before;
  record::ExaminationTask task;
  task.party_id = declaration.party_id;
  task.declaration_id = declaration.declaration_id;
  task.kind = "second_look";
  task.customs_office = declaration.customs_office;
  task.day = call.today;
  task.ground = "own";
  task.outcome = confirmed ? "confirmed" : "corrected";
  require(record::wait<record::ExaminationTask>([&](auto done) {
    call.services.store.finish_task(task, result_body(result, task.outcome, changed), call.origin(), done);
  }));
  if (changed) {
    call.services.lodging.corrected(declaration, call.today, !result.conforming);
  }
  return declaration_response(call, visible_declaration(call), 201);
}

// --- audit after release
// -----------------------------------------------------------------------------------------------

Response list_audit_sample(Call& call) {
  Text name;
  const auto asked = call.asked("office");
  if (!asked) refuse(ErrorCode::query_is_malformed, "office", {}, "040");
  const auto office = office_name_checked(call, *asked, name);
  const auto to = call.asked_date("to").value_or(call.today);
  const auto from = call.asked_date("from").value_or(to.plus_days(-30));
  if (to < from) refuse(ErrorCode::query_is_malformed, "to", to.text(), "≥ " + from.text());
  const auto& shares = call.services.examination.audit_on(to);
  JsonWriter json;
  json.begin_object().member("office", office).member("name", name);
  member(json, "from", from);
  member(json, "to", to);
  json.key("shares").begin_object().member("top", shares.top).member("random", shares.random);
  json.member("cite", shares.cite).member("grade", shares.grade).end_object();
  json.key("items").begin_array();
  for (const auto& task : require(call.services.store.tasks(office, "audit", from, to))) {
    const auto declaration = require(call.services.store.find(task.party_id, task.declaration_id));
    if (!declaration) continue;
    json.begin_object().key("summary");
    append_summary(json, *declaration, true);
    json.key("task");
    append_task(json, task);
    json.end_object();
  }
  json.end_array().end_object();
  return http::json_response(200, json.take());
}

Response draw_audit_sample(Call& call) {
  const Body body(call.request.body, {"office", "day"});
  Text name;
  const auto office = office_name_checked(call, body.text("office", 10), name);
  const auto day = body.date("day");
  if (day > call.today) refuse(ErrorCode::field_is_not_valid, "day", day.text(), "≤ " + call.today.text());
  const auto drawn =
      require(lodging::draw_audit_sample(call.services.store, call.services.examination, office, day, call.origin()));
  JsonWriter json;
  json.begin_object().member("office", office);
  member(json, "day", day);
  json.member("green", drawn.green).member("decile", drawn.decile).member("random", drawn.random);
  json.member("new", drawn.added).end_object();
  return http::json_response(201, json.take());
}

Response record_audit(Call& call) {
  const Body body = examination_request(call.request.body);
  const auto found = visible_declaration(call);
  const auto result = examination_of(body);
  const auto& declaration = found.declaration;
  for (const auto& record : found.history) {
    const bool own = record.kind == record::Kind::audit_done && record.request_id == call.request_id() &&
                     record.actor == call.who->account.account_id;
    if (own) return declaration_response(call, found, 201);
  }
  record::ExaminationTask task;
  task.party_id = declaration.party_id;
  task.declaration_id = declaration.declaration_id;
  task.kind = "audit";
  task.outcome = result.conforming ? "conforming" : "discrepancy";
  require(record::wait<record::ExaminationTask>(
      [&](auto done) { call.services.store.finish_task(task, result_body(result, "", false), call.origin(), done); }));
  call.services.lodging.examined(declaration, call.today, !result.conforming);
  return declaration_response(call, visible_declaration(call), 201);
}

// --- profiles over time, overview
// --------------------------------------------------------------------------------------

namespace {

void append_months(JsonWriter& json, std::string_view key, const std::string& shown,
                   const std::vector<record::MonthFigures>& months) {
  json.key(key).begin_object().member("shown", shown).key("months").begin_array();
  for (const auto& month : months) {
    json.begin_object()
        .member("month", month.month)
        .member("declarations", month.declarations)
        .member("value_krw", month.value_krw)
        .member("examinations", month.examinations)
        .member("hits", month.hits)
        .end_object();
  }
  json.end_array().end_object();
}

struct Rate {
  std::int64_t examined = 0, hits = 0;
};

void append_rate(JsonWriter& json, std::string_view name, const Rate& rate) {
  const auto interval = risk::wilson(rate.hits, rate.examined);
  json.begin_object().member("method", name).member("examined", rate.examined).member("hits", rate.hits);
  json.member("from", interval.from).member("to", interval.to).end_object();
}

}  // namespace

Response get_profiles(Call& call) {
  const auto found = visible_declaration(call);
  const auto& declaration = found.declaration;
  const auto first = Date::parse(call.today.plus_months(-23).text().substr(0, 7) + "-01").value_or(call.today);
  JsonWriter json;
  json.begin_object();
  member(json, "from", first);
  member(json, "to", call.today);
  // Who a person is does not show: the name stands on the declaration, identifiers are masked there.
  const auto trader = declaration.party_id.starts_with('P') ? std::string("P…") : declaration.party_id;
  append_months(json, "trader", trader, require(call.services.store.months_of_party(declaration.party_id, first)));
  const bool has_product = declaration.hs6.size() == 6;
  append_months(json, "product", declaration.hs6,
                has_product ? require(call.services.store.months_of_product(declaration.hs6, first))
                            : std::vector<record::MonthFigures>{});
  json.end_object();
  return http::json_response(200, json.take());
}

Response get_risk_overview(Call& call) {
  const auto to = call.asked_date("to").value_or(call.today);
  const auto from = call.asked_date("from").value_or(to.plus_days(-29));
  if (to < from || to.days() - from.days() > 800) {
    refuse(ErrorCode::query_is_malformed, "to", to.text(), from.text() + " – " + from.plus_days(800).text());
  }
  auto offices = call.who->account.offices;
  const auto asked = call.asked("office");
  if (asked) {
    if (!works_in(*call.who, *asked)) refuse(ErrorCode::not_found, "office", *asked);
    offices = {*asked};
  } else if (call.who->role == Role::auditor) {
    offices = {""};
  }
  std::map<std::string, Rate> methods;
  Rate all;
  struct Day {
    std::array<std::int64_t, 3> examined{};
  };
  std::map<std::pair<std::string, std::int32_t>, Day> days;
  for (const auto& office : offices) {
    // What a second look or an audit found since then counts too.
    const auto known_on = std::max(to, call.today);
    const auto status =
        call.services.store.examined_decisions(office, from, to, known_on, [&](const record::ExaminedDecision& one) {
          const auto count = [&](Rate& rate) {
            ++rate.examined;
            rate.hits += one.conforming ? 0 : 1;
          };
          count(all);
          for (const auto& method : watch::methods_of(one.decision)) count(methods[method]);
          ++days[{std::string(one.customs_office), one.examined_on.days()}]
                .examined[static_cast<std::size_t>(one.channel)];
        });
    if (!status) refuse(status.error());
  }
  JsonWriter json;
  json.begin_object();
  member(json, "from", from);
  member(json, "to", to);
  json.key("methods").begin_array();
  append_rate(json, "all", all);
  for (const auto* name : {"random", "rules", "history", "new_trader", "new_combination", "since_examination",
                           "learned", "finding_error"}) {
    append_rate(json, name, methods[name]);
    methods.erase(name);
  }
  for (const auto& [name, rate] : methods) append_rate(json, name, rate);
  json.end_array();

  json.key("capacity").begin_array();
  for (const auto& [key, day] : days) {
    const auto on = Date::from_days(key.second);
    const auto plan = capacity_of(call, key.first, on);
    json.begin_object().member("office", key.first);
    member(json, "day", on);
    json.member("red", day.examined[2]).member("red_planned", plan.quota.red);
    json.member("orange", day.examined[1]).member("orange_planned", plan.quota.orange).end_object();
  }
  json.end_array();

  record::StatisticsQuery query;
  query.scope = call.who->visible(call.today);
  if (asked) query.customs_office = *asked;
  query.from = from;
  query.to = to;
  query.period = to.days() - from.days() > 92 ? record::Period::month : record::Period::week;
  query.by_procedure = false;
  query.by_channel = true;
  std::map<Date, std::array<std::int64_t, 3>> channels;
  for (const auto& row : require(call.services.store.statistics(query))) {
    if (row.channel) channels[row.period_start][static_cast<std::size_t>(*row.channel)] += row.count;
  }
  json.key("channels").begin_array();
  for (const auto& [start, counts] : channels) {
    json.begin_object();
    member(json, "period", start);
    json.member("green", counts[0]).member("orange", counts[1]).member("red", counts[2]).end_object();
  }
  json.end_array();

  std::map<std::string, Rate> audits = {{"decile", {}}, {"random", {}}};
  std::int64_t open = 0;
  if (offices == std::vector<std::string>{""}) {
    offices.clear();
    for (const auto& office : call.services.rulebook.law().codes().customs_offices.entries())
      offices.push_back(office.code);
  }
  for (const auto& office : offices) {
    for (const auto& task : require(call.services.store.tasks(office, "audit", from, to))) {
      open += task.done_sequence == 0 ? 1 : 0;
      if (task.done_sequence == 0) continue;
      auto& rate = audits[task.ground];
      ++rate.examined;
      rate.hits += task.outcome == "discrepancy" ? 1 : 0;
    }
  }
  json.key("audits").begin_object().member("open", open).key("grounds").begin_array();
  for (const auto& [ground, rate] : audits) append_rate(json, ground, rate);
  json.end_array().end_object();
  json.end_object();
  return http::json_response(200, json.take());
}

Response get_risk_watch(Call& call) {
  const auto on = call.asked_date("on").value_or(call.today);
  const auto& services = call.services;
  const auto report = require(lodging::watch_record(services.store, services.rulebook, services.watch, on));
  return http::json_response(200, watch::to_json(report));
}

}  // namespace clearway::api
