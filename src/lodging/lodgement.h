#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "declaration/declaration.h"
#include "record/store.h"
#include "screening/decision.h"

namespace clearway::lodging {

/// The state a declaration begins in: accepted at once where nobody needs to look at it (Export Notice 10), else
/// selected.
std::string_view first_state(risk::Channel channel);

/// A decided declaration in the form the record keeps, with the memory of its texts. Reused from row to row.
class LodgementText {
 public:
  /// The lodgement of `declaration`; its views live until the next call and as long as `declaration` and `decision`.
  /// Personal identifiers are masked in the facts and handed over apart, to be encrypted.
  const record::Lodgement& make(const declaration::Declaration& declaration, const screening::Decision& decision,
                                const screening::Rulebook& rulebook, std::string_view source);

 private:
  std::string facts_, decision_, hs6_;
  std::vector<record::PersonalValue> personal_;
  record::Lodgement lodgement_;
};

}  // namespace clearway::lodging
