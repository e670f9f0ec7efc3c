// Reliefs, simple rates and the reduction for voluntary declaration: Act 81, 88 to 101, Decree 96.
#include <algorithm>

#include "assessment/work.h"

namespace clearway::assessment {
namespace {

class Reliefs {
 public:
  explicit Reliefs(Work& work) : work_(work) {}

  void run() {
    for (auto& line : work_.lines) {
      if (!line.ok) continue;
      if (line.small_value) {
        free_of_small_value(line);
      } else if (line.line->relief) {
        claim(line, *line.line->relief);
      }
      if (work_.declaration.regime != Regime::general && !line.small_value) simple(line);
    }
    if (work_.declaration.traveller && work_.declaration.traveller->voluntary &&
        !work_.declaration.traveller->undeclared)
      voluntary();
  }

 private:
  const auto& law() const { return work_.terms.law.kr; }
  std::int64_t rounded(std::int64_t won) const { return cut(won, work_.tax_unit.value); }

  static void free_of_small_value(LineWork& line) {
    line.answer.duty_relieved = line.duty_before_relief;
    line.answer.taxes[TaxKind::duty] = 0;
  }

  void refuse(const LineWork& line, std::string_view field, std::string_view value, std::string expected) {
    work_.refuse_claim(line, Refusal::relief_lacks_its_condition, field, value, std::move(expected));
  }

  void claim(LineWork& line, const ReliefClaim& claim) {
    const auto& rules = work_.terms.reliefs.on(work_.day);
    const auto rule =
        std::find_if(rules.value.begin(), rules.value.end(), [&](const ReliefRule& r) { return r.code == claim.code; });
    if (rule == rules.value.end()) {
      std::string known;
      for (const auto& r : rules.value) known += (known.empty() ? "" : ", ") + r.code;
      return work_.refuse_claim(line, Refusal::relief_is_not_known, "relief.code", claim.code, known);
    }
    const auto share = share_of(line, *rule, claim);
    if (!share) return;
    const auto relieved = part_of(line.duty_before_relief, *share);
    line.relief = &*rule;
    line.answer.duty_relieved = relieved;
    line.answer.taxes[TaxKind::duty] = rounded(line.duty_before_relief - relieved);
    work_.step(Rule::relief, line.line->number, rules, rule->basis)
        .of(relieved)
        .with(Input::term("relief", rule->term.c_str()))
        .with(Input::ratio("share", *share))
        .with(Input::won("duty", line.duty_before_relief));
  }

  /// The share of the duty that is taken away; nothing, and the claim refused, where a condition is missing.
  std::optional<Decimal> share_of(const LineWork& line, const ReliefRule& rule, const ReliefClaim& claim) {
    const auto last = work_.day.plus_months(static_cast<int>(rule.months));
    if (rule.needs == "approval") {
      if (!claim.approval.empty()) return rule.share;
      return refuse(line, "relief.approval", "", ""), std::nullopt;
    }
    if (rule.needs == "value") {
      const auto& limit = law().import_.sample.max.on(work_.day);
      if (work_.within_usd(line.goods_price(), limit.value)) return rule.share;
      return refuse(line, "relief", std::to_string(line.goods_price()), "<= USD " + std::to_string(limit.value)),
             std::nullopt;
    }
    if (rule.needs == "re_export_by") {
      if (!claim.re_export_by) return refuse(line, "relief.re_export_by", "", "<= " + last.text()), std::nullopt;
      return re_export(line, rule, *claim.re_export_by, last);
    }
    if (rule.needs == "exported_on") {
      const auto first = work_.day.plus_months(-static_cast<int>(rule.months));
      if (claim.exported_on && *claim.exported_on >= first && *claim.exported_on <= work_.day) return rule.share;
      refuse(line, "relief.exported_on", claim.exported_on ? claim.exported_on->text() : "", ">= " + first.text());
      return std::nullopt;
    }
    // Act 101: the duty on the value of what was exported for processing.
    if (!claim.exported_value) return refuse(line, "relief.exported_value", "", "KRW"), std::nullopt;
    if (line.customs_value == 0) return Decimal{};
    const auto part = std::min(claim.exported_value->micro(), Decimal::whole(line.customs_value).micro());
    return Decimal::micro(
        static_cast<std::int64_t>(Wide{part} * Decimal::one / (Wide{line.customs_value} * Decimal::one)));
  }

