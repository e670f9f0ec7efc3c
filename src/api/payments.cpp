#include "settlement/payments.h"

#include <algorithm>
#include <set>

#include "api/pages.h"
#include "api/routes.h"
#include "api/steps.h"
#include "collection/debts.h"
#include "ledger/book.h"
#include "settlement/ledger.h"

namespace clearway::api {
namespace {

using settlement::BankFile;
using settlement::OrderRow;
using settlement::ReceiptRow;

constexpr std::int64_t most_files = 100;

/// Whose money is asked about: the party named, or one's own. What is not one's to see does not exist.
std::string visible_party(const Call& call) {
  const auto asked = call.asked("party");
  const auto& own = call.who->account.party_id;
  if (!asked && !own.empty()) return own;
  if (!asked) refuse(ErrorCode::field_is_missing, "party");
  if (!call.who->is_customs() && !call.who->acts_for(*asked, identity::read_scope, call.today)) {
    refuse(ErrorCode::not_found, "party", *asked);
  }
  return *asked;
}

Text title_of(const Call& call, const std::string& account) {
  const auto* known = call.services.settlement.chart.find(account);
  return known == nullptr ? Text{account, account} : known->title;
}

void append_order(JsonWriter& json, const Call& call, const OrderRow& row) {
  const auto& order = row.order;
  json.begin_object()
      .member("id", order.party_id + "." + order.order_id)
      .member("party_id", order.party_id)
      .member("matter_id", order.matter_id)
      .member("state", payment::name(payment::state_on(order, call.today)))
      .member("account_number", order.account_number);
  member(json, "issued_on", order.issued_on);
  member(json, "due", order.due);
  json.member("total_krw", order.total_krw)
      .member("paid_krw", order.paid_krw)
      .member("remaining_krw", std::max<std::int64_t>(order.remaining_krw(), 0));
  json.key("charges").begin_array();
  for (const auto& [charge, amount] : order.charges) {
    const auto* known = call.services.settlement.chart.find_charge(charge);
    json.begin_object()
        .member("charge", charge)
        .member("title", known == nullptr ? charge : known->title.in(call.language))
        .member("amount_krw", amount)
        .end_object();
  }
  json.end_array().end_object();
}

void append_receipt(JsonWriter& json, const Call& call, const ReceiptRow& row) {
  json.begin_object()
      .member("reference", row.receipt_id)
      .member("source_row", row.source_row)
      .member("party_id", row.party_id)
      .null_if_empty("order_id", row.order_id)
      .member("account_number", row.account_number)
      .member("amount_krw", row.amount_krw)
      .member("order_krw", row.order_krw);
  member(json, "value_date", row.value_date);
  json.member("payer", row.payer)
      .member("outcome", payment::name(row.outcome))
      .member("late", row.late)
      .null_if_empty("reverses", row.reverses);
  const auto rest = row.amount_krw - row.order_krw;
  json.member("text", call.text("payment.outcome." + std::string(payment::name(row.outcome)),
                                {{"amount", std::to_string(row.amount_krw)},
                                 {"order_amount", std::to_string(row.order_krw)},
                                 {"rest", std::to_string(rest)},
                                 {"account", row.account_number},
                                 {"date", row.value_date.text()}}));
  json.end_object();
}

void append_file(JsonWriter& json, const BankFile& file) {
  json.begin_object()
      .member("file_id", file.file_id)
      .member("file_name", file.file_name)
      .member("format", file.format)
      .member("imported_by", file.imported_by);
  member(json, "imported_at", file.imported_at);
  json.member("recorded", file.recorded)
      .member("known", file.known)
      .member("rejected", file.rejected)
      .member("not_booked", file.not_booked)
      .member("received_krw", file.received_krw)
      .member("reversed_krw", file.reversed_krw)
      .end_object();
}

void append_rejected(JsonWriter& json, const Call& call, const payment::Rejected& reject) {
  const auto key = "payment.reject." + std::string(payment::name(reject.cause));
  const Places places = {{"field", reject.field}, {"value", reject.value}};
  json.begin_object()
      .member("source_row", static_cast<std::int64_t>(reject.source_row))
      .member("field", reject.field)
      .member("value", reject.value)
      .member("cause", call.text(key + ".cause", places))
      .member("fix", call.text(key + ".fix", places))
      .end_object();
}

std::string file_name_of(const Call& call) {
  auto name = call.asked("name").value_or("");
  if (name.empty()) refuse(ErrorCode::field_is_missing, "name");
  const bool sound = name.size() <= 200 && is_valid_utf8(name) &&
                     std::none_of(name.begin(), name.end(),
                                  [](unsigned char c) { return c < 0x20 || c == 0x7f || c == '/' || c == '\\'; });
  if (!sound) refuse(ErrorCode::field_is_not_valid, "name", is_valid_utf8(name) ? name.substr(0, 60) : "…", "1–200");
  return name;
}

}  // namespace

Response list_payment_orders(Call& call) {
  const auto party = visible_party(call);
  JsonWriter json;
  json.begin_object().member("party_id", party);
  json.key("orders").begin_array();
  for (const auto& row : require(settlement::orders_of(call.services.store, party))) append_order(json, call, row);
  json.end_array().key("receipts").begin_array();
  for (const auto& row : require(settlement::receipts_of(call.services.store, party))) append_receipt(json, call, row);
  json.end_array().key("refunds").begin_array();
  for (const auto& row : require(settlement::refunds_of(call.services.store, party))) {
    const auto& refund = row.refund;
    json.begin_object()
        .member("refund_id", row.refund_id)
        .member("matter_id", refund.matter_id)
        .member("ground", refund.ground)
        .member("state", payment::name(refund.state))
        .member("principal_krw", refund.principal_krw)
        .member("interest_krw", refund.interest_krw);
    member(json, "proposed_on", refund.proposed_on);
    json.end_object();
  }
  return http::json_response(200, json.end_array().end_object().take());
}

Response get_payment_order(Call& call) {
  const auto& id = call.parameter("id");
  const auto [party, order] = split_id(id);
  if (!call.who->is_customs() && !call.who->acts_for(party, identity::read_scope, call.today)) {
    refuse(ErrorCode::not_found, "id", id);
  }
  const auto found = require(settlement::order(call.services.store, party, order));
  if (!found) refuse(ErrorCode::not_found, "id", id);
  JsonWriter json;
  append_order(json, call, *found);
  return http::json_response(200, json.take());
}

Response get_statement(Call& call) {
  const auto party = visible_party(call);
  const auto on = call.asked_date("on").value_or(call.today);
  const auto known_on = call.asked_date("known");
  std::optional<Instant> known;
  // The end of that day in Korea.
  if (known_on) known = Instant{(std::int64_t{known_on->days() + 1} * 86'400 - 9 * 3'600) * 1'000'000 - 1};
  const auto& chart = call.services.settlement.chart;
  const auto matter = call.asked("matter").value_or("");
  const auto transactions = require(settlement::transactions(call.services.store, party, matter));
  JsonWriter json;
  json.begin_object().member("party_id", party);
  member(json, "on", on);
  json.key("known");
  if (known_on) {
    json.string(known_on->text());
  } else {
    json.null();
  }
  json.key("lines").begin_array();
  for (const auto& line : ledger::statement(chart, transactions, matter, on, known)) {
    json.begin_object().member("transaction_id", line.transaction_id).member("kind", ledger::name(line.kind));
    member(json, "applies_on", line.applies_on);
    member(json, "known_at", line.known_at);
    json.member("matter_id", line.entry.matter_id)
        .member("account", line.entry.account)
        .member("title", title_of(call, line.entry.account).in(call.language))
        .member("side", ledger::name(line.entry.side))
        .member("amount_krw", line.entry.amount_krw)
        .member("balance_krw", line.balance_krw)
        .null_if_empty("cite", line.cite)
        .end_object();
  }
  json.end_array().key("balances").begin_array();
  for (const auto& [place, sum] : ledger::balances(transactions, on, known)) {
    if (!matter.empty() && place.matter_id != matter) continue;
    const auto* account = chart.find(place.account);
    const bool credit = account != nullptr && account->side == ledger::Side::credit;
    json.begin_object()
        .member("account", place.account)
        .member("title", title_of(call, place.account).in(call.language))
        .member("matter_id", place.matter_id)
        .member("balance_krw", credit ? -sum : sum)
        .end_object();
  }
  return http::json_response(200, json.end_array().end_object().take());
}

Response list_bank_files(Call& call) {
  JsonWriter json;
  json.begin_object().key("files").begin_array();
  for (const auto& file : require(settlement::bank_files(call.services.store, most_files))) append_file(json, file);
  return http::json_response(200, json.end_array().end_object().take());
}

Response get_bank_file(Call& call) {
  const auto& id = call.parameter("file_id");
  const auto file = require(settlement::bank_file(call.services.store, id));
  if (!file) refuse(ErrorCode::not_found, "file_id", id.substr(0, 64));
  JsonWriter json;
  json.begin_object().key("file");
  append_file(json, *file);
  json.key("receipts").begin_array();
  for (const auto& row : require(settlement::receipts_of_file(call.services.store, id))) {
    append_receipt(json, call, row);
  }
  return http::json_response(200, json.end_array().end_object().take());
}

Response add_bank_file(Call& call) {
  const auto name = file_name_of(call);
  const auto imported = require(record::wait<settlement::Imported>([&](auto done) {
                                  settlement::import_bank_file(call.services.store, call.services.settlement, name,
                                                               call.request.body, call.origin(), std::move(done));
                                }),
                                name);
  require(noticing::follow(call.services.store, call.services.notices, call.today, call.now));
  std::set<std::string> parties;
  for (const auto& taken : imported.taken) {
    if (!taken.known_before && taken.receipt.party_id != payment::nobody) parties.insert(taken.receipt.party_id);
  }
  if (!parties.empty()) {
    require(collection::follow(call.services.store, call.services.debts, {parties.begin(), parties.end()}, call.today,
                               call.now));
    require(enforcing::follow_debts(call.services.store, call.services.enforcement, {parties.begin(), parties.end()},
                                    call.today, call.now));
  }
  JsonWriter json;
  json.begin_object().key("file");
  append_file(json, imported.file);
  json.member("imported_before", imported.imported_before);
  json.key("receipts").begin_array();
  for (const auto& taken : imported.taken) append_receipt(json, call, taken.receipt);
  json.end_array().key("rejected").begin_array();
  for (const auto& reject : imported.rejected) append_rejected(json, call, reject);
  return http::json_response(imported.imported_before ? 200 : 201, json.end_array().end_object().take());
}

}  // namespace clearway::api
