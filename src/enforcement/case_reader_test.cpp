#include "enforcement/case_reader.h"

#include <gtest/gtest.h>

#include "enforcement/fixture_test.h"

namespace clearway::enforcement {
namespace {

using R = debt::Refusal;

debt::Problems problems_of(const std::string& json) {
  debt::Problems problems;
  read_case(json, the_calendar(), problems);
  return problems;
}
std::string with_events(const std::string& events) {
  return R"({"amount": 30000000, "accepted": "2026-03-02", "on": "2026-09-01", "events": [)" + events + "]}";
}
const std::string noticed_then =
    R"({"date": "2026-03-27", "event": "step", "of": "payment_notice"},
       {"date": "2026-03-27", "event": "service", "of": "payment_notice"},)";
const std::string seized_then =
    noticed_then +
    R"({"date": "2026-06-01", "event": "step", "of": "seizure", "asset": "real_estate", "item": "house"},)";

TEST(CaseReader, ReadsEveryKindOfEvent) {
  debt::Problems problems;
  const auto read = read_case(
      with_events(
          seized_then +
          R"({"date": "2026-06-03", "event": "service", "of": "seizure", "how": "registered", "item": "house", "evidence": "register"},
             {"date": "2026-06-04", "event": "resolution", "of": "release_of_seizure", "by": "arrears_committee", "outcome": "no"},
             {"date": "2026-06-04", "event": "approval", "of": "precautionary_seizure", "by": "regional_head"},
             {"date": "2026-06-05", "event": "finding", "of": "secured", "outcome": "no", "evidence": "report 7"},
             {"date": "2026-06-05", "event": "measurement", "of": "trips", "amount": 3},
             {"date": "2026-06-06", "event": "charge", "amount": 6600},
             {"date": "2026-06-06", "event": "payment", "amount": 30006600},
             {"date": "2026-06-07", "event": "cancellation"})"),
      the_calendar(), problems);
  ASSERT_TRUE(problems.empty()) << name(problems.front().refusal) << " " << problems.front().field;
  ASSERT_EQ(read.file.events.size(), 11U);
  EXPECT_EQ(read.file.events[2].asset, AssetKind::real_estate);
  EXPECT_EQ(read.file.events[2].item, "house");
  EXPECT_EQ(read.file.events[3].how, Service::registered);
  EXPECT_EQ(read.file.events[3].evidence, "register");
  EXPECT_FALSE(read.file.events[4].yes);
  EXPECT_EQ(read.file.events[4].authority, Authority::arrears_committee);
  EXPECT_TRUE(read.file.events[5].yes);
  EXPECT_EQ(read.file.events[6].finding, Finding::secured);
  EXPECT_EQ(read.file.events[7].quantity, Quantity::trips);
  EXPECT_EQ(read.file.events[9].amount, 30'006'600);
  EXPECT_EQ(read.step, std::nullopt);
}

TEST(CaseReader, RefusesByName) {
  const struct {
    std::string_view name;
    std::string json;
    R refusal;
    std::string_view field;
  } cases[] = {
      {"not JSON", "{", R::case_is_not_json, ""},
      {"no day", R"({"amount": 1})", R::field_is_missing, "on"},
      {"a misspelt step", with_events(R"({"date": "2026-03-27", "event": "step", "of": "paymnt_notice"})"),
       R::choice_is_not_known, "events[0].of"},
      {"a payment before the debt", with_events(R"({"date": "2026-03-01", "event": "payment", "amount": 1})"),
       R::event_is_before_the_debt, "events[0].date"},
      {"a payment above what is left",
       with_events(noticed_then + R"({"date": "2026-04-01", "event": "payment", "amount": 30000001})"),
       R::payment_is_above_what_is_left, "events[2].amount"},
      {"a payment of an extinct debt", with_events(noticed_then + R"({"date": "2026-04-01", "event": "cancellation"},
                                     {"date": "2026-04-02", "event": "payment", "amount": 1})"),
       R::payment_is_above_what_is_left, "events[3].amount"},
      {"out of order", with_events(noticed_then + R"({"date": "2026-03-26", "event": "payment", "amount": 1})"),
       R::event_is_out_of_order, "events[2].date"},
      {"served, never given", with_events(R"({"date": "2026-03-27", "event": "service", "of": "demand"})"),
       R::service_has_no_notice, "events[0].of"},
      {"a seizure of nothing in particular", with_events(R"({"date": "2026-06-01", "event": "step", "of": "seizure"})"),
       R::field_is_missing, "events[0].asset"},
      {"a derived finding", with_events(R"({"date": "2026-06-01", "event": "finding", "of": "name_disclosed"})"),
       R::choice_is_not_known, "events[0].of"},
      {"one asset twice",
       with_events(
           seized_then +
           R"({"date": "2026-06-02", "event": "step", "of": "seizure", "asset": "real_estate", "item": "house"})"),
       R::item_is_already_seized, "events[3].item"},
      {"entered, another asset",
       with_events(
           seized_then +
           R"({"date": "2026-06-02", "event": "service", "of": "seizure", "how": "registered", "item": "barn"})"),
       R::item_is_not_seized, "events[3].item"},
      {"released, another asset",
       with_events(seized_then +
                   R"({"date": "2026-06-02", "event": "step", "of": "release_of_seizure", "item": "barn"})"),
       R::item_is_not_seized, "events[3].item"},
      {"a seizure entered after its release",
       with_events(seized_then +
                   R"({"date": "2026-06-02", "event": "step", "of": "release_of_seizure", "item": "house"},
              {"date": "2026-06-03", "event": "service", "of": "seizure", "how": "registered", "item": "house"})"),
       R::entry_is_after_the_release, "events[4].date"},
      {"a demand entered in a register",
       with_events(noticed_then + R"({"date": "2026-04-20", "event": "step", "of": "demand"},
                                     {"date": "2026-04-21", "event": "service", "of": "demand", "how": "registered"})"),
       R::notice_is_not_registered, "events[3].how"},
      {"published although the address is known",
       with_events(noticed_then + R"({"date": "2026-04-20", "event": "step", "of": "demand"},
                                     {"date": "2026-04-21", "event": "service", "of": "demand", "how": "publication"})"),
       R::publication_has_no_ground, "events[3].how"},
      {"to somebody who died before it arrived",
       with_events(noticed_then + R"({"date": "2026-04-20", "event": "step", "of": "demand"},
                                     {"date": "2026-04-21", "event": "finding", "of": "debtor_died"},
                                     {"date": "2026-04-22", "event": "service", "of": "demand"})"),
       R::notice_is_addressed_to_the_deceased, "events[4].of"},
      {"asked before the debt", R"({"amount": 1, "accepted": "2026-03-02", "on": "2026-03-01"})",
       R::until_is_before_the_debt, "on"},
      {"beyond the calendar", R"({"amount": 1, "on": "2200-01-01"})", R::calendar_does_not_reach, "on"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto problems = problems_of(c.json);
    ASSERT_FALSE(problems.empty());
    EXPECT_EQ(name(problems.front().refusal), name(c.refusal));
    EXPECT_EQ(problems.front().field, c.field);
  }
}

TEST(CaseReader, WhatIsWrittenIsReadAgain) {
  debt::Problems problems;
  const auto read = read_case(
      with_events(seized_then +
                  R"({"date": "2026-06-03", "event": "service", "of": "seizure", "how": "registered", "item": "house"},
                     {"date": "2026-06-04", "event": "approval", "of": "confinement", "by": "court", "outcome": "yes"},
                     {"date": "2026-06-05", "event": "finding", "of": "secured", "outcome": "no", "evidence": "report \"7\""},
                     {"date": "2026-06-05", "event": "measurement", "of": "trips", "amount": 3},
                     {"date": "2026-06-06", "event": "charge", "amount": 6600},
                     {"date": "2026-06-07", "event": "cancellation"})"),
      the_calendar(), problems);
  ASSERT_TRUE(problems.empty()) << problems.front().field;
  const auto written = to_json(read.file);
  EXPECT_EQ(to_json(read_file(written, the_calendar(), problems)), written);
  EXPECT_TRUE(problems.empty());
  EXPECT_NE(written.find("\"asset\":\"real_estate\",\"item\":\"house\""), std::string::npos);
}

TEST(CaseReader, NamesEveryProblem) {
  const auto problems = problems_of(with_events(R"({"date": "2026-03-27", "event": "service", "of": "demand"},
                     {"date": "2026-03-28", "event": "payment", "amount": 40000000})"));
  EXPECT_EQ(problems.size(), 2U);
}

}  // namespace
}  // namespace clearway::enforcement
