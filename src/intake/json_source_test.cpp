#include <gtest/gtest.h>

#include "intake/fixture_test.h"

namespace clearway::intake {
namespace {

using Strings = std::vector<std::string>;

std::string row(const std::string& id, const std::string& more = {}) {
  return R"({"declaration_id":")" + id + R"(","procedure":"manifest")" + (more.empty() ? "" : "," + more) + "}\n";
}

TEST(JsonSource, ReadsHeaderAndItems) {
  const auto got = read_text(
      R"({"declaration_id":"A1","procedure":"formal","exporter_name":"가상무역 \u0030012","total_fob_krw":1200000,)"
      R"("items":[{"goods_description":"KNIT SHIRT","quantity":"12"},{"goods_description":"SOAP","brand":null}]})"
      "\r\n\n  \n"
      R"({ "procedure" : "manifest", "declaration_id" : 77 , "goods_description":"MASK PACK", "brand":"" })");
  ASSERT_TRUE(got.rejects.empty());
  ASSERT_EQ(got.ids(), (Strings{"A1", "77"}));
  const auto& first = got.declarations[0];
  EXPECT_EQ(first.procedure, declaration::Procedure::formal);
  EXPECT_EQ(first.at("exporter_name"), "가상무역 0012");
  EXPECT_EQ(first.at("total_fob_krw"), "1200000");
  EXPECT_EQ(first.at("1.quantity"), "12");
  EXPECT_EQ(first.at("2.goods_description"), "SOAP");
  EXPECT_EQ(first.at("2.brand"), "");
  EXPECT_EQ(got.declarations[1].row, 4U);
  EXPECT_EQ(got.declarations[1].at("1.goods_description"), "MASK PACK");
}

TEST(JsonSource, UnescapesTextsOnlyWhereTheyAreEscaped) {
  const auto got =
      read_text(row("A", R"("remarks":"a\"b\\c\/d\b\f\n\r\te","exporter_name":"\uAC00\ud83d\udce6\u00e9")"));
  ASSERT_EQ(got.declarations.size(), 1U);
  EXPECT_EQ(got.declarations[0].at("remarks"), "a\"b\\c/d\b\f\n\r\te");
  EXPECT_EQ(got.declarations[0].at("exporter_name"), "가📦é");
}

TEST(JsonSource, TakesNumbersAsTheyAreWritten) {
  const auto got = read_text(row("A", R"("gross_weight":0.50,"fob_value":-1e5,"total_packages":10)"));
  ASSERT_EQ(got.declarations.size(), 1U);
  EXPECT_EQ(got.declarations[0].at("gross_weight"), "0.50");
  EXPECT_EQ(got.declarations[0].at("fob_value"), "-1e5");
  EXPECT_EQ(got.declarations[0].at("total_packages"), "10");
}

TEST(JsonSource, SkipsAByteOrderMark) {
  EXPECT_EQ(read_text("\xEF\xBB\xBF" + row("A") + row("B")).ids(), (Strings{"A", "B"}));
}

TEST(JsonSource, KeepsExaminationResultsBesideTheFields) {
  const auto got = read_text(row("A", R"("examination_result":"discrepancy")"));
  ASSERT_EQ(got.declarations.size(), 1U);
  EXPECT_EQ(got.declarations[0].result, "discrepancy");
  EXPECT_TRUE(got.declarations[0].fields.empty());
}

TEST(JsonSource, BadRowsAreRejectedAloneWithTheirCause) {
  const struct {
    std::string_view name, bad, cause, value;
  } cases[] = {
      {"broken UTF-8 in a value", "{\"declaration_id\":\"B\xFF\",\"procedure\":\"formal\"}", "broken_utf8",
       "0xFF 0x22 0x2C 0x22"},
      {"a surrogate written as UTF-8", "{\"remarks\":\"\xED\xA0\x80\"}", "broken_utf8", "0xED 0xA0 0x80 0x22"},
      {"no object", "[1,2]", "not_an_object", ""},
      {"a text", "\"abc\"", "not_an_object", ""},
      {"no JSON", "hello", "json_syntax", "h"},
      {"missing colon", R"({"declaration_id" "B"})", "json_syntax", "\""},
      {"missing comma", R"({"declaration_id":"B" "procedure":"formal"})", "json_syntax", "\""},
      {"comma before the end", R"({"declaration_id":"B",})", "json_syntax", "}"},
      {"single quotes", R"({'declaration_id':'B'})", "json_syntax", "'"},
      {"number with a comma", R"({"declaration_id":"B","procedure":"formal","total_fob_krw":1,200,000})",
       "number_with_commas total_fob_krw", "1,200,000"},
      {"unfinished escape", R"({"declaration_id":"B\x"})", "json_syntax", "x"},
      {"not closed", R"({"declaration_id":"B","procedure":"formal")", "json_incomplete", ""},
      {"string not closed", R"({"declaration_id":"B)", "json_incomplete", ""},
      {"cut behind a key", R"({"declaration_id")", "json_incomplete", ""},
      {"cut inside an escape", R"({"declaration_id":"B\)", "json_incomplete", ""},
      {"two objects", R"({"declaration_id":"B","procedure":"formal"}{})", "text_after_object", "{"},
      {"true", R"({"declaration_id":"B","procedure":"formal","contract_mismatch":true})",
       "value_is_boolean contract_mismatch", "true"},
      {"an object", R"({"declaration_id":"B","procedure":"formal","exporter_name":{"ko":"x"}})",
       "value_is_nested exporter_name", ""},
      {"a list", R"({"declaration_id":"B","procedure":"formal","wants":["speed"]})", "value_is_nested wants", ""},
      {"an unknown object", R"({"declaration_id":"B","procedure":"formal","more":{"a":[1,"]"]}})",
       "value_is_nested more", ""},
      {"leading zero", R"({"declaration_id":"B","procedure":"formal","customs_office":020})",
       "number_malformed customs_office", "020"},
      {"point without digits", R"({"declaration_id":"B","procedure":"formal","gross_weight":1.})",
       "number_malformed gross_weight", "1."},
      {"not a number", R"({"declaration_id":"B","procedure":"formal","gross_weight":NaN})", "json_syntax", "N"},
      {"key twice", R"({"declaration_id":"B","procedure":"formal","brand":"x","brand":"x"})", "key_doubled brand", ""},
      {"id twice", R"({"declaration_id":"B","declaration_id":"C","procedure":"formal"})", "key_doubled declaration_id",
       ""},
      {"key twice, once escaped", R"({"declaration_id":"B","procedure":"formal","brand":"x","bra\u006ed":"y"})",
       "key_doubled brand", ""},
      {"half a character", R"({"declaration_id":"B","procedure":"formal","brand":"\ud83d"})", "lone_surrogate brand",
       ""},
      {"second half first", R"({"declaration_id":"B","procedure":"formal","brand":"\udce6\ud83d"})",
       "lone_surrogate brand", ""},
      {"tab in a text", "{\"declaration_id\":\"B\",\"procedure\":\"formal\",\"brand\":\"a\tb\"}",
       "control_character brand", ""},
      {"a character of value zero", R"({"declaration_id":"B","procedure":"formal","brand":"a\u0000b"})",
       "nul_character brand", ""},
      {"items is a text", R"({"declaration_id":"B","procedure":"formal","items":"none"})", "items_not_a_list items",
       "none"},
      {"items is one object", R"({"declaration_id":"B","procedure":"formal","items":{"brand":"x"}})",
       "items_not_a_list items", ""},
      {"an item is a number", R"({"declaration_id":"B","procedure":"formal","items":[7]})", "item_not_an_object items",
       "7"},
      {"header field in an item", R"({"declaration_id":"B","procedure":"formal","items":[{"currency":"USD"}]})",
       "header_field_in_item currency", "USD"},
      {"item field, then items", R"({"declaration_id":"B","procedure":"formal","brand":"x","items":[{"brand":"y"}]})",
       "item_field_beside_items items", ""},
      {"items, then item field", R"({"declaration_id":"B","procedure":"formal","items":[],"brand":"x"})",
       "item_field_beside_items brand", "x"},
      {"no id", R"({"procedure":"formal"})", "declaration_id_missing declaration_id", ""},
      {"empty id", R"({"declaration_id":"","procedure":"formal"})", "declaration_id_missing declaration_id", ""},
      {"line end in the id", R"({"declaration_id":"a\nb","procedure":"formal"})",
       "declaration_id_malformed declaration_id", "a\nb"},
      {"no procedure", R"({"declaration_id":"B"})", "procedure_missing procedure", ""},
      {"unknown procedure", R"({"declaration_id":"B","procedure":"Formal"})", "procedure_unknown procedure", "Formal"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto got = read_text(row("A") + std::string(c.bad) + "\n" + row("C"));
    EXPECT_EQ(got.ids(), (Strings{"A", "C"}));
    ASSERT_EQ(got.rejects.size(), 1U);
    EXPECT_EQ(got.causes(), (Strings{"2 " + std::string(c.cause)}));
    EXPECT_EQ(got.rejects[0].value, c.value);
    EXPECT_EQ(got.rejects[0].source_file, "sample");
  }
}

TEST(JsonSource, NamesTheBrokenByte) {
  const auto got = read_text("{\"remarks\":\"\xEA\xB0\x80\xB0\xA1\"}\n");
  ASSERT_EQ(got.rejects.size(), 1U);
  EXPECT_EQ(got.rejects[0].details, (Details{{"position", "16"}}));
  EXPECT_TRUE(got.rejects[0].raw.empty());
}

TEST(JsonSource, ALastRowThatBreaksOffIsTruncated) {
  const auto whole = row("A") + row("B", R"("remarks":"x")");
  for (std::size_t cut = row("A").size() + 1; cut + 2 < whole.size(); ++cut) {
    const auto got = read_text(whole.substr(0, cut));
    SCOPED_TRACE(whole.substr(0, cut));
    EXPECT_EQ(got.ids(), (Strings{"A"}));
    EXPECT_EQ(got.causes(), (Strings{"2 row_truncated"}));
  }
  EXPECT_EQ(read_text(whole.substr(0, whole.size() - 1)).ids(), (Strings{"A", "B"}));  // only the line end is missing
}

TEST(JsonSource, ALineOfTenMegabytesIsPassedOver) {
  const std::string filling(10'500'000, 'x');
  const auto got = read_text(row("A") + row("B", R"("remarks":")" + filling + "\"") + row("C"));
  EXPECT_EQ(got.ids(), (Strings{"A", "C"}));
  EXPECT_EQ(got.causes(), (Strings{"2 row_too_long"}));
  EXPECT_EQ(got.declarations[1].row, 3U);
  const std::string shorter(9'900'000, 'x');
  EXPECT_EQ(read_text(row("A") + row("B", R"("remarks":")" + shorter + "\"") + row("C")).ids(),
            (Strings{"A", "B", "C"}));
}

TEST(JsonSource, AnEndlessLineAtTheEndOfTheFileIsRejectedOnce) {
  const auto got = read_text(row("A") + std::string(25'000'000, 'x'));
  EXPECT_EQ(got.ids(), (Strings{"A"}));
  EXPECT_EQ(got.causes(), (Strings{"2 row_too_long"}));
}

TEST(JsonSource, TooManyItemsAreRefusedBeforeTheyTakeMemory) {
  std::string items = "{}";
  for (int i = 1; i < 999; ++i) items += ",{}";
  EXPECT_EQ(read_text(row("A", "\"items\":[" + items + "]")).ids(), (Strings{"A"}));
  EXPECT_EQ(read_text(row("A", "\"items\":[" + items + ",{}]")).causes(), (Strings{"1 too_many_items items"}));
}

TEST(JsonSource, UnknownKeysAreKeptTrackOf) {
  const auto got = read_text(row("A", R"("exporter_nmae":"x","zz":[],"gross_weight":1)") +
                             row("B", R"("exporter_nmae":1)") + row("C", R"("exporter_nmae":null)"));
  EXPECT_EQ(got.ids(), (Strings{"B", "C"}));
  EXPECT_EQ(got.causes(), (Strings{"1 value_is_nested zz"}));
  ASSERT_EQ(got.unknown.size(), 2U);
  EXPECT_EQ(got.unknown[0].key, "exporter_nmae");
  EXPECT_EQ(got.unknown[0].near, "exporter_name");
  EXPECT_EQ(got.unknown[0].rows, 3U);
  EXPECT_EQ(got.unknown[0].first_row, 1U);
  EXPECT_EQ(got.unknown[1].near, "");
}

TEST(JsonSource, RowsOfDifferentShapeDoNotDisturbEachOther) {
  std::string text;
  std::vector<std::string> brands;
  for (int i = 0; i < 50; ++i) {
    const auto n = std::to_string(i);
    brands.push_back("b" + n);
    text +=
        i % 3 == 0 ? R"({"brand":"b)" + n + R"(","declaration_id":"D)" + n + R"(","procedure":"formal"})"
        : i % 3 == 1
            ? R"({"declaration_id":"D)" + n + R"(","items":[{"brand":"b)" + n + R"("}],"procedure":"manifest"})"
            : R"({"procedure":"simplified","currency":"USD","declaration_id":"D)" + n + R"(","brand":"b)" + n + R"("})";
    text += "\n";
  }
  const auto got = read_text(text);
  ASSERT_EQ(got.declarations.size(), 50U);
  for (std::size_t i = 0; i < 50; ++i) EXPECT_EQ(got.declarations[i].at("1.brand"), brands[i]);
}

TEST(JsonSource, Cp949RowsAreReadAsUtf8) {
  const std::string korean = "\xB0\xA1\xBB\xF3\xB9\xAB\xBF\xAA";  // 가상무역
  const auto got = read_text(row("A") + row("B", "\"exporter_name\":\"" + korean + "\""));
  EXPECT_EQ(got.encoding, Encoding::cp949);
  ASSERT_EQ(got.declarations.size(), 2U);
  EXPECT_EQ(got.declarations[1].at("exporter_name"), "가상무역");
}

TEST(JsonSource, OneBrokenRowDoesNotTurnTheFileIntoCp949) {
  const auto got = read_text(row("A", R"("exporter_name":"가상무역")") + row("B", "\"exporter_name\":\"\xB0\xA1\"") +
                             row("C", R"("exporter_name":"가상물산")"));
  EXPECT_EQ(got.encoding, Encoding::utf8);
  EXPECT_EQ(got.ids(), (Strings{"A", "C"}));
  EXPECT_EQ(got.causes(), (Strings{"2 broken_utf8"}));
}

TEST(JsonSource, SmallBatchesAndBlocksGiveTheSameRows) {
  std::string text;
  for (int i = 0; i < 300; ++i) {
    text +=
        row("D" + std::to_string(i), R"("remarks":")" + std::string(static_cast<std::size_t>(i * 7 % 90), 'r') + "\"");
    if (i % 17 == 0) text += "{broken\n";
    if (i % 23 == 0) text += "\n";
  }
  const auto whole = read_text(text);
  EXPECT_EQ(whole.declarations.size(), 300U);
  for (const std::size_t block : {1U, 7U, 64U, 1000U}) {
    for (const std::size_t rows : {1U, 3U, 512U}) {
      Options options;
      options.block_bytes = block;
      options.batch_rows = rows;
      const auto got = read_text(text, options);
      EXPECT_EQ(got.declarations, whole.declarations) << block << " " << rows;
      EXPECT_EQ(got.causes(), whole.causes());
    }
  }
}

