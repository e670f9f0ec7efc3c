#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <set>

#include "api/routes.h"
#include "api/testing.h"

namespace clearway::api {
namespace {

YAML::Node contract_yaml() { return YAML::LoadFile(std::string(CLEARWAY_SOURCE_DIR) + "/api/openapi.yaml"); }

std::string upper(std::string text) {
  for (auto& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

bool has_parameter(const YAML::Node& operation, const std::string& name) {
  for (const auto& parameter : operation["parameters"]) {
    if (parameter["$ref"] && parameter["$ref"].as<std::string>() == "#/components/parameters/" + name) return true;
  }
  return false;
}

std::set<std::string> roles_of(const RouteRule& rule) {
  if (rule.is_public) return {"public"};
  std::set<std::string> roles;
  for (std::size_t i = 0; i < identity::role_names.size(); ++i) {
    if (rule.roles.has(static_cast<Role>(i))) roles.emplace(identity::role_names[i]);
  }
  return roles.size() == identity::role_names.size() ? std::set<std::string>{"signed_in"} : roles;
}

TEST(Contract, AgreesWithTheRoutes) {
  std::map<std::string, const RouteRule*> rules;
  for (const auto& rule : route_rules()) rules[std::string(rule.operation)] = &rule;
  std::size_t operations = 0;
  for (const auto& path : contract_yaml()["paths"]) {
    for (const auto& method : path.second) {
      const auto& operation = method.second;
      const auto id = operation["operationId"].as<std::string>();
      SCOPED_TRACE(id);
      ++operations;
      ASSERT_TRUE(rules.contains(id));
      const auto& rule = *rules[id];
      EXPECT_EQ(rule.pattern, path.first.as<std::string>());
      EXPECT_EQ(name(rule.method), upper(method.first.as<std::string>()));
      std::set<std::string> roles;
      for (const auto& role : operation["x-roles"]) roles.insert(role.as<std::string>());
      EXPECT_EQ(roles_of(rule), roles);
      EXPECT_EQ(rule.scope, operation["x-scope"] ? operation["x-scope"].as<std::string>() : "");
      EXPECT_EQ(rule.request_id, has_parameter(operation, "RequestId"));
      EXPECT_EQ(rule.csrf, has_parameter(operation, "CsrfToken"));
      EXPECT_EQ(rule.is_public, operation["security"] && operation["security"].size() == 0);
    }
  }
  EXPECT_EQ(operations, route_rules().size());
}

/// What each person is answered on each route. `send` is a request that a permitted person is answered as said; so a
/// route where somebody gets through who should not, or does not who should, shows in its row.
struct Row {
  std::string_view operation;
  std::string method, path, body;
  int nobody, trader, broker, courier, officer, supervisor, auditor, administrator, other_trader, other_courier,
      other_officer;
};

std::vector<Row> rows(const std::string& of_trader) {
  const std::string one = "/v1/declarations/" + of_trader;
  // An invalid body tells a permitted person (422) from one who is refused (403) or shown nothing (404).
  return {
      {"sign_in", "POST", "/v1/sessions", "{}", 422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422},
      {"get_me", "GET", "/v1/me", "", 401, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200},
      {"search_declarations", "GET", "/v1/declarations", "", 401, 200, 200, 200, 200, 200, 200, 403, 200, 200, 200},
      {"lodge_declaration", "POST", "/v1/declarations", "{}", 401, 422, 422, 422, 403, 403, 403, 403, 422, 422, 403},
      {"lodge_batch", "POST", "/v1/declarations/batch", "{}", 401, 200, 200, 200, 403, 403, 403, 403, 200, 200, 403},
      {"check_declaration", "POST", "/v1/declarations/check", "{}", 401, 200, 200, 200, 200, 200, 403, 403, 200, 200,
       200},
      {"export_declarations", "GET", "/v1/declarations/export.csv", "", 401, 200, 200, 200, 200, 200, 200, 403, 200,
       200, 200},
      {"get_declaration", "GET", one, "", 401, 200, 404, 404, 200, 200, 200, 403, 404, 404, 404},
      {"list_import_declarations", "GET", "/v1/import-declarations", "", 401, 200, 200, 403, 200, 200, 200, 403, 200,
       403, 200},
      {"lodge_import_declaration", "POST", "/v1/import-declarations", "{}", 401, 422, 422, 403, 403, 403, 403, 403, 422,
       403, 403},
      {"amend_import_declaration", "POST", "/v1/import-declarations/" + testing::party + ".none/amendments", "{}", 401,
       422, 422, 403, 403, 403, 403, 403, 422, 403, 403},
      {"get_import_declaration", "GET", "/v1/import-declarations/" + testing::party + ".none", "", 401, 404, 404, 403,
       404, 404, 404, 403, 404, 403, 404},
      {"quote_own_correction", "POST", "/v1/import-declarations/B1248100998.none/quotes", "{}", 401, 404, 404, 403, 403,
       403, 403, 403, 404, 403, 403},
      {"file_own_correction", "POST", "/v1/import-declarations/B1248100998.none/corrections", "{}", 401, 404, 404, 403,
       403, 403, 403, 403, 404, 403, 403},
      {"record_examination", "POST", one + "/examinations", "{}", 401, 403, 403, 403, 422, 422, 403, 403, 403, 403,
       404},
      {"record_event", "POST", one + "/events", "{}", 401, 422, 404, 404, 422, 422, 403, 403, 404, 404, 404},
      {"amend_declaration", "POST", one + "/amendments", "{}", 401, 422, 404, 404, 422, 422, 403, 403, 404, 404, 404},
      {"override_channel", "POST", one + "/channel", "{}", 401, 403, 403, 403, 422, 422, 403, 403, 403, 403, 404},
      {"look_up_personal_data", "POST", one + "/personal-data-lookups", "{}", 401, 403, 403, 403, 422, 422, 403, 403,
       403, 403, 404},
      {"get_checklist", "GET", one + "/checklist", "", 401, 403, 403, 403, 200, 200, 200, 403, 403, 403, 404},
      {"add_evidence", "PUT", one + "/evidence/evidence-1?name=a.pdf", "{}", 401, 403, 403, 403, 415, 415, 403, 403,
       403, 403, 404},
      {"read_evidence", "POST", one + "/evidence/evidence-1/reads", "{}", 401, 403, 403, 403, 422, 422, 422, 403, 403,
       403, 404},
      {"order_second_look", "POST", one + "/second-look-orders", "{}", 401, 403, 403, 403, 403, 422, 403, 403, 403, 403,
       403},
      {"record_second_look", "POST", one + "/second-looks", "{}", 401, 403, 403, 403, 422, 422, 403, 403, 403, 403,
       404},
      {"record_audit", "POST", one + "/audits", "{}", 401, 403, 403, 403, 422, 422, 403, 403, 403, 403, 404},
      {"get_profiles", "GET", one + "/profiles", "", 401, 403, 403, 403, 200, 200, 200, 403, 403, 403, 404},
      {"get_worklist", "GET", "/v1/offices/040/worklist", "", 401, 403, 403, 403, 200, 200, 200, 403, 403, 403, 404},
      {"get_capacity", "GET", "/v1/offices/040/capacity", "", 401, 403, 403, 403, 200, 200, 200, 403, 403, 403, 404},
      {"plan_capacity", "PUT", "/v1/offices/040/capacity/2026-12-01", "{}", 401, 403, 403, 403, 403, 422, 403, 403, 403,
       403, 403},
      {"list_audit_sample", "GET", "/v1/audit-sample?office=040", "", 401, 403, 403, 403, 200, 200, 200, 403, 403, 403,
       404},
      {"draw_audit_sample", "POST", "/v1/audit-sample/draws", "{}", 401, 403, 403, 403, 403, 422, 403, 403, 403, 403,
       403},
      {"get_risk_overview", "GET", "/v1/risk-overview", "", 401, 403, 403, 403, 200, 200, 200, 403, 403, 403, 200},
      {"get_risk_watch", "GET", "/v1/risk-watch", "", 401, 403, 403, 403, 200, 200, 200, 403, 403, 403, 200},
      {"list_payment_orders", "GET", "/v1/payment-orders?party=B1248100998", "", 401, 200, 404, 403, 200, 200, 200, 403,
       404, 403, 200},
      {"get_payment_order", "GET", "/v1/payment-orders/B1248100998.none", "", 401, 404, 404, 403, 404, 404, 404, 403,
       404, 403, 404},
      {"get_statement", "GET", "/v1/statement?party=B1248100998", "", 401, 200, 404, 403, 200, 200, 200, 403, 404, 403,
       200},
      {"list_bank_files", "GET", "/v1/bank-files", "", 401, 403, 403, 403, 200, 200, 200, 403, 403, 403, 200},
      {"add_bank_file", "PUT", "/v1/bank-files?name=a.csv", "{}", 401, 403, 403, 403, 422, 422, 403, 403, 403, 403,
       422},
      {"get_bank_file", "GET", "/v1/bank-files/none", "", 401, 403, 403, 403, 404, 404, 404, 403, 403, 403, 404},
      {"list_arrears_cases", "GET", "/v1/arrears-cases", "", 401, 403, 403, 403, 200, 200, 200, 403, 403, 403, 200},
      {"open_arrears_case", "POST", "/v1/arrears-cases", "{}", 401, 403, 403, 403, 422, 422, 403, 403, 403, 403, 422},
      {"get_arrears_case", "GET", "/v1/arrears-cases/B1248100998.none", "", 401, 403, 403, 403, 404, 404, 404, 403, 403,
       403, 404},
      {"enter_into_arrears_case", "POST", "/v1/arrears-cases/B1248100998.none/entries", "{}", 401, 403, 403, 403, 404,
       404, 403, 403, 403, 403, 404},
      {"list_notices", "GET", "/v1/notices", "", 401, 200, 200, 403, 200, 200, 200, 403, 200, 403, 200},
      {"get_notice", "GET", "/v1/notices/B1248100998.none", "", 401, 404, 404, 403, 404, 404, 404, 403, 404, 403, 404},
      {"open_notice", "POST", "/v1/notices/B1248100998.none/opening", "", 401, 404, 404, 403, 403, 403, 403, 403, 404,
       403, 403},
      {"quote_correction", "POST", "/v1/notices/B1248100998.none/quotes", "{}", 401, 404, 404, 403, 403, 403, 403, 403,
       404, 403, 403},
      {"file_correction", "POST", "/v1/notices/B1248100998.none/corrections", "{}", 401, 404, 404, 403, 403, 403, 403,
       403, 404, 403, 403},
      {"answer_notice", "POST", "/v1/notices/B1248100998.none/answers", "{}", 401, 404, 404, 403, 403, 403, 403, 403,
       404, 403, 403},
      {"add_notice_evidence", "PUT", "/v1/notices/B1248100998.none/evidence/evidence-1?name=a.pdf", "{}", 401, 404, 404,
       403, 403, 403, 403, 403, 404, 403, 403},
      {"read_notice_evidence", "POST", "/v1/notices/B1248100998.none/evidence/evidence-1/reads", "{}", 401, 404, 404,
       403, 404, 404, 404, 403, 404, 403, 404},
      {"decide_notice", "POST", "/v1/notices/B1248100998.none/decisions", "{}", 401, 403, 403, 403, 404, 404, 403, 403,
       403, 403, 404},
      {"answer_notices", "POST", "/v1/notice-answers", "{}", 401, 422, 422, 403, 403, 403, 403, 403, 422, 403, 403},
      {"list_rulings", "GET", "/v1/rulings", "", 401, 200, 200, 403, 200, 200, 200, 403, 200, 403, 200},
      {"open_ruling", "POST", "/v1/rulings", "{}", 401, 422, 422, 403, 403, 403, 403, 403, 422, 403, 403},
      {"get_ruling", "GET", "/v1/rulings/B1248100998.none", "", 401, 404, 404, 403, 404, 404, 404, 403, 404, 403, 404},
      {"edit_ruling", "PUT", "/v1/rulings/B1248100998.none/application", "{}", 401, 404, 404, 403, 403, 403, 403, 403,
       404, 403, 403},
      {"take_ruling_step", "POST", "/v1/rulings/B1248100998.none/steps", "{}", 401, 404, 404, 403, 403, 403, 403, 403,
       404, 403, 403},
      {"decide_ruling", "POST", "/v1/rulings/B1248100998.none/decisions", "{}", 401, 403, 403, 403, 404, 404, 403, 403,
       403, 403, 404},
      {"add_ruling_evidence", "PUT", "/v1/rulings/B1248100998.none/evidence/evidence-1?name=a.pdf", "{}", 401, 404, 404,
       403, 403, 403, 403, 403, 404, 403, 403},
      {"read_ruling_evidence", "POST", "/v1/rulings/B1248100998.none/evidence/evidence-1/reads", "{}", 401, 404, 404,
       403, 404, 404, 404, 403, 404, 403, 404},
      {"get_ruling_letter", "GET", "/v1/rulings/B1248100998.none/letters/decision", "", 401, 404, 404, 403, 404, 404,
       404, 403, 404, 403, 404},
      {"search_public_rulings", "GET", "/v1/public/rulings", "", 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200},
      {"get_public_ruling", "GET", "/v1/public/rulings/none", "", 404, 404, 404, 404, 404, 404, 404, 404, 404, 404,
       404},
      {"list_similar_rulings", "GET", "/v1/public/similar-rulings", "", 200, 200, 200, 200, 200, 200, 200, 200, 200,
       200, 200},
      {"get_notice_effect", "GET", "/v1/notice-effect", "", 401, 403, 403, 403, 200, 200, 200, 403, 403, 403, 200},
      {"list_debts", "GET", "/v1/debts", "", 401, 200, 403, 403, 200, 200, 200, 403, 200, 403, 200},
      {"get_debt_statement", "GET", "/v1/debts/B1248100998.none/statement", "", 401, 404, 403, 403, 404, 404, 404, 403,
       404, 403, 404},
      {"get_debt_measures", "GET", "/v1/debts/B1248100998.none/measures", "", 401, 404, 403, 403, 404, 404, 404, 403,
       404, 403, 404},
      {"add_debt_event", "POST", "/v1/debts/B1248100998.none/events", "{}", 401, 403, 403, 403, 404, 404, 403, 403, 403,
       403, 404},
      {"print_debt_letter", "POST", "/v1/debts/B1248100998.none/letters", "{}", 401, 403, 403, 403, 404, 404, 403, 403,
       403, 403, 404},
      {"get_arrears_figures", "GET", "/v1/arrears-figures?from=2026-01-01&to=2026-02-01", "", 401, 403, 403, 403, 200,
       200, 200, 403, 403, 403, 200},
      {"get_debt_plans", "GET", "/v1/debts/B1248100998.none/plans", "", 401, 404, 403, 403, 404, 404, 404, 403, 404,
       403, 404},
      {"apply_for_plan", "POST", "/v1/debts/B1248100998.none/plan-applications", "{}", 401, 404, 403, 403, 404, 404,
       403, 403, 404, 403, 404},
      {"list_plan_applications", "GET", "/v1/plan-applications", "", 401, 200, 403, 403, 200, 200, 200, 403, 200, 403,
       200},
      {"get_plan_application", "GET", "/v1/plan-applications/B1248100998.none", "", 401, 404, 403, 403, 404, 404, 404,
       403, 404, 403, 404},
      {"decide_plan_application", "POST", "/v1/plan-applications/B1248100998.none/decisions", "{}", 401, 403, 403, 403,
       404, 404, 403, 403, 403, 403, 404},
      {"replan_plan_application", "POST", "/v1/plan-applications/B1248100998.none/replans", "{}", 401, 404, 403, 403,
       404, 404, 403, 403, 404, 403, 404},
      {"close_plan_application", "POST", "/v1/plan-applications/B1248100998.none/endings", "", 401, 404, 403, 403, 404,
       404, 403, 403, 404, 403, 404},
      {"get_debt_remedies", "GET", "/v1/debts/B1248100998.none/remedies", "", 401, 404, 403, 403, 404, 404, 404, 403,
       404, 403, 404},
      {"add_plan_evidence", "PUT", "/v1/plan-applications/B1248100998.none/evidence/evidence-1?name=a.pdf", "{}", 401,
       404, 403, 403, 404, 404, 403, 403, 404, 403, 404},
      {"read_plan_evidence", "POST", "/v1/plan-applications/B1248100998.none/evidence/evidence-1/reads", "{}", 401, 404,
       403, 403, 404, 404, 404, 403, 404, 403, 404},
      {"consent_plan_application", "POST", "/v1/plan-applications/B1248100998.none/consents", "{}", 401, 404, 403, 403,
       403, 403, 403, 403, 404, 403, 403},
      {"hand_over_plan_application", "POST", "/v1/plan-applications/B1248100998.none/hand-overs", "{}", 401, 403, 403,
       403, 404, 404, 403, 403, 403, 403, 404},
      {"print_plan_letter", "POST", "/v1/plan-applications/B1248100998.none/letters", "{}", 401, 404, 403, 403, 404,
       404, 403, 403, 404, 403, 404},
      {"list_campaigns", "GET", "/v1/campaigns", "", 401, 403, 403, 403, 200, 200, 200, 403, 403, 403, 200},
      {"draft_campaign", "POST", "/v1/campaigns", "{}", 401, 403, 403, 403, 422, 422, 403, 403, 403, 403, 422},
      {"preview_campaign", "POST", "/v1/campaign-previews", "{}", 401, 403, 403, 403, 422, 422, 403, 403, 403, 403,
       422},
      {"get_campaign", "GET", "/v1/campaigns/040.none", "", 401, 403, 403, 403, 404, 404, 404, 403, 403, 403, 404},
      {"change_campaign", "PUT", "/v1/campaigns/040.none", "{}", 401, 403, 403, 403, 404, 404, 403, 403, 403, 403, 404},
      {"approve_campaign", "POST", "/v1/campaigns/040.none/approval", "", 401, 403, 403, 403, 403, 404, 403, 403, 403,
       403, 403},
      {"cancel_campaign", "POST", "/v1/campaigns/040.none/cancellation", "", 401, 403, 403, 403, 404, 404, 403, 403,
       403, 403, 404},
      {"list_campaign_contacts", "GET", "/v1/campaigns/040.none/contacts", "", 401, 403, 403, 403, 404, 404, 404, 403,
       403, 403, 404},
      {"add_campaign_contacts", "POST", "/v1/campaigns/040.none/contacts", "debtor", 401, 403, 403, 403, 404, 404, 403,
       403, 403, 403, 404},
      {"get_notice_letter", "GET", "/v1/notices/B1248100998.none/letter", "", 401, 404, 404, 403, 404, 404, 404, 403,
       404, 403, 404},
      {"list_programme_schemes", "GET", "/v1/programme-schemes", "", 401, 200, 200, 403, 200, 200, 200, 403, 200, 403,
       200},
      {"list_programmes", "GET", "/v1/programmes", "", 401, 200, 200, 403, 200, 200, 200, 403, 200, 403, 200},
      {"apply_for_programme", "POST", "/v1/programmes", R"({"party_id":"B1248100998"})", 401, 422, 403, 403, 403, 403,
       403, 403, 403, 403, 403},
      {"get_programme", "GET", "/v1/programmes/B1248100998.none", "", 401, 404, 404, 403, 404, 404, 404, 403, 404, 403,
       404},
      {"answer_self_check", "POST", "/v1/programmes/B1248100998.none/answers", "{}", 401, 404, 404, 403, 403, 403, 403,
       403, 404, 403, 403},
      {"quote_self_check", "POST", "/v1/programmes/B1248100998.none/quotes", "{}", 401, 404, 404, 403, 403, 403, 403,
       403, 404, 403, 403},
      {"correct_in_self_check", "POST", "/v1/programmes/B1248100998.none/corrections", "{}", 401, 404, 404, 403, 403,
       403, 403, 403, 404, 403, 403},
      {"step_programme", "POST", "/v1/programmes/B1248100998.none/steps", "{}", 401, 404, 404, 403, 403, 403, 403, 403,
       404, 403, 403},
      {"decide_programme", "POST", "/v1/programmes/B1248100998.none/decisions", "{}", 401, 403, 403, 403, 404, 404, 403,
       403, 403, 403, 404},
      {"get_audit_exemption", "GET", "/v1/audit-exemption?party_id=B1248100998&declared_on=2025-06-01", "", 401, 200,
       404, 403, 200, 200, 200, 403, 404, 403, 200},
      {"list_refunds", "GET", "/v1/refunds?party_id=B1248100998", "", 401, 200, 404, 403, 200, 200, 200, 403, 404, 403,
       200},
      {"get_refund", "GET", "/v1/refunds/B1248100998.none", "", 401, 404, 404, 403, 404, 404, 404, 403, 404, 403, 404},
      {"propose_refund", "POST", "/v1/refunds", "{}", 401, 403, 403, 403, 422, 422, 403, 403, 403, 403, 422},
      {"decide_refund", "POST", "/v1/refunds/B1248100998.none/decision", "{}", 401, 403, 403, 403, 404, 404, 403, 403,
       403, 403, 404},
      {"pay_refund", "POST", "/v1/refunds/B1248100998.none/payment", "{}", 401, 403, 403, 403, 404, 404, 403, 403, 403,
       403, 404},
      {"get_refund_claim", "GET", "/v1/refund-claims/B1248100998.none", "", 401, 404, 404, 403, 404, 404, 404, 403, 404,
       403, 404},
      {"refuse_refund_claim", "POST", "/v1/refund-claims/B1248100998.none/refusal", R"({"text":"no"})", 401, 403, 403,
       403, 404, 404, 403, 403, 403, 403, 404},
      {"get_firm_home", "GET", "/v1/firm-home?party_id=B1248100998", "", 401, 200, 404, 403, 403, 403, 403, 403, 404,
       403, 403},
      {"list_seizures", "GET", "/v1/seizures", "", 401, 403, 403, 403, 200, 200, 200, 403, 403, 403, 200},
      {"propose_seizure", "POST", "/v1/seizures", "{}", 401, 403, 403, 403, 422, 422, 403, 403, 403, 403, 422},
      {"get_seizure_worklist", "GET", "/v1/seizure-worklist?office=040", "", 401, 403, 403, 403, 200, 200, 200, 403,
       403, 403, 404},
      {"compute_protected_amount", "POST", "/v1/protected-amounts", "{}", 401, 403, 403, 403, 422, 422, 422, 403, 403,
       403, 422},
      {"get_seizure", "GET", "/v1/seizures/B1248100998.none", "", 401, 403, 403, 403, 404, 404, 404, 403, 403, 403,
       404},
      {"take_seizure_step", "POST", "/v1/seizures/B1248100998.none/steps", "{}", 401, 403, 403, 403, 404, 404, 403, 403,
       403, 403, 404},
      {"add_seizure_record", "POST", "/v1/seizures/B1248100998.none/records", "{}", 401, 403, 403, 403, 404, 404, 403,
       403, 403, 403, 404},
      {"look_up_seizure", "POST", "/v1/seizures/B1248100998.none/look-ups", "{}", 401, 403, 403, 403, 404, 404, 404,
       403, 403, 403, 404},
      {"add_seizure_evidence", "PUT", "/v1/seizures/B1248100998.none/evidence/evidence-1?name=a.pdf", "{}", 401, 403,
       403, 403, 404, 404, 403, 403, 403, 403, 404},
      {"read_seizure_evidence", "POST", "/v1/seizures/B1248100998.none/evidence/evidence-1/reads", "{}", 401, 403, 403,
       403, 404, 404, 404, 403, 403, 403, 404},
      {"assign_seizure", "PUT", "/v1/seizures/B1248100998.none/officer", "{}", 401, 403, 403, 403, 403, 404, 403, 403,
       403, 403, 403},
      {"print_seizure_letter", "POST", "/v1/seizures/B1248100998.none/letters", "{}", 401, 403, 403, 403, 404, 404, 403,
       403, 403, 403, 404},
      {"list_detectors", "GET", "/v1/detectors", "", 401, 403, 403, 403, 200, 200, 200, 403, 403, 403, 200},
      {"retire_detector", "POST", "/v1/detectors/none/retirements", R"({"reason":"often wrong"})", 401, 403, 403, 403,
       404, 404, 403, 403, 403, 403, 404},
      {"put_back_detector", "POST", "/v1/detectors/none/reinstatements", R"({"reason":"right again"})", 401, 403, 403,
       403, 403, 404, 403, 403, 403, 403, 403},
      {"list_detector_findings", "GET", "/v1/detectors/none/findings", "", 401, 403, 403, 403, 404, 404, 404, 403, 403,
       403, 404},
      {"list_detection_runs", "GET", "/v1/detection-runs", "", 401, 403, 403, 403, 200, 200, 200, 403, 403, 403, 200},
      {"start_detection_run", "POST", "/v1/detection-runs", "", 401, 403, 403, 403, 202, 202, 403, 403, 403, 403, 202},
      {"get_detection_run", "GET", "/v1/detection-runs/none", "", 401, 403, 403, 403, 404, 404, 404, 403, 403, 403,
       404},
      {"list_offices", "GET", "/v1/offices", "", 401, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200},
      {"get_office_day", "GET", "/v1/offices/040/day", "", 401, 403, 403, 403, 200, 200, 200, 403, 403, 403, 404},
      {"get_statistics", "GET", "/v1/statistics?from=2026-11-01&to=2026-11-30", "", 401, 403, 403, 403, 200, 200, 200,
       403, 403, 403, 200},
      {"get_elements", "GET", "/v1/elements?procedure=manifest", "", 401, 200, 200, 200, 200, 200, 200, 200, 200, 200,
       200},
      {"get_codes", "GET", "/v1/codes/countries", "", 401, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200},
      {"list_law", "GET", "/v1/law", "", 401, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200},
      {"get_law", "GET", "/v1/law/export.manifest.max_fob", "", 401, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200},
      {"get_law_source", "GET", "/v1/law-sources/customs-act-241", "", 401, 200, 200, 200, 200, 200, 200, 200, 200, 200,
       200},
      {"list_drafts", "GET", "/v1/drafts", "", 401, 200, 200, 200, 403, 403, 403, 403, 200, 200, 403},
      {"get_draft", "GET", "/v1/drafts/none", "", 401, 404, 404, 404, 403, 403, 403, 403, 404, 404, 403},
      {"save_draft", "PUT", "/v1/drafts/none", "{}", 401, 422, 422, 422, 403, 403, 403, 403, 422, 422, 403},
      {"delete_draft", "DELETE", "/v1/drafts/none", "", 401, 404, 404, 404, 403, 403, 403, 403, 404, 404, 403},
      {"list_random_selection", "GET", "/v1/random-selection", "", 200, 200, 200, 200, 200, 200, 200, 200, 200, 200,
       200},
      {"get_random_day_file", "GET", "/v1/random-selection/2020-01-01/file", "", 404, 404, 404, 404, 404, 404, 404, 404,
       404, 404, 404},
      {"list_mandates", "GET", "/v1/mandates", "", 401, 200, 200, 403, 403, 403, 403, 403, 200, 403, 403},
      {"give_mandate", "POST", "/v1/mandates", "{}", 401, 422, 403, 403, 403, 403, 403, 403, 422, 403, 403},
      {"revoke_mandate", "DELETE", "/v1/mandates/none", "", 401, 404, 403, 403, 403, 403, 403, 403, 404, 403, 403},
      {"list_mandate_uses", "GET", "/v1/mandates/none/uses", "", 401, 404, 404, 403, 403, 403, 403, 403, 404, 403, 403},
      {"list_api_tokens", "GET", "/v1/api-tokens", "", 401, 200, 200, 200, 200, 200, 200, 403, 200, 200, 200},
      {"create_api_token", "POST", "/v1/api-tokens", "{}", 401, 422, 422, 422, 422, 422, 422, 403, 422, 422, 422},
      {"revoke_api_token", "DELETE", "/v1/api-tokens/none", "", 401, 404, 404, 404, 404, 404, 404, 403, 404, 404, 404},
      {"list_accounts", "GET", "/v1/accounts", "", 401, 403, 403, 403, 403, 403, 403, 200, 403, 403, 403},
      {"create_account", "POST", "/v1/accounts", "{}", 401, 403, 403, 403, 403, 403, 403, 422, 403, 403, 403},
      {"change_account", "PATCH", "/v1/accounts/none", "{}", 401, 403, 403, 403, 403, 403, 403, 404, 403, 403, 403},
      {"verify_audit", "GET", "/v1/audit/verification", "", 401, 403, 403, 403, 403, 403, 200, 403, 403, 403, 403},
      {"list_risk_versions", "GET", "/v1/risk/versions", "", 401, 403, 403, 403, 200, 200, 200, 403, 403, 403, 200},
      {"create_risk_version", "POST", "/v1/risk/versions", "{}", 401, 403, 403, 403, 422, 422, 403, 403, 403, 403, 422},
      {"get_risk_version", "GET", "/v1/risk/versions/none", "", 401, 403, 403, 403, 404, 404, 404, 403, 403, 403, 404},
      {"edit_risk_version", "PUT", "/v1/risk/versions/none", "{}", 401, 403, 403, 403, 428, 428, 403, 403, 403, 403,
       428},
      {"enter_model", "POST", "/v1/risk/models", "{}", 401, 403, 403, 403, 415, 415, 403, 403, 403, 403, 415},
      {"keep_evaluation", "PUT", "/v1/risk/versions/none/evaluation", "{}", 401, 403, 403, 403, 428, 428, 403, 403, 403,
       403, 428},
      {"approve_risk_version", "POST", "/v1/risk/versions/none/approval", "{}", 401, 403, 403, 403, 403, 428, 403, 403,
       403, 403, 403},
      {"reject_risk_version", "POST", "/v1/risk/versions/none/rejection", "{}", 401, 403, 403, 403, 403, 428, 403, 403,
       403, 403, 403},
      {"activate_risk_version", "POST", "/v1/risk/versions/none/activation", "{}", 401, 403, 403, 403, 403, 428, 403,
       403, 403, 403, 403},
      {"roll_back_risk_version", "POST", "/v1/risk/versions/none/roll-back", "{}", 401, 403, 403, 403, 403, 428, 403,
       403, 403, 403, 403},
      {"start_rehearsal", "POST", "/v1/risk/versions/none/rehearsals", "{}", 401, 403, 403, 403, 404, 404, 403, 403,
       403, 403, 404},
      {"get_rehearsal", "GET", "/v1/risk/rehearsals/none", "", 401, 403, 403, 403, 404, 404, 404, 403, 403, 403, 404},
      {"check_rule", "POST", "/v1/risk/rule-checks", "{}", 401, 403, 403, 403, 422, 422, 403, 403, 403, 403, 422},
      {"list_rule_names", "GET", "/v1/risk/rule-names", "", 401, 403, 403, 403, 200, 200, 200, 403, 403, 403, 200},
      {"get_contract", "GET", "/v1/openapi.yaml", "", 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200},
      {"health", "GET", "/health", "", 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200},
      {"metrics", "GET", "/metrics", "", 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200},
      {"sign_out", "DELETE", "/v1/sessions/current", "", 401, 204, 204, 204, 204, 204, 204, 204, 204, 204, 204},
  };
}

TEST(Rights, EveryRouteWithEveryRole) {
  testing::World world(db::Engine::sqlite);
  auto trader = world.sign_in("trader");
  const auto lodged = trader.post("/v1/declarations", testing::filing(clearance::examples::simplified(), "RIGHTS-1"));
  ASSERT_EQ(lodged.status, 201) << lodged.body << world.log;
  const auto table = rows(lodged.text("id"));

  std::set<std::string_view> covered;
  for (const auto& row : table) covered.insert(row.operation);
  for (const auto& rule : route_rules())
    EXPECT_TRUE(covered.contains(rule.operation)) << rule.operation << " is missing";

  const std::pair<std::string, int Row::*> people[] = {{"", &Row::nobody},
                                                       {"trader", &Row::trader},
                                                       {"broker", &Row::broker},
                                                       {"courier", &Row::courier},
                                                       {"officer", &Row::officer},
                                                       {"supervisor", &Row::supervisor},
                                                       {"auditor", &Row::auditor},
                                                       {"administrator", &Row::administrator},
                                                       {"other_trader", &Row::other_trader},
                                                       {"other_courier", &Row::other_courier},
                                                       {"other_officer", &Row::other_officer}};
  for (const auto& [name, expected] : people) {
    auto client = name.empty() ? world.nobody() : world.sign_in(name);
    for (const auto& row : table) {
      SCOPED_TRACE(std::string(row.operation) + " as " + (name.empty() ? "nobody" : name));
      std::map<std::string, std::string> headers;
      if (row.operation == "lodge_batch") headers["Content-Type"] = "application/x-ndjson";
      if (row.operation == "add_campaign_contacts") headers["Content-Type"] = "application/octet-stream";
      if (row.operation == "answer_notices") headers["Content-Type"] = "text/csv";
      const auto answer = client.send(row.method, row.path, row.body, headers);
      EXPECT_EQ(answer.status, row.*expected) << answer.body.substr(0, 400);
      if (answer.status >= 400) {
        EXPECT_NE(answer.header("Content-Type").find("application/problem+json"), std::string::npos);
        EXPECT_FALSE(answer.text("fix").empty());
      }
    }
  }
}

TEST(Rights, WhatIsDoneUnderAMandateHasASentence) {
  for (const auto& rule : route_rules()) {
    if (!rule.roles.has(Role::broker) && !rule.roles.has(Role::trader)) continue;
    const bool of_a_matter =
        rule.pattern.find("/{id}") != std::string_view::npos && !rule.pattern.starts_with("/v1/law");
    const bool opens = rule.method == http::Method::get && rule.pattern.find('{') == rule.pattern.rfind('{');
    if (!of_a_matter || !(rule.request_id || opens)) continue;
    EXPECT_NE(testing::messages().find("mandate.operation." + std::string(rule.operation)), nullptr) << rule.operation;
  }
}

TEST(Rights, TokensReachAsFarAsTheirScopes) {
  testing::World world(db::Engine::sqlite);
  auto trader = world.sign_in("trader");
  const auto created =
      trader.post("/v1/api-tokens", R"({"name":"reader","scopes":["declarations:read"],"expires_on":"2026-12-31"})");
  ASSERT_EQ(created.status, 201) << created.body;
  auto program = world.nobody();
  program.token = created.text("token");
  EXPECT_EQ(program.get("/v1/declarations").status, 200);
  EXPECT_EQ(program.post("/v1/declarations", "{}").status, 403);  // no scope to write
  EXPECT_EQ(program.get("/v1/drafts").status, 403);               // not for tokens at all
  EXPECT_EQ(program.get("/v1/api-tokens").status, 403);
  // The secret is told once, and never kept.
  const auto listed = trader.get("/v1/api-tokens");
  EXPECT_EQ(listed.body.find(program.token), std::string::npos);
  EXPECT_EQ(trader.send("DELETE", "/v1/api-tokens/" + created.text("token_id")).status, 204);
  EXPECT_EQ(program.get("/v1/declarations").status, 401);
  program.token = "clw_invented";
  EXPECT_EQ(program.get("/v1/declarations").status, 401);
}

TEST(Rights, SessionsEndAndRequestsFromElsewhereAreRefused) {
  testing::World world(db::Engine::sqlite);
  auto trader = world.sign_in("trader");
  EXPECT_EQ(trader.post("/v1/declarations", "{}", {{"X-CSRF-Token", "another"}}).text("code"), "csrf_token_is_missing");
  EXPECT_EQ(trader.post("/v1/declarations", "{}", {{"Origin", "https://elsewhere.example"}}).text("code"),
            "origin_is_foreign");
  EXPECT_EQ(trader.post("/v1/declarations", "{}", {{"Origin", "http://127.0.0.1"}}).text("code"),
            "declaration_cannot_be_read");
  EXPECT_EQ(trader.post("/v1/declarations", "{}", {{"Request-Id", ""}}).text("code"), "request_id_is_missing");
  EXPECT_EQ(trader.post("/v1/declarations", "{}", {{"Request-Id", "short"}}).text("code"), "request_id_is_not_valid");
  EXPECT_EQ(trader.post("/v1/declarations", "{}", {{"Content-Type", "text/plain"}}).status, 415);
  // A copied cookie is worth nothing after signing out.
  auto copy = trader;
  EXPECT_EQ(trader.send("DELETE", "/v1/sessions/current").status, 204);
  EXPECT_EQ(copy.get("/v1/me").status, 401);
  // A session ends by itself.
  auto late = world.sign_in("trader");
  world.now.microseconds += 9LL * 3600 * 1'000'000;
  EXPECT_EQ(late.get("/v1/me").status, 401);
  // A new password, and closing the account, end its sessions.
  auto officer = world.sign_in("officer");
  auto administrator = world.sign_in("administrator");
  const auto change = [&](const std::string& body, const std::string& version) {
    return administrator.send("PATCH", "/v1/accounts/account-officer", body, {{"If-Match", version}});
  };
  EXPECT_EQ(change(R"({"active":false})", "").status, 428);
  EXPECT_EQ(change(R"({"active":false})", "\"99\"").status, 412);
  const auto changed = change(R"({"password":"another long password"})", "\"1\"");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(officer.get("/v1/me").status, 401);
  EXPECT_EQ(change(R"({"password":"short"})", changed.header("ETag")).text("code"), "password_is_too_weak");
}

TEST(Rights, GuessingPasswordsIsSlowedDown) {
  testing::World world(db::Engine::sqlite);
  auto client = world.nobody();
  const std::string wrong = R"({"login":"trader","password":"wrong password"})";
  for (int i = 0; i < 5; ++i) EXPECT_EQ(client.post("/v1/sessions", wrong).status, 401);
  const auto refused = client.post("/v1/sessions", wrong);
  EXPECT_EQ(refused.status, 429);
  EXPECT_GT(std::stoi(refused.header("Retry-After")), 0);
  EXPECT_EQ(client.post("/v1/sessions", R"({"login":"nobody-at-all","password":"x"})").text("code"), "sign_in_failed");
  world.now.microseconds += 16LL * 60 * 1'000'000;
  (void)world.sign_in("trader");
  const auto cookies =
      client.post("/v1/sessions", R"({"login":"trader","password":")" + std::string(testing::password) + "\"}");
  EXPECT_NE(cookies.head.find("HttpOnly"), std::string::npos);
  EXPECT_NE(cookies.head.find("SameSite=Lax"), std::string::npos);
}

}  // namespace
}  // namespace clearway::api
