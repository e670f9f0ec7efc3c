#include "sample/consignment.h"

namespace clearway::sample {

std::string_view pattern_id(Pattern pattern) {
  static constexpr std::array<std::string_view, pattern_count + 1> ids = {"",   "R1", "R2", "R3",  "R4",  "R5", "R6",
                                                                          "R7", "R8", "R9", "R10", "R11", "R12"};
  return ids[static_cast<std::size_t>(pattern)];
}

std::int64_t Consignment::cents() const {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < line_count; ++i) sum += lines[i].cents();
  return sum;
}

void Consignment::clear() {
  line_count = 0;
  drawback = wants_drawback_on_manifest = phone_withheld = returned_goods = maker_unknown = company = permit = false;
  exporter_name.clear();
  exporter_phone.clear();
  exporter_identifier.clear();
  consignee_name.clear();
  model.clear();
}

}  // namespace clearway::sample
