#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "declaration/facts.h"
#include "intake/source.h"
#include "screening/decision.h"

namespace clearway::rehearsal {

/// What was found of a declaration by whoever looked last: an examination, a second look, or an audit after release.
struct Label {
  Date examined_on;
  bool found = false;
  bool at_random = false;  // chance drew it, whatever else spoke for it
};

/// A declaration of the past, prepared, with what is known of it beside itself.
struct Row {
  const declaration::Declaration* declaration = nullptr;
  std::optional<Label> label;
  std::optional<bool> irregular;  // the truth of a generated world
  std::string pattern;            // and which irregularity
};

/// The result of an examination, which becomes history before row `before` is decided.
struct Finding {
  std::size_t before = 0;
  declaration::Facts facts;
  Date examined_on;
  bool found = false;
  bool correction = false;  // a second look came to another result than the examination before it
};

/// Some rows in record order with the memory of their texts; reused.
struct Stretch {
  std::vector<Row> rows;
  std::vector<screening::Decision> prepared;  // at least as many as rows
  std::vector<Finding> results;               // by `before`
  intake::Batch batch;
  std::vector<intake::Reject> rejects;
  std::vector<intake::SingleDeclaration> singles;
  void clear() {
    rows.clear();
    results.clear();
    rejects.clear();
    singles.clear();
  }
};

/// Declarations in record order. Read from one thread.
class Input {
 public:
  virtual ~Input() = default;
  /// False at the end.
  virtual Result<bool> next(Stretch& stretch) = 0;
  /// How far it is, 0 to 1.
  virtual double progress() const = 0;
};

}  // namespace clearway::rehearsal
