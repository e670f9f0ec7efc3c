#include "notice/notice_json.h"

#include <algorithm>

#include "assessment/case_json.h"
#include "base/json_writer.h"
#include "base/kept_object.h"

namespace clearway::notice {
namespace {

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

assessment::TaxKind kind(const KeptObject& object) {
  return object.choice<assessment::TaxKind>("tax", assessment::tax_kind_names);
}
std::uint32_t line(const KeptObject& object) { return static_cast<std::uint32_t>(object.integer("line")); }

detection::Finding read_finding(const KeptObject& object) {
  detection::Finding finding;
  finding.detector = object.text("detector");
  finding.party_id = object.text("party_id");
  finding.declaration_id = object.text("declaration_id");
  finding.pattern = object.text("pattern");
  finding.confidence_ppm = object.integer("confidence_ppm");
  object.integers("lines", [&](std::int64_t number) { finding.lines.push_back(static_cast<std::uint32_t>(number)); });
  object.objects("evidence", [&](const KeptObject& row) {
    finding.evidence.push_back(
        {row.text("declaration_id"), line(row), row.both("what"), row.both("value"), row.both("usual")});
  });
  object.objects("proposed", [&](const KeptObject& each) {
    finding.proposed.push_back({line(each), kind(each), each.integer("krw")});
  });
  if (const auto corrected = object.optional_object("corrected")) {
    assessment::Problems problems;
    finding.corrected = assessment::CaseReader().read_declaration(corrected->json(), problems);
    if (!problems.empty()) throw NotReadable{"corrected." + problems.front().field};
  }
  finding.why = object.both("why");
  object.texts("cites", [&](std::string_view cite) { finding.cites.emplace_back(cite); });
  object.objects("would_clear", [&](const KeptObject& each) {
    finding.would_clear.push_back({each.text("ko"), each.text("en")});
  });
  if (const auto peers = object.optional_object("peers")) {
    finding.peers = detection::PeerRate{peers->integer("firms"), peers->integer("with_the_same")};
  }
  return finding;
}

Declared read_declared(const KeptObject& object) {
  Declared declared;
  declared.declaration_number = object.text("declaration_number");
  declared.customs_office = object.text("customs_office");
  declared.declared_on = object.date_at("declared_on");
  declared.accepted_on = object.date("accepted_on");
  declared.due_on = object.date("due_on");
  declared.paid_on = object.date("paid_on");
  object.objects("taxes", [&](const KeptObject& each) {
    declared.taxes.push_back({line(each), kind(each), each.integer("krw")});
  });
  return declared;
}

Notice read_notice(const KeptObject& object) {
  Notice notice;
  notice.notice_id = object.text("notice_id");
  notice.finding = read_finding(object.object("finding"));
  notice.declared = read_declared(object.object("declared"));
  const auto circumstances = object.object("circumstances");
  notice.circumstances = {circumstances.date("audit_notice_on"), circumstances.date("assessment_notice_on"),
                          circumstances.date("appeal_pending_since")};
  notice.state = object.choice<State>("state", state_names);
  notice.drafted_on = object.date_at("drafted_on");
  notice.sent_on = object.date("sent_on");
  notice.opened_on = object.date("opened_on");
  notice.answered_on = object.date("answered_on");
  notice.closed_on = object.date("closed_on");
  notice.window_ends = object.date("window_ends");
  notice.clock_ends = object.date("clock_ends");
  notice.asked_until = object.date("asked_until");
  notice.extensions = object.integer("extensions");
  notice.answer = object.text("answer");
  notice.correction_id = object.text("correction_id");
  notice.corrected_krw = object.integer("corrected_krw");
  object.objects("said", [&](const KeptObject& each) {
    const auto by = each.text("by");
    const auto side = by == name(Side::firm) ? Side::firm : by == name(Side::customs) ? Side::customs : Side::nobody;
    notice.said.push_back({each.date_at("on"), side, each.text("action"), each.text("text")});
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

Result<Notice> from_json(std::string_view json) { return read_kept<Notice>(json, "notice", read_notice); }

}  // namespace clearway::notice
