// What clearance costs for one declaration, on one core: values, rules between them, facts, the choice of the
// procedure. Prints nanoseconds of processor time, medians of nine rounds, for each procedure and for the mix of
// e-commerce exports.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "base/messages.h"
#include "clearance/example_declarations.h"
#include "clearance/procedure.h"
#include "clearance/validator.h"
#include "law/element_catalogue.h"
#include "law/law.h"

namespace {

using namespace clearway;
using declaration::Declaration;

template <class T>
T take(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s: %s\n", result.error().field.c_str(), result.error().detail.c_str());
    std::exit(3);
  }
  return std::move(result).value();
}

double processor_nanoseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

/// Median nanoseconds of one call of `work` on one element of `declarations`.
template <class Work>
double measure(std::vector<Declaration>& declarations, Work work) {
  std::vector<double> rounds;
  for (int round = 0; round < 9; ++round) {
    const double start = processor_nanoseconds();
    constexpr int repeats = 20;
    for (int i = 0; i < repeats; ++i) {
      for (auto& declaration : declarations) work(declaration);
    }
    rounds.push_back((processor_nanoseconds() - start) / repeats / static_cast<double>(declarations.size()));
  }
  std::nth_element(rounds.begin(), rounds.begin() + 4, rounds.end());
  return rounds[4];
}

}  // namespace

int main() {
  const auto messages = take(Messages::load(CLEARWAY_SOURCE_DIR "/messages"));
  const auto law = take(law::Law::load(CLEARWAY_SOURCE_DIR "/law"));
  const auto catalogue = take(law::ElementCatalogue::load(law));
  const auto rates = take(declaration::ExchangeRates::load(CLEARWAY_SOURCE_DIR "/law/kr/exchange_rate/export.csv"));
  const clearance::Validator validator(law, catalogue, rates, messages);
  const clearance::ProcedureAdvisor advisor(law, catalogue, messages);

  const auto copies = [](const Declaration& one, std::size_t count) { return std::vector<Declaration>(count, one); };
  auto mix = copies(clearance::examples::manifest(), 433);  // shares of 84.6, 11.6 and 3.7 %
  for (int i = 0; i < 60; ++i) mix.push_back(clearance::examples::simplified());
  for (int i = 0; i < 19; ++i) mix.push_back(clearance::examples::formal());
  struct {
    const char* name;
    std::vector<Declaration> declarations;
  } sets[] = {{"manifest", copies(clearance::examples::manifest(), 512)},
              {"simplified", copies(clearance::examples::simplified(), 512)},
              {"formal, 2 items", copies(clearance::examples::formal(), 512)},
              {"import", copies(clearance::examples::import(), 512)},
              {"mix of exports", std::move(mix)}};

  std::vector<clearance::Finding> findings;
  std::uint64_t sink = 0;
  std::printf("%-18s %10s %10s %10s %10s\n", "ns a declaration", "validate", "derive", "recommend", "all");
  for (auto& set : sets) {
    const double validate = measure(set.declarations, [&](Declaration& d) {
      findings.clear();
      validator.validate(d, findings);
      sink += findings.size();
    });
    const double derive = measure(set.declarations, [&](Declaration& d) { sink += validator.derive(d).exporter; });
    const auto facts = validator.derive(set.declarations[0]);
    const double recommend = measure(set.declarations, [&](Declaration& d) {
      sink += static_cast<std::uint64_t>(advisor.recommend(advisor.case_of(d, facts)));
    });
    std::printf("%-18s %10.0f %10.0f %10.0f %10.0f\n", set.name, validate, derive, recommend,
                validate + derive + recommend);
  }
  if (sink == 42) std::puts("");  // the work must not be optimised away
}
