// A search over all sequences of steps, services, decisions, findings and waiting: no path reaches a coercive step
// without what the law asks before it (lawful_test.cpp, written from the articles). The same search finds a path as
// soon as one precondition is taken out of the table.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

#include "enforcement/fixture_test.h"
#include "enforcement/lawful_test.h"

namespace clearway::enforcement {
namespace {

using S = StepKind;
using F = Finding;
using A = Authority;

/// Something that may come next: an event on the day reached, or days that pass.
struct Move {
  std::optional<Event> event;
  std::int32_t days = 0;
  std::int32_t until_days = 0;  // the step's deadline or term, from its day
};
Move wait(std::int32_t days) { return {std::nullopt, days, 0}; }
Move does(Event event, std::int32_t until_days = 0) { return {std::move(event), 0, until_days}; }
Move takes(S kind, std::int32_t until_days = 0) { return does(step({}, kind), until_days); }
Move serves(S kind, bool published = false) { return does(service({}, kind, published)); }
Move finds(F what, bool yes = true) { return does(finding({}, what, yes)); }
Move decides(S kind, A by, bool yes = true) { return does(consent({}, EventKind::resolution, kind, by, yes)); }
Move consents(S kind, A by) { return does(consent({}, EventKind::approval, kind, by)); }

/// Where a search starts, what may happen, how long a path may be.
struct World {
  std::string name;
  File file;
  std::vector<Move> moves;
  std::size_t depth = 0;
  std::vector<S> reaches;  // coercive steps that lawful paths of that depth take
};

/// What decides how a file may go on, as bytes. Days older than every period the tables know are all the same.
class Key {
 public:
  explicit Key(const Standing& now) : today_(now.day) {
    add(static_cast<std::int32_t>(now.state));
    add(now.resumes ? static_cast<std::int32_t>(*now.resumes) : -1);
    add(static_cast<std::int32_t>(now.left / 1'000'000));
    add(now.deferred_until);
    add(now.arrears_since);
    for (std::size_t i = 0; i < step_count; ++i) {
      for (const auto& days : {now.given[i], now.served[i], now.deadline[i], now.in_force[i], now.term_end[i]}) add(days);
      add((now.published[i] ? 1 : 0) + (now.ever[i] ? 2 : 0));
      for (const auto& said : {now.approved[i], now.resolved[i]}) {
        add(said ? std::optional(said->on) : std::nullopt);
        add(said ? static_cast<std::int32_t>(said->by) : -1);
      }
    }
    for (const auto& found : now.findings) add(found ? (found->yes ? 1 : 2) : 0);
    for (const auto& measured : now.measured) add(measured ? static_cast<std::int32_t>(measured->value) : -1);
  }
  std::string take() { return std::move(bytes_); }

 private:
  static constexpr std::int32_t oldest = 380;
  void add(std::int32_t value) {
    if (value < 0 || value >= 250) bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    bytes_.push_back(static_cast<char>(value < 0 || value >= 250 ? 251 : value));
  }
  void add(std::optional<Date> day) {
    if (!day) {
      bytes_.push_back(static_cast<char>(252));
    } else {
      add(std::min(today_.days() - day->days(), oldest) + 1000);
    }
  }
  Date today_;
  std::string bytes_;
};

struct Outcome {
  std::size_t states = 0;
  std::vector<S> reached;
  std::string violation;  // the path and what is wrong with it; empty where none was found
};

class Search {
 public:
  Search(const World& world, const StepTable& table)
      : world_(world), enforcement_(the_law(), the_calendar(), table) {}

  Outcome run() {
    nodes_.push_back({0, 0, 0});
    seen_.insert(Key(enforcement_.begin(world_.file)).take());
    for (std::size_t i = 0; i < nodes_.size() && out_.violation.empty(); ++i) {
      if (nodes_[i].depth < world_.depth) expand(i);
    }
    out_.states = nodes_.size();
    return out_;
  }

 private:
  struct Node {
    std::uint32_t parent;
    std::uint16_t move;
    std::uint16_t depth;
  };

