#include "seizure/life.h"

#include <algorithm>
#include <set>

#include "accrual/steps.h"
#include "law/parameters.h"  // generated
#include "seizure/distribution.h"
#include "seizure/protection.h"

namespace clearway::seizure {
namespace {

using A = Action;
using R = Refusal;
using S = State;

bool contains(const auto& all, const auto& one) { return std::find(all.begin(), all.end(), one) != all.end(); }

std::vector<State> states_of(Action action) {
  switch (action) {
    case A::approve:
    case A::refuse: return {S::proposed, S::sale_proposed, S::statement_drawn};
    case A::seize: return {S::approved};
    case A::hand_over: return {S::seized, S::sale_proposed, S::on_sale, S::unsold, S::sold, S::proceeds_in};
    case A::value: return {S::seized, S::unsold};
    case A::enter_claim:
      return {S::approved, S::seized, S::sale_proposed, S::on_sale, S::unsold, S::sold, S::proceeds_in};
    case A::propose_sale: return {S::seized, S::unsold};
    case A::enter_bid:
    case A::open_bids: return {S::on_sale};
    case A::award: return {S::on_sale, S::unsold};
    case A::demand_price:
    case A::lapse_award:
    case A::receive_price: return {S::sold};
    case A::collect: return {S::seized, S::proceeds_in};
    case A::draw_up: return {S::proceeds_in};
    case A::release: return {S::proposed, S::approved, S::seized, S::sale_proposed, S::on_sale, S::unsold};
  }
  return {};
}

bool is_second_persons(Action action) { return action == A::approve || action == A::refuse; }
bool needs_text(Action action) { return action == A::refuse || action == A::release || action == A::lapse_award; }
bool needs_verdict(Action action) { return action == A::seize || action == A::propose_sale || action == A::award; }

std::int64_t share_of(std::int64_t amount, std::int64_t percent) { return (amount * percent + 99) / 100; }

class Step {
 public:
  Step(const law::Law& law, const law::Calendar& calendar, Case subject, Action action, const Given& given, Date today)
      : law_(law),
        sale_law_(law.kr.arrears.sale),
        calendar_(calendar),
        left_(std::move(subject)),
        action_(action),
        given_(given),
        today_(today),
        day_(given.day.value_or(today)) {}

  CaseOrRefused take() {
    if (given_.debts) left_.debts = *given_.debts;
    if (auto wrong = check()) return *wrong;
    if (auto wrong = apply()) return *wrong;
    if (is_closed(left_.state)) {
      left_.closed_on = today_;
      left_.clock_ends.reset();
    }
    left_.events.push_back({day_, std::string(name(action_)), given_.by, given_.text});
    return left_;
  }

 private:
  using Wrong = std::optional<Refused>;
  static Refused wrong(R refusal, std::string field, std::string value = {}, std::string expected = {}) {
    return {refusal, std::move(field), std::move(value), std::move(expected)};
  }
  static std::string won(std::int64_t amount) { return accrual::grouped(amount); }

  Wrong check() const {
    const auto state = std::string(name(left_.state));
    if (is_closed(left_.state)) return wrong(R::case_is_closed, "state", state);
    if (!contains(states_of(action_), left_.state)) {
      return wrong(R::action_does_not_fit_the_state, "step", std::string(name(action_)), state);
    }
    if (is_second_persons(action_) && given_.by == left_.proposed_by) {
      return wrong(R::approver_is_the_proposer, "by", given_.by);
    }
    if (needs_verdict(action_) && !given_.verdict.possible()) {
      const auto& first = given_.verdict.missing.front();
      return wrong(R::precondition_is_missing, "step", first.text.ko, first.text.en);
    }
    if (needs_text(action_) && given_.text.find_first_not_of(" \t\r\n") == std::string::npos) {
      return wrong(R::text_is_missing, "text");
    }
    if (given_.text.size() > most_text) {
      return wrong(R::text_is_too_long, "text", std::to_string(given_.text.size()), std::to_string(most_text));
    }
    if ((action_ == A::seize || action_ == A::propose_sale) && left_.owed_krw() == 0) {
      return wrong(R::nothing_is_owed, "debts");
    }
    if (day_ > today_) return wrong(R::day_is_in_the_future, "day", day_.text(), today_.text());
    const auto last = left_.events.empty() ? left_.proposed_on : left_.events.back().on;
    if (action_ != A::hand_over && action_ != A::enter_claim && day_ < last) {
      return wrong(R::day_is_before_the_last_step, "day", day_.text(), last.text());
    }
    return std::nullopt;
  }

