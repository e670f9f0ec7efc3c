#include "accrual/rule_pack.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <initializer_list>
#include <set>

#include "accrual/steps.h"

namespace clearway::accrual {
namespace {

constexpr std::size_t most_bytes = 4 << 20;
constexpr std::size_t most_rows = 10'000;

std::string join(const std::string& key, const std::string& name) { return key.empty() ? name : key + "." + name; }
std::string row(const std::string& key, std::size_t index) { return key + "[" + std::to_string(index + 1) + "]"; }

template <class Names>
std::string listed(const Names& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + std::string(name);
  return out;
}

template <class Map>
std::string keys_of(const Map& map) {
  std::string out;
  for (const auto& entry : map) out += (out.empty() ? "" : ", ") + entry.first;
  return out;
}

class PackReader {
 public:
  PackReader(const std::string& file, PackProblems& problems) : file_(file), problems_(problems) {}

  RulePack read(const YAML::Node& root) {
    only_keys(root, "",
              {"pack", "title", "currency", "minor_unit_digits", "day_count", "cut_windows", "rounding", "days",
               "payments", "rates", "charges", "default_charge", "suspension_reasons", "suspensions", "sources"});
    pack_.id = scalar(root, "", "pack");
    pack_.title = text(root, "", "title", true);
    read_currency(root);
    pack_.day_count = static_cast<DayCount>(choice(root, "", "day_count", {"actual", "365", "366"}));
    pack_.year_cut = static_cast<YearCut>(choice(root, "", "cut_windows", {"day_count_change", "year_end"}));
    read_rounding(root);
    read_days(root);
    read_payments(root);
    read_sources(root);
    read_rates(root);
    read_charges(root);
    read_reasons(root);
    read_suspensions(root);
    return std::move(pack_);
  }

  void problem(std::string code, const YAML::Node& node, std::string key, std::string value = {},
               std::string expected = {}) {
    const int line = node.IsDefined() ? std::max(0, node.Mark().line + 1) : 0;
    problems_.push_back({std::move(code), file_, line, std::move(key), std::move(value), std::move(expected)});
  }

 private:
  // ---- values

  void only_keys(const YAML::Node& map, const std::string& key, std::initializer_list<std::string_view> known) {
    std::set<std::string> seen;
    for (const auto& entry : map) {
      const auto name = entry.first.as<std::string>("");
      if (!seen.insert(name).second) problem("key_stands_twice", entry.first, join(key, name), name);
      if (known.size() == 0 || std::find(known.begin(), known.end(), name) != known.end()) continue;
      problem("key_is_not_known", entry.first, join(key, name), name, listed(known));
    }
  }

  /// A child that is a mapping; else an empty one, and a problem.
  YAML::Node map(const YAML::Node& parent, const std::string& key, const char* name, bool required) {
    const auto node = parent[name];
    if (node && node.IsMap()) return node;
    if (node || required)
      problem(node ? "value_is_no_mapping" : "key_is_missing", node ? node : parent, join(key, name));
    return YAML::Node(YAML::NodeType::Map);
  }

  YAML::Node list(const YAML::Node& parent, const std::string& key, const char* name, bool required) {
    const auto node = parent[name];
    if (node && node.IsSequence()) {
      if (node.size() <= most_rows) return node;
      problem("list_is_too_long", node, join(key, name), std::to_string(node.size()), std::to_string(most_rows));
    } else if (node || required) {
      problem(node ? "value_is_no_list" : "key_is_missing", node ? node : parent, join(key, name));
    }
    return YAML::Node(YAML::NodeType::Sequence);
  }

  std::string scalar(const YAML::Node& parent, const std::string& key, const char* name, bool required = true) {
    const auto node = parent[name];
    if (node && node.IsScalar() && !node.Scalar().empty()) return node.Scalar();
    if (node) {
      problem("value_is_no_scalar", node, join(key, name));
    } else if (required) {
      problem("key_is_missing", parent, join(key, name));
    }
    return {};
  }

  Text text(const YAML::Node& parent, const std::string& key, const char* name, bool required) {
    const auto node = parent[name];
    Text text;
    if (node && node.IsMap()) text = {node["ko"].as<std::string>(""), node["en"].as<std::string>("")};
    if (!text.ko.empty() && !text.en.empty()) return text;
    if (node) {
      problem("text_needs_both_languages", node, join(key, name));
    } else if (required) {
      problem("key_is_missing", parent, join(key, name));
    }
    return text;
  }

