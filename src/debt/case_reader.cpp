#include "debt/case_reader.h"

#include <set>
#include <string>

#include "accrual/arithmetic.h"
#include "debt/json_fields.h"
#include "debt/rules.h"

namespace clearway::debt {
namespace {

template <class Names>
std::vector<std::string_view> list(const Names& names) {
  return {names.begin(), names.end()};
}

void read_currency(JsonFields& fields) {
  const auto currency = fields.text("currency");
  if (currency && *currency != "KRW") fields.problem(Refusal::currency_is_foreign, "currency", *currency, "KRW");
}

void read_costs(JsonFields& fields, Case& subject) {
  const auto element = fields.find("costs");
  if (!element) return;
  if (!element->is_array()) {
    if (const auto amount = fields.amount("costs")) subject.costs.push_back({std::nullopt, *amount});
    return;
  }
  fields.objects("costs", {"date", "amount"}, most_periods, [&](JsonFields& row) {
    Cost cost;
    cost.date = row.date("date");
    cost.amount = row.required_amount("amount");
    subject.costs.push_back(cost);
  });
}

void read_payments(JsonFields& fields, Case& subject) {
  std::set<std::string> ids;
  fields.objects("payments", {"id", "date", "amount", "currency"}, most_rows, [&](JsonFields& row) {
    Payment payment;
    payment.id = row.text("id").value_or("");
    payment.date = row.required_date("date");
    payment.amount = row.required_amount("amount");
    read_currency(row);
    if (!payment.id.empty() && !ids.insert(payment.id).second) {
      row.problem(Refusal::payment_id_stands_twice, "id", payment.id);
    }
    subject.payments.push_back(std::move(payment));
  });
}

void read_periods(JsonFields& fields, std::string_view field, std::vector<Period>& periods) {
  fields.objects(field, {"from", "to"}, most_periods, [&](JsonFields& row) {
    Period period;
    period.from = row.required_date("from");
    period.to = row.date("to");
    periods.push_back(period);
  });
}

void require_dates(JsonFields& fields, const Case& subject) {
  switch (subject.cause) {
    case Cause::declared:
    case Cause::under_declared:
    case Cause::under_declared_fraud:
      if (!fields.has("accepted") && !fields.has("statutory_due")) fields.missing("accepted");
      break;
    case Cause::assessed:
      if (!fields.has("notice_date")) fields.missing("notice_date");
      break;
    case Cause::undeclared:
    case Cause::undeclared_punished:
      if (!fields.has("imported")) fields.missing("imported");
      break;
  }
}

void read(JsonFields& fields, Case& subject) {
  read_currency(fields);
  subject.principal = fields.required_amount("principal");
  subject.tax_kind = static_cast<TaxKind>(fields.choice("tax_kind", list(tax_kind_names)));
  subject.cause = static_cast<Cause>(fields.choice("cause", list(cause_names)));
  subject.accepted = fields.date("accepted");
  subject.imported = fields.date("imported");
  subject.statutory_due = fields.date("statutory_due");
  subject.extended_to = fields.date("extended_to");
  subject.notice_date = fields.date("notice_date");
  subject.notice_received = fields.date("notice_received");
  subject.notice_published = fields.date("notice_published");
  subject.notice_due = fields.date("notice_due");
  subject.total_arrears = fields.amount("total_arrears");
  read_costs(fields, subject);
  read_payments(fields, subject);
  read_periods(fields, "suspensions", subject.suspensions);
  read_periods(fields, "deferrals", subject.deferrals);
  subject.until = fields.required_date("until");
  require_dates(fields, subject);
}

std::string before(Date day) { return "≥ " + day.text(); }

void check_notice(const Case& subject, Problems& problems) {
  const auto start = liability_day(subject);
  if (!subject.notice_date) {
    for (const auto& [field, day] : {std::pair{"notice_due", subject.notice_due},
                                     {"notice_received", subject.notice_received},
                                     {"notice_published", subject.notice_published}}) {
      if (day) problems.push_back({Refusal::notice_date_is_missing, field, day->text(), "notice_date"});
    }
    return;
  }
  if (*subject.notice_date < start) {
    problems.push_back({Refusal::notice_is_before_the_debt, "notice_date", subject.notice_date->text(), before(start)});
  }
  for (const auto& [field, day] : {std::pair{"notice_received", subject.notice_received},
                                   {"notice_published", subject.notice_published},
                                   {"notice_due", subject.notice_due}}) {
    if (day && *day < *subject.notice_date) {
      problems.push_back({Refusal::notice_due_is_before_the_notice, field, day->text(), before(*subject.notice_date)});
    }
  }
}

void check_periods(const std::vector<Period>& periods, const std::string& field, Problems& problems) {
  for (std::size_t i = 0; i < periods.size(); ++i) {
    const auto& period = periods[i];
    if (period.to && *period.to < period.from) {
      problems.push_back({Refusal::period_ends_before_it_starts, field + "[" + std::to_string(i) + "].to",
                          period.to->text(), before(period.from)});
    }
  }
}

/// Sums stay far from 64 bits.
template <class Rows>
void check_sum(const Rows& rows, const char* field, Problems& problems) {
  constexpr auto most = accrual::most_amount;
  std::int64_t sum = 0;
  for (const auto& row : rows) {
    if (row.amount > most - sum) {
      problems.push_back({Refusal::amount_is_too_large, field, "", std::to_string(most)});
      return;
    }
    sum += row.amount;
  }
}

}  // namespace

void check(const Case& subject, Problems& problems) {
  if (subject.principal == 0) problems.push_back({Refusal::principal_is_zero, "principal", "0", "1"});
  const auto start = liability_day(subject);
  if (subject.until < start) {
    problems.push_back({Refusal::until_is_before_the_debt, "until", subject.until.text(), before(start)});
  }
  check_notice(subject, problems);
  for (std::size_t i = 0; i < subject.payments.size(); ++i) {
    const auto& payment = subject.payments[i];
    const auto place = "payments[" + std::to_string(i) + "].";
    if (payment.amount == 0) problems.push_back({Refusal::amount_is_zero, place + "amount", "0", "1"});
    if (payment.date < start) {
      problems.push_back({Refusal::payment_is_before_the_debt, place + "date", payment.date.text(), before(start)});
    }
  }
  check_sum(subject.payments, "payments", problems);
  check_sum(subject.costs, "costs", problems);
  check_periods(subject.suspensions, "suspensions", problems);
  check_periods(subject.deferrals, "deferrals", problems);
}

Case read_case(std::string_view json, Problems& problems) {
  Case subject;
  read_object(json,
              {"principal", "currency", "tax_kind", "cause", "accepted", "imported", "statutory_due", "extended_to",
               "notice_date", "notice_received", "notice_published", "notice_due", "total_arrears", "costs", "payments",
               "suspensions", "deferrals", "until"},
              problems, [&](JsonFields& fields) { read(fields, subject); });
  // Dates that could not be read would only seem to be in the wrong order.
  if (problems.empty()) check(subject, problems);
  sort(problems);
  return subject;
}

}  // namespace clearway::debt
