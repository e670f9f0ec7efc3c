#include "http/problem.h"

#include <array>

#include "http/json_writer.h"

namespace clearway::http {
namespace {

struct Row {
  ErrorCode code;
  std::string_view name;
  int status;
};

constexpr std::array<Row, error_code_count> table = {{
    {ErrorCode::request_is_malformed, "request_is_malformed", 400},
    {ErrorCode::head_is_too_large, "head_is_too_large", 431},
    {ErrorCode::body_is_too_large, "body_is_too_large", 413},
    {ErrorCode::request_is_too_slow, "request_is_too_slow", 408},
    {ErrorCode::too_many_connections, "too_many_connections", 503},
    {ErrorCode::no_such_route, "no_such_route", 404},
    {ErrorCode::method_is_not_allowed, "method_is_not_allowed", 405},
    {ErrorCode::content_type_is_not_supported, "content_type_is_not_supported", 415},
    {ErrorCode::query_is_malformed, "query_is_malformed", 400},
    {ErrorCode::not_signed_in, "not_signed_in", 401},
    {ErrorCode::sign_in_failed, "sign_in_failed", 401},
    {ErrorCode::too_many_sign_ins, "too_many_sign_ins", 429},
    {ErrorCode::csrf_token_is_missing, "csrf_token_is_missing", 403},
    {ErrorCode::origin_is_foreign, "origin_is_foreign", 403},
    {ErrorCode::not_permitted, "not_permitted", 403},
    {ErrorCode::token_lacks_scope, "token_lacks_scope", 403},
    {ErrorCode::token_is_not_accepted_here, "token_is_not_accepted_here", 403},
    {ErrorCode::body_is_not_json, "body_is_not_json", 400},
    {ErrorCode::field_is_missing, "field_is_missing", 422},
    {ErrorCode::field_is_not_valid, "field_is_not_valid", 422},
    {ErrorCode::field_is_unknown, "field_is_unknown", 422},
    {ErrorCode::request_id_is_missing, "request_id_is_missing", 400},
    {ErrorCode::request_id_is_not_valid, "request_id_is_not_valid", 400},
    {ErrorCode::if_match_is_missing, "if_match_is_missing", 428},
    {ErrorCode::not_found, "not_found", 404},
    {ErrorCode::cursor_is_not_valid, "cursor_is_not_valid", 400},
    {ErrorCode::declaration_cannot_be_read, "declaration_cannot_be_read", 422},
    {ErrorCode::declaration_has_errors, "declaration_has_errors", 422},
    {ErrorCode::party_is_not_yours, "party_is_not_yours", 403},
    {ErrorCode::declarant_is_not_yours, "declarant_is_not_yours", 403},
    {ErrorCode::procedure_is_not_yours, "procedure_is_not_yours", 403},
    {ErrorCode::party_cannot_be_identified, "party_cannot_be_identified", 422},
    {ErrorCode::action_is_refused, "action_is_refused", 409},
    {ErrorCode::amendment_is_refused, "amendment_is_refused", 422},
    {ErrorCode::channel_is_the_same, "channel_is_the_same", 422},
    {ErrorCode::nothing_to_look_up, "nothing_to_look_up", 422},
    {ErrorCode::declaration_differs_from_recorded_one, "declaration_differs_from_recorded_one", 409},
    {ErrorCode::declaration_number_is_taken, "declaration_number_is_taken", 409},
    {ErrorCode::request_id_was_used_for_another_request, "request_id_was_used_for_another_request", 409},
    {ErrorCode::version_is_not_current, "version_is_not_current", 412},
    {ErrorCode::already_exists, "already_exists", 409},
    {ErrorCode::number_series_is_exhausted, "number_series_is_exhausted", 409},
    {ErrorCode::login_is_taken, "login_is_taken", 409},
    {ErrorCode::password_is_too_weak, "password_is_too_weak", 422},
    {ErrorCode::random_day_is_open, "random_day_is_open", 409},
    {ErrorCode::evidence_is_too_large, "evidence_is_too_large", 413},
    {ErrorCode::evidence_type_is_not_accepted, "evidence_type_is_not_accepted", 415},
    {ErrorCode::evidence_limit_is_reached, "evidence_limit_is_reached", 409},
    {ErrorCode::second_look_needs_another_officer, "second_look_needs_another_officer", 403},
    {ErrorCode::nothing_to_look_at_again, "nothing_to_look_at_again", 409},
    {ErrorCode::task_is_done, "task_is_done", 409},
    {ErrorCode::policy_is_not_valid, "policy_is_not_valid", 422},
    {ErrorCode::version_has_been_rejected, "version_has_been_rejected", 409},
    {ErrorCode::version_is_in_force_already, "version_is_in_force_already", 409},
    {ErrorCode::version_cannot_be_changed_any_more, "version_cannot_be_changed_any_more", 409},
    {ErrorCode::version_has_not_been_rehearsed, "version_has_not_been_rehearsed", 409},
    {ErrorCode::approval_needs_a_second_person, "approval_needs_a_second_person", 409},
    {ErrorCode::version_has_not_been_approved, "version_has_not_been_approved", 409},
    {ErrorCode::version_was_never_in_force, "version_was_never_in_force", 409},
    {ErrorCode::version_kind_cannot_do_that, "version_kind_cannot_do_that", 409},
    {ErrorCode::rehearsal_is_running, "rehearsal_is_running", 409},
    {ErrorCode::model_is_not_one, "model_is_not_one", 422},
    {ErrorCode::model_is_of_another_version, "model_is_of_another_version", 422},
    {ErrorCode::model_is_damaged, "model_is_damaged", 422},
    {ErrorCode::model_does_not_fit, "model_does_not_fit", 422},
    {ErrorCode::model_names_unknown_inputs, "model_names_unknown_inputs", 422},
    {ErrorCode::model_is_for_no_procedure, "model_is_for_no_procedure", 422},
    {ErrorCode::evaluation_is_not_of_this_model, "evaluation_is_not_of_this_model", 422},
    {ErrorCode::rehearsal_period_is_not_past, "rehearsal_period_is_not_past", 422},
    {ErrorCode::bank_file_is_empty, "bank_file_is_empty", 422},
    {ErrorCode::bank_file_is_too_large, "bank_file_is_too_large", 413},
    {ErrorCode::bank_file_is_not_utf8, "bank_file_is_not_utf8", 422},
    {ErrorCode::bank_file_is_not_xml, "bank_file_is_not_xml", 422},
    {ErrorCode::bank_file_is_no_notification, "bank_file_is_no_notification", 422},
    {ErrorCode::bank_file_lacks_a_column, "bank_file_lacks_a_column", 422},
    {ErrorCode::arrears_step_is_refused, "arrears_step_is_refused", 409},
    {ErrorCode::arrears_entry_is_refused, "arrears_entry_is_refused", 422},
    {ErrorCode::notice_step_is_refused, "notice_step_is_refused", 409},
    {ErrorCode::correction_is_refused, "correction_is_refused", 409},
    {ErrorCode::table_lacks_a_column, "table_lacks_a_column", 422},
    {ErrorCode::campaign_is_refused, "campaign_is_refused", 422},
    {ErrorCode::plan_is_refused, "plan_is_refused", 422},
    {ErrorCode::programme_step_is_refused, "programme_step_is_refused", 409},
    {ErrorCode::mandate_is_revoked, "mandate_is_revoked", 403},
    {ErrorCode::mandate_has_ended, "mandate_has_ended", 403},
    {ErrorCode::mandate_lacks_scope, "mandate_lacks_scope", 403},
    {ErrorCode::refund_needs_a_second_person, "refund_needs_a_second_person", 403},
    {ErrorCode::refund_is_not_proposed, "refund_is_not_proposed", 409},
    {ErrorCode::refund_is_not_decided, "refund_is_not_decided", 409},
    {ErrorCode::nothing_is_left_to_refund, "nothing_is_left_to_refund", 409},
    {ErrorCode::claim_is_not_open, "claim_is_not_open", 409},
    {ErrorCode::seizure_step_is_refused, "seizure_step_is_refused", 409},
    {ErrorCode::seizure_record_is_not_valid, "seizure_record_is_not_valid", 422},
    {ErrorCode::workbook_cannot_be_read, "workbook_cannot_be_read", 422},
    {ErrorCode::workbook_is_encrypted, "workbook_is_encrypted", 422},
    {ErrorCode::workbook_is_too_large, "workbook_is_too_large", 413},
    {ErrorCode::detector_is_retired_already, "detector_is_retired_already", 409},
    {ErrorCode::detector_is_in_force_already, "detector_is_in_force_already", 409},
    {ErrorCode::detector_is_retired_by_the_policy, "detector_is_retired_by_the_policy", 409},
    {ErrorCode::detection_is_running, "detection_is_running", 409},
    {ErrorCode::debt_event_is_refused, "debt_event_is_refused", 409},
    {ErrorCode::debt_is_not_known, "debt_is_not_known", 404},
    {ErrorCode::ruling_step_is_refused, "ruling_step_is_refused", 409},
    {ErrorCode::server_is_busy, "server_is_busy", 503},
    {ErrorCode::database_is_locked, "database_is_locked", 503},
    {ErrorCode::database_is_lost, "database_is_lost", 503},
    {ErrorCode::disk_is_full, "disk_is_full", 503},
    {ErrorCode::database_failed, "database_failed", 500},
    {ErrorCode::internal_error, "internal_error", 500},
}};

constexpr bool table_is_in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].code) != i) return false;
  }
  return true;
}
static_assert(table_is_in_order());