  std::size_t choice(const YAML::Node& parent, const std::string& key, const char* name,
                     std::initializer_list<std::string_view> names) {
    const auto value = scalar(parent, key, name);
    if (value.empty()) return 0;
    const auto it = std::find(names.begin(), names.end(), value);
    if (it != names.end()) return static_cast<std::size_t>(it - names.begin());
    problem("choice_is_not_known", parent[name], join(key, name), value, listed(names));
    return 0;
  }

  std::int64_t whole(const YAML::Node& parent, const std::string& key, const char* name, std::int64_t least,
                     std::int64_t most) {
    const auto value = scalar(parent, key, name);
    if (value.empty()) return least;
    const auto number = Decimal::parse(value);
    const auto wanted = std::to_string(least) + " – " + std::to_string(most);
    if (number && number->micro() % Decimal::one == 0 && *number >= Decimal::whole(least) &&
        *number <= Decimal::whole(most)) {
      return number->micro() / Decimal::one;
    }
    problem("number_is_not_valid", parent[name], join(key, name), value, wanted);
    return least;
  }

  std::optional<Date> date(const YAML::Node& parent, const std::string& key, const char* name, bool required) {
    const auto value = scalar(parent, key, name, required);
    if (value.empty()) return std::nullopt;
    const auto day = value.size() == 10 ? Date::parse(value) : std::nullopt;
    if (!day) problem("date_is_not_valid", parent[name], join(key, name), value, "2026-11-23");
    return day;
  }

  /// Citation and grade of a row; both must be there.
  void evidence(const YAML::Node& parent, const std::string& key, std::string& cite, law::Grade& grade) {
    cite = scalar(parent, key, "cite");
    if (!cite.empty() && !pack_.sources.contains(cite)) {
      problem("cite_is_not_in_sources", parent["cite"], join(key, "cite"), cite, keys_of(pack_.sources));
    }
    const auto value = scalar(parent, key, "grade");
    if (value.empty()) return;
    if (const auto known = law::parse_grade(value)) {
      grade = *known;
    } else {
      problem("choice_is_not_known", parent["grade"], join(key, "grade"), value, listed(law::grade_names));
    }
  }

  // ---- sections

  void read_currency(const YAML::Node& root) {
    pack_.currency = scalar(root, "", "currency");
    const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto& code = pack_.currency;
    if (!code.empty() && (code.size() != 3 || !std::all_of(code.begin(), code.end(), upper))) {
      problem("choice_is_not_known", root["currency"], "currency", code, "GBP");
    }
    pack_.minor_unit_digits = static_cast<int>(whole(root, "", "minor_unit_digits", 0, 3));
  }

  void read_rounding(const YAML::Node& root) {
    const auto node = map(root, "", "rounding", true);
    only_keys(node, "rounding", {"direction", "unit", "at"});
    choice(node, "rounding", "direction", {"down"});
    pack_.rounding.unit = whole(node, "rounding", "unit", 1, 1'000'000);
    pack_.rounding.at = static_cast<RoundAt>(choice(node, "rounding", "at", {"window", "stretch", "total"}));
  }

  void read_days(const YAML::Node& root) {
    const auto node = map(root, "", "days", true);
    only_keys(node, "days", {"start", "until", "payment"});
    pack_.first_day_counts = choice(node, "days", "start", {"not_counted", "counted"}) == 1;
    pack_.last_day_counts = choice(node, "days", "until", {"not_counted", "counted"}) == 1;
    pack_.payment_day_counts = choice(node, "days", "payment", {"not_counted", "counted"}) == 1;
  }

  void read_payments(const YAML::Node& root) {
    const auto node = map(root, "", "payments", true);
    const std::string key = "payments";
    only_keys(node, key, {"method", "before_start", "after_until", "above_principal"});
    pack_.payments = static_cast<PaymentMethod>(choice(node, key, "method", {"parts", "balance"}));
    pack_.payments_before_start = choice(node, key, "before_start", {"refused", "counted"}) == 1;
    pack_.late_payments =
        static_cast<LatePayment>(choice(node, key, "after_until", {"counted", "left_out", "refused"}));
    pack_.payments_above_principal = choice(node, key, "above_principal", {"refused", "refunded"}) == 1;
  }

