#include "risk/text_matcher.h"

#include <deque>

namespace clearway::risk {
TextMatcher::TextMatcher(const std::vector<std::pair<std::string, unsigned>>& words, bool fold) {
  const auto as_read = [fold](char c) { return folded(c, fold ? Fold::upper : Fold::none); };
  for (const auto& [word, group] : words) {
    for (const char c : word) {
      auto& entry = class_of_[static_cast<unsigned char>(as_read(c))];
      if (entry == 0) entry = static_cast<std::uint8_t>(classes_++);
    }
  }
  for (unsigned c = 0; c < 256; ++c)
    class_of_[c] = class_of_[static_cast<unsigned char>(as_read(static_cast<char>(c)))];

  constexpr std::uint32_t none = UINT32_MAX;
  std::vector<std::uint32_t> next(classes_, none);
  std::vector<std::uint64_t> groups(1, 0);
  for (const auto& [word, group] : words) {
    std::size_t state = 0;
    for (const char c : word) {
      auto& target = next[state * classes_ + class_of_[static_cast<unsigned char>(c)]];
      if (target == none) {
        target = static_cast<std::uint32_t>(groups.size());
        groups.push_back(0);
        state = target;
        next.resize(next.size() + classes_, none);  // invalidates `target`
      } else {
        state = target;
      }
    }
    groups[state] |= std::uint64_t{1} << group;
  }

  // Breadth first: what is missing is taken from the state of the longest proper suffix.
  std::vector<std::uint32_t> suffix(groups.size(), 0);
  std::deque<std::uint32_t> queue;
  for (std::size_t c = 0; c < classes_; ++c) {
    auto& target = next[c];
    if (target == none)
      target = 0;
    else
      queue.push_back(target);
  }
  while (!queue.empty()) {
    const std::size_t state = queue.front();
    queue.pop_front();
    groups[state] |= groups[suffix[state]];
    for (std::size_t c = 0; c < classes_; ++c) {
      auto& target = next[state * classes_ + c];
      const auto fallback = next[suffix[state] * classes_ + c];
      if (target == none) {
        target = fallback;
      } else {
        suffix[target] = fallback;
        queue.push_back(target);
      }
    }
  }

  // Renumber: states that end no word first. State 0 stays 0, since the empty word is refused by the language.
  std::vector<std::uint32_t> number(groups.size());
  std::uint32_t count = 0;
  for (const bool final_state : {false, true}) {
    if (final_state) first_final_ = count;
    for (std::size_t state = 0; state < groups.size(); ++state) {
      if ((groups[state] != 0) == final_state) number[state] = count++;
    }
  }
  next_.resize(next.size());
  groups_.resize(groups.size() - first_final_);
  for (std::size_t state = 0; state < groups.size(); ++state) {
    for (std::size_t c = 0; c < classes_; ++c) {
      next_[number[state] * classes_ + c] = static_cast<std::uint32_t>(number[next[state * classes_ + c]] * classes_);
    }
    if (number[state] >= first_final_) groups_[number[state] - first_final_] = groups[state];
  }
  first_final_ *= classes_;
}

}  // namespace clearway::risk
