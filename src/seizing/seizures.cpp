#include "seizing/seizures.h"

#include <algorithm>
#include <utility>

#include "collection/debts.h"
#include "record/extension.h"
#include "record/wait.h"
#include "seizing/preconditions.h"
#include "seizing/proceeds.h"
#include "seizure/case_json.h"
#include "seizure/distribution.h"

namespace clearway::seizing {
namespace {

using record::Matter;
using record::Matters;
using record::MatterStep;
using record::Origin;
using record::Store;
using seizure::Action;
using seizure::Case;
using seizure::Given;
using seizure::State;

/// The file as the case leaves it.
Matter matter_of(Matter matter, const Case& subject) {
  matter.party_id = subject.party_id;
  matter.matter_id = subject.case_id;
  matter.kind = seizure_kind;
  matter.state = name(subject.state);
  matter.customs_office = subject.customs_office;
  matter.related_id = subject.debts.empty() ? "" : subject.debts.front().matter_id;
  matter.opened_on = subject.proposed_on;
  matter.due_on = subject.clock_ends;
  matter.amount_krw = subject.owed_krw();
  matter.body = seizure::to_json(subject);
  return matter;
}

Result<std::vector<Matter>> step(Store& store, std::vector<MatterStep> steps, std::string request, const Origin& origin,
                                 std::function<Status(record::Writing&)> also = {}) {
  return record::wait<std::vector<Matter>>([&](auto done) {
    Matters(store).step(std::move(steps), std::move(request), origin, std::move(done), std::move(also));
  });
}

Result<Taken> as_it_stands(std::vector<Matter> matters) {
  auto kept = kept_of(std::move(matters.front()));
  if (!kept) return kept.error();
  return Taken{std::move(*kept), {}};
}

/// What was asked for, so that a repetition is told from another request under the same id.
std::string request_of(Action action, const Given& given) {
  std::string out = std::string(name(action)) + "\n" + given.text + "\n" + given.ground + "\n" + given.item_id + "\n" +
                    given.hand_over.from + ">" + given.hand_over.to + "\n" + given.claim.claim_id + "\n" +
                    given.bid.bidder + " " + std::to_string(given.bid.amount_krw) + "\n" +
                    std::to_string(given.amount_krw) + " " + std::to_string(given.costs_krw);
  for (const auto& item : given.items) {
    out += "\n" + item.item_id + " " + std::to_string(item.estimate_krw) + " " +
           std::to_string(item.value_krw.value_or(-1));
  }
  return out;
}

Result<collection::Kept> debt_of(const Store& store, std::string_view party_id, const std::string& matter_id) {
  auto found = collection::of_matter(store, party_id, matter_id);
  if (!found) return found.error();
  if (*found) return std::move(**found);
  return Error{"debt_is_unknown", "debts", "'" + matter_id + "' is no debt of this party",
               "Name the matter of a debt; one that has just fallen due is opened on the day after"};
}

/// What a step brings to the debts: their prescription is interrupted by a seizure until it ends, and they get what is
/// distributed to them.
Result<std::vector<collection::Joined>> debts_of_step(const Store& store, const arrears::Terms& terms,
                                                      const Case& before, const Case& after, Date day, Date today,
                                                      const Origin& origin) {
  std::vector<collection::Joined> joined;
  const bool begins = after.seized_on && !before.seized_on;
  const bool ends = after.seized_on && seizure::is_closed(after.state) && !seizure::is_closed(before.state);
  if (!begins && !ends) return joined;
  auto drafts = after.state == State::distributed ? drafts_of_debts(after, day) : DraftsOfDebts{};
  for (const auto& debt : after.debts) {
    const auto kept = debt_of(store, after.party_id, debt.matter_id);
    if (!kept) return kept.error();
    collection::Brought brought;
    if (const auto found = drafts.find(debt.matter_id); found != drafts.end()) brought.drafts = found->second;
    arrears::Event seized;
    seized.kind = arrears::EventKind::interrupted;
    seized.on = *after.seized_on;
    seized.word = "seizure";
    seized.reference = after.case_id;
    if (ends) seized.until = day;
    brought.events = {std::move(seized)};
    auto one = collection::join(store, terms, *kept, std::move(brought), today, origin);
    if (!one) return one.error();
    joined.push_back(std::move(*one));
  }
  return joined;
}

std::string digest_of(const Personal& personal) {
  return record::hex(record::Framed("clearway.field-record.1").add(personal.place).add(personal.text).digest());
}

}  // namespace

std::string personal_subject(std::string_view case_id, std::string_view record_id) {
  return std::string(case_id) + "/" + std::string(record_id);
}

Result<Kept> kept_of(Matter matter) {
  auto subject = seizure::from_json(matter.body);
  if (!subject) return subject.error();
  return Kept{std::move(matter), std::move(*subject)};
}

Result<std::optional<Kept>> find(const Store& store, std::string_view party_id, std::string_view case_id) {
  const auto matter = record::MatterReader(store).find(party_id, case_id);
  if (!matter) return matter.error();
  if (!*matter || (*matter)->kind != seizure_kind) return std::optional<Kept>{};
  auto kept = kept_of(**matter);
  if (!kept) return kept.error();
  return std::optional(std::move(*kept));
}

Result<std::vector<Kept>> open_cases(const Store& store, std::string_view customs_office) {
  record::MatterSearch search;
  search.kinds = {std::string(seizure_kind)};
  search.every_party = true;
  for (std::size_t i = 0; i < seizure::state_names.size(); ++i) {
    if (!seizure::is_closed(static_cast<State>(i))) search.states.emplace_back(seizure::state_names[i]);
  }
  if (!customs_office.empty()) search.customs_office = std::string(customs_office);
  std::vector<Kept> all;
  const auto status = record::MatterReader(store).all(search, [&](const Matter& matter) -> Status {
    auto kept = kept_of(matter);
    if (!kept) return kept.error();
    all.push_back(std::move(*kept));
    return success();
  });
  if (!status) return status.error();
  return all;
}

Result<std::vector<seizure::Debt>> with_amounts(const Store& store, const Rules& rules, std::string_view party_id,
                                                std::vector<seizure::Debt> debts, Date day) {
  for (auto& debt : debts) {
    const auto kept = debt_of(store, party_id, debt.matter_id);
    if (!kept) return kept.error();
    const auto stated = collection::statement(store, rules.debts(), *kept, day);
    if (!stated) return stated.error();
    debt.owed.clear();
    for (auto& one : stated->statement.owed()) debt.owed.push_back({std::move(one.charge), one.amount_krw});
  }
  return debts;
}

Result<seizure::Verdict> verdict_on(const Store& store, const Rules& rules, const Case& subject, Action action,
                                    const Given& given, Date day) {
  seizure::Verdict verdict;
  if (!is_asked(action)) return verdict;
  for (const auto& debt : subject.debts) {
    const auto kept = debt_of(store, subject.party_id, debt.matter_id);
    if (!kept) return kept.error();
    const auto whole = enforcing::of_debt(store, rules.cases(), *kept, day);
    if (!whole) return whole.error();
    const auto stated = collection::statement(store, rules.debts(), *kept, day);
    if (!stated) return stated.error();
    add_missing(verdict, rules.enforcement, rules.settlement.messages,
                {subject, debt, *whole, stated->statement, action, given, day});
  }
  return verdict;
}

Result<Kept> propose(Store& store, const Case& subject, const Origin& origin) {
  auto proposed = subject;
  proposed.events = {{proposed.proposed_on, "propose", proposed.proposed_by, ""}};
  proposed.debtor = payment::masked_payer(subject.debtor);
  const MatterStep opening{matter_of({}, proposed), "proposed"};
  const auto request = "propose\n" + subject.subject + "\n" + std::string(name(subject.asset));
  auto earlier = Matters(store).repeated({opening}, request, origin);
  if (!earlier) return earlier.error();
  if (*earlier) return kept_of(std::move((*earlier)->front()));
  auto opened = step(store, {opening}, request, origin, [&](record::Writing& writing) {
    const auto values =
        record::encrypt_personal(writing.keys, subject.party_id, subject.case_id, {{"debtor", subject.debtor}});
    return record::put_personal(writing, subject.party_id, subject.case_id, values);
  });
  if (!opened) return opened.error();
  return kept_of(std::move(opened->front()));
}

Result<std::string> debtor_name(Store& store, const Kept& kept, std::string purpose, const Origin& origin) {
  return record::wait<std::string>([&](auto done) {
    store.look_up_personal_data(kept.matter.party_id, kept.matter.matter_id, "debtor", std::move(purpose), origin,
                                std::move(done));
  });
}

Result<Taken> take(Store& store, const Rules& rules, const Kept& kept, Action action, Given given, Date today,
                   const Origin& origin) {
  const auto request = request_of(action, given);
  auto earlier = Matters(store).repeated({{kept.matter, std::string(name(action))}}, request, origin);
  if (!earlier) return earlier.error();
  if (*earlier) return as_it_stands(std::move(**earlier));

  const auto day = given.day.value_or(today);
  auto subject = kept.subject;
  // What came in has collected that much of the debts on that day: no penalty grows on it since.
  auto debts = with_amounts(store, rules, subject.party_id, subject.debts, subject.received_on.value_or(today));
  if (!debts) return debts.error();
  if (subject.state != State::statement_drawn) {
    subject.debts = *debts;
    given.debts = std::move(*debts);
  } else if (action == Action::approve && subject.debts != *debts) {
    return Error{"amounts_have_moved_on", "debts", "What is owed is not what it was when the statement was drawn up",
                 "Send the statement back and draw it up anew"};
  }
  auto verdict = verdict_on(store, rules, subject, action, given, day);
  if (!verdict) return verdict.error();
  given.verdict = std::move(*verdict);
  if (action == Action::draw_up && given.opens_on) {
    const seizure::Proceeds proceeds{subject.case_id,    day,
                                     *given.opens_on,    subject.proceeds_krw,
                                     given.interest_krw, subject.forfeited_krw,
                                     given.costs_krw,    subject.debts,
                                     subject.claims};
    given.statement = seizure::draw_up(rules.law, rules.settlement.messages, proceeds).value;
  }
  auto taken = seizure::take(rules.law, rules.calendar, subject, action, given, today);
  if (auto* refused = std::get_if<seizure::Refused>(&taken)) return Taken{{}, std::move(*refused)};
  const auto& left = std::get<Case>(taken);

  const auto terms = rules.debts();
  auto joined = debts_of_step(store, terms, kept.subject, left, day, today, origin);
  if (!joined) return joined.error();
  const auto also = [&](record::Writing& writing) -> Status {
    const auto forfeited = left.forfeited_krw - kept.subject.forfeited_krw;
    const auto received = left.proceeds_krw - kept.subject.proceeds_krw;
    const bool ends = left.state == State::distributed;
    auto status = post_received(writing, rules, left, forfeited, "deposit", day, origin);
    if (status) status = post_received(writing, rules, left, received, "price", day, origin);
    if (status && ends)
      status = post_received(writing, rules, left, left.statement->interest_krw, "interest", day, origin);
    for (const auto& debt : *joined) {
      if (status) status = debt.post(writing);
    }
    if (status && ends) status = post_to_others(writing, rules, left, day, origin);
    return status;
  };
  // What was said stands in the file, not in the chain: it may be personal.
  std::vector<MatterStep> steps{{matter_of(kept.matter, left), std::string(name(action))}};
  for (auto& debt : *joined) steps.push_back(std::move(debt.step));
  auto stepped = step(store, std::move(steps), request, origin, also);
  if (!stepped) return stepped.error();
  return as_it_stands(std::move(*stepped));
}

Result<Taken> add_record(Store& store, const Kept& kept, seizure::FieldRecord record, const Personal& personal,
                         Date today, const Origin& origin) {
  record.digest = digest_of(personal);
  std::string signers;
  for (auto& one : record.signatures) {
    signers += (signers.empty() ? "" : "\n") + one.role + ": " + one.signer;
    one.signer = payment::masked_payer(one.signer);
  }
  const auto event = "record_" + std::string(name(record.kind));
  const auto request =
      event + "\n" + record.record_id + "\n" + record.made_at.text() + "\n" + record.outcome + "\n" + record.digest;
  auto earlier = Matters(store).repeated({{kept.matter, event}}, request, origin);
  if (!earlier) return earlier.error();
  if (*earlier) return as_it_stands(std::move(**earlier));
  for (const auto& known : kept.subject.records) {
    if (known.record_id != record.record_id) continue;
    if (known.digest == record.digest && known.made_at == record.made_at) return Taken{kept, {}};
    return Error{"request_id_was_used_for_another_request", "record_id",
                 "Another record stands under '" + record.record_id + "'", "Send it under an id of its own"};
  }
  record.moved_on = record.version_seen != kept.matter.version;
  auto added = seizure::add_record(kept.subject, record, today);
  if (auto* refused = std::get_if<seizure::Refused>(&added)) return Taken{{}, std::move(*refused)};
  const auto& left = std::get<Case>(added);
  const auto also = [&](record::Writing& writing) -> Status {
    const auto subject_id = personal_subject(left.case_id, record.record_id);
    return record::put_personal(
        writing, left.party_id, subject_id,
        record::encrypt_personal(writing.keys, left.party_id, subject_id,
                                 {{"place", personal.place}, {"text", personal.text}, {"signers", signers}}));
  };
  auto stepped = step(store, {{matter_of(kept.matter, left), event}}, request, origin, also);
  if (!stepped) return stepped.error();
  return as_it_stands(std::move(*stepped));
}

Result<Kept> assign(Store& store, const Kept& kept, std::string account, const Origin& origin) {
  auto matter = kept.matter;
  matter.assignee = std::move(account);
  const auto request = "assign\n" + matter.assignee;
  auto earlier = Matters(store).repeated({{matter, "assigned"}}, request, origin);
  if (!earlier) return earlier.error();
  if (*earlier) return kept_of(std::move((*earlier)->front()));
  auto stepped = step(store, {{matter, "assigned"}}, request, origin);
  if (!stepped) return stepped.error();
  return kept_of(std::move(stepped->front()));
}

}  // namespace clearway::seizing
