#include "risk/rule_text.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace clearway::risk {
namespace {

std::optional<YAML::Node> read(std::string_view text) {
  try {
    auto root = YAML::Load(std::string(text));
    if (root.IsMap()) return root;
  } catch (const YAML::Exception&) {
    // The reader of the policy says what is wrong with it.
  }
  return std::nullopt;
}

std::string scalar(const YAML::Node& node) { return node && node.IsScalar() ? node.Scalar() : std::string(); }

Text text_of(const YAML::Node& node) {
  if (!node || !node.IsMap()) return {};
  return {scalar(node["ko"]), scalar(node["en"])};
}

RuleText rule_of(const YAML::Node& node) {
  RuleText rule;
  rule.id = scalar(node["id"]);
  rule.pattern = scalar(node["pattern"]);
  rule.owner = scalar(node["owner"]);
  rule.from = scalar(node["from"]);
  rule.until = scalar(node["until"]);
  if (node["procedures"] && node["procedures"].IsSequence()) {
    for (const auto& procedure : node["procedures"]) rule.procedures.push_back(scalar(procedure));
  }
  rule.when = scalar(node["when"]);
  rule.likelihood = scalar(node["likelihood"]);
  rule.consequence = scalar(node["consequence"]);
  rule.hard = scalar(node["hard"]) == "true";
  rule.cite = scalar(node["cite"]);
  rule.reason = text_of(node["reason"]);
  return rule;
}

/// Double quotes, with the escapes that YAML and JSON share.
std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

/// As it is where YAML reads it back as that text, else in quotes.
std::string plain(std::string_view text) {
  const auto simple = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  };
  const bool safe = !text.empty() && text.front() != '-' && text.front() != '.' && std::all_of(text.begin(), text.end(), simple);
  return safe ? std::string(text) : quoted(text);
}

std::string block_of(const RuleText& rule, const std::string& indent) {
  std::string out = indent + "- id: " + plain(rule.id) + "\n";
  const auto line = [&](std::string_view key, const std::string& value) {
    out += indent + "  " + std::string(key) + ": " + value + "\n";
  };
  if (!rule.pattern.empty()) line("pattern", plain(rule.pattern));
  if (!rule.owner.empty()) line("owner", plain(rule.owner));
  line("from", plain(rule.from));
  if (!rule.until.empty()) line("until", plain(rule.until));
  std::string procedures;
  for (const auto& procedure : rule.procedures) procedures += (procedures.empty() ? "" : ", ") + plain(procedure);
  line("procedures", "[" + procedures + "]");
  line("when", quoted(rule.when));
  line("likelihood", plain(rule.likelihood));
  line("consequence", plain(rule.consequence));
  if (rule.hard) line("hard", "true");
  line("cite", plain(rule.cite));
  line("reason", "{ko: " + quoted(rule.reason.ko) + ", en: " + quoted(rule.reason.en) + "}");
  return out;
}

struct Lines {
  std::vector<std::string_view> all;  // without line ends
  explicit Lines(std::string_view text) {
    while (!text.empty()) {
      const auto end = text.find('\n');
      all.push_back(text.substr(0, end));
      if (end == std::string_view::npos) break;
      text.remove_prefix(end + 1);
    }
  }
};

bool says_nothing(std::string_view line) {
  const auto at = line.find_first_not_of(" \t\r");
  return at == std::string_view::npos || line[at] == '#';
}

/// The lines [begin, end) of each rule, without the comments and blank lines that follow it.
struct Place {
  std::string id, indent;
  std::size_t begin = 0, end = 0;
};

