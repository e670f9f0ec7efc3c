#include "detection/history.h"

#include <cmath>
#include <cstring>

#include "base/hash.h"
#include "base/text.h"

namespace clearway::detection {
namespace {

using assessment::Element;
using assessment::PriceElement;

constexpr std::int64_t million = 1'000'000;
constexpr std::size_t most_currencies = 4;
constexpr std::size_t most_classes = 4;

std::uint64_t joined(std::uint64_t left, std::uint64_t right) { return mix(left * 0x9e3779b97f4a7c15ULL ^ right); }

/// Lower case and without blanks and marks, so that small differences of writing do not count.
std::uint64_t described_as(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') {
      plain.push_back(static_cast<char>(c - 'A' + 'a'));
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) {
      plain.push_back(c);
    }
  }
  return plain.size() < 3 ? 0 : hash_text(plain);
}

bool has(std::initializer_list<PriceElement> kinds, PriceElement kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

void add_ratio(Ratios& ratios, std::uint64_t rank, std::int64_t part, std::int64_t whole) {
  if (part <= 0 || whole <= 0 || part > whole * 100) return;
  ratios.add({rank, static_cast<std::int64_t>(static_cast<double>(part) / static_cast<double>(whole) * million)});
}

}  // namespace

std::int64_t logarithm(double value) { return std::llround(std::log(value) * million); }

History::History(const assessment::Assessor& assessor, std::size_t most_cells)
    : assessor_(assessor),
      products_(most_cells),
      own_(most_cells),
      habits_(most_cells),
      freight_(most_cells),
      royalties_(most_cells),
      described_(most_cells),
      classes_(most_cells),
      weights_(most_cells),
      refunds_(most_cells) {}

std::uint64_t History::party_key(const Filed& filed) { return hash_text(filed.party_id); }
std::uint64_t History::seller_key(const Filed& filed) { return joined(party_key(filed), hash_text(filed.seller)); }
std::uint64_t History::declaration_key(const Filed& filed) {
  return joined(party_key(filed), hash_text(filed.declaration_id));
}
std::uint64_t History::export_key(std::string_view export_number) { return hash_text(export_number); }

std::uint64_t History::claim_key(const Filed& filed, const RefundClaim& claim) {
  return joined(declaration_key(filed), hash_text(claim.claim_id));
}

RowKeys History::keys(const Filed& filed, const assessment::Line& line) const {
  RowKeys out;
  out.party = party_key(filed);
  out.row = joined(declaration_key(filed), line.number);
  out.seller = seller_key(filed);
  const std::string_view code = line.tariff_code;
  const auto weighed = line.net_weight && line.net_weight->micro() > 0;
  const auto measure = weighed ? hash_text("KG") : hash_text(line.unit);
  out.product = joined(hash_text(code.substr(0, 6)), measure);
  out.product_origin = joined(out.product, hash_text(line.origin));
  const auto* goods = filed.goods_of(line.number);
  const bool has_item = goods != nullptr && !goods->item.empty();
  out.own_product = joined(joined(out.seller, joined(hash_text(code), measure)), has_item ? hash_text(goods->item) : 0);
  out.heading = hash_text(code.substr(0, 4), 1);
  out.description = described_as(line.description);
  if (has_item) out.item = joined(out.party, hash_text(goods->item));
  const auto per = weighed ? *line.net_weight : line.quantity;
  const auto won = assessor_.rates().to_won(line.price, filed.declaration.currency, filed.declaration.tax_date);
  if (won && *won > 0 && per.micro() > 0) out.price = logarithm(static_cast<double>(*won) / per.approximate());
  if (weighed && line.quantity.micro() > 0)
    out.weight = logarithm(line.net_weight->approximate() / line.quantity.approximate());
  return out;
}

std::int64_t History::sum_won(const Filed& filed, std::initializer_list<PriceElement> kinds) const {
  std::int64_t sum = 0;
  const auto day = filed.declaration.tax_date;
  const auto add = [&](const std::vector<Element>& elements) {
    for (const auto& element : elements) {
      if (!has(kinds, element.kind)) continue;
      sum += assessor_.rates().to_won(element.amount.value, element.amount.currency, day).value_or(0);
    }
  };
  add(filed.declaration.elements);
  for (const auto& line : filed.declaration.lines) add(line.elements);
  return sum;
}

std::int64_t History::price_won(const Filed& filed) const {
  std::int64_t sum = 0;
  for (const auto& line : filed.declaration.lines) {
    sum += assessor_.rates().to_won(line.price, filed.declaration.currency, filed.declaration.tax_date).value_or(0);
  }
  return sum;
}

