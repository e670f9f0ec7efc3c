#include "lodging/replay.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "likelihood/testing.h"
#include "lodging/in_force.h"
#include "lodging/lodgement.h"
#include "lodging/model_version.h"
#include "lodging/record_archive.h"
#include "record/testing.h"
#include "screening/testing.h"

namespace clearway::lodging {
namespace {

namespace fs = std::filesystem;
using screening::testing::manifest_lines;
using screening::testing::messages;
using screening::testing::source_of;

const std::string root = CLEARWAY_SOURCE_DIR;

/// A copy of the delivered policy in which some things are changed.
std::string changed_policy(const std::string& folder, const std::map<std::string, std::string>& changes) {
  fs::create_directories(folder);
  for (const auto* name : {"risk.yaml", "rules.yaml"}) {
    std::ifstream in(root + "/policy/" + name);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    for (const auto& [from, to] : changes) {
      if (const auto at = text.find(from); at != std::string::npos) text.replace(at, from.size(), to);
    }
    std::ofstream(folder + "/" + name) << text;
  }
  return folder;
}

class Replay : public record::testing::OnBothEngines {
 protected:
  void screen(const screening::Rulebook& rulebook, const std::string& lines) {
    store = open();
    screening::Screener screener(rulebook, risk::Draws::from_seed(7));
    record::BulkWriter writer(*store, record::testing::origin("", "screen:test"));
    LodgementText text;
    screening::Totals totals;
    const auto source = source_of(lines);
    const auto done = screening::screen_source(
        *source, {.threads = 1, .personal_key = std::string(store->personal_key())}, screener,
        [&](screening::Work& work) -> screening::WriteOut {
          return [&] {
            const auto declarations = work.batch.declarations();
            for (std::size_t i = 0; i < declarations.size(); ++i) {
              screener.record_examination(work.decisions[i].facts, work.decisions[i].facts.declared_on, i % 5 == 0);
              auto added = writer.add(text.make(declarations[i], work.decisions[i], rulebook, "test.jsonl"));
              if (!added) return added;
            }
            return success();
          };
        },
        [](std::uint64_t, const screening::Totals&) {}, totals);
    ASSERT_TRUE(done.ok());
    ASSERT_TRUE(writer.finish().ok());
  }

  /// Enters a model into the record and puts it into force, as two people do.
  void activate(const likelihood::Model& model) {
    const auto version = model_version(model.bytes(), screening::testing::rulebook().elements());
    ASSERT_TRUE(version.ok()) << version.error().detail;
    using record::RiskVersion;
    const auto origin = [](const std::string& who) { return record::testing::origin("", who); };
    ASSERT_TRUE(record::wait<RiskVersion>([&](auto done) {
                  store->create_risk_version(*version, origin("officer"), done);
                }).ok());
    record::Rehearsal run;
    run.rehearsal_id = "run-" + version->version_id;
    run.version_id = version->version_id;
    run.fingerprint = version->fingerprint;
    run.from = run.to = Date::of(2026, 11, 1);
    ASSERT_TRUE(
        record::wait<record::Rehearsal>([&](auto done) { store->keep_rehearsal(run, origin("officer"), done); }).ok());
    for (const auto step : {risk::VersionStep::approve, risk::VersionStep::activate}) {
      ASSERT_TRUE(record::wait<RiskVersion>([&](auto done) {
                    store->step_risk_version(version->version_id, 0, step, "because", origin("supervisor"), done);
                  }).ok());
    }
  }

  std::map<Replayed, int> replay_all(const screening::PolicyArchive& archive) {
    std::map<Replayed, int> counts;
    Replayer replayer(archive);
    const auto reached = store->replay(0, 0, [&](const record::ReplayRow& row) {
      if (row.kind != record::Kind::lodged) return true;
      last = replayer.replay(row);
      ++counts[last.outcome];
      return true;
    });
    EXPECT_TRUE(reached.ok());
    return counts;
  }

