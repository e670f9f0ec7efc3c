#include "arrears/answer.h"

#include "accrual/steps.h"
#include "debt/answer.h"

namespace clearway::arrears {
namespace {

using accrual::grouped;

void member(JsonWriter& json, std::string_view name, const std::optional<Date>& day) {
  if (day) {
    json.member(name, day->text());
  } else {
    json.key(name).null();
  }
}

Text title_of(const Terms& terms, const std::string& charge) {
  const auto* known = terms.chart.find_charge(charge);
  return known == nullptr ? accrual::same(charge) : known->title;
}

void write(JsonWriter& json, std::string_view name, const Account& account) {
  json.key(name).begin_object().member("charged", account.charged).member("paid", account.paid);
  json.member("extinguished", account.extinguished).member("left", account.left()).end_object();
}

void write(JsonWriter& json, const Terms& terms, const Paid& paid) {
  const auto& receipt = paid.receipt;
  json.begin_object().member("transaction_id", receipt.transaction_id).member("position", receipt.position);
  json.member("on", receipt.on.text()).member("known_at", receipt.known_at.text());
  json.member("channel", receipt.channel).member("amount", receipt.amount).member("to_costs", paid.to_costs);
  json.key("to_tax").begin_array();
  for (const auto& [charge, amount] : paid.to_tax) {
    json.begin_object().member("charge", charge).member("title", title_of(terms, charge));
    json.member("amount", amount).end_object();
  }
  json.end_array().member("to_penalty", paid.to_penalty).member("excess", paid.rest).end_object();
}

void write(JsonWriter& json, const Facts& facts, const std::optional<Date>& named_due) {
  json.key("facts").begin_object().member("cause", debt::name(facts.cause));
  member(json, "accepted", facts.accepted);
  member(json, "imported", facts.imported);
  member(json, "statutory_due", facts.statutory_due);
  member(json, "extended_to", facts.extended_to);
  member(json, "notice_date", facts.notice_date);
  member(json, "notice_received", facts.notice_received);
  member(json, "notice_published", facts.notice_published);
  member(json, "notice_due", facts.notice_due);
  member(json, "notice_due_named", named_due);
  json.end_object();
}

void write_prescription(JsonWriter& json, const Terms& terms, const Statement& statement) {
  json.key("prescription");
  if (!statement.prescription) {
    json.null();
    return;
  }
  const auto& course = *statement.prescription;
  json.begin_object().member("starts", course.starts.text());
  member(json, "completes", course.completes);
  json.member("years", course.years).member("suspended_days", course.suspended_days);
  json.null_if_empty("interrupted_by", course.interrupted_by
                                           ? interruption_names[static_cast<std::size_t>(*course.interrupted_by)]
                                           : std::string_view{});
  const auto* source = terms.law.find_source(course.cite);
  json.member("cite", course.cite);
  if (source != nullptr)
    json.member("article",
                Text{source->title.ko + " " + source->article.ko, source->title.en + " " + source->article.en});
  json.end_object();
}

}  // namespace

void write(JsonWriter& json, const Terms& terms, const Messages& messages, const File& file,
           const Statement& statement) {
  json.member("party_id", file.party_id).member("debt_id", file.debt_id).member("matter_id", file.matter_id);
  json.null_if_empty("order_id", file.order_id).null_if_empty("customs_office", file.customs_office);
  json.member("on", statement.on.text()).key("known");
  if (statement.known) {
    json.string(statement.known->text());
  } else {
    json.null();
  }
  json.member("state", name(statement.state));
  json.member("state_text", messages.at("arrears.state." + std::string(name(statement.state))));
  write(json, statement.facts, statement.named_due);
  write(json, "costs", statement.costs);
  write(json, "tax", statement.tax);
  write(json, "penalty", statement.penalty);
  json.member("levied_with_the_order", statement.levied).member("balance", statement.balance());
  json.member("one_more_day", statement.one_more_day).member("excess", statement.excess);
  json.member("given_back", statement.given_back).member("refund_due", statement.refund_due());
  json.member("is_booked", statement.is_booked()).key("items").begin_array();
  for (const auto& item : statement.items) {
    json.begin_object().member("charge", item.charge).member("title", title_of(terms, item.charge));
    json.key("computation").raw(debt::to_json(item.subject, item.computed, terms.law, messages)).end_object();
  }
  json.end_array().key("payments").begin_array();
  for (const auto& paid : statement.payments) write(json, terms, paid);
  json.end_array();
  write_prescription(json, terms, statement);
  json.key("securities").begin_array();
  for (const auto& security : statement.securities) {
    json.begin_object().member("event", security.event).member("kind", security.kind);
    json.member("value", security.value).member("from", security.from.text()).end_object();
  }
  json.end_array().key("liable").begin_array();
  for (const auto& liable : statement.liable) {
    json.begin_object().member("party_id", liable.party_id).member("ground", liable.ground);
    json.member("limit", liable.limit).member("from", liable.from.text()).end_object();
  }
  json.end_array().key("deferral");
  if (statement.deferral) {
    json.begin_object().member("from", statement.deferral->from.text());
    member(json, "to", statement.deferral->to);
    json.end_object();
  } else {
    json.null();
  }
  json.null_if_empty("hold", statement.hold);
  member(json, "held_since", statement.held_since);
  member(json, "extinct_on", statement.extinct_on);
  json.null_if_empty("extinct_by", statement.extinct_by);
}

void write(JsonWriter& json, const Terms& terms, const std::vector<ledger::StatementLine>& lines) {
  json.begin_array();
  for (const auto& line : lines) {
    const auto* account = terms.chart.find(line.entry.account);
    json.begin_object().member("applies_on", line.applies_on.text()).member("known_at", line.known_at.text());
    json.member("position", line.position).member("transaction_id", line.transaction_id);
    json.member("kind", ledger::name(line.kind)).member("matter_id", line.entry.matter_id);
    json.member("account", line.entry.account);
    json.member("title", account == nullptr ? accrual::same(line.entry.account) : account->title);
    json.member("side", ledger::name(line.entry.side)).member("amount", line.entry.amount_krw);
    json.member("balance", line.balance_krw).null_if_empty("cite", line.cite).null_if_empty("note", line.note);
    json.end_object();
  }
  json.end_array();
}

void write_events(JsonWriter& json, const Messages& messages, const File& file, const Statement& statement) {
  json.begin_array();
  for (std::size_t place = 0; place < file.events.size(); ++place) {
    const auto& event = file.events[place];
    if (event.on > statement.on || (statement.known && event.known_at > *statement.known)) continue;
    json.begin_object().member("event", place).member("kind", name(event.kind));
    json.member("text", messages.at("arrears.event." + std::string(name(event.kind))));
    json.member("on", event.on.text()).member("known_at", event.known_at.text()).member("actor", event.actor);
    member(json, "until", event.until);
    json.member("amount", event.amount).null_if_empty("word", event.word).null_if_empty("charge", event.charge);
    json.null_if_empty("reference", event.reference).member("published", event.published).end_object();
  }
  json.end_array();
}

std::string to_text(const Terms& terms, const Messages& messages, const File& file, const Statement& statement,
                    Language language) {
  std::string out;
  const auto line = [&](std::string_view key, const Places& places) {
    out += messages.text(key, language, places) + '\n';
  };
  line("arrears.statement.title",
       {{"debt", file.party_id + "." + file.debt_id},
        {"on", statement.on.text()},
        {"state", messages.text("arrears.state." + std::string(name(statement.state)), language)}});
  if (statement.known) line("arrears.statement.known", {{"known", statement.known->text()}});
  if (statement.named_due) {
    line("arrears.statement.late_service",
         {{"named", statement.named_due->text()}, {"due", statement.facts.notice_due->text()}});
  }
  for (const auto& item : statement.items) {
    out += title_of(terms, item.charge).in(language) + '\n';
    for (const auto& step : debt::steps(item.subject, item.computed, messages)) {
      if (step.rule == "debt.payment" || step.rule == "debt.prescription") continue;  // of the debt as a whole, below
      out += "  " + step.text.in(language) + '\n';
    }
  }
  for (const auto& paid : statement.payments) {
    line("arrears.statement.paid", {{"on", paid.receipt.on.text()},
                                    {"channel", messages.text("arrears.channel." + paid.receipt.channel, language)},
                                    {"amount", grouped(paid.receipt.amount)},
                                    {"costs", grouped(paid.to_costs)},
                                    {"tax", grouped(paid.to_tax_in_all())},
                                    {"penalty", grouped(paid.to_penalty)},
                                    {"rest", grouped(paid.rest)}});
  }
  if (statement.prescription && statement.prescription->completes) {
    line("arrears.statement.prescription", {{"completes", statement.prescription->completes->text()}});
  }
  line("debt.balance", {{"until", statement.on.text()},
                        {"costs", grouped(statement.costs.left())},
                        {"tax", grouped(statement.tax.left())},
                        {"penalty", grouped(statement.penalty.left())},
                        {"total", grouped(statement.balance())}});
  if (statement.refund_due() > 0) line("debt.refund", {{"amount", grouped(statement.refund_due())}});
  return out;
}

}  // namespace clearway::arrears
