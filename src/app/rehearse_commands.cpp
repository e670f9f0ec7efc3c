#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "app/commands.h"
#include "app/context.h"
#include "app/input_files.h"
#include "base/output_file.h"
#include "lodging/in_force.h"
#include "lodging/past.h"
#include "record/store.h"
#include "rehearsal/folder.h"
#include "rehearsal/page.h"
#include "rehearsal/rehearse.h"

namespace clearway::app {
namespace {

using Clock = std::chrono::steady_clock;

struct RehearseOptions {
  std::string changed, against, folder, from, to, report;
  std::vector<std::string> changed_models, present_models;
  std::uint64_t seed = 0;
};

std::string rounded(double value, int places) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", places, value);
  return text;
}

std::int64_t peak_memory_mb() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

class RehearseCommand {
 public:
  RehearseCommand(Context& context, const RehearseOptions& options) : context_(context), options_(options) {}

  Exit run() {
    const bool page = options_.report.ends_with(".html");
    if (!options_.report.empty() && !page && !options_.report.ends_with(".json")) {
      refuse("report_name", "--report", {{"path", options_.report}});
    }
    const auto from = day(options_.from, "--from", rehearsal::earliest);
    const auto to = day(options_.to, "--to", rehearsal::latest);
    const auto start = Clock::now();
    open();
    auto report = rehearse(from, to);
    if (!report) fail_rehearsal(report.error());
    const auto seconds = std::chrono::duration<double>(Clock::now() - start).count();
    if (!options_.report.empty()) {
      write(page ? rehearsal::to_page(*report, context_.messages(), context_.options.language)
                 : rehearsal::to_json(*report) + "\n");
    }
    if (context_.options.json) {
      context_.out << rehearsal::to_json(*report) << '\n';
    } else {
      print(*report, seconds);
    }
    return Exit::done;
  }

 private:
  [[noreturn]] void refuse(const std::string& code, const std::string& option, const Places& places = {}) {
    fail(Exit::wrong_use,
         {code, option, context_.text("rehearse." + code, places), context_.text("rehearse." + code + "_fix")});
  }
  [[noreturn]] void fail_rehearsal(const Error& error) {
    const auto key = "rehearse." + error.code;
    if (context_.messages().find(key) == nullptr) fail(Exit::environment, error);
    fail(Exit::wrong_use,
         {error.code, error.field, context_.text(key, {{"value", error.detail}}), context_.text(key + "_fix")});
  }
  Date day(const std::string& text, const std::string& option, Date otherwise) {
    if (text.empty()) return otherwise;
    const auto parsed = Date::parse(text);
    if (!parsed) refuse("day_not_valid", option, {{"value", text}});
    return *parsed;
  }

  void open() {
    const auto& messages = context_.messages();
    const auto against = options_.against.empty() ? context_.policy_directory() : options_.against;
    present_ = value_or_fail(
        screening::Rulebook::load({context_.law_directory(), against, options_.present_models}, messages));
    if (options_.changed.empty() && options_.changed_models.empty()) refuse("change_missing", "--policy");
    if (options_.folder.empty()) open_record();
    std::shared_ptr<const screening::Rulebook> changed;
    if (!options_.changed.empty()) {
      changed = present_->with_policy(
          value_or_fail(risk::Policy::load(options_.changed, present_->law(), present_->elements()), Exit::wrong_use));
    }
    for (const auto& path : options_.changed_models) {
      const auto& base = changed == nullptr ? *present_ : *changed;
      changed = value_or_fail(base.with_model(file_contents(context_, path)), Exit::wrong_use);
    }
    changed_ = std::move(changed);
    if (!options_.folder.empty()) {
      intake::Options intake;
      intake.messages = &messages;
      intake.language = context_.options.language;
      auto opened = rehearsal::open_folder(options_.folder, *present_, intake);
      if (!opened) fail_rehearsal(opened.error());
      input_ = std::move(opened).value();
      return;
    }
    input_ = value_or_fail(lodging::open_past(*store_, *present_));
  }

  /// The record, and unless another policy is named, the one that it has in force.
  void open_record() {
    if (context_.options.database == "none") refuse("input_missing", "FOLDER");
    record::StoreOptions store;
    store.url = context_.options.database;
    store.owner = "clearway rehearse";
    store.read_only = true;
    store_ = value_or_fail(record::Store::open(store));
    if (!options_.against.empty()) return;
    present_ = value_or_fail(lodging::rulebook_in_force(*store_, present_));
  }