std::vector<Place> places_in(const YAML::Node& root, const Lines& lines) {
  std::vector<Place> places;
  const YAML::Node rules = root["rules"];
  if (!rules || !rules.IsSequence() || rules.Style() == YAML::EmitterStyle::Flow) return places;
  for (const auto& node : rules) {
    Place place;
    place.id = node.IsMap() ? scalar(node["id"]) : "";
    place.begin = static_cast<std::size_t>(std::max(0, node.Mark().line));
    if (place.begin >= lines.all.size()) return {};
    const auto dash = lines.all[place.begin].find('-');
    if (dash == std::string_view::npos) return {};
    place.indent = std::string(lines.all[place.begin].substr(0, dash));
    places.push_back(std::move(place));
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    auto& place = places[i];
    place.end = i + 1 < places.size() ? places[i + 1].begin : lines.all.size();
    // What follows the last rule at the left edge is another key of the file.
    for (std::size_t at = place.begin + 1; at < place.end; ++at) {
      const auto& line = lines.all[at];
      if (!says_nothing(line) && line.find_first_not_of(' ') <= place.indent.size() && place.indent.size() > 0) {
        place.end = at;
        break;
      }
    }
    while (place.end > place.begin + 1 && says_nothing(lines.all[place.end - 1])) --place.end;
  }
  return places;
}

std::string spliced(const Lines& lines, std::size_t begin, std::size_t end, const std::string& block) {
  std::string out;
  for (std::size_t i = 0; i < begin; ++i) out.append(lines.all[i]).push_back('\n');
  out += block;
  for (std::size_t i = end; i < lines.all.size(); ++i) out.append(lines.all[i]).push_back('\n');
  return out;
}

}  // namespace

bool operator==(const RuleText& a, const RuleText& b) {
  return a.id == b.id && a.pattern == b.pattern && a.owner == b.owner && a.from == b.from && a.until == b.until &&
         a.procedures == b.procedures && a.when == b.when && a.likelihood == b.likelihood &&
         a.consequence == b.consequence && a.hard == b.hard && a.cite == b.cite && a.reason.ko == b.reason.ko &&
         a.reason.en == b.reason.en;
}

std::vector<RuleText> rules_in(std::string_view rules_yaml) {
  std::vector<RuleText> rules;
  const auto root = read(rules_yaml);
  if (!root || !(*root)["rules"] || !(*root)["rules"].IsSequence()) return rules;
  for (const auto& node : (*root)["rules"]) {
    if (node.IsMap()) rules.push_back(rule_of(node));
  }
  return rules;
}

std::string with_rule(std::string_view rules_yaml, const RuleText& rule) {
  const auto root = read(rules_yaml);
  if (!root) return std::string(rules_yaml);
  const Lines lines(rules_yaml);
  const auto places = places_in(*root, lines);
  const auto found = std::find_if(places.begin(), places.end(), [&](const Place& place) { return place.id == rule.id; });
  if (found != places.end()) return spliced(lines, found->begin, found->end, block_of(rule, found->indent));
  const auto indent = places.empty() ? std::string("  ") : places.back().indent;
  const auto end = places.empty() ? lines.all.size() : places.back().end;
  return spliced(lines, end, end, (places.empty() && !(*root)["rules"] ? "rules:\n" : "") + block_of(rule, indent));
}

std::string without_rule(std::string_view rules_yaml, std::string_view id) {
  const auto root = read(rules_yaml);
  if (!root) return std::string(rules_yaml);
  const Lines lines(rules_yaml);
  for (const auto& place : places_in(*root, lines)) {
    if (place.id == id) return spliced(lines, place.begin, place.end, "");
  }
  return std::string(rules_yaml);
}

std::vector<ParameterText> parameters_in(std::string_view risk_yaml) {
  std::vector<ParameterText> found;
  const auto root = read(risk_yaml);
  if (!root) return found;
  for (const auto* section : {"parameters", "lists"}) {
    const YAML::Node node = (*root)[section];
    if (!node || !node.IsMap()) continue;
    for (const auto& entry : node) {
      if (!entry.second.IsMap()) continue;
      ParameterText parameter;
      parameter.name = "policy." + scalar(entry.first);
      parameter.is_list = std::string_view(section) == "lists";
      parameter.value = scalar(entry.second["value"]);
      parameter.unit = scalar(entry.second["unit"]);
      parameter.meaning = text_of(entry.second["meaning"]);
      if (parameter.is_list && entry.second["values"] && entry.second["values"].IsSequence()) {
        for (const auto& value : entry.second["values"]) {
          parameter.value += (parameter.value.empty() ? "" : ", ") + scalar(value);
        }
      }
      found.push_back(std::move(parameter));
    }
  }
  return found;
}

}  // namespace clearway::risk
