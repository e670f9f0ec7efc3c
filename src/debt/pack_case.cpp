#include "debt/pack_case.h"

#include <set>

#include "accrual/arithmetic.h"
#include "debt/json_fields.h"

namespace clearway::debt {
namespace {

using accrual::Item;
using accrual::RulePack;

const std::vector<std::string_view> item_fields = {"id",          "principal",       "currency",       "charge",
                                                   "start",       "until",           "bears_interest", "payments",
                                                   "suspensions", "interest_charged"};

template <class Map>
std::vector<std::string_view> names(const Map& map) {
  std::vector<std::string_view> out;
  for (const auto& entry : map) out.push_back(entry.first);
  return out;
}

std::string listed(const std::vector<std::string_view>& names) {
  std::string out;
  for (const auto name : names) out += (out.empty() ? "" : ", ") + std::string(name);
  return out;
}

class ItemReader {
 public:
  ItemReader(const RulePack& pack, Problems& problems) : pack_(pack), problems_(problems) {}

  std::vector<Item> read(std::string_view json) {
    auto known = item_fields;
    known.emplace_back("items");
    read_object(json, known, problems_, [&](JsonFields& fields) { case_fields(fields); });
    return std::move(items_);
  }

 private:
  /// Either a list of items, with what they share beside it, or one item.
  void case_fields(JsonFields& fields) {
    until_ = fields.date("until");
    if (!fields.has("items")) {
      item(fields);
      return;
    }
    for (const auto field : item_fields) {
      const bool shared = field == "until" || field == "suspensions" || field == "currency";
      if (!shared && fields.has(field)) fields.problem(Refusal::field_is_not_known, field, {}, "items[]");
    }
    read_currency(fields);
    read_suspensions(fields, shared_);
    fields.objects("items", item_fields, most_rows, [&](JsonFields& row) { item(row); });
    if (items_.empty()) fields.missing("items");
  }

  void read_currency(JsonFields& fields) {
    const auto currency = fields.text("currency");
    if (currency && *currency != pack_.currency) {
      fields.problem(Refusal::currency_is_foreign, "currency", *currency, pack_.currency);
    }
  }

  void item(JsonFields& fields) {
    const auto before = problems_.size();
    Item item;
    item.id = fields.text("id").value_or(std::to_string(items_.size() + 1));
    item.principal = fields.required_amount("principal");
    read_currency(fields);
    read_charge(fields, item);
    item.start = fields.date("start");
    item.until = fields.has("until") ? fields.required_date("until") : until_.value_or(Date{});
    if (!fields.has("until") && !until_) fields.missing("until");
    item.bears_interest = read_flag(fields, "bears_interest");
    item.interest_charged = fields.amount("interest_charged").value_or(0);
    read_payments(fields, item);
    read_suspensions(fields, item.suspensions);
    item.suspensions.insert(item.suspensions.end(), shared_.begin(), shared_.end());
    if (problems_.size() == before) check(fields, item);
    items_.push_back(std::move(item));
  }

  std::optional<bool> read_flag(JsonFields& fields, std::string_view field) {
    const auto element = fields.find(field);
    if (!element) return std::nullopt;
    bool value = false;
    if (element->get_bool().get(value) == simdjson::SUCCESS) return value;
    fields.problem(Refusal::value_has_the_wrong_type, field, simdjson::minify(*element), "true, false");
    return std::nullopt;
  }

  void read_charge(JsonFields& fields, Item& item) {
    if (!fields.has("charge")) {
      if (!pack_.default_charge) return fields.missing("charge");
      item.charge = *pack_.default_charge;
      return;
    }
    item.charge = fields.text("charge").value_or("");
    if (item.charge.empty() || pack_.charges.contains(item.charge)) return;
    const auto known = names(pack_.charges);
    const auto near = nearest(item.charge, known);
    fields.problem(Refusal::charge_is_not_known, "charge", item.charge, near.empty() ? listed(known) : near);
  }

