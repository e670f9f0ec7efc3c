#include "clearance/pattern.h"

namespace clearway::clearance {
namespace {

/// Bytes of the character that `text` begins with; a stray continuation byte counts as one.
std::size_t character_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return length < text.size() ? length : text.size();
}

std::optional<std::size_t> number(std::string_view notation, std::size_t& at) {
  const auto start = at;
  std::size_t value = 0;
  while (at < notation.size() && notation[at] >= '0' && notation[at] <= '9' && at - start < 4) {
    value = value * 10 + static_cast<std::size_t>(notation[at++] - '0');
  }
  return at == start ? std::nullopt : std::optional(value);
}

}  // namespace

std::optional<Pattern::Atom> Pattern::atom(std::string_view notation, std::size_t& at) {
  Atom atom;
  const char c = notation[at++];
  const auto add = [&](char from, char to) {
    for (int i = from; i <= to; ++i) atom.ascii.set(static_cast<std::size_t>(i));
  };
  if (c == '\\') {
    if (at == notation.size()) return std::nullopt;
    const char kind = notation[at++];
    if (kind == 'd') {
      add('0', '9');
    } else if (kind == 'S') {
      add('!', '~');
      atom.others = true;
    } else if (kind >= '!' && kind < '0') {
      add(kind, kind);  // an escaped mark stands for itself
    } else {
      return std::nullopt;
    }
    return atom;
  }
  if (c == '[') {
    while (at < notation.size() && notation[at] != ']') {
      const char from = notation[at++];
      const bool range = at + 1 < notation.size() && notation[at] == '-' && notation[at + 1] != ']';
      const char to = range ? notation[at + 1] : from;
      if (range) at += 2;
      if (from < ' ' || from == '^' || from == '\\' || to < from) return std::nullopt;
      add(from, to);
    }
    if (at == notation.size()) return std::nullopt;
    ++at;
    return atom;
  }
  if (c <= ' ' || c == '(' || c == ')' || c == '*' || c == '+' || c == '?' || c == '{' || c == '.' || c == '|') {
    return std::nullopt;
  }
  add(c, c);
  return atom;
}

bool Pattern::count(std::string_view notation, std::size_t& at, Atom& atom) {
  if (at == notation.size()) return true;
  if (notation[at] == '?') {
    ++at;
    atom.least = 0;
    return true;
  }
  if (notation[at] != '{') return true;
  ++at;
  const auto least = number(notation, at);
  if (!least) return false;
  atom.least = atom.most = *least;
  if (at < notation.size() && notation[at] == ',') {
    ++at;
    const auto most = number(notation, at);
    if (!most || *most < *least) return false;
    atom.most = *most;
  }
  return at < notation.size() && notation[at++] == '}';
}

std::optional<Pattern::Sequence> Pattern::sequence(std::string_view notation) {
  Sequence atoms;
  for (std::size_t at = 0; at < notation.size();) {
    auto next = atom(notation, at);
    if (!next || !count(notation, at, *next)) return std::nullopt;
    atoms.push_back(*next);
  }
  return atoms;
}

std::optional<Pattern> Pattern::compile(std::string_view notation) {
  if (notation.size() < 2 || notation.front() != '^' || notation.back() != '$') return std::nullopt;
  notation = notation.substr(1, notation.size() - 2);
  Pattern pattern;
  if (notation.ends_with(")?")) {
    const auto open = notation.rfind('(');
    if (open == std::string_view::npos) return std::nullopt;
    const auto tail = sequence(notation.substr(open + 1, notation.size() - open - 3));
    const auto head = sequence(notation.substr(0, open));
    if (!tail || !head) return std::nullopt;
    auto both = *head;
    both.insert(both.end(), tail->begin(), tail->end());
    pattern.alternatives_ = {*head, std::move(both)};
    return pattern;
  }
  auto only = sequence(notation);
  if (!only) return std::nullopt;
  pattern.alternatives_.push_back(std::move(*only));
  return pattern;
}

bool Pattern::match(const Sequence& atoms, std::size_t index, std::string_view text) {
  if (index == atoms.size()) return text.empty();
  const auto& atom = atoms[index];
  for (std::size_t taken = 0;; ++taken) {
    if (taken >= atom.least && match(atoms, index + 1, text)) return true;
    if (taken == atom.most || text.empty()) return false;
    const auto c = static_cast<unsigned char>(text.front());
    if (c < 128 ? !atom.ascii[c] : !atom.others) return false;
    text.remove_prefix(character_length(text));
  }
}

bool Pattern::matches(std::string_view text) const {
  for (const auto& atoms : alternatives_) {
    if (match(atoms, 0, text)) return true;
  }
  return false;
}

}  // namespace clearway::clearance
