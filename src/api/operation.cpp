#include "api/lodging.h"
#include "api/routes.h"
#include "http/metrics.h"

namespace clearway::api {
namespace {

bool is_loopback(std::string_view address) {
  return address.starts_with("127.") || address == "::1" || address == "::ffff:127.0.0.1";
}

void append_value(std::string& out, std::string_view name, std::uint64_t value) {
  out += name;
  out += ' ';
  out += std::to_string(value);
  out += '\n';
}

}  // namespace

Response get_contract(Call& call) {
  Response response(200);
  response.with("Content-Type", "application/yaml; charset=utf-8").with("Cache-Control", "no-cache");
  response.body = call.services.settings.contract;
  return response;
}

Response health(Call& call) {
  const bool reached = call.services.store.ping().ok();
  JsonWriter json;
  json.begin_object()
      .member("status", reached ? "ready" : "not_ready")
      .member("version", call.services.settings.version)
      .member("database", reached ? "ok" : "lost")
      .member("law_version", call.services.rulebook.law_version())
      .member("policy_version", call.services.lodging.rulebook()->policy_version())
      .end_object();
  return http::json_response(reached ? 200 : 503, json.take());
}

Response metrics(Call& call) {
  const auto& services = call.services;
  // What a proxy passes on is not from loopback, whatever its own address.
  const bool direct = call.request.header("x-forwarded-for").empty() && is_loopback(call.request.remote_address);
  if (!services.settings.open_metrics && !direct) {
    refuse(ErrorCode::no_such_route, {}, "/metrics");
  }
  std::string out;
  services.append_request_metrics(out);
  http::append_metric_head(out, "clearway_decisions_total", "counter", "Declarations decided since the start.");
  for (std::size_t p = 0; p < declaration::procedure_count; ++p) {
    for (std::size_t c = 0; c < risk::channel_names.size(); ++c) {
      const auto count =
          services.lodging.decisions(static_cast<declaration::Procedure>(p), static_cast<risk::Channel>(c));
      append_value(out,
                   "clearway_decisions_total{procedure=\"" + std::string(declaration::procedure_names[p]) +
                       "\",channel=\"" + std::string(risk::channel_names[c]) + "\"}",
                   count);
    }
  }
  const auto record = services.store.metrics();
  http::append_metric_head(out, "clearway_record_commits_total", "counter", "Transactions of the record.");
  append_value(out, "clearway_record_commits_total", record.commits);
  http::append_metric_head(out, "clearway_record_writes_total", "counter", "Writes that are on disk.");
  append_value(out, "clearway_record_writes_total", record.writes);
  http::append_metric_head(out, "clearway_record_failures_total", "counter", "Writes that failed.");
  append_value(out, "clearway_record_failures_total", record.failures);
  http::append_metric_head(out, "clearway_record_queue_length", "gauge", "Writes waiting for a commit.");
  append_value(out, "clearway_record_queue_length", record.queue_length);
  http::append_metric_head(out, "clearway_record_last_batch", "gauge", "Writes that shared the last commit.");
  append_value(out, "clearway_record_last_batch", record.last_batch);
  http::append_metric_head(out, "clearway_record_largest_batch", "gauge", "Most writes that shared a commit.");
  append_value(out, "clearway_record_largest_batch", record.largest_batch);
  http::append_metric_head(out, "clearway_worker_queue_length", "gauge", "Requests waiting for a worker.");
  append_value(out, "clearway_worker_queue_length", services.pool.queue_length());
  Response response(200);
  response.with("Content-Type", "text/plain; version=0.0.4; charset=utf-8").with("Cache-Control", "no-store");
  response.body = std::move(out);
  return response;
}

}  // namespace clearway::api
