#include <algorithm>

#include "accrual/arithmetic.h"
#include "accrual/steps.h"
#include "base/json_writer.h"
#include "debt/pack_case.h"

namespace clearway::debt {
namespace {

using accrual::Forecast;
using accrual::ForecastPart;
using accrual::Item;
using accrual::RulePack;
using accrual::Window;

/// Days of a window by the pack's count, also where they are not charged.
std::int64_t length(const Window& window, const Item& item, const RulePack& pack) {
  const bool uncounted_start = item.start && window.from == *item.start && !pack.first_day_counts;
  return window.to.days() - window.from.days() + (uncounted_start ? 0 : 1);
}

void write(JsonWriter& json, const Window& window, const Item& item, const RulePack& pack) {
  accrual::Wide per_day = 0;
  if (window.year_days > 0 || window.days > 0) {
    const auto divisor = accrual::Wide{window.rate.denominator} * std::max(1, window.year_days);
    per_day = accrual::floor_to(accrual::Wide{window.principal} * window.rate.numerator, divisor, 1);
  }
  json.begin_object().member("from", window.from.text()).member("to", window.to.text());
  json.member("length", length(window, item, pack)).member("days", window.days);
  json.member("rate_percent", window.rate.percent()).key("year_days");
  window.year_days > 0 ? json.integer(window.year_days) : json.null();
  json.member("principal", window.principal).member("per_day", static_cast<std::int64_t>(per_day));
  json.member("amount", window.amount).null_if_empty("excluded", window.excluded);
  json.null_if_empty("cite", window.cite).key("source");
  const auto source = pack.sources.find(window.cite);
  source == pack.sources.end() ? json.null() : json.string(source->second);
  json.member("grade", law::name(window.grade)).end_object();
}

void write(JsonWriter& json, const ForecastPart& part, const Item& item, const RulePack& pack) {
  json.begin_object().member("principal", part.principal).key("paid_on");
  part.paid_on ? json.string(part.paid_on->text()) : json.null();
  json.member("days", part.accrued.days).member("interest", part.accrued.total).key("windows").begin_array();
  for (const auto& window : part.accrued.windows) write(json, window, item, pack);
  json.end_array().end_object();
}

void write(JsonWriter& json, const Item& item, const Forecast& forecast, const RulePack& pack) {
  const auto& charge = pack.charges.find(item.charge)->second;
  json.begin_object().member("id", item.id).member("charge", item.charge).key("start");
  item.start ? json.string(item.start->text()) : json.null();
  json.member("until", item.until.text()).member("bears_interest", forecast.bears_interest);
  json.member("interest_only", charge.interest_only).member("principal", item.principal);
  json.member("paid", forecast.paid).member("unpaid", forecast.unpaid).member("interest", forecast.interest);
  json.member("total", forecast.unpaid + forecast.interest).member("days", forecast.days);
  json.member("per_day", forecast.per_day).member("refund", forecast.refund).key("parts").begin_array();
  for (const auto& part : forecast.parts) write(json, part, item, pack);
  json.end_array().end_object();
}

/// "12.34" for 1234 minor units of two digits.
std::string money(std::int64_t amount, const RulePack& pack) {
  if (pack.minor_unit_digits == 0) return accrual::grouped(amount);
  std::int64_t unit = 1;
  for (int i = 0; i < pack.minor_unit_digits; ++i) unit *= 10;
  auto fraction = std::to_string(amount % unit);
  fraction.insert(0, static_cast<std::size_t>(pack.minor_unit_digits) - fraction.size(), '0');
  return accrual::grouped(amount / unit) + "." + fraction;
}

}  // namespace

std::string to_json(const std::vector<Item>& items, const PackStatement& statement, const RulePack& pack) {
  JsonWriter json;
  json.begin_object().member("pack", pack.id).member("currency", pack.currency);
  json.member("minor_unit_digits", pack.minor_unit_digits).key("items").begin_array();
  for (std::size_t i = 0; i < items.size(); ++i) write(json, items[i], statement.items[i], pack);
  const auto& totals = statement.totals;
  json.end_array().key("totals").begin_object().member("principal", totals.principal).member("paid", totals.paid);
  json.member("unpaid", totals.unpaid).member("interest", totals.interest);
  json.member("total", totals.unpaid + totals.interest).member("days", totals.days);
  json.member("per_day", totals.per_day).member("refund", totals.refund);
  return json.end_object().end_object().take();
}

std::string to_text(const std::vector<Item>& items, const PackStatement& statement, const RulePack& pack,
                    const Messages& messages, Language language) {
  std::string out = pack.title.in(language) + " (" + pack.id + ", " + pack.currency + ")\n";
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& forecast = statement.items[i];
    out += messages.text("debt.pack.item", language,
                         {{"id", items[i].id},
                          {"charge", items[i].charge},
                          {"unpaid", money(forecast.unpaid, pack)},
                          {"interest", money(forecast.interest, pack)},
                          {"per_day", money(forecast.per_day, pack)}}) +
           '\n';
    for (const auto& part : forecast.parts) {
      for (const auto& window : part.accrued.windows) {
        const auto reason = pack.suspension_reasons.find(window.excluded);
        out +=
            "  " +
            messages.text(window.excluded.empty() ? "debt.pack.window" : "debt.pack.window_excluded", language,
                          {{"from", window.from.text()},
                           {"to", window.to.text()},
                           {"days", std::to_string(window.days)},
                           {"rate", window.rate.percent()},
                           {"principal", money(window.principal, pack)},
                           {"amount", money(window.amount, pack)},
                           {"reason", reason == pack.suspension_reasons.end() ? std::string{}
                                                                              : reason->second.title.in(language)}}) +
            '\n';
      }
    }
  }
  const auto& totals = statement.totals;
  return out +
         messages.text("debt.pack.totals", language,
                       {{"unpaid", money(totals.unpaid, pack)},
                        {"interest", money(totals.interest, pack)},
                        {"total", money(totals.unpaid + totals.interest, pack)},
                        {"per_day", money(totals.per_day, pack)}}) +
         '\n';
}

}  // namespace clearway::debt
