#include <algorithm>
#include <map>
#include <set>

#include "api/body.h"
#include "api/examination.h"
#include "api/pages.h"
#include "api/routes.h"
#include "campaign/campaign_json.h"
#include "campaign/contact_list.h"
#include "campaign/progress.h"
#include "campaigning/campaigns.h"
#include "campaigning/stock.h"

namespace clearway::api {
namespace {

using campaign::Campaign;
using campaign::State;
using campaigning::Kept;

constexpr std::int64_t largest_krw = 1'000'000'000'000'000;
constexpr std::size_t most_treatments = 20, most_members = 200;

[[noreturn]] void refuse_campaign(const Call& call, const campaign::Refused& refused) {
  Problem problem;
  problem.code = ErrorCode::campaign_is_refused;
  problem.field = refused.field;
  problem.value = refused.value;
  auto shown = refused;
  if (campaign::parse_state(shown.value)) shown.value = call.text("campaign.state." + shown.value);
  const auto key = "campaign.refusal." + std::string(name(refused.refusal));
  const Places places = {{"field", shown.field}, {"value", shown.value}, {"expected", shown.expected}};
  problem.detail = call.text(key + ".text", places);
  problem.fix = call.text(key + ".fix", places);
  problem.members = "\"refusal\":\"" + std::string(name(refused.refusal)) + "\"";
  refuse(std::move(problem));
}

/// The campaign of the path, if this account works in its office; else not found.
Kept visible_campaign(const Call& call) {
  const auto& id = call.parameter("id");
  const auto [office, campaign] = split_id(id);
  auto found =
      works_in(*call.who, office) ? require(campaigning::find(call.services.store, office, campaign)) : std::nullopt;
  if (!found) refuse(ErrorCode::not_found, "id", id);
  return std::move(*found);
}

Kept at_version(const Call& call, Kept kept) {
  kept.matter.version = call.expected_version();
  return kept;
}

std::optional<std::int64_t> optional_number(const Body& body, std::string_view key) {
  if (!body.has(key)) return std::nullopt;
  return body.integer_or(key, 0, -largest_krw, largest_krw);
}

std::int64_t number(const Body& body, std::string_view key) {
  if (!body.has(key)) refuse(ErrorCode::field_is_missing, std::string(key));
  return body.integer_or(key, 0, -largest_krw, largest_krw);
}

Text both(const Body& body, std::string_view key) {
  if (!body.has(key)) return {};
  const Body texts(body.raw_object(key), {"ko", "en"});
  return {texts.text_or("ko", "", 200), texts.text_or("en", "", 200)};
}

campaign::Population population_of(const Body& body) {
  if (!body.has("population")) return {};
  const Body rule(body.raw_object("population"), {"overdue_days", "at_least_krw", "new_within_days"});
  return {optional_number(rule, "overdue_days"), optional_number(rule, "at_least_krw"),
          optional_number(rule, "new_within_days")};
}

std::string own_office(const Call& call, const Body& body) {
  auto office = body.text("customs_office", 10);
  if (!works_in(*call.who, office)) refuse(ErrorCode::not_permitted, "customs_office", office);
  return office;
}

Campaign campaign_of(const Call& call) {
  const Body body(call.request.body, {"name", "customs_office", "from", "until", "population", "held_back_ppm",
                                      "treatments", "team", "targets"});
  Campaign campaign;
  campaign.name = both(body, "name");
  campaign.customs_office = own_office(call, body);
  campaign.from = body.date("from");
  campaign.until = body.date("until");
  campaign.population = population_of(body);
  campaign.held_back_ppm = number(body, "held_back_ppm");
  for (const auto& each : body.objects("treatments", most_treatments, {"id", "name", "incentive", "weight"})) {
    campaign.treatments.push_back(
        {each.text("id", 40), both(each, "name"), both(each, "incentive"), number(each, "weight")});
  }
  for (const auto& each : body.objects("team", most_members, {"account_id", "hours"})) {
    campaign.team.push_back({each.text("account_id", 100), number(each, "hours")});
  }
  if (body.has("targets")) {
    const Body targets(body.raw_object("targets"), {"collected_krw", "contacted_ppm"});
    campaign.targets = {number(targets, "collected_krw"), number(targets, "contacted_ppm")};
  }
  return campaign;
}

std::string ground_text(const Call& call, campaign::Ground ground) {
  return call.text("campaign.ground." + std::string(name(ground)));
}

void append_summary(JsonWriter& json, const Call& call, const Kept& kept) {
  const auto& campaign = kept.campaign;
  json.member("id", campaign.customs_office + "." + campaign.campaign_id)
      .member("name", campaign.name.in(call.language))
      .member("customs_office", campaign.customs_office);
  member(json, "from", campaign.from);
  member(json, "until", campaign.until);
  json.member("state", name(campaign.state))
      .member("state_text", call.text("campaign.state." + std::string(name(campaign.state))))
      .member("debtors", campaign.debtors.size())
      .member("target_krw", campaign.targets.collected_krw)
      .member("version", kept.matter.version);
}

/// What this account may do with it today.
std::vector<std::string_view> actions_of(const Call& call, const Campaign& campaign) {
  std::vector<std::string_view> actions;
  if (call.who->role == Role::auditor) return actions;
  const bool drafted = campaign.state == State::drafted;
  if (drafted) actions.push_back("change");
  if (drafted && call.who->role == Role::supervisor && campaign.drafted_by != call.who->account.account_id) {
    actions.push_back("approve");
  }
  if (drafted || (campaign.state == State::approved && call.today < campaign.from)) actions.push_back("cancel");
  if (campaign.state == State::approved || campaign.state == State::ended) actions.push_back("add_contacts");
  return actions;
}

void append_group(JsonWriter& json, std::string_view name, const campaign::Group& group) {
  json.key(name)
      .begin_object()
      .member("debtors", group.debtors)
      .member("paying", group.paying)
      .member("opening_krw", group.opening_krw)
      .member("collected_krw", group.collected_krw);
  append_interval(json, "paying_share", group.paying_share);
  json.end_object();
}

void append_enrolled(JsonWriter& json, const Campaign& campaign) {
  auto dearest = campaign.debtors;
  std::stable_sort(dearest.begin(), dearest.end(),
                   [](const auto& left, const auto& right) { return left.opening_krw > right.opening_krw; });
  json.key("enrolled").begin_array();
  for (const auto& each : dearest) {
    json.begin_object().member("party_id", each.party_id).key("grounds").begin_array();
    for (const auto ground : each.grounds) json.string(name(ground));
    json.end_array()
        .member("opening_krw", each.opening_krw)
        .member("treatment", each.treatment)
        .member("assignee", each.assignee)
        .member("never_held_back", each.never_held_back)
        .end_object();
  }
  json.end_array();
}

void append_progress(JsonWriter& json, const campaign::Progress& progress) {
  json.key("progress").begin_object().key("days").begin_array();
  for (const auto& each : progress.days) {
    json.begin_object();
    member(json, "on", each.on);
    json.member("contacted", each.contacted)
        .member("promises", each.promises)
        .member("collected_krw", each.collected_krw)
        .member("planned_krw", each.planned_krw)
        .end_object();
  }
  json.end_array()
      .member("approached", progress.approached)
      .member("held_back", progress.held_back)
      .member("promises_due", progress.promises_due)
      .member("promises_kept", progress.promises_kept)
      .end_object();
}

void append_outcome(JsonWriter& json, const Call& call, const Campaign& campaign, const campaign::Outcome& outcome) {
  json.key("outcome").begin_object().key("treatments").begin_array();
  for (const auto& treatment : campaign.treatments) {
    const auto found = outcome.treatments.find(treatment.id);
    json.begin_object().member("id", treatment.id).member("name", treatment.name.in(call.language));
    append_group(json, "group", found == outcome.treatments.end() ? campaign::Group{} : found->second);
    json.end_object();
  }
  json.end_array();
  append_group(json, "approached", outcome.approached);
  append_group(json, "held_back", outcome.held_back);
  append_group(json, "never_held_back", outcome.never_held_back);
  append_interval(json, "paying_lift", outcome.paying_lift);
  append_interval(json, "collected_lift", outcome.collected_lift);
  json.end_object();
}

Response campaign_response(const Call& call, const Kept& kept, int status) {
  const auto& campaign = kept.campaign;
  std::vector<campaign::Collected> collected;
  std::vector<campaign::Contact> contacts;
  if (campaign.state == State::approved || campaign.state == State::ended) {
    collected = require(campaigning::collected(call.services.store, call.services.debts, campaign, call.today));
    contacts = require(campaigning::contacts(call.services.store, campaign.campaign_id));
  }
  JsonWriter json;
  json.begin_object();
  append_summary(json, call, kept);
  json.key("draft").begin_object();
  campaign::write_plan(json, campaign);
  json.end_object();
  json.member("drafted_by", campaign.drafted_by)
      .null_if_empty("approved_by", campaign.approved_by)
      .strings("actions", actions_of(call, campaign));
  append_enrolled(json, campaign);
  append_progress(json, campaign::progress_of(campaign, collected, contacts, call.today));
  append_outcome(json, call, campaign, campaign::outcome_of(campaign, collected, call.today));
  auto response = http::json_response(status, json.end_object().take());
  response.with("ETag", "\"" + std::to_string(kept.matter.version) + "\"");
  return response;
}

Response taken_response(const Call& call, Result<campaigning::Taken> taken, int status) {
  const auto step = require(std::move(taken));
  if (step.refused) refuse_campaign(call, *step.refused);
  return campaign_response(call, *step.kept, status);
}

}  // namespace

Response list_campaigns(Call& call) {
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const auto& kept : require(campaigning::list(call.services.store, std::nullopt))) {
    if (!works_in(*call.who, kept.campaign.customs_office)) continue;
    json.begin_object();
    append_summary(json, call, kept);
    json.end_object();
  }
  return http::json_response(200, json.end_array().end_object().take());
}

