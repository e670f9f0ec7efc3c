#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "assessment/refusal.h"
#include "base/json_writer.h"
#include "detection/detect.h"
#include "detection/filed.h"
#include "detection/finding.h"

namespace clearway::detection {

/// Reads declarations as filed, one JSON object each. Its fields: docs/detect.md. Not for use by two threads at once.
class FiledReader {
 public:
  FiledReader();
  ~FiledReader();

  /// Every fault is named in `problems`, with the place of its value; a declaration with a fault outside its lines may
  /// not be used, a line with a fault is left out.
  Filed read(std::string_view json, assessment::Problems& problems);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

/// A reading may be used where no fault is of the declaration as a whole.
bool usable(const assessment::Problems& problems);

/// As an object; what is absent or usual is left out. Reading it gives the same, and the same gives the same bytes.
void write(JsonWriter& json, const Filed& filed);
std::string to_json(const Filed& filed);

/// As an object, with its sentences in both languages.
void write(JsonWriter& json, const Finding& finding);
std::string to_json(const Finding& finding);

}  // namespace clearway::detection
