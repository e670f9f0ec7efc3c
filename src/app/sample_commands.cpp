#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <iomanip>
#include <memory>
#include <ostream>
#include <sstream>
#include <string>

#include "app/commands.h"
#include "app/context.h"
#include "law/law.h"
#include "law/parameters.h"  // generated
#include "sample/generate.h"

namespace clearway::app {
namespace {

using Clock = std::chrono::steady_clock;
double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

std::string rounded(double value, int places = 0) {
  std::ostringstream out;
  out << std::fixed << std::setprecision(places) << value;
  return out.str();
}

struct GenerateOptions {
  std::uint64_t seed = 0, rows = 0;
  std::string scale = "small", out;
};

sample::Terms terms_of(const law::Law& law, const declaration::ExchangeRates& rates) {
  const auto& limits = law.kr.export_;
  return {[&limits](Date day) { return limits.manifest.max_fob.on(day).value; },
          [&limits](Date day) { return limits.simplified.max_fob.on(day).value; }, &rates};
}

[[noreturn]] void fail_generate(Context& context, const Error& error) {
  const auto key = "generate." + error.code;
  const bool wrong = error.code == "folder_holds_another_world" || error.code == "rates_missing";
  fail(wrong ? Exit::wrong_use : Exit::environment,
       {error.code, error.field, context.text(key, {{"path", error.field}, {"cause", error.detail}}),
        context.text(key + "_fix")});
}

void print(Context& context, const sample::Generated& made, const std::string& folder, double seconds) {
  auto& out = context.out;
  if (context.options.json) {
    out << R"({"declarations":)" << made.declarations;
    for (std::size_t p = 0; p < 3; ++p)
      out << ",\"" << declaration::procedure_names[p] << "\":" << made.by_procedure[p];
    out << R"(,"planted":)" << made.planted << R"(,"cases":)" << made.cases << R"(,"slips":)" << made.slips
        << R"(,"examinations":)" << made.examinations << R"(,"bytes":)" << made.bytes << R"(,"seconds":)" << seconds
        << "}\n";
    return;
  }
  const auto share = [&](std::uint64_t part) {
    const auto all = static_cast<double>(std::max<std::uint64_t>(made.declarations, 1));
    return std::to_string(part) + " (" + rounded(100.0 * static_cast<double>(part) / all, 1) + " %)";
  };
  const auto number = [](auto value) { return std::to_string(value); };
  out << context.text("generate.written", {{"declarations", number(made.declarations)},
                                           {"megabytes", number(made.bytes / 1'000'000)},
                                           {"folder", folder},
                                           {"seconds", rounded(seconds, 1)}})
      << '\n'
      << context.text("generate.procedures", {{"formal", share(made.by_procedure[0])},
                                              {"simplified", share(made.by_procedure[1])},
                                              {"manifest", share(made.by_procedure[2])}})
      << '\n'
      << context.text("generate.labels", {{"planted", share(made.planted)},
                                          {"cases", number(made.cases)},
                                          {"slips", share(made.slips)},
                                          {"examinations", number(made.examinations)}})
      << '\n';
}

Exit generate(Context& context, const GenerateOptions& options) {
  const auto scale = *sample::find_scale(options.scale);
  const sample::Settings settings{options.seed, options.rows > 0 ? options.rows : scale.rows, scale.from, scale.to};
  const auto rates =
      value_or_fail(declaration::ExchangeRates::load(context.law_directory() + "/kr/exchange_rate/export.csv"));
  const auto start = Clock::now();
  auto shown = start;
  const bool terminal = ::isatty(STDERR_FILENO) != 0;
  const auto progress = [&](std::uint64_t rows) {
    if (!terminal || seconds_since(shown) < 0.2) return;
    shown = Clock::now();
    const double rate = static_cast<double>(rows) / seconds_since(start);
    context.err << "\r\033[K"
                << context.text("generate.progress",
                                {{"percent", std::to_string(rows * 100 / settings.rows)},
                                 {"rate", rounded(rate)},
                                 {"left", rounded(static_cast<double>(settings.rows - rows) / rate)}})
                << std::flush;
  };
  const auto made = sample::generate(settings, terms_of(context.law(), rates), options.out, progress);
  if (shown != start) context.err << "\r\033[K" << std::flush;
  if (!made) fail_generate(context, made.error());
  print(context, *made, options.out, seconds_since(start));
  return Exit::done;
}

}  // namespace

void add_sample_commands(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("generate", context.help("generate.purpose"));
  const auto options = std::make_shared<GenerateOptions>();
  command->add_option("--seed", options->seed, context.help("generate.option.seed"))->required();
  command->add_option("--scale", options->scale, context.help("generate.option.scale"))
      ->check(CLI::IsMember({"tiny", "small", "year"}));
  command->add_option("--rows", options->rows, context.help("generate.option.rows"))
      ->check(CLI::Range(1, 1'000'000'000));
  command->add_option("--out", options->out, context.help("generate.option.out"))->required()->type_name("DIR");
  context.on(command, [&context, options] { return generate(context, *options); });
}

}  // namespace clearway::app
