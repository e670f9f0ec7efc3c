#include "screening/rulebook.h"

#include <fstream>
#include <iterator>
#include <utility>

namespace clearway::screening {
namespace {

Result<likelihood::Model> read_model(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Error{"model_cannot_be_read", path, "The model " + path + " cannot be opened", "Name the file of a model"};
  }
  auto model = likelihood::Model::read(std::string(std::istreambuf_iterator<char>(file), {}));
  if (model) return model;
  auto error = model.error();
  error.field = path;
  error.detail = path + ": " + error.detail;
  return error;
}

Result<risk::LearnedMethods> load_models(const std::vector<std::string>& paths, const law::ElementCatalogue& elements) {
  risk::LearnedMethods methods;
  for (const auto& path : paths) {
    auto model = read_model(path);
    if (!model) return model.error();
    auto method = risk::LearnedMethod::of(std::move(model).value(), elements);
    if (!method) return method.error();
    for (std::size_t p = 0; p < methods.size(); ++p) {
      if (!(*method)->judges(static_cast<declaration::Procedure>(p))) continue;
      if (methods[p] != nullptr) {
        return Error{
            "two_models_judge_one_procedure", path,
            path + " judges the procedure " + std::string(declaration::procedure_names[p]) + ", as another model does",
            "Name one model for each procedure"};
      }
      methods[p] = *method;
    }
  }
  return methods;
}

std::string version_of(const risk::Policy& policy, const risk::LearnedMethods& learned) {
  std::string version = policy.version();
  for (const auto& method : learned) {
    if (method == nullptr || version.find(method->model().version()) != std::string::npos) continue;
    if (policy.settings().learned) version += "+" + method->model().version();
  }
  return version;
}

}  // namespace

Result<std::unique_ptr<const Rulebook>> Rulebook::load(const RulebookFolders& folders, const Messages& messages) {
  auto law = law::Law::load(folders.law);
  if (!law) return law.error();
  auto elements = law::ElementCatalogue::load(*law);
  if (!elements) return elements.error();
  auto rates = declaration::ExchangeRates::load(folders.law + "/kr/exchange_rate/export.csv");
  if (!rates) return rates.error();
  auto policy = risk::Policy::load(folders.policy, *law, *elements);
  if (!policy) return policy.error();
  auto learned = load_models(folders.models, *elements);
  if (!learned) return learned.error();
  auto ground = std::make_shared<const Ground>(std::move(law).value(), std::move(elements).value(),
                                               std::move(rates).value(), messages);
  return std::unique_ptr<const Rulebook>(new Rulebook(
      std::move(ground), std::make_shared<const risk::Policy>(std::move(policy).value()), std::move(learned).value()));
}

std::unique_ptr<const Rulebook> Rulebook::with_policy(risk::Policy policy) const {
  return std::unique_ptr<const Rulebook>(
      new Rulebook(ground_, std::make_shared<const risk::Policy>(std::move(policy)), learned_));
}

Result<std::unique_ptr<const Rulebook>> Rulebook::with_model(std::string_view bytes) const {
  auto model = likelihood::Model::read(bytes);
  if (!model) return model.error();
  auto method = risk::LearnedMethod::of(std::move(model).value(), elements());
  if (!method) return method.error();
  auto learned = learned_;
  for (std::size_t p = 0; p < learned.size(); ++p) {
    if ((*method)->judges(static_cast<declaration::Procedure>(p))) learned[p] = *method;
  }
  return std::unique_ptr<const Rulebook>(new Rulebook(ground_, policy_, std::move(learned)));
}

std::unique_ptr<const Rulebook> Rulebook::with_models_of(std::string_view policy_version) const {
  auto learned = learned_;
  for (auto& method : learned) {
    if (method != nullptr && policy_version.find(method->model().version()) == std::string_view::npos) method.reset();
  }
  return std::unique_ptr<const Rulebook>(new Rulebook(ground_, policy_, std::move(learned)));
}

Rulebook::Ground::Ground(law::Law given_law, law::ElementCatalogue given_elements,
                         declaration::ExchangeRates given_rates, const Messages& given_messages)
    : messages(given_messages),
      law(std::move(given_law)),
      elements(std::move(given_elements)),
      rates(std::move(given_rates)),
      validator(law, elements, rates, messages),
      advisor(law, elements, messages),
      lifecycle(law, messages),
      law_version(law.version()) {}

Rulebook::Rulebook(std::shared_ptr<const Ground> ground, std::shared_ptr<const risk::Policy> policy,
                   risk::LearnedMethods learned)
    : ground_(std::move(ground)),
      policy_(std::move(policy)),
      learned_(std::move(learned)),
      policy_version_(version_of(*policy_, learned_)) {}

}  // namespace clearway::screening
