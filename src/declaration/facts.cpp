#include "declaration/facts.h"

#include <sodium.h>

#include <array>

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

void append_normalised(std::string& out, std::string_view text) {
  const auto start = out.size();
  out.resize(start + text.size());
  char* to = out.data() + start;
  for (const char c : text) {
    const char kept = comparable[static_cast<unsigned char>(c)];
    *to = kept;
    to += kept != 0 ? 1 : 0;
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
}

std::uint64_t normalised_hash(std::string_view first, std::string_view second) {
  constexpr std::size_t room = 512;  // longer than any element allows; what stands beyond does not tell parties apart
  std::array<char, room + 1> buffer;
  std::size_t length = 0;
  const auto add = [&](std::string_view text) {
    if (text.size() > room - length) text = text.substr(0, room - length);
    for (const char c : text) {
      const char kept = comparable[static_cast<unsigned char>(c)];
      buffer[length] = kept;
      length += kept != 0 ? 1 : 0;
    }
  };
  add(first);
  const auto split = length;
  add(second);
  if (length == 0) return 0;
  // Where the name ends and the address begins is part of the identity.
  const auto hash = hash_text({buffer.data(), length}, 0x6b9a1d3c5e7f9021ULL + split);
  return hash == 0 ? 1 : hash;
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
    case IdentityKind::business_number:
      return "B" + normalised;
    case IdentityKind::trader_code:
      return "T" + normalised;
    case IdentityKind::personal:
      return "P" + keyed_hash(normalised, personal_key);
    case IdentityKind::name:
      return "N" + hex(identity_hash(identity));
  }
  return {};
}

}  // namespace clearway::declaration
