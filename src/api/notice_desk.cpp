#include "api/notice_desk.h"

#include <algorithm>

#include "api/body.h"
#include "api/examination.h"
#include "api/letter_desk.h"
#include "api/pages.h"
#include "api/refusals.h"
#include "api/routes.h"
#include "api/ruling_desk.h"
#include "api/steps.h"
#include "notice/bulk_answers.h"
#include "notice/letter.h"

namespace clearway::api {
namespace {

using notice::Action;
using notice::Notice;
using notice::State;
using noticing::Kept;

constexpr std::size_t most_list = 200;

bool is_mine(const Call& call, const Kept& kept) {
  const auto& office = kept.matter.customs_office;
  // A declaration of which no office is known is every office's.
  if (call.who->is_customs()) return office.empty() || works_in(*call.who, office);
  return notice::is_visible_to_firm(kept.notice.state) &&
         call.who->acts_for(kept.matter.party_id, identity::read_scope, call.today);
}

[[noreturn]] void refuse_step(const Call& call, const notice::Refused& refused) {
  auto shown = refused;
  for (auto* word : {&shown.value, &shown.expected}) {
    if (notice::parse_state(*word)) *word = call.text("notice.state." + *word);
    if (notice::parse_action(*word)) *word = call.text("notice.action." + *word);
  }
  const bool lacks_text = refused.refusal == notice::Refusal::text_is_missing;
  refuse(refusal_problem(call, lacks_text ? ErrorCode::field_is_missing : ErrorCode::notice_step_is_refused, refused,
                         shown));
}

Text office_of(const Call& call, const std::string& office) {
  if (office.empty()) return call.services.messages.at("notice.letter.customs");
  const auto* known = call.services.rulebook.law().codes().customs_offices.find(office);
  return known == nullptr ? Text{office, office} : known->label;
}

void append_day(JsonWriter& json, std::string_view name, const std::optional<Date>& day) {
  if (day) {
    member(json, name, *day);
  } else {
    json.key(name).null();
  }
}

void append_summary(JsonWriter& json, const Call& call, const Kept& kept) {
  const auto& [matter, notice] = kept;
  json.member("id", matter.party_id + "." + matter.matter_id)
      .member("party_id", matter.party_id)
      .member("declaration_id", notice.finding.declaration_id)
      .member("declaration_number", notice.declared.declaration_number)
      .member("detector", notice.finding.detector)
      .member("title", notice::title_of(call.services.messages, notice.finding.detector).in(call.language))
      .member("state", name(notice.state))
      .member("state_text", call.text("notice.state." + std::string(name(notice.state))))
      .member("turn", name(notice::turn(notice.state)))
      .member("customs_office", office_of(call, matter.customs_office).in(call.language));
  append_day(json, "clock_ends", notice.clock_ends);
  append_day(json, "window_ends", notice.window_ends);
  append_day(json, "sent_on", notice.sent_on);
  json.member("amount_krw", matter.amount_krw)
      .member("question_only", notice.finding.proposed.empty())
      .member("version", matter.version);
}

void append_amounts(JsonWriter& json, const correction::Amounts& amounts) {
  json.begin_object()
      .member("tax_krw", amounts.tax_krw)
      .member("interest_krw", amounts.interest_krw)
      .member("penalty_krw", amounts.penalty_krw - amounts.penalty_relief_krw)
      .member("penalty_relief_krw", amounts.penalty_relief_krw)
      .member("late_interest_krw", amounts.late_interest_krw - amounts.late_interest_relief_krw)
      .member("total_krw", amounts.total_krw())
      .end_object();
}

std::string tax_label(const Call& call, correction::Tax tax) {
  return call.text("correction.tax." + std::string(correction::name(tax)));
}

void append_filing(JsonWriter& json, const Call& call, const correction::Filing& filing) {
  json.begin_object()
      .member("act", correction::name(filing.act))
      .member("act_text", call.text("correction.act." + std::string(correction::name(filing.act))))
      .member("refund", filing.refund)
      .member("due_krw", filing.due_krw());
  append_day(json, "open_until", filing.open_until);
  append_day(json, "pay_by", filing.pay_by);
  json.key("sum");
  append_amounts(json, filing.sum);
  json.key("taxes").begin_array();
  for (const auto& tax : filing.taxes) {
    json.begin_object().member("tax", correction::name(tax.tax)).member("label", tax_label(call, tax.tax)).key("sum");
    append_amounts(json, tax.amounts);
    json.end_object();
  }
  json.end_array().end_object();
}

void append_letter(JsonWriter& json, const Call& call, const notice::Letter& letter) {
  const auto& law = call.services.rulebook.law();
  const auto in = [&](const Text& text) { return text.in(call.language); };
  json.key("letter")
      .begin_object()
      .member("title", in(letter.title))
      .member("what", in(letter.what))
      .member("why", in(letter.why))
      .member("answers", in(letter.answers))
      .member("no_harm", in(letter.no_harm))
      .member("ask", in(letter.ask));
  json.null_if_empty("answer_by", letter.answer_by ? in(*letter.answer_by) : std::string());
  json.null_if_empty("peers", letter.peers ? in(*letter.peers) : std::string());
  json.key("rows").begin_array();
  for (const auto& row : letter.rows) {
    json.begin_object()
        .member("declaration_id", row.declaration_id)
        .member("line", row.line)
        .member("what", in(row.what))
        .member("value", in(row.value))
        .member("usual", in(row.usual))
        .end_object();
  }
  json.end_array().key("would_clear").begin_array();
  for (const auto& text : letter.would_clear) json.string(in(text));
  json.end_array().key("articles").begin_array();
  for (const auto& cite : letter.cites) {
    const auto* source = law.find_source(cite);
    json.begin_object()
        .member("cite", cite)
        .member("text", source == nullptr ? cite : in(source->title) + " " + in(source->article))
        .end_object();
  }
  json.end_array().end_object();
}

Response notice_response(const Call& call, const Kept& kept, int status) {
  const auto& notice = kept.notice;
  const auto& rules = call.services.notices;
  const bool customs = call.who->is_customs();
  const auto quoted = require(noticing::quote(call.services.store, rules, notice, {}, call.today));
  JsonWriter json;
  json.begin_object();
  append_summary(json, call, kept);
  append_letter(
      json, call,
      notice::letter_of(call.services.messages, notice, quoted.costs, office_of(call, notice.declared.customs_office)));
  member(json, "declared_on", notice.declared.declared_on);
  append_day(json, "opened_on", notice.opened_on);
  append_day(json, "asked_until", notice.asked_until);
  append_day(json, "longest_extension", notice::longest_extension(rules.law, notice, call.today));
  append_lines(json, call, editable_lines(notice));
  json.key("quote");
  if (notice.finding.proposed.empty() || notice::is_closed(notice.state)) {
    json.null();
  } else {
    append_quote(json, call, quoted);
  }
  json.null_if_empty("correction_id", notice.correction_id);
  const auto order = notice.correction_id.empty()
                         ? std::nullopt
                         : require(settlement::order(call.services.store, kept.matter.party_id, notice.correction_id));
  json.null_if_empty("order_id", order ? kept.matter.party_id + "." + order->order.order_id : std::string());
  const auto& circumstances = notice.circumstances;
  append_day(json, "audit_notice_on", circumstances.audit_notice_on);
  append_day(json, "assessment_notice_on", circumstances.assessment_notice_on);
  append_day(json, "appeal_pending_since", circumstances.appeal_pending_since);
  json.key("said").begin_array();
  for (const auto& said : notice.said) {
    if (!customs && (said.action == name(Action::approve))) continue;
    json.begin_object();
    member(json, "on", said.on);
    json.member("by", name(said.by))
        .member("action", said.action)
        .member("action_text", call.text("notice.action." + said.action))
        .member("text", said.text)
        .end_object();
  }
  json.end_array().key("actions").begin_array();
  const bool acts = customs ? call.who->role != Role::auditor
                            : call.who->acts_for(kept.matter.party_id, identity::notices_scope, call.today);
  if (acts) {
    const auto side = customs ? notice::Side::customs : notice::Side::firm;
    for (const auto action : notice::open_actions(notice, side, call.today)) json.string(name(action));
  }
  json.end_array();
  append_evidence(json, call, kept.matter.party_id, kept.matter.matter_id);
  if (customs) json.member("confidence_ppm", notice.finding.confidence_ppm);
  auto response = http::json_response(status, json.end_object().take());
  response.with("ETag", "\"" + std::to_string(kept.matter.version) + "\"");
  return response;
}

Response taken_response(const Call& call, const noticing::Taken& taken, int status = 201) {
  if (taken.refused) refuse_step(call, *taken.refused);
  if (taken.correction_refused) refuse_correction(call, *taken.correction_refused);
  return notice_response(call, *taken.kept, status);
}

/// The notice at the version that the person has read.
Kept at_version(const Call& call, Kept kept) {
  kept.matter.version = call.expected_version();
  return kept;
}

constexpr std::array customs_actions = {Action::approve,
                                        Action::dismiss,
                                        Action::reply,
                                        Action::grant_more_time,
                                        Action::refuse_more_time,
                                        Action::accept_explanation,
                                        Action::reject_explanation,
                                        Action::withdraw,
                                        Action::record_audit_notice,
                                        Action::record_assessment_notice,
                                        Action::record_appeal};

void append_group(JsonWriter& json, std::string_view name, const notice::Group& group) {
  json.key(name)
      .begin_object()
      .member("firms", group.firms)
      .member("corrected", group.corrected)
      .member("repeated", group.repeated)
      .end_object();
}

void append_figures(JsonWriter& json, const notice::Figures& figures) {
  json.member("sent", figures.sent)
      .member("opened", figures.opened)
      .member("corrected", figures.corrected)
      .member("explained", figures.explained)
      .member("accepted", figures.accepted)
      .member("asked", figures.asked)
      .member("more_time", figures.more_time)
      .member("lapsed", figures.lapsed)
      .member("waiting", figures.waiting)
      .member("held_back", figures.held_back)
      .member("corrected_krw", figures.corrected_krw)
      .member("claimed_krw", figures.claimed_krw)
      .member("median_answer_days", figures.median_answer_days);
}

}  // namespace

std::optional<notice::FollowedRuling> followed_ruling(const Call& call, const Body& body, const std::string& party_id) {
  const auto id = body.optional_text("ruling", 200);
  if (!id) return std::nullopt;
  const auto found = visible_ruling(call, *id);
  const auto& ruling = found.ruling;
  if (found.matter.party_id != party_id || !ruling.decided_on || ruling.kind() == ruling::Kind::valuation_general) {
    refuse(ErrorCode::field_is_not_valid, "ruling", *id,
           "GET /v1/rulings: classification, valuation_special_relationship");
  }
  return notice::FollowedRuling{ruling.kind() == ruling::Kind::classification, *ruling.filed_on, *ruling.decided_on};
}

void refuse_correction(const Call& call, const correction::Refused& refused) {
  refuse(refusal_problem(call, ErrorCode::correction_is_refused, refused));
}

void append_quote(JsonWriter& json, const Call& call, const noticing::Quoted& quoted) {
  const auto& messages = call.services.messages;
  json.begin_object();
  member(json, "filed_on", quoted.of.filed_on);
  json.key("filings").begin_array();
  if (quoted.answer.quote) {
    const auto& quote = quoted.answer.quote->value;
    if (quote.additional) append_filing(json, call, *quote.additional);
    if (quote.refund) append_filing(json, call, *quote.refund);
  }
  json.end_array().key("refused").begin_array();
  const auto append_refused = [&](const correction::Refused& refused) {
    json.begin_object()
        .member("refusal", correction::name(refused.refusal))
        .member("text", refused.text(messages).in(call.language))
        .member("fix", refused.fix(messages).in(call.language))
        .end_object();
  };
  if (quoted.answer.refused) append_refused(*quoted.answer.refused);
  if (quoted.answer.quote) {
    for (const auto& closed : quoted.answer.quote->value.closed) append_refused(closed);
  }
  json.end_array().key("costs").begin_array();
  for (const auto& cost : notice::cost_lines(messages, quoted.costs)) {
    json.begin_object().member("when", name(cost.when));
    member(json, "on", cost.on);
    json.member("due_krw", cost.due_krw)
        .member("more_than_now_krw", cost.more_than_now_krw)
        .member("text", cost.text.in(call.language))
        .end_object();
  }
  json.end_array();
  append_steps(json, "steps", quoted.answer.quote ? quoted.answer.quote->steps : std::vector<Step>{}, call.language);
  json.end_object();
}

void append_lines(JsonWriter& json, const Call& call, const std::vector<correction::LineDifference>& lines) {
  json.key("lines").begin_array();
  for (const auto& line : lines) {
    json.begin_object()
        .member("line", line.line)
        .member("tax", correction::name(line.tax))
        .member("label", tax_label(call, line.tax))
        .member("declared_krw", line.declared_krw)
        .member("correct_krw", line.correct_krw)
        .end_object();
  }
  json.end_array();
}

/// What may be corrected: the proposal, or of a question only what was declared of its lines.
std::vector<correction::LineDifference> editable_lines(const Notice& notice) {
  auto lines = notice::proposed_lines(notice);
  if (!lines.empty()) return lines;
  for (const auto& each : notice.declared.taxes) {
    if (const auto tax = notice::tax_of(each.kind)) {
      lines.push_back({std::to_string(each.line), *tax, each.krw, each.krw});
    }
  }
  return lines;
}

notice::Edited edited_of(const Body& body) {
  notice::Edited edited;
  edited.loss_of_relief_is_known = body.boolean_or("loss_of_relief_is_known", false);
  const std::vector<std::string_view> taxes(correction::tax_names.begin(), correction::tax_names.end());
  for (const auto& line : body.objects("lines", correction::most_lines, {"line", "tax", "correct_krw"})) {
    if (!line.has("correct_krw")) refuse(ErrorCode::field_is_missing, "correct_krw");
    edited.lines.push_back({line.text("line", 20), *correction::parse_tax(line.choice("tax", taxes)), 0,
                            line.integer_or("correct_krw", 0, 0, correction::largest_amount_krw)});
  }
  return edited;
}

notice::Edited with_declared(notice::Edited edited, const Notice& notice) {
  const auto known = editable_lines(notice);
  for (auto& line : edited.lines) {
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](const auto& one) { return one.line == line.line && one.tax == line.tax; });
    if (found == known.end()) {
      refuse(ErrorCode::field_is_not_valid, "lines", line.line + " " + std::string(correction::name(line.tax)),
             "GET /v1/notices/{id}: lines");
    }
    line.declared_krw = found->declared_krw;
  }
  return edited;
}

