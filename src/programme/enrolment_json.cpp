#include "programme/enrolment_json.h"

#include <utility>

#include "base/json_writer.h"
#include "base/kept_object.h"

namespace clearway::programme {
namespace {

void member(JsonWriter& json, std::string_view name, const std::optional<Date>& day) {
  if (day) json.member(name, day->text());
}

void write(JsonWriter& json, const Facts& facts) {
  json.begin_object();
  member(json, "aeo_importer_until", facts.aeo_importer_until);
  json.member("compliance_score", facts.compliance_score)
      .member("internal_control_score", facts.internal_control_score)
      .member("arrears_krw", facts.arrears_krw);
  member(json, "last_offence_on", facts.last_offence_on);
  json.member("imports_last_year", facts.imports_last_year).end_object();
}

void write(JsonWriter& json, const Round& round) {
  json.begin_object().member("year", round.year).member("opened_on", round.opened_on.text());
  member(json, "submitted_on", round.submitted_on);
  member(json, "verified_on", round.verified_on);
  member(json, "reported_on", round.reported_on);
  member(json, "concluded_on", round.concluded_on);
  json.member("verified_by", round.verified_by).member("outcome", name(round.outcome)).key("answers").begin_array();
  for (const auto& answer : round.answers) {
    json.begin_object()
        .member("field", answer.field)
        .member("question", answer.question)
        .member("verdict", name(answer.verdict))
        .member("note", answer.note)
        .member("by", answer.by)
        .member("on", answer.on.text())
        .end_object();
  }
  json.end_array().key("corrections").begin_array();
  for (const auto& corrected : round.corrections) {
    json.begin_object()
        .member("field", corrected.field)
        .member("question", corrected.question)
        .member("correction_id", corrected.correction_id)
        .member("declaration_number", corrected.declaration_number)
        .member("corrected_krw", corrected.corrected_krw)
        .member("on", corrected.on.text())
        .end_object();
  }
  json.end_array().end_object();
}

Facts read_facts(const KeptObject& object) {
  return {object.date("aeo_importer_until"),        object.integer("compliance_score"),
          object.integer("internal_control_score"), object.integer("arrears_krw"),
          object.date("last_offence_on"),           object.integer("imports_last_year")};
}

Round read_round(const KeptObject& object) {
  Round round;
  round.year = object.integer("year");
  round.opened_on = object.date_at("opened_on");
  round.submitted_on = object.date("submitted_on");
  round.verified_on = object.date("verified_on");
  round.reported_on = object.date("reported_on");
  round.concluded_on = object.date("concluded_on");
  round.verified_by = object.text("verified_by");
  round.outcome = object.choice<Outcome>("outcome", outcome_names);
  object.objects("answers", [&](const KeptObject& each) {
    round.answers.push_back({each.text("field"), each.text("question"), each.choice<Verdict>("verdict", verdict_names),
                             each.text("note"), each.text("by"), each.date_at("on")});
  });
  object.objects("corrections", [&](const KeptObject& each) {
    round.corrections.push_back({each.text("field"), each.text("question"), each.text("correction_id"),
                                 each.text("declaration_number"), each.integer("corrected_krw"), each.date_at("on")});
  });
  return round;
}

Enrolment read_enrolment(const KeptObject& object) {
  Enrolment enrolment;
  enrolment.enrolment_id = object.text("enrolment_id");
  enrolment.party_id = object.text("party_id");
  enrolment.customs_office = object.text("customs_office");
  enrolment.scheme = object.choice<Scheme>("scheme", scheme_names);
  enrolment.state = object.choice<State>("state", state_names);
  enrolment.facts = read_facts(object.object("facts"));
  enrolment.applied_on = object.date_at("applied_on");
  enrolment.designated_on = object.date("designated_on");
  enrolment.until = object.date("until");
  enrolment.clock_ends = object.date("clock_ends");
  enrolment.closed_on = object.date("closed_on");
  enrolment.false_report = object.flag("false_report");
  if (const auto round = object.optional_object("round")) enrolment.round = read_round(*round);
  object.objects("past", [&](const KeptObject& each) { enrolment.past.push_back(read_round(each)); });
  object.objects("said", [&](const KeptObject& each) {
    enrolment.said.push_back(
        {each.date_at("on"), each.choice<Side>("by", side_names), each.text("action"), each.text("text")});
  });
  object.objects("reminded", [&](const KeptObject& each) {
    enrolment.reminded.push_back({each.date_at("clock_ends"), each.integer("days_before"), each.date_at("on")});
  });
  return enrolment;
}

}  // namespace

std::string to_json(const Enrolment& enrolment) {
  JsonWriter json;
  json.begin_object()
      .member("enrolment_id", enrolment.enrolment_id)
      .member("party_id", enrolment.party_id)
      .member("customs_office", enrolment.customs_office)
      .member("scheme", name(enrolment.scheme))
      .member("state", name(enrolment.state))
      .member("applied_on", enrolment.applied_on.text());
  member(json, "designated_on", enrolment.designated_on);
  member(json, "until", enrolment.until);
  member(json, "clock_ends", enrolment.clock_ends);
  member(json, "closed_on", enrolment.closed_on);
  json.member("false_report", enrolment.false_report).key("facts");
  write(json, enrolment.facts);
  if (enrolment.round) {
    json.key("round");
    write(json, *enrolment.round);
  }
  json.key("past").begin_array();
  for (const auto& round : enrolment.past) write(json, round);
  json.end_array().key("said").begin_array();
  for (const auto& said : enrolment.said) {
    json.begin_object()
        .member("on", said.on.text())
        .member("by", name(said.by))
        .member("action", said.action)
        .member("text", said.text)
        .end_object();
  }
  json.end_array().key("reminded").begin_array();
  for (const auto& reminded : enrolment.reminded) {
    json.begin_object()
        .member("clock_ends", reminded.clock_ends.text())
        .member("days_before", reminded.days_before)
        .member("on", reminded.on.text())
        .end_object();
  }
  return json.end_array().end_object().take();
}

Result<Enrolment> from_json(std::string_view json) { return read_kept<Enrolment>(json, "enrolment", read_enrolment); }

}  // namespace clearway::programme
