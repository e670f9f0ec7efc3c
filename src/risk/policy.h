#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "base/text.h"
#include "declaration/declaration.h"
#include "risk/assessment.h"
#include "risk/bounds.h"
#include "risk/policy_text.h"
#include "risk/rule_language.h"

namespace clearway::law {
class Law;
class ElementCatalogue;
}  // namespace clearway::law

namespace clearway::risk {

class RulePrograms;  // compiled rules, rule_program.h

using ProcedureSet = std::uint8_t;  // bit by declaration::Procedure
constexpr ProcedureSet procedure_bit(declaration::Procedure procedure) {
  return static_cast<ProcedureSet>(1U << static_cast<unsigned>(procedure));
}

/// The methods built in, in front of the rules in the table of sources. Records keep the id, not the number.
enum class Method : std::uint16_t {
  base,               // release in principle
  finding_error,      // the declaration has an error
  new_trader,         // W1
  new_combination,    // W1: exporter, product and destination
  since_examination,  // W3
  random,             // W4
  quota_red,          // red by expected value, the day's quota was used up
  quota_orange,
  learned,      // W2: what examinations found before, by a model (learned_method.h)
  cut_off_red,  // red by expected value, but the places left are kept for a higher rank (capacity.h)
  cut_off_orange,
};
inline constexpr std::size_t method_count = 11;
/// A note on the places of the day: no suspicion of its own.
constexpr bool is_about_places(Method method) {
  return method == Method::quota_red || method == Method::quota_orange || method == Method::cut_off_red ||
         method == Method::cut_off_orange;
}

/// One place of a reason text.
struct ReasonPlace {
  bool of_declaration = false;  // the text of `field`, else values[value]
  declaration::Field field{};
  std::uint8_t cut = 0;  // first bytes of the text; 0: all
  std::uint8_t value = 0;
  Unit unit = Unit::none;
  Type type = Type::number;
};

/// A reason text, split at its places: parts[0] place[0] parts[1] … Parts are escaped for JSON already.
struct ReasonTemplate {
  std::vector<std::string> parts;
  std::vector<std::uint8_t> places;  // indexes into Source::places
};

/// What a reason's `source` stands for: a method or a rule.
struct Source {
  std::string id, cite, owner;
  std::array<ReasonTemplate, 2> text;  // by Language
  std::vector<ReasonPlace> places;
  std::uint8_t own_values = 0;     // the first of Reason::values that the method itself fills
  std::vector<Expression> values;  // what fills the following ones
};

struct Rule {
  std::string id, owner, cite, pattern;
  Date from;
  std::optional<Date> until;  // last day on which it applies
  ProcedureSet procedures = 0;
  std::string when_text;
  Expression when;
  double likelihood = 0;              // 0..1, below 1
  std::uint8_t consequence = 1;       // 1..5
  bool consequence_by_value = false;  // revenue: 2 or 3 by the value of the declaration
  bool hard = false;                  // red regardless of expected value
  std::uint16_t source = 0;           // index into Policy::sources(): method_count and its place among the rules
};

/// A class of couriers and other filers by what examination found in what they sent.
struct FilerClass {
  std::string id;
  Text label;
  double hit_rate_below = 1;  // of the examined; the last class has 1 or more
  double ratio = 0;           // random selection of manifest lines
};

struct Quota {
  std::uint32_t red = 0, orange = 0;
};

/// By what the places of an office and day are given among those that ask for one, from a day on.
struct Ranking {
  Date from;
  std::int64_t expected_value_share_ppm = 1'000'000;  // of the rank; the rest is likelihood
  std::uint32_t memory_days = 1;                      // days of an office that expectation rests on
  std::uint32_t days_needed = 0;                      // of them; until they have ended, first come, first served
  std::string cite, grade;
};

/// What a field of a declaration holds; the type of the first procedure that has it.
Type type_of(declaration::Field field, const law::ElementCatalogue& elements);

/// Hours a declaration waits by channel, from a day on. Assumed (grade `design`) until an office measures them.
struct DelayHours {
  Date from;
  std::array<double, 3> hours{};  // by Channel
  std::string grade;
};

/// Days, each from a day on, oldest first.
using DatedDays = std::vector<std::pair<Date, std::int32_t>>;

/// A size of firm, by its declarations in the period of a rehearsal.
struct FirmBand {
  std::string id;
  Text label;
  std::uint64_t declarations_to = 0;  // inclusive; the last band takes every number
};

/// Everything of policy/risk.yaml that is a number. Money in won, periods in days, likelihoods and ratios 0..1.
struct Settings {
  double base_likelihood = 0;
  double orange_from = 0, red_from = 0;    // expected value
  std::int64_t revenue_threshold_krw = 0;  // consequence 2 below, 3 from here on
  std::uint64_t history_needed = 0;        // declarations observed before novelty says anything
  std::int32_t new_trader_period_days = 0;
  double new_trader_likelihood = 0, new_combination_likelihood = 0;
  std::uint8_t new_trader_consequence = 1, new_combination_consequence = 1;
  double since_examination_likelihood = 0;  // at full time and value
  double since_examination_least = 0;       // evidence below this is left out
  std::int32_t since_examination_full_days = 1;
  std::int64_t since_examination_full_value_krw = 1;
  double since_examination_time_share = 0.5;
  std::uint32_t since_examination_declarations = 0;  // below: the method is silent
  std::uint8_t since_examination_consequence = 1;
  std::array<double, declaration::procedure_count> random_ratio{};  // manifest: by the filer's class instead
  double random_red_share = 0;
  DatedDays random_reveal_after_days;      // by the day drawn for
  std::uint32_t filer_class_examined = 0;  // below: the class `filer_class_unknown`
  std::size_t filer_class_unknown = 0;
  std::vector<FilerClass> filer_classes;
  std::int32_t split_window_days = 1;      // up to PairWindow::days
  std::int64_t near_limit_from_micro = 0;  // share of the limit
  DatedDays burst_window_days;             // up to Pace::days; empty: bursts are not looked for
  DatedDays burst_usual_from_days;         // known before a window, from which on a pace is called usual
  Quota quota;                             // of an office that is not named
  std::vector<std::pair<std::string, Quota>> office_quotas;
  std::vector<Ranking> rankings;        // by first day; empty: first come, first served
  bool learned = false;                 // whether an activated model has a say
  bool filer_sees_reasons = false;      // whether a filer is told risk reasons
  std::vector<DelayHours> delay_hours;  // by first day
  std::vector<FirmBand> firm_bands;     // smallest first

