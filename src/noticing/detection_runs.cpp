#include "noticing/detection_runs.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "base/json_writer.h"
#include "base/kept_object.h"
#include "correction/periods.h"
#include "detection/detect.h"
#include "detection/join.h"
#include "noticing/detectors.h"
#include "noticing/exemptions.h"
#include "record/wait.h"
#include "registry/rulings.h"

namespace clearway::noticing {
namespace {

using record::Matter;
using record::Matters;

/// Cells of each table of the history: what a few million lines of ten thousand firms need, below a gigabyte.
constexpr std::size_t most_cells = 400'000;
constexpr std::size_t batch_size = 500;  // findings that are held before they are drafted
constexpr unsigned most_waiting = 10;    // runs that wait for one another

constexpr std::array<std::pair<std::string_view, std::int64_t DetectionRun::*>, 8> counts = {{
    {"declarations", &DetectionRun::declarations},
    {"lines", &DetectionRun::lines},
    {"left_out", &DetectionRun::left_out},
    {"findings", &DetectionRun::findings},
    {"drafted", &DetectionRun::drafted},
    {"known", &DetectionRun::known},
    {"too_late", &DetectionRun::too_late},
    {"settled", &DetectionRun::settled},
}};

Matter file_of(const DetectionRun& run) {
  JsonWriter json;
  json.begin_object().member("asked_by", run.asked_by).member("failure", run.failure);
  for (const auto& [name, count] : counts) json.member(name, run.*count);
  Matter matter;
  matter.party_id = customs_party;
  matter.matter_id = run.run_id;
  matter.kind = detection_run_kind;
  matter.state = name(run.state);
  matter.opened_on = run.on;
  matter.body = json.strings("detectors", run.detectors).end_object().take();
  return matter;
}

Result<DetectionRun> read_run(const Matter& matter) {
  return read_kept<DetectionRun>(matter.body, "detection_run", [&](const KeptObject& kept) {
    DetectionRun run;
    run.run_id = matter.matter_id;
    run.on = matter.opened_on;
    const auto state = std::find(run_state_names.begin(), run_state_names.end(), matter.state);
    if (state == run_state_names.end()) throw NotReadable{"state"};
    run.state = static_cast<RunState>(state - run_state_names.begin());
    run.asked_by = kept.text("asked_by");
    run.failure = kept.text("failure");
    for (const auto& [name, count] : counts) run.*count = kept.integer(name);
    kept.texts("detectors", [&](std::string_view name) { run.detectors.emplace_back(name); });
    return run;
  });
}

/// Newest first, at most `limit`; of any state where none is named.
Result<std::vector<Matter>> files(const record::Store& store, unsigned limit,
                                  std::optional<RunState> state = std::nullopt) {
  record::MatterSearch search;
  search.kinds = {std::string(detection_run_kind)};
  search.parties = {std::string(customs_party)};
  if (state) search.states = {std::string(name(*state))};
  search.order = record::MatterOrder::newest;
  search.limit = limit;
  auto page = record::MatterReader(store).search(search);
  if (!page) return page.error();
  return std::move(page->matters);
}

Status step(record::Store& store, Matter file, std::string_view event, const record::Origin& origin) {
  auto from = origin;
  from.request_id.clear();  // the file is known by its id
  const auto kept = record::wait<std::vector<Matter>>([&](auto done) {
    Matters(store).step({{std::move(file), std::string(event)}}, {}, from, std::move(done));
  });
  return kept ? success() : Status(kept.error());
}

/// The lines that a finding names or would change.
std::vector<std::uint32_t> lines_of(const detection::Finding& finding) {
  auto lines = finding.lines;
  for (const auto& each : finding.proposed) {
    if (each.line != 0 && std::find(lines.begin(), lines.end(), each.line) == lines.end()) lines.push_back(each.line);
  }
  return lines;
}

correction::Case case_of(const notice::Declared& declared, Date today) {
  correction::Case c;
  c.declaration.declared_on = declared.declared_on;
  c.declaration.accepted_on = declared.accepted_on;
  c.filed_on = today;
  return c;
}

/// What decided classifications say of the items of their firms. Those that name no whole tariff line say nothing.
std::vector<detection::ClassRuling> class_rulings(const std::vector<ruling::Ruling>& rulings, Date today) {
  constexpr std::size_t whole_line = 10;
  std::vector<detection::ClassRuling> classes;
  for (const auto& ruling : rulings) {
    if (ruling.kind() != ruling::Kind::classification || !ruling::is_in_force_on(ruling, today)) continue;
    if (!ruling.notified_on || !ruling.decision) continue;
    const auto& facts = ruling.decision->facts;
    if (facts.tariff_code.size() != whole_line) continue;
    for (const auto& item : facts.items) {
      classes.push_back(
          {ruling.ruling_id, ruling.party_id, item, facts.tariff_code, *ruling.notified_on, ruling.valid_until});
    }
  }
  return classes;
}

}  // namespace

Result<notice::Declared> declared_of(const Rules& rules, const detection::Filed& filed,
                                     const assessment::Assessment& assessed, const std::vector<std::uint32_t>& lines,
                                     Date today) {
  notice::Declared declared;
  declared.declaration_number = filed.declaration.declaration_number;
  declared.customs_office = filed.customs_office;
  declared.declared_on = filed.declaration.tax_date;
  declared.accepted_on = filed.accepted_on.value_or(filed.declaration.tax_date);
  declared.paid_on = filed.paid_on;
  if (!declared.paid_on) {
    const auto periods = correction::periods_of(case_of(declared, today), rules.law, rules.calendar);
    if (!periods) return periods.error();
    if (periods->due_on < today) declared.paid_on = periods->due_on;
  }
  for (const auto line : lines) {
    assessment::Taxes taxes;
    const auto found =
        std::find_if(assessed.lines.begin(), assessed.lines.end(), [&](const auto& one) { return one.line == line; });
    if (found != assessed.lines.end()) taxes = found->taxes;
    bool stated = false;
    for (const auto& paid : filed.paid) {
      if (paid.line != line) continue;
      if (!stated) taxes = {};
      stated = true;
      taxes[paid.kind] += paid.krw;
    }
    for (std::size_t i = 0; i < assessment::tax_kind_count; ++i) {
      const auto kind = static_cast<assessment::TaxKind>(i);
      if (taxes[kind] != 0) declared.taxes.push_back({line, kind, taxes[kind]});
    }
  }
  return declared;
}

Status DetectionRuns::each(const std::function<Status(const importing::Kept&)>& visit) const {
  Status failed = success();
  const auto status = imports_.each([&](const importing::Kept& kept) {
    if (stopping_)
      failed = Error{"detection_was_ended", "", "The server is stopping", "It goes on when the server is back"};
    if (failed) failed = visit(kept);
    return failed.ok();
  });
  return status ? failed : status;
}

Result<DetectionRun> DetectionRuns::look_over(Date today, const notice::Lessons& known,
                                              const std::function<Status(std::vector<Candidate>)>& take) const {
  const auto states = detectors(store_, policy_, known, today);
  if (!states) return states.error();
  const auto exemptions = Exemptions::load(store_);
  if (!exemptions) return exemptions.error();
  const auto policy = with_retired(policy_, *states);
  detection::Learned learned;
  learned.silenced = known.silenced();
  const auto rulings = registry::all(store_);
  if (!rulings) return rulings.error();
  learned.rulings = class_rulings(*rulings, today);
  DetectionRun run;
  run.on = today;
  for (const auto& state : *states) {
    learned.tracks[static_cast<std::size_t>(state.detector)] = state.track;
    if (!state.retired) run.detectors.emplace_back(name(state.detector));
  }

  // What is usual comes from all of them, so they are read once for that and once to look at each.
  detection::History history(assessor_, most_cells);
  auto status = each([&](const importing::Kept& kept) {
    history.add(kept.filed);
    return success();
  });
  if (!status) return status.error();
  run.declarations = static_cast<std::int64_t>(history.declarations());
  run.lines = static_cast<std::int64_t>(history.lines());
  run.left_out = static_cast<std::int64_t>(history.left_out());

  const detection::Detection detection(assessor_, policy, history, learned, messages_);
  status = each([&](const importing::Kept& kept) -> Status {
    auto findings = detection::joined(detection.detect(kept.filed, today), kept.filed, assessor_);
    if (findings.empty()) return success();
    const auto assessed = assessor_.assess(kept.filed.declaration);
    std::vector<Candidate> found;
    for (auto& finding : findings) {
      ++run.findings;
      if (exemptions->cover(rules_.law, messages_, finding, kept.filed.declaration.tax_date, today)) {
        ++run.settled;
        continue;
      }
      auto declared = declared_of(rules_, kept.filed, assessed, lines_of(finding), today);
      if (!declared) return declared.error();
      const auto periods = correction::periods_of(case_of(*declared, today), rules_.law, rules_.calendar);
      if (!periods) return periods.error();
      if (today > periods->assessment_limit.last_day) {
        ++run.too_late;
      } else {
        found.push_back({std::move(finding), std::move(*declared)});
      }
    }
    return take(std::move(found));
  });
  if (!status) return status.error();
  return run;
}

Result<std::vector<Candidate>> DetectionRuns::found(Date today) const {
  const auto known = lessons(store_);
  if (!known) return known.error();
  std::vector<Candidate> all;
  const auto run = look_over(today, *known, [&](std::vector<Candidate> some) {
    std::move(some.begin(), some.end(), std::back_inserter(all));
    return success();
  });
  if (!run) return run.error();
  return all;
}

Result<DetectionRun> DetectionRuns::look_over_and_draft(Date today, const record::Origin& origin) {
  const auto known = lessons(store_);
  if (!known) return known.error();
  Drafted total;
  std::vector<Candidate> waiting;
  const auto draft_them = [&]() -> Status {
    const auto drafted = draft(store_, *known, waiting, today, origin);
    if (!drafted) return drafted.error();
    total.drafted += drafted->drafted;
    total.known += drafted->known;
    waiting.clear();
    return success();
  };
  auto run = look_over(today, *known, [&](std::vector<Candidate> some) {
    std::move(some.begin(), some.end(), std::back_inserter(waiting));
    return waiting.size() < batch_size ? success() : draft_them();
  });
  if (!run) return run.error();
  if (auto rest = draft_them(); !rest) return rest.error();
  run->drafted = static_cast<std::int64_t>(total.drafted);
  run->known = static_cast<std::int64_t>(total.known);
  return run;
}

Result<DetectionRun> DetectionRuns::ask(const std::string& run_id, Date today, const record::Origin& origin) {
  auto earlier = find(run_id);
  if (!earlier) return earlier.error();
  if (*earlier) return std::move(**earlier);
  const auto others = files(store_, most_waiting, RunState::under_way);
  if (!others) return others.error();
  if (others->size() >= most_waiting) return Error{"detection_is_running", "", "", ""};
  DetectionRun run;
  run.run_id = run_id;
  run.on = today;
  run.asked_by = origin.actor;
  const auto opened = step(store_, file_of(run), "asked_for", origin);
  // Asked for twice at once, or the run of a day by two servers: it is the same one.
  if (!opened && opened.error().code != "already_exists") return opened.error();
  return run;
}

Status DetectionRuns::make(const Matter& file, Instant now, std::optional<Error>& failed) {
  auto asked = read_run(file);
  if (!asked) return asked.error();
  const record::Origin origin{asked->asked_by, "", now};
  auto made = look_over_and_draft(file.opened_on, origin);
  if (!made && stopping_) return success();  // it goes on when a server is back
  auto run = made ? std::move(*made) : *asked;
  run.run_id = asked->run_id;
  run.asked_by = asked->asked_by;
  run.state = made ? RunState::done : RunState::failed;
  if (!made) run.failure = made.error().code;
  auto after = file_of(run);
  after.version = file.version;
  const auto kept = step(store_, std::move(after), name(run.state), origin);
  // Another server has made it in the meantime: what it drafted is not drafted twice.
  if (!kept && kept.error().code != "version_is_not_current") return kept;
  if (!made && !failed) failed = made.error();
  return success();
}

Status DetectionRuns::make_waiting(Instant now) {
  std::optional<Error> failed;  // one run that fails does not keep the others back
  for (;;) {
    const auto waiting = files(store_, most_waiting, RunState::under_way);
    if (!waiting) return waiting.error();
    if (waiting->empty() || stopping_) return failed ? Status(*failed) : success();
    if (auto made = make(waiting->back(), now, failed); !made) return made;
  }
}

Status DetectionRuns::work(Instant now) {
  ++calls_;
  for (;;) {
    const auto calls = calls_.load();
    {
      const std::unique_lock only(running_, std::try_to_lock);
      if (!only.owns_lock()) return success();  // whoever is about it looks once more when done
      if (auto made = make_waiting(now); !made) return made;
    }
    if (calls_ == calls) return success();
  }
}

Status DetectionRuns::follow(Date today, Instant now) {
  if (auto asked = work(now); !asked) return asked;
  const auto day = ask("detection-" + today.text(), today, {"clearway", "", now});
  if (day) return work(now);
  return day.error().code == "detection_is_running" ? success() : Status(day.error());
}

Result<std::optional<DetectionRun>> DetectionRuns::find(const std::string& run_id) const {
  const auto file = Matters(store_).find(customs_party, run_id);
  if (!file) return file.error();
  if (!*file || (*file)->kind != detection_run_kind) return std::optional<DetectionRun>{};
  auto run = read_run(**file);
  if (!run) return run.error();
  return std::optional(std::move(*run));
}

Result<std::vector<DetectionRun>> DetectionRuns::runs(unsigned limit) const {
  const auto newest = files(store_, limit);
  if (!newest) return newest.error();
  std::vector<DetectionRun> runs;
  for (const auto& matter : *newest) {
    auto run = read_run(matter);
    if (!run) return run.error();
    runs.push_back(std::move(*run));
  }
  return runs;
}

}  // namespace clearway::noticing
