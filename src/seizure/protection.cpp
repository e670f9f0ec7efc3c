#include "seizure/protection.h"

#include <algorithm>

#include "accrual/steps.h"
#include "law/parameters.h"  // generated

namespace clearway::seizure {
namespace {

using accrual::grouped;
using accrual::same;
using accrual::sentence;

/// The rows of law/kr/arrears/assets.yaml tell fewer kinds apart.
std::string_view row_of(AssetKind kind) {
  switch (kind) {
    case AssetKind::imported_goods: return "movables";
    case AssetKind::ship: return "real_estate";
    default: return name(kind);
  }
}

class Protection {
 public:
  Protection(const law::Law& law, const Messages& messages, const MoneyFacts& facts, Date day)
      : seizure_(law.kr.arrears.seizure), messages_(messages), facts_(facts), day_(day) {}

  Explained<Seizable> of(AssetKind kind) {
    if (kind == AssetKind::salary) return pay();
    if (kind == AssetKind::deposit) return deposit();
    if (kind == AssetKind::insurance) return insurance();
    return finish(0);
  }

 private:
  template <class V>
  void step(const V& value, std::string rule, std::int64_t amount, const accrual::TextPlaces& places) {
    Step one{"seizure." + rule, value.cite, sentence(messages_, "seizure.step." + rule, places), {}, {}, amount, {}};
    one.from = value.from, one.to = value.to;
    steps_.push_back(std::move(one));
  }
  Explained<Seizable> finish(std::int64_t exempt) {
    exempt = std::min(exempt, facts_.amount_krw);
    return {{facts_.amount_krw - exempt, exempt}, std::move(steps_)};
  }
  Text won(std::int64_t amount) const { return same(grouped(amount)); }

  Explained<Seizable> pay() {
    const auto& share = seizure_.wage_exempt_percent.on(day_);
    const auto& least = seizure_.wage_exempt.on(day_);
    const auto& upper = seizure_.wage_upper_base.on(day_);
    const auto& above = seizure_.wage_exempt_percent_above.on(day_);
    const auto percent_of = [](std::int64_t krw, std::int64_t percent) { return (krw * percent + 99) / 100; };
    auto exempt = percent_of(facts_.amount_krw, share.value);
    step(share, "wage_share", exempt,
         {{"pay", won(facts_.amount_krw)}, {"percent", won(share.value)}, {"amount", won(exempt)}});
    if (exempt > upper.value) {
      exempt = upper.value + percent_of(exempt - upper.value, above.value);
      step(above, "wage_upper", exempt,
           {{"base", won(upper.value)}, {"percent", won(above.value)}, {"amount", won(exempt)}});
    } else if (exempt < least.value) {
      exempt = least.value;
      step(least, "wage_least", exempt, {{"amount", won(exempt)}});
    }
    return finish(exempt);
  }
  Explained<Seizable> deposit() {
    const auto& least = seizure_.deposit_min.on(day_);
    if (facts_.livelihood_account) {
      step(least, "livelihood_account", facts_.amount_krw, {});
      return finish(facts_.amount_krw);
    }
    const bool exempt = facts_.amount_krw < least.value;
    step(least, exempt ? "deposit_exempt" : "deposit_seizable", exempt ? facts_.amount_krw : 0,
         {{"total", won(facts_.amount_krw)}, {"least", won(least.value)}});
    return finish(exempt ? facts_.amount_krw : 0);
  }
  Explained<Seizable> insurance() {
    const auto& most = facts_.benefit == "death"       ? seizure_.death_benefit_exempt.on(day_)
                       : facts_.benefit == "surrender" ? seizure_.surrender_exempt.on(day_)
                                                       : seizure_.maturity_exempt.on(day_);
    step(most, "insurance", std::min(most.value, facts_.amount_krw), {{"amount", won(most.value)}});
    return finish(most.value);
  }

  const decltype(law::Law::kr.arrears.seizure)& seizure_;
  const Messages& messages_;
  const MoneyFacts& facts_;
  Date day_;
  std::vector<Step> steps_;
};

}  // namespace

Explained<Seizable> seizable(const law::Law& law, const Messages& messages, AssetKind kind, const MoneyFacts& facts,
                             Date day) {
  return Protection(law, messages, facts, day).of(kind);
}

SeizedHow how_seized(const law::Law& law, AssetKind kind, Date day) {
  const auto& table = law.kr.arrears.assets.on(day).value;
  const auto row = table.find("asset", row_of(kind)).value();
  return {table.text(row, "effective"), table.text(row, "sold") == "yes", table.text(row, "cite"),
          law::parse_grade(table.text(row, "grade")).value_or(law::Grade::verify)};
}

std::optional<std::string> exempting_article(const law::Law& law, std::string_view ground, Date day) {
  const auto& table = law.kr.arrears.seizure.exempt_goods.on(day).value;
  const auto row = table.find("ground", ground);
  return row ? std::optional(table.text(*row, "cite")) : std::nullopt;
}

}  // namespace clearway::seizure
