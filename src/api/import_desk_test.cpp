#include <gtest/gtest.h>

#include "api/testing.h"

namespace clearway::api {
namespace {

std::string boots(const std::string& more = {}, const std::string& code = "6403910000") {
  return R"({"seller":"S-1","declaration":{"declaration_number":"99990-26-000001M","tax_date":"2026-03-02","currency":"USD","incoterm":"FOB","freight":{"amount":240,"currency":"USD"},"lines":[{"tariff_code":")" +
         code +
         R"(","quantity":100,"unit":"2U","net_weight":120,"origin":"CN","price":3000}]},"goods":[{"line":1,"item":"BOOT-1"}])" +
         more + "}";
}

class ImportDeskTest : public ::testing::Test {
 protected:
  testing::World world{db::Engine::sqlite};
  testing::Client trader = world.sign_in("trader");
};

TEST_F(ImportDeskTest, ADeclarationIsLodgedAndReadStepByStep) {
  const auto lodged = trader.post("/v1/import-declarations", boots(), {{"Request-Id", "boots-request-1"}});
  ASSERT_EQ(lodged.status, 201) << lodged.body << world.log;
  const auto summary = lodged.json().at("summary");
  EXPECT_EQ(summary.at("party_id").as_string(), testing::party);
  EXPECT_GT(summary.at("payable_krw").as_int64(), 0);
  const auto id = std::string(summary.at("id").as_string());
  EXPECT_EQ(lodged.header("Location"), "/v1/import-declarations/" + id);
  const auto read = trader.get("/v1/import-declarations/" + id);
  ASSERT_EQ(read.status, 200);
  EXPECT_TRUE(read.json().at("kept").at("same").as_bool());
  EXPECT_EQ(read.json().at("history").as_array().size(), 1U);
  EXPECT_NE(read.body.find("Customs value"), std::string::npos);
  EXPECT_NE(read.body.find("\"cite\""), std::string::npos);
  // Once more under the same Request-Id: the same one.
  const auto again = trader.post("/v1/import-declarations", boots(), {{"Request-Id", "boots-request-1"}});
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, lodged.body);
  EXPECT_EQ(trader.get("/v1/import-declarations").json().at("items").as_array().size(), 1U);
}

TEST_F(ImportDeskTest, AFirmsDeclarationIsItsOwnItsBrokersAndTheCustoms) {
  const auto lodged = trader.post("/v1/import-declarations", boots());
  ASSERT_EQ(lodged.status, 201) << lodged.body;
  const auto path = "/v1/import-declarations/" + std::string(lodged.json().at("summary").at("id").as_string());
  auto broker = world.sign_in("broker");
  EXPECT_EQ(world.sign_in("officer").get(path).status, 200);
  EXPECT_EQ(world.sign_in("other_trader").get(path).status, 404);
  EXPECT_EQ(broker.get(path).status, 404);
  EXPECT_EQ(broker.post("/v1/import-declarations", boots(",\"party_id\":\"" + testing::party + "\"")).text("code"),
            "party_is_not_yours");
  // A mandate for exports says nothing of imports.
  const auto give = [&](const std::string& scopes) {
    return trader.post("/v1/mandates",
                       R"({"grantee_login":"broker","scope":[)" + scopes + R"(],"until":"2027-01-31"})");
  };
  ASSERT_EQ(give(R"("declarations:read")").status, 201);
  broker = world.sign_in("broker");
  EXPECT_EQ(broker.get(path).text("code"), "mandate_lacks_scope");
  ASSERT_EQ(give(R"("imports:read")").status, 201);
  broker = world.sign_in("broker");
  EXPECT_EQ(broker.get(path).status, 200);
  EXPECT_EQ(broker.get("/v1/import-declarations").json().at("items").as_array().size(), 1U);
  EXPECT_EQ(broker.post("/v1/import-declarations", boots(",\"party_id\":\"" + testing::party + "\"")).text("code"),
            "mandate_lacks_scope");
}

TEST_F(ImportDeskTest, NumbersKeepTheDigitsThatWereSent) {
  auto body = boots();
  body.replace(body.find("\"price\":3000"), 12, "\"price\":3000.35");
  const auto lodged = trader.post("/v1/import-declarations", body);
  ASSERT_EQ(lodged.status, 201) << lodged.body;
  EXPECT_NE(lodged.body.find("3000.35"), std::string::npos) << lodged.body;
}

TEST_F(ImportDeskTest, ADeclarationIsAmendedAsANewVersionWithItsReason) {
  const auto lodged = trader.post("/v1/import-declarations", boots());
  ASSERT_EQ(lodged.status, 201) << lodged.body;
  const auto id = std::string(lodged.json().at("summary").at("id").as_string());
  const auto path = "/v1/import-declarations/" + id;
  const auto of = [](const std::string& filing) {
    return R"({"reason":"the invoice was misread","filing":)" + filing + "}";
  };
  const auto amend = [&](testing::Client& who, const std::string& filing, const std::string& etag,
                         const std::string& request_id = {}) {
    std::map<std::string, std::string> headers = {{"If-Match", etag}};
    if (!request_id.empty()) headers["Request-Id"] = request_id;
    return who.post(path + "/amendments", of(filing), headers);
  };
  auto dearer = boots();
  dearer.replace(dearer.find("\"price\":3000"), 12, "\"price\":3300.5");
  const auto etag = lodged.header("ETag");
  EXPECT_EQ(trader.post(path + "/amendments", of(dearer)).status, 428);
  EXPECT_EQ(amend(trader, boots(), etag).text("refusal"), "nothing_is_changed");
  const auto paid = amend(trader, boots(R"(,"paid_on":"2026-11-20")"), etag);
  EXPECT_EQ(paid.text("refusal"), "") << paid.body;
  EXPECT_EQ(paid.status, 201) << paid.body << world.log;
  EXPECT_EQ(amend(trader, dearer, paid.header("ETag")).text("field"), "paid_on");
  const auto refused =
      amend(trader, dearer.substr(0, dearer.size() - 1) + R"(,"paid_on":"2026-11-20"})", paid.header("ETag"));
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.text("refusal"), "taxes_are_paid") << refused.body;
  EXPECT_NE(refused.text("fix").find("supplementary"), std::string::npos) << refused.body;
}

