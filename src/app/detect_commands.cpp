#include <CLI/CLI.hpp>
#include <chrono>
#include <fstream>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "app/commands.h"
#include "app/context.h"
#include "app/input_files.h"
#include "assessment/explain.h"
#include "assessment/tables.h"
#include "base/date.h"
#include "detection/detect.h"
#include "detection/filed_json.h"

namespace clearway::app {
namespace {

struct DetectOptions {
  std::vector<std::string> files;
  std::string on;
  bool strict = false;
};

/// Cells of each table of the history: what a few million lines of ten thousand firms need, below a gigabyte.
constexpr std::size_t most_cells = 400'000;

class DetectRun {
 public:
  DetectRun(Context& context, const std::vector<std::string>& files, Date on)
      : context_(context),
        files_(files),
        on_(on),
        tables_(value_or_fail(assessment::Tables::load(context.law()))),
        policy_(value_or_fail(detection::DetectionPolicy::load(context.policy_directory()))),
        history_(tables_->assessor(), most_cells) {}

  /// What is usual comes from all of the files, so they are read once for that and once to look at each declaration.
  Exit run(bool strict) {
    each([&](const detection::Filed& filed) { history_.add(filed); }, true);
    if (history_.declarations() == 0 && rejected_ == 0) {
      fail(Exit::wrong_use, {"no_declaration", "FILE", context_.text("detection.command.nothing"),
                             context_.text("detection.command.nothing_fix")});
    }
    const detection::Learned learned;
    const detection::Detection detection(tables_->assessor(), policy_, history_, learned, context_.messages());
    std::size_t findings = 0;
    each(
        [&](const detection::Filed& filed) {
          for (const auto& finding : detection.detect(filed, on_)) {
            print(finding);
            ++findings;
          }
        },
        false);
    context_.err << context_.text("detection.command.done", {{"declarations", std::to_string(history_.declarations())},
                                                             {"lines", std::to_string(history_.lines())},
                                                             {"rejected", std::to_string(rejected_)},
                                                             {"findings", std::to_string(findings)}})
                 << '\n';
    if (history_.left_out() > 0) {
      context_.err << context_.text("detection.command.left_out", {{"count", std::to_string(history_.left_out())}})
                   << '\n';
    }
    return strict && (findings > 0 || rejected_ > 0) ? Exit::findings : Exit::done;
  }

 private:
  void each(const std::function<void(const detection::Filed&)>& visit, bool name_rejects) {
    for (const auto& file : files_) {
      std::ifstream in(file, std::ios::binary);
      if (!in) file_contents(context_, file);  // ends the command with the cause
      std::string row;
      for (std::size_t number = 1; std::getline(in, row); ++number) {
        if (row.find_first_not_of(" \t\r") == std::string::npos) continue;
        problems_.clear();
        const auto filed = reader_.read(row, problems_);
        if (name_rejects) {
          for (const auto& problem : problems_) reject(file, number, problem);
          if (!problems_.empty()) ++rejected_;
        }
        if (detection::usable(problems_)) visit(filed);
      }
    }
  }

  void reject(const std::string& file, std::size_t row, const assessment::Problem& problem) {
    const auto language = context_.options.language;
    const auto text = assessment::explain(problem, context_.messages());
    context_.err << context_.text("detection.command.reject",
                                  {{"file", file},
                                   {"row", std::to_string(row)},
                                   {"field", problem.field},
                                   {"value", problem.value},
                                   {"problem", text.text.in(language) + " " + text.fix.in(language)}})
                 << '\n';
  }

  void print(const detection::Finding& finding) {
    if (context_.options.json) {
      context_.out << detection::to_json(finding) << '\n';
      return;
    }
    const auto language = context_.options.language;
    context_.out << finding.declaration_id << "  " << finding.party_id << "  "
                 << context_.text("detection." + finding.detector + ".title") << "  " << finding.confidence_ppm / 10'000
                 << "%";
    for (const auto line : finding.lines)
      context_.out << "  " << context_.text("detection.command.lines", {{"lines", std::to_string(line)}});
    context_.out << "\n  " << finding.why.in(language) << '\n';
    for (const auto& row : finding.evidence) {
      context_.out << "    " << row.what.in(language) << ": " << row.value.in(language);
      if (!row.usual.ko.empty()) context_.out << " | " << row.usual.in(language);
      context_.out << '\n';
    }
    if (!finding.proposed.empty()) {
      context_.out << "    "
                   << context_.text("detection.command.difference", {{"krw", std::to_string(finding.difference_krw())}})
                   << '\n';
    }
  }

  Context& context_;
  const std::vector<std::string>& files_;
  Date on_;
  std::unique_ptr<const assessment::Tables> tables_;
  detection::DetectionPolicy policy_;
  detection::History history_;
  detection::FiledReader reader_;
  assessment::Problems problems_;
  std::size_t rejected_ = 0;
};

Exit detect(Context& context, const DetectOptions& options) {
  const Instant now{
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count()};
  const auto day = options.on.empty() ? std::optional(now.korean_day()) : Date::parse(options.on);
  if (!day) {
    fail(Exit::wrong_use,
         {"day_is_not_valid", "--on", context.text("detection.command.day_not_valid", {{"value", options.on}}),
          context.text("detection.command.day_not_valid_fix")});
  }
  return DetectRun(context, options.files, *day).run(options.strict);
}

}  // namespace

void add_detect_commands(CLI::App& app, Context& context) {
  const auto options = std::make_shared<DetectOptions>();
  auto* command = app.add_subcommand("detect", context.help("detection.command.purpose"));
  command->add_option("FILE", options->files, context.help("detection.command.files"))->required();
  command->add_option("--on", options->on, context.help("detection.command.on"));
  command->add_flag("--strict", options->strict, context.help("assessment.command.strict"));
  context.on(command, [&context, options] { return detect(context, *options); });
}

}  // namespace clearway::app
