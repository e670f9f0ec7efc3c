#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "risk/engine.h"
#include "risk/policy.h"
#include "risk/profiles.h"
#include "risk/quota.h"

namespace clearway::risk {

// What a decision was taken on beside the declaration, the law and the policy, in a few bytes that are kept with it:
// docs/adr/0014-what-is-kept-with-a-decision.md. Sections, each a tag, a length and its content, so that a reader finds
// its own and keeps what it does not know.

/// The record's draw and the day whose secret it comes from. `committed`: a secret that was committed to before; else
/// the repeatable secret of a seed (secret_from_seed).
struct Chance {
  double draw = 1;
  Date day;
  bool committed = false;
};

/// Everything that is kept, as the engine had it.
struct DecisionInputs {
  const Observation& seen;
  const History& history;
  std::uint64_t observed = 0;
  Chance chance;
  double ratio = 0;                 // of random selection, as it applied
  QuotaUse used;                    // before this declaration
  const Quota* capacity = nullptr;  // the day's plan of the office, where one stood in place of the policy's quota
  const CutOff* cut_off = nullptr;  // where places went by rank and it asked for one
  std::uint64_t sentences = 0;      // Messages::version(): which wording the findings were written in
};
/// Appends the sections. No allocation once `out` is warm.
void append_inputs(std::string& out, const DecisionInputs& inputs);
void append_section(std::string& out, char tag, std::string_view content);

/// The entries of a history read back: only what variables and methods read, which a test holds against every variable.
class KeptHistory {
 public:
  History view() const;

 private:
  friend struct InputsReader;
  std::optional<Profile> exporter_, consignee_, manufacturer_, filer_, route_;
  std::optional<ProductProfile> product_;
  std::optional<PairWindow> pair_, address_pair_, phone_pair_;
  std::optional<PhoneProfile> phone_;
  std::optional<Combination> combination_;
  std::optional<RepeatProfile> repeat_, exact_repeat_;
  std::optional<Pace> exporter_pace_, consignee_pace_, filer_pace_, address_pace_;
};

struct KeptInputs {
  KeptHistory history;
  std::uint64_t observed = 0;
  Chance chance;
  std::int64_t ratio_micro = 0;
  QuotaUse used;
  std::optional<Quota> capacity;
  std::optional<CutOff> cut_off;
  std::uint64_t sentences = 0;
  std::vector<std::pair<char, std::string>> others;  // sections of other readers
};
/// Reads what append_inputs wrote for the same observation. Error inputs_cannot_be_read.
Result<KeptInputs> read_inputs(std::string_view bytes, const Observation& seen);
/// The chance alone, without an observation: for the published file of a day. With the ratio in millionths.
Result<std::pair<Chance, std::int64_t>> read_chance(std::string_view bytes);

/// As text: the digit of the encoding's version, then base64url. Nothing for what cannot be text of this version.
void append_inputs_text(std::string& out, std::string_view bytes);
std::optional<std::string> inputs_bytes(std::string_view text);

}  // namespace clearway::risk
