#include "payment/appropriation.h"

#include <algorithm>

namespace clearway::payment {
namespace {

/// -1: `a` is paid first, 1: `b`, 0: this does not tell.
int compare(Preference by, const Candidate& a, const Candidate& b) {
  switch (by) {
    case Preference::chosen_by_payer: return int{b.chosen} - int{a.chosen};
    case Preference::secured: return int{b.secured} - int{a.secured};
    case Preference::nearest_prescription:
      if (a.prescribed_on.has_value() != b.prescribed_on.has_value()) return a.prescribed_on ? -1 : 1;
      if (!a.prescribed_on || *a.prescribed_on == *b.prescribed_on) return 0;
      return *a.prescribed_on < *b.prescribed_on ? -1 : 1;
    case Preference::oldest_due: return a.due == b.due ? 0 : (a.due < b.due ? -1 : 1);
  }
  return 0;
}

}  // namespace

std::vector<ChargeAmount> appropriate(const ledger::Chart& chart, std::int64_t amount_krw,
                                      const std::vector<ChargeAmount>& owed) {
  std::vector<ChargeAmount> paid;
  for (const auto& charge : chart.charges()) {
    for (const auto& one : owed) {
      if (one.charge != charge.id) continue;
      const auto part = std::min(amount_krw, one.amount_krw);
      if (part <= 0) continue;
      paid.push_back({charge.id, part});
      amount_krw -= part;
    }
  }
  return paid;
}

std::int64_t sum_of(const std::vector<ChargeAmount>& amounts) {
  std::int64_t sum = 0;
  for (const auto& one : amounts) sum += one.amount_krw;
  return sum;
}

std::vector<Candidate> in_order_of_payment(const Preferences& preferences, std::span<const Candidate> candidates) {
  std::vector<Candidate> ordered(candidates.begin(), candidates.end());
  std::sort(ordered.begin(), ordered.end(), [&](const Candidate& a, const Candidate& b) {
    for (const auto by : preferences.order) {
      if (const int told = compare(by, a, b); told != 0) return told < 0;
    }
    return a.matter_id < b.matter_id;
  });
  return ordered;
}

}  // namespace clearway::payment
