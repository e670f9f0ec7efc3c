#include "record/keys.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "record/digest.h"

namespace clearway::record {
namespace {

constexpr std::string_view heading = "clearway-key-1";
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string to_hex(const Key& key) {
  std::array<char, 65> text;
  sodium_bin2hex(text.data(), text.size(), key.data(), key.size());
  return text.data();
}

bool from_hex(const std::string& text, Key& key) {
  std::size_t size = 0;
  return sodium_hex2bin(key.data(), key.size(), text.data(), text.size(), nullptr, &size, nullptr) == 0 &&
         size == key.size() && text.size() == 64;
}

Error unusable(const std::string& path, const std::string& cause) {
  return {"key_file_is_not_usable", "key_file", "The key file cannot be used (" + path + "): " + cause,
          "Restore the key file that belongs to this database, or name it in CLEARWAY_KEY_FILE"};
}

}  // namespace

std::array<unsigned char, 32> Keys::public_key() const {
  std::array<unsigned char, 32> shown;
  std::array<unsigned char, 64> secret;
  crypto_sign_seed_keypair(shown.data(), secret.data(), signing.data());
  return shown;
}

std::array<unsigned char, 32> Keys::check() const {
  return Framed("clearway.key-check.1").add(view(identity)).digest(view(data));
}

std::array<unsigned char, 64> Keys::sign(std::string_view message) const {
  std::array<unsigned char, 32> shown;
  std::array<unsigned char, 64> secret, signature;
  crypto_sign_seed_keypair(shown.data(), secret.data(), signing.data());
  crypto_sign_detached(signature.data(), nullptr, bytes(message), message.size(), secret.data());
  return signature;
}

Result<Keys> Keys::create(const std::string& path) {
  Keys keys;
  randombytes_buf(keys.data.data(), keys.data.size());
  randombytes_buf(keys.signing.data(), keys.signing.size());
  randombytes_buf(keys.identity.data(), keys.identity.size());
  const std::string text = std::string(heading) + "\ndata " + to_hex(keys.data) + "\nsigning " + to_hex(keys.signing) +
                           "\nidentity " + to_hex(keys.identity) + "\n";
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return unusable(path, std::strerror(errno));
  const bool written =
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(descriptor) == 0;
  const std::string cause = std::strerror(errno);
  close(descriptor);
  if (written) return keys;
  unlink(path.c_str());
  return unusable(path, cause);
}

Result<Keys> Keys::read(const std::string& path) {
  std::ifstream in(path);
  if (!in) {
    return Error{
        "key_file_is_missing", "key_file", "The key file of this database is missing (" + path + ")",
        "Restore it from where it is kept apart from the database, or name it in CLEARWAY_KEY_FILE; without it "
        "personal data cannot be read and checkpoints cannot be signed"};
  }
  std::string line;
  std::getline(in, line);
  if (line != heading) return unusable(path, "it does not begin with " + std::string(heading));
  Keys keys;
  int found = 0;
  std::string key_name, value;
  while (in >> key_name >> value) {
    Key* key = key_name == "data"       ? &keys.data
               : key_name == "signing"  ? &keys.signing
               : key_name == "identity" ? &keys.identity
                                        : nullptr;
    if (key == nullptr || !from_hex(value, *key))
      return unusable(path, "the line '" + key_name + "' is no key of 64 digits");
    ++found;
  }
  if (found != 3) return unusable(path, "it has not the three lines data, signing, identity");
  return keys;
}

bool is_signed_by(std::string_view public_key, std::string_view message, std::string_view signature) {
  return public_key.size() == crypto_sign_PUBLICKEYBYTES && signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(bytes(signature), bytes(message), message.size(), bytes(public_key)) == 0;
}

std::string encrypt(const Key& key, std::string_view context, std::string_view plain) {
  std::string out(nonce_size + plain.size() + tag_size, '\0');
  auto* data = reinterpret_cast<unsigned char*>(out.data());
  randombytes_buf(data, nonce_size);
  crypto_aead_xchacha20poly1305_ietf_encrypt(data + nonce_size, nullptr, bytes(plain), plain.size(), bytes(context),
                                             context.size(), nullptr, data, key.data());
  return out;
}

Result<std::string> decrypt(const Key& key, std::string_view context, std::string_view ciphertext) {
  const Error altered{"ciphertext_is_altered", "",
                      "An encrypted value was altered, moved, or written under another key",
                      "Restore it from a backup, or name the right key file in CLEARWAY_KEY_FILE"};
  if (ciphertext.size() < nonce_size + tag_size) return altered;
  std::string plain(ciphertext.size() - nonce_size - tag_size, '\0');
  const auto* data = bytes(ciphertext);
  const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
      reinterpret_cast<unsigned char*>(plain.data()), nullptr, nullptr, data + nonce_size,
      ciphertext.size() - nonce_size, bytes(context), context.size(), data, key.data());
  if (failed != 0) return altered;
  return plain;
}

}  // namespace clearway::record
