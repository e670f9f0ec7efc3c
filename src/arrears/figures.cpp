#include "arrears/figures.h"

#include <algorithm>

namespace clearway::arrears {
namespace {

constexpr std::size_t most_largest = 10;

/// When a file lies on hold: from the end of a day to the beginning of another.
struct Hold {
  Date from;
  std::optional<Date> until;
};

std::vector<Hold> holds_of(const File& file, std::optional<Instant> known) {
  std::vector<Event> events;
  for (const auto& event : file.events) {
    const bool concerns = event.kind == EventKind::held || event.kind == EventKind::hold_ended;
    if (concerns && (!known || event.known_at <= *known)) events.push_back(event);
  }
  std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.on < b.on; });
  std::vector<Hold> holds;
  for (const auto& event : events) {
    if (event.kind == EventKind::held) {
      holds.push_back({event.on, std::nullopt});
    } else if (!holds.empty() && !holds.back().until) {
      holds.back().until = event.on;
      if (event.on == holds.back().from) holds.pop_back();  // at the end of no day
    }
  }
  return holds;
}

void keep_largest(std::vector<Debtor>& largest, Debtor debtor) {
  const auto more = [](const Debtor& a, const Debtor& b) {
    return a.total != b.total ? a.total > b.total : a.party_id < b.party_id;
  };
  largest.insert(std::upper_bound(largest.begin(), largest.end(), debtor, more), std::move(debtor));
  if (largest.size() > most_largest) largest.pop_back();
}

void add_to(Stock& stock, const Stock& more) {
  stock.debts += more.debts;
  stock.debtors += more.debtors;
  stock.costs += more.costs;
  stock.tax += more.tax;
  stock.penalty += more.penalty;
}

void add_to(std::map<std::string, Stock>& stocks, const std::map<std::string, Stock>& more) {
  for (const auto& [name, stock] : more) add_to(stocks[name], stock);
}

void add_to(RollForward& sum, const RollForward& more) {
  sum.opening += more.opening;
  sum.fresh += more.fresh;
  sum.moved_in += more.moved_in;
  sum.costs += more.costs;
  sum.penalty += more.penalty;
  for (std::size_t i = 0; i < sum.collected.size(); ++i) sum.collected[i] += more.collected[i];
  sum.released += more.released;
  sum.extinct += more.extinct;
  sum.moved_out += more.moved_out;
  sum.closing += more.closing;
}

std::string_view age_of(Date since, Date to) {
  for (std::size_t i = 0; i < age_limits.size(); ++i) {
    if (to < since.plus_years(age_limits[i])) return age_names[i];
  }
  return age_names.back();
}

std::string_view size_of(std::int64_t total) {
  for (std::size_t i = 0; i < size_limits.size(); ++i) {
    if (total < size_limits[i]) return size_names[i];
  }
  return size_names.back();
}

void write(JsonWriter& json, std::string_view name, const RollForward& roll) {
  json.key(name).begin_object().member("opening", roll.opening).member("new", roll.fresh);
  json.member("moved_in", roll.moved_in).member("costs", roll.costs).member("penalty", roll.penalty);
  json.key("collected").begin_object();
  for (std::size_t i = 0; i < channel_names.size(); ++i) json.member(channel_names[i], roll.collected[i]);
  json.end_object().member("collected_in_all", roll.collected_in_all()).member("released", roll.released);
  json.member("extinct", roll.extinct).member("moved_out", roll.moved_out).member("closing", roll.closing);
  json.member("reconciles", roll.reconciles()).end_object();
}

void write(JsonWriter& json, const Stock& stock) {
  json.member("debts", stock.debts).member("debtors", stock.debtors).member("costs", stock.costs);
  json.member("tax", stock.tax).member("penalty", stock.penalty).member("total", stock.total());
}

