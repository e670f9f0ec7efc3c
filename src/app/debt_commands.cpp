#include <CLI/CLI.hpp>
#include <iostream>
#include <iterator>
#include <memory>
#include <ostream>
#include <string>

#include "app/commands.h"
#include "app/context.h"
#include "debt/answer.h"
#include "debt/case_reader.h"
#include "debt/compute.h"
#include "law/calendar.h"

namespace clearway::app {
namespace {

struct DebtOptions {
  std::string pack;
};

/// Says each problem, on standard output as JSON where that was asked for.
Exit refuse(Context& context, const debt::Problems& problems) {
  if (context.options.json) {
    context.out << debt::to_json(problems, context.messages()) << '\n';
  }
  for (const auto& problem : problems) {
    const auto language = context.options.language;
    context.err << problem.text(context.messages()).in(language) << ". " << problem.fix(context.messages()).in(language)
                << ".\n";
  }
  return Exit::findings;
}

Exit compute_korean(Context& context, const std::string& json) {
  debt::Problems problems;
  const auto subject = debt::read_case(json, problems);
  if (!problems.empty()) return refuse(context, problems);
  const auto calendar = value_or_fail(law::load_calendar(context.law_directory()));
  const auto statement = debt::compute(subject, context.law(), calendar);
  if (!statement) return refuse(context, {debt::problem_of(statement.error())});
  if (context.options.json) {
    context.out << debt::to_json(subject, *statement, context.law(), context.messages()) << '\n';
  } else {
    context.out << debt::to_text(subject, *statement, context.law(), context.messages(), context.options.language);
  }
  return Exit::done;
}

Exit compute(Context& context, const DebtOptions& options) {
  const std::string json{std::istreambuf_iterator<char>(std::cin), {}};
  (void)options;
  return compute_korean(context, json);
}

}  // namespace

void add_debt_commands(CLI::App& app, Context& context) {
  auto* family = app.add_subcommand("debt", context.help("debt.help.debt"));
  family->require_subcommand(1);
  const auto options = std::make_shared<DebtOptions>();
  auto* computing = family->add_subcommand("compute", context.help("debt.help.compute"));
  computing->add_option("--pack", options->pack, context.help("debt.help.pack"))->type_name("FILE");
  context.on(computing, [&context, options] { return compute(context, *options); });
}

}  // namespace clearway::app
