#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "ledger/chart.h"
#include "ledger/transaction.h"

namespace clearway::payment {

struct ChargeAmount {
  std::string charge;  // of the chart, e.g. customs_duty
  std::int64_t amount_krw = 0;
  friend bool operator==(const ChargeAmount&, const ChargeAmount&) = default;
};

/// What is decided about an order; the rest follows from payments and the date.
enum class Standing : std::uint8_t { open, cancelled, closed };
inline constexpr std::array<std::string_view, 3> standing_names = {"open", "cancelled", "closed"};
inline std::string_view name(Standing standing) { return standing_names[static_cast<std::size_t>(standing)]; }
std::optional<Standing> parse_standing(std::string_view text);

/// expired: the due date has passed and something is unpaid; money under its number is still taken.
enum class OrderState : std::uint8_t { open, part_paid, paid, expired, cancelled, closed };
inline constexpr std::array<std::string_view, 6> order_state_names = {"open",    "part_paid", "paid",
                                                                      "expired", "cancelled", "closed"};
inline std::string_view name(OrderState state) { return order_state_names[static_cast<std::size_t>(state)]; }

/// What a party is asked to pay for one matter, under a virtual account number of its own.
struct Order {
  std::string order_id, party_id, matter_id, account_number;
  Date issued_on, due;  // due as it stands: moved to a working day already
  std::vector<ChargeAmount> charges;
  std::int64_t total_krw = 0;
  std::int64_t paid_krw = 0;  // received for it and not called back
  Standing standing = Standing::open;
  std::int64_t remaining_krw() const { return total_krw - paid_krw; }
};

OrderState state_on(const Order& order, Date day);

/// Why an order is not issued, cancelled or closed, in the order in which it is checked. Never renamed.
enum class OrderRefusal : std::uint8_t {
  order_has_no_amount,
  charge_is_unknown,
  charge_stands_twice,
  amount_is_not_positive,
  total_exceeds_the_range,
  due_before_it_is_issued,
  order_is_not_open,
  order_has_been_paid,
};
std::string_view name(OrderRefusal refusal);

/// Before an order is issued; sets its total.
std::optional<OrderRefusal> refusal_to_issue(const ledger::Chart& chart, Order& order);
/// Cancelled: it should never have been issued, what it charged is taken back, so nothing may have been paid. Closed:
/// it takes no more money, what is owed stays owed.
std::optional<OrderRefusal> refusal_to_set(const Order& order, Standing standing);

/// The charge of an order as a transaction: the receivables of its matter, which begins to exist with it unless it
/// does.
ledger::Draft charge_of(const Order& order, const ledger::Matter& matter, std::string cite);

/// An order whose due date has passed on `day` with something unpaid: it becomes a debt.
struct Overdue {
  std::string party_id, order_id, matter_id;
  Date due;
  std::vector<ChargeAmount> unpaid;  // what is still owed in the matter, up to what the order asked for
  std::int64_t unpaid_krw = 0;
};
/// Nothing where it is not overdue. `owed`: what stands on the matter's receivables on `day`, by charge.
std::optional<Overdue> overdue_on(const Order& order, const std::vector<ChargeAmount>& owed, Date day);

}  // namespace clearway::payment
