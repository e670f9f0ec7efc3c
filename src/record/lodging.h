#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "record/chain.h"

namespace clearway::record {

/// A lodgement with memory of its own, and what became of it.
struct LodgementEntry {
  Lodgement lodgement;  // views into `memory`
  std::unique_ptr<char[]> memory;
  NumberSeries series;
  std::vector<Ciphertext> personal;
  const Origin* origin = nullptr;  // lives as long as the entry
  bool tracked = false;            // by request id
  Digest fingerprint{};            // of a tracked one
  Digest row{}, content{};         // known before writing unless a number is to be assigned
  std::string assigned_number;
  bool number_inserted = false;  // the assigned number stands in declaration_number already
  std::optional<Error> refusal;  // found before writing
  std::optional<Result<Receipt>> outcome;

  bool takes_number() const { return !series.prefix.empty() && lodgement.declaration_number.empty(); }
  std::string_view number() const { return takes_number() ? assigned_number : lodgement.declaration_number; }
};

/// Copies the texts, computes the digests and encrypts, so that the writer thread has less to do.
LodgementEntry copy_of(const Lodgement& lodgement, const Origin& origin, const Keys& keys, bool tracked);

/// Writes all of them in the current transaction; each gets its own outcome (recorded, already recorded, repeated, or
/// an Error that concerns it alone). A failed Status concerns the whole transaction.
Status lodge_all(Writing& writing, const std::vector<LodgementEntry*>& entries);

}  // namespace clearway::record