TEST(JsonSource, ABatchMayBeKeptWhileTheSourceReadsOn) {
  std::string text;
  for (int i = 0; i < 40; ++i) text += row("D" + std::to_string(i), R"("remarks":"text \u0041")");
  Options options;
  options.batch_rows = 4;
  options.block_bytes = 128;
  const auto source = Source::over(text, "sample", options);
  std::vector<Batch> kept;
  std::vector<Reject> rejects;
  for (Batch batch; *(*source)->next_batch(batch, rejects);) kept.push_back(std::move(batch));
  int i = 0;
  for (const auto& batch : kept) {
    for (const auto& declaration : batch.declarations()) {
      EXPECT_EQ(declaration.declaration_id, "D" + std::to_string(i++));
      EXPECT_EQ(declaration.text(declaration::Field::remarks), "text A");
    }
  }
  EXPECT_EQ(i, 40);
}

TEST(ParseDeclaration, ReadsAnObjectOverSeveralLines) {
  const auto got =
      parse_declaration("{\n  \"declaration_id\": \"A\",\n  \"procedure\": \"manifest\",\n  \"brand\": \"x\"\n}\n");
  ASSERT_NE(got.declaration, nullptr);
  EXPECT_EQ(got.declaration->declaration_id, "A");
  EXPECT_EQ(got.declaration->text(declaration::Field::brand), "x");
}

