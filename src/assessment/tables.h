#pragma once

#include <memory>

#include "assessment/assessor.h"

namespace clearway::assessment {

/// What an assessor needs beside the law, read from the folder of the law: tariff and import exchange rates. Immutable;
/// the law must live as long.
class Tables {
 public:
  /// Error codes: tariff_table_is_not_valid, exchange_rates_missing, exchange_rates_unreadable.
  static Result<std::unique_ptr<const Tables>> load(const law::Law& law);

  const Assessor& assessor() const { return assessor_; }

 private:
  Tables(const law::Law& law, tariff::Vocabulary vocabulary, tariff::Tariff tariff, declaration::ExchangeRates rates);
  tariff::Vocabulary vocabulary_;
  tariff::Tariff tariff_;
  declaration::ExchangeRates rates_;
  Assessor assessor_;
};

}  // namespace clearway::assessment
