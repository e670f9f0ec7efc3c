#include "collection/debts.h"

#include <gtest/gtest.h>

#include "api/testing.h"

namespace clearway::api {
namespace {

/// A trader's order that fell due on 17 March 2026, and its debt.
class DebtDeskTest : public ::testing::Test {
 protected:
  DebtDeskTest() {
    const std::string policy = std::string(CLEARWAY_SOURCE_DIR) + "/policy";
    static const auto chart = ledger::Chart::load(policy).value();
    static const auto payments = payment::Policy::load(policy).value();
    static const auto calendar = law::load_calendar(std::string(CLEARWAY_SOURCE_DIR) + "/law").value();
    const auto& law = testing::rulebook().law();
    const settlement::Rules rules{chart, payments, law, testing::messages()};
    settlement::NewOrder order;
    order.order_id = "O-1";
    order.party_id = testing::party;
    order.matter = {"N-O-1", "declaration", *Date::parse("2026-03-02")};
    order.issued_on = *Date::parse("2026-03-02");
    order.due = *Date::parse("2026-03-17");
    order.charges = {{"customs_duty", 100'000'000}};
    const record::Origin origin{"tester", "", *Instant::parse("2026-03-02T03:00:00.000000Z")};
    EXPECT_TRUE(record::wait<settlement::OrderRow>([&](auto done) {
                  settlement::issue_order(*world.store, rules, order, origin, std::move(done));
                }).ok());
    EXPECT_EQ(collection::open_overdue(*world.store, {law, calendar, chart}, *Date::parse("2026-03-18"),
                                       *Instant::parse("2026-03-18T03:00:00.000000Z"))
                  .value(),
              1U);
    const auto items = trader.get("/v1/debts").json().at("items").as_array();
    if (items.size() == 1) path = "/v1/debts/" + std::string(items[0].at("id").as_string());
  }

  testing::Answer enter(testing::Client& who, const std::string& event, const std::string& version = "\"1\"",
                        const std::string& request = "") {
    std::map<std::string, std::string> headers = {{"If-Match", version}};
    if (!request.empty()) headers["Request-Id"] = request;
    return who.post(path + "/events", event, headers);
  }

