#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <random>

#include "correction/answer_json.h"
#include "correction/case_reader.h"
#include "correction/fixture_test.h"

namespace clearway::correction {
namespace {

Date plus(std::string_view from, int days) { return day(from).plus_days(days); }

/// Short by some amount in some taxes, declared and paid from 2023 on, without rulings, which may come later and then
/// make waiting cheaper.
Case some_shortage() {
  Case c;
  const auto declared = plus("2023-01-02", *rc::gen::inRange(0, 700));
  c.declaration.declared_on = c.declaration.accepted_on = declared;
  c.declaration.paid_on = declared.plus_days(*rc::gen::inRange(0, 30));
  const auto lines = *rc::gen::inRange(1, 6);
  for (int i = 0; i < lines; ++i) {
    c.lines.push_back({std::to_string(i), static_cast<Tax>(*rc::gen::inRange(0, 7)), *rc::gen::inRange(0, 10'000'000),
                       10'000'000 + *rc::gen::inRange<std::int64_t>(1, 5'000'000'000)});
  }
  c.circumstances.fraud = *rc::gen::inRange(0, 5) == 0;
  c.circumstances.imported_by_the_state = *rc::gen::inRange(0, 8) == 0;
  c.circumstances.relief_rate_was_reviewed = *rc::gen::inRange(0, 8) == 0;
  if (*rc::gen::inRange(0, 4) == 0)
    c.circumstances.assessment_notice_on = declared.plus_days(*rc::gen::inRange(1, 900));
  c.filed_on = c.declaration.paid_on->plus_days(*rc::gen::inRange(0, 1'000));
  return c;
}

TEST(CorrectionProperties, PayingLaterNeverCostsLess) {
  EXPECT_TRUE(rc::check("later is not cheaper", [] {
    auto c = some_shortage();
    const auto now = more(c);
    c.filed_on = c.filed_on.plus_days(*rc::gen::inRange(1, 700));
    const auto later = more(c);
    RC_ASSERT(later.due_krw() >= now.due_krw());
  }));
}

TEST(CorrectionProperties, AuditCostsAtLeastAmendedFilingWhichCostsAtLeastSupplementary) {
  EXPECT_TRUE(rc::check("order of the acts", [] {
    auto c = some_shortage();
    c.filed_on = *c.declaration.paid_on;
    const auto costs = World::instance().quoter.compare(c);
    RC_ASSERT(!costs.empty());
    for (std::size_t i = 1; i < costs.size(); ++i) {
      RC_ASSERT(costs[i].on >= costs[i - 1].on);
      RC_ASSERT(costs[i].due_krw >= costs[i - 1].due_krw);
      RC_ASSERT(costs[i].more_than_now_krw >= 0 && costs[i].less_than_audit_krw >= 0);
    }
    RC_ASSERT(costs.back().act == Act::assessment_after_audit);
  }));
}

TEST(CorrectionProperties, ReliefNeverExceedsWhatItRelievesAndAmountsAddUp) {
  EXPECT_TRUE(rc::check("amounts", [] {
    auto c = some_shortage();
    if (*rc::gen::arbitrary<bool>()) c.circumstances.review_delay = Period{c.filed_on.plus_days(-60), c.filed_on};
    const auto filing = more(c);
    Amounts sum;
    for (const auto& tax : filing.taxes) {
      const auto& a = tax.amounts;
      RC_ASSERT(a.penalty_relief_krw >= 0 && a.penalty_relief_krw <= a.penalty_krw);
      RC_ASSERT(a.late_interest_relief_krw >= 0 && a.late_interest_relief_krw <= a.late_interest_krw);
      for (const auto amount : {a.tax_krw, a.interest_krw, a.penalty_krw, a.late_interest_krw, a.total_krw()}) {
        RC_ASSERT(amount >= 0 && amount % 10 == 0);
      }
      sum += a;
    }
    RC_ASSERT(sum.total_krw() == filing.sum.total_krw());
  }));
}

TEST(CorrectionProperties, SplittingALineChangesNothing) {
  EXPECT_TRUE(rc::check("splitting lines", [] {
    const auto c = some_shortage();
    auto split = c;
    for (const auto& line : c.lines) {
      const auto part = *rc::gen::inRange<std::int64_t>(0, line.correct_krw);
      split.lines.push_back({line.line + "b", line.tax, 0, part});
    }
    for (std::size_t i = 0; i < c.lines.size(); ++i)
      split.lines[i].correct_krw -= split.lines[c.lines.size() + i].correct_krw;
    RC_ASSERT(more(split).due_krw() == more(c).due_krw());
    // Split over two declarations the total differs by the truncation of each amount: of each tax its difference,
    // penalty, relief and interest, each by less than ten won in each of the two, and what is reckoned on them.
    auto first = c, second = c;
    for (auto& line : first.lines) line.correct_krw = line.declared_krw + (line.correct_krw - line.declared_krw) / 2;
    for (std::size_t i = 0; i < c.lines.size(); ++i) second.lines[i].declared_krw = first.lines[i].correct_krw;
    const auto whole = more(c), one = more(first), other = more(second);
    RC_PRE(one.collected && other.collected);
    const auto difference = whole.due_krw() - one.due_krw() - other.due_krw();
    const auto bound = static_cast<std::int64_t>(whole.taxes.size()) * 100;
    RC_ASSERT(difference > -bound && difference < bound);
  }));
}

/// A case as text, of any kind that can be written; about one in ten is refused.
std::string random_case(std::mt19937_64& random, int number) {
  const auto below = [&](std::uint64_t count) { return random() % count; };
  const auto date = [&](int least, int most) {
    return plus("2019-01-02", least + static_cast<int>(below(static_cast<std::uint64_t>(most - least + 1)))).text();
  };
  std::string text = R"({"case_id":"random )" + std::to_string(number) + R"(","declaration":{)";
  const auto declared = static_cast<int>(below(2'500));
  const bool undeclared = below(12) == 0;
  if (undeclared) {
    text += R"("imported_on":")" + date(declared, declared) + "\"}";
  } else {
    const auto accepted = declared + static_cast<int>(below(4));
    text += R"("declared_on":")" + date(declared, declared) + R"(","accepted_on":")" + date(accepted, accepted) + "\"";
    if (below(10) != 0) text += R"(,"paid_on":")" + date(declared, declared + 30) + "\"";
    text += "}";
  }
  text += R"(,"lines":[)";
  const auto lines = 1 + below(5);
  for (std::uint64_t i = 0; i < lines; ++i) {
    text += (i > 0 ? "," : "") + std::string(R"({"line":")") + std::to_string(i) + R"(","tax":")" +
            std::string(tax_names[below(tax_count)]) + R"(","declared_krw":)" +
            std::to_string(undeclared ? 0 : below(50'000'000)) + R"(,"correct_krw":)" +
            std::to_string(below(80'000'000)) + "}";
  }
  text += R"(],"circumstances":{"fraud":)" + std::string(below(10) == 0 ? "true" : "false");
  const std::array<std::string_view, 6> flags = {"relief_rate_was_reviewed", "provisional_price",
                                                 "imported_by_the_state",    "justified_reason",
                                                 "punished_as_smuggling",    "loss_of_relief_is_known"};
  for (const auto flag : flags) {
    if (below(12) == 0) text += ",\"" + std::string(flag) + "\":true";
  }
  const std::array<std::string_view, 6> days = {
      "audit_notice_on",      "assessment_notice_on",         "possible_error_notice_on",
      "appeal_pending_since", "valuation_ruling_notified_on", "transfer_price_adjustment_known_on"};
  for (const auto one : days) {
    if (below(8) == 0) text += ",\"" + std::string(one) + "\":\"" + date(declared, declared + 1'500) + "\"";
  }
  const auto filed = declared + 32 + static_cast<int>(below(2'169));
  if (below(8) == 0) text += R"(,"later_event_known_on":")" + date(filed - 50, filed) + "\"";
  return text + R"(},"drafted_on":")" + date(declared + 31, declared + 32) + R"(","filed_on":")" + date(filed, filed) +
         "\"}";
}

TEST(CorrectionProperties, AThousandRandomCorrectionsReplayToTheSameBytes) {
  std::mt19937_64 random(20'261'125);
  std::vector<std::string> texts;
  for (int i = 0; i < 1'000; ++i) texts.push_back(random_case(random, i));
  const auto& world = World::instance();
  const auto answers = [&](const Quoter& quoter) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const auto read = read_case(texts[i]);
      if (!std::holds_alternative<Case>(read.content)) {
        ADD_FAILURE() << texts[i] << ": " << name(std::get<Refused>(read.content).refusal);
        continue;
      }
      const auto& c = std::get<Case>(read.content);
      out.push_back(
          answer_json(i + 1, read.case_id, quoter.quote(c), quoter.compare(c), world.law.version(), world.messages));
    }
    return out;
  };
  const auto first = answers(world.quoter);
  // Again from files read anew.
  const auto law = law::Law::load(CLEARWAY_SOURCE_DIR "/law");
  const auto calendar = law::load_calendar(CLEARWAY_SOURCE_DIR "/law");
  const auto messages = Messages::load(CLEARWAY_SOURCE_DIR "/messages");
  const auto quoter = Quoter::of(*law, *calendar, *messages);
  const auto second = answers(*quoter);
  EXPECT_EQ(first, second);
  // The generator must reach quotes of every kind, not only refusals.
  std::size_t quotes = 0;
  std::array<std::size_t, act_names.size()> acts{};
  for (const auto& answer : first) {
    if (answer.find("\"status\":\"quoted\"") != std::string::npos) ++quotes;
    for (std::size_t i = 0; i < acts.size(); ++i) {
      acts[i] += answer.find("\"act\":\"" + std::string(act_names[i]) + "\"") != std::string::npos ? 1U : 0U;
    }
  }
  EXPECT_GT(quotes, 700U);
  for (std::size_t i = 0; i < acts.size(); ++i) EXPECT_GT(acts[i], 0U) << act_names[i];
}

}  // namespace
}  // namespace clearway::correction