  void read_sources(const YAML::Node& root) {
    const auto node = map(root, "", "sources", true);
    only_keys(node, "sources", {});
    for (const auto& entry : node) {
      const auto name = entry.first.as<std::string>("");
      if (!entry.second.IsScalar() || entry.second.Scalar().empty()) {
        problem("value_is_no_scalar", entry.second, join("sources", name));
        continue;
      }
      pack_.sources.emplace(name, entry.second.Scalar());
    }
  }

  void read_rates(const YAML::Node& root) {
    const auto node = map(root, "", "rates", true);
    only_keys(node, "rates", {});
    for (const auto& entry : node) {
      const auto name = entry.first.as<std::string>("");
      const auto key = join("rates", name);
      if (!entry.second.IsMap()) {
        problem("value_is_no_mapping", entry.second, key);
        continue;
      }
      read_table(name, key, entry.second);
    }
  }

  void read_table(const std::string& name, const std::string& key, const YAML::Node& node) {
    only_keys(node, key, {"per", "values"});
    const auto per = choice(node, key, "per", {"year", "day"}) == 0 ? Per::year : Per::day;
    const auto values = list(node, key, "values", true);
    std::vector<RateRow> rows;
    const auto before = problems_.size();
    for (std::size_t i = 0; i < values.size(); ++i) {
      rows.push_back(read_rate(values[i], row(join(key, "values"), i)));
    }
    if (problems_.size() != before) return;
    auto table = RateTable::of(name, per, rows);
    if (table) {
      pack_.rates.emplace(name, *table);
      return;
    }
    // The table says which row; find it again for its line.
    const auto& error = table.error();
    const auto digits = error.detail.find_first_of("0123456789");
    const auto index = error.detail.starts_with("row ") ? std::stoul(error.detail.substr(digits)) - 1 : 0;
    const bool has_row = error.detail.starts_with("row ") && index < values.size();
    problem(error.code, has_row ? values[index] : node, has_row ? row(join(key, "values"), index) : join(key, "values"),
            has_row ? rows[index].from->text() : "", error.fix);
  }

  RateRow read_rate(const YAML::Node& node, const std::string& key) {
    RateRow rate;
    if (!node.IsMap()) {
      problem("value_is_no_mapping", node, key);
      return rate;
    }
    only_keys(node, key, {"from", "to", "percent", "cite", "grade"});
    rate.from = date(node, key, "from", true);
    rate.to = date(node, key, "to", false);
    if (rate.from && rate.to && *rate.to < *rate.from) {
      problem("period_ends_before_it_starts", node["to"], join(key, "to"), rate.to->text(), rate.from->text());
    }
    const auto value = scalar(node, key, "percent");
    if (!value.empty()) {
      const auto percent = Decimal::parse(value);
      if (!percent) {
        problem("number_is_not_valid", node["percent"], join(key, "percent"), value, "3.25");
      } else if (*percent < Decimal{}) {
        problem("rate_is_negative", node["percent"], join(key, "percent"), value, "0");
      } else if (*percent > Decimal::whole(100)) {
        problem("rate_is_too_high", node["percent"], join(key, "percent"), value, "100");
      } else {
        rate.rate = Rate{percent->micro(), 100 * Decimal::one}.reduced();
      }
    }
    evidence(node, key, rate.cite, rate.grade);
    return rate;
  }

  void read_charges(const YAML::Node& root) {
    const auto node = map(root, "", "charges", true);
    only_keys(node, "charges", {});
    for (const auto& entry : node) {
      const auto name = entry.first.as<std::string>("");
      const auto key = join("charges", name);
      if (!entry.second.IsMap()) {
        problem("value_is_no_mapping", entry.second, key);
        continue;
      }
      only_keys(entry.second, key, {"interest", "interest_only", "title"});
      Charge charge;
      charge.rates = scalar(entry.second, key, "interest");
      if (charge.rates == "none") {
        charge.rates.clear();
      } else if (!charge.rates.empty() && !root["rates"][charge.rates]) {
        problem("rates_are_not_known", entry.second["interest"], join(key, "interest"), charge.rates, "none");
      }
      if (entry.second["interest_only"]) {
        charge.interest_only = choice(entry.second, key, "interest_only", {"no", "yes"}) == 1;
      }
      charge.title = text(entry.second, key, "title", false);
      pack_.charges.emplace(name, std::move(charge));
    }
    const auto standard = scalar(root, "", "default_charge", false);
    if (standard.empty()) return;
    if (pack_.charges.contains(standard)) {
      pack_.default_charge = standard;
    } else {
      problem("charge_is_not_known", root["default_charge"], "default_charge", standard, keys_of(pack_.charges));
    }
  }

