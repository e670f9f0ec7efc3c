#include <algorithm>

#include "api/examination.h"
#include "api/lodging.h"
#include "api/routes.h"
#include "law/parameters.h"  // generated

namespace clearway::api {
namespace {

template <class Names, class Of>
void append_counts(JsonWriter& json, std::string_view name, const Names& names,
                   const std::vector<record::StatisticsRow>& rows, const Of& of) {
  json.key(name).begin_object();
  for (const auto key : names) {
    std::int64_t count = 0;
    for (const auto& row : rows) count += of(row) == key ? row.count : 0;
    json.member(key, count);
  }
  json.end_object();
}

std::string_view procedure_of(const record::StatisticsRow& row) {
  return row.procedure ? declaration::name(*row.procedure) : std::string_view{};
}
std::string_view channel_of(const record::StatisticsRow& row) {
  return row.channel ? risk::name(*row.channel) : std::string_view{};
}
std::string_view state_of(const record::StatisticsRow& row) { return row.state ? *row.state : std::string_view{}; }

/// Counts of an office up to `to`, over a year back, by state and by `procedure` or channel.
std::vector<record::StatisticsRow> standing_counts(const Call& call, const std::string& office, Date to,
                                                   bool by_procedure) {
  record::StatisticsQuery query;
  query.scope.offices = {office};
  query.from = to.plus_years(-1);
  query.to = to;
  query.period = record::Period::total;
  query.by_procedure = by_procedure;
  query.by_channel = !by_procedure;
  query.by_state = true;
  query.customs_office = office;
  return require(call.services.store.statistics(query));
}

void append_waiting(JsonWriter& json, const Call& call, const std::string& office, Date day) {
  std::int64_t orange = 0, red = 0;
  for (const auto& row : standing_counts(call, office, day, false)) {
    const bool waits = row.state == "selected" || row.state == "lodged";
    if (waits && row.channel == risk::Channel::orange) orange += row.count;
    if (waits && row.channel == risk::Channel::red) red += row.count;
  }
  json.key("waiting").begin_object().member("orange", orange).member("red", red).end_object();
}

void append_overdue(JsonWriter& json, const Call& call, const std::string& office, Date day) {
  const auto days = call.services.rulebook.law().kr.export_.loading.days.on(day).value;
  std::int64_t overdue = 0;
  for (const auto& row : standing_counts(call, office, day.plus_days(-static_cast<std::int32_t>(days) - 1), true)) {
    // Chapters 2 and 4 of the Notice, and so control of loading, do not apply to the manifest (art. 44(2)).
    const bool controlled =
        row.procedure == declaration::Procedure::formal || row.procedure == declaration::Procedure::simplified;
    if (controlled && row.state == "accepted") overdue += row.count;
  }
  json.member("overdue", overdue);
}

void append_quota(JsonWriter& json, const Call& call, const std::string& office, Date day) {
  const auto quota = capacity_of(call, office, day).quota;
  const auto used = call.services.lodging.quota_used(office, day);
  const auto one = [&](std::string_view name, std::uint32_t count, std::uint32_t limit) {
    json.key(name).begin_object().member("used", count).member("limit", limit).end_object();
  };
  json.key("quota").begin_object();
  one("orange", used.orange, quota.orange);
  one("red", used.red, quota.red);
  json.end_object();
}

std::string period_text(Date start, record::Period period) {
  const auto text = start.text();
  switch (period) {
    case record::Period::month: return text.substr(0, 7);
    case record::Period::year: return text.substr(0, 4);
    case record::Period::day:
    case record::Period::week:
    case record::Period::total: return text;
  }
  return text;
}

record::Period parse_period(const std::string& text) {
  if (text == "day") return record::Period::day;
  if (text == "week") return record::Period::week;
  if (text == "month") return record::Period::month;
  if (text == "year") return record::Period::year;
  refuse(ErrorCode::query_is_malformed, "by", text, "day, week, month, year");
}

}  // namespace

Response list_offices(Call& call) {
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const auto& office : call.services.rulebook.law().codes().customs_offices.entries()) {
    const auto& own = call.who->account.offices;
    json.begin_object()
        .member("code", office.code)
        .member("name", office.label)
        .member("mine", std::find(own.begin(), own.end(), office.code) != own.end())
        .end_object();
  }
  json.end_array().end_object();
  return http::json_response(200, json.take());
}

Response get_office_day(Call& call) {
  const auto& office = call.parameter("office");
  const auto* known = call.services.rulebook.law().codes().customs_offices.find(office);
  if (known == nullptr || !works_in(*call.who, office)) refuse(ErrorCode::not_found, "office", office);
  const auto day = call.asked_date("date").value_or(call.today);
  const auto rows = require(call.services.store.office_day(office, day));
  std::int64_t lodged = 0, value_krw = 0;
  std::vector<std::string_view> states;
  for (const auto& row : rows) {
    lodged += row.count;
    value_krw += row.value_krw;
    if (row.state && std::find(states.begin(), states.end(), *row.state) == states.end()) states.push_back(*row.state);
  }
  std::sort(states.begin(), states.end());
  JsonWriter json;
  json.begin_object().member("office", office).member("name", known->label);
  member(json, "date", day);
  json.member("lodged", lodged).member("value_krw", value_krw);
  append_counts(json, "by_channel", risk::channel_names, rows, channel_of);
  append_counts(json, "by_procedure", declaration::procedure_names, rows, procedure_of);
  append_counts(json, "by_state", states, rows, state_of);
  append_waiting(json, call, office, day);
  append_overdue(json, call, office, day);
  append_quota(json, call, office, day);
  append_places(json, call, office, day);
  json.end_object();
  return http::json_response(200, json.take());
}

Response get_statistics(Call& call) {
  record::StatisticsQuery query;
  query.scope = call.who->visible(call.today);
  const auto from = call.asked_date("from"), to = call.asked_date("to");
  if (!from) refuse(ErrorCode::query_is_malformed, "from", {}, "2026-11-01");
  if (!to) refuse(ErrorCode::query_is_malformed, "to", {}, "2026-11-30");
  if (*to < *from) refuse(ErrorCode::query_is_malformed, "to", to->text(), "≥ " + from->text());
  const auto by = call.asked("by").value_or("month");
  const auto group = call.asked("group").value_or("procedure");
  if (group != "procedure" && group != "office" && group != "channel") {
    refuse(ErrorCode::query_is_malformed, "group", group, "procedure, office, channel");
  }
  query.from = *from;
  query.to = *to;
  query.period = parse_period(by);
  query.by_procedure = group == "procedure";
  query.by_office = group == "office";
  query.by_channel = group == "channel";
  query.customs_office = call.asked("office");
  const auto rows = require(call.services.store.statistics(query));
  JsonWriter json;
  json.begin_object();
  member(json, "from", *from);
  member(json, "to", *to);
  json.member("by", by).member("group", group).key("rows").begin_array();
  for (const auto& row : rows) {
    const std::string key = query.by_procedure ? std::string(procedure_of(row))
                            : query.by_office  ? row.customs_office.value_or("")
                                               : std::string(channel_of(row));
    json.begin_object()
        .member("period", period_text(row.period_start, query.period))
        .member("group", key)
        .member("declarations", row.count)
        .member("value_krw", row.value_krw)
        .end_object();
  }
  json.end_array().end_object();
  return http::json_response(200, json.take());
}

}  // namespace clearway::api
