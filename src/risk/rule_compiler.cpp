#include <algorithm>
#include <bit>
#include <cstring>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "base/hash.h"
#include "risk/arithmetic.h"
#include "risk/rule_program.h"

namespace clearway::risk {
namespace {

using declaration::Field;

struct TextKey {
  Field field{};
  std::uint8_t cut = 0;
  Fold fold = Fold::none;
  friend auto operator<=>(const TextKey&, const TextKey&) = default;
  bool of_item() const { return declaration::is_item_field(field); }
};

struct NumberKey {
  bool is_variable = false;
  bool is_date = false;
  std::uint8_t index = 0;  // Field or Variable
  friend auto operator<=>(const NumberKey&, const NumberKey&) = default;
  bool of_item() const {
    return is_variable ? is_item_variable(static_cast<Variable>(index))
                       : declaration::is_item_field(static_cast<Field>(index));
  }
};

/// One simple comparison.
struct Leaf {
  enum class Kind : std::uint8_t { range, in, not_in, prefix, not_prefix, has_text, has_no_text, contains };
  Kind kind{};
  NumberKey number;
  TextKey text;
  std::int64_t lo = 0, hi = 0;
  std::size_t length = 0;          // of prefixes
  Fold fold = Fold::none;          // contains
  std::vector<std::string> words;  // sorted
  friend auto operator<=>(const Leaf&, const Leaf&) = default;
  bool of_item() const { return kind == Kind::range ? number.of_item() : text.of_item(); }
};

/// A condition in negation normal form.
struct Term {
  enum class Kind : std::uint8_t { never, always, leaf, all, any, residue };
  Kind kind = Kind::never;
  Leaf leaf;
  std::vector<Term> children;
  const Node* node = nullptr;  // residue: a comparison that is no leaf
  Op op{};                     // residue: its operator, turned round where it was negated
  bool negated = false;        // residue: starts_with, ends_with, contains
};

Term constant_term(bool value) {
  return {.kind = value ? Term::Kind::always : Term::Kind::never, .leaf = {}, .children = {}};
}
Term leaf_term(Leaf leaf) { return {.kind = Term::Kind::leaf, .leaf = std::move(leaf), .children = {}}; }

Op opposite(Op op) {
  switch (op) {
    case Op::equal: return Op::not_equal;
    case Op::not_equal: return Op::equal;
    case Op::less: return Op::greater_equal;
    case Op::less_equal: return Op::greater;
    case Op::greater: return Op::less_equal;
    case Op::greater_equal: return Op::less;
    default: return op;
  }
}

Op mirrored(Op op) {  // a op b == b mirrored(op) a
  switch (op) {
    case Op::less: return Op::greater;
    case Op::less_equal: return Op::greater_equal;
    case Op::greater: return Op::less;
    case Op::greater_equal: return Op::less_equal;
    default: return op;
  }
}

Term range_term(const NumberKey& key, std::int64_t lo, std::int64_t hi) {
  if (lo > hi) return constant_term(false);
  Leaf leaf;
  leaf.kind = Leaf::Kind::range;
  leaf.number = key;
  leaf.lo = lo;
  leaf.hi = hi;
  return leaf_term(std::move(leaf));
}

/// `key` `op` `value` as ranges of the numbers that are given (everything above `missing`).
Term comparison_term(const NumberKey& key, Op op, std::int64_t value) {
  constexpr std::int64_t lowest = missing + 1;
  if (value == missing) return constant_term(false);
  switch (op) {
    case Op::less: return value == lowest ? constant_term(false) : range_term(key, lowest, value - 1);
    case Op::less_equal: return range_term(key, lowest, value);
    case Op::greater: return value == INT64_MAX ? constant_term(false) : range_term(key, value + 1, INT64_MAX);
    case Op::greater_equal: return range_term(key, value, INT64_MAX);
    case Op::equal: return range_term(key, value, value);
    case Op::not_equal: {
      Term term;
      term.kind = Term::Kind::any;
      if (value != lowest) term.children.push_back(range_term(key, lowest, value - 1));
      if (value != INT64_MAX) term.children.push_back(range_term(key, value + 1, INT64_MAX));
      return term;
    }
    default: throw std::logic_error("comparison_term: not a comparison");
  }
}

std::uint64_t packed(std::string_view text) {
  std::uint64_t word = 0;
  std::memcpy(&word, text.data(), std::min<std::size_t>(text.size(), 8));
  return word;
}

std::uint64_t prefix_mask(std::size_t length) {
  return length >= 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * length)) - 1;
}

Fold fold_of(const Node& node) {
  return node.op == Op::upper ? Fold::upper : node.op == Op::lower ? Fold::lower : Fold::none;
}