  Wrong apply() {
    switch (action_) {
      case A::approve: return approve();
      case A::refuse: return refuse();
      case A::seize: return seize();
      case A::hand_over: return hand_over();
      case A::value: return value();
      case A::enter_claim: return enter_claim();
      case A::propose_sale: return given_.method == Method::auction ? propose_auction() : propose_contract();
      case A::enter_bid: return enter_bid();
      case A::open_bids: return open_bids();
      case A::award: return award();
      case A::demand_price: return demand_price();
      case A::lapse_award: return lapse_award();
      case A::receive_price: return receive_price();
      case A::collect: return collect();
      case A::draw_up: return draw_up();
      case A::release: return release();
    }
    return std::nullopt;
  }

  void propose(S state) {
    left_.state = state;
    left_.proposed_by = given_.by;
  }
  Wrong clock(Date day) {
    const auto moved = calendar_.next_working_day(day);
    if (!moved) return wrong(R::calendar_does_not_reach_the_day, "day", day.text());
    left_.clock_ends = *moved;
    return std::nullopt;
  }
  std::optional<Date> working_days_after(Date day, std::int64_t count) const {
    for (; count > 0; --count) {
      const auto next = calendar_.next_working_day(day.plus_days(1));
      if (!next) return std::nullopt;
      day = *next;
    }
    return day;
  }
  SeizedHow how() const { return how_seized(law_, left_.asset, day_); }

  Wrong approve() {
    if (left_.state == S::proposed) {
      left_.state = S::approved;
      left_.approved_on = day_;
      return std::nullopt;
    }
    if (left_.state == S::sale_proposed) {
      if (left_.sale->method == Method::private_contract) {
        left_.state = S::sold;
        return clock(left_.sale->award->pay_by);
      }
      left_.state = S::on_sale;
      return clock(left_.sale->rounds.back().opens_on);
    }
    left_.state = S::distributed;
    return std::nullopt;
  }
  Wrong refuse() {
    if (left_.state == S::proposed) {
      left_.state = S::refused;
    } else if (left_.state == S::statement_drawn) {
      left_.state = S::proceeds_in;
      left_.statement.reset();
    } else {
      if (left_.sale->method == Method::auction) left_.sale->rounds.pop_back();
      without_buyer();
    }
    return std::nullopt;
  }
  /// Back to where the next sale is proposed: after rounds that brought no buyer, or to the seizure where there were
  /// none.
  void without_buyer() {
    const bool first = left_.sale->rounds.empty();
    if (first) {
      left_.sale.reset();
    } else {
      left_.sale->method = Method::auction;
      left_.sale->ground.clear();
      left_.sale->award.reset();
    }
    left_.state = first ? S::seized : S::unsold;
  }

  Wrong seize() {
    if (given_.items.empty() || given_.items.size() > most_items) {
      return wrong(R::items_are_missing, "items", std::to_string(given_.items.size()), std::to_string(most_items));
    }
    std::set<std::string> ids;
    const bool taken = how().effective == "possession";
    for (std::size_t i = 0; i < given_.items.size(); ++i) {
      const auto& item = given_.items[i];
      if (!ids.insert(item.item_id).second) return wrong(R::item_stands_twice, "items", item.item_id);
      if (taken && item.photographs.empty()) return wrong(R::item_lacks_a_photograph, "items", item.item_id);
      if (i < given_.exempt.size() && exempting_article(law_, given_.exempt[i], day_)) {
        return wrong(R::item_is_exempt, "items", item.item_id, given_.exempt[i]);
      }
    }
    left_.items = given_.items;
    if (auto wrong = too_much()) return wrong;
    for (auto& item : left_.items) {
      item.custody = {{given_.at.value_or(Instant{}), "", given_.by, item.place, "", ""}};
    }
    left_.state = S::seized;
    left_.seized_on = day_;
    // A sale step within a year of the seizure (art. 64).
    return clock(day_.plus_months(static_cast<int>(sale_law_.start_years.on(day_).value) * 12));
  }
  /// Taken without any one of the others' rest, everything owed would still be covered (art. 32).
  Wrong too_much() const {
    const auto needed = left_.owed_krw() + senior_krw(law_, left_, day_);
    const auto all = left_.value_krw();
    for (const auto& item : left_.items) {
      if (item.indivisible || left_.items.size() == 1) continue;
      if (all - item.estimate_krw >= needed) {
        return wrong(R::more_is_seized_than_needed, "items", item.item_id + " (" + won(all) + ")", won(needed));
      }
    }
    return std::nullopt;
  }

