#include "noticing/detectors.h"

#include <simdjson.h>

#include "base/json_writer.h"
#include "record/wait.h"

namespace clearway::noticing {
namespace {

using detection::Detector;
using record::Matter;
using record::Matters;

constexpr std::string_view in_force = "in_force", retired = "retired";

Matter file_of(Detector detector) {
  Matter matter;
  matter.party_id = customs_party;
  matter.matter_id = "detector-" + std::string(name(detector));
  matter.kind = detector_kind;
  return matter;
}

std::string to_json(const std::vector<DetectorTurn>& turns) {
  JsonWriter json;
  json.begin_object().key("turns").begin_array();
  for (const auto& turn : turns) {
    json.begin_object()
        .member("on", turn.on.text())
        .member("retired", turn.retired)
        .member("by", turn.by)
        .member("reason", turn.reason)
        .end_object();
  }
  return json.end_array().end_object().take();
}

Result<std::vector<DetectorTurn>> read_turns(const Matter& matter) {
  const Error wrong{"detector_is_not_readable", matter.matter_id, "The kept file of the detector is garbled",
                    "Check the record with `clearway audit verify`"};
  simdjson::dom::parser parser;
  simdjson::dom::array rows;
  if (parser.parse(matter.body)["turns"].get(rows) != simdjson::SUCCESS) return wrong;
  std::vector<DetectorTurn> turns;
  for (const auto row : rows) {
    std::string_view on, by, reason;
    DetectorTurn turn;
    const bool read = row["on"].get(on) == simdjson::SUCCESS && row["retired"].get(turn.retired) == simdjson::SUCCESS &&
                      row["by"].get(by) == simdjson::SUCCESS && row["reason"].get(reason) == simdjson::SUCCESS;
    const auto day = read ? Date::parse(on) : std::nullopt;
    if (!day) return wrong;
    turn.on = *day;
    turn.by = by;
    turn.reason = reason;
    turns.push_back(std::move(turn));
  }
  return turns;
}

Result<std::optional<Matter>> find(const record::Store& store, Detector detector) {
  const auto file = file_of(detector);
  return record::MatterReader(store).find(file.party_id, file.matter_id);
}

}  // namespace

Result<std::vector<DetectorState>> detectors(const record::Store& store, const detection::DetectionPolicy& policy,
                                             const notice::Lessons& lessons, Date today) {
  const auto& settings = policy.on(today);
  std::vector<DetectorState> states;
  for (std::size_t i = 0; i < detection::detector_count; ++i) {
    DetectorState state;
    state.detector = static_cast<Detector>(i);
    const auto answered = lessons.answered().find(name(state.detector));
    if (answered != lessons.answered().end()) {
      state.track = {answered->second.corrected, answered->second.explained, answered->second.no_answer};
    }
    const auto& set = settings.of(state.detector);
    state.prior_ppm = set.prior_ppm;
    state.expected_ppm = state.track.expected_ppm(set.prior_ppm, settings.prior_answers);
    const auto file = find(store, state.detector);
    if (!file) return file.error();
    if (*file) {
      auto turns = read_turns(**file);
      if (!turns) return turns.error();
      state.turns = std::move(*turns);
      state.retired = (*file)->state == retired;
      if (state.retired) state.retired_on = state.turns.back().on;
    }
    if (set.retired_on && *set.retired_on <= today) {
      state.retired = true;
      state.retired_on = set.retired_on;
      state.retired_by_policy = set.reason;
    }
    states.push_back(std::move(state));
  }
  return states;
}

Status turn_detector(record::Store& store, const detection::DetectionPolicy& policy, Detector detector, bool retire,
                     const std::string& reason, Date today, const record::Origin& origin) {
  const std::string id(name(detector));
  const auto event = std::string(retire ? retired : in_force);
  auto file = file_of(detector);
  const auto earlier = Matters(store).repeated({{file, event}}, reason, origin);
  if (!earlier) return earlier.error();
  if (*earlier) return success();
  const auto& set = policy.on(today).of(detector);
  if (set.retired_on && *set.retired_on <= today) {
    return Error{"detector_is_retired_by_the_policy", "detector", id, set.retired_on->text()};
  }
  const auto kept = find(store, detector);
  if (!kept) return kept.error();
  std::vector<DetectorTurn> turns;
  if (*kept) {
    auto read = read_turns(**kept);
    if (!read) return read.error();
    turns = std::move(*read);
    file = **kept;
  } else {
    file.opened_on = today;
  }
  const bool is_retired = file.state == retired;
  if (is_retired == retire) {
    return Error{retire ? "detector_is_retired_already" : "detector_is_in_force_already", "detector", id, ""};
  }
  turns.push_back({today, retire, origin.actor, reason});
  file.state = event;
  file.body = to_json(turns);
  const auto taken = record::wait<std::vector<Matter>>([&](auto done) {
    Matters(store).step({{file, event}}, reason, origin, std::move(done));
  });
  return taken ? success() : Status(taken.error());
}

detection::DetectionPolicy with_retired(detection::DetectionPolicy policy, const std::vector<DetectorState>& states) {
  for (const auto& state : states) {
    if (!state.retired) continue;
    for (auto& settings : policy.dated) settings.of(state.detector).retired_on = state.retired_on;
  }
  return policy;
}

}  // namespace clearway::noticing