std::string folded_text(std::string text, Fold fold) {
  for (auto& c : text) c = folded(c, fold);
  return text;
}

}  // namespace

/// Builds the program of one procedure on one day.
class ProgramCompiler {
 public:
  ProgramCompiler(const std::vector<Rule>& rules, const std::vector<Source>& sources, const Vocabulary& vocabulary,
                  declaration::Procedure procedure, Date day)
      : vocabulary_(vocabulary), day_(day) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
      const Rule& rule = rules[i];
      if ((rule.procedures & procedure_bit(procedure)) == 0 || rule.from > day || (rule.until && *rule.until < day))
        continue;
      Term term = simplified(build(rule.when.root(), false));
      if (term.kind == Term::Kind::never) continue;
      rules_.push_back({static_cast<std::uint16_t>(i), std::move(term)});
      program_.rule_numbers_.push_back(static_cast<std::uint16_t>(i));
    }
    for (auto& [number, term] : rules_) collect(term);
    lay_out();
    for (auto& [number, term] : rules_) emit_rule(number, term);
    for (const auto& source : sources) emit_values(source);
  }

  Program take() { return std::move(program_); }

 private:
  struct NumberedTerm {
    std::uint16_t number;
    Term term;
  };

  // ---- conditions to terms

  std::optional<Constant> parameter(const std::string& name) const {
    const auto values = vocabulary_.parameter(name);
    std::optional<Constant> found;
    if (!values) return found;
    for (const auto& [from, value] : *values) {
      if (from <= day_) found = value;
    }
    return found;
  }

  /// The value of a number that depends on nothing but parameters; `missing` where a parameter has no value yet.
  std::optional<std::int64_t> folded(const Node& node) const {
    switch (node.op) {
      case Op::constant_number: return node.number;
      case Op::parameter: {
        if (node.type != Type::number && node.type != Type::date) return std::nullopt;
        const auto value = parameter(node.text);
        return value ? value->number : missing;
      }
      case Op::negate: {
        const auto inner = folded(node.children[0]);
        return inner ? std::optional(arithmetic(Op::subtract, 0, *inner)) : std::nullopt;
      }
      case Op::add:
      case Op::subtract:
      case Op::multiply:
      case Op::divide: {
        const auto left = folded(node.children[0]);
        const auto right = folded(node.children[1]);
        if (!left || !right) return std::nullopt;
        return arithmetic(node.op, *left, *right);
      }
      case Op::size: {
        const Node& inner = node.children[0];
        if (inner.op == Op::list) return to_micro(static_cast<std::int64_t>(inner.children.size()));
        if (inner.op != Op::parameter || inner.type == Type::text) return std::nullopt;
        const auto value = parameter(inner.text);
        return value ? to_micro(static_cast<std::int64_t>(std::max(value->texts.size(), value->numbers.size())))
                     : missing;
      }
      default: return std::nullopt;
    }
  }

  static std::optional<NumberKey> number_key(const Node& node) {
    if (node.op == Op::field && (node.type == Type::number || node.type == Type::date)) {
      return NumberKey{false, node.type == Type::date, static_cast<std::uint8_t>(node.field)};
    }
    if (node.op == Op::variable && node.type == Type::number) {
      return NumberKey{true, false, static_cast<std::uint8_t>(node.variable)};
    }
    return std::nullopt;
  }

  static std::optional<TextKey> text_key(const Node& node) {
    if (const auto fold = fold_of(node); fold != Fold::none) {
      auto key = text_key(node.children[0]);
      if (key) key->fold = fold;
      return key;
    }
    if (node.op == Op::field && node.type == Type::text) return TextKey{node.field, 0, Fold::none};
    if (node.op != Op::variable || node.type != Type::text) return std::nullopt;
    switch (node.variable) {
      case Variable::hs2: return TextKey{Field::tariff_code, 2, Fold::none};
      case Variable::hs4: return TextKey{Field::tariff_code, 4, Fold::none};
      case Variable::hs6: return TextKey{Field::tariff_code, 6, Fold::none};
      default: return std::nullopt;
    }
  }

  /// The text of a literal or parameter; nothing for anything else. An empty result: a parameter without a value yet.
  std::optional<std::string> constant_text(const Node& node) const {
    if (node.op == Op::constant_text) return node.text;
    if (node.op == Op::parameter && node.type == Type::text) {
      const auto value = parameter(node.text);
      return value ? value->text : std::string();
    }
    if (fold_of(node) != Fold::none) {
      const auto inner = constant_text(node.children[0]);
      return inner ? std::optional(folded_text(*inner, fold_of(node))) : std::nullopt;
    }
    return std::nullopt;
  }

  /// The entries of a list as nodes.
  std::vector<Node> entries(const Node& list) const {
    if (list.op == Op::list) return list.children;
    std::vector<Node> result;
    const auto value = parameter(list.text);
    if (!value) return result;
    for (const auto& text : value->texts) {
      if (text.empty()) continue;
      Node node;
      node.op = Op::constant_text;
      node.type = Type::text;
      node.text = text;
      result.push_back(std::move(node));
    }
    for (const auto number : value->numbers) {
      Node node;
      node.op = Op::constant_number;
      node.type = Type::number;
      node.number = number;
      result.push_back(std::move(node));
    }
    return result;
  }

  static Node replaced(const Node& node, const Node& element) {
    if (node.op == Op::element) return element;
    Node copy = node;
    for (auto& child : copy.children) child = replaced(Node(child), element);
    return copy;
  }

  Term residue(const Node& node, Op op, bool negated) {
    Term term;
    term.kind = Term::Kind::residue;
    term.node = &node;
    term.op = op;
    term.negated = negated;
    return term;
  }

  Term build(const Node& node, bool negated) {
    switch (node.op) {
      case Op::constant_boolean: return constant_term((node.number != 0) != negated);
      case Op::logical_not: return build(node.children[0], !negated);
      case Op::logical_and:
      case Op::logical_or: {
        Term term;
        term.kind = (node.op == Op::logical_and) != negated ? Term::Kind::all : Term::Kind::any;
        for (const auto& child : node.children) term.children.push_back(build(child, negated));
        return term;
      }
      case Op::equal:
      case Op::not_equal:
      case Op::less:
      case Op::less_equal:
      case Op::greater:
      case Op::greater_equal: return build_comparison(node, negated ? opposite(node.op) : node.op);
      case Op::in: return build_membership(node, negated);
      case Op::starts_with: return build_prefix(node, negated);
      case Op::contains: return build_contains(node, negated);
      case Op::ends_with: return residue(node, node.op, negated);
      case Op::has: return build_has(node.children[0], negated);
      case Op::exists: {
        Term term;
        term.kind = negated ? Term::Kind::all : Term::Kind::any;
        for (const auto& entry : entries(node.children[0])) {
          owned_.push_back(replaced(node.children[1], entry));
          term.children.push_back(build(owned_.back(), negated));
        }
        return term;
      }
      default: throw std::logic_error("build: not a condition");
    }
  }

  Term build_comparison(const Node& node, Op op) {
    const Node& left = node.children[0];
    const Node& right = node.children[1];
    if (left.type == Type::text) return build_text_comparison(node, op);
    const auto left_value = folded(left);
    const auto right_value = folded(right);
    if (left_value && right_value) return constant_term(compare(op, *left_value, *right_value));
    if (const auto key = number_key(left); key && right_value) return comparison_term(*key, op, *right_value);
    if (const auto key = number_key(right); key && left_value) return comparison_term(*key, mirrored(op), *left_value);
    if ((left_value && *left_value == missing) || (right_value && *right_value == missing)) return constant_term(false);
    return residue(node, op, false);
  }

  Term build_text_comparison(const Node& node, Op op) {
    const Node* side = &node.children[0];
    auto text = constant_text(node.children[1]);
    if (!text) {
      side = &node.children[1];
      text = constant_text(node.children[0]);
    }
    if (!text) return residue(node, op, false);
    if (text->empty()) return constant_term(false);
    if (const auto other = constant_text(*side)) return constant_term((*other == *text) == (op == Op::equal));
    const auto key = text_key(*side);
    if (!key || text->size() > 8) return residue(node, op, false);
    return word_term(*key, {*text}, op == Op::not_equal);
  }

  static Term word_term(const TextKey& key, std::vector<std::string> words, bool negated) {
    Leaf leaf;
    if (negated && words.size() > 1) {  // other than each of them
      Term term;
      term.kind = Term::Kind::all;
      for (const auto& word : words) term.children.push_back(word_term(key, {word}, true));
      return term;
    }
    leaf.kind = negated ? Leaf::Kind::not_in : Leaf::Kind::in;
    leaf.text = key;
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    leaf.words = std::move(words);
    return leaf_term(std::move(leaf));
  }

  Term build_membership(const Node& node, bool negated) {
    const Node& left = node.children[0];
    Term term;
    term.kind = negated ? Term::Kind::all : Term::Kind::any;
    const auto list = entries(node.children[1]);
    if (list.empty()) return constant_term(false);
    const auto key = text_key(left);
    std::vector<std::string> words;
    for (const auto& entry : list) {
      if (key && entry.text.size() <= 8) {
        words.push_back(entry.text);
        continue;
      }
      Node comparison;
      comparison.op = Op::equal;
      comparison.children = {left, entry};
      owned_.push_back(std::move(comparison));
      term.children.push_back(build_comparison(owned_.back(), negated ? Op::not_equal : Op::equal));
    }
    if (!words.empty()) term.children.push_back(word_term(*key, std::move(words), negated));
    return term;
  }

  Term build_prefix(const Node& node, bool negated) {
    const auto key = text_key(node.children[0]);
    const auto text = constant_text(node.children[1]);
    if (text && text->empty()) return constant_term(false);
    if (!key || !text || text->size() > 8 || (key->cut != 0 && text->size() > key->cut))
      return residue(node, node.op, negated);
    Leaf leaf;
    leaf.kind = negated ? Leaf::Kind::not_prefix : Leaf::Kind::prefix;
    leaf.text = *key;
    leaf.length = text->size();
    leaf.words = {*text};
    return leaf_term(std::move(leaf));
  }

  Term build_contains(const Node& node, bool negated) {
    const Fold fold = fold_of(node.children[0]);
    const auto key = text_key(fold != Fold::none ? node.children[0].children[0] : node.children[0]);
    const auto text = constant_text(node.children[1]);
    if (text && text->empty()) return constant_term(false);
    // A word of a list with letters of the other case: never found.
    if (text && !negated && folded_text(*text, fold) != *text) return constant_term(false);
    if (!key || !text || negated || key->cut != 0) return residue(node, node.op, negated);
    Leaf leaf;
    leaf.kind = Leaf::Kind::contains;
    leaf.text = *key;
    leaf.fold = fold;
    leaf.words = {*text};
    return leaf_term(std::move(leaf));
  }

  static Term build_has(const Node& node, bool negated) {
    if (const auto key = number_key(node)) {
      return negated ? range_term(*key, missing, missing) : range_term(*key, missing + 1, INT64_MAX);
    }
    Leaf leaf;
    leaf.kind = negated ? Leaf::Kind::has_no_text : Leaf::Kind::has_text;
    leaf.text = *text_key(node);
    return leaf_term(std::move(leaf));
  }

  /// Flattens, removes constants, joins what can be one leaf: ranges of a number, words and prefixes of a text.
  static Term simplified(Term term) {
    if (term.kind != Term::Kind::all && term.kind != Term::Kind::any) return term;
    const bool all = term.kind == Term::Kind::all;
    const auto neutral = all ? Term::Kind::always : Term::Kind::never;
    std::vector<Term> flat;
    for (auto& child : term.children) {
      Term simple = simplified(std::move(child));
      if (simple.kind == neutral) continue;
      if (simple.kind == Term::Kind::never || simple.kind == Term::Kind::always) return simple;
      if (simple.kind == term.kind) {
        for (auto& grandchild : simple.children) add(flat, std::move(grandchild), all);
      } else {
        add(flat, std::move(simple), all);
      }
    }
    if (std::any_of(flat.begin(), flat.end(), [](const Term& t) { return t.kind == Term::Kind::never; })) {
      return constant_term(false);  // two ranges without a common number
    }
    if (flat.empty()) return constant_term(all);
    if (flat.size() == 1) return std::move(flat.front());
    term.children = std::move(flat);
    return term;
  }

  static void add(std::vector<Term>& terms, Term term, bool all) {
    if (term.kind == Term::Kind::leaf) {
      for (auto& other : terms) {
        if (other.kind == Term::Kind::leaf && join(other, term.leaf, all)) return;
      }
    }
    terms.push_back(std::move(term));
  }

  static bool join(Term& into, const Leaf& other, bool all) {
    Leaf& leaf = into.leaf;
    if (leaf.kind != other.kind) return false;
    if (all) {
      if (leaf.kind != Leaf::Kind::range || leaf.number != other.number) return false;
      leaf.lo = std::max(leaf.lo, other.lo);
      leaf.hi = std::min(leaf.hi, other.hi);
      if (leaf.lo > leaf.hi) into = constant_term(false);
      return true;
    }
    const bool joinable =
        leaf.kind == Leaf::Kind::in || leaf.kind == Leaf::Kind::prefix || leaf.kind == Leaf::Kind::contains;
    if (!joinable || leaf.text != other.text || leaf.length != other.length || leaf.fold != other.fold) return false;
    leaf.words.insert(leaf.words.end(), other.words.begin(), other.words.end());
    std::sort(leaf.words.begin(), leaf.words.end());
    leaf.words.erase(std::unique(leaf.words.begin(), leaf.words.end()), leaf.words.end());
    return true;
  }

  // ---- what is used

  static bool only_leaves(const Term& term) {
    return std::all_of(term.children.begin(), term.children.end(),
                       [](const Term& t) { return t.kind == Term::Kind::leaf; });
  }

  void collect(const Term& term) {
    switch (term.kind) {
      case Term::Kind::never:
      case Term::Kind::always: return;
      case Term::Kind::leaf:
        leaves_.insert({term.leaf, {}});
        if (term.leaf.kind == Leaf::Kind::range)
          numbers_.insert(term.leaf.number);
        else
          texts_.insert(term.leaf.text);
        return;
      case Term::Kind::any:
        if (only_leaves(term)) any_.insert({leaves_of(term), {}});
        [[fallthrough]];
      case Term::Kind::all:
        for (const auto& child : term.children) collect(child);
        return;
      case Term::Kind::residue: collect_keys(*term.node); return;
    }
  }

  void collect_keys(const Node& node) {
    if (const auto key = number_key(node)) numbers_.insert(*key);
    if (const auto key = text_key(node); key && key->fold == Fold::none) texts_.insert(*key);
    for (const auto& child : node.children) collect_keys(child);
  }

  static std::vector<Leaf> leaves_of(const Term& term) {
    std::vector<Leaf> leaves;
    for (const auto& child : term.children) leaves.push_back(child.leaf);
    std::sort(leaves.begin(), leaves.end());
    return leaves;
  }

  bool of_item(const Term& term) const {
    switch (term.kind) {
      case Term::Kind::never:
      case Term::Kind::always: return false;
      case Term::Kind::leaf: return term.leaf.of_item();
      case Term::Kind::residue: return of_item(*term.node);
      case Term::Kind::all:
      case Term::Kind::any:
        return std::any_of(term.children.begin(), term.children.end(),
                           [&](const Term& child) { return of_item(child); });
    }
    return false;
  }

  bool of_item(const Node& node) const {
    if (const auto key = number_key(node); key && key->of_item()) return true;
    if (const auto key = text_key(node); key && key->of_item()) return true;
    return std::any_of(node.children.begin(), node.children.end(), [&](const Node& child) { return of_item(child); });
  }

  // ---- slots and bits

  struct Bit {
    std::uint32_t word = 0;
    std::uint64_t mask = 0;
  };

  void lay_out() {
    for (const bool item : {false, true}) {
      for (const auto& key : texts_) {
        if (key.of_item() != item) continue;
        text_slot_[key] = static_cast<std::uint32_t>(program_.text_slots_.size());
        program_.text_slots_.push_back({key.field, key.cut, key.fold});
      }
      for (const auto& key : numbers_) {
        if (key.of_item() != item) continue;
        number_slot_[key] = static_cast<std::uint32_t>(program_.number_slots_.size());
        program_.number_slots_.push_back(
            {key.is_variable, key.is_date, static_cast<Field>(key.is_variable ? 0 : key.index),
             static_cast<Variable>(key.is_variable ? key.index : 0),
             key.is_variable ? history_place(static_cast<Variable>(key.index)) : HistoryPlace{}});
      }
      if (!item) {
        program_.header_texts_ = program_.text_slots_.size();
        program_.header_numbers_ = program_.number_slots_.size();
      }
    }
    for (const bool item : {false, true}) {
      auto& atoms = item ? program_.item_ : program_.header_;
      atoms.first_word = static_cast<std::uint32_t>(program_.words_);
      lay_out_atoms(item, atoms);
      lay_out_any(item, item ? program_.item_any_ : program_.header_any_);
    }
  }

  /// Bits in the order in which Program::evaluate writes them: kind by kind.
  void lay_out_atoms(bool item, Program::Atoms& atoms) {
    std::size_t next = program_.words_ * 64;
    const auto give = [&](Bit& bit) {
      bit = {static_cast<std::uint32_t>(next / 64), std::uint64_t{1} << (next % 64)};
      ++next;
    };
    const auto each = [&](auto&& wanted, auto&& emit) {
      for (auto& [leaf, bit] : leaves_) {
        if (leaf.of_item() != item || !wanted(leaf)) continue;
        emit(leaf);
        give(bit);
      }
    };
    const auto is = [](Leaf::Kind kind) { return [kind](const Leaf& leaf) { return leaf.kind == kind; }; };
    const auto slot = [&](const Leaf& leaf) { return text_slot_.at(leaf.text); };
    each(is(Leaf::Kind::range), [&](const Leaf& leaf) {
      atoms.ranges.push_back({leaf.lo, static_cast<std::uint64_t>(leaf.hi) - static_cast<std::uint64_t>(leaf.lo),
                              number_slot_.at(leaf.number)});
    });
    each(is(Leaf::Kind::not_in), [&](const Leaf& leaf) {
      atoms.not_equal.push_back({packed(leaf.words[0]), slot(leaf)});
    });
    each(is(Leaf::Kind::not_prefix), [&](const Leaf& leaf) {
      atoms.not_prefix.push_back({packed(leaf.words[0]), prefix_mask(leaf.length), slot(leaf)});
    });
    each(is(Leaf::Kind::has_text), [&](const Leaf& leaf) { atoms.has_text.push_back(slot(leaf)); });
    each(is(Leaf::Kind::has_no_text), [&](const Leaf& leaf) { atoms.has_no_text.push_back(slot(leaf)); });
    next = (next + 63) / 64 * 64;
    atoms.first_table_word = static_cast<std::uint32_t>(next / 64);
    const auto looked_up = [](const Leaf& leaf) {
      return leaf.kind == Leaf::Kind::in || leaf.kind == Leaf::Kind::prefix;
    };
    each(looked_up, [](const Leaf&) {});
    program_.words_ = (next + 63) / 64;
    atoms.last_word = static_cast<std::uint32_t>(program_.words_);
    lay_out_tables(item, atoms);
    lay_out_matching(item, atoms);
  }

  /// One table for each text and length of prefix.
  void lay_out_tables(bool item, Program::Atoms& atoms) {
    std::map<std::pair<TextKey, std::size_t>, std::map<std::string, std::vector<Bit>>> tables;
    for (const auto& [leaf, bit] : leaves_) {
      if (leaf.of_item() != item || (leaf.kind != Leaf::Kind::in && leaf.kind != Leaf::Kind::prefix)) continue;
      auto& words = tables[{leaf.text, leaf.kind == Leaf::Kind::prefix ? leaf.length : 0}];
      for (const auto& word : leaf.words) words[word].push_back(bit);
    }
    for (const auto& [key, words] : tables) {
      Program::WordTable table = word_table(words);
      table.slot = text_slot_.at(key.first);
      table.of_prefix = key.second != 0;
      if (table.of_prefix) table.mask = prefix_mask(key.second);
      atoms.tables.push_back(std::move(table));
    }
  }

  void lay_out_matching(bool item, Program::Atoms& atoms) {
    std::map<std::pair<TextKey, Fold>, std::vector<std::map<Leaf, Bit>::value_type*>> groups;
    for (auto& entry : leaves_) {
      if (entry.first.of_item() != item || entry.first.kind != Leaf::Kind::contains) continue;
      groups[{entry.first.text, entry.first.fold}].push_back(&entry);
    }
    for (auto& [key, entries] : groups) {
      for (std::size_t start = 0; start < entries.size(); start += TextMatcher::most_groups) {
        const auto end = std::min(entries.size(), start + TextMatcher::most_groups);
        const auto word = static_cast<std::uint32_t>(program_.words_++);
        std::vector<std::pair<std::string, unsigned>> words;
        for (std::size_t i = start; i < end; ++i) {
          const auto group = static_cast<unsigned>(i - start);
          entries[i]->second = {word, std::uint64_t{1} << group};
          for (const auto& text : entries[i]->first.words) words.emplace_back(text, group);
        }
        atoms.matching.push_back({text_slot_.at(key.first), word, TextMatcher(words, key.second != Fold::none)});
      }
    }
  }

  void lay_out_any(bool item, std::vector<Program::AnyOf>& out) {
    std::size_t next = program_.words_ * 64;
    for (auto& [leaves, bit] : any_) {
      const bool is_item = std::any_of(leaves.begin(), leaves.end(), [](const Leaf& leaf) { return leaf.of_item(); });
      if (is_item != item) continue;
      bit = {static_cast<std::uint32_t>(next / 64), std::uint64_t{1} << (next % 64)};
      ++next;
      std::vector<Bit> bits;
      for (const auto& leaf : leaves) bits.push_back(leaves_.at(leaf));
      const auto [first, last] = emit_tests(bits);
      out.push_back({first, last, bit.word, bit.mask});
    }
    program_.words_ = (next + 63) / 64;
  }

  /// One test a word.
  std::pair<std::uint32_t, std::uint32_t> emit_tests(const std::vector<Bit>& bits) {
    std::map<std::uint32_t, std::uint64_t> masks;
    for (const auto& bit : bits) masks[bit.word] |= bit.mask;
    const auto first = static_cast<std::uint32_t>(program_.tests_.size());
    for (const auto& [word, mask] : masks) program_.tests_.push_back({word, mask});
    return {first, static_cast<std::uint32_t>(program_.tests_.size())};
  }

  /// At most half full, with a multiplier that overfills no bucket.
  Program::WordTable word_table(const std::map<std::string, std::vector<Bit>>& words) {
    Program::WordTable table;
    unsigned bits = 1;
    while ((std::size_t{2} << bits) < words.size()) ++bits;
    for (std::uint64_t seed = 1;; ++seed) {
      if (seed % 64 == 0) ++bits;
      table.shift = 64 - bits;
      table.multiplier = mix(seed) | 1;
      table.buckets.assign(std::size_t{1} << bits, {});
      const bool fits = std::all_of(words.begin(), words.end(), [&](const auto& entry) {
        const auto word = packed(entry.first);
        auto& bucket = table.buckets[word * table.multiplier >> table.shift].words;
        auto* const place = std::find(bucket.begin(), bucket.end(), std::uint64_t{0});
        if (place == bucket.end()) return false;
        *place = word;
        return true;
      });
      if (fits) break;
    }
    for (const auto& [text, set] : words) {
      const auto word = packed(text);
      auto& bucket = table.buckets[word * table.multiplier >> table.shift];
      const auto place =
          static_cast<std::size_t>(std::find(bucket.words.begin(), bucket.words.end(), word) - bucket.words.begin());
      std::tie(bucket.first[place], bucket.last[place]) = emit_tests(set);
    }
    return table;
  }

  // ---- rules

  std::optional<Bit> bit_of(const Term& term) const {
    if (term.kind == Term::Kind::leaf) return leaves_.at(term.leaf);
    if (term.kind == Term::Kind::any && only_leaves(term)) return any_.at(leaves_of(term));
    return std::nullopt;
  }

  void emit_rule(std::uint16_t number, const Term& term) {
    std::vector<Bit> bits;
    std::vector<std::uint32_t> rest;
    std::optional<Bit> guard;
    int rarity = -1;
    const auto take_part = [&](const Term& part) {
      const auto bit = bit_of(part);
      if (!bit) return rest.push_back(emit_condition(part));
      bits.push_back(*bit);
      if (rarity_of(part) <= rarity) return;
      rarity = rarity_of(part);
      guard = bit;
    };
    if (term.kind == Term::Kind::all)
      std::for_each(term.children.begin(), term.children.end(), take_part);
    else if (term.kind != Term::Kind::always)
      take_part(term);

    Program::CompiledRule rule;
    rule.rule = number;
    std::tie(rule.first, rule.last) = emit_tests(bits);
    if (rest.size() == 1) rule.residue = static_cast<std::int32_t>(rest.front());
    if (rest.size() > 1) rule.residue = static_cast<std::int32_t>(emit_group(Program::Kind::all, rest));
    auto& rules = of_item(term) ? program_.item_rules_ : program_.header_rules_;
    const auto index = static_cast<std::uint32_t>(rules.rules.size());
    rules.rules.push_back(rule);
    if (!guard) return rules.unguarded.push_back(index);
    rules.guards.resize(program_.words_);
    rules.by_bit.resize(program_.words_ * 64);
    rules.guards[guard->word] |= guard->mask;
    rules.by_bit[guard->word * 64 + static_cast<std::size_t>(std::countr_zero(guard->mask))].push_back(index);
  }

  /// How seldom a condition may be expected to hold, judged by its kind alone.
  static int rarity_of(const Term& term) {
    if (term.kind != Term::Kind::leaf) return 2;
    switch (term.leaf.kind) {
      case Leaf::Kind::contains: return 5;
      case Leaf::Kind::prefix: return 4;
      case Leaf::Kind::in: return 3;
      case Leaf::Kind::range: return 1;
      case Leaf::Kind::not_in:
      case Leaf::Kind::not_prefix:
      case Leaf::Kind::has_text:
      case Leaf::Kind::has_no_text: return 0;
    }
    return 0;
  }

  std::uint32_t emit_group(Program::Kind kind, const std::vector<std::uint32_t>& children) {
    Program::Condition condition;
    condition.kind = kind;
    condition.first = static_cast<std::uint32_t>(program_.children_.size());
    program_.children_.insert(program_.children_.end(), children.begin(), children.end());
    condition.last = static_cast<std::uint32_t>(program_.children_.size());
    return push(condition);
  }

  std::uint32_t push(const Program::Condition& condition) {
    program_.conditions_.push_back(condition);
    return static_cast<std::uint32_t>(program_.conditions_.size() - 1);
  }

  std::uint32_t emit_condition(const Term& term) {
    if (const auto bit = bit_of(term)) {
      Program::Condition condition;
      condition.kind = Program::Kind::bit;
      condition.first = bit->word;
      condition.mask = bit->mask;
      return push(condition);
    }
    switch (term.kind) {
      case Term::Kind::all:
      case Term::Kind::any: {
        std::vector<std::uint32_t> children;
        for (const auto& child : term.children) children.push_back(emit_condition(child));
        return emit_group(term.kind == Term::Kind::all ? Program::Kind::all : Program::Kind::any, children);
      }
      case Term::Kind::residue: return emit_residue(term);
      case Term::Kind::leaf:
      case Term::Kind::never:
      case Term::Kind::always: break;
    }
    throw std::logic_error("emit_condition: constants are simplified away");
  }

  std::uint32_t emit_residue(const Term& term) {
    Program::Condition condition;
    const Node& left = term.node->children[0];
    const Node& right = term.node->children[1];
    const bool texts = left.type == Type::text;
    condition.kind = texts ? Program::Kind::compare_texts : Program::Kind::compare_numbers;
    condition.op = term.op;
    condition.negated = term.negated;
    condition.first = texts ? emit_text(left) : emit_number(left);
    condition.last = texts ? emit_text(right) : emit_number(right);
    return push(condition);
  }

  std::uint32_t push(const Program::Operand& operand) {
    program_.operands_.push_back(operand);
    return static_cast<std::uint32_t>(program_.operands_.size() - 1);
  }

  std::uint32_t emit_number(const Node& node) {
    Program::Operand operand;
    if (const auto value = folded(node)) {
      operand.op = Op::constant_number;
      operand.number = *value;
      return push(operand);
    }
    if (const auto key = number_key(node)) {
      operand.op = Op::variable;
      operand.a = number_slot_.at(*key);
      return push(operand);
    }
    operand.op = node.op;
    if (node.op == Op::size) {
      operand.a = emit_text(node.children[0]);
      return push(operand);
    }
    operand.a = emit_number(node.children[0]);
    if (node.op != Op::negate) operand.b = emit_number(node.children[1]);
    return push(operand);
  }

  std::uint32_t emit_text(const Node& node) {
    Program::Operand operand;
    if (const auto text = constant_text(node)) {
      operand.op = Op::constant_text;
      operand.text = static_cast<std::uint32_t>(program_.texts_.size());
      program_.texts_.push_back(*text);
      return push(operand);
    }
    if (fold_of(node) != Fold::none) {
      const auto inner = emit_text(node.children[0]);
      program_.operands_[inner].fold = fold_of(node);
      return inner;
    }
    operand.op = Op::field;
    operand.a = text_slot_.at(text_key(node).value());
    return push(operand);
  }

  void emit_values(const Source& source) {
    auto& loads = program_.values_.emplace_back();
    for (const auto& expression : source.values) {
      const Node& node = expression.root();
      Program::ValueLoad load;
      load.op = node.op;
      load.is_date = node.type == Type::date;
      load.variable = node.variable;
      load.field = node.field;
      if (node.op == Op::parameter) {
        load.op = Op::constant_number;
        const auto value = parameter(node.text);
        load.number = value ? value->number : missing;
      }
      loads.push_back(load);
    }
  }

  const Vocabulary& vocabulary_;
  Date day_;
  Program program_;
  std::vector<NumberedTerm> rules_;
  std::deque<Node> owned_;  // nodes made here, which terms point to
  std::set<TextKey> texts_;
  std::set<NumberKey> numbers_;
  std::map<TextKey, std::uint32_t> text_slot_;
  std::map<NumberKey, std::uint32_t> number_slot_;
  std::map<Leaf, Bit> leaves_;
  std::map<std::vector<Leaf>, Bit> any_;
};

