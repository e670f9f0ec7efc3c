#include "record/digest.h"

#include <sodium.h>

#include <array>
#include <cstring>

namespace clearway::record {
namespace {

void append_number(std::string& out, std::uint64_t number) {
  std::array<char, 8> bytes;
  for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<char>(number >> (8 * i));
  out.append(bytes.data(), bytes.size());
}

Digest blake2b(std::string_view bytes, std::string_view key) {
  Digest digest;
  crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                     key.empty() ? nullptr : reinterpret_cast<const unsigned char*>(key.data()), key.size());
  return digest;
}

}  // namespace

std::string hex(const Digest& digest) {
  std::array<char, 65> text;
  sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
  return std::string(text.data(), 64);
}

Framed& Framed::add(std::string_view text) {
  append_number(bytes_, text.size());
  bytes_.append(text);
  return *this;
}

Framed& Framed::add(std::int64_t integer) {
  append_number(bytes_, 8);
  append_number(bytes_, static_cast<std::uint64_t>(integer));
  return *this;
}

Digest Framed::digest() const { return blake2b(bytes_, {}); }
Digest Framed::digest(std::string_view secret_key) const { return blake2b(bytes_, secret_key); }

bool read_digest(std::string_view bytes, Digest& out) {
  if (bytes.size() != out.size()) return false;
  std::memcpy(out.data(), bytes.data(), out.size());
  return true;
}

Digest row_digest(const DeclarationRow& row) {
  return Framed("clearway.declaration.1", row.facts.size() + 640)
      .add(row.party_id)
      .add(row.declaration_id)
      .add(row.declaration_number)
      .add(row.procedure)
      .add(row.customs_office)
      .add(row.declared_on)
      .add(row.channel)
      .add(row.state)
      .add(row.likelihood_ppm)
      .add(row.expected_value_ppm)
      .add(row.value_krw)
      .add(row.destination_country)
      .add(row.hs6)
      .add(row.filer_code)
      .add(row.exporter_name)
      .add(row.source)
      .add(row.version)
      .add(row.facts)
      .digest();
}

Digest content_digest(const RecordContent& content) {
  return Framed("clearway.record.1", content.body.size() + 320)
      .add(content.party_id)
      .add(content.kind)
      .add(content.subject_id)
      .add(content.recorded_at)
      .add(content.actor)
      .add(content.request_id)
      .add(content.row_digest)
      .add(content.body)
      .digest();
}

Digest first_link(std::string_view installation_id, std::int64_t stream) {
  return Framed("clearway.chain.1").add(installation_id).add(stream).digest();
}

Digest chain_hash(const Digest& previous, std::int64_t stream, std::int64_t sequence, std::int64_t previous_of_subject,
                  const Digest& content) {
  return Framed("clearway.link.1")
      .add(previous)
      .add(stream)
      .add(sequence)
      .add(previous_of_subject)
      .add(content)
      .digest();
}

}  // namespace clearway::record
