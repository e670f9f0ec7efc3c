#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "api/testing.h"
#include "lodging/random_day.h"
#include "risk/random_selection.h"

namespace clearway::api {
namespace {

namespace examples = clearance::examples;
using testing::filing;

class ApiOnBothEngines : public ::testing::TestWithParam<db::Engine> {
 protected:
  void SetUp() override {
    if (GetParam() == db::Engine::postgres && std::getenv("CLEARWAY_TEST_POSTGRES") == nullptr) {
      if (std::getenv("CLEARWAY_REQUIRE_POSTGRES") != nullptr) FAIL() << "CLEARWAY_TEST_POSTGRES is not set";
      GTEST_SKIP() << "no PostgreSQL: run under scripts/with-postgres";
    }
    world = std::make_unique<testing::World>(GetParam());
  }
  std::unique_ptr<testing::World> world;
};
INSTANTIATE_TEST_SUITE_P(Engines, ApiOnBothEngines, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(ApiOnBothEngines, LodgesOnceHoweverOftenItIsSent) {
  auto trader = world->sign_in("trader");
  const auto body = filing(examples::simplified(), "WEB-1");
  const auto first = trader.post("/v1/declarations", body, {{"Request-Id", "the-same-request"}});
  ASSERT_EQ(first.status, 201) << first.body << world->log;
  EXPECT_EQ(first.text("id"), testing::party + ".WEB-1");
  EXPECT_EQ(first.text("declaration_number").size(), 14U);
  EXPECT_EQ(first.body.find("\"reasons\""), std::string::npos);  // risk reasons are not a filer's business
  EXPECT_EQ(first.body.find("\"likelihood\""), std::string::npos);
  EXPECT_FALSE(first.header("ETag").empty());

  const auto again = trader.post("/v1/declarations", body, {{"Request-Id", "the-same-request"}});
  EXPECT_EQ(again.status, 201) << again.body;
  EXPECT_EQ(again.text("declaration_number"), first.text("declaration_number"));
  const auto with_another_request = trader.post("/v1/declarations", body);
  EXPECT_EQ(with_another_request.text("declaration_number"), first.text("declaration_number"));
  // A day later it is still the same declaration.
  world->now.microseconds += 3LL * 3600 * 1'000'000;
  const auto changed =
      trader.post("/v1/declarations", filing(examples::simplified(), "WEB-1", {{"consignee_name", "Sample Other"}}));
  EXPECT_EQ(changed.status, 409) << changed.body;
  EXPECT_EQ(changed.text("code"), "declaration_differs_from_recorded_one");
  const auto reused =
      trader.post("/v1/declarations", filing(examples::simplified(), "WEB-2"), {{"Request-Id", "the-same-request"}});
  EXPECT_EQ(reused.status, 409) << reused.body;
}

TEST_P(ApiOnBothEngines, RefusesWhatIsWrongWithEveryFinding) {
  auto trader = world->sign_in("trader");
  const auto refused = trader.post("/v1/declarations", filing(examples::simplified(), "WEB-1",
                                                              {{"destination_country", "KR"}, {"gross_weight", "-1"}}));
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.text("code"), "declaration_has_errors");
  EXPECT_GE(refused.json().at("findings").as_array().size(), 2U) << refused.body;
  EXPECT_EQ(trader.get("/v1/declarations").json().at("items").as_array().size(), 0U);  // nothing was kept
  const struct {
    std::string_view name, body, code;
  } cases[] = {
      {"no JSON", "{", "declaration_cannot_be_read"},
      {"a list", "[]", "declaration_cannot_be_read"},
      {"not UTF-8", "{\"declaration_id\":\"\xff\"}", "declaration_cannot_be_read"},
      {"a doubled key", R"({"declaration_id":"a","declaration_id":"b","procedure":"formal"})",
       "declaration_cannot_be_read"},
      {"a key that is no field", R"({"declaration_id":"a","procedure":"formal","goods_descripton":"x"})",
       "field_is_unknown"},
      {"a procedure of others", R"({"declaration_id":"a","procedure":"manifest"})", "procedure_is_not_yours"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto answer = trader.post("/v1/declarations", std::string(c.body));
    EXPECT_EQ(answer.text("code"), c.code) << answer.body;
    EXPECT_FALSE(answer.text("fix").empty());
  }
  EXPECT_EQ(
      trader.post("/v1/declarations", filing(examples::simplified(), "WEB-3", {{"exporter_identifier", "2208162517"}}))
          .text("code"),
      "party_is_not_yours");
  EXPECT_EQ(trader.post("/v1/declarations", std::string(1'100'000, ' ')).status, 413);
  auto courier = world->sign_in("courier");
  EXPECT_EQ(
      courier.post("/v1/declarations", filing(examples::manifest(), "M-1", {{"declarant_code", "OTHER"}})).text("code"),
      "declarant_is_not_yours");
  auto korean = trader;
  korean.extra["Accept-Language"] = "ko";
  EXPECT_NE(korean.post("/v1/declarations", "{").text("title").find("신고서"), std::string::npos);
}

TEST_P(ApiOnBothEngines, BatchKeepsGoodLinesBesideBadOnes) {
  auto courier = world->sign_in("courier");
  std::string body;
  for (int i = 0; i < 40; ++i) {
    body += i % 10 == 3 ? "{broken\n"
                        : filing(examples::manifest(), "M-" + std::to_string(i),
                                 {{"transport_document_number", "SMPL" + std::to_string(100000000 + i)}}) +
                              "\n";
  }
  body += "\r\n" + filing(examples::manifest(), "LAST", {{"gross_weight", "0"}});  // no line end
  const auto send = [&] {
    return courier.post("/v1/declarations/batch", body, {{"Content-Type", "application/x-ndjson"}});
  };
  const auto answer = send();
  ASSERT_EQ(answer.status, 200);
  int lodged = 0, problems = 0, row = 0;
  std::istringstream lines(answer.body);
  for (std::string line; std::getline(lines, line);) {
    const auto value = boost::json::parse(line);
    EXPECT_GT(value.at("row").as_int64(), row);
    row = static_cast<int>(value.at("row").as_int64());
    lodged += value.as_object().contains("lodged");
    problems += value.as_object().contains("problem");
  }
  EXPECT_EQ(lodged, 36);
  EXPECT_EQ(problems, 5);
  EXPECT_EQ(row, 42);
  const auto again = send();
  EXPECT_EQ(std::count(again.body.begin(), again.body.end(), '\n'), 41);
  EXPECT_EQ(courier.get("/v1/declarations?limit=200").json().at("items").as_array().size(), 36U);
  EXPECT_EQ(courier.post("/v1/declarations/batch", body).status, 415);
}

TEST_P(ApiOnBothEngines, OfficerExaminesWhatTheTraderFollows) {
  auto trader = world->sign_in("trader");
  auto officer = world->sign_in("officer");
  const auto lodged = trader.post("/v1/declarations", filing(examples::simplified(), "WEB-1"));
  ASSERT_EQ(lodged.status, 201) << lodged.body;
  const std::string path = "/v1/declarations/" + lodged.text("id");
  auto page = officer.get(path);
  ASSERT_EQ(page.status, 200) << page.body << world->log;
  EXPECT_TRUE(page.json().at("decision").as_object().contains("reasons"));
  EXPECT_TRUE(page.json().as_object().contains("parties"));
  EXPECT_FALSE(trader.get(path).json().as_object().contains("parties"));
  EXPECT_FALSE(trader.get(path).json().at("decision").as_object().contains("likelihood"));

  // Made red by the officer, so that it can be examined.
  const auto etag = page.header("ETag");
  const std::string red = R"({"channel":"red","reason":"weight and description"})";
  const bool green = page.json().at("summary").at("channel").as_string() == "green";
  const auto overridden = officer.post(path + "/channel", red, {{"If-Match", etag}});
  ASSERT_EQ(overridden.status, 201) << overridden.body;
  EXPECT_EQ(overridden.json().at("summary").at("channel").as_string(), "red");
  EXPECT_EQ(officer.post(path + "/channel", R"({"channel":"green","reason":"too late"})", {{"If-Match", etag}}).status,
            412);
  const auto current = overridden.header("ETag");
  const auto examine = [&](const std::string& body, const std::string& version) {
    return officer.post(path + "/examinations", body, {{"If-Match", version}});
  };
  EXPECT_EQ(examine(R"({"result":"discrepancy"})", current).text("field"), "discrepancies");
  EXPECT_EQ(examine(R"({"result":"conforming","discrepancies":["value"]})", current).status, 422);
  EXPECT_EQ(examine(R"({"result":"discrepancy","discrepancies":["price"]})", current).status, 422);
  const auto examined = examine(R"({"result":"discrepancy","discrepancies":["value"],"note":"twelve found"})", current);
  if (green) {
    // Accepted at once: clearance says whether and how it can still be examined.
    EXPECT_TRUE(examined.status == 201 || examined.status == 409) << examined.body;
  } else {
    EXPECT_EQ(examined.status, 201) << examined.body;
  }
  if (examined.status == 201) {
    EXPECT_EQ(examined.json().at("examinations").as_array().size(), 1U);
    EXPECT_NE(trader.get(path).body.find("discrepancy"), std::string::npos);
    EXPECT_EQ(trader.get(path).body.find("twelve found"), std::string::npos);
  }
  EXPECT_EQ(officer.post(path + "/events", R"({"event":"explode"})", {{"If-Match", current}}).status, 422);
  EXPECT_EQ(trader.post(path + "/events", R"({"event":"accept"})", {{"If-Match", current}}).status, 409);
}

TEST_P(ApiOnBothEngines, AmendsAndWithdraws) {
  auto trader = world->sign_in("trader");
  const auto lodged = trader.post("/v1/declarations", filing(examples::simplified(), "WEB-1"));
  ASSERT_EQ(lodged.status, 201);
  const std::string path = "/v1/declarations/" + lodged.text("id");
  const bool green = lodged.json().at("decision").at("channel").as_string() == "green";
  const auto amend = [&](const std::string& changes, const std::string& etag) {
    return trader.post(path + "/amendments", R"({"changes":[)" + changes + R"(],"reason":"typing error"})",
                       {{"If-Match", etag}});
  };
  const auto etag = lodged.header("ETag");
  if (green) {  // what was selected is not amended by its declarant
    EXPECT_EQ(amend(R"({"field":"exporter_identifier","value":"2208162517"})", etag).text("code"),
              "amendment_is_refused");
    EXPECT_EQ(amend(R"({"field":"consignee_name","item":1,"value":""})", etag).text("code"), "declaration_has_errors");
    EXPECT_EQ(amend(R"({"field":"goods_description","item":7,"value":"x"})", etag).text("code"),
              "amendment_is_refused");
    const auto amended = amend(R"({"field":"consignee_name","value":"Sample Buyer 0999"})", etag);
    ASSERT_EQ(amended.status, 201) << amended.body << world->log;
    EXPECT_EQ(amended.json().at("declared").at("consignee_name").as_string(), "Sample Buyer 0999");
    EXPECT_EQ(amend(R"({"field":"consignee_name","value":"Sample Buyer 1"})", etag).status, 412);
  } else {
    EXPECT_EQ(amend(R"({"field":"consignee_name","value":"Sample Buyer 0999"})", etag).status, 409);
  }
  const auto now = trader.get(path).header("ETag");
  EXPECT_EQ(trader.post(path + "/events", R"({"event":"request_withdrawal"})", {{"If-Match", now}}).status,
            409);  // no reason
  const auto asked = trader.post(path + "/events", R"({"event":"request_withdrawal","reason":"order cancelled"})",
                                 {{"If-Match", now}, {"Request-Id", "withdraw-once"}});
  ASSERT_EQ(asked.status, 201) << asked.body;
  const auto repeated = trader.post(path + "/events", R"({"event":"request_withdrawal","reason":"order cancelled"})",
                                    {{"If-Match", now}, {"Request-Id", "withdraw-once"}});
  EXPECT_EQ(repeated.status, 201) << repeated.body;
  EXPECT_EQ(repeated.header("ETag"), asked.header("ETag"));
}

TEST_P(ApiOnBothEngines, PersonalIdentifiersAreMaskedAndLookUpsRecorded) {
  auto courier = world->sign_in("courier");
  auto officer = world->sign_in("officer");
  const auto lodged = courier.post(
      "/v1/declarations", filing(examples::manifest(), "M-1",
                                 {{"exporter_identifier", "P123456789012"}, {"exporter_identifier_type", "05"}}));
  ASSERT_EQ(lodged.status, 201) << lodged.body;
  const std::string path = "/v1/declarations/" + lodged.text("id");
  const auto page = officer.get(path);
  EXPECT_EQ(page.body.find("P123456789012"), std::string::npos);
  EXPECT_EQ(page.json().at("masked_fields").as_array().size(), 1U) << page.body;
  const auto look = [&](const std::string& body) { return officer.post(path + "/personal-data-lookups", body); };
  EXPECT_EQ(look(R"({"field":"exporter_identifier"})").text("field"), "purpose");
  EXPECT_EQ(look(R"({"field":"consignee_name","purpose":"identity check"})").text("code"), "nothing_to_look_up");
  EXPECT_EQ(look(R"({"field":"exporter_identifier","purpose":"identity check"})").text("value"), "P123456789012");
  EXPECT_NE(officer.get(path).body.find("personal_data_looked_up"), std::string::npos);
  EXPECT_EQ(courier.get(path).body.find("personal_data_looked_up"), std::string::npos);
}

TEST_P(ApiOnBothEngines, MandatesOpenAndCloseAtOnce) {
  auto trader = world->sign_in("trader");
  auto broker = world->sign_in("broker");
  const auto body = filing(examples::simplified(), "WEB-1", {{"declarant_code", "SMPBR"}});
  EXPECT_EQ(broker.post("/v1/declarations", body).text("code"), "party_is_not_yours");
  EXPECT_EQ(
      trader.post("/v1/mandates", R"({"grantee_login":"officer","scope":["declarations:read"],"until":"2027-01-01"})")
          .status,
      422);
  const auto given = trader.post(
      "/v1/mandates",
      R"({"grantee_login":"broker","scope":["declarations:read","declarations:write"],"until":"2027-01-01"})");
  ASSERT_EQ(given.status, 201) << given.body;
  const auto lodged = broker.post("/v1/declarations", body);
  EXPECT_EQ(lodged.status, 201) << lodged.body;
  EXPECT_EQ(broker.get("/v1/declarations").json().at("items").as_array().size(), 1U);
  EXPECT_EQ(trader.send("DELETE", "/v1/mandates/" + given.text("mandate_id")).status, 204);
  EXPECT_EQ(broker.get("/v1/declarations").json().at("items").as_array().size(), 0U);
  EXPECT_EQ(broker.get("/v1/declarations/" + lodged.text("id")).text("code"), "mandate_is_revoked");
}

TEST_P(ApiOnBothEngines, LodgingUnderAMandateIsAUseOfIt) {
  auto trader = world->sign_in("trader");
  auto broker = world->sign_in("broker");
  const auto given = trader.post(
      "/v1/mandates",
      R"({"grantee_login":"broker","scope":["declarations:read","declarations:write"],"until":"2027-01-01"})");
  const auto uses = [&] {
    return trader.get("/v1/mandates/" + given.text("mandate_id") + "/uses").json().at("items").as_array();
  };
  const auto of_broker = [](const std::string& id) {
    return filing(examples::simplified(), id, {{"declarant_code", "SMPBR"}});
  };
  const auto lodged = broker.post("/v1/declarations", of_broker("WEB-1"), {{"Request-Id", "lodge-once"}});
  ASSERT_EQ(lodged.status, 201) << lodged.body;
  EXPECT_EQ(broker.post("/v1/declarations", of_broker("WEB-1"), {{"Request-Id", "lodge-once"}}).json(), lodged.json());
  const auto once = uses();
  ASSERT_EQ(once.size(), 1U) << "a repetition is the same use";
  EXPECT_EQ(once.at(0).at("kind"), "wrote");
  EXPECT_EQ(once.at(0).at("text"), "Lodged an export declaration");
  EXPECT_EQ(once.at(0).at("matter").as_string(), lodged.text("id"));

  const std::map<std::string, std::string> lines = {{"Content-Type", "application/x-ndjson"},
                                                    {"Request-Id", "batch-once"}};
  const auto batch = of_broker("WEB-2") + "\n" + of_broker("WEB-3") + "\n{}\n";
  for (int twice = 0; twice < 2; ++twice) {
    const auto answer = broker.post("/v1/declarations/batch", batch, lines);
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_NE(answer.body.find("WEB-3"), std::string::npos) << answer.body;
  }
  EXPECT_EQ(broker.post("/v1/declarations", "{}").status, 422);
  EXPECT_EQ(trader.post("/v1/declarations", filing(examples::simplified(), "WEB-4")).status, 201);
  const auto all = uses();
  ASSERT_EQ(all.size(), 2U) << "one for the batch, none for what was refused or is one's own";
  const auto& other = all.at(all.at(0).at("operation") == "lodge_batch" ? 0 : 1);
  EXPECT_EQ(other.at("text"), "Lodged a batch of export declarations");
  EXPECT_TRUE(other.at("matter").is_null());
}

TEST_P(ApiOnBothEngines, FindsPagesAndCounts) {
  auto courier = world->sign_in("courier");
  std::string body;
  for (int i = 0; i < 25; ++i) {
    body += filing(examples::manifest(), "M-" + std::to_string(i),
                   {{"transport_document_number", "SMPL" + std::to_string(100000000 + i)},
                    {"consignee_name", "Sample Buyer " + std::to_string(i)},
                    {"exporter_name", "Sample Seller " + std::to_string(i)}}) +
            "\n";
  }
  ASSERT_EQ(courier.post("/v1/declarations/batch", body, {{"Content-Type", "application/x-ndjson"}}).status, 200);
  auto officer = world->sign_in("officer");
  std::set<std::string> seen;
  std::string cursor;
  for (int page = 0; page < 10; ++page) {
    const auto found = officer.get("/v1/declarations?limit=10&sort=-expected_value" +
                                   (cursor.empty() ? "" : "&cursor=" + http::percent_encode(cursor)));
    ASSERT_EQ(found.status, 200) << found.body;
    const auto json = found.json();
    for (const auto& item : json.at("items").as_array()) seen.emplace(item.at("id").as_string());
    cursor = found.text("next_cursor");
    if (cursor.empty()) break;
  }
  EXPECT_EQ(seen.size(), 25U);
  for (const auto* query : {"?limit=0", "?from=2026-13-01", "?channel=blue", "?procedure=x", "?sort=up", "?state=x",
                            "?cursor=zz", "?q=%ff"}) {
    EXPECT_EQ(officer.get("/v1/declarations" + std::string(query)).status, 400) << query;
  }
  const auto csv = officer.get("/v1/declarations/export.csv");
  EXPECT_EQ(std::count(csv.body.begin(), csv.body.end(), '\n'), 26);
  const auto day = officer.get("/v1/offices/040/day").json();
  EXPECT_EQ(day.at("lodged").as_int64(), 25);
  EXPECT_EQ(day.at("by_procedure").at("manifest").as_int64(), 25);
  const auto rows = officer.get("/v1/statistics?from=2026-11-01&to=2026-11-30&by=month&group=procedure").json();
  EXPECT_EQ(rows.at("rows").at(0).at("declarations").as_int64(), 25);
  EXPECT_EQ(world->sign_in("other_officer")
                .get("/v1/statistics?from=2026-11-01&to=2026-11-30")
                .json()
                .at("rows")
                .as_array()
                .size(),
            0U);
  EXPECT_NE(world->nobody().get("/metrics").body.find("clearway_decisions_total{procedure=\"manifest\""),
            std::string::npos);
}

TEST_P(ApiOnBothEngines, DraftsAreKeptAndCollisionsSeen) {
  auto trader = world->sign_in("trader");
  const std::string path = "/v1/drafts/my-first";
  const std::string one = R"({"title":"T","content":{"step":"goods"}})";
  EXPECT_EQ(trader.send("PUT", path, one).status, 428);
  const auto saved = trader.send("PUT", path, one, {{"If-None-Match", "*"}});
  ASSERT_EQ(saved.status, 200) << saved.body;
  EXPECT_EQ(trader.send("PUT", path, one, {{"If-None-Match", "*"}}).status, 200);  // the same again
  const std::string two = R"({"title":"T","content":{"step":"price"}})";
  EXPECT_EQ(trader.send("PUT", path, two, {{"If-None-Match", "*"}}).status, 412);
  const auto changed = trader.send("PUT", path, two, {{"If-Match", saved.header("ETag")}});
  EXPECT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(trader.send("PUT", path, R"({"title":"T","content":{}})", {{"If-Match", saved.header("ETag")}}).status,
            412);
  EXPECT_NE(trader.get(path).body.find("price"), std::string::npos);
  EXPECT_EQ(world->sign_in("other_trader").get(path).status, 404);
  EXPECT_EQ(trader.send("DELETE", path).status, 204);
  EXPECT_EQ(trader.get(path).status, 404);
}

TEST_P(ApiOnBothEngines, ChecksWithoutWriting) {
  auto trader = world->sign_in("trader");
  const auto checked =
      trader.post("/v1/declarations/check", filing(examples::simplified(), "X", {{"wants", "certificate"}}));
  ASSERT_EQ(checked.status, 200) << checked.body;
  EXPECT_EQ(checked.text("recommended_procedure"), "simplified");
  EXPECT_EQ(checked.json().at("options").as_array().size(), 3U);
  EXPECT_EQ(checked.json().at("findings").as_array().size(), 0U) << checked.body;
  EXPECT_EQ(trader.get("/v1/declarations").json().at("items").as_array().size(), 0U);
}

TEST_P(ApiOnBothEngines, KnowsItsHistoryAgainAfterARestart) {
  auto trader = world->sign_in("trader");
  const auto body = filing(examples::simplified(), "WEB-1");
  const auto lodged = trader.post("/v1/declarations", body);
  ASSERT_EQ(lodged.status, 201);
  world->program.reset();
  world->start();
  trader.port = world->program->port();
  const auto again = trader.post("/v1/declarations", body);
  EXPECT_EQ(again.status, 201) << again.body;
  EXPECT_EQ(again.text("declaration_number"), lodged.text("declaration_number"));
  auto auditor = world->sign_in("auditor");
  const auto verified = auditor.get("/v1/audit/verification");
  EXPECT_TRUE(verified.json().at("ok").as_bool()) << verified.body;
}

TEST_P(ApiOnBothEngines, RandomSelectionIsCommittedBeforeAndRevealedAfterTheRetentionTime) {
  auto anyone = world->nobody();
  const auto before = anyone.get("/v1/random-selection");
  ASSERT_EQ(before.status, 200) << before.body;
  EXPECT_EQ(before.json().at("items").as_array().size(), 2U);  // today and tomorrow
  EXPECT_TRUE(before.json().at("items").at(0).at("secret").is_null());
  const auto days_later = [&](int days) {
    world->now.microseconds += days * 24LL * 3600 * 1'000'000;
    world->program.reset();
    world->start();
    anyone.port = world->program->port();
    return anyone.get("/v1/random-selection").json();
  };
  const auto after = days_later(1);
  ASSERT_EQ(after.at("items").as_array().size(), 3U);
  EXPECT_TRUE(after.at("items").at(2).at("closed_at").is_string());  // over, but the secret is kept back
  EXPECT_TRUE(after.at("items").at(2).at("secret").is_null());
  const auto revealed = days_later(6);
  const auto& first = revealed.at("items").as_array().back();
  std::array<std::uint8_t, 32> secret{};
  ASSERT_TRUE(first.at("secret").is_string()) << revealed;
  ASSERT_TRUE(risk::parse_hex(std::string(first.at("secret").as_string()), secret));
  EXPECT_EQ(risk::to_hex(risk::commitment(Date::of(2026, 11, 23), secret)),
            std::string(first.at("commitment").as_string()));
}

/// Lodges `count` lines of a courier under ids of their own.
void lodge_lines(testing::World& world, const std::string& prefix, int count) {
  auto courier = world.sign_in("courier");
  std::string body;
  for (int i = 0; i < count; ++i) {
    body += filing(examples::manifest(), prefix + std::to_string(i),
                   {{"transport_document_number", "SMPL" + std::to_string(100000000 + i)}}) +
            "\n";
  }
  const auto answer = courier.post("/v1/declarations/batch", body, {{"Content-Type", "application/x-ndjson"}});
  ASSERT_EQ(answer.status, 200) << answer.body;
  ASSERT_EQ(answer.body.find("\"problem\""), std::string::npos) << answer.body.substr(0, 500);
}

void restart_at(testing::World& world, std::string_view time) {
  world.now = *Instant::parse(time);
  world.program.reset();
  world.start();
}

TEST_P(ApiOnBothEngines, ThePublishedDayProvesThatNobodyWasAddedOrSpared) {
  // Committed to on the 23rd; drawn on the 24th, up to the last moment before midnight in Korea.
  restart_at(*world, "2026-11-24T01:00:00.000000Z");
  lodge_lines(*world, "A-", 200);
  world->now = *Instant::parse("2026-11-24T14:59:59.000000Z");
  lodge_lines(*world, "B-", 20);
  world->now = *Instant::parse("2026-11-24T15:00:01.000000Z");  // the 25th
  lodge_lines(*world, "C-", 30);
  auto anyone = world->nobody();
  EXPECT_EQ(anyone.get("/v1/random-selection/2026-11-24/file").text("code"), "random_day_is_open");
  EXPECT_EQ(anyone.get("/v1/random-selection/2020-01-01/file").status, 404);

  restart_at(*world, "2026-11-24T15:11:00.000000Z");
  anyone.port = world->program->port();
  // The clock is set back into a day that is closed: nothing is added to it, the next open day draws.
  world->now = *Instant::parse("2026-11-24T02:00:00.000000Z");
  lodge_lines(*world, "D-", 10);

  restart_at(*world, "2026-12-01T15:11:00.000000Z");
  anyone.port = world->program->port();
  const auto published = anyone.get("/v1/random-selection/2026-11-24/file");
  ASSERT_EQ(published.status, 200) << published.body.substr(0, 300);
  EXPECT_NE(published.header("Content-Type").find("ndjson"), std::string::npos);
  EXPECT_EQ(published.body.find(testing::party), std::string::npos);
  auto file = risk::parse_day_file(published.body);
  ASSERT_TRUE(file.ok()) << file.error().detail;
  EXPECT_EQ(file->list.size(), 220U);
  EXPECT_TRUE(file->secret.has_value());
  for (const auto& problem : risk::verify_day(*file)) ADD_FAILURE() << name(problem.kind) << ' ' << problem.number;
  const auto against_record = lodging::compare_with_record(*world->store, *file);
  ASSERT_TRUE(against_record.ok());
  for (const auto& problem : *against_record) {
    ADD_FAILURE() << name(problem.kind) << ' ' << problem.number;
  }
  const auto next = risk::parse_day_file(anyone.get("/v1/random-selection/2026-11-25/file").body);
  ASSERT_TRUE(next.ok());
  EXPECT_EQ(next->list.size(), 40U);  // those after midnight, and those of the clock that was set back
  EXPECT_TRUE(risk::verify_day(*next).empty());

  // Whoever rewrites the record as well is found out by the digest it was closed with.
  file->list.pop_back();
  risk::complete(*file);
  file->signature = world->store->sign(risk::signed_text(*file));
  EXPECT_TRUE(risk::verify_day(*file).empty());
  std::set<std::string_view> kinds;
  const auto rewritten = lodging::compare_with_record(*world->store, *file);
  ASSERT_TRUE(rewritten.ok());
  for (const auto& problem : *rewritten) kinds.insert(name(problem.kind));
  EXPECT_EQ(kinds, (std::set<std::string_view>{"digest_not_recorded", "left_out"}));
}

}  // namespace
}  // namespace clearway::api
