#include "correction/answer_json.h"

#include "base/json_writer.h"

namespace clearway::correction {
namespace {

void write_date(JsonWriter& json, std::string_view key, std::optional<Date> day) {
  if (day) {
    json.member(key, day->text());
  } else {
    json.key(key).null();
  }
}

void write_amounts(JsonWriter& json, const Amounts& amounts) {
  json.member("tax_krw", amounts.tax_krw)
      .member("interest_krw", amounts.interest_krw)
      .member("penalty_krw", amounts.penalty_krw)
      .member("penalty_relief_krw", amounts.penalty_relief_krw)
      .member("late_interest_krw", amounts.late_interest_krw)
      .member("late_interest_relief_krw", amounts.late_interest_relief_krw)
      .member("total_krw", amounts.total_krw());
}

void write_filing(JsonWriter& json, std::string_view key, const std::optional<Filing>& filing,
                  const Messages& messages) {
  if (!filing) {
    json.key(key).null();
    return;
  }
  json.key(key).begin_object();
  json.member("act", name(filing->act))
      .member("label", messages.at("correction.act." + std::string(name(filing->act))));
  write_date(json, "open_until", filing->open_until);
  write_date(json, "pay_by", filing->pay_by);
  write_date(json, "reckoned_to", filing->reckoned_to);
  json.key("taxes").begin_array();
  for (const auto& tax : filing->taxes) {
    json.begin_object().member("tax", name(tax.tax));
    write_amounts(json, tax.amounts);
    json.end_object();
  }
  json.end_array();
  write_amounts(json, filing->sum);
  json.member("collected", filing->collected).member("due_krw", filing->due_krw()).end_object();
}

void write_refused(JsonWriter& json, const Refused& refused, const Messages& messages) {
  json.member("refusal", name(refused.refusal))
      .member("field", refused.field)
      .member("value", refused.value)
      .member("text", refused.text(messages))
      .member("fix", refused.fix(messages));
}

void write_step(JsonWriter& json, const Step& step) {
  json.begin_object().member("rule", step.rule).member("cite", step.cite).member("text", step.text);
  write_date(json, "from", step.from);
  write_date(json, "to", step.to);
  json.member("amount_krw", step.amount_krw).key("inputs").begin_object();
  for (const auto& [key, value] : step.inputs) json.member(key, value);
  json.end_object().end_object();
}

}  // namespace

std::string answer_json(std::uint64_t row, std::string_view case_id, const Answer& answer,
                        const std::vector<Cost>& costs, std::string_view law_version, const Messages& messages) {
  JsonWriter json;
  json.begin_object().member("row", static_cast<std::int64_t>(row)).null_if_empty("case_id", case_id);
  json.member("law_version", law_version);
  if (answer.refused) {
    json.member("status", "refused");
    write_refused(json, *answer.refused, messages);
    return json.end_object().take();
  }
  const auto& [quote, steps] = *answer.quote;
  json.member("status", "quoted");
  write_filing(json, "additional", quote.additional, messages);
  write_filing(json, "refund", quote.refund, messages);
  json.key("closed").begin_array();
  for (const auto& refused : quote.closed) {
    json.begin_object();
    write_refused(json, refused, messages);
    json.end_object();
  }
  json.end_array().key("comparison").begin_array();
  for (const auto& cost : costs) {
    json.begin_object().member("on", cost.on.text()).member("act", name(cost.act));
    write_amounts(json, cost.sum);
    json.member("due_krw", cost.due_krw)
        .member("more_than_now_krw", cost.more_than_now_krw)
        .member("less_than_audit_krw", cost.less_than_audit_krw)
        .end_object();
  }
  json.end_array().key("steps").begin_array();
  for (const auto& step : steps) write_step(json, step);
  return json.end_array().end_object().take();
}

}  // namespace clearway::correction
