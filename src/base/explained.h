#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/text.h"

namespace clearway {

/// One step of a decision, as data that API, pages and letters render alike.
struct Step {
  std::string rule;              // stable id, e.g. "procedure.value_limit"
  std::string cite;              // key into law/sources.yaml
  Text text;                     // the sentence in both languages, values filled in
  std::optional<Date> from, to;  // the period or the date of the law it speaks of
  std::optional<std::int64_t> amount_krw;
  std::vector<std::pair<std::string, std::string>> inputs;  // name -> value as used
};

template <class T>
struct Explained {
  T value;
  std::vector<Step> steps;
};

}  // namespace clearway
