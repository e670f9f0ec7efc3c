#include "noticing/correction_file.h"

#include <simdjson.h>

#include <algorithm>
#include <array>

#include "base/json_writer.h"

namespace clearway::noticing {
namespace {

using correction::Act;
using correction::Filing;

/// Charges of the chart of accounts by correction::Tax.
constexpr std::array<std::string_view, correction::tax_count> charges = {
    "customs_duty",   "individual_consumption_tax", "liquor_tax", "transport_tax", "education_tax", "rural_tax",
    "value_added_tax"};

std::string_view cite_of(Act act) {
  switch (act) {
    case Act::correction_before_payment: return "customs-act-38-5";
    case Act::supplementary_filing: return "customs-act-38_2-1";
    case Act::final_price_settlement: return "customs-act-28-4";
    case Act::assessment_of_undeclared_goods: return "customs-act-42-3-1";
    case Act::refund_claim:
    case Act::later_event_refund_claim:
    case Act::transfer_price_refund_claim: return "customs-act-38_3-2";
    case Act::amended_filing:
    case Act::assessment_after_audit: return "customs-act-38_3-1";
  }
  return {};
}

void write(JsonWriter& json, const correction::Amounts& amounts) {
  json.begin_object()
      .member("tax_krw", amounts.tax_krw)
      .member("interest_krw", amounts.interest_krw)
      .member("penalty_krw", amounts.penalty_krw)
      .member("penalty_relief_krw", amounts.penalty_relief_krw)
      .member("late_interest_krw", amounts.late_interest_krw)
      .member("late_interest_relief_krw", amounts.late_interest_relief_krw)
      .member("total_krw", amounts.total_krw())
      .end_object();
}

}  // namespace

std::string correction_id_of(std::string_view notice_id) {
  if (notice_id.starts_with("N-")) notice_id.remove_prefix(2);
  return "C-" + std::string(notice_id);
}

record::Matter correction_matter_of(const std::string& party_id, const std::string& correction_id) {
  record::Matter matter;
  matter.party_id = party_id;
  matter.matter_id = correction_id;
  matter.kind = correction_kind;
  return matter;
}

CorrectionFile correction_of(const notice::Notice& notice, const Quoted& quoted, std::string correction_id,
                             Date today) {
  CorrectionFile file;
  file.correction_id = std::move(correction_id);
  file.notice_id = notice.notice_id;
  file.declaration_number = notice.declared.declaration_number;
  for (const auto& line : quoted.of.lines) {
    if (line.declared_krw != line.correct_krw) file.lines.push_back(line);
  }
  const auto& quote = quoted.answer.quote->value;
  if (quote.additional) {
    file.filings.push_back(*quote.additional);
    file.due_krw = quote.additional->due_krw();
    // Before payment the first due date stays; where it has passed, the order still has to be payable.
    file.pay_by = std::max(quote.additional->pay_by.value_or(notice.declared.due_on.value_or(today)), today);
  }
  if (quote.refund) {
    file.filings.push_back(*quote.refund);
    file.refund_krw = quote.refund->due_krw();
    file.decided_by = quote.refund->reckoned_to;
  }
  return file;
}

notice::State filed_state(const CorrectionFile& file) {
  if (file.due_krw > 0) return notice::State::filed;
  return file.refund_krw > 0 ? notice::State::claimed : notice::State::settled;
}

record::Matter filed_matter(const notice::Notice& declared, const CorrectionFile& file, Date today) {
  auto matter = correction_matter_of(declared.party_id(), file.correction_id);
  const auto state = filed_state(file);
  matter.state = name(state);
  matter.customs_office = declared.declared.customs_office;
  matter.related_id = declared.finding.declaration_id;
  matter.opened_on = today;
  matter.due_on = state == notice::State::filed ? file.pay_by : file.decided_by;
  matter.amount_krw = file.due_krw - file.refund_krw;
  matter.body = to_json(file);
  return matter;
}

std::optional<settlement::NewOrder> order_of(const CorrectionFile& file, const std::string& party_id, Date today) {
  if (file.due_krw <= 0) return std::nullopt;
  const auto& filing = file.filings.front();
  settlement::NewOrder order;
  order.order_id = file.correction_id;
  order.party_id = party_id;
  order.matter = {file.correction_id, std::string(correction_kind), today};
  order.issued_on = today;
  order.due = *file.pay_by;
  order.cite = cite_of(filing.act);
  const auto add = [&order](std::string_view charge, std::int64_t amount) {
    if (amount > 0) order.charges.push_back({std::string(charge), amount});
  };
  for (const auto& tax : filing.taxes) add(charges[static_cast<std::size_t>(tax.tax)], tax.amounts.tax_krw);
  const auto& sum = filing.sum;
  add("interest", sum.interest_krw);
  add("penalty", sum.penalty_krw - sum.penalty_relief_krw + sum.late_interest_krw - sum.late_interest_relief_krw);
  return order;
}

std::vector<payment::ChargeAmount> claimed_charges(const CorrectionFile& file) {
  std::array<std::int64_t, correction::tax_count> less{};
  for (const auto& line : file.lines) less[static_cast<std::size_t>(line.tax)] += line.declared_krw - line.correct_krw;
  std::vector<payment::ChargeAmount> amounts;
  for (std::size_t i = 0; i < less.size(); ++i) {
    if (less[i] > 0) amounts.push_back({std::string(charges[i]), less[i]});
  }
  return amounts;
}

std::string to_json(const CorrectionFile& file) {
  JsonWriter json;
  json.begin_object()
      .member("correction_id", file.correction_id)
      .member("notice_id", file.notice_id)
      .member("declaration_number", file.declaration_number)
      .member("due_krw", file.due_krw)
      .member("refund_krw", file.refund_krw);
  if (file.pay_by) json.member("pay_by", file.pay_by->text());
  if (file.decided_by) json.member("decided_by", file.decided_by->text());
  if (file.decided_on) json.member("decided_on", file.decided_on->text()).member("decision", file.decision);
  json.key("lines").begin_array();
  for (const auto& line : file.lines) {
    json.begin_object()
        .member("line", line.line)
        .member("tax", correction::name(line.tax))
        .member("declared_krw", line.declared_krw)
        .member("correct_krw", line.correct_krw)
        .end_object();
  }
  json.end_array().key("filings").begin_array();
  for (const auto& filing : file.filings) {
    json.begin_object().member("act", correction::name(filing.act)).member("refund", filing.refund).key("sum");
    write(json, filing.sum);
    json.key("taxes").begin_array();
    for (const auto& tax : filing.taxes) {
      json.begin_object().member("tax", correction::name(tax.tax)).key("amounts");
      write(json, tax.amounts);
      json.end_object();
    }
    json.end_array().end_object();
  }
  return json.end_array().end_object().take();
}

namespace {

template <class Value>
bool read(simdjson::dom::object object, std::string_view name, Value& into) {
  return object.at_key(name).get(into) == simdjson::SUCCESS;
}

/// False where it is there and no day.
bool read_day(simdjson::dom::object object, std::string_view name, std::optional<Date>& into) {
  std::string_view text;
  if (object.at_key(name).get(text) != simdjson::SUCCESS) return true;
  into = Date::parse(text);
  return into.has_value();
}

bool read(simdjson::dom::object object, correction::Amounts& amounts) {
  return read(object, "tax_krw", amounts.tax_krw) && read(object, "interest_krw", amounts.interest_krw) &&
         read(object, "penalty_krw", amounts.penalty_krw) &&
         read(object, "penalty_relief_krw", amounts.penalty_relief_krw) &&
         read(object, "late_interest_krw", amounts.late_interest_krw) &&
         read(object, "late_interest_relief_krw", amounts.late_interest_relief_krw);
}

std::optional<Filing> filing_of(simdjson::dom::element element) {
  simdjson::dom::object object, sum;
  simdjson::dom::array taxes;
  std::string_view act;
  Filing filing;
  if (element.get(object) != simdjson::SUCCESS || !read(object, "act", act) || !read(object, "refund", filing.refund) ||
      !read(object, "sum", sum) || !read(sum, filing.sum) || !read(object, "taxes", taxes)) {
    return std::nullopt;
  }
  const auto known = std::find(correction::act_names.begin(), correction::act_names.end(), act);
  if (known == correction::act_names.end()) return std::nullopt;
  filing.act = static_cast<Act>(known - correction::act_names.begin());
  for (const auto each : taxes) {
    simdjson::dom::object one, amounts;
    std::string_view name;
    correction::TaxAmounts of;
    if (each.get(one) != simdjson::SUCCESS || !read(one, "tax", name) || !read(one, "amounts", amounts) ||
        !read(amounts, of.amounts)) {
      return std::nullopt;
    }
    const auto tax = correction::parse_tax(name);
    if (!tax) return std::nullopt;
    of.tax = *tax;
    filing.taxes.push_back(of);
  }
  return filing;
}

}  // namespace

Result<CorrectionFile> read_correction(std::string_view json) {
  const auto wrong = [](std::string_view field) {
    return Error{"correction_is_not_readable", std::string(field),
                 "A kept correction lacks or garbles '" + std::string(field) + "'",
                 "Check the record with `clearway audit verify`"};
  };
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (parser.parse(json.data(), json.size()).get(object) != simdjson::SUCCESS) return wrong(".");
  CorrectionFile file;
  for (auto [name, into] : {std::pair{"correction_id", &file.correction_id}, std::pair{"notice_id", &file.notice_id},
                            std::pair{"declaration_number", &file.declaration_number}}) {
    std::string_view text;
    if (object.at_key(name).get(text) != simdjson::SUCCESS) return wrong(name);
    *into = text;
  }
  simdjson::dom::array lines;
  if (object.at_key("lines").get(lines) != simdjson::SUCCESS) return wrong("lines");
  for (const auto element : lines) {
    std::string_view number, tax;
    correction::LineDifference line;
    const bool read = element["line"].get(number) == simdjson::SUCCESS &&
                      element["tax"].get(tax) == simdjson::SUCCESS &&
                      element["declared_krw"].get(line.declared_krw) == simdjson::SUCCESS &&
                      element["correct_krw"].get(line.correct_krw) == simdjson::SUCCESS;
    const auto known = read ? correction::parse_tax(tax) : std::nullopt;
    if (!known) return wrong("lines");
    line.line = number;
    line.tax = *known;
    file.lines.push_back(std::move(line));
  }
  simdjson::dom::array filings;
  if (object.at_key("due_krw").get(file.due_krw) != simdjson::SUCCESS) return wrong("due_krw");
  if (object.at_key("refund_krw").get(file.refund_krw) != simdjson::SUCCESS) return wrong("refund_krw");
  if (object.at_key("filings").get(filings) != simdjson::SUCCESS) return wrong("filings");
  for (const auto element : filings) {
    auto filing = filing_of(element);
    if (!filing) return wrong("filings");
    file.filings.push_back(std::move(*filing));
  }
  for (auto [name, into] : {std::pair{"pay_by", &file.pay_by}, std::pair{"decided_by", &file.decided_by},
                            std::pair{"decided_on", &file.decided_on}}) {
    if (!read_day(object, name, *into)) return wrong(name);
  }
  std::string_view decision;
  if (file.decided_on && !read(object, "decision", decision)) return wrong("decision");
  file.decision = decision;
  return file;
}

std::string request_of(const notice::Edited& edited) {
  std::string text = edited.loss_of_relief_is_known ? "file, relief lost" : "file";
  if (edited.ruling) text += ", by the ruling of " + edited.ruling->notified_on.text();
  for (const auto& line : edited.lines) {
    text += "\n" + line.line + " " + std::string(correction::name(line.tax)) + " " + std::to_string(line.correct_krw);
  }
  return text;
}

}  // namespace clearway::noticing
