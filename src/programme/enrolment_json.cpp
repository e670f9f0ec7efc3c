#include "programme/enrolment_json.h"

#include <simdjson.h>

#include <utility>

#include "base/json_writer.h"

namespace clearway::programme {
namespace {

namespace dom = simdjson::dom;

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

/// Thrown inside this file only.
struct Wrong {
  std::string field;
};

template <class T>
T value(dom::object object, std::string_view name) {
  T read{};
  if (object.at_key(name).get(read) != simdjson::SUCCESS) throw Wrong{std::string(name)};
  return read;
}
std::string text(dom::object object, std::string_view name) {
  return std::string(value<std::string_view>(object, name));
}
std::int64_t integer(dom::object object, std::string_view name) { return value<std::int64_t>(object, name); }
std::optional<Date> date(dom::object object, std::string_view name) {
  std::string_view read;
  if (object.at_key(name).get(read) != simdjson::SUCCESS) return std::nullopt;
  const auto day = Date::parse(read);
  if (!day) throw Wrong{std::string(name)};
  return day;
}
Date date_at(dom::object object, std::string_view name) {
  const auto day = date(object, name);
  if (!day) throw Wrong{std::string(name)};
  return *day;
}
template <class T>
T known(std::optional<T> parsed, std::string_view name) {
  if (!parsed) throw Wrong{std::string(name)};
  return *parsed;
}
template <class Read>
void objects(dom::object object, std::string_view name, const Read& read) {
  for (const auto element : value<dom::array>(object, name)) {
    dom::object each;
    if (element.get(each) != simdjson::SUCCESS) throw Wrong{std::string(name)};
    read(each);
  }
}
Side side_at(dom::object object) {
  const auto word = text(object, "by");
  for (std::size_t i = 0; i < side_names.size(); ++i) {
    if (side_names[i] == word) return static_cast<Side>(i);
  }
  throw Wrong{"by"};
}

Facts read_facts(dom::object object) {
  return {date(object, "aeo_importer_until"),        integer(object, "compliance_score"),
          integer(object, "internal_control_score"), integer(object, "arrears_krw"),
          date(object, "last_offence_on"),           integer(object, "imports_last_year")};
}

Round read_round(dom::object object) {
  Round round;
  round.year = integer(object, "year");
  round.opened_on = date_at(object, "opened_on");
  round.submitted_on = date(object, "submitted_on");
  round.verified_on = date(object, "verified_on");
  round.reported_on = date(object, "reported_on");
  round.concluded_on = date(object, "concluded_on");
  round.verified_by = text(object, "verified_by");
  round.outcome = known(parse_outcome(text(object, "outcome")), "outcome");
  objects(object, "answers", [&](dom::object each) {
    round.answers.push_back({text(each, "field"), text(each, "question"),
                             known(parse_verdict(text(each, "verdict")), "verdict"), text(each, "note"),
                             text(each, "by"), date_at(each, "on")});
  });
  objects(object, "corrections", [&](dom::object each) {
    round.corrections.push_back({text(each, "field"), text(each, "question"), text(each, "correction_id"),
                                 text(each, "declaration_number"), integer(each, "corrected_krw"),
                                 date_at(each, "on")});
  });
  return round;
}

Enrolment read_enrolment(dom::object object) {
  Enrolment enrolment;
  enrolment.enrolment_id = text(object, "enrolment_id");
  enrolment.party_id = text(object, "party_id");
  enrolment.customs_office = text(object, "customs_office");
  enrolment.scheme = known(parse_scheme(text(object, "scheme")), "scheme");
  enrolment.state = known(parse_state(text(object, "state")), "state");
  enrolment.facts = read_facts(value<dom::object>(object, "facts"));
  enrolment.applied_on = date_at(object, "applied_on");
  enrolment.designated_on = date(object, "designated_on");
  enrolment.until = date(object, "until");
  enrolment.clock_ends = date(object, "clock_ends");
  enrolment.closed_on = date(object, "closed_on");
  enrolment.false_report = value<bool>(object, "false_report");
  dom::object round;
  if (object.at_key("round").get(round) == simdjson::SUCCESS) enrolment.round = read_round(round);
  objects(object, "past", [&](dom::object each) { enrolment.past.push_back(read_round(each)); });
  objects(object, "said", [&](dom::object each) {
    enrolment.said.push_back({date_at(each, "on"), side_at(each), text(each, "action"), text(each, "text")});
  });
  objects(object, "reminded", [&](dom::object each) {
    enrolment.reminded.push_back({date_at(each, "clock_ends"), integer(each, "days_before"), date_at(each, "on")});
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

Result<Enrolment> from_json(std::string_view json) {
  dom::parser parser;
  dom::object object;
  try {
    if (parser.parse(json.data(), json.size()).get(object) != simdjson::SUCCESS) throw Wrong{"."};
    return read_enrolment(object);
  } catch (const Wrong& wrong) {
    return Error{"enrolment_is_not_readable", wrong.field, "A kept enrolment lacks or garbles '" + wrong.field + "'",
                 "Check the record with `clearway audit verify`"};
  }
}

}  // namespace clearway::programme