  testing::World world{db::Engine::sqlite};
  testing::Client trader = world.sign_in("trader");
  testing::Client officer = world.sign_in("officer");
  std::string path;
};

TEST_F(DebtDeskTest, TheDebtorReadsItsDebtOnADayAsKnownOnAnother) {
  const auto read = trader.get(path + "/statement?on=2026-09-30&known=2026-04-10");
  ASSERT_EQ(read.status, 200) << read.body << world.log;
  const auto statement = read.json();
  EXPECT_EQ(statement.at("tax").at("left").as_int64(), 100'000'000);
  EXPECT_EQ(statement.at("penalty").at("left").as_int64(), 197 * 22'000);
  EXPECT_EQ(statement.at("balance").as_int64(), 100'000'000 + 197 * 22'000);
  EXPECT_EQ(statement.at("proof").at("ledger_digest").as_string().size(), 64U);
  EXPECT_EQ(statement.at("items").at(0).at("computation").at("penalty").at("parts").at(0).at("days").as_int64(), 197);
  EXPECT_EQ(read.header("ETag"), "\"1\"");
  EXPECT_EQ(trader.get(path + "/statement?on=2026-02-01").text("code"), "debt_is_not_known");
  EXPECT_EQ(trader.get(path + "/statement?on=yesterday").status, 400);
}

TEST_F(DebtDeskTest, TheDebtorSeesWhatStandsAgainstItAndWhatEndsItAndItEndsWithAPlan) {
  EXPECT_EQ(trader.get(path + "/measures").json().at("measures").as_array().size(), 0U);
  const auto debt_id = path.substr(path.rfind('.') + 1);
  const auto opened = officer.post(
      "/v1/arrears-cases", R"({"party_id":")" + testing::party + R"(","customs_office":"040","debt_id":")" + debt_id +
                               R"(","file":{"amount":1,"events":[)"
                               R"({"date":"2026-03-02","event":"step","of":"payment_notice","until":"2026-03-17"},)"
                               R"({"date":"2026-03-02","event":"service","of":"payment_notice","how":"electronic"},)"
                               R"({"date":"2026-04-20","event":"step","of":"demand"},)"
                               R"({"date":"2026-04-22","event":"service","of":"demand","how":"registered_post"},)"
                               R"({"date":"2026-06-01","event":"step","of":"certificate_refusal"}]}})");
  ASSERT_EQ(opened.status, 201) << opened.body;
  const auto stands = trader.get(path + "/measures");
  ASSERT_EQ(stands.json().at("measures").as_array().size(), 1U) << stands.body;
  EXPECT_EQ(stands.json().at("measures").at(0).at("measure").as_string(), "certificate_refusal");
  EXPECT_FALSE(stands.json().at("measures").at(0).at("ends").as_array().empty());
  EXPECT_TRUE(stands.json().at("case_id").is_null()) << "the file is the office's";
  ASSERT_EQ(enter(officer, R"({"kind":"deferred","on":"2026-11-01","until":"2027-10-31"})").status, 201);
  const auto ended = trader.get(path + "/measures");
  EXPECT_EQ(ended.json().at("measures").as_array().size(), 0U) << ended.body;
  ASSERT_EQ(ended.json().at("ended").as_array().size(), 1U) << ended.body;
  EXPECT_EQ(ended.json().at("ended").at(0).at("on").as_string(), "2026-11-01");
  EXPECT_EQ(officer.get("/v1/arrears-cases?state=deferred").json().at("items").as_array().size(), 1U)
      << "the list knows at once";
}

TEST_F(DebtDeskTest, APlanThatIsGrantedReachesTheCaseAtOnce) {
  const auto debt_id = path.substr(path.rfind('.') + 1);
  ASSERT_EQ(officer
                .post("/v1/arrears-cases",
                      R"({"party_id":")" + testing::party + R"(","customs_office":"040","debt_id":")" + debt_id +
                          R"(","file":{"amount":1,"events":[)"
                          R"({"date":"2026-03-02","event":"step","of":"payment_notice","until":"2026-03-17"},)"
                          R"({"date":"2026-03-02","event":"service","of":"payment_notice","how":"electronic"}]}})")
                .status,
            201);
  const std::string facts = R"({"cause_is_recognised":true,"business_can_recover":true,"written_plan_is_given":true,)"
                            R"("no_conviction":true,"no_other_enforcement":true,"no_new_arrears":true})";
  const auto applied =
      trader.post(path + "/plan-applications", R"({"parts":4,"reason":"a customer failed","facts":)" + facts + "}");
  ASSERT_EQ(applied.status, 201) << applied.body << world.log;
  EXPECT_EQ(applied.json().at("said").as_array().size(), 6U);
  const auto decided = officer.post("/v1/plan-applications/" + applied.text("id") + "/decisions",
                                    R"({"granted":true,"reason":"it was shown","facts":)" + facts + "}",
                                    {{"If-Match", applied.header("ETag")}});
  ASSERT_EQ(decided.status, 201) << decided.body << world.log;
  EXPECT_EQ(officer.get("/v1/arrears-cases?state=deferred").json().at("items").as_array().size(), 1U);
}

TEST_F(DebtDeskTest, ADemandIsPrintedWithADeadlineThatTheLawAllows) {
  const auto demand = [&](testing::Client& who, const std::string& by) {
    return who.post(path + "/letters", R"({"form":"demand","language":"both","demanded_by":")" + by + R"("})");
  };
  const auto letter = demand(officer, "2026-12-11");
  ASSERT_EQ(letter.status, 201) << letter.body << world.log;
  EXPECT_EQ(letter.body.substr(0, 5), "%PDF-");
  EXPECT_EQ(letter.header("Content-Disposition"), "attachment; filename=\"demand.pdf\"");
  for (const auto* by : {"2026-11-23", "2026-12-31"}) EXPECT_EQ(demand(officer, by).text("field"), "demanded_by") << by;
  EXPECT_EQ(demand(trader, "2026-12-11").status, 403);
  ASSERT_EQ(enter(officer, R"({"kind":"deferred","on":"2026-11-01","until":"2027-10-31"})").status, 201);
  EXPECT_EQ(demand(officer, "2026-12-11").text("refusal"), "debt_is_deferred_already");
}

TEST_F(DebtDeskTest, ADebtIsItsDebtorsAndTheCustoms) {
  EXPECT_EQ(world.sign_in("other_trader").get(path + "/statement").status, 404);
  EXPECT_EQ(world.sign_in("other_trader").get("/v1/debts").json().at("items").as_array().size(), 0U);
  EXPECT_EQ(world.sign_in("other_trader").get("/v1/debts?party=" + testing::party).status, 404);
  EXPECT_EQ(world.sign_in("broker").get(path + "/statement").status, 403);
  EXPECT_EQ(officer.get("/v1/debts?state=open").json().at("items").as_array().size(), 1U);
  EXPECT_EQ(officer.get("/v1/debts?state=settled").json().at("items").as_array().size(), 0U);
  EXPECT_EQ(officer.get("/v1/debts?state=lost").status, 400);
  EXPECT_EQ(enter(trader, R"({"kind":"paid","on":"2026-04-01","amount_krw":1,"word":"transfer"})").status, 403);
}

TEST_F(DebtDeskTest, AnOfficerEntersWhatHappenedOnceAndTheSecondOfTwoIsTold) {
  const std::string paid = R"({"kind":"paid","on":"2026-04-01","amount_krw":40000000,"word":"transfer"})";
  const auto entered = enter(officer, paid, "\"1\"", "paid-on-april-1");
  ASSERT_EQ(entered.status, 201) << entered.body << world.log;
  EXPECT_EQ(entered.json().at("tax").at("left").as_int64(), 60'000'000);
  EXPECT_EQ(entered.header("ETag"), "\"2\"");
  const auto again = enter(officer, paid, "\"1\"", "paid-on-april-1");
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.json().at("payments").as_array().size(), 1U);
  auto supervisor = world.sign_in("supervisor");
  EXPECT_EQ(enter(supervisor, paid).status, 412) << "based on what stood there before";
}

TEST_F(DebtDeskTest, WhatIsRefusedIsNamedWithItsRemedy) {
  const struct {
    const char* event;
    int status;
    const char* code;
    const char* refusal;
  } rows[] = {
      {R"({"kind":"paid","on":"2026-03-01","amount_krw":5,"word":"transfer"})", 409, "debt_event_is_refused",
       "day_is_before_the_debt"},
      {R"({"kind":"paid","on":"2026-04-01","amount_krw":5,"word":"transfer","currency":"USD"})", 409,
       "debt_event_is_refused", "currency_is_foreign"},
      {R"({"kind":"payment_reversed","on":"2026-04-01","reference":"x"})", 409, "debt_event_is_refused",
       "payment_is_not_known"},
      {R"({"kind":"paid","on":"2026-04-31","amount_krw":5,"word":"transfer"})", 422, "field_is_not_valid", ""},
      {R"({"kind":"forgiven","on":"2026-04-01"})", 422, "field_is_not_valid", ""},
      {R"({"on":"2026-04-01"})", 422, "field_is_missing", ""},
      {R"({"kind":"held","on":"2026-04-01","word":"untraceable","colour":"red"})", 422, "field_is_unknown", ""},
  };
  for (const auto& row : rows) {
    const auto answer = enter(officer, row.event);
    EXPECT_EQ(answer.status, row.status) << row.event << answer.body;
    EXPECT_EQ(answer.text("code"), row.code) << row.event;
    EXPECT_EQ(answer.text("refusal"), row.refusal) << row.event;
    EXPECT_FALSE(answer.text("fix").empty()) << row.event;
  }
  EXPECT_EQ(officer.post(path + "/events", rows[0].event).text("code"), "if_match_is_missing");
  EXPECT_EQ(enter(officer, R"({"kind":"held","on":"2026-04-01","word":"untraceable"})", "\"9\"").text("code"),
            "version_is_not_current");
  EXPECT_EQ(officer.get(path + "/statement").json().at("version").as_int64(), 1);
}

}  // namespace
}  // namespace clearway::api
