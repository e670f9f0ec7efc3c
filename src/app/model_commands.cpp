#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "app/commands.h"
#include "app/context.h"
#include "app/input_files.h"
#include "base/hash.h"
#include "base/output_file.h"
#include "intake/mapping.h"
#include "lodging/past.h"
#include "record/store.h"
#include "rehearsal/folder.h"
#include "training/evaluation.h"
#include "training/examples.h"
#include "training/fit.h"

namespace clearway::app {
namespace {

using Clock = std::chrono::steady_clock;

struct ModelOptions {
  std::vector<std::string> data, without;
  std::string mapping, out, model, recipe;
  std::uint64_t seed = 1;
  unsigned threads = 2;
};

std::string shown(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::string hexadecimal(std::uint64_t value) {
  char text[20];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(value));
  return text;
}

class ModelCommand {
 public:
  ModelCommand(Context& context, const ModelOptions& options) : context_(context), options_(options) {
    rulebook_ = value_or_fail(
        screening::Rulebook::load({context_.law_directory(), context_.policy_directory()}, context_.messages()));
    if (!options_.mapping.empty()) mapping_ = value_or_fail(intake::Mapping::load(options_.mapping), Exit::wrong_use);
    intake_.mapping = mapping_ ? &*mapping_ : nullptr;
    intake_.messages = &context_.messages();
    intake_.language = context_.options.language;
  }

  Exit train() {
    const auto start = Clock::now();
    const auto& files = options_.data;
    if (files.empty() && context_.options.database == "none") fail(Exit::wrong_use, error("no_data", "--data"));
    const auto recipe = this->recipe(files.empty() ? files : input_files(context_, files));
    const auto inputs = value_or_fail(risk::ModelInputs::of(recipe.layout, rulebook_->elements()));
    const auto left_out = keys_of(inputs);

    training::PastReader reader(*rulebook_, inputs);
    std::vector<training::Example> examples;
    std::uint64_t fingerprint = 0, repeats = 0;
    std::int32_t first_day = INT32_MAX, last_day = INT32_MIN;
    const auto learn_from = [&](training::PastDeclaration&& past) {
      if (!past.examined) return;
      if (!left_out.empty() && left_out.contains(past.inputs.repeat)) {
        ++repeats;
        return;
      }
      for (const auto number : past.inputs.numbers) fingerprint = mix(fingerprint ^ static_cast<std::uint64_t>(number));
      for (const auto category : past.inputs.categories) fingerprint = mix(fingerprint ^ category);
      fingerprint = mix(fingerprint + (past.irregular ? 2 : 1));
      first_day = std::min(first_day, past.day);
      last_day = std::max(last_day, past.day);
      examples.push_back({std::move(past.inputs), past.irregular, past.at_random});
    };
    for (const auto& file : files) read(reader, file, learn_from);
    if (files.empty()) read_record(reader, learn_from);
    if (examples.empty()) fail(Exit::wrong_use, error("no_results", "--data"));
    report_unused(reader);
    if (repeats > 0) context_.err << context_.text("model.left_out", {{"count", std::to_string(repeats)}}) << '\n';

    training::FitSettings settings{.seed = options_.seed, .threads = options_.threads, .about = {}};
    settings.about.recipe = recipe.name;
    settings.about.procedures = recipe.procedures;
    settings.about.data_fingerprint = hexadecimal(fingerprint);
    settings.about.first_day = Date::from_days(first_day).text();
    settings.about.last_day = Date::from_days(last_day).text();
    const bool terminal = ::isatty(STDERR_FILENO) != 0;
    const auto progress = [&](std::size_t done, std::size_t of) {
      if (terminal) {
        context_.err << "\r\033[K"
                     << context_.text("model.progress", {{"done", std::to_string(done)}, {"of", std::to_string(of)}})
                     << (done == of ? "\r\033[K" : "") << std::flush;
      }
    };
    const auto model = value_or_fail(training::fit(recipe, examples, settings, progress), Exit::wrong_use);
    auto file = value_or_fail(OutputFile::create(options_.out));
    if (auto written = file.write(model.bytes()); !written) fail(Exit::environment, written.error());
    if (auto done = file.finish(); !done) fail(Exit::environment, done.error());

    const auto& about = model.about();
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    if (context_.options.json) {
      context_.out << "{\"model\":\"" << model.version() << "\",\"recipe\":\"" << about.recipe
                   << "\",\"rows\":" << about.rows << ",\"irregular\":" << about.irregular
                   << ",\"groups\":" << about.groups << ",\"first_day\":\"" << about.first_day << "\",\"last_day\":\""
                   << about.last_day << "\",\"data_fingerprint\":\"" << about.data_fingerprint
                   << "\",\"seed\":" << about.seed << ",\"threshold\":" << shown("%.6f", model.threshold())
                   << ",\"measures\":" << about.measures << ",\"seconds\":" << shown("%.3f", seconds) << "}\n";
      return Exit::done;
    }
    context_.out << context_.text("model.trained", {{"version", model.version()},
                                                    {"rows", std::to_string(about.rows)},
                                                    {"irregular", std::to_string(about.irregular)},
                                                    {"groups", std::to_string(about.groups)},
                                                    {"from", about.first_day},
                                                    {"to", about.last_day},
                                                    {"seconds", shown("%.1f", seconds)}})
                 << '\n'
                 << context_.text("model.measured", {{"measures", about.measures}}) << '\n';
    return Exit::done;
  }

