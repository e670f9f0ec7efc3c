#include <gtest/gtest.h>

#include "intake/fixture_test.h"
#include "intake/mapping.h"

namespace clearway::intake {
namespace {

using Strings = std::vector<std::string>;

const std::string header = "declaration_id,procedure,exporter_name,gross_weight,goods_description,quantity\n";

TEST(CsvSource, ReadsRowsAsDeclarations) {
  const auto got =
      read_text(header + "A,manifest,가상무역 0012,1.5,KNIT SHIRT,2\r\n\nB,formal,Sample Trading 0007,,,\n");
  ASSERT_TRUE(got.rejects.empty());
  ASSERT_EQ(got.ids(), (Strings{"A", "B"}));
  EXPECT_EQ(got.declarations[0].row, 2U);
  EXPECT_EQ(got.declarations[0].at("exporter_name"), "가상무역 0012");
  EXPECT_EQ(got.declarations[0].at("1.quantity"), "2");
  EXPECT_EQ(got.declarations[1].row, 4U);
  EXPECT_EQ(got.declarations[1].at("exporter_name"), "Sample Trading 0007");
  EXPECT_EQ(got.declarations[1].fields.size(), 1U);
}

TEST(CsvSource, ConsecutiveRowsAreItems) {
  const auto got = read_text(header +
                             "A,formal,Sample Trading 0012,7,SHIRT,1\n"
                             "A,formal,,,SOAP,2\n"
                             "A,formal,Sample Trading 0012,7,HAT,3\n"
                             "B,formal,Sample Trading 0013,2,CAP,4\n");
  ASSERT_TRUE(got.rejects.empty());
  ASSERT_EQ(got.ids(), (Strings{"A", "B"}));
  EXPECT_EQ(got.declarations[0].at("gross_weight"), "7");
  EXPECT_EQ(got.declarations[0].at("1.goods_description"), "SHIRT");
  EXPECT_EQ(got.declarations[0].at("2.goods_description"), "SOAP");
  EXPECT_EQ(got.declarations[0].at("3.quantity"), "3");
  EXPECT_EQ(got.declarations[1].row, 5U);
}

TEST(CsvSource, QuotedTexts) {
  const auto got = read_text(header +
                             "\"A\",\"manifest\",\"Sample, Trading\",1,\"line\nbreak\",\"1,200,000\"\n"
                             "B,manifest,\"say \"\"hi\"\"\",1,5\" pipe,\"\"\n"
                             "C,manifest,\"\"\"\",1,\"x\",\"3\"\r\n"
                             "D,manifest,n,1,x,\"end\"");
  ASSERT_TRUE(got.rejects.empty());
  ASSERT_EQ(got.ids(), (Strings{"A", "B", "C", "D"}));
  EXPECT_EQ(got.declarations[0].at("exporter_name"), "Sample, Trading");
  EXPECT_EQ(got.declarations[0].at("1.goods_description"), "line\nbreak");
  EXPECT_EQ(got.declarations[0].at("1.quantity"), "1,200,000");  // for validation to judge, never changed silently
  EXPECT_EQ(got.declarations[1].row, 4U);
  EXPECT_EQ(got.declarations[1].at("exporter_name"), "say \"hi\"");
  EXPECT_EQ(got.declarations[1].at("1.goods_description"), "5\" pipe");
  EXPECT_EQ(got.declarations[2].at("exporter_name"), "\"");
  EXPECT_EQ(got.declarations[3].at("1.quantity"), "end");
}

TEST(CsvSource, BadRowsAreRejectedAlone) {
  const struct {
    std::string_view name, bad, cause;
    Details details;
  } cases[] = {
      {"too few columns", "B,manifest,x", "too_few_columns gross_weight", {{"found", "3"}, {"expected", "6"}}},
      {"too many columns", "B,manifest,x,1,y,2,3", "too_many_columns", {{"found", "7"}, {"expected", "6"}}},
      {"a comma in a number without quotes",
       "B,manifest,x,1,200,y,2",
       "too_many_columns",
       {{"found", "7"}, {"expected", "6"}}},
      {"broken UTF-8", "B,manifest,x\xFFz,1,y,2", "broken_utf8", {{"position", "13"}}},
      {"quote not closed", "B,manifest,\"x,1,y,2", "quote_not_closed exporter_name", {{"position", "12"}}},
      {"text behind a quote", "B,manifest,\"x\"y,1,y,2", "text_after_quote exporter_name", {{"position", "15"}}},
      {"no id", ",manifest,x,1,y,2", "declaration_id_missing declaration_id", {}},
      {"no procedure", "B,,x,1,y,2", "procedure_missing procedure", {}},
      {"unknown procedure", "B,manifset,x,1,y,2", "procedure_unknown procedure", {{"near", "manifest"}}},
      {"a zero character", std::string_view("B,manifest,x\0,1,y,2", 19), "nul_character", {{"position", "13"}}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto got =
        read_text(header + "A,manifest,가상무역,1,y,2\n" + std::string(c.bad) + "\nC,manifest,가상물산,1,y,2\n");
    EXPECT_EQ(got.ids(), (Strings{"A", "C"}));
    EXPECT_EQ(got.causes(), (Strings{"3 " + std::string(c.cause)}));
    ASSERT_EQ(got.rejects.size(), 1U);
    EXPECT_EQ(got.rejects[0].details, c.details);
  }
}

TEST(CsvSource, ALastRowThatBreaksOffIsTruncated) {
  const auto got = read_text(header + "A,manifest,x,1,y,2\nB,manifest,x");
  EXPECT_EQ(got.ids(), (Strings{"A"}));
  EXPECT_EQ(got.causes(), (Strings{"3 row_truncated"}));
  EXPECT_EQ(read_text(header + "A,manifest,x,1,y,2\nB,manifest,\"x").causes(),
            (Strings{"3 quote_not_closed exporter_name"}));
}

TEST(CsvSource, OneQuoteTooManyDoesNotSwallowTheFile) {
  std::string text = header + "A,manifest,\"x,1,y,2\n";
  for (int i = 0; i < 2000; ++i) text += "D" + std::to_string(i) + ",manifest,x,1,y,2\n";
  const auto got = read_text(text);
  EXPECT_EQ(got.declarations.size(), 2000U);
  EXPECT_EQ(got.causes(), (Strings{"2 quote_not_closed exporter_name"}));
}

TEST(CsvSource, ADeclarationThatLostARowIsRejectedAsAWhole) {
  const struct {
    std::string_view name, rows;
    Strings ids, causes;
  } cases[] = {
      {"the second of three rows",
       "A,formal,x,1,a,1\nA,formal,x,1,b\nA,formal,x,1,c,3\nB,formal,x,1,d,4\n",
       {"B"},
       {"3 too_few_columns quantity", "2 declaration_lost_a_row declaration_id", "4 item_row_rejected declaration_id"}},
      {"the first row",
       "A,formal,x,1,b\nA,formal,x,1,c,3\nB,formal,x,1,d,4\n",
       {"B"},
       {"2 too_few_columns quantity", "3 item_row_rejected declaration_id"}},
      {"the last row",
       "A,formal,x,1,a,1\nA,formal,x,1\nB,formal,x,1,d,4\n",
       {"B"},
       {"3 too_few_columns goods_description", "2 declaration_lost_a_row declaration_id"}},
      {"the first row of the next one",
       "A,formal,x,1,a,1\nB,formal,x,1\nC,formal,x,1,d,4\n",
       {"A", "C"},
       {"3 too_few_columns goods_description"}},
      {"a row between two that does not say whose it is",
       "A,formal,x,1,a,1\n,formal,x,1,b,2\nA,formal,x,1,c,3\nB,formal,x,1,d,4\n",
       {"B"},
       {"3 declaration_id_missing declaration_id", "4 declaration_lost_a_row declaration_id",
        "2 declaration_lost_a_row declaration_id"}},
      {"a row behind it that does not say whose it is",
       "A,formal,x,1,a,1\n,formal,x,1,b,2\nB,formal,x,1,d,4\n",
       {"A", "B"},
       {"3 declaration_id_missing declaration_id"}},
      {"rows that contradict each other",
       "A,formal,x,1,a,1\nA,formal,y,1,b,2\nB,formal,x,1,d,4\n",
       {"B"},
       {"3 header_differs_between_items exporter_name", "2 declaration_lost_a_row declaration_id"}},
  };
  for (const auto& c : cases) {
    for (const std::size_t batch : {1U, 2U, 512U}) {
      SCOPED_TRACE(c.name);
      Options options;
      options.batch_rows = batch;
      const auto got = read_text(header + std::string(c.rows), options);
      EXPECT_EQ(got.ids(), c.ids);
      EXPECT_EQ(got.causes(), c.causes);
    }
  }
}

TEST(CsvSource, AnIdThatComesAgainLaterIsARepetition) {
  const auto got =
      read_text(header + "A,formal,x,1,a,1\nB,formal,x,1,b,2\nA,formal,x,1,c,3\nA,formal,x,1,d,4\nC,formal,x,1,e,5\n");
  EXPECT_EQ(got.ids(), (Strings{"A", "B", "C"}));
  EXPECT_EQ(got.causes(), (Strings{"4 declaration_id_repeated declaration_id", "5 item_row_rejected declaration_id"}));
  EXPECT_EQ(got.rejects[0].details, (Details{{"row", "2"}}));
  // Without a column of an item, the very next row is a repetition as well.
  const auto flat = read_text("declaration_id,procedure,exporter_name\nA,formal,x\nA,formal,x\nB,formal,x\n");
  EXPECT_EQ(flat.ids(), (Strings{"A", "B"}));
  EXPECT_EQ(flat.causes(), (Strings{"3 declaration_id_repeated declaration_id"}));
}

TEST(CsvSource, RepetitionsAreFoundWithinTheWindow) {
  std::string text = "declaration_id,procedure\n";
  for (int i = 0; i < 60'000; ++i) text += "D" + std::to_string(i) + ",formal\n";
  const auto got = read_text(text + "D0,formal\n");
  EXPECT_EQ(got.declarations.size(), 60'000U);
  EXPECT_EQ(got.causes(), (Strings{"60002 declaration_id_repeated declaration_id"}));
}

TEST(CsvSource, FilesThatCannotBeReadAreRefusedByName) {
  const struct {
    std::string_view name, text, code, field;
  } cases[] = {
      {"nothing in it", "", "file_is_empty", "sample"},
      {"no id", "procedure,exporter_name\nformal,x\n", "column_missing", "declaration_id"},
      {"no procedure", "declaration_id,exporter_name\nA,x\n", "column_missing", "procedure"},
      {"a column twice", "declaration_id,procedure,brand,brand\nA,formal,x,y\n", "column_doubled", "brand"},
      {"a column without a name", "declaration_id,procedure,,brand\nA,formal,x,y\n", "column_unnamed", ""},
      {"a delimiter at the end", "declaration_id,procedure,\nA,formal,\n", "column_unnamed", ""},
      {"old line ends", "declaration_id,procedure\rA,formal\r", "old_line_ends", ""},
      {"UTF-16 with a mark",
       "\xFF\xFE"
       "d\0",
       "file_is_utf16", "sample"},
      {"UTF-16 without a mark", std::string_view("d\0e\0c\0l\0", 8), "file_is_utf16", "sample"},
      {"a spreadsheet", std::string_view("PK\x03\x04 and so on", 14), "file_is_binary", "sample"},
      {"a compressed file", "\x1F\x8B and so on", "file_is_binary", "sample"},
      {"a JSON list", "[{\"declaration_id\":\"A\"}]", "json_array_not_lines", "sample"},
      {"a quote that never closes in the header", "\"declaration_id,procedure\nA,formal\n", "header_not_readable",
       "sample"},
      {"broken UTF-8 in the header", "declaration_id,procedure,\xFF\nA,formal,x\n", "broken_utf8", "sample"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const auto got = read_text(std::string(c.text));
    EXPECT_EQ(got.refused, "intake." + std::string(c.code));
    EXPECT_EQ(got.error.field, c.field);
    EXPECT_FALSE(is_environment(got.error));
  }
}

TEST(CsvSource, FilesThatAreNotThereAreTheEnvironments) {
  const auto missing = Source::open("/nowhere/sample.csv", {});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, "intake.file_not_found");
  EXPECT_TRUE(is_environment(missing.error()));
  const auto folder = Source::open("/tmp", {});
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().code, "intake.file_not_readable");
  EXPECT_TRUE(is_environment(folder.error()));
}

TEST(CsvSource, UnknownColumnsAreKeptTrackOf) {
  const auto got = read_text("declaration_id,procedure,Gross Weight,exporter-nmae\nA,formal,1,x\n");
  ASSERT_EQ(got.unknown.size(), 2U);
  EXPECT_EQ(got.unknown[0].near, "gross_weight");
  EXPECT_EQ(got.unknown[1].near, "exporter_name");
}

TEST(CsvSource, DelimitersAndDefaults) {
  Options options;
  options.procedure = declaration::Procedure::manifest;
  for (const char delimiter : {';', '\t', '|'}) {
    std::string text = "declaration_id,brand\nA,x\n";
    for (char& c : text) c = c == ',' ? delimiter : c;
    const auto got = read_text(text, options);
    ASSERT_EQ(got.ids(), (Strings{"A"}));
    EXPECT_EQ(got.declarations[0].procedure, declaration::Procedure::manifest);
    EXPECT_EQ(got.declarations[0].at("1.brand"), "x");
  }
}

TEST(CsvSource, Cp949IsFoundAndItsBrokenBytesNamed) {
  const std::string firm = "\xB0\xA1\xBB\xF3\xB9\xAB\xBF\xAA";  // 가상무역
  const auto got = read_text(header + "A,manifest," + firm + ",1,y,2\nB,manifest," + firm +
                             "\xFF,1,y,2\nC,manifest,\"" + firm + "\",1,\x8C\x63,2\n");
  EXPECT_EQ(got.encoding, Encoding::cp949);
  ASSERT_EQ(got.ids(), (Strings{"A", "C"}));
  EXPECT_EQ(got.declarations[0].at("exporter_name"), "가상무역");
  EXPECT_EQ(got.declarations[1].at("1.goods_description"), "똠");
  EXPECT_EQ(got.causes(), (Strings{"3 broken_cp949"}));
  EXPECT_EQ(got.rejects[0].value, "0xFF 0x2C 0x31 0x2C");
  EXPECT_EQ(got.rejects[0].details, (Details{{"position", "20"}}));

  Options utf8;
  utf8.encoding = Encoding::utf8;  // told otherwise: every row that is not UTF-8 is rejected
  EXPECT_EQ(read_text(header + "A,manifest," + firm + ",1,y,2\nB,manifest,x,1,y,2\n", utf8).ids(), (Strings{"B"}));
}

TEST(CsvSource, TheEncodingIsSettledWhereTheFirstLetterStands) {
  std::string text = header;
  for (int i = 0; i < 20'000; ++i) text += "D" + std::to_string(i) + ",manifest,Sample Trading 0012,1,y,2\n";
  const auto got = read_text(text + "L,manifest,\xB0\xA1,1,y,2\n");
  EXPECT_EQ(got.encoding, Encoding::cp949);
  EXPECT_EQ(got.declarations.back().at("exporter_name"), "가");
}

TEST(CsvSource, ARowOfTenMegabytesIsPassedOver) {
  const std::string filling(10'500'000, 'x');
  const auto got = read_text(header + "A,manifest,x,1,y,2\nB,manifest," + filling + ",1,y,2\nC,manifest,x,1,y,2\n");
  EXPECT_EQ(got.ids(), (Strings{"A", "C"}));
  EXPECT_EQ(got.causes(), (Strings{"3 row_too_long"}));
  EXPECT_EQ(got.declarations[1].row, 4U);
}

TEST(CsvSource, SmallBatchesAndBlocksGiveTheSameRows) {
  std::string text = header;
  for (int i = 0; i < 200; ++i) {
    const auto id = "D" + std::to_string(i / 3);
    text += id + ",formal,\"a \"\"b\"\"\",7,\"" + std::string(static_cast<std::size_t>(i % 40), 'g') + "\n\"," +
            std::to_string(i) + "\r\n";
    if (i % 31 == 0) text += "bad,row\n";
    if (i % 41 == 0) text += id + ",formal,\"quote,7,x,1\n";
  }
  const auto whole = read_text(text);
  EXPECT_GT(whole.declarations.size(), 40U);
  EXPECT_GT(whole.rejects.size(), 7U);
  for (const std::size_t block : {1U, 5U, 64U, 1000U}) {
    for (const std::size_t rows : {1U, 3U, 512U}) {
      Options options;
      options.block_bytes = block;
      options.batch_rows = rows;
      const auto got = read_text(text, options);
      EXPECT_EQ(got.declarations, whole.declarations) << block << " " << rows;
      EXPECT_EQ(got.causes(), whole.causes()) << block << " " << rows;
    }
  }
}

}  // namespace
}  // namespace clearway::intake
