#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "app/commands.h"
#include "app/context.h"
#include "app/input_files.h"
#include "base/output_file.h"
#include "intake/mapping.h"
#include "lodging/history.h"
#include "lodging/in_force.h"
#include "lodging/lodgement.h"
#include "record/store.h"
#include "screening/bulk.h"

namespace clearway::app {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

struct ScreenOptions {
  std::vector<std::string> files, models;
  std::string mapping, format = "auto", encoding = "auto", procedure, out, rejects;
  std::uint64_t seed = 0;
  unsigned threads = 2;
  bool strict = false;
};

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

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

void refuse_input_as_output(Context& context, const std::vector<std::string>& inputs, const std::string& output) {
  std::error_code ignored;
  for (const auto& input : inputs) {
    if (!output.empty() && output != "-" && fs::equivalent(input, output, ignored) && fs::is_regular_file(input)) {
      fail(Exit::wrong_use, {"same_file", output, context.text("screen.same_file", {{"path", output}}),
                             context.text("screen.same_file_fix")});
    }
  }
}

/// An output that could not be written, in words.
[[noreturn]] void fail_output(Context& context, const Error& error) {
  const auto key = "screen." + error.code;
  fail(Exit::environment, {error.code, error.field, context.text(key, {{"path", error.field}, {"cause", error.detail}}),
                           context.text(key + "_fix")});
}

std::optional<OutputFile> create_output(Context& context, const std::string& path) {
  if (path.empty()) return std::nullopt;
  auto file = OutputFile::create(path);
  if (!file) fail_output(context, file.error());
  return std::move(file).value();
}

/// One line on the terminal, renewed five times a second.
class ProgressLine {
 public:
  ProgressLine(Context& context, std::optional<std::uint64_t> total_bytes)
      : context_(context), total_bytes_(total_bytes), shown_(::isatty(STDERR_FILENO) != 0) {}
  ~ProgressLine() {
    if (written_) context_.err << "\r\033[K" << std::flush;
  }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void update(std::uint64_t bytes, const screening::Totals& totals) {
    if (!shown_ || seconds_since(last_) < 0.2) return;
    last_ = Clock::now();
    written_ = true;
    const double elapsed = seconds_since(start_);
    const double share =
        total_bytes_.value_or(0) == 0 ? 0 : static_cast<double>(bytes) / static_cast<double>(*total_bytes_);
    const auto left = share > 0 ? rounded(elapsed / share - elapsed, 0) + " s" : std::string("?");
    context_.err << "\r\033[K"
                 << context_.text("screen.progress",
                                  {{"percent", share > 0 ? rounded(share * 100, 0) + " %" : ""},
                                   {"rows", std::to_string(totals.declarations)},
                                   {"rate", rounded(static_cast<double>(totals.declarations) / elapsed, 0)},
                                   {"left", left}})
                 << std::flush;
  }

 private:
  Context& context_;
  std::optional<std::uint64_t> total_bytes_;
  bool shown_, written_ = false;
  Clock::time_point start_ = Clock::now(), last_ = start_;
};

/// The record of a run: history first, then every decision into it.
class Recording {
 public:
  explicit Recording(Context& context) : context_(context) {
    if (context.options.database == "none") return;
    record::StoreOptions options;
    options.url = context.options.database;
    options.owner = "clearway screen";
    store_ = value_or_fail(record::Store::open(options));
  }
  /// What people have activated in the record decides, whatever is installed; nobody gets round a rehearsal in bulk.
  std::shared_ptr<const screening::Rulebook> in_force(std::shared_ptr<const screening::Rulebook> installed) const {
    return on() ? value_or_fail(lodging::rulebook_in_force(*store_, std::move(installed))) : installed;
  }
  void fold_history(screening::Screener& screener) const {
    if (on()) value_or_fail(lodging::fold_history(*store_, 0, 0, screener));
  }

  bool on() const { return store_ != nullptr; }
  std::string personal_key() const {
    return on() ? std::string(store_->personal_key()) : screening::keyless_personal_key();
  }

