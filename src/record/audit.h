#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "record/keys.h"
#include "record/types.h"

namespace clearway::record {

/// What is wrong with the record, in the order in which the cases are told apart.
enum class Damage : std::uint8_t { altered, removed, inserted, unreadable };
std::string_view name(Damage damage);

/// The first record that is not as it was written.
struct AuditFinding {
  Damage damage = Damage::altered;
  std::string what;  // "record", "declaration", "examination", "head", "checkpoint", "personal_data", "file"
  std::int64_t stream = 0, sequence = 0;  // of the record concerned; 0 where none is
  std::string party_id, subject_id;
  std::string why;     // a key of messages/record.yaml (audit.why.*): how it is concluded
  std::string detail;  // what was found, for that sentence
};

struct AuditHead {
  std::int64_t stream = 0, sequence = 0;
  std::string hash;  // hex; noted elsewhere, it proves later that nothing before it was rewritten
};

struct AuditReport {
  std::optional<AuditFinding> first;
  std::uint64_t records = 0, declarations = 0, checkpoints = 0;
  std::vector<AuditHead> heads;
  bool ok() const { return !first.has_value(); }
};

struct AuditOptions {
  const Keys* keys = nullptr;       // where at hand: signatures are checked against it, and personal data is decrypted
  std::vector<AuditHead> expected;  // heads noted earlier
  std::function<void(std::uint64_t records)> progress;
};

/// Recomputes the chain in order and compares everything that follows from it. One state of the database is seen, also
/// while others write. Fails only where the database cannot be read at all.
Result<AuditReport> verify(db::Connection& connection, const AuditOptions& options = {});

/// The same for a database by its address, with its key file if that is there.
Result<AuditReport> verify(const std::string& url, const std::string& key_file, AuditOptions options = {});

}  // namespace clearway::record