Kept visible_notice(const Call& call, const std::string& id) {
  const auto [party, notice] = split_id(id);
  auto found = require(noticing::find(call.services.store, party, notice));
  if (!found || !is_mine(call, *found)) refuse(ErrorCode::not_found, "id", id);
  return std::move(*found);
}

Kept answerable_notice(const Call& call, const std::string& id) {
  auto kept = visible_notice(call, id);
  if (!call.who->acts_for(kept.matter.party_id, identity::notices_scope, call.today)) {
    refuse(ErrorCode::not_permitted);
  }
  return kept;
}

Response list_notices(Call& call) {
  record::MatterSearch search;
  search.kinds = {std::string(noticing::notice_kind)};
  search.limit = most_list;
  search.cursor = call.asked("cursor").value_or("");
  const auto party = call.asked("party");
  if (const auto state = call.asked("state")) {
    if (!notice::parse_state(*state)) refuse(ErrorCode::query_is_malformed, "state", *state);
    search.states = {*state};
  }
  if (call.who->is_customs()) {
    search.every_party = !party;
    if (party) search.parties = {*party};
  } else {
    search.parties = call.who->parties(call.today);
    if (party) {
      if (std::find(search.parties.begin(), search.parties.end(), *party) == search.parties.end()) {
        refuse(ErrorCode::not_found, "party", *party);
      }
      search.parties = {*party};
    }
    if (search.states.empty()) {
      for (std::size_t i = 0; i < notice::state_names.size(); ++i) {
        if (notice::is_visible_to_firm(static_cast<State>(i))) search.states.emplace_back(notice::state_names[i]);
      }
    }
  }
  const auto page = require(record::Matters(call.services.store).search(search));
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const auto& matter : page.matters) {
    const auto kept = require(noticing::kept_of(matter));
    if (!is_mine(call, kept)) continue;
    json.begin_object();
    append_summary(json, call, kept);
    json.end_object();
  }
  json.end_array().null_if_empty("next_cursor", page.next_cursor);
  return http::json_response(200, json.end_object().take());
}

