#include "enforcement/lawful_test.h"

#include <algorithm>

namespace clearway::enforcement {
namespace {

using S = StepKind;
using F = Finding;

/// The events before a step, asked in the words of the articles.
class History {
 public:
  History(const File& file, const std::vector<Event>& events, Date today)
      : file_(file), events_(events), today_(today) {}

  std::int64_t left() const {
    auto left = file_.amount;
    for (const auto& event : events_) {
      if (event.kind == EventKind::payment) left -= std::min(left, event.amount);
      if (event.kind == EventKind::charge && left > 0) left += event.amount;
      if (event.kind == EventKind::cancellation) left = 0;
    }
    return left;
  }
  std::optional<std::size_t> last(S step) const {
    for (auto i = events_.size(); i-- > 0;) {
      if (events_[i].kind == EventKind::step && events_[i].step == step) return i;
    }
    return std::nullopt;
  }
  bool took(S step) const { return last(step).has_value(); }
  std::optional<Date> on(S step) const { return last(step) ? std::optional(events_[*last(step)].on) : std::nullopt; }

  /// When the last notice of that kind arrived; by publication, where there was a ground for it, 14 days after it was
  /// posted. What was written to somebody who died before it arrived has no effect.
  std::optional<Date> arrival(S notice) const {
    const auto given = last(notice);
    if (!given) return std::nullopt;
    for (auto i = *given + 1; i < events_.size(); ++i) {
      const auto& event = events_[i];
      if (event.kind != EventKind::service || event.step != notice) continue;
      const bool published = event.how == Service::publication;
      if (published && !is(F::publication_ground, i)) continue;
      if (is(F::debtor_died, i) && events_[*given].on <= *found_on(F::debtor_died)) continue;
      const auto arrived = published ? event.on.plus_days(14) : event.on;
      return arrived <= today_ ? std::optional(arrived) : std::nullopt;
    }
    return std::nullopt;
  }
  /// The last day of the payment notice: fifteen days from its arrival, at least.
  std::optional<Date> due() const {
    const auto arrived = arrival(S::payment_notice);
    return arrived ? std::optional(arrived->plus_days(15)) : std::nullopt;
  }
  /// The deadline of a demand: what it says or twenty days, never less than 14 days after its arrival.
  bool demand_missed() const {
    const auto arrived = arrival(S::demand);
    if (!arrived || !due() || *due() >= *on(S::demand)) return false;
    const auto& given = events_[*last(S::demand)];
    return std::max(given.until.value_or(given.on.plus_days(20)), arrived->plus_days(14)) < today_;
  }
  bool early_collection_missed() const {
    const auto arrived = arrival(S::early_collection_notice);
    if (!arrived) return false;
    return std::max(events_[*last(S::early_collection_notice)].until.value_or(*arrived), *arrived) < today_;
  }
  bool deferred() const {
    for (const auto relief : {S::deferral, S::extension, S::instalments}) {
      const auto given = last(relief);
      if (!given || last(S::cancellation_of_deferral) > given) continue;
      const auto& event = events_[*given];
      if (event.until.value_or(event.on.plus_years(relief == S::deferral ? 2 : 1)) >= today_) return true;
    }
    return false;
  }
  bool is(F finding) const { return is(finding, events_.size()); }
  /// As it was found before that event.
  bool is(F finding, std::size_t event) const {
    for (auto i = event; i-- > 0;) {
      if (events_[i].kind == EventKind::finding && events_[i].finding == finding) return events_[i].yes;
    }
    return false;
  }
  std::optional<Date> found_on(F finding) const {
    for (auto i = events_.size(); i-- > 0;) {
      if (events_[i].kind == EventKind::finding && events_[i].finding == finding) return events_[i].on;
    }
    return std::nullopt;
  }
  /// Nothing is enforced for two years from the order of rehabilitation.
  bool in_rehabilitation() const {
    return is(F::rehabilitation_order) && today_ <= found_on(F::rehabilitation_order)->plus_years(2);
  }
  bool determined() const { return file_.accepted || took(S::payment_notice); }

