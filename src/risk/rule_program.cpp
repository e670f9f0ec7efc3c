#include "risk/rule_program.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "risk/arithmetic.h"

namespace clearway::risk {
namespace {

/// The first eight bytes of `text`, with zeros after its end, without reading past it.
std::uint64_t first_bytes(std::string_view text) {
  const char* const p = text.data();
  const std::size_t n = text.size();
  if (n >= 8) {
    std::uint64_t word;
    std::memcpy(&word, p, 8);
    return word;
  }
  if (n >= 4) {
    std::uint32_t low, high;
    std::memcpy(&low, p, 4);
    std::memcpy(&high, p + n - 4, 4);
    return low | std::uint64_t{high} << (8 * (n - 4));
  }
  if (n == 0) return 0;
  const auto byte = [&](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(p[i])} << (8 * i); };
  return byte(0) | byte(n / 2) | byte(n - 1);
}

/// The first `cut` bytes, nothing if there are fewer; all of it for 0.
std::string_view taken(std::string_view text, std::size_t cut) {
  if (cut == 0) return text;
  return text.size() < cut ? std::string_view{} : text.substr(0, cut);
}

std::uint64_t folded_bytes(std::uint64_t word, Fold fold) {
  std::array<char, 8> bytes;
  std::memcpy(bytes.data(), &word, 8);
  for (auto& c : bytes) c = folded(c, fold);
  std::memcpy(&word, bytes.data(), 8);
  return word;
}

/// Writes one bit after another into words.
class BitWriter {
 public:
  explicit BitWriter(std::uint64_t* words) : words_(words) {}
  void put(bool bit) {
    collected_ |= std::uint64_t{bit} << count_;
    if (++count_ == 64) flush();
  }
  void finish() {
    if (count_ != 0) flush();
  }

 private:
  void flush() {
    *words_++ = collected_;
    collected_ = 0;
    count_ = 0;
  }
  std::uint64_t* words_;
  std::uint64_t collected_ = 0;
  unsigned count_ = 0;
};

/// A text to compare, its letters perhaps turned.
struct Letters {
  std::string_view text;
  Fold fold = Fold::none;
  char at(std::size_t i) const { return folded(text[i], fold); }
};

bool equal_at(const Letters& text, std::size_t from, const Letters& part) {
  for (std::size_t i = 0; i < part.text.size(); ++i) {
    if (text.at(from + i) != part.at(i)) return false;
  }
  return true;
}

bool relation(Op op, const Letters& text, const Letters& part) {
  const auto n = text.text.size();
  const auto m = part.text.size();
  if (op == Op::equal || op == Op::not_equal) return (n == m && equal_at(text, 0, part)) == (op == Op::equal);
  if (m > n) return false;
  if (op == Op::starts_with) return equal_at(text, 0, part);
  if (op == Op::ends_with) return equal_at(text, n - m, part);
  for (std::size_t from = 0; from + m <= n; ++from) {
    if (equal_at(text, from, part)) return true;
  }
  return false;
}

}  // namespace

std::string_view Program::text(const TextSlot& slot, const Subject& subject, std::size_t item) const {
  return taken(subject.declaration.text(slot.field, item), slot.cut);
}

template <std::size_t N>
void Program::load_texts(std::size_t first, std::size_t last, const declaration::Values<N>& values,
                         std::size_t first_field, Workspace& workspace) const {
  for (std::size_t i = first; i < last; ++i) {
    const auto& slot = text_slots_[i];
    const auto value = taken(values.text[static_cast<std::size_t>(slot.field) - first_field], slot.cut);
    auto prefix = first_bytes(value);
    if (slot.fold != Fold::none) prefix = folded_bytes(prefix, slot.fold);
    workspace.prefix[i] = prefix;
    workspace.word[i] = value.size() > 8 ? ~std::uint64_t{0} : prefix;  // no valid UTF-8 text is all ones
  }
}

