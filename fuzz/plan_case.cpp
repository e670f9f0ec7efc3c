// Any text as what plans of payment are asked for: refused with reasons or planned, never a fault; every plan sums to
// its rows.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "debt/answer.h"
#include "plan/answer.h"
#include "plan/case_reader.h"

using namespace clearway;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto law = law::Law::load(CLEARWAY_SOURCE_DIR "/law").value();
  static const auto calendar = law::load_calendar(CLEARWAY_SOURCE_DIR "/law").value();
  static const auto messages = Messages::load(CLEARWAY_SOURCE_DIR "/messages").value();
  debt::Problems problems;
  const auto request = plan::read_request({reinterpret_cast<const char*>(data), size}, problems);
  if (!problems.empty()) {
    debt::to_json(problems, messages);
    return 0;
  }
  const auto offer = plan::offer(request, law, calendar);
  if (!offer) {
    plan::refused_json(offer.error(), messages);
    return 0;
  }
  for (const auto& plan : offer->plans) {
    std::int64_t sum = 0;
    for (const auto& row : plan.rows) sum += row.due.total();
    if (sum != plan.total.total() || plan.rows.back().tax_left != 0) std::abort();
  }
  plan::to_json(request, *offer, law, messages);
  return 0;
}