  Wrong hand_over() {
    const auto item = std::find_if(left_.items.begin(), left_.items.end(),
                                   [&](const auto& one) { return one.item_id == given_.item_id; });
    if (item == left_.items.end()) return wrong(R::item_is_unknown, "item_id", given_.item_id);
    const auto& last = item->custody.back();
    const auto& next = given_.hand_over;
    if (next.from != last.to) return wrong(R::custody_has_a_gap, "from", next.from, last.to);
    if (next.at.microseconds <= last.at.microseconds) {
      return wrong(R::hand_over_is_before_the_last, "at", next.at.text(), last.at.text());
    }
    if (next.at.korean_day() > today_) return wrong(R::day_is_in_the_future, "at", next.at.text(), today_.text());
    item->custody.push_back(next);
    item->place = next.place;
    return std::nullopt;
  }

  Wrong value() {
    auto valuation = given_.valuation;
    valuation.on = day_;
    valuation.total_krw = 0;
    for (auto& item : left_.items) {
      const auto given = std::find_if(given_.items.begin(), given_.items.end(),
                                      [&](const auto& one) { return one.item_id == item.item_id; });
      if (given == given_.items.end() || !given->value_krw) return wrong(R::value_is_missing, "items", item.item_id);
      item.value_krw = given->value_krw;
      valuation.total_krw += *given->value_krw;
    }
    left_.valuations.push_back(valuation);
    left_.state = S::seized;
    left_.sale.reset();  // a new valuation begins the rounds anew
    return std::nullopt;
  }

  Wrong enter_claim() {
    auto claim = given_.claim;
    const auto& ranks = law_.kr.arrears.distribution.ranks.on(day_).value;
    const auto row = ranks.find("claim", claim.kind);
    if (!row) return wrong(R::claim_kind_is_unknown, "kind", claim.kind);
    if (!claim.date && is_ranked_by_date(ranks, *row)) return wrong(R::claim_date_is_missing, "date", claim.kind);
    for (const auto& known : left_.claims) {
      if (known.claim_id == claim.claim_id) return wrong(R::claim_stands_twice, "claim_id", claim.claim_id);
    }
    claim.entered_on = day_;
    left_.claims.push_back(std::move(claim));
    return std::nullopt;
  }

