#include "base/json_writer.h"
#include "base/kept_object.h"
#include "planning/application.h"

namespace clearway::planning {
namespace {

struct NamedFact {
  std::string_view name;
  std::optional<bool> plan::Facts::*fact;
};
constexpr NamedFact facts[] = {{"cause_is_recognised", &plan::Facts::cause_is_recognised},
                               {"business_can_recover", &plan::Facts::business_can_recover},
                               {"written_plan_is_given", &plan::Facts::written_plan_is_given},
                               {"no_conviction", &plan::Facts::no_conviction},
                               {"no_other_enforcement", &plan::Facts::no_other_enforcement},
                               {"no_new_arrears", &plan::Facts::no_new_arrears}};

std::optional<std::string> day(const std::optional<Date>& date) {
  return date ? std::optional(date->text()) : std::nullopt;
}

void write(JsonWriter& json, const Decision& decision) {
  json.begin_object().member("granted", decision.granted).member("on", decision.on.text());
  json.member("by", decision.by).member("reason", decision.reason).strings("not_met", decision.not_met).key("nearest");
  if (decision.nearest) {
    const auto& nearest = *decision.nearest;
    json.begin_object().member("parts", nearest.parts).member("highest_part", nearest.highest_part);
    json.member("total", nearest.total).member("last", nearest.last.text()).end_object();
  } else {
    json.null();
  }
  json.end_object();
}

Decision read_decision(const KeptObject& object) {
  Decision decision{object.flag("granted"), object.date_at("on"), object.text("by"), object.text("reason"), {}, {}};
  object.texts("not_met", [&](std::string_view word) { decision.not_met.emplace_back(word); });
  if (const auto nearest = object.optional_object("nearest")) {
    decision.nearest = Nearest{static_cast<int>(nearest->integer("parts")), nearest->integer("highest_part"),
                               nearest->integer("total"), nearest->date_at("last")};
  }
  return decision;
}

Application read(const KeptObject& object) {
  Application out;
  out.party_id = object.text("party_id");
  out.application_id = object.text("application_id");
  out.debt_id = object.text("debt_id");
  out.customs_office = object.text("customs_office");
  out.state = object.choice<State>("state", state_names);
  out.applied_on = object.date_at("applied_on");
  out.applied_by = object.text("applied_by");
  out.channel = object.choice<Channel>("channel", channel_names);
  out.parts = static_cast<int>(object.integer("parts"));
  out.order = object.choice<plan::PenaltyOrder>("penalty", plan::penalty_order_names);
  object.objects("facts", [&](const KeptObject& each) {
    for (const auto& known : facts) {
      if (each.text("fact") == known.name) out.facts.*known.fact = each.flag("holds");
    }
  });
  if (const auto means = object.optional_object("means")) {
    out.means = plan::Means{means->integer("income"), means->integer("expenses"), means->integer("assets")};
  }
  out.security_offered = object.integer("security_offered");
  out.reason = object.text("reason");
  out.hardship = object.flag("hardship");
  out.welfare_consent = object.flag("welfare_consent");
  if (const auto handed = object.optional_object("handed_over")) {
    out.handed_over = HandedOver{handed->date_at("on"), handed->text("by"), handed->text("to")};
  }
  if (const auto decision = object.optional_object("decision")) out.decision = read_decision(*decision);
  out.granted_on = object.date("granted_on");
  out.counted_from = object.date("counted_from");
  object.objects("schedule", [&](const KeptObject& each) {
    out.schedule.push_back(
        {each.date_at("date"), {each.integer("costs"), each.integer("tax"), each.integer("penalty")}});
  });
  object.objects("replanned", [&](const KeptObject& each) {
    out.replanned.push_back(
        {each.date_at("on"), each.text("by"), each.integer("parts_paid"), each.date_at("last_before")});
  });
  object.objects("reminded", [&](const KeptObject& each) {
    out.reminded.push_back({each.date_at("part"), each.integer("days_before")});
  });
  if (const auto parts = object.optional_integer("parts_asked")) out.parts_asked = static_cast<int>(*parts);
  return out;
}

}  // namespace

std::string to_json(const Application& application) {
  JsonWriter json;
  json.begin_object().member("party_id", application.party_id).member("application_id", application.application_id);
  json.member("debt_id", application.debt_id).member("customs_office", application.customs_office);
  json.member("state", name(application.state)).member("applied_on", application.applied_on.text());
  json.member("applied_by", application.applied_by).member("channel", name(application.channel));
  json.member("parts", application.parts);
  json.member("penalty", plan::penalty_order_names[static_cast<std::size_t>(application.order)])
      .key("facts")
      .begin_array();
  for (const auto& known : facts) {
    const auto& fact = application.facts.*known.fact;
    if (fact) json.begin_object().member("fact", known.name).member("holds", *fact).end_object();
  }
  json.end_array().key("means");
  if (application.means) {
    json.begin_object().member("income", application.means->income).member("expenses", application.means->expenses);
    json.member("assets", application.means->assets).end_object();
  } else {
    json.null();
  }
  json.member("security_offered", application.security_offered).member("reason", application.reason);
  json.member("hardship", application.hardship).member("welfare_consent", application.welfare_consent);
  json.key("handed_over");
  if (application.handed_over) {
    const auto& handed = *application.handed_over;
    json.begin_object().member("on", handed.on.text()).member("by", handed.by).member("to", handed.to).end_object();
  } else {
    json.null();
  }
  json.key("decision");
  if (application.decision) {
    write(json, *application.decision);
  } else {
    json.null();
  }
  json.member("granted_on", day(application.granted_on)).member("counted_from", day(application.counted_from));
  json.key("schedule").begin_array();
  for (const auto& part : application.schedule) {
    json.begin_object().member("date", part.date.text()).member("costs", part.due.costs);
    json.member("tax", part.due.tax).member("penalty", part.due.penalty).end_object();
  }
  json.end_array().key("replanned").begin_array();
  for (const auto& each : application.replanned) {
    json.begin_object().member("on", each.on.text()).member("by", each.by).member("parts_paid", each.parts_paid);
    json.member("last_before", each.last_before.text()).end_object();
  }
  json.end_array().key("reminded").begin_array();
  for (const auto& each : application.reminded) {
    json.begin_object().member("part", each.part.text()).member("days_before", each.days_before).end_object();
  }
  json.end_array().member("parts_asked", application.parts_asked);
  return json.end_object().take();
}

Result<Application> from_json(std::string_view json) { return read_kept<Application>(json, "application", read); }

}  // namespace clearway::planning