  void begin(const std::string& file) {
    if (!on()) return;
    source_ = fs::path(file).filename();
    const auto now =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch());
    writer_ = std::make_unique<record::BulkWriter>(
        *store_, record::Origin{.actor = "screen:" + source_, .request_id = "", .at = Instant{now.count()}},
        [this](std::string_view, std::string_view id, const Error& error) {
          context_.err << context_.text("screen.not_recorded", {{"id", std::string(id)}, {"cause", error.detail}})
                       << '\n';
        });
  }
  /// On any thread; null where no record is kept.
  std::shared_ptr<record::BulkWriter::Ready> make_ready(const screening::Work& work,
                                                        const screening::Rulebook& rulebook) const {
    if (!on()) return nullptr;
    const auto declarations = work.batch.declarations();
    auto ready = writer_->ready(declarations.size());
    lodging::LodgementText text;
    for (std::size_t i = 0; i < declarations.size(); ++i) {
      ready->add(text.make(declarations[i], work.decisions[i], rulebook, source_));
    }
    return ready;
  }
  Status add(record::BulkWriter::Ready& ready) { return writer_->add(ready); }
  void end() {
    if (!on()) return;
    const auto totals = value_or_fail(writer_->finish());
    totals_.recorded += totals.recorded;
    totals_.already_recorded += totals.already_recorded;
    totals_.refused += totals.refused;
  }
  const record::BulkTotals& totals() const { return totals_; }

 private:
  Context& context_;
  std::unique_ptr<record::Store> store_;
  std::unique_ptr<record::BulkWriter> writer_;
  std::string source_;
  record::BulkTotals totals_;
};

void print_table(Context& context, const screening::Totals& totals) {
  context.out << context.text("screen.heading") << '\n';
  for (std::size_t p = 0; p < declaration::procedure_count; ++p) {
    const auto& row = totals.by_channel[p];
    const auto sum = row[0] + row[1] + row[2];
    if (sum == 0) continue;
    char line[128];
    std::snprintf(line, sizeof line, "%-10s%9llu%10llu%9llu%10llu%15llu\n", declaration::procedure_names[p].data(),
                  static_cast<unsigned long long>(row[0]), static_cast<unsigned long long>(row[1]),
                  static_cast<unsigned long long>(row[2]), static_cast<unsigned long long>(sum),
                  static_cast<unsigned long long>(sum - totals.recommended[p][p]));
    context.out << line;
  }
}

void print_summary(Context& context, const screening::Totals& totals, const Recording& recording, double seconds,
                   const screening::Rulebook& rulebook) {
  const auto count = static_cast<double>(std::max<std::uint64_t>(1, totals.declarations));
  context.out << context.text("screen.summary", {{"declarations", std::to_string(totals.declarations)},
                                                 {"rejects", std::to_string(totals.rejects)},
                                                 {"findings", std::to_string(totals.with_findings)},
                                                 {"errors", std::to_string(totals.with_errors)}})
              << '\n';
  print_table(context, totals);
  if (recording.on()) {
    context.out << context.text("screen.recorded", {{"recorded", std::to_string(recording.totals().recorded)},
                                                    {"already", std::to_string(recording.totals().already_recorded)},
                                                    {"refused", std::to_string(recording.totals().refused)}})
                << '\n';
  }
  context.out << context.text("screen.cost", {{"seconds", rounded(seconds, 2)},
                                              {"per_row", rounded(seconds * 1e6 / count, 2)},
                                              {"rate", rounded(count / seconds, 0)},
                                              {"memory", std::to_string(peak_memory_mb())}})
              << '\n'
              << context.text("screen.versions",
                              {{"law", rulebook.law_version()}, {"policy", rulebook.policy_version()}})
              << '\n';
}

