// A year of settlement through the API: firm, broker under mandate, officer; uses of mandates; the home page.

#include <gtest/gtest.h>

#include "api/testing.h"
#include "collection/debts.h"
#include "enrolment/enrolments.h"
#include "notice/fixture_test.h"
#include "noticing/notices.h"

namespace clearway::api {
namespace {

using testing::party;

class ProgrammesApi : public record::testing::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (!database) return;
    world = std::make_unique<testing::World>(GetParam());
  }
  static std::string path(const std::string& id) { return "/v1/programmes/" + id; }
  static testing::Answer step(testing::Client& who, const std::string& id, const std::string& what,
                              const std::string& body) {
    return who.post(path(id) + what, body, {{"If-Match", who.get(path(id)).header("ETag")}});
  }
  /// The firm takes part in self-review, which asks neither for its imports nor for a broker to begin.
  static testing::Answer apply(testing::Client& who, int score = 90) {
    return who.post("/v1/programmes", R"({"scheme":"regular_settlement","customs_office":"040",)"
                                      R"("aeo_importer_until":"2028-06-30","internal_control_score":85,)"
                                      R"("compliance_score":)" +
                                          std::to_string(score) + "}");
  }
  /// Designated by hand: the world of these tests has no import declarations.
  std::string designated() {
    programme::Enrolment enrolment;
    enrolment.enrolment_id = "E-1";
    enrolment.party_id = party;
    enrolment.customs_office = "040";
    enrolment.scheme = programme::Scheme::regular_settlement;
    enrolment.state = programme::State::designated;
    enrolment.applied_on = *Date::parse("2026-10-05");
    enrolment.designated_on = *Date::parse("2026-10-12");
    enrolment.until = *Date::parse("2031-10-11");
    const auto kept = enrolment::keep(*world->store, enrolment, {"test", "", world->now});
    EXPECT_TRUE(kept.ok());
    return party + ".E-1";
  }
  static std::string mandate(testing::Client& trader, const std::string& scopes, const std::string& until) {
    const auto given = trader.post(
        "/v1/mandates", R"({"grantee_login":"broker","scope":[)" + scopes + R"(],"until":")" + until + "\"}");
    EXPECT_EQ(given.status, 201) << given.body;
    return given.text("mandate_id");
  }
  static void answer_all(testing::Client& who, const std::string& id) {
    const auto shown = who.get(path(id)).json();
    for (const auto& question : shown.at("questions").as_array()) {
      const auto body = R"({"verdict":"right","field":")" + std::string(question.at("field").as_string()) +
                        R"(","question":")" + std::string(question.at("question").as_string()) + "\"}";
      EXPECT_EQ(step(who, id, "/answers", body).status, 201);
    }
  }

  std::unique_ptr<testing::World> world;
};
INSTANTIATE_TEST_SUITE_P(Engines, ProgrammesApi, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(ProgrammesApi, AYearFromTheSelfCheckToItsOutcome) {
  const auto id = designated();
  auto trader = world->sign_in("trader");
  auto officer = world->sign_in("officer");
  ASSERT_EQ(step(officer, id, "/decisions", R"({"decision":"open_round","year":2025})").status, 201);
  EXPECT_EQ(step(trader, id, "/steps", R"({"step":"submit"})").text("refusal"), "questions_are_not_answered");
  answer_all(trader, id);
  EXPECT_EQ(step(trader, id, "/steps", R"({"step":"submit"})").text("state"), "verifying");
  EXPECT_EQ(step(trader, id, "/steps", R"({"step":"verify"})").text("refusal"), "verifier_is_not_a_broker");

  auto broker = world->sign_in("broker");
  EXPECT_EQ(broker.get(path(id)).status, 404) << "no mandate";
  mandate(trader, R"("declarations:read")", "2026-12-31");
  EXPECT_EQ(step(broker, id, "/steps", R"({"step":"verify"})").text("code"), "mandate_lacks_scope");
  mandate(trader, R"("programmes:write")", "2026-12-31");
  const auto verified = step(broker, id, "/steps", R"({"step":"verify"})");
  ASSERT_EQ(verified.status, 201) << verified.body;
  EXPECT_EQ(verified.json().at("round").at("verified_by"), "Sample broker");

  EXPECT_EQ(step(trader, id, "/steps", R"({"step":"report"})").status, 422) << "a report says something";
  EXPECT_EQ(step(trader, id, "/steps", R"({"step":"report","text":"nothing was found"})").text("state"), "reported");
  EXPECT_EQ(step(officer, id, "/decisions", R"({"decision":"ask","text":"which royalties?"})").text("turn"), "firm");
  EXPECT_EQ(step(trader, id, "/steps", R"({"step":"supplement","text":"none"})").text("turn"), "customs");
  const auto done =
      step(officer, id, "/decisions", R"({"decision":"conclude","text":"looked at","outcome":"accepted"})");
  ASSERT_EQ(done.status, 201) << done.body;
  EXPECT_EQ(done.json().at("past").at(0).at("outcome"), "accepted");

  const auto exempt = trader.get("/v1/audit-exemption?declared_on=2025-06-01&field=valuation");
  EXPECT_TRUE(exempt.json().at("exempt").as_bool()) << exempt.body;
  EXPECT_FALSE(trader.get("/v1/audit-exemption?declared_on=2026-06-01").json().at("exempt").as_bool());
  const auto home = trader.get("/v1/firm-home");
  EXPECT_EQ(home.json().at("good").at(0).at("name"), "settled") << home.body;
}

TEST_P(ProgrammesApi, AnApplicationIsAnsweredCriterionByCriterion) {
  auto trader = world->sign_in("trader");
  auto officer = world->sign_in("officer");
  const auto applied = apply(trader, 70);
  ASSERT_EQ(applied.status, 201) << applied.body;
  const auto id = applied.text("id");
  EXPECT_EQ(applied.json().at("criteria").at(1).at("met"), false);
  EXPECT_EQ(applied.json().at("criteria").at(0).at("met"), true);
  EXPECT_EQ(apply(trader).text("refusal"), "firm_is_enrolled_already");
  EXPECT_EQ(step(officer, id, "/decisions", R"({"decision":"designate"})").text("refusal"), "criterion_is_not_met");
  EXPECT_EQ(step(officer, id, "/decisions", R"({"decision":"refuse","text":"70 points"})").text("state"), "refused");
  EXPECT_EQ(world->sign_in("other_officer").get(path(id)).status, 404);
  EXPECT_EQ(world->sign_in("other_trader").get(path(id)).status, 404);
}

TEST_P(ProgrammesApi, EachUseOfAMandateIsShownToWhoGaveIt) {
  const auto id = designated();
  auto trader = world->sign_in("trader");
  auto broker = world->sign_in("broker");
  const auto given = mandate(trader, R"("declarations:read","programmes:write")", "2026-12-31");
  const auto uses = [&](testing::Client& who) { return who.get("/v1/mandates/" + given + "/uses"); };
  EXPECT_TRUE(uses(trader).json().at("items").as_array().empty());
  EXPECT_EQ(broker.get("/v1/programmes").status, 200);
  EXPECT_TRUE(uses(trader).json().at("items").as_array().empty()) << "a list is no use";
  EXPECT_EQ(broker.get(path(id)).status, 200);
  EXPECT_EQ(broker.get(path(id)).status, 200);
  ASSERT_EQ(uses(trader).json().at("items").as_array().size(), 1U) << "opened once a day";
  const std::map<std::string, std::string> headers = {{"If-Match", broker.get(path(id)).header("ETag")},
                                                      {"Request-Id", "broker-withdraws"}};
  EXPECT_EQ(broker.post(path(id) + "/steps", R"({"step":"withdraw","text":"sold"})", headers).status, 201);
  EXPECT_EQ(broker.post(path(id) + "/steps", R"({"step":"withdraw","text":"sold"})", headers).status, 201);
  const auto shown = uses(trader).json().at("items").as_array();
  ASSERT_EQ(shown.size(), 2U) << "a repetition is the same use";
  const auto wrote = shown.at(shown.at(0).at("kind") == "wrote" ? 0 : 1);
  EXPECT_EQ(wrote.at("by"), "Sample broker");
  EXPECT_EQ(wrote.at("matter").as_string(), id);
  EXPECT_EQ(wrote.at("text"), "Took a step of a settlement");
  EXPECT_EQ(uses(broker).json().at("items").as_array().size(), 2U);
  auto other = world->sign_in("other_trader");
  EXPECT_EQ(uses(other).status, 404);
  EXPECT_EQ(trader.get(path(id)).status, 200);
  EXPECT_EQ(uses(trader).json().at("items").as_array().size(), 2U) << "one's own acts are none";
}

TEST_P(ProgrammesApi, AMandateThatDoesNotHelpIsNamed) {
  const auto id = designated();
  auto trader = world->sign_in("trader");
  auto broker = world->sign_in("broker");
  EXPECT_EQ(broker.get(path(id)).text("code"), "not_found") << "a stranger learns nothing";
  const auto first = mandate(trader, R"("imports:read")", "2026-12-31");
  EXPECT_EQ(broker.get(path(id)).text("code"), "mandate_lacks_scope");
  EXPECT_EQ(broker.get("/v1/firm-home?party_id=" + party).text("code"), "mandate_lacks_scope");
  EXPECT_EQ(trader.send("DELETE", "/v1/mandates/" + first).status, 204);
  EXPECT_EQ(broker.get(path(id)).text("code"), "mandate_is_revoked");
  world->now.microseconds += 1'000'000;
  mandate(trader, R"("declarations:read")", "2026-11-24");
  EXPECT_EQ(broker.get(path(id)).status, 200);
  world->now.microseconds += std::int64_t{3} * 86'400 * 1'000'000;
  broker = world->sign_in("broker");
  const auto ended = broker.get(path(id));
  EXPECT_EQ(ended.text("code"), "mandate_has_ended") << ended.body;
  EXPECT_NE(ended.text("detail").find("2026-11-24"), std::string::npos);
}

TEST_P(ProgrammesApi, TheHomePageShowsOpenMattersAndDeadlines) {
  auto sent = notice::draft(party, "D-1");
  sent.drafted_on = *Date::parse("2026-11-02");
  sent = std::get<notice::Notice>(notice::take(notice::World::instance().law, notice::World::instance().calendar, sent,
                                               notice::Action::approve, {}, *Date::parse("2026-11-09")));
  ASSERT_TRUE(noticing::keep(*world->store, sent, {"test", "", world->now}).ok());
  auto trader = world->sign_in("trader");
  const auto home = trader.get("/v1/firm-home");
  ASSERT_EQ(home.status, 200) << home.body;
  const auto item = home.json().at("to_do").at(0);
  EXPECT_EQ(item.at("kind"), "notice");
  EXPECT_EQ(item.at("title"), "Freight or insurance left out");
  EXPECT_EQ(item.at("due"), "2026-12-09");
  EXPECT_EQ(item.at("days_left"), 16);
  EXPECT_EQ(home.json().at("money").at("in_question_krw"), 188'000);
  auto broker = world->sign_in("broker");
  EXPECT_TRUE(broker.get("/v1/firm-home").json().at("party_id").is_null()) << "nobody authorised it";
  mandate(trader, R"("declarations:read")", "2026-12-31");
  EXPECT_EQ(broker.get("/v1/firm-home").json().at("party_id").as_string(), party);
}

TEST_P(ProgrammesApi, AnOrderThatBecameADebtIsShownOnceAsThatDebt) {
  const std::string policy = std::string(CLEARWAY_SOURCE_DIR) + "/policy";
  const auto chart = ledger::Chart::load(policy).value();
  const auto& rules = world->rules();
  settlement::NewOrder order;
  order.order_id = "O-1";
  order.party_id = party;
  order.matter = {"N-O-1", "declaration", *Date::parse("2026-03-02")};
  order.issued_on = *Date::parse("2026-03-02");
  order.due = *Date::parse("2026-03-17");
  order.charges = {{"customs_duty", 100'000'000}};
  const record::Origin origin{"tester", "", *Instant::parse("2026-03-02T03:00:00.000000Z")};
  ASSERT_TRUE(record::wait<settlement::OrderRow>([&](auto done) {
                settlement::issue_order(*world->store, rules.settlement, order, origin, std::move(done));
              }).ok());
  auto trader = world->sign_in("trader");
  const auto shown = [](testing::Client& who) {
    std::vector<std::string> kinds;
    const auto home = who.get("/v1/firm-home").json();
    for (const auto& item : home.at("to_do").as_array()) kinds.emplace_back(item.at("kind").as_string());
    return kinds;
  };
  EXPECT_EQ(shown(trader), std::vector<std::string>{"payment"});
  ASSERT_EQ(collection::open_overdue(*world->store, {rules.law, rules.calendar, chart}, *Date::parse("2026-03-18"),
                                     *Instant::parse("2026-03-18T03:00:00.000000Z"))
                .value(),
            1U);
  EXPECT_EQ(shown(trader), std::vector<std::string>{"debt"});
  const auto home = trader.get("/v1/firm-home").json();
  const auto item = home.at("to_do").at(0);
  const auto statement = trader.get("/v1/debts/" + std::string(item.at("id").as_string()) + "/statement").json();
  EXPECT_EQ(item.at("amount_krw"), statement.at("balance")) << "with the penalty until today";
  EXPECT_EQ(item.at("due"), "2026-03-17");
  EXPECT_EQ(home.at("overdue"), 1);
  EXPECT_EQ(home.at("money").at("to_pay_krw"), statement.at("balance"));
  auto broker = world->sign_in("broker");
  mandate(trader, R"("declarations:read")", "2026-12-31");
  EXPECT_EQ(shown(broker), std::vector<std::string>{"payment"}) << "a debt is its debtor's alone to see";
}

}  // namespace
}  // namespace clearway::api
