#include "noticing/notices.h"

#include <algorithm>
#include <map>
#include <utility>

#include "notice/hold_back.h"
#include "notice/notice_json.h"
#include "noticing/correction_file.h"
#include "noticing/outbox.h"
#include "record/extension.h"
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

constexpr std::size_t chunk_size = 200;  // drafts that share a transaction

/// The same finding about the same declaration has the same id: it is drafted once.
std::string id_of(const detection::Finding& finding) {
  record::Framed framed("clearway.notice.1");
  framed.add(finding.detector).add(finding.party_id).add(finding.pattern).add(finding.declaration_id);
  return "N-" + record::hex(framed.digest()).substr(0, 16);
}

Result<std::vector<Matter>> step(Store& store, std::vector<MatterStep> steps, std::string request, const Origin& origin,
                                 std::function<Status(record::Writing&)> also = {}) {
  return record::wait<std::vector<Matter>>([&](auto done) {
    Matters(store).step(std::move(steps), std::move(request), origin, std::move(done), std::move(also));
  });
}

/// Of the installation; it never leaves the process.
Result<std::string> hold_back_key(Store& store, const Origin& origin) {
  return record::wait<std::string>([&](auto done) {
    store.write<std::string>(
        origin,
        [](record::Writing& writing) -> Result<std::string> {
          const auto& secret = writing.keys.identity;
          return record::hex(record::Framed("clearway.notice.hold-back-key")
                                 .digest({reinterpret_cast<const char*>(secret.data()), secret.size()}));
        },
        std::move(done));
  });
}

/// What was asked for, so that a repetition is told from another request under the same id.
std::string request_of(Action action, const Given& given) {
  return std::string(name(action)) + "\n" + (given.day ? given.day->text() : "") + "\n" + given.text;
}

MatterStep named(const Kept& kept, Action action) { return {kept.matter, std::string(name(action))}; }

Result<Taken> as_it_stands(std::vector<Matter> matters, std::optional<settlement::OrderRow> order = {}) {
  auto kept = kept_of(std::move(matters.front()));
  if (!kept) return kept.error();
  return Taken{std::move(*kept), {}, {}, std::move(order)};
}

/// All at once; where another server has drafted one of them in the meantime, each by itself.
Result<Drafted> draft_chunk(Store& store, std::vector<MatterStep> chunk, const Origin& origin) {
  const auto taken = step(store, chunk, {}, origin);
  if (taken) return Drafted{taken->size(), 0, 0};
  if (taken.error().code != "already_exists") return taken.error();
  Drafted drafted;
  for (auto& one : chunk) {
    const auto alone = step(store, {std::move(one)}, {}, origin);
    if (!alone && alone.error().code != "already_exists") return alone.error();
    ++(alone ? drafted.drafted : drafted.known);
  }
  return drafted;
}

/// What the payment of a correction brings: it is settled, and its notice with it; where a refund was claimed beside
/// what was paid, customs still decides about that.
Result<std::vector<MatterStep>> steps_of_payment(const Store& store, const Rules& rules, Matter correction,
                                                 Date today) {
  const auto file = read_correction(correction.body);
  if (!file) return file.error();
  Given given;
  given.awaits_decision = file->refund_krw > 0;
  given.day = file->decided_by;
  correction.state = name(given.awaits_decision ? State::claimed : State::settled);
  correction.due_on = given.awaits_decision ? file->decided_by : std::nullopt;
  std::vector<MatterStep> steps = {{correction, "paid"}};
  if (file->notice_id.empty()) return steps;
  const auto kept = find(store, correction.party_id, file->notice_id);
  if (!kept) return kept.error();
  if (!*kept) return steps;
  auto left = notice::take(rules.law, rules.calendar, (*kept)->notice, Action::pay, given, today);
  if (const auto* after = std::get_if<Notice>(&left)) {
    steps.push_back({matter_of((*kept)->matter, *after), std::string(name(Action::pay))});
  }
  return steps;
}

}  // namespace

