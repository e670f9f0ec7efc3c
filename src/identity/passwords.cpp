#include "identity/passwords.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace clearway::identity {
namespace {

void start() {
  static const int status = sodium_init();
  if (status < 0) throw std::runtime_error("libsodium cannot be used");
}

}  // namespace

std::string hash_password(std::string_view password) {
  start();
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                            crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::runtime_error("not enough memory for a password");
  }
  return hash.data();
}

bool verify_password(std::string_view hash, std::string_view password) {
  start();
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (hash.size() >= text.size()) return false;
  std::copy(hash.begin(), hash.end(), text.begin());
  return crypto_pwhash_str_verify(text.data(), password.data(), password.size()) == 0;
}

void verify_nobody(std::string_view password) {
  static const std::string hash = hash_password(random_token());
  (void)verify_password(hash, password);
}

std::string random_token(std::size_t bytes) {
  start();
  std::string raw(bytes, '\0');
  randombytes_buf(raw.data(), raw.size());
  constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(bytes, variant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(raw.data()), raw.size(), variant);
  text.resize(text.size() - 1);  // its terminating zero
  return text;
}

std::string token_hash(std::string_view token) {
  start();
  std::array<unsigned char, 32> digest{};
  crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(token.data()), token.size(),
                     nullptr, 0);
  std::array<char, 65> text{};
  sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
  return text.data();
}

std::string new_csrf_token(std::string_view password_hash) {
  return random_token(24) + "." + token_hash(password_hash).substr(0, 16);
}

bool is_of_password(std::string_view csrf_token, std::string_view password_hash) {
  const auto point = csrf_token.rfind('.');
  return point != std::string_view::npos && csrf_token.substr(point + 1) == token_hash(password_hash).substr(0, 16);
}

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && !a.empty() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace clearway::identity
