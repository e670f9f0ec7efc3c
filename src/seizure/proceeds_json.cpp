#include <set>

#include "base/json_writer.h"
#include "debt/json_fields.h"
#include "law/parameters.h"  // generated
#include "seizure/distribution.h"

namespace clearway::seizure {
namespace {

using debt::JsonFields;
using debt::Refusal;

constexpr std::size_t most_claims = 5'000;                    // debts, claims, and what is owed of one debt
constexpr std::int64_t most_krw = 1'000'000'000'000'000'000;  // of everything that is claimed

std::string required_text(JsonFields& fields, std::string_view field) {
  if (!fields.has(field)) fields.missing(field);
  return fields.text(field).value_or("");
}

class Reader {
 public:
  explicit Reader(const law::Law& law) : law_(law) {}

  Proceeds read(JsonFields& fields) {
    out_.case_id = fields.text("case_id").value_or("sale");
    out_.day = out_.drawn_on = fields.required_date("day");
    out_.price_krw = fields.required_amount("price_krw");
    out_.interest_krw = fields.amount("interest_krw").value_or(0);
    out_.forfeited_krw = fields.amount("forfeited_krw").value_or(0);
    out_.costs_krw = fields.amount("costs_krw").value_or(0);
    std::set<std::string> debts = {out_.case_id}, claims;
    fields.objects("debts", {"matter_id", "number", "statutory_date", "owed", "on_the_goods"}, most_claims,
                   [&](JsonFields& row) { out_.debts.push_back(debt(row, debts)); });
    fields.objects("claims", {"claim_id", "creditor", "kind", "date", "amount_krw", "secured_tax"}, most_claims,
                   [&](JsonFields& row) { out_.claims.push_back(claim(row, claims)); });
    return std::move(out_);
  }

 private:
  Debt debt(JsonFields& row, std::set<std::string>& known) {
    Debt debt;
    debt.matter_id = id(row, "matter_id", known);
    debt.number = row.text("number").value_or(debt.matter_id);
    debt.statutory_date = row.required_date("statutory_date");
    debt.on_the_goods = row.yes_or_no("on_the_goods").value_or(false);
    if (!row.has("owed")) row.missing("owed");
    row.objects("owed", {"charge", "krw"}, most_claims, [&](JsonFields& one) {
      debt.owed.push_back({required_text(one, "charge"), amount(one, "krw")});
    });
    return debt;
  }

  Claim claim(JsonFields& row, std::set<std::string>& known) {
    Claim claim;
    claim.claim_id = id(row, "claim_id", known);
    claim.creditor = required_text(row, "creditor");
    if (!row.has("kind")) row.missing("kind");
    const auto& ranks = law_.kr.arrears.distribution.ranks.on(out_.day).value;
    const auto kinds = this->kinds(ranks);
    const auto kind = row.choice("kind", kinds);
    claim.kind = kinds[kind];
    claim.date = row.date("date");
    if (!row.has("date") && is_ranked_by_date(ranks, kind)) row.missing("date");
    claim.amount_krw = amount(row, "amount_krw");
    claim.secured_tax = row.yes_or_no("secured_tax").value_or(false);
    return claim;
  }

  static std::string id(JsonFields& row, std::string_view field, std::set<std::string>& known) {
    auto text = required_text(row, field);
    if (!text.empty() && !known.insert(text).second) row.problem(Refusal::field_stands_twice, field, text);
    return text;
  }

  /// All claims together stay within the range.
  std::int64_t amount(JsonFields& row, std::string_view field) {
    const auto krw = row.required_amount(field);
    if (krw > most_krw - sum_) {
      row.problem(Refusal::sum_is_too_large, field, std::to_string(krw), std::to_string(most_krw));
      return 0;
    }
    sum_ += krw;
    return krw;
  }

  static std::vector<std::string_view> kinds(const law::Table& ranks) {
    std::vector<std::string_view> kinds;
    for (std::size_t i = 0; i < ranks.size(); ++i) kinds.push_back(ranks.text(i, "claim"));
    return kinds;
  }

  const law::Law& law_;
  Proceeds out_;
  std::int64_t sum_ = 0;
};

}  // namespace

Proceeds read_proceeds(std::string_view json, const law::Law& law, debt::Problems& problems) {
  Proceeds out;
  debt::read_object(json,
                    {"case_id", "day", "price_krw", "interest_krw", "forfeited_krw", "costs_krw", "debts", "claims"},
                    problems, [&](JsonFields& fields) { out = Reader(law).read(fields); });
  debt::sort(problems);
  return out;
}

std::string to_json(const Explained<Statement>& explained, const law::Law& law) {
  const auto& statement = explained.value;
  JsonWriter out;
  out.begin_object()
      .member("day", statement.day.text())
      .member("available_krw", statement.available_krw())
      .key("shares")
      .begin_array();
  for (const auto& line : statement.lines) {
    out.begin_object().member("id", line.id).member("creditor", line.creditor).member("kind", line.kind);
    if (line.date) out.member("date", line.date->text());
    out.member("claimed_krw", line.claimed_krw)
        .member("share_krw", line.share_krw)
        .member("short_krw", line.claimed_krw - line.share_krw)
        .member("cite", line.cite)
        .end_object();
  }
  out.end_array().key("allotments").begin_array();
  for (const auto& one : statement.allotments) {
    out.begin_object().member("matter_id", one.matter_id).member("charge", one.charge).member("krw", one.krw);
    out.end_object();
  }
  out.end_array()
      .member("surplus_krw", statement.surplus_krw)
      .member("arrears_left_krw", statement.arrears_left_krw)
      .key("steps")
      .begin_array();
  for (const auto& step : explained.steps) {
    const auto* source = law.find_source(step.cite);
    out.begin_object().member("rule", step.rule).member("cite", step.cite);
    out.key("article")
        .begin_object()
        .member("ko", source == nullptr ? step.cite : source->title.ko + " " + source->article.ko)
        .member("en", source == nullptr ? step.cite : source->title.en + " " + source->article.en)
        .end_object();
    out.key("text").begin_object().member("ko", step.text.ko).member("en", step.text.en).end_object();
    if (step.amount_krw) out.member("amount_krw", *step.amount_krw);
    out.end_object();
  }
  return out.end_array().end_object().take();
}

}  // namespace clearway::seizure
