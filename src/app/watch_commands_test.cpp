#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "app/context.h"
#include "record/testing.h"

namespace clearway::app {
namespace {

using record::testing::SampleLodgement;

struct Run {
  int exit;
  std::string out, err;
};

Run clearway(std::vector<std::string> arguments) {
  const std::string root = CLEARWAY_SOURCE_DIR;
  arguments.insert(arguments.begin(), {"clearway", "--lang", "en", "--law", root + "/law", "--policy", root + "/policy",
                                       "--messages", root + "/messages"});
  std::vector<const char*> argv;
  for (const auto& argument : arguments) argv.push_back(argument.c_str());
  std::ostringstream out, err;
  const int exit = run(static_cast<int>(argv.size()), argv.data(), out, err);
  return {exit, out.str(), err.str()};
}

/// `count` declarations that `method` alone speaks of, examined on 23 November.
void examined(record::Store& store, int first, int count, const std::string& method, bool found) {
  for (int number = first; number < first + count; ++number) {
    SampleLodgement sample(number);
    sample.decision = R"({"declaration_id":"D","channel":"red","reasons":[{"id":")" + method + R"("}]})";
    ASSERT_TRUE(record::testing::lodge(store, sample).ok());
    record::Change change;
    change.party_id = sample.party_id;
    change.declaration_id = sample.declaration_id;
    change.kind = record::Kind::examined;
    change.examination = record::ExaminationResult{!found, {}, ""};
    ASSERT_TRUE(record::testing::change(store, change).ok());
  }
}

TEST(WatchCommands, AnAlarmIsTheExitCodeOfWhatStands) {
  const record::testing::Database database(db::Engine::sqlite);
  {
    record::StoreOptions options;
    options.url = database.url();  // its keys beside it, where the command looks for them
    const auto store = record::Store::open(options).value();
    examined(*store, 0, 40, "method.random", true);
    examined(*store, 100, 40, "R1.same_consignee", false);
  }
  const struct {
    std::string_view name;
    std::vector<std::string> arguments;
    int exit;
    std::string_view out, err;
  } cases[] = {
      {"rules find nothing where chance does", {"--on", "2026-11-25"}, 1, "Rules: since 2026-11-23 it finds less", ""},
      {"as JSON", {"--on", "2026-11-25", "--json"}, 1, R"("kind":"below_chance","method":"rules")", ""},
      {"on a day when nobody had looked", {"--on", "2026-11-22"}, 0, "there is nothing to watch", ""},
      {"months later", {"--on", "2027-03-01"}, 0, "there is nothing to watch", ""},
      {"a day that is none", {"--on", "yesterday"}, 2, "", "'yesterday' is no day."},
  };
  for (const auto& c : cases) {
    std::vector<std::string> arguments = {"model", "watch", "--db", database.url()};
    arguments.insert(arguments.end(), c.arguments.begin(), c.arguments.end());
    const auto got = clearway(arguments);
    EXPECT_EQ(got.exit, c.exit) << c.name << got.out << got.err;
    EXPECT_NE(got.out.find(c.out), std::string::npos) << c.name << ": " << got.out;
    EXPECT_NE(got.err.find(c.err), std::string::npos) << c.name << ": " << got.err;
  }
  EXPECT_EQ(clearway({"model", "watch"}).exit, 2);
}

}  // namespace
}  // namespace clearway::app