Response get_campaign(Call& call) { return campaign_response(call, visible_campaign(call), 200); }

Response draft_campaign(Call& call) {
  auto campaign = campaign_of(call);
  campaign.campaign_id = call.id_from_request("C-");
  return taken_response(
      call, campaigning::draft(call.services.store, call.services.debts.law, {}, std::move(campaign), call.origin()),
      201);
}

Response change_campaign(Call& call) {
  const auto kept = at_version(call, visible_campaign(call));
  auto campaign = campaign_of(call);
  campaign.campaign_id = kept.campaign.campaign_id;
  if (campaign.customs_office != kept.campaign.customs_office) {
    refuse(ErrorCode::field_is_not_valid, "customs_office", campaign.customs_office, kept.campaign.customs_office);
  }
  return taken_response(
      call, campaigning::draft(call.services.store, call.services.debts.law, kept, std::move(campaign), call.origin()),
      200);
}

Response approve_campaign(Call& call) {
  const auto kept = at_version(call, visible_campaign(call));
  const auto stock = [&](std::string_view office, Date on) {
    return campaigning::stock(call.services.store, call.services.debts, office, on);
  };
  return taken_response(call, campaigning::approve(call.services.store, kept, stock, call.today, call.origin()), 201);
}

Response cancel_campaign(Call& call) {
  const auto kept = at_version(call, visible_campaign(call));
  return taken_response(call, campaigning::cancel(call.services.store, kept, call.today, call.origin()), 201);
}

