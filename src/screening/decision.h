#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clearance/finding.h"
#include "declaration/declaration.h"
#include "declaration/facts.h"
#include "risk/assessment.h"
#include "risk/decision_inputs.h"
#include "risk/profiles.h"
#include "screening/rulebook.h"

namespace clearway::screening {

/// What the day brings to a decision from outside: chance, and the plan of the office where it has one.
struct Circumstances {
  risk::Chance chance;
  std::optional<risk::Quota> capacity{};
  std::optional<risk::CutOff> cut_off{};     // of a replay: what held then
  std::optional<std::uint64_t> sentences{};  // of a replay: which messages worded the findings then
};

/// What was decided on one declaration, and all it was decided from. Reused from row to row.
struct Decision {
  std::string party_id;
  declaration::Facts facts;
  std::vector<clearance::Finding> findings;
  bool has_error = false;  // a finding stands in the way of acceptance
  risk::Past past;         // what history told before it
  declaration::Procedure recommended = declaration::Procedure::formal;
  risk::Assessment assessment;
  Circumstances circumstances;
  risk::QuotaUse used;  // of office and day, before it

  std::int64_t likelihood_ppm() const;
  std::int64_t expected_value_ppm() const;
};

/// In which languages sentences are written: one as a string, or both as {"ko": ..., "en": ...}. The record keeps both,
/// so that a decision can be read in either language after law, policy and messages have moved on.
enum class Sentences : std::uint8_t { korean, english, both };

/// Appends the decision as the record keeps it: with a last key "inputs", what it was taken on beside the declaration,
/// law and policy (risk/decision_inputs.h), from which it can be decided again.
void append_kept_decision(std::string& out, const declaration::Declaration& declaration, const Decision& decision,
                          const Rulebook& rulebook);

/// Appends the decision as one JSON object without a line end; keys as in the contract of D.ndjson.
void append_decision(std::string& out, const declaration::Declaration& declaration, const Decision& decision,
                     const Rulebook& rulebook, Sentences sentences);

/// Appends `findings` as a JSON array, as in a decision.
void append_findings(std::string& out, const declaration::Declaration& declaration,
                     const std::vector<clearance::Finding>& findings, const Rulebook& rulebook, Sentences sentences);

}  // namespace clearway::screening