  /// Whether something that can be sold is seized now, taken, entered or served, and not released since.
  bool holds_something_to_sell() const {
    for (std::size_t i = 0; i < events_.size(); ++i) {
      const auto& event = events_[i];
      if (event.kind != EventKind::step || event.step != S::seizure) continue;
      bool effective = event.asset == AssetKind::movables || event.asset == AssetKind::securities, gone = false;
      for (auto j = i + 1; j < events_.size(); ++j) {
        const auto& later = events_[j];
        if (later.kind == EventKind::service && later.step == S::seizure && later.item == event.item) {
          const bool in_register = event.asset == AssetKind::real_estate || event.asset == AssetKind::vehicle;
          const bool with_whoever_holds_it =
              event.asset == AssetKind::deposited_securities || event.asset == AssetKind::virtual_assets;
          if (in_register && later.how == Service::registered) effective = true;
          if (with_whoever_holds_it && later.how != Service::registered && later.how != Service::publication) {
            effective = true;
          }
        }
        if (later.kind == EventKind::step && (later.step == S::release_of_seizure || later.step == S::distribution)) {
          gone = gone || later.item.empty() || later.item == event.item;
        }
      }
      if (effective && !gone) return true;
    }
    return false;
  }
  std::int64_t measured(Quantity quantity) const {
    for (auto it = events_.rbegin(); it != events_.rend(); ++it) {
      if (it->kind == EventKind::measurement && it->quantity == quantity) return it->amount;
    }
    return -1;
  }
  /// The day on which the last word on a step was spoken, by that authority and in favour, later than event `after`.
  std::optional<Date> consent(EventKind kind, S of, Authority by, std::optional<std::size_t> after) const {
    for (auto i = events_.size(); i-- > 0;) {
      const auto& event = events_[i];
      if (event.kind != kind || event.step != of) continue;
      const bool counts = event.yes && event.authority == by && after && i > *after;
      return counts ? std::optional(event.on) : std::nullopt;
    }
    return std::nullopt;
  }
  /// The day from which the debt is in arrears.
  std::optional<Date> arrears_since() const {
    if (due() && *due() < today_) return due()->plus_days(1);
    if (early_collection_missed()) return *arrival(S::early_collection_notice);
    return std::nullopt;
  }
  std::int64_t arrears(bool of_a_year, std::int64_t* how_many = nullptr) const {
    const auto counts = [&](Date since) { return since < today_ && (!of_a_year || since.plus_years(1) <= today_); };
    std::int64_t sum = 0, debts = 0;
    if (arrears_since() && left() > 0 && counts(*arrears_since())) sum += left(), ++debts;
    for (const auto& other : file_.others) {
      if (counts(other.arrears_since) && (!other.paid_on || *other.paid_on > today_)) sum += other.amount, ++debts;
    }
    if (how_many != nullptr) *how_many = debts;
    return sum;
  }
  History up_to(std::size_t event) const {
    earlier_.assign(events_.begin(), events_.begin() + static_cast<std::ptrdiff_t>(event));
    return {file_, earlier_, events_[event].on};
  }

