// Seizures through the API: from proposal to distribution with letters, who decides, visits made elsewhere.

#include <gtest/gtest.h>

#include "api/testing.h"
#include "record/wait.h"
#include "settlement/ledger.h"

namespace clearway::api {
namespace {

using testing::party;

class SeizuresApi : public record::testing::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (!database) return;
    world = std::make_unique<testing::World>(GetParam());
    officer = world->sign_in("officer");
    supervisor = world->sign_in("supervisor");
    owe();
  }
  /// 26 million duty and 4 million value added tax since March.
  void owe() {
    const std::string source = CLEARWAY_SOURCE_DIR;
    static const auto chart = ledger::Chart::load(source + "/policy").value();
    static const auto policy = payment::Policy::load(source + "/policy").value();
    const settlement::Rules rules{chart, policy, testing::rulebook().law(), testing::messages()};
    settlement::NewOrder order;
    order.order_id = "order-1";
    order.party_id = party;
    order.matter = {"N-1", "notice", *Date::parse("2026-03-02")};
    order.issued_on = *Date::parse("2026-03-02");
    order.due = *Date::parse("2026-03-18");
    order.charges = {{"customs_duty", 26'000'000}, {"value_added_tax", 4'000'000}};
    const auto issued = record::wait<settlement::OrderRow>([&](auto done) {
      settlement::issue_order(*world->store, rules, order, {"test", "", *Instant::parse("2026-03-02T03:00:00.000000Z")},
                              std::move(done));
    });
    ASSERT_TRUE(issued.ok()) << issued.error().detail;
  }
  /// At the counter, past the order, learnt of later.
  void pay(std::int64_t amount, const char* on) {
    static const auto chart = ledger::Chart::load(std::string(CLEARWAY_SOURCE_DIR) + "/policy").value();
    ledger::Draft draft;
    draft.transaction_id = "counter-1";
    draft.kind = ledger::Kind::received;
    draft.applies_on = *Date::parse(on);
    draft.entries = {{"cash.bank", "N-1", ledger::Side::debit, amount},
                     {"receivable.customs_duty", "N-1", ledger::Side::credit, amount}};
    const auto posted = record::wait<settlement::Posted>([&](auto done) {
      settlement::post(*world->store, chart, party, draft, {"test", "", world->now}, std::move(done));
    });
    ASSERT_TRUE(posted.ok()) << posted.error().detail;
  }
  static std::string proposal(const std::string& demand =
                                  R"("demanded_on":"2026-03-25","demand_served_on":"2026-03-27",)"
                                  R"("demanded_by":"2026-04-14")") {
    return R"({"party_id":")" + party +
           R"(","debtor":"Sample Trading","customs_office":"040","asset":"movables","subject":"stock",)"
           R"("debts":[{"matter_id":"N-1","number":"2026-000041","statutory_date":"2026-03-02",)"
           R"("notice_served_on":"2026-03-03","due_on":"2026-03-18",)" +
           demand + "}]}";
  }
  std::string proposed() {
    const auto answer = officer.post("/v1/seizures", proposal());
    EXPECT_EQ(answer.status, 201) << answer.body;
    return answer.text("id");
  }
  static std::string path(const std::string& id) { return "/v1/seizures/" + id; }
  testing::Answer step(testing::Client& who, const std::string& id, const std::string& body) {
    return who.post(path(id) + "/steps", body, {{"If-Match", who.get(path(id)).header("ETag")}});
  }
  void took(testing::Client& who, const std::string& id, const std::string& body, const std::string& state) {
    const auto answer = step(who, id, body);
    ASSERT_EQ(answer.status, 201) << body << "\n" << answer.body;
    EXPECT_EQ(answer.text("state"), state) << body;
  }
  void later(int days) {
    world->now.microseconds += std::int64_t{days} * 86'400 * 1'000'000;
    officer = world->sign_in("officer");
    supervisor = world->sign_in("supervisor");
  }
  std::string seized() {
    const auto id = proposed();
    took(supervisor, id, R"({"step":"approve"})", "approved");
    const std::string jpeg = "\xff\xd8\xff\xe0 a photograph";
    EXPECT_EQ(officer.send("PUT", path(id) + "/evidence/photograph-1?name=goods.jpg", jpeg).status, 201);
    took(officer, id,
         R"({"step":"seize","items":[{"item_id":"1","description":"boxes","quantity":"80","place":"store",)"
         R"("estimate_krw":40000000,"photographs":["photograph-1"]}]})",
         "seized");
    return id;
  }

  std::unique_ptr<testing::World> world;
  testing::Client officer, supervisor;
};
INSTANTIATE_TEST_SUITE_P(Engines, SeizuresApi, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(SeizuresApi, FromProposalToDistributionWithItsLetters) {
  const auto id = seized();
  const auto owed = officer.get(path(id)).json().at("owed_krw").as_int64();
  EXPECT_GT(owed, 30'900'000) << "with the penalty: 3 % and every day since";
  took(officer, id,
       R"({"step":"hand_over","item_id":"1","from":"account-officer","to":"store keeper",)"
       R"("at":"2026-11-23T03:00:00.000001Z","place":"customs store"})",
       "seized");
  EXPECT_EQ(step(officer, id,
                 R"({"step":"hand_over","item_id":"1","from":"account-officer","to":"valuer",)"
                 R"("at":"2026-11-23T03:00:00.000001Z","place":"customs store"})")
                .text("refusal"),
            "custody_has_a_gap");
  took(officer, id,
       R"({"step":"value","valuer":"Sample Appraisal","valuation_method":"market",)"
       R"("items":[{"item_id":"1","value_krw":40000000}]})",
       "seized");
  took(officer, id,
       R"({"step":"enter_claim","claims":[{"claim_id":"c-1","creditor":"Sample Bank","kind":"pledge",)"
       R"("date":"2026-06-01","amount_krw":9000000}]})",
       "seized");
  took(officer, id, R"({"step":"propose_sale","opens_on":"2026-12-04","place":"online"})", "sale_proposed");
  took(supervisor, id, R"({"step":"approve"})", "on_sale");
  later(8);
  took(officer, id, R"({"step":"enter_bid","bidder":"B-7","amount_krw":41000000,"deposit_krw":4000000})", "on_sale");
  const auto sealed = officer.get(path(id)).json().at("sale").at("rounds").at(0);
  EXPECT_EQ(sealed.at("bid_count"), 1);
  EXPECT_EQ(sealed.at("bids").as_array().size(), 0U) << "sealed until they are opened";
  later(3);
  took(officer, id, R"({"step":"open_bids"})", "on_sale");
  took(officer, id, R"({"step":"award"})", "sold");
  took(officer, id, R"({"step":"receive_price","amount_krw":41000000})", "proceeds_in");
  took(officer, id, R"({"step":"draw_up","distribution_day":"2026-12-18","costs_krw":1200000})", "statement_drawn");
  later(14);
  pay(1'000'000, "2026-12-01");  // before the price came in
  const auto moved = step(supervisor, id, R"({"step":"approve"})");
  EXPECT_EQ(moved.status, 409) << moved.body;
  EXPECT_EQ(moved.text("refusal"), "amounts_have_moved_on");
  took(supervisor, id, R"({"step":"refuse","text":"a part was paid meanwhile"})", "proceeds_in");
  took(officer, id, R"({"step":"draw_up","distribution_day":"2026-12-28","costs_krw":1200000})", "statement_drawn");
  const auto done = step(supervisor, id, R"({"step":"approve"})");
  ASSERT_EQ(done.status, 201) << done.body;
  const auto statement = done.json().at("statement");
  std::int64_t to_customs = 0;
  for (const auto& one : statement.at("allotments").as_array()) to_customs += one.at("krw").as_int64();
  EXPECT_GT(to_customs, owed - 1'000'000 + 1'200'000) << "the penalty of the days since, costs, less what was paid";
  EXPECT_LT(to_customs, owed - 1'000'000 + 1'200'000 + 200'000);
  EXPECT_EQ(statement.at("lines").as_array().back().at("share_krw").as_int64(), 41'000'000 - to_customs)
      << "the pledge is younger than the debt";
  EXPECT_EQ(statement.at("arrears_left_krw"), 0);
  EXPECT_FALSE(statement.at("steps").as_array().empty());
  for (const auto* form : {"seizure_notice", "sale_notice", "distribution_statement"}) {
    for (const auto* language : {"ko", "en", "both"}) {
      const auto letter = officer.post(path(id) + "/letters",
                                       R"({"form":")" + std::string(form) + R"(","language":")" + language + R"("})");
      ASSERT_EQ(letter.status, 201) << form << letter.body;
      EXPECT_EQ(letter.body.substr(0, 5), "%PDF-") << form;
    }
  }
}

TEST_P(SeizuresApi, ASecondPersonDecidesAndWhatTheLawAsksForIsNamed) {
  const auto without = officer.post("/v1/seizures", proposal(R"("appeal_pending":false)"));
  ASSERT_EQ(without.status, 201) << without.body;
  EXPECT_FALSE(without.json().at("missing").as_array().empty()) << "no demand was given";
  EXPECT_EQ(without.text("debtor"), "S***");
  const auto id = without.text("id");
  EXPECT_EQ(step(officer, id, R"({"step":"approve"})").status, 403) << "an officer approves nothing";
  took(supervisor, id, R"({"step":"approve"})", "approved");
  const std::string jpeg = "\xff\xd8\xff\xe0 a photograph";
  ASSERT_EQ(officer.send("PUT", path(id) + "/evidence/photograph-1?name=goods.jpg", jpeg).status, 201);
  const auto refused = step(officer, id,
                            R"({"step":"seize","items":[{"item_id":"1","description":"boxes","quantity":"80",)"
                            R"("place":"store","estimate_krw":40000000,"photographs":["photograph-1"]}]})");
  EXPECT_EQ(refused.status, 409) << refused.body;
  EXPECT_EQ(refused.text("refusal"), "precondition_is_missing");
  EXPECT_FALSE(refused.text("detail").empty());
  EXPECT_EQ(
      step(officer, id, R"({"step":"seize","items":[{"item_id":"1","estimate_krw":1,"photographs":["never-added"]}]})")
          .status,
      422);

  const auto own = supervisor.post("/v1/seizures", proposal());
  ASSERT_EQ(own.status, 201) << own.body;
  const auto itself = step(supervisor, own.text("id"), R"({"step":"approve"})");
  EXPECT_EQ(itself.text("refusal"), "approver_is_the_proposer");
  EXPECT_EQ(world->sign_in("other_officer").get(path(id)).status, 404) << "another office";
  EXPECT_EQ(world->sign_in("trader").get(path(id)).status, 403);
  EXPECT_EQ(officer.post(path(id) + "/steps", R"({"step":"release","ground":"paid","text":"x"})").status, 428);
  EXPECT_EQ(
      officer.post(path(id) + "/steps", R"({"step":"release","ground":"paid","text":"x"})", {{"If-Match", "\"99\""}})
          .status,
      412);
  auto unknown = proposal();
  unknown.replace(unknown.find("N-1"), 3, "N-9");
  EXPECT_EQ(officer.post("/v1/seizures", unknown).status, 422) << "not in the ledger";
}

TEST_P(SeizuresApi, AVisitMadeElsewhereComesTwiceAndIsReadForAPurpose) {
  const auto id = seized();
  const std::string visit =
      R"({"record_id":"visit-0001","kind":"interview","made_at":"2026-11-23T01:00:00.000000Z","outcome":"promised_to_pay",)"
      R"("made_offline":true,"version_seen":1,"place":"Yesi-ro 12","text":"half on Friday","signatures":[)"
      R"({"role":"officer","signer":"Kim Yesi","attestation":"as written","at":"2026-11-23T01:30:00.000000Z"})";
  const auto unsigned_ = officer.post(path(id) + "/records", visit + "]}");
  EXPECT_EQ(unsigned_.status, 422);
  EXPECT_EQ(unsigned_.text("code"), "seizure_record_is_not_valid");
  const auto whole =
      visit + R"(,{"role":"debtor","declined":"wants to ask a lawyer","at":"2026-11-23T01:31:00.000000Z"}]})";
  for (const auto* request : {"visit-request-1", "visit-request-1", "visit-request-2"}) {
    const auto kept = officer.post(path(id) + "/records", whole, {{"Request-Id", request}});
    ASSERT_EQ(kept.status, 201) << kept.body;
    EXPECT_EQ(kept.json().at("records").as_array().size(), 1U);
    EXPECT_EQ(kept.body.find("Friday"), std::string::npos);
    EXPECT_TRUE(kept.json().at("records").at(0).at("moved_on").as_bool());
  }
  EXPECT_EQ(officer.post(path(id) + "/look-ups", R"({"record_id":"visit-0001","field":"text","purpose":"the plan"})")
                .text("value"),
            "half on Friday");
  EXPECT_EQ(officer.post(path(id) + "/look-ups", R"({"purpose":"a letter"})").text("value"), "Sample Trading");
  EXPECT_EQ(officer.post(path(id) + "/look-ups", R"({"record_id":"none","field":"text","purpose":"the plan"})").status,
            404);
}

TEST_P(SeizuresApi, TheWorklistSaysWhyAndTheProtectedAmountHow) {
  const auto id = proposed();
  const auto list = officer.get("/v1/seizure-worklist?office=040");
  ASSERT_EQ(list.status, 200) << list.body;
  const auto item = list.json().at("items").at(0);
  EXPECT_EQ(item.at("seizure").at("id").as_string(), id);
  EXPECT_EQ(item.at("officer").as_string(), "account-officer");
  EXPECT_FALSE(item.at("steps").at(0).at("text").as_string().empty());
  const auto assigned = supervisor.send("PUT", path(id) + "/officer", R"({"account":"account-other_officer"})",
                                        {{"If-Match", officer.get(path(id)).header("ETag")}});
  EXPECT_EQ(assigned.status, 422) << "of another office";
  EXPECT_EQ(supervisor
                .send("PUT", path(id) + "/officer", R"({"account":"account-officer"})",
                      {{"If-Match", officer.get(path(id)).header("ETag")}})
                .status,
            201);
  const auto pay = officer.post("/v1/protected-amounts", R"({"asset":"salary","amount_krw":10000000})");
  ASSERT_EQ(pay.status, 200) << pay.body;
  EXPECT_EQ(pay.json().at("exempt_krw"), 4'000'000);
  EXPECT_EQ(officer.get("/v1/seizures?state=proposed").json().at("items").as_array().size(), 1U);
}

}  // namespace
}  // namespace clearway::api
