#include "risk/model_inputs.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/hash.h"
#include "law/element_catalogue.h"

namespace clearway::risk {
namespace {

constexpr std::string_view hs6_number = "hs6_number";

constexpr std::pair<std::string_view, std::uint64_t Observation::*> parties[] = {
    {"party.exporter", &Observation::exporter},
    {"party.consignee", &Observation::consignee},
    {"party.manufacturer", &Observation::manufacturer},
    {"party.filer", &Observation::filer},
    {"party.route", &Observation::route},
    {"party.product", &Observation::product}};

std::uint64_t Observation::*find_party(std::string_view name) {
  for (const auto& [known, member] : parties) {
    if (known == name) return member;
  }
  return nullptr;
}

/// The first digits of the tariff code of the first item.
std::string_view tariff_digits(Variable variable, const declaration::Declaration& declaration) {
  const std::size_t digits = variable == Variable::hs2 ? 2 : variable == Variable::hs4 ? 4 : 6;
  return declaration.text(declaration::Field::tariff_code).substr(0, digits);
}

std::uint64_t category(std::string_view text) { return text.empty() ? 0 : hash_text(text); }

}  // namespace

InputKind input_kind(std::string_view name, const law::ElementCatalogue& elements) {
  if (name == hs6_number) return InputKind::number;
  if (find_party(name) != nullptr) return InputKind::category;
  if (const auto variable = find_variable(name)) {
    return info(*variable).type == Type::text ? InputKind::category : InputKind::number;
  }
  if (const auto field = declaration::find_field(name)) {
    const auto type = type_of(*field, elements);
    return type == Type::number || type == Type::date ? InputKind::number : InputKind::category;
  }
  return InputKind::unknown;
}

ModelInputs::Input ModelInputs::find(std::string_view name, InputKind kind, const law::ElementCatalogue& elements) {
  Input input;
  if (name == hs6_number) {
    input.source = Source::hs6_number;
  } else if (const auto party = find_party(name); party != nullptr) {
    input.source = Source::party;
    input.party = party;
  } else if (const auto variable = find_variable(name)) {
    input.source = kind == InputKind::number ? Source::variable : Source::text_variable;
    input.variable = *variable;
  } else {
    input.field = *declaration::find_field(name);
    const bool date = kind == InputKind::number && type_of(input.field, elements) == Type::date;
    input.personal = elements.is_personal(input.field);
    input.source = kind == InputKind::category ? Source::text_field : date ? Source::date_field : Source::field;
  }
  return input;
}

Result<ModelInputs> ModelInputs::of(const likelihood::Layout& layout, const law::ElementCatalogue& elements) {
  ModelInputs inputs;
  std::string unknown;
  const auto add = [&](const std::vector<std::string>& names, InputKind kind, std::vector<Input>& out) {
    for (const auto& name : names) {
      if (input_kind(name, elements) == kind) {
        out.push_back(find(name, kind, elements));
      } else {
        unknown += (unknown.empty() ? "" : ", ") + name;
      }
    }
  };
  add(layout.numbers, InputKind::number, inputs.numbers_);
  add(layout.categories, InputKind::category, inputs.categories_);
  if (unknown.empty()) return inputs;
  return Error{"model_names_unknown_inputs", unknown, "The model looks at what declarations do not have: " + unknown,
               "Train it again with this version of the program and its data elements"};
}

void ModelInputs::fill(const Subject& subject, likelihood::Inputs& out) const {
  static_assert(missing == likelihood::missing);
  out.numbers.resize(numbers_.size());
  out.categories.resize(categories_.size());
  for (std::size_t i = 0; i < numbers_.size(); ++i) {
    const auto& input = numbers_[i];
    switch (input.source) {
      case Source::field: out.numbers[i] = number_of(input.field, false, subject.declaration, 0); break;
      case Source::date_field: out.numbers[i] = number_of(input.field, true, subject.declaration, 0); break;
      case Source::hs6_number: out.numbers[i] = subject.facts.hs6 == 0 ? missing : to_micro(subject.facts.hs6); break;
      default: out.numbers[i] = number_of(input.variable, subject, 0);
    }
  }
  const auto counts = [](const RepeatProfile* repeat) {
    return repeat == nullptr ? likelihood::Counts{} : likelihood::Counts{repeat->examined, repeat->hits};
  };
  out.repeat = subject.observation.repeat;
  out.exact_repeat = subject.observation.exact_repeat;
  out.repeated = counts(subject.history.repeat);
  out.repeated_exactly = counts(subject.history.exact_repeat);
  for (std::size_t i = 0; i < categories_.size(); ++i) {
    const auto& input = categories_[i];
    switch (input.source) {
      case Source::party: out.categories[i] = subject.observation.*input.party; break;
      case Source::text_variable:
        out.categories[i] = category(tariff_digits(input.variable, subject.declaration));
        break;
      default: out.categories[i] = category(subject.declaration.text(input.field));
    }
  }
}

std::string ModelInputs::shown(std::size_t category, const declaration::Declaration& declaration) const {
  const auto& input = categories_[category];
  std::string_view text;
  if (input.source == Source::text_variable) text = tariff_digits(input.variable, declaration);
  if (input.source == Source::text_field && !input.personal) text = declaration.text(input.field);
  return text.empty() ? "-" : std::string(text);
}

}  // namespace clearway::risk
