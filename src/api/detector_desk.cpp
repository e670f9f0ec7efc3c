// Detectors of possible errors: how each does, what it found, taken out of use and put back; looking over the record.
#include <algorithm>

#include "api/body.h"
#include "api/examination.h"
#include "api/routes.h"
#include "notice/letter.h"
#include "noticing/detection_runs.h"
#include "noticing/detectors.h"

namespace clearway::api {
namespace {

using noticing::DetectorState;

constexpr unsigned most_runs = 60;
constexpr std::size_t most_findings = 200, most_reason = 500;

detection::Detector detector_of(const Call& call) {
  const auto& id = call.parameter("id");
  const auto found = detection::parse_detector(id);
  if (!found) refuse(ErrorCode::not_found, "id", id.substr(0, 64));
  return *found;
}

std::string name_of(const Call& call, const std::string& account_id) {
  const auto account = require(call.services.store.account(account_id));
  return account ? account->display_name : account_id;
}

void append_share(JsonWriter& json, std::string_view name, const detection::Track& track) {
  json.key(name);
  const auto value = track.precision_ppm();
  if (!value) {
    json.null();
    return;
  }
  const auto interval = track.interval();
  json.begin_object()
      .member("value", static_cast<double>(*value) / 1e6)
      .member("low", interval.from)
      .member("high", interval.to)
      .end_object();
}

void append_detector(JsonWriter& json, const Call& call, const DetectorState& state) {
  const std::string id(name(state.detector));
  json.begin_object()
      .member("detector", id)
      .member("title", notice::title_of(call.services.messages, id).in(call.language))
      .member("looks_for", call.text("detection." + id + ".looks_for"))
      .member("state", state.retired ? "retired" : "in_force")
      .member("decided", state.track.answered())
      .member("corrected", state.track.corrected)
      .member("explained", state.track.explained)
      .member("no_answer", state.track.no_answer);
  append_share(json, "precision", state.track);
  json.member("prior", static_cast<double>(state.prior_ppm) / 1e6)
      .member("expected", static_cast<double>(state.expected_ppm) / 1e6);
  json.key("retired_on");
  state.retired_on ? json.string(state.retired_on->text()) : json.null();
  json.null_if_empty("retired_by_policy",
                     state.retired_by_policy ? state.retired_by_policy->in(call.language) : std::string());
  json.key("turns").begin_array();
  for (const auto& turn : state.turns) {
    json.begin_object();
    member(json, "on", turn.on);
    json.member("event", turn.retired ? "retired" : "put_back")
        .member("by", name_of(call, turn.by))
        .member("reason", turn.reason)
        .end_object();
  }
  json.end_array().end_object();
}

std::vector<DetectorState> states_of(const Call& call) {
  const auto lessons = require(noticing::lessons(call.services.store));
  return require(noticing::detectors(call.services.store, call.services.detection, lessons, call.today));
}

Response turned(Call& call, bool retire) {
  const Body body(call.request.body, {"reason"});
  const auto detector = detector_of(call);
  const auto reason = body.text("reason", most_reason, 5);
  const auto done = noticing::turn_detector(call.services.store, call.services.detection, detector, retire, reason,
                                            call.today, call.origin());
  if (!done) refuse(done.error());
  JsonWriter json;
  append_detector(json, call, states_of(call)[static_cast<std::size_t>(detector)]);
  return http::json_response(201, json.take());
}

void append_run(JsonWriter& json, const noticing::DetectionRun& run) {
  json.begin_object().member("id", run.run_id);
  member(json, "on", run.on);
  json.member("state", name(run.state))
      .null_if_empty("failure", run.failure)
      .member("declarations", run.declarations)
      .member("lines", run.lines)
      .member("findings", run.findings)
      .member("drafted", run.drafted)
      .member("known", run.known)
      .member("too_late", run.too_late)
      .member("settled", run.settled)
      .member("left_out", run.left_out)
      .strings("detectors", run.detectors)
      .end_object();
}

}  // namespace

Response list_detectors(Call& call) {
  JsonWriter json;
  json.begin_object().key("detectors").begin_array();
  for (const auto& state : states_of(call)) append_detector(json, call, state);
  return http::json_response(200, json.end_array().end_object().take());
}

Response retire_detector(Call& call) { return turned(call, true); }
Response put_back_detector(Call& call) { return turned(call, false); }

Response list_detector_findings(Call& call) {
  const std::string detector(name(detector_of(call)));
  struct Row {
    std::int64_t sequence;
    std::string id;
    notice::Notice notice;
  };
  const auto newer = [](const Row& left, const Row& right) { return left.sequence > right.sequence; };
  std::vector<Row> rows;  // a heap of the newest, the oldest of them on top
  std::int64_t total = 0;
  const auto status =
      noticing::each_notice(call.services.store, [&](const record::Matter& matter, notice::Notice notice) {
        if (notice.finding.detector != detector) return;
        if (!matter.customs_office.empty() && !works_in(*call.who, matter.customs_office)) return;
        ++total;
        rows.push_back({matter.opened_sequence, matter.party_id + "." + matter.matter_id, std::move(notice)});
        std::push_heap(rows.begin(), rows.end(), newer);
        if (rows.size() <= most_findings) return;
        std::pop_heap(rows.begin(), rows.end(), newer);
        rows.pop_back();
      });
  if (!status) refuse(status.error());
  std::sort(rows.begin(), rows.end(), newer);
  JsonWriter json;
  json.begin_object().member("detector", detector).member("total", total).key("findings").begin_array();
  for (const auto& [sequence, id, notice] : rows) {
    const auto& finding = notice.finding;
    json.begin_object()
        .member("notice_id", id)
        .member("party_id", finding.party_id)
        .member("declaration_id", finding.declaration_id)
        .member("declaration_number", notice.declared.declaration_number)
        .member("why", finding.why.in(call.language))
        .member("confidence", static_cast<double>(finding.confidence_ppm) / 1e6)
        .member("difference_krw", finding.difference_krw())
        .member("rows", finding.evidence.size())
        .member("state", name(notice.state))
        .member("state_text", call.text("notice.state." + std::string(name(notice.state))));
    member(json, "drafted_on", notice.drafted_on);
    json.end_object();
  }
  return http::json_response(200, json.end_array().end_object().take());
}

Response list_detection_runs(Call& call) {
  JsonWriter json;
  json.begin_object().key("runs").begin_array();
  for (const auto& run : require(call.services.detection_runs.runs(most_runs))) append_run(json, run);
  return http::json_response(200, json.end_array().end_object().take());
}

Response get_detection_run(Call& call) {
  const auto& id = call.parameter("id");
  const auto run = require(call.services.detection_runs.find(id));
  if (!run) refuse(ErrorCode::not_found, "id", id.substr(0, 64));
  JsonWriter json;
  append_run(json, *run);
  return http::json_response(200, json.take());
}

Response start_detection_run(Call& call) {
  auto& services = call.services;
  const auto run = require(services.detection_runs.ask(call.id_from_request("detection-"), call.today, call.origin()));
  // Where nobody is free now, the daily work takes it up.
  services.pool.run([&services] {
    const auto made = services.detection_runs.work(services.now());
    if (!made) services.log("detection: " + made.error().code + " " + made.error().detail);
  });
  JsonWriter json;
  append_run(json, run);
  auto response = http::json_response(202, json.take());
  response.with("Location", "/v1/detection-runs/" + http::percent_encode(run.run_id));
  return response;
}

}  // namespace clearway::api