  void read_reasons(const YAML::Node& root) {
    const auto node = map(root, "", "suspension_reasons", false);
    only_keys(node, "suspension_reasons", {});
    for (const auto& entry : node) {
      const auto name = entry.first.as<std::string>("");
      const auto key = join("suspension_reasons", name);
      if (!entry.second.IsMap()) {
        problem("value_is_no_mapping", entry.second, key);
        continue;
      }
      only_keys(entry.second, key, {"title", "overlaps"});
      SuspensionReason reason;
      reason.title = text(entry.second, key, "title", true);
      reason.joined = choice(entry.second, key, "overlaps", {"cut", "joined"}) == 1;
      pack_.suspension_reasons.emplace(name, std::move(reason));
    }
  }

  void read_suspensions(const YAML::Node& root) {
    const auto node = list(root, "", "suspensions", false);
    for (std::size_t i = 0; i < node.size(); ++i) {
      const auto key = row("suspensions", i);
      if (!node[i].IsMap()) {
        problem("value_is_no_mapping", node[i], key);
        continue;
      }
      read_suspension(node[i], key);
    }
  }

  void read_suspension(const YAML::Node& node, const std::string& key) {
    only_keys(node, key, {"from", "to", "reason", "charges", "cite", "grade"});
    PackSuspension suspension;
    const auto from = date(node, key, "from", true);
    suspension.exclusion.from = from.value_or(Date{});
    suspension.exclusion.to = date(node, key, "to", false);
    if (from && suspension.exclusion.to && *suspension.exclusion.to < *from) {
      problem("period_ends_before_it_starts", node["to"], join(key, "to"), suspension.exclusion.to->text(),
              from->text());
    }
    auto& reason = suspension.exclusion.reason;
    reason = scalar(node, key, "reason");
    if (!reason.empty() && !pack_.suspension_reasons.contains(reason)) {
      problem("reason_is_not_known", node["reason"], join(key, "reason"), reason, keys_of(pack_.suspension_reasons));
    }
    evidence(node, key, suspension.exclusion.cite, suspension.exclusion.grade);
    const auto charges = list(node, key, "charges", false);
    for (std::size_t i = 0; i < charges.size(); ++i) {
      const auto charge = charges[i].as<std::string>("");
      if (!pack_.charges.contains(charge)) {
        problem("charge_is_not_known", charges[i], row(join(key, "charges"), i), charge, keys_of(pack_.charges));
      }
      suspension.charges.push_back(charge);
    }
    pack_.suspensions.push_back(std::move(suspension));
  }

  std::string file_;
  PackProblems& problems_;
  RulePack pack_;
};

Text filled(const Messages& messages, const PackProblem& problem, const char* what) {
  return sentence(messages, "pack." + problem.code + what,
                  {{"value", same(problem.value)}, {"expected", same(problem.expected)}});
}

}  // namespace

Text PackProblem::text(const Messages& messages) const {
  auto text = filled(messages, *this, ".text");
  auto place = file;
  if (line > 0) place += ":" + std::to_string(line);
  place += ": " + (key.empty() ? "" : key + ": ");
  return {place + text.ko, place + text.en};
}

Text PackProblem::fix(const Messages& messages) const { return filled(messages, *this, ".fix"); }

RulePack read_rule_pack(const std::string& file, std::string_view yaml, PackProblems& problems) {
  if (yaml.size() > most_bytes) {
    problems.push_back({"file_is_too_large", file, 0, "", std::to_string(yaml.size()), std::to_string(most_bytes)});
    return {};
  }
  if (!is_valid_utf8(yaml)) {
    problems.push_back({"file_is_not_utf8", file, 0, "", "", ""});
    return {};
  }
  try {
    const auto root = YAML::Load(std::string(yaml));
    if (root.IsMap()) return PackReader(file, problems).read(root);
    problems.push_back({"file_is_no_mapping", file, 1, "", "", ""});
  } catch (const YAML::Exception& error) {
    problems.push_back({"yaml_is_not_valid", file, std::max(0, error.mark.line + 1), "", error.msg, ""});
  }
  return {};
}

}  // namespace clearway::accrual
