#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/chart.h"
#include "payment/order.h"
#include "payment/policy.h"

namespace clearway::payment {

/// How much of each charge `amount_krw` pays: costs, then tax, then penalty, in the order of the chart (National Tax
/// Collection Act 3). `owed` in any order; what is left over is in nothing.
std::vector<ChargeAmount> appropriate(const ledger::Chart& chart, std::int64_t amount_krw,
                                      const std::vector<ChargeAmount>& owed);
std::int64_t sum_of(const std::vector<ChargeAmount>& amounts);

/// One of several matters that a payment could go to.
struct Candidate {
  std::string matter_id;
  Date due;
  std::optional<Date> prescribed_on{};  // when the claim lapses, where it is known
  bool secured = false;
  bool chosen = false;  // by the payer
};
/// The matters in the order in which a payment reaches them. Those alike in everything keep the order of their ids.
std::vector<Candidate> in_order_of_payment(const Preferences& preferences, std::span<const Candidate> candidates);

}  // namespace clearway::payment
