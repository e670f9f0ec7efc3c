// Advance rulings through the API: from application to decision, the register, and a later declaration that departs.

#include <gtest/gtest.h>

#include "api/testing.h"
#include "noticing/notices.h"

namespace clearway::api {
namespace {

using testing::Answer;
using testing::Client;
using testing::party;

const std::string pdf = "%PDF-1.4\na data sheet\n%%EOF\n";

class RulingsApi : public record::testing::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (!database) return;
    world = std::make_unique<testing::World>(GetParam());
    sign_in();
  }
  void sign_in() {
    trader = world->sign_in("trader");
    officer = world->sign_in("officer");
    second = world->sign_in("supervisor");
  }
  void days_later(int days) {
    world->now.microseconds += std::int64_t{days} * 86'400 * 1'000'000;
    sign_in();
  }

  static std::string path(const std::string& id) { return "/v1/rulings/" + id; }
  static Answer step(Client& who, const std::string& id, const std::string& what, const std::string& body) {
    return who.send(what == "/application" ? "PUT" : "POST", path(id) + what, body,
                    {{"If-Match", who.get(path(id)).header("ETag")}});
  }
  static std::string application(const std::string& documents, const std::string& kind = "classification") {
    return R"({"goods":"Hiking boots of leather, rubber sole, 가죽 등산화","use":"hiking","process":"stitched","question":"Which heading?","planned_office":"040","facts":{"items":["BOOT-1"],"tariff_code":"6403","origins":["CN"],"sellers":["S-1"],"method":1},"documents":)" +
           documents + R"(,"kind":")" + kind + "\"}";
  }
  /// An application with its files, not filed yet.
  std::string prepared(Client& who) {
    const auto opened = who.post("/v1/rulings", R"({"kind":"classification","party_id":")" + party + "\"}");
    EXPECT_EQ(opened.status, 201) << opened.body << world->log;
    const auto id = opened.text("id");
    for (const auto* name : {"evidence-sample", "evidence-description"}) {
      EXPECT_EQ(who.send("PUT", path(id) + "/evidence/" + name + "?name=a.pdf", pdf).status, 201);
    }
    const auto edited = step(
        who, id, "/application",
        application(
            R"([{"document":"sample","evidence_id":"evidence-sample"},{"document":"description","evidence_id":"evidence-description"}])"));
    EXPECT_EQ(edited.status, 201) << edited.body;
    return id;
  }
  std::string filed() {
    const auto id = prepared(trader);
    const auto answer = step(trader, id, "/steps", R"({"step":"file"})");
    EXPECT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(answer.text("state"), "filed");
    return id;
  }
  static std::string draft(const std::string& code = "6403910000", const std::string& goods = "hiking boots") {
    return R"({"decision":"draft","draft":{"outcome":"rule","decision":{"text":"Classify under )" + code +
           R"(.","reasons":"General rule 1.","cites":["customs-act-86-2"],"facts":{"items":["BOOT-1"],"tariff_code":")" +
           code + R"("}},"published":{"goods":{"ko":"가죽 등산화","en":")" + goods +
           R"("},"question":{"ko":"세번","en":"the heading"},"decision":{"ko":"제6403호","en":"heading 6403"},"reasons":{"ko":"통칙 1","en":"general rule 1"}}}})";
  }
  std::string decided() {
    const auto id = filed();
    EXPECT_EQ(step(officer, id, "/decisions", draft()).status, 201);
    const auto approved = step(second, id, "/decisions", R"({"decision":"approve"})");
    EXPECT_EQ(approved.status, 201) << approved.body;
    return id;
  }
  static std::string boots(const std::string& code) {
    return R"({"seller":"S-1","declaration":{"declaration_number":"99990-26-000001M","tax_date":"2026-11-23","currency":"USD","incoterm":"FOB","freight":{"amount":240,"currency":"USD"},"lines":[{"tariff_code":")" +
           code +
           R"(","quantity":100,"unit":"2U","net_weight":120,"origin":"CN","price":3000}]},"goods":[{"line":1,"item":"BOOT-1"}]})";
  }

  std::unique_ptr<testing::World> world;
  Client trader, officer, second;
};
INSTANTIATE_TEST_SUITE_P(Engines, RulingsApi, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(RulingsApi, AnApplicationSaysWhatItLacksByArticle) {
  const auto opened = trader.post("/v1/rulings", R"({"kind":"classification"})", {{"Request-Id", "ruling-open-1"}});
  ASSERT_EQ(opened.status, 201) << opened.body;
  const auto id = opened.text("id");
  EXPECT_EQ(opened.header("Location"), path(id));
  EXPECT_EQ(trader.post("/v1/rulings", R"({"kind":"classification"})", {{"Request-Id", "ruling-open-1"}}).body,
            opened.body)
      << "once";
  const auto refused = step(trader, id, "/steps", R"({"step":"file"})");
  EXPECT_EQ(refused.status, 409) << refused.body;
  EXPECT_EQ(refused.text("refusal"), "application_is_incomplete");
  const auto missing = refused.json().at("missing").as_array();
  ASSERT_EQ(missing.size(), 8U);
  EXPECT_EQ(missing[0].at("article"), "Enforcement Decree of the Customs Act Article 106(1)1");
  EXPECT_EQ(officer.get(path(id)).status, 404) << "a draft is the applicant's alone";
  const auto wrong = step(trader, id, "/application", R"({"facts":{"tariff_code":"64"}})");
  EXPECT_EQ(wrong.status, 422);
  EXPECT_EQ(wrong.text("field"), "application.facts.tariff_code");
  EXPECT_EQ(step(trader, id, "/steps", R"({"step":"approve"})").status, 422) << "no step of the applicant";
}

TEST_P(RulingsApi, FromApplicationToDecisionRegisterAndADeclarationThatDeparts) {
  const auto id = filed();
  const auto queue = officer.get("/v1/rulings").json().at("items").as_array();
  ASSERT_EQ(queue.size(), 1U);
  EXPECT_EQ(queue[0].at("clock_ends"), "2026-12-23");
  const auto asked = step(officer, id, "/decisions",
                          R"({"decision":"ask_supplement","text":"the sole, please","until":"2026-12-10"})");
  ASSERT_EQ(asked.status, 201) << asked.body;
  EXPECT_EQ(trader.get(path(id)).text("turn"), "firm");
  days_later(7);
  ASSERT_EQ(step(trader, id, "/steps", R"({"step":"answer_supplement","text":"rubber"})").status, 201);
  EXPECT_EQ(officer.get(path(id)).text("decision_due"), "2026-12-30") << "seven days do not count";
  ASSERT_EQ(step(officer, id, "/decisions", R"({"decision":"refer","to":"committee"})").status, 201);
  ASSERT_EQ(step(officer, id, "/decisions", R"({"decision":"take_back","text":"agrees"})").status, 201);

  EXPECT_EQ(step(officer, id, "/decisions", draft("6403910000", "boots of S-1")).text("refusal"),
            "publication_identifies");
  ASSERT_EQ(step(officer, id, "/decisions", draft()).status, 201);
  EXPECT_TRUE(trader.get(path(id)).json().at("draft").is_null()) << "not before it is approved";
  EXPECT_EQ(step(officer, id, "/decisions", R"({"decision":"approve"})").text("refusal"),
            "decision_needs_another_officer");
  const auto approved = step(second, id, "/decisions", R"({"decision":"approve"})");
  ASSERT_EQ(approved.status, 201) << approved.body;
  const auto number = approved.text("number");

  auto nobody = world->nobody();
  const auto found = nobody.get("/v1/public/rulings?q=hiking&heading=6403&kind=classification&year=2026");
  ASSERT_EQ(found.status, 200) << found.body;
  EXPECT_EQ(found.json().at("items").at(0).at("number").as_string(), number);
  EXPECT_EQ(found.body.find(party), std::string::npos);
  EXPECT_EQ(found.body.find("BOOT-1"), std::string::npos);
  EXPECT_EQ(nobody.get("/v1/public/rulings/" + number).text("goods"), "hiking boots");
  EXPECT_EQ(nobody.get("/v1/public/similar-rulings?words=leather%20hiking%20boots&heading=6403")
                .json()
                .at("items")
                .at(0)
                .at("number")
                .as_string(),
            number);
  EXPECT_EQ(nobody.get("/v1/public/rulings?q=zebra").json().at("found"), 0);
  EXPECT_EQ(nobody.get("/v1/public/rulings?year=soon").status, 400);
}

TEST_P(RulingsApi, ALaterDeclarationIsCaughtDepartingFromIt) {
  const auto id = decided();
  const auto follows = trader.post("/v1/import-declarations", boots("6403910000"));
  ASSERT_EQ(follows.status, 201) << follows.body << world->log;
  EXPECT_TRUE(follows.json().at("rulings").at(0).at("follows").as_bool());
  const auto departs = trader.post("/v1/import-declarations", boots("6402990000"), {{"Request-Id", "departing-1"}});
  ASSERT_EQ(departs.status, 201) << departs.body << world->log;
  const auto difference = departs.json().at("rulings").at(0).at("differences").at(0);
  EXPECT_EQ(difference.at("fact"), "tariff_line");
  EXPECT_EQ(difference.at("ruled"), "6403910000");
  EXPECT_EQ(difference.at("declared"), "6402990000");
  EXPECT_FALSE(difference.at("right").as_string().empty());
  EXPECT_EQ(trader.post("/v1/import-declarations", boots("6402990000"), {{"Request-Id", "departing-1"}}).status, 201);
  const auto read =
      trader.get("/v1/import-declarations/" + std::string(departs.json().at("summary").at("id").as_string()));
  EXPECT_EQ(read.json().at("rulings"), departs.json().at("rulings"));
  const auto home = trader.get("/v1/firm-home").json().at("to_do").as_array();
  const auto to_do =
      std::find_if(home.begin(), home.end(), [](const auto& item) { return item.at("kind") == "import_declaration"; });
  ASSERT_NE(to_do, home.end()) << "a departure that is not answered is to be looked at";
  EXPECT_EQ(to_do->at("id"), departs.json().at("summary").at("id"));
  EXPECT_EQ(to_do->at("state_text"), "Tariff line");
  const auto file = officer.get(path(id)).json();
  EXPECT_EQ(file.at("declarations"), 2);
  EXPECT_EQ(file.at("departures"), 1) << "kept once";
  EXPECT_EQ(file.at("held").at(0).at("departures").at(0).at("fact"), "tariff_line");

  const auto own = "/v1/import-declarations/" + std::string(to_do->at("id").as_string());
  const auto lines = trader.post(own + "/quotes", "{}").json().at("lines");
  const auto declared = lines.at(0).at("declared_krw").as_int64();
  const auto corrected = trader.post(
      own + "/corrections", R"({"lines":[{"line":"1","tax":")" + std::string(lines.at(0).at("tax").as_string()) +
                                R"(","correct_krw":)" + std::to_string(declared + 100'000) + "}]}");
  ASSERT_EQ(corrected.status, 201) << corrected.body;
  const auto after = trader.get("/v1/firm-home").json();
  for (const auto& item : after.at("to_do").as_array()) {
    EXPECT_NE(item.at("kind").as_string(), "import_declaration") << "answered by a correction";
  }
}

