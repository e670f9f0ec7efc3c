#pragma once

#include "api/call.h"
#include "base/explained.h"

namespace clearway::api {

/// A step of a decision in the language asked for.
inline void append_step(JsonWriter& json, const Step& step, Language language) {
  json.begin_object().member("rule", step.rule).member("cite", step.cite).member("text", step.text.in(language));
  if (step.from) member(json, "from", *step.from);
  if (step.to) member(json, "to", *step.to);
  if (step.amount_krw) json.member("amount_krw", *step.amount_krw);
  json.key("inputs").begin_object();
  for (const auto& [name, value] : step.inputs) json.member(name, value);
  json.end_object().end_object();
}

inline void append_steps(JsonWriter& json, std::string_view name, const std::vector<Step>& steps, Language language) {
  json.key(name).begin_array();
  for (const auto& step : steps) append_step(json, step, language);
  json.end_array();
}

}  // namespace clearway::api
