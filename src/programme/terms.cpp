#include "programme/terms.h"

#include <algorithm>

#include "accrual/steps.h"
#include "law/parameters.h"  // generated

namespace clearway::programme {
namespace {

using accrual::same;
using accrual::sentence;

const law::Dated<law::Table>& dated_terms(const law::Law& law, Scheme scheme) {
  const auto& programme = law.kr.programme;
  switch (scheme) {
    case Scheme::import_tax_settlement: return programme.import_tax_settlement;
    case Scheme::self_review: return programme.self_review;
    case Scheme::regular_settlement: break;
  }
  return programme.regular_settlement;
}

Text text_of(const law::Table& table, std::size_t row) { return {table.text(row, "ko"), table.text(row, "en")}; }

Text day_or_none(const Messages& messages, const std::optional<Date>& day) {
  return day ? same(day->text()) : messages.at("programme.none");
}

/// One criterion as it stands.
struct Measured {
  bool met = false;
  std::string cite;
  law::Grade grade = law::Grade::verify;
  accrual::TextPlaces places;
};

Measured measure(const law::Law& law, const Messages& messages, std::string_view criterion, const Facts& facts,
                 Date day) {
  const auto& programme = law.kr.programme;
  const auto& criteria = programme.criteria.on(day);
  const auto number = [](std::int64_t value) { return same(std::to_string(value)); };
  if (criterion == "compliance_score" || criterion == "internal_control") {
    const bool compliance = criterion == "compliance_score";
    const auto& least = (compliance ? programme.compliance_score : programme.internal_control_score).on(day);
    const auto score = compliance ? facts.compliance_score : facts.internal_control_score;
    return {score >= least.value, least.cite, least.grade, {{"score", number(score)}, {"least", number(least.value)}}};
  }
  if (criterion == "no_offence") {
    const auto& months = programme.fraud_months.on(day);
    const bool met =
        !facts.last_offence_on || facts.last_offence_on->plus_months(static_cast<int>(months.value)) <= day;
    return {met,
            months.cite,
            months.grade,
            {{"months", number(months.value)}, {"day", day_or_none(messages, facts.last_offence_on)}}};
  }
  Measured measured{false, criteria.cite, criteria.grade, {}};
  if (criterion == "aeo_importer") {
    measured.met = facts.aeo_importer_until && *facts.aeo_importer_until >= day;
    measured.places = {{"day", day_or_none(messages, facts.aeo_importer_until)}};
  } else if (criterion == "no_arrears") {
    measured.met = facts.arrears_krw <= 0;
    measured.places = {{"amount", number(facts.arrears_krw)}};
  } else {  // imports
    measured.met = facts.imports_last_year > 0;
    measured.places = {{"count", number(facts.imports_last_year)}};
  }
  return measured;
}

/// What the exemption turns on, in the order in which it is looked at.
class Exemption {
 public:
  Exemption(const law::Law& law, const Messages& messages, Date declared_on, Date on)
      : law_(law), messages_(messages), declared_on_(declared_on), on_(on) {}

  Explained<bool> of(const std::vector<Enrolment>& enrolments, std::string_view field) {
    const auto& fields = law_.kr.programme.fields.on(on_);
    if (!field.empty() && !fields.value.find("field", field)) {
      say("field_is_not_settled", fields.cite, {{"field", same(std::string(field))}});
      return {false, steps_};
    }
    if (enrolments.empty()) say("no_programme", fields.cite);
    for (const auto& enrolment : enrolments) {
      if (is_exempt(enrolment)) return {true, steps_};
    }
    return {false, steps_};
  }

