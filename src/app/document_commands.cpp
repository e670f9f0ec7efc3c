#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>

#include "app/commands.h"
#include "app/context.h"
#include "base/json_writer.h"
#include "base/output_file.h"
#include "document/fonts.h"
#include "document/printer.h"

namespace clearway::app {
namespace {

struct DocumentOptions {
  std::string name, language = "both", out, values;
};

std::string text_of(Context& context, const document::Problem& problem, std::string_view what) {
  return context.text("document.problem." + problem.code + "." + std::string(what),
                      {{"file", problem.file},
                       {"line", std::to_string(problem.line)},
                       {"key", problem.key},
                       {"value", problem.value},
                       {"expected", problem.expected}});
}

std::string position(const document::Problem& problem) {
  auto out = "documents/" + problem.file;
  if (problem.line > 0) out += ":" + std::to_string(problem.line);
  if (!problem.key.empty()) out += ": " + problem.key;
  return out;
}

void print(Context& context, std::ostream& out, const document::Problems& problems) {
  for (const auto& problem : problems) {
    out << position(problem) << ": " << text_of(context, problem, "text") << "\n  -> "
        << text_of(context, problem, "fix") << '\n';
  }
}

void print_json(Context& context, const document::Problems& problems) {
  JsonWriter json;
  json.begin_object().key("problems").begin_array();
  for (const auto& problem : problems) {
    json.begin_object().member("code", problem.code).member("file", problem.file).member("line", problem.line);
    json.member("key", problem.key).member("value", problem.value);
    json.member("text", text_of(context, problem, "text")).member("fix", text_of(context, problem, "fix")).end_object();
  }
  json.end_array().end_object();
  context.out << json.text() << '\n';
}

Exit check(Context& context) {
  document::Problems problems;
  const auto templates = document::Templates::read(context.documents_directory(), problems);
  if (context.options.json) {
    print_json(context, problems);
  } else if (problems.empty()) {
    context.out << context.text("document.check_passed", {{"count", std::to_string(templates.all().size())}}) << '\n';
  } else {
    print(context, context.out, problems);
    context.out << context.text("document.check_failed", {{"count", std::to_string(problems.size())}}) << '\n';
  }
  return problems.empty() ? Exit::done : Exit::findings;
}

std::string read_values(Context& context, const std::string& file) {
  if (file.empty() || file == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    fail(Exit::wrong_use,
         {"values_not_readable", "--values", context.text("document.values_not_readable", {{"file", file}}),
          context.text("document.values_not_readable_fix")});
  }
  return {std::istreambuf_iterator<char>(in), {}};
}

Exit render(Context& context, const DocumentOptions& options) {
  const auto templates = value_or_fail(document::Templates::load(context.documents_directory()));
  const auto* form = templates.find(options.name);
  if (form == nullptr) {
    std::string names;
    for (const auto& [id, each] : templates.all()) names += (names.empty() ? "" : ", ") + id;
    fail(Exit::wrong_use,
         {"template_is_not_known", "TEMPLATE", context.text("document.template_not_known", {{"name", options.name}}),
          context.text("document.template_not_known_fix", {{"names", names}})});
  }
  document::Problems problems;
  const auto values = document::read_values(*form, read_values(context, options.values), problems);
  if (!problems.empty()) {
    if (context.options.json) {
      print_json(context, problems);
    } else {
      print(context, context.err, problems);
    }
    fail(Exit::wrong_use, {"document_values_are_not_valid", "values", context.text("document.values_not_valid"), ""});
  }
  const auto languages = options.language == "ko"   ? document::Languages::korean
                         : options.language == "en" ? document::Languages::english
                                                    : document::Languages::both;
  const auto composed = value_or_fail(document::compose(*form, values, languages, context.messages()), Exit::wrong_use);
  const auto fonts = value_or_fail(document::Fonts::open());
  const auto pdf = value_or_fail(document::print(composed, *fonts), Exit::wrong_use);
  auto file = value_or_fail(OutputFile::create(options.out));
  value_or_fail(file.write(pdf.bytes));
  value_or_fail(file.finish());
  context.err << context.text("document.written", {{"file", options.out}, {"pages", std::to_string(pdf.pages)}})
              << '\n';
  return Exit::done;
}

}  // namespace

void add_document_commands(CLI::App& app, Context& context) {
  auto* document = app.add_subcommand("document", context.help("document.help.document"));
  document->require_subcommand(1);
  document->add_option("--documents", context.options.documents_directory, context.help("document.help.documents"))
      ->type_name("DIR");
  const auto options = std::make_shared<DocumentOptions>();

  auto* render_command = document->add_subcommand("render", context.help("document.help.render"));
  render_command->fallthrough();
  render_command->add_option("TEMPLATE", options->name, context.help("document.help.template"))->required();
  render_command->add_option("--lang", options->language, context.help("document.help.lang"))
      ->check(CLI::IsMember({"ko", "en", "both"}))
      ->type_name("ko|en|both");
  render_command->add_option("--out", options->out, context.help("document.help.out"))->required()->type_name("FILE");
  render_command->add_option("--values", options->values, context.help("document.help.values"))->type_name("FILE");
  context.on(render_command, [&context, options] { return render(context, *options); });

  auto* check_command = document->add_subcommand("check", context.help("document.help.check"));
  context.on(check_command, [&context] { return check(context); });
}

}  // namespace clearway::app
