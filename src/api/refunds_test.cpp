// Refunds through the API: of money that stands at no order, and of an accepted claim; a second person releases them.

#include <gtest/gtest.h>

#include "api/testing.h"
#include "law/calendar.h"
#include "notice/fixture_test.h"
#include "noticing/notices.h"
#include "settlement/verify.h"

namespace clearway::api {
namespace {

using testing::party;

class RefundsApi : public record::testing::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (!database) return;
    world = std::make_unique<testing::World>(GetParam());
  }
  /// A notice whose correction claims 50,000 won of duty back; answers with "<party>.<correction>".
  std::string claimed() {
    using notice::Action;
    const auto& rules = notice::World::instance();
    auto notice = notice::draft(party, "D-1");
    notice = std::get<notice::Notice>(
        notice::take(rules.law, rules.calendar, notice, Action::approve, {}, *Date::parse("2026-11-09")));
    const auto kept = noticing::keep(*world->store, notice, {"test", "", world->now});
    auto trader = world->sign_in("trader");
    const auto path = "/v1/notices/" + party + "." + kept->matter.matter_id;
    EXPECT_EQ(trader.post(path + "/opening", "").status, 201);
    const auto filed =
        trader.post(path + "/corrections", R"({"lines":[{"line":"1","tax":"customs_duty","correct_krw":750000}]})",
                    {{"If-Match", trader.get(path).header("ETag")}});
    EXPECT_EQ(filed.text("state"), "claimed") << filed.body;
    return party + "." + filed.text("correction_id");
  }
  void expect_sound() {
    const auto report = settlement::verify_ledger(world->database.url());
    ASSERT_TRUE(report.ok()) << report.error().detail;
    EXPECT_TRUE(report->ok());
  }
  std::unique_ptr<testing::World> world;
};
INSTANTIATE_TEST_SUITE_P(Engines, RefundsApi, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(RefundsApi, AnAcceptedClaimIsDecidedWithInterestAndPaidByASecondPerson) {
  const auto claim = claimed();
  auto officer = world->sign_in("officer");
  auto supervisor = world->sign_in("supervisor");
  const auto body = R"({"claim":")" + claim + R"(","text":"the invoice shows it","paid_in_on":"2025-02-18"})";
  const std::map<std::string, std::string> once = {{"Request-Id", "accept-claim-1"}};
  const auto proposed = officer.post("/v1/refunds", body, once);
  ASSERT_EQ(proposed.status, 201) << proposed.body;
  EXPECT_EQ(proposed.json().at("principal_krw"), 50'000);
  EXPECT_EQ(officer.post("/v1/refunds", body, once).text("id"), proposed.text("id")) << "a repetition is answered";
  EXPECT_EQ(officer.post("/v1/refunds", body).text("code"), "claim_is_not_open");

  EXPECT_TRUE(officer.get("/v1/refunds").json().at("claims").as_array().empty());
  EXPECT_TRUE(noticing::lines_under_correction(*world->store, party, "D-1").value().empty());

  const auto path = "/v1/refunds/" + proposed.text("id");
  EXPECT_EQ(officer.post(path + "/payment", "{}").text("code"), "refund_is_not_decided");
  const std::map<std::string, std::string> decide = {{"Request-Id", "decide-refund-1"}};
  const auto decided = officer.post(path + "/decision", "{}", decide);
  ASSERT_EQ(decided.status, 201) << decided.body;
  // 50,000 x 643 days x 3.1 % / 365 = 2,730.54…, tens kept.
  EXPECT_EQ(decided.json().at("interest_krw"), 2'730);
  EXPECT_EQ(officer.post(path + "/decision", "{}", decide).json().at("interest_krw"), 2'730);
  EXPECT_EQ(officer.post(path + "/decision", "{}").text("code"), "refund_is_not_proposed");
  EXPECT_EQ(officer.post(path + "/payment", "{}").text("code"), "refund_needs_a_second_person");
  const std::map<std::string, std::string> pay = {{"Request-Id", "pay-refund-1"}};
  EXPECT_EQ(supervisor.post(path + "/payment", "{}", pay).text("state"), "paid");
  EXPECT_EQ(supervisor.post(path + "/payment", "{}", pay).text("state"), "paid") << "a repetition is answered";
  EXPECT_EQ(supervisor.post(path + "/payment", "{}").text("code"), "refund_is_not_decided");
  auto trader = world->sign_in("trader");
  EXPECT_EQ(trader.get(path).text("state"), "paid");
  EXPECT_TRUE(trader.get(path).json().at("decided_by").is_null()) << "officers have no names here";
  expect_sound();
}

TEST_P(RefundsApi, ARefusedClaimFreesItsLinesAndMovesNoMoney) {
  const auto claim = claimed();
  const auto path = "/v1/refund-claims/" + claim;
  auto officer = world->sign_in("officer");
  auto trader = world->sign_in("trader");
  const auto open = officer.get("/v1/refunds").json().at("claims").at(0);
  EXPECT_EQ(open.at("id").as_string(), claim);
  EXPECT_GT(open.at("refund_krw").as_int64(), 50'000) << "with its interest";
  EXPECT_EQ(officer.get(path).json().at("lines").at(0).at("correct_krw"), 750'000);
  EXPECT_EQ(officer.get(path).json().at("actions").as_array().size(), 2U);
  EXPECT_TRUE(trader.get(path).json().at("actions").as_array().empty());
  EXPECT_EQ(world->sign_in("other_trader").get(path).status, 404);
  const auto lines = [&] { return noticing::lines_under_correction(*world->store, party, "D-1").value(); };
  EXPECT_EQ(lines().size(), 1U);

  EXPECT_EQ(officer.post(path + "/refusal", "{}").text("code"), "field_is_missing");
  EXPECT_EQ(officer.post(path + "/refusal", R"({"text":" "})").status, 422) << "a refusal has its reason";
  const std::map<std::string, std::string> once = {{"Request-Id", "refuse-claim-1"}};
  const auto refused = officer.post(path + "/refusal", R"({"text":"the invoice says otherwise"})", once);
  ASSERT_EQ(refused.status, 201) << refused.body;
  EXPECT_EQ(refused.text("state"), "claim_refused");
  EXPECT_EQ(officer.post(path + "/refusal", R"({"text":"the invoice says otherwise"})", once).body, refused.body);
  EXPECT_EQ(officer.post(path + "/refusal", R"({"text":"again"})").text("code"), "claim_is_not_open");
  const auto body = R"({"claim":")" + claim + R"(","text":"after all","paid_in_on":"2025-02-18"})";
  EXPECT_EQ(officer.post("/v1/refunds", body).text("code"), "claim_is_not_open");

  EXPECT_TRUE(lines().empty());
  EXPECT_TRUE(officer.get("/v1/refunds").json().at("claims").as_array().empty());
  const auto seen = trader.get("/v1/refunds").json().at("claims").at(0);
  EXPECT_EQ(seen.at("state"), "claim_refused");
  EXPECT_EQ(trader.get(path).text("decision"), "the invoice says otherwise");
  const auto notice = trader.get("/v1/notices/" + std::string(seen.at("notice_id").as_string())).json();
  EXPECT_EQ(notice.at("state"), "claim_refused");
  EXPECT_EQ(notice.at("said").as_array().back().at("text"), "the invoice says otherwise");
  EXPECT_TRUE(officer.get("/v1/refunds").json().at("items").as_array().empty());
  expect_sound();
}

TEST_P(RefundsApi, MoneyThatStandsAtNoOrderIsProposedAndBounded) {
  auto officer = world->sign_in("officer");
  // Money under a closed order stands unallocated; its refund is proposed with the import.
  const auto nothing = officer.post("/v1/refunds", R"({"party_id":")" + party +
                                                       R"(","matter_id":"receipt:X","ground":"over_payment",)"
                                                       R"("paid_in_on":"2026-11-02"})");
  EXPECT_EQ(nothing.text("code"), "nothing_is_left_to_refund") << nothing.body;
  EXPECT_EQ(officer
                .post("/v1/refunds", R"({"party_id":")" + party +
                                         R"(","matter_id":"receipt:X","ground":"kindness","paid_in_on":"2026-11-02"})")
                .status,
            422);
  const auto claim = claimed();
  const auto body = R"({"claim":")" + claim + R"(","text":"yes","paid_in_on":"2025-02-18"})";
  const auto proposed = officer.post("/v1/refunds", body);
  ASSERT_EQ(proposed.status, 201) << proposed.body;
  const auto list = officer.get("/v1/refunds?party_id=" + party);
  EXPECT_EQ(list.json().at("idle").at(0).at("amount_krw"), 50'000) << "an overpayment until it is decided";
  const auto part =
      officer.post("/v1/refunds", R"({"party_id":")" + party + R"(","matter_id":")" + claim.substr(party.size() + 1) +
                                      R"(","ground":"over_payment","amount_krw":20000,)"
                                      R"("paid_in_on":"2026-11-02"})");
  ASSERT_EQ(part.status, 201) << part.body;
  EXPECT_EQ(officer.post("/v1/refunds/" + part.text("id") + "/decision", "{}").status, 201);
  const auto rest = officer.post("/v1/refunds/" + proposed.text("id") + "/decision", "{}");
  EXPECT_EQ(rest.json().at("principal_krw"), 30'000) << "what was left";
  EXPECT_EQ(officer.get("/v1/refunds").json().at("items").as_array().size(), 2U);
  expect_sound();
}

}  // namespace
}  // namespace clearway::api
