#include "risk/decision_inputs.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "risk/signals.h"
#include "risk/testing.h"

namespace clearway::risk {
namespace {

using testing::Case;
using testing::Desk;

/// A desk with a history of a few traders, of whom some were examined.
struct Past {
  Past() {
    for (int i = 0; i < 400; ++i) {
      const auto c = declared(i);
      desk.observe(*c);
      if (i % 9 == 0) desk.examine(*c, "2026-11-" + std::string(i % 2 == 0 ? "09" : "10"), i % 18 == 0);
    }
  }
  static std::unique_ptr<Case> declared(int i) {
    auto c = std::make_unique<Case>(i % 3 == 0 ? declaration::Procedure::manifest : declaration::Procedure::simplified,
                                    "2026-11-0" + std::to_string(i % 9 + 1));
    c->value(10'000 + i * 997, 100 + i)
        .party("Trader " + std::to_string(i % 17), "Consignee " + std::to_string(i % 23),
               std::to_string(i % 29) + " Sample Street");
    c->phone("010-0000-00" + std::to_string(i % 11))
        .route("KR-US-" + std::to_string(i % 3))
        .filer("F" + std::to_string(i % 4));
    c->set(declaration::Field::tariff_code, "330499100" + std::to_string(i % 3));
    return c;
  }
  Desk desk;
};

DecisionInputs inputs_of(const Observation& seen, const History& history) {
  return {.seen = seen,
          .history = history,
          .observed = 123'456,
          .chance = {0x1.8p-7, Date::from_days(seen.day + 1), true},
          .ratio = 0.035,
          .used = {17, 300},
          .sentences = 0x123456789abc};
}

const Bounds bounds{
    .split_window_days = 3, .burst_window_days = 4, .burst_usual_from_days = 2, .value_limit_krw = 2'000'000};

TEST(DecisionInputs, KeepEveryVariableThatARuleMayName) {
  Past past;
  std::size_t with_history = 0, bytes = 0;
  for (int i = 0; i < 200; ++i) {
    const auto c = Past::declared(i * 7 + 3);
    const auto seen = past.desk.engine().observation(c->declaration(), c->facts(), {});
    const auto history = past.desk.profiles().look_up(seen);
    std::string kept;
    append_inputs(kept, inputs_of(seen, history));
    bytes += kept.size();
    const auto read = read_inputs(kept, seen);
    ASSERT_TRUE(read.ok()) << read.error().detail;
    const auto again = read->history.view();
    with_history += history.exporter != nullptr && history.pair != nullptr ? 1 : 0;
    for (std::size_t entry = 0; entry < sizeof(History) / sizeof(const void*); ++entry) {
      EXPECT_EQ(entry_of(history, entry) == nullptr, entry_of(again, entry) == nullptr) << entry;
    }
    const Subject before{c->declaration(), c->facts(), seen, history, bounds},
        after{c->declaration(), c->facts(), seen, again, bounds};
    for (std::size_t v = 0; v < variable_count; ++v) {
      const auto variable = static_cast<Variable>(v);
      EXPECT_EQ(number_of(variable, before, 0), number_of(variable, after, 0)) << "variable " << v << " of case " << i;
    }
    // And what the methods read of an exporter.
    if (history.exporter != nullptr) {
      EXPECT_EQ(again.exporter->first_day, history.exporter->first_day);
      EXPECT_EQ(again.exporter->last_day, history.exporter->last_day);
    }
    // Written again it is the same: nothing that is kept is lost in reading.
    std::string twice;
    append_inputs(twice, {.seen = seen,
                          .history = again,
                          .observed = read->observed,
                          .chance = read->chance,
                          .ratio = static_cast<double>(read->ratio_micro) / 1e6,
                          .used = read->used,
                          .sentences = read->sentences});
    EXPECT_EQ(twice, kept);
  }
  EXPECT_GT(with_history, 50U);
  EXPECT_LT(bytes / 200, 140U);
}

TEST(DecisionInputs, KeepTheCutOffThatHeld) {
  Past past;
  const auto c = Past::declared(5);
  const auto seen = past.desk.engine().observation(c->declaration(), c->facts(), {});
  const History nothing;
  auto inputs = inputs_of(seen, nothing);
  std::string without;
  append_inputs(without, inputs);
  EXPECT_FALSE(read_inputs(without, seen)->cut_off.has_value());
  for (const auto& cut : {CutOff{0, 0}, CutOff{2'345'678, 512'000}, CutOff{highest_rank, highest_rank}}) {
    inputs.cut_off = &cut;
    std::string kept;
    append_inputs(kept, inputs);
    EXPECT_LE(kept.size() - without.size(), 10U);
    const auto read = read_inputs(kept, seen);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->cut_off, cut);
  }
  std::string damaged = without;
  append_section(damaged, 'r', "\x01");
  EXPECT_FALSE(read_inputs(damaged, seen).ok());
}

TEST(DecisionInputs, KeepChanceQuotaAndThePlanOfTheOffice) {
  Past past;
  const auto c = Past::declared(5);
  const auto seen = past.desk.engine().observation(c->declaration(), c->facts(), {});
  const History nothing;
  auto inputs = inputs_of(seen, nothing);
  const Quota plan{7, 0};
  inputs.capacity = &plan;
  for (const double draw : {0.0, 0x1p-53, 0.25, 1 - 0x1p-53, 1.0}) {
    inputs.chance.draw = draw;
    std::string kept;
    append_inputs(kept, inputs);
    const auto read = read_inputs(kept, seen);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->chance.draw, draw);
    EXPECT_TRUE(read->chance.committed);
    EXPECT_EQ(read->chance.day.days(), seen.day + 1);
    EXPECT_EQ(read->ratio_micro, 35'000);
    EXPECT_EQ(read->observed, 123'456U);
    EXPECT_EQ(read->used.red, 17U);
    EXPECT_EQ(read->used.orange, 300U);
    ASSERT_TRUE(read->capacity.has_value());
    EXPECT_EQ(read->capacity->red, 7U);
    EXPECT_EQ(read->capacity->orange, 0U);
    EXPECT_EQ(read->sentences, 0x123456789abcU);
    const auto chance = read_chance(kept);
    ASSERT_TRUE(chance.ok());
    EXPECT_EQ(chance->first.draw, draw);
    EXPECT_EQ(chance->second, 35'000);
  }
}

TEST(DecisionInputs, SectionsOfOthersAreKeptAndDamageIsNamed) {
  Past past;
  const auto c = Past::declared(5);
  const auto seen = past.desk.engine().observation(c->declaration(), c->facts(), {});
  std::string kept;
  append_inputs(kept, inputs_of(seen, past.desk.profiles().look_up(seen)));
  auto more = kept;
  append_section(more, 'f', std::string(300, 'x'));
  const auto read = read_inputs(more, seen);
  ASSERT_TRUE(read.ok()) << read.error().detail;
  ASSERT_EQ(read->others.size(), 1U);
  EXPECT_EQ(read->others[0].first, 'f');
  EXPECT_EQ(read->others[0].second.size(), 300U);
  for (std::size_t size = 0; size < kept.size(); ++size) {
    EXPECT_FALSE(read_inputs(kept.substr(0, size), seen).ok()) << size;
  }
  EXPECT_FALSE(read_inputs(kept + kept, seen).ok());  // a section twice
}

TEST(DecisionInputs, TextOfAnyBytesReadsBackAndHasOneForm) {
  std::mt19937 random(7);
  for (std::size_t size = 0; size < 70; ++size) {
    std::string bytes(size, '\0');
    for (auto& byte : bytes) byte = static_cast<char>(random() & 0xff);
    std::string text;
    append_inputs_text(text, bytes);
    ASSERT_TRUE(inputs_bytes(text).has_value()) << text;
    EXPECT_EQ(*inputs_bytes(text), bytes);
  }
  for (const auto* text : {"", "2AAAA", "1A", "1AB", "1AA=", "1AA A"}) EXPECT_FALSE(inputs_bytes(text)) << text;
}

}  // namespace
}  // namespace clearway::risk