  /// The path to a node, walked again: the days pass, the events happen.
  Standing walk(std::size_t node, std::vector<Event>& path) const {
    std::vector<std::size_t> moves;
    for (auto i = node; nodes_[i].depth > 0; i = nodes_[i].parent) moves.push_back(nodes_[i].move);
    auto now = enforcement_.begin(world_.file);
    for (const auto& event : world_.file.events) enforcement_.apply(now, event), path.push_back(event);
    for (auto it = moves.rbegin(); it != moves.rend(); ++it) go(now, world_.moves[*it], path);
    return now;
  }
  void go(Standing& now, const Move& move, std::vector<Event>& path) const {
    if (!move.event) return enforcement_.advance(now, now.day.plus_days(move.days));
    auto event = *move.event;
    event.on = now.day;
    if (move.until_days > 0) event.until = now.day.plus_days(move.until_days);
    enforcement_.apply(now, event);
    path.push_back(std::move(event));
  }

  void expand(std::size_t node) {
    std::vector<Event> path;
    const auto here = walk(node, path);
    for (std::size_t i = 0; i < world_.moves.size(); ++i) {
      const auto& move = world_.moves[i];
      if (move.event && move.event->kind == EventKind::step) {
        if (!enforcement_.check(here, move.event->step).possible()) continue;
        auto taken = *move.event;
        taken.on = here.day;
        note(taken.step);
        if (const auto wrong = unlawful(world_.file, path, taken)) return violate(path, taken, *wrong);
      }
      auto there = here;
      auto longer = path;
      go(there, move, longer);
      if (there.state == State::extinct && here.state == State::extinct) continue;
      if (!seen_.insert(Key(there).take()).second) continue;
      nodes_.push_back({static_cast<std::uint32_t>(node), static_cast<std::uint16_t>(i),
                        static_cast<std::uint16_t>(nodes_[node].depth + 1)});
    }
  }
  void note(S step) {
    if (std::find(out_.reached.begin(), out_.reached.end(), step) == out_.reached.end()) out_.reached.push_back(step);
  }
  void violate(const std::vector<Event>& path, const Event& taken, const char* wrong) {
    for (const auto& event : path) {
      out_.violation += event.on.text() + " " + std::string(name(event.kind)) + " " +
                        std::string(event.kind == EventKind::finding ? name(event.finding) : name(event.step)) + "\n";
    }
    out_.violation += taken.on.text() + " " + std::string(name(taken.step)) + ": " + wrong;
  }