void write(JsonWriter& json, std::string_view name, const std::map<std::string, Stock>& stocks) {
  json.key(name).begin_array();
  for (const auto& [group, stock] : stocks) {
    json.begin_object().null_if_empty("group", group);
    write(json, stock);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::int64_t RollForward::collected_in_all() const {
  std::int64_t sum = 0;
  for (const auto amount : collected) sum += amount;
  return sum;
}

bool RollForward::reconciles() const {
  return opening + fresh + moved_in + costs + penalty - collected_in_all() - released - extinct - moved_out == closing;
}

Figures::Figures(const Terms& terms, Date from, Date to, std::optional<Instant> known) : terms_(terms), known_(known) {
  report_.from = from;
  report_.to = to;
}

Result<Figures::Sums> Figures::sums(const File& file, const std::vector<ledger::Transaction>& transactions,
                                    const Matters& matters, Date day, std::optional<Statement>* out) const {
  auto stated = statement(terms_, file, transactions, matters, day, known_);
  if (!stated && stated.error().code == "debt_is_not_known") return Sums{};
  if (!stated) return stated.error();
  Sums sums;
  for (const auto& charged : stated->money.charged) {
    if (terms_.chart.find_charge(charged.charge)->rank == ledger::Rank::costs) {
      sums.costs += charged.amount;
    } else if (charged.amount < 0) {
      sums.released -= charged.amount;
    } else {
      sums.charged += charged.amount;
    }
  }
  sums.penalty = stated->penalty.charged - stated->levied;
  for (const auto& paid : stated->payments) {
    const auto channel = std::find(channel_names.begin(), channel_names.end(), paid.receipt.channel);
    sums.collected[static_cast<std::size_t>(channel - channel_names.begin())] += paid.receipt.amount - paid.rest;
  }
  sums.extinct = stated->costs.extinguished + stated->tax.extinguished + stated->penalty.extinguished;
  sums.balance = stated->balance();
  if (out != nullptr) *out = std::move(*stated);
  return sums;
}

Status Figures::add(const File& file, const std::vector<ledger::Transaction>& transactions, const Matters& matters) {
  if (file.party_id != party_id_) end_debtor();
  party_id_ = file.party_id;
  const auto since = file.events.front().on;  // in arrears from that day
  if (since > report_.to) return success();
  std::optional<Statement> closing;
  auto first = std::max(report_.from, since).plus_days(-1);
  auto before = sums(file, transactions, matters, first);
  if (!before) return before.error();
  const auto holds = holds_of(file, known_);
  auto hold =
      std::find_if(holds.begin(), holds.end(), [&](const Hold& one) { return !one.until || *one.until > first; });
  bool held = hold != holds.end() && hold->from <= first;
  // What was owed when it fell due is new; what was owed before the period is its opening.
  (since < report_.from ? (held ? report_.held : report_.active).opening : report_.active.fresh) += before->balance;
  while (true) {
    const auto boundary = hold == holds.end() ? std::nullopt : held ? hold->until : std::optional(hold->from);
    const bool moves = boundary && *boundary <= report_.to;
    const auto last = !moves ? report_.to : held ? boundary->plus_days(-1) : *boundary;
    const bool ends = last == report_.to;
    const auto after = sums(file, transactions, matters, last, ends ? &closing : nullptr);
    if (!after) return after.error();
    auto& stock = held ? report_.held : report_.active;
    stock.fresh += after->charged - before->charged;
    stock.costs += after->costs - before->costs;
    stock.penalty += after->penalty - before->penalty;
    stock.released += after->released - before->released;
    stock.extinct += after->extinct - before->extinct;
    for (std::size_t i = 0; i < stock.collected.size(); ++i) {
      stock.collected[i] += after->collected[i] - before->collected[i];
    }
    if (moves) {
      stock.moved_out += after->balance;
      (held ? report_.active : report_.held).moved_in += after->balance;
      if (held) ++hold;
      held = !held;
    }
    before = after;
    if (ends) break;
  }
  (held ? report_.held : report_.active).closing += before->balance;
  if (closing && before->balance > 0) count(file, since, *closing);
  return success();
}

void Figures::count(const File& file, Date since, const Statement& statement) {
  const Stock one{1, 0, statement.costs.left(), statement.tax.left(), statement.penalty.left()};
  add_to(report_.all, one);
  add_to(debtor_, one);
  add_to(report_.by_year[std::to_string(since.year())], one);
  add_to(report_.by_age[std::string(age_of(since, report_.to))], one);
  add_to(report_.by_cause[std::string(debt::name(statement.facts.cause))], one);
  add_to(report_.by_goods[file.goods], one);
  add_to(report_.by_office[file.customs_office], one);
}

void Figures::end_debtor() {
  if (debtor_.debts > 0) {
    debtor_.debtors = 1;
    ++report_.all.debtors;
    add_to(report_.by_size[std::string(size_of(debtor_.total()))], debtor_);
    keep_largest(report_.largest, {party_id_, debtor_.total()});
  }
  debtor_ = {};
}

void Figures::add(const Figures& other) {
  auto theirs = other;
  theirs.end_debtor();
  const auto& more = theirs.report_;
  add_to(report_.active, more.active);
  add_to(report_.held, more.held);
  add_to(report_.all, more.all);
  add_to(report_.by_year, more.by_year);
  add_to(report_.by_age, more.by_age);
  add_to(report_.by_size, more.by_size);
  add_to(report_.by_cause, more.by_cause);
  add_to(report_.by_goods, more.by_goods);
  add_to(report_.by_office, more.by_office);
  for (const auto& debtor : more.largest) keep_largest(report_.largest, debtor);
}

Report Figures::finish() {
  end_debtor();
  party_id_.clear();
  return report_;
}

std::string to_json(const Report& report) {
  JsonWriter json;
  json.begin_object().member("from", report.from.text()).member("to", report.to.text());
  write(json, "active", report.active);
  write(json, "held", report.held);
  json.key("stock").begin_object();
  write(json, report.all);
  json.end_object();
  write(json, "by_year", report.by_year);
  write(json, "by_age", report.by_age);
  write(json, "by_size", report.by_size);
  write(json, "by_cause", report.by_cause);
  write(json, "by_goods", report.by_goods);
  write(json, "by_office", report.by_office);
  json.key("largest").begin_array();
  for (const auto& debtor : report.largest) {
    json.begin_object().member("party_id", debtor.party_id).member("total", debtor.total).end_object();
  }
  return json.end_array().end_object().take();
}

}  // namespace clearway::arrears
