#include "debt/answer.h"

#include <optional>

#include "accrual/steps.h"
#include "base/json_writer.h"
#include "debt/rules.h"

namespace clearway::debt {
namespace {

void date(JsonWriter& json, std::string_view key, const std::optional<Date>& day) {
  json.key(key);
  day ? json.string(day->text()) : json.null();
}

/// Key of the source, its article in words, and how well the value is known.
void article(JsonWriter& json, const law::Law& law, const std::string& cite) {
  json.member("cite", cite);
  const auto* source = law.find_source(cite);
  if (source == nullptr) {
    json.key("article").null();
    return;
  }
  json.member("article",
              Text{source->title.ko + " " + source->article.ko, source->title.en + " " + source->article.en});
}

void write(JsonWriter& json, const law::Law& law, std::string_view key, const std::optional<DueDate>& due) {
  json.key(key);
  if (!due) {
    json.null();
    return;
  }
  json.begin_object().member("date", due->date.text()).member("computed", due->computed);
  date(json, "counted_to", due->counted_to);
  article(json, law, due->cite);
  json.end_object();
}

void write(JsonWriter& json, const law::Law& law, const accrual::Window& window) {
  json.begin_object().member("from", window.from.text()).member("to", window.to.text());
  json.member("days", window.days);
  if (window.months > 0) json.member("months", window.months);
  json.member("rate_percent", window.rate.percent()).member("principal", window.principal);
  json.member("amount", window.amount).null_if_empty("excluded", window.excluded);
  article(json, law, window.cite);
  json.member("grade", law::name(window.grade)).end_object();
}

void write(JsonWriter& json, const Statement& statement, const law::Law& law, const Messages& messages,
           const Part& part) {
  json.begin_object().member("part", name(part.kind)).member("name", part_name(statement, part.kind, messages));
  json.member("base", part.base).member("days", part.days).member("months", part.months).key("rate_percent");
  part.rate ? json.string(part.rate->percent()) : json.null();
  json.member("amount", part.amount);
  article(json, law, part.cite);
  json.member("grade", law::name(part.grade)).key("windows").begin_array();
  for (const auto& window : part.windows) write(json, law, window);
  json.end_array().key("ceiling");
  if (part.ceiling) {
    json.begin_object().member("last", part.ceiling->last.text()).member("days", part.ceiling->days);
    json.member("amount", part.ceiling->amount);
    article(json, law, part.ceiling->cite);
    json.end_object();
  } else {
    json.null();
  }
  json.end_object();
}

void write(JsonWriter& json, const Appropriation& to) {
  json.begin_object().null_if_empty("id", to.payment.id).member("date", to.payment.date.text());
  json.member("amount", to.payment.amount).member("to_costs", to.to_costs).member("to_tax", to.to_tax);
  json.member("to_penalty", to.to_penalty).member("refund", to.refund);
  json.member("costs_left", to.costs_left).member("tax_left", to.tax_left).end_object();
}

void write(JsonWriter& json, const law::Law& law, const Step& step) {
  json.begin_object().member("rule", step.rule);
  article(json, law, step.cite);
  date(json, "from", step.from);
  date(json, "to", step.to);
  json.member("amount", step.amount_krw).key("inputs").begin_object();
  for (const auto& [input, value] : step.inputs) json.member(input, value);
  json.end_object().member("text", step.text).end_object();
}

void account(JsonWriter& json, std::string_view key, std::int64_t charged, std::int64_t paid) {
  json.key(key).begin_object().member("charged", charged).member("paid", paid).member("balance", charged - paid);
  json.end_object();
}

}  // namespace

std::string to_json(const Case& subject, const Statement& statement, const law::Law& law, const Messages& messages) {
  JsonWriter json;
  json.begin_object().member("until", subject.until.text()).member("currency", "KRW");
  json.member("tax_kind", name(subject.tax_kind)).member("cause", name(subject.cause));
  json.member("regime", statement.late_payment_penalty ? "late_payment_penalty" : "surcharge");
  json.member("law_version", law.version()).key("due").begin_object();
  write(json, law, "statutory", statement.statutory_due);
  write(json, law, "notice", statement.notice_due);
  date(json, "notice_received", statement.notice_received);
  json.end_object();
  account(json, "costs", statement.costs, statement.costs_paid);
  account(json, "tax", statement.tax, statement.tax_paid);
  json.key("penalty").begin_object().member("total", statement.penalty).member("paid", statement.penalty_paid);
  json.member("balance", statement.penalty_left()).key("parts").begin_array();
  for (const auto& part : statement.parts) write(json, statement, law, messages, part);
  json.end_array().end_object();
  json.key("payments").begin_array();
  for (const auto& payment : statement.payments) write(json, payment);
  json.end_array().key("left_out").begin_array();
  for (const auto& payment : statement.left_out) {
    json.begin_object().null_if_empty("id", payment.id).member("date", payment.date.text());
    json.member("amount", payment.amount).end_object();
  }
  json.end_array();
  json.key("balance").begin_object().member("costs", statement.costs_left()).member("tax", statement.tax_left());
  json.member("penalty", statement.penalty_left()).member("total", statement.balance());
  json.member("one_more_day", statement.one_more_day).end_object();
  json.member("refund_due", statement.refund_due).key("prescription");
  if (statement.prescription) {
    const auto& p = *statement.prescription;
    json.begin_object().member("starts", p.starts.text()).member("completes", p.completes.text());
    json.member("years", p.years);
    article(json, law, p.cite);
    json.end_object();
  } else {
    json.null();
  }
  json.key("steps").begin_array();
  for (const auto& step : steps(subject, statement, messages)) write(json, law, step);
  return json.end_array().end_object().take();
}

std::string to_json(const Problems& problems, const Messages& messages) {
  JsonWriter json;
  json.begin_object().key("problems").begin_array();
  for (const auto& problem : problems) {
    json.begin_object().member("code", name(problem.refusal)).member("field", problem.field);
    json.member("value", problem.value).member("expected", problem.expected);
    json.member("text", problem.text(messages)).member("fix", problem.fix(messages)).end_object();
  }
  return json.end_array().end_object().take();
}

std::string to_text(const Case& subject, const Statement& statement, const law::Law& law, const Messages& messages,
                    Language language) {
  std::string out;
  for (const auto& step : steps(subject, statement, messages)) {
    out += step.text.in(language);
    const auto* source = law.find_source(step.cite);
    if (source != nullptr) out += "  [" + source->title.in(language) + " " + source->article.in(language) + "]";
    out += '\n';
  }
  using accrual::grouped;
  out += messages.text("debt.balance", language,
                       {{"until", subject.until.text()},
                        {"costs", grouped(statement.costs_left())},
                        {"tax", grouped(statement.tax_left())},
                        {"penalty", grouped(statement.penalty_left())},
                        {"total", grouped(statement.balance())}});
  out += '\n';
  if (statement.refund_due > 0) {
    out += messages.text("debt.refund", language, {{"amount", grouped(statement.refund_due)}}) + '\n';
  }
  return out;
}

}  // namespace clearway::debt
