#include "notice/notice_json.h"

#include <simdjson.h>

#include <algorithm>

#include "assessment/case_json.h"
#include "base/json_writer.h"

namespace clearway::notice {
namespace {

namespace dom = simdjson::dom;

void member(JsonWriter& json, std::string_view name, const std::optional<Date>& day) {
  if (day) json.member(name, day->text());
}

void write(JsonWriter& json, const detection::Finding& finding) {
  json.begin_object()
      .member("detector", finding.detector)
      .member("party_id", finding.party_id)
      .member("declaration_id", finding.declaration_id)
      .member("pattern", finding.pattern)
      .member("confidence_ppm", finding.confidence_ppm);
  json.key("lines").begin_array();
  for (const auto line : finding.lines) json.integer(line);
  json.end_array().key("evidence").begin_array();
  for (const auto& row : finding.evidence) {
    json.begin_object()
        .member("declaration_id", row.declaration_id)
        .member("line", row.line)
        .member("what", row.what)
        .member("value", row.value)
        .member("usual", row.usual)
        .end_object();
  }
  json.end_array().key("proposed").begin_array();
  for (const auto& each : finding.proposed) {
    json.begin_object()
        .member("line", each.line)
        .member("tax", assessment::name(each.kind))
        .member("krw", each.krw)
        .end_object();
  }
  json.end_array();
  if (finding.corrected) {
    json.key("corrected");
    assessment::write(json, *finding.corrected);
  }
  json.member("why", finding.why).key("cites").begin_array();
  for (const auto& cite : finding.cites) json.string(cite);
  json.end_array().key("would_clear").begin_array();
  for (const auto& text : finding.would_clear) {
    json.begin_object().member("ko", text.ko).member("en", text.en).end_object();
  }
  json.end_array();
  if (finding.peers) {
    json.key("peers")
        .begin_object()
        .member("firms", finding.peers->firms)
        .member("with_the_same", finding.peers->with_the_same)
        .end_object();
  }
  json.end_object();
}

/// Thrown inside this file only.
struct Wrong {
  std::string field;
};

dom::element at(dom::object object, std::string_view name) {
  dom::element value;
  if (object.at_key(name).get(value) != simdjson::SUCCESS) throw Wrong{std::string(name)};
  return value;
}
template <class T>
T value(dom::object object, std::string_view name) {
  T read{};
  if (at(object, name).get(read) != simdjson::SUCCESS) throw Wrong{std::string(name)};
  return read;
}
std::string text(dom::object object, std::string_view name) {
  return std::string(value<std::string_view>(object, name));
}
std::int64_t integer(dom::object object, std::string_view name) { return value<std::int64_t>(object, name); }
std::uint32_t line(dom::object object) { return static_cast<std::uint32_t>(integer(object, "line")); }
Text both(dom::object object) { return {text(object, "ko"), text(object, "en")}; }
Text both(dom::object object, std::string_view name) { return both(value<dom::object>(object, name)); }
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
template <class Read>
void objects(dom::object object, std::string_view name, const Read& read) {
  for (const auto element : value<dom::array>(object, name)) {
    dom::object each;
    if (element.get(each) != simdjson::SUCCESS) throw Wrong{std::string(name)};
    read(each);
  }
}
assessment::TaxKind kind(dom::object object) {
  const auto word = value<std::string_view>(object, "tax");
  const auto& names = assessment::tax_kind_names;
  const auto found = std::find(names.begin(), names.end(), word);
  if (found == names.end()) throw Wrong{"tax"};
  return static_cast<assessment::TaxKind>(found - names.begin());
}

detection::Finding read_finding(dom::object object) {
  detection::Finding finding;
  finding.detector = text(object, "detector");
  finding.party_id = text(object, "party_id");
  finding.declaration_id = text(object, "declaration_id");
  finding.pattern = text(object, "pattern");
  finding.confidence_ppm = integer(object, "confidence_ppm");
  for (const auto element : value<dom::array>(object, "lines")) {
    std::int64_t number = 0;
    if (element.get(number) != simdjson::SUCCESS) throw Wrong{"lines"};
    finding.lines.push_back(static_cast<std::uint32_t>(number));
  }
  objects(object, "evidence", [&](dom::object row) {
    finding.evidence.push_back(
        {text(row, "declaration_id"), line(row), both(row, "what"), text(row, "value"), text(row, "usual")});
  });
  objects(object, "proposed", [&](dom::object each) {
    finding.proposed.push_back({line(each), kind(each), integer(each, "krw")});
  });
  dom::element corrected;
  if (object.at_key("corrected").get(corrected) == simdjson::SUCCESS) {
    assessment::Problems problems;
    finding.corrected = assessment::CaseReader().read_declaration(simdjson::minify(corrected), problems);
    if (!problems.empty()) throw Wrong{"corrected." + problems.front().field};
  }
  finding.why = both(object, "why");
  for (const auto element : value<dom::array>(object, "cites")) {
    std::string_view cite;
    if (element.get(cite) != simdjson::SUCCESS) throw Wrong{"cites"};
    finding.cites.emplace_back(cite);
  }
  objects(object, "would_clear", [&](dom::object each) { finding.would_clear.push_back(both(each)); });
  dom::object peers;
  if (object.at_key("peers").get(peers) == simdjson::SUCCESS) {
    finding.peers = detection::PeerRate{integer(peers, "firms"), integer(peers, "with_the_same")};
  }
  return finding;
}

Declared read_declared(dom::object object) {
  Declared declared;
  declared.declaration_number = text(object, "declaration_number");
  declared.customs_office = text(object, "customs_office");
  declared.declared_on = date_at(object, "declared_on");
  declared.accepted_on = date(object, "accepted_on");
  declared.due_on = date(object, "due_on");
  declared.paid_on = date(object, "paid_on");
  objects(object, "taxes", [&](dom::object each) {
    declared.taxes.push_back({line(each), kind(each), integer(each, "krw")});
  });
  return declared;
}

Notice read_notice(dom::object object) {
  Notice notice;
  notice.notice_id = text(object, "notice_id");
  notice.finding = read_finding(value<dom::object>(object, "finding"));
  notice.declared = read_declared(value<dom::object>(object, "declared"));
  const auto circumstances = value<dom::object>(object, "circumstances");
  notice.circumstances = {date(circumstances, "audit_notice_on"), date(circumstances, "assessment_notice_on"),
                          date(circumstances, "appeal_pending_since")};
  const auto state = parse_state(text(object, "state"));
  if (!state) throw Wrong{"state"};
  notice.state = *state;
  notice.drafted_on = date_at(object, "drafted_on");
  notice.sent_on = date(object, "sent_on");
  notice.opened_on = date(object, "opened_on");
  notice.answered_on = date(object, "answered_on");
  notice.closed_on = date(object, "closed_on");
  notice.window_ends = date(object, "window_ends");
  notice.clock_ends = date(object, "clock_ends");
  notice.asked_until = date(object, "asked_until");
  notice.extensions = integer(object, "extensions");
  notice.answer = text(object, "answer");
  notice.correction_id = text(object, "correction_id");
  notice.corrected_krw = integer(object, "corrected_krw");
  objects(object, "said", [&](dom::object each) {
    const auto by = text(each, "by");
    const auto side = by == name(Side::firm) ? Side::firm : by == name(Side::customs) ? Side::customs : Side::nobody;
    notice.said.push_back({date_at(each, "on"), side, text(each, "action"), text(each, "text")});
  });
  return notice;
}

}  // namespace

std::string to_json(const Notice& notice) {
  JsonWriter json;
  json.begin_object().member("notice_id", notice.notice_id).key("finding");
  write(json, notice.finding);
  const auto& declared = notice.declared;
  json.key("declared")
      .begin_object()
      .member("declaration_number", declared.declaration_number)
      .member("customs_office", declared.customs_office)
      .member("declared_on", declared.declared_on.text());
  member(json, "accepted_on", declared.accepted_on);
  member(json, "due_on", declared.due_on);
  member(json, "paid_on", declared.paid_on);
  json.key("taxes").begin_array();
  for (const auto& each : declared.taxes) {
    json.begin_object()
        .member("line", each.line)
        .member("tax", assessment::name(each.kind))
        .member("krw", each.krw)
        .end_object();
  }
  json.end_array().end_object().key("circumstances").begin_object();
  member(json, "audit_notice_on", notice.circumstances.audit_notice_on);
  member(json, "assessment_notice_on", notice.circumstances.assessment_notice_on);
  member(json, "appeal_pending_since", notice.circumstances.appeal_pending_since);
  json.end_object().member("state", name(notice.state)).member("drafted_on", notice.drafted_on.text());
  member(json, "sent_on", notice.sent_on);
  member(json, "opened_on", notice.opened_on);
  member(json, "answered_on", notice.answered_on);
  member(json, "closed_on", notice.closed_on);
  member(json, "window_ends", notice.window_ends);
  member(json, "clock_ends", notice.clock_ends);
  member(json, "asked_until", notice.asked_until);
  json.member("extensions", notice.extensions)
      .member("answer", notice.answer)
      .member("correction_id", notice.correction_id)
      .member("corrected_krw", notice.corrected_krw)
      .key("said")
      .begin_array();
  for (const auto& said : notice.said) {
    json.begin_object()
        .member("on", said.on.text())
        .member("by", name(said.by))
        .member("action", said.action)
        .member("text", said.text)
        .end_object();
  }
  return json.end_array().end_object().take();
}

Result<Notice> from_json(std::string_view json) {
  dom::parser parser;
  dom::object object;
  try {
    if (parser.parse(json.data(), json.size()).get(object) != simdjson::SUCCESS) throw Wrong{"."};
    return read_notice(object);
  } catch (const Wrong& wrong) {
    return Error{"notice_is_not_readable", wrong.field, "A kept notice lacks or garbles '" + wrong.field + "'",
                 "Check the record with `clearway audit verify`"};
  }
}

}  // namespace clearway::notice
