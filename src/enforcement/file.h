#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "enforcement/names.h"

namespace clearway::enforcement {

enum class EventKind : std::uint8_t {
  step,          // the office took a step
  service,       // a notice arrived or was published; a seizure was served or entered
  payment,       // of an amount
  charge,        // penalty or costs were added
  cancellation,  // the tax was cancelled
  approval,      // somebody consented to a step
  resolution,    // a committee decided on a step
  finding,       // something was found to be so, or not
  measurement,   // a quantity was found
  told,          // somebody whom a step, or the end of a measure, must be told to
};
inline constexpr std::array<std::string_view, 10> event_names = {
    "step", "service", "payment", "charge", "cancellation", "approval", "resolution", "finding", "measurement", "told"};
inline std::string_view name(EventKind kind) { return event_names[static_cast<std::size_t>(kind)]; }

/// How a notice reached whom it was meant for, or a seizure took effect.
enum class Service : std::uint8_t {
  delivered,
  registered_post,
  electronic,   // to whoever asked for it
  publication,  // from that day on; only where an address is unknown, abroad, or nobody is there to receive it
  registered,   // the seizure was entered in the register
};
inline constexpr std::array<std::string_view, 5> service_names = {"delivered", "registered_post", "electronic",
                                                                  "publication", "registered"};

inline std::string_view name(Service how) { return service_names[static_cast<std::size_t>(how)]; }

/// One entry of a debt's file. Which fields count depends on its kind.
struct Event {
  EventKind kind = EventKind::step;
  Date on;
  StepKind step{};                        // step, service, approval, resolution, told: of what
  std::optional<Date> until;              // step: the deadline it sets, or the end of its term
  AssetKind asset = AssetKind::movables;  // step: of a seizure
  std::string item;         // step: which asset is seized or released (empty: all of them); service of a seizure
  Service how{};            // service
  Authority authority{};    // approval, resolution
  bool yes = true;          // resolution: in favour; finding: it is so
  Finding finding{};        // finding
  Quantity quantity{};      // measurement; one of the entered ones
  std::int64_t amount = 0;  // payment, charge (KRW), measurement
  std::string whom;         // told: one of those whom the table names
  std::string evidence;     // what shows it; may be empty
};

/// Another debt of the same debtor that is or was in arrears.
struct OtherDebt {
  std::int64_t amount = 0;  // KRW, internal taxes included
  Date arrears_since;       // the day after its due date
  std::optional<Date> paid_on;
};

/// A debt with all that happened to it, by day. Amounts are whole won, internal taxes included.
struct File {
  std::int64_t amount = 0;       // tax owed at the beginning
  std::optional<Date> accepted;  // of the tax declaration; nothing where the duty was assessed
  std::vector<OtherDebt> others;
  std::vector<Event> events;  // in the order of their days
};

}  // namespace clearway::enforcement
