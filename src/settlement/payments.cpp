#include "settlement/payments.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "record/extension.h"
#include "record/sql.h"  // generated
#include "settlement/ledger.h"
#include "settlement/sql.h"  // generated

namespace clearway::settlement {
namespace {

using db::Connection;
using db::Row;
using db::Value;
using payment::Confirmation;
using payment::Order;
using payment::OrderRefusal;
using payment::Refund;
using payment::RejectCause;
using payment::Standing;
using record::Completion;
using record::Digest;
using record::Origin;
using record::Store;
using record::view;
using record::Writing;

constexpr std::size_t chunk_size = 200;  // confirmations that share a write

Error error_of(OrderRefusal refusal, std::string detail) {
  return {std::string(name(refusal)), "order", std::move(detail), "Correct the order and send it again"};
}
Error error_of(payment::RefundRefusal refusal, const Refund& refund) {
  return {std::string(name(refusal)), "refund", "Refund " + refund.refund_id + " of " + refund.matter_id,
          "Read the refund again"};
}
Error not_found(std::string field, std::string_view id) {
  return {"not_found", std::move(field), "There is no '" + std::string(id) + "'", "Check the id"};
}

template <class T>
Status keep(Writing& writing, std::string_view what, std::string_view step, std::string_view party_id,
            std::string_view id, T& row, const Origin& origin) {
  ++row.version;
  if (auto status = put(writing.database, row); !status) return status;
  const auto body = record::json_object({{"what", what}, {"step", step}, {"row", record::hex(digest_of(row))}});
  const auto recorded = add_record(writing, party_id, id, record::Kind::payment_changed, body, origin);
  return recorded ? success() : Status(recorded.error());
}
Status keep(Writing& writing, std::string_view step, OrderRow& row, const Origin& origin) {
  return keep(writing, "order", step, row.order.party_id, row.order.order_id, row, origin);
}
Status keep(Writing& writing, std::string_view step, ReceiptRow& row, const Origin& origin) {
  return keep(writing, "receipt", step, row.party_id, row.receipt_id, row, origin);
}
Status keep(Writing& writing, std::string_view step, RefundRow& row, const Origin& origin) {
  return keep(writing, "refund", step, row.party_id, row.refund_id, row, origin);
}

Status post_all(Writing& writing, const Rules& rules, std::string_view party_id,
                const std::vector<ledger::Draft>& drafts, const Origin& origin) {
  for (const auto& draft : drafts) {
    const auto posted = post(writing, rules.chart, party_id, draft, origin);
    if (!posted) return posted.error();
  }
  return success();
}

// --- orders
// -----------------------------------------------------------------------------------------------------------------

Result<std::string> new_account_number(Writing& writing, const payment::NumberPattern& pattern) {
  std::int64_t serial = 0;
  auto status =
      writing.database.rows(record::sql::take_numbers, {"virtual_account:" + pattern.prefix, 1}, [&](const Row& row) {
        serial = row.integer(0);
        return true;
      });
  if (!status) return status.error();
  auto number = pattern.number(serial);
  if (!number) {
    return Error{"number_series_is_exhausted", "account_number",
                 "The series of virtual account numbers " + pattern.prefix + " is used up",
                 "Agree a new prefix with the bank and write it into policy/payment.yaml"};
  }
  return std::move(*number);
}

bool is_same(const Order& there, const Order& asked) {
  return there.matter_id == asked.matter_id && there.issued_on == asked.issued_on && there.due == asked.due &&
         there.charges == asked.charges;
}

// --- confirmations
// ------------------------------------------------------------------------------------------------------

Digest digest_of_confirmation(const Confirmation& one) {
  return record::Framed("clearway.bank-reference.1")
      .add(one.reference)
      .add(std::int64_t{one.is_reversal})
      .add(one.original_reference)
      .add(one.account_number)
      .add(one.amount_krw)
      .add(one.value_date.text())
      .add(one.booked_on.text())
      .add(one.payer)
      .digest();
}

struct Reference {
  std::string party_id, receipt_id, digest;
};
Result<std::optional<Reference>> find_reference(Connection& database, std::string_view reference) {
  std::optional<Reference> found;
  auto status = database.rows(sql::find_bank_reference, {reference}, [&](const Row& row) {
    found = Reference{row.string(0), row.string(1), std::string(row.bytes(2))};
    return true;
  });
  if (!status) return status.error();
  return found;
}

Taken rejected(const Confirmation& confirmation, RejectCause cause, std::string field, std::string value) {
  Taken taken;
  taken.rejected = payment::Rejected{confirmation.source_row, std::move(field), std::move(value), cause};
  return taken;
}

Result<payment::Situation> situation_of(Connection& database, const Rules& rules, const Confirmation& confirmation) {
  payment::Situation situation;
  situation.number_is_well_formed = rules.policy.is_well_formed(confirmation.account_number);
  const auto order = find_order_by_account(database, confirmation.account_number);
  if (!order) return order.error();
  if (!*order) return situation;
  situation.order = (*order)->order;
  const auto matter = find_matter(database, situation.order->party_id, situation.order->matter_id);
  if (!matter) return matter.error();
  if (*matter) situation.matter_from = (*matter)->exists_from;
  auto there =
      owed(database, rules.chart, situation.order->party_id, situation.order->matter_id, confirmation.value_date);
  if (!there) return there.error();
  situation.owed = std::move(*there);
  return situation;
}

/// What the reversal of a receipt meets, with the refunds it concerns.
struct ReceivedRow {
  payment::Received received;
  ReceiptRow receipt;
  std::vector<RefundRow> refunds;
};
Result<std::optional<ReceivedRow>> received_under(Connection& database, std::string_view reference) {
  const auto known = find_reference(database, reference);
  if (!known) return known.error();
  if (!*known) return std::optional<ReceivedRow>{};
  const auto receipt = find_receipt(database, (*known)->party_id, (*known)->receipt_id);
  if (!receipt) return receipt.error();
  if (!*receipt || !(*receipt)->reverses.empty()) return std::optional<ReceivedRow>{};
  ReceivedRow found;
  found.receipt = **receipt;
  auto& received = found.received;
  received.party_id = found.receipt.party_id;
  received.amount_krw = found.receipt.amount_krw;
  received.value_date = found.receipt.value_date;
  received.reversed_before = found.receipt.outcome == payment::Outcome::reversed;
  received.order_id = found.receipt.order_id;
  received.order_krw = found.receipt.order_krw;
  const auto posted = find_transaction(database, received.party_id, found.receipt.transaction_id);
  if (!posted) return posted.error();
  if (*posted) received.draft = (*posted)->draft;
  const auto matter = payment::receipt_matter(found.receipt.receipt_id);
  for (auto [account, movements_there] : {std::pair{ledger::account::overpayments, &received.overpayments},
                                          std::pair{ledger::account::unallocated_receipts, &received.unallocated}}) {
    auto there = movements(database, received.party_id, {std::string(account), matter});
    if (!there) return there.error();
    *movements_there = std::move(*there);
  }
  auto refunds = refunds_of_matter(database, received.party_id, matter);
  if (!refunds) return refunds.error();
  for (const auto& row : *refunds) {
    if (row.refund.state == payment::RefundState::paid) {
      received.paid_interest_krw.emplace_back(row.refund.paid_on.value_or(Date{}), row.refund.interest_krw);
    }
    if (row.refund.state != payment::RefundState::decided) continue;
    const auto decision = find_transaction(database, received.party_id, "decide:" + row.refund_id);
    if (!decision) return decision.error();
    if (*decision) received.unpaid_decisions.push_back((*decision)->draft);
  }
  found.refunds = std::move(*refunds);
  return std::optional<ReceivedRow>(std::move(found));
}

Status add_to_order(Writing& writing, std::string_view party_id, std::string_view order_id, std::int64_t amount,
                    const Origin& origin) {
  if (order_id.empty() || amount == 0) return success();
  auto row = find_order(writing.database, party_id, order_id);
  if (!row) return row.error();
  if (!*row) return not_found("order_id", order_id);
  (*row)->order.paid_krw += amount;
  return keep(writing, "paid", **row, origin);
}

Status keep_receipt(Writing& writing, const Confirmation& confirmation, ReceiptRow& receipt, const Origin& origin) {
  if (auto status = keep(writing, "taken", receipt, origin); !status) return status;
  const auto digest = digest_of_confirmation(confirmation);
  const auto inserted =
      writing.database.run(sql::insert_bank_reference,
                           {confirmation.reference, receipt.party_id, receipt.receipt_id, Value::bytes(view(digest))});
  if (!inserted) return inserted.error();
  if (confirmation.payer.empty()) return success();
  return record::put_personal(
      writing, receipt.party_id, receipt.receipt_id,
      record::encrypt_personal(writing.keys, receipt.party_id, receipt.receipt_id, {{"payer", confirmation.payer}}));
}

ReceiptRow receipt_of(std::string_view file_id, const Confirmation& confirmation, const payment::Matched& matched) {
  ReceiptRow receipt;
  receipt.party_id = matched.party_id;
  receipt.receipt_id = confirmation.reference;
  receipt.file_id = file_id;
  receipt.source_row = static_cast<std::int64_t>(confirmation.source_row);
  receipt.account_number = confirmation.account_number;
  receipt.amount_krw = confirmation.amount_krw;
  receipt.value_date = confirmation.value_date;
  receipt.booked_on = confirmation.booked_on;
  receipt.payer = payment::masked_payer(confirmation.payer);
  receipt.outcome = matched.outcome;
  receipt.late = matched.late;
  receipt.order_krw = matched.order_krw;
  receipt.transaction_id = matched.drafts.back().transaction_id;
  return receipt;
}

Result<Taken> take_payment(Writing& writing, const Rules& rules, std::string_view file_id,
                           const Confirmation& confirmation, const Origin& origin) {
  const auto situation = situation_of(writing.database, rules, confirmation);
  if (!situation) return situation.error();
  auto matched = payment::match(rules.chart, rules.messages, confirmation, *situation);
  const auto& value = matched.value;
  if (auto status = post_all(writing, rules, value.party_id, value.drafts, origin); !status) return status.error();
  Taken taken{false, receipt_of(file_id, confirmation, value), std::move(matched.steps), std::nullopt};
  if (situation->order) taken.receipt.order_id = situation->order->order_id;
  if (auto status = keep_receipt(writing, confirmation, taken.receipt, origin); !status) return status.error();
  if (auto status = add_to_order(writing, value.party_id, taken.receipt.order_id, value.order_krw, origin); !status) {
    return status.error();
  }
  if (!value.refund) return taken;
  RefundRow refund;
  refund.party_id = value.party_id;
  refund.refund_id = "refund:" + confirmation.reference;
  refund.refund = {refund.refund_id,
                   refund.party_id,
                   payment::receipt_matter(confirmation.reference),
                   value.refund->ground,
                   payment::RefundState::proposed,
                   value.refund->amount_krw,
                   0,
                   confirmation.value_date,
                   origin.at.korean_day(),
                   std::nullopt,
                   std::nullopt};
  if (auto status = keep(writing, "proposed", refund, origin); !status) return status.error();
  return taken;
}

Result<Taken> take_reversal(Writing& writing, const Rules& rules, std::string_view file_id,
                            const Confirmation& confirmation, const Origin& origin) {
  auto found = received_under(writing.database, confirmation.original_reference);
  if (!found) return found.error();
  const auto received = *found ? std::optional((*found)->received) : std::nullopt;
  if (const auto cause = payment::refusal_of_reversal(confirmation, received)) {
    const bool amount = *cause == RejectCause::reversal_differs_in_amount;
    const bool date = *cause == RejectCause::reversal_before_the_payment;
    return rejected(confirmation, *cause,
                    amount ? "amount_krw"
                    : date ? "value_date"
                           : "original_reference",
                    amount ? std::to_string(confirmation.amount_krw)
                    : date ? confirmation.value_date.text()
                           : confirmation.original_reference);
  }
  auto& original = (*found)->receipt;
  auto matched = payment::match_reversal(rules.messages, confirmation, *received);
  const auto& value = matched.value;
  if (auto status = post_all(writing, rules, value.party_id, value.drafts, origin); !status) return status.error();
  for (auto& refund : (*found)->refunds) {
    if (refund.refund.state == payment::RefundState::paid || refund.refund.state == payment::RefundState::withdrawn) {
      continue;
    }
    refund.refund.state = payment::RefundState::withdrawn;
    if (auto status = keep(writing, "withdrawn", refund, origin); !status) return status.error();
  }
  original.outcome = payment::Outcome::reversed;
  if (auto status = keep(writing, "reversed", original, origin); !status) return status.error();
  Taken taken{false, receipt_of(file_id, confirmation, value), std::move(matched.steps), std::nullopt};
  taken.receipt.order_id = original.order_id;
  taken.receipt.account_number = original.account_number;
  taken.receipt.reverses = original.receipt_id;
  if (auto status = keep_receipt(writing, confirmation, taken.receipt, origin); !status) return status.error();
  if (auto status = add_to_order(writing, value.party_id, original.order_id, value.order_krw, origin); !status) {
    return status.error();
  }
  return taken;
}

// --- bank files
// -------------------------------------------------------------------------------------------------------------

BankFile file_from(const Row& row) {
  BankFile file;
  file.file_id = row.text(0);
  file.file_name = row.text(1);
  file.format = row.text(2);
  file.imported_by = row.text(3);
  file.imported_at = Instant{row.integer(4)};
  file.recorded = row.integer(5);
  file.known = row.integer(6);
  file.rejected = row.integer(7);
  file.not_booked = row.integer(8);
  file.received_krw = row.integer(9);
  file.reversed_krw = row.integer(10);
  return file;
}

Result<std::optional<BankFile>> find_file(Connection& database, std::string_view file_id) {
  std::optional<BankFile> found;
  auto status = database.rows(sql::find_bank_file, {file_id}, [&](const Row& row) {
    found = file_from(row);
    return true;
  });
  if (!status) return status.error();
  return found;
}

/// One import on its way: chunk by chunk, each a write of its own, the file itself last.
class Import : public std::enable_shared_from_this<Import> {
 public:
  Import(Store& store, const Rules& rules, Origin origin, payment::Reading reading, BankFile file,
         Completion<Imported> done)
      : store_(store), rules_(rules), origin_(std::move(origin)), reading_(std::move(reading)), done_(std::move(done)) {
    imported_.file = std::move(file);
    imported_.rejected = std::move(reading_.rejected);
  }

