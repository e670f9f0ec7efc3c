// Payment through the API: the firm's page, the officer's file, and who sees whose money.

#include "settlement/payments.h"

#include <gtest/gtest.h>

#include "api/testing.h"
#include "record/extension.h"

namespace clearway::api {
namespace {

using testing::party;

class PaymentsApi : public record::testing::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (!database) return;
    world = std::make_unique<testing::World>(GetParam());
    const std::string policy = std::string(CLEARWAY_SOURCE_DIR) + "/policy";
    chart = ledger::Chart::load(policy).value();
    payments = payment::Policy::load(policy).value();
  }

  /// An order of the trader, due in fifteen days; answers with its account number.
  std::string issue(const std::string& id, std::int64_t duty) {
    const settlement::Rules rules{chart, payments, testing::rulebook().law(), testing::messages()};
    const auto today = world->now.korean_day();
    settlement::NewOrder order;
    order.order_id = id;
    order.party_id = party;
    order.matter = {"N-" + id, "notice", today};
    order.issued_on = today;
    order.due = today.plus_days(15);
    order.charges = {{"customs_duty", duty}};
    const auto issued = record::wait<settlement::OrderRow>([&](auto done) {
      settlement::issue_order(*world->store, rules, order, {"test", "", world->now}, std::move(done));
    });
    EXPECT_TRUE(issued.ok()) << issued.error().detail;
    return issued ? issued->order.account_number : "";
  }

  std::string csv(const std::string& account, std::int64_t amount) {
    return "reference,account_number,amount_krw,value_date,payer\nA-1," + account + "," + std::to_string(amount) + "," +
           world->now.korean_day().text() + ",Sample Trading 0012\nA-2," + account + ",1.5," +
           world->now.korean_day().text() + ",\n";
  }

  std::unique_ptr<testing::World> world;
  ledger::Chart chart;
  payment::Policy payments;
};
INSTANTIATE_TEST_SUITE_P(Engines, PaymentsApi, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

TEST_P(PaymentsApi, AnOfficersFilePaysTheOrderOfAFirm) {
  const auto account = issue("O-1", 60'000);
  auto trader = world->sign_in("trader");
  const auto before = trader.get("/v1/payment-orders");
  ASSERT_EQ(before.status, 200) << before.body;
  const auto order = before.json().at("orders").at(0);
  EXPECT_EQ(order.at("state"), "open");
  EXPECT_EQ(order.at("account_number").as_string(), account);
  EXPECT_EQ(order.at("remaining_krw"), 60'000);
  EXPECT_EQ(order.at("charges").at(0).at("title"), "Customs duty");
  const auto path = "/v1/payment-orders/" + std::string(order.at("id").as_string());
  EXPECT_EQ(trader.get(path).status, 200);
  EXPECT_EQ(world->sign_in("other_trader").get(path).status, 404);
  EXPECT_EQ(world->sign_in("broker").get(path).status, 404) << "no mandate";

  auto officer = world->sign_in("officer");
  const auto taken = officer.send("PUT", "/v1/bank-files?name=bank.csv", csv(account, 60'500));
  ASSERT_EQ(taken.status, 201) << taken.body;
  EXPECT_EQ(taken.json().at("receipts").at(0).at("outcome"), "over_payment");
  EXPECT_EQ(taken.json().at("receipts").at(0).at("payer"), "S***");
  const auto rejected = taken.json().at("rejected").at(0);
  EXPECT_EQ(rejected.at("source_row"), 3);
  EXPECT_EQ(rejected.at("field"), "amount_krw");
  EXPECT_EQ(rejected.at("value"), "1.5");
  EXPECT_FALSE(rejected.at("fix").as_string().empty());

  const auto after = trader.get("/v1/payment-orders");
  EXPECT_EQ(after.json().at("orders").at(0).at("state"), "paid");
  EXPECT_EQ(after.json().at("refunds").at(0).at("principal_krw"), 500);
  const auto files = officer.get("/v1/bank-files");
  ASSERT_EQ(files.status, 200);
  const auto id = std::string(files.json().at("files").at(0).at("file_id").as_string());
  EXPECT_EQ(officer.get("/v1/bank-files/" + id).json().at("receipts").as_array().size(), 1U);
}

TEST_P(PaymentsApi, TheSameFileAgainIsAnsweredAndABadFileIsNamed) {
  const auto account = issue("O-1", 60'000);
  auto officer = world->sign_in("officer");
  const std::string good = "reference,account_number,amount_krw,value_date\nA-1," + account + ",60000," +
                           world->now.korean_day().text() + "\n";
  EXPECT_EQ(officer.send("PUT", "/v1/bank-files?name=bank.csv", good).status, 201);
  const auto again = officer.send("PUT", "/v1/bank-files?name=bank.csv", good);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.json().at("imported_before"), true);
  EXPECT_EQ(again.json().at("file").at("recorded"), 1);
  const auto bad = officer.send("PUT", "/v1/bank-files?name=bank.csv", "who,what\n1,2\n");
  EXPECT_EQ(bad.status, 422);
  EXPECT_EQ(bad.text("code"), "bank_file_lacks_a_column");
  EXPECT_EQ(officer.send("PUT", "/v1/bank-files?name=a.xml", "<Document").text("code"), "bank_file_is_not_xml");
  EXPECT_EQ(officer.send("PUT", "/v1/bank-files", good).status, 422) << "without a name";
}

TEST_P(PaymentsApi, AStatementOnOneDayAsKnownOnAnother) {
  const auto account = issue("O-1", 60'000);
  auto officer = world->sign_in("officer");
  const auto today = world->now.korean_day();
  ASSERT_EQ(officer.send("PUT", "/v1/bank-files?name=bank.csv", csv(account, 20'000)).status, 201);
  auto trader = world->sign_in("trader");
  const auto owed = [&](const std::string& query) -> std::int64_t {
    const auto answer = trader.get("/v1/statement" + query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    const auto json = answer.json();
    for (const auto& balance : json.at("balances").as_array()) {
      if (balance.at("account") == "receivable.customs_duty") return balance.at("balance_krw").as_int64();
    }
    return 0;
  };
  EXPECT_EQ(owed(""), 40'000);
  EXPECT_EQ(owed("?matter=N-O-1"), 40'000);
  EXPECT_EQ(owed("?on=" + today.plus_days(-1).text()), 0);
  EXPECT_EQ(owed("?known=" + today.plus_days(-1).text()), 0);
  EXPECT_EQ(owed("?known=" + today.text()), 40'000);
  EXPECT_EQ(trader.get("/v1/statement?party=B2208162517").status, 404);
  EXPECT_EQ(officer.get("/v1/statement").status, 422) << "whose?";
  EXPECT_EQ(officer.get("/v1/statement?party=" + party).status, 200);
}

}  // namespace
}  // namespace clearway::api
