#include <algorithm>
#include <array>
#include <numeric>
#include <optional>

#include "api/course.h"
#include "api/examination.h"
#include "api/lodging.h"
#include "api/pages.h"
#include "api/routes.h"
#include "intake/source.h"
#include "law/parameters.h"  // generated
#include "risk/examination_plan.h"

namespace clearway::api {
namespace {

constexpr std::size_t most_shown = 100;

/// One that waits, as plan and rankings see it.
struct Waiting {
  record::StoredDeclaration declaration;
  risk::Candidate candidate;
  risk::Planned planned;
  std::optional<std::int64_t> stake_krw;
  std::int64_t expected_revenue_krw = -1;  // nothing known ranks below nothing expected
};

/// How many of each channel an office has examined on a day.
std::array<std::int64_t, 3> examined_on(const Call& call, const std::string& office, Date day) {
  std::array<std::int64_t, 3> counts{};
  const auto status = call.services.store.examined_decisions(
      office, day, day, day,
      [&](const record::ExaminedDecision& one) { ++counts[static_cast<std::size_t>(one.channel)]; });
  if (!status) refuse(status.error());
  return counts;
}

void append_capacity(JsonWriter& json, const Call& call, const std::string& office, const Capacity& capacity,
                     const std::array<std::int64_t, 3>& examined) {
  const auto cut_off = call.services.lodging.cut_off(office, call.today);
  const auto one = [&](std::string_view name, std::int64_t planned, risk::Channel channel) {
    const auto done = examined[static_cast<std::size_t>(channel)];
    json.key(name).begin_object().member("planned", planned).member("examined", done);
    json.member("left", std::max<std::int64_t>(0, planned - done));
    if (cut_off) {
      json.member("cut_off", static_cast<double>(channel == risk::Channel::red ? cut_off->red : cut_off->orange) / 1e6);
    } else {
      json.key("cut_off").null();
    }
    json.end_object();
  };
  json.key("capacity").begin_object().member("planned", capacity.planned);
  one("red", capacity.quota.red, risk::Channel::red);
  one("orange", capacity.quota.orange, risk::Channel::orange);
  json.end_object();
}

/// The time limit that comes first of those still running or missed.
std::optional<clearance::TimeLimit> nearest_limit(const Call& call, const record::StoredDeclaration& declaration) {
  const auto found = require(call.services.store.read(declaration.party_id, declaration.declaration_id));
  if (!found) return std::nullopt;
  const auto limits =
      call.services.rulebook.lifecycle().time_limits(course_of(*found), declaration.procedure, call.today);
  std::optional<clearance::TimeLimit> nearest;
  for (const auto& limit : limits.value) {
    if (!nearest || limit.last_day < nearest->last_day) nearest = limit;
  }
  return nearest;
}

void append_limit(JsonWriter& json, const Call& call, const std::optional<clearance::TimeLimit>& limit) {
  json.key("time_limit");
  if (!limit) return void(json.null());
  json.begin_object().member("text", limit->label.in(call.language));
  member(json, "due_on", limit->last_day);
  json.member("days_left", static_cast<std::int64_t>(limit->days_left))
      .member("status", clearance::name(limit->status))
      .end_object();
}

risk::Ground ground_of(std::string_view decision, risk::Channel channel, const risk::Policy& policy) {
  const bool overridden = text_member(decision, "channel") != risk::name(channel);
  return risk::ground_of(object_members(decision, "reasons", "id"), overridden, policy);
}

/// Duty of an import stands in its items; of an export the value is enough.
std::optional<std::int64_t> stake_of(const Call& call, const record::StoredDeclaration& stored) {
  const auto vat = call.services.rulebook.law().kr.vat.rate.on(stored.declared_on).value.micro();
  const auto read = intake::parse_declaration(stored.facts);
  if (read.declaration == nullptr) return std::nullopt;
  if (stored.procedure == declaration::Procedure::import_) {
    std::vector<clearance::Finding> findings;
    call.services.rulebook.validator().validate(*read.declaration, findings);  // reads the numbers
  }
  return risk::at_stake_krw(*read.declaration, stored.value_krw, vat);
}

std::vector<Waiting> waiting_at(const Call& call, const std::string& office, const Capacity& capacity,
                                const std::array<std::int64_t, 3>& examined) {
  const auto rulebook = call.services.lodging.rulebook();
  std::vector<Waiting> waiting;
  const auto status = call.services.store.waiting(
      office, call.today.plus_years(-1), call.today, [&](const record::WaitingDeclaration& row) {
        Waiting one;
        one.candidate = {row.declaration.channel, ground_of(row.decision, row.declaration.channel, rulebook->policy()),
                         row.declaration.likelihood_ppm, row.declaration.expected_value_ppm};
        one.stake_krw = stake_of(call, row.declaration);
        if (one.stake_krw) {
          one.expected_revenue_krw = risk::expected_revenue_krw(row.declaration.likelihood_ppm, *one.stake_krw);
        }
        one.declaration = row.declaration;
        one.declaration.facts.clear();
        waiting.push_back(std::move(one));
      });
  if (!status) refuse(status.error());
  std::vector<risk::Candidate> candidates;
  for (const auto& one : waiting) candidates.push_back(one.candidate);
  const auto planned =
      require(risk::plan(candidates, {capacity.quota.red, capacity.quota.orange}, {examined[2], examined[1]},
                         rulebook->policy().settings().ranking_on(call.today)));
  std::vector<Waiting> in_order;
  for (const auto& place : planned) {
    in_order.push_back(std::move(waiting[place.candidate]));
    in_order.back().planned = place;
  }
  return in_order;
}

/// The plan's order, or one of the two rankings; among equals the plan's.
void put_in_order(std::vector<Waiting>& waiting, const std::string& order) {
  const auto by = [&](auto key) {
    std::stable_sort(waiting.begin(), waiting.end(), [&](const auto& a, const auto& b) { return key(a) > key(b); });
  };
  if (order == "likelihood") by([](const Waiting& one) { return one.candidate.likelihood_ppm; });
  if (order == "expected_revenue") by([](const Waiting& one) { return one.expected_revenue_krw; });
}

void append_waiting(JsonWriter& json, const Call& call, const Waiting& one) {
  const auto limit = nearest_limit(call, one.declaration);
  const auto last_day = limit ? std::optional(limit->last_day) : std::nullopt;
  json.begin_object().key("summary");
  append_summary(json, one.declaration, true);
  json.member("age_days", std::int64_t{call.today.days() - one.declaration.declared_on.days()})
      .member("ground", risk::name(one.candidate.ground))
      .member("rank", static_cast<double>(one.planned.rank) / 1e6)
      .member("position", static_cast<std::int64_t>(one.planned.position))
      .member("place", risk::name(risk::on_day(one.planned.place, last_day, call.today)));
  if (one.stake_krw) {
    json.member("stake_krw", *one.stake_krw).member("expected_revenue_krw", one.expected_revenue_krw);
  } else {
    json.key("stake_krw").null().key("expected_revenue_krw").null();
  }
  append_limit(json, call, limit);
  json.end_object();
}

}  // namespace

Capacity capacity_of(const Call& call, const std::string& office, Date day) {
  if (const auto planned = call.services.lodging.planned(office, day)) return {*planned, true};
  return {call.services.lodging.rulebook()->policy().settings().quota_of(office), false};
}

void append_places(JsonWriter& json, const Call& call, const std::string& office, Date day) {
  const auto rulebook = call.services.lodging.rulebook();
  const auto& policy = rulebook->policy();
  const auto from = static_cast<std::int64_t>(policy.settings().orange_from * 1e6);
  std::array<std::int64_t, risk::ground_names.size()> grounds{};
  std::int64_t beyond = 0;
  const auto status = call.services.store.asking(office, day, from, [&](const record::AskingDeclaration& one) {
    if (risk::is_beyond_places(object_members(one.decision, "reasons", "id"))) ++beyond;
    if (one.channel == risk::Channel::green) return;
    ++grounds[static_cast<std::size_t>(ground_of(one.decision, one.channel, policy))];
  });
  if (!status) refuse(status.error());
  json.key("places").begin_object();
  for (std::size_t i = 0; i < grounds.size(); ++i) json.member(risk::ground_names[i], grounds[i]);
  json.member("beyond", beyond).end_object();
}

Response get_worklist(Call& call) {
  Text name;
  const auto office = office_name_checked(call, call.parameter("office"), name);
  const auto order = call.asked("order").value_or("plan");
  if (order != "plan" && order != "likelihood" && order != "expected_revenue") {
    refuse(ErrorCode::query_is_malformed, "order", order.substr(0, 64), "plan, likelihood, expected_revenue");
  }
  const auto capacity = capacity_of(call, office, call.today);
  const auto examined = examined_on(call, office, call.today);
  JsonWriter json;
  json.begin_object().member("office", office).member("name", name);
  member(json, "date", call.today);
  append_capacity(json, call, office, capacity, examined);
  append_places(json, call, office, call.today);
  const auto rulebook = call.services.lodging.rulebook();
  const auto* ranking = rulebook->policy().settings().ranking_on(call.today);
  json.member("expected_value_share",
              ranking == nullptr ? 1 : static_cast<double>(ranking->expected_value_share_ppm) / 1e6);
  auto waiting = waiting_at(call, office, capacity, examined);
  put_in_order(waiting, order);
  json.member("order", order).member("waiting", static_cast<std::int64_t>(waiting.size()));
  json.key("items").begin_array();
  for (std::size_t i = 0; i < std::min(waiting.size(), most_shown); ++i) append_waiting(json, call, waiting[i]);
  json.end_array().member("more", waiting.size() > most_shown);
  const auto from = call.today.plus_years(-1);
  json.key("second_looks").begin_array();
  for (const auto& task : require(call.services.store.tasks(office, "second_look", from, call.today))) {
    if (task.done_sequence == 0) append_task(json, task);
  }
  json.end_array();
  std::int64_t audits = 0;
  for (const auto& task : require(call.services.store.tasks(office, "audit", from, call.today))) {
    audits += task.done_sequence == 0 ? 1 : 0;
  }
  json.member("open_audits", audits).end_object();
  return http::json_response(200, json.take());
}

Response get_capacity(Call& call) {
  Text name;
  const auto office = office_name_checked(call, call.parameter("office"), name);
  const auto today = capacity_of(call, office, call.today);
  JsonWriter json;
  json.begin_object().member("office", office).member("name", name);
  append_capacity(json, call, office, today, examined_on(call, office, call.today));
  json.key("plans").begin_array();
  for (const auto& plan : require(call.services.store.capacity_plans())) {
    if (plan.customs_office != office) continue;
    json.begin_object();
    member(json, "from", plan.from);
    json.member("red", plan.red).member("orange", plan.orange).member("reason", plan.reason);
    json.member("planned_by", plan.planned_by).member("version", plan.version);
    member(json, "planned_at", plan.planned_at);
    json.end_object();
  }
  json.end_array().end_object();
  return http::json_response(200, json.take());
}

Response plan_capacity(Call& call) {
  const Body body(call.request.body, {"red", "orange", "reason"});
  Text name;
  record::CapacityPlan plan;
  plan.customs_office = office_name_checked(call, call.parameter("office"), name);
  const auto from = Date::parse(call.parameter("from"));
  if (!from) refuse(ErrorCode::not_found, "from", call.parameter("from").substr(0, 40));
  plan.from = *from;
  if (plan.from < call.today) refuse(ErrorCode::field_is_not_valid, "from", from->text(), "≥ " + call.today.text());
  for (const auto key : {"red", "orange"}) {
    if (!body.has(key)) refuse(ErrorCode::field_is_missing, key);
  }
  plan.red = static_cast<std::uint32_t>(body.integer_or("red", 0, 0, risk::largest_capacity));
  plan.orange = static_cast<std::uint32_t>(body.integer_or("orange", 0, 0, risk::largest_capacity));
  plan.reason = body.text("reason", 500, 5);
  plan.version = call.request.header("if-none-match") == "*" ? 0 : call.expected_version();
  // A repeated request finds its own plan.
  for (const auto& known : require(call.services.store.capacity_plans())) {
    const bool same = known.customs_office == plan.customs_office && known.from == plan.from && known.red == plan.red &&
                      known.orange == plan.orange && known.reason == plan.reason && known.version == plan.version + 1;
    if (same) return get_capacity(call);
  }
  require(record::wait<record::CapacityPlan>(
      [&](auto done) { call.services.store.put_capacity_plan(plan, call.origin(), done); }));
  if (auto read = call.services.lodging.read_plans(); !read) refuse(read.error());
  return get_capacity(call);
}

}  // namespace clearway::api