  void read_payments(JsonFields& fields, Item& item) {
    std::set<std::string> ids;
    fields.objects("payments", {"id", "date", "amount", "currency"}, most_rows, [&](JsonFields& row) {
      const auto id = row.text("id").value_or("");
      if (!id.empty() && !ids.insert(id).second) row.problem(Refusal::payment_id_stands_twice, "id", id);
      read_currency(row);
      item.payments.push_back({row.required_date("date"), row.required_amount("amount")});
    });
  }

  void read_suspensions(JsonFields& fields, std::vector<accrual::Exclusion>& out) {
    fields.objects("suspensions", {"from", "to", "reason"}, most_periods, [&](JsonFields& row) {
      accrual::Exclusion exclusion;
      exclusion.from = row.required_date("from");
      exclusion.to = row.date("to");
      if (exclusion.to && *exclusion.to < exclusion.from) {
        row.problem(Refusal::period_ends_before_it_starts, "to", exclusion.to->text(), "≥ " + exclusion.from.text());
      }
      if (!row.has("reason")) row.missing("reason");
      exclusion.reason = row.text("reason").value_or("");
      if (!exclusion.reason.empty() && !pack_.suspension_reasons.contains(exclusion.reason)) {
        row.problem(Refusal::reason_is_not_known, "reason", exclusion.reason, listed(names(pack_.suspension_reasons)));
      }
      out.push_back(std::move(exclusion));
    });
  }

  /// What the pack does not let pass.
  void check(JsonFields& fields, const Item& item) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < item.payments.size(); ++i) {
      const auto& payment = item.payments[i];
      const auto place = "payments[" + std::to_string(i) + "]";
      if (payment.amount > accrual::most_amount - sum) {
        return fields.problem(Refusal::amount_is_too_large, "payments", {}, std::to_string(accrual::most_amount));
      }
      sum += payment.amount;
      if (item.start && payment.date < *item.start && !pack_.payments_before_start) {
        fields.problem(Refusal::payment_is_before_the_debt, place + ".date", payment.date.text(),
                       "≥ " + item.start->text());
      }
      if (payment.date > item.until && pack_.late_payments == accrual::LatePayment::refused) {
        fields.problem(Refusal::payment_is_after_the_day_asked, place + ".date", payment.date.text(),
                       "≤ " + item.until.text());
      }
    }
    if (sum > item.principal && !pack_.payments_above_principal) {
      fields.problem(Refusal::payments_are_above_the_principal, "payments", std::to_string(sum),
                     std::to_string(item.principal));
    }
  }

  const RulePack& pack_;
  Problems& problems_;
  std::optional<Date> until_;
  std::vector<accrual::Exclusion> shared_;
  std::vector<Item> items_;
};

/// Sums of at most 100,000 items of amounts that each fit stay checked.
bool add(PackTotals& totals, const Item& item, const accrual::Forecast& forecast) {
  const auto sum = [](std::int64_t& total, std::int64_t more) { return !__builtin_add_overflow(total, more, &total); };
  return sum(totals.principal, item.principal) && sum(totals.paid, forecast.paid) &&
         sum(totals.unpaid, forecast.unpaid) && sum(totals.refund, forecast.refund) &&
         sum(totals.interest, forecast.interest) && sum(totals.per_day, forecast.per_day) &&
         sum(totals.days, forecast.days) && accrual::fits(accrual::Wide{totals.unpaid} + totals.interest);
}

}  // namespace

std::vector<Item> read_items(std::string_view json, const RulePack& pack, Problems& problems) {
  auto items = ItemReader(pack, problems).read(json);
  sort(problems);
  return items;
}

Result<PackStatement> compute(const std::vector<Item>& items, const RulePack& pack) {
  PackStatement statement;
  for (const auto& item : items) {
    auto forecast = accrual::forecast(item, pack);
    if (!forecast) {
      auto error = forecast.error();
      error.field = "items(" + item.id + ")." + error.field;
      return error;
    }
    if (!add(statement.totals, item, *forecast)) {
      return Error{"amount_is_too_large", "items(" + item.id + ")", "the sum of all items passes 64 bits",
                   "ask in several cases"};
    }
    statement.items.push_back(std::move(forecast).value());
  }
  return statement;
}

}  // namespace clearway::debt
