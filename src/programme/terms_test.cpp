#include "programme/terms.h"

#include "programme/fixture_test.h"

namespace clearway::programme {
namespace {

TEST(ProgrammeTerms, EachProgrammeHasItsDatesAndItsGrade) {
  const struct {
    Scheme scheme;
    std::string_view on;
    bool open, broker, exempts;
    std::string_view grade;
  } cases[] = {
      {Scheme::import_tax_settlement, "2016-06-01", false, false, false, "press"},
      {Scheme::import_tax_settlement, "2020-06-01", true, true, true, "press"},
      {Scheme::import_tax_settlement, "2024-03-13", true, true, true, "press"},
      {Scheme::import_tax_settlement, "2024-03-14", false, true, true, "notice"},
      {Scheme::self_review, "2026-02-02", true, false, false, "statute"},
      {Scheme::regular_settlement, "2026-02-02", true, true, true, "design"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(std::string(name(c.scheme)) + " on " + std::string(c.on));
    const auto terms = terms_on(World::instance().law, c.scheme, day(c.on));
    EXPECT_EQ(terms.open, c.open);
    EXPECT_EQ(terms.broker_verifies, c.broker);
    EXPECT_EQ(terms.exempts_from_audit, c.exempts);
    EXPECT_EQ(law::name(terms.grade), c.grade);
  }
}

TEST(ProgrammeTerms, CriteriaAreShownOneByOne) {
  auto facts = sound_facts();
  facts.compliance_score = 79;
  facts.last_offence_on = day("2024-06-01");
  facts.arrears_krw = 1;
  const auto criteria = criteria_of(World::instance().law, World::instance().messages, facts, day("2026-02-09"));
  ASSERT_EQ(criteria.size(), 6U);
  std::string met;
  for (const auto& criterion : criteria) met += criterion.name + (criterion.met ? "+ " : "- ");
  EXPECT_EQ(met, "aeo_importer+ compliance_score- internal_control+ no_arrears- no_offence- imports+ ");
  EXPECT_EQ(criteria[1].step.text.en, "79 points (80 needed)");
  EXPECT_EQ(criteria[1].step.cite, "aeo-notice-4-3");
  facts.last_offence_on = day("2024-02-09");
  EXPECT_TRUE(criteria_of(World::instance().law, World::instance().messages, facts, day("2026-02-09"))[4].met)
      << "two years to the day";
}

TEST(ProgrammeTerms, TheSelfCheckGoesOverSixFields) {
  std::vector<std::string> fields;
  for (const auto& question : questions_on(World::instance().law, day("2026-02-16"))) {
    if (fields.empty() || fields.back() != question.field) fields.push_back(question.field);
  }
  EXPECT_EQ(fields, (std::vector<std::string>{"classification", "valuation", "refund", "relief", "bonded_factory",
                                              "foreign_exchange"}));
}

TEST(ProgrammeTerms, WhatIsSettledIsExemptFromAuditWithReasons) {
  auto false_report = settled();
  false_report = after(false_report, Action::cancel, "2026-05-04", [] {
    auto given = said("invented invoices");
    given.false_report = true;
    return given;
  }());
  const auto cancelled = after(settled(), Action::cancel, "2026-05-04", said("certificate lost"));
  auto review = settled();
  review.scheme = Scheme::self_review;
  const struct {
    std::string_view what;
    std::vector<Enrolment> enrolments;
    std::string_view declared_on, field, on;
    bool exempt;
    std::string_view rule;
  } cases[] = {
      {"a firm in no programme", {}, "2025-06-01", "valuation", "2026-05-04", false, "no_programme"},
      {"a settled year", {settled()}, "2025-06-01", "valuation", "2026-05-04", true, "settled"},
      {"its last day", {settled()}, "2025-12-31", "", "2026-05-04", true, "settled"},
      {"the day after", {settled()}, "2026-01-01", "", "2026-05-04", false, "year_is_not_settled"},
      {"before the outcome", {settled()}, "2025-06-01", "valuation", "2026-04-05", false, "year_is_not_settled"},
      {"while it is under review", {reported()}, "2025-06-01", "valuation", "2026-05-04", false, "year_is_not_settled"},
      {"origin is not among the fields",
       {settled()},
       "2025-06-01",
       "origin",
       "2026-05-04",
       false,
       "field_is_not_settled"},
      {"not accepted",
       {settled(Outcome::not_accepted)},
       "2025-06-01",
       "valuation",
       "2026-05-04",
       false,
       "report_was_not_accepted"},
      {"cancelled later for something else", {cancelled}, "2025-06-01", "valuation", "2026-06-01", true, "settled"},
      {"cancelled for a false report",
       {false_report},
       "2025-06-01",
       "valuation",
       "2026-06-01",
       false,
       "report_was_false"},
      {"self-review exempts from nothing",
       {review},
       "2025-06-01",
       "valuation",
       "2026-05-04",
       false,
       "programme_exempts_from_nothing"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.what);
    const auto& world = World::instance();
    const auto answer =
        exempt_from_audit(world.law, world.messages, c.enrolments, day(c.declared_on), c.field, day(c.on));
    EXPECT_EQ(answer.value, c.exempt);
    ASSERT_FALSE(answer.steps.empty());
    EXPECT_EQ(answer.steps.back().rule, "programme.exemption." + std::string(c.rule));
    EXPECT_FALSE(answer.steps.back().text.ko.empty());
  }
}

TEST(ProgrammeTerms, DetectorsAskAboutFields) {
  const auto& law = World::instance().law;
  EXPECT_EQ(field_of_detector(law, "freight_left_out", day("2026-05-04")), "valuation");
  EXPECT_EQ(field_of_detector(law, "preference_unproven", day("2026-05-04")), "");
}

}  // namespace
}  // namespace clearway::programme
