#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "accrual/rule_pack.h"
#include "app/commands.h"
#include "app/context.h"
#include "debt/answer.h"
#include "debt/case_reader.h"
#include "debt/compute.h"
#include "debt/pack_case.h"
#include "enforcement/answer.h"
#include "enforcement/case_reader.h"
#include "enforcement/enforcement.h"
#include "law/calendar.h"
#include "plan/answer.h"
#include "plan/case_reader.h"
#include "plan/plan.h"
#include "seizure/distribution.h"

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

accrual::RulePack read_pack(Context& context, const std::string& path) {
  accrual::PackProblems problems;
  std::ifstream in(path, std::ios::binary);
  const std::string yaml{std::istreambuf_iterator<char>(in), {}};
  accrual::RulePack pack;
  if (in.bad() || (yaml.empty() && !in.eof())) {
    problems.push_back({"file_is_not_readable", path, 0, "", "", ""});
  } else {
    pack = accrual::read_rule_pack(path, yaml, problems);
  }
  if (problems.empty()) return pack;
  const auto language = context.options.language;
  for (std::size_t i = 1; i < problems.size(); ++i) {
    context.err << problems[i].text(context.messages()).in(language) << ". "
                << problems[i].fix(context.messages()).in(language) << ".\n";
  }
  const auto& first = problems.front();
  fail(Exit::wrong_use,
       {first.code, "--pack", first.text(context.messages()).in(language), first.fix(context.messages()).in(language)});
}

Exit compute_by_pack(Context& context, const accrual::RulePack& pack, const std::string& json) {
  debt::Problems problems;
  const auto items = debt::read_items(json, pack, problems);
  if (!problems.empty()) return refuse(context, problems);
  const auto statement = debt::compute(items, pack);
  if (!statement) return refuse(context, {debt::problem_of(statement.error())});
  if (context.options.json) {
    context.out << debt::to_json(items, *statement, pack) << '\n';
  } else {
    context.out << debt::to_text(items, *statement, pack, context.messages(), context.options.language);
  }
  return Exit::done;
}

Exit compute(Context& context, const DebtOptions& options) {
  // A pack that cannot be used is said before the case is awaited.
  const auto pack = options.pack.empty() ? std::nullopt : std::optional(read_pack(context, options.pack));
  const std::string json{std::istreambuf_iterator<char>(std::cin), {}};
  return pack ? compute_by_pack(context, *pack, json) : compute_korean(context, json);
}

Exit plans(Context& context) {
  const std::string json{std::istreambuf_iterator<char>(std::cin), {}};
  debt::Problems problems;
  const auto request = plan::read_request(json, problems);
  if (!problems.empty()) return refuse(context, problems);
  const auto calendar = value_or_fail(law::load_calendar(context.law_directory()));
  const auto offer = plan::offer(request, context.law(), calendar);
  const auto language = context.options.language;
  if (!offer) {
    if (context.options.json) context.out << plan::refused_json(offer.error(), context.messages()) << '\n';
    context.err << plan::refused_text(offer.error(), context.messages()).in(language) << ". "
                << plan::refused_fix(offer.error(), context.messages()).in(language) << ".\n";
    return Exit::findings;
  }
  if (context.options.json) {
    context.out << plan::to_json(request, *offer, context.law(), context.messages()) << '\n';
  } else {
    context.out << plan::to_text(request, *offer, context.law(), context.messages(), language);
  }
  return Exit::done;
}

Exit steps(Context& context) {
  const std::string json{std::istreambuf_iterator<char>(std::cin), {}};
  const auto calendar = value_or_fail(law::load_calendar(context.law_directory()));
  debt::Problems problems;
  const auto subject = enforcement::read_case(json, calendar, problems);
  if (!problems.empty()) return refuse(context, problems);
  const enforcement::Enforcement enforcement(context.law(), calendar,
                                             value_or_fail(enforcement::StepTable::of(context.law())));
  const auto standing = enforcement.standing(subject.file, subject.on);
  std::vector<enforcement::Answer> answers;
  for (std::size_t i = 0; i < enforcement::step_count; ++i) {
    const auto step = static_cast<enforcement::StepKind>(i);
    if (subject.step && subject.step != step) continue;
    for (const auto& asked : enforcement.questions(step)) answers.push_back(enforcement.check(standing, step, asked));
  }
  if (context.options.json) {
    context.out << enforcement::to_json(standing, answers, enforcement, context.messages()) << '\n';
  } else {
    context.out << enforcement::to_text(standing, answers, enforcement, context.messages(), context.options.language);
  }
  return Exit::done;
}

Exit distribute(Context& context) {
  const std::string json{std::istreambuf_iterator<char>(std::cin), {}};
  debt::Problems problems;
  const auto proceeds = seizure::read_proceeds(json, context.law(), problems);
  if (!problems.empty()) return refuse(context, problems);
  const auto statement = seizure::draw_up(context.law(), context.messages(), proceeds);
  if (context.options.json) {
    context.out << seizure::to_json(statement, context.law()) << '\n';
  } else {
    for (const auto& step : statement.steps) context.out << step.text.in(context.options.language) << '\n';
  }
  return Exit::done;
}

}  // namespace

void add_debt_commands(CLI::App& app, Context& context) {
  auto* family = app.add_subcommand("debt", context.help("debt.help.debt"));
  family->require_subcommand(1);
  const auto options = std::make_shared<DebtOptions>();
  auto* computing = family->add_subcommand("compute", context.help("debt.help.compute"));
  computing->add_option("--pack", options->pack, context.help("debt.help.pack"))->type_name("FILE");
  context.on(computing, [&context, options] { return compute(context, *options); });
  auto* planning = family->add_subcommand("plans", context.help("arrears.help.plans"));
  context.on(planning, [&context] { return plans(context); });
  auto* stepping = family->add_subcommand("steps", context.help("enforcement.help.steps"));
  context.on(stepping, [&context] { return steps(context); });
  auto* distributing = family->add_subcommand("distribute", context.help("seizure.help.distribute"));
  context.on(distributing, [&context] { return distribute(context); });
}

}  // namespace clearway::app
