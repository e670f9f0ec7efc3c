#include "lodging/past.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/hash.h"
#include "lodging/history.h"

namespace clearway::lodging {
namespace {

// In the body of a record quotation marks inside values are escaped, so these can only be the members themselves.
constexpr std::string_view error_mark = R"("severity":"error")";
constexpr std::string_view random_mark = R"("id":"method.random")";
constexpr std::size_t rows_at_once = 1'000;

std::string key_of(std::string_view party_id, std::string_view declaration_id) {
  std::string key(party_id);
  key += '\n';
  return key += declaration_id;
}

class Past : public rehearsal::Input {
 public:
  Past(const record::Store& store, const screening::Rulebook& rulebook) : store_(store), rulebook_(rulebook) {}

  Status begin() {
    auto last = store_.last_sequence(0);
    if (!last) return last.error();
    last_ = *last;
    // In the order of the record, so that what was found last holds.
    return store_.each_result([this](const record::StoredResult& result) {
      labels_[key_of(result.party_id, result.declaration_id)] = {result.on, !result.conforming, false};
    });
  }

  Result<bool> next(rehearsal::Stretch& stretch) override {
    Status outcome = success();
    const auto reached = store_.replay(0, reached_, [&](const record::ReplayRow& row) {
      outcome = add(row, stretch);
      return outcome.ok() && stretch.rows.size() < rows_at_once && row.sequence < last_;
    });
    if (!reached) return reached.error();
    if (!outcome) return outcome.error();
    reached_ = *reached;
    for (std::size_t i = 0; i < stretch.rows.size(); ++i) stretch.rows[i].declaration = stretch.singles[i].declaration;
    return !stretch.rows.empty() || !stretch.results.empty();
  }

  double progress() const override {
    return last_ == 0 ? 1 : static_cast<double>(reached_) / static_cast<double>(last_);
  }

 private:
  Status add(const record::ReplayRow& row, rehearsal::Stretch& stretch) {
    auto read = intake::parse_declaration(row.facts);
    if (read.declaration == nullptr) {
      return Error{"record_not_readable", read.problems.front().field,
                   "record " + std::to_string(row.sequence) + " of declaration " + std::string(row.declaration_id), ""};
    }
    const auto at = stretch.rows.size();
    if (stretch.prepared.size() <= at) stretch.prepared.resize(at + 1);
    auto& prepared = stretch.prepared[at];
    prepared.findings.clear();
    rulebook_.validator().validate(*read.declaration, prepared.findings);
    // Identifiers of persons are masked in the record and would now be found wrong: whether there was an error is what
    // the decision of that day says.
    if (row.kind == record::Kind::lodged && row.body.find(error_mark) == std::string_view::npos) {
      std::erase_if(prepared.findings,
                    [](const auto& finding) { return finding.severity == clearance::Severity::error; });
    }
    prepared.has_error = clearance::has_error(prepared.findings);
    prepared.facts = rulebook_.validator().derive(*read.declaration);
    prepared.party_id = row.party_id;
    prepared.facts.exporter = hash_text(prepared.party_id);
    if (row.kind != record::Kind::lodged) {
      const bool second_look = row.kind == record::Kind::second_look;
      // A second look that confirms changes nothing; an audit is an examination of its own.
      if (!second_look || result_changed(row.body)) {
        stretch.results.push_back(
            {at, prepared.facts, row.recorded_at.korean_day(), record::found_something(row.body), second_look});
      }
      return success();
    }
    rehearsal::Row past;
    if (const auto label = labels_.find(key_of(row.party_id, row.declaration_id)); label != labels_.end()) {
      past.label = label->second;
      past.label->at_random = row.body.find(random_mark) != std::string_view::npos;
    }
    stretch.singles.push_back(std::move(read));
    stretch.rows.push_back(std::move(past));
    return success();
  }

  const record::Store& store_;
  const screening::Rulebook& rulebook_;
  std::int64_t reached_ = 0, last_ = 0;
  std::unordered_map<std::string, rehearsal::Label> labels_;
};

}  // namespace

Result<std::unique_ptr<rehearsal::Input>> open_past(const record::Store& store, const screening::Rulebook& rulebook) {
  auto past = std::make_unique<Past>(store, rulebook);
  if (auto begun = past->begin(); !begun) return begun.error();
  return std::unique_ptr<rehearsal::Input>(std::move(past));
}

}  // namespace clearway::lodging
