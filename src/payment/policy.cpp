#include "payment/policy.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <numeric>

namespace clearway::payment {
namespace {

/// Ends the reading with its first problem.
struct Wrong {
  Error error;
};

[[noreturn]] void wrong(const YAML::Node& node, const std::string& what, const std::string& fix) {
  const auto line = node.IsDefined() && node.Mark().line >= 0 ? ":" + std::to_string(node.Mark().line + 1) : "";
  throw Wrong{{"policy_is_not_valid", "policy", "payment.yaml" + line + ": " + what, fix}};
}

std::string text(const YAML::Node& parent, const std::string& key) {
  if (!parent.IsMap() || !parent[key] || !parent[key].IsScalar() || parent[key].Scalar().empty()) {
    wrong(parent, "'" + key + "' is missing", "add it");
  }
  return parent[key].Scalar();
}

std::int64_t whole(const YAML::Node& parent, const std::string& key, std::int64_t least, std::int64_t most) {
  std::int64_t value = 0;
  const auto written = text(parent, key);
  try {
    value = std::stoll(written);
  } catch (const std::exception&) {
    value = least - 1;
  }
  if (value < least || value > most || std::to_string(value) != written) {
    wrong(parent[key], "'" + key + "' is no whole number from " + std::to_string(least) + " to " + std::to_string(most),
          "give one");
  }
  return value;
}

template <class T, class Read>
std::vector<std::pair<Date, T>> dated(const YAML::Node& root, const std::string& key, Read read) {
  std::vector<std::pair<Date, T>> values;
  if (!root[key] || !root[key].IsMap())
    wrong(root, "'" + key + "' is missing", "add it, by the day from which it holds");
  for (const auto& entry : root[key]) {
    const auto day = Date::parse(entry.first.as<std::string>());
    if (!day || (!values.empty() && *day <= values.back().first)) {
      wrong(entry.first, "'" + entry.first.as<std::string>() + "' is no day after the one before it",
            "write days oldest first");
    }
    values.emplace_back(*day, read(entry.second));
  }
  if (values.empty()) wrong(root[key], "'" + key + "' has no day", "add one");
  return values;
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

NumberPattern read_pattern(const YAML::Node& node) {
  NumberPattern pattern;
  pattern.prefix = text(node, "prefix");
  if (!all_digits(pattern.prefix)) wrong(node["prefix"], "the prefix has other characters than digits", "write digits");
  pattern.serial_digits = static_cast<unsigned>(whole(node, "serial_digits", 1, 15));
  pattern.modulus = whole(node, "modulus", 2, 10);
  if (!node["weights"] || !node["weights"].IsSequence()) wrong(node, "'weights' is missing", "list them");
  for (const auto& weight : node["weights"]) pattern.weights.push_back(weight.as<std::int64_t>());
  for (const auto weight : pattern.weights) {
    if (weight < 1 || weight > 99 || std::gcd(weight, pattern.modulus) != 1) {
      wrong(node["weights"], "weight " + std::to_string(weight) + " shares a factor with the modulus",
            "give weights under which every wrong digit changes the sum");
    }
  }
  if (pattern.weights.empty()) wrong(node["weights"], "there are no weights", "list them");
  pattern.grade = text(node, "grade");
  pattern.cite = text(node, "cite");
  return pattern;
}

Preferences read_preferences(const YAML::Node& node) {
  Preferences preferences;
  if (!node["order"] || !node["order"].IsSequence()) wrong(node, "'order' is missing", "list what is looked at");
  for (const auto& entry : node["order"]) {
    const auto given = entry.as<std::string>();
    const auto found = std::find(preference_names.begin(), preference_names.end(), given);
    if (found == preference_names.end()) {
      wrong(entry, "'" + given + "' is nothing a matter is chosen by",
            "give chosen_by_payer, secured, nearest_prescription or oldest_due");
    }
    preferences.order.push_back(static_cast<Preference>(found - preference_names.begin()));
  }
  preferences.grade = text(node, "grade");
  preferences.cite = text(node, "cite");
  return preferences;
}

char check_digit(const NumberPattern& pattern, std::string_view digits) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i)
    sum += (digits[i] - '0') * pattern.weights[i % pattern.weights.size()];
  return static_cast<char>('0' + (pattern.modulus - sum % pattern.modulus) % pattern.modulus);
}

template <class T>
const T& on(const std::vector<std::pair<Date, T>>& values, Date day) {
  const auto after =
      std::find_if(values.rbegin(), values.rend(), [&](const auto& value) { return value.first <= day; });
  return after == values.rend() ? values.front().second : after->second;
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

const NumberPattern& Policy::number_pattern(Date day) const { return on(numbers, day); }
const Preferences& Policy::preference(Date day) const { return on(preferences, day); }

bool Policy::is_well_formed(std::string_view number) const {
  return std::any_of(numbers.begin(), numbers.end(),
                     [&](const auto& pattern) { return pattern.second.is_well_formed(number); });
}

Result<Policy> Policy::parse(const std::string& yaml) try {
  const auto root = YAML::Load(yaml);
  Policy policy;
  policy.numbers = dated<NumberPattern>(root, "virtual_account", read_pattern);
  policy.preferences = dated<Preferences>(root, "appropriation", read_preferences);
  if (!root["bank_file"]) wrong(root, "'bank_file' is missing", "add it with most_bytes");
  policy.most_bytes = whole(root["bank_file"], "most_bytes", 1, 1'000'000'000);
  return policy;
} catch (const Wrong& problem) {
  return problem.error;
} catch (const YAML::Exception& error) {
  return Error{"policy_is_not_valid", "policy",
               "payment.yaml:" + std::to_string(error.mark.line + 1) + ": " + error.msg, "correct the YAML there"};
}

Result<Policy> Policy::load(const std::string& policy_folder) {
  std::ifstream in(policy_folder + "/payment.yaml", std::ios::binary);
  if (!in) {
    return Error{"policy_is_not_valid", "policy", "there is no " + policy_folder + "/payment.yaml",
                 "Name the folder of the policy with --policy"};
  }
  return parse(std::string{std::istreambuf_iterator<char>(in), {}});
}

}  // namespace clearway::payment
