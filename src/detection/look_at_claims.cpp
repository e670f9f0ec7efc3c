// Classes, preference, reliefs, refunds, quantities and confirmations.
#include <algorithm>
#include <cmath>
#include <map>

#include "assessment/arithmetic.h"
#include "base/date_text.h"
#include "detection/look.h"
#include "law/law.h"
#include "law/parameters.h"

namespace clearway::detection {

using accrual::same;

namespace {

constexpr std::int64_t million = 1'000'000;

std::string count(std::int64_t value) { return std::to_string(value); }

}  // namespace

Text Look::country(const std::string& code) const {
  const auto* known = assessor_.terms().law.codes().countries.find(code);
  return known == nullptr ? same(code) : known->label;
}

Text Look::agreement(const std::string& code) const {
  const auto index = assessor_.vocabulary().agreement(code);
  return index == 0 ? same(code) : assessor_.vocabulary().agreement_at(index).title;
}

Text Look::proof(const assessment::PreferenceClaim& claim) const {
  const auto* known = messages_.find("detection.proof." + claim.proof);
  const auto kind = known == nullptr ? same(claim.proof) : *known;
  return {kind.ko + " " + claim.proof_number, kind.en + " " + claim.proof_number};
}

Text Look::relief(const assessment::ReliefClaim& claim) const {
  const auto* known = messages_.find("assessment.term.relief." + claim.code);
  auto text = known == nullptr ? same(claim.code) : *known;
  if (!claim.approval.empty()) text = {text.ko + " " + claim.approval, text.en + " " + claim.approval};
  return text;
}

void Look::class_differs() {
  for (const auto& row : rows_) {
    const auto code = tariff::parse_code(row.line->tariff_code).value_or(0);
    const auto ask = [&](std::string_view variant, const std::string& pattern, std::uint64_t other,
                         std::int64_t strength, std::string_view what, const std::string& usual,
                         accrual::TextPlaces places) {
      places.emplace_back("code", same(row.line->tariff_code));
      places.emplace_back("other", same(tariff::code_text(other)));
      auto* finding = found(Detector::class_differs, variant, pattern, strength, places, "customs-act-50");
      if (finding == nullptr) return static_cast<Finding*>(nullptr);
      finding->lines = {row.line->number};
      evidence(*finding, row.line->number, what, row.line->tariff_code, usual);
      auto corrected = filed_.declaration;
      line_of(corrected, row.line->number).tariff_code = tariff::code_text(other);
      propose(*finding, std::move(corrected));
      return finding;
    };
    const auto item = row.goods == nullptr ? std::string{} : row.goods->item;
    const auto day = filed_.declaration.tax_date;
    const auto ruling = std::find_if(learned_.rulings.begin(), learned_.rulings.end(), [&](const ClassRuling& each) {
      return !item.empty() && each.party_id == filed_.party_id && each.item == item && each.from <= day &&
             (!each.to || day <= *each.to);
    });
    if (ruling != learned_.rulings.end()) {
      const auto ruled = tariff::parse_code(ruling->tariff_code).value_or(0);
      if (ruled != code) {
        ask("ruling", "ruling " + ruling->ruling_id, ruled, million, "class_ruled",
            tariff::code_text(ruled) + " (" + ruling->ruling_id + ")", {{"ruling", same(ruling->ruling_id)}});
      }
      continue;  // what was ruled is settled, whatever others do
    }
    if (const auto* classes = row.keys.item == 0 ? nullptr : history_.classes(row.keys)) {
      std::int64_t others = -1;
      const Classes::Count* most = nullptr;
      for (const auto& each : classes->codes) {
        others += each.lines;
        if (each.code != code && (most == nullptr || each.lines > most->lines)) most = &each;
      }
      if (most != nullptr && others >= settings_.least_declarations &&
          most->lines * million >= settings_.usual_share * others) {
        ask("own", "item " + item, most->code, 900'000, "class_own",
            tariff::code_text(most->code) + " (" + count(most->lines) + " / " + count(others) + ")",
            {{"with", same(count(most->lines))}, {"others", same(count(others))}});
        continue;
      }
    }
    const auto* described = row.keys.description == 0 ? nullptr : history_.described(row.keys);
    if (described == nullptr) continue;
    std::map<std::uint64_t, std::int64_t> codes;
    std::int64_t firms = 0, alike = 0;
    for (const auto& firm : described->entries()) {
      if (firm.rank == row.keys.party) continue;
      ++firms;
      ++codes[firm.code];
      if (firm.code / 10'000 == code / 10'000) ++alike;
    }
    if (firms < settings_.least_firms) continue;
    const auto most = std::max_element(codes.begin(), codes.end(),
                                       [](const auto& left, const auto& right) { return left.second < right.second; });
    if (most->first / 10'000 == code / 10'000 || most->second * million < settings_.usual_share * firms) continue;
    auto* finding =
        ask("peers", "described " + row.line->description + " " + row.line->tariff_code, most->first, 700'000,
            "class_peers", tariff::code_text(most->first) + " (" + count(most->second) + " / " + count(firms) + ")",
            {{"with", same(count(most->second))}, {"firms", same(count(firms))}});
    if (finding != nullptr) finding->peers = PeerRate{firms, alike};
  }
}

void Look::preference_unproven() {
  for (const auto& row : rows_) {
    const auto& claim = row.line->preference;
    if (!claim) continue;
    const auto check = row.known == nullptr ? ProofCheck::none : row.known->proof_check;
    const bool shown = !claim->proof.empty() && !claim->proof_number.empty();
    if (check == ProofCheck::confirmed || (shown && check == ProofCheck::none)) continue;
    const auto variant = check == ProofCheck::refuted     ? "refuted"
                         : check == ProofCheck::not_found ? "not_found"
                                                          : "missing";
    const auto pattern = claim->agreement + " " + filed_.seller + " " + row.line->tariff_code.substr(0, 6);
    auto* finding =
        found(Detector::preference_unproven, variant, pattern, check == ProofCheck::none ? 900'000 : million,
              {{"agreement", agreement(claim->agreement)}, {"number", same(claim->proof_number)}}, "fta-special-act-5");
    if (finding == nullptr) continue;
    finding->lines = {row.line->number};
    evidence(*finding, row.line->number, "agreement", agreement(claim->agreement));
    evidence(*finding, row.line->number, "proof", shown ? proof(*claim) : same("–"));
    auto corrected = filed_.declaration;
    line_of(corrected, row.line->number).preference.reset();
    propose(*finding, std::move(corrected));
  }
}

void Look::relief_breached() {
  const std::optional<Date> never;
  for (const auto& row : rows_) {
    const auto& claim = row.line->relief;
    if (!claim) continue;
    const auto use = row.known == nullptr ? ReliefUse::none : row.known->relief_use;
    const auto& used_on = row.known == nullptr ? never : row.known->relief_used_on;
    std::string_view variant;
    if (use == ReliefUse::other_use) variant = "other_use";
    if (use == ReliefUse::disposed) variant = "disposed";
    if (claim->re_export_by) {
      const bool late = use == ReliefUse::re_exported && used_on && *used_on > *claim->re_export_by;
      if (late) variant = "re_exported_late";
      if (use != ReliefUse::re_exported && variant.empty() && *claim->re_export_by < on_) variant = "not_re_exported";
    }
    if (variant.empty()) continue;
    std::string_view cite = "customs-act-97";
    for (const auto& rule : assessor_.terms().reliefs.on(filed_.declaration.tax_date).value) {
      if (rule.code == claim->code) cite = *rule.basis.cite;
    }
    const auto by = claim->re_export_by ? date_text(*claim->re_export_by) : same("–");
    const auto on = used_on ? date_text(*used_on) : same("–");
    auto* finding = found(Detector::relief_breached, variant, claim->code + " " + claim->approval,
                          variant == "not_re_exported" ? 900'000 : million, {{"by", by}, {"on", on}}, cite);
    if (finding == nullptr) continue;
    finding->lines = {row.line->number};
    evidence(*finding, row.line->number, "relief", relief(*claim));
    if (claim->re_export_by) evidence(*finding, row.line->number, "re_export_by", on, by);
    if (!claim->re_export_by && used_on) evidence(*finding, row.line->number, "used_on", on);
    auto corrected = filed_.declaration;
    line_of(corrected, row.line->number).relief.reset();
    propose(*finding, std::move(corrected));
  }
}

void Look::refund_claimed_twice() {
  for (const auto& row : rows_) {
    Decimal claimed;
    std::int64_t krw = 0;
    std::vector<const RefundClaim*> claims;
    for (const auto& claim : filed_.refund_claims) {
      if (claim.line != row.line->number) continue;
      claims.push_back(&claim);
      claimed = claimed + claim.quantity;
      krw += claim.krw;
    }
    const auto give_back = [&](Finding& finding, std::int64_t amount) {
      finding.lines = {row.line->number};
      if (amount > 0) finding.proposed.push_back({row.line->number, assessment::TaxKind::duty, amount});
    };
    if (claimed > row.line->quantity) {
      auto* finding = found(Detector::refund_claimed_twice, "more_than_imported", "quantity " + filed_.declaration_id,
                            million, {{"claimed", same(claimed.text())}, {"imported", same(row.line->quantity.text())}},
                            "drawback-act-14-1");
      if (finding == nullptr) continue;
      const auto excess = (claimed - row.line->quantity).micro();
      give_back(*finding, static_cast<std::int64_t>(assessment::Wide{krw} * excess / claimed.micro()));
      for (const auto* claim : claims)
        evidence(*finding, row.line->number, "refund_claim", claim->claim_id + ": " + claim->quantity.text());
      evidence(*finding, row.line->number, "quantity", claimed.text(), row.line->quantity.text());
      continue;
    }
    for (const auto* claim : claims) {
      if (claim->export_number.empty()) continue;
      const auto* refunds = history_.refunds(History::export_key(claim->export_number));
      if (refunds == nullptr || refunds->claims < 2 || refunds->first == History::claim_key(filed_, *claim)) continue;
      auto* finding = found(Detector::refund_claimed_twice, "same_export", "export " + claim->export_number, 950'000,
                            {{"export", same(claim->export_number)}, {"claims", same(count(refunds->claims))}},
                            "drawback-act-14-1");
      if (finding == nullptr) continue;
      give_back(*finding, claim->krw);
      evidence(*finding, row.line->number, "refund_claim",
               claim->claim_id + ": " + accrual::grouped(claim->krw) + " KRW");
      evidence(*finding, row.line->number, "export_used", claim->export_number, count(1));
    }
  }
}

void Look::quantity_gap() {
  Decimal net;
  bool all_weighed = true;
  for (const auto& row : rows_) {
    all_weighed = all_weighed && row.line->net_weight.has_value();
    net = net + row.line->net_weight.value_or(Decimal{});
    const auto declared = row.line->quantity;
    const auto landed = row.known == nullptr ? std::nullopt : row.known->landed_quantity;
    if (landed && declared.micro() > 0) {
      const auto gap = (*landed - declared).approximate() / declared.approximate();
      if (std::abs(gap) * million >= static_cast<double>(settings_.weight_gap)) {
        auto* finding = found(
            Detector::quantity_gap, gap > 0 ? "more_landed" : "less_landed",
            "landed " + filed_.declaration_id + " " + count(row.line->number), million,
            {{"declared", same(declared.text())}, {"landed", same(landed->text())}, {"unit", same(row.line->unit)}},
            "customs-act-241");
        if (finding != nullptr) {
          finding->lines = {row.line->number};
          evidence(*finding, row.line->number, "quantity", declared.text(), landed->text());
          auto corrected = filed_.declaration;
          auto& line = line_of(corrected, row.line->number);
          const auto scaled = [&](Decimal value) {
            return Decimal::micro(
                static_cast<std::int64_t>(assessment::Wide{value.micro()} * landed->micro() / declared.micro()));
          };
          line.price = scaled(line.price);
          line.quantity = *landed;
          if (line.net_weight) line.net_weight = scaled(*line.net_weight);
          if (line.volume) line.volume = scaled(*line.volume);
          propose(*finding, std::move(corrected));
        }
      }
    }
    const auto* weights = row.keys.item == 0 || !row.keys.weight ? nullptr : history_.weights(row.keys);
    if (weights == nullptr) continue;
    scratch_.clear();
    for (const auto& each : weights->entries()) {
      if (each.rank != row.keys.row) scratch_.push_back(each.log);
    }
    if (static_cast<std::int64_t>(scratch_.size()) < settings_.least_declarations) continue;
    const auto usual = *median(scratch_);
    if (std::abs(*row.keys.weight - usual) < settings_.least_scale * 3) continue;
    const auto grams = [](std::int64_t log) {
      return accrual::grouped(std::llround(std::exp(static_cast<double>(log) / million) * 1'000)) + " g";
    };
    auto* finding =
        found(Detector::quantity_gap, "unit_weight", "weight " + row.goods->item, 600'000,
              {{"weight", same(grams(*row.keys.weight))}, {"usual", same(grams(usual))}}, "customs-act-241");
    if (finding == nullptr) continue;
    finding->lines = {row.line->number};
    evidence(*finding, row.line->number, "unit_weight", grams(*row.keys.weight), grams(usual));
  }
  const auto& gross = filed_.bill_of_lading_weight;
  if (!gross || !all_weighed || gross->micro() <= 0) return;
  if ((net - *gross).approximate() * million < static_cast<double>(settings_.weight_gap) * gross->approximate()) return;
  auto* finding = found(Detector::quantity_gap, "gross_weight", "gross " + filed_.declaration_id, 900'000,
                        {{"net", same(net.text())}, {"gross", same(gross->text())}}, "customs-act-241");
  if (finding != nullptr) evidence(*finding, 0, "net_weight", net.text() + " kg", "< " + gross->text() + " kg");
}

void Look::confirmation_missing() {
  if (filed_.declaration.regime != assessment::Regime::general) return;
  const auto& goods = assessor_.terms().law.kr.import_.confirmed_goods.on(filed_.declaration.tax_date);
  for (const auto& row : rows_) {
    if (row.goods == nullptr || !row.goods->confirmations.empty()) continue;
    for (std::size_t i = 0; i < goods.value.size(); ++i) {
      if (!row.line->tariff_code.starts_with(goods.value.text(i, "prefix"))) continue;
      const Text act = {goods.value.text(i, "ko"), goods.value.text(i, "en")};
      auto* finding =
          found(Detector::confirmation_missing, "missing", "confirmation " + row.line->tariff_code.substr(0, 4),
                million, {{"code", same(row.line->tariff_code)}, {"act", act}}, goods.cite);
      if (finding == nullptr) break;
      finding->cites.emplace_back("customs-act-226");
      finding->lines = {row.line->number};
      evidence(*finding, row.line->number, "confirmation", same("–"), act);
      break;
    }
  }
}

}  // namespace clearway::detection
