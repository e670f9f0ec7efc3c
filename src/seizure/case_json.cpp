#include "seizure/case_json.h"

#include "base/json_writer.h"
#include "base/kept_object.h"
#include "seizure/distribution.h"

namespace clearway::seizure {
namespace {

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
template <class Read>
auto list(const KeptObject& from, std::string_view name, const Read& read) {
  std::vector<decltype(read(from))> all;
  from.objects(name, [&](const KeptObject& one) { all.push_back(read(one)); });
  return all;
}
std::vector<std::string> texts(const KeptObject& from, std::string_view name) {
  std::vector<std::string> all;
  from.texts(name, [&](std::string_view one) { all.emplace_back(one); });
  return all;
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

Debt read_debt(const KeptObject& from) {
  return {from.text("matter_id"),
          from.text("number"),
          from.date_at("statutory_date"),
          from.date("notice_served_on"),
          from.date("due_on"),
          from.date("demanded_on"),
          from.date("demand_served_on"),
          from.date("demanded_by"),
          from.flag("appeal_pending"),
          from.flag("on_the_goods"),
          list(from, "owed", [](const KeptObject& one) {
            return Owed{one.text("charge"), one.integer("krw")};
          })};
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
Item read_item(const KeptObject& from) {
  Item item{from.text("item_id"),
            from.text("description"),
            from.text("quantity"),
            from.text("place"),
            from.integer("estimate_krw"),
            from.flag("indivisible"),
            texts(from, "photographs"),
            list(from, "custody",
                 [](const KeptObject& one) {
                   return HandOver{one.instant("at"), one.text("from"),   one.text("to"),
                                   one.text("place"), one.text("reason"), one.text("evidence_id")};
                 }),
            {}};
  item.value_krw = from.optional_integer("value_krw");
  return item;
}

void write(JsonWriter& out, const Claim& claim) {
  out.member("claim_id", claim.claim_id).member("creditor", claim.creditor).member("kind", claim.kind);
  member(out, "date", claim.date);
  out.member("amount_krw", claim.amount_krw)
      .member("secured_tax", claim.secured_tax)
      .member("entered_on", claim.entered_on.text());
}

Claim read_claim(const KeptObject& from) {
  return {from.text("claim_id"),      from.text("creditor"),    from.text("kind"),         from.date("date"),
          from.integer("amount_krw"), from.flag("secured_tax"), from.date_at("entered_on")};
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
Sale read_sale(const KeptObject& from) {
  Sale sale{from.choice<Method>("method", method_names),
            from.text("ground"),
            from.integer("first_reserve_krw"),
            from.text("place"),
            list(from, "rounds",
                 [](const KeptObject& round) {
                   return Round{round.integer("reserve_krw"), round.date_at("announced_on"), round.date_at("opens_on"),
                                round.date("opened_on"), list(round, "bids", [](const KeptObject& bid) {
                                  return Bid{bid.text("bidder"), bid.integer("amount_krw"), bid.integer("deposit_krw"),
                                             bid.date_at("on"), bid.flag("lapsed")};
                                })};
                 }),
            {}};
  if (const auto award = from.optional_object("award")) {
    sale.award = Award{award->text("buyer"), award->integer("price_krw"), award->integer("deposit_krw"),
                       award->date_at("on"), award->date_at("pay_by"),    award->flag("demanded")};
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
Statement read_statement(const KeptObject& from) {
  return {from.date_at("drawn_on"),
          from.date_at("day"),
          from.integer("proceeds_krw"),
          from.integer("interest_krw"),
          from.integer("forfeited_krw"),
          from.integer("costs_krw"),
          list(from, "lines",
               [](const KeptObject& line) {
                 return ShareLine{line.text("id"),
                                  line.text("creditor"),
                                  line.text("kind"),
                                  line.text("cite"),
                                  line.choice<debt::Rank>("rank", rank_names),
                                  line.date("date"),
                                  line.integer("claimed_krw"),
                                  line.integer("share_krw")};
               }),
          list(from, "allotments",
               [](const KeptObject& one) {
                 return Allotment{one.text("matter_id"), one.text("charge"), one.integer("krw")};
               }),
          from.integer("surplus_krw"),
          from.integer("arrears_left_krw")};
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
FieldRecord read_record(const KeptObject& from) {
  return {from.text("record_id"),
          from.choice<RecordKind>("kind", record_names),
          from.instant("made_at"),
          from.instant("received_at"),
          from.text("by"),
          from.text("outcome"),
          from.flag("made_offline"),
          from.integer("version_seen"),
          from.flag("moved_on"),
          from.text("digest"),
          list(from, "signatures",
               [](const KeptObject& one) {
                 return Signature{one.text("role"),  one.text("signer"),      one.text("attestation"),
                                  one.instant("at"), one.text("evidence_id"), one.text("declined")};
               }),
          texts(from, "evidence_ids")};
}

Case read_case(const KeptObject& from) {
  Case out;
  out.case_id = from.text("case_id");
  out.party_id = from.text("party_id");
  out.debtor = from.text("debtor");
  out.customs_office = from.text("customs_office");
  out.asset = from.choice<AssetKind>("asset", asset_names);
  out.subject = from.text("subject");
  out.third_party = from.text("third_party");
  out.hardship = from.flag("hardship");
  out.state = from.choice<State>("state", state_names);
  out.proposed_on = from.date_at("proposed_on");
  out.proposed_by = from.text("proposed_by");
  out.approved_on = from.date("approved_on");
  out.seized_on = from.date("seized_on");
  out.closed_on = from.date("closed_on");
  out.clock_ends = from.date("clock_ends");
  out.debts = list(from, "debts", read_debt);
  out.items = list(from, "items", read_item);
  out.valuations = list(from, "valuations", [](const KeptObject& one) {
    return Valuation{one.date_at("on"), one.text("valuer"), one.text("method"), one.integer("total_krw")};
  });
  out.claims = list(from, "claims", read_claim);
  if (const auto sale = from.optional_object("sale")) out.sale = read_sale(*sale);
  out.proceeds_krw = from.integer("proceeds_krw");
  out.interest_krw = from.integer("interest_krw");
  out.forfeited_krw = from.integer("forfeited_krw");
  out.received_on = from.date("received_on");
  if (const auto statement = from.optional_object("statement")) out.statement = read_statement(*statement);
  out.records = list(from, "records", read_record);
  out.events = list(from, "events", [](const KeptObject& one) {
    return Event{one.date_at("on"), one.text("action"), one.text("by"), one.text("text")};
  });
  return out;
}

}  // namespace

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

Result<Case> from_json(std::string_view json) { return read_kept<Case>(json, "seizure", read_case); }

}  // namespace clearway::seizure
