#include <CLI/CLI.hpp>
#include <iostream>
#include <iterator>
#include <memory>
#include <ostream>
#include <string>

#include "accrual/steps.h"
#include "app/commands.h"
#include "app/context.h"
#include "app/input_files.h"
#include "correction/answer_json.h"
#include "correction/case_reader.h"
#include "correction/quote.h"
#include "law/calendar.h"
#include "law/law.h"

namespace clearway::app {
namespace {

using correction::Answer;
using correction::Quoter;
using correction::ReadCase;

/// Answers cases one after another, as JSON or for people.
class QuoteCommand {
 public:
  QuoteCommand(Context& context, const law::Calendar& calendar)
      : context_(context), quoter_(value_or_fail(Quoter::of(context.law(), calendar, context.messages()))) {}

  /// False where the case was refused.
  bool answer(const ReadCase& row) {
    Answer answer;
    std::vector<correction::Cost> costs;
    if (const auto* read = std::get_if<correction::Case>(&row.content)) {
      answer = quoter_.quote(*read);
      if (answer.quote) costs = quoter_.compare(*read);
      filed_on_ = read->filed_on.text();
    } else {
      answer.refused = std::get<correction::Refused>(row.content);
    }
    if (context_.options.json) {
      context_.out << answer_json(row.row, row.case_id, answer, costs, context_.law().version(), context_.messages())
                   << '\n';
    } else if (answer.refused) {
      context_.out << text("refused", {{"row", std::to_string(row.row)},
                                       {"text", in_language(answer.refused->text(context_.messages()))},
                                       {"fix", in_language(answer.refused->fix(context_.messages()))}})
                   << '\n';
    } else {
      print(row, answer, costs);
    }
    return !answer.refused.has_value();
  }

 private:
  std::string text(const std::string& key, const Places& places = {}) {
    return context_.text("correction.show." + key, places);
  }
  const std::string& in_language(const Text& sentence) { return sentence.in(context_.options.language); }
  std::string act(correction::Act act) { return context_.text("correction.act." + std::string(name(act))); }

  void print(const ReadCase& row, const Answer& answer, const std::vector<correction::Cost>& costs) {
    const auto& [quote, steps] = *answer.quote;
    context_.out << text("heading", {{"filed_on", filed_on_},
                                     {"case", row.case_id.empty() ? std::string{} : " (" + row.case_id + ")"}})
                 << '\n';
    print_filing("more", quote.additional);
    print_filing("less", quote.refund);
    for (const auto& closed : quote.closed) {
      context_.out << "  " << text("closed", {{"text", in_language(closed.text(context_.messages()))}}) << '\n';
    }
    for (const auto& step : steps) print_step(step);
    if (costs.empty()) return;
    context_.out << "  " << text("compared") << '\n';
    for (const auto& cost : costs) {
      context_.out << "    "
                   << text("cost", {{"on", cost.on.text()},
                                    {"due", accrual::grouped(cost.due_krw)},
                                    {"act", act(cost.act)},
                                    {"more", accrual::grouped(cost.more_than_now_krw)},
                                    {"saving", accrual::grouped(cost.less_than_audit_krw)}})
                   << '\n';
    }
  }

  void print_filing(const std::string& key, const std::optional<correction::Filing>& filing) {
    if (!filing) return;
    context_.out << "  " << text(key, {{"act", act(filing->act)}});
    if (filing->open_until) context_.out << ", " << text("open_until", {{"day", filing->open_until->text()}});
    context_.out << '\n';
  }

  void print_step(const Step& step) {
    std::string source = step.cite, grade;
    if (const auto* found = context_.law().find_source(step.cite)) {
      source = in_language(found->title);
      if (!in_language(found->article).empty()) source += " " + in_language(found->article);
    }
    for (const auto& [key, value] : step.inputs) {
      const auto known = law::parse_grade(value);
      if (key == "grade" && known && !law::is_confirmed(*known)) grade = text("not_confirmed");
    }
    context_.out << "    " << text("step", {{"text", in_language(step.text)}, {"source", source}, {"grade", grade}})
                 << '\n';
  }

  Context& context_;
  Quoter quoter_;
  std::string filed_on_;
};

Exit quote(Context& context, const std::string& file) {
  const auto text = file.empty() || file == "-" ? std::string(std::istreambuf_iterator<char>(std::cin), {})
                                                : file_contents(context, file);
  const auto rows = correction::read_cases(text);
  if (rows.empty()) {
    fail(Exit::wrong_use, {"case_is_missing", "FILE", context.text("correction.show.no_case"),
                           context.text("correction.show.no_case_fix")});
  }
  const auto calendar = value_or_fail(law::load_calendar(context.law().directory()));
  QuoteCommand command(context, calendar);
  bool all = true;
  for (const auto& row : rows) all = command.answer(row) && all;
  return all ? Exit::done : Exit::findings;
}

}  // namespace

void add_correction_commands(CLI::App& app, Context& context) {
  auto* family = app.add_subcommand("correction", context.help("correction.help.correction"));
  family->require_subcommand(1);
  auto* command = family->add_subcommand("quote", context.help("correction.help.quote"));
  const auto file = std::make_shared<std::string>();
  command->add_option("FILE", *file, context.help("correction.help.file"));
  context.on(command, [&context, file] { return quote(context, *file); });
}

}  // namespace clearway::app
