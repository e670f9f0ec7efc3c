#pragma once

#include <memory>
#include <vector>

#include "base/messages.h"
#include "clearance/finding.h"
#include "declaration/declaration.h"
#include "declaration/exchange_rates.h"
#include "declaration/facts.h"

namespace clearway::law {
class Law;
class ElementCatalogue;
}  // namespace clearway::law

namespace clearway::clearance {

struct ValidationTables;

/// Checks declarations against the data elements and the rules between them. Everything is compiled at construction
/// into one table per procedure; afterwards it is constant, may be shared by threads, and allocates only for findings.
/// What is handed in must outlive it.
class Validator {
 public:
  Validator(const law::Law& law, const law::ElementCatalogue& catalogue, const declaration::ExchangeRates& rates,
            const Messages& messages);
  ~Validator();
  Validator(Validator&&) noexcept;

  /// Reads numbers and dates of `declaration` into its values, and appends every finding, in the order of the
  /// elements, then of the rules between them. A value that cannot be read is a finding and counts as not given.
  /// The declaration date comes from `declaration_date`; who files live fills it from the clock before.
  void validate(declaration::Declaration& declaration, std::vector<Finding>& findings) const;

  /// What follows from the declaration alone. After `validate`, which reads the values.
  declaration::Facts derive(const declaration::Declaration& declaration) const;

  /// The finding in words, with the number of its element in `procedure`, the article and what would fix it.
  RenderedFinding render(const Finding& finding, declaration::Procedure procedure, Language language) const;

 private:
  std::unique_ptr<const ValidationTables> tables_;
};

/// Whether a finding stands in the way of acceptance (an error), not only for attention.
bool has_error(const std::vector<Finding>& findings);

}  // namespace clearway::clearance
