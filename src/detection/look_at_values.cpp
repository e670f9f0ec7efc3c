// What the customs value leaves out, and prices that do not fit (Act 18, 30).
#include <algorithm>
#include <cmath>

#include "assessment/arithmetic.h"
#include "detection/look.h"

namespace clearway::detection {

using accrual::same;
using assessment::Element;
using assessment::ImportDeclaration;
using assessment::PriceElement;

namespace {

constexpr std::int64_t million = 1'000'000;

std::string percent(std::int64_t ppm) { return Decimal::micro(ppm / 1'000 * 100'000).text() + "%"; }
std::string won(std::int64_t krw) { return accrual::grouped(krw) + " KRW"; }
std::string count(std::int64_t value) { return std::to_string(value); }

std::int64_t part(std::int64_t whole, std::int64_t ppm) {
  return static_cast<std::int64_t>(assessment::Wide{whole} * ppm / million);
}

Element in_won(PriceElement kind, std::int64_t krw) { return {kind, {Decimal::whole(krw), "KRW"}, true}; }

void remove(ImportDeclaration& declaration, PriceElement kind) {
  const auto of_kind = [&](const Element& element) { return element.kind == kind; };
  std::erase_if(declaration.elements, of_kind);
  for (auto& line : declaration.lines) std::erase_if(line.elements, of_kind);
}

/// The middle share among the other declarations; nothing where fewer than `least` gave one.
std::optional<std::int64_t> usual_ratio(const Ratios* ratios, std::uint64_t without, std::int64_t least) {
  if (ratios == nullptr) return std::nullopt;
  std::vector<std::int64_t> values;
  for (const auto& ratio : ratios->entries()) {
    if (ratio.rank != without) values.push_back(ratio.ppm);
  }
  if (static_cast<std::int64_t>(values.size()) < least) return std::nullopt;
  return median(values);
}

/// What a logarithm of two prices means: 0.85 times, in ppm.
std::int64_t times(std::int64_t log) { return std::llround(std::exp(static_cast<double>(log) / million) * million); }

}  // namespace

void Look::freight_left_out() {
  const auto* term = history_.term(filed_);
  // Where a price slipped, shares of the price say nothing.
  if (term == nullptr || price_ <= 0 || !slipped_.empty()) return;
  if (!term->insurance_included) insurance_left_out();
  if (term->freight_included) return freight_in_the_term();
  const auto self = History::declaration_key(filed_);
  const auto* habits = history_.habits(History::seller_key(filed_));
  auto usual = habits == nullptr ? std::nullopt : usual_ratio(&habits->freight, self, settings_.least_declarations);
  if (!usual)
    usual = usual_ratio(history_.freight_from(filed_.declaration.departure_country), self, settings_.least_firms);
  const auto freight = history_.sum_won(filed_, {PriceElement::freight, PriceElement::surface_parcel_freight});
  if (!usual || freight >= part(part(price_, *usual), settings_.freight_below)) return;
  const auto expected = part(price_, *usual);
  auto* finding =
      found(Detector::freight_left_out, "freight", "freight " + filed_.seller, freight == 0 ? million : 800'000,
            {{"incoterm", same(filed_.declaration.incoterm)},
             {"freight", same(accrual::grouped(freight))},
             {"usual", same(accrual::grouped(expected))}},
            "customs-act-30-1-6");
  if (finding == nullptr) return;
  evidence(*finding, 0, "incoterm", filed_.declaration.incoterm);
  evidence(*finding, 0, "freight", won(freight), won(expected));
  evidence(*finding, 0, "freight_share",
           percent(static_cast<std::int64_t>(assessment::Wide{freight} * million / price_)), percent(*usual));
  auto corrected = filed_.declaration;
  remove(corrected, PriceElement::freight);
  corrected.elements.push_back(in_won(PriceElement::freight, expected));
  propose(*finding, std::move(corrected));
}

void Look::insurance_left_out() {
  const auto* habits = history_.habits(History::seller_key(filed_));
  if (filed_.seller.empty() || habits == nullptr || history_.sum_won(filed_, {PriceElement::insurance}) > 0) return;
  const auto others = habits->outside - 1;
  if (others < settings_.least_declarations || habits->insured * million < settings_.usual_share * others) return;
  const auto usual = usual_ratio(&habits->insurance, History::declaration_key(filed_), 1);
  if (!usual) return;
  const auto expected = part(price_, *usual);
  auto* finding = found(Detector::freight_left_out, "insurance", "insurance " + filed_.seller, 900'000,
                        {{"incoterm", same(filed_.declaration.incoterm)},
                         {"with", same(count(habits->insured))},
                         {"others", same(count(others))}},
                        "customs-act-30-1-6");
  if (finding == nullptr) return;
  evidence(*finding, 0, "incoterm", filed_.declaration.incoterm);
  evidence(*finding, 0, "insurance", won(0), won(expected));
  evidence(*finding, 0, "insured_before", count(habits->insured) + " / " + count(others));
  auto corrected = filed_.declaration;
  corrected.elements.push_back(in_won(PriceElement::insurance, expected));
  propose(*finding, std::move(corrected));
}

/// A term with the freight in the price, at the price that the firm pays the same seller without it.
void Look::freight_in_the_term() {
  const auto* habits = history_.habits(History::seller_key(filed_));
  if (filed_.seller.empty() || habits == nullptr) return;
  const auto usual = usual_ratio(&habits->freight, History::declaration_key(filed_), settings_.least_declarations);
  if (!usual) return;
  const auto rise = logarithm(1 + static_cast<double>(*usual) / million);
  std::vector<const Row*> alike;
  std::int64_t without = 0;
  for (const auto& row : rows_) {
    if (!row.keys.price || slipped(row.line->number)) continue;
    auto prices = own_prices(row, Date::from_days(INT32_MIN), Date::from_days(INT32_MAX), false);
    if (static_cast<std::int64_t>(prices.size()) < settings_.least_declarations) continue;
    const auto middle = *median(prices);
    // Prices that scatter as much as the freight say nothing.
    for (auto& price : prices) price = std::abs(price - middle);
    if (*median(prices) > rise / 3 || std::abs(*row.keys.price - middle) > rise / 3) continue;
    if (alike.empty()) without = middle;
    alike.push_back(&row);
  }
  if (alike.empty() || alike.size() * 2 < rows_.size()) return;
  const auto expected = part(price_, *usual);
  auto* finding = found(Detector::freight_left_out, "term", "term " + filed_.seller, 700'000,
                        {{"incoterm", same(filed_.declaration.incoterm)}, {"usual", same(accrual::grouped(expected))}},
                        "customs-act-30-1-6");
  if (finding == nullptr) return;
  for (const auto* row : alike) finding->lines.push_back(row->line->number);
  evidence(*finding, 0, "incoterm", filed_.declaration.incoterm, "FOB");
  evidence(*finding, alike.front()->line->number, "price", price_text(*alike.front()->keys.price), price_text(without));
  evidence(*finding, 0, "freight", won(0), won(expected));
  auto corrected = filed_.declaration;
  corrected.incoterm = "FOB";
  corrected.elements.push_back(in_won(PriceElement::freight, expected));
  propose(*finding, std::move(corrected));
}

/// Royalties and assists: what is added elsewhere, or what the facts ask for, and is not added here.
void Look::addition_unreported(Detector detector, PriceElement element, const char* cite) {
  if (price_ <= 0 || history_.sum_won(filed_, {element}) > 0) return;
  const bool royalty = element == PriceElement::royalty;
  const auto* habits = filed_.seller.empty() ? nullptr : history_.habits(History::seller_key(filed_));
  const auto others = habits == nullptr ? 0 : habits->declarations - 1;
  const auto with = habits == nullptr ? 0 : royalty ? habits->with_royalty : habits->with_assist;
  const bool usually = others >= settings_.least_declarations && with * million >= settings_.usual_share * others;
  std::vector<std::uint32_t> lines;
  for (const auto& row : rows_) {
    if (row.goods != nullptr && row.goods->trade_mark) lines.push_back(row.line->number);
  }
  const bool licensed = royalty && filed_.seller_is_licensor && !lines.empty();
  const bool told = royalty ? licensed : filed_.materials_sent;
  if (!usually && !told) return;
  auto* finding =
      found(detector, usually ? "before" : "facts", filed_.seller, usually ? (told ? million : 900'000) : 800'000,
            {{"with", same(count(with))}, {"others", same(count(others))}}, cite);
  if (finding == nullptr) return;
  if (royalty) finding->lines = lines;
  if (usually) evidence(*finding, 0, royalty ? "royalty_before" : "assist_before", count(with) + " / " + count(others));
  if (licensed) evidence(*finding, lines.front(), "trade_mark", filed_.seller);
  if (!royalty && told) evidence(*finding, 0, "materials_sent", filed_.seller);
  if (royalty && !lines.empty()) {
    const auto row =
        std::find_if(rows_.begin(), rows_.end(), [&](const Row& each) { return each.line->number == lines.front(); });
    PeerRate peers;
    if (const auto* firms = history_.royalties(row->keys)) {
      for (const auto& firm : firms->entries()) {
        if (firm.rank == row->keys.party) continue;
        ++peers.firms;
        if (!firm.did) ++peers.with_the_same;
      }
    }
    if (peers.firms >= settings_.least_firms) finding->peers = peers;
  }
  if (!usually) return;
  const auto usual = usual_ratio(royalty ? &habits->royalty : &habits->assist, 0, 1);
  if (!usual) return;
  evidence(*finding, 0, royalty ? "royalty_share" : "assist_share", "0%", percent(*usual));
  auto corrected = filed_.declaration;
  corrected.elements.push_back(in_won(element, part(price_, *usual)));
  propose(*finding, std::move(corrected));
}

void Look::related_price_moved() {
  if (!filed_.seller_related) return;
  const auto day = filed_.declaration.tax_date;
  for (const auto& row : rows_) {
    if (!row.keys.price || slipped(row.line->number)) continue;
    auto before =
        own_prices(row, day.plus_months(-static_cast<int>(settings_.related_months)), day.plus_days(-1), std::nullopt);
    if (static_cast<std::int64_t>(before.size()) < settings_.least_declarations) continue;
    const auto earlier = static_cast<std::int64_t>(before.size());
    const auto usual = *median(before);
    const auto moved = times(*row.keys.price - usual) - million;
    if (std::abs(moved) < settings_.related_move) continue;
    const bool fell = moved < 0;
    const auto strength = std::min(million, 750'000 + std::abs(moved) - settings_.related_move);
    auto* finding =
        found(Detector::related_price_moved, fell ? "fell" : "rose", filed_.seller + " " + row.line->tariff_code,
              fell ? strength : strength * 8 / 10,
              {{"moved", same(percent(std::abs(moved)))}, {"before", same(count(earlier))}}, "customs-act-30-3-4");
    if (finding == nullptr) continue;
    finding->lines = {row.line->number};
    evidence(*finding, row.line->number, "price", price_text(*row.keys.price), price_text(usual));
    evidence(*finding, 0, "related", filed_.seller);
    auto corrected = filed_.declaration;
    auto& price = line_of(corrected, row.line->number).price;
    price = Decimal::micro(part(price.micro(), times(usual - *row.keys.price)));
    if (fell) propose(*finding, std::move(corrected));
  }
}

void Look::unit_price_unusual() {
  for (const auto& row : rows_) {
    if (!row.keys.price || slipped(row.line->number)) continue;
    const auto usual = usual_price(row);
    if (!usual) continue;
    const auto score = (*row.keys.price - usual->middle) * million / usual->scale;
    if (std::abs(score) < settings_.price_score) continue;
    const bool low = score < 0;
    const auto strength = std::min(million, 800'000 + (std::abs(score) - settings_.price_score) / 20);
    const auto ratio = times(*row.keys.price - usual->middle);
    auto* finding = found(
        Detector::unit_price_unusual, low ? "low" : "high",
        filed_.seller + " " + row.line->tariff_code.substr(0, 6) + (low ? " low" : " high"),
        low ? strength : strength * 9 / 10,
        {{"share", same(percent(ratio))}, {"firms", same(count(usual->firms))}, {"origin", country(row.line->origin)}},
        "customs-act-30-5");
    if (finding == nullptr) continue;
    finding->lines = {row.line->number};
    evidence(*finding, row.line->number, "price", price_text(*row.keys.price), price_text(usual->middle));
    evidence(*finding, row.line->number, "score", Decimal::micro(score / 10'000 * 10'000).text(),
             "±" + Decimal::micro(settings_.price_score).text());
    PeerRate peers{usual->firms, 0};
    std::vector<std::uint64_t> as_far;
    for (const auto& price : history_.product(row.keys)->entries()) {
      if (price.party == row.keys.party) continue;
      if (low ? price.log <= *row.keys.price : price.log >= *row.keys.price) as_far.push_back(price.party);
    }
    std::sort(as_far.begin(), as_far.end());
    peers.with_the_same = std::unique(as_far.begin(), as_far.end()) - as_far.begin();
    finding->peers = peers;
  }
}

/// A price that is far off and fits in another currency, or with the point elsewhere.
void Look::currency_slip() {
  struct Off {
    const Row* row;
    std::int64_t usual, by;
    bool own;
  };
  std::vector<Off> off;
  std::size_t priced = 0;
  for (const auto& row : rows_) {
    if (!row.keys.price) continue;
    auto own = own_prices(row, Date::from_days(INT32_MIN), Date::from_days(INT32_MAX), std::nullopt);
    const bool enough = static_cast<std::int64_t>(own.size()) >= settings_.least_declarations;
    const auto usual = enough ? std::nullopt : usual_price(row);
    if (!enough && !usual) continue;
    ++priced;
    const auto middle = enough ? *median(own) : usual->middle;
    const auto by = middle - *row.keys.price;
    if (std::abs(by) >= settings_.slip_from) off.push_back({&row, middle, by, enough});
  }
  if (off.empty()) return;
  const auto& declaration = filed_.declaration;
  const auto rate = [&](std::string_view currency) {
    const auto value = assessor_.rates().won_per_unit(currency, declaration.tax_date);
    return value ? value->approximate() : 0.0;
  };
  const auto fits = [&](const Off& each, std::int64_t shift) {
    return std::abs(each.by - shift) <= settings_.slip_within;
  };
  // Another currency holds for the whole declaration: every price with something to hold it against must fit.
  std::vector<std::pair<std::string, bool>> currencies;
  if (const auto* habits = history_.habits(History::seller_key(filed_)); habits != nullptr && !filed_.seller.empty()) {
    for (const auto& usual : habits->currencies) currencies.emplace_back(std::string(usual.code.data(), 3), true);
  }
  for (const auto& currency : policy_.currencies) currencies.emplace_back(currency, false);
  if (off.size() == priced && rate(declaration.currency) > 0) {
    for (const auto& [currency, usual] : currencies) {
      if (currency == declaration.currency || rate(currency) <= 0) continue;
      const auto shift = logarithm(rate(currency) / rate(declaration.currency));
      if (!std::all_of(off.begin(), off.end(), [&](const Off& each) { return fits(each, shift); })) continue;
      auto* finding = found(Detector::currency_slip, "currency", filed_.seller + " " + declaration.currency,
                            usual || off.front().own ? million : 800'000,
                            {{"currency", same(declaration.currency)}, {"other", same(currency)}}, "customs-act-18");
      if (finding == nullptr) return;
      for (const auto& each : off) {
        finding->lines.push_back(each.row->line->number);
        slipped_.push_back(each.row->line->number);
        evidence(*finding, each.row->line->number, "price", price_text(*each.row->keys.price), price_text(each.usual));
      }
      evidence(*finding, 0, "currency", declaration.currency, currency);
      auto corrected = declaration;
      corrected.currency = currency;
      propose(*finding, std::move(corrected));
      return;
    }
  }
  for (const auto& each : off) {
    for (const int power : {1, 2, 3}) {
      const auto factor = std::int64_t{power == 1 ? 10 : power == 2 ? 100 : 1'000};
      const auto shift = logarithm(static_cast<double>(factor)) * (each.by < 0 ? -1 : 1);
      if (!fits(each, shift)) continue;
      const auto number = each.row->line->number;
      auto* finding = found(Detector::currency_slip, each.by < 0 ? "too_high" : "too_low",
                            filed_.seller + " " + each.row->line->tariff_code + " " + count(factor),
                            each.own ? 950'000 : 750'000, {{"factor", same(count(factor))}}, "customs-act-18");
      if (finding == nullptr) break;
      finding->lines = {number};
      slipped_.push_back(number);
      evidence(*finding, number, "price", price_text(*each.row->keys.price), price_text(each.usual));
      auto corrected = declaration;
      auto& price = line_of(corrected, number).price;
      price = Decimal::micro(each.by < 0 ? price.micro() / factor : price.micro() * factor);
      propose(*finding, std::move(corrected));
      break;
    }
  }
}

}  // namespace clearway::detection