TEST(ParseDeclaration, ReportsAllProblemsAtOnce) {
  const auto got = parse_declaration(
      R"({"declaration_id":"A","brand":"x","brand":"y","currency":true,"wants":["speed"],"quantity":007,"curency":"USD"})");
  EXPECT_EQ(got.declaration, nullptr);
  std::vector<std::string> causes;
  for (const auto& problem : got.problems) causes.push_back(std::string(name(problem.cause)) + " " + problem.field);
  EXPECT_EQ(causes, (Strings{"key_doubled brand", "value_is_boolean currency", "value_is_nested wants",
                             "number_malformed quantity", "procedure_missing procedure"}));
  ASSERT_EQ(got.unknown_keys.size(), 1U);
  EXPECT_EQ(got.unknown_keys[0].near, "currency");
}

TEST(ParseDeclaration, SaysOnlyWhatIsWrongWithTheTextIfItIsNoJson) {
  const auto got = parse_declaration(R"({"declaration_id":"A")");
  ASSERT_EQ(got.problems.size(), 1U);
  EXPECT_EQ(got.problems[0].cause, Cause::json_incomplete);
  EXPECT_EQ(parse_declaration("").problems[0].cause, Cause::json_incomplete);
  EXPECT_EQ(parse_declaration("\xFF").problems[0].cause, Cause::broken_utf8);
}

}  // namespace
}  // namespace clearway::intake
