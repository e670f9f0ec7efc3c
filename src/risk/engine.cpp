#include "risk/engine.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "risk/examination_plan.h"
#include "risk/rule_program.h"
#include "risk/signals.h"

namespace clearway::risk {
namespace {

using declaration::Field;
using declaration::Procedure;

constexpr std::int64_t micro = 1'000'000;

double evidence(double likelihood) { return -std::log1p(-likelihood); }

std::uint16_t source_of(Method method) { return static_cast<std::uint16_t>(method); }

/// A country code as a number; 0 if none is given.
std::uint64_t packed_code(std::string_view text) {
  std::uint64_t code = 0;
  std::memcpy(&code, text.data(), std::min<std::size_t>(text.size(), sizeof code));
  return code;
}

/// Whether somebody last seen on `last_day` counts as new on `day`.
bool is_new(std::int32_t last_day, std::int32_t day, std::int32_t period) {
  return last_day == never || std::int64_t{day} - last_day > period;
}

std::size_t errors_in(std::span<const clearance::Finding> findings) {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(),
                    [](const clearance::Finding& finding) { return finding.severity == clearance::Severity::error; }));
}

}  // namespace

struct Engine::Scratch {
  Program::Workspace workspace;
  std::vector<double> rule_evidence;  // by rule, from its likelihood
  double base = 0, new_trader = 0, new_combination = 0;
};

Engine::Engine(const Policy& policy) : policy_(&policy), scratch_(std::make_unique<Scratch>()) {
  for (const auto& rule : policy.rules()) scratch_->rule_evidence.push_back(evidence(rule.likelihood));
  const auto& settings = policy.settings();
  scratch_->base = evidence(settings.base_likelihood);
  scratch_->new_trader = evidence(settings.new_trader_likelihood);
  scratch_->new_combination = evidence(settings.new_combination_likelihood);
}

Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

Observation Engine::observation(const declaration::Declaration& declaration, const declaration::Facts& facts,
                                std::span<const clearance::Finding> findings) const {
  Observation observation;
  observation.day = facts.declared_on.days();
  observation.procedure = declaration.procedure;
  observation.accepted = errors_in(findings) == 0;
  observation.exporter = facts.exporter;
  observation.consignee = facts.consignee;
  observation.consignee_address = facts.consignee_address;
  observation.manufacturer = facts.manufacturer;
  observation.filer = facts.filer;
  observation.route = facts.route;
  observation.product = facts.product;
  observation.exporter_phone = facts.exporter_phone;
  observation.repeat = facts.repeat;
  observation.exact_repeat = facts.exact_repeat;
  const bool import = declaration.procedure == Procedure::import_;
  observation.destination =
      packed_code(declaration.text(import ? Field::departure_country : Field::destination_country));
  observation.weight_grams = facts.weight_grams;
  if (!facts.value_known) return observation;
  observation.value_krw = facts.value_krw;
  const auto limit = policy_->value_limit_krw(declaration.procedure, facts.declared_on);
  if (limit == INT64_MAX) return observation;
  observation.within_limit = facts.value_krw <= limit;
  observation.near_limit = observation.within_limit &&
                           Wide{facts.value_krw} * micro >= Wide{limit} * policy_->settings().near_limit_from_micro;
  return observation;
}

std::size_t Engine::filer_class(const Profile* filer) const {
  const auto& settings = policy_->settings();
  if (filer == nullptr || filer->examined < settings.filer_class_examined) return settings.filer_class_unknown;
  const double rate = static_cast<double>(filer->hits) / static_cast<double>(filer->examined);
  std::size_t index = 0;
  while (index + 1 < settings.filer_classes.size() && rate >= settings.filer_classes[index].hit_rate_below) ++index;
  return index;
}

double Engine::random_ratio(Procedure procedure, const Profile* filer) const {
  const auto& settings = policy_->settings();
  if (procedure == Procedure::manifest) return settings.filer_classes[filer_class(filer)].ratio;
  return settings.random_ratio[static_cast<std::size_t>(procedure)];
}

namespace {

/// Collects what speaks for an irregularity, and what it would mean.
class Evidence {
 public:
  Evidence(const Policy& policy, const Program& program, const Subject& subject, Assessment& out)
      : policy_(policy), program_(program), subject_(subject), out_(out) {}

