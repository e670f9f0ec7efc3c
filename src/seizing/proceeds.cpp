#include "seizing/proceeds.h"

#include <algorithm>

#include "settlement/ledger.h"

namespace clearway::seizing {
namespace {

using ledger::Draft;
using ledger::Entry;
using ledger::Side;

constexpr std::string_view costs = "enforcement_costs";
constexpr auto* collected_cite = "tax-collection-act-91-2";
constexpr auto* distribution_cite = "tax-collection-act-96";
const std::string unallocated(ledger::account::unallocated_receipts);

Status post(record::Writing& writing, const Rules& rules, const seizure::Case& subject, Draft draft,
            const record::Origin& origin) {
  const auto known = settlement::find_matter(writing.database, subject.party_id, subject.case_id);
  if (!known) return known.error();
  if (!*known) draft.opens.push_back({subject.case_id, std::string(seizure_kind), *subject.seized_on});
  const auto posted = settlement::post(writing, rules.settlement.chart, subject.party_id, draft, origin);
  return posted ? success() : Status(posted.error());
}

/// The channel by which a debt gets the money.
std::string channel_of(const seizure::Case& subject) { return subject.sale ? "public_sale" : "claim"; }

}  // namespace

Status post_received(record::Writing& writing, const Rules& rules, const seizure::Case& subject, std::int64_t krw,
                     std::string_view what, Date day, const record::Origin& origin) {
  if (krw == 0) return success();
  Draft draft;
  draft.transaction_id = std::string(what) + ":" + subject.case_id + ":" + std::to_string(subject.events.size());
  draft.kind = ledger::Kind::received;
  draft.applies_on = day;
  draft.cite = distribution_cite;
  draft.entries = {{std::string(ledger::account::cash_bank), subject.case_id, Side::debit, krw},
                   {unallocated, subject.case_id, Side::credit, krw}};
  return post(writing, rules, subject, std::move(draft), origin);
}

DraftsOfDebts drafts_of_debts(const seizure::Case& subject, Date day) {
  const auto& statement = *subject.statement;
  std::map<std::string, std::int64_t, std::less<>> shares;
  for (const auto& one : statement.allotments) {
    if (one.matter_id != subject.case_id) shares[one.matter_id] += one.krw;
  }
  auto came_in = statement.proceeds_krw + statement.forfeited_krw;
  DraftsOfDebts drafts;
  for (const auto& [matter, krw] : shares) {
    const auto add = [&, &matter = matter](std::string_view part, Date on, std::int64_t amount) {
      if (amount == 0) return;
      auto& draft = drafts[matter].emplace_back();
      draft.transaction_id = "distribute:" + subject.case_id + ":" + matter + std::string(part);
      draft.kind = ledger::Kind::moved;
      draft.applies_on = on;
      draft.cite = collected_cite;
      draft.note = channel_of(subject);
      draft.entries = {{unallocated, subject.case_id, Side::debit, amount},
                       {std::string(ledger::account::overpayments), matter, Side::credit, amount}};
    };
    const auto collected = std::min(krw, came_in);
    came_in -= collected;
    add("", *subject.received_on, collected);
    add(":interest", day, krw - collected);
  }
  return drafts;
}

Status post_to_others(record::Writing& writing, const Rules& rules, const seizure::Case& subject, Date day,
                      const record::Origin& origin) {
  const auto& statement = *subject.statement;
  const auto& id = subject.case_id;
  if (statement.costs_krw > 0) {
    Draft draft;
    draft.transaction_id = "costs:" + id;
    draft.kind = ledger::Kind::assessed;
    draft.applies_on = day;
    draft.cite = "framework-act-35-1-1";
    draft.entries = {{ledger::receivable(costs), id, Side::debit, statement.costs_krw},
                     {ledger::revenue(costs), id, Side::credit, statement.costs_krw}};
    if (auto status = post(writing, rules, subject, std::move(draft), origin); !status) return status;
  }
  std::int64_t own_costs = 0;
  for (const auto& one : statement.allotments) own_costs += one.matter_id == id ? one.krw : 0;
  auto payable = statement.surplus_krw;
  for (const auto& line : statement.lines) payable += line.id.starts_with("claim:") ? line.share_krw : 0;
  if (own_costs + payable == 0) return success();
  Draft draft;
  draft.transaction_id = "distribute:" + id;
  draft.kind = ledger::Kind::allocated;
  draft.applies_on = day;
  draft.cite = distribution_cite;
  const auto add = [&](std::string account, Side side, std::int64_t krw) {
    if (krw > 0) draft.entries.push_back({std::move(account), id, side, krw});
  };
  add(unallocated, Side::debit, own_costs + payable);
  add(ledger::receivable(costs), Side::credit, own_costs);
  add(std::string(ledger::account::distributions_payable), Side::credit, payable);
  return post(writing, rules, subject, std::move(draft), origin);
}

}  // namespace clearway::seizing
