#include "debt/prescription.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace clearway::debt {
namespace {

const law::Law& the_law() {
  static const auto law = law::Law::load(CLEARWAY_SOURCE_DIR "/law").value();
  return law;
}
Date day(std::string_view text) { return Date::parse(text).value(); }

TEST(Prescription, AsTheOfficersSayIt) {
  using I = Interruption;
  using S = Suspension;
  const struct {
    std::string_view name;
    PrescriptionCase subject;
    std::string_view on, starts, completes;  // completes empty: not running
    int years;
  } cases[] = {
      {"nothing happened", {100'000'000, day("2020-04-01"), {}, {}}, "2021-01-01", "2020-04-01", "2025-03-31", 5},
      {"500 million", {500'000'000, day("2020-04-01"), {}, {}}, "2021-01-01", "2020-04-01", "2030-03-31", 10},
      {"one won less", {499'999'999, day("2020-04-01"), {}, {}}, "2021-01-01", "2020-04-01", "2025-03-31", 5},
      {"500 million before 2015", {500'000'000, day("2014-12-31"), {}, {}}, "2015-06-01", "2014-12-31", "2019-12-30", 5},
      {"a demand, deadline 20 days on",
       {1, day("2020-04-01"), {{I::demand, day("2020-04-10"), day("2020-04-30")}}, {}},
       "2021-01-01", "2020-05-01", "2025-04-30", 5},
      {"a demand of tomorrow does not count today",
       {1, day("2020-04-01"), {{I::demand, day("2020-04-10"), day("2020-04-30")}}, {}},
       "2020-04-09", "2020-04-01", "2025-03-31", 5},
      {"an accusation has no period",
       {1, day("2020-04-01"), {{I::accusation, day("2022-01-10"), std::nullopt}}, {}},
       "2023-01-01", "2022-01-11", "2027-01-10", 5},
      {"a seizure that stands",
       {1, day("2020-04-01"), {{I::seizure, day("2021-01-10"), std::nullopt}}, {}},
       "2040-01-01", "2020-04-01", "", 5},
      {"a seizure released",
       {1, day("2020-04-01"), {{I::seizure, day("2021-01-10"), day("2023-01-10")}}, {}},
       "2024-01-01", "2023-01-11", "2028-01-10", 5},
      {"a claim for share that ended",
       {1, day("2020-04-01"), {{I::claim_for_share, day("2021-01-10"), day("2021-07-01")}}, {}},
       "2024-01-01", "2021-07-02", "2026-07-01", 5},
      {"a demand after it was complete revives nothing",
       {1, day("2020-04-01"), {{I::demand, day("2025-04-01"), day("2025-04-20")}}, {}},
       "2026-01-01", "2020-04-01", "2025-03-31", 5},
      {"a demand on its last day interrupts",
       {1, day("2020-04-01"), {{I::demand, day("2025-03-31"), day("2025-04-20")}}, {}},
       "2026-01-01", "2025-04-21", "2030-04-20", 5},
      {"deferred for a year",
       {1, day("2020-04-01"), {}, {{S::deferral, day("2021-01-01"), day("2021-12-31"), false}}},
       "2022-01-01", "2020-04-01", "2026-03-31", 5},
      {"deferred without an end yet",
       {1, day("2020-04-01"), {}, {{S::deferral, day("2021-01-01"), std::nullopt, false}}},
       "2022-01-01", "2020-04-01", "", 5},
      {"deferral and suit at once count once",
       {1,
        day("2020-04-01"),
        {},
        {{S::deferral, day("2021-01-01"), day("2021-01-31"), false},
         {S::fraudulent_act_suit, day("2021-01-11"), day("2021-02-10"), false}}},
       "2022-01-01", "2020-04-01", "2025-05-11", 5},
      {"a suit that was dismissed",
       {1, day("2020-04-01"), {}, {{S::fraudulent_act_suit, day("2021-01-01"), day("2021-12-31"), true}}},
       "2022-01-01", "2020-04-01", "2025-03-31", 5},
      {"abroad for a year: not under the Customs Act",
       {1, day("2020-04-01"), {}, {{S::stay_abroad, day("2021-01-01"), day("2021-12-31"), false}}},
       "2022-01-01", "2020-04-01", "2025-03-31", 5},
      {"abroad for a year where it counts",
       {1, day("2020-04-01"), {}, {{S::stay_abroad, day("2021-01-01"), day("2021-12-31"), false}}, true},
       "2022-01-01", "2020-04-01", "2026-03-31", 5},
      {"a suspension before an interruption adds nothing after it",
       {1,
        day("2020-04-01"),
        {{I::demand, day("2022-01-01"), day("2022-01-20")}},
        {{S::deferral, day("2021-01-01"), day("2021-12-31"), false}}},
       "2023-01-01", "2022-01-21", "2027-01-20", 5},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto got = prescription(c.subject, the_law(), day(c.on));
    EXPECT_EQ(got.starts.text(), c.starts);
    EXPECT_EQ(got.completes ? got.completes->text() : "", c.completes);
    EXPECT_EQ(got.years, c.years);
  }
}

TEST(Prescription, NothingMakesItShorter) {
  const bool holds = rc::check("interruption and suspension never bring the end nearer", [] {
    PrescriptionCase subject{*rc::gen::inRange<std::int64_t>(1, 1'000'000'000), day("2016-04-01"), {}, {}};
    const auto plain = prescription(subject, the_law(), day("2040-01-01"));
    const auto count = *rc::gen::inRange(0, 5);
    for (int i = 0; i < count; ++i) {
      const auto from = day("2015-01-01").plus_days(*rc::gen::inRange(0, 4000));
      const auto to = from.plus_days(*rc::gen::inRange(0, 800));
      if (*rc::gen::arbitrary<bool>()) {
        subject.interruptions.push_back({static_cast<Interruption>(*rc::gen::inRange(0, 8)), from, to});
      } else {
        subject.suspensions.push_back({static_cast<Suspension>(*rc::gen::inRange(0, 3)), from, to, false});
      }
    }
    const auto got = prescription(subject, the_law(), day("2040-01-01"));
    RC_ASSERT(got.completes);
    RC_ASSERT(*got.completes >= *plain.completes);
    RC_ASSERT(got.starts >= plain.starts);
  });
  EXPECT_TRUE(holds);
}

}  // namespace
}  // namespace clearway::debt
