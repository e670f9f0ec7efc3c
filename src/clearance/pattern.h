#pragma once

#include <array>
#include <bitset>
#include <optional>
#include <string_view>
#include <vector>

namespace clearway::clearance {

/// A pattern of an identifier as law files write it: ^P\d{12}$, ^\S{1,8}\d{7}$,
/// ^\d{2}[A-Z0-9]{4,10}[IE]-\d{4}(-\d{4})?$. Understood: literal characters, \d, \S, \-, [A-Z0-9], counts {n}, {m,n},
/// ?, and one optional group at the end. Characters are code points. Always matches the whole text; linear in memory,
/// no recursion deeper than the pattern.
class Pattern {
 public:
  static std::optional<Pattern> compile(std::string_view notation);
  bool matches(std::string_view text) const;

 private:
  struct Atom {
    std::bitset<128> ascii;
    bool others = false;  // characters beyond ASCII
    std::size_t least = 1, most = 1;
  };
  using Sequence = std::vector<Atom>;
  static std::optional<Sequence> sequence(std::string_view notation);
  static std::optional<Atom> atom(std::string_view notation, std::size_t& at);
  static bool count(std::string_view notation, std::size_t& at, Atom& atom);
  static bool match(const Sequence& atoms, std::size_t index, std::string_view text);

  std::vector<Sequence> alternatives_;
};

}  // namespace clearway::clearance
