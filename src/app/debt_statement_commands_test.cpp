// Debts of a ledger through the command line: as they stood on a day, and how the stock of them moved.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "app/context.h"
#include "collection/debts.h"
#include "settlement/testing.h"

namespace clearway::app {
namespace {

using namespace settlement::testing;  // NOLINT(google-build-using-namespace)

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

struct Outcome {
  int exit;
  std::string out, err;
};

class DebtStatementCommandsTest : public record::testing::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (!database) return;
    setenv("CLEARWAY_KEY_FILE", database->key_file().c_str(), 1);
    keep_a_debt();
  }
  void TearDown() override { unsetenv("CLEARWAY_KEY_FILE"); }

  Outcome run_line(std::vector<std::string> words) const {
    words.insert(words.begin(), "clearway");
    words.insert(words.end(),
                 {"--messages", source + "/messages", "--policy", source + "/policy", "--law", source + "/law"});
    for (const auto& [option, value] :
         {std::pair<std::string, std::string>{"--db", database->url()}, {"--lang", "en"}}) {
      if (std::find(words.begin(), words.end(), option) == words.end()) words.insert(words.end(), {option, value});
    }
    std::vector<const char*> arguments;
    for (const auto& word : words) arguments.push_back(word.c_str());
    std::ostringstream out, err;
    const int exit = run(static_cast<int>(arguments.size()), arguments.data(), out, err);
    return {exit, out.str(), err.str()};
  }

  std::string debt;  // PARTY.DEBT

 private:
  static Instant noon(const char* on) { return *Instant::parse(std::string(on) + "T03:00:00.000000Z"); }

