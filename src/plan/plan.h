#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "debt/types.h"
#include "law/calendar.h"
#include "law/law.h"

namespace clearway::plan {

/// Ways to pay a debt. Kept in records: never renumber.
enum class Kind : std::uint8_t {
  one_payment,
  instalments,  // before the due date (Customs Act 107(1))
  deferral      // of seizure and sale, paid in parts (43-2)
};
inline constexpr std::array<std::string_view, 3> kind_names = {"one_payment", "instalments", "deferral"};
inline std::string_view name(Kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

enum class Standing : std::uint8_t { met, not_met, not_known };
inline constexpr std::array<std::string_view, 3> standing_names = {"met", "not_met", "not_known"};
inline std::string_view name(Standing standing) { return standing_names[static_cast<std::size_t>(standing)]; }

/// With which parts the penalty that grows under a deferral is raised: with the last one, or each part is larger by
/// what has grown since the one before. Whatever is paid meets costs, then tax, then penalty (National Tax Collection
/// Act 3), so that larger parts let less grow.
enum class PenaltyOrder : std::uint8_t { with_last, with_each };
inline constexpr std::array<std::string_view, 2> penalty_order_names = {"with_last", "with_each"};

/// What is known of the debtor; nothing where it was not asked.
struct Facts {
  std::optional<bool> cause_is_recognised;    // disaster, theft, marked loss or crisis of the business
  std::optional<bool> business_can_recover;   // and the arrears can then be paid
  std::optional<bool> written_plan_is_given;  // of assets, income and dates, and found sound
  std::optional<bool> no_conviction;  // under customs, trade agreement, drawback or tax crime law, within clean_years
  std::optional<bool> no_other_enforcement;
  std::optional<bool> no_new_arrears;
};

/// As declared, in won; income and expenses of a month.
struct Means {
  std::int64_t income = 0, expenses = 0, assets = 0;
};

struct Request {
  std::vector<debt::Case> debts;   // each checked (debt::check); `until` is not looked at
  Date on;                         // of the application; payments dated later are left out
  std::optional<Date> granted_on;  // of the plan that is planned again: its longest term counts from then
  std::optional<Date> pay_on;      // of the one payment; `on` where it is missing
  int parts = 12;                  // monthly
  PenaltyOrder order = PenaltyOrder::with_last;
  Facts facts;
  std::optional<Means> means;
  std::int64_t security_offered = 0;
};

struct Share {
  std::int64_t costs = 0, tax = 0, penalty = 0;
  std::int64_t total() const { return costs + tax + penalty; }
};

struct Row {
  Date date;
  std::optional<Date> counted_to;  // the day of the month, where it was moved
  Share due;
  std::int64_t grown = 0;     // penalty grown since the row before, whenever it is collected
  std::int64_t tax_left = 0;  // afterwards
  std::vector<Share> shares;  // of each debt
};

struct Condition {
  std::string condition, cite;
  law::Grade grade = law::Grade::verify;
  Standing standing = Standing::not_known;
};

struct Effect {
  std::string measure, effect, cite;
  law::Grade grade = law::Grade::verify;
};

struct Security {
  std::int64_t amount = 0;
  Standing waived = Standing::not_known;  // a plan found sound, and no conviction within clean_years
  std::int64_t clean_years = 0;           // 0: the law names no waiver
  std::string cite;
  law::Grade grade = law::Grade::verify;
};

/// Parts against what is left of a month's income, and assets where that does not do.
struct Affordability {
  std::int64_t surplus = 0;  // income less expenses; below 0 where expenses are higher
  std::int64_t highest_part = 0;
  std::optional<std::int64_t> percent_of_surplus;  // of the highest part, cut down; nothing without a surplus
  std::optional<Date> first_failure;               // the first part that surpluses and assets do not cover
};

struct Plan {
  Kind kind = Kind::one_payment;
  std::vector<Row> rows;
  Share total;
  std::vector<Condition> conditions;
  std::optional<Security> security;
  std::vector<Effect> effects;
  std::optional<Affordability> affordability;

  /// not_met where a condition is not met, else not_known where one is not known.
  Standing standing() const;
};

/// The plan where the law lets it be asked for and the declared means cover it; nearest to what was asked.
struct Nearest {
  Kind kind = Kind::deferral;
  int parts = 1;
  Plan plan;
};

struct Offer {
  std::vector<Plan> plans;         // in the order of Kind
  std::optional<Nearest> nearest;  // only where the plan in parts that applies on the day would be refused or fails
};

/// The plan of `kind`. Errors: debts_are_missing, parts_are_out_of_range, parts_are_above_the_tax (each would be below
/// the rounding unit), pay_on_is_before_the_application,
/// application_is_before_the_law (of deferral), and those of debt::compute.
Result<Plan> make(Kind kind, const Request& request, const law::Law& law, const law::Calendar& calendar);

/// The three plans side by side. Plans before the due date are shown for a debt in arrears too, with the condition that
/// is not met.
Result<Offer> offer(const Request& request, const law::Law& law, const law::Calendar& calendar);

/// The request as it stands on `on` after the first `paid` rows of `plan` were paid as planned: to plan again early,
/// or after a missed part. Facts, means and the number of parts left stay. Error: on_is_before_the_paid_parts.
Result<Request> after(const Request& request, const Plan& plan, std::size_t paid, Date on);

struct Consequence {
  std::string consequence, cite;
  law::Grade grade = law::Grade::verify;
};

struct Forecast {
  Date missed;
  Share rest;  // owed on the missed day, the part included; of instalments without penalty, which has not begun
  std::vector<Consequence> consequences;
};

/// What follows if row `missed` (from 0) is not paid while those before it were. Error: part_is_not_in_the_plan, and
/// those of debt::compute.
Result<Forecast> forecast_missed(const Request& request, const Plan& plan, std::size_t missed, const law::Law& law,
                                 const law::Calendar& calendar);

}  // namespace clearway::plan
