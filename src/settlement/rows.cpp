#include "settlement/rows.h"

#include <utility>
#include <vector>

#include "record/store_impl.h"
#include "settlement/sql.h"  // generated

namespace clearway::settlement {
namespace {

using db::Connection;
using db::Row;
using payment::Order;

Date date_from(const Row& row, int column) { return Date::parse(row.text(column)).value_or(Date{}); }
std::optional<Date> day_from(const Row& row, int column) { return Date::parse(row.text(column)); }
std::string text_of(const std::optional<Date>& day) { return day ? day->text() : std::string{}; }

std::string words_of(const std::vector<payment::ChargeAmount>& charges) {
  std::vector<std::string> words;
  for (const auto& [charge, amount] : charges) {
    words.push_back(charge);
    words.push_back(std::to_string(amount));
  }
  return record::join(words);
}

std::vector<payment::ChargeAmount> charges_from(std::string_view text) {
  std::vector<payment::ChargeAmount> charges;
  const auto words = record::split(text);
  for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
    charges.push_back({words[i], std::strtoll(words[i + 1].c_str(), nullptr, 10)});
  }
  return charges;
}

template <class T>
Result<std::vector<T>> all(Connection& database, std::string_view sql, std::initializer_list<db::Value> parameters,
                           T (*make)(const Row&)) {
  std::vector<T> found;
  auto status = database.rows(sql, parameters, [&](const Row& row) {
    found.push_back(make(row));
    return true;
  });
  if (!status) return status.error();
  return found;
}

template <class T>
Result<std::optional<T>> one(Connection& database, std::string_view sql, std::initializer_list<db::Value> parameters,
                             T (*make)(const Row&)) {
  auto found = all(database, sql, parameters, make);
  if (!found) return found.error();
  if (found->empty()) return std::optional<T>{};
  return std::optional<T>(std::move(found->front()));
}

template <class T>
Status each(Connection& database, std::string_view sql, const std::function<bool(const T&)>& visit,
            T (*make)(const Row&)) {
  return database.rows(sql, {}, [&](const Row& row) { return visit(make(row)); });
}

Status done(const Result<std::int64_t>& changed) { return changed ? success() : Status(changed.error()); }

}  // namespace

OrderRow order_from(const Row& row) {
  OrderRow found;
  auto& order = found.order;
  order.party_id = row.text(0);
  order.order_id = row.text(1);
  order.matter_id = row.text(2);
  order.account_number = row.text(3);
  order.issued_on = date_from(row, 4);
  order.due = date_from(row, 5);
  order.charges = charges_from(row.text(6));
  order.total_krw = row.integer(7);
  order.paid_krw = row.integer(8);
  order.standing = payment::parse_standing(row.text(9)).value_or(payment::Standing::closed);
  found.charged = row.integer(10) != 0;
  found.version = row.integer(11);
  return found;
}

ReceiptRow receipt_from(const Row& row) {
  ReceiptRow found;
  found.party_id = row.text(0);
  found.receipt_id = row.text(1);
  found.file_id = row.text(2);
  found.source_row = row.integer(3);
  found.account_number = row.text(4);
  found.amount_krw = row.integer(5);
  found.value_date = date_from(row, 6);
  found.booked_on = date_from(row, 7);
  found.payer = row.text(8);
  found.outcome = payment::parse_outcome(row.text(9)).value_or(payment::Outcome::unknown_account);
  found.late = row.integer(10) != 0;
  found.order_id = row.text(11);
  found.order_krw = row.integer(12);
  found.transaction_id = row.text(13);
  found.reverses = row.text(14);
  found.version = row.integer(15);
  return found;
}

RefundRow refund_from(const Row& row) {
  RefundRow found;
  auto& refund = found.refund;
  found.party_id = refund.party_id = row.text(0);
  found.refund_id = refund.refund_id = row.text(1);
  refund.matter_id = row.text(2);
  refund.ground = row.text(3);
  refund.state = payment::parse_refund_state(row.text(4)).value_or(payment::RefundState::withdrawn);
  refund.principal_krw = row.integer(5);
  refund.interest_krw = row.integer(6);
  refund.paid_in_on = date_from(row, 7);
  refund.proposed_on = date_from(row, 8);
  refund.decided_on = day_from(row, 9);
  found.decided_by = row.text(10);
  refund.paid_on = day_from(row, 11);
  found.version = row.integer(12);
  return found;
}

record::Digest digest_of(const OrderRow& row) {
  const auto& order = row.order;
  return record::Framed("clearway.order.1")
      .add(order.party_id)
      .add(order.order_id)
      .add(order.matter_id)
      .add(order.account_number)
      .add(order.issued_on.text())
      .add(order.due.text())
      .add(words_of(order.charges))
      .add(order.total_krw)
      .add(order.paid_krw)
      .add(name(order.standing))
      .add(std::int64_t{row.charged})
      .add(row.version)
      .digest();
}

