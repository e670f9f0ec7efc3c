// Any bytes as the values of any declaration: findings and facts come out, never a fault, and twice the same.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "base/messages.h"
#include "clearance/procedure.h"
#include "clearance/validator.h"
#include "law/element_catalogue.h"
#include "law/law.h"

namespace {

using namespace clearway;

template <class T>
T take(Result<T> result) {
  if (!result) std::abort();
  return std::move(result).value();
}

struct World {
  Messages messages = take(Messages::load(CLEARWAY_SOURCE_DIR "/messages"));
  law::Law law = take(law::Law::load(CLEARWAY_SOURCE_DIR "/law"));
  law::ElementCatalogue catalogue = take(law::ElementCatalogue::load(law));
  declaration::ExchangeRates rates =
      take(declaration::ExchangeRates::load(CLEARWAY_SOURCE_DIR "/law/kr/exchange_rate/export.csv"));
  clearance::Validator validator{law, catalogue, rates, messages};
  clearance::ProcedureAdvisor advisor{law, catalogue, messages};
};

}  // namespace

// Input: procedure, then values as field number, item number, length, text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const World world;
  if (size == 0) return 0;
  declaration::Declaration declaration;
  declaration.procedure = static_cast<declaration::Procedure>(data[0] % declaration::procedure_count);
  for (std::size_t at = 1; at + 3 <= size;) {
    const auto field = static_cast<declaration::Field>(data[at] % declaration::field_count);
    const std::size_t item = data[at + 1] % 4;
    const std::size_t length = std::min<std::size_t>(data[at + 2], size - at - 3);
    declaration.set(field, {reinterpret_cast<const char*>(data + at + 3), length}, item);
    at += 3 + length;
  }
  std::vector<clearance::Finding> first, second;
  world.validator.validate(declaration, first);
  world.validator.validate(declaration, second);
  if (first.size() != second.size()) std::abort();
  for (const auto& finding : first) {
    if (world.validator.render(finding, declaration.procedure, Language::english).text.empty()) std::abort();
  }
  const auto facts = world.validator.derive(declaration);
  if (declaration.procedure == declaration::Procedure::import_) return 0;
  const auto the_case = world.advisor.case_of(declaration, facts);
  if (world.advisor.advise(the_case, &declaration).value.recommended != world.advisor.recommend(the_case)) std::abort();
  return 0;
}
