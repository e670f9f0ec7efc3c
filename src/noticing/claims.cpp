#include "noticing/claims.h"

#include <utility>

#include "record/wait.h"

namespace clearway::noticing {
namespace {

using notice::Action;
using notice::Given;
using notice::Notice;
using notice::State;
using record::Matter;
using record::Matters;
using record::MatterStep;
using record::Origin;
using record::Store;

/// A decision about a claim: its file, and its notice where there is one.
struct Decision {
  Claim claim;
  std::optional<Kept> notice;
  std::vector<MatterStep> steps;  // named; the files as they were read
};

Error not_open(const std::string& party_id, const std::string& correction_id) {
  return {"claim_is_not_open", "claim", party_id + "." + correction_id, "Read the claim again"};
}

Result<Decision> decision_about(const Store& store, const std::string& party_id, const std::string& correction_id,
                                std::string_view event, Action action) {
  auto claim = find_claim(store, party_id, correction_id);
  if (!claim) return claim.error();
  if (!*claim) return not_open(party_id, correction_id);
  Decision decision;
  decision.claim = std::move(**claim);
  decision.steps.push_back({decision.claim.matter, std::string(event)});
  if (decision.claim.file.notice_id.empty()) return decision;
  auto found = find(store, party_id, decision.claim.file.notice_id);
  if (!found) return found.error();
  decision.notice = std::move(*found);
  if (decision.notice) decision.steps.push_back({decision.notice->matter, std::string(name(action))});
  return decision;
}

/// The files as the decision leaves them. Errors: claim_is_not_open, and the refusal of the notice by its name.
Status decide(const Rules& rules, Decision& decision, Action action, const Given& given, State state, Date today) {
  auto& [matter, file] = decision.claim;
  if (matter.state != name(State::claimed)) return not_open(matter.party_id, matter.matter_id);
  if (given.text.find_first_not_of(" \t\r\n") == std::string::npos) {
    return Error{"field_is_missing", "text", "What is decided is said to the firm", "Give its reason"};
  }
  matter.state = name(state);
  matter.due_on.reset();
  file.decided_on = today;
  file.decision = given.text;
  matter.body = to_json(file);
  decision.steps.front().matter = matter;
  if (!decision.notice) return success();
  auto left = notice::take(rules.law, rules.calendar, decision.notice->notice, action, given, today);
  if (const auto* refused = std::get_if<notice::Refused>(&left)) {
    return Error{std::string(name(refused->refusal)), refused->field, refused->value, refused->expected};
  }
  decision.steps.back().matter = matter_of(decision.notice->matter, std::get<Notice>(left));
  return success();
}

Result<std::vector<Matter>> step(Store& store, std::vector<MatterStep> steps, std::string request, const Origin& origin,
                                 std::function<Status(record::Writing&)> also = {}) {
  return record::wait<std::vector<Matter>>([&](auto done) {
    Matters(store).step(std::move(steps), std::move(request), origin, std::move(done), std::move(also));
  });
}

Result<Claim> claim_of(Matter matter) {
  auto file = read_correction(matter.body);
  if (!file) return file.error();
  return Claim{std::move(matter), std::move(*file)};
}

Result<std::vector<Claim>> all(const Store& store, record::MatterSearch search) {
  search.kinds = {std::string(correction_kind)};
  std::vector<Claim> claims;
  const auto status = record::MatterReader(store).all(search, [&](const Matter& matter) -> Status {
    auto claim = claim_of(matter);
    if (!claim) return claim.error();
    if (claim->file.refund_krw > 0) claims.push_back(std::move(*claim));
    return success();
  });
  if (!status) return status.error();
  return claims;
}

}  // namespace

Result<std::optional<Claim>> find_claim(const Store& store, std::string_view party_id, std::string_view correction_id) {
  auto matter = record::MatterReader(store).find(party_id, correction_id);
  if (!matter) return matter.error();
  if (!*matter || (*matter)->kind != correction_kind) return std::optional<Claim>{};
  auto claim = claim_of(std::move(**matter));
  if (!claim) return claim.error();
  if (claim->file.refund_krw <= 0) return std::optional<Claim>{};
  return std::optional(std::move(*claim));
}

Result<std::vector<Claim>> open_claims(const Store& store) {
  record::MatterSearch search;
  search.every_party = true;
  search.states = {std::string(name(State::claimed))};
  return all(store, std::move(search));
}

Result<std::vector<Claim>> claims_of(const Store& store, std::string_view party_id) {
  record::MatterSearch search;
  search.parties = {std::string(party_id)};
  search.states = {std::string(name(State::claimed)), std::string(name(State::settled)),
                   std::string(name(State::claim_refused))};
  return all(store, std::move(search));
}

Result<settlement::RefundRow> accept_claim(Store& store, const Rules& rules, const std::string& party_id,
                                           const std::string& correction_id, const Given& given, Date paid_in_on,
                                           Date today, const Origin& origin) {
  const auto refund_id = "claim:" + correction_id;
  auto decision = decision_about(store, party_id, correction_id, "claim_accepted", Action::decide_claim);
  if (!decision) return decision.error();
  const auto request = "accept claim " + paid_in_on.text() + "\n" + given.text;
  const auto earlier = Matters(store).repeated(decision->steps, request, origin);
  if (!earlier) return earlier.error();
  if (*earlier) {
    auto refunds = settlement::refunds_of(store, party_id);
    if (!refunds) return refunds.error();
    for (auto& row : *refunds) {
      if (row.refund_id == refund_id) return std::move(row);
    }
  }
  if (auto decided = decide(rules, *decision, Action::decide_claim, given, State::settled, today); !decided) {
    return decided.error();
  }
  settlement::Reduction reduction;
  reduction.party_id = party_id;
  reduction.refund_id = refund_id;
  const auto& file = decision->claim.file;
  // What was declared too high was paid with the declaration; more tax of the same correction is a matter of its own.
  const auto matter_id = file.due_krw > 0 ? refund_id : correction_id;
  reduction.matter = {matter_id, std::string(correction_kind), today};
  reduction.charges = claimed_charges(file);
  reduction.paid_in_on = paid_in_on;
  reduction.cite = "customs-act-38_3-2";
  settlement::RefundRow proposed;
  const auto taken = step(store, std::move(decision->steps), request, origin, [&](record::Writing& writing) -> Status {
    auto row = settlement::reduce_and_refund(writing, rules.settlement, reduction, today, origin);
    if (!row) return row.error();
    proposed = std::move(*row);
    return success();
  });
  if (!taken) return taken.error();
  return proposed;
}

Result<Claim> refuse_claim(Store& store, const Rules& rules, const std::string& party_id,
                           const std::string& correction_id, const Given& given, Date today, const Origin& origin) {
  auto decision = decision_about(store, party_id, correction_id, "claim_refused", Action::refuse_claim);
  if (!decision) return decision.error();
  const auto request = "refuse claim\n" + given.text;
  auto earlier = Matters(store).repeated(decision->steps, request, origin);
  if (!earlier) return earlier.error();
  if (*earlier) return claim_of(std::move((*earlier)->front()));
  auto refusal = given;
  refusal.corrected_krw = decision->claim.file.due_krw;
  const auto state = refusal.corrected_krw > 0 ? State::settled : State::claim_refused;
  if (auto decided = decide(rules, *decision, Action::refuse_claim, refusal, state, today); !decided) {
    return decided.error();
  }
  auto taken = step(store, std::move(decision->steps), request, origin);
  if (!taken) return taken.error();
  return claim_of(std::move(taken->front()));
}

}  // namespace clearway::noticing