 private:
  bool is_exempt(const Enrolment& enrolment) {
    const auto year = declared_on_.year();
    const auto scheme = messages_.at("programme.scheme." + std::string(name(enrolment.scheme)));
    const accrual::TextPlaces places = {{"year", same(std::to_string(year))}, {"scheme", scheme}};
    const auto round = std::find_if(enrolment.past.begin(), enrolment.past.end(), [&](const Round& each) {
      return each.year == year && each.concluded_on && *each.concluded_on <= on_;
    });
    if (round == enrolment.past.end()) return say("year_is_not_settled", cite_of(enrolment, on_), places);
    const auto terms = terms_on(law_, enrolment.scheme, round->opened_on);
    if (round->outcome != Outcome::accepted) return say("report_was_not_accepted", terms.cite, places);
    if (enrolment.false_report) return say("report_was_false", terms.cite, places);
    if (!terms.exempts_from_audit) return say("programme_exempts_from_nothing", terms.cite, places);
    auto settled = places;
    settled.emplace_back("day", same(round->concluded_on->text()));
    say("settled", terms.cite, settled);
    steps_.back().inputs.emplace_back("grade", law::name(terms.grade));
    return true;
  }
  std::string cite_of(const Enrolment& enrolment, Date day) const { return terms_on(law_, enrolment.scheme, day).cite; }
  bool say(std::string_view rule, std::string cite, const accrual::TextPlaces& places = {}) {
    Step step;
    step.rule = "programme.exemption." + std::string(rule);
    step.cite = std::move(cite);
    step.text = sentence(messages_, step.rule, places);
    steps_.push_back(std::move(step));
    return false;
  }

  const law::Law& law_;
  const Messages& messages_;
  Date declared_on_, on_;
  std::vector<Step> steps_;
};

}  // namespace

Terms terms_on(const law::Law& law, Scheme scheme, Date day) {
  const auto& dated = dated_terms(law, scheme);
  const auto* value = dated.find(day);
  const auto& known = value != nullptr ? *value : dated.all().front();
  const auto flag = [&](std::string_view column) { return value != nullptr && value->value.integer(0, column) != 0; };
  return {flag("open"), flag("broker_verifies"), flag("customs_reviews"), flag("exempts_from_audit"), known.cite,
          known.grade};
}

std::vector<Question> questions_on(const law::Law& law, Date day) {
  const auto& fields = law.kr.programme.fields.on(day).value;
  const auto& asked = law.kr.programme.questions.on(day).value;
  std::vector<Question> questions;
  for (std::size_t field = 0; field < fields.size(); ++field) {
    for (std::size_t row = 0; row < asked.size(); ++row) {
      if (asked.text(row, "field") != fields.text(field, "field")) continue;
      questions.push_back(
          {fields.text(field, "field"), asked.text(row, "question"), text_of(fields, field), text_of(asked, row)});
    }
  }
  return questions;
}

std::vector<Criterion> criteria_of(const law::Law& law, const Messages& messages, const Facts& facts, Date day) {
  const auto& table = law.kr.programme.criteria.on(day).value;
  std::vector<Criterion> criteria;
  for (std::size_t row = 0; row < table.size(); ++row) {
    Criterion criterion;
    criterion.name = table.text(row, "criterion");
    criterion.title = text_of(table, row);
    auto measured = measure(law, messages, criterion.name, facts, day);
    criterion.met = measured.met;
    criterion.step.rule = "programme.criterion." + criterion.name;
    criterion.step.cite = std::move(measured.cite);
    criterion.step.inputs = {{"grade", std::string(law::name(measured.grade))}};
    criterion.step.text = sentence(messages, criterion.step.rule, measured.places);
    criteria.push_back(std::move(criterion));
  }
  return criteria;
}

Explained<bool> exempt_from_audit(const law::Law& law, const Messages& messages,
                                  const std::vector<Enrolment>& enrolments, Date declared_on, std::string_view field,
                                  Date on) {
  return Exemption(law, messages, declared_on, on).of(enrolments, field);
}

std::string field_of_detector(const law::Law& law, std::string_view detector, Date day) {
  const auto& table = law.kr.programme.covers.on(day).value;
  const auto row = table.find("detector", detector);
  return row ? table.text(*row, "field") : std::string();
}

}  // namespace clearway::programme