 private:
  const File& file_;
  const std::vector<Event>& events_;
  Date today_;
  mutable std::vector<Event> earlier_;
};

std::optional<const char*> seizure(const History& history) {
  if (history.is(F::court_stay)) return "a court stayed enforcement";
  if (history.in_rehabilitation()) return "an order of rehabilitation stays it";
  if (history.is(F::bankrupt)) return "the debtor is bankrupt";
  if (history.is(F::asset_exempt)) return "the asset is exempt";
  if (history.is(F::asset_beyond_need)) return "more than is needed";
  if (!history.demand_missed() && !history.early_collection_missed()) return "no demand or early notice was missed";
  return std::nullopt;
}

std::optional<const char*> sale(const History& history, S step, Date today) {
  const auto seized = history.last(S::seizure);
  if (!history.holds_something_to_sell()) return "no seizure of something to sell is in effect";
  if (history.is(F::appeal_pending) && !history.is(F::perishable)) return "an appeal is pending";
  if (history.is(F::court_stay)) return "a court stayed enforcement";
  if (history.is(F::third_party_claim)) return "a third party claims the asset";
  if (history.in_rehabilitation()) return "an order of rehabilitation stays it";
  if (step == S::private_sale) {
    const auto estimate = history.measured(Quantity::sale_estimate);
    const bool small = estimate >= 0 && estimate < 10'000'000;
    if (small || history.is(F::perishable) || history.is(F::unsold_in_five_auctions)) return std::nullopt;
    return "no ground of a private sale";
  }
  if (step == S::sale_notice) return std::nullopt;
  if (step == S::exchange_sale) {
    if (!history.is(F::traded_on_an_exchange)) return "it is not traded on an exchange";
    return history.arrival(S::exchange_sale_notice) && history.last(S::exchange_sale_notice) > seized
               ? std::nullopt
               : std::optional("nobody was told of the sale on the exchange");
  }
  const auto notice = history.last(S::sale_notice), again = history.last(S::resale_notice);
  if (!(notice > seized)) return "no public notice since the seizure";
  const bool waited = today > history.on(S::sale_notice)->plus_days(10) ||
                      (again > notice && today > history.on(S::resale_notice)->plus_days(5));
  if (!waited) return "the time of the public notice has not passed";
  if (!(history.last(S::sale_notification) > notice) || !history.arrival(S::sale_notification)) {
    return "the debtor was not told of the sale";
  }
  return std::nullopt;
}

std::optional<const char*> disclosure(const History& history, Date today) {
  if (history.arrears(true) < 200'000'000) return "less than 200 million of one year";
  const auto notice = history.last(S::disclosure_notice);
  if (!notice) return "no notice of the intended disclosure";
  const auto earlier = history.up_to(*notice);
  if (!earlier.consent(EventKind::resolution, S::disclosure_notice, Authority::information_committee, 0)) {
    return "no first committee";
  }
  const auto arrived = history.arrival(S::disclosure_notice);
  if (!arrived) return "the notice did not arrive";
  if (today <= arrived->plus_months(6)) return "six months have not passed";
  const auto second =
      history.consent(EventKind::resolution, S::disclosure, Authority::information_committee, notice);
  if (!second || *second <= arrived->plus_months(6)) return "no second committee after six months";
  const auto a = history.measured(Quantity::arrears_at_year_end), b = history.measured(Quantity::paid_in_two_years),
             c = history.measured(Quantity::paid_this_year);
  if (a < 0 || b < 0 || c < 0) return "the paid share is not known";
  if (2 * (b + c) >= a + b) return "half was paid";
  if (history.is(F::appeal_pending)) return "an appeal is pending";
  if (history.is(F::rehabilitation_plan_kept)) return "a rehabilitation plan is kept";
  if (history.is(F::disclosure_inappropriate)) return "disclosure is inappropriate";
  if (history.is(F::debtor_died) || history.is(F::merged_into_another)) return "the debtor is no more";
  return std::nullopt;
}

std::optional<const char*> exit_ban(const History& history) {
  if (history.arrears(false) < 50'000'000) return "less than 50 million";
  if (!history.is(F::without_just_cause)) return "just cause";
  if (!history.is(F::claim_not_securable) || history.is(F::secured)) return "the claim can be secured";
  if (!history.is(F::flight_feared)) return "no flight feared";
  const bool ground = history.is(F::family_emigrated) || history.took(S::disclosure) ||
                      history.is(F::fraudulent_act_suit) || history.measured(Quantity::remitted_abroad) >= 50'000 ||
                      history.measured(Quantity::assets_abroad) >= 50'000 || history.measured(Quantity::trips) >= 3 ||
                      history.measured(Quantity::months_abroad) >= 6;
  if (!ground) return "none of the six grounds";
  if (history.is(F::debtor_died)) return "the debtor is dead";
  return std::nullopt;
}

std::optional<const char*> confinement_criteria(const History& history) {
  std::int64_t debts = 0;
  const auto sum = history.arrears(true, &debts);
  if (debts < 3) return "fewer than three debts of one year";
  if (sum < 200'000'000) return "less than 200 million";
  if (!history.is(F::able_to_pay)) return "not able to pay";
  if (!history.is(F::without_just_cause)) return "just cause";
  if (history.took(S::confinement)) return "confined before";
  if (history.is(F::debtor_died)) return "the debtor is dead";
  return std::nullopt;
}

std::optional<const char*> confinement_request(const History& history, Date today) {
  if (const auto wrong = confinement_criteria(history)) return wrong;
  if (history.is(F::secured)) return "the claim is secured";
  const auto arrived = history.arrival(S::confinement_notice);
  if (!arrived) return "no notice arrived";
  if (today <= arrived->plus_days(30)) return "thirty days to answer have not passed";
  const auto decided = history.consent(EventKind::resolution, S::confinement_request, Authority::information_committee,
                                       history.last(S::confinement_notice));
  if (!decided || *decided <= arrived->plus_days(30)) return "no committee after the time to answer";
  if (!history.is(F::statement_requested)) return std::nullopt;
  const auto told = history.arrival(S::committee_date_notice);
  const bool in_time = told && history.last(S::committee_date_notice) > history.last(S::confinement_notice) &&
                       *decided > told->plus_days(3);
  if (!in_time) return "the day of the committee was not told three days ahead";
  return std::nullopt;
}

std::optional<const char*> confinement(const History& history, Date today) {
  const auto request = history.last(S::confinement_request);
  if (!request) return "no application";
  if (history.took(S::confinement)) return "confined before";
  const auto decided = history.consent(EventKind::approval, S::confinement, Authority::court, request);
  if (!decided) return "no decision of the court";
  if (!history.is(F::decision_final)) return "the decision is not final";
  if (today > history.found_on(F::decision_final)->plus_years(1)) return "the decision has lapsed";
  if (!history.is(F::heard_by_the_court)) return "no hearing";
  if (history.is(F::debtor_died)) return "the debtor is dead";
  return std::nullopt;
}

}  // namespace

std::optional<const char*> unlawful(const File& file, const std::vector<Event>& before, const Event& step) {
  const History history(file, before, step.on);
  switch (step.step) {
    case S::seizure:
    case S::sale_notice:
    case S::sale:
    case S::private_sale:
    case S::exchange_sale:
    case S::disclosure:
    case S::exit_ban_request:
    case S::confinement_request:
    case S::confinement: break;
    case S::precautionary_seizure:
      if (history.left() == 0) return "nothing is owed";
      if (history.deferred()) return "the debt is deferred";
      if (history.determined()) return "the amount is determined";
      if (history.in_rehabilitation() || history.is(F::bankrupt)) return "another proceeding stays it";
      if (!history.is(F::early_collection_ground) || !history.is(F::collection_endangered)) return "no ground";
      if (!history.consent(EventKind::approval, step.step, Authority::regional_head, 0)) return "no approval";
      return std::nullopt;
    default: return std::nullopt;
  }
  if (history.left() == 0) return "nothing is owed";
  if (history.deferred()) return "the debt is deferred";
  switch (step.step) {
    case S::seizure: return seizure(history);
    case S::disclosure: return disclosure(history, step.on);
    case S::exit_ban_request: return exit_ban(history);
    case S::confinement_request: return confinement_request(history, step.on);
    case S::confinement: return confinement(history, step.on);
    default: return sale(history, step.step, step.on);
  }
}

}  // namespace clearway::enforcement
