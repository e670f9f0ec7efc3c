#include "clearance/validator.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

#include "clearance/fixture_test.h"
#include "clearance/rules.h"

namespace clearway::clearance {
namespace {

using F = declaration::Field;
using declaration::Declaration;
using declaration::Procedure;
using Changes = std::vector<std::pair<F, std::string_view>>;

const Validator& validator() {
  static const auto& world = World::instance();
  static const Validator validator(world.law, world.catalogue, world.rates, world.messages);
  return validator;
}

std::vector<Finding> findings_of(Declaration declaration, const Changes& changes = {}) {
  for (const auto& [field, value] : changes) declaration.set(field, value);
  std::vector<Finding> findings;
  validator().validate(declaration, findings);
  return findings;
}

std::string rules_of(const std::vector<Finding>& findings) {
  std::string out;
  for (const auto& finding : findings) {
    out += (out.empty() ? "" : " ") + std::string(finding.rule) + "@" + std::string(declaration::name(finding.field));
  }
  return out;
}

struct Case {
  std::string_view name;
  Changes changes;
  std::string_view expected;
};

void expect_cases(const Declaration& declaration, const std::vector<Case>& cases) {
  for (const auto& c : cases) EXPECT_EQ(rules_of(findings_of(declaration, c.changes)), c.expected) << c.name;
}

TEST(Validator, ExamplesHaveNoFinding) {
  EXPECT_EQ(rules_of(findings_of(examples::manifest())), "");
  EXPECT_EQ(rules_of(findings_of(examples::simplified())), "");
  EXPECT_EQ(rules_of(findings_of(examples::formal())), "");
  EXPECT_EQ(rules_of(findings_of(examples::import())), "");
}

TEST(Validator, ObligationAndFormat) {
  expect_cases(examples::manifest(),
               {
                   {"consignee missing", {{F::consignee_name, ""}}, "element.required@consignee_name"},
                   {"blanks are nothing", {{F::consignee_name, "   "}}, "element.required@consignee_name"},
                   {"date missing", {{F::declaration_date, ""}}, "element.assigned@declaration_date"},
                   {"optional phone missing", {{F::exporter_phone, ""}}, ""},
                   {"section of one digit", {{F::customs_section, "1"}}, "format.length@customs_section"},
                   {"section of letters", {{F::customs_section, "AB"}}, "format.digits@customs_section"},
                   {"name of 60 characters",
                    {{F::consignee_name,
                      "가나다라마바사아자차가나다라마바사아자차가나다라마바사아자차가나다라마바사아자차가나다라마바사아"
                      "자차가나다라마바사아자차"}},
                    ""},
                   {"name of 61",
                    {{F::consignee_name,
                      "가나다라마바사아자차가나다라마바사아자차가나다라마바사아자차가나다라마바사아자차가나다라마바사아"
                      "자차가나다라마바사아자차가"}},
                    "format.too_long@consignee_name"},
                   {"weight with comma", {{F::gross_weight, "1,000"}}, "format.separator@gross_weight"},
                   {"weight in words", {{F::gross_weight, "one"}}, "format.number@gross_weight"},
                   {"weight with point only", {{F::gross_weight, "1."}}, "format.number@gross_weight"},
                   {"three decimals", {{F::gross_weight, "0.125"}}, ""},
                   {"four decimals", {{F::gross_weight, "0.1255"}}, "format.decimals@gross_weight"},
                   {"noughts at the end are no decimals", {{F::gross_weight, "0.1250000"}}, ""},
                   {"eight digits of packages", {{F::total_packages, "12345678"}}, ""},
                   {"nine digits", {{F::total_packages, "123456789"}}, "format.digits_of_number@total_packages"},
                   {"leading noughts do not count", {{F::total_packages, "000000001"}}, ""},
                   {"no packages", {{F::total_packages, "0"}}, "check.positive@total_packages"},
                   {"negative weight", {{F::gross_weight, "-1"}}, "check.positive@gross_weight"},
                   {"beyond the range", {{F::gross_weight, "99999999999999"}}, "format.number_range@gross_weight"},
                   {"30 February", {{F::declaration_date, "2026-02-30"}}, "format.date@declaration_date"},
                   {"field of another procedure",
                    {{F::letter_of_credit_number, "LC1"}},
                    "element.not_in_procedure@letter_of_credit_number"},
               });
}

TEST(Validator, CodesAndChecks) {
  expect_cases(
      examples::manifest(),
      {
          {"reason code", {{F::reason_of_export, "Z"}}, "code.unknown@reason_of_export"},
          {"country in small letters", {{F::destination_country, "us"}}, "check.country@destination_country"},
          {"no such country", {{F::destination_country, "ZZ"}}, "check.country@destination_country"},
          {"to Korea", {{F::destination_country, "KR"}}, "check.destination_abroad@destination_country"},
          {"foreign port", {{F::port_of_loading, "USLAX"}}, "check.korean_port@port_of_loading"},
          {"no such currency", {{F::fob_currency, "XYZ"}}, "check.currency@fob_currency"},
          {"a currency without rate", {{F::fob_currency, "AOA"}}, "value.no_rate@fob_currency"},
          {"a day without rates", {{F::declaration_date, "2031-05-01"}}, "value.no_rate@fob_currency"},
          {"office", {{F::customs_office, "999"}}, "check.customs_office@customs_office"},
          {"office of two digits", {{F::customs_office, "40"}}, "check.customs_office@customs_office"},
          {"declarant with dash", {{F::declarant_code, "SM-CR"}}, "check.declarant_code@declarant_code"},
          {"vague", {{F::goods_description, "Gift"}}, "check.description_vague@goods_description"},
          {"vague words only",
           {{F::goods_description, "SAMPLE, goods / Parts"}},
           "check.description_vague@goods_description"},
          {"vague in Korean", {{F::goods_description, "선물"}}, "check.description_vague@goods_description"},
          {"digits only", {{F::goods_description, "12345"}}, "check.description_vague@goods_description"},
          {"a word says something", {{F::goods_description, "Gift box of green tea"}}, ""},
          {"no English", {{F::goods_description, "면 티셔츠"}}, "check.description_language@goods_description"},
          {"postal item right", {{F::transport_document_number, "RR473124829KR"}}, ""},
          {"postal item wrong",
           {{F::transport_document_number, "RR473124828KR"}},
           "check.postal_item@transport_document_number"},
          {"denied party", {{F::consignee_name, "Sample Denied-Party 0001"}}, "check.denied_party@consignee_name"},
          {"departure before filing",
           {{F::estimated_departure_date, "2026-11-22"}},
           "check.not_before_declaration@estimated_departure_date"},
          {"departure on the day", {{F::estimated_departure_date, "2026-11-23"}}, ""},
          {"what is wanted", {{F::wants, "speed, gold"}}, "code.unknown@wants"},
          {"special category", {{F::special_category, "secret"}}, "code.unknown@special_category"},
      });
  expect_cases(
      examples::formal(),
      {
          {"business number", {{F::exporter_identifier, "1138132104"}}, "check.business_number@exporter_identifier"},
          {"business number with dashes", {{F::exporter_identifier, "220-81-62517"}}, ""},
          {"personal code",
           {{F::exporter_identifier, "P12345678901"}, {F::exporter_identifier_type, "05"}},
           "check.personal_code@exporter_identifier"},
          {"personal code right", {{F::exporter_identifier, "P123456789012"}, {F::exporter_identifier_type, "05"}}, ""},
          {"trader code", {{F::exporter_trader_code, "가상무역12400"}}, "check.trader_code@exporter_trader_code"},
          {"container", {{F::container_number, "CSQU3054384"}}, "check.container@container_number"},
          {"tariff of nine digits", {{F::tariff_code, "821191000"}}, "check.tariff_length@tariff_code"},
          {"reserved chapter", {{F::tariff_code, "7701000000"}}, "check.tariff_chapter@tariff_code"},
          {"no chapter", {{F::tariff_code, "0001000000"}}, "check.tariff_chapter@tariff_code"},
          {"tariff with a dot", {{F::tariff_code, "8211.91000"}}, "format.digits@tariff_code"},
          {"yes or no", {{F::out_of_hours_notified, "X"}}, "check.yes_no@out_of_hours_notified"},
          {"trade terms", {{F::trade_terms, "XXX"}}, "code.unknown@trade_terms"},
      });
}

TEST(Validator, ManifestLimitOnBothSides) {
  const auto in_won = [](std::string_view value) { return Changes{{F::fob_value, value}, {F::fob_currency, "KRW"}}; };
  auto special = in_won("2000001");
  special.emplace_back(F::special_category, "documents");
  expect_cases(examples::manifest(),
               {
                   {"exactly the limit", in_won("2000000"), ""},
                   {"a part of a won above is rounded down", in_won("2000000.99"), ""},
                   {"one won above", in_won("2000001"), "V4.value_limit@fob_value"},
                   {"special goods have no limit", special, ""},
                   {"drawback",
                    {{F::drawback_applicant, "1"}},
                    "element.not_in_procedure@drawback_applicant V4.drawback@drawback_applicant"},
                   {"drawback wanted", {{F::wants, "drawback"}}, "V4.drawback@wants"},
                   {"permit goods", {{F::tariff_code, "9303900000"}}, "V4.confirmed_goods@tariff_code"},
                   {"contract mismatch", {{F::contract_mismatch, "Y"}}, "V4.contract_mismatch@contract_mismatch"},
                   {"re-export", {{F::re_export_condition, "Y"}}, "V4.re_export@re_export_condition"},
               });
}

TEST(Validator, SimplifiedIsForElectronicCommerceBelowTheLimit) {
  const auto worth = [](std::string_view value) {
    return Changes{{F::total_fob_krw, value},
                   {F::item_fob_krw, value},
                   {F::invoice_amount, value},
                   {F::line_amount, value},
                   {F::unit_price, ""}};
  };
  expect_cases(
      examples::simplified(),
      {
          {"exactly the limit", worth("2000000"), ""},
          {"one won above", worth("2000001"), "V3.value_limit@total_fob_krw"},
          {"ordinary export", {{F::transaction_type, "11"}}, "V3.transaction_type@transaction_type"},
          {"permit", {{F::permit_number, "P-1"}}, "V3.permit@permit_number"},
          {"permit applies", {{F::permit_applies, "Y"}}, "V3.permit@permit_applies"},
          {"permit goods", {{F::tariff_code, "3601000000"}}, "V3.confirmed_goods@tariff_code"},
          {"contract mismatch",
           {{F::contract_mismatch, "Y"}, {F::prior_import_declaration, "12345261234567"}},
           "V3.contract_mismatch@contract_mismatch"},
          {"drawback without applicant", {{F::wants, "drawback"}}, "conditional.drawback_applicant@drawback_applicant"},
      });
}

TEST(Validator, RulesBetweenFields) {
  expect_cases(
      examples::formal(),
      {
          {"total is not the sum", {{F::total_fob_krw, "6000001"}}, "V1.total_value@total_fob_krw"},
          {"gross equals net", {{F::gross_weight, "121"}}, ""},
          {"gross below net", {{F::gross_weight, "120.9"}}, "V1.weight@gross_weight"},
          {"line amount within a unit of its last digit",
           {{F::line_amount, "3250001"}, {F::invoice_amount, "6500001"}},
           ""},
          {"line amount beyond",
           {{F::line_amount, "3250002"}, {F::invoice_amount, "6500002"}},
           "V1.line_amount@line_amount"},
          {"invoice", {{F::invoice_amount, "6510000"}}, "V1.invoice_total@invoice_amount"},
          {"settlement far from the value", {{F::freight_krw, "900000"}}, "V2.settlement@total_fob_krw"},
          {"no letter of credit",
           {{F::letter_of_credit_number, ""}},
           "conditional.letter_of_credit@letter_of_credit_number"},
          {"no insurance", {{F::insurance_krw, ""}}, "conditional.insurance@insurance_krw"},
          {"insurance is nothing", {{F::insurance_krw, "0"}}, ""},
          {"class A made by another",
           {{F::manufacturer_name, "가상제조 0099"}},
           "conditional.manufacturer@manufacturer_name"},
          {"class A spelt otherwise", {{F::manufacturer_name, "가상무역0012"}}, ""},
          {"class B made by another", {{F::manufacturer_name, "가상제조 0099"}, {F::exporter_class, "B"}}, ""},
          {"return",
           {{F::export_kind, "R"}},
           "conditional.return_reason@return_reason conditional.import_cargo@import_cargo_number"},
          {"reason without return",
           {{F::return_reason, "AB"}},
           "conditional.return_reason_without_return@return_reason"},
          {"original state",
           {{F::export_kind, "D"}},
           "conditional.prior_import@prior_import_declaration conditional.prior_import@prior_import_declaration"},
          {"no container number", {{F::container_number, ""}}, "conditional.container@container_number"},
          {"bonded transport",
           {{F::bonded_transport_from, "2026-11-24"}, {F::bonded_transport_to, "2026-11-23"}},
           "conditional.bonded_transport@bonded_transport_declarant "
           "conditional.bonded_transport_order@bonded_transport_to"},
          {"permit goods", {{F::tariff_code, "9303900000"}}, "conditional.permit@permit_number"},
          {"permit goods with a permit not on paper",
           {{F::tariff_code, "9303900000"}, {F::permit_number, "P-1"}},
           "conditional.paper_submission@declaration_category"},
          {"permit goods explained",
           {{F::tariff_code, "9303900000"}, {F::permit_applies, "N"}, {F::permit_reason, "toy"}},
           ""},
          {"composition", {{F::tariff_code, "6109100000"}}, "conditional.composition@composition"},
          {"composition given", {{F::tariff_code, "6109100000"}, {F::composition, "COTTON 100%"}}, ""},
          {"deadline follows from acceptance",
           {{F::acceptance_date, "2026-11-23"}, {F::loading_deadline, "2026-12-23"}},
           ""},
          {"another deadline",
           {{F::acceptance_date, "2026-11-23"}, {F::loading_deadline, "2026-12-24"}},
           "V5.loading_deadline@loading_deadline"},
          {"a year to the day",
           {{F::acceptance_date, "2026-11-23"}, {F::loading_deadline, "2027-11-23"}},
           "V5.loading_deadline@loading_deadline"},
          {"beyond a year",
           {{F::acceptance_date, "2026-11-23"}, {F::loading_deadline, "2027-11-24"}},
           "V5.loading_maximum@loading_deadline"},
      });
}

TEST(Validator, ManyLinesGoToAnAttachment) {
  auto declaration = examples::formal();
  const auto item = declaration.items[0];
  const auto with = [&](std::size_t count) {
    auto many = declaration;
    while (many.item_count < count) many.add_item() = item;
    many.set(F::total_fob_krw, "");
    many.set(F::invoice_amount, "");
    many.set(F::gross_weight, "100000");
    return rules_of(findings_of(many));
  };
  EXPECT_EQ(with(50), "element.required@total_fob_krw element.required@invoice_amount");
  EXPECT_EQ(
      with(51),
      "element.required@total_fob_krw element.required@invoice_amount V6.specification_lines@model_specification");
}

TEST(Validator, ImportsAreReadByTheirOwnElements) {
  expect_cases(
      examples::import(),
      {
          {"importer missing", {{F::importer_code, ""}}, "element.required@importer_code"},
          {"price of nothing", {{F::item_price_krw, "0"}}, "check.positive@item_price_krw"},
          {"noise of binary numbers", {{F::item_price_krw, "86125.20000000001"}}, "format.precision@item_price_krw"},
          {"five digits of tariff", {{F::tariff_code, "69072"}}, "check.tariff_length@tariff_code"},
          {"any mode of transport", {{F::transport_mode, "99"}}, ""},
          {"domestic origin is no fault", {{F::origin_country, "KR"}}, ""},
      });
  Declaration empty;
  empty.procedure = Procedure::import_;
  EXPECT_NE(rules_of(findings_of(empty)).find("item.required"), std::string::npos);
}

TEST(Validator, ReportsEverythingAtOnce) {
  const auto findings = findings_of(examples::manifest(), {{F::consignee_name, ""},
                                                           {F::destination_country, "KR"},
                                                           {F::goods_description, "gift"},
                                                           {F::gross_weight, "x"},
                                                           {F::fob_value, "-5"}});
  EXPECT_EQ(rules_of(findings),
            "element.required@consignee_name check.destination_abroad@destination_country format.number@gross_weight "
            "check.positive@fob_value check.description_vague@goods_description");
  EXPECT_TRUE(has_error(findings));
  EXPECT_FALSE(has_error(findings_of(examples::manifest(), {{F::goods_description, "면 티셔츠"}})));
}

TEST(Validator, RendersElementArticleAndCure) {
  const auto findings = findings_of(examples::manifest(), {{F::fob_value, "2000001"}, {F::fob_currency, "KRW"}});
  ASSERT_EQ(findings.size(), 1U);
  const auto ko = validator().render(findings[0], Procedure::manifest, Language::korean);
  EXPECT_EQ(ko.element, "M16");
  EXPECT_EQ(ko.field, "fob_value");
  EXPECT_EQ(ko.value, "2000001");
  EXPECT_EQ(ko.rule, "V4.value_limit");
  EXPECT_EQ(ko.cite, "export-notice-36-1-8");
  EXPECT_EQ(ko.severity, "error");
  EXPECT_EQ(ko.grade, "notice");
  EXPECT_EQ(ko.text, "물품가격 2000001(원화 2,000,001원)이 목록통관 한도 2,000,000원을 넘습니다.");
  const auto en = validator().render(findings[0], Procedure::manifest, Language::english);
  EXPECT_EQ(en.text,
            "The value 2000001 (KRW 2,000,001) is above the limit of the release from the manifest, KRW 2,000,000.");
  EXPECT_EQ(en.fix, "File a formal declaration.");
}

TEST(Validator, MasksPersonalIdentifiers) {
  const auto findings =
      findings_of(examples::formal(), {{F::exporter_identifier, "P12345678901X"}, {F::exporter_identifier_type, "05"}});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].value, "P1234********");
}

