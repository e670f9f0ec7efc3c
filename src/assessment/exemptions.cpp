// What is not taxed for its small value, and what a traveller may bring: Act 94, 96(1), Rule 45(2), 48, Courier
// Notice 8.
#include <algorithm>

#include "assessment/work.h"

namespace clearway::assessment {
namespace {

constexpr std::array<const char*, category_names.size()> category_terms = {
    "category.general",         "category.liquor",           "category.perfume",
    "category.cigarettes",      "category.cigars",           "category.heated_tobacco",
    "category.nicotine_liquid", "category.other_electronic", "category.other_tobacco"};
constexpr std::array<const char*, clearance_names.size()> clearance_terms = {
    "clearance.general", "clearance.simple", "clearance.list", "clearance.postal", "clearance.traveller"};

constexpr std::int64_t millilitres_per_litre = 1'000;
constexpr std::int64_t grams_per_kilogram = 1'000;

/// The rate by which the simple table would tax the goods; the most favourable use of an allowance begins at the top.
const SimpleRate& simple_rate_of(const Work& work, std::uint64_t code) {
  const auto& rates = work.terms.simple_rates.on(work.day).value;
  for (const auto& rate : rates) {
    for (const auto& prefix : rate.prefixes) {
      if (prefix.first <= code && code <= prefix.last) return rate;
    }
  }
  return rates.back();
}

class Exemptions {
 public:
  explicit Exemptions(Work& work) : work_(work) {}

  void run() {
    for (auto& line : work_.lines) {
      if (!line.ok) continue;
      price_ += line.goods_price();
      line.simple_rate = &simple_rate_of(work_, line.code);
    }
    if (work_.declaration.regime == Regime::traveller) {
      allowances();
    } else {
      small_value();
    }
    clearance();
  }

 private:
  const auto& kr() const { return work_.terms.law.kr; }

  void small_value() {
    if (!work_.declaration.self_use) return;
    const auto& usual = kr().import_.deminimis.on(work_.day);
    const auto& american = kr().import_.list.max_us.on(work_.day);
    const bool from_us = work_.declaration.regime == Regime::courier && work_.declaration.departure_country == "US";
    const auto& limit = from_us ? american : usual;
    const bool within = work_.within_usd(price_, limit.value);
    const bool granted = within && !work_.declaration.split_or_repeated;
    work_.step(granted ? Rule::small_value_relief : Rule::small_value_not_open)
        .by(limit)
        .of(price_)
        .with(Input::count("limit", limit.value))
        .with(Input::decimal("exchange_rate", work_.rate_of("USD")))
        .with(Input::term("reason", granted  ? "reason.within_limit"
                                    : within ? "reason.split_or_repeated"
                                             : "reason.above_limit"));
    for (auto& line : work_.lines) line.small_value = granted && line.ok && !line.line->commercial;
  }

  // --- travellers

  void allowances() {
    const auto age = work_.declaration.traveller ? work_.declaration.traveller->age : 0;
    adult_ = age >= kr().traveller.adult_age.on(work_.day).value;
    general();
    liquor();
    tobacco();
    perfume();
  }

  template <class Law>
  void whole(LineWork& line, const Law& law) {
    line.exempt = line.customs_value;
    noted(Rule::allowance_whole, line, law).of(line.exempt).with(category(line));
  }
  template <class Law>
  void over(const LineWork& line, const Law& law) {
    noted(Rule::allowance_over, line, law).of(line.customs_value).with(category(line));
  }
  Step& noted(Rule rule, const LineWork& line, const law::Value<std::int64_t>& law) {
    return work_.step(rule, line.line->number).by(law);
  }
  template <class T>
  Step& noted(Rule rule, const LineWork& line, const Dated<T>& law) {
    return work_.step(rule, line.line->number, law);
  }
  static Input category(const LineWork& line) {
    return Input::term("category", category_terms[static_cast<std::size_t>(line.line->category)]);
  }

  /// The allowance in dollars is used up by the goods taxed highest first.
  void general() {
    const auto& allowance = kr().traveller.allowance.on(work_.day);
    auto left = scaled(allowance.value, work_.rate_of("USD").micro(), Decimal::one).value_or(0);
    std::vector<LineWork*> order;
    for (auto& line : work_.lines) {
      if (line.ok && line.line->category == Category::general && !line.line->commercial) order.push_back(&line);
    }
    std::stable_sort(order.begin(), order.end(), [](const LineWork* a, const LineWork* b) {
      return a->simple_rate->percent > b->simple_rate->percent;
    });
    for (auto* line : order) {
      line->exempt = std::min(left, line->customs_value);
      left -= line->exempt;
      const auto rule = line->exempt == line->customs_value ? Rule::allowance_whole
                        : line->exempt > 0                  ? Rule::allowance_part
                                                            : Rule::allowance_over;
      work_.step(rule, line->line->number)
          .by(allowance)
          .of(line->exempt > 0 ? line->exempt : line->customs_value)
          .with(category(*line))
          .with(Input::count("allowance", allowance.value))
          .with(Input::won("left", left));
    }
  }

