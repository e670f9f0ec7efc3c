// Workbooks: whatever comes in is read within its limits or refused. The first byte says whether the rest is a file as
// it comes, or one part of a workbook that is right otherwise: its sheet, texts, formats or relations.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "intake/workbook_fixture_test.h"
#include "intake/xlsx_table.h"

namespace {

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

std::string file_of(std::uint8_t choice, std::string content) {
  using namespace clearway::intake;
  if (choice % 6 == 0) return content;
  auto parts = parts_of(R"(<row r="1"><c t="s"><v>0</v></c><c s="1"><v>46380.5</v></c></row>)");
  parts["xl/sharedStrings.xml"] = "<sst><si><t>notice</t></si></sst>";
  parts["xl/styles.xml"] = R"(<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>)";
  if (choice % 6 == 1) {
    const auto rows = parts_of(content);
    parts["xl/worksheets/sheet1.xml"] = rows.at("xl/worksheets/sheet1.xml");
  } else {
    constexpr const char* names[] = {"xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
                                     "xl/_rels/workbook.xml.rels"};
    parts[names[choice % 6 - 2]] = std::move(content);
  }
  return archive(parts);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace clearway;
  if (size == 0) return 0;
  const auto file = file_of(data[0], std::string(reinterpret_cast<const char*>(data) + 1, size - 1));
  const intake::XlsxLimits limits{1 << 20, 1'000, 64};
  const auto read = intake::read_xlsx(file, limits);
  if (!read) {
    if (read.error().code.empty() || read.error().fix.empty()) fail("refused without a reason");
    return 0;
  }
  if (read->size() > limits.most_rows) fail("more rows than may be");
  std::uint64_t last = 0;
  for (const auto& row : *read) {
    if (row.row <= last) fail("rows out of order");
    last = row.row;
    if (row.cells.empty() || row.cells.back().empty() || row.cells.size() > limits.most_columns) fail("a row of nothing");
  }
  return 0;
}
