#include "noticing/detection_runs.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "base/json_writer.h"
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

constexpr std::string_view done_state = "done";
/// Cells of each table of the history: what a few million lines of ten thousand firms need, below a gigabyte.
constexpr std::size_t most_cells = 400'000;
constexpr std::size_t batch_size = 500;  // findings that are held before they are drafted

Matter file_of(const std::string& run_id, Date on) {
  Matter matter;
  matter.party_id = customs_party;
  matter.matter_id = run_id;
  matter.kind = detection_run_kind;
  matter.state = done_state;
  matter.opened_on = on;
  return matter;
}

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

std::string to_json(const DetectionRun& run) {
  JsonWriter json;
  json.begin_object();
  for (const auto& [name, count] : counts) json.member(name, run.*count);
  return json.strings("detectors", run.detectors).end_object().take();
}

Result<DetectionRun> read_run(const Matter& matter) {
  const Error wrong{"detection_run_is_not_readable", matter.matter_id, "The kept file of the run is garbled",
                    "Check the record with `clearway audit verify`"};
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  simdjson::dom::array detectors;
  if (parser.parse(matter.body).get(object) != simdjson::SUCCESS ||
      object["detectors"].get(detectors) != simdjson::SUCCESS) {
    return wrong;
  }
  DetectionRun run;
  run.run_id = matter.matter_id;
  run.on = matter.opened_on;
  for (const auto& [name, count] : counts) {
    if (object[name].get(run.*count) != simdjson::SUCCESS) return wrong;
  }
  for (const auto detector : detectors) {
    std::string_view name;
    if (detector.get(name) != simdjson::SUCCESS) return wrong;
    run.detectors.emplace_back(name);
  }
  return run;
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
    if (stopping_) failed = Error{"detection_was_ended", "", "The server is stopping", "It is run again tomorrow"};
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

Result<DetectionRun> DetectionRuns::run(const std::string& run_id, Date today, const record::Origin& origin) {
  const std::unique_lock only(running_, std::try_to_lock);
  if (!only.owns_lock()) return Error{"detection_is_running", "", "", ""};
  const auto earlier = Matters(store_).find(customs_party, run_id);
  if (!earlier) return earlier.error();
  if (*earlier) return read_run(**earlier);
  auto run = look_over_and_draft(today, origin);
  if (!run) return run.error();
  run->run_id = run_id;
  auto file = file_of(run_id, today);
  file.body = to_json(*run);
  auto from = origin;
  from.request_id.clear();  // the file is known by its id
  const auto kept = record::wait<std::vector<Matter>>([&](auto done) {
    Matters(store_).step({{file, "run"}}, {}, from, std::move(done));
  });
  // Another server has looked over the same day in the meantime: what it drafted is not drafted twice.
  if (!kept && kept.error().code == "already_exists") return run;
  if (!kept) return kept.error();
  return run;
}

Status DetectionRuns::follow(Date today, Instant now) {
  const auto made = run("detection-" + today.text(), today, {"clearway", "", now});
  if (made || made.error().code == "detection_is_running" || made.error().code == "detection_was_ended") {
    return success();
  }
  return made.error();
}

Result<std::vector<DetectionRun>> DetectionRuns::runs(unsigned limit) const {
  record::MatterSearch search;
  search.kinds = {std::string(detection_run_kind)};
  search.parties = {std::string(customs_party)};
  search.order = record::MatterOrder::newest;
  search.limit = limit;
  const auto page = Matters(store_).search(search);
  if (!page) return page.error();
  std::vector<DetectionRun> runs;
  for (const auto& matter : page->matters) {
    auto run = read_run(matter);
    if (!run) return run.error();
    runs.push_back(std::move(*run));
  }
  return runs;
}

}  // namespace clearway::noticing