  const Quota& quota_of(std::string_view office) const {
    for (const auto& [name, own] : office_quotas) {
      if (name == office) return own;
    }
    return quota;
  }
  const Ranking* ranking_on(Date day) const;   // null: first come, first served
  const DelayHours& delay_on(Date day) const;  // before the first day, the first
};

/// Something wrong in the files of a policy. `line` and `column` count from 1; 0: of no one place.
struct PolicyProblem {
  std::string file;  // risk.yaml, rules.yaml
  std::size_t line = 0;
  std::string rule;        // id, where it is of a rule
  std::string where;       // "rule R4.dear_gift, when": the place as people call it
  std::size_t column = 0;  // in the condition
  std::string what, fix;
  std::string text() const;  // one line with all of it
};

/// What the administration has chosen: settings, methods and rules, checked when loaded. Immutable.
class Policy {
 public:
  /// Reads risk.yaml and rules.yaml of `directory`. Every problem found is in the error's detail, one a line, with
  /// file, rule, column and what would fix it. Refused among others: a random ratio for manifests above
  /// law's export.manifest.random_max on any day, a name that does not exist, a likelihood outside 0..1.
  static Result<Policy> load(const std::filesystem::path& directory, const law::Law& law,
                             const law::ElementCatalogue& elements);
  /// The same from texts and any vocabulary. `risk_yaml`, `rules_yaml`: contents of the files.
  static Result<Policy> read(std::string_view risk_yaml, std::string_view rules_yaml, const Vocabulary& vocabulary);

  /// The same from texts against the law. `problems`, where given, gets what is wrong one by one.
  static Result<Policy> read(const PolicyText& text, const law::Law& law, const law::ElementCatalogue& elements,
                             std::vector<PolicyProblem>* problems = nullptr);

  Policy(Policy&&) noexcept;
  Policy& operator=(Policy&&) noexcept;
  ~Policy();

  /// "policy-" and 12 hexadecimal digits of a hash over the files.
  const std::string& version() const { return version_; }
  /// The files it was read from.
  const PolicyText& text() const { return text_; }
  /// The version of risk.yaml alone.
  const std::string& settings_version() const { return settings_version_; }
  /// The day on which the administration adopted it.
  Date dated() const { return dated_; }
  const Settings& settings() const { return settings_; }
  const std::vector<Rule>& rules() const { return rules_; }
  const std::vector<Source>& sources() const { return sources_; }
  const RulePrograms& programs() const { return *programs_; }
  /// How many days after `day` its secret of random selection is revealed.
  std::int32_t random_reveal_after_days(Date day) const;
  /// The limit of the procedure in won on `day`; INT64_MAX where there is none.
  std::int64_t value_limit_krw(declaration::Procedure procedure, Date day) const;
  /// What declarations of the procedure are held against on `day`.
  Bounds bounds_on(declaration::Procedure procedure, Date day) const;

  std::string_view reason_id(const Reason& reason) const { return sources_[reason.source].id; }
  std::string_view reason_cite(const Reason& reason) const { return sources_[reason.source].cite; }
  /// Appends the sentence of `reason` as the inside of a JSON string. `declaration`: the one that was assessed.
  void render_reason(const Reason& reason, const declaration::Declaration& declaration, Language language,
                     std::string& out_json_escaped) const;

 private:
  friend class PolicyReader;
  Policy();
  void append_text_of(const ReasonPlace& place, const Reason& reason, const declaration::Declaration& declaration,
                      std::string& out) const;
  PolicyText text_;
  std::string version_, settings_version_;
  Date dated_;
  Settings settings_;
  std::vector<Rule> rules_;
  std::vector<Source> sources_;
  std::array<std::vector<std::pair<Date, std::int64_t>>, declaration::procedure_count> value_limits_;
  std::unique_ptr<RulePrograms> programs_;
};

/// A name that rules may use, for whoever writes one. Those of policy.<name> stand in the text (rule_text.h).
struct RuleName {
  std::string name;
  Type type = Type::number;
  Unit unit = Unit::none;
  Text label;
};
std::vector<RuleName> rule_names(const law::Law& law, const law::ElementCatalogue& elements);

}  // namespace clearway::risk
