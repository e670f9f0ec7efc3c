#include "assessment/tables.h"

#include "law/law.h"

namespace clearway::assessment {

Result<std::unique_ptr<const Tables>> Tables::load(const law::Law& law) {
  tariff::Vocabulary vocabulary(law);
  auto tariff = tariff::Tariff::load(law.directory() + "/kr/tariff", vocabulary);
  if (!tariff) return tariff.error();
  auto rates = declaration::ExchangeRates::load(law.directory() + "/kr/exchange_rate/import.csv");
  if (!rates) return rates.error();
  return std::unique_ptr<const Tables>(
      new Tables(law, std::move(vocabulary), std::move(tariff).value(), std::move(rates).value()));
}

Tables::Tables(const law::Law& law, tariff::Vocabulary vocabulary, tariff::Tariff tariff,
               declaration::ExchangeRates rates)
    : vocabulary_(std::move(vocabulary)),
      tariff_(std::move(tariff)),
      rates_(std::move(rates)),
      assessor_(law, vocabulary_, tariff_, rates_) {}

}  // namespace clearway::assessment