RulePrograms::RulePrograms(const std::vector<Rule>& rules, const std::vector<Source>& sources,
                           const Vocabulary& vocabulary) {
  std::set<Date> starts = {Date::from_days(INT32_MIN)};
  std::set<std::string> names;
  for (const auto& rule : rules) {
    starts.insert(rule.from);
    if (rule.until) starts.insert(rule.until->plus_days(1));
    names.insert(rule.when.parameters().begin(), rule.when.parameters().end());
  }
  for (const auto& source : sources) {
    for (const auto& value : source.values) names.insert(value.parameters().begin(), value.parameters().end());
  }
  for (const auto& name : names) {
    const auto values = vocabulary.parameter(name);
    if (!values) continue;
    for (const auto& [from, value] : *values) starts.insert(from);
  }
  for (const auto start : starts) {
    auto& period = periods_.emplace_back();
    period.from = start;
    for (std::size_t i = 0; i < declaration::procedure_count; ++i) {
      ProgramCompiler compiler(rules, sources, vocabulary, static_cast<declaration::Procedure>(i), start);
      period.programs[i] = std::make_unique<Program>(compiler.take());
    }
  }
}

const Program& RulePrograms::on(declaration::Procedure procedure, Date day) const {
  auto period = periods_.rbegin();
  while (period + 1 != periods_.rend() && period->from > day) ++period;
  return *period->programs[static_cast<std::size_t>(procedure)];
}

}  // namespace clearway::risk
