#pragma once

#include <string>

#include "law/code_tables.h"
#include "law/parameter_reader.h"
#include "law/problem.h"

namespace clearway::law {

/// What a code of a table must look like.
struct CodeShape {
  std::size_t length = 2;
  bool letters = true;  // capital letters; else digits
  std::string prefix;
};

/// Reads one file of law/codes.
CodeTable read_code_table(const std::string& file, const std::string& text, const CodeShape& shape,
                          const Sources& sources, Problems& problems);

}  // namespace clearway::law
