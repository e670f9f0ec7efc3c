#include "seizing/proceeds.h"

#include <map>

#include "settlement/ledger.h"

namespace clearway::seizing {
namespace {

using ledger::Draft;
using ledger::Entry;
using ledger::Side;

constexpr std::string_view costs = "enforcement_costs";

Status post(record::Writing& writing, const Rules& rules, const seizure::Case& subject, Draft draft,
            const record::Origin& origin) {
  const auto known = settlement::find_matter(writing.database, subject.party_id, subject.case_id);
  if (!known) return known.error();
  if (!*known) draft.opens.push_back({subject.case_id, std::string(seizure_kind), *subject.seized_on});
  const auto posted = settlement::post(writing, rules.settlement.chart, subject.party_id, draft, origin);
  return posted ? success() : Status(posted.error());
}

}  // namespace

Status post_received(record::Writing& writing, const Rules& rules, const seizure::Case& subject, std::int64_t krw,
                     std::string_view what, Date day, const record::Origin& origin) {
  if (krw == 0) return success();
  Draft draft;
  draft.transaction_id = std::string(what) + ":" + subject.case_id + ":" + std::to_string(subject.events.size());
  draft.kind = ledger::Kind::received;
  draft.applies_on = day;
  draft.cite = "tax-collection-act-96";
  draft.entries = {{std::string(ledger::account::cash_bank), subject.case_id, Side::debit, krw},
                   {std::string(ledger::account::unallocated_receipts), subject.case_id, Side::credit, krw}};
  return post(writing, rules, subject, std::move(draft), origin);
}

Status post_distribution(record::Writing& writing, const Rules& rules, const seizure::Case& subject, Date day,
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
  Draft draft;
  draft.transaction_id = "distribute:" + id;
  draft.kind = ledger::Kind::allocated;
  draft.applies_on = day;
  draft.cite = "tax-collection-act-96";
  const auto add = [&](std::string account, const std::string& matter, Side side, std::int64_t krw) {
    if (krw > 0) draft.entries.push_back({std::move(account), matter, side, krw});
  };
  add(std::string(ledger::account::unallocated_receipts), id, Side::debit,
      statement.proceeds_krw + statement.forfeited_krw);
  add(std::string(ledger::account::cash_bank), id, Side::debit, statement.interest_krw);
  std::map<std::string, std::int64_t> paid;
  for (const auto& one : statement.allotments) {
    add(ledger::receivable(one.charge), one.matter_id, Side::credit, one.krw);
    if (one.matter_id != id) paid[one.matter_id] += one.krw;
  }
  auto payable = statement.surplus_krw;
  for (const auto& line : statement.lines) payable += line.id.starts_with("claim:") ? line.share_krw : 0;
  add(std::string(ledger::account::distributions_payable), id, Side::credit, payable);
  if (draft.entries.empty()) return success();
  if (auto status = post(writing, rules, subject, std::move(draft), origin); !status) return status;
  for (const auto& [matter, krw] : paid) {
    auto status = settlement::count_for_orders(writing, subject.party_id, matter, krw, origin);
    if (!status) return status;
  }
  return success();
}

}  // namespace clearway::seizing
