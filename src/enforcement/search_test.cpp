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
Move seizes(AssetKind asset, std::string item) { return does(seizure({}, asset, std::move(item))); }
Move takes_of(S kind, std::string item) {
  auto event = step({}, kind);
  event.item = std::move(item);
  return does(std::move(event));
}
Move serves(S kind, Service how = Service::delivered, std::string item = {}) {
  return does(service({}, kind, how, std::move(item)));
}
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

/// What decides how a file may go on, as bytes. Days older than every period the tables know are all the same. The time
/// left until prescription is left out: it only takes steps away.
class Key {
 public:
  explicit Key(const Standing& now) : today_(now.day) {
    add(static_cast<std::int32_t>(now.state));
    add(now.resumes ? static_cast<std::int32_t>(*now.resumes) : -1);
    add(static_cast<std::int32_t>(now.left / 1'000'000));
    add(now.deferred_until);
    add(now.arrears_since);
    for (const auto& other : now.others) {
      add(std::optional(other.arrears_since));
      add(other.paid_on && *other.paid_on <= now.day ? 1 : 0);
    }
    for (std::size_t i = 0; i < step_count; ++i) {
      for (const auto& days : {now.given[i], now.served[i], now.deadline[i], now.in_force[i], now.term_end[i]}) add(days);
      add((now.how[i] == Service::publication ? 1 : 0) + (now.ever[i] ? 2 : 0));
      for (const auto& said : {now.approved[i], now.resolved[i]}) {
        add(said ? std::optional(said->on) : std::nullopt);
        add(said ? static_cast<std::int32_t>(said->by) : -1);
      }
    }
    for (const auto& seized : now.seized) {
      add(static_cast<std::int32_t>(seized.asset) + (seized.precautionary ? 100 : 0));
      add(seized.effective);
      bytes_ += seized.item + ";";
    }
    for (const auto& found : now.findings) add(found ? (found->yes ? 1 : 2) : 0);
    for (const auto dated : {F::rehabilitation_order, F::decision_final, F::debtor_died}) {
      const auto& found = now.findings[static_cast<std::size_t>(dated)];
      add(found ? std::min(today_.days() - found->on.days(), longest) + 1000 : 0);
    }
    for (const auto& measured : now.measured) add(measured ? static_cast<std::int32_t>(measured->value) : -1);
  }
  std::string take() { return std::move(bytes_); }

