#include "notice/pattern.h"

namespace clearway::notice {

PatternKey key_of(const detection::Finding& finding) { return {finding.detector, finding.party_id, finding.pattern}; }

void Lessons::learn(const Notice& notice) {
  const auto key = key_of(notice.finding);
  asked_.emplace(key, notice.finding.declaration_id);
  auto& answered = answered_[notice.finding.detector];
  switch (notice.state) {
    case State::explained_accepted:
      accepted_.insert(key);
      ++answered.explained;
      break;
    case State::filed:
    case State::claimed:
    case State::settled: ++answered.corrected; break;
    case State::lapsed: ++answered.no_answer; break;
    default: break;
  }
}

bool Lessons::was_asked(const detection::Finding& finding) const {
  return asked_.contains({key_of(finding), finding.declaration_id});
}

}  // namespace clearway::notice
