#include "clearance/procedure.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "clearance/fixture_test.h"
#include "clearance/validator.h"

namespace clearway::clearance {
namespace {

using F = declaration::Field;

const ProcedureAdvisor& advisor() {
  static const auto& world = World::instance();
  static const ProcedureAdvisor advisor(world.law, world.catalogue, world.messages);
  return advisor;
}

/// A sale by electronic commerce worth KRW 100,000, nothing wanted.
ProcedureCase parcel() {
  ProcedureCase the_case;
  the_case.date = Date::of(2026, 11, 23);
  the_case.value_krw = 100'000;
  the_case.e_commerce = true;
  return the_case;
}

std::string closed(const ProcedureOption& option) {
  std::string out;
  for (const auto& refusal : option.refusals) out += (out.empty() ? "" : " ") + std::string(name(refusal.refusal));
  return out;
}

TEST(Procedure, DecisionRule) {
  using R = Procedure;
  struct Case {
    std::string_view name;
    void (*change)(ProcedureCase&);
    R recommended;
    std::string_view simplified, manifest;  // why closed; empty: open
  };
  const Case cases[] = {
      {"nothing wanted", [](ProcedureCase&) {}, R::manifest, "", ""},
      {"exactly the limit", [](ProcedureCase& c) { c.value_krw = 2'000'000; }, R::manifest, "", ""},
      {"one won above", [](ProcedureCase& c) { c.value_krw = 2'000'001; }, R::formal, "value_is_above_the_limit",
       "value_is_above_the_limit"},
      {"value unknown", [](ProcedureCase& c) { c.value_krw.reset(); }, R::formal, "value_is_not_known",
       "value_is_not_known"},
      {"certificate wanted", [](ProcedureCase& c) { c.wants.add(Want::certificate); }, R::simplified, "", ""},
      {"reimport relief wanted", [](ProcedureCase& c) { c.wants.add(Want::reimport_relief); }, R::simplified, "", ""},
      {"export record wanted", [](ProcedureCase& c) { c.wants.add(Want::export_record); }, R::simplified, "", ""},
      {"zero-rating wanted", [](ProcedureCase& c) { c.wants.add(Want::zero_rating); }, R::simplified, "", ""},
      {"speed wanted", [](ProcedureCase& c) { c.wants.add(Want::speed); }, R::manifest, "", ""},
      {"drawback wanted", [](ProcedureCase& c) { c.wants.add(Want::drawback); }, R::simplified, "",
       "drawback_is_wanted"},
      {"drawback wanted, no e-commerce",
       [](ProcedureCase& c) {
         c.wants.add(Want::drawback);
         c.e_commerce = false;
       },
       R::formal, "goods_are_not_sold_by_e_commerce", "drawback_is_wanted"},
      {"a gift", [](ProcedureCase& c) { c.e_commerce = false; }, R::manifest, "goods_are_not_sold_by_e_commerce", ""},
      {"customs-confirmed goods",
       [](ProcedureCase& c) {
         c.tariff_codes[0] = "6109100000";
         c.tariff_codes[1] = "9303900000";
         c.tariff_code_count = 2;
       },
       R::formal, "goods_need_a_permit", "goods_need_a_permit"},
      {"permit declared", [](ProcedureCase& c) { c.permit_declared = true; }, R::formal, "permit_is_declared",
       "permit_is_declared"},
      {"differs from contract", [](ProcedureCase& c) { c.contract_mismatch = true; }, R::formal,
       "goods_differ_from_contract", "goods_differ_from_contract"},
      {"re-export condition", [](ProcedureCase& c) { c.re_export_condition = true; }, R::formal,
       "goods_leave_on_re_export_condition", "goods_leave_on_re_export_condition"},
      {"parts within the limit", [](ProcedureCase& c) { c.window_total_krw = 2'000'000; }, R::manifest, "", ""},
      {"parts above the limit", [](ProcedureCase& c) { c.window_total_krw = 2'000'001; }, R::formal,
       "consignment_in_parts_is_above_the_limit", "consignment_in_parts_is_above_the_limit"},
      {"documents have no limit",
       [](ProcedureCase& c) {
         c.special = SpecialCategory::documents;
         c.value_krw = 5'000'000;
       },
       R::manifest, "value_is_above_the_limit", ""},
      {"documents of unknown value",
       [](ProcedureCase& c) {
         c.special = SpecialCategory::documents;
         c.value_krw.reset();
       },
       R::manifest, "value_is_not_known", ""},
      {"before the simplified declaration", [](ProcedureCase& c) { c.date = Date::of(2014, 7, 29); }, R::manifest,
       "procedure_is_not_in_force", ""},
      {"its first day", [](ProcedureCase& c) { c.date = Date::of(2014, 7, 30); }, R::manifest, "", ""},
      {"every reason at once",
       [](ProcedureCase& c) {
         c.value_krw = 3'000'000;
         c.contract_mismatch = true;
         c.permit_declared = true;
         c.e_commerce = false;
         c.wants.add(Want::drawback);
       },
       R::formal,
       "permit_is_declared goods_differ_from_contract value_is_above_the_limit goods_are_not_sold_by_e_commerce",
       "permit_is_declared goods_differ_from_contract value_is_above_the_limit drawback_is_wanted"},
  };
  for (const auto& c : cases) {
    auto the_case = parcel();
    c.change(the_case);
    const auto advice = advisor().advise(the_case);
    EXPECT_EQ(advice.value.recommended, c.recommended) << c.name;
    EXPECT_EQ(closed(advice.value.options[0]), "") << c.name;
    EXPECT_EQ(closed(advice.value.options[1]), c.simplified) << c.name;
    EXPECT_EQ(closed(advice.value.options[2]), c.manifest) << c.name;
    EXPECT_EQ(advisor().recommend(the_case), c.recommended) << c.name;
    EXPECT_FALSE(advice.value.held) << c.name;
  }
}

TEST(Procedure, ProhibitedGoodsAreHeld) {
  auto the_case = parcel();
  the_case.prohibited = true;
  const auto advice = advisor().advise(the_case);
  EXPECT_TRUE(advice.value.held);
  for (const auto& option : advice.value.options) {
    ASSERT_FALSE(option.refusals.empty());
    EXPECT_EQ(option.refusals[0].refusal, Refusal::goods_are_prohibited);
    EXPECT_EQ(option.refusals[0].step.cite, "customs-act-234");
  }
  EXPECT_EQ(advice.steps.front().cite, "customs-act-237");
  EXPECT_EQ(advisor().open_procedures(the_case), 0U);
}

TEST(Procedure, SaysWhatTheManifestGivesAndLoses) {
  const auto advice = advisor().advise(parcel());
  const auto& manifest = advice.value.options[2];
  EXPECT_EQ(manifest.element_count, 17U);
  EXPECT_EQ(advice.value.options[1].element_count, 27U);
  EXPECT_EQ(advice.value.options[0].element_count, 57U);
  ASSERT_EQ(manifest.gives.size(), effect_names.size());
  EXPECT_EQ(manifest.gives[0].given, Given::no);
  EXPECT_EQ(manifest.gives[3].given, Given::no) << "no export record without business number and tariff code";
  EXPECT_EQ(manifest.gives[4].given, Given::other_evidence);
  EXPECT_EQ(manifest.gives[4].grade, "verify");
  EXPECT_EQ(manifest.who_may_file.en, "courier, post office");

  ASSERT_EQ(advice.steps.size(), 2U);
  EXPECT_EQ(advice.steps[0].rule, "procedure.recommended_without_wants");
  EXPECT_EQ(advice.steps[1].rule, "procedure.manifest_loses");
  EXPECT_NE(advice.steps[1].text.en.find("duty drawback"), std::string::npos) << advice.steps[1].text.en;

  auto with_numbers = parcel();
  with_numbers.business_number_and_hsk_given = true;
  EXPECT_EQ(advisor().advise(with_numbers).value.options[2].gives[3].given, Given::partly);
}

TEST(Procedure, GivesTheLimitThatHoldsAndTheOneThatIsClaimed) {
  auto the_case = parcel();
  the_case.value_krw = 2'500'000;
  const auto advice = advisor().advise(the_case);
  const auto& refusal = advice.value.options[1].refusals.at(0);
  EXPECT_EQ(refusal.step.text.en,
            "The value of KRW 2,500,000 is above the limit of the simplified declaration, KRW 2,000,000.");
  EXPECT_EQ(refusal.step.cite, "export-notice-35-2");
  EXPECT_EQ(refusal.grade, "notice");
  EXPECT_EQ(advice.steps.back().rule, "procedure.claimed_limit");
  EXPECT_EQ(advice.steps.back().amount_krw, 4'000'000);
  the_case.value_krw = 4'000'001;
  EXPECT_NE(advisor().advise(the_case).steps.back().rule, "procedure.claimed_limit");
}

TEST(Procedure, HintsAreShownAndDecideNothing) {
  auto the_case = parcel();
  the_case.description = "Replica handbag";
  auto advice = advisor().advise(the_case);
  EXPECT_EQ(advice.value.recommended, Procedure::manifest);
  EXPECT_EQ(advice.steps.back().rule, "procedure.prohibited_hint");
  the_case.description = "THERMAL IMAGING camera";
  EXPECT_EQ(advisor().advise(the_case).steps.back().rule, "procedure.strategic_hint");
}

TEST(Procedure, CaseOfADeclaration) {
  const auto& world = World::instance();
  const Validator validator(world.law, world.catalogue, world.rates, world.messages);
  const auto case_of = [&](declaration::Declaration& declaration) {
    std::vector<Finding> findings;
    validator.validate(declaration, findings);
    return advisor().case_of(declaration, validator.derive(declaration));
  };
  auto manifest = examples::manifest();
  EXPECT_TRUE(case_of(manifest).e_commerce);
  EXPECT_EQ(advisor().recommend(case_of(manifest)), Procedure::manifest);
  manifest.set(F::reason_of_export, "C");
  EXPECT_FALSE(case_of(manifest).e_commerce);
  auto simplified = examples::simplified();
  simplified.set(F::wants, "certificate, zero_rating");
  EXPECT_EQ(advisor().recommend(case_of(simplified)), Procedure::simplified);
  simplified.set(F::drawback_applicant, "1");
  EXPECT_TRUE(case_of(simplified).wants.has(Want::drawback));
  auto formal = examples::formal();
  EXPECT_EQ(advisor().recommend(case_of(formal)), Procedure::formal);
  EXPECT_EQ(case_of(formal).items.size(), 2U);

  const auto advice = advisor().advise(case_of(manifest), &manifest);
  EXPECT_TRUE(advice.value.options[2].fields_to_fill.empty());
  EXPECT_FALSE(advice.value.options[0].fields_to_fill.empty());
}

TEST(Procedure, WantsAreReadFromText) {
  std::string_view unknown;
  const auto wants = Wants::parse("certificate,  speed; drawback", &unknown);
  EXPECT_TRUE(wants.has(Want::certificate) && wants.has(Want::speed) && wants.has(Want::drawback));
  EXPECT_FALSE(wants.has(Want::zero_rating));
  EXPECT_TRUE(unknown.empty());
  EXPECT_TRUE(Wants::parse("gold silver", &unknown).empty());
  EXPECT_EQ(unknown, "gold");
}

/// Every combination that a case can show, both sides of each limit among them.
ProcedureCase any_case() {
  static constexpr std::array<std::string_view, 5> codes = {"6109100000", "9303900000", "3304991000", "", "84"};
  ProcedureCase c;
  c.date = *rc::gen::element(Date::of(2014, 7, 29), Date::of(2014, 7, 30), Date::of(2026, 11, 23));
  c.value_krw = *rc::gen::element<std::optional<std::int64_t>>(std::nullopt, 0, 1'999'999, 2'000'000, 2'000'001,
                                                               4'000'000, 90'000'000);
  c.window_total_krw = *rc::gen::element<std::int64_t>(0, 2'000'000, 2'000'001);
  c.tariff_codes[0] = codes[*rc::gen::inRange<std::size_t>(0, codes.size())];
  c.tariff_code_count = *rc::gen::inRange<std::size_t>(0, 2);
  const auto flags = *rc::gen::arbitrary<std::uint32_t>();
  c.prohibited = (flags & 7) == 7;
  c.infringing = (flags >> 3 & 7) == 7;
  c.permit_declared = (flags >> 6 & 3) == 3;
  c.contract_mismatch = (flags >> 8 & 3) == 3;
  c.re_export_condition = (flags >> 10 & 3) == 3;
  c.e_commerce = (flags >> 12 & 1) == 1;
  c.business_number_and_hsk_given = (flags >> 13 & 1) == 1;
  c.special = static_cast<SpecialCategory>(*rc::gen::inRange(0, 8));
  for (std::size_t w = 0; w < want_names.size(); ++w) {
    if ((flags >> (16 + 2 * w) & 3) == 3) c.wants.add(static_cast<Want>(w));
  }
  return c;
}

TEST(Procedure, BulkAndExplainedAgree) {
  EXPECT_TRUE(rc::check([] {
    for (int i = 0; i < 30; ++i) {
      const auto c = any_case();
      const auto advice = advisor().advise(c);
      RC_ASSERT(advice.value.recommended == advisor().recommend(c));
      for (std::size_t p = 0; p < 3; ++p) {
        const auto& option = advice.value.options[p];
        RC_ASSERT(option.open == ((advisor().open_procedures(c) >> p & 1) == 1));
        RC_ASSERT(option.open == option.refusals.empty());
        for (std::size_t r = 1; r < option.refusals.size(); ++r) {
          RC_ASSERT(option.refusals[r - 1].refusal < option.refusals[r].refusal);
        }
      }
      const auto& chosen = advice.value.options[static_cast<std::size_t>(advice.value.recommended)];
      RC_ASSERT(advice.value.held || chosen.open);
      RC_ASSERT(!advice.steps.empty());
    }
  }));
}

TEST(Procedure, EverySentenceIsFinishedAndCited) {
  EXPECT_TRUE(rc::check([] {
    const auto advice = advisor().advise(any_case());
    const auto check = [](const Step& step) {
      expect_finished(step.text.ko);
      expect_finished(step.text.en);
      EXPECT_NE(World::instance().law.find_source(step.cite), nullptr) << step.rule << ": " << step.cite;
    };
    for (const auto& step : advice.steps) check(step);
    for (const auto& option : advice.value.options) {
      for (const auto& refusal : option.refusals) {
        check(refusal.step);
        expect_finished(refusal.fix.ko);
        expect_finished(refusal.fix.en);
      }
      for (const auto& effect : option.gives) {
        EXPECT_NE(World::instance().law.find_source(effect.cite), nullptr) << effect.cite;
        expect_finished(effect.note.ko);
      }
      expect_finished(option.who_may_file.ko);
      expect_finished(option.filing_time.en);
      expect_finished(option.processing.ko);
    }
    RC_ASSERT(!::testing::Test::HasFailure());
  }));
}

}  // namespace
}  // namespace clearway::clearance