template <std::size_t N>
void Program::load_numbers(std::size_t first, std::size_t last, const declaration::Values<N>& values,
                           std::size_t first_field, const Subject& subject, std::size_t item,
                           Workspace& workspace) const {
  for (std::size_t i = first; i < last; ++i) {
    const auto& slot = number_slots_[i];
    if (slot.is_variable) {
      workspace.number[i] =
          slot.place.known() ? number_at(slot.place, subject) : computed_number(slot.variable, subject, item);
      continue;
    }
    const auto field = static_cast<std::size_t>(slot.field) - first_field;
    const auto number = values.number[field];
    workspace.number[i] = !values.has_number[field] ? missing : slot.is_date ? to_micro(number) : number;
  }
}

void Program::evaluate(const Atoms& atoms, const std::vector<AnyOf>& any, const Subject& subject, std::size_t item,
                       Workspace& workspace) const {
  const auto* const number = workspace.number.data();
  const auto* const word = workspace.word.data();
  const auto* const prefix = workspace.prefix.data();
  auto* const bits = workspace.bits.data();
  BitWriter out(bits + atoms.first_word);
  for (const auto& atom : atoms.ranges) {
    out.put(static_cast<std::uint64_t>(number[atom.slot]) - static_cast<std::uint64_t>(atom.lo) <= atom.span);
  }
  for (const auto& atom : atoms.not_equal) out.put((word[atom.slot] != atom.word) & (word[atom.slot] != 0));
  for (const auto& atom : atoms.not_prefix) {
    out.put(((prefix[atom.slot] & atom.mask) != atom.word) & (prefix[atom.slot] != 0));
  }
  for (const auto slot : atoms.has_text) out.put(word[slot] != 0);
  for (const auto slot : atoms.has_no_text) out.put(word[slot] == 0);
  out.finish();

  std::fill(bits + atoms.first_table_word, bits + atoms.last_word, 0);
  for (const auto& table : atoms.tables) {
    const auto value = (table.of_prefix ? prefix[table.slot] : word[table.slot]) & table.mask;
    if (value == 0) continue;  // not given
    const auto& bucket = table.buckets[value * table.multiplier >> table.shift];
    for (std::size_t i = 0; i < bucket.words.size(); ++i) {
      if (bucket.words[i] != value) continue;
      for (auto t = bucket.first[i]; t < bucket.last[i]; ++t) bits[tests_[t].word] |= tests_[t].mask;
      break;
    }
  }
  for (const auto& atom : atoms.matching) {
    bits[atom.bits_word] = atom.matcher.find(text(text_slots_[atom.slot], subject, item));
  }
  for (std::size_t i = 0; i < any.size(); ++i) {
    std::uint64_t found = 0;
    for (auto t = any[i].first; t < any[i].last; ++t) found |= bits[tests_[t].word] & tests_[t].mask;
    auto& target = bits[any[i].word];
    target = (target & ~any[i].bit) | (found != 0 ? any[i].bit : 0);
  }
}

void Program::try_rule(const CompiledRule& rule, const Subject& subject, std::size_t item, Workspace& workspace) const {
  const auto* const bits = workspace.bits.data();
  for (auto t = rule.first; t < rule.last; ++t) {
    if ((bits[tests_[t].word] & tests_[t].mask) != tests_[t].mask) return;
  }
  if (rule.residue >= 0 && !holds(static_cast<std::uint32_t>(rule.residue), subject, item, workspace)) return;
  const auto same = [&](const Hit& hit) { return hit.rule == rule.rule; };
  if (item > 0 && std::any_of(workspace.hits.begin(), workspace.hits.end(), same)) return;  // an earlier item's
  workspace.hits.push_back({rule.rule, static_cast<std::uint16_t>(item)});
}

void Program::match(const GuardedRules& rules, const Subject& subject, std::size_t item, Workspace& workspace) const {
  for (const auto index : rules.unguarded) try_rule(rules.rules[index], subject, item, workspace);
  for (std::size_t word = 0; word < rules.guards.size(); ++word) {
    for (auto set = workspace.bits[word] & rules.guards[word]; set != 0; set &= set - 1) {
      const auto bit = word * 64 + static_cast<std::size_t>(std::countr_zero(set));
      for (const auto index : rules.by_bit[bit]) try_rule(rules.rules[index], subject, item, workspace);
    }
  }
}

