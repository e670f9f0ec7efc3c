// What the arrears team does next: by benefit an hour, within limits of fairness.

#include "seizure/worklist.h"

#include "seizure/fixture_test.h"

namespace clearway::seizure {
namespace {

const WorkSettings& settings() {
  static const auto policy = WorkPolicy::load(CLEARWAY_SOURCE_DIR "/policy").value();
  return policy.on(day("2026-07-15"));
}
Case of(const std::string& id, std::int64_t owed, const std::string& party = "") {
  auto subject = proposed();
  subject.case_id = id;
  subject.party_id = party.empty() ? "P-" + id : party;
  subject.state = State::approved;
  subject.debts = {debt(owed, 0)};
  return subject;
}
std::vector<Planned> plan(const std::vector<Case>& cases, std::vector<Hand> hands = {},
                          const std::map<std::string, std::string>& in_charge = {}) {
  return plan_work(settings(), World::instance().messages, cases, in_charge, std::move(hands), day("2026-07-15"));
}
std::string ids(const std::vector<Planned>& planned) {
  std::string out;
  for (const auto& one : planned) out += (out.empty() ? "" : " ") + one.case_id;
  return out;
}

TEST(Worklist, TheBenefitOfAnHour) {
  const auto planned = plan({of("a", 30'000'000)}).at(0);
  EXPECT_EQ(planned.expected_krw, 10'500'000) << "35 % of movables";
  EXPECT_EQ(planned.minutes, 300);
  EXPECT_EQ(planned.per_hour_krw, 2'100'000);
  EXPECT_FALSE(planned.steps.at(0).text.ko.empty());
}

TEST(Worklist, FairnessLimitsWhatIsChasedForItsBenefit) {
  auto urgent = of("urgent", 11'000'000);
  urgent.clock_ends = day("2026-07-17");
  auto hardship = of("hardship", 900'000'000);
  hardship.hardship = true;
  auto old = of("old", 12'000'000);
  old.proposed_on = day("2026-04-01");
  EXPECT_EQ(ids(plan({hardship, of("big", 500'000'000), old, urgent})), "urgent old big hardship");

  EXPECT_EQ(ids(plan({of("a", 50'000'000), of("b", 40'000'000), of("c", 30'000'000), of("d", 20'000'000),
                      of("s", 2'000'000), of("e", 15'000'000)})),
            "a b c s d e")
      << "every fourth place is a small debt's";
  EXPECT_EQ(
      ids(plan({of("a", 50'000'000, "P"), of("b", 40'000'000, "P"), of("c", 30'000'000, "P"), of("d", 20'000'000)})),
      "a b d c")
      << "two a day of one debtor";
  EXPECT_EQ(
      plan({of("a", 50'000'000, "P"), of("b", 40'000'000, "P"), of("c", 30'000'000, "P")}, {{"kim", 0}}).back().officer,
      "");
}

TEST(Worklist, WhoeverHasTheTimeTakesIt) {
  const auto planned = plan({of("a", 50'000'000), of("b", 40'000'000), of("c", 30'000'000)},
                            {{"kim", 100}, {"yi", 0}, {"pak", 0}}, {{"b", "kim"}});
  EXPECT_EQ(planned.at(0).officer, "pak") << "the least busy, by name";
  EXPECT_EQ(planned.at(1).officer, "") << "kim is in charge and has no time";
  EXPECT_EQ(planned.at(2).officer, "yi");
}

TEST(Worklist, APolicyThatCannotBeIsNamed) {
  const auto bad = WorkPolicy::read("casework:\n  2026-01-01:\n    minutes: {proposed: 0}\n");
  ASSERT_FALSE(bad.ok());
  EXPECT_NE(bad.error().detail.find("casework.yaml:3"), std::string::npos);
  EXPECT_FALSE(WorkPolicy::read("").ok());
  EXPECT_FALSE(WorkPolicy::read("casework: [").ok());
}

}  // namespace
}  // namespace clearway::seizure