TEST_P(RulingsApi, OthersSeeNothingAndABrokerActsUnderItsMandate) {
  const auto id = filed();
  EXPECT_EQ(world->sign_in("other_trader").get(path(id)).status, 404);
  auto broker = world->sign_in("broker");
  EXPECT_EQ(broker.get(path(id)).status, 404);
  EXPECT_EQ(broker.post("/v1/rulings", R"({"kind":"classification","party_id":")" + party + "\"}").text("code"),
            "party_is_not_yours");
  const auto give = [&](const std::string& scope) {
    return trader
        .post("/v1/mandates", R"({"grantee_login":"broker","scope":[")" + scope + R"("],"until":"2027-12-31"})")
        .status;
  };
  ASSERT_EQ(give("declarations:read"), 201);
  EXPECT_EQ(broker.get(path(id)).status, 200);
  EXPECT_EQ(step(broker, id, "/steps", R"({"step":"give_up"})").status, 403) << "may read, not act";
  ASSERT_EQ(give("rulings:apply"), 201);
  const auto own = prepared(broker);
  EXPECT_EQ(step(broker, own, "/steps", R"({"step":"file"})").status, 201);
  EXPECT_EQ(trader.get("/v1/rulings").json().at("items").as_array().size(), 2U)
      << "the client sees what its broker filed";
  EXPECT_EQ(broker.get("/v1/rulings?party=" + party).json().at("items").as_array().size(), 2U);
}

