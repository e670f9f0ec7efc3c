#include "arrears/letter.h"

#include "accrual/steps.h"

namespace clearway::arrears {
namespace {

using accrual::grouped;
using accrual::same;
using accrual::sentence;

void text(JsonWriter& json, std::string_view name, const Text& value) {
  json.key(name).begin_object().member("ko", value.ko).member("en", value.en).end_object();
}

Text article(const law::Law& law, const std::string& cite) {
  const auto* source = law.find_source(cite);
  if (source == nullptr) return same(cite);
  return {source->title.ko + " " + source->article.ko, source->title.en + ", " + source->article.en};
}

}  // namespace

void write_frame(JsonWriter& json, const Messages& messages, const Sender& sender, const std::string& number) {
  json.key("office").begin_object();
  text(json, "name", sender.office);
  text(json, "head", sender.head);
  text(json, "address", sender.address);
  json.member("phone", sender.phone).end_object();
  json.key("addressee").begin_object().member("name", sender.addressee);
  text(json, "address", messages.at("arrears.letter.address_on_file"));
  json.end_object();
  json.key("document").begin_object().member("number", number).member("date", sender.date.text()).end_object();
  json.key("contact").begin_object();
  text(json, "department", sender.department);
  text(json, "person", sender.person);
  json.member("phone", sender.contact_phone).member("email", sender.email);
  text(json, "hours", sender.hours);
  json.end_object();
  json.key("verification").begin_object().member("link", sender.link).member("code", number).end_object();
}

std::string demand_values(const Terms& terms, const Messages& messages, const File& file, const Statement& now,
                          const Sender& sender, Date demanded_by) {
  JsonWriter json;
  json.begin_object();
  write_frame(json, messages, sender, file.debt_id);
  json.member("debtor", sender.addressee)
      .member("demanded_by", demanded_by.text())
      .member("computed_on", now.on.text())
      .member("total", now.balance());
  json.key("debts").begin_array();
  const auto due = now.facts.notice_due ? now.facts.notice_due : now.facts.statutory_due;
  for (const auto& item : now.items) {
    if (item.computed.balance() == 0) continue;
    json.begin_object();
    text(json, "tax", messages.at("arrears.letter.tax." + std::string(debt::name(item.subject.tax_kind))));
    json.member("notice", file.order_id.empty() ? file.matter_id : file.order_id)
        .member("due_on", due.value_or(file.opened_on).text())
        .member("principal", item.computed.tax_left())
        .member("penalty", item.computed.penalty_left())
        .end_object();
  }
  json.end_array().key("steps").begin_array();
  for (const auto& item : now.items) {
    for (const auto& step : debt::steps(item.subject, item.computed, messages)) {
      json.begin_object();
      text(json, "text", step.text);
      text(json, "cite", article(terms.law, step.cite));
      if (step.amount_krw) json.member("amount", *step.amount_krw);
      json.end_object();
    }
  }
  json.end_array();
  if (now.one_more_day > 0) {
    text(json, "daily_penalty",
         sentence(messages, "arrears.letter.daily_penalty", {{"amount", same(grouped(now.one_more_day))}}));
  }
  text(json, "bank", messages.at("arrears.letter.bank"));
  text(json, "account", messages.at("arrears.letter.account"));
  json.member("plan_link", sender.link + "/plans");
  return json.end_object().take();
}

}  // namespace clearway::arrears