TEST(Validator, EveryRuleHasItsSentencesAndItsSource) {
  const auto& world = World::instance();
  std::set<std::string_view> ids;
  for (std::size_t i = 0; i < rule_count; ++i) {
    const auto& entry = rules[i];
    EXPECT_EQ(static_cast<std::size_t>(entry.rule), i) << entry.id;
    EXPECT_TRUE(ids.insert(entry.id).second) << entry.id;
    EXPECT_EQ(find_rule(entry.id), entry.rule);
    if (!entry.cite.empty()) {
      EXPECT_NE(world.law.find_source(entry.cite), nullptr) << entry.id << ": " << entry.cite;
    }
    for (const std::string_view expected : {"", "7"}) {
      const Finding finding{entry.id, F::goods_description, 0, entry.severity, "v", std::string(expected), "8"};
      for (const auto language : {Language::korean, Language::english}) {
        const auto rendered = validator().render(finding, Procedure::formal, language);
        expect_finished(rendered.text);
        expect_finished(rendered.fix);
        EXPECT_NE(world.law.find_source(rendered.cite), nullptr) << rendered.cite;
        EXPECT_FALSE(rendered.grade.empty());
      }
    }
  }
}

TEST(Validator, ReadsValuesThatFactsUse) {
  auto declaration = examples::manifest();
  std::vector<Finding> findings;
  validator().validate(declaration, findings);
  const auto facts = validator().derive(declaration);
  EXPECT_EQ(facts.declared_on, Date::of(2026, 11, 23));
  const auto rate = World::instance().rates.won_per_unit("USD", facts.declared_on);
  ASSERT_TRUE(rate);
  EXPECT_EQ(facts.value_krw, rate->micro() * 9250 / 100 / Decimal::one);
  EXPECT_TRUE(facts.value_known);
  EXPECT_EQ(facts.weight_grams, 800);
  EXPECT_EQ(facts.hs6, 0U);
  EXPECT_NE(facts.exporter, 0U);
  EXPECT_NE(facts.consignee, 0U);
  EXPECT_NE(facts.product, 0U);

  auto again = examples::manifest();
  again.set(F::exporter_name, "SAMPLE SELLER, 0012");
  again.set(F::consignee_address, "345 EXAMPLE STREET SAMPLETOWN, CA 90000");
  validator().validate(again, findings);
  const auto same = validator().derive(again);
  EXPECT_EQ(same.exporter, facts.exporter);
  EXPECT_EQ(same.consignee_address, facts.consignee_address);

  auto import = examples::import();
  validator().validate(import, findings);
  const auto imported = validator().derive(import);
  EXPECT_EQ(imported.value_krw, 375751);
  EXPECT_EQ(imported.weight_grams, 11'352'000);
  EXPECT_EQ(imported.hs6, 690722U);

  auto formal = examples::formal();
  validator().validate(formal, findings);
  EXPECT_EQ(validator().derive(formal).value_krw, 6'000'000);
  formal.set(F::manufacturer_name, "미상");
  EXPECT_EQ(validator().derive(formal).manufacturer, 0U);
}

