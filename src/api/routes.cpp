#include "api/routes.h"

namespace clearway::api {
namespace {

using http::Method;
using identity::every_role;
using identity::filers;
using identity::imports_read_scope;
using identity::imports_write_scope;
using identity::notices_scope;
using identity::programmes_scope;
using identity::read_scope;
using identity::Roles;
using identity::rulings_scope;
using identity::statistics_scope;
using identity::write_scope;

constexpr std::string_view xlsx_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr Roles customs = {Role::officer, Role::supervisor};
constexpr Roles readers = {Role::trader,  Role::broker,     Role::data_provider,
                           Role::officer, Role::supervisor, Role::auditor};
constexpr Roles actors = {Role::trader, Role::broker, Role::data_provider, Role::officer, Role::supervisor};
constexpr Roles figures = {Role::officer, Role::supervisor, Role::auditor};
constexpr Roles payers = {Role::trader, Role::broker, Role::officer, Role::supervisor, Role::auditor};
constexpr Roles traders = {Role::trader};
constexpr Roles represented = {Role::trader, Role::broker};
constexpr Roles administrators = {Role::administrator};
constexpr Roles supervisors = {Role::supervisor};
constexpr Roles auditors = {Role::auditor};

RouteRule open_to_all(std::string_view operation, std::string_view pattern, Handler handle) {
  RouteRule rule;
  rule.operation = operation;
  rule.pattern = pattern;
  rule.is_public = true;
  rule.handle = handle;
  return rule;
}

RouteRule read(std::string_view operation, std::string_view pattern, Roles roles, std::string_view scope,
               Handler handle) {
  RouteRule rule;
  rule.operation = operation;
  rule.pattern = pattern;
  rule.roles = roles;
  rule.scope = scope;
  rule.handle = handle;
  return rule;
}

RouteRule write(std::string_view operation, Method method, std::string_view pattern, Roles roles,
                std::string_view scope, Handler handle) {
  auto rule = read(operation, pattern, roles, scope, handle);
  rule.method = method;
  rule.request_id = true;
  rule.csrf = true;
  return rule;
}

std::vector<RouteRule> make_rules() {
  const std::string_view none = {};
  std::vector<RouteRule> rules;
  auto sign = open_to_all("sign_in", "/v1/sessions", sign_in);
  sign.method = Method::post;
  rules.push_back(sign);
  auto leave = write("sign_out", Method::delete_, "/v1/sessions/current", every_role, none, sign_out);
  leave.request_id = false;  // ending an ended session changes nothing
  rules.push_back(leave);
  rules.push_back(read("get_me", "/v1/me", every_role, read_scope, get_me));

  rules.push_back(read("search_declarations", "/v1/declarations", readers, read_scope, search_declarations));
  auto lodge = write("lodge_declaration", Method::post, "/v1/declarations", filers, write_scope, nullptr);
  lodge.handle_async = lodge_declaration;
  lodge.body_limit = 1 << 20;
  rules.push_back(lodge);
  auto batch = write("lodge_batch", Method::post, "/v1/declarations/batch", filers, write_scope, nullptr);
  batch.handle_async = lodge_batch;
  batch.streams = true;
  batch.body_limit = std::size_t{4} << 30;
  rules.push_back(batch);
  auto check =
      write("check_declaration", Method::post, "/v1/declarations/check", actors, read_scope, check_declaration);
  check.request_id = false;  // writes nothing
  check.body_limit = 1 << 20;
  rules.push_back(check);
  auto csv = read("export_declarations", "/v1/declarations/export.csv", readers, read_scope, nullptr);
  csv.handle_async = export_declarations;
  rules.push_back(csv);
  rules.push_back(read("get_declaration", "/v1/declarations/{id}", readers, read_scope, get_declaration));
  rules.push_back(write("record_examination", Method::post, "/v1/declarations/{id}/examinations", customs, none,
                        record_examination));
  rules.push_back(
      write("record_event", Method::post, "/v1/declarations/{id}/events", actors, write_scope, record_event));
  rules.push_back(write("amend_declaration", Method::post, "/v1/declarations/{id}/amendments", actors, write_scope,
                        amend_declaration));
  rules.push_back(
      write("override_channel", Method::post, "/v1/declarations/{id}/channel", customs, none, override_channel));
  rules.push_back(write("look_up_personal_data", Method::post, "/v1/declarations/{id}/personal-data-lookups", customs,
                        none, look_up_personal_data));

  // Import declarations.
  constexpr Roles importers = {Role::trader, Role::broker, Role::officer, Role::supervisor, Role::auditor};
  rules.push_back(read("list_import_declarations", "/v1/import-declarations", importers, imports_read_scope,
                       list_import_declarations));
  auto lodge_import = write("lodge_import_declaration", Method::post, "/v1/import-declarations", represented,
                            imports_write_scope, lodge_import_declaration);
  lodge_import.body_limit = 4 << 20;
  rules.push_back(lodge_import);
  auto amend_import = write("amend_import_declaration", Method::post, "/v1/import-declarations/{id}/amendments",
                            represented, imports_write_scope, amend_import_declaration);
  amend_import.body_limit = lodge_import.body_limit;
  rules.push_back(amend_import);
  rules.push_back(read("get_import_declaration", "/v1/import-declarations/{id}", importers, imports_read_scope,
                       get_import_declaration));
  auto own_quote = write("quote_own_correction", Method::post, "/v1/import-declarations/{id}/quotes", represented,
                         notices_scope, quote_own_correction);
  own_quote.request_id = false;  // writes nothing
  rules.push_back(own_quote);
  rules.push_back(write("file_own_correction", Method::post, "/v1/import-declarations/{id}/corrections", represented,
                        notices_scope, file_own_correction));

  // Examination work.
  rules.push_back(read("get_checklist", "/v1/declarations/{id}/checklist", figures, none, get_checklist));
  auto evidence =
      write("add_evidence", Method::put, "/v1/declarations/{id}/evidence/{evidence_id}", customs, none, add_evidence);
  evidence.body_limit = 16 << 20;  // the policy allows less, and says so in words
  rules.push_back(evidence);
  auto reading = write("read_evidence", Method::post, "/v1/declarations/{id}/evidence/{evidence_id}/reads", figures,
                       none, read_evidence);
  rules.push_back(reading);
  rules.push_back(write("order_second_look", Method::post, "/v1/declarations/{id}/second-look-orders", supervisors,
                        none, order_second_look));
  rules.push_back(write("record_second_look", Method::post, "/v1/declarations/{id}/second-looks", customs, none,
                        record_second_look));
  rules.push_back(write("record_audit", Method::post, "/v1/declarations/{id}/audits", customs, none, record_audit));
  rules.push_back(read("get_profiles", "/v1/declarations/{id}/profiles", figures, none, get_profiles));
  rules.push_back(read("get_worklist", "/v1/offices/{office}/worklist", figures, none, get_worklist));
  rules.push_back(read("get_capacity", "/v1/offices/{office}/capacity", figures, none, get_capacity));
  rules.push_back(
      write("plan_capacity", Method::put, "/v1/offices/{office}/capacity/{from}", supervisors, none, plan_capacity));
  rules.push_back(read("list_audit_sample", "/v1/audit-sample", figures, none, list_audit_sample));
  rules.push_back(
      write("draw_audit_sample", Method::post, "/v1/audit-sample/draws", supervisors, none, draw_audit_sample));
  rules.push_back(read("get_risk_overview", "/v1/risk-overview", figures, statistics_scope, get_risk_overview));
  rules.push_back(read("get_risk_watch", "/v1/risk-watch", figures, statistics_scope, get_risk_watch));

  // Payment.
  rules.push_back(read("list_payment_orders", "/v1/payment-orders", payers, read_scope, list_payment_orders));
  rules.push_back(read("get_payment_order", "/v1/payment-orders/{id}", payers, read_scope, get_payment_order));
  rules.push_back(read("get_statement", "/v1/statement", payers, read_scope, get_statement));
  rules.push_back(read("list_bank_files", "/v1/bank-files", figures, none, list_bank_files));
  auto bank_file = write("add_bank_file", Method::put, "/v1/bank-files", customs, none, add_bank_file);
  bank_file.body_limit = 32 << 20;  // the policy allows less, and says so in words
  rules.push_back(bank_file);
  rules.push_back(read("get_bank_file", "/v1/bank-files/{file_id}", figures, none, get_bank_file));

  // Debts.
  constexpr Roles debtors = {Role::trader, Role::officer, Role::supervisor, Role::auditor};
  rules.push_back(read("list_debts", "/v1/debts", debtors, read_scope, list_debts));
  rules.push_back(read("get_debt_statement", "/v1/debts/{id}/statement", debtors, read_scope, get_debt_statement));
  rules.push_back(read("get_debt_measures", "/v1/debts/{id}/measures", debtors, read_scope, get_debt_measures));
  rules.push_back(write("print_debt_letter", Method::post, "/v1/debts/{id}/letters", customs, none, print_debt_letter));
  rules.push_back(write("add_debt_event", Method::post, "/v1/debts/{id}/events", customs, none, add_debt_event));
  rules.push_back(read("get_arrears_figures", "/v1/arrears-figures", figures, statistics_scope, get_arrears_figures));
  // Arrears.
  rules.push_back(read("list_arrears_cases", "/v1/arrears-cases", figures, none, list_arrears_cases));
  auto opening = write("open_arrears_case", Method::post, "/v1/arrears-cases", customs, none, open_arrears_case);
  opening.body_limit = 1 << 20;
  rules.push_back(opening);
  rules.push_back(read("get_arrears_case", "/v1/arrears-cases/{id}", figures, none, get_arrears_case));
  rules.push_back(write("enter_into_arrears_case", Method::post, "/v1/arrears-cases/{id}/entries", customs, none,
                        enter_into_arrears_case));

  // Notices of possible errors.
  rules.push_back(read("list_notices", "/v1/notices", payers, read_scope, list_notices));
  rules.push_back(read("get_notice", "/v1/notices/{id}", payers, read_scope, get_notice));
  rules.push_back(
      write("open_notice", Method::post, "/v1/notices/{id}/opening", represented, notices_scope, open_notice));
  auto quote =
      write("quote_correction", Method::post, "/v1/notices/{id}/quotes", represented, notices_scope, quote_correction);
  quote.request_id = false;  // writes nothing
  quote.body_limit = 1 << 20;
  rules.push_back(quote);
  auto correction = write("file_correction", Method::post, "/v1/notices/{id}/corrections", represented, notices_scope,
                          file_correction);
  correction.body_limit = 1 << 20;
  rules.push_back(correction);
  rules.push_back(
      write("answer_notice", Method::post, "/v1/notices/{id}/answers", represented, notices_scope, answer_notice));
  auto notice_evidence = write("add_notice_evidence", Method::put, "/v1/notices/{id}/evidence/{evidence_id}",
                               represented, notices_scope, add_notice_evidence);
  notice_evidence.body_limit = 16 << 20;  // the policy allows less, and says so in words
  rules.push_back(notice_evidence);
  rules.push_back(write("read_notice_evidence", Method::post, "/v1/notices/{id}/evidence/{evidence_id}/reads", payers,
                        none, read_notice_evidence));
  rules.push_back(write("decide_notice", Method::post, "/v1/notices/{id}/decisions", customs, none, decide_notice));
  auto answers =
      write("answer_notices", Method::post, "/v1/notice-answers", represented, notices_scope, answer_notices);
  answers.body_limit = 8 << 20;
  answers.body_type = "text/csv";
  answers.other_body_type = xlsx_type;
  rules.push_back(answers);
  rules.push_back(read("get_notice_effect", "/v1/notice-effect", figures, statistics_scope, get_notice_effect));
  rules.push_back(read("get_notice_letter", "/v1/notices/{id}/letter", payers, read_scope, get_notice_letter));
  rules.push_back(read("list_detectors", "/v1/detectors", figures, statistics_scope, list_detectors));
  rules.push_back(
      write("retire_detector", Method::post, "/v1/detectors/{id}/retirements", customs, none, retire_detector));
  rules.push_back(write("put_back_detector", Method::post, "/v1/detectors/{id}/reinstatements", supervisors, none,
                        put_back_detector));
  rules.push_back(read("list_detector_findings", "/v1/detectors/{id}/findings", figures, none, list_detector_findings));
  rules.push_back(read("list_detection_runs", "/v1/detection-runs", figures, statistics_scope, list_detection_runs));
  rules.push_back(read("get_detection_run", "/v1/detection-runs/{id}", figures, statistics_scope, get_detection_run));
  rules.push_back(write("start_detection_run", Method::post, "/v1/detection-runs", customs, none, start_detection_run));

  // Plans of payment.
  constexpr Roles planners = {Role::trader, Role::officer, Role::supervisor};
  rules.push_back(read("get_debt_plans", "/v1/debts/{id}/plans", debtors, read_scope, get_debt_plans));
  rules.push_back(
      write("apply_for_plan", Method::post, "/v1/debts/{id}/plan-applications", planners, none, apply_for_plan));
  rules.push_back(read("list_plan_applications", "/v1/plan-applications", debtors, read_scope, list_plan_applications));
  rules.push_back(
      read("get_plan_application", "/v1/plan-applications/{id}", debtors, read_scope, get_plan_application));
  rules.push_back(write("decide_plan_application", Method::post, "/v1/plan-applications/{id}/decisions", customs, none,
                        decide_plan_application));
  rules.push_back(write("replan_plan_application", Method::post, "/v1/plan-applications/{id}/replans", planners, none,
                        replan_plan_application));
  rules.push_back(write("close_plan_application", Method::post, "/v1/plan-applications/{id}/endings", planners, none,
                        close_plan_application));
  rules.push_back(read("get_debt_remedies", "/v1/debts/{id}/remedies", debtors, read_scope, get_debt_remedies));
  auto plan_evidence = write("add_plan_evidence", Method::put, "/v1/plan-applications/{id}/evidence/{evidence_id}",
                             planners, none, add_plan_evidence);
  plan_evidence.body_limit = 16 << 20;  // the policy allows less, and says so in words
  rules.push_back(plan_evidence);
  rules.push_back(write("read_plan_evidence", Method::post, "/v1/plan-applications/{id}/evidence/{evidence_id}/reads",
                        debtors, none, read_plan_evidence));
  rules.push_back(write("consent_plan_application", Method::post, "/v1/plan-applications/{id}/consents", traders, none,
                        consent_plan_application));
  rules.push_back(write("hand_over_plan_application", Method::post, "/v1/plan-applications/{id}/hand-overs", customs,
                        none, hand_over_plan_application));
  rules.push_back(write("print_plan_letter", Method::post, "/v1/plan-applications/{id}/letters", planners, none,
                        print_plan_letter));

  // Special clearing campaigns.
  rules.push_back(read("list_campaigns", "/v1/campaigns", figures, none, list_campaigns));
  rules.push_back(write("draft_campaign", Method::post, "/v1/campaigns", customs, none, draft_campaign));
  auto preview = write("preview_campaign", Method::post, "/v1/campaign-previews", customs, none, preview_campaign);
  preview.request_id = false;  // writes nothing
  rules.push_back(preview);
  rules.push_back(read("get_campaign", "/v1/campaigns/{id}", figures, none, get_campaign));
  rules.push_back(write("change_campaign", Method::put, "/v1/campaigns/{id}", customs, none, change_campaign));
  rules.push_back(
      write("approve_campaign", Method::post, "/v1/campaigns/{id}/approval", supervisors, none, approve_campaign));
  rules.push_back(
      write("cancel_campaign", Method::post, "/v1/campaigns/{id}/cancellation", customs, none, cancel_campaign));
  rules.push_back(read("list_campaign_contacts", "/v1/campaigns/{id}/contacts", figures, none, list_campaign_contacts));
  auto contacts =
      write("add_campaign_contacts", Method::post, "/v1/campaigns/{id}/contacts", customs, none, add_campaign_contacts);
  contacts.body_limit = 8 << 20;
  contacts.body_type = "application/octet-stream";
  rules.push_back(contacts);

  // Advance rulings.
  rules.push_back(read("list_rulings", "/v1/rulings", payers, read_scope, list_rulings));
  auto open_file = write("open_ruling", Method::post, "/v1/rulings", represented, rulings_scope, open_ruling);
  open_file.body_limit = 1 << 20;
  rules.push_back(open_file);
  rules.push_back(read("get_ruling", "/v1/rulings/{id}", payers, read_scope, get_ruling));
  auto edit_file =
      write("edit_ruling", Method::put, "/v1/rulings/{id}/application", represented, rulings_scope, edit_ruling);
  edit_file.body_limit = 1 << 20;
  rules.push_back(edit_file);
  rules.push_back(
      write("take_ruling_step", Method::post, "/v1/rulings/{id}/steps", represented, rulings_scope, take_ruling_step));
  auto ruling_decision =
      write("decide_ruling", Method::post, "/v1/rulings/{id}/decisions", customs, none, decide_ruling);
  ruling_decision.body_limit = 1 << 20;
  rules.push_back(ruling_decision);
  auto ruling_evidence = write("add_ruling_evidence", Method::put, "/v1/rulings/{id}/evidence/{evidence_id}",
                               represented, rulings_scope, add_ruling_evidence);
  ruling_evidence.body_limit = 16 << 20;  // the policy allows less, and says so in words
  rules.push_back(ruling_evidence);
  rules.push_back(write("read_ruling_evidence", Method::post, "/v1/rulings/{id}/evidence/{evidence_id}/reads", payers,
                        none, read_ruling_evidence));
  rules.push_back(
      read("get_ruling_letter", "/v1/rulings/{id}/letters/{letter}", payers, read_scope, get_ruling_letter));
  rules.push_back(open_to_all("search_public_rulings", "/v1/public/rulings", search_public_rulings));
  rules.push_back(open_to_all("get_public_ruling", "/v1/public/rulings/{number}", get_public_ruling));
  rules.push_back(open_to_all("list_similar_rulings", "/v1/public/similar-rulings", list_similar_rulings));
  // Settlement programmes, refunds, the home page of a firm.
  rules.push_back(read("list_programme_schemes", "/v1/programme-schemes", payers, read_scope, list_programme_schemes));
  rules.push_back(read("list_programmes", "/v1/programmes", payers, read_scope, list_programmes));
  rules.push_back(
      write("apply_for_programme", Method::post, "/v1/programmes", represented, programmes_scope, apply_for_programme));
  rules.push_back(read("get_programme", "/v1/programmes/{id}", payers, read_scope, get_programme));
  rules.push_back(write("answer_self_check", Method::post, "/v1/programmes/{id}/answers", represented, programmes_scope,
                        answer_self_check));
  auto self_check_quote = write("quote_self_check", Method::post, "/v1/programmes/{id}/quotes", represented,
                                programmes_scope, quote_self_check);
  self_check_quote.request_id = false;  // writes nothing
  rules.push_back(self_check_quote);
  rules.push_back(write("correct_in_self_check", Method::post, "/v1/programmes/{id}/corrections", represented,
                        programmes_scope, correct_in_self_check));
  rules.push_back(write("step_programme", Method::post, "/v1/programmes/{id}/steps", represented, programmes_scope,
                        step_programme));
  rules.push_back(
      write("decide_programme", Method::post, "/v1/programmes/{id}/decisions", customs, none, decide_programme));
  rules.push_back(read("get_audit_exemption", "/v1/audit-exemption", payers, read_scope, get_audit_exemption));
  rules.push_back(read("list_refunds", "/v1/refunds", payers, read_scope, list_refunds));
  rules.push_back(read("get_refund", "/v1/refunds/{id}", payers, read_scope, get_refund));
  rules.push_back(write("propose_refund", Method::post, "/v1/refunds", customs, none, propose_refund));
  rules.push_back(write("decide_refund", Method::post, "/v1/refunds/{id}/decision", customs, none, decide_refund));
  rules.push_back(write("pay_refund", Method::post, "/v1/refunds/{id}/payment", customs, none, pay_refund));
  rules.push_back(read("get_refund_claim", "/v1/refund-claims/{id}", payers, read_scope, get_refund_claim));
  rules.push_back(
      write("refuse_refund_claim", Method::post, "/v1/refund-claims/{id}/refusal", customs, none, refuse_refund_claim));
  rules.push_back(read("get_firm_home", "/v1/firm-home", represented, read_scope, get_firm_home));
  // Seizure, sale, distribution.
  rules.push_back(read("list_seizures", "/v1/seizures", figures, none, list_seizures));
  rules.push_back(write("propose_seizure", Method::post, "/v1/seizures", customs, none, propose_seizure));
  rules.push_back(read("get_seizure_worklist", "/v1/seizure-worklist", figures, none, get_seizure_worklist));
  auto protected_amount =
      write("compute_protected_amount", Method::post, "/v1/protected-amounts", figures, none, compute_protected_amount);
  protected_amount.request_id = false;  // writes nothing
  rules.push_back(protected_amount);
  rules.push_back(read("get_seizure", "/v1/seizures/{id}", figures, none, get_seizure));
  auto seizure_step =
      write("take_seizure_step", Method::post, "/v1/seizures/{id}/steps", customs, none, take_seizure_step);
  seizure_step.body_limit = 1 << 20;
  rules.push_back(seizure_step);
  rules.push_back(
      write("add_seizure_record", Method::post, "/v1/seizures/{id}/records", customs, none, add_seizure_record));
  rules.push_back(write("look_up_seizure", Method::post, "/v1/seizures/{id}/look-ups", figures, none, look_up_seizure));
  auto seizure_evidence = write("add_seizure_evidence", Method::put, "/v1/seizures/{id}/evidence/{evidence_id}",
                                customs, none, add_seizure_evidence);
  seizure_evidence.body_limit = 16 << 20;  // the policy allows less, and says so in words
  rules.push_back(seizure_evidence);
  rules.push_back(write("read_seizure_evidence", Method::post, "/v1/seizures/{id}/evidence/{evidence_id}/reads",
                        figures, none, read_seizure_evidence));
  rules.push_back(write("assign_seizure", Method::put, "/v1/seizures/{id}/officer", supervisors, none, assign_seizure));
  rules.push_back(
      write("print_seizure_letter", Method::post, "/v1/seizures/{id}/letters", customs, none, print_seizure_letter));

  rules.push_back(read("list_offices", "/v1/offices", every_role, read_scope, list_offices));
  rules.push_back(read("get_office_day", "/v1/offices/{office}/day", figures, statistics_scope, get_office_day));
  rules.push_back(read("get_statistics", "/v1/statistics", figures, statistics_scope, get_statistics));
  rules.push_back(read("get_elements", "/v1/elements", every_role, read_scope, get_elements));
  rules.push_back(read("get_codes", "/v1/codes/{list}", every_role, read_scope, get_codes));
  rules.push_back(read("list_law", "/v1/law", every_role, read_scope, list_law));
  rules.push_back(read("get_law", "/v1/law/{id}", every_role, read_scope, get_law));
  rules.push_back(read("get_law_source", "/v1/law-sources/{cite}", every_role, read_scope, get_law_source));

  rules.push_back(read("list_drafts", "/v1/drafts", filers, none, list_drafts));
  rules.push_back(read("get_draft", "/v1/drafts/{draft_id}", filers, none, get_draft));
  auto save = write("save_draft", Method::put, "/v1/drafts/{draft_id}", filers, none, save_draft);
  save.body_limit = 1 << 20;
  rules.push_back(save);
  rules.push_back(write("delete_draft", Method::delete_, "/v1/drafts/{draft_id}", filers, none, delete_draft));
  rules.push_back(open_to_all("list_random_selection", "/v1/random-selection", list_random_selection));
  rules.push_back(open_to_all("get_random_day_file", "/v1/random-selection/{day}/file", get_random_day_file));
  rules.push_back(read("list_mandates", "/v1/mandates", represented, none, list_mandates));
  rules.push_back(write("give_mandate", Method::post, "/v1/mandates", traders, none, give_mandate));
  rules.push_back(write("revoke_mandate", Method::delete_, "/v1/mandates/{mandate_id}", traders, none, revoke_mandate));
  rules.push_back(read("list_mandate_uses", "/v1/mandates/{mandate_id}/uses", represented, none, list_mandate_uses));
  rules.push_back(read("list_api_tokens", "/v1/api-tokens", readers, none, list_api_tokens));
  rules.push_back(write("create_api_token", Method::post, "/v1/api-tokens", readers, none, create_api_token));
  rules.push_back(
      write("revoke_api_token", Method::delete_, "/v1/api-tokens/{token_id}", readers, none, revoke_api_token));

  rules.push_back(read("list_accounts", "/v1/accounts", administrators, none, list_accounts));
  rules.push_back(write("create_account", Method::post, "/v1/accounts", administrators, none, create_account));
  rules.push_back(
      write("change_account", Method::patch, "/v1/accounts/{account_id}", administrators, none, change_account));
  rules.push_back(read("verify_audit", "/v1/audit/verification", auditors, none, verify_audit));

  // versions of what decides: officers draft and rehearse, supervisors decide, auditors read
  rules.push_back(read("list_risk_versions", "/v1/risk/versions", figures, none, list_risk_versions));
  auto draft = write("create_risk_version", Method::post, "/v1/risk/versions", customs, none, create_risk_version);
  draft.body_limit = 4 << 20;
  rules.push_back(draft);
  rules.push_back(read("get_risk_version", "/v1/risk/versions/{version_id}", figures, none, get_risk_version));
  auto edit =
      write("edit_risk_version", Method::put, "/v1/risk/versions/{version_id}", customs, none, edit_risk_version);
  edit.body_limit = 4 << 20;
  rules.push_back(edit);
  auto enter = write("enter_model", Method::post, "/v1/risk/models", customs, none, enter_model);
  enter.body_limit = 16 << 20;
  enter.body_type = "application/octet-stream";
  rules.push_back(enter);
  auto evaluation = write("keep_evaluation", Method::put, "/v1/risk/versions/{version_id}/evaluation", customs, none,
                          keep_evaluation);
  evaluation.body_limit = 1 << 20;
  rules.push_back(evaluation);
  rules.push_back(write("approve_risk_version", Method::post, "/v1/risk/versions/{version_id}/approval", supervisors,
                        none, approve_risk_version));
  rules.push_back(write("reject_risk_version", Method::post, "/v1/risk/versions/{version_id}/rejection", supervisors,
                        none, reject_risk_version));
  rules.push_back(write("activate_risk_version", Method::post, "/v1/risk/versions/{version_id}/activation", supervisors,
                        none, activate_risk_version));
  rules.push_back(write("roll_back_risk_version", Method::post, "/v1/risk/versions/{version_id}/roll-back", supervisors,
                        none, roll_back_risk_version));
  rules.push_back(write("start_rehearsal", Method::post, "/v1/risk/versions/{version_id}/rehearsals", customs, none,
                        start_rehearsal));
  rules.push_back(read("get_rehearsal", "/v1/risk/rehearsals/{rehearsal_id}", figures, none, get_rehearsal));
  auto rule_check = write("check_rule", Method::post, "/v1/risk/rule-checks", customs, none, check_rule);
  rule_check.request_id = false;  // writes nothing
  rule_check.body_limit = 4 << 20;
  rules.push_back(rule_check);
  rules.push_back(read("list_rule_names", "/v1/risk/rule-names", figures, none, list_rule_names));

  rules.push_back(open_to_all("get_contract", "/v1/openapi.yaml", get_contract));
  rules.push_back(open_to_all("health", "/health", health));
  rules.push_back(open_to_all("metrics", "/metrics", metrics));
  return rules;
}

}  // namespace

const std::vector<RouteRule>& route_rules() {
  static const auto rules = make_rules();
  return rules;
}

}  // namespace clearway::api
