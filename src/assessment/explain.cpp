#include "assessment/explain.h"

#include <algorithm>

#include "law/law.h"

namespace clearway::assessment {
namespace {

/// "-1234567.5" -> "-1,234,567.5"
std::string grouped(std::string digits) {
  const auto point = std::min(digits.find('.'), digits.size());
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  for (auto at = static_cast<std::ptrdiff_t>(point) - 3; at > static_cast<std::ptrdiff_t>(first); at -= 3)
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  return digits;
}

std::string word_of(std::int64_t packed) {
  char bytes[8];
  std::memcpy(bytes, &packed, sizeof bytes);
  return std::string(bytes, strnlen(bytes, sizeof bytes));
}

/// A ratio as a percentage: 0.022 -> 2.2
std::string percentage(std::int64_t micro) { return Decimal::micro(micro * 100).text(); }

Date day_of(std::int64_t days) { return Date::from_days(static_cast<std::int32_t>(days)); }

/// The value as data.
std::string plain(const Input& input) {
  switch (input.kind) {
    case Input::Kind::won:
    case Input::Kind::count: return std::to_string(input.number);
    case Input::Kind::decimal:
    case Input::Kind::percent:
    case Input::Kind::ratio: return Decimal::micro(input.number).text();
    case Input::Kind::day: return day_of(input.number).text();
    case Input::Kind::code: return tariff::code_text(static_cast<std::uint64_t>(input.number));
    case Input::Kind::word: return word_of(input.number);
    case Input::Kind::term:
      return std::string_view(input.text).substr(std::string_view(input.text).find('.') + 1).data();
  }
  return {};
}

/// The value as it stands in a sentence.
std::string shown(const Input& input, const Messages& messages, Language language) {
  switch (input.kind) {
    case Input::Kind::won:
    case Input::Kind::count:
    case Input::Kind::decimal: return grouped(plain(input));
    case Input::Kind::percent: return plain(input);
    case Input::Kind::ratio: return percentage(input.number);
    case Input::Kind::term: return messages.text("assessment.term." + std::string(input.text), language);
    case Input::Kind::day:
    case Input::Kind::code:
    case Input::Kind::word: return plain(input);
  }
  return {};
}

std::string sentence(const Step& step, const Messages& messages, Language language) {
  Places places;
  if (step.has_amount) places.emplace_back("won", grouped(std::to_string(step.amount)));
  for (std::size_t i = 0; i < step.input_count; ++i) {
    const auto& input = step.inputs[i];
    if (step.rule == Rule::claim_refused) {
      const auto refusal = static_cast<Refusal>(input.number);
      places.emplace_back("cause",
                          messages.text("assessment.refusal." + std::string(name(refusal)) + ".claim", language));
    } else {
      places.emplace_back(input.name, shown(input, messages, language));
    }
  }
  std::string key = "assessment.step." + std::string(name(step.rule));
  // Rates say which of their two parts they have.
  if (step.rule == Rule::rate_basic || step.rule == Rule::rate_chosen || step.rule == Rule::rate_not_lower ||
      step.rule == Rule::duty_added) {
    const auto has = [&](std::string_view wanted) {
      return std::any_of(step.inputs.begin(), step.inputs.begin() + step.input_count,
                         [&](const Input& input) { return input.name == wanted; });
    };
    std::string rate = has("percent") ? messages.text("assessment.rate.percent", language, places) : "";
    if (has("won_per_unit")) {
      if (!rate.empty()) rate += ", ";
      rate += messages.text("assessment.rate.specific", language, places);
    }
    places.emplace_back("rate", rate.empty() ? messages.text("assessment.rate.free", language) : rate);
    places.emplace_back("under", has("agreement") ? messages.text("assessment.rate.agreement", language, places) : "");
  }
  return messages.text(key, language, places);
}

void write_step(JsonWriter& json, const Step& step, const Messages& messages, const law::Law& law) {
  const auto full = explain(step, messages);
  json.begin_object().member("rule", full.rule);
  if (!full.cite.empty()) {
    json.member("cite", full.cite).key("grade").string(law::name(step.grade));
    if (const auto* source = law.find_source(full.cite))
      json.member("article",
                  Text{source->title.ko + " " + source->article.ko, source->title.en + " " + source->article.en});
  }
  json.member("text", full.text);
  if (full.from) json.member("from", full.from->text());
  if (full.to) json.member("to", full.to->text());
  if (full.amount_krw) json.member("amount_krw", *full.amount_krw);
  json.key("inputs").begin_object();
  for (const auto& [name, value] : full.inputs) json.member(name, value);
  json.end_object().end_object();
}

void write_steps(JsonWriter& json, const Assessment& answer, std::uint32_t line, const Messages& messages,
                 const law::Law& law) {
  json.key("steps").begin_array();
  for (const auto& step : answer.steps) {
    if (step.line == line) write_step(json, step, messages, law);
  }
  json.end_array();
}

void write_taxes(JsonWriter& json, const Taxes& taxes) {
  json.key("taxes").begin_object();
  for (std::size_t i = 0; i < tax_kind_count; ++i) {
    const auto kind = static_cast<TaxKind>(i);
    if (taxes[kind] != 0) json.member(name(kind), taxes[kind]);
  }
  json.end_object();
}

void write_rate(JsonWriter& json, const LineAssessment& line, const tariff::Vocabulary& vocabulary) {
  json.key("rate").begin_object().key("kind").string(tariff::name(line.rate_kind));
  if (line.agreement != 0) json.member("agreement", vocabulary.agreement_at(line.agreement).code);
  json.key("form").string(tariff::name(line.rate.form));
  if (tariff::has_percent(line.rate.form)) json.member("percent", line.rate.percent.text());
  if (tariff::has_amount(line.rate.form)) {
    json.member("won_per_unit", line.rate.won_per_unit.text()).member("unit", vocabulary.unit_code(line.rate.unit));
  }
  json.end_object();
}

void write_problem(JsonWriter& json, const Problem& problem, const Messages& messages) {
  const auto text = explain(problem, messages);
  json.begin_object().key("code").string(name(problem.refusal)).key("scope").string(name(problem.scope));
  if (problem.line != 0) json.member("line", problem.line);
  json.member("field", problem.field).member("value", problem.value);
  json.member("expected", problem.expected).member("text", text.text).member("fix", text.fix).end_object();
}

}  // namespace

clearway::Step explain(const Step& step, const Messages& messages) {
  clearway::Step out;
  out.rule = "assessment." + std::string(name(step.rule));
  if (step.cite != nullptr) out.cite = *step.cite;
  out.text = {sentence(step, messages, Language::korean), sentence(step, messages, Language::english)};
  if (step.has_from) out.from = step.from;
  if (step.has_to) out.to = step.to;
  if (step.has_amount) out.amount_krw = step.amount;
  for (std::size_t i = 0; i < step.input_count; ++i) {
    const auto& input = step.inputs[i];
    out.inputs.emplace_back(input.name, step.rule == Rule::claim_refused
                                            ? std::string(name(static_cast<Refusal>(input.number)))
                                            : plain(input));
  }
  return out;
}

ProblemText explain(const Problem& problem, const Messages& messages) {
  const auto key = "assessment.refusal." + std::string(name(problem.refusal));
  const Places places = {{"field", problem.field}, {"value", problem.value}, {"expected", problem.expected}};
  const auto both = [&](const char* part) {
    return Text{messages.text(key + part, Language::korean, places),
                messages.text(key + part, Language::english, places)};
  };
  return {both(".text"), both(".fix")};
}

void write(JsonWriter& json, const Case& given, const Assessment& answer, const Assessor& assessor,
           const Messages& messages) {
  const auto& law = assessor.terms().law;
  const bool assessed = !answer.lines.empty();
  json.begin_object();
  if (!given.case_id.empty()) json.member("case_id", given.case_id);
  if (!given.declaration.declaration_number.empty())
    json.member("declaration_number", given.declaration.declaration_number);
  if (given.declaration.tax_date != Date{}) json.member("tax_date", given.declaration.tax_date.text());
  json.member("law_version", law.version()).member("tariff_version", assessor.tariff().version());
  if (assessor.tariff().rows().sample) json.member("sample_tariff", true);
  json.member("complete", answer.complete);
  if (assessed) {
    json.key("clearance").string(name(answer.clearance));
    json.member("customs_value", answer.customs_value);
    write_taxes(json, answer.taxes);
    json.member("assessed", answer.assessed).member("payable", answer.payable);
  }
  json.key("lines").begin_array();
  for (const auto& line : answer.lines) {
    json.begin_object().member("line", line.line).member("tariff_code", tariff::code_text(line.tariff_code));
    json.member("customs_value", line.customs_value).member("method", std::int64_t{line.method});
    write_rate(json, line, assessor.vocabulary());
    if (line.duty_relieved != 0) json.member("duty_relieved", line.duty_relieved);
    write_taxes(json, line.taxes);
    json.member("total", line.taxes.total());
    write_steps(json, answer, line.line, messages, law);
    json.end_object();
  }
  json.end_array();
  write_steps(json, answer, 0, messages, law);
  json.key("problems").begin_array();
  for (const auto& problem : answer.problems) write_problem(json, problem, messages);
  json.end_array().end_object();
}

namespace {

class Page {
 public:
  Page(const Case& given, const Assessment& answer, const Assessor& assessor, const Messages& messages,
       Language language)
      : given_(given), answer_(answer), assessor_(assessor), messages_(messages), language_(language) {}