  void next() {
    if (at_ == reading_.confirmations.size()) return finish();
    const auto begin = at_;
    const auto end = std::min(begin + chunk_size, reading_.confirmations.size());
    at_ = end;
    store_.write<std::vector<Taken>>(
        origin_,
        [self = shared_from_this(), begin, end](Writing& writing) { return self->take_some(writing, begin, end); },
        [self = shared_from_this()](Result<std::vector<Taken>> taken) {
          if (!taken) return self->done_(taken.error());
          self->add(std::move(*taken));
          self->next();
        });
  }

 private:
  Result<std::vector<Taken>> take_some(Writing& writing, std::size_t begin, std::size_t end) const {
    std::vector<Taken> all;
    for (auto i = begin; i < end; ++i) {
      const auto& confirmation = reading_.confirmations[i];
      auto taken = record::attempt<Taken>(writing, "confirmation", [&](Writing& inner) {
        return take(inner, rules_, imported_.file.file_id, confirmation, origin_);
      });
      if (!taken && db::failure_of(taken.error()) != db::Failure::none) return taken.error();
      all.push_back(
          taken ? std::move(*taken)
                : rejected(confirmation, RejectCause::refused_by_the_ledger, taken.error().field, taken.error().code));
    }
    return all;
  }

  void add(std::vector<Taken> all) {
    for (auto& taken : all) {
      if (taken.rejected) {
        imported_.rejected.push_back(std::move(*taken.rejected));
        continue;
      }
      auto& file = imported_.file;
      if (!taken.known_before) {
        ++file.recorded;
        (taken.receipt.reverses.empty() ? file.received_krw : file.reversed_krw) += taken.receipt.amount_krw;
      } else {
        ++file.known;
      }
      imported_.taken.push_back(std::move(taken));
    }
  }