void print_json(Context& context, const screening::Totals& totals, const Recording& recording, double seconds,
                const screening::Rulebook& rulebook) {
  auto& out = context.out;
  out << R"({"declarations":)" << totals.declarations << R"(,"rejects":)" << totals.rejects << R"(,"with_findings":)"
      << totals.with_findings << R"(,"with_errors":)" << totals.with_errors << R"(,"procedures":{)";
  bool first = true;
  for (std::size_t p = 0; p < declaration::procedure_count; ++p) {
    const auto& row = totals.by_channel[p];
    if (row[0] + row[1] + row[2] == 0) continue;
    out << (first ? "" : ",") << '"' << declaration::procedure_names[p] << R"(":{"green":)" << row[0] << R"(,"orange":)"
        << row[1] << R"(,"red":)" << row[2] << R"(,"recommended":{)";
    first = false;
    for (std::size_t r = 0, n = 0; r < declaration::procedure_count; ++r) {
      if (totals.recommended[p][r] == 0) continue;
      out << (n++ == 0 ? "" : ",") << '"' << declaration::procedure_names[r] << "\":" << totals.recommended[p][r];
    }
    out << "}}";
  }
  out << "}";
  if (recording.on()) {
    const auto& recorded = recording.totals();
    out << R"(,"recorded":)" << recorded.recorded << R"(,"already_recorded":)" << recorded.already_recorded
        << R"(,"refused":)" << recorded.refused;
  }
  out << R"(,"seconds":)" << rounded(seconds, 6) << R"(,"peak_memory_mb":)" << peak_memory_mb() << R"(,"law_version":")"
      << rulebook.law_version() << R"(","policy_version":")" << rulebook.policy_version() << "\"}\n";
}

class ScreenCommand {
 public:
  ScreenCommand(Context& context, const ScreenOptions& options) : context_(context), options_(options) {}

  Exit run() {
    const auto files = input_files(context_, options_.files);
    if (options_.out.empty() && context_.options.database == "none") {
      fail(Exit::wrong_use, {"nothing_asked", "--out", context_.text("screen.nothing_asked"),
                             context_.text("screen.nothing_asked_fix")});
    }
    refuse_input_as_output(context_, files, options_.out);
    refuse_input_as_output(context_, files, options_.rejects);
    load();
    decisions_ = create_output(context_, options_.out);
    rejects_ = create_output(context_, options_.rejects);

    Recording recording(context_);
    rulebook_ = recording.in_force(rulebook_);
    screening::Screener screener(*rulebook_, risk::Draws::from_seed(options_.seed));
    recording.fold_history(screener);
    const auto start = Clock::now();
    for (const auto& file : files) screen(file, screener, recording);
    if (decisions_) finish(*decisions_);
    if (rejects_) finish(*rejects_);
    report(recording, seconds_since(start));
    const bool findings =
        totals_.rejects > 0 || recording.totals().refused > 0 || (options_.strict && totals_.with_errors > 0);
    return findings ? Exit::findings : Exit::done;
  }

 private:
  void load() {
    const auto& messages = context_.messages();
    rulebook_ = value_or_fail(
        screening::Rulebook::load({context_.law_directory(), context_.policy_directory(), options_.models}, messages));
    if (!options_.mapping.empty()) mapping_ = value_or_fail(intake::Mapping::load(options_.mapping), Exit::wrong_use);
    intake_.format = *intake::parse_format(options_.format);
    intake_.encoding = *intake::parse_encoding(options_.encoding);
    intake_.mapping = mapping_ ? &*mapping_ : nullptr;
    if (!options_.procedure.empty()) intake_.procedure = declaration::parse_procedure(options_.procedure);
    intake_.messages = &messages;
    intake_.language = context_.options.language;
    sentences_ = intake_.language == Language::korean ? screening::Sentences::korean : screening::Sentences::english;
  }

  void screen(const std::string& file, screening::Screener& screener, Recording& recording) {
    auto opened = intake::Source::open(file, intake_);
    if (!opened) fail(intake::is_environment(opened.error()) ? Exit::environment : Exit::wrong_use, opened.error());
    auto& source = **opened;
    recording.begin(file);
    ProgressLine progress(context_, source.total_bytes());
    const screening::BulkOptions bulk{.threads = options_.threads, .personal_key = recording.personal_key()};
    const auto screened = screening::screen_source(
        source, bulk, screener, [&](screening::Work& work) { return render(work, recording); },
        [&](std::uint64_t bytes, const screening::Totals& totals) { progress.update(bytes, totals); }, totals_);
    if (!screened) fail_run(screened.error());
    recording.end();
    report_unknown_keys(file, source);
  }

