#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "declaration/declaration.h"
#include "risk/policy.h"
#include "risk/rule_language.h"
#include "risk/signals.h"
#include "risk/text_matcher.h"

namespace clearway::risk {

/// A rule that holds for a declaration, and the first item for which it does.
struct Hit {
  std::uint16_t rule = 0;  // index into Policy::rules()
  std::uint16_t item = 0;
};

/// The rules of one procedure in one period of constant law and policy, compiled.
///
/// Every simple comparison of any rule ("atom") is evaluated once and gives one bit; a rule is a few masks over these
/// words of bits. All atoms that ask whether a text is, or begins with, one of some words are answered by one look-up
/// of the text; the others stand in one array a kind, so that their loops have no branches to mispredict. A rule is
/// looked at only where its rarest atom holds, and parts that are no atoms (arithmetic, long texts) are interpreted
/// only where all its masks fit. Conditions are kept without negation of anything but atoms, so that a comparison with
/// a missing value is simply a 0 bit.
class Program {
 public:
  struct Workspace {
    std::vector<std::uint64_t> word, prefix;  // of text slots: the text if it has at most 8 bytes; its first 8 bytes
    std::vector<std::int64_t> number;         // of number slots, millionths
    std::vector<std::uint64_t> bits;
    std::vector<Hit> hits;  // by rule
  };

  /// First step, which needs no history: reads the texts of the header. No allocation once the workspace has met the
  /// program.
  void begin(const declaration::Declaration& declaration, Workspace& workspace) const;
  /// Second step: fills `workspace.hits`.
  void finish(const Subject& subject, Workspace& workspace) const;
  void run(const Subject& subject, Workspace& workspace) const {
    begin(subject.declaration, workspace);
    finish(subject, workspace);
  }
  /// The rules it holds, as indexes into Policy::rules().
  std::span<const std::uint16_t> rules() const { return rule_numbers_; }
  /// Writes the values of the reason of `source` from values[first] on.
  void fill_values(std::size_t source, const Subject& subject, std::size_t item, std::size_t first,
                   std::array<std::int64_t, 4>& values) const;

 private:
  friend class ProgramCompiler;

  struct TextSlot {
    declaration::Field field{};
    std::uint8_t cut = 0;    // take so many bytes; 0: all
    Fold fold = Fold::none;  // of the word and the prefix
  };
  struct NumberSlot {
    bool is_variable = false;
    bool is_date = false;
    declaration::Field field{};
    Variable variable{};
    HistoryPlace place;  // of a variable that an entry of the history holds
  };
  struct Range {  // lo <= number <= lo + span; a missing number is below every lo
    std::int64_t lo = 0;
    std::uint64_t span = 0;
    std::uint32_t slot = 0;
  };
  struct Word {
    std::uint64_t word = 0;
    std::uint32_t slot = 0;
  };
  struct Prefix {
    std::uint64_t word = 0, mask = 0;
    std::uint32_t slot = 0;
  };
  /// Words, or first bytes under a mask, and what each of them sets: buckets of four, none overfull.
  struct WordTable {
    struct Bucket {
      std::array<std::uint64_t, 4> words{};
      std::array<std::uint32_t, 4> first{}, last{};  // tests_: the bits to set
    };
    std::uint64_t mask = ~std::uint64_t{0};
    std::uint64_t multiplier = 1;
    unsigned shift = 63;
    std::uint32_t slot = 0;
    bool of_prefix = false;
    std::vector<Bucket> buckets;
  };
  struct Matching {
    std::uint32_t slot = 0;
    std::uint32_t bits_word = 0;
    TextMatcher matcher;
  };
  /// The atoms of the header, or of an item. From `first_word` on: the bits of the arrays in this order; then those
  /// that look-ups set, up to `last_word`; then one word for each matcher.
  struct Atoms {
    std::vector<Range> ranges;
    std::vector<Word> not_equal;
    std::vector<Prefix> not_prefix;
    std::vector<std::uint32_t> has_text, has_no_text;
    std::vector<WordTable> tables;
    std::vector<Matching> matching;
    std::uint32_t first_word = 0, first_table_word = 0, last_word = 0;
  };
  struct Test {
    std::uint32_t word = 0;
    std::uint64_t mask = 0;
  };
  struct AnyOf {                        // a bit that is set where one of the tests finds a bit
    std::uint32_t first = 0, last = 0;  // tests_
    std::uint32_t word = 0;
    std::uint64_t bit = 0;
  };
  struct CompiledRule {
    std::uint32_t first = 0, last = 0;  // tests_: all of them must have all bits
    std::int32_t residue = -1;          // conditions_, or none
    std::uint16_t rule = 0;
  };
  /// Rules of the header, or of an item, by the bit that must be set for them to be looked at.
  struct GuardedRules {
    std::vector<CompiledRule> rules;
    std::vector<std::uint64_t> guards;               // by word: bits that guard a rule
    std::vector<std::vector<std::uint32_t>> by_bit;  // word * 64 + bit -> rules
    std::vector<std::uint32_t> unguarded;
  };
  enum class Kind : std::uint8_t { all, any, bit, compare_numbers, compare_texts };
  struct Condition {
    Kind kind{};
    Op op{};
    bool negated = false;
    std::uint32_t first = 0, last = 0;  // all, any: children_; compare: operands a and b; bit: word
    std::uint64_t mask = 0;             // bit
  };
  struct Operand {  // of a number or of a text
    Op op{};
    std::uint32_t a = 0, b = 0;  // operands; slot
    std::int64_t number = 0;
    std::uint32_t text = 0;  // texts_
    Fold fold = Fold::none;
  };
  struct ValueLoad {
    Op op{};  // variable, field, constant_number
    bool is_date = false;
    Variable variable{};
    declaration::Field field{};
    std::int64_t number = 0;
  };

