#include "watch/settings.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/decimal.h"
#include "risk/variables.h"

namespace clearway::watch {
namespace {

/// Ends the reading of the file with its first problem.
struct Wrong {
  Error error;
};

[[noreturn]] void wrong(const YAML::Node& node, const std::string& where, const std::string& what,
                        const std::string& fix) {
  const auto line = node.IsDefined() && node.Mark().line >= 0 ? ":" + std::to_string(node.Mark().line + 1) : "";
  throw Wrong{{"policy_is_not_valid", "policy", "watch.yaml" + line + ": " + where + ": " + what, fix}};
}

/// Millionths of a number within bounds given in millionths.
std::int64_t micro(const YAML::Node& parent, const std::string& key, const std::string& where, std::int64_t least,
                   std::int64_t most, const std::string& bounds) {
  const auto value = Decimal::parse(parent[key] && parent[key].IsScalar() ? parent[key].Scalar() : "");
  if (!value || value->micro() < least || value->micro() > most) {
    wrong(parent, where, "'" + key + "' is not " + bounds, "give a value within these bounds");
  }
  return value->micro();
}

std::int64_t whole(const YAML::Node& parent, const std::string& key, const std::string& where, std::int64_t least,
                   std::int64_t most) {
  const auto bounds = "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  const auto value = micro(parent, key, where, least * 1'000'000, most * 1'000'000, bounds);
  if (value % 1'000'000 != 0) wrong(parent, where, "'" + key + "' is not " + bounds, "give one");
  return value / 1'000'000;
}

double number(const YAML::Node& parent, const std::string& key, const std::string& where, std::int64_t most) {
  return static_cast<double>(
             micro(parent, key, where, 1, most * 1'000'000, "above 0 and up to " + std::to_string(most))) /
         1e6;
}

std::string text(const YAML::Node& parent, const std::string& key, const std::string& where) {
  if (!parent[key] || !parent[key].IsScalar() || parent[key].Scalar().empty()) {
    wrong(parent, where, "'" + key + "' is missing", "add it");
  }
  return parent[key].Scalar();
}

Settings read_settings(const YAML::Node& node, Date from) {
  const auto where = "watched." + from.text();
  Settings settings;
  settings.from = from;
  settings.current_days = static_cast<std::int32_t>(whole(node, "current_days", where, 1, 366));
  settings.reference_days = static_cast<std::int32_t>(whole(node, "reference_days", where, 1, 1098));
  settings.least_examined = whole(node, "least_examined", where, 1, 1'000'000);
  settings.least_declarations = whole(node, "least_declarations", where, 1, 1'000'000);
  settings.most_declarations = whole(node, "most_declarations", where, settings.least_declarations, 10'000'000);
  settings.bins = static_cast<std::size_t>(whole(node, "bins", where, 2, 100));
  settings.categories = static_cast<std::size_t>(whole(node, "categories", where, 1, 1'000));
  settings.shifted_from = number(node, "shifted_from", where, 100);
  settings.drifted_from = number(node, "drifted_from", where, 100);
  settings.unseen_from = number(node, "unseen_from", where, 1);
  if (settings.drifted_from < settings.shifted_from) {
    wrong(node, where, "'drifted_from' lies below 'shifted_from'", "a drift is the larger of the two");
  }
  settings.cite = text(node, "cite", where);
  settings.grade = text(node, "grade", where);
  return settings;
}

}  // namespace

Result<WatchPolicy> WatchPolicy::read(std::string_view yaml) try {
  const auto root = YAML::Load(std::string(yaml));
  WatchPolicy policy;
  for (const auto& entry : root["watched"]) {
    const auto key = entry.first.as<std::string>();
    const auto day = Date::parse(key);
    if (!day || (!policy.dated.empty() && *day <= policy.dated.back().from)) {
      wrong(entry.first, "watched", "'" + key + "' is no day after the one before it", "write days oldest first");
    }
    policy.dated.push_back(read_settings(entry.second, *day));
  }
  if (policy.dated.empty()) wrong(root, "watched", "is missing or empty", "add a day with its values");
  for (const auto& entry : root["grow_with_the_record"]) {
    auto name = entry.as<std::string>();
    if (!risk::find_variable(name)) {
      wrong(entry, "grow_with_the_record", "'" + name + "' is no signal", "give one of docs/rule-language.md");
    }
    policy.grow_with_the_record.push_back(std::move(name));
  }
  return policy;
} catch (const Wrong& problem) {
  return problem.error;
} catch (const YAML::Exception& error) {
  return Error{"policy_is_not_valid", "policy", "watch.yaml:" + std::to_string(error.mark.line + 1) + ": " + error.msg,
               "correct the YAML there"};
}

Result<WatchPolicy> WatchPolicy::load(const std::string& policy_folder) {
  std::ifstream in(policy_folder + "/watch.yaml", std::ios::binary);
  if (!in) {
    return Error{"policy_is_not_valid", "policy", "there is no " + policy_folder + "/watch.yaml",
                 "take it from the release"};
  }
  return read(std::string{std::istreambuf_iterator<char>(in), {}});
}

const Settings& WatchPolicy::on(Date day) const {
  auto value = dated.rbegin();
  while (value + 1 != dated.rend() && value->from > day) ++value;
  return *value;
}

bool WatchPolicy::grows(std::string_view signal) const {
  return std::find(grow_with_the_record.begin(), grow_with_the_record.end(), signal) != grow_with_the_record.end();
}

}  // namespace clearway::watch
