// Any text as a declaration as filed: it is refused with the place of each fault, or read, written, read again as the
// same, and looked at without a finding that cannot be.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "assessment/tables.h"
#include "detection/detect.h"
#include "detection/filed_json.h"
#include "law/law.h"

using namespace clearway;

namespace {

struct World {
  std::string root = CLEARWAY_SOURCE_DIR;
  law::Law law = law::Law::load(root + "/law").value();
  std::unique_ptr<const assessment::Tables> tables = assessment::Tables::load(law).value();
  Messages messages = Messages::load(root + "/messages").value();
  detection::DetectionPolicy policy = detection::DetectionPolicy::load(root + "/policy").value();
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const World world;
  static detection::FiledReader reader;
  assessment::Problems problems;
  const auto filed = reader.read({reinterpret_cast<const char*>(data), size}, problems);
  if (!problems.empty()) return 0;
  const auto json = detection::to_json(filed);
  if (!(reader.read(json, problems) == filed) || !problems.empty()) std::abort();
  detection::History history(world.tables->assessor(), 100);
  history.add(filed);
  const detection::Learned learned;
  const detection::Detection detection(world.tables->assessor(), world.policy, history, learned, world.messages);
  for (const auto& finding : detection.detect(filed, Date::of(2026, 11, 25))) {
    if (finding.confidence_ppm <= 0 || finding.confidence_ppm > 1'000'000 || finding.evidence.empty()) std::abort();
  }
  return 0;
}
