#pragma once

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

#include "base/messages.h"
#include "base/result.h"
#include "base/text.h"

namespace CLI {
class App;
}

namespace clearway::law {
class ElementCatalogue;
class Law;
}  // namespace clearway::law

namespace clearway::app {

/// Exit codes of the program. `findings` also stands for rejects; only where the user asked to be strict.
enum class Exit : int { done = 0, findings = 1, wrong_use = 2, environment = 3 };

/// Options that every command accepts, before or after its name.
struct Options {
  Language language = Language::korean;
  bool json = false;
  std::string database = "none";  // "none", "sqlite:PATH" or "postgresql://…"
  bool database_given = false;
  // Empty: found beside the working directory or the program.
  std::string law_directory, policy_directory, messages_directory, documents_directory;
};

/// Ends a command with a message on standard error. Only the command line throws it; the modules return Result.
struct Failure {
  Exit exit = Exit::environment;
  Error error;
};

/// What the commands share: options, the streams, and what is loaded on first use.
class Context {
 public:
  Context(std::ostream& output, std::ostream& message_output);
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  Options options;
  std::ostream& out;  // results
  std::ostream& err;  // messages and progress

  /// Throws Failure(environment) where the folder or a file is not usable.
  const Messages& messages();
  std::string text(std::string_view key, const Places& places = {});
  /// The description of a command or an option; empty if the messages cannot be read, so that --help never fails.
  std::string help(std::string_view key);

  const law::Law& law();
  const law::ElementCatalogue& element_catalogue();

  /// The folders in use. Throws Failure(environment) naming the option if there is none.
  std::string law_directory();
  std::string policy_directory();
  std::string messages_directory();
  std::string documents_directory();

  /// Says what to do when `command` is chosen; its result is the exit code.
  void on(CLI::App* command, std::function<Exit()> action);
  /// What the parsed command line asks for; empty if nothing.
  std::function<Exit()> chosen;

 private:
  std::string directory(const std::string& given, std::string_view name, std::string_view option) const;
  std::unique_ptr<Messages> messages_;
  std::unique_ptr<law::Law> law_;
  std::unique_ptr<law::ElementCatalogue> catalogue_;
};

[[noreturn]] void fail(Exit exit, Error error);
/// The value of a result, or the end of the command with its error.
template <class T>
T value_or_fail(Result<T> result, Exit exit = Exit::environment) {
  if (!result) fail(exit, result.error());
  return std::move(result).value();
}

/// Parses the command line, runs the command and returns the exit code.
int run(int argc, const char* const* argv, std::ostream& out, std::ostream& err);

}  // namespace clearway::app
