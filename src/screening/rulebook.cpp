#include "screening/rulebook.h"

#include <utility>

namespace clearway::screening {

Result<std::unique_ptr<const Rulebook>> Rulebook::load(const RulebookFolders& folders, const Messages& messages) {
  auto law = law::Law::load(folders.law);
  if (!law) return law.error();
  auto elements = law::ElementCatalogue::load(*law);
  if (!elements) return elements.error();
  auto rates = declaration::ExchangeRates::load(folders.law + "/kr/exchange_rate/export.csv");
  if (!rates) return rates.error();
  auto policy = risk::Policy::load(folders.policy, *law, *elements);
  if (!policy) return policy.error();
  return std::unique_ptr<const Rulebook>(new Rulebook(std::move(law).value(), std::move(elements).value(),
                                                      std::move(rates).value(), std::move(policy).value(), messages));
}

Rulebook::Rulebook(law::Law law, law::ElementCatalogue elements, declaration::ExchangeRates rates, risk::Policy policy,
                   const Messages& messages)
    : messages_(messages),
      law_(std::move(law)),
      elements_(std::move(elements)),
      rates_(std::move(rates)),
      policy_(std::move(policy)),
      validator_(law_, elements_, rates_, messages_),
      advisor_(law_, elements_, messages_),
      lifecycle_(law_, messages_),
      law_version_(law_.version()) {}

}  // namespace clearway::screening
