// Detectors through the API: looking over the record, what each found and is worth, retired and put back; letters,
// mails.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "api/testing.h"
#include "registry/rulings.h"

namespace clearway::api {
namespace {

using testing::party;

class DetectorsApi : public record::testing::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (database) world = std::make_unique<testing::World>(GetParam());
  }
  /// A rate of an agreement claimed without its proof.
  static std::string unproven(const std::string& number) {
    return R"({"seller":"S-1","customs_office":"040","accepted_on":"2026-03-03","paid_on":"2026-03-12","declaration":{"declaration_number":")" +
           number +
           R"(","tax_date":"2026-03-02","departure_country":"CN","currency":"USD","incoterm":"CIF","lines":[{"tariff_code":"6403910000","quantity":100,"unit":"2U","net_weight":120,"origin":"CN","price":3000,"preference":{"agreement":"kr-cn"}}]},"paid":[{"line":1,"kind":"duty","krw":100000},{"line":1,"kind":"value_added","krw":400000}]})";
  }
  static boost::json::object detector(testing::Client& who, std::string_view id) {
    const auto answer = who.get("/v1/detectors");
    EXPECT_EQ(answer.status, 200) << answer.body;
    const auto json = answer.json();
    for (const auto& one : json.at("detectors").as_array()) {
      if (one.at("detector").as_string() == id) return one.as_object();
    }
    ADD_FAILURE() << id;
    return {};
  }
  /// Has the record looked over; the run as it stands when it is done.
  testing::Answer look_over(testing::Client& who, const std::string& request_id = {}) {
    std::map<std::string, std::string> headers;
    if (!request_id.empty()) headers["Request-Id"] = request_id;
    const auto asked = who.post("/v1/detection-runs", "", headers);
    EXPECT_EQ(asked.status, 202) << asked.body << world->log;
    auto run = who.get(asked.header("Location"));
    for (int i = 0; i < 2'000 && run.text("state") == "under_way"; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      run = who.get(asked.header("Location"));
    }
    EXPECT_EQ(run.text("state"), "done") << run.body << world->log;
    return run;
  }
  static testing::Answer step(testing::Client& who, const std::string& id, const std::string& what,
                              const std::string& body) {
    return who.post("/v1/notices/" + id + what, body, {{"If-Match", who.get("/v1/notices/" + id).header("ETag")}});
  }

  std::unique_ptr<testing::World> world;
};
INSTANTIATE_TEST_SUITE_P(Engines, DetectorsApi, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(DetectorsApi, FromDeclarationToDraftToLetterAndMail) {
  const auto outbox = world->database.folder() + "/outbox";
  std::filesystem::create_directories(outbox);
  world->program->stop(std::chrono::seconds(2));
  world->outbox = outbox;
  world->start();
  auto trader = world->sign_in("trader");
  auto officer = world->sign_in("officer");
  const auto lodged = trader.post("/v1/import-declarations", unproven("99990-26-000001M"));
  ASSERT_EQ(lodged.status, 201) << lodged.body << world->log;
  const auto run = look_over(officer, "look-over-1");
  EXPECT_EQ(run.json().at("drafted"), 1);
  EXPECT_EQ(look_over(officer, "look-over-1").body, run.body);
  EXPECT_EQ(look_over(officer).json().at("known"), 1) << "asked about before";
  EXPECT_EQ(officer.get("/v1/detection-runs").json().at("runs").as_array().size(), 2U);

  const auto findings = officer.get("/v1/detectors/preference_unproven/findings");
  ASSERT_EQ(findings.status, 200) << findings.body;
  EXPECT_EQ(findings.json().at("total"), 1);
  const auto found = findings.json().at("findings").at(0);
  EXPECT_EQ(found.at("state"), "drafted");
  EXPECT_GT(found.at("difference_krw").as_int64(), 0);
  EXPECT_EQ(world->sign_in("other_officer").get("/v1/detectors/preference_unproven/findings").json().at("total"), 0)
      << "of another office";
  const std::string id(found.at("notice_id").as_string());
  EXPECT_EQ(trader.get("/v1/notices/" + id + "/letter").status, 404) << "not sent yet";

  const auto draft = officer.get("/v1/notices/" + id + "/letter?language=en");
  ASSERT_EQ(draft.status, 200) << draft.body << world->log;
  EXPECT_EQ(draft.header("Content-Type"), "application/pdf");
  EXPECT_TRUE(draft.body.starts_with("%PDF-"));
  EXPECT_NE(draft.body, officer.get("/v1/notices/" + id + "/letter?language=ko").body);
  EXPECT_EQ(officer.get("/v1/notices/" + id + "/letter?language=fr").status, 400);

  // The control group is drawn by the key of this run's database.
  const auto approved = step(officer, id, "/decisions", R"({"decision":"approve"})");
  ASSERT_EQ(approved.status, 201) << approved.body;
  const bool sent = approved.text("state") == "sent";
  std::vector<std::filesystem::path> mails;
  for (const auto& entry : std::filesystem::directory_iterator(outbox)) mails.push_back(entry.path());
  ASSERT_EQ(mails.size(), sent ? 1U : 0U) << world->log;
  if (!sent) return;
  std::ifstream in(mails.front(), std::ios::binary);
  const std::string mail(std::istreambuf_iterator<char>(in), {});
  EXPECT_NE(mail.find("To: \"Sample trader\"\r\n <trader@clearway.sample.invalid>"), std::string::npos) << mail;
  EXPECT_NE(mail.find("application/pdf"), std::string::npos);
  EXPECT_EQ(trader.get("/v1/notices/" + id + "/letter").status, 200);
}

TEST_P(DetectorsApi, APersonRetiresADetectorAndASupervisorPutsItBack) {
  auto trader = world->sign_in("trader");
  auto officer = world->sign_in("officer");
  auto supervisor = world->sign_in("supervisor");
  ASSERT_EQ(trader.post("/v1/import-declarations", unproven("99990-26-000001M")).status, 201);
  const std::string at = "/v1/detectors/preference_unproven";
  EXPECT_EQ(detector(officer, "preference_unproven").at("state"), "in_force");
  EXPECT_TRUE(detector(officer, "preference_unproven").at("precision").is_null()) << "nothing is decided yet";
  EXPECT_EQ(officer.post(at + "/retirements", R"({"reason":"no"})").status, 422) << "a reason that says nothing";
  const auto retired =
      officer.post(at + "/retirements", R"({"reason":"wrong in most cases"})", {{"Request-Id", "retire-once"}});
  ASSERT_EQ(retired.status, 201) << retired.body << world->log;
  EXPECT_EQ(retired.text("state"), "retired");
  const auto turn = retired.json().at("turns").at(0);
  EXPECT_EQ(turn.at("by"), "Sample officer");
  EXPECT_EQ(turn.at("reason"), "wrong in most cases");
  EXPECT_EQ(
      officer.post(at + "/retirements", R"({"reason":"wrong in most cases"})", {{"Request-Id", "retire-once"}}).body,
      retired.body);
  EXPECT_EQ(officer.post(at + "/retirements", R"({"reason":"still wrong"})").text("code"),
            "detector_is_retired_already");
  const auto quiet = look_over(officer).json();
  EXPECT_EQ(quiet.at("drafted"), 0);
  EXPECT_EQ(quiet.at("detectors").as_array().size(), 11U);
  EXPECT_EQ(officer.post(at + "/reinstatements", R"({"reason":"better now"})").status, 403);
  const auto back = supervisor.post(at + "/reinstatements", R"({"reason":"proofs are checked now"})");
  ASSERT_EQ(back.status, 201) << back.body;
  EXPECT_EQ(back.json().at("turns").as_array().size(), 2U);
  EXPECT_EQ(supervisor.post(at + "/reinstatements", R"({"reason":"once more"})").text("code"),
            "detector_is_in_force_already");
  EXPECT_EQ(look_over(officer).json().at("drafted"), 1);
}

TEST_P(DetectorsApi, AClassThatARulingDecidedOtherwiseIsAskedAbout) {
  ruling::Ruling ruling;
  ruling.ruling_id = "R-1";
  ruling.party_id = party;
  ruling.state = ruling::State::in_force;
  ruling.number = "2026-00001";
  ruling.opened_on = *Date::parse("2026-01-05");
  ruling.filed_on = ruling.opened_on;
  ruling.decided_on = ruling.notified_on = *Date::parse("2026-01-20");
  ruling.decision.emplace();
  ruling.decision->facts.items = {"BOOT-1"};
  ruling.decision->facts.tariff_code = "6403990000";
  ASSERT_TRUE(registry::open(*world->store, ruling, {"test", "", world->now}).ok());
  auto trader = world->sign_in("trader");
  auto officer = world->sign_in("officer");
  const auto lodged = trader.post(
      "/v1/import-declarations",
      R"({"seller":"S-1","customs_office":"040","accepted_on":"2026-03-03","paid_on":"2026-03-12","declaration":{"declaration_number":"99990-26-000001M","tax_date":"2026-03-02","departure_country":"CN","currency":"USD","incoterm":"CIF","lines":[{"tariff_code":"6403910000","quantity":100,"unit":"2U","net_weight":120,"origin":"CN","price":3000}]},"goods":[{"line":1,"item":"BOOT-1"}]})");
  ASSERT_EQ(lodged.status, 201) << lodged.body << world->log;
  const auto run = look_over(officer);
  EXPECT_EQ(run.json().at("findings"), 1) << run.body;
}

}  // namespace
}  // namespace clearway::api