  void add(std::uint16_t source, std::size_t item, double contribution, std::uint8_t consequence,
           std::int64_t own = 0) {
    Reason& reason = out_.reasons.emplace_back();
    reason.source = source;
    reason.item = static_cast<std::uint16_t>(item);
    reason.contribution = contribution;
    reason.values[0] = own;
    program_.fill_values(source, subject_, item, policy_.sources()[source].own_values, reason.values);
    sum_ += contribution;
    out_.consequence = std::max(out_.consequence, consequence);
  }

  /// Evidence whose reasons are given later.
  void weigh(double contribution, std::uint8_t consequence) {
    sum_ += contribution;
    out_.consequence = std::max(out_.consequence, consequence);
  }

  double sum() const { return sum_; }

 private:
  const Policy& policy_;
  const Program& program_;
  const Subject& subject_;
  Assessment& out_;
  double sum_ = 0;
};

/// Duty of all items where rates are declared, else the value.
std::int64_t duty_at_stake_krw(const declaration::Declaration& declaration, const declaration::Facts& facts) {
  return declared_duty_krw(declaration).value_or(facts.value_krw);
}

/// The share of time and value since the last examination, 0..1; before the first examination, since the first day.
double since_examination_share(const Settings& settings, const Profile& exporter, std::int32_t day) {
  const auto since = exporter.last_examination_day == never ? exporter.first_day : exporter.last_examination_day;
  const double days = std::max(0.0, static_cast<double>(std::int64_t{day} - since));
  const double time = std::min(1.0, days / settings.since_examination_full_days);
  const double value = std::min(1.0, static_cast<double>(exporter.value_since_examination_krw) /
                                         static_cast<double>(settings.since_examination_full_value_krw));
  return settings.since_examination_time_share * time + (1 - settings.since_examination_time_share) * value;
}

Channel channel_of(double expected_value, const Settings& settings) {
  if (expected_value >= settings.red_from) return Channel::red;
  return expected_value >= settings.orange_from ? Channel::orange : Channel::green;
}

/// What the places of the day leave of a selection by expected value, counted up, and what stood in the way of more.
struct Placing {
  Channel channel = Channel::green;
  std::optional<Method> no_red, no_orange;
};

/// First come, first served. `at_least`: where other reasons put it anyway.
Placing within_quota(Channel wanted, Channel at_least, const Quota& quota, QuotaUse& use) {
  Placing placing;
  if (wanted == Channel::red) {
    if (use.red < quota.red) return ++use.red, Placing{Channel::red, {}, {}};
    placing.no_red = Method::quota_red;
    wanted = Channel::orange;
  }
  placing.channel = at_least;
  if (wanted <= at_least) return placing;
  if (use.orange < quota.orange) return ++use.orange, Placing{Channel::orange, placing.no_red, {}};
  if (!placing.no_red) placing.no_orange = Method::quota_orange;
  return placing;
}

/// By rank: a place, and a rank from which on places are still given. Who is looked at anyway takes one too.
Placing by_rank(const Assessment& assessment, const CutOff& cut_off, const Quota& quota, QuotaUse& use) {
  Placing placing{assessment.at_least, {}, {}};
  auto wanted = assessment.wanted;
  if (assessment.asks_quota() && wanted == Channel::red) {
    if (use.red >= quota.red) {
      placing.no_red = Method::quota_red;
    } else if (assessment.rank < cut_off.red) {
      placing.no_red = Method::cut_off_red;
    } else {
      placing.channel = Channel::red;
    }
    wanted = Channel::orange;
  }
  if (placing.channel < wanted) {
    if (use.orange >= quota.orange) {
      placing.no_orange = Method::quota_orange;
    } else if (assessment.rank < cut_off.orange) {
      placing.no_orange = Method::cut_off_orange;
    } else {
      placing.channel = Channel::orange;
    }
  }
  use.red += placing.channel == Channel::red ? 1 : 0;
  use.orange += placing.channel == Channel::orange ? 1 : 0;
  return placing;
}

/// Strongest contribution first, those of `leading` sources before all; in the order of the table where equal.
void sort_reasons(std::vector<Reason>& reasons, std::span<const bool> leading) {
  const auto before = [&](const Reason& a, const Reason& b) {
    const bool a_leads = a.source < leading.size() && leading[a.source];
    const bool b_leads = b.source < leading.size() && leading[b.source];
    if (a_leads != b_leads) return a_leads;
    return a.contribution != b.contribution ? a.contribution > b.contribution : a.source < b.source;
  };
  // Insertion: a few reasons, mostly in order, and no allocation.
  for (std::size_t i = 1; i < reasons.size(); ++i) {
    for (std::size_t j = i; j > 0 && before(reasons[j], reasons[j - 1]); --j) std::swap(reasons[j], reasons[j - 1]);
  }
}

}  // namespace

