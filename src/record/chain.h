#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.h"
#include "record/digest.h"
#include "record/keys.h"

namespace clearway::record {

/// The end of one stream inside one transaction: records are placed in memory, `store` writes the new head.
class Chain {
 public:
  explicit Chain(db::Connection& database, std::int64_t stream = 0) : database_(&database), stream_(stream) {}

  /// Reads the head; on PostgreSQL holds it until the transaction ends, so that writers take turns.
  Status load();
  /// The next place. `digest` is the content's.
  void place(std::int64_t previous_of_subject, const Digest& digest);
  Status store();

  std::int64_t stream() const { return stream_; }
  std::int64_t sequence() const { return sequence_; }  // of the record placed last
  const Digest& hash() const { return hash_; }
  bool advanced() const { return sequence_ != loaded_; }

 private:
  db::Connection* database_;
  std::int64_t stream_;
  std::int64_t sequence_ = 0, loaded_ = 0;
  Digest hash_{};
};

/// What the parts of a write share.
struct Writing {
  db::Connection& database;
  Chain& chain;
  const Keys& keys;
};

/// Places and inserts one record.
Status append_record(Writing& writing, const RecordContent& content, std::int64_t previous_of_subject);

/// Places what a value is encrypted for, so that it cannot be moved.
std::string personal_context(std::string_view party_id, std::string_view subject_id, std::string_view field);
/// A personal value as it is kept.
struct Ciphertext {
  std::string field, bytes;
};
std::vector<Ciphertext> encrypt_personal(const Keys& keys, std::string_view party_id, std::string_view subject_id,
                                         const std::vector<PersonalValue>& values);
Status put_personal(Writing& writing, std::string_view party_id, std::string_view subject_id,
                    const std::vector<Ciphertext>& values);

/// Nothing: the request is new. Else its receipt (repeated), or an Error where the id stood for another request.
Result<std::optional<Receipt>> earlier_answer(db::Connection& database, std::string_view party_id, const Origin& origin,
                                              const Digest& fingerprint);
Status keep_answer(Writing& writing, const Origin& origin, const Digest& fingerprint, const Receipt& receipt);

}  // namespace clearway::record
