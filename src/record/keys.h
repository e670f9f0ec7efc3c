#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/result.h"

namespace clearway::record {

using Key = std::array<unsigned char, 32>;

/// The secrets of an installation. They stand in a file of their own, never in the database.
struct Keys {
  Key data{};      // encrypts personal data and secrets
  Key signing{};   // seed of the Ed25519 key that signs checkpoints
  Key identity{};  // keyed hash under which natural persons are known

  std::array<unsigned char, 32> public_key() const;
  /// Shown in the database to tell whether a key file belongs to it; says nothing about the keys.
  std::array<unsigned char, 32> check() const;
  std::array<unsigned char, 64> sign(std::string_view message) const;

  /// A new file, mode 0600; an existing one is never overwritten.
  static Result<Keys> create(const std::string& path);
  static Result<Keys> read(const std::string& path);
};

/// Ed25519.
bool is_signed_by(std::string_view public_key, std::string_view message, std::string_view signature);

/// XChaCha20-Poly1305 under `key`: 24 bytes of nonce, then the ciphertext. `context` is bound to it: a ciphertext moved
/// to another row does not decrypt.
std::string encrypt(const Key& key, std::string_view context, std::string_view plain);
/// Nothing was altered, or no value.
Result<std::string> decrypt(const Key& key, std::string_view context, std::string_view ciphertext);

}  // namespace clearway::record
