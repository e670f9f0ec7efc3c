#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "risk/random_selection.h"

namespace clearway::risk {

// The published file of a day of random selection: docs/adr/0015-published-random-selection.md. JSON lines: a head,
// then one row for each declaration that took part, in the order of the record.

/// What stands for a declaration in public: a keyed hash of trader and reference (16 bytes, hexadecimal). The draw is
/// computed over it, so that what is published is all that is needed. The key is derived from the installation's key of
/// identities; it is the same every day and never published, only its hash is.
std::string record_key(std::string_view personal_key, std::string_view party_id, std::string_view declaration_id);
std::string record_key_check(std::string_view personal_key);

struct DayRow {
  std::uint64_t number = 0;       // from 1
  std::string record;             // record_key
  std::string procedure, policy;  // which decide the ratio, and the version it stood in
  std::int64_t ratio_micro = 0;
  bool selected = false;
  std::string link;  // 32 bytes, hexadecimal: hash over the link before it and this row
};

struct DayFile {
  Date day;
  std::string commitment;
  std::optional<Instant> committed_at;
  std::optional<std::string> secret;  // once revealed
  std::string key_check;              // record_key_check
  std::uint64_t rows = 0;
  std::string digest;                 // the link of the last row
  std::string public_key, signature;  // Ed25519 over signed_text, hexadecimal
  std::vector<DayRow> list;
};

/// The link before the first row.
std::string first_link(Date day, std::string_view commitment);
/// The link of a row after `before`.
std::string link_of(std::string_view before, const DayRow& row);
/// Numbers the rows and links them; fills in `rows` and `digest`.
void complete(DayFile& file);
/// What the installation signs.
std::string signed_text(const DayFile& file);

std::string render(const DayFile& file);
/// Reads a published file. Error day_file_cannot_be_read: which line and what is wrong with it.
Result<DayFile> parse_day_file(std::string_view text);

enum class Tampering : std::uint8_t {
  added,           // said to be selected; the draw says otherwise
  spared,          // the draw selects it; said not to be
  changed,         // the row is not the one that was linked
  removed,         // rows in front of this one are gone
  inserted,        // stands out of the order of numbers
  cut_short,       // rows at the end are gone
  digest_differs,  // rows and digest do not belong together
  not_signed,      // the digest is not the one that was signed
  other_secret,    // the secret is not the one committed to
  // against the record itself
  not_recorded,  // a row without a declaration
  left_out,      // a declaration without a row
  otherwise_recorded,
  digest_not_recorded,
  commitment_late,  // published after the day had begun
};
std::string_view name(Tampering tampering);

struct DayProblem {
  Tampering kind{};
  std::string record;  // whose row; empty: of the file as a whole
  std::uint64_t number = 0;
};

/// Everything that a published file shows by itself. Without a secret draws are not checked. The signature is held
/// against the key the file names: whether that is the administration's key, only its publication elsewhere tells.
std::vector<DayProblem> verify_day(const DayFile& file);
/// The same rows against those of the record.
void compare_rows(const DayFile& file, const std::vector<DayRow>& recorded, std::vector<DayProblem>& problems);

}  // namespace clearway::risk
