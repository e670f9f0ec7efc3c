#pragma once

#include "assessment/assessment.h"
#include "assessment/import_declaration.h"
#include "assessment/terms.h"
#include "declaration/exchange_rates.h"
#include "tariff/tariff.h"
#include "tariff/vocabulary.h"

namespace clearway::assessment {

/// Computes customs value, duty, internal taxes and penalties of import declarations, each figure with its step. Pure:
/// the same declaration, law, tariff and exchange rates give the same answer. Immutable, so safe to share between
/// threads; law, vocabulary, tariff and rates must live as long, and as long as the assessments.
class Assessor {
 public:
  Assessor(const law::Law& law, const tariff::Vocabulary& vocabulary, const tariff::Tariff& tariff,
           const declaration::ExchangeRates& rates);

  /// Assesses as many lines as can be; `problems` of the answer name the others and every claim that was refused.
  Assessment assess(const ImportDeclaration& declaration) const;
  /// The same into an answer that keeps its memory. What `out.problems` held is lost.
  void assess(const ImportDeclaration& declaration, Assessment& out) const;

  const Terms& terms() const { return terms_; }
  const tariff::Vocabulary& vocabulary() const { return vocabulary_; }
  const tariff::Tariff& tariff() const { return tariff_; }
  const declaration::ExchangeRates& rates() const { return rates_; }

 private:
  Terms terms_;
  const tariff::Vocabulary& vocabulary_;
  const tariff::Tariff& tariff_;
  const declaration::ExchangeRates& rates_;
};

}  // namespace clearway::assessment