Response preview_campaign(Call& call) {
  const Body body(call.request.body, {"customs_office", "from", "population"});
  const auto office = own_office(call, body);
  const auto from = body.date("from");
  const auto population = population_of(body);
  struct Count {
    std::int64_t debtors = 0, balance_krw = 0;
    void add(std::int64_t krw) {
      ++debtors;
      balance_krw += krw;
    }
  };
  Count all;
  std::map<campaign::Ground, Count> by_ground;
  for (const auto& debtor : require(campaigning::stock(call.services.store, call.services.debts, office, from))) {
    const auto grounds = campaign::grounds_of(population, debtor, from);
    if (grounds.empty()) continue;
    all.add(debtor.balance_krw);
    for (const auto ground : grounds) by_ground[ground].add(debtor.balance_krw);
  }
  JsonWriter json;
  json.begin_object().member("debtors", all.debtors).member("balance_krw", all.balance_krw);
  json.key("by_ground").begin_array();
  for (const auto& [ground, count] : by_ground) {
    json.begin_object()
        .member("ground", name(ground))
        .member("text", ground_text(call, ground))
        .member("debtors", count.debtors)
        .member("balance_krw", count.balance_krw)
        .end_object();
  }
  return http::json_response(200, json.end_array().end_object().take());
}

Response list_campaign_contacts(Call& call) {
  const auto kept = visible_campaign(call);
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const auto& contact : require(campaigning::contacts(call.services.store, kept.campaign.campaign_id))) {
    json.begin_object().member("party_id", contact.party_id);
    member(json, "on", contact.on);
    json.member("officer", contact.officer)
        .member("channel", name(contact.channel))
        .member("channel_text", call.text("campaign.channel." + std::string(name(contact.channel))))
        .member("response", name(contact.response))
        .member("response_text", call.text("campaign.response." + std::string(name(contact.response))));
    json.key("promised_by");
    if (contact.promised_by) {
      json.string(contact.promised_by->text());
    } else {
      json.null();
    }
    json.member("promised_krw", contact.promised_krw).member("note", contact.note).end_object();
  }
  return http::json_response(200, json.end_array().end_object().take());
}

Response add_campaign_contacts(Call& call) {
  const auto kept = visible_campaign(call);
  if (kept.campaign.state != State::approved && kept.campaign.state != State::ended) {
    refuse_campaign(
        call,
        {campaign::Refusal::campaign_does_not_fit_the_state, "state", std::string(name(kept.campaign.state)), {}});
  }
  const auto read =
      require(campaign::read_contacts(call.request.body, kept.campaign, call.today, call.services.messages));
  const auto listed = require(campaigning::add_contacts(call.services.store, kept, read.contacts, call.origin()));
  JsonWriter json;
  json.begin_object().member("added", listed.added).member("known", listed.known).key("refused").begin_array();
  for (const auto& row : read.refused) {
    json.begin_object()
        .member("row", static_cast<std::int64_t>(row.row))
        .member("field", row.field)
        .member("value", row.value)
        .member("text", row.text(call.services.messages).in(call.language))
        .member("fix", row.fix(call.services.messages).in(call.language))
        .end_object();
  }
  return http::json_response(200, json.end_array().end_object().take());
}

}  // namespace clearway::api