Matter matter_of(Matter matter, const Notice& notice) {
  matter.party_id = notice.party_id();
  matter.matter_id = notice.notice_id;
  matter.kind = notice_kind;
  matter.state = name(notice.state);
  matter.customs_office = notice.declared.customs_office;
  matter.related_id = notice.finding.declaration_id;
  matter.opened_on = notice.drafted_on;
  matter.due_on = notice.clock_ends;
  matter.amount_krw = notice.corrected_krw != 0 ? notice.corrected_krw : notice.finding.difference_krw();
  matter.body = notice::to_json(notice);
  return matter;
}

Result<Kept> kept_of(Matter matter) {
  auto notice = notice::from_json(matter.body);
  if (!notice) return notice.error();
  return Kept{std::move(matter), std::move(*notice)};
}

Result<std::optional<Kept>> find(const Store& store, std::string_view party_id, std::string_view notice_id) {
  const auto matter = record::MatterReader(store).find(party_id, notice_id);
  if (!matter) return matter.error();
  if (!*matter || (*matter)->kind != notice_kind) return std::optional<Kept>{};
  auto kept = kept_of(**matter);
  if (!kept) return kept.error();
  return std::optional(std::move(*kept));
}

Status each_notice(const Store& store, const std::function<void(const Matter&, Notice)>& visit) {
  Status failed = success();
  const auto status = record::MatterReader(store).each(notice_kind, [&](const Matter& matter) {
    auto notice = notice::from_json(matter.body);
    if (!notice) return failed = notice.error(), false;
    visit(matter, std::move(*notice));
    return true;
  });
  return status ? failed : status;
}

Result<std::vector<Notice>> all(const Store& store) {
  std::vector<Notice> notices;
  const auto status = each_notice(store, [&](const Matter&, Notice notice) { notices.push_back(std::move(notice)); });
  if (!status) return status.error();
  return notices;
}

Result<notice::Lessons> lessons(const Store& store) {
  notice::Lessons lessons;
  const auto status = each_notice(store, [&](const Matter&, Notice notice) { lessons.learn(notice); });
  if (!status) return status.error();
  return lessons;
}

Result<notice::Effect> effect(const Store& store, const law::Law& law, Date today) {
  const auto notices = all(store);
  if (!notices) return notices.error();
  std::vector<notice::OwnCorrection> own;
  const auto status = record::MatterReader(store).each(correction_kind, [&](const Matter& matter) {
    const auto file = read_correction(matter.body);
    if (file && file->notice_id.empty()) own.push_back({matter.party_id, file->declaration_number, matter.opened_on});
    return true;
  });
  if (!status) return status.error();
  return notice::effect_of(law, *notices, own, today);
}

Result<bool> is_asked_about(const Store& store, std::string_view party_id, std::string_view declaration_id) {
  record::MatterSearch search;
  search.kinds = {std::string(notice_kind)};
  for (std::size_t i = 0; i < notice::state_names.size(); ++i) {
    const auto state = static_cast<State>(i);
    if (notice::is_visible_to_firm(state) && !notice::is_closed(state)) search.states.emplace_back(name(state));
  }
  search.parties = {std::string(party_id)};
  search.related_id = declaration_id;
  search.limit = 1;
  const auto page = record::MatterReader(store).search(search);
  if (!page) return page.error();
  return !page->matters.empty();
}

Result<std::vector<std::string>> lines_under_correction(const Store& store, std::string_view party_id,
                                                        std::string_view declaration_id) {
  record::MatterSearch search;
  search.kinds = {std::string(correction_kind)};
  search.states = {std::string(name(State::filed)), std::string(name(State::claimed))};
  search.parties = {std::string(party_id)};
  search.related_id = declaration_id;
  std::vector<std::string> lines;
  const auto status = record::MatterReader(store).all(search, [&](const Matter& matter) -> Status {
    const auto file = read_correction(matter.body);
    if (!file) return file.error();
    for (const auto& line : file->lines) lines.push_back(line.line);
    return success();
  });
  if (!status) return status.error();
  return lines;
}

Result<Drafted> draft(Store& store, const std::vector<Candidate>& candidates, Date today, const Origin& origin) {
  const auto known = lessons(store);
  if (!known) return known.error();
  return draft(store, *known, candidates, today, origin);
}

