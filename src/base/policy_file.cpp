#include "base/policy_file.h"

#include <fstream>
#include <iterator>

#include "base/decimal.h"

namespace clearway {
namespace {

Error not_valid(std::string detail, std::string fix) {
  return {"policy_is_not_valid", "policy", std::move(detail), std::move(fix)};
}

bool has_text(const YAML::Node& parent, const std::string& key) {
  return parent.IsMap() && parent[key] && parent[key].IsScalar() && !parent[key].Scalar().empty();
}

}  // namespace

void PolicyFile::wrong(const YAML::Node& node, const std::string& where, const std::string& what,
                       const std::string& fix) const {
  const auto line = node.IsDefined() && node.Mark().line >= 0 ? ":" + std::to_string(node.Mark().line + 1) : "";
  throw Wrong{not_valid(name_ + line + ": " + (where.empty() ? "" : where + ": ") + what, fix)};
}

Error PolicyFile::not_yaml(const YAML::Exception& problem) const {
  return not_valid(name_ + ":" + std::to_string(problem.mark.line + 1) + ": " + problem.msg, "correct the YAML there");
}

std::string PolicyFile::text(const YAML::Node& parent, const std::string& key, const std::string& where) const {
  if (!has_text(parent, key)) wrong(parent, where, "'" + key + "' is missing", "add it");
  return parent[key].Scalar();
}

Text PolicyFile::both(const YAML::Node& parent, const std::string& key, const std::string& where) const {
  if (!parent.IsMap() || !parent[key] || !parent[key].IsMap()) {
    wrong(parent, where, "'" + key + "' is missing", "give it in ko and en");
  }
  const auto inside = where.empty() ? key : where + "." + key;
  return {text(parent[key], "ko", inside), text(parent[key], "en", inside)};
}

std::vector<std::string> PolicyFile::texts(const YAML::Node& parent, const std::string& key,
                                           const std::string& where) const {
  std::vector<std::string> list;
  if (parent.IsMap() && parent[key] && parent[key].IsSequence()) {
    for (const auto& entry : parent[key]) list.push_back(entry.as<std::string>());
  }
  if (list.empty()) wrong(parent, where, "the list '" + key + "' is missing or empty", "add values");
  return list;
}

std::int64_t PolicyFile::micro(const YAML::Node& parent, const std::string& key, const std::string& where,
                               std::int64_t least, std::int64_t most, const std::string& bounds) const {
  const auto value = Decimal::parse(has_text(parent, key) ? parent[key].Scalar() : "");
  if (!value || value->micro() < least || value->micro() > most) {
    wrong(parent.IsMap() && parent[key] ? parent[key] : parent, where, "'" + key + "' is not " + bounds,
          "give a value within these bounds");
  }
  return value->micro();
}

std::int64_t PolicyFile::whole(const YAML::Node& parent, const std::string& key, const std::string& where,
                               std::int64_t least, std::int64_t most) const {
  std::int64_t value = 0;
  const bool sound = has_text(parent, key) && YAML::convert<std::int64_t>::decode(parent[key], value);
  if (!sound || value < least || value > most) {
    wrong(parent.IsMap() && parent[key] ? parent[key] : parent, where,
          "'" + key + "' is no whole number from " + std::to_string(least) + " to " + std::to_string(most), "give one");
  }
  return value;
}

Date PolicyFile::day_after(const YAML::Node& node, const std::string& where, const std::optional<Date>& last) const {
  const auto written = node.as<std::string>();
  const auto day = Date::parse(written);
  if (!day || (last && *day <= *last)) {
    wrong(node, where, "'" + written + "' is no day after the one before it", "write days oldest first");
  }
  return *day;
}

Result<std::string> policy_text(const std::string& policy_folder, std::string_view name) {
  const auto path = policy_folder + "/" + std::string(name);
  std::ifstream in(path, std::ios::binary);
  if (!in)
    return not_valid("there is no " + path, "name the folder of the policy with --policy, or take it from the release");
  return std::string{std::istreambuf_iterator<char>(in), {}};
}

}  // namespace clearway
