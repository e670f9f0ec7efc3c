#include "seizure/case_json.h"

#include "base/json_writer.h"
#include "seizure/json_reader.h"

namespace clearway::seizure {
namespace {

using json::date;
using json::date_at;
using json::instant;
using json::krw;
using json::list;
using json::text;
using json::texts;
using json::value;
using json::word;
using json::dom::object;

constexpr std::array<std::string_view, 8> rank_names = {"costs", "first_priority", "tax_on_the_asset", "secured_or_tax",
                                                        "wages", "remaining_tax",  "public_dues",      "ordinary"};

void member(JsonWriter& out, std::string_view name, const std::optional<Date>& day) {
  if (day) out.member(name, day->text());
}
template <class List, class Write>
void list_of(JsonWriter& out, std::string_view name, const List& all, const Write& write) {
  out.key(name).begin_array();
  for (const auto& one : all) {
    out.begin_object();
    write(one);
    out.end_object();
  }
  out.end_array();
}
void strings(JsonWriter& out, std::string_view name, const std::vector<std::string>& all) {
  out.key(name).begin_array();
  for (const auto& one : all) out.string(one);
  out.end_array();
}

void write(JsonWriter& out, const Debt& debt) {
  out.member("matter_id", debt.matter_id)
      .member("number", debt.number)
      .member("statutory_date", debt.statutory_date.text());
  member(out, "notice_served_on", debt.notice_served_on);
  member(out, "due_on", debt.due_on);
  member(out, "demanded_on", debt.demanded_on);
  member(out, "demand_served_on", debt.demand_served_on);
  member(out, "demanded_by", debt.demanded_by);
  out.member("appeal_pending", debt.appeal_pending).member("on_the_goods", debt.on_the_goods);
  list_of(out, "owed", debt.owed, [&](const Owed& one) { out.member("charge", one.charge).member("krw", one.krw); });
}

void write(JsonWriter& out, const Item& item) {
  out.member("item_id", item.item_id)
      .member("description", item.description)
      .member("quantity", item.quantity)
      .member("place", item.place)
      .member("estimate_krw", item.estimate_krw)
      .member("indivisible", item.indivisible);
  strings(out, "photographs", item.photographs);
  list_of(out, "custody", item.custody, [&](const HandOver& one) {
    out.member("at", one.at.text())
        .member("from", one.from)
        .member("to", one.to)
        .member("place", one.place)
        .member("reason", one.reason)
        .member("evidence_id", one.evidence_id);
  });
  if (item.value_krw) out.member("value_krw", *item.value_krw);
}
Item read_item(object from) {
  Item item{text(from, "item_id"),
            text(from, "description"),
            text(from, "quantity"),
            text(from, "place"),
            krw(from, "estimate_krw"),
            value<bool>(from, "indivisible"),
            texts(from, "photographs"),
            list(from, "custody",
                 [](object one) {
                   return HandOver{instant(one, "at"), text(one, "from"),   text(one, "to"),
                                   text(one, "place"), text(one, "reason"), text(one, "evidence_id")};
                 }),
            {}};
  json::dom::element there;
  if (from.at_key("value_krw").get(there) == simdjson::SUCCESS) item.value_krw = krw(from, "value_krw");
  return item;
}

void write(JsonWriter& out, const Claim& claim) {
  out.member("claim_id", claim.claim_id).member("creditor", claim.creditor).member("kind", claim.kind);
  member(out, "date", claim.date);
  out.member("amount_krw", claim.amount_krw)
      .member("secured_tax", claim.secured_tax)
      .member("entered_on", claim.entered_on.text());
}

void write(JsonWriter& out, const Sale& sale) {
  out.begin_object()
      .member("method", name(sale.method))
      .member("ground", sale.ground)
      .member("first_reserve_krw", sale.first_reserve_krw)
      .member("place", sale.place);
  list_of(out, "rounds", sale.rounds, [&](const Round& round) {
    out.member("reserve_krw", round.reserve_krw)
        .member("announced_on", round.announced_on.text())
        .member("opens_on", round.opens_on.text());
    member(out, "opened_on", round.opened_on);
    list_of(out, "bids", round.bids, [&](const Bid& bid) {
      out.member("bidder", bid.bidder)
          .member("amount_krw", bid.amount_krw)
          .member("deposit_krw", bid.deposit_krw)
          .member("on", bid.on.text())
          .member("lapsed", bid.lapsed);
    });
  });
  if (sale.award) {
    const auto& award = *sale.award;
    out.key("award")
        .begin_object()
        .member("buyer", award.buyer)
        .member("price_krw", award.price_krw)
        .member("deposit_krw", award.deposit_krw)
        .member("on", award.on.text())
        .member("pay_by", award.pay_by.text())
        .member("demanded", award.demanded)
        .end_object();
  }
  out.end_object();
}
Sale read_sale(object from) {
  Sale sale{word<Method>(from, "method", method_names),
            text(from, "ground"),
            krw(from, "first_reserve_krw"),
            text(from, "place"),
            list(from, "rounds",
                 [](object round) {
                   return Round{krw(round, "reserve_krw"), date_at(round, "announced_on"), date_at(round, "opens_on"),
                                date(round, "opened_on"), list(round, "bids", [](object bid) {
                                  return Bid{text(bid, "bidder"), krw(bid, "amount_krw"), krw(bid, "deposit_krw"),
                                             date_at(bid, "on"), value<bool>(bid, "lapsed")};
                                })};
                 }),
            {}};
  object award;
  if (from.at_key("award").get(award) == simdjson::SUCCESS) {
    sale.award = Award{text(award, "buyer"), krw(award, "price_krw"),  krw(award, "deposit_krw"),
                       date_at(award, "on"), date_at(award, "pay_by"), value<bool>(award, "demanded")};
  }
  return sale;
}

void write(JsonWriter& out, const Statement& statement) {
  out.begin_object()
      .member("drawn_on", statement.drawn_on.text())
      .member("day", statement.day.text())
      .member("proceeds_krw", statement.proceeds_krw)
      .member("interest_krw", statement.interest_krw)
      .member("forfeited_krw", statement.forfeited_krw)
      .member("costs_krw", statement.costs_krw);
  list_of(out, "lines", statement.lines, [&](const ShareLine& line) {
    out.member("id", line.id)
        .member("creditor", line.creditor)
        .member("kind", line.kind)
        .member("cite", line.cite)
        .member("rank", rank_names[static_cast<std::size_t>(line.rank)]);
    member(out, "date", line.date);
    out.member("claimed_krw", line.claimed_krw).member("share_krw", line.share_krw);
  });
  list_of(out, "allotments", statement.allotments, [&](const Allotment& one) {
    out.member("matter_id", one.matter_id).member("charge", one.charge).member("krw", one.krw);
  });
  out.member("surplus_krw", statement.surplus_krw).member("arrears_left_krw", statement.arrears_left_krw).end_object();
}
Statement read_statement(object from) {
  return {date_at(from, "drawn_on"),
          date_at(from, "day"),
          krw(from, "proceeds_krw"),
          krw(from, "interest_krw"),
          krw(from, "forfeited_krw"),
          krw(from, "costs_krw"),
          list(from, "lines",
               [](object line) {
                 return ShareLine{text(line, "id"),
                                  text(line, "creditor"),
                                  text(line, "kind"),
                                  text(line, "cite"),
                                  word<debt::Rank>(line, "rank", rank_names),
                                  date(line, "date"),
                                  krw(line, "claimed_krw"),
                                  krw(line, "share_krw")};
               }),
          list(from, "allotments",
               [](object one) {
                 return Allotment{text(one, "matter_id"), text(one, "charge"), krw(one, "krw")};
               }),
          krw(from, "surplus_krw"),
          krw(from, "arrears_left_krw")};
}

void write(JsonWriter& out, const FieldRecord& record) {
  out.member("record_id", record.record_id)
      .member("kind", name(record.kind))
      .member("made_at", record.made_at.text())
      .member("received_at", record.received_at.text())
      .member("by", record.by)
      .member("outcome", record.outcome)
      .member("made_offline", record.made_offline)
      .member("version_seen", record.version_seen)
      .member("moved_on", record.moved_on)
      .member("digest", record.digest);
  list_of(out, "signatures", record.signatures, [&](const Signature& one) {
    out.member("role", one.role)
        .member("signer", one.signer)
        .member("attestation", one.attestation)
        .member("at", one.at.text())
        .member("evidence_id", one.evidence_id)
        .member("declined", one.declined);
  });
  strings(out, "evidence_ids", record.evidence_ids);
}
FieldRecord read_record(object from) {
  return {text(from, "record_id"),
          word<RecordKind>(from, "kind", record_names),
          instant(from, "made_at"),
          instant(from, "received_at"),
          text(from, "by"),
          text(from, "outcome"),
          value<bool>(from, "made_offline"),
          value<std::int64_t>(from, "version_seen"),
          value<bool>(from, "moved_on"),
          text(from, "digest"),
          list(from, "signatures",
               [](object one) {
                 return Signature{text(one, "role"),  text(one, "signer"),      text(one, "attestation"),
                                  instant(one, "at"), text(one, "evidence_id"), text(one, "declined")};
               }),
          texts(from, "evidence_ids")};
}

Case read_case(object from) {
  Case out;
  out.case_id = text(from, "case_id");
  out.party_id = text(from, "party_id");
  out.debtor = text(from, "debtor");
  out.customs_office = text(from, "customs_office");
  out.asset = word<AssetKind>(from, "asset", asset_names);
  out.subject = text(from, "subject");
  out.third_party = text(from, "third_party");
  out.hardship = value<bool>(from, "hardship");
  out.state = word<State>(from, "state", state_names);
  out.proposed_on = date_at(from, "proposed_on");
  out.proposed_by = text(from, "proposed_by");
  out.approved_on = date(from, "approved_on");
  out.seized_on = date(from, "seized_on");
  out.closed_on = date(from, "closed_on");
  out.clock_ends = date(from, "clock_ends");
  out.debts = list(from, "debts", json::read_debt);
  out.items = list(from, "items", read_item);
  out.valuations = list(from, "valuations", [](object one) {
    return Valuation{date_at(one, "on"), text(one, "valuer"), text(one, "method"), krw(one, "total_krw")};
  });
  out.claims = list(from, "claims", json::read_claim);
  object sale, statement;
  if (from.at_key("sale").get(sale) == simdjson::SUCCESS) out.sale = read_sale(sale);
  out.proceeds_krw = krw(from, "proceeds_krw");
  out.interest_krw = krw(from, "interest_krw");
  out.forfeited_krw = krw(from, "forfeited_krw");
  out.received_on = date(from, "received_on");
  if (from.at_key("statement").get(statement) == simdjson::SUCCESS) out.statement = read_statement(statement);
  out.records = list(from, "records", read_record);
  out.events = list(from, "events", [](object one) {
    return Event{date_at(one, "on"), text(one, "action"), text(one, "by"), text(one, "text")};
  });
  return out;
}

}  // namespace

namespace json {

Debt read_debt(object from) {
  return {text(from, "matter_id"),
          json::text_or(from, "number", value<std::string_view>(from, "matter_id")),
          date_at(from, "statutory_date"),
          date(from, "notice_served_on"),
          date(from, "due_on"),
          date(from, "demanded_on"),
          date(from, "demand_served_on"),
          date(from, "demanded_by"),
          value_or<bool>(from, "appeal_pending", false),
          value_or<bool>(from, "on_the_goods", false),
          list(from, "owed", [](object one) {
            return Owed{text(one, "charge"), krw(one, "krw")};
          })};
}

Claim read_claim(object from) {
  return {text(from, "claim_id"),
          text(from, "creditor"),
          text(from, "kind"),
          date(from, "date"),
          krw(from, "amount_krw"),
          value_or<bool>(from, "secured_tax", false),
          date(from, "entered_on").value_or(Date{})};
}

}  // namespace json

std::string to_json(const Case& subject) {
  JsonWriter out;
  out.begin_object()
      .member("case_id", subject.case_id)
      .member("party_id", subject.party_id)
      .member("debtor", subject.debtor)
      .member("customs_office", subject.customs_office)
      .member("asset", name(subject.asset))
      .member("subject", subject.subject)
      .member("third_party", subject.third_party)
      .member("hardship", subject.hardship)
      .member("state", name(subject.state))
      .member("proposed_on", subject.proposed_on.text())
      .member("proposed_by", subject.proposed_by);
  member(out, "approved_on", subject.approved_on);
  member(out, "seized_on", subject.seized_on);
  member(out, "closed_on", subject.closed_on);
  member(out, "clock_ends", subject.clock_ends);
  list_of(out, "debts", subject.debts, [&](const Debt& one) { write(out, one); });
  list_of(out, "items", subject.items, [&](const Item& one) { write(out, one); });
  list_of(out, "valuations", subject.valuations, [&](const Valuation& one) {
    out.member("on", one.on.text())
        .member("valuer", one.valuer)
        .member("method", one.method)
        .member("total_krw", one.total_krw);
  });
  list_of(out, "claims", subject.claims, [&](const Claim& one) { write(out, one); });
  if (subject.sale) {
    out.key("sale");
    write(out, *subject.sale);
  }
  out.member("proceeds_krw", subject.proceeds_krw)
      .member("interest_krw", subject.interest_krw)
      .member("forfeited_krw", subject.forfeited_krw);
  member(out, "received_on", subject.received_on);
  if (subject.statement) {
    out.key("statement");
    write(out, *subject.statement);
  }
  list_of(out, "records", subject.records, [&](const FieldRecord& one) { write(out, one); });
  list_of(out, "events", subject.events, [&](const Event& one) {
    out.member("on", one.on.text()).member("action", one.action).member("by", one.by).member("text", one.text);
  });
  return out.end_object().take();
}

Result<Case> from_json(std::string_view text_) {
  json::dom::parser parser;
  object from;
  try {
    if (parser.parse(text_.data(), text_.size()).get(from) != simdjson::SUCCESS) throw json::Wrong{"."};
    return read_case(from);
  } catch (const json::Wrong& wrong) {
    return Error{"seizure_is_not_readable", wrong.field, "A kept case lacks or garbles '" + wrong.field + "'",
                 "Check the record with `clearway audit verify`"};
  }
}

}  // namespace clearway::seizure
