#include "correction/case_reader.h"

#include <simdjson.h>

#include <algorithm>
#include <functional>
#include <initializer_list>

#include "base/text.h"

namespace clearway::correction {
namespace {

namespace dom = simdjson::dom;

/// Thrown inside this file only: the first thing that is wrong ends the reading of a case.
struct Wrong {
  Refused refused;
};

[[noreturn]] void refuse(Refusal refusal, std::string field, std::string value = {}) {
  throw Wrong{{refusal, std::move(field), std::move(value)}};
}

/// The value as JSON, cut where it is long.
std::string shown(dom::element value) {
  constexpr std::size_t most = 80;
  std::string text = simdjson::minify(value);
  if (text.size() <= most) return text;
  std::size_t cut = most;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;  // not inside a character
  return text.substr(0, cut) + "…";
}

/// The members of one JSON object; each is asked for once, what is left over is not known.
class Members {
 public:
  Members(dom::element value, std::string path) : path_(std::move(path)) {
    dom::object object;
    if (value.get(object) != simdjson::SUCCESS) {
      refuse(Refusal::value_has_the_wrong_type, path_.empty() ? "." : path_, shown(value));
    }
    // No object of a case has so many members; looking each up among the others must not grow beyond all bounds.
    constexpr std::size_t most_members = 64;
    for (const auto member : object) {
      if (members_.size() == most_members)
        refuse(Refusal::field_is_not_known, path_of(member.key), shown(member.value));
      const auto found =
          std::find_if(members_.begin(), members_.end(), [&](const Member& known) { return known.name == member.key; });
      if (found != members_.end()) refuse(Refusal::field_stands_twice, path_of(member.key));
      members_.push_back({member.key, member.value});
    }
  }

  void refuse_unknown(std::initializer_list<std::string_view> known) const {
    for (const auto& member : members_) {
      if (std::find(known.begin(), known.end(), member.name) == known.end()) {
        refuse(Refusal::field_is_not_known, path_of(member.name), shown(member.value));
      }
    }
  }

  std::string path_of(std::string_view name) const {
    if (name.empty()) name = "\"\"";
    return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
  }

  const dom::element* find(std::string_view name) const {
    for (const auto& member : members_) {
      if (member.name == name) return member.value.is_null() ? nullptr : &member.value;
    }
    return nullptr;
  }
  const dom::element& at(std::string_view name) const {
    const auto* value = find(name);
    if (value == nullptr) refuse(Refusal::field_is_missing, path_of(name));
    return *value;
  }

  std::string text_or_empty(std::string_view name) const {
    const auto* value = find(name);
    if (value == nullptr) return {};
    return std::string(text(*value, path_of(name)));
  }
  std::string text(std::string_view name) const { return std::string(text(at(name), path_of(name))); }

  std::optional<Date> date(std::string_view name) const {
    const auto* value = find(name);
    if (value == nullptr) return std::nullopt;
    const auto read = Date::parse(text(*value, path_of(name)));
    // Years that no import tax was ever declared in are slips of the pen; they would only run through long periods.
    if (!read || read->year() < 1950 || read->year() > 2199) {
      refuse(Refusal::date_is_not_valid, path_of(name), shown(*value));
    }
    return read;
  }
  Date date_at(std::string_view name) const {
    (void)at(name);
    return *date(name);
  }

  bool flag(std::string_view name) const {
    const auto* value = find(name);
    if (value == nullptr) return false;
    bool read = false;
    if (value->get(read) != simdjson::SUCCESS) {
      refuse(Refusal::value_has_the_wrong_type, path_of(name), shown(*value));
    }
    return read;
  }

  std::int64_t amount(std::string_view name) const {
    const auto& value = at(name);
    std::int64_t read = 0;
    if (value.is_uint64() && value.get(read) != simdjson::SUCCESS) {
      refuse(Refusal::amount_is_too_large, path_of(name), shown(value));
    }
    if (value.get(read) != simdjson::SUCCESS) {
      refuse(Refusal::value_has_the_wrong_type, path_of(name), shown(value));
    }
    if (read < 0) refuse(Refusal::amount_is_negative, path_of(name), shown(value));
    if (read > largest_amount_krw) refuse(Refusal::amount_is_too_large, path_of(name), shown(value));
    return read;
  }

