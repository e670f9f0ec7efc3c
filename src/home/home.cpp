#include "home/home.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "accrual/steps.h"
#include "law/parameters.h"  // generated

namespace clearway::home {
namespace {

constexpr int months_back = 12;

using Figures = std::vector<std::pair<std::string, std::int64_t>>;

bool before(const Item& a, const Item& b) {
  const auto rank = [](const Item& item) { return std::tuple(!item.due, item.due.value_or(Date{}), -item.amount_krw); };
  return std::tuple_cat(rank(a), std::tie(a.id)) < std::tuple_cat(rank(b), std::tie(b.id));
}

class Looking {
 public:
  Looking(const law::Law& law, const Messages& messages, const Known& known, Date today)
      : law_(law), messages_(messages), known_(known), from_(today.plus_months(-months_back)), today_(today) {}

  std::vector<Good> good() {
    corrected();
    if (const auto count = lately(known_.explained); count > 0) say("explained", {}, {{"count", count}});
    if (const auto count = lately(known_.paid); count > 0) say("paid", {}, {{"count", count}});
    const auto declared = lately(known_.declared);
    const auto clean = declared - lately(known_.asked_about);
    if (declared > 0 && clean > 0) say("no_errors", {}, {{"count", clean}, {"of", declared}});
    for (const auto year : known_.settled_years) say("settled", {}, {{"year", year}});
    return std::move(good_);
  }

 private:
  bool is_lately(Date day) const { return from_ < day && day <= today_; }
  std::int64_t lately(const std::vector<Date>& days) const {
    return std::count_if(days.begin(), days.end(), [this](Date day) { return is_lately(day); });
  }
  /// What correcting spared: the penalty for too little declared that an audit would have brought, less what was borne.
  void corrected() {
    const auto& share = law_.kr.penalty.under_declared.rate;
    std::int64_t own = 0, asked = 0, spared = 0;
    for (const auto& each : known_.corrected) {
      if (!is_lately(each.on)) continue;
      ++(each.of_its_own_accord ? own : asked);
      const auto penalty = each.tax_krw * share.on(each.on).value.micro() / Decimal::one;
      spared += std::max<std::int64_t>(0, penalty - each.penalty_krw);
    }
    if (own > 0) say("corrected_itself", {}, {{"count", own}});
    if (asked > 0) say("corrected_when_asked", {}, {{"count", asked}});
    if (spared > 0) say("penalty_spared", share.on(today_).cite, {{"amount", spared}});
  }
  void say(const std::string& what, std::string cite, const Figures& figures) {
    Good good;
    good.name = what;
    good.step.rule = "home.good." + what;
    good.step.cite = std::move(cite);
    good.step.from = from_.plus_days(1);
    good.step.to = today_;
    Places places;
    for (const auto& [figure, value] : figures) {
      good.step.inputs.emplace_back(figure, std::to_string(value));
      places.emplace_back(figure, figure == "year" ? std::to_string(value) : accrual::grouped(value));
      if (figure == "amount") good.step.amount_krw = value;
    }
    const auto& sentence = messages_.at(good.step.rule);
    good.step.text = {fill(sentence.ko, places), fill(sentence.en, places)};
    good_.push_back(std::move(good));
  }

  const law::Law& law_;
  const Messages& messages_;
  const Known& known_;
  Date from_, today_;
  std::vector<Good> good_;
};

}  // namespace

Home home_of(const law::Law& law, const Messages& messages, const Known& known, Date today) {
  Home home;
  for (const auto& item : known.open) {
    (item.turn == Side::firm ? home.to_do : home.waiting).push_back(item);
    if (item.kind == Kind::payment || item.kind == Kind::debt) home.money.to_pay_krw += item.amount_krw;
    if (item.kind == Kind::notice) home.money.in_question_krw += std::max<std::int64_t>(0, item.amount_krw);
    if (item.kind == Kind::refund) home.money.to_receive_krw += item.amount_krw;
    if (item.turn == Side::firm && item.due && *item.due < today) ++home.overdue;
  }
  std::sort(home.to_do.begin(), home.to_do.end(), before);
  std::sort(home.waiting.begin(), home.waiting.end(), before);
  home.good = Looking(law, messages, known, today).good();
  return home;
}

}  // namespace clearway::home
