#include "risk/random_selection.h"

#include <sodium.h>

#include <cstring>
#include <stdexcept>

namespace clearway::risk {
namespace {

// Each use of BLAKE2b has its own label, so that no output of one can be taken for another's.
constexpr std::string_view commitment_label = "clearway random selection: commitment";
constexpr std::string_view draw_label = "clearway random selection: draw";
constexpr std::string_view seed_label = "clearway random selection: repeatable run";

void ready() {
  static const bool done = sodium_init() >= 0;
  if (!done) throw std::runtime_error("libsodium cannot be initialised");
}

void append_number(std::string& out, std::uint64_t number) {
  for (int shift = 0; shift < 64; shift += 8) out.push_back(static_cast<char>((number >> shift) & 0xff));
}

template <std::size_t N>
std::array<std::uint8_t, N> blake2b(std::string_view message, std::span<const std::uint8_t> key) {
  ready();
  std::array<std::uint8_t, N> out;
  crypto_generichash(out.data(), out.size(), reinterpret_cast<const std::uint8_t*>(message.data()), message.size(),
                     key.data(), key.size());
  return out;
}

std::string message_of(std::string_view label, Date day) {
  std::string message(label);
  message += '\n';
  message += day.text();
  return message;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

Commitment commitment(Date day, const Secret& secret) {
  std::string message = message_of(commitment_label, day);
  message.append(reinterpret_cast<const char*>(secret.data()), secret.size());
  return blake2b<32>(message, {});
}

Secret secret_from_seed(std::uint64_t seed, Date day) {
  std::string message = message_of(seed_label, day);
  append_number(message, seed);
  return blake2b<32>(message, {});
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const auto byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

bool parse_hex(std::string_view text, std::array<std::uint8_t, 32>& out) {
  if (text.size() != 2 * out.size()) return false;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const int high = hex_digit(text[2 * i]);
    const int low = hex_digit(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    out[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return true;
}

DayDraw::DayDraw(Date day, const Secret& secret)
    : day_(day), key_(blake2b<16>(message_of(draw_label, day), {secret.data(), secret.size()})) {}

double DayDraw::draw(std::string_view party_id, std::string_view declaration_id) const {
  static_assert(crypto_shorthash_BYTES == 8 && crypto_shorthash_KEYBYTES == 16);
  // Length of the first part, first part, second part: no two records give the same message.
  std::array<std::uint8_t, 256> message;
  const std::size_t size = 4 + party_id.size() + declaration_id.size();
  std::uint64_t hash = 0;
  const auto length = static_cast<std::uint32_t>(party_id.size());
  if (size <= message.size()) {
    std::memcpy(message.data(), &length, sizeof length);
    if (!party_id.empty()) std::memcpy(message.data() + 4, party_id.data(), party_id.size());
    if (!declaration_id.empty()) {
      std::memcpy(message.data() + 4 + party_id.size(), declaration_id.data(), declaration_id.size());
    }
    crypto_shorthash(reinterpret_cast<std::uint8_t*>(&hash), message.data(), size, key_.data());
  } else {
    std::string text(reinterpret_cast<const char*>(&length), sizeof length);
    text += party_id;
    text += declaration_id;
    crypto_shorthash(reinterpret_cast<std::uint8_t*>(&hash), reinterpret_cast<const std::uint8_t*>(text.data()),
                     text.size(), key_.data());
  }
  return static_cast<double>(hash >> 11) * 0x1.0p-53;
}

Draws Draws::from_seed(std::uint64_t seed) {
  return Draws([seed](Date day) { return secret_from_seed(seed, day); });
}

double Draws::draw(Date day, std::string_view party_id, std::string_view declaration_id) {
  auto& slot = slots_[static_cast<std::uint32_t>(day.days()) % kept];
  if (!slot.used || slot.draw.day() != day) {
    slot.draw = DayDraw(day, secret_of_(day));
    slot.used = true;
  }
  return slot.draw.draw(party_id, declaration_id);
}

Verification verify(Date day, const Secret& secret, const Commitment& published, std::span<const PublishedDraw> rows) {
  Verification result;
  result.secret_fits_commitment = commitment(day, secret) == published;
  const DayDraw draws(day, secret);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool selected = draws.draw(rows[i].party_id, rows[i].declaration_id) < rows[i].ratio;
    if (selected == rows[i].selected) continue;
    (selected ? result.wrongly_spared : result.wrongly_added).push_back(i);
  }
  return result;
}

}  // namespace clearway::risk