  const World& world_;
  Enforcement enforcement_;
  std::vector<Node> nodes_;
  std::unordered_set<std::string> seen_;
  Outcome out_;
};

// ---- worlds: each with the steps and facts that touch its coercive steps, from the declaration on

File declared(std::int64_t won, std::vector<Event> events = {}) {
  return {won, day("2026-03-02"), {}, std::move(events)};
}

/// From the declaration to the sale, with early collection, release, deferral, appeal, stay and payment in between.
World collection() {
  return {"collection",
          declared(30'000'000, {finding(day("2026-03-02"), F::recovery_likely), finding(day("2026-03-02"), F::payment_plan),
                                finding(day("2026-03-02"), F::secured)}),
          {takes(S::payment_notice), serves(S::payment_notice), takes(S::early_collection_notice),
           serves(S::early_collection_notice), finds(F::early_collection_ground), takes(S::demand), serves(S::demand),
           serves(S::demand, true), takes(S::deferral, 30), takes(S::seizure), takes(S::sale_notice), takes(S::sale),
           wait(12), wait(24)},
          12,
          {S::seizure, S::sale_notice, S::sale}};
}
/// What may stop a sale, from the demand on.
World selling() {
  return {"selling",
          with(declared(30'000'000), {step(day("2026-03-27"), S::payment_notice),
                                      service(day("2026-03-27"), S::payment_notice), step(day("2026-04-20"), S::demand),
                                      finding(day("2026-04-20"), F::substitute_asset),
                                      finding(day("2026-04-20"), F::recovery_likely),
                                      finding(day("2026-04-20"), F::payment_plan),
                                      finding(day("2026-04-20"), F::secured)}),
          {serves(S::demand), serves(S::demand, true), takes(S::seizure), takes(S::release_of_seizure),
           takes(S::sale_notice), takes(S::sale), takes(S::private_sale), takes(S::distribution), takes(S::deferral, 30),
           finds(F::appeal_pending), finds(F::appeal_pending, false), finds(F::court_stay), finds(F::court_stay, false),
           finds(F::perishable), does(amount({}, EventKind::payment, 30'000'000)), wait(5), wait(25)},
          8,
          {S::seizure, S::sale_notice, S::sale, S::private_sale}};
}
World precaution() {
  return {"precaution",
          declared(30'000'000),
          {takes(S::precautionary_seizure), finds(F::early_collection_ground), finds(F::collection_endangered),
           consents(S::precautionary_seizure, A::regional_head), consents(S::precautionary_seizure, A::court),
           takes(S::payment_notice), serves(S::payment_notice), takes(S::sale_notice), takes(S::sale),
           does(amount({}, EventKind::payment, 30'000'000)), wait(10), wait(100)},
          9,
          {S::precautionary_seizure}};
}
World disclosing() {
  return {"disclosing",
          with(declared(300'000'000),
               {step(day("2026-03-27"), S::payment_notice), measurement(day("2026-03-27"), Quantity::paid_in_two_years, 150),
                measurement(day("2026-03-27"), Quantity::arrears_at_year_end, 300)}),
          {serves(S::payment_notice), wait(200), wait(390), takes(S::disclosure_notice),
           serves(S::disclosure_notice), decides(S::disclosure_notice, A::information_committee),
           decides(S::disclosure, A::information_committee), decides(S::disclosure, A::arrears_committee),
           decides(S::disclosure, A::information_committee, false), takes(S::disclosure), finds(F::appeal_pending),
           finds(F::rehabilitation_plan_kept), finds(F::disclosure_inappropriate),
           does(measurement({}, Quantity::paid_this_year, 0)), does(measurement({}, Quantity::paid_this_year, 160)),
           does(amount({}, EventKind::payment, 150'000'000))},
          10,
          {S::disclosure}};
}
World leaving() {
  return {"leaving",
          with(noticed(60'000'000), {finding(day("2026-03-27"), F::recovery_likely),
                                     finding(day("2026-03-27"), F::payment_plan),
                                     finding(day("2026-03-27"), F::no_conviction)}),
          {wait(20), finds(F::without_just_cause), finds(F::without_just_cause, false), finds(F::claim_not_securable),
           finds(F::flight_feared), finds(F::family_emigrated),
           does(measurement({}, Quantity::remitted_abroad, 49'999)), does(measurement({}, Quantity::trips, 3)),
           finds(F::secured), takes(S::exit_ban_request), takes(S::deferral, 30),
           does(amount({}, EventKind::payment, 20'000'000)), does(amount({}, EventKind::cancellation, 0))},
          8,
          {S::exit_ban_request}};
}
World confining() {
  auto file = noticed(150'000'000);
  file.others = {{60'000'000, day("2025-01-02"), std::nullopt}, {60'000'000, day("2025-01-03"), day("2028-09-01")}};
  return {"confining",
          with(std::move(file), {finding(day("2026-03-27"), F::able_to_pay),
                                 finding(day("2026-03-27"), F::without_just_cause)}),
          {wait(40), wait(400), finds(F::able_to_pay, false), finds(F::without_just_cause, false),
           takes(S::confinement_notice), serves(S::confinement_notice),
           decides(S::confinement_request, A::information_committee),
           decides(S::confinement_request, A::arrears_committee), takes(S::confinement_request),
           finds(F::heard_by_the_court), consents(S::confinement, A::court), takes(S::confinement), finds(F::secured),
           does(amount({}, EventKind::payment, 100'000'000))},
          11,
          {S::confinement_request, S::confinement}};
}

TEST(Search, NoPathReachesCoercionWithoutItsPreconditions) {
  for (const auto& world : {collection(), selling(), precaution(), disclosing(), leaving(), confining()}) {
    SCOPED_TRACE(world.name);
    const auto found = Search(world, the_table()).run();
    EXPECT_EQ(found.violation, "");
    for (const auto step : world.reaches) {
      EXPECT_NE(std::find(found.reached.begin(), found.reached.end(), step), found.reached.end())
          << "no path takes " << name(step) << " at all";
    }
    RecordProperty("states_" + world.name, static_cast<int>(found.states));
  }
}

/// What a row of the preconditions is about, as the file of the law writes it.
std::string about(const Precondition& row) {
  const auto needs = std::string(needs_names[static_cast<std::size_t>(row.needs)]) + " ";
  if (row.finding) return needs + std::string(name(*row.finding));
  if (row.quantity) return needs + std::string(name(*row.quantity));
  if (row.authority) return needs + std::string(name(*row.authority));
  return needs + (row.of_step ? std::string(name(*row.of_step)) : "");
}

TEST(Search, FindsThePathWhereAPreconditionIsTakenOut) {
  // With alternatives the whole group is taken out.
  const struct {
    World world;
    S step;
    std::string_view without;
    std::optional<State> also_from = std::nullopt;  // where the state says the same a second time
  } cases[] = {
      {collection(), S::demand, "overdue payment_notice", State::noticed},
      {collection(), S::seizure, "any deadline", State::demanded},
      {selling(), S::seizure, "free_of court_stay"},
      {selling(), S::sale_notice, "free_of appeal_pending"},
      {selling(), S::sale_notice, "free_of court_stay"},
      {selling(), S::sale, "waited sale_notice"},
      {selling(), S::sale, "free_of appeal_pending"},
      {selling(), S::sale, "free_of court_stay"},
      {selling(), S::private_sale, "any ground"},
      {selling(), S::private_sale, "free_of appeal_pending"},
      {selling(), S::private_sale, "free_of court_stay"},
      {precaution(), S::precautionary_seizure, "found early_collection_ground"},
      {precaution(), S::precautionary_seizure, "found collection_endangered"},
      {precaution(), S::precautionary_seizure, "approved regional_head"},
      {disclosing(), S::disclosure_notice, "resolved information_committee"},
      {disclosing(), S::disclosure, "at_least arrears_of_age"},
      {disclosing(), S::disclosure, "served disclosure_notice"},
      {disclosing(), S::disclosure, "resolved information_committee"},
      {disclosing(), S::disclosure, "below paid_percent"},
      {disclosing(), S::disclosure, "free_of appeal_pending"},
      {disclosing(), S::disclosure, "free_of rehabilitation_plan_kept"},
      {disclosing(), S::disclosure, "free_of disclosure_inappropriate"},
      {leaving(), S::exit_ban_request, "at_least arrears"},
      {leaving(), S::exit_ban_request, "found without_just_cause"},
      {leaving(), S::exit_ban_request, "found claim_not_securable"},
      {leaving(), S::exit_ban_request, "found flight_feared"},
      {leaving(), S::exit_ban_request, "any ground"},
      {leaving(), S::exit_ban_request, "free_of secured"},
      {confining(), S::confinement_request, "at_least arrears_for_confinement"},
      {confining(), S::confinement_request, "at_least count_for_confinement"},
      {confining(), S::confinement_request, "found able_to_pay"},
      {confining(), S::confinement_request, "found without_just_cause"},
      {confining(), S::confinement_request, "served confinement_notice"},
      {confining(), S::confinement_request, "resolved information_committee"},
      {confining(), S::confinement_request, "free_of secured"},
      {confining(), S::confinement, "found heard_by_the_court"},
      {confining(), S::confinement, "approved court"},
      {confining(), S::confinement, "within court"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(std::string(name(c.step)) + " without " + std::string(c.without));
    auto table = the_table();
    const auto taken_out = std::erase_if(table.preconditions, [&](const auto& row) {
      return row.step == c.step && (about(row) == c.without || "any " + row.any == c.without);
    });
    ASSERT_GT(taken_out, 0U);
    if (c.also_from) table.steps[static_cast<std::size_t>(c.step)].from |= 1U << static_cast<unsigned>(*c.also_from);
    EXPECT_NE(Search(c.world, table).run().violation, "");
  }
}

TEST(Search, FindsThePathWhereAStateIsOpenedWrongly) {
  const struct {
    World world;
    S step;
    State also_from;
  } cases[] = {
      {selling(), S::sale, State::deferred},
      {collection(), S::seizure, State::deferred},
      {leaving(), S::exit_ban_request, State::deferred},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(std::string(name(c.step)) + " from " + std::string(name(c.also_from)));
    auto table = the_table();
    table.steps[static_cast<std::size_t>(c.step)].from |= 1U << static_cast<unsigned>(c.also_from);
    EXPECT_NE(Search(c.world, table).run().violation, "");
  }
}

}  // namespace
}  // namespace clearway::enforcement
