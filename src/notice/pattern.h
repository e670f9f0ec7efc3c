#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "notice/notice.h"

namespace clearway::notice {

/// What makes another finding the same question again: detector, firm, pattern.
using PatternKey = std::tuple<std::string, std::string, std::string>;
PatternKey key_of(const detection::Finding& finding);

/// What became of the notices of a detector. A correction says that the finding was right, an accepted explanation that
/// it was wrong; silence says nothing.
struct Answered {
  std::int64_t corrected = 0, explained = 0, no_answer = 0;
};

/// What earlier notices teach, folded in any order.
class Lessons {
 public:
  void learn(const Notice& notice);
  /// The firm explained this, and customs accepted it: it is not asked again.
  bool is_silenced(const detection::Finding& finding) const { return accepted_.contains(key_of(finding)); }
  const std::set<PatternKey>& silenced() const { return accepted_; }
  /// A notice on the same question about the same declaration exists, whatever became of it.
  bool was_asked(const detection::Finding& finding) const;
  const std::map<std::string, Answered, std::less<>>& answered() const { return answered_; }

 private:
  std::set<PatternKey> accepted_;
  std::set<std::pair<PatternKey, std::string>> asked_;  // with the declaration
  std::map<std::string, Answered, std::less<>> answered_;
};

}  // namespace clearway::notice
