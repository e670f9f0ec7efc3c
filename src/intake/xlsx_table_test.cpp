#include "intake/xlsx_table.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/text.h"
#include "intake/workbook_fixture_test.h"

namespace clearway::intake {
namespace {

using Cells = std::vector<std::string>;

std::vector<TableRow> rows_of(const std::string& bytes) {
  const auto read = read_xlsx(bytes);
  EXPECT_TRUE(read.ok()) << read.error().code << " " << read.error().detail;
  return read ? *read : std::vector<TableRow>{};
}
std::string refusal(const std::string& bytes, const XlsxLimits& limits = {}) {
  const auto read = read_xlsx(bytes, limits);
  return read ? "read" : read.error().code;
}

TEST(Workbook, TextsNumbersDatesAndTruthValues) {
  auto parts = parts_of(
      R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>)"
      R"(<row r="3"><c r="A3"><v>12.5</v></c><c r="B3" s="1"><v>46380</v></c><c r="C3" s="2"><v>46380.395833333336</v></c>)"
      R"(<c r="D3" t="b"><v>1</v></c><c r="E3" t="str"><f>A1&amp;"x"</f><v>computed</v></c><c r="F3" s="3"><v>7</v></c></row>)"
      R"(<row><c t="inlineStr"><is><r><t>two </t></r><r><t>runs</t></r></is></c><c s="4"><v>60000</v></c></row>)"
      R"(<row r="9"><c r="A9"/></row>)");
  parts["xl/sharedStrings.xml"] =
      R"(<sst><si><t>안내</t></si><si><r><t xml:space="preserve">a </t></r><r><t>b</t></r><rPh><t>reading</t></rPh></si></sst>)";
  parts["xl/styles.xml"] =
      R"(<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;년&quot; m&quot;월&quot;"/>)"
      R"(<numFmt numFmtId="165" formatCode="0&quot;days&quot;"/></numFmts>)"
      R"(<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="1"/></cellXfs></styleSheet>)";
  const auto rows = rows_of(archive(parts));
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].row, 1U);
  EXPECT_EQ(rows[0].cells, (Cells{"안내", "", "a b"}));
  EXPECT_EQ(rows[1].row, 3U);
  EXPECT_EQ(rows[1].cells, (Cells{"12.5", "2026-12-24", "2026-12-24T09:30:00", "TRUE", "computed", "7"}));
  EXPECT_EQ(rows[2].row, 4U) << "without a number it follows the one before";
  EXPECT_EQ(rows[2].cells, (Cells{"two runs", "60000"}));
}

TEST(Workbook, DaysAreCountedAsTheWorkbookSays) {
  auto parts = parts_of(
      R"(<row r="1"><c s="0"><v>1</v></c><c s="0"><v>59</v></c><c s="0"><v>61</v></c><c s="0"><v>-4</v></c><c s="0"><v>1e300</v></c></row>)");
  parts["xl/styles.xml"] = R"(<styleSheet><cellXfs><xf numFmtId="27"/></cellXfs></styleSheet>)";
  EXPECT_EQ(rows_of(archive(parts)).at(0).cells, (Cells{"1900-01-01", "1900-02-28", "1900-03-01", "-4", "1e300"}));
  auto& book = parts["xl/workbook.xml"];
  book.insert(book.find("<sheets>"), R"(<workbookPr date1904="1"/>)");
  EXPECT_EQ(rows_of(archive(parts)).at(0).cells.at(0), "1904-01-02");
}

TEST(Workbook, NamesOfElementsMayHaveAPrefix) {
  auto parts = parts_of("");
  parts["xl/worksheets/sheet1.xml"] =
      R"(<x:worksheet xmlns:x="m"><x:sheetData><x:row r="2"><x:c r="B2" t="inlineStr"><x:is><x:t>here</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>)";
  EXPECT_EQ(rows_of(archive(parts)).at(0).cells, (Cells{"", "here"}));
}

TEST(Workbook, WhatIsNoWorkbookIsRefusedWithItsCause) {
  EXPECT_EQ(refusal("notice,answer\n"), "workbook_cannot_be_read");
  EXPECT_EQ(refusal(""), "workbook_cannot_be_read");
  EXPECT_EQ(refusal("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more"), "workbook_is_encrypted");
  EXPECT_EQ(refusal(archive({{"word/document.xml", "<document/>"}})), "workbook_cannot_be_read");
  auto parts = parts_of("<row");
  EXPECT_EQ(refusal(archive(parts)), "workbook_cannot_be_read") << "no XML";
  parts = parts_of(R"(<row r="1"><c t="s"><v>5</v></c></row>)");
  EXPECT_EQ(refusal(archive(parts)), "workbook_cannot_be_read") << "a text that is missing";
  parts = parts_of(R"(<row r="2"><c><v>5</v></c></row><row r="1"><c><v>5</v></c></row>)");
  EXPECT_EQ(refusal(archive(parts)), "workbook_cannot_be_read") << "rows out of order";
  parts = parts_of("");
  parts.erase("xl/worksheets/sheet1.xml");
  EXPECT_EQ(refusal(archive(parts)), "workbook_cannot_be_read") << "no sheet";
  auto whole = workbook({{"a"}});
  EXPECT_EQ(refusal(whole.substr(0, whole.size() - 30)), "workbook_cannot_be_read") << "cut off";
}

TEST(Workbook, WhatGrowsBeyondTheLimitWhenUnpackedIsRefused) {
  // Sixty-four million blanks are a file of some sixty thousand bytes.
  const auto bomb = archive(parts_of("<row r=\"1\"><c><v>" + std::string(64'000'000, ' ') + "1</v></c></row>"));
  EXPECT_LT(bomb.size(), 100'000U);
  EXPECT_EQ(refusal(bomb), "workbook_is_too_large");
  std::vector<Cells> many(30, Cells{"x"});
  EXPECT_EQ(refusal(workbook(many), {.most_rows = 29}), "workbook_is_too_large");
  EXPECT_EQ(refusal(workbook(many), {.most_rows = 30}), "read");
  auto far = parts_of(R"(<row r="1"><c r="XFD1"><v>1</v></c><c r="A1"><v>2</v></c></row>)");
  EXPECT_EQ(rows_of(archive(far)).at(0).cells, Cells{"2"}) << "cells far to the right are left out";
}

TEST(Workbook, NoEntityGrowsAndNothingIsFetched) {
  auto parts = parts_of("");
  auto& sheet = parts["xl/worksheets/sheet1.xml"];
  sheet = R"(<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet><sheetData>)"
          R"(<row r="1"><c t="inlineStr"><is><t>&a;&b;</t></is></c></row></sheetData></worksheet>)";
  EXPECT_EQ(rows_of(archive(parts)).at(0).cells, Cells{"&a;&b;"});
}

TEST(Workbook, WhatIsWrittenIsReadAgain) {
  rc::check([](std::vector<std::vector<std::uint8_t>> lengths) {
    std::vector<Cells> table;
    for (const auto& row : lengths) {
      auto& cells = table.emplace_back();
      for (const auto length : row) cells.push_back("가<&" + std::string(length, 'x'));
    }
    const auto rows = rows_of(workbook(table));
    std::size_t at = 0;
    for (std::size_t i = 0; i < table.size(); ++i) {
      if (table[i].empty()) continue;
      RC_ASSERT(at < rows.size());
      RC_ASSERT(rows[at].row == i + 1);
      RC_ASSERT(rows[at].cells == table[i]);
      ++at;
    }
    RC_ASSERT(at == rows.size());
  });
}

}  // namespace
}  // namespace clearway::intake
