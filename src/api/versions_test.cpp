#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <set>
#include <thread>

#include "api/testing.h"
#include "likelihood/testing.h"

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
  static std::map<std::string, std::string> if_match(const Answer& answer) {
    return {{"If-Match", answer.header("ETag")}};
  }
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
  // Chance may make any declaration red; the version that decided stands in each.
  const auto by_the_draft = [&](const std::string& decided) {
    return decided.find(made.text("fingerprint")) != std::string::npos;
  };
  EXPECT_FALSE(by_the_draft(lodge(trader, "BEFORE-1"))) << "approved is not in force";
  ASSERT_EQ(step(supervisor, id, "activation").status, 200);
  const auto decided = lodge(trader, "AFTER-1");
  EXPECT_TRUE(is_red(decided)) << decided;
  EXPECT_TRUE(by_the_draft(decided)) << "the decision names its version";

  world.program->stop(std::chrono::seconds(2));
  world.start();  // it stays in force over a restart
  trader = world.sign_in("trader");
  supervisor = world.sign_in("supervisor");
  EXPECT_TRUE(is_red(lodge(trader, "AFTER-2")));
  ASSERT_EQ(step(supervisor, installed.text("version_id"), "roll-back").status, 200);
  EXPECT_FALSE(by_the_draft(lodge(trader, "AFTER-3")));
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
  const auto korean = officer.send("POST", "/v1/risk/rule-checks", R"({"rule":)" + rule("fob_valeu > 1") + "}",
                                   {{"Accept-Language", "ko"}});
  EXPECT_EQ(korean.json().at("problems").at(0).at("fix").as_string(), "가장 가까운 이름은 fob_value입니다")
      << korean.body;
  const auto names = officer.get("/v1/risk/rule-names");
  EXPECT_GT(names.json().at("items").as_array().size(), 100U);
  EXPECT_NE(names.body.find("policy.far_below"), std::string::npos);
}

