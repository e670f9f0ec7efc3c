#include "screening/decision.h"

#include <cmath>

#include "risk/decision_inputs.h"

namespace clearway::screening {
namespace {

std::int64_t ppm(double value) { return std::llround(value * 1e6); }

void append_key(std::string& out, std::string_view key) {
  out += ",\"";
  out += key;
  out += "\":";
}

void append_text(std::string& out, std::string_view key, std::string_view value) {
  append_key(out, key);
  append_json_string(out, value);
}

/// `write` appends the sentence of one language as the inside of a JSON string.
template <class Write>
void append_sentence(std::string& out, std::string_view key, Sentences sentences, const Write& write) {
  append_key(out, key);
  const auto one = [&](Language language) {
    out += '"';
    write(language);
    out += '"';
  };
  switch (sentences) {
    case Sentences::korean: return one(Language::korean);
    case Sentences::english: return one(Language::english);
    case Sentences::both: break;
  }
  out += "{\"ko\":";
  one(Language::korean);
  out += ",\"en\":";
  one(Language::english);
  out += '}';
}

void append_finding(std::string& out, const clearance::Finding& finding, declaration::Procedure procedure,
                    const Rulebook& rulebook, Sentences sentences) {
  const auto korean = rulebook.validator().render(finding, procedure, Language::korean);
  const auto english =
      sentences == Sentences::korean ? korean : rulebook.validator().render(finding, procedure, Language::english);
  out += "{\"element\":";
  append_json_string(out, korean.element);
  append_text(out, "field", korean.field);
  append_key(out, "item");
  append_integer(out, korean.item);
  append_text(out, "value", korean.value);
  append_text(out, "rule", korean.rule);
  append_text(out, "severity", korean.severity);
  append_sentence(out, "text", sentences, [&](Language language) {
    append_json_escaped(out, language == Language::korean ? korean.text : english.text);
  });
  append_sentence(out, "fix", sentences, [&](Language language) {
    append_json_escaped(out, language == Language::korean ? korean.fix : english.fix);
  });
  append_text(out, "cite", korean.cite);
  out += '}';
}

void append_reasons(std::string& out, const declaration::Declaration& declaration, const risk::Assessment& assessment,
                    const Rulebook& rulebook, Sentences sentences) {
  const auto& policy = rulebook.policy();
  const auto* learned = rulebook.learned(declaration.procedure);
  out += '[';
  for (std::size_t i = 0; i < assessment.reasons.size(); ++i) {
    const auto& reason = assessment.reasons[i];
    out += i == 0 ? "{\"id\":\"" : ",{\"id\":\"";
    const bool of_model = reason.source == static_cast<std::uint16_t>(risk::Method::learned) && learned != nullptr;
    if (of_model) {
      out += learned->reason_id(reason);
    } else {
      out += policy.reason_id(reason);
    }
    out += '"';
    append_sentence(out, "text", sentences, [&](Language language) {
      if (of_model) {
        learned->render_reason(reason, declaration, rulebook.messages(), language, out);
      } else {
        policy.render_reason(reason, declaration, language, out);
      }
    });
    append_key(out, "contribution");
    append_micro(out, ppm(reason.contribution));
    append_text(out, "cite", policy.reason_cite(reason));
    out += '}';
  }
  out += ']';
}

}  // namespace

std::int64_t Decision::likelihood_ppm() const { return ppm(assessment.likelihood); }
std::int64_t Decision::expected_value_ppm() const { return ppm(assessment.expected_value); }

void append_findings(std::string& out, const declaration::Declaration& declaration,
                     const std::vector<clearance::Finding>& findings, const Rulebook& rulebook, Sentences sentences) {
  out += '[';
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (i > 0) out += ',';
    append_finding(out, findings[i], declaration.procedure, rulebook, sentences);
  }
  out += ']';
}

void append_decision(std::string& out, const declaration::Declaration& declaration, const Decision& decision,
                     const Rulebook& rulebook, Sentences sentences) {
  out += "{\"declaration_id\":";
  append_json_string(out, declaration.declaration_id);
  append_key(out, "source_row");
  append_integer(out, static_cast<std::int64_t>(declaration.source_row));
  out += ",\"procedure\":\"";
  out += declaration::name(declaration.procedure);
  out += "\",\"recommended_procedure\":\"";
  out += declaration::name(decision.recommended);
  out += "\",\"findings\":";
  append_findings(out, declaration, decision.findings, rulebook, sentences);
  append_key(out, "likelihood");
  append_micro(out, decision.likelihood_ppm());
  append_key(out, "consequence");
  append_integer(out, decision.assessment.consequence);
  append_key(out, "expected_value");
  append_micro(out, decision.expected_value_ppm());
  out += ",\"channel\":\"";
  out += risk::name(decision.assessment.channel);
  out += "\",\"reasons\":";
  append_reasons(out, declaration, decision.assessment, rulebook, sentences);
  out += ",\"law_version\":\"";
  out += rulebook.law_version();
  out += "\",\"policy_version\":\"";
  out += rulebook.policy_version();
  out += "\"}";
}

void append_kept_decision(std::string& out, const declaration::Declaration& declaration, const Decision& decision,
                          const Rulebook& rulebook) {
  append_decision(out, declaration, decision, rulebook, Sentences::both);
  out.pop_back();
  out += ",\"inputs\":\"";
  const auto& circumstances = decision.circumstances;
  const auto history = decision.past.history();
  thread_local std::string inputs;
  inputs.clear();
  risk::append_inputs(inputs, {.seen = decision.past.seen,
                               .history = history,
                               .observed = decision.past.observed,
                               .chance = circumstances.chance,
                               .ratio = decision.assessment.random_ratio,
                               .used = decision.used,
                               .capacity = circumstances.capacity ? &*circumstances.capacity : nullptr,
                               .cut_off = decision.assessment.cut_off ? &*decision.assessment.cut_off : nullptr,
                               .sentences = circumstances.sentences.value_or(rulebook.sentences_version())});
  risk::append_inputs_text(out, inputs);
  out += "\"}";
}

}  // namespace clearway::screening