Response get_notice(Call& call) { return notice_response(call, visible_notice(call, call.parameter("id")), 200); }

Response open_notice(Call& call) {
  const auto kept = answerable_notice(call, call.parameter("id"));
  // Opened once; whoever opens it again only reads it.
  if (kept.notice.state != State::sent) return notice_response(call, kept, 200);
  const auto taken = require(
      noticing::take(call.services.store, call.services.notices, kept, Action::open, {}, call.today, call.origin()));
  return taken_response(call, taken);
}

Response quote_correction(Call& call) {
  const Body body(call.request.body, {"lines", "loss_of_relief_is_known", "ruling"});
  const auto kept = answerable_notice(call, call.parameter("id"));
  auto edited = with_declared(edited_of(body), kept.notice);
  edited.ruling = followed_ruling(call, body, kept.matter.party_id);
  const auto quoted =
      require(noticing::quote(call.services.store, call.services.notices, kept.notice, edited, call.today));
  JsonWriter json;
  append_quote(json, call, quoted);
  return http::json_response(200, json.take());
}

Response file_correction(Call& call) {
  const Body body(call.request.body, {"lines", "loss_of_relief_is_known", "ruling"});
  const auto kept = answerable_notice(call, call.parameter("id"));
  auto edited = with_declared(edited_of(body), kept.notice);
  edited.ruling = followed_ruling(call, body, kept.matter.party_id);
  const auto taken = require(noticing::file(call.services.store, call.services.notices, at_version(call, kept), edited,
                                            call.today, call.origin()));
  return taken_response(call, taken);
}

