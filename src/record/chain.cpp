#include "record/chain.h"

#include <optional>

#include "record/sql.h"  // generated

namespace clearway::record {

using db::Row;
using db::Value;

Status Chain::load() {
  bool found = false, sound = true;
  const auto text = database_->engine() == db::Engine::sqlite ? sql::find_head : sql::lock_head;
  auto status = database_->rows(text, {stream_}, [&](const Row& row) {
    found = true;
    sequence_ = loaded_ = row.integer(0);
    sound = read_digest(row.bytes(1), hash_) && row.sound();
    return true;
  });
  if (!status) return status;
  if (found && sound) return success();
  return db::make_error(db::Failure::corrupt, database_->shown(),
                        "the head of stream " + std::to_string(stream_) + (found ? " is altered" : " is missing"));
}

void Chain::place(std::int64_t previous_of_subject, const Digest& digest) {
  ++sequence_;
  hash_ = chain_hash(hash_, stream_, sequence_, previous_of_subject, digest);
}

Status Chain::store() {
  if (!advanced()) return success();
  const auto changed = database_->run(sql::put_head, {stream_, sequence_, Value::bytes(view(hash_))});
  if (!changed) return changed.error();
  return success();
}

Status append_record(Writing& writing, const RecordContent& content, std::int64_t previous_of_subject) {
  auto& chain = writing.chain;
  chain.place(previous_of_subject, content_digest(content));
  const auto inserted = writing.database.run(
      sql::insert_record, {chain.stream(), chain.sequence(), content.party_id, content.kind, content.subject_id,
                           previous_of_subject, content.recorded_at, content.actor, content.request_id,
                           Value::bytes(content.row_digest), Value::bytes(view(chain.hash())), content.body});
  if (!inserted) return inserted.error();
  return success();
}

std::string personal_context(std::string_view party_id, std::string_view subject_id, std::string_view field) {
  const Digest digest = Framed("clearway.personal.1").add(party_id).add(subject_id).add(field).digest();
  return std::string(view(digest));
}

std::vector<Ciphertext> encrypt_personal(const Keys& keys, std::string_view party_id, std::string_view subject_id,
                                         const std::vector<PersonalValue>& values) {
  std::vector<Ciphertext> encrypted;
  for (const auto& [field, value] : values) {
    encrypted.push_back({field, encrypt(keys.data, personal_context(party_id, subject_id, field), value)});
  }
  return encrypted;
}

Status put_personal(Writing& writing, std::string_view party_id, std::string_view subject_id,
                    const std::vector<Ciphertext>& values) {
  for (const auto& [field, bytes] : values) {
    const auto put = writing.database.run(sql::put_personal_data,
                                          {party_id, subject_id, field, Value::bytes(std::string_view(bytes))});
    if (!put) return put.error();
  }
  return success();
}

Result<std::optional<Receipt>> earlier_answer(db::Connection& database, std::string_view party_id, const Origin& origin,
                                              const Digest& fingerprint) {
  std::optional<Receipt> receipt;
  bool same = true;
  auto status = database.rows(sql::find_request, {party_id, origin.actor, origin.request_id}, [&](const Row& row) {
    same = row.bytes(0) == view(fingerprint);
    receipt = Receipt{Outcome::repeated, std::string(party_id), row.string(1), row.string(2),
                      row.integer(3),    row.integer(4),        row.integer(5)};
    return true;
  });
  if (!status) return status.error();
  if (!same) {
    return Error{"request_id_was_used_for_another_request", "request_id",
                 "The request id '" + origin.request_id + "' stood for another request before",
                 "Send each new request under a new id; repeat an old one unchanged"};
  }
  return receipt;
}

Status keep_answer(Writing& writing, const Origin& origin, const Digest& fingerprint, const Receipt& receipt) {
  const auto inserted = writing.database.run(
      sql::insert_request,
      {receipt.party_id, origin.actor, origin.request_id, Value::bytes(view(fingerprint)), receipt.subject_id,
       receipt.declaration_number, receipt.stream, receipt.sequence, receipt.version, origin.at.microseconds});
  if (!inserted) return inserted.error();
  return success();
}

}  // namespace clearway::record
