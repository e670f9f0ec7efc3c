// The rate of duty and the duty: Customs Act 49 and 50.
#include <algorithm>

#include "assessment/work.h"

namespace clearway::assessment {
namespace {

using tariff::RateKind;
using tariff::RateRow;

constexpr std::array<const char*, tariff::rate_kind_names.size()> kind_terms = {
    "rate_kind.basic",
    "rate_kind.provisional",
    "rate_kind.anti_dumping",
    "rate_kind.countervailing",
    "rate_kind.retaliatory",
    "rate_kind.emergency",
    "rate_kind.special_emergency",
    "rate_kind.protective_adjustment",
    "rate_kind.adjustment",
    "rate_kind.quota",
    "rate_kind.seasonal",
    "rate_kind.concession",
    "rate_kind.agricultural_concession",
    "rate_kind.agricultural_concession_in_quota",
    "rate_kind.convenience",
    "rate_kind.preference",
    "rate_kind.agreement"};

/// A rate that may be applied, with what it would take.
struct Candidate {
  const RateRow* row = nullptr;
  std::int64_t won = 0;
  explicit operator bool() const { return row != nullptr; }
};

class LineDuty {
 public:
  LineDuty(Work& work, LineWork& line) : work_(work), line_(line), kinds_(work.terms.rate_kinds.on(work.day)) {}

  void run() {
    check_preference();
    check_recommendation();
    for (const auto& row : line_.tariff.rates) {
      if (!consider(row)) return;
    }
    if (!annex_) {
      work_.refuse_line(line_, Refusal::tariff_code_is_not_in_force, "tariff_code", line_.line->tariff_code,
                        "basic: " + work_.day.text());
      return;
    }
    note_missing_claims();
    note_basic();
    apply(choose());
  }

 private:
  // --- claims

  void check_preference() {
    const auto& claim = line_.line->preference;
    if (!claim) return;
    const auto& vocabulary = work_.assessor.vocabulary();
    const auto index = vocabulary.agreement(claim->agreement);
    if (index == 0) {
      return work_.refuse_claim(line_, Refusal::agreement_is_not_known, "preference.agreement", claim->agreement,
                                vocabulary.agreements_text());
    }
    const auto& agreement = vocabulary.agreement_at(index);
    if (std::find(agreement.members.begin(), agreement.members.end(), line_.line->origin) == agreement.members.end()) {
      return work_.refuse_claim(line_, Refusal::origin_is_not_of_the_agreement, "origin", line_.line->origin,
                                listed(agreement.members));
    }
    if (std::find(agreement.proofs.begin(), agreement.proofs.end(), claim->proof) == agreement.proofs.end() ||
        claim->proof_number.empty()) {
      return work_.refuse_claim(line_, Refusal::proof_of_origin_is_missing, "preference.proof", claim->proof,
                                listed(agreement.proofs));
    }
    agreement_ = index;
  }

  void check_recommendation() {
    const auto& claim = line_.line->recommendation;
    if (!claim) return;
    if (claim->quantity < line_.line->quantity) {
      return work_.refuse_claim(line_, Refusal::recommendation_does_not_cover_the_line, "recommendation.quantity",
                                claim->quantity.text(), ">= " + line_.line->quantity.text());
    }
    if (claim->number.empty()) {
      return work_.refuse_claim(line_, Refusal::recommendation_is_missing, "recommendation.number", "");
    }
    recommended_ = true;
  }

  void note_missing_claims() {
    if (agreement_ != 0 && !agreement_row_found_) {
      work_.refuse_claim(line_, Refusal::no_rate_of_the_agreement, "preference.agreement",
                         line_.line->preference->agreement);
    }
    if (recommended_ && !recommended_row_found_) {
      work_.refuse_claim(line_, Refusal::recommendation_is_missing, "recommendation",
                         line_.line->recommendation->number);
    }
  }

  static std::string listed(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : ", ") + word;
    return out;
  }

  // --- rates

  /// Takes the row up where it applies; false where the line is refused.
  bool consider(const RateRow& row) {
    if (!row.period.holds(work_.day)) return true;
    if (!row.origins.empty() && !tariff::has_word(row.origins, line_.line->origin)) return true;
    if (row.needs == tariff::Needs::origin_proof) {
      if (agreement_ == 0 || row.agreement != agreement_) return true;
      agreement_row_found_ = true;
    }
    if (row.needs == tariff::Needs::recommendation) {
      if (!recommended_) return true;
      recommended_row_found_ = true;
    }
    const auto won = work_.charged(line_, row.charge, line_.taxable(), "quantity");
    if (!won) return false;
    const Candidate candidate{&row, *won};
    const auto& rule = kinds_.value[static_cast<std::size_t>(row.kind)];
    if (rule.added) {
      if (added_count_ < added_.size()) added_[added_count_++] = candidate;
      return true;
    }
    switch (row.kind) {
      case RateKind::basic: basic_ = candidate; break;
      case RateKind::provisional: provisional_ = candidate; break;
      case RateKind::protective_adjustment: protective_ = candidate; break;
      case RateKind::adjustment:
      case RateKind::seasonal: third_ = candidate; break;
      case RateKind::quota: keep_lower(quota_, candidate); break;
      case RateKind::preference: keep_lower(fourth_, candidate); break;
      case RateKind::agricultural_concession_in_quota:
      case RateKind::agricultural_concession: keep_lower(farm_, candidate); break;
      case RateKind::concession:
      case RateKind::convenience: keep_lower(second_, candidate); break;
      case RateKind::agreement: keep_lower(agreed_, candidate); break;
      case RateKind::anti_dumping:
      case RateKind::countervailing:
      case RateKind::retaliatory:
      case RateKind::emergency:
      case RateKind::special_emergency: break;  // added
    }
    annex_ = provisional_ ? provisional_ : basic_;
    return true;
  }

