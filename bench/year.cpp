// A year of the generated world: what share of the planted irregularities of its last quarter stands among the 5 % that
// each way of choosing would examine. The model learns from the examinations of the first three quarters alone.
//   bench_year WORLD LAW POLICY MESSAGES     prints NAME<tab>value lines
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <numeric>
#include <string>
#include <vector>

#include "base/hash.h"
#include "rehearsal/folder.h"
#include "risk/random_selection.h"
#include "screening/screener.h"
#include "training/examples.h"
#include "training/fit.h"

using namespace clearway;

namespace {

constexpr double examined_share = 0.05;
constexpr std::uint64_t seed = 7;

template <class T>
T required(Result<T> result) {
  if (result) return std::move(result).value();
  std::fprintf(stderr, "%s\n", result.error().detail.c_str());
  std::exit(1);
}

/// Rows of the last quarter: what is true, and what each way of choosing thinks.
struct Rows {
  std::vector<bool> irregular;
  std::vector<double> by_rules, by_both;
};

double found(const std::vector<bool>& irregular, const std::vector<double>& score) {
  std::vector<std::size_t> order(score.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return score[a] > score[b]; });
  const auto top = static_cast<std::size_t>(examined_share * static_cast<double>(order.size()));
  const auto all = std::count(irregular.begin(), irregular.end(), true);
  std::size_t hits = 0;
  for (std::size_t i = 0; i < top; ++i) hits += irregular[order[i]] ? 1 : 0;
  return static_cast<double>(hits) / static_cast<double>(std::max<std::ptrdiff_t>(1, all));
}

/// Runs the year through a rulebook, in the order of the record, and calls `visit` with each decision.
template <class Visit>
void run(const std::string& world, const screening::Rulebook& rulebook, const intake::Options& options, Visit visit) {
  auto input = required(rehearsal::open_folder(world, rulebook, options));
  screening::Screener screener(rulebook, risk::Draws::from_seed(seed));
  rehearsal::Stretch stretch;
  for (;;) {
    stretch.clear();
    if (!required(input->next(stretch))) return;
    auto result = stretch.results.begin();
    for (std::size_t i = 0; i < stretch.rows.size(); ++i) {
      for (; result != stretch.results.end() && result->before <= i; ++result) {
        screener.record_examination(result->facts, result->examined_on, result->found);
      }
      auto& decision = stretch.prepared[i];
      screener.decide(*stretch.rows[i].declaration, decision);
      visit(stretch.rows[i], decision);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return std::fputs("bench_year WORLD LAW POLICY MESSAGES\n", stderr), 2;
  const std::string world = argv[1], policy = argv[3];
  const auto messages = required(Messages::load(argv[4]));
  const auto rules_alone = required(screening::Rulebook::load({argv[2], policy}, messages));
  intake::Options options;
  options.messages = &messages;

  std::FILE* file = std::fopen((policy + "/learning.yaml").c_str(), "rb");
  std::string yaml(1 << 20, '\0');
  yaml.resize(std::fread(yaml.data(), 1, yaml.size(), file));
  std::fclose(file);
  const auto recipe = required(training::read_recipe(yaml, "export", [&](std::string_view name) {
    switch (risk::input_kind(name, rules_alone->elements())) {
      case risk::InputKind::number: return training::Kind::number;
      case risk::InputKind::category: return training::Kind::category;
      case risk::InputKind::unknown: break;
    }
    return training::Kind::unknown;
  }));

  // Three quarters to learn from.
  const auto inputs = required(risk::ModelInputs::of(recipe.layout, rules_alone->elements()));
  auto past = required(rehearsal::open_folder(world, *rules_alone, options));
  training::PastReader reader(*rules_alone, inputs);
  std::vector<training::Example> examples;
  std::vector<std::int32_t> days;
  std::int32_t first = INT32_MAX, last = INT32_MIN;
  required(reader.read(*past, [&](training::PastDeclaration&& one) {
    first = std::min(first, one.day);
    last = std::max(last, one.day);
    if (!one.examined) return;
    examples.push_back({std::move(one.inputs), one.irregular, one.at_random});
    days.push_back(one.day);
  }));
  const auto quarter_begins = first + (last - first + 1) * 3 / 4;
  while (!days.empty() && days.back() >= quarter_begins) {
    days.pop_back();
    examples.pop_back();
  }
  training::FitSettings settings{.seed = 1, .threads = 2, .about = {}};
  settings.about.recipe = recipe.name;
  settings.about.procedures = recipe.procedures;
  const auto start = std::chrono::steady_clock::now();
  auto model = required(training::fit(recipe, examples, settings, [](std::size_t, std::size_t) {}));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();

  const std::string model_file = world + "/bench-year.cwm";
  std::FILE* out = std::fopen(model_file.c_str(), "wb");
  const auto bytes = model.bytes();
  std::fwrite(bytes.data(), 1, bytes.size(), out);
  std::fclose(out);
  const auto with_model = required(screening::Rulebook::load({argv[2], policy, {model_file}}, messages));

  Rows rows;
  run(world, *rules_alone, options, [&](const rehearsal::Row& row, const screening::Decision& decision) {
    if (decision.facts.declared_on.days() < quarter_begins) return;
    rows.irregular.push_back(row.irregular.value_or(false));
    rows.by_rules.push_back(decision.assessment.likelihood);
  });
  run(world, *with_model, options, [&](const rehearsal::Row&, const screening::Decision& decision) {
    if (decision.facts.declared_on.days() >= quarter_begins) rows.by_both.push_back(decision.assessment.likelihood);
  });
  std::vector<double> chance;
  for (std::size_t i = 0; i < rows.irregular.size(); ++i) chance.push_back(static_cast<double>(mix(i + seed) >> 11));

  const auto planted = std::count(rows.irregular.begin(), rows.irregular.end(), true);
  std::printf("rows\t%zu\nplanted\t%td\nexamples\t%zu\ntraining_seconds\t%.1f\n", rows.irregular.size(), planted,
              examples.size(), seconds);
  std::printf("random\t%.4f\nrules\t%.4f\nrules_and_model\t%.4f\n", found(rows.irregular, chance),
              found(rows.irregular, rows.by_rules), found(rows.irregular, rows.by_both));
  return 0;
}
