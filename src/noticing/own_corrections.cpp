#include "noticing/own_corrections.h"

#include <algorithm>
#include <utility>

#include "noticing/detection_runs.h"
#include "record/extension.h"
#include "record/wait.h"

namespace clearway::noticing {
namespace {

using record::Matter;
using record::Matters;
using record::MatterStep;

void take_earlier(std::optional<Date>& day, const std::optional<Date>& other) {
  if (other && (!day || *other < *day)) day = other;
}

Result<notice::Circumstances> circumstances_of(const record::Store& store, std::string_view party_id,
                                               std::string_view declaration_id) {
  record::MatterSearch search;
  search.kinds = {std::string(notice_kind)};
  search.parties = {std::string(party_id)};
  search.related_id = declaration_id;
  notice::Circumstances circumstances;
  const auto status = record::MatterReader(store).all(search, [&](const Matter& matter) -> Status {
    const auto kept = kept_of(matter);
    if (!kept) return kept.error();
    const auto& known = kept->notice.circumstances;
    take_earlier(circumstances.audit_notice_on, known.audit_notice_on);
    take_earlier(circumstances.assessment_notice_on, known.assessment_notice_on);
    take_earlier(circumstances.appeal_pending_since, known.appeal_pending_since);
    return success();
  });
  if (!status) return status.error();
  return circumstances;
}

/// The same for a request that is repeated.
std::string own_id_of(const notice::Notice& declared, const record::Origin& origin) {
  record::Framed framed("clearway.own-correction.1");
  framed.add(declared.party_id()).add(declared.finding.declaration_id).add(origin.actor).add(origin.request_id);
  return "C-" + record::hex(framed.digest()).substr(0, 16);
}

}  // namespace

Result<notice::Notice> own_declared(const record::Store& store, const Rules& rules, const detection::Filed& filed,
                                    const assessment::Assessment& assessed, Date today) {
  std::vector<std::uint32_t> lines;
  for (const auto& line : assessed.lines) lines.push_back(line.line);
  auto declared = declared_of(rules, filed, assessed, lines, today);
  if (!declared) return declared.error();
  auto circumstances = circumstances_of(store, filed.party_id, filed.declaration_id);
  if (!circumstances) return circumstances.error();
  notice::Notice notice;
  notice.finding.party_id = filed.party_id;
  notice.finding.declaration_id = filed.declaration_id;
  notice.declared = std::move(*declared);
  notice.circumstances = *circumstances;
  return notice;
}

Result<Prepared> prepare(const record::Store& store, const Rules& rules, const notice::Notice& declared,
                         const notice::Edited& edited, const std::string& correction_id, Date today) {
  const auto quoted = quote(store, rules, declared, edited, today);
  if (!quoted) return quoted.error();
  Prepared prepared;
  prepared.refused = quoted->answer.refused;
  if (prepared.refused) return prepared;
  prepared.file = correction_of(declared, *quoted, correction_id, today);
  prepared.matter = filed_matter(declared, prepared.file, today);
  return prepared;
}

Result<OwnTaken> correct_own(record::Store& store, const Rules& rules, const notice::Notice& declared,
                             const notice::Edited& edited, Date today, const record::Origin& origin) {
  const auto& party = declared.party_id();
  const auto correction_id = own_id_of(declared, origin);
  const MatterStep named{correction_matter_of(party, correction_id), "filed"};
  const auto request = declared.finding.declaration_id + "\n" + request_of(edited);
  auto earlier = Matters(store).repeated({named}, request, origin);
  if (!earlier) return earlier.error();
  if (*earlier) {
    auto order = settlement::order(store, party, correction_id);
    if (!order) return order.error();
    return OwnTaken{std::move((*earlier)->front()), {}, std::move(*order)};
  }
  auto prepared = prepare(store, rules, declared, edited, correction_id, today);
  if (!prepared) return prepared.error();
  if (prepared->refused) return OwnTaken{{}, std::move(prepared->refused), {}};
  std::optional<settlement::OrderRow> issued;
  const auto order = order_of(prepared->file, party, today);
  auto taken = record::wait<std::vector<Matter>>([&](auto done) {
    Matters(store).step({{prepared->matter, "filed"}}, request, origin, std::move(done),
                        [&](record::Writing& writing) -> Status {
                          if (!order) return success();
                          auto row = settlement::issue_order(writing, rules.settlement, *order, origin);
                          if (!row) return row.error();
                          issued = std::move(*row);
                          return success();
                        });
  });
  if (!taken) return taken.error();
  return OwnTaken{std::move(taken->front()), {}, std::move(issued)};
}

}  // namespace clearway::noticing
