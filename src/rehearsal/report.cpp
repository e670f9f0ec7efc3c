#include "rehearsal/report.h"

#include "base/json_writer.h"

namespace clearway::rehearsal {
namespace {

double hours(std::int64_t micro_hours) { return static_cast<double>(micro_hours) / 1e6; }

void member(JsonWriter& json, std::string_view name, const Hits& hits) {
  json.key(name).begin_object().member("labelled", hits.labelled).member("found", hits.found);
  append_interval(json, "rate", hits.rate());
  json.end_object();
}

void member(JsonWriter& json, std::string_view name, const Channels& channels) {
  json.key(name).begin_object();
  for (std::size_t c = 0; c < channels.size(); ++c) json.member(risk::channel_names[c], channels[c]);
  json.end_object();
}

void append_side(JsonWriter& json, const Side& side, const Report& report) {
  const auto rows = static_cast<double>(report.declarations);
  json.begin_object().member("policy_version", side.policy_version);
  member(json, "channels", side.channels);
  json.member("selected", side.selected()).member("by_chance_alone", side.by_chance_alone);
  json.member("beyond_capacity", side.beyond_capacity);
  member(json, "examined", side.examined);
  json.member("missed", side.missed);
  append_interval(json, "recall", side.recall);
  json.member("delay_hours", hours(side.delay_micro_hours))
      .member("delay_hours_per_declaration", rows > 0 ? hours(side.delay_micro_hours) / rows : 0);
  json.key("truth");
  if (report.truth_known) {
    json.begin_object()
        .member("found", side.true_found)
        .member("missed", report.true_irregular - side.true_found)
        .end_object();
  } else {
    json.null();
  }
  json.key("sources").begin_array();
  for (const auto& source : side.sources) {
    json.begin_object().member("id", source.id).member("selected", source.selected);
    member(json, "hits", source.hits);
    if (report.truth_known) json.member("irregular", source.irregular);
    json.end_object();
  }
  json.end_array().end_object();
}

void append_shift(JsonWriter& json, std::string_view name, const Shift& shift, bool truth) {
  json.key(name).begin_object().member("declarations", shift.declarations);
  member(json, "hits", shift.hits);
  if (truth) json.member("irregular", shift.irregular);
  json.key("examples").begin_array();
  for (const auto& example : shift.examples) {
    json.begin_object()
        .member("id", example.party_id + "." + example.declaration_id)
        .member("declaration_id", example.declaration_id)
        .member("declared_on", example.declared_on.text())
        .member("customs_office", example.office)
        .member("procedure", example.procedure);
    json.key("channels").begin_array();
    for (const auto channel : example.channels) json.string(risk::name(channel));
    json.end_array().strings("led_by", example.led_by);
    json.key("expected_value").begin_array();
    for (const auto value : example.expected_value) json.number(value);
    json.end_array().member("found", example.found).member("irregular", example.irregular).end_object();
  }
  json.end_array().end_object();
}

void append_office(JsonWriter& json, const Office& office) {
  json.begin_object()
      .member("code", office.code)
      .member("declarations", office.declarations)
      .member("days", office.days);
  json.key("policies").begin_array();
  for (const auto& side : office.sides) {
    json.begin_object();
    member(json, "channels", side.channels);
    json.member("capacity_red", side.capacity_red)
        .member("capacity_orange", side.capacity_orange)
        .member("days_over_red", side.days_over_red)
        .member("days_over_orange", side.days_over_orange)
        .member("delay_hours", hours(side.delay_micro_hours))
        .end_object();
  }
  json.end_array().end_object();
}

void append_band(JsonWriter& json, const Band& band) {
  json.begin_object()
      .member("id", band.id)
      .member("label", band.label)
      .member("firms", band.firms)
      .member("declarations", band.declarations);
  json.key("policies").begin_array();
  for (const auto& side : band.sides) {
    json.begin_object()
        .member("selected", side.selected)
        .member("firms_selected", side.firms_selected)
        .member("delay_hours", hours(side.delay_micro_hours))
        .end_object();
  }
  json.end_array().end_object();
}

}  // namespace

std::string to_json(const Report& report) {
  JsonWriter json;
  json.begin_object()
      .member("from", report.from.text())
      .member("to", report.to.text())
      .member("declarations", report.declarations)
      .member("earlier", report.earlier);
  member(json, "labelled", report.labelled);
  json.key("random_share").begin_object().member("drawn", report.drawn);
  member(json, "hits", report.random);
  append_interval(json, "irregular", report.irregular);
  json.end_object();
  json.key("truth");
  if (report.truth_known) {
    json.begin_object().member("irregular", report.true_irregular);
    json.key("patterns").begin_array();
    for (const auto& pattern : report.patterns) {
      json.begin_object().member("id", pattern.id).member("irregular", pattern.irregular);
      json.key("found").begin_array();
      for (const auto found : pattern.found) json.integer(static_cast<std::int64_t>(found));
      json.end_array().end_object();
    }
    json.end_array().end_object();
  } else {
    json.null();
  }
  json.key("policies").begin_array();
  for (const auto& side : report.sides) append_side(json, side, report);
  json.end_array();
  json.key("changes").begin_object();
  json.key("rules").begin_array();
  for (const auto& rule : report.rules)
    json.begin_object().member("id", rule.id).member("change", rule.change).end_object();
  json.end_array().strings("as_if_in_force", report.as_if_in_force).member("settings", report.settings_changed);
  json.key("channels").begin_array();
  for (const auto& row : report.matrix) {
    json.begin_array();
    for (const auto count : row) json.integer(static_cast<std::int64_t>(count));
    json.end_array();
  }
  json.end_array();
  append_interval(json, "precision_difference", report.precision_difference);
  append_interval(json, "recall_difference", report.recall_difference);
  append_shift(json, "newly_selected", report.newly_selected, report.truth_known);
  append_shift(json, "newly_spared", report.newly_spared, report.truth_known);
  json.end_object();
  json.key("offices").begin_array();
  for (const auto& office : report.offices) append_office(json, office);
  json.end_array().key("firm_sizes").begin_array();
  for (const auto& band : report.bands) append_band(json, band);
  json.end_array().member("delay_grade", report.delay_grade).end_object();
  return json.take();
}

}  // namespace clearway::rehearsal