TEST(Validator, SurvivesAnyText) {
  EXPECT_TRUE(rc::check("any text in any field gives findings, never a fault, and always the same", [] {
    const auto procedure = static_cast<Procedure>(*rc::gen::inRange(0, 4));
    Declaration declaration;
    declaration.procedure = procedure;
    std::vector<std::string> texts;
    texts.reserve(40);
    const auto count = *rc::gen::inRange(0, 40);
    for (int i = 0; i < count; ++i) {
      const auto field = static_cast<F>(*rc::gen::inRange<std::size_t>(0, declaration::field_count));
      texts.push_back(*rc::gen::oneOf(
          rc::gen::string<std::string>(),
          rc::gen::map(rc::gen::arbitrary<std::int64_t>(), [](std::int64_t n) { return std::to_string(n); }),
          rc::gen::element<std::string>("2026-11-23", "1e9", "Y", "KR", "0.0000001", "9223372036854775807")));
      declaration.set(field, texts.back(), *rc::gen::inRange<std::size_t>(0, 3));
    }
    std::vector<Finding> first, second;
    validator().validate(declaration, first);
    validator().validate(declaration, second);
    RC_ASSERT(rules_of(first) == rules_of(second));
    for (const auto& finding : first) {
      const auto rendered = validator().render(finding, procedure, Language::korean);
      RC_ASSERT(!rendered.text.empty());
    }
    (void)validator().derive(declaration);
  }));
}

}  // namespace
}  // namespace clearway::clearance