  std::optional<Decimal> re_export(const LineWork& line, const ReliefRule& rule, Date by, Date last) {
    if (by < work_.day || by > last) {
      refuse(line, "relief.re_export_by", by.text(), work_.day.text() + " – " + last.text());
      return std::nullopt;
    }
    if (rule.code != "re_export_lease") return rule.share;
    for (const auto& step : work_.terms.lease.on(work_.day).value) {
      if (by <= work_.day.plus_months(static_cast<int>(step.months))) return step.share;
    }
    return Decimal{};
  }

  // --- simple rate

  void not_open(const LineWork& line, const char* reason) {
    work_.step(Rule::simple_rate_not_open, line.line->number)
        .by(law().assessment.simple_rate_scope.on(work_.day))
        .with(Input::term("reason", reason));
  }

  /// One rate instead of duty and internal taxes, unless Decree 96(2) leaves the goods out.
  void simple(LineWork& line) {
    const auto& charge = line.answer.rate;
    const bool duty_free =
        charge.form == tariff::Form::exempt || (charge.form == tariff::Form::ad_valorem && charge.percent == Decimal{});
    if (!work_.declaration.simple_rate) return not_open(line, "reason.not_wanted");
    if (work_.out.clearance == Clearance::general) return not_open(line, "reason.needs_declaration");
    if (line.line->commercial || (work_.declaration.regime != Regime::traveller && !work_.declaration.self_use))
      return not_open(line, "reason.commercial");
    if (duty_free || line.relief != nullptr) return not_open(line, "reason.duty_free");
    if (tariff::has_amount(charge.form)) return not_open(line, "reason.specific_duty");
    if (line.simple_rate->excluded) return not_open(line, "reason.excluded_goods");
    const auto& rates = work_.terms.simple_rates.on(work_.day);
    const auto& rate = *line.simple_rate;
    const auto pieces = std::max<std::int64_t>(1, line.pieces().floor_whole());
    const auto threshold = scaled(rate.above_won, pieces, 1).value_or(highest_won);
    auto won = percent_of(line.taxable(), rate.percent);
    const bool above = rate.above_won > 0 && line.taxable() > threshold;
    if (above) {
      const auto base = scaled(rate.base_won, pieces, 1);
      const auto part = percent_of(line.taxable() - threshold, rate.above_percent);
      won = base && part && *base <= highest_won - *part ? std::optional(*base + *part) : std::nullopt;
    }
    if (!won) return work_.refuse_line(line, Refusal::amount_is_out_of_range, "price", line.line->price.text());
    line.simple = true;
    line.answer.taxes = {};
    line.answer.taxes[TaxKind::simple_rate] = rounded(*won);
    auto& step = work_.step(above ? Rule::simple_rate_above : Rule::simple_rate, line.line->number, rates)
                     .of(rounded(*won))
                     .with(Input::term("goods", rate.term.c_str()))
                     .with(Input::won("value", line.taxable()))
                     .with(Input::percent("percent", above ? rate.above_percent : rate.percent));
    if (above) step.with(Input::won("base", rate.base_won)).with(Input::won("above", rate.above_won));
  }

  // --- voluntary declaration

  static TaxKind reduced_kind(const LineWork& line) { return line.simple ? TaxKind::simple_rate : TaxKind::duty; }

  /// A share of the duty (or of the simple rate's tax) up to a cap of the whole declaration (Act 96(2)), by line.
  void voluntary() {
    const auto& ratio = law().traveller.voluntary.ratio.on(work_.day);
    const auto& cap = law().traveller.voluntary.cap.on(work_.day);
    std::int64_t before = 0;
    for (const auto& line : work_.lines) {
      if (line.ok) before += line.answer.taxes[reduced_kind(line)];
    }
    if (before == 0) return;
    const auto reduction =
        std::min(static_cast<std::int64_t>(Wide{before} * ratio.value.micro() / Decimal::one), cap.value);
    work_.step(Rule::voluntary)
        .by(cap)
        .of(-reduction)
        .with(Input::won("tax", before))
        .with(Input::ratio("ratio", ratio.value))
        .with(Input::won("cap", cap.value));
    std::int64_t seen = 0, given = 0;
    for (auto& line : work_.lines) {
      if (!line.ok) continue;
      auto& tax = line.answer.taxes[reduced_kind(line)];
      seen += tax;
      const auto until = static_cast<std::int64_t>(Wide{reduction} * seen / before);
      tax = rounded(tax - (until - given));
      given = until;
    }
  }

  Work& work_;
};

}  // namespace

void grant_reliefs(Work& work) { Reliefs(work).run(); }

}  // namespace clearway::assessment