  Result<rehearsal::Report> rehearse(Date from, Date to) {
    rehearsal::Options options;
    options.from = from;
    options.to = to;
    options.secret_of = [this](Date date) {
      risk::Secret secret{};
      if (store_) {
        const auto kept = store_->random_secret(date);
        if (kept && *kept && risk::parse_hex(**kept, secret)) return secret;
      }
      return risk::secret_from_seed(options_.seed, date);
    };
    const bool terminal = ::isatty(STDERR_FILENO) != 0;
    auto shown = Clock::now();
    options.progress = [&](double done) {
      if (!terminal || Clock::now() - shown < std::chrono::milliseconds(200)) return true;
      shown = Clock::now();
      context_.err << "\r\033[K" << context_.text("rehearse.progress", {{"percent", rounded(done * 100, 0)}})
                   << std::flush;
      return true;
    };
    auto report = rehearsal::rehearse(*input_, *present_, *changed_, options);
    if (terminal) context_.err << "\r\033[K" << std::flush;
    return report;
  }

  void write(const std::string& text) {
    auto file = OutputFile::create(options_.report);
    const auto check = [&](const Status& status) {
      if (status) return;
      const auto key = "screen." + status.error().code;
      fail(Exit::environment, {status.error().code, options_.report,
                               context_.text(key, {{"path", options_.report}, {"cause", status.error().detail}}),
                               context_.text(key + "_fix")});
    };
    check(file ? success() : Status(file.error()));
    check(file->write(text));
    check(file->finish());
  }

  void line(std::string_view key, std::uint64_t first, std::uint64_t second) {
    line(key, std::to_string(first), std::to_string(second));
  }
  void line(std::string_view key, const std::string& first, const std::string& second) {
    const auto pad = [](const std::string& text) {
      return std::string(text.size() < 12 ? 12 - text.size() : 0, ' ') + text;
    };
    context_.out << pad(first) << pad(second) << "  " << context_.text("rehearse." + std::string(key)) << '\n';
  }

  void print(const rehearsal::Report& report, double seconds) {
    context_.out << context_.text("rehearse.done", {{"from", report.from.text()},
                                                    {"to", report.to.text()},
                                                    {"count", std::to_string(report.declarations)},
                                                    {"seconds", rounded(seconds, 1)},
                                                    {"memory", std::to_string(peak_memory_mb())}})
                 << '\n';
    const auto& [a, b] = report.sides;
    context_.out << context_.text("rehearse.columns") << '\n';
    line("line_selected", a.selected(), b.selected());
    line("line_red", a.channels[2], b.channels[2]);
    line("line_orange", a.channels[1], b.channels[1]);
    line("line_hits", a.examined.found, b.examined.found);
    line("line_misses", a.missed, b.missed);
    const auto rate = [](const rehearsal::Side& side) {
      const auto interval = side.examined.rate();
      return interval ? rounded(interval->value * 100, 1) + " %" : std::string("-");
    };
    line("line_precision", rate(a), rate(b));
    if (report.truth_known) line("line_truth", a.true_found, b.true_found);
    if (!options_.report.empty())
      context_.out << context_.text("rehearse.written", {{"path", options_.report}}) << '\n';
  }

  Context& context_;
  const RehearseOptions& options_;
  std::shared_ptr<const screening::Rulebook> present_, changed_;
  std::unique_ptr<record::Store> store_;
  std::unique_ptr<rehearsal::Input> input_;
};

}  // namespace

void add_rehearse_commands(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("rehearse", context.help("rehearse.purpose"));
  const auto options = std::make_shared<RehearseOptions>();
  command->add_option("--policy", options->changed, context.help("rehearse.option.changed"))->type_name("DIR");
  command->add_option("--model", options->changed_models, context.help("rehearse.option.changed_model"))
      ->type_name("FILE")
      ->allow_extra_args(false);
  command->add_option("--against-model", options->present_models, context.help("rehearse.option.present_model"))
      ->type_name("FILE")
      ->allow_extra_args(false);
  command->add_option("--against", options->against, context.help("rehearse.option.against"))->type_name("DIR");
  command->add_option("--from", options->from, context.help("rehearse.option.from"))->type_name("DATE");
  command->add_option("--to", options->to, context.help("rehearse.option.to"))->type_name("DATE");
  command->add_option("--report", options->report, context.help("rehearse.option.report"))->type_name("FILE");
  command->add_option("--seed", options->seed, context.help("rehearse.option.seed"));
  command->add_option("FOLDER", options->folder, context.help("rehearse.option.folder"));
  context.on(command, [&context, options] { return RehearseCommand(context, *options).run(); });
}

}  // namespace clearway::app
