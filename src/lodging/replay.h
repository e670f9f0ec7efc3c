#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "record/store.h"
#include "screening/policy_archive.h"
#include "screening/screener.h"

namespace clearway::lodging {

enum class Replayed : std::uint8_t {
  same,                  // every byte
  differs,               //
  inputs_not_kept,       // decided before inputs were kept
  inputs_not_readable,   // of another version, or damaged
  version_not_kept,      // of law or policy
  facts_not_readable,    //
  personal_data_erased,  // an identifier that was checked then is gone, lawfully
};
std::string_view name(Replayed outcome);

/// A member of the decision that came out otherwise: "reasons", "channel". `recorded` and `replayed` are JSON.
struct Difference {
  std::string member, recorded, replayed;
};

struct ReplayResult {
  std::string party_id, declaration_id;
  std::int64_t sequence = 0;
  Replayed outcome = Replayed::same;
  std::vector<Difference> differences;
  std::string detail;            // what is missing, in the words of whoever missed it
  std::size_t inputs_bytes = 0;  // of the text kept
  bool other_sentences = false;  // findings were worded by other messages than today's
};

/// Takes recorded decisions again from what is kept with them: the declared facts, the history as it was, chance, the
/// use of the quota, and the versions of law and policy. One per thread.
class Replayer {
 public:
  explicit Replayer(const screening::PolicyArchive& archive) : archive_(archive) {}
  /// `row`: a lodging, from record::Store::replay.
  ReplayResult replay(const record::ReplayRow& row);
  /// The recorded decision with its learned likelihood taken apart into signals, for whoever opens a case that nobody
  /// had to look at; nothing where it cannot be taken again to the same bytes.
  std::optional<std::string> explained(const record::ReplayRow& row);

 private:
  screening::Assessor& assessor_of(const std::shared_ptr<const screening::Rulebook>& rulebook);
  const screening::PolicyArchive& archive_;
  std::shared_ptr<const screening::Rulebook> rulebook_;  // of the assessor
  std::optional<screening::Assessor> assessor_;
  risk::DayQuota quota_;
  bool explain_ = false;
  std::string explained_;
  screening::Decision decision_;
  std::string text_;
};

/// A top-level text member of a recorded decision, as it stands there; empty if there is none.
std::string_view text_of(std::string_view body, std::string_view key);

}  // namespace clearway::lodging