TEST_F(ImportDeskTest, BeforeItsTaxesAreDueADeclarationIsAmendedAndARepetitionIsHarmless) {
  const auto filing = [](const std::string& price) {
    auto text = boots();
    text.replace(text.find("2026-03-02"), 10, "2026-11-23");
    text.replace(text.find("\"price\":3000"), 12, "\"price\":" + price);
    return text;
  };
  const auto lodged = trader.post("/v1/import-declarations", filing("3000"));
  ASSERT_EQ(lodged.status, 201) << lodged.body;
  const auto path = "/v1/import-declarations/" + std::string(lodged.json().at("summary").at("id").as_string());
  const auto amend = [&](testing::Client& who, const std::string& price, const std::string& request_id) {
    return who.post(path + "/amendments", R"({"reason":"the invoice was misread","filing":)" + filing(price) + "}",
                    {{"If-Match", lodged.header("ETag")}, {"Request-Id", request_id}});
  };
  const auto amended = amend(trader, "3300.5", "amend-boots-1");
  ASSERT_EQ(amended.status, 201) << amended.body << world.log;
  const auto page = amended.json();
  EXPECT_EQ(page.at("summary").at("state").as_string(), "amended");
  EXPECT_GT(page.at("summary").at("payable_krw").as_int64(), lodged.json().at("summary").at("payable_krw").as_int64());
  EXPECT_TRUE(page.at("kept").at("same").as_bool());
  ASSERT_EQ(page.at("history").as_array().size(), 2U);
  EXPECT_TRUE(page.at("history").at(0).at("reason").is_null());
  EXPECT_EQ(page.at("history").at(1).at("reason").as_string(), "the invoice was misread");
  EXPECT_EQ(amend(trader, "3300.5", "amend-boots-1").body, amended.body);
  EXPECT_EQ(amend(trader, "3400", "amend-boots-1").text("code"), "request_id_was_used_for_another_request");
  EXPECT_EQ(amend(trader, "3400", "amend-boots-2").status, 412) << "read at the version before";
  auto other = world.sign_in("other_trader");
  EXPECT_EQ(amend(other, "3400", "amend-boots-3").status, 404);
  auto broker = world.sign_in("broker");
  ASSERT_EQ(
      trader.post("/v1/mandates", R"({"grantee_login":"broker","scope":["imports:read"],"until":"2027-01-31"})").status,
      201);
  broker = world.sign_in("broker");
  EXPECT_EQ(amend(broker, "3400", "amend-boots-4").status, 403) << "a mandate to read";
}

TEST_F(ImportDeskTest, WhatIsWrongIsNamedAllAtOnce) {
  const struct {
    const char* why;
    std::string body, code;
  } cases[] = {
      {"no JSON", "{", "declaration_cannot_be_read"},
      {"a code that the tariff does not have", boots({}, "0000000000"), "declaration_cannot_be_read"},
      {"an office that is none", boots(R"(,"customs_office":"999")"), "field_is_not_valid"},
      {"a payment of tomorrow", boots(R"(,"paid_on":"2026-12-01")"), "field_is_not_valid"},
      {"a reference of its own", boots(R"(,"declaration_id":"MINE")"), "field_is_unknown"},
      {"what customs knows", boots(R"(,"known":[{"line":1,"landed_quantity":120}])"), "field_is_unknown"},
      {"a field that is not known", boots(R"(,"colour":"red")"), "declaration_cannot_be_read"},
  };
  for (const auto& c : cases) {
    const auto refused = trader.post("/v1/import-declarations", c.body);
    EXPECT_EQ(refused.status, 422) << c.why;
    EXPECT_EQ(refused.text("code"), c.code) << c.why << refused.body;
  }
  auto without_rate = boots();
  without_rate.replace(without_rate.find("2026-03-02"), 10, "2028-06-01");
  const auto refused = trader.post("/v1/import-declarations", without_rate);
  EXPECT_EQ(refused.status, 422);
  const auto reject = refused.json().at("rejects").at(0);
  EXPECT_NE(reject.at("cause").as_string().find("exchange rate"), boost::json::string::npos) << refused.body;
  EXPECT_FALSE(reject.at("fix").as_string().empty());
  EXPECT_EQ(trader.get("/v1/import-declarations").json().at("items").as_array().size(), 0U);
  EXPECT_EQ(trader.get("/v1/import-declarations?limit=0").status, 400);
}

}  // namespace
}  // namespace clearway::api
