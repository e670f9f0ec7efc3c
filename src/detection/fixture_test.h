#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "assessment/tables.h"
#include "detection/detect.h"
#include "law/law.h"

namespace clearway::detection {

/// The law, tariff and policy of the product, and a history to fill.
class Desk {
 public:
  Desk() : history(assessor(), 10'000) {}

  const assessment::Assessor& assessor() const { return tables_->assessor(); }

  /// A plain declaration of leather boots from a seller in China: 100 pairs of 1.2 kg for 3,000 dollars, freight 240,
  /// insurance 12.
  static Filed boots(const std::string& id, const std::string& party = "firm-1", const std::string& seller = "S-1") {
    Filed filed;
    filed.declaration_id = id;
    filed.party_id = party;
    filed.seller = seller;
    auto& declaration = filed.declaration;
    declaration.tax_date = Date::of(2026, 3, 2);
    declaration.departure_country = "CN";
    declaration.currency = "USD";
    declaration.incoterm = "FOB";
    declaration.elements = {{assessment::PriceElement::freight, {Decimal::whole(240), "USD"}, true},
                            {assessment::PriceElement::insurance, {Decimal::whole(12), "USD"}, true}};
    assessment::Line line;
    line.number = 1;
    line.tariff_code = "6403910000";
    line.description = "leather boots";
    line.quantity = Decimal::whole(100);
    line.unit = "2U";
    line.net_weight = Decimal::whole(120);
    line.origin = "CN";
    line.price = Decimal::whole(3'000);
    declaration.lines.push_back(line);
    filed.goods.push_back({1, "BOOT-1", true, {}});
    return filed;
  }
  static assessment::Line& line(Filed& filed) { return filed.declaration.lines.front(); }

  /// Others of the same firm and seller, or of firms of their own, each a little different.
  template <class Change>
  void others(int count, bool own, Change&& change) {
    for (int i = 0; i < count; ++i) {
      auto filed = boots("OTHER-" + std::to_string(history.declarations()),
                         own ? "firm-1" : "other-" + std::to_string(i), own ? "S-1" : "S-9" + std::to_string(i));
      filed.declaration.tax_date = Date::of(2025, 9, 1).plus_days(7 * i);
      line(filed).price = Decimal::whole(3'000 + 10 * i);
      change(filed);
      history.add(filed);
    }
  }
  void others(int count, bool own) {
    others(count, own, [](Filed&) {});
  }

  /// Findings about the declaration, which joins the history first.
  std::vector<Finding> ask(const Filed& filed, Date on = Date::of(2026, 11, 25)) {
    history.add(filed);
    return Detection(assessor(), policy, history, learned, messages).detect(filed, on);
  }

 private:
  static std::string root() { return CLEARWAY_SOURCE_DIR; }
  law::Law law_ = law::Law::load(root() + "/law").value();
  std::unique_ptr<const assessment::Tables> tables_ = assessment::Tables::load(law_).value();

 public:
  Messages messages = Messages::load(root() + "/messages").value();
  DetectionPolicy policy = DetectionPolicy::load(root() + "/policy").value();
  Learned learned;
  History history;
};

inline std::vector<std::string> names(const std::vector<Finding>& findings) {
  std::vector<std::string> out;
  for (const auto& finding : findings) out.push_back(finding.detector);
  return out;
}

}  // namespace clearway::detection
