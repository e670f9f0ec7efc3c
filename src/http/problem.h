#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/messages.h"
#include "base/result.h"
#include "base/text.h"
#include "http/message.h"

namespace clearway::http {

/// Everything a request can be refused for. The name stands in `code` of the problem and is the key of its sentences in
/// messages/problems.yaml: `problem.<name>.title`, `.detail`, `.fix`. Never renamed; the status stands in one table.
enum class ErrorCode : std::uint8_t {
  // before a route
  request_is_malformed,
  head_is_too_large,
  body_is_too_large,
  request_is_too_slow,
  too_many_connections,
  no_such_route,
  method_is_not_allowed,
  content_type_is_not_supported,
  query_is_malformed,
  // who is asking
  not_signed_in,
  sign_in_failed,
  too_many_sign_ins,
  csrf_token_is_missing,
  origin_is_foreign,
  not_permitted,
  token_lacks_scope,
  token_is_not_accepted_here,
  // what is asked
  body_is_not_json,
  field_is_missing,
  field_is_not_valid,
  field_is_unknown,
  request_id_is_missing,
  request_id_is_not_valid,
  if_match_is_missing,
  not_found,
  cursor_is_not_valid,
  // declarations
  declaration_cannot_be_read,
  declaration_has_errors,
  party_is_not_yours,
  declarant_is_not_yours,
  procedure_is_not_yours,
  party_cannot_be_identified,
  action_is_refused,
  amendment_is_refused,
  channel_is_the_same,
  nothing_to_look_up,
  // the record
  declaration_differs_from_recorded_one,
  declaration_number_is_taken,
  request_id_was_used_for_another_request,
  version_is_not_current,
  already_exists,
  number_series_is_exhausted,
  login_is_taken,
  password_is_too_weak,
  // examination
  random_day_is_open,
  evidence_is_too_large,
  evidence_type_is_not_accepted,
  evidence_limit_is_reached,
  second_look_needs_another_officer,
  nothing_to_look_at_again,
  task_is_done,
  // versions of policy and model
  policy_is_not_valid,
  version_has_been_rejected,
  version_is_in_force_already,
  version_cannot_be_changed_any_more,
  version_has_not_been_rehearsed,
  approval_needs_a_second_person,
  version_has_not_been_approved,
  version_was_never_in_force,
  version_kind_cannot_do_that,
  rehearsal_is_running,
  model_is_not_one,
  model_is_of_another_version,
  model_is_damaged,
  model_does_not_fit,
  model_names_unknown_inputs,
  model_is_for_no_procedure,
  evaluation_is_not_of_this_model,
  rehearsal_period_is_not_past,
  // payment
  bank_file_is_empty,
  bank_file_is_too_large,
  bank_file_is_not_utf8,
  bank_file_is_not_xml,
  bank_file_is_no_notification,
  bank_file_lacks_a_column,
  // arrears
  arrears_step_is_refused,
  arrears_entry_is_refused,
  // notices
  notice_step_is_refused,
  correction_is_refused,
  table_lacks_a_column,
  campaign_is_refused,
  plan_is_refused,
  // programmes, mandates, refunds
  programme_step_is_refused,
  mandate_is_revoked,
  mandate_has_ended,
  mandate_lacks_scope,
  refund_needs_a_second_person,
  refund_is_not_proposed,
  refund_is_not_decided,
  nothing_is_left_to_refund,
  claim_is_not_open,
  // seizures
  seizure_step_is_refused,
  seizure_record_is_not_valid,
  workbook_cannot_be_read,
  workbook_is_encrypted,
  workbook_is_too_large,
  detector_is_retired_already,
  detector_is_in_force_already,
  detector_is_retired_by_the_policy,
  detection_is_running,
  // debts
  debt_event_is_refused,
  debt_is_not_known,
  // rulings
  ruling_step_is_refused,
  // the server
  server_is_busy,
  database_is_locked,
  database_is_lost,
  disk_is_full,
  database_failed,
  internal_error
};
inline constexpr std::size_t error_code_count = static_cast<std::size_t>(ErrorCode::internal_error) + 1;
std::string_view name(ErrorCode code);
int status_of(ErrorCode code);
std::optional<ErrorCode> parse_error_code(std::string_view text);

/// What a problem says beside its code. `places` fill its sentences; `detail` and `fix` stand in for the catalogue's.
struct Problem {
  ErrorCode code = ErrorCode::internal_error;
  std::string field = {}, value = {};
  std::uint64_t row = 0;  // 0: none
  std::string detail = {}, fix = {};
  Places places = {};
  std::string members = {};  // further JSON members, `"findings":[...]`
  int retry_after = 0;       // seconds; 0: none
};

/// The problem as a JSON object, in `language`.
std::string problem_json(const Problem& problem, const Messages& messages, Language language);
Response problem_response(const Problem& problem, const Messages& messages, Language language);

}  // namespace clearway::http
