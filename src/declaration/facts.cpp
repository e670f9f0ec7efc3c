#include "declaration/facts.h"

#include <sodium.h>

#include <array>
#include <cstring>

#include "base/hash.h"

namespace clearway::declaration {
namespace {

/// What a byte becomes when names are compared: letters in capitals, digits and bytes of other scripts as they are, 0
/// for what is left out.
constexpr std::array<char, 256> comparable_bytes() {
  std::array<char, 256> table{};
  for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = static_cast<char>(c);
  for (int c = 'A'; c <= 'Z'; ++c) {
    table[static_cast<std::size_t>(c)] = static_cast<char>(c);
    table[static_cast<std::size_t>(c + 32)] = static_cast<char>(c);
  }
  for (int c = 0x80; c < 0x100; ++c) table[static_cast<std::size_t>(c)] = static_cast<char>(c);
  return table;
}
constexpr auto comparable = comparable_bytes();

std::string hex(const unsigned char* bytes, std::size_t count) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(digits[bytes[i] >> 4]);
    out.push_back(digits[bytes[i] & 15]);
  }
  return out;
}

std::string hex(std::uint64_t value) {
  unsigned char bytes[8];
  for (int i = 0; i < 8; ++i) bytes[i] = static_cast<unsigned char>(value >> (56 - 8 * i));
  return hex(bytes, sizeof bytes);
}

std::string keyed_hash(std::string_view text, std::string_view key) {
  unsigned char hash[16];
  // The key is itself hashed, so that one of any length serves.
  unsigned char fixed[crypto_generichash_KEYBYTES];
  crypto_generichash(fixed, sizeof fixed, reinterpret_cast<const unsigned char*>(key.data()), key.size(), nullptr, 0);
  crypto_generichash(hash, sizeof hash, reinterpret_cast<const unsigned char*>(text.data()), text.size(), fixed,
                     sizeof fixed);
  return hex(hash, sizeof hash);
}

}  // namespace

namespace {

constexpr std::uint64_t multiplier = 0x9fb21c651e98df25ULL;

/// Takes the bytes that are kept, up to eight at a time in the low bytes of a word, and hashes them eight by eight,
/// however they came in.
class KeptBytes {
 public:
  /// Without a branch: when a word is full depends on the text, which no processor foresees.
  void add(std::uint64_t bytes, unsigned count) {
    const auto joined = pending_ | bytes << (8 * filled_);
    const auto rest = bytes >> (63 - 8 * filled_) >> 1;
    const unsigned total = filled_ + count;
    const auto taken = step(hash_, joined);
    const bool full = total >= 8;
    hash_ = full ? taken : hash_;
    pending_ = full ? rest : joined;
    filled_ = total & 7;
    length_ += count;
  }
  std::uint64_t length() const { return length_; }
  std::uint64_t finish(std::uint64_t salt) {
    hash_ = step(hash_, pending_);
    return mix((hash_ ^ (length_ << 32) ^ salt) * multiplier);
  }

 private:
  static std::uint64_t step(std::uint64_t hash, std::uint64_t word) {
    hash = (hash ^ word) * multiplier;
    return hash ^ hash >> 32;
  }
  std::uint64_t hash_ = 0x6b9a1d3c5e7f9021ULL, pending_ = 0, length_ = 0;
  unsigned filled_ = 0;
};

void add_by_bytes(KeptBytes& kept, std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(comparable[static_cast<unsigned char>(c)]);
    if (byte != 0) kept.add(byte, 1);
  }
}

#if defined(__x86_64__)
constexpr std::uint64_t each(unsigned byte) { return 0x0101010101010101ULL * byte; }

/// Eight bytes at once: which are kept is found without a branch, then they are moved together.
__attribute__((target("bmi2,popcnt"))) inline void add_word(KeptBytes& kept, std::uint64_t word) {
  const auto low = word & each(0x7F);
  const auto small = low | each(0x20);
  // The top bit of each byte says whether it lies in the range.
  const auto letter = (small + each(0x80 - 'a')) & ~(small + each(0x7F - 'z')) & ~word & each(0x80);
  const auto digit = (low + each(0x80 - '0')) & ~(low + each(0x7F - '9')) & ~word & each(0x80);
  const auto keep = (letter | digit | word) & each(0x80);
  const auto capitals = word & ~(letter >> 2);
  kept.add(__builtin_ia32_pext_di(capitals, (keep >> 7) * 0xFF), static_cast<unsigned>(__builtin_popcountll(keep)));
}

__attribute__((target("bmi2,popcnt"))) void add_by_words(KeptBytes& kept, std::string_view text) {
  const char* at = text.data();
  std::size_t left = text.size();
  std::uint64_t word;
  for (; left >= 8; at += 8, left -= 8) {
    std::memcpy(&word, at, 8);
    add_word(kept, word);
  }
  if (left == 0) return;
  word = 0;  // noughts are left out like blanks
  if (text.size() >= 8) {
    std::memcpy(&word, at + left - 8, 8);
    word >>= 8 * (8 - left);
  } else {
    for (std::size_t i = 0; i < left; ++i)
      word |= static_cast<std::uint64_t>(static_cast<unsigned char>(at[i])) << (8 * i);
  }
  add_word(kept, word);
}

