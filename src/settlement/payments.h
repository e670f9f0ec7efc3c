#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/explained.h"
#include "base/messages.h"
#include "law/law.h"
#include "ledger/chart.h"
#include "payment/appropriation.h"
#include "payment/confirmation.h"
#include "payment/matching.h"
#include "payment/order.h"
#include "payment/policy.h"
#include "payment/refund.h"
#include "record/store.h"
#include "settlement/rows.h"

namespace clearway::settlement {

/// By what payments are taken; all of it outlives the writes it is used in.
struct Rules {
  const ledger::Chart& chart;
  const payment::Policy& policy;
  const law::Law& law;
  const Messages& messages;
};

/// An order to be issued. `charges_now`: it posts its charges to the matter; else they stand there already.
struct NewOrder {
  std::string order_id, party_id;
  ledger::Matter matter;
  Date issued_on, due;
  std::vector<payment::ChargeAmount> charges;
  bool charges_now = true;
  std::string cite{};
};

/// Issues an order under a virtual account number of its own. The same order again is harmless (answered as it stands);
/// another under its id is refused: already_exists. Other refusals: payment::OrderRefusal, ledger::Refusal.
void issue_order(record::Store& store, const Rules& rules, NewOrder order, const record::Origin& origin,
                 record::Completion<OrderRow> done);
/// The same inside a write, together with whatever else belongs to it.
Result<OrderRow> issue_order(record::Writing& writing, const Rules& rules, const NewOrder& order,
                             const record::Origin& origin);
/// Cancels or closes an order. Cancelled, what it charged is reversed on `day`.
void set_order(record::Store& store, const Rules& rules, std::string party_id, std::string order_id,
               payment::Standing standing, Date day, std::string reason, const record::Origin& origin,
               record::Completion<OrderRow> done);
Result<OrderRow> set_order(record::Writing& writing, const Rules& rules, std::string_view party_id,
                           std::string_view order_id, payment::Standing standing, Date day, std::string_view reason,
                           const record::Origin& origin);

/// What became of one confirmation.
struct Taken {
  bool known_before = false;
  ReceiptRow receipt;
  std::vector<Step> steps;
  std::optional<payment::Rejected> rejected;  // nothing was written
};
Result<Taken> take(record::Writing& writing, const Rules& rules, std::string_view file_id,
                   const payment::Confirmation& confirmation, const record::Origin& origin);

/// A file of the bank that was read to its end.
struct BankFile {
  std::string file_id, file_name, format, imported_by;
  Instant imported_at;
  std::int64_t recorded = 0, known = 0, rejected = 0, not_booked = 0;
  std::int64_t received_krw = 0, reversed_krw = 0;  // of what was recorded
};
struct Imported {
  BankFile file;
  bool imported_before = false;
  std::vector<Taken> taken;                 // in the order of the file, what was known before included
  std::vector<payment::Rejected> rejected;  // by row
};
/// Takes a file of the bank: good rows are kept, bad ones named. A file that was taken whole is answered with what it
/// brought then; one with rejected rows is gone through again, what it brought before is known by its references.
void import_bank_file(record::Store& store, const Rules& rules, std::string file_name, std::string_view content,
                      const record::Origin& origin, record::Completion<Imported> done);

/// An officer proposes a refund (imports propose their own); decides it; somebody else releases its payment. Each is
/// harmless to repeat under its request id.
void propose_refund(record::Store& store, const Rules& rules, payment::Refund refund, const record::Origin& origin,
                    record::Completion<RefundRow> done);
void decide_refund(record::Store& store, const Rules& rules, std::string party_id, std::string refund_id, Date day,
                   const record::Origin& origin, record::Completion<Explained<RefundRow>> done);
void pay_refund(record::Store& store, const Rules& rules, std::string party_id, std::string refund_id, Date day,
                const record::Origin& origin, record::Completion<RefundRow> done);

/// A charge that is owed no longer, as of an accepted refund claim: what had been paid of it becomes an overpayment of
/// `matter`, and its refund is proposed. Inside a write, together with whatever else belongs to it.
struct Reduction {
  std::string party_id, refund_id;
  ledger::Matter matter;
  std::vector<payment::ChargeAmount> charges;
  Date paid_in_on;
  std::string cite, note;
};
Result<RefundRow> reduce_and_refund(record::Writing& writing, const Rules& rules, const Reduction& reduction, Date day,
                                    const record::Origin& origin);

/// Money of a party that stands at no order: by receipt or matter, what may be refunded.
struct Idle {
  std::string matter_id;
  payment::Refundable there;
};
Result<std::vector<Idle>> idle_money(const record::Store& store, std::string_view party_id, Date day);

/// Uses what is unallocated or overpaid in the matter of a receipt for what is owed in another matter of the party, as
/// far as both reach. Refused with nothing_to_allocate where either is nothing.
struct Allocated {
  std::int64_t amount_krw = 0;
  std::vector<payment::ChargeAmount> paid;
};
void allocate(record::Store& store, const Rules& rules, std::string party_id, std::string receipt_matter,
              std::string matter_id, Date day, const record::Origin& origin, record::Completion<Allocated> done);
/// What is allocated to a matter counts for its open orders, the oldest first. For writes that post the allocation
/// themselves.
Status count_for_orders(record::Writing& writing, std::string_view party_id, std::string_view matter_id,
                        std::int64_t amount, const record::Origin& origin);
/// What drafts pay of the charges of an order, or (a payment called back) pay no longer. For writes that post them
/// themselves; nothing where there is no order. Error not_found.
Status count_for_order(record::Writing& writing, std::string_view party_id, std::string_view order_id,
                       const std::vector<ledger::Draft>& drafts, const record::Origin& origin);
/// Gives a receipt that was nobody's to the party whose it is, where it stands unallocated.
void give_to_party(record::Store& store, const Rules& rules, std::string receipt_id, std::string party_id, Date day,
                   const record::Origin& origin, record::Completion<std::int64_t> done);

/// Reads.
Result<std::vector<OrderRow>> orders_of(const record::Store& store, std::string_view party_id);
Result<std::optional<OrderRow>> order(const record::Store& store, std::string_view party_id, std::string_view order_id);
Result<std::vector<ReceiptRow>> receipts_of(const record::Store& store, std::string_view party_id);
Result<std::vector<RefundRow>> refunds_of(const record::Store& store, std::string_view party_id);
Result<std::vector<RefundRow>> refunds_in(const record::Store& store, payment::RefundState state);
Result<std::vector<BankFile>> bank_files(const record::Store& store, std::int64_t limit);
Result<std::optional<BankFile>> bank_file(const record::Store& store, std::string_view file_id);
Result<std::vector<ReceiptRow>> receipts_of_file(const record::Store& store, std::string_view file_id);

/// What a matter owes, by charge, on a day and every later one.
Result<std::vector<payment::ChargeAmount>> owed(db::Connection& database, const ledger::Chart& chart,
                                                std::string_view party_id, std::string_view matter_id, Date day);
/// Orders whose due date has passed on `day` with something unpaid, oldest first: what becomes debts.
Result<std::vector<payment::Overdue>> overdue(const record::Store& store, const ledger::Chart& chart, Date day);

/// BLAKE2b-256 of a file, hexadecimal.
std::string fingerprint_of(std::string_view content);

}  // namespace clearway::settlement