 private:
  static constexpr std::int32_t oldest = 380;
  static constexpr std::int32_t longest = 740;  // two years, of an order of rehabilitation
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
        const Asked asked{std::nullopt,
                          is_seizure(move.event->step) ? std::optional(move.event->asset) : std::nullopt};
        if (!enforcement_.check(here, move.event->step, asked).possible()) continue;
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

/// From the declaration to the sale, with early collection and deferral in between.
World collection() {
  return {"collection",
          declared(30'000'000, {finding(day("2026-03-02"), F::recovery_likely), finding(day("2026-03-02"), F::payment_plan),
                                finding(day("2026-03-02"), F::secured), finding(day("2026-03-02"), F::publication_ground),
                                finding(day("2026-03-02"), F::early_collection_ground)}),
          {takes(S::payment_notice), serves(S::payment_notice), takes(S::early_collection_notice),
           serves(S::early_collection_notice), takes(S::demand), serves(S::demand),
           serves(S::demand, Service::publication), takes(S::deferral, 30),
           takes(S::seizure), takes(S::sale_notice), takes(S::sale_notification), serves(S::sale_notification),
           takes(S::sale), wait(12), wait(24)},
          12,
          {S::seizure, S::sale_notice, S::sale}};
}
/// Events before a demand whose deadline is 2026-05-11.
World selling() {
  return {"selling",
          with(demanded(30'000'000), {finding(day("2026-04-20"), F::substitute_asset),
                                      finding(day("2026-04-20"), F::recovery_likely),
                                      finding(day("2026-04-20"), F::payment_plan),
                                      finding(day("2026-04-20"), F::secured), finding(day("2026-04-20"), F::unsold)}),
          {takes(S::seizure), takes(S::release_of_seizure), takes(S::sale_notice), takes(S::sale_notification),
           serves(S::sale_notification), takes(S::resale_notice), takes(S::sale), takes(S::private_sale),
           takes(S::distribution), takes(S::deferral, 30), finds(F::appeal_pending), finds(F::court_stay),
           finds(F::third_party_claim), finds(F::perishable), does(amount({}, EventKind::payment, 30'000'000)),
           wait(6), wait(25)},
          8,
          {S::seizure, S::sale_notice, S::sale, S::private_sale}};
}
/// Assets that are entered, served, collected, released one by one, sold on an exchange.
World assets() {
  return {"assets",
          with(demanded(30'000'000), {finding(day("2026-04-20"), F::substitute_asset),
                                      finding(day("2026-04-20"), F::perishable),
                                      finding(day("2026-04-20"), F::traded_on_an_exchange)}),
          {seizes(AssetKind::real_estate, "house"), serves(S::seizure, Service::registered, "house"),
           seizes(AssetKind::claim, "rent"),
           serves(S::seizure, Service::delivered, "rent"), seizes(AssetKind::virtual_assets, "coins"),
           serves(S::seizure, Service::delivered, "coins"), takes_of(S::release_of_seizure, "house"),
           takes_of(S::release_of_seizure, ""), takes(S::sale_notice), takes(S::sale_notification),
           serves(S::sale_notification), takes(S::sale), takes(S::private_sale), takes_of(S::distribution, "house"),
           takes(S::exchange_sale_notice), serves(S::exchange_sale_notice), takes(S::exchange_sale), wait(25)},
          8,
          {S::seizure, S::sale_notice, S::sale, S::private_sale, S::exchange_sale}};
}
/// Death, rehabilitation, bankruptcy and what may not be seized, from the demand on.
World staying() {
  return {"staying",
          with(noticed(30'000'000), {step(day("2026-04-20"), S::demand)}),
          {serves(S::demand), takes(S::demand), finds(F::debtor_died), finds(F::rehabilitation_order),
           finds(F::rehabilitation_order, false), finds(F::bankrupt), finds(F::court_stay), finds(F::asset_exempt),
           finds(F::asset_exempt, false), finds(F::asset_beyond_need), finds(F::perishable), takes(S::seizure),
           takes(S::sale_notice), takes(S::private_sale), wait(25), wait(380)},
          7,
          {S::seizure, S::sale_notice, S::private_sale}};
}
World precaution() {
  return {"precaution",
          {30'000'000, std::nullopt, {}, {finding(day("2026-03-02"), F::hiding_suspected)}},
          {takes(S::precautionary_seizure), finds(F::early_collection_ground), finds(F::collection_endangered),
           consents(S::precautionary_seizure, A::regional_head), consents(S::precautionary_seizure, A::court),
           takes(S::payment_notice), serves(S::payment_notice), takes(S::sale_notice), takes(S::sale),
           finds(F::rehabilitation_order), finds(F::bankrupt), does(amount({}, EventKind::payment, 30'000'000)), wait(10), wait(100)},
          8,
          {S::precautionary_seizure}};
}
/// The two rounds of the committee with the time between them, payment and the share it makes.
World disclosing() {
  return {"disclosing",
          with(declared(300'000'000),
               {step(day("2026-03-27"), S::payment_notice), measurement(day("2026-03-27"), Quantity::paid_in_two_years, 150),
                measurement(day("2026-03-27"), Quantity::arrears_at_year_end, 300)}),
          {serves(S::payment_notice), wait(200), wait(390), takes(S::disclosure_notice), serves(S::disclosure_notice),
           decides(S::disclosure_notice, A::information_committee), decides(S::disclosure, A::information_committee),
           decides(S::disclosure, A::arrears_committee), decides(S::disclosure, A::information_committee, false),
           takes(S::disclosure), does(measurement({}, Quantity::paid_this_year, 0)),
           does(measurement({}, Quantity::paid_this_year, 160)), does(amount({}, EventKind::payment, 150'000'000))},
          10,
          {S::disclosure}};
}
/// What excludes from disclosure, before and after each round.
World excluding() {
  return {"excluding",
          with(noticed(300'000'000),
               {measurement(day("2027-05-03"), Quantity::paid_in_two_years, 150),
                measurement(day("2027-05-03"), Quantity::arrears_at_year_end, 300),
                measurement(day("2027-05-03"), Quantity::paid_this_year, 0)}),
          {decides(S::disclosure_notice, A::information_committee), takes(S::disclosure_notice),
           serves(S::disclosure_notice), wait(200), decides(S::disclosure, A::information_committee), takes(S::disclosure),
           finds(F::appeal_pending), finds(F::rehabilitation_plan_kept), finds(F::disclosure_inappropriate),
           finds(F::debtor_died), finds(F::merged_into_another)},
          7,
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
           finds(F::secured), finds(F::debtor_died), takes(S::exit_ban_request), takes(S::deferral, 30),
           does(amount({}, EventKind::payment, 20'000'000)), does(amount({}, EventKind::cancellation, 0))},
          8,
          {S::exit_ban_request}};
}
File three_debts() {
  auto file = noticed(150'000'000);
  file.others = {{60'000'000, day("2025-01-02"), std::nullopt}, {60'000'000, day("2025-01-03"), day("2028-09-01")}};
  return with(std::move(file), {finding(day("2026-03-27"), F::able_to_pay),
                                finding(day("2026-03-27"), F::without_just_cause)});
}
/// From the debts to the application.
World applying() {
  return {"applying",
          three_debts(),
          {wait(40), wait(400), finds(F::able_to_pay, false), finds(F::without_just_cause, false),
           finds(F::debtor_died), finds(F::secured), takes(S::confinement_notice), serves(S::confinement_notice),
           decides(S::confinement_request, A::information_committee),
           decides(S::confinement_request, A::arrears_committee), takes(S::confinement_request),
           does(amount({}, EventKind::payment, 100'000'000))},
          8,
          {S::confinement_request}};
}
/// From the application to the second time, which the law does not know.
World confining() {
  const auto committee = EventKind::resolution;
  return {"confining",
          with(three_debts(), {step(day("2027-05-03"), S::confinement_notice),
                               service(day("2027-05-03"), S::confinement_notice),
                               consent(day("2027-06-14"), committee, S::confinement_request, A::information_committee),
                               step(day("2027-06-14"), S::confinement_request)}),
          {wait(40), wait(400), finds(F::debtor_died), finds(F::able_to_pay, false), takes(S::confinement_notice),
           serves(S::confinement_notice), decides(S::confinement_request, A::information_committee),
           takes(S::confinement_request), finds(F::heard_by_the_court), consents(S::confinement, A::court),
           consents(S::confinement, A::regional_head), finds(F::decision_final), takes(S::confinement),
           does(amount({}, EventKind::payment, 100'000'000))},
          7,
          {S::confinement}};
}
/// Where the debtor asks to be heard by the committee.
World answering() {
  return {"answering",
          three_debts(),
          {wait(4), wait(40), wait(400), finds(F::statement_requested), takes(S::confinement_notice),
           serves(S::confinement_notice), takes(S::committee_date_notice), serves(S::committee_date_notice),
           decides(S::confinement_request, A::information_committee), takes(S::confinement_request)},
          11,
          {S::confinement_request}};
}
/// Every step of the table in every order, with every ground found and every notice served: what one step opens for
/// another.
World anything() {
  auto file = demanded(300'000'000);
  file.others = {{60'000'000, day("2025-01-02"), std::nullopt}, {60'000'000, day("2025-01-03"), std::nullopt}};
  const auto on = day("2026-04-20");
  for (std::size_t i = 0; i < finding_count; ++i) {
    const auto what = static_cast<F>(i);
    const auto is_a_bar = [&](const Precondition& row) { return row.needs == Needs::free_of && row.finding == what; };
    const auto& rows = the_table().preconditions;
    if (!is_derived(what) && std::none_of(rows.begin(), rows.end(), is_a_bar)) file.events.push_back(finding(on, what));
  }
  for (std::size_t i = 0; i < entered_quantities; ++i) {
    file.events.push_back(measurement(on, static_cast<Quantity>(i), 1'000'000));
  }
  file.events.push_back(measurement(on, Quantity::paid_this_year, 0));
  file.events.push_back(measurement(on, Quantity::paid_in_two_years, 0));
  World world{"anything", std::move(file), {wait(25), wait(400)}, 5, {S::seizure, S::exit_ban_request, S::sale_notice}};
  for (std::size_t i = 0; i < step_count; ++i) {
    const auto kind = static_cast<S>(i);
    world.moves.push_back(takes(kind));
    const auto& rows = the_table().preconditions;
    const auto is_served = [&](const Precondition& row) { return row.needs == Needs::served && row.of_step == kind; };
    if (std::any_of(rows.begin(), rows.end(), is_served)) world.moves.push_back(serves(kind));
    for (const auto& row : rows) {
      if (row.step != kind) continue;
      if (row.needs == Needs::approved) world.moves.push_back(consents(kind, *row.authority));
      if (row.needs == Needs::resolved && !row.after) world.moves.push_back(decides(kind, *row.authority));
    }
  }
  return world;
}