TEST_P(RulingsApi, StepsAreTakenOnceAndAtTheVersionThatWasRead) {
  const auto id = filed();
  const auto tag = trader.get(path(id)).header("ETag");
  const std::map<std::string, std::string> headers = {{"If-Match", tag}, {"Request-Id", "give-up-request"}};
  const auto first = trader.post(path(id) + "/steps", R"({"step":"give_up"})", headers);
  ASSERT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(trader.post(path(id) + "/steps", R"({"step":"give_up"})", headers).body, first.body);
  EXPECT_EQ(trader.post(path(id) + "/steps", R"({"step":"give_up"})").status, 428) << "no version";
  EXPECT_EQ(step(trader, id, "/steps", R"({"step":"object","text":"so"})").text("refusal"), "ruling_is_closed");
}

TEST_P(RulingsApi, ACorrectionThatFollowsARulingBearsNoPenalty) {
  // Declared and paid between application and result; corrected after the six months in which only interest is due.
  const auto id = filed();
  notice::Notice notice;
  notice.finding.detector = "class_differs";
  notice.finding.party_id = party;
  notice.finding.declaration_id = "IMP-1";
  notice.finding.lines = {1};
  notice.finding.proposed = {{1, assessment::TaxKind::duty, 1'000'000}};
  const auto declared = world->now.korean_day();
  notice.declared = {"12345-26-1", "040", declared, declared, {}, declared, {{1, assessment::TaxKind::duty, 500'000}}};
  notice.drafted_on = declared;
  notice.state = notice::State::opened;
  notice.window_ends = declared.plus_days(400);
  notice.notice_id = "N-1";
  ASSERT_TRUE(noticing::keep(*world->store, notice, {"test", "", world->now}).ok());
  days_later(200);
  ASSERT_EQ(step(officer, id, "/decisions", draft()).status, 201);
  ASSERT_EQ(step(second, id, "/decisions", R"({"decision":"approve"})").status, 201);
  const auto path = "/v1/notices/" + party + ".N-1/quotes";
  const auto penalty = [&](const std::string& body) {
    const auto quoted = trader.post(path, body);
    EXPECT_EQ(quoted.status, 200) << quoted.body;
    return quoted.json().at("filings").at(0).at("sum").at("penalty_krw").as_int64();
  };
  EXPECT_GT(penalty("{}"), 0);
  EXPECT_EQ(penalty(R"({"ruling":")" + id + R"("})"), 0);
  EXPECT_EQ(trader.post(path, R"({"ruling":")" + party + R"(.R-none"})").status, 404);
}

TEST_P(RulingsApi, LettersArePrinted) {
  const auto id = decided();
  const auto letter = trader.get(path(id) + "/letters/decision?language=en");
  ASSERT_EQ(letter.status, 200) << letter.body << world->log;
  EXPECT_TRUE(letter.body.starts_with("%PDF-"));
  EXPECT_EQ(trader.get(path(id) + "/letters/supplement").status, 404) << "none was asked for";
  EXPECT_EQ(trader.get(path(id) + "/letters/decision?language=fr").status, 400);
  const auto other = filed();
  ASSERT_EQ(
      step(officer, other, "/decisions", R"({"decision":"ask_supplement","text":"the sole","until":"2026-12-10"})")
          .status,
      201);
  EXPECT_TRUE(trader.get(path(other) + "/letters/supplement").body.starts_with("%PDF-"));
}

}  // namespace
}  // namespace clearway::api