  template <std::size_t N>
  void load_texts(std::size_t first, std::size_t last, const declaration::Values<N>& values, std::size_t first_field,
                  Workspace& workspace) const;
  template <std::size_t N>
  void load_numbers(std::size_t first, std::size_t last, const declaration::Values<N>& values, std::size_t first_field,
                    const Subject& subject, std::size_t item, Workspace& workspace) const;
  void evaluate(const Atoms& atoms, const std::vector<AnyOf>& any, const Subject& subject, std::size_t item,
                Workspace& workspace) const;
  void match(const GuardedRules& rules, const Subject& subject, std::size_t item, Workspace& workspace) const;
  void try_rule(const CompiledRule& rule, const Subject& subject, std::size_t item, Workspace& workspace) const;
  bool holds(std::uint32_t condition, const Subject& subject, std::size_t item, const Workspace& workspace) const;
  bool compare_numbers(const Condition& condition, const Subject& subject, std::size_t item,
                       const Workspace& workspace) const;
  bool compare_texts(const Condition& condition, const Subject& subject, std::size_t item) const;
  std::int64_t number(std::uint32_t operand, const Subject& subject, std::size_t item,
                      const Workspace& workspace) const;
  std::string_view text(const TextSlot& slot, const Subject& subject, std::size_t item) const;
  std::string_view text(const Operand& operand, const Subject& subject, std::size_t item) const;

  std::vector<TextSlot> text_slots_;      // header first
  std::vector<NumberSlot> number_slots_;  // header first
  std::size_t header_texts_ = 0, header_numbers_ = 0;
  Atoms header_, item_;
  std::vector<AnyOf> header_any_, item_any_;
  GuardedRules header_rules_, item_rules_;
  std::vector<Test> tests_;
  std::vector<Condition> conditions_;
  std::vector<std::uint32_t> children_;
  std::vector<Operand> operands_;
  std::vector<std::string> texts_;
  std::vector<std::vector<ValueLoad>> values_;  // by source
  std::vector<std::uint16_t> rule_numbers_;
  std::size_t words_ = 0;
};

/// The programs of a policy: by procedure and by period in which neither a rule's validity nor a parameter changes.
class RulePrograms {
 public:
  RulePrograms(const std::vector<Rule>& rules, const std::vector<Source>& sources, const Vocabulary& vocabulary);
  const Program& on(declaration::Procedure procedure, Date day) const;

 private:
  struct Period {
    Date from;
    std::array<std::unique_ptr<Program>, declaration::procedure_count> programs;
  };
  std::vector<Period> periods_;  // oldest first; the first holds for every earlier day too
};

}  // namespace clearway::risk