Response answer_notice(Call& call) {
  const Body body(call.request.body, {"answer", "text", "until"});
  const auto kept = answerable_notice(call, call.parameter("id"));
  const auto action = *notice::action_of(body.choice("answer", {"explain", "ask", "more_time"}));
  notice::Given given;
  given.text = body.text_or("text", "", notice::most_text);
  given.day = body.optional_date("until");
  const auto taken = require(noticing::take(call.services.store, call.services.notices, at_version(call, kept), action,
                                            given, call.today, call.origin()));
  return taken_response(call, taken);
}

Response add_notice_evidence(Call& call) {
  const auto kept = answerable_notice(call, call.parameter("id"));
  take_evidence(call, kept.matter.party_id, kept.matter.matter_id);
  return notice_response(call, kept, 201);
}

Response read_notice_evidence(Call& call) {
  const auto kept = visible_notice(call, call.parameter("id"));
  return give_evidence(call, kept.matter.party_id, kept.matter.matter_id);
}

Response decide_notice(Call& call) {
  const Body body(call.request.body, {"decision", "text", "day"});
  const auto kept = visible_notice(call, call.parameter("id"));
  std::vector<std::string_view> words;
  for (const auto action : customs_actions) words.push_back(name(action));
  const auto action = *notice::parse_action(body.choice("decision", words));
  notice::Given given;
  given.text = body.text_or("text", "", notice::most_text);
  given.day = body.optional_date("day");
  const auto taken = require(noticing::take(call.services.store, call.services.notices, at_version(call, kept), action,
                                            given, call.today, call.origin()));
  // Its mails are in the record; what cannot be written now is written by the daily work.
  if (taken.kept && action == Action::approve) {
    const auto posted = call.services.letters.post(call.services.store, call.services.notices, call.now);
    if (!posted) call.services.log("outbox: " + posted.error().code + " " + posted.error().field);
  }
  return taken_response(call, taken);
}

