#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "api/testing.h"

namespace clearway::api {
namespace {

using testing::Answer;
using testing::Client;

/// A rule that holds on every simplified filing of the examples and decides alone.
std::string rule(const std::string& when, const std::string& id = "R4.test") {
  http::JsonWriter json;
  json.begin_object()
      .member("id", id)
      .member("from", "2026-01-01")
      .member("when", when)
      .member("likelihood", "0.5")
      .member("consequence", "2")
      .member("hard", true)
      .member("cite", "export-notice-36-2")
      .member("reason_ko", "시험 규칙")
      .member("reason_en", "A rule of the test");
  const std::string procedures[] = {"simplified", "formal"};
  return json.strings("procedures", procedures).end_object().take();
}

class VersionsApi : public ::testing::Test {
 protected:
  Answer draft(Client& who, const std::string& when) {
    return who.post("/v1/risk/versions", R"({"title":"A test","rules":[)" + rule(when) + "]}");
  }
  static std::map<std::string, std::string> if_match(const Answer& answer) { return {{"If-Match", answer.header("ETag")}}; }
  Answer step(Client& who, const std::string& id, const std::string& path) {
    const auto now = who.get("/v1/risk/versions/" + id);
    return who.post("/v1/risk/versions/" + id + "/" + path, R"({"reason":"because"})", if_match(now));
  }
  Answer rehearse(Client& who, const std::string& id) {
    auto answer = who.post("/v1/risk/versions/" + id + "/rehearsals", R"({"from":"2026-11-01","to":"2026-11-22"})");
    EXPECT_EQ(answer.status, 202) << answer.body;
    const auto run = answer.text("rehearsal_id");
    for (int i = 0; i < 500; ++i) {
      answer = who.get("/v1/risk/rehearsals/" + run);
      if (answer.text("state") != "running") break;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return answer;
  }
  std::string lodge(Client& who, const std::string& id) {
    const auto lodged = who.post("/v1/declarations", testing::filing(clearance::examples::simplified(), id));
    EXPECT_EQ(lodged.status, 201) << lodged.body;
    return lodged.body;
  }
  /// A declaration of yesterday, so that there is something to rehearse on.
  void have_a_past() {
    const auto today = world.now;
    world.now = *Instant::parse("2026-11-20T03:00:00.000000Z");
    auto trader = world.sign_in("trader");
    lodge(trader, "PAST-1");
    world.now = today;
  }
  static bool is_red(const std::string& body) { return body.find(R"("channel":"red")") != std::string::npos; }

  testing::World world{db::Engine::sqlite};
};

TEST_F(VersionsApi, ARuleGoesFromDraftIntoForceAndBack) {
  have_a_past();
  auto officer = world.sign_in("officer"), supervisor = world.sign_in("supervisor"), trader = world.sign_in("trader");
  EXPECT_FALSE(is_red(lodge(trader, "BEFORE-1")));
  const auto installed = officer.get("/v1/risk/versions/in-force");
  EXPECT_EQ(installed.text("state"), "active");

  const auto made = draft(officer, "destination_country != \"XX\"");
  ASSERT_EQ(made.status, 201) << made.body;
  const auto id = made.text("version_id");
  EXPECT_NE(made.body.find(R"("change":"added")"), std::string::npos);
  EXPECT_EQ(step(supervisor, id, "activation").text("code"), "version_has_not_been_rehearsed");
  const auto report = rehearse(officer, id);
  ASSERT_EQ(report.text("state"), "finished") << report.body << world.log;
  EXPECT_NE(report.body.find("R4.test"), std::string::npos);
  EXPECT_EQ(step(supervisor, id, "activation").text("code"), "version_has_not_been_approved");
  EXPECT_EQ(step(supervisor, id, "approval").status, 200);
  EXPECT_FALSE(is_red(lodge(trader, "BEFORE-2"))) << "approved is not in force";
  ASSERT_EQ(step(supervisor, id, "activation").status, 200);
  const auto decided = lodge(trader, "AFTER-1");
  EXPECT_TRUE(is_red(decided)) << decided;
  EXPECT_NE(decided.find(made.text("fingerprint")), std::string::npos) << "the decision names its version";

  world.program->stop(std::chrono::seconds(2));
  world.start();  // it stays in force over a restart
  trader = world.sign_in("trader");
  supervisor = world.sign_in("supervisor");
  EXPECT_TRUE(is_red(lodge(trader, "AFTER-2")));
  ASSERT_EQ(step(supervisor, installed.text("version_id"), "roll-back").status, 200);
  EXPECT_FALSE(is_red(lodge(trader, "AFTER-3")));
}

TEST_F(VersionsApi, ASupervisorDoesNotApproveTheirOwn) {
  have_a_past();
  auto supervisor = world.sign_in("supervisor");
  const auto made = draft(supervisor, "fob_value >= 1");
  ASSERT_EQ(made.status, 201) << made.body;
  ASSERT_EQ(rehearse(supervisor, made.text("version_id")).text("state"), "finished");
  const auto refused = step(supervisor, made.text("version_id"), "approval");
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.text("code"), "approval_needs_a_second_person");
  EXPECT_FALSE(refused.text("fix").empty());
}

TEST_F(VersionsApi, AnInvalidPolicyIsRefusedAsAWholeAndTheOneInForceStays) {
  auto officer = world.sign_in("officer");
  const auto before = officer.get("/v1/risk/versions/in-force").text("fingerprint");
  const auto refused = draft(officer, "fob_valeu >= 1");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.text("code"), "policy_is_not_valid");
  EXPECT_NE(refused.body.find("did you mean fob_value?"), std::string::npos) << refused.body;
  EXPECT_EQ(officer.get("/v1/risk/versions").json().at("items").as_array().size(), 1U);
  EXPECT_EQ(officer.get("/v1/risk/versions/in-force").text("fingerprint"), before);
  const auto broken = officer.post("/v1/risk/versions", R"({"title":"x","rules_yaml":"rules: ["})");
  EXPECT_EQ(broken.text("code"), "policy_is_not_valid");
}

TEST_F(VersionsApi, ARuleIsCheckedWhileItIsTyped) {
  auto trader = world.sign_in("trader"), officer = world.sign_in("officer");
  lodge(trader, "RECENT-1");
  const auto check = [&](const std::string& when) {
    return officer.post("/v1/risk/rule-checks", R"({"rule":)" + rule(when) + "}");
  };
  const auto good = check("fob_value >= 1 || has(destination_country)");
  ASSERT_EQ(good.status, 200) << good.body;
  EXPECT_TRUE(good.json().at("valid").as_bool()) << good.body;
  EXPECT_EQ(good.json().at("held").at("held").as_int64(), 1) << good.body;
  EXPECT_EQ(check("destination_country == \"XX\"").json().at("held").at("held").as_int64(), 0);
  const auto bad = check("destination_country = \"US\"");
  EXPECT_FALSE(bad.json().at("valid").as_bool());
  const auto answer = bad.json();
  const auto& problem = answer.at("problems").at(0);
  EXPECT_EQ(problem.at("column").as_int64(), 21);
  EXPECT_EQ(problem.at("message").as_string(), "'=' is no operator");
  const auto korean = officer.send("POST", "/v1/risk/rule-checks", R"({"rule":)" + rule("fob_valeu > 1") + "}", {{"Accept-Language", "ko"}});
  EXPECT_EQ(korean.json().at("problems").at(0).at("fix").as_string(), "가장 가까운 이름은 fob_value입니다") << korean.body;
  const auto names = officer.get("/v1/risk/rule-names");
  EXPECT_GT(names.json().at("items").as_array().size(), 100U);
  EXPECT_NE(names.body.find("policy.far_below"), std::string::npos);
}

TEST_F(VersionsApi, APeriodThatIsNotPastIsRefused) {
  auto officer = world.sign_in("officer");
  const auto id = draft(officer, "fob_value >= 1").text("version_id");
  const auto start = [&](const std::string& from, const std::string& to) {
    return officer.post("/v1/risk/versions/" + id + "/rehearsals", R"({"from":")" + from + R"(","to":")" + to + "\"}").text("code");
  };
  EXPECT_EQ(start("2026-11-01", "2026-11-23"), "rehearsal_period_is_not_past");
  EXPECT_EQ(start("2026-11-10", "2026-11-01"), "rehearsal_period_is_not_past");
  const auto empty = rehearse(officer, id);
  EXPECT_EQ(empty.text("state"), "failed") << "nothing was lodged in that time";
  EXPECT_NE(empty.body.find("rehearsal_period_is_empty"), std::string::npos);
}

TEST_F(VersionsApi, TwoPeopleEditOneDraft) {
  auto officer = world.sign_in("officer"), other = world.sign_in("other_officer");
  const auto made = draft(officer, "fob_value >= 1");
  const auto path = "/v1/risk/versions/" + made.text("version_id");
  EXPECT_EQ(officer.send("PUT", path, R"({"note":"mine"})", if_match(made)).status, 200);
  EXPECT_EQ(other.send("PUT", path, R"({"note":"theirs"})", if_match(made)).text("code"), "version_is_not_current");
  const auto removed = officer.send("PUT", path, R"({"removed_rules":["R4.test"]})", if_match(officer.get(path)));
  EXPECT_EQ(removed.status, 200);
  EXPECT_EQ(removed.body.find(R"("change":"added")"), std::string::npos);
}

}  // namespace
}  // namespace clearway::api