TEST_F(VersionsApi, APeriodThatIsNotPastIsRefused) {
  auto officer = world.sign_in("officer");
  const auto id = draft(officer, "fob_value >= 1").text("version_id");
  const auto start = [&](const std::string& from, const std::string& to) {
    return officer.post("/v1/risk/versions/" + id + "/rehearsals", R"({"from":")" + from + R"(","to":")" + to + "\"}")
        .text("code");
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

class ModelsApi : public ::testing::TestWithParam<db::Engine> {
 protected:
  void SetUp() override {
    if (GetParam() == db::Engine::postgres && std::getenv("CLEARWAY_TEST_POSTGRES") == nullptr) {
      if (std::getenv("CLEARWAY_REQUIRE_POSTGRES") != nullptr) FAIL() << "CLEARWAY_TEST_POSTGRES is not set";
      GTEST_SKIP() << "no PostgreSQL: run under scripts/with-postgres";
    }
    world = std::make_unique<testing::World>(GetParam());
  }
  static Answer enter(Client& who, const std::string& bytes, const std::string& query = "") {
    return who.post("/v1/risk/models" + query, bytes, {{"Content-Type", "application/octet-stream"}});
  }
  static Answer step(Client& who, const std::string& id, const std::string& path) {
    const auto etag = who.get("/v1/risk/versions/" + id).header("ETag");
    return who.post("/v1/risk/versions/" + id + "/" + path, R"({"reason":"because"})", {{"If-Match", etag}});
  }
  static std::string lodge(Client& who, const std::string& id) {
    const auto lodged = who.post("/v1/declarations", testing::filing(clearance::examples::simplified(), id));
    EXPECT_EQ(lodged.status, 201) << lodged.body;
    return lodged.body;
  }
  void have_a_past() {
    const auto today = world->now;
    world->now = *Instant::parse("2026-11-20T03:00:00.000000Z");
    auto trader = world->sign_in("trader");
    lodge(trader, "PAST-1");
    world->now = today;
  }
  void bring_into_force(const std::string& bytes) {
    auto officer = world->sign_in("officer"), supervisor = world->sign_in("supervisor");
    const auto id = enter(officer, bytes).text("version_id");
    auto run = officer.post("/v1/risk/versions/" + id + "/rehearsals", R"({"from":"2026-11-01","to":"2026-11-22"})");
    ASSERT_EQ(run.status, 202) << run.body;
    const auto rehearsal = run.text("rehearsal_id");
    do {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      run = officer.get("/v1/risk/rehearsals/" + rehearsal);
    } while (run.text("state") == "running");
    ASSERT_EQ(run.text("state"), "finished") << run.body << world->log;
    EXPECT_EQ(step(officer, id, "approval").status, 403) << "an officer does not approve";
    ASSERT_EQ(step(supervisor, id, "approval").status, 200);
    ASSERT_EQ(step(supervisor, id, "activation").status, 200);
  }
  std::unique_ptr<testing::World> world;
};
INSTANTIATE_TEST_SUITE_P(Engines, ModelsApi, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(ModelsApi, AModelIsEnteredRehearsedApprovedAndDecides) {
  have_a_past();
  auto officer = world->sign_in("officer"), trader = world->sign_in("trader"), auditor = world->sign_in("auditor");
  const auto model = likelihood::testing::small_model({"simplified"});
  EXPECT_EQ(enter(auditor, model.bytes()).status, 403);
  const auto entered = enter(officer, model.bytes(), "?title=Exports%20of%20autumn&note=Trained%20on%20spring");
  ASSERT_EQ(entered.status, 201) << entered.body;
  EXPECT_EQ(entered.text("version_id"), model.version());
  EXPECT_EQ(entered.text("title"), "Exports of autumn");
  EXPECT_EQ(entered.text("state"), "drafted");
  EXPECT_NE(entered.body.find(R"("judges":["simplified"])"), std::string::npos) << entered.body;
  const auto again = enter(officer, model.bytes(), "?title=Another");
  EXPECT_EQ(again.status, 200) << "the same model is the version that is there";
  EXPECT_EQ(again.text("title"), "Exports of autumn");

  EXPECT_EQ(lodge(trader, "BEFORE-1").find(model.version()), std::string::npos);
  bring_into_force(model.bytes());
  EXPECT_NE(lodge(trader, "AFTER-1").find("+" + model.version()), std::string::npos);
  world->program->stop(std::chrono::seconds(2));
  world->start();
  trader = world->sign_in("trader");
  officer = world->sign_in("officer");
  EXPECT_NE(lodge(trader, "AFTER-2").find("+" + model.version()), std::string::npos) << "also after a restart";

  // Nobody had to look at it, so its likelihood was kept as one reason; opened, it says which signals made it.
  // Chance draws some; of twenty at a few in a hundred, one is left to itself.
  auto opened = officer.get("/v1/declarations/" + testing::party + ".AFTER-2");
  for (int i = 3; i < 23 && opened.json().at("decision").at("channel") != "green"; ++i) {
    const auto id = "AFTER-" + std::to_string(i);
    lodge(trader, id);
    opened = officer.get("/v1/declarations/" + testing::party + "." + id);
  }
  ASSERT_EQ(opened.status, 200) << opened.body;
  const auto page = opened.json();
  const auto& decision = page.at("decision");
  EXPECT_EQ(decision.at("channel").as_string(), "green") << opened.body;
  double evidence = 0;
  std::set<std::string> ids;
  for (const auto& reason : decision.at("reasons").as_array()) {
    evidence += reason.at("contribution").to_number<double>();
    ids.emplace(reason.at("id").as_string());
  }
  EXPECT_TRUE(ids.contains("model.usual") && ids.contains("model.value")) << opened.body;
  EXPECT_FALSE(ids.contains("model.likelihood"));
  EXPECT_NEAR(1 - std::exp(-evidence), decision.at("likelihood").to_number<double>(), 1e-3);

  // A model for other declarations joins it; both have their say.
  const auto other = likelihood::testing::small_model({"import"}, -2);
  bring_into_force(other.bytes());
  const auto versions = officer.get("/v1/risk/versions").json();
  std::size_t active = 0;
  for (const auto& version : versions.at("items").as_array())
    active += version.at("kind").as_string() == "model" && version.at("state").as_string() == "active" ? 1 : 0;
  EXPECT_EQ(active, 2U);
  const auto both = lodge(trader, "AFTER-3");
  EXPECT_NE(both.find(model.version()), std::string::npos) << both;
  EXPECT_NE(both.find(other.version()), std::string::npos) << both;
  EXPECT_EQ(officer.get("/v1/declarations/" + testing::party + ".AFTER-2").json().at("decision"), decision)
      << "what was decided before it joined is taken apart as before";
}

TEST_P(ModelsApi, WhatIsNoModelForThisProgramIsNamed) {
  auto officer = world->sign_in("officer");
  const auto bytes = likelihood::testing::small_model({"manifest"}).bytes();
  auto altered = bytes;
  altered[bytes.size() / 2] = static_cast<char>(altered[bytes.size() / 2] ^ 1);
  auto later = bytes;
  later.replace(later.find(" 1\n"), 2, " 9");
  const struct {
    std::string_view name, code;
    std::string bytes;
  } cases[] = {
      {"nothing", "model_is_not_one", ""},
      {"a picture", "model_is_not_one", "\x89PNG\r\n"},
      {"another version of the program", "model_is_of_another_version", later},
      {"cut short", "model_is_damaged", bytes.substr(0, bytes.size() - 100)},
      {"one bit changed", "model_is_damaged", altered},
      {"other columns", "model_names_unknown_inputs",
       likelihood::testing::small_model({"manifest"}, -3, {"value_krw", "colour", "exporter.hits"}).bytes()},
      {"procedures nobody knows", "model_is_for_no_procedure", likelihood::testing::small_model({"transit"}).bytes()},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.name);
    const auto refused = enter(officer, test.bytes);
    EXPECT_EQ(refused.status, 422) << refused.body;
    EXPECT_EQ(refused.text("code"), test.code);
    EXPECT_FALSE(refused.text("fix").empty());
    if (test.code == "model_names_unknown_inputs") {
      EXPECT_NE(refused.text("detail").find("colour"), std::string::npos) << refused.body;
    }
  }
  EXPECT_EQ(officer.post("/v1/risk/models", bytes).text("code"), "content_type_is_not_supported");
  EXPECT_EQ(enter(officer, std::string((16U << 20) + 1, 'x')).status, 413);
  EXPECT_EQ(officer.get("/v1/risk/versions").json().at("items").as_array().size(), 1U) << "nothing was entered";
}

TEST_P(ModelsApi, AnEvaluationIsKeptWithItsModel) {
  auto officer = world->sign_in("officer");
  const auto model = likelihood::testing::small_model({"manifest"});
  const auto id = enter(officer, model.bytes()).text("version_id");
  const auto path = "/v1/risk/versions/" + id + "/evaluation";
  const auto keep = [&](const std::string& json) {
    return officer.send("PUT", path, json, {{"If-Match", officer.get("/v1/risk/versions/" + id).header("ETag")}});
  };
  for (const auto* other : {"", "[]", R"({"auc":0.9})", R"({"model":"model-000000000000","auc":0.9})"})
    EXPECT_EQ(keep(other).text("code"), "evaluation_is_not_of_this_model") << other;
  EXPECT_EQ(officer.send("PUT", path, R"({"model":")" + id + "\"}", {{"If-Match", "\"7\""}}).text("code"),
            "version_is_not_current");
  const auto kept = keep(R"({"model":")" + id + "\",\"auc\":0.75}\n");
  ASSERT_EQ(kept.status, 200) << kept.body;
  EXPECT_EQ(kept.json().at("measures").at("auc").as_double(), 0.75);
  EXPECT_EQ(kept.text("state"), "drafted");
  const auto policy = officer.get("/v1/risk/versions/in-force");
  EXPECT_EQ(officer
                .send("PUT", "/v1/risk/versions/" + policy.text("version_id") + "/evaluation", "{}",
                      {{"If-Match", policy.header("ETag")}})
                .text("code"),
            "version_kind_cannot_do_that");
}

}  // namespace
}  // namespace clearway::api
