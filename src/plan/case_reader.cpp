#include "plan/case_reader.h"

#include <limits>
#include <string>

#include "debt/case_reader.h"
#include "debt/json_fields.h"

namespace clearway::plan {
namespace {

using debt::JsonFields;
using debt::Problems;
using debt::Refusal;

constexpr std::size_t most_debts = 1'000;

/// Calls `read` with the object of a field; a missing one is left out.
template <class Read>
void object(JsonFields& fields, std::string_view field, const std::vector<std::string_view>& known, Read read) {
  const auto element = fields.find(field);
  if (!element) return;
  simdjson::dom::object found;
  if (element->get_object().get(found) != simdjson::SUCCESS) {
    return fields.problem(Refusal::value_has_the_wrong_type, field, simdjson::minify(*element).substr(0, 80), "{…}");
  }
  JsonFields inner(found, fields.path(field) + ".", known, fields.problems());
  read(inner);
}

/// A debt is a case of `clearway debt compute` on the day of the application.
void read_debts(JsonFields& fields, Request& request) {
  const auto element = fields.find("debts");
  if (!element) return;
  simdjson::dom::array list;
  if (element->get_array().get(list) != simdjson::SUCCESS) {
    return fields.problem(Refusal::value_has_the_wrong_type, "debts", {}, "[{…}]");
  }
  std::size_t index = 0;
  for (const auto entry : list) {
    if (index == most_debts) {
      return fields.problem(Refusal::list_is_too_long, "debts", {}, std::to_string(most_debts));
    }
    const auto place = "debts[" + std::to_string(index++) + "]";
    simdjson::dom::object found;
    if (entry.get_object().get(found) != simdjson::SUCCESS) {
      fields.problem(Refusal::value_has_the_wrong_type, place, {}, "{…}");
      continue;
    }
    if (found.at_key("until").error() == simdjson::SUCCESS) {
      fields.problem(Refusal::field_is_not_known, place + ".until", {}, "on");
      continue;
    }
    auto text = simdjson::minify(found);
    text.pop_back();
    text += (text.size() > 1 ? "," : "") + std::string("\"until\":\"") + request.on.text() + "\"}";
    Problems own;
    request.debts.push_back(debt::read_case(text, own));
    for (auto& problem : own) {
      problem.field = problem.field == "until" ? "on" : place + "." + problem.field;
      fields.problems().push_back(std::move(problem));
    }
  }
}

void read(JsonFields& fields, Request& request) {
  request.on = fields.required_date("on");
  request.granted_on = fields.date("granted_on");
  request.pay_on = fields.date("pay_on");
  if (const auto parts = fields.amount("parts")) {
    // What is beyond is refused by the plan, with what the law data allow.
    request.parts = static_cast<int>(std::min<std::int64_t>(*parts, std::numeric_limits<int>::max()));
  }
  request.order =
      static_cast<PenaltyOrder>(fields.choice("penalty", {penalty_order_names.begin(), penalty_order_names.end()}));
  request.security_offered = fields.amount("security_offered").value_or(0);
  object(fields, "facts",
         {"cause_is_recognised", "business_can_recover", "written_plan_is_given", "no_conviction",
          "no_other_enforcement", "no_new_arrears"},
         [&](JsonFields& inner) {
           auto& facts = request.facts;
           facts.cause_is_recognised = inner.yes_or_no("cause_is_recognised");
           facts.business_can_recover = inner.yes_or_no("business_can_recover");
           facts.written_plan_is_given = inner.yes_or_no("written_plan_is_given");
           facts.no_conviction = inner.yes_or_no("no_conviction");
           facts.no_other_enforcement = inner.yes_or_no("no_other_enforcement");
           facts.no_new_arrears = inner.yes_or_no("no_new_arrears");
         });
  object(fields, "means", {"income", "expenses", "assets"}, [&](JsonFields& inner) {
    request.means =
        Means{inner.required_amount("income"), inner.required_amount("expenses"), inner.amount("assets").value_or(0)};
  });
  // Against a day that could not be read everything would seem to be wrong.
  if (request.on != Date{}) read_debts(fields, request);
}

}  // namespace

Request read_request(std::string_view json, Problems& problems) {
  Request request;
  debt::read_object(json,
                    {"on", "granted_on", "pay_on", "parts", "penalty", "security_offered", "facts", "means", "debts"},
                    problems, [&](JsonFields& fields) { read(fields, request); });
  debt::sort(problems);
  return request;
}

}  // namespace clearway::plan
