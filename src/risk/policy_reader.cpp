#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <sstream>
#include <variant>

#include "base/decimal.h"
#include "law/element_catalogue.h"
#include "law/law.h"
#include "risk/policy.h"
#include "risk/policy_text.h"
#include "risk/profiles.h"
#include "risk/rule_program.h"

namespace clearway::risk {
namespace {

using declaration::Field;
using declaration::Procedure;

constexpr std::size_t most_values = 4;      // of Reason::values
constexpr std::size_t most_rules = 20'000;  // sources are numbered in 16 bits

struct MethodInfo {
  std::string_view id;
  std::string_view own_value;  // a place the method fills itself
  Unit unit = Unit::none;
};
constexpr std::array<MethodInfo, method_count> methods = {{{"base", "", Unit::none},
                                                           {"finding_error", "errors", Unit::count},
                                                           {"new_trader", "", Unit::none},
                                                           {"new_combination", "", Unit::none},
                                                           {"since_examination", "", Unit::none},
                                                           {"random", "ratio", Unit::percent},
                                                           {"quota_red", "quota", Unit::count},
                                                           {"quota_orange", "quota", Unit::count},
                                                           {"learned", "", Unit::none},
                                                           {"cut_off_red", "cut_off", Unit::none},
                                                           {"cut_off_orange", "cut_off", Unit::none}}};

/// "… near 'destination_cuontry == '": the text from where the error is.
std::string near_text(std::string_view text, std::size_t column) {
  std::size_t at = 0;
  for (std::size_t passed = 1; passed < column && at < text.size(); ++at) {
    if (at + 1 < text.size() && (static_cast<unsigned char>(text[at + 1]) & 0xC0) == 0x80) continue;
    ++passed;
  }
  if (at >= text.size()) return "at its end";
  std::size_t end = std::min(at + 24, text.size());
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  return "near '" + std::string(text.substr(at, end - at)) + "'";
}

}  // namespace

/// Reads both files, collecting every problem.
class PolicyReader {
 public:
  explicit PolicyReader(const Vocabulary& vocabulary) : outer_(vocabulary) {
    vocabulary_ = vocabulary;
    vocabulary_.parameter = [this](std::string_view name) { return parameter(name); };
    vocabulary_.parameter_names = [this] { return parameter_names(); };
  }

  Result<Policy> read(std::string_view risk_yaml, std::string_view rules_yaml) {
    policy_.text_ = {std::string(risk_yaml), std::string(rules_yaml)};
    policy_.version_ = policy_.text_.fingerprint();
    policy_.settings_version_ = PolicyText{std::string(risk_yaml), {}}.fingerprint();
    policy_.sources_.resize(method_count);
    file_ = "risk.yaml";
    read_file(risk_yaml, [this](const YAML::Node& root) { read_risk(root); });
    file_ = "rules.yaml";
    read_file(rules_yaml, [this](const YAML::Node& root) { read_rules(root); });
    if (problems_.empty()) read_limits();
    if (problems_.empty()) {
      policy_.programs_ = std::make_unique<RulePrograms>(policy_.rules_, policy_.sources_, vocabulary_);
      return std::move(policy_);
    }
    std::string detail;
    for (const auto& problem : problems_) {
      if (!detail.empty()) detail += '\n';
      detail += problem.text();
    }
    return Error{"policy_is_not_valid", "policy", detail,
                 "correct the places named; the policy in force stays in force until then"};
  }

  std::vector<PolicyProblem> take_problems() { return std::move(problems_); }

 private:
  template <class Read>
  void read_file(std::string_view text, Read read) {
    try {
      if (!is_valid_utf8(text)) return problem({}, "", "the file is not valid UTF-8", "save it as UTF-8");
      const YAML::Node root = YAML::Load(std::string(text));
      if (!root.IsMap()) return problem(root, "", "the file is not a map of keys", "see docs/how-to/add-a-rule.md");
      read(root);
    } catch (const YAML::Exception& error) {
      problems_.push_back(
          {file_, static_cast<std::size_t>(error.mark.line + 1), "", "", 0, error.msg, "correct the YAML there"});
    }
  }

  void problem(const YAML::Node& node, const std::string& where, const std::string& what, const std::string& fix,
               std::size_t column = 0) {
    const auto line = node.IsDefined() && node.Mark().line >= 0 ? static_cast<std::size_t>(node.Mark().line + 1) : 0;
    problems_.push_back({file_, line, rule_, where, column, what, fix});
  }

  // ---- values

  void only_keys(const YAML::Node& map, const std::string& where, const std::set<std::string>& allowed) {
    for (const auto& entry : map) {
      const auto key = entry.first.as<std::string>();
      if (allowed.count(key) != 0) continue;
      const auto near = nearest_name(key, {allowed.begin(), allowed.end()});
      problem(entry.first, where, "unknown key '" + key + "'",
              near.empty() ? "remove it" : "did you mean " + near + "?");
    }
  }

  YAML::Node map_at(const YAML::Node& parent, const std::string& key, const std::string& where) {
    const YAML::Node node = parent[key];
    if (node && node.IsMap()) return node;
    problem(parent, where, "the map '" + key + "' is missing", "add " + key + ":");
    return YAML::Node(YAML::NodeType::Map);
  }

