#pragma once

#include <cstdint>
#include <memory>
#include <string>
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

  const law::Law& law() const { return law_; }
  const law::ElementCatalogue& elements() const { return elements_; }
  const declaration::ExchangeRates& rates() const { return rates_; }
  const risk::Policy& policy() const { return policy_; }
  const Messages& messages() const { return messages_; }
  const clearance::Validator& validator() const { return validator_; }
  const clearance::ProcedureAdvisor& advisor() const { return advisor_; }
  const clearance::Lifecycle& lifecycle() const { return lifecycle_; }
  const std::string& law_version() const { return law_version_; }
  /// Of the policy and the models in force, e.g. "policy-0123456789ab+model-0123456789ab".
  const std::string& policy_version() const { return policy_version_; }
  /// The model that judges declarations of `procedure`; null where there is none or the policy gives it no say.
  const risk::LearnedMethod* learned(declaration::Procedure procedure) const {
    return policy_.settings().learned ? learned_[static_cast<std::size_t>(procedure)].get() : nullptr;
  }
  std::uint64_t sentences_version() const { return messages_.version(); }

 private:
  Rulebook(law::Law law, law::ElementCatalogue elements, declaration::ExchangeRates rates, risk::Policy policy,
           risk::LearnedMethods learned, const Messages& messages);
  const Messages& messages_;
  law::Law law_;
  law::ElementCatalogue elements_;
  declaration::ExchangeRates rates_;
  risk::Policy policy_;
  risk::LearnedMethods learned_;
  std::string policy_version_;
  clearance::Validator validator_;
  clearance::ProcedureAdvisor advisor_;
  clearance::Lifecycle lifecycle_;
  std::string law_version_;
};

}  // namespace clearway::screening