  void finish() {
    std::stable_sort(imported_.rejected.begin(), imported_.rejected.end(),
                     [](const auto& a, const auto& b) { return a.source_row < b.source_row; });
    imported_.file.rejected = static_cast<std::int64_t>(imported_.rejected.size());
    store_.write<BankFile>(
        origin_, [self = shared_from_this()](Writing& writing) { return self->keep_file(writing); },
        [self = shared_from_this()](Result<BankFile> file) {
          if (!file) return self->done_(file.error());
          self->imported_.file = std::move(*file);
          self->done_(std::move(self->imported_));
        });
  }

  Result<BankFile> keep_file(Writing& writing) const {
    auto file = imported_.file;
    const auto earlier = find_file(writing.database, file.file_id);
    if (!earlier) return earlier.error();
    if (*earlier) {  // gone through again: what it brought then and now
      file.recorded += (*earlier)->recorded;
      file.known = 0;
      file.received_krw += (*earlier)->received_krw;
      file.reversed_krw += (*earlier)->reversed_krw;
    }
    const auto put_file = writing.database.run(
        sql::put_bank_file,
        {file.file_id, file.file_name, file.format, file.imported_by, file.imported_at.microseconds, file.recorded,
         file.known, file.rejected, file.not_booked, file.received_krw, file.reversed_krw});
    if (!put_file) return put_file.error();
    const auto body = record::json_object({{"file_name", file.file_name},
                                           {"format", file.format},
                                           {"recorded", std::to_string(file.recorded)},
                                           {"known", std::to_string(file.known)},
                                           {"rejected", std::to_string(file.rejected)},
                                           {"received_krw", std::to_string(file.received_krw)},
                                           {"reversed_krw", std::to_string(file.reversed_krw)}});
    const auto recorded =
        add_record(writing, record::system_party, file.file_id, record::Kind::bank_file_imported, body, origin_);
    if (!recorded) return recorded.error();
    return file;
  }

