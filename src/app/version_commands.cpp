#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <functional>
#include <iostream>
#include <memory>
#include <ostream>
#include <string>

#include "app/commands.h"
#include "app/context.h"
#include "app/input_files.h"
#include "base/json_writer.h"
#include "identity/passwords.h"
#include "lodging/model_version.h"
#include "record/store.h"

namespace clearway::app {
namespace {

using record::RiskVersion;
using risk::VersionKind;
using risk::VersionStep;

struct VersionOptions {
  std::string version_id, by, reason, kind, file, evaluation, title;
};

Instant system_time() {
  return {std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

/// One line of standard input; on a terminal it is not shown while it is typed.
std::string read_secret(Context& context) {
  const bool terminal = ::isatty(STDIN_FILENO) != 0;
  termios before{};
  if (terminal) {
    context.err << context.text("versions.password") << std::flush;
    ::tcgetattr(STDIN_FILENO, &before);
    auto silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSANOW, &silent);
  }
  std::string line;
  std::getline(std::cin, line);
  if (terminal) {
    ::tcsetattr(STDIN_FILENO, TCSANOW, &before);
    context.err << '\n';
  }
  return line;
}

class VersionCommand {
 public:
  VersionCommand(Context& context, const VersionOptions& options, bool writes) : context_(context), options_(options) {
    if (context.options.database == "none") refuse("database_missing", "--db");
    record::StoreOptions store;
    store.url = context.options.database;
    store.owner = "clearway model";
    store.read_only = !writes;
    store_ = value_or_fail(record::Store::open(store));
  }

  Exit list() {
    const auto versions = value_or_fail(store_->risk_versions());
    if (context_.options.json) return list_json(versions);
    for (const auto& version : versions) {
      if (!wanted(version)) continue;
      context_.out << version.version_id << "  " << risk::name(version.kind) << "  "
                   << context_.text("versions.state." + std::string(risk::name(version.state))) << "  "
                   << version.fingerprint << "  " << version.created_at.text().substr(0, 16) << "  "
                   << name_of(version.created_by);
      if (!version.approved_by.empty()) context_.out << " / " << name_of(version.approved_by);
      context_.out << "  " << version.title << '\n';
      if (version.measures != "{}") context_.out << "    " << version.measures << '\n';
    }
    return Exit::done;
  }

  /// A trained model becomes a version, drafted by the account that is named.
  Exit add() {
    auto entered = lodging::model_version(file_contents(context_, options_.file), context_.element_catalogue());
    if (!entered) {
      fail(Exit::wrong_use,
           {entered.error().code, options_.file, options_.file + ": " + entered.error().detail, entered.error().fix});
    }
    RiskVersion version = std::move(entered).value();
    if (!options_.title.empty()) version.title = options_.title;
    version.note = options_.reason;
    if (!options_.evaluation.empty()) {
      const auto kept = lodging::keep_evaluation(version, file_contents(context_, options_.evaluation));
      if (!kept) refuse("not_its_evaluation", options_.evaluation);
    }
    if (value_or_fail(store_->risk_version(version.version_id))) refuse("entered_already", options_.file);
    const auto account = sign_in(false);
    const auto done = record::wait<RiskVersion>([&](auto completion) {
      store_->create_risk_version(version, {account, "", system_time()}, completion);
    });
    if (!done) fail(Exit::findings, done.error());
    return said(*done);
  }

  /// A step that a supervisor takes: who it is is proved by the password of that account.
  Exit take(VersionStep step) {
    const auto account = sign_in(true);
    const auto done = record::wait<RiskVersion>([&](auto completion) {
      store_->step_risk_version(options_.version_id, 0, step, options_.reason, {account, "", system_time()},
                                completion);
    });
    if (!done) {
      if (context_.messages().find("problem." + done.error().code + ".detail") == nullptr)
        fail(Exit::environment, done.error());
      fail(Exit::findings, {done.error().code, options_.version_id,
                            context_.text("problem." + done.error().code + ".detail", {{"value", options_.version_id}}),
                            context_.text("problem." + done.error().code + ".fix")});
    }
    return said(*done);
  }

 private:
  Exit said(const RiskVersion& version) {
    if (context_.options.json) return list_json({version});
    const auto state = context_.text("versions.state." + std::string(risk::name(version.state)));
    context_.out << context_.text("versions.taken", {{"id", version.version_id}, {"state", state}}) << '\n';
    return Exit::done;
  }

  [[noreturn]] void refuse(const std::string& code, const std::string& field) {
    fail(Exit::wrong_use, {code, field, context_.text("versions." + code), context_.text("versions." + code + "_fix")});
  }
  bool wanted(const RiskVersion& version) const {
    return options_.kind.empty() || options_.kind == risk::name(version.kind);
  }
  std::string name_of(const std::string& account_id) const {
    const auto account = store_->account(account_id);
    return account && *account ? (*account)->sign_in_name : account_id;
  }

  std::string sign_in(bool as_supervisor) {
    const auto account = value_or_fail(store_->account_by_sign_in_name(options_.by));
    const auto secret = read_secret(context_);
    const bool known = account && account->active && identity::verify_password(account->password_hash, secret);
    if (!known) refuse("sign_in_failed", "--by");
    if (as_supervisor && account->role != "supervisor") refuse("not_a_supervisor", "--by");
    if (account->role != "supervisor" && account->role != "officer") refuse("not_an_officer", "--by");
    return account->account_id;
  }

  Exit list_json(const std::vector<RiskVersion>& versions) {
    clearway::JsonWriter json;
    json.begin_array();
    for (const auto& version : versions) {
      if (!wanted(version)) continue;
      json.begin_object()
          .member("version_id", version.version_id)
          .member("kind", risk::name(version.kind))
          .member("state", risk::name(version.state))
          .member("title", version.title)
          .member("fingerprint", version.fingerprint)
          .null_if_empty("data_fingerprint", version.data_fingerprint)
          .member("created_by", name_of(version.created_by))
          .member("created_at", version.created_at.text())
          .null_if_empty("rehearsal_id", version.rehearsal_id)
          .null_if_empty("approved_by", name_of(version.approved_by))
          .null_if_empty("activated_by", name_of(version.activated_by));
      json.key("parameters").raw(version.parameters).key("measures").raw(version.measures).end_object();
    }
    context_.out << json.end_array().take() << '\n';
    return Exit::done;
  }

  Context& context_;
  const VersionOptions& options_;
  std::unique_ptr<record::Store> store_;
};

void add_step(CLI::App& family, Context& context, const std::string& name, VersionStep step) {
  auto* command = family.add_subcommand(name, context.help("versions." + std::string(risk::name(step))));
  const auto options = std::make_shared<VersionOptions>();
  command->add_option("VERSION", options->version_id, context.help("versions.option.version"))->required();
  command->add_option("--by", options->by, context.help("versions.option.by"))->required()->type_name("LOGIN");
  command->add_option("--reason", options->reason, context.help("versions.option.reason"))->required();
  context.on(command, [&context, options, step] { return VersionCommand(context, *options, true).take(step); });
}

}  // namespace

void add_version_commands(CLI::App& app, Context& context) {
  const auto known = app.get_subcommands([](const CLI::App* candidate) { return candidate->get_name() == "model"; });
  auto* family = known.empty() ? app.add_subcommand("model", context.help("model.purpose")) : known.front();
  family->require_subcommand(1);
  auto* list = family->add_subcommand("list", context.help("versions.list"));
  const auto options = std::make_shared<VersionOptions>();
  list->add_option("--kind", options->kind, context.help("versions.option.kind"))
      ->check(CLI::IsMember({"policy", "model"}));
  context.on(list, [&context, options] { return VersionCommand(context, *options, false).list(); });
  auto* add = family->add_subcommand("add", context.help("versions.add"));
  add->add_option("FILE", options->file, context.help("versions.option.file"))->required();
  add->add_option("--by", options->by, context.help("versions.option.by_officer"))->required()->type_name("LOGIN");
  add->add_option("--title", options->title, context.help("versions.option.title"));
  add->add_option("--reason", options->reason, context.help("versions.option.reason"))->required();
  add->add_option("--evaluation", options->evaluation, context.help("versions.option.evaluation"));
  context.on(add, [&context, options] { return VersionCommand(context, *options, true).add(); });
  add_step(*family, context, "approve", VersionStep::approve);
  add_step(*family, context, "activate", VersionStep::activate);
  add_step(*family, context, "roll-back", VersionStep::roll_back);
}

}  // namespace clearway::app
