#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/explained.h"
#include "base/messages.h"
#include "law/calendar.h"
#include "law/law.h"
#include "seizure/case.h"

namespace clearway::seizure {

/// What may be done with a case. Stored by name; never renamed.
enum class Action : std::uint8_t {
  approve,       // what awaits a second person: seizure, sale, distribution
  refuse,        // the same
  seize,         // possession, entry or service
  hand_over,     // an item changes hands
  value,         // the property is valued
  enter_claim,   // somebody else's on the price
  propose_sale,  // first round, or the next after one without a buyer
  enter_bid,
  open_bids,
  award,         // the decision to sell
  demand_price,  // once, where it is not paid when due
  lapse_award,   // not paid after the demand: the deposit is forfeited
  receive_price,
  collect,  // of a claim, deposit or pay: what came from the third-party debtor
  draw_up,  // the distribution statement
  release,
};
inline constexpr std::array<std::string_view, 16> action_names = {
    "approve",   "refuse", "seize",        "hand_over",   "value",         "enter_claim", "propose_sale", "enter_bid",
    "open_bids", "award",  "demand_price", "lapse_award", "receive_price", "collect",     "draw_up",      "release"};
inline std::string_view name(Action action) { return action_names[static_cast<std::size_t>(action)]; }
std::optional<Action> parse_action(std::string_view text);

/// Why a step is not taken, in the order in which it is checked. Stored by name; never renamed.
enum class Refusal : std::uint8_t {
  case_is_closed,
  action_does_not_fit_the_state,
  approver_is_the_proposer,  // a second person decides
  precondition_is_missing,   // of enforcement: demand, waiting time, appeal …
  text_is_missing,           // a reason
  text_is_too_long,
  nothing_is_owed,       // any longer: the case is to be released
  day_is_in_the_future,  // of what has happened
  day_is_before_the_last_step,
  items_are_missing,
  item_stands_twice,
  item_is_unknown,
  item_lacks_a_photograph,
  item_is_exempt,              // National Tax Collection Act 41
  more_is_seized_than_needed,  // 32
  custody_has_a_gap,           // who hands over does not hold it
  hand_over_is_before_the_last,
  value_is_missing,   // of an item
  asset_is_not_sold,  // claims, deposits and pay are collected
  asset_is_sold_not_collected,
  claim_stands_twice,
  claim_kind_is_unknown,
  claim_date_is_missing,  // of one that is ranked by its date
  nothing_would_be_left,  // over costs and senior claims: to be released (57(1)3)
  notice_is_too_short,
  reserve_is_used_up,  // at half of the first price: value anew
  private_contract_is_not_open,
  quotes_are_missing,
  bids_are_not_open,  // before the announcement's day, or after the opening
  bidder_is_barred,   // 80
  bidder_bids_twice,
  bid_is_below_the_reserve,
  deposit_is_too_small,
  bids_are_still_open,  // before the day of the opening
  tie_needs_a_draw,     // the drawn bidder is to be named
  decision_is_late,
  price_is_not_the_one_decided,
  price_is_late,
  price_is_still_awaited,
  price_was_demanded,
  day_of_distribution_is_late,
  release_ground_is_unknown,
  committee_is_missing,
  calendar_does_not_reach_the_day,
};
std::string_view name(Refusal refusal);

struct Refused {
  Refusal refusal{};
  std::string field, value, expected;
  Text text(const Messages& messages) const;
  Text fix(const Messages& messages) const;
};

/// Whether the law's preconditions of a step are met, decided elsewhere (src/enforcement).
struct Verdict {
  struct Missing {
    Text text;
    std::string cite;
  };
  std::vector<Missing> missing;  // empty: the step may be taken
  bool possible() const { return missing.empty(); }
};

inline constexpr std::size_t most_text = 4'000, most_items = 500, most_bids = 1'000, most_records = 500;

/// What comes with a step. Which members count depends on the step.
struct Given {
  std::string by;                               // account of who takes it
  std::string text = {};                        // a reason, a remark
  std::optional<Date> day = {};                 // seized, opened, received …; nothing: today
  std::optional<Instant> at = {};               // of a hand-over
  Verdict verdict = {};                         // seize, propose_sale, award
  std::optional<std::vector<Debt>> debts = {};  // as they stand now; nothing: unchanged
  std::vector<Item> items = {};                 // seize; value: id and value
  std::vector<std::string> exempt = {};  // seize: grounds of items that are claimed to be exempt, by place; "-": none
  std::string item_id = {};
  HandOver hand_over = {};
  Valuation valuation = {};
  Claim claim = {};
  Method method = Method::auction;        // propose_sale
  std::string ground = {};                // of a private contract, of a release
  std::string place = {};                 // of the sale
  std::optional<Date> opens_on = {};      // propose_sale
  std::vector<std::int64_t> quotes = {};  // propose_sale by private contract
  Bid bid = {};
  Relation relation = Relation::none;            // of the bidder
  std::string drawn = {};                        // open_bids: the bidder whom the draw gave among equals
  std::int64_t amount_krw = 0;                   // receive_price, collect
  std::int64_t interest_krw = 0, costs_krw = 0;  // draw_up
  std::optional<Statement> statement = {};       // draw_up: made by draw_up of distribution.h
  bool committee = false;                        // release: its resolution is on file
};

using CaseOrRefused = std::variant<Case, Refused>;

/// The case after the step, or why it is not taken. Pure.
CaseOrRefused take(const law::Law& law, const law::Calendar& calendar, const Case& subject, Action action,
                   const Given& given, Date today);

/// The steps that may be taken from the state, whatever comes with them; `second_person`: of those who approve.
std::vector<Action> open_actions(const Case& subject, bool second_person);

/// The reserve price of the round after those that brought no buyer; nothing where the property is to be valued anew.
std::optional<std::int64_t> next_reserve(const law::Law& law, const Case& subject, Date day);

/// The first day on which bids of the round are taken; the last is the day before the opening.
Date bids_from(const law::Law& law, const Round& round);

/// Claims that are served before customs, and costs named so far: what must be exceeded for a sale to make sense.
std::int64_t senior_krw(const law::Law& law, const Case& subject, Date day);

/// What a release may be based on: paid, cancelled, no_surplus, exempt, property_of_another; value_far_above,
/// part_paid, substitute.
inline constexpr std::array<std::string_view, 8> release_grounds = {
    "paid", "cancelled", "no_surplus", "exempt", "property_of_another", "value_far_above", "part_paid", "substitute"};
/// What a private contract may be based on (art. 67).
inline constexpr std::array<std::string_view, 4> private_grounds = {"small_value", "perishable", "costs_eat_price",
                                                                    "unsold_rounds"};

/// Adds a record made outside the office. It may come late, and twice: the same is kept once. Refused: a closed case,
/// where it was made after the end; `signatures_are_missing` and the like are checked by `record_problem`.
CaseOrRefused add_record(const Case& subject, const FieldRecord& record, Date today);

/// What a record lacks: the field and a word of seizure.record_problem; nothing where it is whole. An interview is
/// signed by the officer and the debtor, a search by the officer and a witness; who declines says why.
std::optional<std::pair<std::string, std::string>> record_problem(const FieldRecord& record, Instant now);

}  // namespace clearway::seizure
