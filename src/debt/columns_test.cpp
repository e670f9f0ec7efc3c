#include "debt/columns.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "debt/compute.h"

namespace clearway::debt {
namespace {

const law::Law& the_law() {
  static const auto law = law::Law::load(CLEARWAY_SOURCE_DIR "/law").value();
  return law;
}
const law::Calendar& the_calendar() {
  static const auto calendar = law::load_calendar(CLEARWAY_SOURCE_DIR "/law").value();
  return calendar;
}

Case any_row() {
  Case subject;
  subject.principal = *rc::gen::element<std::int64_t>(400'000, 499'999, 500'000, 999'999, 1'000'000, 1'499'999,
                                                      1'500'000, 1'500'001, 77'777'777, 999'999'999'999'999);
  if (*rc::gen::arbitrary<bool>()) subject.principal = *rc::gen::inRange<std::int64_t>(1, 5'000'000'000);
  const auto declared = Date::of(2001, 1, 1).plus_days(*rc::gen::inRange(0, 9300));
  subject.accepted = declared;
  subject.statutory_due = declared.plus_days(*rc::gen::inRange(10, 25));
  if (*rc::gen::arbitrary<bool>()) {
    subject.notice_date = declared.plus_days(*rc::gen::inRange(0, 120));
    subject.notice_due = subject.notice_date->plus_days(*rc::gen::inRange(0, 40));
  }
  for (int i = *rc::gen::inRange(0, 5); i > 0; --i) {
    subject.payments.push_back({"", declared.plus_days(*rc::gen::inRange(0, *rc::gen::element(60, 3000))),
                                *rc::gen::inRange<std::int64_t>(1, subject.principal + 2)});
  }
  std::sort(subject.payments.begin(), subject.payments.end(),
            [](const auto& a, const auto& b) { return a.date < b.date; });
  return subject;
}

TEST(Columns, GiveWhatTheExplainedWayGives) {
  EXPECT_TRUE(rc::check("tax, penalty and refund of a row are those of the statement of its case", [] {
    Columns columns;
    for (int i = 0; i < 20; ++i) columns.add(any_row());
    const auto until = Date::of(2001, 1, 1).plus_days(*rc::gen::inRange(0, 13'000));
    const auto reckoner = Reckoner::of(the_law(), the_calendar(), until).value();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns.declared[i] > until.days()) continue;
      const auto subject = columns.at(i, until);
      const auto statement = compute(subject, the_law(), the_calendar()).value();
      const auto owed = reckoner.at(columns, i);
      RC_LOG() << "principal " << subject.principal << " declared " << subject.accepted->text() << " due "
               << subject.statutory_due->text() << " until " << until.text() << '\n';
      RC_ASSERT(owed.tax == statement.tax_left());
      RC_ASSERT(owed.penalty == statement.penalty_left());
      RC_ASSERT(owed.refund == statement.refund_due);
    }
  }));
}

TEST(Columns, TheWorkedExample) {
  Case subject;
  subject.principal = 100'000'000;
  subject.accepted = Date::of(2026, 3, 2);
  subject.statutory_due = Date::of(2026, 3, 17);
  subject.notice_date = Date::of(2026, 3, 27);
  subject.notice_due = Date::of(2026, 4, 13);
  Columns columns;
  columns.add(subject);
  const auto owed = Reckoner::of(the_law(), the_calendar(), Date::of(2026, 9, 30)).value().at(columns, 0);
  EXPECT_EQ(owed.tax, 100'000'000);
  EXPECT_EQ(owed.penalty, 6'938'000);
  EXPECT_EQ(owed.refund, 0);
}

}  // namespace
}  // namespace clearway::debt