  /// Calls `take` with each element of a list and its path; a missing list is empty.
  void each(std::string_view name, const std::function<void(dom::element, const std::string&)>& take) const {
    const auto* value = find(name);
    if (value == nullptr) return;
    dom::array array;
    if (value->get(array) != simdjson::SUCCESS) {
      refuse(Refusal::value_has_the_wrong_type, path_of(name), shown(*value));
    }
    std::size_t at = 0;
    for (const auto element : array) {
      if (at == most_lines) refuse(Refusal::case_has_too_many_lines, path_of(name), std::to_string(array.size()));
      take(element, path_of(name) + "[" + std::to_string(at++) + "]");
    }
  }

  static std::string_view text(dom::element value, const std::string& path) {
    constexpr std::size_t longest = 200;
    std::string_view read;
    if (value.get(read) != simdjson::SUCCESS || read.empty() || read.size() > longest) {
      refuse(Refusal::value_has_the_wrong_type, path, shown(value));
    }
    return read;
  }

 private:
  struct Member {
    std::string_view name;
    dom::element value;
  };
  std::string path_;
  std::vector<Member> members_;
};

Declaration read_declaration(const dom::element& value) {
  const Members members(value, "declaration");
  members.refuse_unknown({"number", "declared_on", "imported_on", "accepted_on", "due_on", "paid_on", "payments"});
  if (members.find("imported_on") != nullptr) {
    // What was never declared has none of the days of a declaration.
    members.refuse_unknown({"number", "imported_on"});
  }
  Declaration declaration;
  declaration.number = members.text_or_empty("number");
  declaration.declared_on = members.date("declared_on");
  declaration.imported_on = members.date("imported_on");
  if (!declaration.declared_on && !declaration.imported_on) {
    refuse(Refusal::field_is_missing, members.path_of("declared_on"));
  }
  declaration.accepted_on = members.date("accepted_on");
  declaration.due_on = members.date("due_on");
  declaration.paid_on = members.date("paid_on");
  members.each("payments", [&](dom::element element, const std::string& path) {
    const Members payment(element, path);
    payment.refuse_unknown({"on", "amount_krw"});
    declaration.payments.push_back({payment.date_at("on"), payment.amount("amount_krw")});
  });
  return declaration;
}

std::optional<Period> read_period(const Members& members, std::string_view name) {
  const auto* value = members.find(name);
  if (value == nullptr) return std::nullopt;
  const Members period(*value, members.path_of(name));
  period.refuse_unknown({"from", "to"});
  return Period{period.date_at("from"), period.date_at("to")};
}

Circumstances read_circumstances(const dom::element* value) {
  Circumstances read;
  if (value == nullptr) return read;
  const Members members(*value, "circumstances");
  members.refuse_unknown({"audit_notice_on", "audit_known_on", "assessment_notice_on", "possible_error_notice_on",
                          "loss_of_relief_is_known", "appeal_pending_since", "valuation_ruling_notified_on",
                          "classification_ruling_applied_on", "classification_ruling_notified_on",
                          "relief_rate_was_reviewed", "provisional_price", "final_price_declared_on",
                          "imported_by_the_state", "justified_reason", "fraud", "punished_as_smuggling", "review_delay",
                          "later_event_known_on", "transfer_price_adjustment_known_on"});
  read.audit_notice_on = members.date("audit_notice_on");
  read.audit_known_on = members.date("audit_known_on");
  read.assessment_notice_on = members.date("assessment_notice_on");
  read.possible_error_notice_on = members.date("possible_error_notice_on");
  read.loss_of_relief_is_known = members.flag("loss_of_relief_is_known");
  read.appeal_pending_since = members.date("appeal_pending_since");
  read.valuation_ruling_notified_on = members.date("valuation_ruling_notified_on");
  read.classification_ruling_applied_on = members.date("classification_ruling_applied_on");
  read.classification_ruling_notified_on = members.date("classification_ruling_notified_on");
  if (read.classification_ruling_applied_on.has_value() != read.classification_ruling_notified_on.has_value()) {
    refuse(Refusal::field_is_missing,
           members.path_of(read.classification_ruling_applied_on ? "classification_ruling_notified_on"
                                                                 : "classification_ruling_applied_on"));
  }
  read.relief_rate_was_reviewed = members.flag("relief_rate_was_reviewed");
  read.provisional_price = members.flag("provisional_price");
  read.final_price_declared_on = members.date("final_price_declared_on");
  read.imported_by_the_state = members.flag("imported_by_the_state");
  read.justified_reason = members.flag("justified_reason");
  read.fraud = members.flag("fraud");
  read.punished_as_smuggling = members.flag("punished_as_smuggling");
  read.review_delay = read_period(members, "review_delay");
  read.later_event_known_on = members.date("later_event_known_on");
  read.transfer_price_adjustment_known_on = members.date("transfer_price_adjustment_known_on");
  return read;
}

Case read_members(const Members& members, std::string case_id) {
  members.refuse_unknown({"case_id", "declaration", "lines", "lines_under_correction", "circumstances", "drafted_on",
                          "filed_on", "paid_on", "refund_decided_on", "audit_found_on"});
  Case read;
  read.case_id = std::move(case_id);
  read.declaration = read_declaration(members.at("declaration"));
  (void)members.at("lines");
  members.each("lines", [&](dom::element element, const std::string& path) {
    const Members line(element, path);
    line.refuse_unknown({"line", "tax", "declared_krw", "correct_krw"});
    LineDifference difference;
    difference.line = line.text("line");
    const auto tax = parse_tax(line.text("tax"));
    if (!tax) refuse(Refusal::tax_is_not_known, line.path_of("tax"), line.text("tax"));
    difference.tax = *tax;
    difference.declared_krw = line.amount("declared_krw");
    difference.correct_krw = line.amount("correct_krw");
    read.lines.push_back(std::move(difference));
  });
  members.each("lines_under_correction", [&](dom::element element, const std::string& path) {
    read.lines_under_correction.emplace_back(Members::text(element, path));
  });
  read.circumstances = read_circumstances(members.find("circumstances"));
  read.drafted_on = members.date("drafted_on");
  read.filed_on = members.date_at("filed_on");
  read.paid_on = members.date("paid_on");
  read.refund_decided_on = members.date("refund_decided_on");
  read.audit_found_on = members.date("audit_found_on");
  return read;
}

bool is_json(std::string_view text) {
  dom::parser parser;
  return parser.parse(simdjson::padded_string(text)).error() == simdjson::SUCCESS;
}

}  // namespace

std::optional<Tax> parse_tax(std::string_view text) {
  const auto found = std::find(tax_names.begin(), tax_names.end(), text);
  if (found == tax_names.end()) return std::nullopt;
  return static_cast<Tax>(found - tax_names.begin());
}

ReadCase read_case(std::string_view json) {
  ReadCase read;
  dom::parser parser;
  dom::element root;
  const simdjson::padded_string text(json);
  if (const auto problem = parser.parse(text).get(root); problem != simdjson::SUCCESS) {
    read.content = Refused{Refusal::case_is_not_json, ".", simdjson::error_message(problem)};
    return read;
  }
  try {
    const Members members(root, "");
    read.case_id = members.text_or_empty("case_id");
    read.content = read_members(members, read.case_id);
  } catch (const Wrong& wrong) {
    read.content = wrong.refused;
  }
  return read;
}

std::vector<ReadCase> read_cases(std::string_view text) {
  std::vector<ReadCase> rows;
  bool all_begin_like_cases = true;
  std::uint64_t row = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = text.substr(at, end - at);
    at = end + 1;
    ++row;
    const auto start = line.find_first_not_of(" \t\r");
    if (start == std::string_view::npos) continue;
    if (line[start] != '{') all_begin_like_cases = false;
    rows.push_back({row, {}, Refused{}});
    if (all_begin_like_cases) rows.back() = read_case(line), rows.back().row = row;
  }
  if (rows.size() > 1 && (!all_begin_like_cases || is_json(text))) {
    const auto first = rows.front().row;
    rows.assign(1, read_case(text));
    rows.front().row = first;
  } else if (rows.size() == 1 && !all_begin_like_cases) {
    rows.front() = read_case(text);
  }
  return rows;
}

}  // namespace clearway::correction
