#include "intake/mapping.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "intake/fixture_test.h"
#include "intake/problem.h"
#include "intake/transform.h"

namespace clearway::intake {
namespace {

using Strings = std::vector<std::string>;

Mapping mapping(const std::string& yaml) {
  auto loaded = Mapping::parse(yaml, "sample.yaml");
  EXPECT_TRUE(loaded) << (loaded ? "" : loaded.error().detail);
  return loaded ? std::move(loaded).value() : Mapping{};
}

Reading read_mapped(const Mapping& used, std::string text, Options options = {}) {
  options.mapping = &used;
  return read_text(std::move(text), options);
}

const std::string basic = "declaration_id: Ref\nprocedure: manifest\ncolumns:\n  Sender: exporter_name\n";

TEST(Mapping, ReadsAFileOfAnotherLayout) {
  const auto used = mapping(R"(
delimiter: ";"
declaration_id: {columns: [Bill, No], separator: "/"}
procedure: {column: Kind, values: {L: manifest, S: simplified}}
columns:
  Day: {field: declaration_date, transforms: [trim, {date: dd.mm.yyyy}]}
  Country: {fields: [destination_country, consignee_country], transforms: [trim, upper]}
  Grams: {field: gross_weight, transforms: [{strip: ","}, {scale: -3}]}
  Goods: goods_description
  Reason: {field: reason_of_export, values: {sale: A, gift: C}, optional: true}
constants: {fob_currency: USD, origin_country: KR}
outcome: {column: Result, values: {"0": conforming, "1": discrepancy}}
ignore: [Remark]
)");
  const auto got = read_mapped(used,
                               "Bill;No;Kind;Day;Country;Grams;Goods;Remark;Result\n"
                               "B1;1;L;23.11.2026; us ;1,250;SHIRT;whatever;1\n"
                               "B1;2;S;01.02.2026;jp;5;SOAP;;0\n"
                               "B1;3;X;01.02.2026;jp;5;SOAP;;0\n"
                               "B1;4;L;2026-02-01;jp;5;SOAP;;0\n"
                               "B1;5;L;01.02.2026;jp;five;SOAP;;0\n"
                               "B1;6;L;01.02.2026;jp;5;SOAP;;2\n");
  ASSERT_EQ(got.refused, "");
  ASSERT_EQ(got.ids(), (Strings{"B1/1", "B1/2"}));
  const auto& first = got.declarations[0];
  EXPECT_EQ(first.procedure, declaration::Procedure::manifest);
  EXPECT_EQ(first.at("declaration_date"), "2026-11-23");
  EXPECT_EQ(first.at("destination_country"), "US");
  EXPECT_EQ(first.at("consignee_country"), "US");
  EXPECT_EQ(first.at("gross_weight"), "1.25");
  EXPECT_EQ(first.at("fob_currency"), "USD");
  EXPECT_EQ(first.at("1.origin_country"), "KR");
  EXPECT_EQ(first.result, "discrepancy");
  EXPECT_EQ(got.declarations[1].procedure, declaration::Procedure::simplified);
  EXPECT_EQ(got.causes(), (Strings{"4 code_not_in_mapping Kind", "5 date_not_as_mapped Day",
                                   "6 number_not_as_mapped Grams", "7 code_not_in_mapping Result"}));
  EXPECT_EQ(got.rejects[0].details, (Details{{"known", "L, S"}}));
}

TEST(Mapping, FilesMustHaveItsColumnsAndNoOthers) {
  const auto used =
      mapping(basic + "  Goods: {field: goods_description, optional: true}\nignore: [Remark]\noutcome: Result\n");
  EXPECT_EQ(read_mapped(used, "Ref,Sender\nA,x\n").ids(), (Strings{"A"}));
  EXPECT_EQ(read_mapped(used, "Sender,Goods,Remark,Result,Ref\nx,y,z,1,A\n").ids(), (Strings{"A"}));
  const auto missing = read_mapped(used, "Ref,Sendr,Goods\nA,x,y\n");
  EXPECT_EQ(missing.refused, "intake.column_missing");
  EXPECT_EQ(missing.error.field, "Sender");
  EXPECT_NE(missing.error.detail.find("near_column Sendr"), std::string::npos);
  const auto unknown = read_mapped(used, "Ref,Sender,Godos\nA,x,y\n");
  EXPECT_EQ(unknown.refused, "intake.column_unknown");
  EXPECT_EQ(unknown.error.field, "Godos");
  EXPECT_NE(unknown.error.detail.find("near_column Goods"), std::string::npos);
  Options json;
  json.format = Format::json_lines;
  EXPECT_EQ(read_mapped(used, "{}", json).refused, "intake.mapping_needs_csv");
}

TEST(Mapping, MistakesAreNamedWithTheirLine) {
  const struct {
    std::string name, yaml, code, key, says;
  } cases[] = {
      {"no YAML", "columns: [", "mapping_syntax", "sample.yaml", "line"},
      {"a list", "- a\n", "mapping_value_wrong", "sample.yaml", "line 1"},
      {"misspelt key", "colums: {}\n", "mapping_key_unknown", "colums", "line 1, key colums, near columns"},
      {"key twice", basic + "procedure: formal\n", "mapping_key_doubled", "procedure", "line 5"},
      {"no columns", "declaration_id: Ref\n", "mapping_key_missing", "columns", ""},
      {"no id", "columns: {A: brand}\n", "mapping_key_missing", "declaration_id", ""},
      {"unknown encoding", basic + "encoding: latin1\n", "mapping_value_wrong", "encoding",
       "line 5, key encoding, value latin1, expected auto, utf-8, cp949"},
      {"unknown format", basic + "format: xml\n", "mapping_value_wrong", "format", "line 5"},
      {"long delimiter", basic + "delimiter: ab\n", "mapping_value_wrong", "delimiter", "value ab"},
      {"rows", basic + "rows: many\n", "mapping_value_wrong", "rows", "item, declaration"},
      {"unknown procedure", "declaration_id: R\nprocedure: fromal\ncolumns: {A: brand}\n", "mapping_value_wrong",
       "procedure", "line 2"},
      {"code for an unknown procedure",
       "declaration_id: R\nprocedure: {column: K, values: {a: fromal}}\ncolumns: {A: brand}\n", "mapping_value_wrong",
       "procedure", "formal, simplified"},
      {"misspelt field", basic + "  Goods: good_description\n", "mapping_field_unknown", "Goods",
       "line 5, key Goods, value good_description, near goods_description"},
      {"field twice", basic + "  Sender 2: exporter_name\n", "mapping_field_doubled", "Sender 2", "line 5"},
      {"field again as constant", basic + "constants: {exporter_name: x}\n", "mapping_field_doubled", "constants",
       "line 5"},
      {"column twice", basic + "  Sender: brand\n", "mapping_key_doubled", "Sender", "line 5"},
      {"misspelt rule", basic + "  Goods: {field: brand, transform: [trim]}\n", "mapping_key_unknown", "transform",
       "near transforms"},
      {"rule without field", basic + "  Goods: {transforms: [trim]}\n", "mapping_key_missing", "Goods.field", "line 5"},
      {"column without field", basic + "  Goods:\n", "mapping_key_missing", "Goods.field", "line 5"},
      {"misspelt transform", basic + "  Goods: {field: brand, transforms: [uper]}\n", "mapping_transform_unknown",
       "transforms", "value uper, near upper"},
      {"transform without value", basic + "  Goods: {field: brand, transforms: [scale]}\n", "mapping_value_wrong",
       "scale", ""},
      {"value for trim", basic + "  Goods: {field: brand, transforms: [{trim: 1}]}\n", "mapping_value_wrong", "trim",
       ""},
      {"scale by much", basic + "  Goods: {field: brand, transforms: [{scale: 99}]}\n", "mapping_value_wrong", "scale",
       "-12 - 12"},
      {"date layout", basic + "  Goods: {field: permit_date, transforms: [{date: yy-mm-dd}]}\n", "mapping_value_wrong",
       "date", "yyyy-mm-dd"},
      {"pad without character", basic + "  Goods: {field: brand, transforms: [{pad_left: 6}]}\n", "mapping_value_wrong",
       "pad_left", "[6"},
      {"optional", basic + "  Goods: {field: brand, optional: yes}\n", "mapping_value_wrong", "Goods.optional",
       "true, false"},
      {"otherwise", basic + "  Goods: {field: brand, values: {a: b}, otherwise: x}\n", "mapping_value_wrong",
       "otherwise", "keep, reject"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto loaded = Mapping::parse(c.yaml, "sample.yaml");
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, "intake." + c.code);
    EXPECT_EQ(loaded.error().field, c.key);
    EXPECT_NE(loaded.error().detail.find(c.says), std::string::npos) << loaded.error().detail;
  }
  EXPECT_EQ(Mapping::load("/nowhere/sample.yaml").error().code, "intake.mapping_not_readable");
}

TEST(Mapping, Transforms) {
  const struct {
    std::string_view transforms, text, becomes;  // "!" before a cause
  } cases[] = {
      {"trim", " a b\t", "a b"},
      {"upper", "kr가z", "KR가Z"},
      {"lower", "KR가Z", "kr가z"},
      {"{strip: \".-\"}", "4901.99-00", "49019900"},
      {"{strip: \",\"}", ",,", ""},
      {"{scale: 0}", "1.50", "1.5"},
      {"{scale: -3}", "1250", "1.25"},
      {"{scale: -3}", "5", "0.005"},
      {"{scale: -3}", "-5000", "-5"},
      {"{scale: 2}", "0.125", "12.5"},
      {"{scale: 3}", "1.5", "1500"},
      {"{scale: 3}", "0", "0"},
      {"{scale: 3}", "123456789012345678901234567890", "123456789012345678901234567890000"},
      {"{scale: 1}", "1,2", "!number_not_as_mapped"},
      {"{scale: 1}", ".5", "!number_not_as_mapped"},
      {"{scale: 1}", "1.2.3", "!number_not_as_mapped"},
      {"{scale: 1}", "-", "!number_not_as_mapped"},
      {"{round: 6}", "86125.20000000001", "86125.2"},
      {"{round: 2}", "1.005", "1.01"},
      {"{round: 2}", "-1.005", "-1.01"},
      {"{round: 0}", "99.5", "100"},
      {"{round: 0}", "-9.5", "-10"},
      {"{round: 1}", "7", "7"},
      {"{round: 1}", "0.04", "0"},
      {"{round: 1}", "1,5", "!number_not_as_mapped"},
      {"{prefix: KR}", "INC", "KRINC"},
      {"{suffix: X}", "A", "AX"},
      {"{pad_left: [6, \"0\"]}", "10111", "010111"},
      {"{pad_left: [6, \"0\"]}", "1234567", "1234567"},
      {"{date: yyyymmdd}", "20261123", "2026-11-23"},
      {"{date: mm/dd/yyyy}", "11/23/2026", "2026-11-23"},
      {"{date: \"yyyy-mm-dd*\"}", "2026-11-23 09:00", "2026-11-23"},
      {"{date: yyyy-mm-dd}", "2026-02-30", "2026-02-30"},  // an impossible day is for validation to name
      {"{date: yyyy-mm-dd}", "2026-2-3", "!date_not_as_mapped"},
      {"{date: yyyy-mm-dd}", "2026-11-23x", "!date_not_as_mapped"},
      {"{date: yyyy-mm-dd}", "2026-11", "!date_not_as_mapped"},
      {"{first: 2}", "가나다", "가나"},
      {"{last: 4}", "1234567890", "7890"},
      {"{last: 4}", "가", "가"},
      {"trim, upper, {prefix: KR}", " inc ", "KRINC"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(std::string(c.transforms) + " of " + std::string(c.text));
    const auto used = mapping(basic + "  T: {field: brand, transforms: [" + std::string(c.transforms) + "]}\n");
    Arena arena;
    Problem problem{};
    const auto got = apply(used.columns.back().rule, "T", c.text, arena, problem);
    EXPECT_EQ(got ? std::string(*got) : "!" + std::string(name(problem.cause)), c.becomes);
    EXPECT_EQ(apply(used.columns.back().rule, "T", "", arena, problem), "");
  }
}

TEST(Mapping, OtherValuesAreKeptIfTheMappingSaysSo) {
  const auto used = mapping(basic + "  Goods: {field: brand, values: {a: b}, otherwise: keep}\n");
  const auto got = read_mapped(used, "Ref,Sender,Goods\n1,x,a\n2,x,c\n");
  ASSERT_EQ(got.declarations.size(), 2U);
  EXPECT_EQ(got.declarations[0].at("1.brand"), "b");
  EXPECT_EQ(got.declarations[1].at("1.brand"), "c");
}

TEST(Mapping, PersonalIdentifiersAreMaskedInRejects) {
  const auto used = mapping(
      basic + "  Person: exporter_identifier\n  Day: {field: declaration_date, transforms: [{date: yyyymmdd}]}\n");
  const auto got = read_mapped(used, "Ref,Sender,Person,Day\nA,x,P123456789012,x\nA,x,P123456789012\n");
  ASSERT_EQ(got.rejects.size(), 2U);
  EXPECT_EQ(got.rejects[0].raw, "A,x,P1234********,x");
  EXPECT_EQ(got.rejects[1].raw, "A,x,P1234********");
}

TEST(Mapping, TheMappingsThatComeWithTheProgramLoad) {
  int count = 0;
  for (const auto& file : std::filesystem::directory_iterator(CLEARWAY_SOURCE_DIR "/mappings")) {
    const auto loaded = Mapping::load(file.path());
    EXPECT_TRUE(loaded) << (loaded ? "" : loaded.error().detail);
    EXPECT_EQ(loaded ? loaded->name : "", file.path().stem());
    ++count;
  }
  EXPECT_GE(count, 3);
}

TEST(Mapping, ACourierListInKorean) {
  const auto used = Mapping::load(CLEARWAY_SOURCE_DIR "/mappings/courier-manifest-ko.yaml");
  ASSERT_TRUE(used);
  Options utf8;
  utf8.encoding = Encoding::utf8;  // the file under test is written as this source is
  const auto got = read_mapped(
      *used,
      "순번,운송장번호,신고일자,세관,과,특송업체부호,편명,적재항,송하인명,송하인주소,식별번호구분,식별번호,"
      "수하인명,수하인주소,목적국,품명,세번부호,포장개수,중량(kg),물품가격,통화,반출사유,비고\n"
      "1,hx0000001,2026.11.20,16,1,smpl1,KE0012,KRINC,가상무역 0012,서울 가상구 1,사업자등록번호,"
      "000-00-00012,SAMPLE BUYER 0001,1 SAMPLE ST,us,마스크팩,3304.99-1000,1,\"1,250.5\",\"1,200\",usd,판매,\n"
      "2,HX0000001,,,,,,,,,,,,,,손톱깎이,8214.20-0000,,,,,,\n",
      utf8);
  ASSERT_EQ(got.refused, "") << got.error.detail;
  EXPECT_EQ(got.causes(), Strings{});
  ASSERT_EQ(got.ids(), Strings{"HX0000001"});
  const auto& first = got.declarations[0];
  EXPECT_EQ(first.at("declaration_date"), "20261120");
  EXPECT_EQ(first.at("customs_office"), "016");
  EXPECT_EQ(first.at("customs_section"), "01");
  EXPECT_EQ(first.at("exporter_identifier"), "0000000012");
  EXPECT_EQ(first.at("exporter_identifier_type"), "04");
  EXPECT_EQ(first.at("destination_country"), "US");
  EXPECT_EQ(first.at("gross_weight"), "1250.5");
  EXPECT_EQ(first.at("fob_value"), "1200");
  EXPECT_EQ(first.at("reason_of_export"), "A");
  EXPECT_EQ(first.at("1.tariff_code"), "3304991000");
  EXPECT_EQ(first.at("2.goods_description"), "손톱깎이");
}

}  // namespace
}  // namespace clearway::intake
