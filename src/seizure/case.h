#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "debt/distribution.h"

namespace clearway::seizure {

/// What is seized. Stored by name; never renamed.
enum class AssetKind : std::uint8_t {
  movables,
  imported_goods,  // in the bonded area, at the disposal of customs
  real_estate,
  ship,
  vehicle,  // aircraft and construction machines too
  claim,    // trade receivables, lease deposits
  deposit,
  insurance,
  salary,
  securities,
  deposited_securities,
  virtual_assets,
};
inline constexpr std::array<std::string_view, 12> asset_names = {
    "movables", "imported_goods", "real_estate",          "ship",          "vehicle", "claim", "deposit", "insurance",
    "salary",   "securities",     "deposited_securities", "virtual_assets"};
inline std::string_view name(AssetKind kind) { return asset_names[static_cast<std::size_t>(kind)]; }
std::optional<AssetKind> parse_asset(std::string_view text);

/// Where a case stands. Stored by name; never renamed.
enum class State : std::uint8_t {
  proposed,         // a second person decides whether to seize
  approved,         // to be carried out
  seized,           // in effect
  sale_proposed,    // a second person decides about the sale
  on_sale,          // announced; bids may come
  unsold,           // the round brought no buyer
  sold,             // decided; the price is awaited
  proceeds_in,      // the price, or what was collected, is there
  statement_drawn,  // a second person decides about the distribution
  distributed,
  released,
  refused,  // the seizure was not approved
};
inline constexpr std::array<std::string_view, 12> state_names = {
    "proposed", "approved",    "seized",          "sale_proposed", "on_sale",  "unsold",
    "sold",     "proceeds_in", "statement_drawn", "distributed",   "released", "refused"};
inline std::string_view name(State state) { return state_names[static_cast<std::size_t>(state)]; }
std::optional<State> parse_state(std::string_view text);
inline bool is_closed(State state) { return state >= State::distributed; }
/// Somebody other than who proposed it decides next.
inline bool awaits_second_person(State state) {
  return state == State::proposed || state == State::sale_proposed || state == State::statement_drawn;
}

/// What is owed of one charge (of the chart of accounts), in the order in which a payment extinguishes it.
struct Owed {
  std::string charge;
  std::int64_t krw = 0;
  friend bool operator==(const Owed&, const Owed&) = default;
};

/// A debt for which is seized.
struct Debt {
  std::string matter_id;                         // of the ledger
  std::string number;                            // of the payment notice
  Date statutory_date;                           // decides its place among mortgages (Framework Act 35(2))
  std::optional<Date> notice_served_on, due_on;  // of the payment notice
  std::optional<Date> demanded_on, demand_served_on, demanded_by;
  bool appeal_pending = false;  // against the tax: no sale (National Tax Collection Act 66(4))
  bool on_the_goods = false;    // duty on the very goods that are seized (Customs Act 3(1))
  std::vector<Owed> owed;       // as the ledger says, taken over at each step

