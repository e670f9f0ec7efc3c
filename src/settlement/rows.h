#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.h"
#include "payment/matching.h"
#include "payment/order.h"
#include "payment/refund.h"
#include "record/digest.h"

namespace clearway::settlement {

/// Orders, receipts and refunds as they are stored. `version` counts changes; 0: not stored yet.
struct OrderRow {
  payment::Order order;
  bool charged = false;  // the order posted its charges; else they stood in the matter before
  std::int64_t version = 0;
};

struct ReceiptRow {
  std::string party_id, receipt_id, file_id;
  std::int64_t source_row = 0;
  std::string account_number;
  std::int64_t amount_krw = 0;
  Date value_date, booked_on;
  std::string payer;  // masked
  payment::Outcome outcome = payment::Outcome::exact;
  bool late = false;
  std::string order_id;
  std::int64_t order_krw = 0;
  std::string transaction_id;
  std::string reverses;  // receipt_id that this one calls back
  std::int64_t version = 0;
};

struct RefundRow {
  std::string party_id, refund_id;
  payment::Refund refund;
  std::string decided_by;
  std::int64_t version = 0;
};

/// What the newest record about a row holds of it.
record::Digest digest_of(const OrderRow& row);
record::Digest digest_of(const ReceiptRow& row);
record::Digest digest_of(const RefundRow& row);

/// Every row, in no particular order, until `visit` returns false.
Status each_order(db::Connection& database, const std::function<bool(const OrderRow&)>& visit);
Status each_receipt(db::Connection& database, const std::function<bool(const ReceiptRow&)>& visit);
Status each_refund(db::Connection& database, const std::function<bool(const RefundRow&)>& visit);

/// A row of the statements that name all columns in the order of the table.
OrderRow order_from(const db::Row& row);
ReceiptRow receipt_from(const db::Row& row);
RefundRow refund_from(const db::Row& row);

Status put(db::Connection& database, const OrderRow& row);
Status put(db::Connection& database, const ReceiptRow& row);
Status put(db::Connection& database, const RefundRow& row);

Result<std::optional<OrderRow>> find_order(db::Connection& database, std::string_view party_id,
                                           std::string_view order_id);
Result<std::optional<OrderRow>> find_order_by_account(db::Connection& database, std::string_view account_number);
/// Oldest first.
Result<std::vector<OrderRow>> orders_of_matter(db::Connection& database, std::string_view party_id,
                                               std::string_view matter_id);
Result<std::optional<ReceiptRow>> find_receipt(db::Connection& database, std::string_view party_id,
                                               std::string_view receipt_id);
Result<std::optional<RefundRow>> find_refund(db::Connection& database, std::string_view party_id,
                                             std::string_view refund_id);
Result<std::vector<RefundRow>> refunds_of_matter(db::Connection& database, std::string_view party_id,
                                                 std::string_view matter_id);

}  // namespace clearway::settlement