const assessment::TermRule* History::term(const Filed& filed) const {
  for (const auto& rule : assessor_.terms().trade_terms.on(filed.declaration.tax_date).value) {
    if (rule.code == filed.declaration.incoterm) return &rule;
  }
  return nullptr;
}

const Ratios* History::freight_from(std::string_view country) const {
  return country.empty() ? nullptr : freight_.find(hash_text(country));
}

void History::add_habits(const Filed& filed) {
  const auto& declaration = filed.declaration;
  const auto price = price_won(filed);
  const auto rank = declaration_key(filed);
  const auto* rule = term(filed);
  const auto freight = sum_won(filed, {PriceElement::freight});
  if (rule != nullptr && !rule->freight_included && !declaration.departure_country.empty()) {
    if (auto* cell = freight_.open(hash_text(declaration.departure_country))) add_ratio(*cell, rank, freight, price);
  }
  if (filed.seller.empty()) return;
  auto* habits = habits_.open(seller_key(filed));
  if (habits == nullptr) return;
  ++habits->declarations;
  const auto royalty = sum_won(filed, {PriceElement::royalty});
  const auto assist = sum_won(filed, {PriceElement::assist});
  const auto insurance = sum_won(filed, {PriceElement::insurance});
  if (royalty > 0) ++habits->with_royalty;
  if (assist > 0) ++habits->with_assist;
  add_ratio(habits->royalty, rank, royalty, price);
  add_ratio(habits->assist, rank, assist, price);
  if (rule != nullptr && !rule->insurance_included) {
    ++habits->outside;
    if (insurance > 0) ++habits->insured;
    add_ratio(habits->insurance, rank, insurance, price);
  }
  if (rule != nullptr && !rule->freight_included) add_ratio(habits->freight, rank, freight, price);
  if (declaration.currency.size() == 3) {
    std::array<char, 3> code{};
    std::memcpy(code.data(), declaration.currency.data(), 3);
    const auto at = std::find_if(habits->currencies.begin(), habits->currencies.end(),
                                 [&](const Habits::Currency& currency) { return currency.code == code; });
    if (at != habits->currencies.end()) {
      ++at->count;
    } else if (habits->currencies.size() < most_currencies) {
      habits->currencies.push_back({code, 1});
    }
  }
}

void History::add(const Filed& filed) {
  ++declarations_;
  lines_ += filed.declaration.lines.size();
  add_habits(filed);
  const auto* rule = term(filed);
  const auto royalty = sum_won(filed, {PriceElement::royalty}) > 0;
  for (const auto& line : filed.declaration.lines) {
    const auto at = keys(filed, line);
    const auto* goods = filed.goods_of(line.number);
    if (at.price) {
      const Price price{at.row, at.party, filed.declaration.tax_date.days(), *at.price,
                        rule != nullptr && rule->freight_included};
      for (const auto key : {at.product, at.product_origin}) {
        if (auto* cell = products_.open(key)) cell->add(price);
      }
      if (!filed.seller.empty()) {
        if (auto* cell = own_.open(at.own_product)) cell->add(price);
      }
    }
    const auto code = tariff::parse_code(line.tariff_code).value_or(0);
    if (goods != nullptr && goods->trade_mark) {
      if (auto* cell = royalties_.open(at.heading)) cell->add({at.party, 0, royalty});
    }
    if (at.description != 0) {
      if (auto* cell = described_.open(at.description)) cell->add({at.party, code, false});
    }
    if (at.item == 0) continue;
    if (auto* cell = classes_.open(at.item)) {
      const auto known = std::find_if(cell->codes.begin(), cell->codes.end(),
                                      [&](const Classes::Count& count) { return count.code == code; });
      if (known != cell->codes.end()) {
        ++known->lines;
      } else if (cell->codes.size() < most_classes) {
        cell->codes.push_back({code, 1});
      }
    }
    if (at.weight) {
      if (auto* cell = weights_.open(at.item)) cell->add({at.row, at.party, 0, *at.weight, false});
    }
  }
  for (const auto& claim : filed.refund_claims) {
    if (claim.export_number.empty()) continue;
    auto* cell = refunds_.open(export_key(claim.export_number));
    if (cell == nullptr) continue;
    const auto on = filed.declaration.tax_date;
    const auto rank = claim_key(filed, claim);
    if (cell->claims++ == 0 || on < cell->on || (on == cell->on && rank < cell->first)) {
      cell->on = on;
      cell->first = rank;
    }
  }
}

std::uint64_t History::left_out() const {
  return products_.left_out() + own_.left_out() + habits_.left_out() + freight_.left_out() + royalties_.left_out() +
         described_.left_out() + classes_.left_out() + weights_.left_out() + refunds_.left_out();
}

}  // namespace clearway::detection
