#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "law/code_tables.h"
#include "law/parameter.h"
#include "law/problem.h"

namespace clearway::law {

struct Kr;
struct ParameterTree;

/// The law as it stands in the files of law/, read once and then constant. Typed access: `law.kr.export_.manifest
/// .max_fob.on(day).value` (C++ keywords get a trailing underscore); by name: `law.find("export.manifest.max_fob")`.
class Law {
 private:
  std::shared_ptr<ParameterTree> tree_;

 public:
  Law();
  /// The parameters of Korea. Its type is generated: law/parameters.h, included where a parameter is named.
  const Kr& kr;

  /// Refuses at the first problem; its Error names file, line, key and value.
  static Result<Law> load(const std::string& directory);
  /// Reads what can be read and lists every problem.
  static Law read(const std::string& directory, Problems& problems);

  /// "law-" and twelve hexadecimal digits, over the contents of all files of the law. Stored with every decision.
  const std::string& version() const { return version_; }
  const std::string& directory() const { return directory_; }

  /// Looks a parameter up by its id, with or without "kr."; nothing if there is none.
  const Parameter* find(std::string_view id) const;
  const std::map<std::string, Parameter, std::less<>>& parameters() const { return parameters_; }
  /// Ids most like `id`, nearest first.
  std::vector<std::string> near(std::string_view id, std::size_t count = 3) const;

  const Source* find_source(std::string_view key) const;
  const std::map<std::string, Source, std::less<>>& sources() const { return sources_; }
  const CodeTables& codes() const { return codes_; }

 private:
  std::string directory_, version_;
  std::map<std::string, Parameter, std::less<>> parameters_;
  std::map<std::string, Source, std::less<>> sources_;
  CodeTables codes_;
};

}  // namespace clearway::law
