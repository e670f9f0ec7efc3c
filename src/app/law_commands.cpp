#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <ostream>

#include "app/commands.h"
#include "app/law_report.h"
#include "app/tariff_problems.h"
#include "declaration/exchange_rates.h"
#include "law/calendar.h"
#include "law/element_catalogue.h"
#include "law/law.h"
#include "tariff/tariff.h"

namespace clearway::app {
namespace {

struct LawOptions {
  std::string id, on, grade;
};

Date today() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return Instant{std::chrono::duration_cast<std::chrono::microseconds>(now).count()}.korean_day();
}

Date day_of(Context& context, const LawOptions& options) {
  if (options.on.empty()) return today();
  if (const auto day = Date::parse(options.on)) return *day;
  fail(Exit::wrong_use, {"date_is_not_valid", "--on", context.text("law.date_not_valid", {{"value", options.on}}),
                         context.text("law.date_not_valid_fix")});
}

std::optional<law::Grade> grade_of(const LawOptions& options) {
  return options.grade.empty() ? std::nullopt : law::parse_grade(options.grade);
}

const law::Parameter& parameter_of(Context& context, const LawOptions& options) {
  if (const auto* parameter = context.law().find(options.id)) return *parameter;
  std::string near;
  for (const auto& id : context.law().near(options.id)) near += (near.empty() ? "" : ", ") + id;
  fail(Exit::wrong_use, {"law_is_not_known", "ID", context.text("law.not_known", {{"id", options.id}}),
                         near.empty() ? context.text("law.see_list") : context.text("law.near", {{"ids", near}})});
}

Exit show(Context& context, const LawOptions& options) {
  const auto day = day_of(context, options);
  const auto& parameter = parameter_of(context, options);
  LawReport report(context, context.law());
  context.out << (context.options.json ? report.show_json(parameter, day) : report.show(parameter, day));
  return Exit::done;
}

Exit history(Context& context, const LawOptions& options) {
  const auto& parameter = parameter_of(context, options);
  LawReport report(context, context.law());
  context.out << (context.options.json ? report.history_json(parameter) : report.history(parameter));
  return Exit::done;
}

Exit list(Context& context, const LawOptions& options) {
  const auto day = day_of(context, options);
  LawReport report(context, context.law());
  context.out << (context.options.json ? report.list_json(day, grade_of(options))
                                       : report.list(day, grade_of(options)));
  return Exit::done;
}

/// The tables of the tariff, where the words they use could be read.
void check_tariff(Context& context, const law::Law& law, law::Problems& problems) {
  if (!problems.empty()) return;
  tariff::RowProblems rows;
  tariff::Tariff::read(law.directory() + "/kr/tariff", tariff::Vocabulary(law), rows);
  for (const auto& row : rows) {
    problems.push_back({"tariff_row_is_not_valid", row.file.substr(law.directory().size() + 1),
                        static_cast<int>(row.row), row.field, problem_text(context, row), ""});
  }
}

Exit check(Context& context) {
  law::Problems problems;
  const auto law = law::Law::read(context.law_directory(), problems);
  law::ElementCatalogue::read(law, problems);
  for (const std::string file : {"kr/exchange_rate/export.csv", "kr/exchange_rate/import.csv"}) {
    const auto rates = declaration::ExchangeRates::load(law.directory() + "/" + file);
    if (!rates) problems.push_back({"exchange_rates_are_not_valid", file, 0, "", rates.error().detail, ""});
  }
  check_tariff(context, law, problems);
  if (const auto calendar = law::load_calendar(law.directory()); !calendar)
    problems.push_back({"holidays_are_not_valid", "kr/calendar/holidays.csv", 0, "", calendar.error().detail, ""});
  LawReport report(context, law);
  context.out << (context.options.json ? report.problems_json(problems) : report.problems(problems));
  return problems.empty() ? Exit::done : Exit::findings;
}

}  // namespace

void add_law_commands(CLI::App& app, Context& context) {
  auto* law = app.add_subcommand("law", context.help("law.help.law"));
  law->require_subcommand(1);
  const auto options = std::make_shared<LawOptions>();

  auto* show_command = law->add_subcommand("show", context.help("law.help.show"));
  show_command->add_option("ID", options->id, context.help("law.help.id"))->required();
  show_command->add_option("--on", options->on, context.help("law.help.on"))->type_name("DATE");
  context.on(show_command, [&context, options] { return show(context, *options); });

  auto* history_command = law->add_subcommand("history", context.help("law.help.history"));
  history_command->add_option("ID", options->id, context.help("law.help.id"))->required();
  context.on(history_command, [&context, options] { return history(context, *options); });

  auto* list_command = law->add_subcommand("list", context.help("law.help.list"));
  list_command->add_option("--on", options->on, context.help("law.help.on"))->type_name("DATE");
  list_command->add_option("--grade", options->grade, context.help("law.help.grade"))
      ->check(CLI::IsMember(std::vector<std::string>(law::grade_names.begin(), law::grade_names.end())))
      ->type_name("GRADE");
  context.on(list_command, [&context, options] { return list(context, *options); });

  auto* check_command = law->add_subcommand("check", context.help("law.help.check"));
  context.on(check_command, [&context] { return check(context); });
}

}  // namespace clearway::app
