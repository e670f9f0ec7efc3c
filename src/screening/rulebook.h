#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/messages.h"
#include "base/result.h"
#include "clearance/lifecycle.h"
#include "clearance/procedure.h"
#include "clearance/validator.h"
#include "declaration/exchange_rates.h"
#include "law/element_catalogue.h"
#include "law/law.h"
#include "risk/learned_method.h"
#include "risk/policy.h"

namespace clearway::screening {

struct RulebookFolders {
  std::string law, policy;
  std::vector<std::string> models{};  // files of learned models, at most one for each procedure
};

/// The law, the policy and everything compiled from them: read once, then constant and shared by threads. A change of
/// law or policy is a new rulebook; what was decided under an earlier one keeps that one's versions.
class Rulebook {
 public:
  /// Error: file, key, value and what would fix it; two_models_judge_one_procedure. `messages` must outlive the
  /// rulebook.
  static Result<std::unique_ptr<const Rulebook>> load(const RulebookFolders& folders, const Messages& messages);

  /// The same law and models with another policy; they are shared, not read again.
  std::unique_ptr<const Rulebook> with_policy(risk::Policy policy) const;
  /// The same with the model of a file's bytes for the procedures it judges. Refused as likelihood::Model::read
  /// refuses.
  Result<std::unique_ptr<const Rulebook>> with_model(std::string_view bytes) const;

  /// The same with only those of its models that `policy_version` names.
  std::unique_ptr<const Rulebook> with_models_of(std::string_view policy_version) const;

  const law::Law& law() const { return ground_->law; }
  const law::ElementCatalogue& elements() const { return ground_->elements; }
  const declaration::ExchangeRates& rates() const { return ground_->rates; }
  const risk::Policy& policy() const { return *policy_; }
  const Messages& messages() const { return ground_->messages; }
  const clearance::Validator& validator() const { return ground_->validator; }
  const clearance::ProcedureAdvisor& advisor() const { return ground_->advisor; }
  const clearance::Lifecycle& lifecycle() const { return ground_->lifecycle; }
  const std::string& law_version() const { return ground_->law_version; }
  /// Of the policy and the models in force, e.g. "policy-0123456789ab+model-0123456789ab".
  const std::string& policy_version() const { return policy_version_; }
  /// The model that judges declarations of `procedure`; null where there is none or the policy gives it no say.
  const risk::LearnedMethod* learned(declaration::Procedure procedure) const {
    return policy_->settings().learned ? learned_[static_cast<std::size_t>(procedure)].get() : nullptr;
  }
  std::uint64_t sentences_version() const { return ground_->messages.version(); }

 private:
  /// The law and what is compiled from it alone.
  struct Ground {
    Ground(law::Law law, law::ElementCatalogue elements, declaration::ExchangeRates rates, const Messages& messages);
    const Messages& messages;
    law::Law law;
    law::ElementCatalogue elements;
    declaration::ExchangeRates rates;
    clearance::Validator validator;
    clearance::ProcedureAdvisor advisor;
    clearance::Lifecycle lifecycle;
    std::string law_version;
  };
  Rulebook(std::shared_ptr<const Ground> ground, std::shared_ptr<const risk::Policy> policy,
           risk::LearnedMethods learned);
  std::shared_ptr<const Ground> ground_;
  std::shared_ptr<const risk::Policy> policy_;
  risk::LearnedMethods learned_;
  std::string policy_version_;
};

}  // namespace clearway::screening
