#pragma once

#include <string>

#include "api/call.h"

namespace clearway::api {

/// What a rule refused by name, with the sentence and the remedy of `shown`: the same in words that people use.
template <class Refused>
Problem refusal_problem(const Call& call, ErrorCode code, const Refused& refused, const Refused& shown) {
  Problem problem;
  problem.code = code;
  problem.field = refused.field;
  problem.value = refused.value;
  problem.detail = shown.text(call.services.messages).in(call.language);
  problem.fix = shown.fix(call.services.messages).in(call.language);
  problem.members = "\"refusal\":\"" + std::string(name(refused.refusal)) + "\"";
  return problem;
}

template <class Refused>
Problem refusal_problem(const Call& call, ErrorCode code, const Refused& refused) {
  return refusal_problem(call, code, refused, refused);
}

}  // namespace clearway::api
