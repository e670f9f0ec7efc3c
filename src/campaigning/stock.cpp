#include "campaigning/stock.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "collection/debts.h"

namespace clearway::campaigning {
namespace {

/// The statement of each debt that `wanted` accepts, on a day.
Status each_statement(const record::Store& store, const arrears::Terms& terms, Date on,
                      const std::function<bool(const record::Matter&)>& wanted,
                      const std::function<void(const record::Matter&, const arrears::Statement&)>& visit) {
  std::optional<Error> failed;
  const auto status = collection::each(store, [&](const collection::Kept& kept, const arrears::Books& books) {
    if (!wanted(kept.matter)) return true;
    const auto stated = arrears::statement(terms, kept.file, books.transactions, books.matters, on);
    if (stated) {
      visit(kept.matter, *stated);
    } else if (stated.error().code != "debt_is_not_known") {  // it arose later
      failed = stated.error();
    }
    return !failed;
  });
  if (failed) return *failed;
  return status;
}

/// The first day on which the debt was overdue less one.
Date due_of(const record::Matter& matter, const arrears::Statement& stated) {
  const auto& facts = stated.facts;
  for (const auto& due : {facts.notice_due, facts.extended_to, facts.statutory_due}) {
    if (due) return *due;
  }
  return matter.opened_on;
}

}  // namespace

Result<std::vector<campaign::Debtor>> stock(const record::Store& store, const arrears::Terms& terms,
                                            std::string_view customs_office, Date on) {
  std::map<std::string, campaign::Debtor> debtors;
  const auto status = each_statement(
      store, terms, on, [&](const record::Matter& matter) { return matter.customs_office == customs_office; },
      [&](const record::Matter& matter, const arrears::Statement& stated) {
        if (stated.state != arrears::State::open || stated.balance() <= 0) return;
        const auto due = due_of(matter, stated);
        auto& debtor =
            debtors.try_emplace(matter.party_id, campaign::Debtor{matter.party_id, 0, due, {}, true}).first->second;
        debtor.balance_krw += stated.balance();
        debtor.oldest_due = std::min(debtor.oldest_due, due);
        if (stated.prescription && stated.prescription->completes) {
          const auto ends = *stated.prescription->completes;
          debtor.prescribes_on = std::min(debtor.prescribes_on.value_or(ends), ends);
        }
      });
  if (!status) return status.error();
  std::vector<campaign::Debtor> stock;
  for (auto& [party, debtor] : debtors) stock.push_back(std::move(debtor));
  return stock;
}

Result<std::vector<campaign::Collected>> collected(const record::Store& store, const arrears::Terms& terms,
                                                   const campaign::Campaign& campaign, Date today) {
  const auto last = std::min(today, campaign.until);
  if (last < campaign.from) return std::vector<campaign::Collected>{};
  const auto belongs = [&](const record::Matter& matter) {
    return std::binary_search(campaign.debtors.begin(), campaign.debtors.end(),
                              campaign::Enrolled{matter.party_id, {}, 0, {}, {}, false},
                              [](const auto& left, const auto& right) { return left.party_id < right.party_id; });
  };
  std::vector<campaign::Collected> collected;
  const auto status =
      each_statement(store, terms, last, belongs, [&](const record::Matter& matter, const arrears::Statement& stated) {
        for (const auto& paid : stated.payments) {
          const auto on = paid.receipt.on;
          const auto krw = paid.receipt.amount - paid.rest;
          if (on >= campaign.from && on <= last && krw > 0) collected.push_back({matter.party_id, on, krw});
        }
      });
  if (!status) return status.error();
  return collected;
}

}  // namespace clearway::campaigning