Result<Drafted> draft(Store& store, const notice::Lessons& known, const std::vector<Candidate>& candidates, Date today,
                      const Origin& origin) {
  Drafted drafted;
  std::map<std::string, std::vector<MatterStep>> of_party;  // a transaction each: records are kept by party
  std::set<std::string> ids;
  for (const auto& candidate : candidates) {
    const auto& finding = candidate.finding;
    Notice notice;
    notice.notice_id = id_of(finding);
    if (known.is_silenced(finding)) {
      ++drafted.silenced;
    } else if (known.was_asked(finding) || !ids.insert(notice.notice_id).second) {
      ++drafted.known;
    } else {
      notice.finding = finding;
      notice.declared = candidate.declared;
      notice.drafted_on = today;
      of_party[finding.party_id].push_back({matter_of({}, notice), "drafted"});
    }
  }
  for (auto& [party, steps] : of_party) {
    for (std::size_t at = 0; at < steps.size(); at += chunk_size) {
      const auto end = std::min(at + chunk_size, steps.size());
      std::vector<MatterStep> chunk(std::make_move_iterator(steps.begin() + static_cast<std::ptrdiff_t>(at)),
                                    std::make_move_iterator(steps.begin() + static_cast<std::ptrdiff_t>(end)));
      auto from = origin;
      from.request_id.clear();  // what is drafted is known by its id
      const auto made = draft_chunk(store, std::move(chunk), from);
      if (!made) return made.error();
      drafted.drafted += made->drafted;
      drafted.known += made->known;
    }
  }
  return drafted;
}

Result<Kept> keep(Store& store, const Notice& notice, const Origin& origin) {
  auto kept = notice;
  if (kept.notice_id.empty()) kept.notice_id = id_of(kept.finding);
  const auto taken = step(store, {{matter_of({}, kept), "kept"}}, {}, origin);
  if (!taken) return taken.error();
  return kept_of(taken->front());
}

Result<Taken> take(Store& store, const Rules& rules, const Kept& kept, Action action, Given given, Date today,
                   const Origin& origin) {
  const auto request = request_of(action, given);
  std::vector<MatterStep> steps = {named(kept, action)};
  // Whoever is told of a notice by mail is written down with its approval, so that no mail is lost or made twice.
  if (action == Action::approve) {
    steps.push_back({mail_matter_of(kept.matter.party_id, kept.matter.matter_id), std::string(name(action))});
  }
  auto earlier = Matters(store).repeated(steps, request, origin);
  if (!earlier) return earlier.error();
  if (*earlier) return as_it_stands(std::move(**earlier));
  if (action == Action::approve) {
    const auto key = hold_back_key(store, origin);
    if (!key) return key.error();
    given.held_back = notice::is_held_back(rules.law, *key, kept.notice.party_id(), today);
  }
  auto left = notice::take(rules.law, rules.calendar, kept.notice, action, given, today);
  if (auto* refused = std::get_if<notice::Refused>(&left)) return Taken{{}, std::move(*refused), {}, {}};
  // What was said stands in the file, not in the chain: it may be personal.
  const auto& after = std::get<Notice>(left);
  steps.front().matter = matter_of(kept.matter, after);
  if (action == Action::approve) steps.back().matter = queued_mail(after, today);
  auto taken = step(store, std::move(steps), request, origin);
  if (!taken) return taken.error();
  return as_it_stands(std::move(*taken));
}

Result<Quoted> quote(const Store& store, const Rules& rules, const Notice& notice, notice::Edited edited, Date today) {
  auto open = lines_under_correction(store, notice.party_id(), notice.finding.declaration_id);
  if (!open) return open.error();
  edited.lines_under_correction = std::move(*open);
  Quoted quoted;
  quoted.of = notice::case_of(notice, edited, today);
  quoted.answer = rules.quoter.quote(quoted.of);
  quoted.costs = rules.quoter.compare(quoted.of);
  return quoted;
}