  Store& store_;
  const Rules rules_;
  const Origin origin_;
  payment::Reading reading_;
  std::size_t at_ = 0;
  Imported imported_;
  Completion<Imported> done_;
};

template <class T>
Result<std::vector<T>> read_all(const Store& store, std::string_view sql_text, const std::vector<std::string>& words,
                                T (*make)(const Row&)) {
  return store.query<std::vector<T>>([&](Connection& database) -> Result<std::vector<T>> {
    std::vector<Value> parameters(words.begin(), words.end());
    std::vector<T> found;
    auto status = database.rows(sql_text, std::span<const Value>(parameters), [&](const Row& row) {
      found.push_back(make(row));
      return true;
    });
    if (!status) return status.error();
    return found;
  });
}

Result<std::int64_t> available_at(Connection& database, std::string_view party_id, std::string_view account,
                                  std::string_view matter_id, Date day) {
  const auto there = movements(database, party_id, {std::string(account), std::string(matter_id)});
  if (!there) return there.error();
  return ledger::available(*there, ledger::Side::credit, day);
}

Result<payment::Refundable> refundable(Connection& database, std::string_view party_id, std::string_view matter_id,
                                       Date day) {
  const auto overpaid = available_at(database, party_id, ledger::account::overpayments, matter_id, day);
  if (!overpaid) return overpaid.error();
  const auto unallocated = available_at(database, party_id, ledger::account::unallocated_receipts, matter_id, day);
  if (!unallocated) return unallocated.error();
  return payment::Refundable{*overpaid, *unallocated};
}

}  // namespace

// --- orders
// -----------------------------------------------------------------------------------------------------------------

Result<OrderRow> issue_order(Writing& writing, const Rules& rules, const NewOrder& asked, const Origin& origin) {
  OrderRow row;
  auto& order = row.order;
  order.order_id = asked.order_id;
  order.party_id = asked.party_id;
  order.matter_id = asked.matter.matter_id;
  order.issued_on = asked.issued_on;
  order.due = asked.due;
  order.charges = asked.charges;
  row.charged = asked.charges_now;
  if (const auto refusal = payment::refusal_to_issue(rules.chart, order)) {
    return error_of(*refusal, "Order " + asked.order_id);
  }
  auto there = find_order(writing.database, asked.party_id, asked.order_id);
  if (!there) return there.error();
  if (*there) {
    if (is_same((*there)->order, order)) return **there;
    return Error{"already_exists", "order_id", "Another order stands under '" + asked.order_id + "'",
                 "Choose another id"};
  }
  if (asked.charges_now) {
    const auto posted =
        post(writing, rules.chart, order.party_id, payment::charge_of(order, asked.matter, asked.cite), origin);
    if (!posted) return posted.error();
  }
  auto number = new_account_number(writing, rules.policy.number_pattern(order.issued_on));
  if (!number) return number.error();
  order.account_number = std::move(*number);
  const auto inserted =
      writing.database.run(sql::insert_virtual_account, {order.account_number, order.party_id, order.order_id});
  if (!inserted) return inserted.error();
  if (auto status = keep(writing, "issued", row, origin); !status) return status.error();
  return row;
}

void issue_order(Store& store, const Rules& rules, NewOrder order, const Origin& origin, Completion<OrderRow> done) {
  store.write<OrderRow>(
      origin,
      [rules, order = std::move(order), origin](Writing& writing) {
        return issue_order(writing, rules, order, origin);
      },
      std::move(done));
}

Result<OrderRow> set_order(Writing& writing, const Rules& rules, std::string_view party_id, std::string_view order_id,
                           Standing standing, Date day, std::string_view reason, const Origin& origin) {
  auto row = find_order(writing.database, party_id, order_id);
  if (!row) return row.error();
  if (!*row) return not_found("order_id", order_id);
  auto& order = (*row)->order;
  if (order.standing == standing) return **row;
  if (const auto refusal = payment::refusal_to_set(order, standing)) {
    return error_of(*refusal, "Order " + order.order_id);
  }
  if (standing == Standing::cancelled && (*row)->charged) {
    const auto charge = find_transaction(writing.database, party_id, "charge:" + order.order_id);
    if (!charge) return charge.error();
    if (!*charge) return not_found("order_id", order_id);
    const auto posted =
        post(writing, rules.chart, party_id,
             ledger::reversal((*charge)->draft, "cancel:" + order.order_id, day, std::string(reason)), origin);
    if (!posted) return posted.error();
  }
  order.standing = standing;
  if (auto status = keep(writing, name(standing), **row, origin); !status) return status.error();
  return **row;
}

void set_order(Store& store, const Rules& rules, std::string party_id, std::string order_id, Standing standing,
               Date day, std::string reason, const Origin& origin, Completion<OrderRow> done) {
  store.write<OrderRow>(
      origin,
      [rules, party_id = std::move(party_id), order_id = std::move(order_id), standing, day, reason = std::move(reason),
       origin](Writing& writing) {
        return set_order(writing, rules, party_id, order_id, standing, day, reason, origin);
      },
      std::move(done));
}

// --- confirmations
// ------------------------------------------------------------------------------------------------------

Result<Taken> take(Writing& writing, const Rules& rules, std::string_view file_id, const Confirmation& confirmation,
                   const Origin& origin) {
  const auto known = find_reference(writing.database, confirmation.reference);
  if (!known) return known.error();
  if (*known) {
    if ((*known)->digest != view(digest_of_confirmation(confirmation))) {
      return rejected(confirmation, RejectCause::reference_has_other_content, "reference", confirmation.reference);
    }
    auto receipt = find_receipt(writing.database, (*known)->party_id, (*known)->receipt_id);
    if (!receipt) return receipt.error();
    if (!*receipt) return not_found("reference", confirmation.reference);
    return Taken{true, std::move(**receipt), {}, std::nullopt};
  }
  return confirmation.is_reversal ? take_reversal(writing, rules, file_id, confirmation, origin)
                                  : take_payment(writing, rules, file_id, confirmation, origin);
}

void import_bank_file(Store& store, const Rules& rules, std::string file_name, std::string_view content,
                      const Origin& origin, Completion<Imported> done) {
  if (static_cast<std::int64_t>(content.size()) > rules.policy.most_bytes) {
    return done(Error{"bank_file_is_too_large", "file",
                      "The file is larger than what is taken at once (" + std::to_string(content.size()) +
                          " bytes, at most " + std::to_string(rules.policy.most_bytes) + ")",
                      "Ask the bank for smaller files, or split it"});
  }
  const auto file_id = fingerprint_of(content);
  auto earlier = bank_file(store, file_id);
  if (!earlier) return done(earlier.error());
  if (*earlier && (*earlier)->rejected == 0) {
    Imported imported{**earlier, true, {}, {}};
    return done(std::move(imported));
  }
  auto reading = payment::read_bank_file(content);
  if (!reading) return done(reading.error());
  BankFile file;
  file.file_id = file_id;
  file.file_name = std::move(file_name);
  file.format = reading->format;
  file.imported_by = origin.actor;
  file.imported_at = origin.at;
  file.not_booked = static_cast<std::int64_t>(reading->not_booked);
  std::make_shared<Import>(store, rules, origin, std::move(*reading), std::move(file), std::move(done))->next();
}

// --- refunds
// ----------------------------------------------------------------------------------------------------------------

namespace {

/// Whether this very request posted the transaction before.
Result<bool> is_repeated(Connection& database, std::string_view party_id, const std::string& transaction_id,
                         const Origin& origin) {
  if (origin.request_id.empty()) return false;
  const auto earlier = find_transaction(database, party_id, transaction_id);
  if (!earlier) return earlier.error();
  return *earlier && (*earlier)->actor == origin.actor && (*earlier)->request_id == origin.request_id;
}

}  // namespace

void propose_refund(Store& store, const Rules& rules, Refund refund, const Origin& origin, Completion<RefundRow> done) {
  store.write<RefundRow>(
      origin,
      [rules, refund = std::move(refund), origin](Writing& writing) -> Result<RefundRow> {
        auto there = find_refund(writing.database, refund.party_id, refund.refund_id);
        if (!there) return there.error();
        if (*there) return **there;
        if (!payment::is_ground(rules.law, refund.ground, refund.proposed_on)) {
          return error_of(payment::RefundRefusal::ground_is_unknown, refund);
        }
        RefundRow row{refund.party_id, refund.refund_id, refund, "", 0};
        row.refund.state = payment::RefundState::proposed;
        if (auto status = keep(writing, "proposed", row, origin); !status) return status.error();
        return row;
      },
      std::move(done));
}

Result<RefundRow> reduce_and_refund(Writing& writing, const Rules& rules, const Reduction& reduction, Date day,
                                    const Origin& origin) {
  RefundRow row;
  row.party_id = reduction.party_id;
  row.refund_id = reduction.refund_id;
  auto& refund = row.refund;
  refund.refund_id = reduction.refund_id;
  refund.party_id = reduction.party_id;
  refund.matter_id = reduction.matter.matter_id;
  refund.ground = "charge_reduced";
  refund.paid_in_on = reduction.paid_in_on;
  refund.proposed_on = day;
  for (const auto& charge : reduction.charges) {
    // What was paid with the declaration came in before this ledger had the matter: it is taken over as of that day.
    ledger::Draft taken_over;
    taken_over.transaction_id = "taken_over:" + refund.matter_id + ":" + charge.charge;
    taken_over.kind = ledger::Kind::assessed;
    taken_over.applies_on = reduction.paid_in_on;
    taken_over.cite = reduction.cite;
    taken_over.opens.push_back({refund.matter_id, reduction.matter.kind, reduction.paid_in_on});
    taken_over.entries = {
        {std::string(ledger::account::cash_bank), refund.matter_id, ledger::Side::debit, charge.amount_krw},
        {ledger::revenue(charge.charge), refund.matter_id, ledger::Side::credit, charge.amount_krw}};
    if (const auto posted = post(writing, rules.chart, reduction.party_id, taken_over, origin); !posted) {
      return posted.error();
    }
    const auto id = "reduce:" + refund.matter_id + ":" + charge.charge;
    const auto draft = payment::reduction_of(id, refund.matter_id, charge, 0, day, reduction.cite, reduction.note);
    const auto posted = post(writing, rules.chart, reduction.party_id, draft, origin);
    if (!posted) return posted.error();
    refund.principal_krw += charge.amount_krw;
  }
  if (auto status = keep(writing, "proposed", row, origin); !status) return status.error();
  return row;
}

Result<std::vector<Idle>> idle_money(const Store& store, std::string_view party_id, Date day) {
  const auto posted = transactions(store, party_id);
  if (!posted) return posted.error();
  std::vector<Idle> idle;
  for (const auto& [place, sum] : ledger::balances(*posted, day, {})) {
    const bool overpaid = place.account == ledger::account::overpayments;
    if (sum >= 0 || (!overpaid && place.account != ledger::account::unallocated_receipts)) continue;
    auto found =
        std::find_if(idle.begin(), idle.end(), [&](const Idle& one) { return one.matter_id == place.matter_id; });
    if (found == idle.end()) found = idle.insert(idle.end(), Idle{place.matter_id, {}});
    (overpaid ? found->there.overpayments_krw : found->there.unallocated_krw) -= sum;  // credit balances are negative
  }
  return idle;
}

void decide_refund(Store& store, const Rules& rules, std::string party_id, std::string refund_id, Date day,
                   const Origin& origin, Completion<Explained<RefundRow>> done) {
  store.write<Explained<RefundRow>>(
      origin,
      [rules, party_id = std::move(party_id), refund_id = std::move(refund_id), day,
       origin](Writing& writing) -> Result<Explained<RefundRow>> {
        auto row = find_refund(writing.database, party_id, refund_id);
        if (!row) return row.error();
        if (!*row) return not_found("refund_id", refund_id);
        auto& refund = (*row)->refund;
        if (const auto again = is_repeated(writing.database, party_id, "decide:" + refund_id, origin); !again) {
          return again.error();
        } else if (*again) {
          auto interest = payment::interest_on(rules.law, rules.messages, refund.ground, refund.principal_krw,
                                               refund.paid_in_on, *refund.decided_on);
          return Explained<RefundRow>{**row, std::move(interest.steps)};
        }
        const auto there = refundable(writing.database, party_id, refund.matter_id, day);
        if (!there) return there.error();
        if (const auto refusal = payment::refusal_to_decide(rules.law, refund, *there, day)) {
          return error_of(*refusal, refund);
        }
        auto decided = payment::decide(rules.law, rules.messages, refund, *there, day);
        const auto posted = post(writing, rules.chart, party_id, decided.value.draft, origin);
        if (!posted) return posted.error();
        refund = decided.value.refund;
        (*row)->decided_by = origin.actor;
        if (auto status = keep(writing, "decided", **row, origin); !status) return status.error();
        return Explained<RefundRow>{**row, std::move(decided.steps)};
      },
      std::move(done));
}

void pay_refund(Store& store, const Rules& rules, std::string party_id, std::string refund_id, Date day,
                const Origin& origin, Completion<RefundRow> done) {
  store.write<RefundRow>(
      origin,
      [rules, party_id = std::move(party_id), refund_id = std::move(refund_id), day,
       origin](Writing& writing) -> Result<RefundRow> {
        auto row = find_refund(writing.database, party_id, refund_id);
        if (!row) return row.error();
        if (!*row) return not_found("refund_id", refund_id);
        auto& refund = (*row)->refund;
        if (const auto again = is_repeated(writing.database, party_id, "pay:" + refund_id, origin); !again) {
          return again.error();
        } else if (*again) {
          return **row;
        }
        if (const auto refusal = payment::refusal_to_pay(refund, (*row)->decided_by, origin.actor, day)) {
          return error_of(*refusal, refund);
        }
        const auto posted = post(writing, rules.chart, party_id, payment::payment_of(refund, day), origin);
        if (!posted) return posted.error();
        refund.state = payment::RefundState::paid;
        refund.paid_on = day;
        if (auto status = keep(writing, "paid", **row, origin); !status) return status.error();
        return **row;
      },
      std::move(done));
}

// --- money put to another use
// ---------------------------------------------------------------------------------------------

Status count_for_order(Writing& writing, std::string_view party_id, std::string_view order_id,
                       const std::vector<ledger::Draft>& drafts, const Origin& origin) {
  if (order_id.empty()) return success();
  auto row = find_order(writing.database, party_id, order_id);
  if (!row) return row.error();
  if (!*row) return not_found("order_id", order_id);
  auto& order = (*row)->order;
  std::int64_t paid = 0;
  for (const auto& draft : drafts) {
    // Charges, and charges that are owed no longer, are no payments.
    if (draft.kind == ledger::Kind::assessed || draft.kind == ledger::Kind::reduced ||
        draft.kind == ledger::Kind::extinguished) {
      continue;
    }
    for (const auto& entry : draft.entries) {
      const bool asked = std::any_of(order.charges.begin(), order.charges.end(), [&](const auto& charge) {
        return entry.account == ledger::receivable(charge.charge);
      });
      if (asked && entry.matter_id == order.matter_id) paid -= entry.debit();
    }
  }
  if (paid == 0) return success();
  order.paid_krw += paid;
  return keep(writing, "paid", **row, origin);
}

Status count_for_orders(Writing& writing, std::string_view party_id, std::string_view matter_id, std::int64_t amount,
                        const Origin& origin) {
  auto orders = orders_of_matter(writing.database, party_id, matter_id);
  if (!orders) return orders.error();
  for (auto& row : *orders) {
    const auto part = std::min(amount, row.order.remaining_krw());
    if (row.order.standing != Standing::open || part <= 0) continue;
    row.order.paid_krw += part;
    amount -= part;
    if (auto status = keep(writing, "paid", row, origin); !status) return status;
  }
  return success();
}

namespace {

Result<Allocated> allocate(Writing& writing, const Rules& rules, const std::string& party_id,
                           const std::string& receipt_matter, const std::string& matter_id, Date day,
                           const Origin& origin) {
  const auto key = "allocate:" + (origin.request_id.empty() ? receipt_matter + ">" + matter_id : origin.request_id);
  Allocated allocated;
  for (const auto account : {ledger::account::overpayments, ledger::account::unallocated_receipts}) {
    const auto id = key + ":" + std::string(account);
    const auto earlier = find_transaction(writing.database, party_id, id);
    if (!earlier) return earlier.error();
    if (*earlier) {  // the same request again
      for (const auto& entry : (*earlier)->draft.entries) {
        if (entry.side != ledger::Side::credit) continue;
        allocated.amount_krw += entry.amount_krw;
        allocated.paid.push_back({entry.account.substr(ledger::receivable("").size()), entry.amount_krw});
      }
      continue;
    }
    const auto there = available_at(writing.database, party_id, account, receipt_matter, day);
    if (!there) return there.error();
    const auto owing = owed(writing.database, rules.chart, party_id, matter_id, day);
    if (!owing) return owing.error();
    const auto paid = payment::appropriate(rules.chart, *there, *owing);
    if (paid.empty()) continue;
    const auto posted = post(writing, rules.chart, party_id,
                             payment::allocation_of(id, receipt_matter, account, matter_id, paid, day), origin);
    if (!posted) return posted.error();
    const auto amount = payment::sum_of(paid);
    if (auto status = count_for_orders(writing, party_id, matter_id, amount, origin); !status) return status.error();
    allocated.amount_krw += amount;
    allocated.paid.insert(allocated.paid.end(), paid.begin(), paid.end());
  }
  if (allocated.amount_krw == 0) {
    return Error{"nothing_to_allocate", "matter_id",
                 "Nothing is left of " + receipt_matter + ", or nothing is owed in " + matter_id,
                 "Read the statement of both"};
  }
  return allocated;
}

}  // namespace

void allocate(Store& store, const Rules& rules, std::string party_id, std::string receipt_matter, std::string matter_id,
              Date day, const Origin& origin, Completion<Allocated> done) {
  store.write<Allocated>(
      origin,
      [rules, party_id = std::move(party_id), receipt_matter = std::move(receipt_matter),
       matter_id = std::move(matter_id), day,
       origin](Writing& writing) { return allocate(writing, rules, party_id, receipt_matter, matter_id, day, origin); },
      std::move(done));
}

void give_to_party(Store& store, const Rules& rules, std::string receipt_id, std::string party_id, Date day,
                   const Origin& origin, Completion<std::int64_t> done) {
  store.write<std::int64_t>(
      origin,
      [rules, receipt_id = std::move(receipt_id), party_id = std::move(party_id), day,
       origin](Writing& writing) -> Result<std::int64_t> {
        const auto receipt = find_receipt(writing.database, payment::nobody, receipt_id);
        if (!receipt) return receipt.error();
        if (!*receipt) return not_found("receipt_id", receipt_id);
        const auto matter = payment::receipt_matter(receipt_id);
        const auto there =
            available_at(writing.database, payment::nobody, ledger::account::unallocated_receipts, matter, day);
        if (!there) return there.error();
        if (*there == 0) {
          return Error{"nothing_to_allocate", "receipt_id", "Nothing is left of " + matter, "Read its statement"};
        }
        const auto moved = payment::move_of(matter, (*receipt)->value_date, *there, day);
        const auto out = post(writing, rules.chart, payment::nobody, moved.out, origin);
        if (!out) return out.error();
        const auto in = post(writing, rules.chart, party_id, moved.in, origin);
        if (!in) return in.error();
        return *there;
      },
      std::move(done));
}

// --- reads
// -----------------------------------------------------------------------------------------------------------------

Result<std::vector<OrderRow>> orders_of(const Store& store, std::string_view party_id) {
  return read_all(store, sql::orders_of_party, {std::string(party_id)}, order_from);
}

Result<std::optional<OrderRow>> order(const Store& store, std::string_view party_id, std::string_view order_id) {
  return store.query<std::optional<OrderRow>>(
      [&](Connection& database) { return find_order(database, party_id, order_id); });
}

Result<std::vector<ReceiptRow>> receipts_of(const Store& store, std::string_view party_id) {
  return read_all(store, sql::receipts_of_party, {std::string(party_id)}, receipt_from);
}

Result<std::vector<RefundRow>> refunds_of(const Store& store, std::string_view party_id) {
  return read_all(store, sql::refunds_of_party, {std::string(party_id)}, refund_from);
}

Result<std::vector<RefundRow>> refunds_in(const Store& store, payment::RefundState state) {
  return read_all(store, sql::refunds_in_state, {std::string(name(state))}, refund_from);
}

Result<std::vector<BankFile>> bank_files(const Store& store, std::int64_t limit) {
  return store.query<std::vector<BankFile>>([&](Connection& database) -> Result<std::vector<BankFile>> {
    std::vector<BankFile> found;
    auto status = database.rows(sql::list_bank_files, {limit}, [&](const Row& row) {
      found.push_back(file_from(row));
      return true;
    });
    if (!status) return status.error();
    return found;
  });
}

Result<std::optional<BankFile>> bank_file(const Store& store, std::string_view file_id) {
  return store.query<std::optional<BankFile>>([&](Connection& database) { return find_file(database, file_id); });
}

Result<std::vector<ReceiptRow>> receipts_of_file(const Store& store, std::string_view file_id) {
  return read_all(store, sql::receipts_of_file, {std::string(file_id)}, receipt_from);
}

Result<std::vector<payment::ChargeAmount>> owed(Connection& database, const ledger::Chart& chart,
                                                std::string_view party_id, std::string_view matter_id, Date day) {
  const auto there = movements_of_matter(database, party_id, matter_id);
  if (!there) return there.error();
  std::vector<payment::ChargeAmount> amounts;
  for (const auto& charge : chart.charges()) {
    const auto found = there->find(ledger::receivable(charge.id));
    if (found == there->end()) continue;
    const auto amount = ledger::available(found->second, ledger::Side::debit, day);
    if (amount > 0) amounts.push_back({charge.id, amount});
  }
  return amounts;
}

Result<std::vector<payment::Overdue>> overdue(const Store& store, const ledger::Chart& chart, Date day) {
  const auto rows = read_all(store, sql::orders_past_due, {day.text()}, order_from);
  if (!rows) return rows.error();
  return store.query<std::vector<payment::Overdue>>([&](Connection& database) -> Result<std::vector<payment::Overdue>> {
    std::vector<payment::Overdue> found;
    for (const auto& row : *rows) {
      const auto there = owed(database, chart, row.order.party_id, row.order.matter_id, day);
      if (!there) return there.error();
      if (auto one = payment::overdue_on(row.order, *there, day)) found.push_back(std::move(*one));
    }
    return found;
  });
}

std::string fingerprint_of(std::string_view content) {
  return record::hex(record::Framed("clearway.bank-file.1", content.size() + 64).add(content).digest());
}

}  // namespace clearway::settlement