  Exit evaluate() {
    const auto model = load(options_.model);
    const auto inputs = value_or_fail(risk::ModelInputs::of(model.layout(), rulebook_->elements()), Exit::wrong_use);
    if (options_.data.empty()) fail(Exit::wrong_use, error("no_data", "--data"));
    training::PastReader reader(*rulebook_, inputs);
    std::vector<training::PastDeclaration> past;
    for (const auto& file : options_.data) {
      read(reader, file, [&](training::PastDeclaration&& one) {
        if (one.examined) past.push_back(std::move(one));
      });
    }
    if (past.empty()) fail(Exit::wrong_use, error("no_results", "--data"));
    report_unused(reader);
    const auto evaluation = training::evaluate(model, past);
    if (context_.options.json) {
      context_.out << training::to_json(evaluation, model) << '\n';
      return Exit::done;
    }
    context_.out << context_.text("model.heading") << '\n';
    print(context_.text("model.all_rows"), evaluation.all);
    print(context_.text("model.new_rows"), evaluation.new_tuples);
    print(context_.text("model.as_results_come_in"), evaluation.as_results_come_in);
    return Exit::done;
  }

 private:
  Error error(const std::string& key, const std::string& field, const Places& places = {}) {
    return {key, field, context_.text("model." + key, places), context_.text("model." + key + "_fix", places)};
  }

  likelihood::Model load(const std::string& path) {
    auto model = likelihood::Model::read(file_contents(context_, path));
    if (!model) {
      auto said = model.error();
      said.detail = context_.text("model.not_a_model", {{"path", path}, {"cause", said.detail}});
      fail(Exit::wrong_use, said);
    }
    return std::move(model).value();
  }

  /// The examinations of the record itself.
  void read_record(training::PastReader& reader, const std::function<void(training::PastDeclaration&&)>& visit) {
    record::StoreOptions options;
    options.url = context_.options.database;
    options.owner = "clearway model";
    options.read_only = true;
    const auto store = value_or_fail(record::Store::open(options));
    const auto input = value_or_fail(lodging::open_past(*store, *rulebook_));
    value_or_fail(reader.read(*input, visit));
  }

  /// A file with results in its rows, or the folder of a generated world with its examinations beside it.
  void read(training::PastReader& reader, const std::string& file,
            const std::function<void(training::PastDeclaration&&)>& visit) {
    if (std::filesystem::is_directory(file)) {
      auto input = rehearsal::open_folder(file, *rulebook_, intake_);
      if (!input) fail(Exit::wrong_use, error("cannot_be_read", file, {{"path", input.error().detail}}));
      value_or_fail(reader.read(**input, visit));
      return;
    }
    auto source = intake::Source::open(file, intake_);
    if (!source) fail(intake::is_environment(source.error()) ? Exit::environment : Exit::wrong_use, source.error());
    value_or_fail(reader.read(**source, visit));
  }