  Wrong sellable() const {
    if (!how().sold) return wrong(R::asset_is_not_sold, "step", std::string(name(left_.asset)));
    if (left_.valuations.empty()) return wrong(R::value_is_missing, "items", "valuation");
    const auto senior = senior_krw(law_, left_, day_);
    if (left_.value_krw() <= senior) {
      return wrong(R::nothing_would_be_left, "items", won(left_.value_krw()), won(senior));
    }
    return std::nullopt;
  }
  Wrong propose_auction() {
    if (auto wrong = sellable()) return wrong;
    const bool again = left_.state == S::unsold;
    const auto reserve = next_reserve(law_, left_, day_);
    if (!reserve) {
      return wrong(R::reserve_is_used_up, "step", won(left_.sale->rounds.back().reserve_krw),
                   won(left_.sale->first_reserve_krw));
    }
    const auto& least = again ? sale_law_.resale_notice_days.on(day_) : sale_law_.notice_days.on(day_);
    const auto earliest = day_.plus_days(static_cast<std::int32_t>(least.value));
    if (!given_.opens_on || *given_.opens_on < earliest) {
      return wrong(R::notice_is_too_short, "opens_on", given_.opens_on ? given_.opens_on->text() : "", earliest.text());
    }
    if (!again) left_.sale = Sale{Method::auction, "", *reserve, given_.place, {}, {}};
    left_.sale->award.reset();
    left_.sale->rounds.push_back({*reserve, day_, *given_.opens_on, {}, {}});
    propose(S::sale_proposed);
    return std::nullopt;
  }
  std::int64_t unsold_rounds() const {
    const auto since = day_.plus_years(-static_cast<int>(sale_law_.private_rounds_years.on(day_).value));
    return std::count_if(left_.sale->rounds.begin(), left_.sale->rounds.end(),
                         [&](const auto& round) { return round.bids.empty() && round.opened_on > since; });
  }
  Wrong propose_contract() {
    if (auto wrong = sellable()) return wrong;
    const auto most = sale_law_.private_below.on(day_).value, rounds = sale_law_.private_rounds.on(day_).value;
    const bool open = (given_.ground == "small_value" && left_.value_krw() < most) || given_.ground == "perishable" ||
                      given_.ground == "costs_eat_price" ||
                      (given_.ground == "unsold_rounds" && left_.sale && unsold_rounds() >= rounds);
    if (!open) return wrong(R::private_contract_is_not_open, "ground", given_.ground, won(most));
    const auto quotes = sale_law_.private_quotes.on(day_).value;
    if (static_cast<std::int64_t>(given_.quotes.size()) < quotes || given_.bid.bidder.empty()) {
      return wrong(R::quotes_are_missing, "quotes", std::to_string(given_.quotes.size()), std::to_string(quotes));
    }
    if (given_.relation != Relation::none) return wrong(R::bidder_is_barred, "bidder", given_.bid.bidder);
    const auto price = *std::max_element(given_.quotes.begin(), given_.quotes.end());
    auto earlier = left_.sale ? left_.sale->rounds : std::vector<Round>{};
    const auto pay_by = pay_day(day_);
    if (!pay_by) return wrong(R::calendar_does_not_reach_the_day, "day", day_.text());
    left_.sale = Sale{Method::private_contract, given_.ground,
                      left_.value_krw(),        given_.place,
                      std::move(earlier),       Award{given_.bid.bidder, price, 0, day_, *pay_by, false}};
    propose(S::sale_proposed);
    return std::nullopt;
  }

