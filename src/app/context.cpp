#include "app/context.h"

#include <CLI/CLI.hpp>
#include <array>
#include <filesystem>
#include <ostream>

#include "app/law_report.h"
#include "law/element_catalogue.h"
#include "law/law.h"

namespace clearway::app {
namespace {

std::filesystem::path program_directory() {
  std::error_code failure;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", failure);
  return failure ? std::filesystem::path(".") : program.parent_path();
}

}  // namespace

Context::Context(std::ostream& output, std::ostream& message_output) : out(output), err(message_output) {}
Context::~Context() = default;

std::string Context::directory(const std::string& given, std::string_view name, std::string_view option) const {
  namespace fs = std::filesystem;
  std::error_code failure;
  if (!given.empty()) {
    if (fs::is_directory(given, failure)) return given;
    fail(Exit::environment, {"folder_not_found", std::string(option), "there is no folder '" + given + "'",
                             "give an existing folder with " + std::string(option) + " DIR"});
  }
  const auto program = program_directory();
  const std::array<fs::path, 4> candidates = {fs::path(name), program / ".." / ".." / name, program / name,
                                              program / ".." / "share" / "clearway" / name};
  for (const auto& candidate : candidates) {
    if (fs::is_directory(candidate, failure)) return candidate.lexically_normal().string();
  }
  fail(Exit::environment, {"folder_not_found", std::string(option),
                           "no folder '" + std::string(name) + "' beside the working directory or the program",
                           "give it with " + std::string(option) + " DIR"});
}

std::string Context::law_directory() { return directory(options.law_directory, "law", "--law"); }
std::string Context::policy_directory() { return directory(options.policy_directory, "policy", "--policy"); }
std::string Context::messages_directory() { return directory(options.messages_directory, "messages", "--messages"); }
std::string Context::documents_directory() {
  return directory(options.documents_directory, "documents", "--documents");
}

const Messages& Context::messages() {
  if (!messages_) messages_ = std::make_unique<Messages>(value_or_fail(Messages::load(messages_directory())));
  return *messages_;
}

const law::Law& Context::law() {
  if (!law_) {
    law::Problems problems;
    law_ = std::make_unique<law::Law>(law::Law::read(law_directory(), problems));
    if (!problems.empty()) fail(Exit::environment, law_error(*this, problems));
  }
  return *law_;
}

const law::ElementCatalogue& Context::element_catalogue() {
  if (!catalogue_) {
    law::Problems problems;
    catalogue_ = std::make_unique<law::ElementCatalogue>(law::ElementCatalogue::read(law(), problems));
    if (!problems.empty()) fail(Exit::environment, law_error(*this, problems));
  }
  return *catalogue_;
}

std::string Context::text(std::string_view key, const Places& places) {
  return messages().text(key, options.language, places);
}

std::string Context::help(std::string_view key) {
  try {
    return text(key);
  } catch (const Failure&) {
    return {};
  }
}

void Context::on(CLI::App* command, std::function<Exit()> action) {
  command->callback([this, action = std::move(action)] { chosen = action; });
}

void fail(Exit exit, Error error) { throw Failure{exit, std::move(error)}; }

}  // namespace clearway::app
