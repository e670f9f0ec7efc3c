#include "api/body.h"
#include "api/lodging.h"
#include "api/routes.h"
#include "api/steps.h"

namespace clearway::api {
namespace {

using clearance::Given;
using declaration::Field;

void append_option(JsonWriter& json, const clearance::ProcedureOption& option, bool recommended, Language language) {
  json.begin_object()
      .member("procedure", declaration::name(option.procedure))
      .member("open", option.open)
      .member("recommended", recommended);
  json.key("reasons").begin_array();
  for (const auto& refusal : option.refusals) append_step(json, refusal.step, language);
  json.end_array();
  json.key("fixes").begin_array();
  for (const auto& refusal : option.refusals) {
    if (!refusal.fix.in(language).empty()) json.string(refusal.fix.in(language));
  }
  json.end_array();
  json.key("gives").begin_array();
  for (const auto& effect : option.gives) {
    json.begin_object()
        .member("effect", clearance::effect_names[static_cast<std::size_t>(effect.effect)])
        .member("given", clearance::name(effect.given))
        .member("label", effect.label.in(language))
        .member("text", effect.note.in(language).empty() ? effect.label.in(language) : effect.note.in(language))
        .member("cite", effect.cite)
        .member("grade", effect.grade)
        .end_object();
  }
  json.end_array();
  json.key("wants_not_given").begin_array();
  for (const auto want : option.wants_not_given) json.string(clearance::want_names[static_cast<std::size_t>(want)]);
  json.end_array();
  json.key("costs")
      .begin_object()
      .member("elements", option.element_count)
      .member("elements_missing", option.fields_to_fill.size());
  json.key("missing_fields").begin_array();
  for (const auto field : option.fields_to_fill) json.string(declaration::name(field));
  json.end_array();
  json.member("text", option.processing.in(language))
      .member("who_may_file", option.who_may_file.in(language))
      .member("filing_time", option.filing_time.in(language))
      .end_object()
      .end_object();
}

}  // namespace

Response check_declaration(Call& call) {
  const auto& rulebook = call.services.rulebook;
  const auto language = call.language;
  intake::Options options;
  options.messages = &call.services.messages;
  options.language = language;
  options.procedure = declaration::Procedure::formal;
  // A form asks before it has given its filing a reference.
  auto source = intake::parse_declaration(with_default(call.request.body, "declaration_id", "-"), options);
  if (source.declaration == nullptr) {
    Problem refused{.code = ErrorCode::declaration_cannot_be_read};
    refused.places.emplace_back("count", std::to_string(source.problems.size()));
    refused.members = rejects_member(source.problems, call.services.messages, language);
    refuse(std::move(refused));
  }
  auto& declaration = *source.declaration;
  const auto today = call.today.text();
  declaration.set(Field::declaration_date, today);
  const auto& filer_code = call.who->account.filer_code;
  if (declaration.text(Field::declarant_code).empty()) declaration.set(Field::declarant_code, filer_code);

  screening::Decision decision;
  screening::prepare(rulebook, call.services.store.personal_key(), declaration, decision);
  const bool is_export = declaration.procedure != declaration::Procedure::import_;
  std::string findings;
  screening::append_findings(
      findings, declaration, decision.findings, rulebook,
      language == Language::korean ? screening::Sentences::korean : screening::Sentences::english);

  JsonWriter json;
  json.begin_object().member("procedure", declaration::name(declaration.procedure));
  if (decision.facts.value_known) {
    json.member("value_krw", decision.facts.value_krw);
  } else {
    json.key("value_krw").null();
  }
  json.key("findings").raw(findings);
  if (is_export) {
    const auto advice =
        rulebook.advisor().advise(rulebook.advisor().case_of(declaration, decision.facts), &declaration);
    json.member("recommended_procedure", declaration::name(advice.value.recommended)).member("held", advice.value.held);
    append_steps(json, "reasons", advice.steps, language);
    json.key("options").begin_array();
    for (const auto& option : advice.value.options) {
      append_option(json, option, option.procedure == advice.value.recommended && !advice.value.held, language);
    }
    json.end_array();
  } else {
    json.member("recommended_procedure", declaration::name(declaration.procedure));
    json.member("held", false).key("reasons").begin_array().end_array().key("options").begin_array().end_array();
  }
  json.key("unknown_fields").begin_array();
  for (const auto& unknown : source.unknown_keys) json.string(unknown.key);
  json.end_array().end_object();
  return http::json_response(200, json.take());
}

}  // namespace clearway::api