void Engine::assess(const declaration::Declaration& declaration, const declaration::Facts& facts,
                    std::span<const clearance::Finding> findings, const Context& context, const Profiles& profiles,
                    DayQuota& quota, Assessment& out) {
  const Observation seen = observation(declaration, facts, findings);
  assess(declaration, facts, findings, context, seen, profiles.look_up(seen), profiles.observed(), quota, out);
}

void Engine::assess(const declaration::Declaration& declaration, const declaration::Facts& facts,
                    std::span<const clearance::Finding> findings, const Context& context, const Observation& seen,
                    const History& history, std::uint64_t observed, DayQuota& quota, Assessment& out) {
  weigh(declaration, facts, findings, context, seen, history, observed, out);
  settle(declaration, facts, seen, history, {.capacity = context.capacity}, quota, out);
}

void Engine::weigh(const declaration::Declaration& declaration, const declaration::Facts& facts,
                   std::span<const clearance::Finding> findings, const Context& context, const Observation& seen,
                   const History& history, std::uint64_t observed, Assessment& out) {
  out.clear();
  const Settings& settings = policy_->settings();
  const Program& program = policy_->programs().on(declaration.procedure, facts.declared_on);
  const Subject subject{declaration, facts, seen, history,
                        policy_->bounds_on(declaration.procedure, facts.declared_on)};
  Evidence evidence_of(*policy_, program, subject, out);

  program.run(subject, scratch_->workspace);
  for (const Hit& hit : scratch_->workspace.hits) {
    const Rule& rule = policy_->rules()[hit.rule];
    const bool small = facts.value_known && facts.value_krw < settings.revenue_threshold_krw;
    const auto consequence = rule.consequence_by_value ? static_cast<std::uint8_t>(small ? 2 : 3) : rule.consequence;
    evidence_of.add(rule.source, hit.item, scratch_->rule_evidence[hit.rule], consequence);
    out.hard = out.hard || rule.hard;
  }

  const Profile* const exporter = history.exporter;
  if (facts.exporter != 0 && observed >= settings.history_needed) {
    const bool trader_is_new = exporter == nullptr || exporter->declarations == 0 ||
                               is_new(exporter->last_day, seen.day, settings.new_trader_period_days);
    const Combination* const combination = history.combination;
    if (trader_is_new) {
      evidence_of.add(source_of(Method::new_trader), 0, scratch_->new_trader, settings.new_trader_consequence);
    } else if (combination == nullptr || is_new(combination->last_day, seen.day, settings.new_trader_period_days)) {
      evidence_of.add(source_of(Method::new_combination), 0, scratch_->new_combination,
                      settings.new_combination_consequence);
    }
  }
  if (exporter != nullptr && exporter->declarations >= settings.since_examination_declarations) {
    const double likelihood =
        settings.since_examination_likelihood * since_examination_share(settings, *exporter, seen.day);
    if (likelihood >= settings.since_examination_least) {
      evidence_of.add(source_of(Method::since_examination), 0, evidence(likelihood),
                      settings.since_examination_consequence);
    }
  }
  if (context.score == nullptr) {
    evidence_of.add(source_of(Method::base), 0, scratch_->base, 1);
  } else {
    const bool small = duty_at_stake_krw(declaration, facts) < settings.revenue_threshold_krw;
    evidence_of.weigh(risk::evidence_of(context.score->likelihood), small ? 2 : 3);
  }

  out.likelihood = -std::expm1(-evidence_of.sum());
  out.expected_value = out.likelihood * out.consequence;

  out.wanted = channel_of(out.expected_value, settings);
  out.at_least = out.hard ? Channel::red : Channel::green;
  const auto errors = errors_in(findings);
  if (errors > 0) {
    evidence_of.add(source_of(Method::finding_error), 0, 0, 1, static_cast<std::int64_t>(errors) * micro);
    out.at_least = std::max(out.at_least, Channel::orange);
  }
  const double ratio = random_ratio(declaration.procedure, history.filer);
  out.random_ratio = ratio;
  if (context.draw < ratio) {
    evidence_of.add(source_of(Method::random), 0, 0, 1, std::llround(ratio * 1e6));
    out.at_least =
        std::max(out.at_least, context.draw < ratio * settings.random_red_share ? Channel::red : Channel::orange);
  }
  if (context.score != nullptr) out.reasons.push_back(LearnedMethod::whole(*context.score));
  out.channel = out.at_least;
  if (!out.asks_quota()) put_in_order(out);
}

