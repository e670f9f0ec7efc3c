#include "lodging/history.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/decimal.h"
#include "base/hash.h"
#include "intake/source.h"

namespace clearway::lodging {
namespace {

// In the body of a record quotation marks inside values are escaped, so these can only be the keys themselves.
constexpr std::string_view error_mark = R"("severity":"error")";
constexpr std::string_view random_mark = R"("id":"method.random")";
constexpr std::string_view changed_mark = R"("result_changed":true)";

/// The declaration of a record, read again from its facts.
struct Recorded {
  intake::SingleDeclaration read;
  screening::Decision decision;
};

}  // namespace

bool result_changed(std::string_view second_look) { return second_look.find(changed_mark) != std::string_view::npos; }

namespace {

Status read_again(const record::ReplayRow& row, const screening::Rulebook& rulebook, Recorded& recorded) {
  recorded.read = intake::parse_declaration(row.facts);
  if (recorded.read.declaration == nullptr) {
    const auto& problem = recorded.read.problems.front();
    return Error{"record_not_readable", problem.field,
                 "record " + std::to_string(row.sequence) + " of declaration " + std::string(row.declaration_id) +
                     ": " + std::string(intake::name(problem.cause)),
                 "clearway audit verify"};
  }
  auto& decision = recorded.decision;
  decision.findings.clear();
  rulebook.validator().validate(*recorded.read.declaration, decision.findings);
  decision.facts = rulebook.validator().derive(*recorded.read.declaration);
  decision.party_id = row.party_id;
  decision.facts.exporter = hash_text(decision.party_id);
  return success();
}

std::string_view after(std::string_view body, std::string_view mark, char end) {
  const auto at = body.find(mark);
  if (at == std::string_view::npos) return {};
  body.remove_prefix(at + mark.size());
  return body.substr(0, body.find(end));
}

std::int64_t ppm_of(std::string_view body, std::string_view mark) {
  const auto value = Decimal::parse(after(body, mark, ','));
  return value ? value->micro() : 0;
}

risk::Recounted recounted(std::string_view body, const risk::Policy& policy) {
  risk::Recounted recorded;
  recorded.likelihood_ppm = ppm_of(body, R"("likelihood":)");
  recorded.expected_value_ppm = ppm_of(body, R"("expected_value":)");
  const auto channel = after(body, R"("channel":")", '"');
  for (std::size_t i = 0; i < risk::channel_names.size(); ++i) {
    if (channel == risk::channel_names[i]) recorded.channel = static_cast<risk::Channel>(i);
  }
  // A hard rule stands before everything.
  const auto first = after(body, R"("reasons":[{"id":")", '"');
  const auto& rules = policy.rules();
  const bool hard =
      recorded.channel == risk::Channel::red &&
      std::any_of(rules.begin(), rules.end(), [&](const auto& rule) { return rule.hard && rule.id == first; });
  recorded.firm =
      hard || body.find(random_mark) != std::string_view::npos || body.find(error_mark) != std::string_view::npos;
  return recorded;
}

void apply(const record::ReplayRow& row, const Recorded& recorded, screening::Screener& screener) {
  if (row.kind == record::Kind::lodged) {
    const bool accepted = row.body.find(error_mark) == std::string_view::npos;
    screener.replay(*recorded.read.declaration, recorded.decision, accepted);
    screener.recount(*recorded.read.declaration, recorded.decision.facts,
                     recounted(row.body, screener.rulebook().policy()));
    return;
  }
  const bool discrepancy = record::found_something(row.body);
  const auto day = row.recorded_at.korean_day();
  if (row.kind != record::Kind::second_look) {
    screener.record_examination(recorded.decision.facts, day, discrepancy);
  } else if (result_changed(row.body)) {
    screener.correct_examination(recorded.decision.facts, day, discrepancy);
  }
}

}  // namespace

Result<std::int64_t> fold_history(const record::Store& store, std::int64_t stream, std::int64_t after_sequence,
                                  screening::Screener& screener, const Visit& visit) {
  Recorded recorded;
  Status outcome = success();
  auto reached = store.replay(stream, after_sequence, [&](const record::ReplayRow& row) {
    outcome = read_again(row, screener.rulebook(), recorded);
    if (!outcome) return false;
    apply(row, recorded, screener);
    if (visit) visit(row, *recorded.read.declaration, recorded.decision);
    return true;
  });
  if (!outcome) return outcome.error();
  return reached;
}

}  // namespace clearway::lodging
