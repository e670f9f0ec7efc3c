#include "importing/amendment.h"

#include <algorithm>

#include "accrual/steps.h"
#include "law/parameters.h"  // generated

namespace clearway::importing {
namespace {

using detection::Filed;

/// What is told once stays; what was not told yet may be.
template <class Value>
bool is_kept(const std::optional<Value>& before, const std::optional<Value>& after) {
  return !before || before == after;
}
template <class Values>
bool is_kept(const Values& before, const Values& after) {
  return before.empty() || before == after;
}

struct Field {
  std::string_view name;
  bool (*is_kept)(const Filed& before, const Filed& after);
};
constexpr std::array<Field, 6> fields = {{
    {"declaration_number",
     [](const Filed& before, const Filed& after) {
       return before.declaration.declaration_number == after.declaration.declaration_number;
     }},
    {"tax_date",
     [](const Filed& before, const Filed& after) { return before.declaration.tax_date == after.declaration.tax_date; }},
    {"customs_office",
     [](const Filed& before, const Filed& after) { return is_kept(before.customs_office, after.customs_office); }},
    {"accepted_on",
     [](const Filed& before, const Filed& after) { return is_kept(before.accepted_on, after.accepted_on); }},
    {"paid_on", [](const Filed& before, const Filed& after) { return is_kept(before.paid_on, after.paid_on); }},
    {"paid", [](const Filed& before, const Filed& after) { return is_kept(before.paid, after.paid); }},
}};

bool same_taxes(const assessment::Assessment& before, const assessment::Assessment& after) {
  return before.taxes == after.taxes &&
         std::equal(before.lines.begin(), before.lines.end(), after.lines.begin(), after.lines.end(),
                    [](const auto& a, const auto& b) { return a.line == b.line && a.taxes == b.taxes; });
}

Text said(const Messages& messages, const AmendmentRefused& refused, std::string_view what) {
  return accrual::sentence(messages,
                           "importing.refusal." + std::string(name(refused.refusal)) + "." + std::string(what),
                           {{"field", accrual::same(refused.field)}});
}

}  // namespace

Text AmendmentRefused::text(const Messages& messages) const { return said(messages, *this, "text"); }
Text AmendmentRefused::fix(const Messages& messages) const { return said(messages, *this, "fix"); }

std::optional<AmendmentRefused> refusal_of(const law::Law& law, const Version& before, const Version& after,
                                           TaxStanding taxes, Date today) {
  if (before.filed == after.filed) return AmendmentRefused{AmendmentRefusal::nothing_is_changed, {}};
  for (const auto& name : law.kr.import_.amendment.fixed_fields.on(today).value) {
    const auto field = std::find_if(fields.begin(), fields.end(), [&](const Field& one) { return one.name == name; });
    if (field != fields.end() && !field->is_kept(before.filed, after.filed)) {
      return AmendmentRefused{AmendmentRefusal::field_is_fixed, name};
    }
  }
  if (same_taxes(before.assessed, after.assessed)) return std::nullopt;
  if (taxes.asked_about) return AmendmentRefused{AmendmentRefusal::notice_is_open, {}};
  if (taxes.under_correction) return AmendmentRefused{AmendmentRefusal::correction_is_open, {}};
  if (taxes.paid) return AmendmentRefused{AmendmentRefusal::taxes_are_paid, {}};
  return std::nullopt;
}

}  // namespace clearway::importing
