#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/messages.h"
#include "base/result.h"
#include "base/text.h"
#include "declaration/declaration.h"
#include "likelihood/model.h"
#include "risk/assessment.h"
#include "risk/model_inputs.h"

namespace clearway::risk {

/// A learned model, bound to the fields and signals of this program. Constant; for any number of threads.
class LearnedMethod {
 public:
  /// Refuses with model_names_unknown_inputs or model_is_for_no_procedure.
  static Result<std::shared_ptr<const LearnedMethod>> of(likelihood::Model model,
                                                         const law::ElementCatalogue& elements);

  const likelihood::Model& model() const { return model_; }
  const ModelInputs& inputs() const { return inputs_; }
  bool judges(declaration::Procedure procedure) const;

  /// The likelihood as one reason, for declarations that nobody looks at; `explain` can take it apart later.
  static Reason whole(const likelihood::Score& score);
  static bool is_whole(const Reason& reason);
  /// The signals that moved `score`, as reasons that sum to its evidence: the usual risk first, then each signal that
  /// moved it notably, then the rest together. Contributions are the Shapley values of the log-odds, in proportion.
  /// `of_columns`: see likelihood::Model; empty where it is not known yet.
  void explain(const likelihood::Inputs& inputs, const likelihood::Score& score, std::span<const float> of_columns,
               std::vector<Reason>& out) const;

  /// For these reasons: the id, e.g. "model.origin", and the sentence as the inside of a JSON string.
  std::string reason_id(const Reason& reason) const;
  void render_reason(const Reason& reason, const declaration::Declaration& declaration, const Messages& messages,
                     Language language, std::string& out_json_escaped) const;

 private:
  LearnedMethod(likelihood::Model model, ModelInputs inputs);
  likelihood::Model model_;
  ModelInputs inputs_;
  std::uint8_t procedures_ = 0;
};

/// By procedure; null where no model was activated.
using LearnedMethods = std::array<std::shared_ptr<const LearnedMethod>, declaration::procedure_count>;

/// The evidence of a likelihood, as contributions of reasons count it: -ln(1 - likelihood).
double evidence_of(double likelihood);

}  // namespace clearway::risk
