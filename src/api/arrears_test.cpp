// Debts in enforcement through the API: opened, a step refused with all it lacks, taken, two officers at once, who sees
// what.

#include <gtest/gtest.h>

#include "api/testing.h"

namespace clearway::api {
namespace {

using testing::party;

class ArrearsApi : public record::testing::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (!database) return;
    world = std::make_unique<testing::World>(GetParam());
  }
  /// In arrears since October; answers with the page of the case.
  static testing::Answer opened(testing::Client& officer) {
    return officer.post("/v1/arrears-cases",
                        R"({"party_id":")" + party + R"(","customs_office":"040","debt_id":"D-1","file":
      {"amount":30000000,"accepted":"2026-09-01","events":[
        {"date":"2026-09-25","event":"step","of":"payment_notice"},
        {"date":"2026-09-25","event":"service","of":"payment_notice","how":"registered_post","evidence":"receipt 1"}]}})");
  }
  static testing::Answer entered(testing::Client& who, const std::string& id, const std::string& etag,
                                 const std::string& entry, std::map<std::string, std::string> headers = {}) {
    headers["If-Match"] = etag;
    return who.post("/v1/arrears-cases/" + id + "/entries", entry, headers);
  }
  std::unique_ptr<testing::World> world;
};
INSTANTIATE_TEST_SUITE_P(Engines, ArrearsApi, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(ArrearsApi, AStepIsRefusedWithAllItLacksAndTakenOnceItLacksNothing) {
  auto officer = world->sign_in("officer");
  const auto page = opened(officer);
  ASSERT_EQ(page.status, 201) << page.body;
  const auto id = page.text("id");
  EXPECT_EQ(page.text("state"), "arrears");
  EXPECT_EQ(page.json().at("standing").at("state_name"), "in arrears");

  const auto seizure = R"({"date":"2026-10-20","event":"step","of":"seizure","asset":"real_estate","item":"house"})";
  const auto refused = entered(officer, id, page.header("ETag"), seizure);
  ASSERT_EQ(refused.status, 409) << refused.body;
  EXPECT_EQ(refused.text("code"), "arrears_step_is_refused");
  const auto missing = refused.json().at("missing").as_array();
  ASSERT_EQ(missing.size(), 3U) << refused.body;
  EXPECT_EQ(missing[1].at("code"), "notice_is_missing");
  EXPECT_EQ(missing[1].at("article"), "National Tax Collection Act Article 31(1)");

  const auto demand = R"({"date":"2026-10-20","event":"step","of":"demand","evidence":"demand 7"})";
  const std::map<std::string, std::string> once = {{"Request-Id", "demand-7"}};
  const auto taken = entered(officer, id, page.header("ETag"), demand, once);
  ASSERT_EQ(taken.status, 201) << taken.body;
  EXPECT_EQ(taken.text("state"), "demanded");
  const auto again = entered(officer, id, page.header("ETag"), demand, once);
  ASSERT_EQ(again.status, 201) << again.body;
  EXPECT_EQ(again.header("ETag"), taken.header("ETag"));

  auto supervisor = world->sign_in("supervisor");
  const auto late =
      entered(supervisor, id, page.header("ETag"), R"({"date":"2026-10-21","event":"payment","amount":1000})");
  EXPECT_EQ(late.status, 412) << late.body;
  EXPECT_EQ(late.text("code"), "version_is_not_current");

  const auto too_much =
      entered(officer, id, taken.header("ETag"), R"({"date":"2026-10-21","event":"payment","amount":30000001})");
  EXPECT_EQ(too_much.status, 422) << too_much.body;
  EXPECT_EQ(too_much.text("code"), "arrears_entry_is_refused");
  EXPECT_EQ(too_much.json().at("problems").at(0).at("code"), "payment_is_above_what_is_left");

  const auto list = officer.get("/v1/arrears-cases?office=040&state=demanded");
  ASSERT_EQ(list.status, 200) << list.body;
  EXPECT_EQ(list.json().at("items").at(0).at("id").as_string(), id);
}

TEST_P(ArrearsApi, AnotherOfficeSeesNothing) {
  auto officer = world->sign_in("officer");
  const auto id = opened(officer).text("id");
  auto other = world->sign_in("other_officer");
  EXPECT_EQ(other.get("/v1/arrears-cases/" + id).status, 404);
  EXPECT_EQ(other.get("/v1/arrears-cases?office=040").status, 404);
  EXPECT_EQ(other.get("/v1/arrears-cases").json().at("items").as_array().size(), 0U);
  EXPECT_EQ(entered(other, id, "\"1\"", R"({"date":"2026-10-20","event":"cancellation"})").status, 404);
}

}  // namespace
}  // namespace clearway::api
