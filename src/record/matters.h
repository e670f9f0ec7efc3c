#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "record/store.h"

namespace clearway::record {

/// A case file between customs and a party: a notice, a correction, a ruling, a mandate, a plan, a measure. The folder
/// that decides about it chooses `kind`, `state` and what stands in `body`; here it is only kept.
struct Matter {
  std::string party_id;        // whose it is; never changes
  std::string matter_id;       // made by the program
  std::string kind;            // never changes
  std::string state;           // in the words of its folder
  std::string customs_office;  // empty: none
  std::string assignee;        // account id of the officer in charge; empty: nobody
  std::string related_id;      // the declaration, notice or debt it is about; empty: nothing
  Date opened_on;
  std::optional<Date> due_on;                                       // the next day on which something must be done
  std::int64_t amount_krw = 0;                                      // what is at stake
  std::string body;                                                 // JSON, as its folder wrote it
  std::int64_t version = 0;                                         // counts the steps; 0: not opened yet
  std::int64_t stream = 0, opened_sequence = 0, last_sequence = 0;  // its records
};

/// One step of a file, as a record of the chain.
struct MatterEvent {
  std::int64_t sequence = 0;
  Instant at;
  std::string actor;
  std::string event;   // in the words of its folder, e.g. "answered"
  std::string state;   // as the step left it
  std::string detail;  // JSON
};

/// A step to be taken: `matter` is the file as the step leaves it, with the version it was read at (0 opens it).
struct MatterStep {
  Matter matter;
  std::string event;
  std::string detail = "{}";  // a JSON object; kept in the chain for ever, so nothing personal
};

enum class MatterOrder : std::uint8_t { due, newest, amount };

/// Which files a list shows. Empty lists of words mean any; no parties and not every_party shows none.
struct MatterSearch {
  std::vector<std::string> kinds, states;
  bool every_party = false;
  std::vector<std::string> parties;
  std::optional<std::string> customs_office{}, assignee{}, related_id{};
  std::optional<Date> due_until{};       // with a clock that ends on this day or before
  MatterOrder order = MatterOrder::due;  // due: files without a clock come last
  std::string cursor;                    // of the page before
  unsigned limit = 50;                   // 1..1000
};

struct MatterPage {
  std::vector<Matter> matters;
  std::string next_cursor;  // empty: last page
};

/// How many files stand where, and what is at stake in them.
struct MatterFigure {
  std::string kind, state;
  std::int64_t count = 0, amount_krw = 0;
};

/// Reads the case files of a record.
class MatterReader {
 public:
  /// `store` must outlive it.
  explicit MatterReader(const Store& store) : store_(&store) {}

  Result<std::optional<Matter>> find(std::string_view party_id, std::string_view matter_id) const;
  /// Oldest first.
  Result<std::vector<MatterEvent>> history(const Matter& matter) const;
  Result<MatterPage> search(const MatterSearch& search) const;
  /// Every file of a list, page after page; stops where `visit` fails.
  Status all(MatterSearch search, const std::function<Status(const Matter&)>& visit) const;
  /// Over what `search` would list on all its pages.
  Result<std::vector<MatterFigure>> figures(const MatterSearch& search) const;
  /// Every file of a kind in turn, with its body, by party; for folds and detection. Stops when `visit` returns false.
  Status each(std::string_view kind, const std::function<bool(const Matter&)>& visit) const;
  /// The files of a request that was taken before, as they stand; nothing where it is new. Of `steps` only the ids and
  /// events count. For folders whose checks would refuse the repetition, since the file has moved on.
  Result<std::optional<std::vector<Matter>>> repeated(const std::vector<MatterStep>& steps, std::string_view request,
                                                      const Origin& origin) const;

 private:
  const Store* store_;
};

/// The case files of a record. Every step is a record of the chain; the row follows from it and is held against it by
/// the audit. Only one step can be taken from a version: of two officers at once the second is told.
class Matters : public MatterReader {
 public:
  /// `store` must outlive it.
  explicit Matters(Store& store) : MatterReader(store), store_(&store) {}

  /// Takes all steps or none, and `also` with them (other tables of the same transaction, e.g. the ledger; null:
  /// nothing). `request` is what was asked for, to tell a repetition of origin.request_id from another request: a
  /// repetition is answered with the files as they stand. Errors: version_is_not_current, already_exists, not_found,
  /// matter_keeps_its_kind, request_id_was_used_for_another_request, and those of `also`.
  void step(std::vector<MatterStep> steps, std::string request, const Origin& origin,
            Completion<std::vector<Matter>> done, std::function<Status(Writing&)> also = {});

 private:
  Store* store_;
};

/// What the newest record about a file vouches for.
Digest matter_digest(const Matter& matter);
/// Rows of the table, in no particular order; for the audit.
Status each_matter_row(db::Connection& database, const std::function<bool(const Matter&)>& visit);

}  // namespace clearway::record
