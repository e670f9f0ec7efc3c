#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assessment/import_declaration.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/text.h"

namespace clearway::ruling {

/// What is asked before the goods are declared. Stored by name; never renamed.
enum class Kind : std::uint8_t {
  valuation_general,               // Act 37(1)1-2
  valuation_special_relationship,  // Act 37(1)3
  classification,                  // Act 86
};
inline constexpr std::array<std::string_view, 3> kind_names = {"valuation_general", "valuation_special_relationship",
                                                               "classification"};
inline std::string_view name(Kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }
std::optional<Kind> parse_kind(std::string_view text);
inline bool is_valuation(Kind kind) { return kind != Kind::classification; }

/// Where a file stands. Stored by name; never renamed.
enum class State : std::uint8_t {
  draft,             // the applicant prepares it
  filed,             // customs examines it
  supplement_asked,  // the applicant adds what is missing
  referred,          // somebody else's opinion is awaited
  drafted,           // a decision is drafted; another officer approves it
  in_force,          // decided
  objected,          // decided, and reviewed on the applicant's request
  rejected,          // the application, on a ground of the law
  given_up,          // the application, by the applicant
  withdrawn,         // the ruling, by customs (Decree 31(10)2)
  cancelled,         // the ruling, by customs (Decree 31(10)3)
  expired,           // its validity is over
};
inline constexpr std::array<std::string_view, 12> state_names = {
    "draft",    "filed",    "supplement_asked", "referred",  "drafted",   "in_force",
    "objected", "rejected", "given_up",         "withdrawn", "cancelled", "expired"};
inline std::string_view name(State state) { return state_names[static_cast<std::size_t>(state)]; }
std::optional<State> parse_state(std::string_view text);
/// No step follows but a look back.
bool is_closed(State state);

enum class Side : std::uint8_t { firm, customs, nobody };
inline std::string_view name(Side side) {
  return side == Side::firm ? "firm" : side == Side::customs ? "customs" : "nobody";
}

/// An amount that has to be added to the price or deducted from it.
struct Adjustment {
  assessment::PriceElement element = assessment::PriceElement::royalty;
  std::optional<Decimal> percent_of_price;  // nothing: whatever it comes to
  friend bool operator==(const Adjustment&, const Adjustment&) = default;
};

/// Between which prices of one unit the ruling holds.
struct PriceRange {
  Decimal low, high;
  std::string currency, unit;
  friend bool operator==(const PriceRange&, const PriceRange&) = default;
};

/// The facts on which a ruling rests. A later declaration is held against them; what is left out is not.
struct Facts {
  std::vector<std::string> items;       // the firm's own codes of the products
  std::string tariff_code;              // four to ten digits; of a classification: its result
  std::vector<std::string> origins;     // ISO 3166-1 alpha-2
  std::vector<std::string> sellers;     // codes, no names
  std::optional<bool> related;          // buyer and seller
  std::optional<std::uint8_t> method;   // of valuation, 1 to 6
  std::vector<Adjustment> adjustments;  // of the price (Act 30)
  std::optional<PriceRange> price;
  friend bool operator==(const Facts&, const Facts&) = default;
};

/// A file of the application: what it is, of the list of the law, and where it is kept.
struct Document {
  std::string document, evidence_id;
  friend bool operator==(const Document&, const Document&) = default;
};

/// What is applied for. Texts are the applicant's own and stay between the applicant and customs.
struct Application {
  Kind kind = Kind::classification;
  std::string goods;         // name and specification
  std::string use, process;  // of a classification
  std::string question;
  std::string opinion;         // what the applicant takes to be right, and why
  std::string planned_office;  // code of the customs office where the goods will be cleared
  Facts facts;
  std::int64_t business_year_ends = 0;  // month, 1 to 12; 0: not said
  bool small_firm = false;              // fewer documents (Rule 7-10(2))
  bool joint = false;                   // together with the tax authority's approval (Act 37-2)
  std::vector<Document> documents;
  friend bool operator==(const Application&, const Application&) = default;
};

/// What was decided: in words, and the facts it rests on.
struct Decision {
  std::string text, reasons;
  std::vector<std::string> cites;
  Facts facts;
  friend bool operator==(const Decision&, const Decision&) = default;
};

/// What the public reads. Written by the officer, without anything that tells who applied.
struct Published {
  Text goods, question, decision, reasons;
  friend bool operator==(const Published&, const Published&) = default;
};

/// What a draft does once another officer approves it. Stored by name; never renamed.
enum class Outcome : std::uint8_t { rule, reject, uphold, change, withdraw, cancel };
inline constexpr std::array<std::string_view, 6> outcome_names = {"rule",   "reject",   "uphold",
                                                                  "change", "withdraw", "cancel"};
inline std::string_view name(Outcome outcome) { return outcome_names[static_cast<std::size_t>(outcome)]; }
std::optional<Outcome> parse_outcome(std::string_view text);

/// How far back a changed classification reaches (Act 87(4)). Stored by name; never renamed.
enum class Reach : std::uint8_t {
  from_notice,            // from notice or publication on
  back_to_the_ruling,     // the applicant answers for the mistake (no. 2 a)
  back_where_favourable,  // the applicant does not, and the filer gains (no. 2 b)
};
inline constexpr std::array<std::string_view, 3> reach_names = {"from_notice", "back_to_the_ruling",
                                                                "back_where_favourable"};
inline std::string_view name(Reach reach) { return reach_names[static_cast<std::size_t>(reach)]; }
std::optional<Reach> parse_reach(std::string_view text);

struct Draft {
  Outcome outcome = Outcome::rule;
  std::string ground;                  // of rejection, change, withdrawal or cancellation
  Decision decision;                   // of ruling and change; otherwise its reasons alone
  Reach reach = Reach::from_notice;    // of a change
  std::optional<Published> published;  // of ruling and change
  std::string not_published_because;   // business secrets and the like (Act 86(4))
  std::string by;                      // account of the officer
  Date on;
  friend bool operator==(const Draft&, const Draft&) = default;
};

/// Days that may not count in the time for deciding.
struct Stop {
  std::string why;  // supplement, or to whom it was referred
  Date from;
  std::optional<Date> until;  // the last day of a supplement
  std::optional<Date> to;     // when it was over
  friend bool operator==(const Stop&, const Stop&) = default;
};

/// A decision that another one took the place of.
struct Earlier {
  Decision decision;
  Date from, changed_on;
  Reach reach = Reach::from_notice;
  std::string ground;
  friend bool operator==(const Earlier&, const Earlier&) = default;
};

/// The report on a business year (Act 37(5)).
struct Report {
  Date year_end, on;
  std::string text;
  bool accepted = true;  // false: to be supplemented
  friend bool operator==(const Report&, const Report&) = default;
};

/// A later declaration that was held against the ruling.
struct Held {
  std::string declaration_id;
  Date on;
  std::vector<std::uint32_t> lines;     // those that the ruling is about
  std::vector<std::string> departures;  // names of the facts that differ
  friend bool operator==(const Held&, const Held&) = default;
};

/// One thing that was said, by either side; the newest is last.
struct Said {
  Date on;
  Side by = Side::firm;
  std::string action, text;
  friend bool operator==(const Said&, const Said&) = default;
};

struct Ruling {
  std::string ruling_id, party_id;
  Application application;
  State state = State::draft;
  State before_draft = State::filed;  // where a drafted decision came from
  std::string number;                 // public; empty before it is decided
  Date opened_on;
  std::optional<Date> filed_on, objected_on, decided_on;  // decided: the first notice of the result
  std::optional<Date> notified_on;                        // of the result in force: of the decision, review or change
  std::optional<Date> closed_on;
  std::optional<Date> valid_until;  // nothing: until it is changed
  std::optional<Date> clock_ends;   // the last day of the side whose turn it is
  std::vector<Stop> stops;
  std::optional<Decision> decision;
  std::vector<Earlier> earlier;
  std::optional<Draft> draft;
  std::optional<Published> published;
  std::string not_published_because;
  std::string ground;  // of rejection, withdrawal or cancellation
  std::vector<Report> reports;
  std::optional<Date> extension_asked_on, change_asked_on;
  std::int64_t extensions = 0;
  std::vector<Held> held;
  std::vector<Said> said;

  Kind kind() const { return application.kind; }
};

/// Who acts next.
Side turn(const Ruling& ruling);
/// Whether declarations of `day` rest on it, whatever else is under way.
bool is_in_force_on(const Ruling& ruling, Date day);

}  // namespace clearway::ruling
