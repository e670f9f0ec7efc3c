#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "api/call.h"
#include "http/message.h"

namespace clearway::api {

/// Runs on a worker thread and may block.
using Handler = Response (*)(Call&);
/// Runs on a thread of the server and must not block; answers when it can.
using AsyncHandler = void (*)(const std::shared_ptr<Call>&, const http::Responder&);

/// One route with who may call it. A route that names nobody is open to nobody.
struct RouteRule {
  std::string_view operation;  // operationId of api/openapi.yaml
  http::Method method = http::Method::get;
  std::string_view pattern;
  bool is_public = false;
  identity::Roles roles = {};
  std::string_view scope = {};  // of an API token; empty: tokens are refused
  bool request_id = false;      // Request-Id must be sent
  bool csrf = false;            // X-CSRF-Token must be sent with a session
  Handler handle = nullptr;
  AsyncHandler handle_async = nullptr;
  bool streams = false;
  std::size_t body_limit = 64 * 1024;               // bytes
  std::string_view body_type = "application/json";  // of a POST that does not stream
  std::string_view other_body_type = {};            // also taken; empty: none
};

/// Every route of the program, in the order of the contract.
const std::vector<RouteRule>& route_rules();

// session.cpp
Response sign_in(Call& call);
Response sign_out(Call& call);
Response get_me(Call& call);
// lodge.cpp
void lodge_declaration(const std::shared_ptr<Call>& call, const http::Responder& responder);
void lodge_batch(const std::shared_ptr<Call>& call, const http::Responder& responder);
// check.cpp
Response check_declaration(Call& call);
// search.cpp
Response search_declarations(Call& call);
void export_declarations(const std::shared_ptr<Call>& call, const http::Responder& responder);
// import_desk.cpp
Response lodge_import_declaration(Call& call);
Response amend_import_declaration(Call& call);
Response list_import_declarations(Call& call);
Response get_import_declaration(Call& call);
Response quote_own_correction(Call& call);
Response file_own_correction(Call& call);
// declaration_page.cpp
Response get_declaration(Call& call);
// changes.cpp
Response record_examination(Call& call);
Response record_event(Call& call);
Response amend_declaration(Call& call);
Response override_channel(Call& call);
Response look_up_personal_data(Call& call);
// examination.cpp
Response get_worklist(Call& call);
Response get_capacity(Call& call);
Response plan_capacity(Call& call);
Response get_checklist(Call& call);
Response add_evidence(Call& call);
Response read_evidence(Call& call);
Response order_second_look(Call& call);
Response record_second_look(Call& call);
Response list_audit_sample(Call& call);
Response draw_audit_sample(Call& call);
Response record_audit(Call& call);
Response get_profiles(Call& call);
Response get_risk_overview(Call& call);
Response get_risk_watch(Call& call);
// figures.cpp
Response list_offices(Call& call);
Response get_office_day(Call& call);
Response get_statistics(Call& call);
// payments.cpp
Response list_payment_orders(Call& call);
Response get_payment_order(Call& call);
Response get_statement(Call& call);
Response list_bank_files(Call& call);
Response get_bank_file(Call& call);
Response add_bank_file(Call& call);
// arrears_desk.cpp
Response list_arrears_cases(Call& call);
Response open_arrears_case(Call& call);
Response get_arrears_case(Call& call);
Response enter_into_arrears_case(Call& call);
// notice_desk.cpp
Response list_debts(Call& call);
Response get_debt_statement(Call& call);
Response get_debt_measures(Call& call);
Response print_debt_letter(Call& call);
Response add_debt_event(Call& call);
Response get_arrears_figures(Call& call);

Response list_notices(Call& call);
Response get_notice(Call& call);
Response open_notice(Call& call);
Response quote_correction(Call& call);
Response file_correction(Call& call);
Response answer_notice(Call& call);
Response add_notice_evidence(Call& call);
Response read_notice_evidence(Call& call);
Response decide_notice(Call& call);
Response answer_notices(Call& call);
Response get_notice_effect(Call& call);
// ruling_desk.cpp
Response list_rulings(Call& call);
Response open_ruling(Call& call);
Response get_ruling(Call& call);
Response edit_ruling(Call& call);
Response take_ruling_step(Call& call);
Response decide_ruling(Call& call);
Response add_ruling_evidence(Call& call);
Response read_ruling_evidence(Call& call);
Response get_ruling_letter(Call& call);
Response search_public_rulings(Call& call);
Response get_public_ruling(Call& call);
Response list_similar_rulings(Call& call);

// Settlement programmes, refunds, the home page of a firm, uses of mandates.
Response list_programme_schemes(Call& call);
Response list_programmes(Call& call);
Response apply_for_programme(Call& call);
Response get_programme(Call& call);
Response answer_self_check(Call& call);
Response quote_self_check(Call& call);
Response correct_in_self_check(Call& call);
Response step_programme(Call& call);
Response decide_programme(Call& call);
Response get_audit_exemption(Call& call);
Response list_refunds(Call& call);
Response get_refund(Call& call);
Response propose_refund(Call& call);
Response get_refund_claim(Call& call);
Response refuse_refund_claim(Call& call);
Response decide_refund(Call& call);
Response pay_refund(Call& call);
Response get_firm_home(Call& call);
Response list_mandate_uses(Call& call);
// seizure_desk.cpp
Response list_seizures(Call& call);
Response propose_seizure(Call& call);
Response get_seizure(Call& call);
Response take_seizure_step(Call& call);
Response add_seizure_record(Call& call);
Response look_up_seizure(Call& call);
Response add_seizure_evidence(Call& call);
Response read_seizure_evidence(Call& call);
Response assign_seizure(Call& call);
Response print_seizure_letter(Call& call);
Response get_seizure_worklist(Call& call);
Response compute_protected_amount(Call& call);
Response get_notice_letter(Call& call);
// detector_desk.cpp
Response list_detectors(Call& call);
Response retire_detector(Call& call);
Response put_back_detector(Call& call);
Response list_detector_findings(Call& call);
Response list_detection_runs(Call& call);
Response get_detection_run(Call& call);
Response start_detection_run(Call& call);
// law.cpp
Response get_elements(Call& call);
Response get_codes(Call& call);
Response list_law(Call& call);
Response get_law(Call& call);
Response get_law_source(Call& call);
// plan_desk.cpp
Response get_debt_plans(Call& call);
Response apply_for_plan(Call& call);
Response list_plan_applications(Call& call);
Response get_plan_application(Call& call);
Response decide_plan_application(Call& call);
Response replan_plan_application(Call& call);
Response close_plan_application(Call& call);
Response get_debt_remedies(Call& call);
Response add_plan_evidence(Call& call);
Response read_plan_evidence(Call& call);
Response consent_plan_application(Call& call);
Response hand_over_plan_application(Call& call);
Response print_plan_letter(Call& call);

// campaign_desk.cpp
Response list_campaigns(Call& call);
Response draft_campaign(Call& call);
Response preview_campaign(Call& call);
Response get_campaign(Call& call);
Response change_campaign(Call& call);
Response approve_campaign(Call& call);
Response cancel_campaign(Call& call);
Response list_campaign_contacts(Call& call);
Response add_campaign_contacts(Call& call);
// work.cpp
Response list_drafts(Call& call);
Response get_draft(Call& call);
Response save_draft(Call& call);
Response delete_draft(Call& call);
Response list_random_selection(Call& call);
Response get_random_day_file(Call& call);
Response list_mandates(Call& call);
Response give_mandate(Call& call);
Response revoke_mandate(Call& call);
Response list_api_tokens(Call& call);
Response create_api_token(Call& call);
Response revoke_api_token(Call& call);
// administration.cpp
Response list_accounts(Call& call);
Response create_account(Call& call);
Response change_account(Call& call);
Response verify_audit(Call& call);
// versions.cpp
Response list_risk_versions(Call& call);
Response create_risk_version(Call& call);
Response enter_model(Call& call);
Response keep_evaluation(Call& call);
Response get_risk_version(Call& call);
Response edit_risk_version(Call& call);
Response approve_risk_version(Call& call);
Response reject_risk_version(Call& call);
Response activate_risk_version(Call& call);
Response roll_back_risk_version(Call& call);
Response start_rehearsal(Call& call);
Response get_rehearsal(Call& call);
Response check_rule(Call& call);
Response list_rule_names(Call& call);
// operation.cpp
Response get_contract(Call& call);
Response health(Call& call);
Response metrics(Call& call);

}  // namespace clearway::api
