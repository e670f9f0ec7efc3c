#include "campaign/campaign_json.h"

#include "base/json_writer.h"
#include "base/kept_object.h"

namespace clearway::campaign {
namespace {

Campaign read_campaign(const KeptObject& object) {
  Campaign campaign;
  campaign.campaign_id = object.text("campaign_id");
  campaign.name = object.both("name");
  campaign.customs_office = object.text("customs_office");
  campaign.from = object.date_at("from");
  campaign.until = object.date_at("until");
  const auto population = object.object("population");
  campaign.population = {population.optional_integer("overdue_days"), population.optional_integer("at_least_krw"),
                         population.optional_integer("new_within_days")};
  campaign.held_back_ppm = object.integer("held_back_ppm");
  object.objects("treatments", [&](const KeptObject& each) {
    campaign.treatments.push_back({each.text("id"), each.both("name"), each.both("incentive"), each.integer("weight")});
  });
  object.objects("team", [&](const KeptObject& each) {
    campaign.team.push_back({each.text("account_id"), each.integer("hours")});
  });
  const auto targets = object.object("targets");
  campaign.targets = {targets.integer("collected_krw"), targets.integer("contacted_ppm")};
  campaign.state = object.choice<State>("state", state_names);
  campaign.drafted_by = object.text("drafted_by");
  campaign.approved_by = object.text("approved_by");
  object.objects("debtors", [&](const KeptObject& each) {
    Enrolled enrolled;
    enrolled.party_id = each.text("party_id");
    enrolled.grounds = each.choices<Ground>("grounds", ground_names);
    enrolled.opening_krw = each.integer("opening_krw");
    enrolled.treatment = each.optional_text("treatment");
    enrolled.assignee = each.text("assignee");
    enrolled.never_held_back = each.flag("never_held_back");
    campaign.debtors.push_back(std::move(enrolled));
  });
  return campaign;
}

Contact read_contact(const KeptObject& object) {
  Contact contact;
  contact.party_id = object.text("party_id");
  contact.on = object.date_at("on");
  contact.officer = object.text("officer");
  contact.channel = object.choice<Channel>("channel", channel_names);
  contact.response = object.choice<Response>("response", response_names);
  contact.promised_by = object.date("promised_by");
  contact.promised_krw = object.integer("promised_krw");
  contact.note = object.text("note");
  return contact;
}

}  // namespace

void write_plan(JsonWriter& json, const Campaign& campaign) {
  json.member("name", campaign.name)
      .member("customs_office", campaign.customs_office)
      .member("from", campaign.from.text())
      .member("until", campaign.until.text())
      .key("population")
      .begin_object()
      .member("overdue_days", campaign.population.overdue_days)
      .member("at_least_krw", campaign.population.at_least_krw)
      .member("new_within_days", campaign.population.new_within_days)
      .end_object()
      .member("held_back_ppm", campaign.held_back_ppm)
      .key("treatments")
      .begin_array();
  for (const auto& each : campaign.treatments) {
    json.begin_object()
        .member("id", each.id)
        .member("name", each.name)
        .member("incentive", each.incentive)
        .member("weight", each.weight)
        .end_object();
  }
  json.end_array().key("team").begin_array();
  for (const auto& each : campaign.team) {
    json.begin_object().member("account_id", each.account_id).member("hours", each.hours).end_object();
  }
  json.end_array()
      .key("targets")
      .begin_object()
      .member("collected_krw", campaign.targets.collected_krw)
      .member("contacted_ppm", campaign.targets.contacted_ppm)
      .end_object();
}

std::string to_json(const Campaign& campaign) {
  JsonWriter json;
  json.begin_object().member("campaign_id", campaign.campaign_id);
  write_plan(json, campaign);
  json.member("state", name(campaign.state))
      .member("drafted_by", campaign.drafted_by)
      .member("approved_by", campaign.approved_by)
      .key("debtors")
      .begin_array();
  for (const auto& each : campaign.debtors) {
    json.begin_object().member("party_id", each.party_id).key("grounds").begin_array();
    for (const auto ground : each.grounds) json.string(name(ground));
    json.end_array()
        .member("opening_krw", each.opening_krw)
        .member("treatment", each.treatment)
        .member("assignee", each.assignee)
        .member("never_held_back", each.never_held_back)
        .end_object();
  }
  return json.end_array().end_object().take();
}

Result<Campaign> campaign_from_json(std::string_view json) {
  return read_kept<Campaign>(json, "campaign", read_campaign);
}

std::string to_json(const Contact& contact) {
  JsonWriter json;
  json.begin_object()
      .member("party_id", contact.party_id)
      .member("on", contact.on.text())
      .member("officer", contact.officer)
      .member("channel", name(contact.channel))
      .member("response", name(contact.response));
  if (contact.promised_by) json.member("promised_by", contact.promised_by->text());
  return json.member("promised_krw", contact.promised_krw).member("note", contact.note).end_object().take();
}

Result<Contact> contact_from_json(std::string_view json) { return read_kept<Contact>(json, "contact", read_contact); }

}  // namespace clearway::campaign
