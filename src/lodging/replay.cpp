#include "lodging/replay.h"

#include <charconv>
#include <map>
#include <memory>

#include "base/hash.h"
#include "intake/source.h"

namespace clearway::lodging {
namespace {

using declaration::Field;

/// The members of a JSON object as they stand. Tolerates anything: what is no object has none.
std::vector<std::pair<std::string_view, std::string_view>> members_of(std::string_view json) {
  std::vector<std::pair<std::string_view, std::string_view>> members;
  std::size_t at = 1, begin = 1, key_end = 0;
  int depth = 0;
  bool quoted = false;
  const auto finish = [&](std::size_t end) {
    if (key_end > begin + 1)
      members.emplace_back(json.substr(begin + 1, key_end - begin - 2), json.substr(key_end + 1, end - key_end - 1));
    begin = end + 1;
    key_end = 0;
  };
  for (; at < json.size(); ++at) {
    const char c = json[at];
    if (quoted) {
      if (c == '\\') ++at;
      if (c == '"') quoted = false;
      continue;
    }
    if (c == '"') quoted = true;
    if (c == ':' && depth == 0 && key_end == 0) key_end = at;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && depth-- == 0) break;
    if (c == ',' && depth == 0) finish(at);
  }
  if (begin < at) finish(std::min(at, json.size()));
  return members;
}

std::vector<Difference> compare(std::string_view recorded, std::string_view replayed) {
  std::vector<Difference> differences;
  const auto before = members_of(recorded), after = members_of(replayed);
  const std::map<std::string_view, std::string_view> now(after.begin(), after.end());
  std::map<std::string_view, std::string_view> then(before.begin(), before.end());
  for (const auto& [key, value] : before) {
    const auto found = now.find(key);
    const auto other = found == now.end() ? std::string_view() : found->second;
    if (other != value) differences.push_back({std::string(key), std::string(value), std::string(other)});
  }
  for (const auto& [key, value] : after) {
    if (!then.contains(key)) differences.push_back({std::string(key), "", std::string(value)});
  }
  // Same members, other bytes: order, or what stands between them.
  if (differences.empty()) differences.push_back({"", std::string(recorded), std::string(replayed)});
  return differences;
}

std::uint64_t source_row_of(std::string_view body) {
  constexpr std::string_view mark = "\"source_row\":";
  const auto at = body.find(mark);
  std::uint64_t row = 0;
  if (at != std::string_view::npos) {
    std::from_chars(body.data() + at + mark.size(), body.data() + body.size(), row);
  }
  return row;
}

}  // namespace

std::string_view name(Replayed outcome) {
  switch (outcome) {
    case Replayed::same: return "same";
    case Replayed::differs: return "differs";
    case Replayed::inputs_not_kept: return "inputs_not_kept";
    case Replayed::inputs_not_readable: return "inputs_not_readable";
    case Replayed::version_not_kept: return "version_not_kept";
    case Replayed::facts_not_readable: return "facts_not_readable";
    case Replayed::personal_data_erased: return "personal_data_erased";
  }
  return "differs";
}

std::string_view text_of(std::string_view body, std::string_view key) {
  for (const auto& [name, value] : members_of(body)) {
    if (name == key && value.size() >= 2 && value.front() == '"') return value.substr(1, value.size() - 2);
  }
  return {};
}

screening::Assessor& Replayer::assessor_of(const std::shared_ptr<const screening::Rulebook>& rulebook) {
  if (rulebook != rulebook_) {
    assessor_.emplace(*rulebook, risk::Draws::from_seed(0));  // chance is given
    rulebook_ = rulebook;
  }
  return *assessor_;
}

std::optional<std::string> Replayer::explained(const record::ReplayRow& row) {
  explain_ = true;
  const auto result = replay(row);
  explain_ = false;
  if (result.outcome != Replayed::same) return std::nullopt;
  return std::move(explained_);
}

ReplayResult Replayer::replay(const record::ReplayRow& row) {
  ReplayResult result;
  result.party_id = row.party_id;
  result.declaration_id = row.declaration_id;
  result.sequence = row.sequence;
  const auto end = [&](Replayed outcome, std::string detail = {}) {
    result.outcome = outcome;
    result.detail = std::move(detail);
    return result;
  };
  const auto kept_text = text_of(row.body, "inputs");
  if (kept_text.empty()) return end(Replayed::inputs_not_kept);
  result.inputs_bytes = kept_text.size();
  const auto bytes = risk::inputs_bytes(kept_text);
  if (!bytes) return end(Replayed::inputs_not_readable, "not an encoding this program knows");

  auto read = intake::parse_declaration(row.facts);
  if (read.declaration == nullptr) {
    return end(Replayed::facts_not_readable, std::string(intake::name(read.problems.front().cause)));
  }
  auto& declaration = *read.declaration;
  declaration.source_row = source_row_of(row.body);
  for (const auto& value : row.personal) {
    if (const auto field = declaration::find_field(value.field)) declaration.set(*field, value.value);
  }
  const bool masked = declaration.text(Field::exporter_identifier).find('*') != std::string_view::npos;

  const auto found = archive_.find(text_of(row.body, "law_version"), text_of(row.body, "policy_version"));
  if (!found) return end(Replayed::version_not_kept, found.error().detail);
  const auto& rulebook = **found;
  auto& assessor = assessor_of(*found);

  decision_.findings.clear();
  rulebook.validator().validate(declaration, decision_.findings);
  decision_.has_error = clearance::has_error(decision_.findings);
  decision_.facts = rulebook.validator().derive(declaration);
  decision_.party_id = row.party_id;
  decision_.facts.exporter = hash_text(decision_.party_id);
  const auto seen = assessor.observation(declaration, decision_);
  const auto kept = risk::read_inputs(*bytes, seen);
  if (!kept) return end(Replayed::inputs_not_readable, kept.error().detail);
  result.other_sentences = kept->sentences != rulebook.sentences_version();

  decision_.past.seen = seen;
  decision_.past.observed = kept->observed;
  decision_.past.keep(kept->history.view());
  decision_.circumstances = {kept->chance, kept->capacity, kept->cut_off, kept->sentences};
  decision_.used = kept->used;
  assessor.assess_given(declaration, decision_);
  quota_.use(declaration.text(Field::customs_office), decision_.facts.declared_on) = kept->used;
  assessor.settle(declaration, quota_, decision_);
  text_.clear();
  screening::append_kept_decision(text_, declaration, decision_, rulebook);
  if (text_ == row.body) {
    if (!explain_) return result;
    assessor.explain(declaration, decision_);
    explained_.clear();
    screening::append_kept_decision(explained_, declaration, decision_, rulebook);
    return result;
  }
  result.differences = compare(row.body, text_);
  return end(masked ? Replayed::personal_data_erased : Replayed::differs);
}

}  // namespace clearway::lodging
