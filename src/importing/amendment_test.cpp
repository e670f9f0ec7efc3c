#include "importing/amendment.h"

#include <gtest/gtest.h>

#include <functional>

#include "law/parameters.h"  // generated

namespace clearway::importing {
namespace {

using detection::Filed;

const law::Law& the_law() {
  static const auto law = law::Law::load(CLEARWAY_SOURCE_DIR "/law").value();
  return law;
}
const Messages& messages() {
  static const auto messages = Messages::load(CLEARWAY_SOURCE_DIR "/messages").value();
  return messages;
}

Filed boots() {
  Filed filed;
  filed.declaration_id = "IMP-1";
  filed.party_id = "firm-1";
  filed.seller = "S-1";
  filed.declaration.declaration_number = "99990-26-000001M";
  filed.declaration.tax_date = Date::of(2026, 3, 2);
  filed.customs_office = "040";
  return filed;
}
assessment::Assessment owed(std::int64_t duty) {
  assessment::Assessment assessed;
  assessed.lines.emplace_back().line = 1;
  assessed.lines[0].taxes[assessment::TaxKind::duty] = duty;
  assessed.taxes = assessed.lines[0].taxes;
  return assessed;
}

struct Case {
  const char* words;
  std::function<void(Filed&)> change;
  std::int64_t duty;  // after the change; 100,000 before
  TaxStanding taxes;
  std::string refused, field = {};
};

TEST(AmendmentTest, WhatMayBeAmendedAndWhatMayNot) {
  const auto seller = [](Filed& filed) { filed.seller = "S-2"; };
  const std::vector<Case> cases = {
      {"nothing is changed", [](Filed&) {}, 100'000, {}, "nothing_is_changed"},
      {"the seller, before payment", seller, 100'000, {}, ""},
      {"the seller, after payment", seller, 100'000, {false, false, true}, ""},
      {"the seller, with a notice and a correction open", seller, 100'000, {true, true, true}, ""},
      {"a tax, before payment", seller, 120'000, {}, ""},
      {"a tax, after payment", seller, 120'000, {false, false, true}, "taxes_are_paid"},
      {"less tax, after payment", seller, 80'000, {false, false, true}, "taxes_are_paid"},
      {"a tax that is being corrected", seller, 120'000, {false, true, false}, "correction_is_open"},
      {"a tax that customs asks about", seller, 120'000, {true, false, false}, "notice_is_open"},
      {"the number",
       [](Filed& filed) { filed.declaration.declaration_number = "other"; },
       100'000,
       {},
       "field_is_fixed",
       "declaration_number"},
      {"the day",
       [](Filed& filed) { filed.declaration.tax_date = Date::of(2026, 3, 3); },
       100'000,
       {},
       "field_is_fixed",
       "tax_date"},
      {"another office",
       [](Filed& filed) { filed.customs_office = "020"; },
       100'000,
       {},
       "field_is_fixed",
       "customs_office"},
      {"the day of payment, told for the first time",
       [](Filed& filed) { filed.paid_on = Date::of(2026, 3, 12); },
       100'000,
       {},
       ""},
  };
  const auto before = boots();
  const auto owed_before = owed(100'000);
  for (const auto& c : cases) {
    auto after = before;
    c.change(after);
    const auto refused =
        refusal_of(the_law(), {before, owed_before}, {after, owed(c.duty)}, c.taxes, Date::of(2026, 3, 5));
    EXPECT_EQ(refused ? name(refused->refusal) : "", c.refused) << c.words;
    if (!refused) continue;
    EXPECT_EQ(refused->field, c.field) << c.words;
    for (const auto& text : {refused->text(messages()), refused->fix(messages())}) {
      EXPECT_FALSE(text.ko.empty() || text.en.empty()) << c.words;
      EXPECT_EQ(text.en.find('{'), std::string::npos) << text.en;
    }
  }
}

TEST(AmendmentTest, WhatWasPaidStays) {
  auto before = boots();
  before.paid_on = Date::of(2026, 3, 12);
  before.accepted_on = Date::of(2026, 3, 3);
  before.paid = {{1, assessment::TaxKind::duty, 100'000}};
  const auto taxes = owed(100'000);
  const auto field = [&](const std::function<void(Filed&)>& change) {
    auto after = before;
    change(after);
    const auto refused = refusal_of(the_law(), {before, taxes}, {after, taxes}, {}, Date::of(2026, 3, 15));
    return refused ? refused->field : std::string("taken");
  };
  EXPECT_EQ(field([](Filed& filed) { filed.paid_on.reset(); }), "paid_on");
  EXPECT_EQ(field([](Filed& filed) { filed.accepted_on = Date::of(2026, 3, 4); }), "accepted_on");
  EXPECT_EQ(field([](Filed& filed) { filed.paid.clear(); }), "paid");
  EXPECT_EQ(field([](Filed& filed) { filed.seller = "S-2"; }), "taken");
}

}  // namespace
}  // namespace clearway::importing