  /// 60,000,000 won of duty and 40,000,000 of value added tax, due on 2026-03-17; on 2026-04-20 the officer enters that
  /// 30,000,000 were paid on 2026-03-31.
  void keep_a_debt() {
    const auto store = open();
    const auto calendar = law::load_calendar(source + "/law").value();
    const arrears::Terms terms{rules().law, calendar, rules().chart};
    auto order = order_of("O-1", 60'000'000, 40'000'000);
    order.matter.kind = "declaration";
    ASSERT_TRUE(issue(*store, order).ok());
    ASSERT_EQ(collection::open_overdue(*store, terms, day("2026-03-18"), noon("2026-03-18")).value(), 1U);
    record::MatterSearch own;
    own.parties = {party};
    const auto kept = collection::kept_of(collection::search(*store, own)->matters.at(0)).value();
    debt = party + "." + kept.matter.matter_id;
    arrears::Event paid;
    paid.kind = arrears::EventKind::paid;
    paid.on = day("2026-03-31");
    paid.amount = 30'000'000;
    paid.word = "transfer";
    const auto taken =
        collection::take(*store, terms, kept, {paid}, day("2026-04-20"), {"officer", "", noon("2026-04-20")});
    ASSERT_TRUE(taken.ok()) << taken.error().code;
    ASSERT_FALSE(taken->refused);
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, DebtStatementCommandsTest,
                         ::testing::Values(db::Engine::sqlite, db::Engine::postgres), record::testing::engine_name);

TEST_P(DebtStatementCommandsTest, ADebtAsItStoodOnADayAndAsThatWasKnown) {
  const auto now = run_line({"debt", "statement", debt, "--on", "2026-03-31"});
  const auto then = run_line({"debt", "statement", debt, "--on", "2026-03-31", "--known", "2026-04-19"});
  const auto json = run_line({"debt", "statement", debt, "--on", "2026-03-31", "--json"});
  ASSERT_EQ(now.exit, 0) << now.err;
  EXPECT_TRUE(has(now.out, "Debt " + debt + " on 2026-03-31: open")) << now.out;
  EXPECT_TRUE(has(now.out, "Paid on 2026-03-31 (transfer), KRW 30,000,000: KRW 0 to costs, KRW 30,000,000 to tax"))
      << now.out;
  EXPECT_TRUE(has(now.out, "tax KRW 70,000,000, penalty KRW 308,000, together KRW 70,308,000")) << now.out;
  ASSERT_EQ(then.exit, 0) << then.err;
  EXPECT_TRUE(has(then.out, "tax KRW 100,000,000, penalty KRW 308,000, together KRW 100,308,000")) << then.out;
  EXPECT_FALSE(has(then.out, "Paid on")) << "nobody knew of it";
  ASSERT_EQ(json.exit, 0) << json.err;
  for (const auto* part : {R"("balance":70308000)", R"("kind":"paid")", R"("proof":{"ledger_position":)"}) {
    EXPECT_TRUE(has(json.out, part)) << part << ": " << json.out;
  }
  // What the paper says of the ledger is what the ledger says of itself.
  const auto digest = now.out.substr(now.out.rfind(' ') + 1, 64);
  EXPECT_TRUE(has(json.out, "\"ledger_digest\":\"" + digest + "\"")) << digest;
}

TEST_P(DebtStatementCommandsTest, AStatementThatCannotBeGivenSaysWhatToAskInstead) {
  const struct {
    std::string what;
    std::vector<std::string> words;
    int exit;
    std::string sentence, remedy;
  } cases[] = {
      {"before it was a debt",
       {debt, "--on", "2026-03-31", "--known", "2026-03-17"},
       1,
       "The debt was not known on that day",
       "Ask for 2026-03-02 or a later day"},
      {"a word for a day", {debt, "--on", "soon"}, 2, "'soon' is no day", "Write it as"},
      {"a day that is none", {debt, "--on", "2026-02-30"}, 2, "'2026-02-30' is no day", "Write it as"},
      {"known on no day",
       {debt, "--on", "2026-03-31", "--known", "2026-4-1"},
       2,
       "'2026-4-1' is no day",
       "Write it as"},
      {"no debt of that number",
       {party + ".D-0", "--on", "2026-03-31"},
       2,
       "There is no debt '" + party + ".D-0'",
       "Write PARTY.DEBT"},
      {"another's debt",
       {"P-2." + debt.substr(debt.find('.') + 1), "--on", "2026-03-31"},
       2,
       "There is no debt",
       "Write PARTY.DEBT"},
      {"the debtor alone", {party, "--on", "2026-03-31"}, 2, "There is no debt", "Write PARTY.DEBT"},
      {"no day", {debt}, 2, "needs --on", "--help"},
      {"no database", {debt, "--on", "2026-03-31", "--db", "none"}, 2, "No database was named", "Give --db"},
      {"a database that does not exist",
       {debt, "--on", "2026-03-31", "--db", "sqlite:/nonexistent/record.db"},
       3,
       "there is no such file",
       "Check the path or address in --db"},
  };
  for (const auto& c : cases) {
    auto words = c.words;
    words.insert(words.begin(), {"debt", "statement"});
    const auto refused = run_line(std::move(words));
    EXPECT_EQ(refused.exit, c.exit) << c.what << ": " << refused.err;
    EXPECT_EQ(refused.out, "") << c.what;
    EXPECT_TRUE(has(refused.err, c.sentence)) << c.what << ": " << refused.err;
    EXPECT_TRUE(has(refused.err, c.remedy)) << c.what << ": " << refused.err;
  }
}

TEST_P(DebtStatementCommandsTest, HowTheStockMovedInAPeriodSumsToTheWon) {
  const auto text = run_line({"debt", "figures", "--from", "2026-03-01", "--to", "2026-03-31"});
  const auto json = run_line({"debt", "figures", "--from", "2026-03-01", "--to", "2026-03-31", "--json"});
  const auto then =
      run_line({"debt", "figures", "--from", "2026-03-01", "--to", "2026-03-31", "--known", "2026-04-19"});
  ASSERT_EQ(text.exit, 0) << text.err;
  EXPECT_TRUE(has(text.out, "Active debts\n  opening 0\n  new 100,000,000\n")) << text.out;
  EXPECT_TRUE(has(text.out, "  penalty 308,000\n  collected (transfer) 30,000,000\n")) << text.out;
  EXPECT_TRUE(has(text.out, "  closing 70,308,000\n")) << text.out;
  EXPECT_TRUE(has(text.out, "together KRW 70,308,000")) << text.out;
  ASSERT_EQ(json.exit, 0) << json.err;
  EXPECT_TRUE(has(json.out, R"("closing":70308000,"reconciles":true)")) << json.out;
  ASSERT_EQ(then.exit, 0) << then.err;
  EXPECT_TRUE(has(then.out, "  closing 100,308,000\n")) << then.out;
}

TEST_P(DebtStatementCommandsTest, FiguresOfNoPeriodSayWhichDayIsWrong) {
  const struct {
    std::vector<std::string> words;
    std::string_view sentence, remedy;
  } cases[] = {
      {{"--from", "2026-03-31", "--to", "2026-03-01"}, "The period ends before it starts", "Check --from and --to"},
      {{"--from", "March", "--to", "2026-03-31"}, "'March' is no day", "Write it as"},
      {{"--from", "2026-03-01", "--to", "2026-03-32"}, "'2026-03-32' is no day", "Write it as"},
      {{"--from", "2026-03-01", "--to", "2026-03-31", "--known", "today"}, "'today' is no day", "Write it as"},
      {{"--from", "2026-03-01"}, "needs --to", "--help"},
      {{"--from", "2026-03-01", "--to", "2026-03-31", "--db", "none"}, "No database was named", "Give --db"},
  };
  for (const auto& c : cases) {
    std::vector<std::string> words = {"debt", "figures"};
    words.insert(words.end(), c.words.begin(), c.words.end());
    const auto refused = run_line(std::move(words));
    EXPECT_EQ(refused.exit, 2) << c.sentence << ": " << refused.err;
    EXPECT_EQ(refused.out, "") << c.sentence;
    EXPECT_TRUE(has(refused.err, c.sentence)) << refused.err;
    EXPECT_TRUE(has(refused.err, c.remedy)) << refused.err;
  }
}

}  // namespace
}  // namespace clearway::app
