// Any text as a rule's condition: it is refused with a place inside it, or compiled and evaluated.
#include "risk/rule_language.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "declaration/declaration.h"
#include "risk/policy.h"
#include "risk/profiles.h"
#include "risk/rule_program.h"

using namespace clearway;

namespace {

risk::Vocabulary vocabulary() {
  risk::Vocabulary result;
  result.field_type = [](declaration::Field field) {
    if (field == declaration::Field::quantity || field == declaration::Field::gross_weight) return risk::Type::number;
    return field == declaration::Field::declaration_date ? risk::Type::date : risk::Type::text;
  };
  result.parameter = [](std::string_view name) -> std::optional<risk::DatedConstant> {
    risk::Constant constant;
    if (name == "law.limit") {
      constant.number = 2'000'000'000'000;
      return risk::DatedConstant{{Date::of(2026, 1, 1), constant}};
    }
    if (name != "policy.words") return std::nullopt;
    constant.type = risk::Type::text_list;
    constant.texts = {"gift", "sample goods", "선물"};
    return risk::DatedConstant{{Date::from_days(INT32_MIN), constant}};
  };
  return result;
}

declaration::Declaration example() {
  declaration::Declaration declaration;
  declaration.set(declaration::Field::destination_country, "US");
  declaration.set(declaration::Field::goods_description, "Sample goods of 선물", 0);
  declaration.set(declaration::Field::tariff_code, "8806229000", 0);
  declaration.set(declaration::Field::tariff_code, "33", 1);
  const auto quantity = static_cast<std::size_t>(declaration::Field::quantity) - declaration::header_field_count;
  declaration.items[0].number[quantity] = 3'000'000;
  declaration.items[0].has_number.set(quantity);
  return declaration;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto names = vocabulary();
  static const auto declaration = example();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto parsed = risk::Expression::parse(text, names);
  if (const auto* error = std::get_if<risk::LanguageError>(&parsed)) {
    if (error->column < 1 || error->column > size + 1 || error->detail.empty() || error->fix.empty()) std::abort();
    return 0;
  }
  std::vector<risk::Rule> rules(1);
  rules[0].procedures = 0xF;
  rules[0].when = std::get<risk::Expression>(std::move(parsed));
  const risk::RulePrograms programs(rules, {}, names);
  const declaration::Facts facts;
  const risk::Observation observation;
  const risk::History history;
  const risk::Subject subject{declaration, facts, observation, history, {}};
  risk::Program::Workspace workspace;
  for (const auto day : {Date::of(2025, 6, 1), Date::of(2026, 6, 1)}) {
    programs.on(declaration::Procedure::formal, day).run(subject, workspace);
    if (workspace.hits.size() > 1) std::abort();
  }
  return 0;
}