  std::string text_at(const YAML::Node& parent, const std::string& key, const std::string& where) {
    const YAML::Node node = parent[key];
    if (node && node.IsScalar() && !node.Scalar().empty()) return node.Scalar();
    problem(parent, where, "'" + key + "' is missing", "add " + key + ": …");
    return {};
  }

  std::int64_t micro_at(const YAML::Node& parent, const std::string& key, const std::string& where, std::int64_t lowest,
                        std::int64_t highest, const std::string& expected) {
    const YAML::Node node = parent[key];
    if (!node || !node.IsScalar()) {
      problem(parent, where, "the number '" + key + "' is missing", "add " + key + ": " + expected);
      return lowest;
    }
    const auto value = Decimal::parse(node.Scalar());
    if (!value || value->micro() < lowest || value->micro() > highest) {
      problem(node, where, key + ": '" + node.Scalar() + "' cannot be used", "give " + expected);
      return lowest;
    }
    return value->micro();
  }

  /// From 0 up to, but not including, 1: certainty would drown every other evidence.
  double likelihood_at(const YAML::Node& parent, const std::string& key, const std::string& where) {
    return static_cast<double>(micro_at(parent, key, where, 0, 999'000, "a likelihood from 0 to 0.999")) / 1e6;
  }
  double ratio_at(const YAML::Node& parent, const std::string& key, const std::string& where) {
    return static_cast<double>(micro_at(parent, key, where, 0, 1'000'000, "a ratio from 0 to 1")) / 1e6;
  }
  std::int64_t whole_at(const YAML::Node& parent, const std::string& key, const std::string& where, std::int64_t lowest,
                        std::int64_t highest) {
    const auto expected = "a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest);
    const auto micro = micro_at(parent, key, where, lowest * 1'000'000, highest * 1'000'000, expected);
    if (micro % 1'000'000 != 0) problem(parent[key], where, key + " is not whole", "give " + expected);
    return micro / 1'000'000;
  }

  Text text_pair(const YAML::Node& node, const YAML::Node& parent, const std::string& where) {
    const auto given = [&](const char* language) {
      return node[language] && node[language].IsScalar() && !node[language].Scalar().empty();
    };
    if (!node || !node.IsMap() || !given("ko") || !given("en")) {
      problem(parent, where, "a text in both languages is missing", "add {ko: …, en: …}");
      return {};
    }
    only_keys(node, where, {"ko", "en"});
    return {node["ko"].as<std::string>(), node["en"].as<std::string>()};
  }

  std::optional<Date> date_at(const YAML::Node& parent, const std::string& key, const std::string& where,
                              bool required) {
    const YAML::Node node = parent[key];
    if (!node) {
      if (required) problem(parent, where, "the day '" + key + "' is missing", "add " + key + ": 2026-11-01");
      return std::nullopt;
    }
    const auto day = Date::parse(node.IsScalar() ? node.Scalar() : "");
    if (!day) problem(node, where, key + " is not a day", "write it as 2026-11-01");
    return day;
  }

  // ---- risk.yaml

  void read_risk(const YAML::Node& root) {
    only_keys(root, "",
              {"title", "dated", "owner", "channels", "consequence", "quotas", "ranking", "random", "methods",
               "splitting", "bursts", "disclosure", "rehearsal", "parameters", "lists"});
    text_pair(root["title"], root, "title");
    policy_.dated_ = date_at(root, "dated", "", true).value_or(Date());
    owner_ = text_at(root, "owner", "");
    read_channels(map_at(root, "channels", ""));
    read_consequence(map_at(root, "consequence", ""));
    read_quotas(map_at(root, "quotas", ""));
    read_ranking(root);
    read_random(map_at(root, "random", ""));
    read_splitting(map_at(root, "splitting", ""));
    if (root["bursts"].IsDefined()) read_bursts(map_at(root, "bursts", ""));
    const auto disclosure = map_at(root, "disclosure", "");
    only_keys(disclosure, "disclosure", {"filer_sees_reasons"});
    settings().filer_sees_reasons = text_at(disclosure, "filer_sees_reasons", "disclosure") == "true";
    read_rehearsal(map_at(root, "rehearsal", ""));
    read_parameters(root);
    read_methods(map_at(root, "methods", ""));
  }

  Settings& settings() { return policy_.settings_; }

  void read_channels(const YAML::Node& node) {
    only_keys(node, "channels", {"orange_from", "red_from"});
    constexpr std::int64_t most = 5'000'000;
    settings().orange_from =
        static_cast<double>(micro_at(node, "orange_from", "channels", 1, most, "an expected value up to 5")) / 1e6;
    settings().red_from =
        static_cast<double>(micro_at(node, "red_from", "channels", 1, most, "an expected value up to 5")) / 1e6;
    if (settings().red_from <= settings().orange_from) {
      problem(node, "channels", "red does not begin above orange", "make red_from larger than orange_from");
    }
  }

  void read_consequence(const YAML::Node& node) {
    only_keys(node, "consequence", {"scale", "revenue_threshold_krw"});
    settings().revenue_threshold_krw = whole_at(node, "revenue_threshold_krw", "consequence", 1, 1'000'000'000'000);
    const auto scale = map_at(node, "scale", "consequence");
    for (int level = 1; level <= 5; ++level) {
      text_pair(scale[std::to_string(level)], scale, "consequence.scale." + std::to_string(level));
    }
    only_keys(scale, "consequence.scale", {"1", "2", "3", "4", "5"});
  }

  Quota read_quota(const YAML::Node& node, const std::string& where) {
    only_keys(node, where, {"red", "orange"});
    return {static_cast<std::uint32_t>(whole_at(node, "red", where, 0, 1'000'000)),
            static_cast<std::uint32_t>(whole_at(node, "orange", where, 0, 1'000'000))};
  }

  void read_quotas(const YAML::Node& node) {
    only_keys(node, "quotas", {"default", "offices"});
    settings().quota = read_quota(map_at(node, "default", "quotas"), "quotas.default");
    if (!node["offices"]) return;
    for (const auto& entry : map_at(node, "offices", "quotas")) {
      const auto office = entry.first.as<std::string>();
      settings().office_quotas.emplace_back(office, read_quota(entry.second, "quotas.offices." + office));
    }
  }

  /// Optional: a policy of before has none, and gives places to whoever comes first.
  void read_ranking(const YAML::Node& root) {
    if (!root["ranking"]) return;
    if (!root["ranking"].IsSequence() || root["ranking"].size() == 0) {
      return problem(
          root["ranking"], "ranking", "there is no ranking in it",
          "add - {from: …, expected_value_share: 1, memory_days: 20, days_needed: 5, cite: …, grade: design}");
    }
    for (const auto& entry : root["ranking"]) {
      const std::string where = "ranking";
      only_keys(entry, where, {"from", "expected_value_share", "memory_days", "days_needed", "cite", "grade"});
      Ranking ranking;
      ranking.from = date_at(entry, "from", where, true).value_or(Date());
      ranking.expected_value_share_ppm =
          micro_at(entry, "expected_value_share", where, 0, 1'000'000, "a share from 0 to 1");
      ranking.memory_days = static_cast<std::uint32_t>(whole_at(entry, "memory_days", where, 1, 90));
      ranking.days_needed = static_cast<std::uint32_t>(whole_at(entry, "days_needed", where, 1, ranking.memory_days));
      ranking.cite = read_cite(entry, where);
      ranking.grade = text_at(entry, "grade", where);
      auto& known = settings().rankings;
      if (!known.empty() && ranking.from <= known.back().from) {
        problem(entry, where, "the days do not rise", "order the entries by from, oldest first");
      }
      known.push_back(std::move(ranking));
    }
  }

  void read_random(const YAML::Node& node) {
    only_keys(node, "random", {"formal", "simplified", "import", "red_share", "reveal_after_days", "filer_classes"});
    for (const auto procedure : {Procedure::formal, Procedure::simplified, Procedure::import_}) {
      settings().random_ratio[static_cast<std::size_t>(procedure)] =
          ratio_at(node, std::string(declaration::name(procedure)), "random");
    }
    settings().random_red_share = ratio_at(node, "red_share", "random");
    // At least one: never while the day lasts.
    read_days(map_at(node, "reveal_after_days", "random"), "random.reveal_after_days", 3650,
              settings().random_reveal_after_days);
    read_filer_classes(map_at(node, "filer_classes", "random"));
  }

  /// From a day on so many days, 1 to `most`.
  void read_days(const YAML::Node& node, const std::string& where, std::int64_t most, DatedDays& values) {
    for (const auto& entry : node) {
      const auto key = entry.first.as<std::string>();
      const auto day = Date::parse(key);
      if (!day || (!values.empty() && *day <= values.back().first)) {
        problem(entry.first, where, "'" + key + "' is no day after the one before it",
                "write days as 2026-11-01, oldest first");
        continue;
      }
      values.emplace_back(*day, static_cast<std::int32_t>(whole_at(node, key, where, 1, most)));
    }
    if (values.empty()) problem(node, where, "there is no period", "add a day and a number of days: 2026-11-01: 7");
  }

  void read_filer_classes(const YAML::Node& node) {
    const std::string where = "random.filer_classes";
    only_keys(node, where, {"minimum_examined", "unknown", "classes"});
    settings().filer_class_examined =
        static_cast<std::uint32_t>(whole_at(node, "minimum_examined", where, 1, 1'000'000));
    const auto unknown = text_at(node, "unknown", where);
    const auto highest = highest_random_ratio();
    for (const auto& entry : node["classes"]) {
      FilerClass filer_class;
      filer_class.id = text_at(entry, "id", where);
      const auto place = where + "." + filer_class.id;
      only_keys(entry, place, {"id", "label", "hit_rate_below", "ratio"});
      filer_class.label = text_pair(entry["label"], entry, place);
      filer_class.hit_rate_below = ratio_at(entry, "hit_rate_below", place);
      filer_class.ratio = ratio_at(entry, "ratio", place);
      if (highest && filer_class.ratio > static_cast<double>(*highest) / 1e6) {
        std::string limit;
        append_micro(limit, *highest);
        problem(entry["ratio"], place,
                "the random ratio " + entry["ratio"].Scalar() + " is above the limit of the law, " + limit,
                "give at most " + limit + " (law.export.manifest.random_max)");
      }
      if (filer_class.id == unknown) settings().filer_class_unknown = settings().filer_classes.size();
      settings().filer_classes.push_back(std::move(filer_class));
    }
    auto& classes = settings().filer_classes;
    if (classes.empty()) {
      problem(node, where, "there is no class", "add classes: with id, label, hit_rate_below and ratio");
      return;
    }
    if (std::none_of(classes.begin(), classes.end(), [&](const FilerClass& c) { return c.id == unknown; })) {
      problem(node, where, "unknown: there is no class '" + unknown + "'", "name one of the classes");
    }
    for (std::size_t i = 1; i < classes.size(); ++i) {
      if (classes[i].hit_rate_below > classes[i - 1].hit_rate_below) continue;
      problem(node, where + "." + classes[i].id, "hit_rate_below does not rise",
              "order the classes from the best to the worst");
    }
    if (classes.back().hit_rate_below < 1) {
      problem(node, where + "." + classes.back().id, "the last class must take every rate", "give hit_rate_below: 1");
    }
  }

  /// The lowest value that law.export.manifest.random_max ever has from the policy's day on.
  std::optional<std::int64_t> highest_random_ratio() {
    const auto values = outer_.parameter("law.export.manifest.random_max");
    if (!values || values->empty()) {
      problem({}, "random", "law.export.manifest.random_max is not in the law",
              "add law/kr/export/manifest/random_max.yaml");
      return std::nullopt;
    }
    std::int64_t lowest = INT64_MAX;
    for (std::size_t i = 0; i < values->size(); ++i) {
      const bool over = i + 1 < values->size() && (*values)[i + 1].first <= policy_.dated_;
      if (!over) lowest = std::min(lowest, (*values)[i].second.number);
    }
    return lowest;
  }

  void read_splitting(const YAML::Node& node) {
    only_keys(node, "splitting", {"window_days", "near_limit_from"});
    settings().split_window_days =
        static_cast<std::int32_t>(whole_at(node, "window_days", "splitting", 1, PairWindow::days));
    settings().near_limit_from_micro =
        micro_at(node, "near_limit_from", "splitting", 0, 1'000'000, "a share of the limit from 0 to 1");
    add_parameter("policy.split_window_days", Unit::days, std::int64_t{settings().split_window_days} * 1'000'000);
    add_parameter("policy.near_limit_from", Unit::percent, settings().near_limit_from_micro);
  }

  void read_bursts(const YAML::Node& node) {
    only_keys(node, "bursts", {"window_days", "usual_from_days"});
    read_days(map_at(node, "window_days", "bursts"), "bursts.window_days", Pace::days, settings().burst_window_days);
    read_days(map_at(node, "usual_from_days", "bursts"), "bursts.usual_from_days", 3650,
              settings().burst_usual_from_days);
    add_dated("policy.burst_window_days", settings().burst_window_days);
    add_dated("policy.burst_usual_from_days", settings().burst_usual_from_days);
  }

  void read_rehearsal(const YAML::Node& node) {
    only_keys(node, "rehearsal", {"delay_hours", "firm_sizes"});
    for (const auto& entry : node["delay_hours"]) {
      const std::string where = "rehearsal.delay_hours";
      only_keys(entry, where, {"from", "green", "orange", "red", "grade"});
      DelayHours delay;
      delay.from = date_at(entry, "from", where, true).value_or(Date());
      constexpr std::int64_t most = 10'000'000'000;
      for (std::size_t i = 0; i < delay.hours.size(); ++i) {
        const std::string channel(channel_names[i]);
        delay.hours[i] = static_cast<double>(micro_at(entry, channel, where, 0, most, "hours, 0 to 10000")) / 1e6;
      }
      delay.grade = text_at(entry, "grade", where);
      auto& known = settings().delay_hours;
      if (!known.empty() && delay.from <= known.back().from) {
        problem(entry, where, "the days do not rise", "order the entries by from, oldest first");
      }
      known.push_back(std::move(delay));
    }
    if (settings().delay_hours.empty()) {
      problem(node, "rehearsal", "delay_hours is missing",
              "add delay_hours: [{from: …, green: …, orange: …, red: …, grade: design}]");
    }
    for (const auto& entry : node["firm_sizes"]) {
      const std::string where = "rehearsal.firm_sizes";
      only_keys(entry, where, {"id", "label", "declarations_to"});
      FirmBand band;
      band.id = text_at(entry, "id", where);
      band.label = text_pair(entry["label"], entry, where);
      band.declarations_to =
          entry["declarations_to"]
              ? static_cast<std::uint64_t>(whole_at(entry, "declarations_to", where, 1, 1'000'000'000))
              : UINT64_MAX;
      auto& known = settings().firm_bands;
      if (!known.empty() && band.declarations_to <= known.back().declarations_to) {
        problem(entry, where, "declarations_to does not rise",
                "order the sizes from the smallest, the last without declarations_to");
      }
      known.push_back(std::move(band));
    }
    if (settings().firm_bands.empty() || settings().firm_bands.back().declarations_to != UINT64_MAX) {
      problem(node, "rehearsal.firm_sizes", "the last size must take every number",
              "leave declarations_to out of the last");
    }
  }

  void add_parameter(const std::string& name, Unit unit, std::int64_t micro) {
    Constant constant;
    constant.unit = unit;
    constant.number = micro;
    own_parameters_[name] = always(std::move(constant));
  }

  void add_dated(const std::string& name, const DatedDays& values) {
    DatedConstant dated;
    for (const auto& [from, days] : values) {
      Constant constant;
      constant.unit = Unit::days;
      constant.number = std::int64_t{days} * 1'000'000;
      // The first one holds before its day as well, as in a decision.
      dated.emplace_back(dated.empty() ? Date::from_days(INT32_MIN) : from, std::move(constant));
    }
    own_parameters_[name] = std::move(dated);
  }

  static DatedConstant always(Constant constant) { return {{Date::from_days(INT32_MIN), std::move(constant)}}; }

  void read_parameters(const YAML::Node& root) {
    for (const auto& entry : root["parameters"]) {
      const auto name = entry.first.as<std::string>();
      const auto where = "parameters." + name;
      if (!entry.second.IsMap()) {
        problem(entry.first, where, "a parameter is a map", "write {value: …, unit: …, meaning: {ko: …, en: …}}");
        continue;
      }
      only_keys(entry.second, where, {"value", "unit", "meaning"});
      text_pair(entry.second["meaning"], entry.first, where + ".meaning");
      const auto micro =
          micro_at(entry.second, "value", where, -INT64_MAX, INT64_MAX, "a number with a point for decimals");
      add_parameter("policy." + name, unit_of(entry.second["unit"], where), micro);
    }
    for (const auto& entry : root["lists"]) {
      const auto name = entry.first.as<std::string>();
      Constant constant;
      constant.type = Type::text_list;
      const YAML::Node values = entry.second["values"];
      text_pair(entry.second["meaning"], entry.first, "lists." + name + ".meaning");
      if (!values || !values.IsSequence() || values.size() == 0) {
        problem(entry.first, "lists." + name, "the list has no values", "add values: [\"…\", …]");
        continue;
      }
      for (const auto& value : values) constant.texts.push_back(value.as<std::string>());
      own_parameters_["policy." + name] = always(std::move(constant));
    }
  }

  Unit unit_of(const YAML::Node& node, const std::string& where) {
    static const std::map<std::string, Unit> units = {{"krw", Unit::krw},       {"krw_per_kg", Unit::krw_per_kg},
                                                      {"grams", Unit::grams},   {"kilograms", Unit::kilograms},
                                                      {"days", Unit::days},     {"count", Unit::count},
                                                      {"share", Unit::percent}, {"none", Unit::none}};
    const auto found = units.find(node && node.IsScalar() ? node.Scalar() : "");
    if (found != units.end()) return found->second;
    problem(node, where, "the unit is missing or unknown",
            "give krw, krw_per_kg, grams, kilograms, days, count, share or none");
    return Unit::none;
  }

  void read_methods(const YAML::Node& node) {
    std::set<std::string> names;
    for (const auto& method : methods) names.emplace(method.id);
    only_keys(node, "methods", names);
    for (std::size_t i = 0; i < method_count; ++i) {
      const std::string id(methods[i].id);
      const auto where = "methods." + id;
      if (static_cast<Method>(i) == Method::learned) {
        settings().learned = node[id].IsDefined();
        policy_.sources_[i].id = "method." + id;
        if (!settings().learned) continue;  // a policy of before, or one that does without
      }
      const bool of_ranking =
          static_cast<Method>(i) == Method::cut_off_red || static_cast<Method>(i) == Method::cut_off_orange;
      if (of_ranking && settings().rankings.empty()) {
        policy_.sources_[i].id = "method." + id;
        if (node[id])
          problem(node[id], where, "there is no ranking whose cut-off it speaks of", "add ranking: or leave it out");
        continue;
      }
      const auto method = map_at(node, id, "methods");
      read_method_numbers(static_cast<Method>(i), method, where);
      Source& source = policy_.sources_[i];
      source.id = "method." + id;
      source.owner = owner_;
      source.cite = read_cite(method, where);
      read_reason(method, where, source, methods[i]);
    }
  }

  void read_method_numbers(Method method, const YAML::Node& node, const std::string& where) {
    auto& s = settings();
    std::set<std::string> keys = {"cite", "reason"};
    const auto consequence = [&] { return static_cast<std::uint8_t>(whole_at(node, "consequence", where, 1, 5)); };
    switch (method) {
      case Method::base:
        keys.insert("likelihood");
        s.base_likelihood = likelihood_at(node, "likelihood", where);
        break;
      case Method::new_trader:
        keys.insert({"likelihood", "consequence", "period_days", "history_needed"});
        s.new_trader_likelihood = likelihood_at(node, "likelihood", where);
        s.new_trader_consequence = consequence();
        s.new_trader_period_days = static_cast<std::int32_t>(whole_at(node, "period_days", where, 1, 36'500));
        s.history_needed = static_cast<std::uint64_t>(whole_at(node, "history_needed", where, 0, 1'000'000'000));
        break;
      case Method::new_combination:
        keys.insert({"likelihood", "consequence"});
        s.new_combination_likelihood = likelihood_at(node, "likelihood", where);
        s.new_combination_consequence = consequence();
        break;
      case Method::since_examination:
        keys.insert({"likelihood", "consequence", "full_days", "full_value_krw", "time_share", "minimum_declarations",
                     "least_likelihood"});
        s.since_examination_least = likelihood_at(node, "least_likelihood", where);
        s.since_examination_likelihood = likelihood_at(node, "likelihood", where);
        s.since_examination_consequence = consequence();
        s.since_examination_full_days = static_cast<std::int32_t>(whole_at(node, "full_days", where, 1, 36'500));
        s.since_examination_full_value_krw = whole_at(node, "full_value_krw", where, 1, 1'000'000'000'000);
        s.since_examination_time_share = ratio_at(node, "time_share", where);
        s.since_examination_declarations =
            static_cast<std::uint32_t>(whole_at(node, "minimum_declarations", where, 0, 1'000'000'000));
        break;
      case Method::finding_error:
      case Method::random:
      case Method::quota_red:
      case Method::quota_orange:
      case Method::learned:
      case Method::cut_off_red:
      case Method::cut_off_orange: break;
    }
    only_keys(node, where, keys);
  }

  // ---- rules.yaml

  void read_rules(const YAML::Node& root) {
    only_keys(root, "", {"rules"});
    if (!root["rules"] || !root["rules"].IsSequence()) {
      return problem(root, "", "there is no list of rules", "add rules: and a list");
    }
    if (root["rules"].size() > most_rules)
      return problem(root, "", "there are too many rules", "keep at most " + std::to_string(most_rules));
    std::set<std::string> seen;
    for (const auto& node : root["rules"]) {
      if (!node.IsMap()) {
        problem(node, "", "a rule is a map of keys", "see docs/how-to/add-a-rule.md");
        continue;
      }
      read_rule(node, seen);
    }
  }

  void read_rule(const YAML::Node& node, std::set<std::string>& seen) {
    Rule rule;
    rule_ = node["id"] && node["id"].IsScalar() ? node["id"].Scalar() : "";
    rule.id = text_at(node, "id", "rule");
    const auto where = "rule " + rule.id;
    only_keys(node, where,
              {"id", "pattern", "owner", "from", "until", "procedures", "when", "likelihood", "consequence", "hard",
               "cite", "reason"});
    if (!seen.insert(rule.id).second) problem(node, where, "the id stands twice", "give each rule its own id");
    if (rule.id.starts_with("method."))
      problem(node, where, "ids that begin with 'method.' are those of built-in methods", "choose another id");
    rule.pattern = node["pattern"] ? node["pattern"].as<std::string>() : "";
    rule.owner = node["owner"] ? node["owner"].as<std::string>() : owner_;
    rule.from = date_at(node, "from", where, true).value_or(Date());
    rule.until = date_at(node, "until", where, false);
    if (rule.until && *rule.until < rule.from)
      problem(node["until"], where, "until lies before from", "correct one of the two days");
    rule.procedures = read_procedures(node, where);
    rule.likelihood = likelihood_at(node, "likelihood", where);
    if (node["consequence"] && node["consequence"].IsScalar() && node["consequence"].Scalar() == "by_value") {
      rule.consequence_by_value = true;
    } else {
      rule.consequence = static_cast<std::uint8_t>(whole_at(node, "consequence", where, 1, 5));
    }
    rule.hard = read_hard(node, where);
    rule.cite = read_cite(node, where);
    const bool when_read = read_when(node, where, rule);
    Source source;
    source.id = rule.id;
    source.cite = rule.cite;
    source.owner = rule.owner;
    read_reason(node, where, source, {});
    if (!when_read) return;
    rule.source = static_cast<std::uint16_t>(policy_.sources_.size());
    policy_.sources_.push_back(std::move(source));
    policy_.rules_.push_back(std::move(rule));
  }

  bool read_hard(const YAML::Node& node, const std::string& where) {
    if (!node["hard"]) return false;
    const auto text = node["hard"].IsScalar() ? node["hard"].Scalar() : "";
    if (text != "true" && text != "false")
      problem(node["hard"], where, "hard is neither true nor false", "write hard: true, or leave it out");
    return text == "true";
  }

  ProcedureSet read_procedures(const YAML::Node& node, const std::string& where) {
    ProcedureSet set = 0;
    for (const auto& entry : node["procedures"]) {
      const auto procedure = declaration::parse_procedure(entry.as<std::string>());
      if (!procedure) {
        problem(entry, where, "there is no procedure '" + entry.as<std::string>() + "'",
                "give formal, simplified, manifest or import");
        continue;
      }
      set = static_cast<ProcedureSet>(set | procedure_bit(*procedure));
    }
    if (set == 0)
      problem(node, where, "no procedure is named", "add procedures: [formal, simplified, manifest, import]");
    return set;
  }

  bool read_when(const YAML::Node& node, const std::string& where, Rule& rule) {
    rule.when_text = text_at(node, "when", where);
    if (rule.when_text.empty()) return false;
    auto parsed = Expression::parse(rule.when_text, vocabulary_);
    if (const auto* error = std::get_if<LanguageError>(&parsed)) {
      problem(
          node["when"],
          where + ", when, column " + std::to_string(error->column) + " " + near_text(rule.when_text, error->column),
          error->detail, error->fix, error->column);
      return false;
    }
    rule.when = std::get<Expression>(std::move(parsed));
    return true;
  }

  std::string read_cite(const YAML::Node& node, const std::string& where) {
    auto cite = text_at(node, "cite", where);
    if (!cite.empty() && vocabulary_.is_source && !vocabulary_.is_source(cite)) {
      problem(node["cite"], where, "the source '" + cite + "' is not in law/sources.yaml",
              "name a key of that file, or add it there");
    }
    return cite;
  }

  // ---- reasons

  void read_reason(const YAML::Node& node, const std::string& where, Source& source, const MethodInfo& method) {
    const Text text = text_pair(node["reason"], node, where + ", reason");
    if (!method.own_value.empty()) {
      source.own_values = 1;
      ReasonPlace place;
      place.unit = method.unit;
      source.places.push_back(place);
      place_names_ = {std::string(method.own_value)};
    } else {
      place_names_.clear();
    }
    for (const auto language : {Language::korean, Language::english}) {
      split(node["reason"], where + ", reason", text.in(language), source,
            source.text[static_cast<std::size_t>(language)]);
    }
  }

  void split(const YAML::Node& node, const std::string& where, std::string_view text, Source& source,
             ReasonTemplate& out) {
    std::string part;
    const auto end_part = [&] {
      append_json_escaped(out.parts.emplace_back(), part);
      part.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '}') problem(node, where, "a '}' without '{'", "remove it");
      if (text[i] != '{') {
        part += text[i];
        continue;
      }
      const auto close = text.find('}', i);
      if (close == std::string_view::npos) {
        problem(node, where, "a '{' without '}'", "close the place");
        break;
      }
      const auto index = place(node, where, std::string(text.substr(i + 1, close - i - 1)), source);
      if (index) {
        end_part();
        out.places.push_back(*index);
      }
      i = close;
    }
    end_part();
  }

  /// The index of the place `name` of the source, added where it is new.
  std::optional<std::uint8_t> place(const YAML::Node& node, const std::string& where, const std::string& name,
                                    Source& source) {
    const auto known = std::find(place_names_.begin(), place_names_.end(), name);
    if (known != place_names_.end()) return static_cast<std::uint8_t>(known - place_names_.begin());
    auto parsed = Expression::parse_name(name, vocabulary_);
    if (const auto* error = std::get_if<LanguageError>(&parsed)) {
      problem(node, where + ", {" + name + "}", error->detail, error->fix);
      return std::nullopt;
    }
    auto expression = std::get<Expression>(std::move(parsed));
    ReasonPlace result;
    if (!describe(expression.root(), result)) {
      problem(node, where, "{" + name + "} is a list", "name a number or a text");
      return std::nullopt;
    }
    if (result.of_declaration && vocabulary_.is_personal && vocabulary_.is_personal(result.field)) {
      problem(node, where, "{" + name + "} is personal data", "leave it out of the sentence");
      return std::nullopt;
    }
    if (!result.of_declaration) {
      const auto next = source.own_values + source.values.size();
      if (next == most_values) {
        problem(node, where, "the sentence shows more than " + std::to_string(most_values) + " numbers",
                "leave some out");
        return std::nullopt;
      }
      result.value = static_cast<std::uint8_t>(next);
      source.values.push_back(std::move(expression));
    }
    source.places.push_back(result);
    place_names_.push_back(name);
    return static_cast<std::uint8_t>(source.places.size() - 1);
  }

  bool describe(const Node& node, ReasonPlace& place) const {
    place.type = node.type;
    if (node.type == Type::text_list || node.type == Type::number_list) return false;
    if (node.op == Op::field) {
      place.of_declaration = node.type != Type::number;
      place.field = node.field;
      if (std::string_view(declaration::name(node.field)).ends_with("_krw")) place.unit = Unit::krw;
      return true;
    }
    if (node.op == Op::variable) {
      place.unit = info(node.variable).unit;
      if (node.type == Type::text) {
        place.of_declaration = true;
        place.field = Field::tariff_code;
        place.cut = node.variable == Variable::hs2 ? 2 : node.variable == Variable::hs4 ? 4 : 6;
      }
      return true;
    }
    if (node.type != Type::number) return false;
    const auto values = vocabulary_.parameter(node.text);
    if (values && !values->empty()) place.unit = values->front().second.unit;
    return true;
  }

  // ---- what may be named

  std::optional<DatedConstant> parameter(std::string_view name) const {
    if (name.starts_with("policy.")) {
      const auto found = own_parameters_.find(std::string(name));
      if (found == own_parameters_.end()) return std::nullopt;
      return found->second;
    }
    return outer_.parameter(name);
  }

  std::vector<std::string> parameter_names() const {
    std::vector<std::string> names;
    if (outer_.parameter_names) names = outer_.parameter_names();
    for (const auto& [name, value] : own_parameters_) names.push_back(name);
    return names;
  }

  void read_limits() {
    const std::array<std::pair<Procedure, std::string_view>, 2> limited = {
        {{Procedure::manifest, "law.export.manifest.max_fob"},
         {Procedure::simplified, "law.export.simplified.max_fob"}}};
    for (const auto& [procedure, name] : limited) {
      const auto values = outer_.parameter(name);
      if (!values || values->empty()) {
        problem({}, std::string(name), "the limit is not in the law", "add its file under law/kr/export");
        continue;
      }
      for (const auto& [from, value] : *values) {
        policy_.value_limits_[static_cast<std::size_t>(procedure)].emplace_back(from, value.number / 1'000'000);
      }
    }
  }

  const Vocabulary& outer_;
  Vocabulary vocabulary_;
  Policy policy_;
  std::string file_, owner_;
  std::vector<PolicyProblem> problems_;
  std::string rule_;                      // that is being read
  std::vector<std::string> place_names_;  // of the source that is being read
  std::map<std::string, DatedConstant> own_parameters_;
};

Result<Policy> Policy::read(std::string_view risk_yaml, std::string_view rules_yaml, const Vocabulary& vocabulary) {
  return PolicyReader(vocabulary).read(risk_yaml, rules_yaml);
}

Type type_of(Field field, const law::ElementCatalogue& elements) {
  for (std::size_t i = 0; i < declaration::procedure_count; ++i) {
    const auto* const rule = elements.find(static_cast<Procedure>(i), field);
    if (rule == nullptr) continue;
    switch (rule->format.kind) {
      case law::Format::Kind::number: return Type::number;
      case law::Format::Kind::date: return Type::date;
      case law::Format::Kind::letters:
      case law::Format::Kind::digits:
      case law::Format::Kind::any: return Type::text;
    }
  }
  return Type::text;
}

namespace {

std::optional<Constant> constant_of(const law::Parameter& parameter, const law::Content& content) {
  Constant constant;
  switch (parameter.type) {
    case law::Type::money: constant.unit = Unit::krw; break;
    case law::Type::days: constant.unit = Unit::days; break;
    case law::Type::count: constant.unit = Unit::count; break;
    case law::Type::ratio: constant.unit = Unit::percent; break;
    case law::Type::integer:
    case law::Type::months:
    case law::Type::years:
    case law::Type::decimal:
    case law::Type::text:
    case law::Type::texts:
    case law::Type::integers: break;
    case law::Type::table: return std::nullopt;
  }
  if (const auto* whole = std::get_if<std::int64_t>(&content)) constant.number = to_micro(*whole);
  if (const auto* decimal = std::get_if<Decimal>(&content)) constant.number = decimal->micro();
  if (const auto* text = std::get_if<std::string>(&content)) {
    constant.type = Type::text;
    constant.text = *text;
  }
  if (const auto* texts = std::get_if<std::vector<std::string>>(&content)) {
    constant.type = Type::text_list;
    constant.texts = *texts;
  }
  return constant;
}

std::optional<DatedConstant> parameter_of(const law::Law& law, std::string_view name) {
  constexpr std::string_view prefix = "law.";
  if (!name.starts_with(prefix)) return std::nullopt;
  const auto* const parameter = law.find(name.substr(prefix.size()));
  if (parameter == nullptr) return std::nullopt;
  DatedConstant values;
  for (const auto& entry : parameter->values) {
    const auto constant = constant_of(*parameter, entry.content);
    if (!constant) return std::nullopt;
    values.emplace_back(entry.from.value_or(Date::from_days(INT32_MIN)), *constant);
  }
  return values;
}

Result<std::string> contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Error{"policy_file_cannot_be_read", path.string(), "the file " + path.string() + " cannot be opened",
                 "name the folder of the policy by --policy DIR"};
  }
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

std::string PolicyProblem::text() const {
  std::string text = file;
  if (line > 0) text += ":" + std::to_string(line);
  text += ": ";
  if (!where.empty()) text += where + ": ";
  return text + what + "; " + fix;
}

Result<Policy> Policy::load(const std::filesystem::path& directory, const law::Law& law,
                            const law::ElementCatalogue& elements) {
  auto risk = contents(directory / "risk.yaml");
  if (!risk) return risk.error();
  auto rules = contents(directory / "rules.yaml");
  if (!rules) return rules.error();
  return read(PolicyText{std::move(risk).value(), std::move(rules).value()}, law, elements);
}

Result<Policy> Policy::read(const PolicyText& text, const law::Law& law, const law::ElementCatalogue& elements,
                            std::vector<PolicyProblem>* problems) {
  Vocabulary vocabulary;
  vocabulary.field_type = [&](Field field) { return type_of(field, elements); };
  vocabulary.parameter = [&](std::string_view name) { return parameter_of(law, name); };
  vocabulary.parameter_names = [&] {
    std::vector<std::string> names;
    for (const auto& [id, parameter] : law.parameters()) names.push_back("law." + std::string(parameter.short_id()));
    return names;
  };
  vocabulary.is_personal = [&](Field field) { return elements.is_personal(field); };
  vocabulary.is_source = [&](std::string_view cite) { return law.find_source(cite) != nullptr; };
  PolicyReader reader(vocabulary);
  auto policy = reader.read(text.risk_yaml, text.rules_yaml);
  if (problems != nullptr) *problems = reader.take_problems();
  return policy;
}

std::vector<RuleName> rule_names(const law::Law& law, const law::ElementCatalogue& elements) {
  std::vector<RuleName> names;
  for (std::size_t i = 0; i < declaration::field_count; ++i) {
    const auto field = static_cast<Field>(i);
    const auto& label = elements.label(field);
    if (label.ko.empty() || elements.is_personal(field)) continue;
    names.push_back({std::string(declaration::name(field)), type_of(field, elements), Unit::none, label});
  }
  for (std::size_t i = 0; i < variable_count; ++i) {
    const auto& variable = info(static_cast<Variable>(i));
    names.push_back({std::string(variable.name), variable.type, variable.unit, variable.label});
  }
  for (const auto& [id, parameter] : law.parameters()) {
    const auto name = "law." + std::string(parameter.short_id());
    const auto values = parameter_of(law, name);
    if (!values || values->empty()) continue;
    names.push_back({name, values->back().second.type, values->back().second.unit, parameter.description});
  }
  return names;
}

}  // namespace clearway::risk