Result<Taken> file(Store& store, const Rules& rules, const Kept& kept, notice::Edited edited, Date today,
                   const Origin& origin) {
  const auto& notice = kept.notice;
  const auto correction_id = correction_id_of(notice.notice_id);
  auto opened = named(kept, Action::file);
  const MatterStep named_correction{correction_matter_of(notice.party_id(), correction_id), "filed"};
  if (edited.lines.empty()) edited.lines = notice::proposed_lines(notice);
  const auto request = request_of(edited);
  auto earlier = Matters(store).repeated({opened, named_correction}, request, origin);
  if (!earlier) return earlier.error();
  if (*earlier) {
    auto order = settlement::order(store, notice.party_id(), correction_id);
    if (!order) return order.error();
    return as_it_stands(std::move(**earlier), std::move(*order));
  }
  // First whether the notice takes an answer at all, then whether the correction is possible.
  auto allowed = notice::take(rules.law, rules.calendar, notice, Action::file, {}, today);
  if (auto* refused = std::get_if<notice::Refused>(&allowed)) return Taken{{}, std::move(*refused), {}, {}};
  if (edited.lines.empty()) {
    return Taken{{}, notice::Refused{notice::Refusal::nothing_to_correct_is_known, "lines", {}, {}}, {}, {}};
  }
  auto quoted = quote(store, rules, notice, edited, today);
  if (!quoted) return quoted.error();
  if (quoted->answer.refused) return Taken{{}, {}, std::move(quoted->answer.refused), {}};

  const auto correction = correction_of(notice, *quoted, correction_id, today);
  const auto matter = filed_matter(notice, correction, today);
  Given given;
  given.correction_id = correction_id;
  given.corrected_krw = matter.amount_krw;
  given.awaits_payment = correction.due_krw > 0;
  given.awaits_decision = correction.refund_krw > 0;
  given.day = matter.due_on;
  auto filed = notice::take(rules.law, rules.calendar, notice, Action::file, given, today);
  const auto& left = std::get<Notice>(filed);

  std::optional<settlement::OrderRow> issued;
  const auto order = order_of(correction, notice.party_id(), today);
  auto taken = step(store, {{matter_of(kept.matter, left), std::string(name(Action::file))}, {matter, "filed"}},
                    request, origin, [&](record::Writing& writing) -> Status {
                      if (!order) return success();
                      auto row = settlement::issue_order(writing, rules.settlement, *order, origin);
                      if (!row) return row.error();
                      issued = std::move(*row);
                      return success();
                    });
  if (!taken) return taken.error();
  return as_it_stands(std::move(*taken), std::move(issued));
}

Result<std::size_t> follow(Store& store, const Rules& rules, Date today, Instant now) {
  const Origin origin{"clearway", "", now};
  std::size_t moved = 0;
  record::MatterSearch search;
  search.kinds = {std::string(correction_kind)};
  search.every_party = true;
  search.states = {std::string(name(State::filed))};
  auto status = record::MatterReader(store).all(search, [&](const Matter& matter) -> Status {
    const auto order = settlement::order(store, matter.party_id, matter.matter_id);
    if (!order) return order.error();
    if (!*order || payment::state_on((*order)->order, today) != payment::OrderState::paid) return success();
    auto steps = steps_of_payment(store, rules, matter, today);
    if (!steps) return steps.error();
    const auto taken = step(store, std::move(*steps), {}, origin);
    if (!taken) return taken.error();
    ++moved;
    return success();
  });
  if (!status) return status.error();
  search.kinds = {std::string(notice_kind)};
  search.states = {std::string(name(State::sent)), std::string(name(State::opened)),
                   std::string(name(State::not_accepted))};
  search.due_until = today.plus_days(-1);
  status = record::MatterReader(store).all(search, [&](const Matter& matter) -> Status {
    const auto kept = kept_of(matter);
    if (!kept) return kept.error();
    auto left = notice::take(rules.law, rules.calendar, kept->notice, Action::lapse, {}, today);
    if (!std::holds_alternative<Notice>(left)) return success();
    const auto taken =
        step(store, {{matter_of(matter, std::get<Notice>(left)), std::string(name(Action::lapse))}}, {}, origin);
    if (!taken) return taken.error();
    ++moved;
    return success();
  });
  if (!status) return status.error();
  return moved;
}

}  // namespace clearway::noticing
