#include "law/law.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "law/code_table_reader.h"
#include "law/parameter_reader.h"
#include "law/parameters.h"  // generated

namespace clearway::law {
namespace {

namespace fs = std::filesystem;
using Files = std::map<std::string, std::string>;  // path below law/ -> content, in the order of the paths

Files read_files(const std::string& directory, Problems& problems) {
  Files files;
  std::error_code failure;
  for (fs::recursive_directory_iterator it(directory, failure), end; !failure && it != end; it.increment(failure)) {
    if (!it->is_regular_file()) continue;
    const auto relative = it->path().lexically_relative(directory).generic_string();
    if (it->path().filename().string().starts_with(".")) continue;
    std::ifstream in(it->path(), std::ios::binary);
    files[relative] = std::string(std::istreambuf_iterator<char>(in), {});
    if (!in) problems.push_back({"file_is_not_readable", relative, 0, "", "", ""});
  }
  if (failure || files.empty()) problems.push_back({"folder_holds_no_law", directory, 0, "", "", ""});
  return files;
}

std::string hash_of(const Files& files) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, crypto_generichash_BYTES);
  const auto add = [&](const std::string& text) {
    const std::uint64_t size = text.size();
    std::array<unsigned char, 8> length{};
    for (std::size_t i = 0; i < length.size(); ++i) length[i] = static_cast<unsigned char>(size >> (8 * i));
    crypto_generichash_update(&state, length.data(), length.size());
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  };
  for (const auto& [path, content] : files) {
    add(path);
    add(content);
  }
  std::array<unsigned char, crypto_generichash_BYTES> hash{};
  crypto_generichash_final(&state, hash.data(), hash.size());
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "law-";
  for (std::size_t i = 0; i < 6; ++i) {
    out.push_back(digits[hash[i] >> 4]);
    out.push_back(digits[hash[i] & 15]);
  }
  return out;
}

/// Files that describe something other than one parameter; the same list stands in tools/generate_law.cpp.
bool is_parameter(const fs::path& relative) {
  if (relative.extension() != ".yaml" || relative == "sources.yaml") return false;
  if (relative.filename() == "elements.yaml" || *relative.begin() == "codes") return false;
  if (*relative.begin() == "packs") return false;  // rule packs of other countries (docs/rule-packs.md)
  return relative.parent_path().filename() != "exchange_rate";
}

CodeTables read_codes(const Files& files, const Sources& sources, Problems& problems) {
  CodeTables tables;
  const auto read = [&](const std::string& file, const CodeShape& shape) {
    const auto it = files.find(file);
    if (it != files.end()) return read_code_table(file, it->second, shape, sources, problems);
    problems.push_back({"file_is_missing", file, 0, "", "", ""});
    return CodeTable{};
  };
  tables.countries = read("codes/countries.yaml", {2, true, ""});
  tables.currencies = read("codes/currencies.yaml", {3, true, ""});
  tables.korean_ports = read("codes/korean_ports.yaml", {5, true, "KR"});
  tables.customs_offices = read("codes/customs_offices.yaml", {3, false, ""});
  return tables;
}

/// Gives the generated tree its values.
struct Binder {
  const std::map<std::string, Parameter, std::less<>>& parameters;
  Problems& problems;

  template <class T>
  void operator()(std::string_view id, Dated<T>& target) const {
    const auto it = parameters.find(id);
    std::string file(id);
    std::replace(file.begin(), file.end(), '.', '/');
    file += ".yaml";
    if (it == parameters.end()) {
      // A file with problems of its own was already reported.
      const auto known = std::any_of(problems.begin(), problems.end(), [&](const auto& p) { return p.file == file; });
      if (!known) problems.push_back({"file_is_missing", file, 0, "", "", ""});
      target = Dated<T>({Value<T>{}});
      return;
    }
    std::vector<Value<T>> values;
    for (const auto& entry : it->second.values) {
      if (const auto* content = std::get_if<T>(&entry.content)) {
        values.push_back({*content, entry.cite, entry.grade, entry.from, entry.to});
      }
    }
    if (values.size() != it->second.values.size()) {
      problems.push_back({"type_differs_from_the_program", file, 0, "type", std::string(name(it->second.type)), ""});
      values.assign(1, Value<T>{});
    }
    target = Dated<T>(std::move(values));
  }
};

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

Error Problem::error() const {
  std::string detail = file;
  if (line > 0) detail += ":" + std::to_string(line);
  detail += ": " + (key.empty() ? "" : key + ": ") + code;
  if (!value.empty()) detail += ": '" + value + "'";
  return {"law_file_is_not_valid", key, detail, expected.empty() ? "clearway law check" : "expected: " + expected};
}

Law::Law() : tree_(std::make_shared<ParameterTree>()), kr(tree_->kr) {}

Law Law::read(const std::string& directory, Problems& problems) {
  Law law;
  law.directory_ = directory;
  const auto files = read_files(directory, problems);
  law.version_ = hash_of(files);
  const auto sources = files.find("sources.yaml");
  if (sources == files.end()) {
    problems.push_back({"file_is_missing", "sources.yaml", 0, "", "", ""});
  } else {
    law.sources_ = read_sources(sources->first, sources->second, problems);
  }
  for (const auto& [file, content] : files) {
    if (!is_parameter(file)) continue;
    auto parameter = read_parameter(file, content, law.sources_, problems);
    if (parameter) law.parameters_.emplace(parameter->id, std::move(*parameter));
  }
  law.codes_ = read_codes(files, law.sources_, problems);
  law.tree_->bind(Binder{law.parameters_, problems});
  return law;
}

Result<Law> Law::load(const std::string& directory) {
  Problems problems;
  auto law = read(directory, problems);
  if (!problems.empty()) return problems.front().error();
  return law;
}

const Parameter* Law::find(std::string_view id) const {
  auto it = parameters_.find(id);
  if (it == parameters_.end()) it = parameters_.find("kr." + std::string(id));
  return it == parameters_.end() ? nullptr : &it->second;
}

std::vector<std::string> Law::near(std::string_view id, std::size_t count) const {
  std::vector<std::pair<std::size_t, std::string>> scored;
  for (const auto& [full, parameter] : parameters_) {
    const std::string candidate(parameter.short_id());
    const auto distance = candidate.find(id) != std::string::npos ? 0 : edit_distance(id, candidate);
    if (distance <= std::max<std::size_t>(3, candidate.size() / 2)) scored.emplace_back(distance, candidate);
  }
  std::sort(scored.begin(), scored.end());
  std::vector<std::string> out;
  for (std::size_t i = 0; i < scored.size() && i < count; ++i) out.push_back(scored[i].second);
  return out;
}

const Source* Law::find_source(std::string_view key) const {
  const auto it = sources_.find(key);
  return it == sources_.end() ? nullptr : &it->second;
}

}  // namespace clearway::law
