// Any text as the case of a debt, under Korean rules and under a rule pack: refused with reasons or computed, never a
// fault; what is computed loses no won.
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "debt/answer.h"
#include "debt/case_reader.h"
#include "debt/compute.h"
#include "debt/pack_case.h"

using namespace clearway;

namespace {

accrual::RulePack read_pack() {
  std::ifstream in(CLEARWAY_SOURCE_DIR "/law/packs/uk-interest-forecast.yaml");
  accrual::PackProblems problems;
  return accrual::read_rule_pack("pack", std::string{std::istreambuf_iterator<char>(in), {}}, problems);
}

void korean(std::string_view text) {
  static const auto law = law::Law::load(CLEARWAY_SOURCE_DIR "/law").value();
  static const auto calendar = law::load_calendar(CLEARWAY_SOURCE_DIR "/law").value();
  static const auto messages = Messages::load(CLEARWAY_SOURCE_DIR "/messages").value();
  debt::Problems problems;
  const auto subject = debt::read_case(text, problems);
  if (!problems.empty()) {
    debt::to_json(problems, messages);
    return;
  }
  const auto statement = debt::compute(subject, law, calendar);
  if (!statement) {
    debt::problem_of(statement.error()).text(messages);
    return;
  }
  std::int64_t paid = 0;
  for (const auto& payment : statement->payments) paid += payment.payment.amount;
  const auto to = statement->costs_paid + statement->tax_paid + statement->penalty_paid;
  if (paid != to + statement->refund_due || statement->balance() < 0) std::abort();
  debt::to_json(subject, *statement, law, messages);
}

void by_pack(std::string_view text) {
  static const auto pack = read_pack();
  debt::Problems problems;
  const auto items = debt::read_items(text, pack, problems);
  if (!problems.empty()) return;
  const auto statement = debt::compute(items, pack);
  if (!statement) return;
  const auto& totals = statement->totals;
  if (totals.principal != totals.paid + totals.unpaid || totals.interest < 0) std::abort();
  debt::to_json(items, *statement, pack);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  korean(text);
  by_pack(text);
  return 0;
}
