// Any text as a rule pack: its problems in words, or a pack by which a debt is forecast.
#include "accrual/rule_pack.h"

#include <cstdint>
#include <string_view>

#include "accrual/forecast.h"

using namespace clearway;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto messages = Messages::load(CLEARWAY_SOURCE_DIR "/messages").value();
  accrual::PackProblems problems;
  const auto pack = accrual::read_rule_pack("fuzz.yaml", {reinterpret_cast<const char*>(data), size}, problems);
  for (const auto& problem : problems) {
    problem.text(messages);
    problem.fix(messages);
  }
  if (!problems.empty()) return 0;
  for (const auto& [name, charge] : pack.charges) {
    accrual::Item item;
    item.charge = name;
    item.principal = 1'000'000;
    item.start = Date::of(2019, 12, 16);
    item.until = Date::of(2026, 9, 30);
    item.payments = {{Date::of(2020, 2, 29), 400'000}};
    (void)accrual::forecast(item, pack);
  }
  return 0;
}
