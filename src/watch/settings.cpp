#include "watch/settings.h"

#include <algorithm>

#include "base/policy_file.h"
#include "risk/variables.h"

namespace clearway::watch {
namespace {

double number(const PolicyFile& file, const YAML::Node& parent, const std::string& key, const std::string& where,
              std::int64_t most) {
  return static_cast<double>(
             file.micro(parent, key, where, 1, most * 1'000'000, "above 0 and up to " + std::to_string(most))) /
         1e6;
}

Settings read_settings(const PolicyFile& file, const YAML::Node& node, Date from) {
  const auto where = "watched." + from.text();
  Settings settings;
  settings.from = from;
  settings.current_days = static_cast<std::int32_t>(file.whole(node, "current_days", where, 1, 366));
  settings.reference_days = static_cast<std::int32_t>(file.whole(node, "reference_days", where, 1, 1098));
  settings.least_examined = file.whole(node, "least_examined", where, 1, 1'000'000);
  settings.least_declarations = file.whole(node, "least_declarations", where, 1, 1'000'000);
  settings.most_declarations = file.whole(node, "most_declarations", where, settings.least_declarations, 10'000'000);
  settings.bins = static_cast<std::size_t>(file.whole(node, "bins", where, 2, 100));
  settings.categories = static_cast<std::size_t>(file.whole(node, "categories", where, 1, 1'000));
  settings.shifted_from = number(file, node, "shifted_from", where, 100);
  settings.drifted_from = number(file, node, "drifted_from", where, 100);
  settings.unseen_from = number(file, node, "unseen_from", where, 1);
  if (settings.drifted_from < settings.shifted_from) {
    file.wrong(node, where, "'drifted_from' lies below 'shifted_from'", "a drift is the larger of the two");
  }
  settings.cite = file.text(node, "cite", where);
  settings.grade = file.text(node, "grade", where);
  return settings;
}

}  // namespace

Result<WatchPolicy> WatchPolicy::read(std::string_view yaml) {
  return read_policy<WatchPolicy>("watch.yaml", yaml, [](const PolicyFile& file, const YAML::Node& root) {
    WatchPolicy policy;
    file.dated(root, "watched",
               [&](Date from, const YAML::Node& node) { policy.dated.push_back(read_settings(file, node, from)); });
    for (const auto& entry : root["grow_with_the_record"]) {
      auto name = entry.as<std::string>();
      if (!risk::find_variable(name)) {
        file.wrong(entry, "grow_with_the_record", "'" + name + "' is no signal", "give one of docs/rule-language.md");
      }
      policy.grow_with_the_record.push_back(std::move(name));
    }
    return policy;
  });
}

Result<WatchPolicy> WatchPolicy::load(const std::string& policy_folder) {
  const auto text = policy_text(policy_folder, "watch.yaml");
  if (!text) return text.error();
  return read(*text);
}

const Settings& WatchPolicy::on(Date day) const { return in_force_on(dated, day); }

bool WatchPolicy::grows(std::string_view signal) const {
  return std::find(grow_with_the_record.begin(), grow_with_the_record.end(), signal) != grow_with_the_record.end();
}

}  // namespace clearway::watch