void add_kept(KeptBytes& kept, std::string_view text) {
  static const bool by_words = __builtin_cpu_supports("bmi2") != 0;
  if (by_words) {
    add_by_words(kept, text);
  } else {
    add_by_bytes(kept, text);
  }
}
#else
void add_kept(KeptBytes& kept, std::string_view text) { add_by_bytes(kept, text); }
#endif

std::uint64_t finished(KeptBytes& kept, std::uint64_t split) {
  if (kept.length() == 0) return 0;
  const auto hash = kept.finish(split);
  return hash == 0 ? 1 : hash;
}

}  // namespace

void append_normalised(std::string& out, std::string_view text) {
  for (const char c : text) {
    const char kept = comparable[static_cast<unsigned char>(c)];
    if (kept != 0) out.push_back(kept);
  }
}

std::uint64_t normalised_hash(std::string_view first, std::string_view second) {
  KeptBytes kept;
  add_kept(kept, first);
  // Where the name ends and the address begins is part of the identity.
  const auto split = kept.length();
  add_kept(kept, second);
  return finished(kept, split);
}

std::uint64_t normalised_hash_by_bytes(std::string_view first, std::string_view second) {
  KeptBytes kept;
  add_by_bytes(kept, first);
  const auto split = kept.length();
  add_by_bytes(kept, second);
  return finished(kept, split);
}

TraderIdentity identify_trader(const Declaration& declaration) {
  if (declaration.procedure == Procedure::import_) {
    return {IdentityKind::trader_code, declaration.text(Field::importer_code), {}};
  }
  const auto identifier = declaration.text(Field::exporter_identifier);
  const auto type = declaration.text(Field::exporter_identifier_type);
  if (!identifier.empty()) {
    if (type == "04") return {IdentityKind::business_number, identifier, {}};
    if (!type.empty()) return {IdentityKind::personal, identifier, {}};
    std::size_t digits = 0;
    bool others = false;
    for (const char c : identifier) {
      if (c >= '0' && c <= '9') {
        ++digits;
      } else if (c != '-') {
        others = true;
      }
    }
    // Without its type, an identifier of any other shape than a business number is treated as a person's.
    const auto kind = digits == 10 && !others ? IdentityKind::business_number : IdentityKind::personal;
    return {kind, identifier, {}};
  }
  const auto code = declaration.text(Field::exporter_trader_code);
  if (!code.empty()) return {IdentityKind::trader_code, code, {}};
  return {IdentityKind::name, declaration.text(Field::exporter_name), declaration.text(Field::exporter_address)};
}

std::uint64_t identity_hash(const TraderIdentity& identity) {
  const auto hash = normalised_hash(identity.text, identity.address);
  return hash == 0 ? 0 : mix(hash + static_cast<std::uint64_t>(identity.kind)) | 1;
}

std::string party_id(const Declaration& declaration, std::string_view personal_key) {
  const auto identity = identify_trader(declaration);
  std::string normalised;
  append_normalised(normalised, identity.text);
  switch (identity.kind) {
    case IdentityKind::business_number: return "B" + normalised;
    case IdentityKind::trader_code: return "T" + normalised;
    case IdentityKind::personal: return "P" + keyed_hash(normalised, personal_key);
    case IdentityKind::name: return "N" + hex(identity_hash(identity));
  }
  return {};
}

void set_repeat_keys(const Declaration& declaration, Facts& facts) {
  const bool import = declaration.procedure == Procedure::import_;
  const auto weight = declaration.number(import ? Field::net_weight : Field::gross_weight);
  if (facts.hs6 == 0 || !weight) return;
  const auto add = [](std::uint64_t key, std::uint64_t value) { return mix(key ^ (value * 0x9e3779b97f4a7c15ULL)); };
  auto key = add(import ? 1 : 2, facts.hs6);
  key = add(key, static_cast<std::uint64_t>(weight->micro()));
  key = add(key, hash_text(declaration.text(import ? Field::departure_country : Field::destination_country)));
  key = add(key, hash_text(declaration.text(Field::origin_country)));
  key = add(key, hash_text(declaration.text(Field::tax_type)));
  if (const auto rate = declaration.number(Field::tax_rate)) key = add(key, static_cast<std::uint64_t>(rate->micro()));
  facts.repeat = key | 1;
  // To the last digit where an item has a price of its own: rounded to won, different prices would look alike.
  const auto price = declaration.number(Field::item_price_krw);
  facts.exact_repeat = add(key, static_cast<std::uint64_t>(price ? price->micro() : facts.value_krw)) | 1;
}

}  // namespace clearway::declaration
