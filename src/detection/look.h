#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "accrual/steps.h"
#include "detection/detect.h"

namespace clearway::detection {

/// What comparable prices say of one price.
struct Usual {
  std::int64_t middle = 0, scale = 0;  // logarithms
  std::int64_t firms = 0;              // others
};

/// One declaration while it is looked at.
class Look {
 public:
  Look(const assessment::Assessor& assessor, const DetectionPolicy& policy, const History& history,
       const Learned& learned, const Messages& messages, const Filed& filed, Date on);

  /// All detectors in turn.
  std::vector<Finding> run();

 private:
  // Of values and prices.
  void freight_left_out();
  void insurance_left_out();
  void freight_in_the_term();
  void addition_unreported(Detector detector, assessment::PriceElement element, const char* cite);
  void related_price_moved();
  void unit_price_unusual();
  void currency_slip();
  // Of classes, claims and quantities.
  void class_differs();
  void preference_unproven();
  void relief_breached();
  void refund_claimed_twice();
  void quantity_gap();
  void confirmation_missing();

  struct Row {
    const assessment::Line* line;
    RowKeys keys;
    const Goods* goods;
    const KnownLine* known;
  };

  bool active(Detector detector) const;
  /// A finding with its sentences; null where it is retired, silenced, or too weak to be said.
  Finding* found(Detector detector, std::string_view variant, std::string pattern, std::int64_t strength_ppm,
                 const accrual::TextPlaces& places, std::string_view cite);
  void evidence(Finding& finding, std::uint32_t line, std::string_view what, Text value, Text usual = {}) const;
  void evidence(Finding& finding, std::uint32_t line, std::string_view what, std::string value,
                std::string usual = {}) const {
    evidence(finding, line, what, accrual::same(std::move(value)), accrual::same(std::move(usual)));
  }
  /// What people call the things that declarations name by their codes; the code where nothing names it.
  Text country(const std::string& code) const;
  Text agreement(const std::string& code) const;
  Text proof(const assessment::PreferenceClaim& claim) const;
  Text relief(const assessment::ReliefClaim& claim) const;
  /// What the declaration would cost as corrected.
  void propose(Finding& finding, assessment::ImportDeclaration corrected);
  const assessment::Assessment& as_filed();

  /// What others pay for the goods of a row; nothing where too few do.
  std::optional<Usual> usual_price(const Row& row);
  /// Prices of the firm's own other rows of the product from the seller, within the days given; whose freight is in
  /// the price where asked.
  std::vector<std::int64_t> own_prices(const Row& row, Date from, Date to, std::optional<bool> freight_included) const;
  static assessment::Line& line_of(assessment::ImportDeclaration& declaration, std::uint32_t number);
  std::string price_text(std::int64_t log) const;
  /// Where a currency or factor slip explains a price, other questions about it are not asked.
  bool slipped(std::uint32_t line) const;

  const assessment::Assessor& assessor_;
  const DetectionPolicy& policy_;
  const History& history_;
  const Learned& learned_;
  const Messages& messages_;
  const Filed& filed_;
  Date on_;
  const Settings& settings_;
  std::vector<Row> rows_;
  std::int64_t price_ = 0;  // of the declaration, won
  std::optional<assessment::Assessment> assessed_;
  std::vector<std::uint32_t> slipped_;
  std::vector<std::int64_t> scratch_;
  std::vector<Finding> findings_;
};

}  // namespace clearway::detection
