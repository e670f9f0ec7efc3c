#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "law/law.h"

namespace clearway::debt {

/// What interrupts prescription (Customs Act 23(1)); it runs anew from the beginning afterwards.
enum class Interruption : std::uint8_t {
  notice,
  correction,
  demand,
  penalty_disposition,
  accusation,
  indictment,
  claim_for_share,
  seizure
};
/// What suspends it (23(3)); it goes on afterwards. Staying abroad does so for national tax only (Framework Act 28(3)):
/// it is left out unless a case says that it counts.
/// While an order of rehabilitation stays enforcement it does not run either (Debtor Rehabilitation Act 58(4)).
enum class Suspension : std::uint8_t { instalments, deferral, fraudulent_act_suit, stay_abroad, rehabilitation };

struct Interrupted {
  Interruption by{};
  Date on;
  /// The last day before it runs anew: of the period of a notice or demand, of a claim for share, of a seizure. Nothing
  /// where a claim or a seizure still stands; other kinds without a period run anew from the next day.
  std::optional<Date> until;
};

struct Suspended {
  Suspension by{};
  Date from;
  std::optional<Date> to;  // nothing: still going on
  bool without_effect = false;  // a suit that was dismissed or withdrawn (23(4))
};

struct PrescriptionCase {
  std::int64_t principal = 0;  // tax with internal taxes, without penalty; decides the length
  Date starts;                 // the first day that counts
  std::vector<Interrupted> interruptions;
  std::vector<Suspended> suspensions;
  bool stay_abroad_counts = false;
};

/// How prescription runs, as known on a day.
struct PrescriptionCourse {
  Date starts;                    // of the present run
  std::optional<Date> completes;  // its last day; nothing while it is interrupted or suspended without an end
  std::int64_t years = 0;
  std::int64_t suspended_days = 0;            // within the present run
  std::optional<Interruption> interrupted_by;  // stands on that day
  std::string cite;

  /// The right to collect is extinguished, and penalties and costs with it (Customs Act 20).
  bool is_complete(Date day) const { return completes && *completes < day; }
};

/// The course of prescription as known on `day`: entries after it are left out, and so is what interrupts after it was
/// complete. Pure.
PrescriptionCourse prescription(const PrescriptionCase& subject, const law::Law& law, Date day);

}  // namespace clearway::debt
