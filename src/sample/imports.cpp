#include "sample/imports.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "sample/random.h"

namespace clearway::sample {
namespace {

using assessment::Element;
using assessment::PriceElement;
using detection::Detector;
using detection::Filed;

struct Goods {
  const char *code, *similar;  // and a class it could be mistaken for
  const char* unit;
  const char *ko, *en;
  double price_per_kg;  // US dollars
  double kg_each;
  bool trade_mark, confirmed;
};
// Codes of the sample tariff.
constexpr std::array<Goods, 10> catalogue = {{
    {"6403910000", "6402990000", "2U", "가죽 부츠", "leather boots", 28, 1.2, true, false},
    {"4202210000", "4202120000", "U", "가죽 핸드백", "leather handbag", 95, 0.8, true, false},
    {"6109100000", "6110200000", "U", "면 티셔츠", "cotton t-shirt", 17, 0.2, true, false},
    {"8518300000", "8518210000", "U", "무선 이어폰", "wireless earphones", 120, 0.1, true, false},
    {"8509400000", "8516600000", "U", "식품 믹서", "food mixer", 14, 2.5, true, true},
    {"9503000000", "9504500000", "U", "블록 장난감", "block toy", 11, 0.6, true, true},
    {"3926900000", "3924100000", "KG", "플라스틱 부품", "plastic parts", 6, 1, false, false},
    {"7318150000", "7307990000", "KG", "강철 볼트", "steel bolts", 3, 1, false, false},
    {"8481800000", "8413700000", "U", "산업용 밸브", "industrial valve", 22, 3, false, false},
    {"8482100000", "8466930000", "U", "볼베어링", "ball bearing", 13, 0.4, false, false},
}};

struct Origin {
  const char *country, *currency, *agreement, *proof;
  double freight, price;
};
constexpr std::array<Origin, 4> origins = {{{"CN", "USD", "kr-cn", "certificate_of_origin", 0.08, 0.9},
                                            {"US", "USD", "kr-us", "origin_declaration", 0.14, 1.15},
                                            {"DE", "EUR", "kr-eu", "origin_declaration", 0.12, 1.2},
                                            {"VN", "USD", "kr-vn", "certificate_of_origin", 0.09, 0.85}}};

/// What a firm buys of one seller, and how.
struct Trade {
  std::string seller;
  const Goods* goods;
  const Origin* origin;
  const char* incoterm;
  double price, freight;           // per kg in the currency; share of the price
  double royalty = 0, assist = 0;  // shares of the price
  bool insured = true, related = false, licensor = false;
  std::string item;
};
struct Firm {
  Importer importer;
  std::vector<Trade> trades;
};

std::string numbered(const char* format, unsigned long long number) {
  char text[48];
  std::snprintf(text, sizeof text, format, number);
  return text;
}

double spread(Random& random, double share) { return 1 + share * random.normal() / 1024; }
Decimal cents(double value) { return Decimal::micro(std::llround(value * 100) * 10'000); }

class World {
 public:
  World(const ImportScale& scale, const declaration::ExchangeRates& rates) : scale_(scale), rates_(rates) {
    const auto list = importers(scale);
    for (std::size_t i = 0; i < list.size(); ++i) firms_.push_back(firm(list[i], i));
  }

  void run(const std::function<void(const Filed&, const ImportTruth&)>& visit) {
    const auto days = static_cast<std::int64_t>(scale_.to.days() - scale_.from.days());
    // Errors that need something to be held against come when there is some.
    const auto forced = scale_.at_least_each * detection::detector_count;
    const auto first = scale_.declarations - std::min(scale_.declarations, forced * 2);
    for (std::size_t i = 0; i < scale_.declarations; ++i) {
      Random random(scale_.seed * 1'000'003 + i);
      const auto offset = scale_.declarations < 2 ? 0
                                                  : days * static_cast<std::int64_t>(i) /
                                                        static_cast<std::int64_t>(scale_.declarations - 1);
      const auto& from = firms_[i % firms_.size()];
      ImportTruth truth;
      if (i >= first && forced > 0) {
        if ((i - first) % 2 == 1) truth = {true, static_cast<Detector>((i - first) / 2 % detection::detector_count)};
      } else if (random.chance(scale_.errors_ppm)) {
        truth = {true, static_cast<Detector>(random.below(detection::detector_count))};
      }
      const auto& trade = pick(from, truth, random);
      auto filed = declare(from, trade, i, scale_.from.plus_days(static_cast<std::int32_t>(offset)), random);
      if (truth.planted) truth.planted = plant(filed, trade, truth.detector, random);
      visit(filed, truth);
    }
  }

 private:
  Firm firm(const Importer& importer, std::size_t index) {
    Random random(scale_.seed * 7'919 + index);
    Firm out{importer, {}};
    // Every firm buys leather boots, so that prices have comparable firms; goods that need a confirmation; and one
    // more.
    for (std::size_t t = 0; t < 3; ++t) {
      const auto& goods = t == 0 ? catalogue[0] : t == 2 ? catalogue[4 + index % 2] : random.pick(catalogue);
      const auto& origin = t == 0 ? origins[index % 2] : random.pick(origins);
      Trade trade;
      trade.seller = numbered("S-%llu", index * 3 + t + 1);
      trade.goods = &goods;
      trade.origin = &origin;
      trade.incoterm = "FOB";
      trade.price = goods.price_per_kg * origin.price * spread(random, 0.1);
      trade.freight = origin.freight * spread(random, 0.1);
      trade.related = t == 0;
      trade.licensor = t == 0;
      if (t == 0) trade.royalty = 0.05;
      if (t == 1) trade.assist = 0.03;
      trade.item = numbered("ITEM-%llu", index * 3 + t + 1);
      out.trades.push_back(std::move(trade));
    }
    return out;
  }

  static const Trade& pick(const Firm& firm, const ImportTruth& truth, Random& random) {
    if (!truth.planted) return random.pick(firm.trades);
    switch (truth.detector) {
      case Detector::assist_unreported: return firm.trades[1];
      case Detector::confirmation_missing: return firm.trades[2];
      default: return firm.trades[0];
    }
  }

  static Filed declare(const Firm& firm, const Trade& trade, std::size_t index, Date day, Random& random) {
    Filed out;
    out.party_id = firm.importer.party_id;
    out.declaration_id = numbered("IMP-%07llu", index + 1);
    out.seller = trade.seller;
    out.seller_related = trade.related;
    out.seller_is_licensor = trade.licensor;
    auto& declaration = out.declaration;
    declaration.declaration_number =
        numbered("99990-%02llu-", static_cast<unsigned>(day.year()) % 100) + numbered("%06lluM", index + 1);
    declaration.importer = firm.importer.party_id;
    declaration.tax_date = day;
    declaration.departure_country = trade.origin->country;
    declaration.currency = trade.origin->currency;
    declaration.incoterm = trade.incoterm;
    double price = 0, net = 0;
    const auto lines = static_cast<std::uint32_t>(random.between(1, 3));
    for (std::uint32_t number = 1; number <= lines; ++number) {
      assessment::Line line;
      line.number = number;
      line.tariff_code = trade.goods->code;
      line.description = std::string(trade.goods->en) + " " + trade.item;
      line.quantity = Decimal::whole(random.between(20, 800));
      line.unit = trade.goods->unit;
      const auto weight = line.quantity.approximate() * trade.goods->kg_each;
      line.net_weight = cents(weight * spread(random, 0.01));
      line.origin = trade.origin->country;
      line.price = cents(weight * trade.price * spread(random, 0.03));
      price += line.price.approximate();
      net += line.net_weight->approximate();
      if (number == 1) {
        line.preference = assessment::PreferenceClaim{trade.origin->agreement, trade.origin->proof,
                                                      numbered("CO-%llu", index + 1), day.plus_days(-10)};
      }
      detection::Goods goods{number, trade.item, trade.goods->trade_mark, {}};
      if (trade.goods->confirmed) goods.confirmations.push_back(numbered("C-%llu", index * 10 + number));
      out.goods.push_back(std::move(goods));
      declaration.lines.push_back(std::move(line));
    }
    const auto add = [&](PriceElement kind, double share) {
      declaration.elements.push_back({kind, {cents(price * share * spread(random, 0.05)), declaration.currency}, true});
    };
    add(PriceElement::freight, trade.freight);
    if (trade.insured) add(PriceElement::insurance, 0.004);
    if (trade.royalty > 0) add(PriceElement::royalty, trade.royalty);
    if (trade.assist > 0) add(PriceElement::assist, trade.assist);
    out.bill_of_lading_weight = cents(net * 1.08);
    return out;
  }

  static void drop(Filed& filed, PriceElement kind) {
    std::erase_if(filed.declaration.elements, [&](const Element& element) { return element.kind == kind; });
  }
  static void scale(Decimal& value, double factor) { value = cents(value.approximate() * factor); }

  /// False where the trade has nothing to go wrong with.
  bool plant(Filed& filed, const Trade& trade, Detector detector, Random& random) {
    auto& declaration = filed.declaration;
    auto& line = declaration.lines.front();
    detection::KnownLine known;
    known.line = 1;
    switch (detector) {
      case Detector::freight_left_out:
        if (random.chance(500'000)) {
          drop(filed, PriceElement::insurance);
        } else {
          for (auto& element : declaration.elements) {
            if (element.kind == PriceElement::freight) element.amount.value = Decimal{};
          }
        }
        return true;
      case Detector::royalty_unreported: drop(filed, PriceElement::royalty); return trade.royalty > 0;
      case Detector::assist_unreported: drop(filed, PriceElement::assist); return trade.assist > 0;
      case Detector::related_price_moved:
        for (auto& each : declaration.lines) scale(each.price, 0.7);
        return trade.related;
      case Detector::unit_price_unusual:
        // A seller of whom nothing was bought before, so that only other firms say what is usual.
        filed.seller = "S-NEW-" + filed.declaration_id;
        filed.seller_related = filed.seller_is_licensor = false;
        for (auto& each : declaration.lines) scale(each.price, 0.33);
        return true;
      case Detector::class_differs: line.tariff_code = trade.goods->similar; return true;
      case Detector::preference_unproven:
        known.proof_check = detection::ProofCheck::not_found;
        filed.known.push_back(known);
        return true;
      case Detector::relief_breached:
        line.relief = assessment::ReliefClaim{"re_export", "", declaration.tax_date.plus_months(6), {}, {}};
        known.relief_use = detection::ReliefUse::disposed;
        known.relief_used_on = declaration.tax_date.plus_months(3);
        filed.known.push_back(known);
        return true;
      case Detector::refund_claimed_twice:
        for (int i = 0; i < 2; ++i) {
          filed.refund_claims.push_back({filed.declaration_id + (i == 0 ? "-R1" : "-R2"), 1,
                                         Decimal::whole(line.quantity.floor_whole() * 6 / 10),
                                         "X-" + filed.declaration_id, 120'000});
        }
        return true;
      case Detector::quantity_gap:
        known.landed_quantity = Decimal::whole(line.quantity.floor_whole() * 12 / 10);
        filed.known.push_back(known);
        return true;
      case Detector::currency_slip: {
        // Prices in won, written as if they were in the currency of the contract.
        const auto rate = rates_.won_per_unit(declaration.currency, declaration.tax_date);
        if (!rate) return false;
        for (auto& each : declaration.lines) scale(each.price, rate->approximate());
        return true;
      }
      case Detector::confirmation_missing:
        for (auto& goods : filed.goods) goods.confirmations.clear();
        return trade.goods->confirmed;
    }
    return false;
  }

  const ImportScale& scale_;
  const declaration::ExchangeRates& rates_;
  std::vector<Firm> firms_;
};

}  // namespace

std::vector<Importer> importers(const ImportScale& scale) {
  static constexpr std::array<std::pair<const char*, const char*>, 6> names = {{{"가상가죽", "Invented Leather"},
                                                                                {"상상상사", "Imaginary Trading"},
                                                                                {"없는나라무역", "Nowhere Imports"},
                                                                                {"꾸민전자", "Made-up Electronics"},
                                                                                {"지어낸완구", "Fictional Toys"},
                                                                                {"허구부품", "Pretend Parts"}}};
  std::vector<Importer> out;
  for (std::size_t i = 0; i < scale.firms; ++i) {
    const auto& [ko, en] = names[i % names.size()];
    const auto round = i < names.size() ? std::string{} : " " + std::to_string(i / names.size() + 1);
    out.push_back({numbered("importer-%llu", i + 1),
                   {std::string("(표본) ") + ko + round, en + round + " (sample)"},
                   i % 2 == 0 ? "sample-broker" : ""});
  }
  return out;
}

void imports(const ImportScale& scale, const declaration::ExchangeRates& rates,
             const std::function<void(const Filed&, const ImportTruth&)>& visit) {
  World(scale, rates).run(visit);
}

}  // namespace clearway::sample
