#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "debt/prescription.h"
#include "enforcement/file.h"
#include "enforcement/table.h"
#include "law/calendar.h"
#include "law/law.h"

namespace clearway::enforcement {

enum class Status : std::uint8_t { met, not_met, not_known };
inline constexpr std::array<std::string_view, 3> status_names = {"met", "not_met", "not_known"};
inline std::string_view name(Status status) { return status_names[static_cast<std::size_t>(status)]; }

/// One precondition of a step, held against the file.
struct Condition {
  const Precondition* row = nullptr;
  Status status = Status::not_known;
  Refusal refusal = Refusal::criterion_is_not_met;  // what it means where it is not met
  std::optional<std::int64_t> value, threshold;     // of a quantity, a period or a term
  std::string shown_value;                          // a share to one decimal: "68.9"; else empty
  std::optional<Date> on;                           // since when the file shows it
  std::optional<Date> from;                         // the first day on which time alone will have met it
  std::string evidence;
  std::optional<Service> how;  // of a notice that was served
  std::string threshold_cite;  // where the threshold stands; empty without one
  std::optional<Date> threshold_from;
  law::Grade grade = law::Grade::verify;  // the weaker of the row and its threshold
};

/// Something that a step lacks. `conditions` are those of Answer::conditions that it speaks of: one, all alternatives
/// of which none is met, or none where the step itself is not open.
struct Missing {
  Refusal refusal{};
  std::vector<std::size_t> conditions;
  std::string cite;
  law::Grade grade = law::Grade::verify;
};

struct Answer {
  StepKind step{};
  std::optional<AssetKind> asset;  // of a seizure
  Date on;
  State state{};                      // before the step
  std::optional<State> to;            // after it, where it is possible
  std::optional<Date> until;          // the last day of the term or deadline that it may set
  std::vector<Condition> conditions;  // in the order of the table
  std::vector<Missing> missing;       // in the order of Refusal; empty: possible
  std::string cite;
  law::Grade grade = law::Grade::verify;

  bool possible() const { return missing.empty(); }
};

/// What a step is asked with.
struct Asked {
  std::optional<Date> until;       // the deadline or the end of the term it would set; nothing: the longest allowed
  std::optional<AssetKind> asset;  // what would be seized; nothing: only what every seizure needs
};

/// An asset under seizure.
struct Seized {
  std::string item;
  AssetKind asset{};
  bool precautionary = false;
  Date on;
  std::optional<Date> effective;  // entered, served or in the office's possession from that day on
};

/// Somebody whom a step, or the end of a measure, must be told to, and when that was done.
struct Telling {
  std::string_view whom;  // of the table
  std::optional<Date> told_on;
  std::string evidence;
};

/// Whom a step that was taken must be told to.
struct ToTell {
  StepKind step{};
  Date on;
  std::vector<Telling> tell;
};

/// A measure whose ground has ended, and who is to be told.
struct Ended {
  StepKind measure{};
  Date since;
  Date on;  // the day on which the ground was gone
  EndsWhen when{};
  std::optional<Finding> finding;
  std::optional<Quantity> quantity;
  std::vector<Telling> tell;
  Date tell_by;
  std::string cite;
  law::Grade grade = law::Grade::verify;
};

/// A step of the file that lacked something on its day. It has no effect on what follows; a measure of this kind is to
/// be withdrawn.
struct SetAside {
  std::size_t event = 0;  // place in the file
  Answer answer;
};

struct Found {
  Date on;
  bool yes = false;
  std::string evidence;
};
struct Measured {
  Date on;
  std::int64_t value = 0;
  std::string evidence;
};
struct Consent {
  Date on;
  Authority by{};
  std::string evidence;
};

/// What the file says on a day.
struct Standing {
  Date day;
  State state = State::declared;
  std::optional<State> resumes;  // behind a deferral
  std::optional<Date> deferred_until;
  std::int64_t amount = 0, left = 0;  // KRW
  std::optional<Date> accepted, arrears_since, extinct_since, last_event;
  std::vector<OtherDebt> others;
  template <class T>
  using BySteps = std::array<std::optional<T>, step_count>;
  BySteps<Date> given, served, deadline, in_force, term_end;
  std::array<Service, step_count> how{};               // it was served
  std::array<std::string, step_count> papers, proofs;  // evidence of the step, of its service
  std::vector<Seized> seized;
  BySteps<Consent> approved, resolved;
  std::array<bool, step_count> ever{};  // was taken at some time
  std::array<std::optional<Found>, finding_count> findings;
  std::array<std::optional<Measured>, entered_quantities> measured;
  debt::PrescriptionCase prescription;
  bool prescription_runs = false;        // its first day is known
  std::optional<Date> prescribed_after;  // the last day of prescription
  std::vector<ToTell> to_tell;
  std::vector<Ended> ended;
  std::vector<SetAside> set_aside;

