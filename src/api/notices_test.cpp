// Notices through the API: from draft to filed correction, explanations, many answers at once, who sees what.

#include "noticing/notices.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "api/testing.h"
#include "intake/workbook_fixture_test.h"
#include "law/calendar.h"
#include "record/wait.h"

namespace clearway::api {
namespace {

using notice::Action;
using notice::Notice;
using testing::party;

class NoticesApi : public record::testing::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (!database) return;
    world = std::make_unique<testing::World>(GetParam());
  }

  /// Freight left out of line 1 of a declaration of February, paid on the 18th.
  static Notice draft(const std::string& declaration, const std::string& whose = party,
                      std::string_view declared_on = "2026-02-03") {
    using assessment::TaxKind;
    Notice notice;
    auto& finding = notice.finding;
    finding.detector = "freight_left_out";
    finding.party_id = whose;
    finding.declaration_id = declaration;
    finding.pattern = "seller S-" + declaration;
    finding.lines = {1};
    finding.evidence = {
        {declaration, 1, {"신고한 운임", "freight declared"}, {"0 USD", "0 USD"}, {"1,000 USD", "1,000 USD"}}};
    finding.proposed = {{1, TaxKind::duty, 80'000}, {1, TaxKind::value_added, 108'000}};
    finding.why = {"운임이 신고되지 않았습니다.", "No freight was declared."};
    finding.cites = {"customs-act-38_3-1"};
    const auto day = *Date::parse(declared_on);
    notice.declared = {"12345-26-" + declaration,
                       "040",
                       day,
                       day,
                       {},
                       day.plus_days(15),
                       {{1, TaxKind::duty, 800'000}, {1, TaxKind::value_added, 1'080'000}}};
    notice.drafted_on = *Date::parse("2026-11-02");
    return notice;
  }
  /// Sent a fortnight ago; answers with its id.
  std::string sent(Notice notice) {
    static const auto calendar = law::load_calendar(std::string(CLEARWAY_SOURCE_DIR) + "/law").value();
    notice = std::get<Notice>(notice::take(testing::rulebook().law(), calendar, std::move(notice), Action::approve, {},
                                           *Date::parse("2026-11-09")));
    const auto kept = noticing::keep(*world->store, notice, {"test", "", world->now});
    EXPECT_TRUE(kept.ok()) << kept.error().detail;
    return kept ? id_of(*kept) : "";
  }
  std::string sent(const std::string& declaration) { return sent(draft(declaration)); }
  /// Pays into the account of an order; answers with what became of the money.
  testing::Answer paid(testing::Client& officer, const std::string& reference, const testing::Answer& order) {
    const auto csv = "reference,account_number,amount_krw,value_date\n" + reference + "," +
                     order.text("account_number") + "," + std::to_string(order.json().at("total_krw").as_int64()) +
                     "," + world->now.korean_day().text() + "\n";
    return officer.send("PUT", "/v1/bank-files?name=bank.csv", csv);
  }
  static std::string id_of(const noticing::Kept& kept) { return kept.matter.party_id + "." + kept.matter.matter_id; }
  static std::string path(const std::string& id) { return "/v1/notices/" + id; }
  static testing::Answer step(testing::Client& who, const std::string& id, const std::string& what,
                              const std::string& body) {
    return who.post(path(id) + what, body, {{"If-Match", who.get(path(id)).header("ETag")}});
  }
  static std::string member(const testing::Answer& answer, std::string_view key) { return answer.text(key); }

  std::unique_ptr<testing::World> world;
};
INSTANTIATE_TEST_SUITE_P(Engines, NoticesApi, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(NoticesApi, FromNoticeToFiledAndPaidCorrection) {
  const auto id = sent("D-1");
  auto trader = world->sign_in("trader");
  const auto list = trader.get("/v1/notices");
  ASSERT_EQ(list.status, 200) << list.body;
  EXPECT_EQ(list.json().at("items").at(0).at("id").as_string(), id);
  const auto opened = trader.post(path(id) + "/opening", "");
  ASSERT_EQ(opened.status, 201) << opened.body;
  const auto page = opened.json();
  EXPECT_EQ(page.at("state"), "opened");
  EXPECT_EQ(page.at("letter").at("title"), "Freight or insurance left out");
  EXPECT_EQ(page.at("letter").at("articles").at(0).at("text"), "Customs Act Article 38-3(1)");
  ASSERT_EQ(page.at("quote").at("costs").as_array().size(), 3U);
  const auto due = page.at("quote").at("costs").at(0).at("due_krw").as_int64();
  EXPECT_EQ(page.at("lines").at(0).at("correct_krw"), 880'000);
  EXPECT_EQ(trader.post(path(id) + "/opening", "").status, 200) << "once";

  const auto less =
      trader.post(path(id) + "/quotes", R"({"lines":[{"line":"1","tax":"customs_duty","correct_krw":840000}]})");
  ASSERT_EQ(less.status, 200) << less.body;
  EXPECT_LT(less.json().at("filings").at(0).at("due_krw").as_int64(), due);
  const auto nothing =
      trader.post(path(id) + "/quotes", R"({"lines":[{"line":"1","tax":"customs_duty","correct_krw":800000}]})");
  EXPECT_EQ(nothing.json().at("refused").at(0).at("refusal"), "nothing_is_corrected");
  EXPECT_EQ(
      trader.post(path(id) + "/quotes", R"({"lines":[{"line":"9","tax":"customs_duty","correct_krw":1}]})").status, 422)
      << "not a line of the notice";

  const auto filed = step(trader, id, "/corrections", "{}");
  ASSERT_EQ(filed.status, 201) << filed.body;
  EXPECT_EQ(filed.text("state"), "filed");
  const auto order = trader.get("/v1/payment-orders/" + filed.text("order_id"));
  ASSERT_EQ(order.status, 200) << order.body;
  EXPECT_EQ(order.json().at("total_krw"), due);
  EXPECT_EQ(step(trader, id, "/corrections", "{}").status, 409) << "filed already";

  auto officer = world->sign_in("officer");
  const auto csv = "reference,account_number,amount_krw,value_date\nA-1," + order.text("account_number") + "," +
                   std::to_string(due) + "," + world->now.korean_day().text() + "\n";
  ASSERT_EQ(officer.send("PUT", "/v1/bank-files?name=bank.csv", csv).status, 201);
  EXPECT_EQ(trader.get(path(id)).text("state"), "settled");
  EXPECT_EQ(step(trader, id, "/answers", R"({"answer":"explain","text":"late"})").text("refusal"), "notice_is_closed");
  const auto effect = officer.get("/v1/notice-effect");
  ASSERT_EQ(effect.status, 200) << effect.body;
  EXPECT_EQ(effect.json().at("all").at("corrected"), 1);
  EXPECT_EQ(effect.json().at("all").at("corrected_krw"), due);
}

TEST_P(NoticesApi, WhoExplainsIsDecidedAboutWithEvidence) {
  const auto id = sent("D-1");
  auto trader = world->sign_in("trader");
  auto officer = world->sign_in("officer");
  ASSERT_EQ(trader.post(path(id) + "/opening", "").status, 201);
  const std::string pdf = "%PDF-1.4\na contract\n%%EOF\n";
  const auto kept = trader.send("PUT", path(id) + "/evidence/evidence-1?name=contract.pdf", pdf);
  ASSERT_EQ(kept.status, 201) << kept.body;
  EXPECT_EQ(step(trader, id, "/answers", R"({"answer":"explain"})").status, 422) << "says nothing";
  const auto explained = step(trader, id, "/answers", R"({"answer":"explain","text":"the price includes freight"})");
  ASSERT_EQ(explained.status, 201) << explained.body;
  EXPECT_EQ(explained.text("turn"), "customs");
  EXPECT_EQ(officer.post(path(id) + "/evidence/evidence-1/reads", R"({"purpose":"is the freight in it"})").body, pdf);
  EXPECT_EQ(step(officer, id, "/decisions", R"({"decision":"reject_explanation"})").status, 422) << "no reason";
  const auto accepted = step(officer, id, "/decisions", R"({"decision":"accept_explanation","text":""})");
  ASSERT_EQ(accepted.status, 201) << accepted.body;
  EXPECT_EQ(trader.get(path(id)).text("state"), "explained_accepted");
  auto finding = draft("D-1").finding;
  finding.declaration_id = "D-2";
  const auto drafted = noticing::draft(*world->store, {{finding, draft("D-2").declared}}, world->now.korean_day(),
                                       {"test", "", world->now});
  EXPECT_EQ(drafted.value().silenced, 1U) << "not asked again";
}

TEST_P(NoticesApi, AnAuditNoticeSinceTheDraftIsNamedInThePageUntilItIsSeen) {
  const auto id = sent("D-1");
  auto trader = world->sign_in("trader");
  auto officer = world->sign_in("officer");
  ASSERT_EQ(trader.post(path(id) + "/opening", "").status, 201);
  world->now.microseconds += std::int64_t{86'400} * 1'000'000;
  trader = world->sign_in("trader");
  officer = world->sign_in("officer");
  const auto recorded = step(officer, id, "/decisions", R"({"decision":"record_audit_notice","day":"2026-11-24"})");
  ASSERT_EQ(recorded.status, 201) << recorded.body;
  const auto refused = step(trader, id, "/corrections", "{}");
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.text("refusal"), "audit_notice_arrived_since_the_draft");
  EXPECT_FALSE(refused.text("fix").empty());
  EXPECT_EQ(step(trader, id, "/corrections", R"({"loss_of_relief_is_known":true})").status, 201);
}

TEST_P(NoticesApi, DraftsAreCustomsAloneAndOthersSeeNothing) {
  const auto id = sent("D-1");
  const auto kept = noticing::keep(*world->store, draft("D-2"), {"test", "", world->now});
  const auto drafted = id_of(*kept);
  auto trader = world->sign_in("trader");
  EXPECT_EQ(trader.get(path(drafted)).status, 404);
  EXPECT_EQ(trader.get("/v1/notices").json().at("items").as_array().size(), 1U);
  EXPECT_EQ(world->sign_in("other_trader").get(path(id)).status, 404);
  EXPECT_EQ(world->sign_in("other_officer").get(path(id)).status, 404) << "another office";
  auto broker = world->sign_in("broker");
  EXPECT_EQ(broker.get(path(id)).status, 404) << "no mandate";
  ASSERT_EQ(
      trader.post("/v1/mandates", R"({"grantee_login":"broker","scope":["declarations:read"],"until":"2026-12-31"})")
          .status,
      201);
  EXPECT_EQ(broker.get(path(id)).status, 200);
  EXPECT_EQ(broker.post(path(id) + "/opening", "").status, 403) << "may read, not answer";
  ASSERT_EQ(trader.post("/v1/mandates", R"({"grantee_login":"broker","scope":["notices:answer"],"until":"2026-12-31"})")
                .status,
            201);
  EXPECT_EQ(broker.post(path(id) + "/opening", "").status, 201);
  auto officer = world->sign_in("officer");
  EXPECT_EQ(officer.get("/v1/notices?state=drafted").json().at("items").at(0).at("id").as_string(), drafted);
  const auto approved = step(officer, drafted, "/decisions", R"({"decision":"approve"})");
  ASSERT_EQ(approved.status, 201) << approved.body;
  EXPECT_TRUE(std::set<std::string>({"sent", "held_back"}).contains(approved.text("state")));
}

TEST_P(NoticesApi, WhatIsFiledFollowsFromTheDates) {
  auto trader = world->sign_in("trader");
  const auto act_of = [&](const std::string& id) {
    const auto page = trader.get(path(id)).json();
    const auto& filings = page.at("quote").at("filings").as_array();
    return filings.empty() ? std::string() : std::string(filings.at(0).at("act").as_string());
  };
  const auto recent = sent(draft("D-1", party, "2026-06-10"));
  EXPECT_EQ(act_of(recent), "supplementary_filing") << "within six months of the payment of 25 June";
  const auto older = sent("D-2");
  EXPECT_EQ(act_of(older), "amended_filing");
  const auto quote = trader.get(path(older)).json().at("quote");
  EXPECT_GT(quote.at("filings").at(0).at("sum").at("penalty_relief_krw").as_int64(), 0);
  auto overpaid = draft("D-3");
  for (auto& each : overpaid.finding.proposed) each.krw = -each.krw;
  const auto refund = sent(overpaid);
  EXPECT_EQ(act_of(refund), "refund_claim");
  const auto claimed = step(trader, refund, "/corrections", "{}");
  ASSERT_EQ(claimed.status, 201) << claimed.body;
  EXPECT_EQ(claimed.text("state"), "claimed");
  EXPECT_EQ(claimed.text("turn"), "customs");
  EXPECT_TRUE(claimed.text("order_id").empty()) << "nothing is to be paid";
  auto officer = world->sign_in("officer");
  const auto aside = step(officer, refund, "/decisions", R"({"decision":"decide_claim","text":"granted"})");
  EXPECT_EQ(aside.status, 422) << "a claim is accepted or refused with its refund: " << aside.body;
  EXPECT_EQ(trader.get(path(refund)).text("state"), "claimed");
}

TEST_P(NoticesApi, WhatIsClaimedBackBesideMoreTaxIsDecidedAboutOnceThatIsPaid) {
  auto mixed = draft("D-1");
  mixed.finding.proposed = {{1, assessment::TaxKind::duty, 80'000}, {1, assessment::TaxKind::value_added, -50'000}};
  const auto id = sent(mixed);
  auto trader = world->sign_in("trader");
  auto officer = world->sign_in("officer");
  const auto filed = step(trader, id, "/corrections", "{}");
  ASSERT_EQ(filed.status, 201) << filed.body;
  EXPECT_EQ(filed.text("state"), "filed");
  EXPECT_TRUE(officer.get("/v1/refunds").json().at("claims").as_array().empty()) << "first it is paid";
  const auto order = trader.get("/v1/payment-orders/" + filed.text("order_id"));
  ASSERT_EQ(paid(officer, "A-1", order).status, 201);
  const auto claimed = trader.get(path(id));
  EXPECT_EQ(claimed.text("state"), "claimed");
  EXPECT_EQ(claimed.text("turn"), "customs");
  EXPECT_EQ(claimed.text("clock_ends"), "2027-01-25")
      << "two months to answer a claim of 23 November; the 23rd is a Saturday";
  const auto claim = officer.get("/v1/refunds").json().at("claims").at(0);
  EXPECT_GT(claim.at("refund_krw").as_int64(), 50'000) << "with its interest";
  EXPECT_EQ(claim.at("notice_id").as_string(), id);
  const auto accepted = officer.post("/v1/refunds", R"({"claim":")" + std::string(claim.at("id").as_string()) +
                                                        R"(","text":"so it is","paid_in_on":"2026-02-18"})");
  ASSERT_EQ(accepted.status, 201) << accepted.body;
  EXPECT_EQ(accepted.json().at("principal_krw"), 50'000);
  EXPECT_EQ(trader.get(path(id)).text("state"), "settled");
}

TEST_P(NoticesApi, AFirmCorrectsOfItsOwnAccordAndAControlFirmCountsAsCorrected) {
  auto trader = world->sign_in("trader");
  auto officer = world->sign_in("officer");
  const auto lodged = trader.post(
      "/v1/import-declarations",
      R"({"seller":"S-1","paid_on":"2026-03-02","declaration":{"declaration_number":"99990-26-000001M",)"
      R"("tax_date":"2026-03-02","currency":"USD","incoterm":"FOB","freight":{"amount":240,"currency":"USD"},)"
      R"("lines":[{"tariff_code":"6403910000","quantity":100,"unit":"2U","net_weight":120,"origin":"CN","price":3000}]},)"
      R"("goods":[{"line":1,"item":"BOOT-1"}]})");
  ASSERT_EQ(lodged.status, 201) << lodged.body << world->log;
  const auto id = std::string(lodged.json().at("summary").at("id").as_string());
  const auto own = "/v1/import-declarations/" + id;
  auto held_back = draft(id.substr(party.size() + 1));
  held_back.declared.declaration_number = "99990-26-000001M";
  held_back.state = notice::State::held_back;
  held_back.sent_on = held_back.drafted_on;
  held_back.circumstances.audit_notice_on = *Date::parse("2026-11-10");
  ASSERT_TRUE(noticing::keep(*world->store, held_back, {"test", "", world->now}).ok());

  EXPECT_EQ(world->sign_in("other_trader").post(own + "/corrections", "{}").status, 404);
  EXPECT_EQ(officer.post(own + "/corrections", "{}").status, 403);
  auto broker = world->sign_in("broker");
  EXPECT_EQ(broker.post(own + "/corrections", "{}").status, 404) << "no mandate";
  const auto mandate = [&](const std::string& scope) {
    return trader.post("/v1/mandates",
                       R"({"grantee_login":"broker","scope":[")" + scope + R"("],"until":"2026-12-31"})");
  };
  ASSERT_EQ(mandate("imports:read").status, 201);
  EXPECT_EQ(broker.post(own + "/quotes", "{}").status, 403) << "may read, not correct";
  ASSERT_EQ(mandate("notices:answer").status, 201);

  const auto as_declared = broker.post(own + "/quotes", "{}");
  ASSERT_EQ(as_declared.status, 200) << as_declared.body;
  EXPECT_EQ(as_declared.json().at("quote").at("refused").at(0).at("refusal"), "nothing_is_corrected");
  const auto line = as_declared.json().at("lines").at(0);
  const auto body = R"({"loss_of_relief_is_known":true,"lines":[{"line":"1","tax":")" +
                    std::string(line.at("tax").as_string()) + R"(","correct_krw":)" +
                    std::to_string(line.at("declared_krw").as_int64() + 100'000) + "}]}";
  const auto quoted = trader.post(own + "/quotes", body).json();
  const auto& sum = quoted.at("quote").at("filings").at(0).at("sum");
  EXPECT_GT(sum.at("penalty_krw").as_int64(), 0);
  EXPECT_EQ(sum.at("penalty_relief_krw"), 0) << "a notice of an audit is known of this declaration";
  const std::map<std::string, std::string> once = {{"Request-Id", "own-correction-1"}};
  const auto filed = trader.post(own + "/corrections", body, once);
  ASSERT_EQ(filed.status, 201) << filed.body;
  EXPECT_EQ(filed.text("state"), "filed");
  EXPECT_EQ(trader.post(own + "/corrections", body, once).body, filed.body) << "a repetition is answered";
  EXPECT_EQ(trader.post(own + "/corrections", body).text("refusal"), "line_has_an_open_correction");
  const auto order = trader.get("/v1/payment-orders/" + filed.text("order_id"));
  EXPECT_EQ(order.json().at("total_krw"), filed.json().at("amount_krw"));
  ASSERT_EQ(paid(officer, "A-1", order).status, 201);
  EXPECT_TRUE(noticing::lines_under_correction(*world->store, party, held_back.finding.declaration_id).value().empty())
      << "settled by its payment";

  world->now.microseconds += std::int64_t{40} * 86'400 * 1'000'000;
  const auto lift = world->sign_in("auditor").get("/v1/notice-effect").json().at("lift").at("held_back");
  EXPECT_EQ(lift.at("firms"), 1);
  EXPECT_EQ(lift.at("corrected"), 1);
}

TEST_P(NoticesApi, QuestionsAndMoreTimeGoBackAndForthWithTheirClocks) {
  const auto id = sent("D-1");
  auto trader = world->sign_in("trader");
  auto officer = world->sign_in("officer");
  ASSERT_EQ(trader.post(path(id) + "/opening", "").status, 201);
  EXPECT_EQ(trader.get(path(id)).text("window_ends"), "2026-12-09");
  const auto asked = step(trader, id, "/answers", R"({"answer":"ask","text":"which invoice is meant?"})");
  ASSERT_EQ(asked.status, 201) << asked.body;
  EXPECT_EQ(asked.text("turn"), "customs");
  EXPECT_EQ(asked.text("clock_ends"), "2026-11-30") << "customs replies in seven days";
  EXPECT_EQ(step(trader, id, "/answers", R"({"answer":"more_time","text":"x","until":"2026-12-20"})").text("refusal"),
            "action_does_not_fit_the_state");
  const auto replied = step(officer, id, "/decisions", R"({"decision":"reply","text":"that of 2 February"})");
  ASSERT_EQ(replied.status, 201) << replied.body;
  EXPECT_EQ(replied.text("turn"), "firm");
  const auto late = step(trader, id, "/answers", R"({"answer":"more_time","text":"away","until":"2027-03-01"})");
  EXPECT_EQ(late.text("refusal"), "until_is_beyond_an_extension");
  EXPECT_FALSE(late.text("fix").empty());
  ASSERT_EQ(step(trader, id, "/answers", R"({"answer":"more_time","text":"away","until":"2026-12-21"})").status, 201);
  const auto granted = step(officer, id, "/decisions", R"({"decision":"grant_more_time"})");
  ASSERT_EQ(granted.status, 201) << granted.body;
  EXPECT_EQ(granted.text("window_ends"), "2026-12-21");
  ASSERT_EQ(granted.json().at("said").as_array().size(), 5U) << "customs sees its own approval too";
  EXPECT_EQ(trader.get(path(id)).json().at("said").as_array().size(), 4U);
}

TEST_P(NoticesApi, ANoticeWithoutAnAnswerLapsesAndTheEffectSaysSo) {
  const auto id = sent("D-1");
  auto held_back = draft("D-2", testing::other_party);
  held_back.state = notice::State::held_back;
  held_back.sent_on = held_back.drafted_on;
  const auto control = noticing::keep(*world->store, held_back, {"test", "", world->now});
  ASSERT_TRUE(control.ok());
  EXPECT_EQ(world->sign_in("other_trader").get(path(id_of(*control))).status, 404) << "the control group is not told";
  world->now.microseconds += std::int64_t{40} * 86'400 * 1'000'000;
  ASSERT_EQ(noticing::follow(*world->store, world->rules(), world->now.korean_day(), world->now).value(), 1U);
  auto trader = world->sign_in("trader");
  EXPECT_EQ(trader.get(path(id)).text("state"), "lapsed");
  EXPECT_EQ(step(trader, id, "/corrections", "{}").text("refusal"), "notice_is_closed");
  const auto effect = world->sign_in("auditor").get("/v1/notice-effect").json();
  EXPECT_EQ(effect.at("all").at("lapsed"), 1);
  EXPECT_EQ(effect.at("all").at("held_back"), 1);
  EXPECT_EQ(effect.at("lift").at("notified").at("firms"), 1);
  EXPECT_EQ(effect.at("lift").at("held_back").at("firms"), 1);
  EXPECT_TRUE(effect.at("lift").at("corrected").is_object()) << "with its interval";
}

TEST_P(NoticesApi, WhatTheLawNoLongerAllowsIsRefusedInWords) {
  auto trader = world->sign_in("trader");
  auto officer = world->sign_in("officer");
  const auto refused = [&](const std::string& id, std::string_view refusal) {
    const auto answer = step(trader, id, "/corrections", "{}");
    EXPECT_EQ(answer.status, 409) << answer.body;
    EXPECT_EQ(answer.text("code"), "correction_is_refused");
    EXPECT_EQ(answer.text("refusal"), refusal);
    EXPECT_FALSE(answer.text("detail").empty());
    EXPECT_FALSE(answer.text("fix").empty());
    EXPECT_EQ(trader.get(path(id)).text("correction_id"), "") << "nothing is filed";
  };
  refused(sent(draft("D-1", party, "2021-11-22")), "correction_comes_after_the_assessment_limit");
  const auto overpaid = [](const std::string& declaration, std::string_view declared_on) {
    auto notice = draft(declaration, party, declared_on);
    for (auto& each : notice.finding.proposed) each.krw = -each.krw;
    return notice;
  };
  refused(sent(overpaid("D-2", "2021-11-02")), "refund_is_claimed_too_late");

  // An appeal bars a claim; more tax may be filed all the same (Act 38-3).
  const auto disputed = sent(overpaid("D-3", "2026-02-03"));
  ASSERT_EQ(step(officer, disputed, "/decisions", R"({"decision":"record_appeal","day":"2026-11-20"})").status, 201);
  EXPECT_EQ(trader.get(path(disputed)).text("appeal_pending_since"), "2026-11-20");
  refused(disputed, "appeal_is_pending");

  const auto first = sent("D-4");
  auto other = draft("D-4");
  other.finding.detector = "royalty_unreported";
  const auto second = sent(other);
  ASSERT_EQ(step(trader, first, "/corrections", "{}").status, 201);
  refused(second, "line_has_an_open_correction");
}

TEST_P(NoticesApi, MoneyForAClosedNoticeIsKeptApartAndABankFileCountsOnce) {
  const auto id = sent("D-1");
  auto trader = world->sign_in("trader");
  auto officer = world->sign_in("officer");
  const auto filed = step(trader, id, "/corrections", "{}");
  ASSERT_EQ(filed.status, 201) << filed.body;
  const auto order = trader.get("/v1/payment-orders/" + filed.text("order_id"));
  ASSERT_EQ(paid(officer, "A-1", order).status, 201);
  EXPECT_EQ(trader.get(path(id)).text("state"), "settled");
  const auto again = paid(officer, "A-1", order);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.json().at("imported_before"), true);

  const auto twice = paid(officer, "A-2", order);
  ASSERT_EQ(twice.status, 201) << twice.body;
  const auto receipt = twice.json().at("receipts").at(0);
  EXPECT_EQ(receipt.at("outcome"), "double_payment");
  EXPECT_EQ(receipt.at("order_krw"), 0);
  EXPECT_FALSE(receipt.at("text").as_string().empty());
  EXPECT_EQ(trader.get(path(id)).text("state"), "settled");
  std::int64_t to_be_given_back = 0;
  const auto statement = trader.get("/v1/statement").json();
  for (const auto& balance : statement.at("balances").as_array()) {
    if (balance.at("account") == "overpayments") to_be_given_back += balance.at("balance_krw").as_int64();
  }
  EXPECT_EQ(to_be_given_back, order.json().at("total_krw").as_int64()) << "not lost";
}

/// Answers of 500 rows, three of them wrong; the last is a row of no notice at all.
std::vector<std::vector<std::string>> five_hundred(const std::vector<std::string>& ids) {
  std::vector<std::vector<std::string>> rows = {{"notice", "answer", "text", "until"}};
  for (std::size_t i = 0; i < ids.size(); ++i) {
    rows.push_back(i % 2 == 0 ? std::vector<std::string>{ids[i], "correct", "", ""}
                              : std::vector<std::string>{ids[i], "explain", "the price includes freight", ""});
  }
  rows.push_back({party + ".N-none", "correct", "", ""});
  rows.push_back({ids.back(), "ask", "twice?", ""});
  rows.push_back({"", "explain", "so", ""});
  return rows;
}

void expect_taken(testing::Client& trader, const testing::Answer& taken) {
  ASSERT_EQ(taken.status, 200) << taken.body;
  const auto json = taken.json();
  EXPECT_EQ(json.at("taken"), 497);
  EXPECT_EQ(json.at("refused"), 3);
  const auto& rows = json.at("rows").as_array();
  ASSERT_EQ(rows.size(), 500U);
  EXPECT_EQ(rows[0].at("row"), 2);
  EXPECT_EQ(rows[0].at("state"), "filed");
  EXPECT_EQ(rows[1].at("state"), "explained");
  EXPECT_EQ(rows[497].at("refusal"), "not_found");
  EXPECT_EQ(rows[498].at("refusal"), "notice_stands_twice");
  EXPECT_EQ(rows[498].at("field"), "notice");
  EXPECT_EQ(rows[499].at("refusal"), "notice_is_missing");
  EXPECT_FALSE(rows[499].at("fix").as_string().empty());
  EXPECT_EQ(trader.get("/v1/payment-orders").json().at("orders").as_array().size(), 249U);
}

TEST_P(NoticesApi, FiveHundredAnswersLineByLine) {
  std::vector<std::string> ids;
  for (int i = 0; i < 497; ++i) ids.push_back(sent("D-" + std::to_string(i)));
  std::string csv;
  for (const auto& row : five_hundred(ids)) csv += row[0] + "," + row[1] + "," + row[2] + "," + row[3] + "\n";
  auto trader = world->sign_in("trader");
  const std::map<std::string, std::string> as_csv = {{"Content-Type", "text/csv"}, {"Request-Id", "answers-500"}};
  const auto taken = trader.post("/v1/notice-answers", csv, as_csv);
  expect_taken(trader, taken);
  EXPECT_EQ(trader.post("/v1/notice-answers", csv, as_csv).body, taken.body) << "a repetition is answered the same";
  EXPECT_EQ(trader.post("/v1/notice-answers", "who,what\n", {{"Content-Type", "text/csv"}}).text("code"),
            "table_lacks_a_column");
}

TEST_P(NoticesApi, FiveHundredAnswersOfAWorkbook) {
  std::vector<std::string> ids;
  for (int i = 0; i < 497; ++i) ids.push_back(sent("D-" + std::to_string(i)));
  auto trader = world->sign_in("trader");
  const std::map<std::string, std::string> type = {
      {"Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}};
  expect_taken(trader, trader.post("/v1/notice-answers", intake::workbook(five_hundred(ids)), type));
  EXPECT_EQ(trader.post("/v1/notice-answers", "PK\x03\x04 and no more", type).text("code"), "workbook_cannot_be_read");
}

}  // namespace
}  // namespace clearway::api
