#pragma once

#include <string>
#include <string_view>

namespace clearway::identity {

/// Argon2id by libsodium, its parameters stored with the hash. Takes tens of milliseconds and 64 MB: never on a thread
/// that serves connections.
std::string hash_password(std::string_view password);
bool verify_password(std::string_view hash, std::string_view password);
/// As long as a real verification, for names that do not exist: the time must not tell them apart.
void verify_nobody(std::string_view password);

/// `bytes` random bytes in the alphabet of URLs.
std::string random_token(std::size_t bytes = 32);
/// What the record keeps of a session or API token: its BLAKE2b-256 in hexadecimal.
std::string token_hash(std::string_view token);
/// A random text that ends in a fingerprint of the password, so that sessions end when the password changes.
std::string new_csrf_token(std::string_view password_hash);
bool is_of_password(std::string_view csrf_token, std::string_view password_hash);
/// Comparison in constant time.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace clearway::identity
