#include "noticing/notice_letter.h"

#include <algorithm>

#include "accrual/steps.h"
#include "base/json_writer.h"
#include "document/values.h"
#include "notice/letter.h"
#include "record/digest.h"

namespace clearway::noticing {
namespace {

using accrual::same;
using correction::Cost;

Text office_of(const LetterTools& tools, const notice::Notice& notice) {
  const auto& office = notice.declared.customs_office;
  const auto* known = tools.law.codes().customs_offices.find(office);
  return known == nullptr ? tools.messages.at("notice.letter.customs") : known->label;
}

/// Groups of four, easily read aloud; the same for the same notice.
std::string code_of(const notice::Notice& notice) {
  auto code =
      record::hex(record::Framed("clearway.notice.letter.1").add(notice.party_id()).add(notice.notice_id).digest())
          .substr(0, 12);
  std::transform(code.begin(), code.end(), code.begin(),
                 [](char c) { return c >= 'a' ? static_cast<char>(c - 32) : c; });
  return code.substr(0, 4) + "-" + code.substr(4, 4) + "-" + code.substr(8);
}

std::string link_of(const LetterTools& tools, const notice::Notice& notice) {
  return tools.letterhead.public_url + "/notices/" + notice.party_id() + "." + notice.notice_id;
}

Text article_of(const LetterTools& tools, const std::string& cite) {
  const auto* source = tools.law.find_source(cite);
  if (source == nullptr) return same(cite);
  return {"「" + source->title.ko + "」 " + source->article.ko, source->title.en + ", " + source->article.en};
}

Text line_text(const LetterTools& tools, std::uint32_t line) {
  return line == 0 ? tools.messages.at("notice.letter.whole") : same(std::to_string(line));
}

Text when_text(const LetterTools& tools, notice::When when, correction::Act act) {
  return accrual::sentence(tools.messages, "notice.letter.when." + std::string(name(when)),
                           {{"act", tools.messages.at("correction.act." + std::string(correction::name(act)))}});
}

void append_frame(JsonWriter& json, const LetterTools& tools, const notice::Notice& notice, const Addressee& addressee,
                  Date on) {
  const auto office = office_of(tools, notice);
  const auto& head = tools.letterhead.of(notice.declared.customs_office);
  const Text head_of = {fill(head.head.ko, {{"office", office.ko}}), fill(head.head.en, {{"office", office.en}})};
  json.key("office").begin_object().member("name", office).member("head", head_of).member("address", head.address);
  json.member("phone", head.phone).end_object().key("addressee").begin_object().member("name", addressee.name);
  json.member("address", tools.messages.at("notice.letter.by_account"));
  if (!addressee.number.empty()) json.member("number", addressee.number);
  json.end_object().key("contact").begin_object().member("department", head.department).member("person", head.person);
  json.member("phone", head.contact_phone).member("email", head.email).member("hours", head.hours).end_object();
  json.key("verification").begin_object().member("link", link_of(tools, notice)).member("code", code_of(notice));
  json.end_object().key("document").begin_object().member("number", notice.notice_id).member("date", on.text());
  json.end_object();
}

void append_costs(JsonWriter& json, const LetterTools& tools, const std::vector<Cost>& costs) {
  const auto lines = notice::cost_lines(tools.messages, costs);
  if (lines.empty()) return;
  json.key("costs").begin_array();
  for (const auto& line : lines) {
    const auto cost = std::find_if(costs.begin(), costs.end(),
                                   [&](const Cost& one) { return one.on == line.on && one.due_krw == line.due_krw; });
    const auto& sum = cost->sum;
    json.begin_object().member("when", when_text(tools, line.when, cost->act)).member("on", line.on.text());
    json.member("tax", sum.tax_krw)
        .member("penalty", sum.penalty_krw - sum.penalty_relief_krw)
        .member("interest", sum.interest_krw + sum.late_interest_krw - sum.late_interest_relief_krw)
        .member("total", line.due_krw)
        .end_object();
  }
  json.end_array();
}

}  // namespace

std::string masked_number(std::string_view party_id) {
  if (party_id.size() == 11 && party_id.front() == 'B') {
    return std::string(party_id.substr(1, 3)) + "-" + std::string(party_id.substr(4, 2)) + "-" +
           std::string(party_id.substr(6, 1)) + "****";
  }
  return std::string(party_id.substr(0, party_id.size() / 2)) + "****";
}

std::string letter_values(const LetterTools& tools, const notice::Notice& notice, const Quoted& quoted,
                          const Addressee& addressee, Date on) {
  const auto letter = notice::letter_of(tools.messages, notice, quoted.costs, office_of(tools, notice));
  JsonWriter json;
  json.begin_object();
  append_frame(json, tools, notice, addressee, on);
  json.member("matter", letter.title)
      .member("declaration", notice.declared.declaration_number.empty() ? notice.finding.declaration_id
                                                                        : notice.declared.declaration_number)
      .member("declared_on", notice.declared.declared_on.text())
      .member("what", letter.what)
      .member("finding", letter.why);
  if (letter.peers) json.member("peers", *letter.peers);
  json.key("evidence").begin_array();
  for (const auto& row : letter.rows) {
    json.begin_object().member("line", line_text(tools, row.line)).member("what", row.what);
    json.member("value", row.value.ko.empty() ? same("–") : row.value);
    if (!row.usual.ko.empty()) json.member("usual", row.usual);
    json.end_object();
  }
  json.end_array();
  const auto lines = notice::proposed_lines(notice);
  if (!lines.empty()) {
    json.key("taxes").begin_array();
    for (const auto& line : lines) {
      json.begin_object().member("line", line.line);
      json.member("tax", tools.messages.at("correction.tax." + std::string(correction::name(line.tax))))
          .member("declared", line.declared_krw)
          .member("correct", line.correct_krw)
          .member("difference", line.correct_krw - line.declared_krw)
          .end_object();
    }
    json.end_array();
    append_costs(json, tools, quoted.costs);
    if (quoted.answer.quote) {
      document::write_steps(json, "steps", quoted.answer.quote->steps,
                            [&](const std::string& cite) { return article_of(tools, cite); });
    }
  }
  Text articles;
  for (const auto& cite : letter.cites) {
    const auto article = article_of(tools, cite);
    articles.ko += (articles.ko.empty() ? "" : ", ") + article.ko;
    articles.en += (articles.en.empty() ? "" : "; ") + article.en;
  }
  json.member("articles", articles);
  if (!letter.would_clear.empty()) {
    json.key("clears").begin_array();
    for (const auto& text : letter.would_clear) json.begin_object().member("text", text).end_object();
    json.end_array();
  }
  json.member("no_harm", letter.no_harm);
  if (notice.window_ends) json.member("answer_by", notice.window_ends->text());
  return json.member("answer_link", link_of(tools, notice)).end_object().take();
}

Result<document::Document> letter_of(const LetterTools& tools, const notice::Notice& notice, const Quoted& quoted,
                                     const Addressee& addressee, Date on, document::Languages languages) {
  const auto* form = tools.templates.find(letter_template);
  if (form == nullptr) {
    return Error{"document_templates_not_found", std::string(letter_template), "The template is missing",
                 "Put documents/payment_error_notice.yaml back"};
  }
  return document::compose(*form, letter_values(tools, notice, quoted, addressee, on), languages, tools.messages);
}

mail::Message mail_of(const LetterTools& tools, const notice::Notice& notice, const Quoted& quoted,
                      const mail::Address& to, Language language) {
  const auto& messages = tools.messages;
  const auto letter = notice::letter_of(messages, notice, quoted.costs, office_of(tools, notice));
  mail::Message message;
  message.from = {tools.letterhead.mail_from_name.in(language), tools.letterhead.mail_from};
  message.to = to;
  message.subject =
      messages.text("notice.mail.subject", language,
                    {{"title", letter.title.in(language)}, {"number", notice.declared.declaration_number}});
  auto& text = message.text;
  const auto add = [&](const Text& sentence) { text += sentence.in(language) + "\n"; };
  add(letter.what);
  add(letter.why);
  text += "\n";
  for (const auto& cost : letter.costs) add(cost.text);
  if (!letter.costs.empty()) text += "\n";
  add(letter.answers);
  if (letter.answer_by) add(*letter.answer_by);
  add(letter.no_harm);
  text += "\n" + messages.text("notice.mail.open", language, {{"link", link_of(tools, notice)}}) + "\n";
  add(letter.ask);
  return message;
}

}  // namespace clearway::noticing
