#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "app/context.h"
#include "db/connection.h"

namespace clearway::app {
namespace {

namespace fs = std::filesystem;

class LedgerCommandsTest : public ::testing::Test {
 protected:
  LedgerCommandsTest() {
    char pattern[] = "/tmp/clearway-ledger-XXXXXX";
    folder_ = mkdtemp(pattern);
  }
  ~LedgerCommandsTest() override { fs::remove_all(folder_); }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  struct Outcome {
    int exit;
    std::string out, err;
  };
  Outcome run_line(std::vector<std::string> words) const {
    const std::string source = CLEARWAY_SOURCE_DIR;
    words.insert(words.begin(), "clearway");
    words.insert(words.end(), {"--messages", source + "/messages", "--policy", source + "/policy", "--law",
                               source + "/law", "--lang", "en", "--db", "sqlite:" + path("a.db")});
    std::vector<const char*> arguments;
    for (const auto& word : words) arguments.push_back(word.c_str());
    std::ostringstream out, err;
    const int exit = run(static_cast<int>(arguments.size()), arguments.data(), out, err);
    return {exit, out.str(), err.str()};
  }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }
  std::string read(const std::string& name) const {
    std::ifstream in(path(name));
    return {std::istreambuf_iterator<char>(in), {}};
  }

 private:
  fs::path folder_;
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST_F(LedgerCommandsTest, FromOrderToBankFileToVerifiedLedger) {
  const auto issued =
      run_line({"payment", "issue", "O-1", "--party", "B2208162517", "--matter", "N-1", "--issued", "2026-03-02",
                "--due", "2026-03-17", "--amount", "customs_duty=60000", "value_added_tax=40000"});
  ASSERT_EQ(issued.exit, 0) << issued.err;
  EXPECT_TRUE(has(issued.out, "virtual account 79012000000014")) << issued.out;
  EXPECT_TRUE(has(run_line({"payment", "overdue", "--on", "2026-03-18"}).out, "KRW 100000 was due on 2026-03-17"));
  write("bank.csv",
        "reference,account_number,amount_krw,value_date\nA-1,79012000000014,100500,2026-03-10\n"
        "A-2,79012000000014,12.5,2026-03-10\n");
  const auto imported = run_line({"payment", "import", path("bank.csv"), "--rejects", path("r.ndjson")});
  ASSERT_EQ(imported.exit, 0) << imported.err;
  EXPECT_TRUE(has(imported.out, "1 taken (0 known before, 1 not taken)")) << imported.out;
  EXPECT_TRUE(has(read("r.ndjson"), R"("source_row":3,"field":"amount_krw","value":"12.5")")) << read("r.ndjson");
  EXPECT_EQ(run_line({"payment", "overdue", "--on", "2026-03-18"}).out, "");

  const auto intact = run_line({"ledger", "verify"});
  EXPECT_EQ(intact.exit, 0) << intact.out << intact.err;
  EXPECT_TRUE(has(intact.out, "2 transactions, 8 entries")) << intact.out;
  const auto head = intact.out.substr(intact.out.find("Head: ") + 6, 64);
  EXPECT_EQ(run_line({"ledger", "verify", "--head", head}).exit, 0);
  EXPECT_EQ(run_line({"ledger", "verify", "--head", std::string(64, '0')}).exit, 1);
  const auto statement = run_line({"ledger", "statement", "B2208162517", "--matter", "N-1", "--on", "2026-03-09"});
  EXPECT_TRUE(has(statement.out, "Customs duty receivable  debit 60000  balance 60000")) << statement.out;
  EXPECT_FALSE(has(statement.out, "2026-03-10"));
  EXPECT_EQ(run_line({"ledger", "statement", "B2208162517", "--known", "2026-03-01"}).out, "");

  auto connection = db::Connection::open("sqlite:" + path("a.db"));
  ASSERT_TRUE(connection.ok());
  ASSERT_TRUE((*connection)->script("UPDATE ledger_entry SET amount_krw = -1 WHERE position = 2 AND line = 4").ok());
  const auto changed = run_line({"ledger", "verify"});
  EXPECT_EQ(changed.exit, 1);
  EXPECT_TRUE(has(changed.out, "The entry receive:A-1 (B2208162517, position 2, line 4) was altered.")) << changed.out;
  EXPECT_TRUE(has(changed.out, "record: credit overpayments receipt:A-1 500")) << changed.out;
  EXPECT_TRUE(has(run_line({"ledger", "verify", "--json"}).out, R"("ok":false)"));
}

TEST_F(LedgerCommandsTest, WrongUseIsSaidClearly) {
  EXPECT_EQ(run_line({"payment", "import", path("none.csv")}).exit, 2);
  write("empty.csv", "");
  const auto empty = run_line({"payment", "import", path("empty.csv")});
  EXPECT_EQ(empty.exit, 2);
  EXPECT_TRUE(has(empty.err, "The file is empty")) << empty.err;
  const auto amount = run_line({"payment", "issue", "O-1", "--party", "B1", "--matter", "N-1", "--issued", "2026-03-02",
                                "--due", "2026-03-17", "--amount", "customs_duty"});
  EXPECT_EQ(amount.exit, 2);
  EXPECT_TRUE(has(amount.err, "'customs_duty' is no charge with its amount")) << amount.err;
  EXPECT_EQ(run_line({"ledger", "statement", "B1", "--on", "soon"}).exit, 2);
}

}  // namespace
}  // namespace clearway::app
