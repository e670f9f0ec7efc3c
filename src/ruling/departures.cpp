#include "ruling/departures.h"

#include <algorithm>

#include "accrual/steps.h"
#include "assessment/arithmetic.h"
#include "law/parameters.h"  // generated
#include "ruling/validity.h"
#include "ruling/words.h"

namespace clearway::ruling {
namespace {

using accrual::same;
using accrual::sentence;
using assessment::Line;
using assessment::PriceElement;
using detection::Filed;

/// Amounts are rounded to the coin before they are declared.
constexpr Decimal coin = Decimal::micro(10'000);

/// a * b / c, rounded to `unit`, half up; `c` is not nothing.
Decimal times_over(Decimal a, Decimal b, Decimal c, Decimal unit = Decimal::micro(1)) {
  const auto product = assessment::Wide{a.micro()} * b.micro();
  const auto divisor = assessment::Wide{c.micro()} * unit.micro();
  const auto rounded = (2 * product + divisor) / (2 * divisor);  // prices and shares are not less than nothing
  return Decimal::micro(static_cast<std::int64_t>(rounded) * unit.micro());
}
bool is_zero(Decimal value) { return value == Decimal(); }

template <class Range, class Value>
bool contains(const Range& range, const Value& value) {
  return std::find(range.begin(), range.end(), value) != range.end();
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

std::string_view name_of(PriceElement element) {
  return assessment::price_element_names[static_cast<std::size_t>(element)];
}

/// What of an amount falls on a line. Amounts of the whole declaration are shared out by price, and amounts in another
/// currency than the price cannot be held against it.
struct Declared {
  bool there = false, comparable = true;
  Decimal amount;
};

class Comparison {
 public:
  Comparison(const law::Law& law, const Messages& messages, const Ruling& ruling, const Filed& filed,
             const assessment::Assessment& assessed)
      : law_(law), messages_(messages), ruling_(ruling), filed_(filed), assessed_(assessed) {}

  std::optional<Departures> run() {
    const auto& declaration = filed_.declaration;
    if (!ruling_.decision || !ruling_.decided_on || declaration.tax_date < *ruling_.decided_on) return std::nullopt;
    if (ruling_.state == State::cancelled) return std::nullopt;
    out_.ruling_id = ruling_.ruling_id;
    out_.number = ruling_.number;
    out_.kind = ruling_.kind();
    for (const auto& line : declaration.lines) {
      if (const auto match = match_of(line)) {
        out_.covered.push_back({line.number, *match});
        look_at(line, *match);
      }
    }
    if (out_.covered.empty()) return std::nullopt;
    return std::move(out_);
  }

 private:
  const Facts& facts() const { return ruling_.decision->facts; }

  std::optional<Match> match_of(const Line& line) const {
    const auto* goods = filed_.goods_of(line.number);
    if (goods != nullptr && !goods->item.empty() && contains(facts().items, goods->item)) return Match::item;
    if (!facts().items.empty() && goods != nullptr && !goods->item.empty()) return std::nullopt;  // other goods
    if (is_valuation(ruling_.kind())) {
      const bool same_seller = facts().sellers.empty() || contains(facts().sellers, filed_.seller);
      if (same_seller && line.tariff_code.starts_with(facts().tariff_code)) return Match::tariff_line;
      return std::nullopt;
    }
    const auto pieces = pieces_of(ruling_.application.goods);
    if (pieces.empty()) return std::nullopt;
    const auto found = Decimal::whole(static_cast<std::int64_t>(shared(pieces, pieces_of(line.description))));
    const auto share = law_.kr.ruling.match.description_share.on(filed_.declaration.tax_date).value;
    const auto least = share.times_floor(Decimal::whole(static_cast<std::int64_t>(pieces.size())));
    return found >= least ? std::optional(Match::description) : std::nullopt;
  }

  void add(const Line& line, Fact fact, std::string ruled, std::string declared, std::string cite,
           accrual::TextPlaces places = {}, std::string_view variant = {}) {
    auto key = "ruling.departure." + std::string(name(fact));
    if (!variant.empty()) key += "_" + std::string(variant);
    places.insert(places.end(), {{"line", same(std::to_string(line.number))},
                                 {"number", same(ruling_.number)},
                                 {"ruled", same(ruled)},
                                 {"declared", same(declared)}});
    out_.differences.push_back({line.number, fact, std::move(ruled), std::move(declared),
                                sentence(messages_, key + ".text", places), sentence(messages_, key + ".right", places),
                                std::move(cite)});
  }

  void look_at(const Line& line, Match match) {
    const auto on = filed_.declaration.tax_date;
    if (!is_in_force_on(ruling_, on)) {
      const auto ended = ruling_.valid_until && on > *ruling_.valid_until ? *ruling_.valid_until : *ruling_.closed_on;
      add(line, Fact::validity, ended.text(), on.text(),
          is_valuation(ruling_.kind()) ? "customs-decree-31-7-4" : "customs-act-86-7");
      return;  // what no longer binds is not held against anybody
    }
    const auto shipped = line.valuation ? line.valuation->shipped_on : std::nullopt;
    const auto applied = applied_on(law_, ruling_, on, shipped);
    if (ruling_.kind() == Kind::classification) {
      look_at_class(line, applied);
    } else {
      look_at_value(line, applied.decision->facts, match);
    }
  }

  void look_at_class(const Line& line, const Applied& applied) {
    const auto& ruled = applied.decision->facts.tariff_code;
    if (line.tariff_code.starts_with(ruled)) return;
    for (const auto* allowed : applied.also_allowed) {
      if (line.tariff_code.starts_with(allowed->facts.tariff_code)) return;
    }
    const bool keeps_earlier = applied.shipped_until && !ruling_.earlier.empty() &&
                               line.tariff_code.starts_with(ruling_.earlier.back().decision.facts.tariff_code);
    if (keeps_earlier) {
      add(line, Fact::tariff_line, ruled, line.tariff_code, "customs-act-87-4-1",
          {{"until", same(applied.shipped_until->text())}}, "shipped");
      return;
    }
    add(line, Fact::tariff_line, ruled, line.tariff_code, "customs-act-86-5");
  }

  void look_at_value(const Line& line, const Facts& ruled, Match match) {
    if (!ruled.tariff_code.empty() && !line.tariff_code.starts_with(ruled.tariff_code)) {
      add(line, Fact::tariff_line, ruled.tariff_code, line.tariff_code, "customs-decree-31-7-2", {}, "goods");
    }
    if (ruled.method) look_at_method(line, *ruled.method);
    if (ruled.related) {
      const bool related = filed_.seller_related || (line.valuation && line.valuation->related);
      if (related != *ruled.related) {
        add(line, Fact::relationship, *ruled.related ? "related" : "not related", related ? "related" : "not related",
            "customs-decree-31-7-3", {}, *ruled.related ? "left_out" : "new");
      }
    }
    for (const auto& adjustment : ruled.adjustments) look_at_adjustment(line, adjustment);
    if (ruled.price) look_at_price(line, *ruled.price);
    if (!ruled.origins.empty() && !contains(ruled.origins, line.origin)) {
      add(line, Fact::origin, joined(ruled.origins), line.origin, "customs-decree-31-7-3");
    }
    if (match == Match::item && !ruled.sellers.empty() && !contains(ruled.sellers, filed_.seller)) {
      add(line, Fact::seller, joined(ruled.sellers), filed_.seller.empty() ? "—" : filed_.seller,
          "customs-decree-31-7-3");
    }
  }

  void look_at_method(const Line& line, std::uint8_t ruled) {
    for (const auto& each : assessed_.lines) {
      if (each.line != line.number || each.method == ruled) continue;
      add(line, Fact::method, std::to_string(ruled), std::to_string(each.method), "customs-act-37-4",
          {{"ruled_method", messages_.at("ruling.method." + std::to_string(ruled))},
           {"declared_method", messages_.at("ruling.method." + std::to_string(each.method))}});
    }
  }

  Declared declared_of(const Line& line, PriceElement element) const {
    const auto& declaration = filed_.declaration;
    Declared declared;
    const auto look = [&](const std::vector<assessment::Element>& elements, Decimal part, Decimal whole) {
      for (const auto& each : elements) {
        if (each.kind != element || is_zero(each.amount.value)) continue;
        declared.there = true;
        if (each.amount.currency != declaration.currency || is_zero(whole)) {
          declared.comparable = false;
          continue;
        }
        declared.amount = declared.amount + times_over(each.amount.value, part, whole);
      }
    };
    look(line.elements, Decimal::whole(1), Decimal::whole(1));
    Decimal all;
    for (const auto& each : declaration.lines) all = all + each.price;
    look(declaration.elements, line.price, all);
    return declared;
  }

  void look_at_adjustment(const Line& line, const Adjustment& adjustment) {
    const auto declared = declared_of(line, adjustment.element);
    const accrual::TextPlaces places = {
        {"adjustment", messages_.at("ruling.adjustment." + std::string(name_of(adjustment.element)))}};
    const auto ruled = adjustment.percent_of_price ? adjustment.percent_of_price->text() + " %"
                                                   : std::string(name_of(adjustment.element));
    if (!declared.there) {
      add(line, Fact::adjustment, ruled, "—", "customs-act-30-1", places);
      return;
    }
    if (!adjustment.percent_of_price || !declared.comparable || is_zero(line.price)) return;
    const auto due = times_over(line.price, *adjustment.percent_of_price, Decimal::whole(100));
    if (declared.amount - due <= coin && due - declared.amount <= coin) return;
    const auto percent = times_over(declared.amount, Decimal::whole(100), line.price, coin);
    if (percent == *adjustment.percent_of_price) return;
    add(line, Fact::adjustment_percent, ruled, percent.text() + " %", "customs-act-37-4", places);
  }

  void look_at_price(const Line& line, const PriceRange& range) {
    if (filed_.declaration.currency != range.currency || line.unit != range.unit || is_zero(line.quantity)) return;
    const auto unit_price = times_over(line.price, Decimal::whole(1), line.quantity);
    if (range.low <= unit_price && unit_price <= range.high) return;
    const auto shown = range.low.text() + " – " + range.high.text() + " " + range.currency + "/" + range.unit;
    add(line, Fact::price, shown, unit_price.text() + " " + range.currency + "/" + range.unit, "customs-decree-31-7-3");
  }

  const law::Law& law_;
  const Messages& messages_;
  const Ruling& ruling_;
  const Filed& filed_;
  const assessment::Assessment& assessed_;
  Departures out_;
};

}  // namespace

std::optional<Departures> departures_of(const law::Law& law, const Messages& messages, const Ruling& ruling,
                                        const Filed& filed, const assessment::Assessment& assessed) {
  return Comparison(law, messages, ruling, filed, assessed).run();
}

}  // namespace clearway::ruling
