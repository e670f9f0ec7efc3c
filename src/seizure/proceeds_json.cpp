#include <set>

#include "base/json_writer.h"
#include "seizure/distribution.h"
#include "seizure/json_reader.h"

namespace clearway::seizure {
namespace {

constexpr std::size_t most_claims = 10'000;
constexpr std::int64_t most_krw = 1'000'000'000'000'000'000;  // of all claims together

Proceeds read(json::dom::object from) {
  Proceeds out;
  out.case_id = json::text_or(from, "case_id", "sale");
  out.day = json::date_at(from, "day");
  out.drawn_on = json::date(from, "drawn_on").value_or(out.day);
  out.price_krw = json::krw(from, "price_krw");
  out.interest_krw = json::krw_or_zero(from, "interest_krw");
  out.forfeited_krw = json::krw_or_zero(from, "forfeited_krw");
  out.costs_krw = json::krw_or_zero(from, "costs_krw");
  out.debts = json::list(from, "debts", json::read_debt);
  out.claims = json::list(from, "claims", json::read_claim);
  if (out.debts.size() + out.claims.size() > most_claims) throw json::Wrong{"claims"};
  std::int64_t sum = 0;  // stays within the range
  const auto add = [&](std::int64_t krw) {
    if (krw > most_krw - sum) throw json::Wrong{"claims"};
    sum += krw;
  };
  for (const auto& debt : out.debts) {
    for (const auto& one : debt.owed) add(one.krw);
  }
  for (const auto& claim : out.claims) add(claim.amount_krw);
  std::set<std::string> known = {out.case_id};
  for (const auto& debt : out.debts) {
    if (!known.insert(debt.matter_id).second) throw json::Wrong{"debts.matter_id " + debt.matter_id};
  }
  known.clear();
  for (const auto& claim : out.claims) {
    if (!known.insert(claim.claim_id).second) throw json::Wrong{"claims.claim_id " + claim.claim_id};
  }
  return out;
}

}  // namespace

Result<Proceeds> read_proceeds(std::string_view text) {
  json::dom::parser parser;
  json::dom::object from;
  try {
    if (parser.parse(text.data(), text.size()).get(from) != simdjson::SUCCESS) throw json::Wrong{"."};
    return read(from);
  } catch (const json::Wrong& wrong) {
    return Error{"distribution_is_not_readable", wrong.field,
                 "The case lacks '" + wrong.field + "', gives it twice or with a value that cannot be",
                 "Give whole won from 0 on, dates as 2026-11-25, and each debt and claim under an id of its own"};
  }
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