  Wrong enter_bid() {
    auto& round = left_.sale->rounds.back();
    auto bid = given_.bid;
    bid.on = day_;
    if (day_ < bids_from(law_, round) || day_ >= round.opens_on || round.bids.size() >= most_bids) {
      return wrong(R::bids_are_not_open, "day", day_.text(),
                   bids_from(law_, round).text() + " – " + round.opens_on.plus_days(-1).text());
    }
    if (given_.relation != Relation::none) {
      return wrong(R::bidder_is_barred, "bidder", bid.bidder,
                   std::string(relation_names[static_cast<std::size_t>(given_.relation)]));
    }
    for (const auto& other : round.bids) {
      if (other.bidder == bid.bidder) return wrong(R::bidder_bids_twice, "bidder", bid.bidder);
    }
    if (bid.amount_krw < round.reserve_krw) {
      return wrong(R::bid_is_below_the_reserve, "amount_krw", won(bid.amount_krw), won(round.reserve_krw));
    }
    const auto least = share_of(round.reserve_krw, sale_law_.deposit_percent.on(day_).value);
    if (bid.deposit_krw < least || bid.deposit_krw > bid.amount_krw) {
      return wrong(R::deposit_is_too_small, "deposit_krw", won(bid.deposit_krw), won(least));
    }
    round.bids.push_back(std::move(bid));
    return std::nullopt;
  }
  Wrong open_bids() {
    auto& round = left_.sale->rounds.back();
    if (day_ < round.opens_on || round.opened_on) {
      return wrong(R::bids_are_still_open, "day", day_.text(), round.opens_on.text());
    }
    std::stable_sort(round.bids.begin(), round.bids.end(),
                     [](const Bid& a, const Bid& b) { return a.amount_krw > b.amount_krw; });
    if (round.bids.size() > 1 && round.bids[0].amount_krw == round.bids[1].amount_krw) {
      const auto drawn = std::find_if(round.bids.begin(), round.bids.end(), [&](const Bid& bid) {
        return bid.bidder == given_.drawn && bid.amount_krw == round.bids[0].amount_krw;
      });
      if (drawn == round.bids.end()) return wrong(R::tie_needs_a_draw, "drawn", given_.drawn);
      std::rotate(round.bids.begin(), drawn, drawn + 1);
    }
    round.opened_on = day_;
    if (round.bids.empty()) {
      left_.state = S::unsold;
      left_.clock_ends.reset();
      return std::nullopt;
    }
    return decide_within(day_, sale_law_.decision_days.on(day_).value);
  }
  Wrong decide_within(Date from, std::int64_t days) {
    const auto last = working_days_after(from, days);
    if (!last) return wrong(R::calendar_does_not_reach_the_day, "day", from.text());
    left_.clock_ends = *last;
    return std::nullopt;
  }
  std::optional<Date> pay_day(Date from) const {
    const auto last =
        calendar_.next_working_day(from.plus_days(static_cast<std::int32_t>(sale_law_.pay_days.on(from).value)));
    return last ? std::optional(*last) : std::nullopt;
  }
  /// To the highest who did not lapse; after a lapse, only to one who bid at least the price less the deposit (art.
  /// 83).
  Wrong award() {
    auto& round = left_.sale->rounds.back();
    if (!round.opened_on) return wrong(R::bids_are_still_open, "day", day_.text(), round.opens_on.text());
    const auto next = std::find_if(round.bids.begin(), round.bids.end(), [](const Bid& bid) { return !bid.lapsed; });
    const bool second = next != round.bids.begin() && next != round.bids.end();
    if (next == round.bids.end() ||
        (second && next->amount_krw < round.bids.front().amount_krw - round.bids.front().deposit_krw)) {
      return wrong(R::action_does_not_fit_the_state, "step", std::string(name(action_)),
                   std::string(name(left_.state)));
    }
    if (left_.clock_ends && day_ > *left_.clock_ends) {
      return wrong(R::decision_is_late, "day", day_.text(), left_.clock_ends->text());
    }
    const auto pay_by = pay_day(day_);
    if (!pay_by) return wrong(R::calendar_does_not_reach_the_day, "day", day_.text());
    left_.sale->award = Award{next->bidder, next->amount_krw, next->deposit_krw, day_, *pay_by, false};
    left_.state = S::sold;
    left_.clock_ends = *pay_by;
    return std::nullopt;
  }
  Wrong demand_price() {
    auto& award = *left_.sale->award;
    if (award.demanded) return wrong(R::price_was_demanded, "step", award.pay_by.text());
    if (day_ <= award.pay_by) return wrong(R::price_is_still_awaited, "day", day_.text(), award.pay_by.text());
    const auto longest = day_.plus_days(static_cast<std::int32_t>(sale_law_.price_demand_days.on(day_).value));
    award.demanded = true;
    award.pay_by = longest;
    left_.clock_ends = longest;
    return std::nullopt;
  }
  Wrong lapse_award() {
    auto& award = *left_.sale->award;
    if (!award.demanded || day_ <= award.pay_by) {
      return wrong(R::price_is_still_awaited, "day", day_.text(), award.pay_by.text());
    }
    left_.forfeited_krw += award.deposit_krw;
    const bool contract = left_.sale->method == Method::private_contract;
    if (!contract) {
      for (auto& bid : left_.sale->rounds.back().bids) bid.lapsed |= bid.bidder == award.buyer;
    }
    without_buyer();
    left_.clock_ends.reset();
    // Only a round has a second bidder to decide for.
    return contract ? std::nullopt : decide_within(day_, sale_law_.second_bidder_days.on(day_).value);
  }
  Wrong receive_price() {
    const auto& award = *left_.sale->award;
    if (given_.amount_krw != award.price_krw) {
      return wrong(R::price_is_not_the_one_decided, "amount_krw", won(given_.amount_krw), won(award.price_krw));
    }
    if (day_ > award.pay_by) return wrong(R::price_is_late, "day", day_.text(), award.pay_by.text());
    return money_in(given_.amount_krw);
  }
  Wrong collect() {
    if (how().sold) return wrong(R::asset_is_sold_not_collected, "step", std::string(name(left_.asset)));
    if (given_.amount_krw <= 0)
      return wrong(R::price_is_not_the_one_decided, "amount_krw", won(given_.amount_krw), "1");
    return money_in(given_.amount_krw);
  }
  Wrong money_in(std::int64_t amount) {
    left_.proceeds_krw += amount;
    left_.state = S::proceeds_in;
    left_.received_on = day_;
    return clock(day_.plus_days(static_cast<std::int32_t>(law_.kr.arrears.distribution.days.on(day_).value)));
  }
  Wrong draw_up() {
    const auto& limits = law_.kr.arrears.distribution;
    const auto& statement = *given_.statement;
    const auto last = calendar_.next_working_day(left_.received_on->plus_days(
        static_cast<std::int32_t>(limits.days.on(day_).value + limits.extension_days.on(day_).value)));
    if (!last) return wrong(R::calendar_does_not_reach_the_day, "day", day_.text());
    if (statement.day > *last || statement.day < day_) {
      return wrong(R::day_of_distribution_is_late, "day", statement.day.text(), last->text());
    }
    left_.interest_krw = given_.interest_krw;
    left_.statement = statement;
    left_.clock_ends = statement.day;
    propose(S::statement_drawn);
    return std::nullopt;
  }
  Wrong release() {
    if (!contains(release_grounds, given_.ground)) return wrong(R::release_ground_is_unknown, "ground", given_.ground);
    if (given_.ground == "no_surplus" && !given_.committee) return wrong(R::committee_is_missing, "committee");
    left_.state = S::released;
    return std::nullopt;
  }