Response get_notice_letter(Call& call) {
  const auto kept = visible_notice(call, call.parameter("id"));
  const auto language = call.asked("language").value_or("ko");
  if (language != "ko" && language != "en") refuse(ErrorCode::query_is_malformed, "language", language, "ko, en");
  const auto& services = call.services;
  const auto& notice = kept.notice;
  auto quoted = require(noticing::quote(services.store, services.notices, notice, {}, call.today));
  // What is filed or over is not offered again.
  const bool open = !notice::is_closed(notice.state) && notice.correction_id.empty();
  if (!open) quoted.costs.clear();
  const auto told = require(noticing::told_of(services.store, kept.matter.party_id, call.today));
  auto letter = require(
      noticing::letter_of(services.letters.tools(), notice, quoted, noticing::addressee_of(told, notice), call.today,
                          language == "ko" ? document::Languages::korean : document::Languages::english));
  auto pdf = require(services.letters.print(std::move(letter)));
  Response response;
  response.status = 200;
  response.body = std::move(pdf.bytes);
  response.with("Content-Type", "application/pdf");
  response.with("Content-Disposition", "inline; filename=\"" + notice.notice_id + "-" + language + ".pdf\"");
  return response;
}

Response answer_notices(Call& call) {
  const auto read = notice::read_answers(call.request.body);
  if (!read) refuse(read.error());
  const auto& messages = call.services.messages;
  struct Row {
    std::uint64_t row = 0;
    std::string notice, state, refusal, field, value, text, fix;
  };
  std::vector<Row> rows;
  for (const auto& refused : read->refused) {
    rows.push_back({refused.row, refused.field == "notice" ? refused.value : std::string(), "",
                    std::string(name(refused.refusal)), refused.field, refused.value,
                    refused.text(messages).in(call.language), refused.fix(messages).in(call.language)});
  }
  for (const auto& answer : read->answers) {
    Row row{answer.row, answer.notice, {}, {}, {}, {}, {}, {}};
    try {
      const auto kept = answerable_notice(call, answer.notice);
      call.acted.emplace_back(kept.matter.party_id, kept.matter.matter_id);
      auto origin = call.origin();
      origin.request_id += "." + std::to_string(answer.row);
      const auto taken =
          require(answer.action == Action::file
                      ? noticing::file(call.services.store, call.services.notices, kept, {}, call.today, origin)
                      : noticing::take(call.services.store, call.services.notices, kept, answer.action, answer.given,
                                       call.today, origin));
      if (taken.refused) refuse_step(call, *taken.refused);
      if (taken.correction_refused) refuse_correction(call, *taken.correction_refused);
      row.state = name(taken.kept->notice.state);
    } catch (const Refused& refused) {
      const auto& problem = refused.problem;
      row.refusal = name(problem.code);
      row.field = problem.field;
      row.value = problem.value;
      const auto key = "problem." + row.refusal;
      const Places places = {{"field", problem.field}, {"value", problem.value}};
      row.text = problem.detail.empty() ? call.text(key + ".detail", places) : problem.detail;
      row.fix = problem.fix.empty() ? call.text(key + ".fix", places) : problem.fix;
    }
    rows.push_back(std::move(row));
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.row < b.row; });
  const auto refused = std::count_if(rows.begin(), rows.end(), [](const Row& row) { return !row.refusal.empty(); });
  JsonWriter json;
  json.begin_object()
      .member("taken", static_cast<std::int64_t>(rows.size()) - refused)
      .member("refused", static_cast<std::int64_t>(refused))
      .key("rows")
      .begin_array();
  for (const auto& row : rows) {
    json.begin_object()
        .member("row", static_cast<std::int64_t>(row.row))
        .null_if_empty("notice", row.notice)
        .null_if_empty("state", row.state)
        .null_if_empty("refusal", row.refusal)
        .null_if_empty("field", row.field)
        .null_if_empty("value", row.value)
        .null_if_empty("text", row.text)
        .null_if_empty("fix", row.fix)
        .end_object();
  }
  return http::json_response(200, json.end_array().end_object().take());
}

Response get_notice_effect(Call& call) {
  const auto effect = require(noticing::effect(call.services.store, call.services.rulebook.law(), call.today));
  JsonWriter json;
  json.begin_object().key("all").begin_object();
  append_figures(json, effect.all);
  json.end_object().key("detectors").begin_array();
  for (const auto& [detector, figures] : effect.by_detector) {
    json.begin_object()
        .member("detector", detector)
        .member("title", notice::title_of(call.services.messages, detector).in(call.language));
    append_figures(json, figures);
    json.end_object();
  }
  json.end_array().key("lift").begin_object();
  append_group(json, "notified", effect.lift.notified);
  append_group(json, "held_back", effect.lift.held_back);
  append_interval(json, "corrected", effect.lift.corrected);
  append_interval(json, "repeated", effect.lift.repeated);
  return http::json_response(200, json.end_object().end_object().take());
}

}  // namespace clearway::api