  std::unique_ptr<record::Store> store;
  ReplayResult last;
};

TEST_P(Replay, AThousandDecisionsComeOutTheSameToTheByte) {
  screen(screening::testing::rulebook(), manifest_lines(1000));
  const screening::FolderArchive archive({root + "/law"}, {root + "/policy"}, messages());
  const auto counts = replay_all(archive);
  EXPECT_EQ(counts, (std::map<Replayed, int>{{Replayed::same, 1000}})) << last.detail;
  EXPECT_LT(last.inputs_bytes, 200U);
}

/// The sum of contributions of a decision's reasons, and whether one of them is of a signal of the model.
struct Reasons {
  double sum = 0;
  bool by_signal = false, whole = false;
};
Reasons reasons_of(std::string_view body) {
  Reasons reasons;
  reasons.whole = body.find(R"("id":"model.likelihood")") != std::string_view::npos;
  reasons.by_signal = body.find(R"("id":"model.usual")") != std::string_view::npos;
  constexpr std::string_view mark = R"("contribution":)";
  for (auto at = body.find(mark); at != std::string_view::npos; at = body.find(mark, at + 1))
    reasons.sum += std::stod(std::string(body.substr(at + mark.size(), 20)));
  return reasons;
}

TEST_P(Replay, UnderAModelInForceAThousandComeOutTheSameAndAGreenOneIsTakenApart) {
  store = open();
  const auto model = likelihood::testing::small_model({"manifest"});
  activate(model);
  const auto in_force = rulebook_in_force(
      *store, std::shared_ptr<const screening::Rulebook>(std::shared_ptr<void>(), &screening::testing::rulebook()));
  ASSERT_TRUE(in_force.ok()) << in_force.error().detail;
  ASSERT_NE((*in_force)->policy_version().find("+" + model.version()), std::string::npos);
  store.reset();
  screen(**in_force, manifest_lines(1000));

  const screening::FolderArchive folders({root + "/law"}, {root + "/policy"}, messages());
  EXPECT_EQ(replay_all(folders), (std::map<Replayed, int>{{Replayed::version_not_kept, 1000}}));
  const RecordArchive archive(*store, folders, screening::testing::rulebook());
  EXPECT_EQ(replay_all(archive), (std::map<Replayed, int>{{Replayed::same, 1000}})) << last.detail;

  std::map<std::string, int> taken_apart;
  Replayer replayer(archive);
  ASSERT_TRUE(store
                  ->replay(0, 0,
                           [&](const record::ReplayRow& row) {
                             if (row.kind != record::Kind::lodged) return true;
                             const auto explained = replayer.explained(row);
                             EXPECT_TRUE(explained.has_value()) << row.body;
                             if (!explained) return false;
                             const auto before = reasons_of(row.body), after = reasons_of(*explained);
                             const bool green = text_of(row.body, "channel") == "green";
                             EXPECT_EQ(before.whole, green) << row.body;
                             EXPECT_TRUE(after.by_signal && !after.whole) << *explained;
                             // Each contribution is written with a few digits.
                             EXPECT_NEAR(before.sum, after.sum, 1e-3) << row.body << *explained;
                             EXPECT_EQ(text_of(row.body, "inputs"), text_of(*explained, "inputs"));
                             if (!green) {
                               EXPECT_EQ(*explained, row.body) << "whoever was looked at has them already";
                             }
                             ++taken_apart[green ? "green" : "selected"];
                             return true;
                           })
                  .ok());
  EXPECT_GT(taken_apart["green"], 100);
  EXPECT_GT(taken_apart["selected"], 10);
}

TEST_P(Replay, ModelsForOtherProceduresAreBothInForce) {
  store = open();
  activate(likelihood::testing::small_model({"manifest"}));
  activate(likelihood::testing::small_model({"import"}, -2));
  const auto in_force = rulebook_in_force(
      *store, std::shared_ptr<const screening::Rulebook>(std::shared_ptr<void>(), &screening::testing::rulebook()));
  ASSERT_TRUE(in_force.ok()) << in_force.error().detail;
  EXPECT_NE((*in_force)->learned(declaration::Procedure::manifest), nullptr);
  EXPECT_NE((*in_force)->learned(declaration::Procedure::import_), nullptr);
  EXPECT_NE((*in_force)->learned(declaration::Procedure::manifest),
            (*in_force)->learned(declaration::Procedure::import_));
  EXPECT_EQ((*in_force)->learned(declaration::Procedure::formal), nullptr);
  const auto version = (*in_force)->policy_version();
  store.reset();
  screen(**in_force, manifest_lines(40));
  const screening::FolderArchive folders({root + "/law"}, {root + "/policy"}, messages());
  const RecordArchive archive(*store, folders, screening::testing::rulebook());
  EXPECT_EQ(replay_all(archive), (std::map<Replayed, int>{{Replayed::same, 40}})) << version << last.detail;
}

TEST_P(Replay, AfterThePolicyHasChangedTheVersionOfThenIsUsed) {
  const auto earlier =
      changed_policy(database->folder() + "/earlier/policy", {{"likelihood: 0.01\n", "likelihood: 0.02\n"}});
  const auto then = screening::Rulebook::load({root + "/law", earlier}, messages());
  ASSERT_TRUE(then.ok()) << then.error().detail;
  ASSERT_NE((*then)->policy_version(), screening::testing::rulebook().policy_version());
  screen(**then, manifest_lines(60));
  const screening::FolderArchive both({root + "/law"}, {root + "/policy", earlier}, messages());
  EXPECT_EQ(replay_all(both), (std::map<Replayed, int>{{Replayed::same, 60}})) << last.detail;
  const screening::FolderArchive installed({root + "/law"}, {root + "/policy"}, messages());
  EXPECT_EQ(replay_all(installed), (std::map<Replayed, int>{{Replayed::version_not_kept, 60}}));
  EXPECT_NE(last.detail.find((*then)->policy_version()), std::string::npos) << last.detail;
}

// Few places and many who ask for one: cut-offs decide, and are kept.
TEST_P(Replay, DecisionsByRankComeOutTheSameWithoutTheHistoryOfTheOffice) {
  const auto tight =
      changed_policy(database->folder() + "/tight/policy",
                     {{"channels: {orange_from: 0.5, red_from: 1.5}", "channels: {orange_from: 0.005, red_from: 0.06}"},
                      {"\"040\": {red: 120, orange: 400}", "\"040\": {red: 5, orange: 20}"}});
  const auto rulebook = screening::Rulebook::load({root + "/law", tight}, messages());
  ASSERT_TRUE(rulebook.ok()) << rulebook.error().detail;
  std::string by_day;
  for (int day = 0; day < 20; ++day) {
    for (int i = 0; i < 100; ++i) by_day += screening::testing::manifest_line(day + 20 * i);
  }
  screen(**rulebook, by_day);
  std::size_t by_rank = 0;
  ASSERT_TRUE(store
                  ->replay(0, 0,
                           [&](const record::ReplayRow& row) {
                             by_rank += row.body.find("method.cut_off_") != std::string_view::npos ? 1 : 0;
                             return true;
                           })
                  .ok());
  EXPECT_GT(by_rank, 0U);
  const screening::FolderArchive archive({root + "/law"}, {tight}, messages());
  EXPECT_EQ(replay_all(archive), (std::map<Replayed, int>{{Replayed::same, 2000}})) << last.detail;
}

TEST_P(Replay, NamesWhatWasChangedInTheRecord) {
  screen(screening::testing::rulebook(), manifest_lines(3));
  const screening::FolderArchive archive({root + "/law"}, {root + "/policy"}, messages());
  const struct {
    std::string_view name, from, to;
    Replayed outcome;
    std::string_view member;
  } cases[] = {
      {"the channel", R"("channel":"green")", R"("channel":"red")", Replayed::differs, "channel"},
      {"a contribution", R"("contribution":0.01005)", R"("contribution":0.91005)", Replayed::differs, "reasons"},
      {"the likelihood", R"("likelihood":)", R"("likelihood":1)", Replayed::differs, "likelihood"},
      {"the inputs", R"("inputs":"1)", R"("inputs":"9)", Replayed::inputs_not_readable, ""},
      {"no inputs", R"("inputs":)", R"("imputs":)", Replayed::inputs_not_kept, ""},
      {"the version of the law", R"("law_version":")", R"("law_version":"x)", Replayed::version_not_kept, ""},
      {"a further member", R"({"declaration_id")", R"({"a":{"b":[1,"]}"]},"declaration_id")", Replayed::differs, "a"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    Replayer replayer(archive);
    ReplayResult result;
    ASSERT_TRUE(store
                    ->replay(0, 0,
                             [&](const record::ReplayRow& row) {
                               if (row.party_id.starts_with('P')) return true;  // drawn otherwise in each database
                               std::string body(row.body);
                               const auto at = body.find(c.from);
                               EXPECT_NE(at, std::string::npos) << body;
                               body.replace(at, c.from.size(), c.to);
                               auto altered = row;
                               altered.body = body;
                               result = replayer.replay(altered);
                               return false;
                             })
                    .ok());
    EXPECT_EQ(result.outcome, c.outcome) << name(result.outcome) << result.detail;
    if (c.member.empty()) continue;
    ASSERT_FALSE(result.differences.empty());
    EXPECT_EQ(result.differences.front().member, c.member);
  }
}

TEST_P(Replay, AnErasedIdentifierIsSaidToBeErased) {
  // The check of the identifier cannot be repeated without it; the decision then had a finding about it.
  std::string line = screening::testing::manifest_line(0);
  const auto at = line.find("P1234567");
  line.replace(at, 13, "P12345");
  screen(screening::testing::rulebook(), line);
  const screening::FolderArchive archive({root + "/law"}, {root + "/policy"}, messages());
  ASSERT_EQ(replay_all(archive), (std::map<Replayed, int>{{Replayed::same, 1}})) << last.detail;
  ASSERT_TRUE(record::wait<record::Receipt>([&](auto done) {
                store->erase_personal_data(last.party_id, last.declaration_id, "retention is over",
                                           record::testing::origin(), done);
              }).ok());
  EXPECT_EQ(replay_all(archive), (std::map<Replayed, int>{{Replayed::personal_data_erased, 1}}));
}

INSTANTIATE_TEST_SUITE_P(Engines, Replay, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         record::testing::engine_name);

}  // namespace
}  // namespace clearway::lodging