  const law::Law& law_;
  const decltype(law::Law::kr.arrears.sale)& sale_law_;
  const law::Calendar& calendar_;
  Case left_;
  Action action_;
  const Given& given_;
  Date today_, day_;
};

constexpr std::array<std::string_view, 44> refusal_names = {"case_is_closed",
                                                            "action_does_not_fit_the_state",
                                                            "approver_is_the_proposer",
                                                            "precondition_is_missing",
                                                            "text_is_missing",
                                                            "text_is_too_long",
                                                            "nothing_is_owed",
                                                            "day_is_in_the_future",
                                                            "day_is_before_the_last_step",
                                                            "items_are_missing",
                                                            "item_stands_twice",
                                                            "item_is_unknown",
                                                            "item_lacks_a_photograph",
                                                            "item_is_exempt",
                                                            "more_is_seized_than_needed",
                                                            "custody_has_a_gap",
                                                            "hand_over_is_before_the_last",
                                                            "value_is_missing",
                                                            "asset_is_not_sold",
                                                            "asset_is_sold_not_collected",
                                                            "claim_stands_twice",
                                                            "claim_kind_is_unknown",
                                                            "claim_date_is_missing",
                                                            "nothing_would_be_left",
                                                            "notice_is_too_short",
                                                            "reserve_is_used_up",
                                                            "private_contract_is_not_open",
                                                            "quotes_are_missing",
                                                            "bids_are_not_open",
                                                            "bidder_is_barred",
                                                            "bidder_bids_twice",
                                                            "bid_is_below_the_reserve",
                                                            "deposit_is_too_small",
                                                            "bids_are_still_open",
                                                            "tie_needs_a_draw",
                                                            "decision_is_late",
                                                            "price_is_not_the_one_decided",
                                                            "price_is_late",
                                                            "price_is_still_awaited",
                                                            "price_was_demanded",
                                                            "day_of_distribution_is_late",
                                                            "release_ground_is_unknown",
                                                            "committee_is_missing",
                                                            "calendar_does_not_reach_the_day"};
static_assert(refusal_names.size() == static_cast<std::size_t>(R::calendar_does_not_reach_the_day) + 1);

accrual::TextPlaces places_of(const Refused& refused) {
  if (refused.refusal == R::precondition_is_missing) {
    return {{"value", Text{refused.value, refused.expected}}, {"expected", {}}, {"field", {}}};
  }
  return {{"field", accrual::same(refused.field)},
          {"value", accrual::same(refused.value)},
          {"expected", accrual::same(refused.expected)}};
}

bool has_signature(const FieldRecord& record, std::string_view role) {
  return std::any_of(record.signatures.begin(), record.signatures.end(),
                     [&](const auto& one) { return one.role == role; });
}

}  // namespace

std::optional<Action> parse_action(std::string_view text) {
  const auto found = std::find(action_names.begin(), action_names.end(), text);
  if (found == action_names.end()) return std::nullopt;
  return static_cast<Action>(found - action_names.begin());
}

std::string_view name(Refusal refusal) { return refusal_names[static_cast<std::size_t>(refusal)]; }
Text Refused::text(const Messages& messages) const {
  return accrual::sentence(messages, "seizure.refusal." + std::string(name(refusal)) + ".text", places_of(*this));
}
Text Refused::fix(const Messages& messages) const {
  return accrual::sentence(messages, "seizure.refusal." + std::string(name(refusal)) + ".fix", places_of(*this));
}

CaseOrRefused take(const law::Law& law, const law::Calendar& calendar, const Case& subject, Action action,
                   const Given& given, Date today) {
  return Step(law, calendar, subject, action, given, today).take();
}

std::vector<Action> open_actions(const Case& subject, bool second_person) {
  std::vector<Action> open;
  for (std::size_t i = 0; i < action_names.size(); ++i) {
    const auto action = static_cast<Action>(i);
    if (is_second_persons(action) != second_person || !contains(states_of(action), subject.state)) continue;
    if (action == A::award && (!subject.sale || subject.sale->rounds.empty() ||
                               !subject.sale->rounds.back().opened_on || subject.sale->rounds.back().bids.empty())) {
      continue;
    }
    if ((action == A::open_bids || action == A::enter_bid) && subject.sale->rounds.back().opened_on) continue;
    open.push_back(action);
  }
  return open;
}

Date bids_from(const law::Law& law, const Round& round) {
  const auto days = law.kr.arrears.sale.bid_days.on(round.announced_on).value;
  return round.opens_on.plus_days(-static_cast<std::int32_t>(days));
}

std::optional<std::int64_t> next_reserve(const law::Law& law, const Case& subject, Date day) {
  if (!subject.sale || subject.sale->rounds.empty()) return subject.value_krw();
  const auto& sale = law.kr.arrears.sale;
  const auto first = subject.sale->first_reserve_krw;
  // Only rounds without a buyer bring the price down.
  const auto& rounds = subject.sale->rounds;
  const auto empty = std::count_if(rounds.begin(), rounds.end(), [](const auto& round) { return round.bids.empty(); });
  const auto percent = 100 - empty * sale.step_percent.on(day).value;
  if (percent < sale.floor_percent.on(day).value) return std::nullopt;
  return share_of(first, percent);
}

std::int64_t senior_krw(const law::Law& law, const Case& subject, Date day) {
  const auto& ranks = law.kr.arrears.distribution.ranks.on(day).value;
  std::optional<Date> own;
  for (const auto& debt : subject.debts) own = own ? std::max(*own, debt.statutory_date) : debt.statutory_date;
  std::int64_t sum = 0;
  for (const auto& claim : subject.claims) {
    const auto row = ranks.find("claim", claim.kind);
    const auto rank = row ? ranks.text(*row, "rank") : std::string("ordinary");
    const bool earlier =
        rank == "costs" || rank == "first_priority" || rank == "tax_on_the_asset" ||
        (rank == "secured_or_tax" && claim.kind != "other_tax" && own && claim.date && *claim.date < *own);
    if (earlier) sum += claim.amount_krw;
  }
  return sum;
}

CaseOrRefused add_record(const Case& subject, const FieldRecord& record, Date today) {
  if (subject.closed_on && record.made_at.korean_day() > *subject.closed_on) {
    return Refused{R::case_is_closed, "made_at", record.made_at.text(), subject.closed_on->text()};
  }
  auto left = subject;
  left.records.push_back(record);
  left.events.push_back({today, "record_" + std::string(name(record.kind)), record.by, record.outcome});
  return left;
}

std::optional<std::pair<std::string, std::string>> record_problem(const FieldRecord& record, Instant now) {
  if (record.made_at.microseconds > now.microseconds) return {{"made_at", "is_in_the_future"}};
  if (!contains(outcome_names, record.outcome)) return {{"outcome", "is_unknown"}};
  if (!has_signature(record, "officer")) return {{"signatures", "officer_is_missing"}};
  if (record.kind == RecordKind::interview && !has_signature(record, "debtor")) {
    return {{"signatures", "debtor_is_missing"}};
  }
  if (record.kind == RecordKind::search && !has_signature(record, "witness")) {
    return {{"signatures", "witness_is_missing"}};
  }
  for (const auto& one : record.signatures) {
    if (one.role == "officer" && !one.declined.empty()) return {{"signatures", "officer_declines"}};
    if (one.declined.empty() && (one.signer.empty() || one.attestation.empty())) {
      return {{"signatures", "attestation_is_missing"}};
    }
    if (one.at.microseconds < record.made_at.microseconds || one.at.microseconds > now.microseconds) {
      return {{"signatures", "time_does_not_fit"}};
    }
  }
  return std::nullopt;
}

}  // namespace clearway::seizure