const std::vector<World>& worlds() {
  static const std::vector<World> all = {collection(), selling(),  assets(),    staying(),   precaution(), disclosing(),
                                         excluding(),  leaving(),  applying(),  answering(), confining(),  anything()};
  return all;
}

TEST(Search, NoPathReachesCoercionWithoutItsPreconditions) {
  for (const auto& world : worlds()) {
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
      {staying(), S::seizure, "free_of court_stay"},
      {staying(), S::seizure, "free_of rehabilitation_order"},
      {staying(), S::seizure, "free_of bankrupt"},
      {staying(), S::seizure, "free_of asset_exempt"},
      {staying(), S::seizure, "free_of asset_beyond_need"},
      {selling(), S::sale_notice, "any appeal"},
      {selling(), S::sale_notice, "free_of court_stay"},
      {selling(), S::sale_notice, "free_of third_party_claim"},
      {staying(), S::sale_notice, "free_of rehabilitation_order"},
      {assets(), S::sale_notice, "effective seizure"},
      {assets(), S::private_sale, "effective seizure"},
      {selling(), S::sale, "any notice"},
      {selling(), S::sale, "served sale_notification"},
      {selling(), S::sale, "any appeal"},
      {selling(), S::sale, "free_of court_stay"},
      {selling(), S::sale, "free_of third_party_claim"},
      {selling(), S::private_sale, "any ground"},
      {selling(), S::private_sale, "free_of court_stay"},
      {staying(), S::private_sale, "free_of rehabilitation_order"},
      {assets(), S::exchange_sale, "served exchange_sale_notice"},
      {precaution(), S::precautionary_seizure, "found early_collection_ground"},
      {precaution(), S::precautionary_seizure, "found collection_endangered"},
      {precaution(), S::precautionary_seizure, "approved regional_head"},
      {precaution(), S::precautionary_seizure, "free_of amount_determined", State::noticed},
      {precaution(), S::precautionary_seizure, "free_of rehabilitation_order"},
      {precaution(), S::precautionary_seizure, "free_of bankrupt"},
      {disclosing(), S::disclosure_notice, "resolved information_committee"},
      {disclosing(), S::disclosure, "at_least arrears_of_age"},
      {disclosing(), S::disclosure, "resolved information_committee"},
      {disclosing(), S::disclosure, "below paid_percent"},
      {excluding(), S::disclosure, "free_of appeal_pending"},
      {excluding(), S::disclosure, "free_of rehabilitation_plan_kept"},
      {excluding(), S::disclosure, "free_of disclosure_inappropriate"},
      {excluding(), S::disclosure, "free_of debtor_died"},
      {excluding(), S::disclosure, "free_of merged_into_another"},
      {leaving(), S::exit_ban_request, "at_least arrears"},
      {leaving(), S::exit_ban_request, "found without_just_cause"},
      {leaving(), S::exit_ban_request, "found claim_not_securable"},
      {leaving(), S::exit_ban_request, "found flight_feared"},
      {leaving(), S::exit_ban_request, "any ground"},
      {leaving(), S::exit_ban_request, "free_of secured"},
      {leaving(), S::exit_ban_request, "free_of debtor_died"},
      {applying(), S::confinement_request, "at_least arrears_for_confinement"},
      {applying(), S::confinement_request, "at_least count_for_confinement"},
      {applying(), S::confinement_request, "found able_to_pay"},
      {applying(), S::confinement_request, "found without_just_cause"},
      {applying(), S::confinement_request, "resolved information_committee"},
      {applying(), S::confinement_request, "free_of secured"},
      {applying(), S::confinement_request, "free_of debtor_died"},
      {answering(), S::confinement_request, "any statement"},
      {confining(), S::confinement, "found heard_by_the_court"},
      {confining(), S::confinement, "approved court"},
      {confining(), S::confinement, "found decision_final"},
      {confining(), S::confinement, "within decision_final"},
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