  std::int64_t total_krw() const;
  friend bool operator==(const Debt&, const Debt&) = default;
};

/// One change of hands. The chain of an item has no gap: who hands over is who holds it.
struct HandOver {
  Instant at;
  std::string from, to, place, reason;
  std::string evidence_id;  // a photograph or receipt; empty: none
  friend bool operator==(const HandOver&, const HandOver&) = default;
};

struct Item {
  std::string item_id;
  std::string description, quantity, place;
  std::int64_t estimate_krw = 0;          // the officer's
  bool indivisible = false;               // nothing smaller could be taken
  std::vector<std::string> photographs;   // evidence ids
  std::vector<HandOver> custody;          // oldest first; the first is the seizure
  std::optional<std::int64_t> value_krw;  // of the last valuation
  friend bool operator==(const Item&, const Item&) = default;
};

struct Valuation {
  Date on;
  std::string valuer, method;
  std::int64_t total_krw = 0;
  friend bool operator==(const Valuation&, const Valuation&) = default;
};

/// Somebody else's claim on the price: reported by a secured creditor, or a claim for a share (art. 59, 76).
struct Claim {
  std::string claim_id, creditor;
  std::string kind;          // of law/kr/arrears/distribution/ranks.yaml
  std::optional<Date> date;  // of registration, or the statutory date of a tax
  std::int64_t amount_krw = 0;
  bool secured_tax = false;  // a tax for which security was given
  Date entered_on;
  friend bool operator==(const Claim&, const Claim&) = default;
};

/// How the property is sold.
enum class Method : std::uint8_t { auction, private_contract };
inline constexpr std::array<std::string_view, 2> method_names = {"auction", "private_contract"};
inline std::string_view name(Method method) { return method_names[static_cast<std::size_t>(method)]; }

/// Who may not buy (art. 80).
enum class Relation : std::uint8_t { none, debtor, tax_officer, valuer };
inline constexpr std::array<std::string_view, 4> relation_names = {"none", "debtor", "tax_officer", "valuer"};

struct Bid {
  std::string bidder;  // as people call them; masked on screen
  std::int64_t amount_krw = 0, deposit_krw = 0;
  Date on;
  bool lapsed = false;  // was sold to and did not pay
  friend bool operator==(const Bid&, const Bid&) = default;
};

struct Round {
  std::int64_t reserve_krw = 0;
  Date announced_on, opens_on;
  std::optional<Date> opened_on;
  std::vector<Bid> bids;
  friend bool operator==(const Round&, const Round&) = default;
};

/// The decision to sell to a bidder.
struct Award {
  std::string buyer;
  std::int64_t price_krw = 0, deposit_krw = 0;
  Date on, pay_by;
  bool demanded = false;  // the price, once (art. 85)
  friend bool operator==(const Award&, const Award&) = default;
};

struct Sale {
  Method method = Method::auction;
  std::string ground;  // of a private contract; empty: auction
  std::int64_t first_reserve_krw = 0;
  std::string place;
  std::vector<Round> rounds;
  std::optional<Award> award;
  friend bool operator==(const Sale&, const Sale&) = default;
};

/// One line of a distribution statement.
struct ShareLine {
  std::string id, creditor, kind, cite;
  debt::Rank rank = debt::Rank::ordinary;
  std::optional<Date> date;
  std::int64_t claimed_krw = 0, share_krw = 0;
  friend bool operator==(const ShareLine&, const ShareLine&) = default;
};

/// What of the customs share pays which charge of which debt.
struct Allotment {
  std::string matter_id, charge;
  std::int64_t krw = 0;
  friend bool operator==(const Allotment&, const Allotment&) = default;
};

/// The statement of a distribution (art. 98): shares, allotments and surplus sum to what is distributed.
struct Statement {
  Date drawn_on, day;
  std::int64_t proceeds_krw = 0, interest_krw = 0, forfeited_krw = 0, costs_krw = 0;
  std::vector<ShareLine> lines;       // in the order in which they are served
  std::vector<Allotment> allotments;  // of customs; costs of this sale have the case as their matter
  std::int64_t surplus_krw = 0;       // to the debtor
  std::int64_t arrears_left_krw = 0;

  std::int64_t available_krw() const { return proceeds_krw + interest_krw + forfeited_krw; }
  friend bool operator==(const Statement&, const Statement&) = default;
};

/// A record of what was done or said outside the office, signed.
enum class RecordKind : std::uint8_t { visit, interview, search };
inline constexpr std::array<std::string_view, 3> record_names = {"visit", "interview", "search"};
inline std::string_view name(RecordKind kind) { return record_names[static_cast<std::size_t>(kind)]; }

struct Signature {
  std::string role;  // officer, debtor, witness
  std::string signer, attestation;
  Instant at;
  std::string evidence_id;  // picture of the signature; empty: attested by the text
  std::string declined;     // why there is none; empty: signed
  friend bool operator==(const Signature&, const Signature&) = default;
};

/// What was said and where stands encrypted beside the case; `digest` vouches for it.
struct FieldRecord {
  std::string record_id;
  RecordKind kind = RecordKind::visit;
  Instant made_at, received_at;
  std::string by;       // account
  std::string outcome;  // of outcome_names
  bool made_offline = false;
  std::int64_t version_seen = 0;  // of the case on the device
  bool moved_on = false;          // the case had another version when the record came
  std::string digest;             // of place and text
  std::vector<Signature> signatures;
  std::vector<std::string> evidence_ids;
  friend bool operator==(const FieldRecord&, const FieldRecord&) = default;
};
inline constexpr std::array<std::string_view, 7> outcome_names = {
    "met", "not_met", "moved_away", "promised_to_pay", "asked_a_plan", "nothing_found", "property_found"};

/// One step, for the timeline.
struct Event {
  Date on;
  std::string action, by, text;
  friend bool operator==(const Event&, const Event&) = default;
};

struct Case {
  std::string case_id, party_id, debtor, customs_office;
  AssetKind asset = AssetKind::movables;
  std::string subject;      // what is to be seized, in words
  std::string third_party;  // debtor of a seized claim; empty: none
  bool hardship = false;    // of the debtor, as an officer found: never chased for its benefit
  State state = State::proposed;
  Date proposed_on;
  std::string proposed_by;  // of what awaits a second person
  std::optional<Date> approved_on, seized_on, closed_on;
  std::optional<Date> clock_ends;
  std::vector<Debt> debts;
  std::vector<Item> items;
  std::vector<Valuation> valuations;
  std::vector<Claim> claims;
  std::optional<Sale> sale;
  std::int64_t proceeds_krw = 0, interest_krw = 0, forfeited_krw = 0;
  std::optional<Date> received_on;  // the price, or what was collected
  std::optional<Statement> statement;
  std::vector<FieldRecord> records;
  std::vector<Event> events;

  std::int64_t owed_krw() const;
  /// Of the last valuation; the officers' estimates before.
  std::int64_t value_krw() const;
  friend bool operator==(const Case&, const Case&) = default;
};

}  // namespace clearway::seizure
