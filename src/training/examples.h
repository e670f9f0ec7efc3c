#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "declaration/declaration.h"
#include "intake/source.h"
#include "likelihood/layout.h"
#include "rehearsal/input.h"
#include "risk/engine.h"
#include "risk/model_inputs.h"
#include "risk/profiles.h"
#include "screening/rulebook.h"

namespace clearway::training {

/// What is known of one past declaration: what a model was told of it, and what came out.
struct PastDeclaration {
  likelihood::Inputs inputs;
  bool examined = false;
  bool at_random = false;        // by chance
  bool irregular = false;        // as examination found, or where not examined, as is true of a generated world
  double duty_at_stake_krw = 0;  // price times duty rate of its items; 0 where no rate is declared
  std::int32_t day = 0;
};

/// What an examination found of a declaration. Nothing where it was not examined; an Error where the text is neither
/// conforming nor discrepancy.
Result<std::optional<bool>> result_of(const declaration::Declaration& declaration);

/// Turns declarations in the order of the record into what a model would have been told at that moment: the history
/// before each, and never what was found later. One reader for one run over the record.
class PastReader {
 public:
  PastReader(const screening::Rulebook& rulebook, const risk::ModelInputs& inputs)
      : rulebook_(rulebook), inputs_(inputs), engine_(rulebook.policy()) {}

  /// Reads the past as a rehearsal does: results become history from the day after they were found.
  Status read(rehearsal::Input& input, const std::function<void(PastDeclaration&&)>& visit);
  /// Reads a source to its end, whose rows carry their results; each becomes history at once. Rows that cannot be read
  /// are counted, not used. `visit` is called in order.
  Status read(intake::Source& source, const std::function<void(PastDeclaration&&)>& visit);
  std::uint64_t rejected() const { return rejected_; }
  /// Rows whose result was neither of the two words, or missing.
  std::uint64_t without_result() const { return without_result_; }

 private:
  const screening::Rulebook& rulebook_;
  const risk::ModelInputs& inputs_;
  risk::Engine engine_;
  PastDeclaration before(const declaration::Declaration& declaration, const screening::Decision& prepared);
  risk::Profiles profiles_;
  std::uint64_t rejected_ = 0, without_result_ = 0;
};

}  // namespace clearway::training
