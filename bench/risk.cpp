// bench_risk FILE [ROUNDS]: what the risk decision alone costs (assess and observe), on the declarations of a file.
// Reading and drawing are done before; each batch is validated just before its decisions, as in screening, so that it
// is as near in the caches, but that time does not count. Prints nanoseconds per declaration, the channels and the
// rules hit.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/messages.h"
#include "clearance/validator.h"
#include "declaration/exchange_rates.h"
#include "intake/mapping.h"
#include "intake/source.h"
#include "law/element_catalogue.h"
#include "law/law.h"
#include "risk/engine.h"
#include "risk/policy.h"
#include "risk/random_selection.h"

namespace {

using namespace clearway;

/// Processor time of this thread: other work on the machine does not count.
double cpu_nanoseconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

struct Row {
  declaration::Declaration* declaration = nullptr;
  declaration::Facts facts;
  std::vector<clearance::Finding> findings;
  double draw = 1;
};

template <class T>
T need(Result<T> result) {
  if (result) return std::move(result).value();
  std::fprintf(stderr, "%s\n%s\n", result.error().detail.c_str(), result.error().fix.c_str());
  std::exit(3);
}

struct Loaded {
  std::deque<intake::Batch> memory;
  std::vector<Row> rows;
};

void read_rows(intake::Source& source, const clearance::Validator& validator, Loaded& out) {
  std::vector<intake::Reject> rejects;
  auto draws = risk::Draws::from_seed(7);
  for (;;) {
    auto& batch = out.memory.emplace_back();
    rejects.clear();
    if (!need(source.next_batch(batch, rejects))) return;
    for (auto& declaration : batch.declarations()) {
      Row row;
      row.declaration = &declaration;
      validator.validate(declaration, row.findings);
      row.facts = validator.derive(declaration);
      row.draw =
          draws.draw(row.facts.declared_on, declaration::party_id(declaration, "bench"), declaration.declaration_id);
      out.rows.push_back(std::move(row));
    }
  }
}

struct Outcome {
  std::array<std::uint64_t, 3> channels{};
  std::array<std::array<std::uint64_t, 3>, declaration::procedure_count> by_procedure{};
  std::map<std::string, std::uint64_t> reasons;
  double nanoseconds = 0;
};

Outcome run(const risk::Policy& policy, const clearance::Validator& validator, std::vector<Row>& rows, bool count) {
  constexpr std::size_t batch = 512;
  risk::Engine engine(policy);
  risk::Profiles profiles;
  risk::DayQuota quota;
  risk::Assessment assessment;
  Outcome outcome;
  double spent = 0, start = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i % batch == 0) {
      if (i > 0) spent += cpu_nanoseconds() - start;
      for (std::size_t j = i; j < std::min(i + batch, rows.size()); ++j) {
        rows[j].findings.clear();
        validator.validate(*rows[j].declaration, rows[j].findings);
      }
      start = cpu_nanoseconds();
    }
    const auto& row = rows[i];
    engine.assess(*row.declaration, row.facts, row.findings, {row.draw}, profiles, quota, assessment);
    profiles.observe(engine.observation(*row.declaration, row.facts, row.findings));
    if (!count) continue;
    const auto channel = static_cast<std::size_t>(assessment.channel);
    ++outcome.channels[channel];
    ++outcome.by_procedure[static_cast<std::size_t>(row.declaration->procedure)][channel];
    for (const auto& reason : assessment.reasons) ++outcome.reasons[std::string(policy.reason_id(reason))];
  }
  spent += cpu_nanoseconds() - start;
  outcome.nanoseconds = spent / static_cast<double>(std::max<std::size_t>(rows.size(), 1));
  return outcome;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: bench_risk FILE [ROUNDS] [MAPPING]\n");
    return 2;
  }
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 3;
  const std::string root = CLEARWAY_SOURCE_DIR;
  const auto messages = need(Messages::load(root + "/messages"));
  const auto law = need(law::Law::load(root + "/law"));
  const auto elements = need(law::ElementCatalogue::load(law));
  const auto rates = need(declaration::ExchangeRates::load(root + "/law/kr/exchange_rate/export.csv"));
  const auto policy = need(risk::Policy::load(root + "/policy", law, elements));
  const clearance::Validator validator(law, elements, rates, messages);

  intake::Options options;
  options.messages = &messages;
  std::optional<intake::Mapping> mapping;
  if (argc > 3) {
    mapping = need(intake::Mapping::load(argv[3]));
    options.mapping = &*mapping;
  }
  const auto source = need(intake::Source::open(argv[1], options));
  Loaded loaded;
  read_rows(*source, validator, loaded);

  std::vector<double> times;
  for (int round = 0; round < rounds; ++round) times.push_back(run(policy, validator, loaded.rows, false).nanoseconds);
  std::sort(times.begin(), times.end());
  const auto outcome = run(policy, validator, loaded.rows, true);
  std::printf("declarations %zu\nrules %zu\nnanoseconds_per_declaration %.0f\n", loaded.rows.size(),
              policy.rules().size(), times[times.size() / 2]);
  const auto percent = [](std::uint64_t part, std::uint64_t whole) {
    return 100.0 * static_cast<double>(part) / static_cast<double>(std::max<std::uint64_t>(whole, 1));
  };
  const auto print = [&](std::string_view name, const std::array<std::uint64_t, 3>& channels) {
    const auto whole = channels[0] + channels[1] + channels[2];
    if (whole == 0) return;
    std::printf("%-12.*s %9llu  green %.2f %%  orange %.2f %%  red %.2f %%\n", static_cast<int>(name.size()),
                name.data(), static_cast<unsigned long long>(whole), percent(channels[0], whole),
                percent(channels[1], whole), percent(channels[2], whole));
  };
  print("all", outcome.channels);
  for (std::size_t i = 0; i < declaration::procedure_count; ++i)
    print(declaration::procedure_names[i], outcome.by_procedure[i]);
  for (const auto& [id, hits] : outcome.reasons)
    std::printf("%9llu %s\n", static_cast<unsigned long long>(hits), id.c_str());
  return 0;
}
