#pragma once

#include <string>
#include <vector>

#include "base/text.h"
#include "law/law.h"
#include "ruling/ruling.h"

namespace clearway::ruling {

/// Something that an application must hold, by the article that asks for it.
struct Needed {
  std::string what;       // name of a field or document
  bool document = false;  // a file to be added
  Text text;
  std::string cite;
  law::Grade grade = law::Grade::statute;
  bool is_there = false;
};

/// All that an application of its kind needs on `today`, in the order of the articles. A small firm leaves out what the
/// law lets it.
std::vector<Needed> needed_of(const law::Law& law, const Application& application, Date today);
/// What of it is missing.
std::vector<Needed> missing_of(const law::Law& law, const Application& application, Date today);

}  // namespace clearway::ruling