  screening::WriteOut render(screening::Work& work, Recording& recording) {
    const auto declarations = work.batch.declarations();
    auto ready = recording.make_ready(work, *rulebook_);
    work.text.clear();
    for (std::size_t i = 0; decisions_ && i < declarations.size(); ++i) {
      screening::append_decision(work.text, declarations[i], work.decisions[i], *rulebook_, sentences_);
      work.text += '\n';
    }
    work.reject_text.clear();
    for (const auto& reject : work.rejects) {
      intake::append_reject(work.reject_text, reject, context_.messages(), context_.options.language);
    }
    return [this, &work, &recording, ready = std::move(ready)] { return write_out(work, recording, ready.get()); };
  }

  Status write_out(const screening::Work& work, Recording& recording, record::BulkWriter::Ready* ready) {
    if (ready != nullptr) {
      if (auto added = recording.add(*ready); !added) return added;
    }
    if (decisions_) {
      if (auto written = decisions_->write(work.text); !written) return written;
    }
    if (rejects_) return rejects_->write(work.reject_text);
    context_.err << work.reject_text;  // a rejected row is never dropped silently
    return success();
  }

  [[noreturn]] void fail_run(const Error& error) {
    if (error.code.starts_with("output_")) fail_output(context_, error);
    fail(Exit::environment, error);
  }
  void finish(OutputFile& file) {
    if (auto done = file.finish(); !done) fail_output(context_, done.error());
  }

  void report_unknown_keys(const std::string& file, const intake::Source& source) {
    for (const auto& unknown : source.unknown_keys()) {
      context_.err << context_.text("screen.unknown_key", {{"file", file},
                                                           {"key", unknown.key},
                                                           {"rows", std::to_string(unknown.rows)},
                                                           {"row", std::to_string(unknown.first_row)}});
      if (!unknown.near.empty())
        context_.err << ' ' << context_.text("screen.unknown_key_near", {{"near", unknown.near}});
      context_.err << '\n';
    }
  }

  void report(const Recording& recording, double seconds) {
    if (totals_.rejects > 0) {
      context_.err << context_.text("screen.rejected", {{"count", std::to_string(totals_.rejects)}});
      if (rejects_) context_.err << ' ' << context_.text("screen.rejected_see", {{"path", options_.rejects}});
      context_.err << '\n';
    }
    if (options_.out == "-") return;  // decisions are on standard output
    const auto print = context_.options.json ? print_json : print_summary;
    print(context_, totals_, recording, seconds, *rulebook_);
  }

  Context& context_;
  const ScreenOptions& options_;
  std::shared_ptr<const screening::Rulebook> rulebook_;
  std::optional<intake::Mapping> mapping_;
  intake::Options intake_;
  screening::Sentences sentences_ = screening::Sentences::korean;
  std::optional<OutputFile> decisions_, rejects_;
  screening::Totals totals_;
};

}  // namespace

void add_screen_commands(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("screen", context.help("screen.purpose"));
  const auto options = std::make_shared<ScreenOptions>();
  command->add_option("FILE", options->files, context.help("screen.option.files"))->required();
  command->add_option("--mapping", options->mapping, context.help("screen.option.mapping"));
  command->add_option("--format", options->format, context.help("screen.option.format"))
      ->check(CLI::IsMember({"auto", "jsonl", "csv"}));
  command->add_option("--encoding", options->encoding, context.help("screen.option.encoding"))
      ->check(CLI::IsMember({"auto", "utf-8", "cp949"}));
  command->add_option("--procedure", options->procedure, context.help("screen.option.procedure"))
      ->check(CLI::IsMember({"formal", "simplified", "manifest", "import"}));
  command->add_option("--out", options->out, context.help("screen.option.out"));
  command->add_option("--rejects", options->rejects, context.help("screen.option.rejects"));
  command->add_option("--model", options->models, context.help("screen.option.model"))->allow_extra_args(false);
  command->add_option("--seed", options->seed, context.help("screen.option.seed"));
  command->add_option("--threads", options->threads, context.help("screen.option.threads"))->check(CLI::Range(1, 64));
  command->add_flag("--strict", options->strict, context.help("screen.option.strict"));
  context.on(command, [&context, options] { return ScreenCommand(context, *options).run(); });
}

}  // namespace clearway::app
