// CSV, in UTF-8 or CP949, with and without a mapping. Every row is read or rejected; the size of blocks and batches
// changes nothing. The first byte of the input chooses delimiter, mapping and encoding.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "intake/fixture_test.h"
#include "intake/mapping.h"

namespace {

using namespace clearway;

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

const intake::Mapping& sample_mapping() {
  static const auto mapping = intake::Mapping::parse(R"(
declaration_id: {columns: [A, B]}
procedure: {column: C, values: {m: manifest, f: formal}}
columns:
  D: {field: declaration_date, transforms: [trim, {date: dd.mm.yyyy}]}
  E: {fields: [exporter_name, consignee_name], transforms: [upper, {first: 5}, {last: 3}], optional: true}
  F: {field: quantity, transforms: [{strip: ","}, {scale: -3}, {pad_left: [4, "0"]}], optional: true}
  G: {field: exporter_identifier, optional: true}
)",
                                                     "sample");
  return *mapping;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto choice = data[0];
  std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  intake::Options options;
  options.batch_rows = 64;
  options.format = intake::Format::csv;
  options.encoding = (choice & 1) != 0 ? intake::Encoding::cp949 : intake::Encoding::utf8;
  if ((choice & 2) != 0) {
    options.mapping = &sample_mapping();
    text.insert(0, "A,B,C,D,E,F,G\n");
  } else if ((choice & 4) != 0) {
    text.insert(0, "declaration_id,procedure,exporter_name,exporter_identifier,brand,quantity\n");
  }
  const auto whole = intake::read_text(text, options);
  options.block_bytes = 5;
  options.batch_rows = 2;
  const auto pieces = intake::read_text(text, options);
  if (whole.refused != pieces.refused) fail("blocks change whether the file is read");
  // A bad row without an id may be one of the open declaration as long as the batch has room for it.
  if (whole.declarations.size() + whole.rejects.size() < 5 &&
      (whole.declarations != pieces.declarations || whole.causes() != pieces.causes())) {
    fail("blocks change the rows");
  }
  for (const auto& reject : whole.rejects) {
    if (!is_valid_utf8(reject.value) || !is_valid_utf8(reject.raw)) fail("a reject that is not UTF-8");
  }
  return 0;
}
