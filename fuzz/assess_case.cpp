// Any text as a case: it is refused with the place of each fault, or read, written, read again as the same, and
// assessed within what sums may be.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "assessment/case_json.h"
#include "assessment/tables.h"
#include "law/law.h"

using namespace clearway;

namespace {

struct World {
  law::Law law = law::Law::load(std::string(CLEARWAY_SOURCE_DIR) + "/law").value();
  std::unique_ptr<const assessment::Tables> tables = assessment::Tables::load(law).value();
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const World world;
  static assessment::CaseReader reader;
  assessment::Problems problems;
  const auto given = reader.read({reinterpret_cast<const char*>(data), size}, problems);
  bool refused = false;
  for (const auto& problem : problems) refused = refused || problem.scope == assessment::Scope::declaration;
  if (refused) return 0;
  assessment::Problems again;
  const auto json = assessment::to_json(given.declaration);
  const auto copy = reader.read_declaration(json, again);
  // A line without faults comes back; where all lines had faults there is nothing to read.
  if (!given.declaration.lines.empty() && (!again.empty() || !(copy == given.declaration))) std::abort();
  const auto answer = world.tables->assessor().assess(given.declaration);
  std::int64_t sum = 0;
  for (const auto& line : answer.lines) {
    if (line.customs_value < 0 || line.taxes.total() < 0) std::abort();
    sum += line.taxes.total();
  }
  if (answer.payable > answer.assessed || answer.assessed < sum) std::abort();
  return 0;
}