const Row& row(ErrorCode code) { return table[static_cast<std::size_t>(code)]; }

}  // namespace

std::string_view name(ErrorCode code) { return row(code).name; }
int status_of(ErrorCode code) { return row(code).status; }

std::optional<ErrorCode> parse_error_code(std::string_view text) {
  for (const auto& entry : table) {
    if (entry.name == text) return entry.code;
  }
  return std::nullopt;
}

std::string problem_json(const Problem& problem, const Messages& messages, Language language) {
  const std::string key = "problem." + std::string(name(problem.code));
  Places places = problem.places;
  places.emplace_back("field", problem.field);
  places.emplace_back("value", problem.value);
  JsonWriter json;
  json.begin_object();
  json.member("type", "urn:clearway:problem:" + std::string(name(problem.code)));
  json.member("title", messages.text(key + ".title", language, places));
  json.member("status", status_of(problem.code));
  json.member("code", name(problem.code));
  json.member("detail", problem.detail.empty() ? messages.text(key + ".detail", language, places) : problem.detail);
  if (!problem.field.empty()) json.member("field", problem.field);
  if (!problem.value.empty()) json.member("value", problem.value);
  if (problem.row != 0) json.member("row", static_cast<std::int64_t>(problem.row));
  json.member("fix", problem.fix.empty() ? messages.text(key + ".fix", language, places) : problem.fix);
  auto text = json.take();
  if (!problem.members.empty()) text += "," + problem.members;
  text += "}";
  return text;
}

Response problem_response(const Problem& problem, const Messages& messages, Language language) {
  Response response(status_of(problem.code));
  response.with("Content-Type", "application/problem+json; charset=utf-8")
      .with("Cache-Control", "no-store")
      .with("Content-Language", language == Language::korean ? "ko" : "en");
  if (response.status == 503 || problem.retry_after > 0) {
    response.with("Retry-After", std::to_string(problem.retry_after > 0 ? problem.retry_after : 2));
  }
  if (response.status == 401) response.with("WWW-Authenticate", "Bearer");
  response.body = problem_json(problem, messages, language) + "\n";
  return response;
}

}  // namespace clearway::http
