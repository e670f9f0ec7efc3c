#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "app/commands.h"
#include "app/context.h"
#include "app/version.h"

namespace clearway::app {
namespace {

/// `--name VALUE` or `--name=VALUE` anywhere on the line, before it is parsed: language and messages decide how help
/// and errors of the parser itself read.
std::string early_option(int argc, const char* const* argv, const std::string& name) {
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--") break;
    if (argument == name && i + 1 < argc) return argv[i + 1];
    if (argument.starts_with(name + "=")) return argument.substr(name.size() + 1);
  }
  return {};
}

/// none, sqlite:PATH, postgresql://…, or the plain path of a record, as `audit verify --db FILE` takes it.
bool is_database(const std::string& value) {
  if (value == "none" || value.starts_with("postgresql://") || value.starts_with("postgres://")) return true;
  if (value.starts_with("sqlite:")) return value.size() > 7;
  if (value.find("://") != std::string::npos) return false;
  return value.find('/') != std::string::npos || value.find('.') != std::string::npos || std::filesystem::exists(value);
}

void add_options(CLI::App& app, Context& context) {
  auto& options = context.options;
  app.add_option_function<std::string>(
         "--lang",
         [&options](const std::string& value) {
           options.language = value == "en" ? Language::english : Language::korean;
         },
         context.help("app.option.lang"))
      ->check(CLI::IsMember({"ko", "en"}))
      ->type_name("ko|en");
  app.add_flag("--json", options.json, context.help("app.option.json"));
  app.add_option_function<std::string>(
         "--db",
         [&options](const std::string& value) {
           options.database = value;
           options.database_given = true;
         },
         context.help("app.option.db"))
      ->check(CLI::Validator(
          [](const std::string& value) {
            return is_database(value) ? std::string{} : "'" + value + "': none, sqlite:PATH, postgresql://…";
          },
          ""))
      ->type_name("none|sqlite:PATH|postgresql://…");
  app.add_option("--law", options.law_directory, context.help("app.option.law"))->type_name("DIR");
  app.add_option("--policy", options.policy_directory, context.help("app.option.policy"))->type_name("DIR");
  app.add_option("--messages", options.messages_directory, context.help("app.option.messages"))->type_name("DIR");
  app.set_version_flag("--version", "clearway " + std::string(version), context.help("app.option.version"));
  app.set_help_flag("-h,--help", context.help("app.option.help"));
}

/// "clearway law show": the commands as far as they were understood.
std::string command_path(const CLI::App& app) {
  std::string path = "clearway";
  for (const auto* at = &app; !at->get_subcommands().empty();) {
    at = at->get_subcommands().front();
    path += " " + at->get_name();
  }
  return path;
}

const CLI::App& deepest(const CLI::App& app) {
  const auto* at = &app;
  while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
  return *at;
}

std::string names_of_commands(const CLI::App& app) {
  std::string names;
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!names.empty()) names += ", ";
    names += command->get_name();
  }
  return names;
}

Error wrong_use(const CLI::App& app, const CLI::ParseError& error, Context& context) {
  const auto path = command_path(app);
  Error result{"wrong_use", "", error.what(), context.text("app.see_help", {{"command", path}})};
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    // The line the parser did not understand, as it names it: "The following argument was not expected: --x".
    const std::string what = error.what();
    const auto colon = what.find(": ");
    result.detail = context.text(
        "app.not_expected", {{"command", path}, {"value", colon == std::string::npos ? what : what.substr(colon + 2)}});
    const auto names = names_of_commands(deepest(app));
    if (!names.empty()) result.fix = context.text("app.known_commands", {{"command", path}, {"names", names}});
  } else if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    const auto names = names_of_commands(deepest(app));
    if (!names.empty()) {
      const auto unknown = app.remaining(true);
      result.detail = unknown.empty()
                          ? context.text("app.command_missing", {{"command", path}})
                          : context.text("app.not_expected", {{"command", path}, {"value", unknown.front()}});
      result.fix = context.text("app.known_commands", {{"command", path}, {"names", names}});
    } else {
      std::string name = error.what();
      name = name.substr(0, name.find(" is required"));
      result.detail = context.text("app.option_missing", {{"command", path}, {"name", name}});
    }
  } else if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    result.detail = context.text("app.value_missing", {{"cause", error.what()}});
  } else {
    result.detail = context.text("app.value_not_valid", {{"cause", error.what()}});
  }
  return result;
}

/// The database and the record speak English; what they say begins with a sentence the messages have in both languages.
Error in_language(Context& context, Error error) try {
  const auto language = context.options.language;
  const auto* detail = context.messages().find("error." + error.code + ".detail");
  if (detail == nullptr || !error.detail.starts_with(detail->en)) return error;
  error.detail.replace(0, detail->en.size(), detail->in(language));
  error.fix = context.text("error." + error.code + ".fix");
  return error;
} catch (const Failure&) {  // no messages: the error itself matters more
  return error;
}

void print(std::ostream& err, const Error& error) {
  err << "clearway: " << error.detail << '\n';
  if (!error.fix.empty()) err << "  -> " << error.fix << '\n';
}

void add_commands(CLI::App& app, Context& context) {
  // One line for each family of commands.
  add_screen_commands(app, context);
  add_sample_commands(app, context);
  add_law_commands(app, context);
  add_model_commands(app, context);
  add_record_commands(app, context);
  add_serve_commands(app, context);
  add_decision_commands(app, context);
  add_random_commands(app, context);
  add_debt_commands(app, context);
  add_ledger_commands(app, context);
  add_payment_commands(app, context);
  add_audit_sample_commands(app, context);
  add_rehearse_commands(app, context);
  add_version_commands(app, context);
  add_correction_commands(app, context);
  add_tariff_commands(app, context);
  add_assess_commands(app, context);
  add_detect_commands(app, context);
  add_watch_commands(app, context);
  add_document_commands(app, context);
}

}  // namespace

int run(int argc, const char* const* argv, std::ostream& out, std::ostream& err) {
  Context context(out, err);
  context.options.language = early_option(argc, argv, "--lang") == "en" ? Language::english : Language::korean;
  context.options.messages_directory = early_option(argc, argv, "--messages");
  CLI::App app(context.help("app.purpose"), "clearway");
  app.fallthrough();
  app.require_subcommand(1);
  add_options(app, context);
  add_commands(app, context);
  try {
    try {
      app.parse(argc, argv);
    } catch (const CLI::Success& success) {  // --help, --version
      return app.exit(success, out, err);
    } catch (const CLI::ParseError& error) {
      fail(Exit::wrong_use, wrong_use(app, error, context));
    }
    const auto exit = context.chosen();
    out.flush();
    if (!out)
      fail(Exit::environment, {"output_not_written", "", context.text("app.output_not_written"),
                               context.text("app.output_not_written_fix")});
    return static_cast<int>(exit);
  } catch (const Failure& failure) {
    print(err, in_language(context, failure.error));
    return static_cast<int>(failure.exit);
  } catch (const std::exception& bug) {
    err << "clearway: " << bug.what() << '\n';
    return static_cast<int>(Exit::environment);
  }
}

}  // namespace clearway::app