  std::string text() {
    add("title", {{"case", title()},
                  {"date", given_.declaration.tax_date.text()},
                  {"law", assessor_.terms().law.version()},
                  {"tariff", assessor_.tariff().version()}});
    if (assessor_.tariff().rows().sample) add("sample", {});
    for (const auto& line : answer_.lines) {
      out_.push_back('\n');
      add("line",
          {{"line", std::to_string(line.line)}, {"code", tariff::code_text(line.tariff_code)}, {"goods", goods(line)}});
      steps(line.line);
      taxes(line.taxes);
    }
    if (!answer_.lines.empty()) {
      out_.push_back('\n');
      add("whole", {});
      steps(0);
      taxes(answer_.taxes);
      add("payable", {{"won", grouped(std::to_string(answer_.payable))}});
    }
    problems();
    return std::move(out_);
  }

 private:
  void add(const std::string& key, const Places& places) {
    out_ += messages_.text("assessment.page." + key, language_, places) + "\n";
  }

  std::string title() const {
    if (!given_.case_id.empty()) return given_.case_id;
    return given_.declaration.declaration_number.empty() ? "-" : given_.declaration.declaration_number;
  }

  std::string goods(const LineAssessment& line) const {
    tariff::Line found;
    if (assessor_.tariff().find(line.tariff_code, given_.declaration.tax_date, found) != tariff::Tariff::Found::yes)
      return {};
    return found.row->description.in(language_);
  }