  static void keep_lower(Candidate& held, const Candidate& other) {
    if (!held || other.won < held.won) held = other;
  }

  /// The order of Act 50(2) and (3); an agreement rate applies where it is lower (FTA Special Act 5).
  Candidate choose() const {
    if (protective_) return protective_;
    Candidate chosen = annex_;
    if (third_) {
      chosen = third_;
    } else if (quota_ && (!fourth_ || quota_.won < fourth_.won)) {
      chosen = quota_;
    } else if (fourth_) {
      chosen = fourth_;
    }
    if (farm_ && (chosen.row == annex_.row || farm_.won < chosen.won)) chosen = farm_;
    if (second_ && second_.won < chosen.won) chosen = second_;
    if (agreed_ && agreed_.won < chosen.won) chosen = agreed_;
    return chosen;
  }

  Step& rate_inputs(Step& step, const RateRow& row) const {
    step.with(Input::term("kind", kind_terms[static_cast<std::size_t>(row.kind)]));
    if (tariff::has_percent(row.charge.form)) step.with(Input::percent("percent", row.charge.percent));
    if (tariff::has_amount(row.charge.form)) {
      step.with(Input::decimal("won_per_unit", row.charge.won_per_unit));
      step.with(Input::word("unit", work_.assessor.vocabulary().unit_code(row.charge.unit)));
    }
    return step;
  }

  Step& rate_step(Rule rule, const RateRow& row) const {
    const auto& basis = kinds_.value[static_cast<std::size_t>(row.kind)].basis;
    auto& step = work_.step(rule, line_.line->number)
                     .cited(*basis.cite, basis.grade)
                     .in(row.period.from, row.period.open() ? std::nullopt : std::optional(row.period.to));
    return rate_inputs(step, row);
  }

  void note_basic() const { rate_step(Rule::rate_basic, *annex_.row).of(annex_.won); }

  void apply(const Candidate& chosen) {
    if (chosen.row != annex_.row) {
      auto& step = rate_step(Rule::rate_chosen, *chosen.row).of(chosen.won);
      if (chosen.row->agreement != 0)
        step.with(Input::word("agreement", work_.assessor.vocabulary().agreement_at(chosen.row->agreement).code));
    }
    for (const auto& other : {agreed_, farm_, second_, quota_, fourth_}) {
      if (other && other.row != chosen.row) rate_step(Rule::rate_not_lower, *other.row).of(other.won);
    }
    line_.answer.rate_kind = chosen.row->kind;
    line_.answer.agreement = chosen.row->agreement;
    line_.answer.rate = chosen.row->charge;
    auto duty = chosen.won;
    note_duty(chosen);
    for (std::size_t i = 0; i < added_count_; ++i) {
      rate_step(Rule::duty_added, *added_[i].row).of(added_[i].won);
      duty += added_[i].won;
    }
    if (duty > highest_won) {
      work_.refuse_line(line_, Refusal::amount_is_out_of_range, "price", line_.line->price.text());
      return;
    }
    line_.duty_before_relief = duty;
    line_.answer.taxes[TaxKind::duty] = cut(duty, work_.tax_unit.value);
  }

  void note_duty(const Candidate& chosen) const {
    const auto& charge = chosen.row->charge;
    const bool zero =
        charge.form == tariff::Form::exempt || (charge.form == tariff::Form::ad_valorem && charge.percent == Decimal{});
    const auto rule = zero                                      ? Rule::duty_free
                      : charge.form == tariff::Form::ad_valorem ? Rule::duty_ad_valorem
                      : charge.form == tariff::Form::specific   ? Rule::duty_specific
                                                                : Rule::duty_mixed;
    const auto& basis = kinds_.value[static_cast<std::size_t>(chosen.row->kind)].basis;
    const auto& period = chosen.row->period;
    auto& step = work_.step(rule, line_.line->number)
                     .cited(*basis.cite, basis.grade)
                     .in(period.from, period.open() ? std::nullopt : std::optional(period.to))
                     .of(cut(chosen.won, work_.tax_unit.value));
    if (tariff::has_percent(charge.form)) {
      step.with(Input::won("value", line_.taxable())).with(Input::percent("percent", charge.percent));
    }
    if (tariff::has_amount(charge.form)) {
      step.with(Input::decimal("quantity", work_.quantity_in(line_, charge.unit).value_or(Decimal{})))
          .with(Input::decimal("won_per_unit", charge.won_per_unit))
          .with(Input::word("unit", work_.assessor.vocabulary().unit_code(charge.unit)));
    }
  }

  Work& work_;
  LineWork& line_;
  const Dated<RateKindRules>& kinds_;
  std::uint16_t agreement_ = 0;  // claimed with its proof
  bool recommended_ = false, agreement_row_found_ = false, recommended_row_found_ = false;
  Candidate basic_, provisional_, annex_, protective_, third_, quota_, fourth_, farm_, second_, agreed_;
  std::array<Candidate, 5> added_;
  std::size_t added_count_ = 0;
};

}  // namespace

void find_duties(Work& work) {
  for (auto& line : work.lines) {
    if (line.ok) LineDuty(work, line).run();
  }
}

}  // namespace clearway::assessment
