#include "enforcement/answer.h"

#include <algorithm>

#include "accrual/steps.h"
#include "base/json_writer.h"

namespace clearway::enforcement {
namespace {

using accrual::same;
using accrual::TextPlaces;

Text text(const Messages& messages, const std::string& key, const TextPlaces& places = {}) {
  return accrual::sentence(messages, "enforcement." + key, places);
}

template <class Enum>
Text called(const char* kind, Enum value, const Messages& messages) {
  return text(messages, std::string(kind) + "." + std::string(name(value)));
}

/// What a precondition is about.
Text subject_of(const Precondition& row, const Messages& messages) {
  if (row.finding) return called("finding", *row.finding, messages);
  if (row.quantity) return called("quantity", *row.quantity, messages);
  if (row.authority) return called("authority", *row.authority, messages);
  return title(row.of_step.value_or(row.step), messages);
}

std::string unit_of(const law::Parameter* limit) { return limit == nullptr ? "" : limit->unit; }

/// "200,000,000 KRW", as a sentence shows it; "-" where nothing is known.
Text amount(std::optional<std::int64_t> value, const std::string& shown, const std::string& unit,
            const Messages& messages) {
  if (!value) return text(messages, "unknown");
  const auto number = same(shown.empty() ? accrual::grouped(*value) : shown);
  return text(messages, "unit." + (unit.empty() ? std::string("count") : unit), {{"number", number}});
}

void article(JsonWriter& json, const law::Law& law, const std::string& cite) {
  json.null_if_empty("cite", cite);
  const auto* source = law.find_source(cite);
  if (source == nullptr) {
    json.key("article").null();
    return;
  }
  const auto joined = [](const std::string& a, const std::string& b) { return b.empty() ? a : a + " " + b; };
  json.member("article",
              Text{joined(source->title.ko, source->article.ko), joined(source->title.en, source->article.en)});
}

void date(JsonWriter& json, std::string_view key, const std::optional<Date>& day) {
  json.key(key);
  day ? json.string(day->text()) : json.null();
}

std::string article_text(const law::Law& law, const std::string& cite, Language language) {
  const auto* source = law.find_source(cite);
  if (source == nullptr) return {};
  const auto& part = source->article.in(language);
  return "  [" + source->title.in(language) + (part.empty() ? "" : " " + part) + "]";
}

std::string grade_text(law::Grade grade, Language language, const Messages& messages) {
  if (grade == law::Grade::statute) return {};
  return "  " + messages.text("enforcement.grade." + std::string(law::name(grade)), language);
}

std::string what_is_missing(const Answer& answer, const law::Law& law, const Messages& messages, Language language) {
  std::string out;
  for (const auto& missing : answer.missing) {
    out += "  " + sentence(missing, answer, messages).in(language) + article_text(law, missing.cite, language) +
           grade_text(missing.grade, language, messages) + "\n";
  }
  return out;
}

/// What shows it, where the sentence does not name it.
std::string proof(const Condition& condition) {
  const auto needs = condition.row->needs;
  const bool is_named = needs == Needs::found || needs == Needs::free_of;
  return condition.evidence.empty() || is_named ? std::string() : ", " + condition.evidence;
}

/// Every criterion of a step with what the file shows, and what would end it.
std::string ladder(const Answer& answer, const Enforcement& enforcement, const Messages& messages, Language language) {
  const auto& law = enforcement.law();
  std::string out;
  for (const auto& condition : answer.conditions) {
    out += "    " + messages.text("enforcement.status." + std::string(name(condition.status)), language) + " " +
           sentence(condition, messages).in(language) + proof(condition) +
           article_text(law, condition.row->cite, language) + grade_text(condition.grade, language, messages) + "\n";
  }
  for (const auto& ending : enforcement.table().endings) {
    if (ending.measure != answer.step) continue;
    out += "    " + sentence(ending, answer.on, messages).in(language) + article_text(law, ending.cite, language) +
           grade_text(ending.grade, language, messages) + "\n";
  }
  return out;
}

void write(JsonWriter& json, const Condition& condition, const law::Law& law, const Messages& messages) {
  const auto& row = *condition.row;
  json.begin_object().member("needs", needs_names[static_cast<std::size_t>(row.needs)]);
  json.key("of");
  if (row.finding) {
    json.string(name(*row.finding));
  } else if (row.quantity) {
    json.string(name(*row.quantity));
  } else if (row.authority) {
    json.string(name(*row.authority));
  } else {
    json.string(name(row.of_step.value_or(row.step)));
  }
  json.null_if_empty("any", row.any).member("status", name(condition.status));
  json.member("value", condition.value).null_if_empty("shown_value", condition.shown_value);
  json.member("threshold", condition.threshold).null_if_empty("unit", unit_of(row.limit));
  date(json, "threshold_from", condition.threshold_from);
  json.null_if_empty("threshold_cite", condition.threshold_cite);
  date(json, "on", condition.on);
  date(json, "possible_from", condition.from);
  json.null_if_empty("how", condition.how ? name(*condition.how) : std::string_view{});
  json.null_if_empty("evidence", condition.evidence);
  article(json, law, row.cite);
  json.member("grade", law::name(condition.grade)).member("text", sentence(condition, messages)).end_object();
}

void write(JsonWriter& json, const EndingRow& ending, Date day, const law::Law& law, const Messages& messages) {
  json.begin_object().member("when", name(ending.when)).key("tell").begin_array();
  for (const auto& whom : ending.tell) json.string(whom);
  json.end_array();
  article(json, law, ending.cite);
  json.member("grade", law::name(ending.grade)).member("text", sentence(ending, day, messages)).end_object();
}

void write(JsonWriter& json, const Answer& answer, const Enforcement& enforcement, const Messages& messages) {
  const auto& law = enforcement.law();
  json.begin_object().member("step", name(answer.step));
  json.null_if_empty("asset", answer.asset ? name(*answer.asset) : std::string_view{});
  json.member("name", title(answer, messages));
  json.member("possible", answer.possible());
  json.key("to");
  answer.to ? json.string(name(*answer.to)) : json.null();
  date(json, "until", answer.until);
  article(json, law, answer.cite);
  json.member("grade", law::name(answer.grade)).key("missing").begin_array();
  for (const auto& missing : answer.missing) {
    json.begin_object().member("code", name(missing.refusal)).key("conditions").begin_array();
    for (const auto index : missing.conditions) json.integer(static_cast<std::int64_t>(index));
    json.end_array().member("text", sentence(missing, answer, messages));
    article(json, law, missing.cite);
    json.member("grade", law::name(missing.grade)).end_object();
  }
  json.end_array().key("conditions").begin_array();
  for (const auto& condition : answer.conditions) write(json, condition, law, messages);
  json.end_array().key("ends").begin_array();
  for (const auto& ending : enforcement.table().endings) {
    if (ending.measure == answer.step) write(json, ending, answer.on, law, messages);
  }
  json.end_array().end_object();
}

Text whom_text(const Telling& one, const Messages& messages) { return text(messages, "whom." + std::string(one.whom)); }

void write_names(JsonWriter& json, const std::vector<Telling>& tell, std::optional<Date> by, const Messages& messages) {
  json.key("tell").begin_array();
  for (const auto& one : tell) {
    json.begin_object().member("whom", one.whom).member("name", whom_text(one, messages));
    if (by) json.member("by", by->text());
    date(json, "told_on", one.told_on);
    json.null_if_empty("evidence", one.evidence).end_object();
  }
  json.end_array();
}

/// Who is bound by what was done to the debtor: heirs, or the firm that took the debtor over.
std::optional<Finding> succession(const Standing& standing) {
  for (const auto finding : {Finding::debtor_died, Finding::merged_into_another}) {
    const auto& found = standing.findings[static_cast<std::size_t>(finding)];
    if (found && found->yes) return finding;
  }
  return std::nullopt;
}

void write(JsonWriter& json, const Ended& ended, const law::Law& law, const Messages& messages) {
  json.begin_object().member("measure", name(ended.measure)).member("since", ended.since.text());
  json.member("on", ended.on.text()).member("ground", name(ended.when));
  write_names(json, ended.tell, ended.tell_by, messages);
  article(json, law, ended.cite);
  json.member("grade", law::name(ended.grade)).member("text", sentence(ended, messages)).end_object();
}

}  // namespace

Text title(StepKind step, const Messages& messages) { return called("step", step, messages); }
Text title(const Answer& answer, const Messages& messages) {
  const auto step = title(answer.step, messages);
  if (!answer.asset) return step;
  return text(messages, "step_with_asset", {{"step", step}, {"asset", called("asset", *answer.asset, messages)}});
}
Text title(State state, const Messages& messages) { return called("state", state, messages); }

Text sentence(const Condition& condition, const Messages& messages) {
  const auto& row = *condition.row;
  const auto unit = unit_of(row.limit);
  const bool waits = condition.from && condition.status != Status::met && row.needs != Needs::free_of;
  const auto day = waits ? condition.from : condition.on;
  const auto key =
      std::string(needs_names[static_cast<std::size_t>(row.needs)]) + "." + std::string(name(condition.status));
  return text(messages, "condition." + key,
              {{"of", subject_of(row, messages)},
               {"value", amount(condition.value, condition.shown_value, unit, messages)},
               {"limit", amount(condition.threshold, "", unit, messages)},
               {"day", day ? same(day->text()) : text(messages, "unknown")},
               {"evidence", condition.evidence.empty() ? text(messages, "no_evidence") : same(condition.evidence)}});
}

Text sentence(const Missing& missing, const Answer& answer, const Messages& messages) {
  Text which;
  for (const auto index : missing.conditions) {
    const auto one = sentence(answer.conditions[index], messages);
    which.ko += (which.ko.empty() ? "" : "; ") + one.ko;
    which.en += (which.en.empty() ? "" : "; ") + one.en;
  }
  auto out = text(messages, "refused." + std::string(name(missing.refusal)),
                  {{"step", title(answer.step, messages)},
                   {"state", title(answer.state, messages)},
                   {"day", same(answer.on.text())}});
  if (missing.conditions.empty()) return out;
  return {out.ko + ": " + which.ko, out.en + ": " + which.en};
}

Text sentence(const Ended& ended, const Messages& messages) {
  const auto of = ended.finding    ? called("finding", *ended.finding, messages)
                  : ended.quantity ? called("quantity", *ended.quantity, messages)
                                   : Text{};
  return text(messages, "ended." + std::string(name(ended.when)),
              {{"measure", title(ended.measure, messages)}, {"day", same(ended.on.text())}, {"of", of}});
}

Text sentence(const EndingRow& ending, Date day, const Messages& messages) {
  const auto of = ending.finding    ? called("finding", *ending.finding, messages)
                  : ending.quantity ? called("quantity", *ending.quantity, messages)
                  : ending.step     ? title(*ending.step, messages)
                                    : Text{};
  std::optional<std::int64_t> limit;
  if (ending.limit != nullptr) {
    if (const auto* entry = ending.limit->on(day)) limit = std::get<std::int64_t>(entry->content);
  }
  return text(messages, "ends." + std::string(name(ending.when)),
              {{"of", of}, {"limit", amount(limit, "", unit_of(ending.limit), messages)}});
}

std::string to_json(const Standing& standing, const std::vector<Answer>& answers, const Enforcement& enforcement,
                    const Messages& messages) {
  const auto& law = enforcement.law();
  JsonWriter json;
  json.begin_object().member("on", standing.day.text()).member("state", name(standing.state));
  json.member("state_name", title(standing.state, messages)).member("left", standing.left);
  date(json, "arrears_since", standing.arrears_since);
  date(json, "extinct_since", standing.extinct_since);
  date(json, "deferred_until", standing.deferred_until);
  date(json, "prescription_completes", standing.prescribed_after);
  json.key("bound");
  if (const auto succeeded = succession(standing)) {
    json.begin_object().member("ground", name(*succeeded));
    json.member("since", standing.findings[static_cast<std::size_t>(*succeeded)]->on.text());
    article(json, law, "customs-act-19-4");
    json.member("text", text(messages, "bound." + std::string(name(*succeeded)))).end_object();
  } else {
    json.null();
  }
  json.key("seized").begin_array();
  for (const auto& seized : standing.seized) {
    json.begin_object().member("item", seized.item).member("asset", name(seized.asset));
    json.member("precautionary", seized.precautionary).member("on", seized.on.text());
    date(json, "effective", seized.effective);
    const auto& row = enforcement.table().row(seized.asset);
    json.member("effective_by", name(row.effective)).null_if_empty("with", row.with);
    article(json, law, row.cite);
    json.end_object();
  }
  json.end_array();
  json.member("law_version", law.version()).key("in_force").begin_array();
  for (std::size_t i = 0; i < step_count; ++i) {
    if (!standing.in_force[i]) continue;
    json.begin_object().member("measure", step_names[i]).member("since", standing.in_force[i]->text());
    date(json, "term_ends", standing.term_end[i]);
    json.end_object();
  }
  json.end_array().key("to_tell").begin_array();
  for (const auto& told : standing.to_tell) {
    const auto& row = enforcement.table().row(told.step);
    json.begin_object().member("step", name(told.step)).member("on", told.on.text());
    write_names(json, told.tell, std::nullopt, messages);
    article(json, law, row.cite);
    json.end_object();
  }
  json.end_array().key("ended").begin_array();
  for (const auto& ended : standing.ended) write(json, ended, law, messages);
  json.end_array().key("set_aside").begin_array();
  for (const auto& aside : standing.set_aside) {
    json.begin_object().member("event", aside.event).member("date", aside.answer.on.text()).key("answer");
    write(json, aside.answer, enforcement, messages);
    json.end_object();
  }
  json.end_array().key("steps").begin_array();
  for (const auto& answer : answers) write(json, answer, enforcement, messages);
  return json.end_array().end_object().take();
}

std::string to_text(const Standing& standing, const std::vector<Answer>& answers, const Enforcement& enforcement,
                    const Messages& messages, Language language) {
  const auto& law = enforcement.law();
  std::string out = messages.text("enforcement.standing", language,
                                  {{"day", standing.day.text()},
                                   {"state", title(standing.state, messages).in(language)},
                                   {"left", accrual::grouped(standing.left)}}) +
                    "\n";
  if (const auto succeeded = succession(standing)) {
    out += text(messages, "bound." + std::string(name(*succeeded))).in(language) +
           article_text(law, "customs-act-19-4", language) + "\n";
  }
  for (const auto& ended : standing.ended) {
    out += sentence(ended, messages).in(language) + article_text(law, ended.cite, language) + "\n";
    for (const auto& one : ended.tell) {
      out += "  " +
             messages.text(one.told_on ? "enforcement.told" : "enforcement.tell", language,
                           {{"whom", whom_text(one, messages).in(language)},
                            {"by", ended.tell_by.text()},
                            {"on", one.told_on ? one.told_on->text() : ""}}) +
             "\n";
    }
  }
  for (const auto& aside : standing.set_aside) {
    out += messages.text("enforcement.set_aside", language,
                         {{"step", title(aside.answer, messages).in(language)}, {"day", aside.answer.on.text()}}) +
           "\n";
    out += what_is_missing(aside.answer, law, messages, language);
  }
  for (const auto& told : standing.to_tell) {
    Text whom;
    for (const auto& one : told.tell) {
      const auto called = whom_text(one, messages);
      whom.ko += (whom.ko.empty() ? "" : ", ") + called.ko;
      whom.en += (whom.en.empty() ? "" : ", ") + called.en;
    }
    out +=
        messages.text(
            "enforcement.told_of", language,
            {{"step", title(told.step, messages).in(language)}, {"day", told.on.text()}, {"whom", whom.in(language)}}) +
        "\n";
  }
  const bool of_one_step = std::all_of(answers.begin(), answers.end(),
                                       [&](const Answer& answer) { return answer.step == answers.front().step; });
  // Assets that lack the same stand on one line.
  for (std::size_t i = 0; i < answers.size();) {
    const auto& answer = answers[i];
    const auto lacks = what_is_missing(answer, law, messages, language);
    std::string assets;
    auto next = i;
    while (next < answers.size() && answers[next].step == answer.step &&
           what_is_missing(answers[next], law, messages, language) == lacks) {
      if (answers[next].asset) {
        assets += (assets.empty() ? "" : ", ") + called("asset", *answers[next].asset, messages).in(language);
      }
      ++next;
    }
    const auto* key = answer.possible() ? "enforcement.possible" : "enforcement.not_possible";
    out += messages.text(key, language, {{"step", title(answer.step, messages).in(language)}}) +
           (assets.empty() ? "" : " (" + assets + ")") + article_text(law, answer.cite, language) +
           grade_text(answer.grade, language, messages) + "\n" + lacks;
    if (of_one_step) out += ladder(answer, enforcement, messages, language);
    i = next;
  }
  return out;
}

}  // namespace clearway::enforcement
