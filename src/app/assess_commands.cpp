#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <iterator>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "app/commands.h"
#include "app/context.h"
#include "app/input_files.h"
#include "assessment/explain.h"
#include "assessment/tables.h"

namespace clearway::app {
namespace {

struct AssessOptions {
  std::vector<std::string> files;
  bool strict = false;
};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string_view next_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  const auto line = trimmed(rest.substr(0, end));
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  return line;
}

/// The cases of a text: JSON lines where its first two lines both begin an object, else all of it as one.
std::vector<std::string_view> cases_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (auto rest = text; !rest.empty();) {
    if (const auto line = next_line(rest); !line.empty()) lines.push_back(line);
  }
  const bool by_line =
      lines.size() > 1 && lines[0].starts_with('{') && lines[1].starts_with('{') && lines[0].size() > 1;
  if (by_line) return lines;
  const auto whole = trimmed(text);
  return whole.empty() ? std::vector<std::string_view>{} : std::vector{whole};
}

class AssessRun {
 public:
  explicit AssessRun(Context& context)
      : context_(context),
        tables_(value_or_fail(assessment::Tables::load(context.law()))),
        assessor_(tables_->assessor()) {}

  void text(std::string_view text) {
    for (const auto json : cases_of(text)) one(json);
  }
  std::size_t count() const { return count_; }
  bool refused() const { return refused_; }

 private:
  void one(std::string_view json) {
    assessment::Problems problems;
    const auto given = reader_.read(json, problems);
    const auto stops = [](const assessment::Problem& p) { return p.scope == assessment::Scope::declaration; };
    assessment::Assessment answer;
    if (std::none_of(problems.begin(), problems.end(), stops)) assessor_.assess(given.declaration, answer);
    answer.complete = answer.complete && problems.empty();
    answer.problems.insert(answer.problems.begin(), problems.begin(), problems.end());
    refused_ = refused_ || !answer.problems.empty();
    if (context_.options.json) {
      JsonWriter out;
      assessment::write(out, given, answer, assessor_, context_.messages());
      context_.out << out.text() << '\n';
    } else {
      if (count_ > 0) context_.out << '\n';
      context_.out << assessment::page(given, answer, assessor_, context_.messages(), context_.options.language);
    }
    ++count_;
  }

  Context& context_;
  std::unique_ptr<const assessment::Tables> tables_;
  const assessment::Assessor& assessor_;
  assessment::CaseReader reader_;
  std::size_t count_ = 0;
  bool refused_ = false;
};

Exit assess(Context& context, const AssessOptions& options) {
  AssessRun run(context);
  auto files = options.files;
  if (files.empty()) files.emplace_back("-");
  for (const auto& file : files) {
    run.text(file == "-" ? std::string{std::istreambuf_iterator<char>(std::cin), {}} : file_contents(context, file));
  }
  if (run.count() == 0) {
    fail(Exit::wrong_use, {"no_case", "FILE", context.text("assessment.command.nothing"),
                           context.text("assessment.command.nothing_fix")});
  }
  return options.strict && run.refused() ? Exit::findings : Exit::done;
}

}  // namespace

void add_assess_commands(CLI::App& app, Context& context) {
  const auto options = std::make_shared<AssessOptions>();
  auto* command = app.add_subcommand("assess", context.help("assessment.command.purpose"));
  command->add_option("FILE", options->files, context.help("assessment.command.files"));
  command->add_flag("--strict", options->strict, context.help("assessment.command.strict"));
  context.on(command, [&context, options] { return assess(context, *options); });
}

}  // namespace clearway::app