record::Digest digest_of(const ReceiptRow& row) {
  return record::Framed("clearway.receipt.1")
      .add(row.party_id)
      .add(row.receipt_id)
      .add(row.file_id)
      .add(row.source_row)
      .add(row.account_number)
      .add(row.amount_krw)
      .add(row.value_date.text())
      .add(row.booked_on.text())
      .add(row.payer)
      .add(name(row.outcome))
      .add(std::int64_t{row.late})
      .add(row.order_id)
      .add(row.order_krw)
      .add(row.transaction_id)
      .add(row.reverses)
      .add(row.version)
      .digest();
}

record::Digest digest_of(const RefundRow& row) {
  const auto& refund = row.refund;
  return record::Framed("clearway.refund.1")
      .add(row.party_id)
      .add(row.refund_id)
      .add(refund.matter_id)
      .add(refund.ground)
      .add(name(refund.state))
      .add(refund.principal_krw)
      .add(refund.interest_krw)
      .add(refund.paid_in_on.text())
      .add(refund.proposed_on.text())
      .add(text_of(refund.decided_on))
      .add(row.decided_by)
      .add(text_of(refund.paid_on))
      .add(row.version)
      .digest();
}

Status each_order(Connection& database, const std::function<bool(const OrderRow&)>& visit) {
  return each(database, sql::all_orders, visit, order_from);
}
Status each_receipt(Connection& database, const std::function<bool(const ReceiptRow&)>& visit) {
  return each(database, sql::all_receipts, visit, receipt_from);
}
Status each_refund(Connection& database, const std::function<bool(const RefundRow&)>& visit) {
  return each(database, sql::all_refunds, visit, refund_from);
}

Status put(Connection& database, const OrderRow& row) {
  const auto& order = row.order;
  const auto issued_on = order.issued_on.text(), due = order.due.text(), charges = words_of(order.charges);
  return done(database.run(
      sql::put_order, {order.party_id, order.order_id, order.matter_id, order.account_number, issued_on, due, charges,
                       order.total_krw, order.paid_krw, name(order.standing), int{row.charged}, row.version}));
}

Status put(Connection& database, const ReceiptRow& row) {
  const auto value_date = row.value_date.text(), booked_on = row.booked_on.text();
  return done(database.run(
      sql::put_receipt, {row.party_id, row.receipt_id, row.file_id, row.source_row, row.account_number, row.amount_krw,
                         value_date, booked_on, row.payer, name(row.outcome), int{row.late}, row.order_id,
                         row.order_krw, row.transaction_id, row.reverses, row.version}));
}

Status put(Connection& database, const RefundRow& row) {
  const auto& refund = row.refund;
  const auto paid_in_on = refund.paid_in_on.text(), proposed_on = refund.proposed_on.text();
  const auto decided_on = text_of(refund.decided_on), paid_on = text_of(refund.paid_on);
  return done(database.run(sql::put_refund, {row.party_id, row.refund_id, refund.matter_id, refund.ground,
                                             name(refund.state), refund.principal_krw, refund.interest_krw, paid_in_on,
                                             proposed_on, decided_on, row.decided_by, paid_on, row.version}));
}

Result<std::optional<OrderRow>> find_order(Connection& database, std::string_view party_id, std::string_view order_id) {
  return one(database, sql::find_order, {party_id, order_id}, order_from);
}

Result<std::optional<OrderRow>> find_order_by_account(Connection& database, std::string_view account_number) {
  std::optional<std::pair<std::string, std::string>> known;
  auto status = database.rows(sql::find_virtual_account, {account_number}, [&](const Row& row) {
    known.emplace(row.string(0), row.string(1));
    return true;
  });
  if (!status) return status.error();
  if (!known) return std::optional<OrderRow>{};
  return find_order(database, known->first, known->second);
}

Result<std::vector<OrderRow>> orders_of_matter(Connection& database, std::string_view party_id,
                                               std::string_view matter_id) {
  return all(database, sql::orders_of_matter, {party_id, matter_id}, order_from);
}

Result<std::optional<ReceiptRow>> find_receipt(Connection& database, std::string_view party_id,
                                               std::string_view receipt_id) {
  return one(database, sql::find_receipt, {party_id, receipt_id}, receipt_from);
}

Result<std::optional<RefundRow>> find_refund(Connection& database, std::string_view party_id,
                                             std::string_view refund_id) {
  return one(database, sql::find_refund, {party_id, refund_id}, refund_from);
}

Result<std::vector<RefundRow>> refunds_of_matter(Connection& database, std::string_view party_id,
                                                 std::string_view matter_id) {
  return all(database, sql::refunds_of_matter, {party_id, matter_id}, refund_from);
}

}  // namespace clearway::settlement