void Program::begin(const declaration::Declaration& declaration, Workspace& workspace) const {
  workspace.word.resize(text_slots_.size());
  workspace.prefix.resize(text_slots_.size());
  workspace.number.resize(number_slots_.size());
  workspace.bits.resize(words_ + 1);
  load_texts(0, header_texts_, declaration.header, 0, workspace);
}

void Program::finish(const Subject& subject, Workspace& workspace) const {
  workspace.hits.clear();
  load_numbers(0, header_numbers_, subject.declaration.header, 0, subject, 0, workspace);
  evaluate(header_, header_any_, subject, 0, workspace);
  match(header_rules_, subject, 0, workspace);
  constexpr auto first_field = declaration::header_field_count;
  for (std::size_t item = 0; item < subject.declaration.item_count; ++item) {
    const auto& values = subject.declaration.items[item];
    load_texts(header_texts_, text_slots_.size(), values, first_field, workspace);
    load_numbers(header_numbers_, number_slots_.size(), values, first_field, subject, item, workspace);
    evaluate(item_, item_any_, subject, item, workspace);
    match(item_rules_, subject, item, workspace);
  }
}

bool Program::holds(std::uint32_t index, const Subject& subject, std::size_t item, const Workspace& workspace) const {
  const Condition& condition = conditions_[index];
  switch (condition.kind) {
    case Kind::all:
      for (auto i = condition.first; i < condition.last; ++i) {
        if (!holds(children_[i], subject, item, workspace)) return false;
      }
      return true;
    case Kind::any:
      for (auto i = condition.first; i < condition.last; ++i) {
        if (holds(children_[i], subject, item, workspace)) return true;
      }
      return false;
    case Kind::bit: return (workspace.bits[condition.first] & condition.mask) != 0;
    case Kind::compare_numbers: return compare_numbers(condition, subject, item, workspace);
    case Kind::compare_texts: return compare_texts(condition, subject, item);
  }
  return false;
}

bool Program::compare_numbers(const Condition& condition, const Subject& subject, std::size_t item,
                              const Workspace& workspace) const {
  return compare(condition.op, number(condition.first, subject, item, workspace),
                 number(condition.last, subject, item, workspace));
}

bool Program::compare_texts(const Condition& condition, const Subject& subject, std::size_t item) const {
  const Operand& a = operands_[condition.first];
  const Operand& b = operands_[condition.last];
  const Letters left{text(a, subject, item), a.fold};
  const Letters right{text(b, subject, item), b.fold};
  if (left.text.empty() || right.text.empty()) return false;
  return relation(condition.op, left, right) != condition.negated;
}

std::string_view Program::text(const Operand& operand, const Subject& subject, std::size_t item) const {
  return operand.op == Op::constant_text ? std::string_view(texts_[operand.text])
                                         : text(text_slots_[operand.a], subject, item);
}

std::int64_t Program::number(std::uint32_t index, const Subject& subject, std::size_t item,
                             const Workspace& workspace) const {
  const Operand& operand = operands_[index];
  switch (operand.op) {
    case Op::constant_number: return operand.number;
    case Op::variable: return workspace.number[operand.a];
    case Op::size: {
      const auto value = text(operands_[operand.a], subject, item);
      if (value.empty()) return missing;
      const auto starts = std::count_if(value.begin(), value.end(),
                                        [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
      return to_micro(starts);
    }
    case Op::negate: return arithmetic(Op::subtract, 0, number(operand.a, subject, item, workspace));
    default:
      return arithmetic(operand.op, number(operand.a, subject, item, workspace),
                        number(operand.b, subject, item, workspace));
  }
}

void Program::fill_values(std::size_t source, const Subject& subject, std::size_t item, std::size_t first,
                          std::array<std::int64_t, 4>& values) const {
  const auto& loads = values_[source];
  for (std::size_t i = 0; i < loads.size(); ++i) {
    const auto& load = loads[i];
    if (load.op == Op::variable)
      values[first + i] = number_of(load.variable, subject, item);
    else if (load.op == Op::field)
      values[first + i] = number_of(load.field, load.is_date, subject.declaration, item);
    else
      values[first + i] = load.number;
  }
}

}  // namespace clearway::risk
