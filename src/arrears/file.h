#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "debt/prescription.h"
#include "debt/secondary_liability.h"
#include "debt/types.h"

namespace clearway::arrears {

/// What is known of how a debt arose; what decides its penalty. Days that are not known are left out.
struct Facts {
  debt::Cause cause = debt::Cause::assessed;
  std::optional<Date> accepted, imported, statutory_due, extended_to;
  std::optional<Date> notice_date, notice_received, notice_published, notice_due;
  friend bool operator==(const Facts&, const Facts&) = default;
};

/// What happened to a debt. Kept by name, never renamed.
enum class EventKind : std::uint8_t {
  opened,             // unpaid when due: the debt with the facts known then
  facts_established,  // other facts take the place of those before
  notice_given,       // dated `on`; `until`: the deadline it names
  notice_served,      // arrived on `on`, or was posted for publication from `on`
  costs_charged,      // of enforcement
  paid,               // by a channel
  payment_reversed,   // a payment entered here turned out to be none
  set_off,            // what was overpaid elsewhere is used for this debt
  reduced,            // the tax is owed no longer, in part or whole, from the beginning
  security_given,     // of a kind and value
  security_released,  // `reference`: the event that gave it
  liable_added,       // `reference` answers for it, up to an amount
  interrupted,        // prescription; `until` the last day before it runs anew (`reference`: of a seizure, its case)
  suspended,          // prescription, from `on` to `until`
  penalty_suspended,  // no penalty grows from `on` to `until`
  deferred,           // seizure and sale, from `on` to `until`
  deferral_ended,     // early
  held,               // enforcement provisionally closed
  hold_ended,         // taken up again
  extinguished,       // by law: nothing is owed any longer
};
inline constexpr std::array<std::string_view, 20> event_names = {
    "opened",           "facts_established", "notice_given",      "notice_served",  "costs_charged",     "paid",
    "payment_reversed", "set_off",           "reduced",           "security_given", "security_released", "liable_added",
    "interrupted",      "suspended",         "penalty_suspended", "deferred",       "deferral_ended",    "held",
    "hold_ended",       "extinguished"};
inline std::string_view name(EventKind kind) { return event_names[static_cast<std::size_t>(kind)]; }
std::optional<EventKind> parse_event(std::string_view text);

/// Words that an event of a kind takes as its `word`; empty: none.
std::vector<std::string_view> words_of(EventKind kind);

/// The channels by which money comes in. Bank files use the first.
inline constexpr std::array<std::string_view, 7> channel_names = {
    "virtual_account", "transfer", "set_off", "security", "public_sale", "claim", "liable_person"};

/// Kinds of security (Customs Act 24).
inline constexpr std::array<std::string_view, 7> security_names = {
    "cash", "government_bond", "security", "surety_insurance", "land", "registered_property", "guarantor"};
/// Why somebody else answers (Customs Act 19; Framework Act on National Taxes 38-41).
inline constexpr std::array<std::string_view, 6> liability_names = {
    "liquidator", "controlling_shareholder", "company", "business_transferee", "guarantor", "buying_agent"};
/// In the order of debt::Interruption and debt::Suspension.
inline constexpr std::array<std::string_view, 8> interruption_names = {
    "notice", "correction", "demand", "penalty_disposition", "accusation", "indictment", "claim_for_share", "seizure"};
inline constexpr std::array<std::string_view, 4> suspension_names = {"instalments", "deferral", "fraudulent_act_suit",
                                                                     "stay_abroad"};
inline constexpr std::array<std::string_view, 3> reduction_names = {"correction", "appeal", "cancellation"};
inline constexpr std::array<std::string_view, 2> hold_names = {"untraceable", "without_means"};
inline constexpr std::array<std::string_view, 3> extinction_names = {"prescription", "exclusion_period", "discharge"};

/// One event by both times. Which fields count depends on its kind.
struct Event {
  EventKind kind = EventKind::opened;
  Date on;            // when it applies
  Instant known_at;   // when it was entered
  std::string actor;  // who entered it
  std::optional<Date> until;
  std::int64_t amount = 0;  // won
  std::string word;         // one of words_of
  std::string charge;       // reduced: of the chart
  std::string reference;    // a transaction, a receipt's matter, a party, or the place of an event: as the kind has it
  bool published = false;   // notice_served
  std::optional<Facts> facts;      // opened, facts_established
  debt::LiabilityFacts liability;  // liable_added
};

/// A debt: one matter of the ledger whose order fell due unpaid, with what is decided about it. Money stands in the
/// ledger only; its events are named here by the transactions they posted.
struct File {
  std::string party_id, debt_id;
  std::string matter_id;       // of the ledger
  std::string order_id;        // of the payment order; empty: none
  std::string customs_office;  // empty: not known
  std::string goods;           // two digits of the tariff; empty: not known
  Date opened_on;
  std::vector<Event> events;  // in the order in which they were entered
};

/// The transaction that event `place` (from 0) posts first; `step` tells further ones apart.
std::string transaction_of(const File& file, std::size_t place, std::string_view step = {});

/// The facts as known at `known`, with what is known of the notice on `on`. Nothing known: before it was opened.
std::optional<Facts> facts_of(const File& file, Date on, std::optional<Instant> known);

/// The end of `day` in Korea: what was known on that day.
Instant end_of(Date day);

}  // namespace clearway::arrears
