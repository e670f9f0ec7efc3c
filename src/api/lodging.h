#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "api/id_set.h"
#include "http/problem.h"
#include "identity/principal.h"
#include "intake/source.h"
#include "lodging/lodgement.h"
#include "record/store.h"
#include "screening/screener.h"

namespace clearway::api {

/// One declaration on its way into the record, with the memory of its texts. Does not move: texts are views.
struct Filing {
  Filing() = default;
  Filing(const Filing&) = delete;
  Filing& operator=(const Filing&) = delete;

  intake::SingleDeclaration source;
  screening::Decision decision;
  std::string date, declarant;                             // texts that were filled in
  std::string answer_decision;                             // the decision as its filer may see it
  std::optional<record::DeclarationWithHistory> recorded;  // it was lodged before
  std::string text_id;                                     // its id as sent, for messages

  declaration::Declaration& declaration() { return *source.declaration; }
};

/// Takes declarations from request to record: reads, checks, decides in the order of the record, lodges. Holds the
/// history that decisions are taken on.
class Lodging {
 public:
  Lodging(record::Store& store, const screening::Rulebook& rulebook, std::function<Instant()> now);

  /// Folds the history from the record and makes sure that today and tomorrow have their committed secret.
  Status start();
  /// What the passing of days asks for; called every minute: next day's secret committed, past days closed and, after
  /// the retention time, revealed, ended sessions forgotten.
  Status tick();

  /// Reads and checks one declaration for `who`. Pure but for the clock handed in; needs no database.
  std::variant<std::unique_ptr<Filing>, http::Problem> prepare(std::string_view json, const identity::Principal& who,
                                                               Instant now, Language language) const;
  /// Whether the record must be asked about it first (look_up), because it may have been lodged before.
  bool may_be_recorded(const Filing& filing) const;
  /// Reads it from the record if it is there; blocks.
  Status look_up(Filing& filing) const;
  /// Decides on all of them and hands them to the writer; `done` is called when they are on disk.
  void lodge(std::span<const std::unique_ptr<Filing>> filings, const record::Origin& origin, Language language,
             record::Completion<std::vector<Result<record::Receipt>>> done);
  void lodge(const std::unique_ptr<Filing>& filing, const record::Origin& origin, Language language,
             record::Completion<record::Receipt> done);

  /// The rulebook that decides now. Law and what hangs on it alone never changes while the program runs.
  std::shared_ptr<const screening::Rulebook> rulebook() const;
  /// From the next declaration on `rulebook` decides; requests under way and the history go on.
  void adopt(std::shared_ptr<const screening::Rulebook> rulebook);

  /// The result of an examination becomes part of the history.
  void examined(const record::StoredDeclaration& declaration, Date on, bool discrepancy);
  /// A second look came to another result than the examination: what was counted is put right.
  void corrected(const record::StoredDeclaration& declaration, Date on, bool discrepancy);
  /// Reads the plans of capacity again, after one has changed.
  Status read_plans();
  /// What the office plans for the day; nothing: the policy's quota holds.
  std::optional<risk::Quota> planned(std::string_view office, Date day) const;
  /// The facts of a stored declaration, derived again.
  declaration::Facts facts_of(const record::StoredDeclaration& declaration) const;
  /// Reads the history under its lock.
  void with_history(const std::function<void(const risk::Profiles&)>& read) const;
  /// The ranks from which on a declaration of `day` gets a place now; nothing where places do not go by rank yet.
  std::optional<risk::CutOff> cut_off(std::string_view office, Date day) const;
  risk::QuotaUse quota_used(std::string_view office, Date day) const;
  /// Decisions since the start, by procedure and channel.
  std::uint64_t decisions(declaration::Procedure procedure, risk::Channel channel) const;

 private:
  static std::uint64_t id_hash(std::string_view party_id, std::string_view declaration_id);
  risk::Secret secret_of(Date day);
  /// The day whose secret draws for a declaration of today: today, unless that day is closed or revealed already
  /// because the clock has been set back; then the next that is neither, so that nobody outside can know its draws.
  Date draw_day(Date today) const;
  Status close_and_reveal(Instant now, Date from);
  std::optional<risk::Quota> planned_now(std::string_view office, Date day) const;  // under the lock
  Status keep_secret(Date day);
  record::Lodgement decide(Filing& filing, Language language, lodging::LodgementText& text,
                           record::NumberSeries& series);

  record::Store& store_;
  const screening::Rulebook& rulebook_;
  std::function<Instant()> now_;
  mutable std::mutex mutex_;  // history, the order of the record, and the rulebook in force
  std::shared_ptr<const screening::Rulebook> in_force_;
  mutable screening::Screener screener_;
  IdSet recorded_;
  std::set<std::int32_t> over_;  // days that take no more draws: closed or revealed
  risk::Draws draws_;
  std::map<std::string, std::map<std::int32_t, risk::Quota>, std::less<>> plans_;  // by office and first day
  std::mutex secrets_mutex_;
  std::map<std::int32_t, risk::Secret> secrets_;
  std::array<std::array<std::atomic<std::uint64_t>, 3>, declaration::procedure_count> decisions_{};
};

/// "rejects":[...] of what could not be read.
std::string rejects_member(const std::vector<intake::Reject>& rejects, const Messages& messages, Language language);
/// The series from which a declaration gets its number: the declarant's code and the year.
struct FirstNumber {
  FirstNumber(std::string_view declarant, Date day);
  record::NumberSeries series;
};

}  // namespace clearway::api
