#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "record/types.h"

namespace clearway::record {

/// Bytes to be hashed, each part preceded by its length, so that no two lists of parts give the same bytes. The first
/// part names what is hashed.
class Framed {
 public:
  explicit Framed(std::string_view purpose, std::size_t expected_size = 256) {
    bytes_.reserve(expected_size);
    add(purpose);
  }
  Framed& add(std::string_view text);
  Framed& add(std::int64_t integer);
  Framed& add(const Digest& digest) {
    return add(std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
  }
  Digest digest() const;                             // BLAKE2b-256
  Digest digest(std::string_view secret_key) const;  // keyed

 private:
  std::string bytes_;
};

inline std::string_view view(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}
/// False unless `bytes` are 32.
bool read_digest(std::string_view bytes, Digest& out);

/// The columns of a declaration row that its newest record vouches for, as they stand in the database.
struct DeclarationRow {
  std::string_view party_id, declaration_id, declaration_number;
  std::int64_t procedure = 0;
  std::string_view customs_office, declared_on;
  std::int64_t channel = 0;
  std::string_view state;
  std::int64_t likelihood_ppm = 0, expected_value_ppm = 0, value_krw = 0;
  std::string_view destination_country, hs6, filer_code, exporter_name, source;
  std::int64_t version = 1;
  std::string_view facts;
};
Digest row_digest(const DeclarationRow& row);

/// What a record says, without its place in the chain.
struct RecordContent {
  std::string_view party_id, kind, subject_id;
  std::int64_t recorded_at = 0;
  std::string_view actor, request_id;
  std::string_view row_digest;  // 32 bytes, or empty where no declaration is concerned
  std::string_view body;
};
Digest content_digest(const RecordContent& content);

/// The chain: each hash covers the one before it, the place, and the content.
Digest first_link(std::string_view installation_id, std::int64_t stream);
Digest chain_hash(const Digest& previous, std::int64_t stream, std::int64_t sequence, std::int64_t previous_of_subject,
                  const Digest& content);

}  // namespace clearway::record
