#include "payment/policy.h"

#include <algorithm>
#include <numeric>

#include "base/policy_file.h"

namespace clearway::payment {
namespace {

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

NumberPattern read_pattern(const PolicyFile& file, const YAML::Node& node, const std::string& where) {
  NumberPattern pattern;
  pattern.prefix = file.text(node, "prefix", where);
  if (!all_digits(pattern.prefix))
    file.wrong(node["prefix"], where, "the prefix has other characters than digits", "write digits");
  pattern.serial_digits = static_cast<unsigned>(file.whole(node, "serial_digits", where, 1, 15));
  pattern.modulus = file.whole(node, "modulus", where, 2, 10);
  if (!node["weights"] || !node["weights"].IsSequence()) file.wrong(node, where, "'weights' is missing", "list them");
  for (const auto& weight : node["weights"]) pattern.weights.push_back(weight.as<std::int64_t>());
  for (const auto weight : pattern.weights) {
    if (weight < 1 || weight > 99 || std::gcd(weight, pattern.modulus) != 1) {
      file.wrong(node["weights"], where, "weight " + std::to_string(weight) + " shares a factor with the modulus",
                 "give weights under which every wrong digit changes the sum");
    }
  }
  if (pattern.weights.empty()) file.wrong(node["weights"], where, "there are no weights", "list them");
  pattern.grade = file.text(node, "grade", where);
  pattern.cite = file.text(node, "cite", where);
  return pattern;
}

Preferences read_preferences(const PolicyFile& file, const YAML::Node& node, const std::string& where) {
  Preferences preferences;
  if (!node["order"] || !node["order"].IsSequence())
    file.wrong(node, where, "'order' is missing", "list what is looked at");
  for (const auto& entry : node["order"]) {
    const auto given = entry.as<std::string>();
    const auto found = std::find(preference_names.begin(), preference_names.end(), given);
    if (found == preference_names.end()) {
      file.wrong(entry, where, "'" + given + "' is nothing a matter is chosen by",
                 "give chosen_by_payer, secured, nearest_prescription or oldest_due");
    }
    preferences.order.push_back(static_cast<Preference>(found - preference_names.begin()));
  }
  preferences.grade = file.text(node, "grade", where);
  preferences.cite = file.text(node, "cite", where);
  return preferences;
}

char check_digit(const NumberPattern& pattern, std::string_view digits) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i)
    sum += (digits[i] - '0') * pattern.weights[i % pattern.weights.size()];
  return static_cast<char>('0' + (pattern.modulus - sum % pattern.modulus) % pattern.modulus);
}

}  // namespace

std::optional<std::string> NumberPattern::number(std::int64_t serial) const {
  const auto digits = std::to_string(serial);
  if (serial < 0 || digits.size() > serial_digits) return std::nullopt;
  std::string text = prefix + std::string(serial_digits - digits.size(), '0') + digits;
  text.push_back(check_digit(*this, text));
  return text;
}

bool NumberPattern::is_well_formed(std::string_view number) const {
  return number.size() == length() && all_digits(number) && number.starts_with(prefix) &&
         check_digit(*this, number.substr(0, number.size() - 1)) == number.back();
}

const NumberPattern& Policy::number_pattern(Date day) const { return in_force_on(numbers, day); }
const Preferences& Policy::preference(Date day) const { return in_force_on(preferences, day); }

bool Policy::is_well_formed(std::string_view number) const {
  return std::any_of(numbers.begin(), numbers.end(),
                     [&](const auto& pattern) { return pattern.second.is_well_formed(number); });
}

Result<Policy> Policy::parse(const std::string& yaml) {
  return read_policy<Policy>("payment.yaml", yaml, [](const PolicyFile& file, const YAML::Node& root) {
    Policy policy;
    file.dated(root, "virtual_account", [&](Date from, const YAML::Node& node) {
      policy.numbers.emplace_back(from, read_pattern(file, node, "virtual_account"));
    });
    file.dated(root, "appropriation", [&](Date from, const YAML::Node& node) {
      policy.preferences.emplace_back(from, read_preferences(file, node, "appropriation"));
    });
    if (!root["bank_file"]) file.wrong(root, "bank_file", "is missing", "add it with most_bytes");
    policy.most_bytes = file.whole(root["bank_file"], "most_bytes", "bank_file", 1, 1'000'000'000);
    return policy;
  });
}

Result<Policy> Policy::load(const std::string& policy_folder) {
  const auto text = policy_text(policy_folder, "payment.yaml");
  if (!text) return text.error();
  return parse(*text);
}

}  // namespace clearway::payment