  /// Who has still to be told of `step`, or of its end; nothing where nobody has. The first that was to be told.
  const Telling* to_be_told(StepKind step, std::string_view whom) const;
  bool stands(StepKind measure) const { return in_force[static_cast<std::size_t>(measure)].has_value(); }
};

/// The life of a debt: states, what each step needs, when measures end. Pure: file, day, law and calendar come in.
/// Every date of the file, and sixty days around it, must lie within the calendar (else std::logic_error).
class Enforcement {
 public:
  Enforcement(const law::Law& law, const law::Calendar& calendar, StepTable table)
      : law_(law), calendar_(calendar), table_(std::move(table)) {}

  Standing begin(const File& file) const;
  /// What passes by time alone up to `day`: deadlines, terms, prescription, grounds that end.
  void advance(Standing& now, Date day) const;
  /// The next day on which time alone changes what the file says; nothing where it changes nothing any more.
  std::optional<Date> next_change(const Standing& now) const;
  /// Advances to the event's day and applies it; a step that lacks something is set aside. `place` is its place in the
  /// file.
  void apply(Standing& now, const Event& event, std::size_t place = 0) const;
  /// With what a step is asked to show all of it: a seizure once for each kind of asset.
  std::vector<Asked> questions(StepKind step) const;
  /// The file up to and including `day`.
  Standing standing(const File& file, Date day) const;

  /// Whether a step may be taken on `now.day`, with every precondition shown.
  Answer check(const Standing& now, StepKind step, const Asked& asked = {}) const;
  /// Everything that `step` lacks on `day`, in the order of Refusal; empty where it may be taken.
  std::vector<Missing> refusals(const File& file, StepKind step, Date day) const;

  const StepTable& table() const { return table_; }
  const law::Law& law() const { return law_; }

 private:
  Condition evaluate(const Standing& now, const Precondition& row, const Asked& asked) const;
  std::vector<Date> changes_after(const Standing& now) const;
  void pass(Standing& now, Date day) const;
  void end_measures(Standing& now) const;
  const EndingRow* ending(const Standing& now, StepKind measure) const;
  void end(Standing& now, const EndingRow& row) const;
  void take(Standing& now, const Event& event, const Answer& answer) const;
  void void_what_builds_on(Standing& now, StepKind step) const;
  bool leaves_others_seized(Standing& now, const Event& event) const;
  void seize(Standing& now, const Event& event) const;
  void take_effect(Standing& now, Seized& seized, Date day) const;
  void serve_seizure(Standing& now, const Event& event) const;
  void serve(Standing& now, const Event& event) const;
  void find(Standing& now, const Event& event) const;
  void tell(Standing& now, const Event& event) const;
  void make_extinct(Standing& now) const;
  void run_prescription(Standing& now) const;
  Date working_day(Date day) const { return calendar_.next_working_day(day).value(); }

  const law::Law& law_;
  const law::Calendar& calendar_;
  StepTable table_;
};

}  // namespace clearway::enforcement
