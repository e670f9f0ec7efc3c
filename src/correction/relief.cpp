#include "correction/relief.h"

namespace clearway::correction {
namespace {

bool paid_and_corrected_before_acceptance(const Declaration& declaration, Date filed_on) {
  if (!declaration.paid_on) return false;
  return !declaration.accepted_on ||
         (*declaration.paid_on < *declaration.accepted_on && filed_on < *declaration.accepted_on);
}

/// Paid before the result and filed within the months after it (Act 42-2(1)3).
bool follows_valuation_ruling(const Case& c, const Periods& periods, Date filed_on) {
  const auto& notified = c.circumstances.valuation_ruling_notified_on;
  return notified && c.declaration.paid_on && *c.declaration.paid_on < *notified && filed_on >= *notified &&
         filed_on <= periods.valuation_ruling->last_day;
}

/// Paid between application and the day before the result, filed within the months after it (Act 42-2(1)7).
bool follows_classification_ruling(const Case& c, const Periods& periods, Date filed_on) {
  const auto& applied = c.circumstances.classification_ruling_applied_on;
  const auto& notified = c.circumstances.classification_ruling_notified_on;
  return applied && notified && c.declaration.paid_on && *c.declaration.paid_on >= *applied &&
         *c.declaration.paid_on < *notified && filed_on >= *notified &&
         filed_on <= periods.classification_ruling->last_day;
}

Relief whole(ReliefGround ground, bool late_interest, std::string cite, std::optional<Date> open_until = {}) {
  return {ground, Decimal::whole(1), late_interest, open_until, std::move(cite), law::Grade::statute};
}

}  // namespace

std::string_view name(ReliefGround ground) {
  switch (ground) {
    case ReliefGround::none: return "none";
    case ReliefGround::corrected_before_acceptance: return "corrected_before_acceptance";
    case ReliefGround::provisional_price: return "provisional_price";
    case ReliefGround::valuation_ruling: return "valuation_ruling";
    case ReliefGround::relief_rate_was_reviewed: return "relief_rate_was_reviewed";
    case ReliefGround::amended_filing: return "amended_filing";
    case ReliefGround::imported_by_the_state: return "imported_by_the_state";
    case ReliefGround::classification_ruling: return "classification_ruling";
    case ReliefGround::justified_reason: return "justified_reason";
  }
  return {};
}

std::optional<ExcludingNotice> excluding_notice(const Circumstances& facts, Date day) {
  std::optional<ExcludingNotice> first;
  const auto look = [&](std::string_view field, std::optional<Date> on) {
    if (on && *on <= day && (!first || *on < first->on)) first = ExcludingNotice{field, *on};
  };
  look("audit_notice_on", facts.audit_notice_on);
  look("audit_known_on", facts.audit_known_on);
  look("assessment_notice_on", facts.assessment_notice_on);
  return first;
}

Relief relief_of(const Case& c, const Periods& periods, Date filed_on, bool by_audit) {
  const auto& facts = c.circumstances;
  if (facts.fraud || c.declaration.undeclared()) return {};
  if (paid_and_corrected_before_acceptance(c.declaration, filed_on)) {
    return whole(ReliefGround::corrected_before_acceptance, true, "customs-act-42_2-1-1");
  }
  if (facts.provisional_price) return whole(ReliefGround::provisional_price, true, "customs-act-42_2-1-2");
  if (facts.imported_by_the_state) return whole(ReliefGround::imported_by_the_state, true, "customs-act-42_2-1-6");
  if (facts.justified_reason) return whole(ReliefGround::justified_reason, true, "customs-act-42_2-1-9");
  if (facts.relief_rate_was_reviewed) {
    return whole(ReliefGround::relief_rate_was_reviewed, false, "customs-act-42_2-1-4");
  }
  if (by_audit) return {};
  if (follows_valuation_ruling(c, periods, filed_on)) {
    return whole(ReliefGround::valuation_ruling, false, "customs-act-42_2-1-3", periods.valuation_ruling->last_day);
  }
  if (follows_classification_ruling(c, periods, filed_on)) {
    return whole(ReliefGround::classification_ruling, false, "customs-act-42_2-1-7",
                 periods.classification_ruling->last_day);
  }
  if (excluding_notice(facts, filed_on)) return {};
  for (const auto& step : periods.relief) {
    if (filed_on <= step.until.last_day) {
      return {ReliefGround::amended_filing, step.share, false, step.until.last_day, step.until.cite, step.until.grade};
    }
  }
  return {};
}

}  // namespace clearway::correction
