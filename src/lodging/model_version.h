#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "law/element_catalogue.h"
#include "record/types.h"

namespace clearway::lodging {

/// A trained model as a version that can be entered: id, fingerprint, training and measures are those of the model; the
/// title is its recipe's name until it is given another. Refuses what is no model, one of another version or damaged
/// (as likelihood::Model::read does), and one that looks at what declarations do not have (as risk::LearnedMethod::of).
Result<record::RiskVersion> model_version(std::string bytes, const law::ElementCatalogue& elements);

/// Keeps with the version what `model evaluate --json` printed. Refuses evaluation_is_not_of_this_model where it is no
/// JSON object or names another model.
Status keep_evaluation(record::RiskVersion& version, std::string_view json);

}  // namespace clearway::lodging
