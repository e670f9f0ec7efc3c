#include <gtest/gtest.h>

#include <algorithm>

#include "api/testing.h"

namespace clearway::api {
namespace {

namespace examples = clearance::examples;
using testing::filing;

const std::string pdf = "%PDF-1.4\nwhat the officer saw\n%%EOF\n";

class ExaminationOnBothEngines : public ::testing::TestWithParam<db::Engine> {
 protected:
  void SetUp() override {
    if (GetParam() == db::Engine::postgres && std::getenv("CLEARWAY_TEST_POSTGRES") == nullptr) {
      if (std::getenv("CLEARWAY_REQUIRE_POSTGRES") != nullptr) FAIL() << "CLEARWAY_TEST_POSTGRES is not set";
      GTEST_SKIP() << "no PostgreSQL: run under scripts/with-postgres";
    }
    world = std::make_unique<testing::World>(GetParam());
    world->add("second_officer", "officer", "", "", {"040"});
    trader = world->sign_in("trader");
    officer = world->sign_in("officer");
    supervisor = world->sign_in("supervisor");
  }
  /// Lodged, and selected by the officer; answers with its path.
  std::string selected(const std::string& id) {
    const auto lodged = trader.post("/v1/declarations", filing(examples::simplified(), id));
    EXPECT_EQ(lodged.status, 201) << lodged.body << world->log;
    const auto path = "/v1/declarations/" + lodged.text("id");
    const auto override = officer.post(path + "/channel", R"({"channel":"red","reason":"weight and description"})",
                                       {{"If-Match", officer.get(path).header("ETag")}});
    const bool drawn = override.text("code") == "channel_is_the_same";  // chance was first
    EXPECT_TRUE(override.status == 201 || drawn) << override.body;
    return path;
  }
  testing::Answer examine(const std::string& path, const std::string& body) {
    return officer.post(path + "/examinations", body, {{"If-Match", officer.get(path).header("ETag")}});
  }
  std::int64_t exporter_hits(const std::string& path) {
    const auto page = officer.get(path).json();
    for (const auto& party : page.at("parties").as_array()) {
      if (party.at("role") == "exporter") return party.at("discrepancies").as_int64();
    }
    return -1;
  }
  void restart() {
    world->program.reset();
    world->start();
    for (auto* client : {&trader, &officer, &supervisor}) client->port = world->program->port();
  }
  std::unique_ptr<testing::World> world;
  testing::Client trader, officer, supervisor;
};
INSTANTIATE_TEST_SUITE_P(Engines, ExaminationOnBothEngines, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(ExaminationOnBothEngines, FindingsSayWhatWasDeclaredAndFoundAndReachTheProfilesAtOnce) {
  const auto path = selected("EX-1");
  const auto checklist = officer.get(path + "/checklist");
  ASSERT_EQ(checklist.status, 200) << checklist.body;
  EXPECT_FALSE(checklist.json().at("items").as_array().empty());
  const struct {
    std::string_view name, body;
  } refused[] = {
      {"a finding where nothing was found", R"({"result":"conforming","findings":[{"kind":"value","found":"x"}]})"},
      {"a finding without what was found", R"({"result":"discrepancy","findings":[{"kind":"value"}]})"},
      {"revenue of a quantity",
       R"({"result":"discrepancy","findings":[{"kind":"quantity","found":"3","revenue_krw":5}]})"},
      {"an unknown kind", R"({"result":"discrepancy","findings":[{"kind":"price","found":"3"}]})"},
      {"a key that is none", R"({"result":"discrepancy","findings":[{"kind":"value","found":"3","price":1}]})"},
      {"a discrepancy of nothing", R"({"result":"discrepancy"})"},
  };
  for (const auto& c : refused) EXPECT_EQ(examine(path, std::string(c.body)).status, 422) << c.name;
  EXPECT_EQ(exporter_hits(path), 0);
  const auto done = examine(path, R"({"result":"discrepancy","note":"opened","findings":[
      {"kind":"value","declared":"USD 120","found":"USD 900","revenue_krw":1250000,"note":"invoice in the parcel"},
      {"kind":"quantity","item":1,"declared":"2","found":"12"}]})");
  ASSERT_EQ(done.status, 201) << done.body;
  const auto page = done.json();
  const auto& examination = page.at("examinations").at(0);
  EXPECT_EQ(examination.at("discrepancies").as_array().size(), 2U);
  EXPECT_EQ(examination.at("findings").at(0).at("found"), "USD 900");
  EXPECT_EQ(examination.at("findings").at(0).at("revenue_krw"), 1'250'000);
  EXPECT_EQ(exporter_hits(path), 1);
  restart();
  EXPECT_EQ(exporter_hits(path), 1);
  auto auditor = world->sign_in("auditor");
  const auto verified = auditor.get("/v1/audit/verification");
  EXPECT_TRUE(verified.json().at("ok").as_bool()) << verified.body;
}

TEST_P(ExaminationOnBothEngines, ASecondOfficerConfirmsOrCorrects) {
  const auto path = selected("SL-1");
  const std::string reason = R"({"reason":"a large difference in value"})";
  auto second = world->sign_in("second_officer");
  EXPECT_EQ(supervisor.post(path + "/second-look-orders", reason).text("code"), "nothing_to_look_at_again");
  EXPECT_EQ(second.post(path + "/second-looks", R"({"result":"conforming"})").text("code"), "nothing_to_look_at_again");
  ASSERT_EQ(examine(path, R"({"result":"discrepancy","findings":[{"kind":"value","found":"USD 900"}]})").status, 201);
  const auto ordered = supervisor.post(path + "/second-look-orders", reason);
  ASSERT_EQ(ordered.status, 201) << ordered.body;
  const auto waiting = officer.get("/v1/offices/040/worklist");
  ASSERT_EQ(waiting.status, 200) << waiting.body;
  EXPECT_EQ(waiting.json().at("second_looks").as_array().size(), 1U);
  EXPECT_EQ(officer.post(path + "/second-looks", R"({"result":"conforming"})").text("code"),
            "second_look_needs_another_officer");
  EXPECT_EQ(exporter_hits(path), 1);
  const auto corrected =
      second.post(path + "/second-looks", R"({"result":"conforming","note":"the invoice was of another parcel"})",
                  {{"Request-Id", "second-look-once"}});
  ASSERT_EQ(corrected.status, 201) << corrected.body;
  EXPECT_EQ(corrected.json().at("second_looks").at(0).at("result").at("outcome"), "corrected");
  EXPECT_EQ(corrected.json().at("tasks").at(0).at("open"), false);
  EXPECT_EQ(exporter_hits(path), 0);  // what was counted is put right
  const auto repeated =
      second.post(path + "/second-looks", R"({"result":"conforming","note":"the invoice was of another parcel"})",
                  {{"Request-Id", "second-look-once"}});
  EXPECT_EQ(repeated.status, 201);
  EXPECT_EQ(second.post(path + "/second-looks", R"({"result":"conforming"})").text("code"), "task_is_done");
  EXPECT_EQ(officer.get("/v1/offices/040/worklist").json().at("second_looks").as_array().size(), 0U);
  restart();
  EXPECT_EQ(exporter_hits(path), 0);  // folded from the record as well

  const auto other = selected("SL-2");
  ASSERT_EQ(examine(other, R"({"result":"conforming"})").status, 201);
  second.port = world->program->port();
  const auto confirmed = second.post(other + "/second-looks", R"({"result":"conforming"})");
  ASSERT_EQ(confirmed.status, 201) << confirmed.body;
  EXPECT_EQ(confirmed.json().at("second_looks").at(0).at("result").at("outcome"), "confirmed");
}

TEST_P(ExaminationOnBothEngines, EvidenceIsEncryptedAndReadForAPurpose) {
  const auto path = selected("EV-1");
  const auto add = [&](const std::string& id, const std::string& name, const std::string& content) {
    return officer.send("PUT", path + "/evidence/" + id + "?name=" + name, content,
                        {{"Content-Type", "application/octet-stream"}});
  };
  EXPECT_EQ(add("photo-0001", "run.exe", "MZ\x90 not a picture").text("code"), "evidence_type_is_not_accepted");
  EXPECT_EQ(add("photo-0001", "page.html", "<html>").status, 415);
  EXPECT_EQ(add("photo-0001", "big.pdf", pdf + std::string(10'000'001, ' ')).text("code"), "evidence_is_too_large");
  EXPECT_EQ(add("photo-0001", "..%2Fup.pdf", pdf).status, 422);
  EXPECT_EQ(add("X", "a.pdf", pdf).status, 422);
  const auto added = add("photo-0001", "opened%20parcel.pdf", pdf);
  ASSERT_EQ(added.status, 201) << added.body;
  EXPECT_EQ(added.json().at("evidence").at(0).at("file_name"), "opened parcel.pdf");
  EXPECT_EQ(add("photo-0001", "opened%20parcel.pdf", pdf).status, 201);  // repeated
  EXPECT_EQ(add("photo-0001", "opened%20parcel.pdf", pdf + "x").text("code"), "already_exists");
  EXPECT_EQ(officer.get(path).json().at("evidence").as_array().size(), 1U);
  EXPECT_FALSE(trader.get(path).json().as_object().contains("evidence"));

  const auto connection = world->database.connect();
  std::string ciphertext;
  ASSERT_TRUE(connection
                  ->rows("SELECT ciphertext FROM evidence", {},
                         [&](const db::Row& row) {
                           ciphertext = std::string(row.bytes(0));
                           return true;
                         })
                  .ok());
  EXPECT_EQ(ciphertext.find("officer saw"), std::string::npos);
  EXPECT_EQ(officer.post(path + "/evidence/photo-0001/reads", R"({"purpose":""})").status, 422);
  EXPECT_EQ(officer.post(path + "/evidence/photo-0002/reads", R"({"purpose":"second look"})").status, 404);
  const auto read = officer.post(path + "/evidence/photo-0001/reads", R"({"purpose":"second look"})");
  ASSERT_EQ(read.status, 201) << read.body;
  EXPECT_EQ(read.body, pdf);
  EXPECT_EQ(read.header("Content-Type"), "application/pdf");
  EXPECT_EQ(read.header("Content-Disposition"), "attachment");
  EXPECT_NE(officer.get(path).body.find("\"evidence_read\""), std::string::npos);
  // Whoever writes into the table is found out when it is read.
  ASSERT_TRUE(connection
                  ->run("UPDATE evidence SET digest = $1",
                        {db::Value::bytes(std::string_view("0123456789abcdef0123456789abcdef"))})
                  .ok());
  EXPECT_EQ(officer.post(path + "/evidence/photo-0001/reads", R"({"purpose":"second look"})").status, 500);
}

TEST_P(ExaminationOnBothEngines, APlanOfCapacityHoldsFromItsDayAndIsKeptWithDecisions) {
  const auto before = officer.get("/v1/offices/040/capacity").json();
  EXPECT_EQ(before.at("capacity").at("red").at("planned"), 120);
  EXPECT_EQ(before.at("capacity").at("planned"), false);
  const auto plan = [&](const std::string& from, const std::string& body, std::map<std::string, std::string> headers) {
    return supervisor.send("PUT", "/v1/offices/040/capacity/" + from, body, std::move(headers));
  };
  const std::string body = R"({"red":3,"orange":9,"reason":"two officers on leave"})";
  EXPECT_EQ(plan("2026-11-22", body, {{"If-None-Match", "*"}}).status, 422);  // never backwards
  EXPECT_EQ(plan("2026-11-23", R"({"red":-1,"orange":9,"reason":"two officers"})", {{"If-None-Match", "*"}}).status,
            422);
  EXPECT_EQ(plan("2026-11-23", R"({"red":3,"reason":"two officers"})", {{"If-None-Match", "*"}}).status, 422);
  EXPECT_EQ(plan("2026-11-23", body, {}).status, 428);
  const auto made = plan("2026-11-23", body, {{"If-None-Match", "*"}});
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(made.json().at("capacity").at("red").at("planned"), 3);
  EXPECT_EQ(plan("2026-11-23", body, {{"If-None-Match", "*"}}).status, 200);  // repeated
  EXPECT_EQ(plan("2026-11-23", R"({"red":0,"orange":0,"reason":"closed for a storm"})", {{"If-Match", "\"7\""}}).status,
            412);
  const auto closed =
      plan("2026-11-23", R"({"red":0,"orange":0,"reason":"closed for a storm"})", {{"If-Match", "\"1\""}});
  ASSERT_EQ(closed.status, 200) << closed.body;
  EXPECT_EQ(officer.get("/v1/offices/040/day").json().at("quota").at("red").at("limit"), 0);
  // A capacity of nothing: what expected value would select is released and says why; the plan stands in the inputs.
  const auto path = selected("CAP-1");
  const auto stored = world->store->read(testing::party, "CAP-1").value();
  ASSERT_TRUE(stored.has_value());
  EXPECT_NE(stored->decision.find("\"inputs\":\"1"), std::string::npos);
  restart();
  EXPECT_EQ(officer.get("/v1/offices/040/capacity").json().at("capacity").at("red").at("planned"), 0);
  EXPECT_EQ(officer.get("/v1/offices/020/capacity").status, 404);
  // Three discrepancies make the next one red whatever the capacity; what waits beyond it says so.
  for (const auto* id : {"CAP-2", "CAP-3", "CAP-4"}) {
    ASSERT_EQ(examine(selected(id), R"({"result":"discrepancy","discrepancies":["value"]})").status, 201);
  }
  const auto repeated = trader.post("/v1/declarations", filing(examples::simplified(), "CAP-5"));
  ASSERT_EQ(repeated.status, 201) << repeated.body;
  const auto worklist = officer.get("/v1/offices/040/worklist");
  const auto items = worklist.json().at("items").as_array();  // beside it perhaps what chance drew
  const auto* const found = std::find_if(
      items.begin(), items.end(), [](const auto& item) { return item.at("summary").at("declaration_id") == "CAP-5"; });
  ASSERT_NE(found, items.end()) << worklist.body;
  EXPECT_EQ(found->at("summary").at("channel"), "red");
  EXPECT_EQ(found->at("place"), "over_capacity");
  EXPECT_EQ(
      plan("2026-11-23", R"({"red":1000001,"orange":9,"reason":"a slip"})", {{"If-Match", "\"2\""}}).text("field"),
      "red");
}

TEST_P(ExaminationOnBothEngines, TheWorklistIsOrderedByThePlanByLikelihoodOrByExpectedRevenue) {
  const auto plan = [&](const std::string& body, const std::string& version) {
    return supervisor.send("PUT", "/v1/offices/040/capacity/2026-11-23", body, {{"If-Match", version}});
  };
  ASSERT_EQ(supervisor
                .send("PUT", "/v1/offices/040/capacity/2026-11-23", R"({"red":2,"orange":0,"reason":"two officers"})",
                      {{"If-None-Match", "*"}})
                .status,
            200);
  // Three discrepancies make the next ones red whatever the capacity.
  for (const auto* id : {"WL-1", "WL-2", "WL-3"}) {
    ASSERT_EQ(examine(selected(id), R"({"result":"discrepancy","discrepancies":["value"]})").status, 201);
  }
  for (int i = 4; i < 7; ++i) {
    const auto id = "WL-" + std::to_string(i);
    ASSERT_EQ(trader.post("/v1/declarations", filing(examples::simplified(), id)).status, 201);
  }
  const auto list = [&](const std::string& query) { return officer.get("/v1/offices/040/worklist" + query); };
  EXPECT_EQ(list("?order=value").status, 400);
  const auto by_plan = list("");
  ASSERT_EQ(by_plan.status, 200) << by_plan.body << world->log;
  EXPECT_EQ(by_plan.text("order"), "plan");
  EXPECT_EQ(by_plan.json().at("waiting"), 3);
  EXPECT_EQ(by_plan.json().at("places").at("officer"), 3);
  // Chance may draw one of them as well; then it stands among what chance drew.
  EXPECT_EQ(
      by_plan.json().at("places").at("hard_rule").as_int64() + by_plan.json().at("places").at("random").as_int64(), 3);
  const auto shown = by_plan.json();
  const auto& items = shown.at("items").as_array();
  ASSERT_EQ(items.size(), 3U);
  std::string places;
  for (const auto& item : items) {
    EXPECT_TRUE(item.at("ground") == "hard_rule" || item.at("ground") == "random") << item.at("ground");
    places += item.at("place").as_string();
    places += ' ';
    const auto stake = item.at("stake_krw").as_int64();
    EXPECT_EQ(stake, item.at("summary").at("value_krw").as_int64() / 10);  // value added tax of 10 %
    const auto likelihood = item.at("summary").at("likelihood").as_double();
    EXPECT_NEAR(static_cast<double>(item.at("expected_revenue_krw").as_int64()),
                likelihood * static_cast<double>(stake), 1.5);
  }
  EXPECT_EQ(places, "in_plan in_plan over_capacity ");  // what is compelled is examined whatever is left
  for (const std::string order : {"likelihood", "expected_revenue"}) {
    const auto ranked = list("?order=" + order).json();
    double before = 1e18;
    for (const auto& item : ranked.at("items").as_array()) {
      const double key = order == "likelihood" ? item.at("summary").at("likelihood").as_double()
                                               : static_cast<double>(item.at("expected_revenue_krw").as_int64());
      EXPECT_LE(key, before) << order;
      before = key;
    }
  }
  ASSERT_EQ(plan(R"({"red":0,"orange":0,"reason":"closed for a storm"})", "\"1\"").status, 200);
  const auto closed = list("").json();
  for (const auto& item : closed.at("items").as_array()) EXPECT_EQ(item.at("place"), "over_capacity");
  const auto day = officer.get("/v1/offices/040/day").json();
  EXPECT_EQ(day.at("places").at("officer"), 3);
  EXPECT_EQ(day.at("places").at("rule"), 0);
  EXPECT_EQ(day.at("quota").at("red").at("used"), 3);  // they took places, though none was left for the last
}

TEST_P(ExaminationOnBothEngines, AuditAfterReleaseIsDrawnWorkedAndCounted) {
  for (int i = 0; i < 20; ++i) {
    ASSERT_EQ(trader.post("/v1/declarations", filing(examples::simplified(), "AU-" + std::to_string(i))).status, 201);
  }
  const std::string body = R"({"office":"040","day":"2026-11-23"})";
  const auto drawn = supervisor.post("/v1/audit-sample/draws", body);
  ASSERT_EQ(drawn.status, 201) << drawn.body << world->log;
  const auto green = drawn.json().at("green").as_int64();
  ASSERT_GT(green, 10);
  EXPECT_EQ(drawn.json().at("new").as_int64(),
            drawn.json().at("decile").as_int64() + drawn.json().at("random").as_int64());
  EXPECT_GE(drawn.json().at("new").as_int64(), (green + 9) / 10);
  EXPECT_EQ(supervisor.post("/v1/audit-sample/draws", body).json().at("new"), 0);
  EXPECT_EQ(supervisor.post("/v1/audit-sample/draws", R"({"office":"040","day":"2027-01-01"})").status, 422);
  EXPECT_EQ(supervisor.post("/v1/audit-sample/draws", R"({"office":"999","day":"2026-11-23"})").status, 404);
  const auto list = officer.get("/v1/audit-sample?office=040").json();
  EXPECT_EQ(list.at("items").as_array().size(), static_cast<std::size_t>(drawn.json().at("new").as_int64()));
  const std::string id(list.at("items").at(0).at("summary").at("id").as_string());
  const auto path = "/v1/declarations/" + id;
  const auto before = exporter_hits(path);
  const auto audited = officer.post(
      path + "/audits", R"({"result":"discrepancy","findings":[{"kind":"origin","declared":"KR","found":"VN"}]})");
  ASSERT_EQ(audited.status, 201) << audited.body;
  EXPECT_EQ(exporter_hits(path), before + 1);
  EXPECT_EQ(officer.post(path + "/audits", R"({"result":"conforming"})").text("code"), "task_is_done");
  const auto overview = officer.get("/v1/risk-overview?from=2026-11-01&to=2026-11-30");
  ASSERT_EQ(overview.status, 200) << overview.body;
  std::int64_t hits = 0;
  const auto figures = overview.json();
  for (const auto& ground : figures.at("audits").at("grounds").as_array()) hits += ground.at("hits").as_int64();
  EXPECT_EQ(hits, 1);
  const auto profiles = officer.get(path + "/profiles");
  ASSERT_EQ(profiles.status, 200) << profiles.body;
  EXPECT_EQ(profiles.json().at("trader").at("months").at(0).at("declarations"), 20);
  EXPECT_EQ(officer.get("/v1/risk-overview?from=2026-11-30&to=2026-11-01").status, 400);
  restart();
  EXPECT_EQ(exporter_hits(path), before + 1);
  auto auditor = world->sign_in("auditor");
  EXPECT_TRUE(auditor.get("/v1/audit/verification").json().at("ok").as_bool());
}

TEST_P(ExaminationOnBothEngines, WhatIsInForceIsWatched) {
  const auto empty = officer.get("/v1/risk-watch");
  ASSERT_EQ(empty.status, 200) << empty.body << world->log;
  EXPECT_EQ(empty.text("outcome"), "nothing_recorded");
  const auto path = selected("RW-1");
  ASSERT_EQ(examine(path, R"({"result":"discrepancy","findings":[{"kind":"value","found":"USD 900"}]})").status, 201);
  const auto watched = officer.get("/v1/risk-watch");
  ASSERT_EQ(watched.status, 200) << watched.body << world->log;
  const auto report = watched.json();
  EXPECT_EQ(report.at("outcome"), "reference_is_empty");
  EXPECT_EQ(report.at("ground"), "preceding");
  EXPECT_EQ(report.at("current_declarations"), 1);
  EXPECT_EQ(report.at("unreadable"), 0);
  EXPECT_FALSE(report.at("alarmed").as_bool());
  EXPECT_EQ(report.at("versions").at(0).at("kind"), "policy");
  EXPECT_EQ(report.at("current").at("to"), "2026-11-23");
  EXPECT_GT(report.at("signals").as_array().size(), 50U);
  EXPECT_EQ(report.at("signals").at(0).at("standing"), "too_few");
  EXPECT_EQ(report.at("methods").at(0).at("method"), "random");
  EXPECT_EQ(report.at("methods").at(0).at("against_chance"), "is_chance");
  const auto before = officer.get("/v1/risk-watch?on=2026-11-22");
  EXPECT_EQ(before.text("outcome"), "nothing_recorded");
  EXPECT_EQ(before.json().at("because").at(1).at("rule"), "watch.record_is_ahead");
  EXPECT_EQ(officer.get("/v1/risk-watch?on=someday").status, 400);
}

TEST_P(ExaminationOnBothEngines, TheAuditNamesWhatWasChangedBesideTheRecord) {
  const auto path = selected("AT-1");
  ASSERT_EQ(examine(path, R"({"result":"conforming"})").status, 201);
  ASSERT_EQ(supervisor.post(path + "/second-look-orders", R"({"reason":"a sample of the week"})").status, 201);
  ASSERT_EQ(
      officer.send("PUT", path + "/evidence/photo-0001?name=a.pdf", pdf, {{"Content-Type", "application/octet-stream"}})
          .status,
      201);
  ASSERT_EQ(supervisor
                .send("PUT", "/v1/offices/040/capacity/2026-12-01", R"({"red":3,"orange":9,"reason":"on leave"})",
                      {{"If-None-Match", "*"}})
                .status,
            200);
  const auto found = [&] {
    auto auditor = world->sign_in("auditor");
    return auditor.get("/v1/audit/verification").body;
  };
  EXPECT_NE(found().find("\"ok\":true"), std::string::npos) << found();
  const auto connection = world->database.connect();
  const struct {
    std::string_view what, change, back;
  } cases[] = {
      {"capacity_plan", "UPDATE capacity_plan SET red = 300", "UPDATE capacity_plan SET red = 3"},
      {"evidence", "UPDATE evidence SET size_bytes = 1", "UPDATE evidence SET size_bytes = 36"},
      {"examination_task", "UPDATE examination_task SET done_sequence = 1",
       "UPDATE examination_task SET done_sequence = 0"},
      {"examination", "UPDATE examination SET findings = '[1]'", "UPDATE examination SET findings = '[]'"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.what);
    ASSERT_TRUE(connection->run(c.change, {}).ok());
    EXPECT_NE(found().find("\"ok\":false"), std::string::npos);
    EXPECT_NE(found().find(c.what), std::string::npos) << found();
    ASSERT_TRUE(connection->run(c.back, {}).ok());
  }
}

}  // namespace
}  // namespace clearway::api
