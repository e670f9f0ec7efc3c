// Mapping files: read or refused with a line, never anything else; one that was read can be used on a small file.
#include "intake/mapping.h"

#include <cstdint>
#include <cstdlib>
#include <string>

#include "intake/fixture_test.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace clearway;
  const std::string yaml(reinterpret_cast<const char*>(data), size);
  const auto mapping = intake::Mapping::parse(yaml, "sample.yaml");
  if (!mapping) {
    if (mapping.error().code.empty() || mapping.error().detail.empty()) std::abort();
    return 0;
  }
  intake::Options options;
  options.mapping = &*mapping;
  std::string header, row;
  for (const auto& mapped : mapping->columns) {
    header += mapped.column + std::string(1, mapping->delimiter);
    row += "12,5" + std::string(1, mapping->delimiter);
  }
  intake::read_text(header + "Ref\n" + row + "1\n" + row + "2\n", options);
  return 0;
}