  /// The recipe that was named, or the one for the procedure of the first declaration.
  training::Recipe recipe(const std::vector<std::string>& files) {
    const auto yaml = file_contents(context_, context_.policy_directory() + "/learning.yaml");
    std::string name = options_.recipe;
    if (name.empty()) name = recipe_for(value_or_fail(training::recipe_names(yaml)), first_procedure(files));
    return value_or_fail(training::read_recipe(yaml, name,
                                               [this](std::string_view input) {
                                                 switch (risk::input_kind(input, rulebook_->elements())) {
                                                   case risk::InputKind::number: return training::Kind::number;
                                                   case risk::InputKind::category: return training::Kind::category;
                                                   case risk::InputKind::unknown: break;
                                                 }
                                                 return training::Kind::unknown;
                                               }),
                         Exit::wrong_use);
  }

  std::string first_procedure(const std::vector<std::string>& files) {
    for (const auto& file : files) {
      auto source = intake::Source::open(file, intake_);
      if (!source) fail(intake::is_environment(source.error()) ? Exit::environment : Exit::wrong_use, source.error());
      intake::Batch batch;
      std::vector<intake::Reject> rejects;
      while (value_or_fail((*source)->next_batch(batch, rejects))) {
        if (!batch.empty()) return std::string(declaration::name(batch.declarations().front().procedure));
      }
    }
    return "manifest";  // the record is of exports
  }

  std::string recipe_for(const std::vector<std::pair<std::string, std::vector<std::string>>>& recipes,
                         const std::string& procedure) {
    for (const auto& [name, procedures] : recipes) {
      if (std::find(procedures.begin(), procedures.end(), procedure) != procedures.end()) return name;
    }
    fail(Exit::wrong_use, error("no_recipe", "--recipe", {{"procedure", procedure}}));
  }

  /// What must not be learned, because it is to be judged.
  std::set<std::uint64_t> keys_of(const risk::ModelInputs& inputs) {
    std::set<std::uint64_t> keys;
    if (options_.without.empty()) return keys;
    training::PastReader reader(*rulebook_, inputs);
    for (const auto& file : options_.without) {
      read(reader, file, [&](training::PastDeclaration&& past) {
        if (past.inputs.repeat != 0) keys.insert(past.inputs.repeat);
      });
    }
    return keys;
  }

  void report_unused(const training::PastReader& reader) {
    if (reader.rejected() == 0 && reader.without_result() == 0) return;
    context_.err << context_.text("model.not_used", {{"rejected", std::to_string(reader.rejected())},
                                                     {"without", std::to_string(reader.without_result())}})
                 << '\n';
  }

  void print(const std::string& name, const training::Measures& measures) {
    const auto& p = measures.precision_at;
    const auto& r = measures.revenue_at;
    char line[256];
    std::snprintf(line, sizeof line, "%8llu  %.4f     %.4f %.4f   %.3f %.3f %.3f %.3f      %.3f %.3f %.3f %.3f  ",
                  static_cast<unsigned long long>(measures.rows), measures.auc, measures.average_precision, measures.f1,
                  p[0], p[1], p[2], p[3], r[0], r[1], r[2], r[3]);
    context_.out << line << name << '\n';
  }

  Context& context_;
  const ModelOptions& options_;
  std::unique_ptr<const screening::Rulebook> rulebook_;
  std::optional<intake::Mapping> mapping_;
  intake::Options intake_;
};

}  // namespace

void add_model_commands(CLI::App& app, Context& context) {
  auto* model = app.add_subcommand("model", context.help("model.purpose"));
  model->require_subcommand(1);
  const auto options = std::make_shared<ModelOptions>();
  const auto command = [&](const char* name, Exit (ModelCommand::*run)()) {
    auto* one = model->add_subcommand(name, context.help(std::string("model.") + name));
    one->add_option("--data", options->data, context.help("model.option.data"));
    one->add_option("--mapping", options->mapping, context.help("model.option.mapping"));
    context.on(one, [&context, options, run] {
      ModelCommand chosen(context, *options);
      return (chosen.*run)();
    });
    return one;
  };
  auto* train = command("train", &ModelCommand::train);
  train->add_option("--out", options->out, context.help("model.option.out"))->required();
  train->add_option("--seed", options->seed, context.help("model.option.seed"));
  train->add_option("--recipe", options->recipe, context.help("model.option.recipe"));
  train->add_option("--without", options->without, context.help("model.option.without"));
  train->add_option("--threads", options->threads, context.help("model.option.threads"))->check(CLI::Range(1, 64));
  auto* evaluate = command("evaluate", &ModelCommand::evaluate);
  evaluate->add_option("--model", options->model, context.help("model.option.model"))->required();
}

}  // namespace clearway::app