  /// Lines of liquor in the order declared; one that goes beyond litres, dollars or bottles is taxed whole.
  void liquor() {
    const auto& allowance = work_.terms.liquor.on(work_.day);
    Decimal litres;
    std::int64_t won = 0;
    std::int64_t bottles = 0;
    for (auto& line : work_.lines) {
      if (!line.ok || line.line->category != Category::liquor) continue;
      if (!line.line->volume) {
        work_.refuse_line(line, Refusal::value_is_missing, "volume", "", "L");
        continue;
      }
      const auto litres_then = litres + *line.line->volume;
      const auto won_then = won + line.customs_value;
      const auto bottles_then = bottles + line.pieces().floor_whole();
      const bool within = adult_ && litres_then <= allowance.value.litres &&
                          work_.within_usd(won_then, allowance.value.usd) &&
                          (allowance.value.bottles == 0 || bottles_then <= allowance.value.bottles);
      if (!within) {
        over(line, allowance);
        continue;
      }
      litres = litres_then, won = won_then, bottles = bottles_then;
      whole(line, allowance);
    }
  }

  /// One kind of tobacco; what is beyond its quantity is taxed in proportion.
  void tobacco() {
    const auto& allowances = work_.terms.tobacco.on(work_.day);
    const TobaccoAllowance* chosen = nullptr;
    Decimal left;
    for (auto& line : work_.lines) {
      if (!line.ok || line.line->category < Category::cigarettes) continue;
      const auto rule = std::find_if(allowances.value.begin(), allowances.value.end(),
                                     [&](const TobaccoAllowance& a) { return a.category == line.line->category; });
      if (rule == allowances.value.end()) continue;
      if (chosen == nullptr) chosen = &*rule, left = rule->quantity;
      const auto quantity = measured(line, rule->unit);
      if (!quantity) {
        work_.refuse_line(line, Refusal::value_is_missing, rule->unit == "ML" ? "volume" : "net_weight", "",
                          rule->unit);
        continue;
      }
      if (!adult_ || chosen != &*rule || left == Decimal{}) {
        over(line, allowances);
        continue;
      }
      if (*quantity <= left) {
        left = left - *quantity;
        whole(line, allowances);
        continue;
      }
      line.exempt = scaled(line.customs_value, left.micro(), quantity->micro()).value_or(0);
      noted(Rule::allowance_part, line, allowances)
          .of(line.exempt)
          .with(category(line))
          .with(Input::decimal("allowance", left))
          .with(Input::decimal("quantity", *quantity));
      left = Decimal{};
    }
  }

  static std::optional<Decimal> measured(const LineWork& line, std::string_view unit) {
    const auto times = [](const std::optional<Decimal>& value, std::int64_t factor) -> std::optional<Decimal> {
      if (!value || *value > Decimal::whole(1'000'000'000)) return std::nullopt;
      return Decimal::micro(value->micro() * factor);
    };
    if (unit == "ML") return times(line.line->volume, millilitres_per_litre);
    if (unit == "G") return times(line.line->net_weight, grams_per_kilogram);
    return line.line->quantity;
  }

  void perfume() {
    const auto& limit = kr().traveller.perfume.on(work_.day);
    Decimal used;
    for (auto& line : work_.lines) {
      if (!line.ok || line.line->category != Category::perfume) continue;
      const auto volume = measured(line, "ML");
      if (!volume) {
        work_.refuse_line(line, Refusal::value_is_missing, "volume", "", "L");
        continue;
      }
      if (used + *volume > Decimal::whole(limit.value)) {
        over(line, limit);
        continue;
      }
      used = used + *volume;
      whole(line, limit);
    }
  }

  // --- how the goods may be cleared

  void clearance() {
    if (work_.declaration.regime == Regime::general) return;
    auto chosen = Clearance::general;
    const law::Value<std::int64_t>* limit = nullptr;
    switch (work_.declaration.regime) {
      case Regime::general: break;
      case Regime::traveller:
        chosen = Clearance::traveller;
        limit = &kr().traveller.allowance.on(work_.day);
        break;
      case Regime::post:
        limit = kr().import_.post.decl.find(work_.day);
        chosen = limit == nullptr || work_.within_usd(price_, limit->value) ? Clearance::postal : Clearance::general;
        break;
      case Regime::courier: {
        const bool from_us = work_.declaration.departure_country == "US";
        limit = &(from_us ? kr().import_.list.max_us : kr().import_.list.max).on(work_.day);
        if (work_.declaration.self_use && work_.within_usd(price_, limit->value)) {
          chosen = Clearance::list;
          break;
        }
        limit = &kr().import_.simple.max.on(work_.day);
        if (work_.within_usd(price_, limit->value)) chosen = Clearance::simple;
        break;
      }
    }
    work_.out.clearance = chosen;
    if (limit == nullptr) return;
    work_.step(Rule::clearance)
        .by(*limit)
        .of(price_)
        .with(Input::term("clearance", clearance_terms[static_cast<std::size_t>(chosen)]))
        .with(Input::count("limit", limit->value));
  }

  Work& work_;
  std::int64_t price_ = 0;  // of all goods, without freight and insurance
  bool adult_ = false;
};

}  // namespace

void find_exemptions(Work& work) {
  if (work.declaration.regime == Regime::general && !work.declaration.self_use) return;
  Exemptions(work).run();
}

}  // namespace clearway::assessment