void Engine::explain(const Context& context, Assessment& out) const {
  const auto whole = std::find_if(out.reasons.begin(), out.reasons.end(), LearnedMethod::is_whole);
  if (context.score == nullptr || whole == out.reasons.end()) return;
  out.reasons.erase(whole);
  context.learned->explain(*context.model_inputs, *context.score, context.of_columns, out.reasons);
  put_in_order(out);
}

void Engine::settle(const declaration::Declaration& declaration, const declaration::Facts& facts,
                    const Observation& seen, const History& history, const DayOfOffice& given, DayQuota& quota,
                    Assessment& out) const {
  const Settings& settings = policy_->settings();
  const Ranking* const ranking = settings.ranking_on(facts.declared_on);
  if (ranking == nullptr && !out.asks_quota()) return;
  const auto office = declaration.text(Field::customs_office);
  const Quota& allowed = given.capacity != nullptr ? *given.capacity : settings.quota_of(office);
  auto& use = quota.use(office, facts.declared_on);
  const bool asks = out.asks_quota();
  Placing placing;
  if (ranking == nullptr) {
    placing = within_quota(out.wanted, out.at_least, allowed, use);
  } else {
    auto& demand = quota.demand();
    demand.begin(office, facts.declared_on, *ranking);
    if (out.wanted != Channel::green) {
      out.rank = rank_of(std::llround(out.likelihood * 1e6), std::llround(out.expected_value * 1e6), *ranking);
      out.cut_off =
          given.cut_off != nullptr ? *given.cut_off : demand.cut_off(office, facts.declared_on, *ranking, allowed, use);
    }
    placing = by_rank(out, out.cut_off.value_or(CutOff{}), allowed, use);
    demand.count(office, facts.declared_on,
                 {asks ? out.wanted : Channel::green, out.rank, asks ? Channel::green : out.at_least});
  }
  if (!asks) return;
  out.channel = placing.channel;
  if (placing.no_red || placing.no_orange) {
    const Program& program = policy_->programs().on(declaration.procedure, facts.declared_on);
    const Subject subject{declaration, facts, seen, history,
                          policy_->bounds_on(declaration.procedure, facts.declared_on)};
    Evidence evidence_of(*policy_, program, subject, out);
    const auto note = [&](std::optional<Method> method, std::uint32_t planned, std::int64_t cut_off) {
      if (!method) return;
      const bool used_up = *method == Method::quota_red || *method == Method::quota_orange;
      evidence_of.add(source_of(*method), 0, 0, 1, used_up ? std::int64_t{planned} * micro : cut_off);
    };
    note(placing.no_red, allowed.red, out.cut_off ? out.cut_off->red : 0);
    note(placing.no_orange, allowed.orange, out.cut_off ? out.cut_off->orange : 0);
  }
  put_in_order(out);
}

void recount(const Policy& policy, std::string_view office, Date day, const Recounted& recorded, DayQuota& quota) {
  const Settings& settings = policy.settings();
  const Ranking* const ranking = settings.ranking_on(day);
  if (ranking == nullptr && recorded.firm) return;
  auto& use = quota.use(office, day);
  use.red += recorded.channel == Channel::red ? 1 : 0;
  use.orange += recorded.channel == Channel::orange ? 1 : 0;
  if (ranking == nullptr) return;
  Asking asking;
  if (recorded.firm) {
    asking.firm = recorded.channel;
  } else {
    asking.asked = channel_of(static_cast<double>(recorded.expected_value_ppm) / 1e6, settings);
    asking.rank = rank_of(recorded.likelihood_ppm, recorded.expected_value_ppm, *ranking);
  }
  quota.demand().begin(office, day, *ranking);
  quota.demand().count(office, day, asking);
}

void Engine::put_in_order(Assessment& out) const {
  std::array<bool, method_count> leading{};
  leading[source_of(Method::finding_error)] = leading[source_of(Method::random)] = out.at_least > out.wanted;
  for (std::uint16_t i = 0; i < method_count; ++i) leading[i] = leading[i] || is_about_places(static_cast<Method>(i));
  sort_reasons(out.reasons, leading);
  // A hard rule decides alone: it stands before everything.
  if (!out.hard) return;
  const auto is_hard = [&](const Reason& reason) {
    return reason.source >= method_count && policy_->rules()[reason.source - method_count].hard;
  };
  std::stable_partition(out.reasons.begin(), out.reasons.end(), is_hard);
}

}  // namespace clearway::risk