  void steps(std::uint32_t line) {
    for (const auto& step : answer_.steps) {
      if (step.line != line) continue;
      out_ += "  " + sentence(step, messages_, language_) + source(step) + "\n";
    }
  }

  std::string source(const Step& step) const {
    const auto* found = step.cite == nullptr ? nullptr : assessor_.terms().law.find_source(*step.cite);
    if (found == nullptr) return {};
    const auto& article = found->article.in(language_);
    std::string period = step.has_from ? step.from.text() + "~" + (step.has_to ? step.to.text() : "") : "";
    std::string grade;
    if (!law::is_confirmed(step.grade))
      grade = " · " + messages_.text("assessment.page.grade." + std::string(law::name(step.grade)), language_);
    return "  [" + found->title.in(language_) + (article.empty() ? "" : " " + article) +
           (period.empty() ? "" : ", " + period) + grade + "]";
  }

  void taxes(const Taxes& taxes) {
    for (std::size_t i = 0; i < tax_kind_count; ++i) {
      const auto kind = static_cast<TaxKind>(i);
      if (taxes[kind] == 0) continue;
      add("tax", {{"tax", messages_.text("assessment.term.tax." + std::string(name(kind)), language_)},
                  {"won", grouped(std::to_string(taxes[kind]))}});
    }
  }

  void problems() {
    if (answer_.problems.empty()) return;
    out_.push_back('\n');
    add("problems", {});
    for (const auto& problem : answer_.problems) {
      const auto text = explain(problem, messages_);
      out_ += "  " + (problem.field.empty() ? "" : problem.field + ": ") + text.text.in(language_) + "\n    -> " +
              text.fix.in(language_) + "\n";
    }
  }

  const Case& given_;
  const Assessment& answer_;
  const Assessor& assessor_;
  const Messages& messages_;
  Language language_;
  std::string out_;
};

}  // namespace

std::string page(const Case& given, const Assessment& answer, const Assessor& assessor, const Messages& messages,
                 Language language) {
  return Page(given, answer, assessor, messages, language).text();
}

}  // namespace clearway::assessment
