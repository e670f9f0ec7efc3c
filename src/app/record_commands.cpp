#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <ostream>

#include "app/commands.h"
#include "app/context.h"
#include "base/text.h"
#include "db/migrate.h"
#include "record/audit.h"
#include "record/store.h"

namespace clearway::app {
namespace {

struct RecordOptions {
  std::string file;
  std::vector<std::string> heads;
};

const std::string& database_of(Context& context) {
  if (context.options.database == "none") {
    fail(Exit::wrong_use, {"database_is_missing", "--db", context.text("record.database_missing"),
                           context.text("record.database_missing_fix")});
  }
  return context.options.database;
}

record::StoreOptions store_options(Context& context) {
  record::StoreOptions options;
  options.url = database_of(context);
  options.owner = "clearway db";
  return options;
}

std::string shown(Context& context) {
  return value_or_fail(db::parse_address(database_of(context)), Exit::wrong_use).shown();
}

bool is_sqlite(Context& context) {
  return value_or_fail(db::parse_address(database_of(context)), Exit::wrong_use).engine == db::Engine::sqlite;
}

void require_file(Context& context, const std::string& path) {
  if (std::filesystem::exists(path)) return;
  fail(Exit::wrong_use, {"file_is_missing", "FILE", context.text("record.file_missing", {{"path", path}}),
                         context.text("record.file_missing_fix")});
}

// --- db migrate
// ---------------------------------------------------------------------------------------------------------

/// Names of the migrations a database still needs; all of them where there is none yet.
std::vector<std::string> missing_migrations(Context& context) {
  db::OpenOptions opening;
  opening.create = true;
  const auto connection = value_or_fail(db::Connection::open(database_of(context), opening));
  return value_or_fail(db::migration_state(*connection)).missing;
}

Exit migrate(Context& context) {
  const auto missing = missing_migrations(context);
  const auto options = store_options(context);
  value_or_fail(record::Store::open(options));
  std::string names;
  for (const auto& name : missing) names += (names.empty() ? "" : ", ") + name;
  context.out << (missing.empty() ? context.text("record.up_to_date", {{"database", shown(context)}})
                                  : context.text("record.migrated", {{"database", shown(context)}, {"names", names}}))
              << '\n';
  context.err << context.text("record.key_file", {{"path", record::key_file_of(options)}}) << '\n';
  return Exit::done;
}

// --- db backup and restore
// ------------------------------------------------------------------------------------------------

/// Runs a tool of PostgreSQL. A password in the address goes through the environment: arguments can be seen by others.
int run_tool(std::vector<std::string> arguments, std::string& address) {
  const auto scheme = address.find("://");
  const auto at = address.find('@');
  const auto colon = scheme == std::string::npos ? scheme : address.find(':', scheme + 3);
  std::string password;
  if (at != std::string::npos && colon != std::string::npos && colon < at) {
    password = address.substr(colon + 1, at - colon - 1);
    address.erase(colon, at - colon);
  }
  arguments.push_back("--dbname=" + address);
  std::vector<char*> pointers;
  for (auto& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  const pid_t child = fork();
  if (child < 0) return 127;
  if (child == 0) {
    if (!password.empty()) setenv("PGPASSWORD", password.c_str(), 1);
    execvp(pointers[0], pointers.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

void require_tool(Context& context, const std::vector<std::string>& arguments) {
  std::string address = database_of(context);
  const int status = run_tool(arguments, address);
  if (status == 0) return;
  fail(Exit::environment,
       {"tool_failed", arguments[0],
        context.text("record.tool_failed", {{"tool", arguments[0]}, {"status", std::to_string(status)}}),
        context.text("record.tool_failed_fix")});
}

Exit backup(Context& context, const RecordOptions& options) {
  if (is_sqlite(context)) {
    db::OpenOptions opening;
    opening.read_only = true;
    const auto connection = value_or_fail(db::Connection::open(database_of(context), opening));
    value_or_fail(db::backup_sqlite(*connection, options.file));
  } else {
    if (std::filesystem::exists(options.file)) {
      fail(Exit::wrong_use,
           {"file_exists_already", "--to", context.text("record.target_not_empty", {{"database", options.file}}),
            context.text("record.target_not_empty_fix")});
    }
    require_tool(context, {"pg_dump", "--format=custom", "--no-owner", "--file=" + options.file});
  }
  context.out << context.text("record.backed_up", {{"database", shown(context)}, {"path", options.file}}) << '\n';
  return Exit::done;
}

void refuse_used_target(Context& context) {
  if (is_sqlite(context)) {
    const auto address = value_or_fail(db::parse_address(database_of(context)), Exit::wrong_use);
    if (!std::filesystem::exists(address.target)) return;
  } else {
    const auto connection = value_or_fail(db::Connection::open(database_of(context)));
    if (value_or_fail(db::migration_state(*connection)).applied.empty()) return;
  }
  fail(Exit::wrong_use,
       {"database_is_not_empty", "--db", context.text("record.target_not_empty", {{"database", shown(context)}}),
        context.text("record.target_not_empty_fix")});
}

Exit restore(Context& context, const RecordOptions& options) {
  require_file(context, options.file);
  refuse_used_target(context);
  if (is_sqlite(context)) {
    db::OpenOptions opening;
    opening.read_only = true;
    const auto connection = value_or_fail(db::Connection::open("sqlite:" + options.file, opening));
    const auto address = value_or_fail(db::parse_address(database_of(context)), Exit::wrong_use);
    value_or_fail(db::backup_sqlite(*connection, address.target));
  } else {
    require_tool(context, {"pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", options.file});
  }
  context.out << context.text("record.restored", {{"database", shown(context)}, {"path", options.file}}) << '\n';
  return Exit::done;
}

// --- audit verify
// -----------------------------------------------------------------------------------------------------------

std::vector<record::AuditHead> noted_heads(Context& context, const std::vector<std::string>& texts) {
  std::vector<record::AuditHead> heads;
  for (const auto& text : texts) {
    const auto colon = text.find(':');
    record::AuditHead head;
    if (colon != std::string::npos) {
      head.sequence = std::strtoll(text.substr(0, colon).c_str(), nullptr, 10);
      head.hash = text.substr(colon + 1);
    }
    if (head.sequence <= 0 || head.hash.size() != 64) {
      fail(Exit::wrong_use, {"head_is_not_valid", "--head", context.text("record.head_not_valid", {{"value", text}}),
                             context.text("record.head_not_valid_fix")});
    }
    heads.push_back(std::move(head));
  }
  return heads;
}

std::string why_text(Context& context, const record::AuditFinding& finding) {
  return context.text("audit.why." + finding.why, {{"detail", finding.detail}});
}

std::string found_text(Context& context, const record::AuditFinding& finding) {
  std::string place;
  if (!finding.subject_id.empty()) {
    place = context.text(
        "audit.place_of",
        {{"sequence", std::to_string(finding.sequence)}, {"party", finding.party_id}, {"subject", finding.subject_id}});
  } else if (finding.sequence > 0) {
    place = context.text("audit.place", {{"sequence", std::to_string(finding.sequence)}});
  }
  return context.text("audit.found", {{"what", context.text("audit.what." + finding.what)},
                                      {"place", place},
                                      {"damage", context.text("audit.damage." + std::string(name(finding.damage)))},
                                      {"why", why_text(context, finding)}});
}

void print_json(Context& context, const record::AuditReport& report) {
  std::string out = std::string("{\"ok\":") + (report.ok() ? "true" : "false");
  const auto number = [&](std::string_view key, std::uint64_t value) {
    out.append(",\"").append(key).append("\":").append(std::to_string(value));
  };
  const auto text = [&](std::string_view key, std::string_view value) {
    out.append(",\"").append(key).append("\":");
    append_json_string(out, value);
  };
  number("records", report.records);
  number("declarations", report.declarations);
  number("checkpoints", report.checkpoints);
  if (report.first) {
    const auto& finding = *report.first;
    text("damage", name(finding.damage));
    text("what", finding.what);
    number("stream", static_cast<std::uint64_t>(finding.stream));
    number("sequence", static_cast<std::uint64_t>(finding.sequence));
    text("party_id", finding.party_id);
    text("subject_id", finding.subject_id);
    text("why", finding.why);
    text("text", why_text(context, finding));
  }
  out += ",\"heads\":[";
  for (const auto& head : report.heads) {
    if (out.back() == '}') out.push_back(',');
    out += "{\"stream\":" + std::to_string(head.stream) + ",\"sequence\":" + std::to_string(head.sequence) +
           ",\"hash\":\"" + head.hash + "\"}";
  }
  context.out << out << "]}\n";
}

void print_text(Context& context, const record::AuditReport& report) {
  if (report.first) {
    context.out << found_text(context, *report.first) << '\n';
    return;
  }
  context.out << context.text("audit.ok", {{"records", std::to_string(report.records)},
                                           {"declarations", std::to_string(report.declarations)},
                                           {"checkpoints", std::to_string(report.checkpoints)}})
              << '\n';
  for (const auto& head : report.heads) {
    context.out << context.text("audit.head", {{"stream", std::to_string(head.stream)},
                                               {"sequence", std::to_string(head.sequence)},
                                               {"hash", head.hash}})
                << '\n';
  }
}

Exit audit(Context& context, const RecordOptions& options) {
  const bool terminal = isatty(STDERR_FILENO) != 0;
  record::AuditOptions auditing;
  auditing.expected = noted_heads(context, options.heads);
  if (terminal) {
    auditing.progress = [&](std::uint64_t records) {
      context.err << "\r\033[K" << context.text("record.progress", {{"records", std::to_string(records)}})
                  << std::flush;
    };
  }
  const auto key_file = record::key_file_of(store_options(context));
  const auto report = value_or_fail(record::verify(database_of(context), key_file, auditing));
  if (terminal) context.err << "\r\033[K";
  if (context.options.json) {
    print_json(context, report);
  } else {
    print_text(context, report);
  }
  if (report.ok() && !std::filesystem::exists(key_file)) context.err << context.text("audit.without_key") << '\n';
  return report.ok() ? Exit::done : Exit::findings;
}

/// Schema and key file first: the audit can do without the key, a server cannot.
Exit verify_database(Context& context, const RecordOptions& options) {
  auto opening = store_options(context);
  opening.read_only = true;
  const auto store = record::Store::open(opening);
  // Damage is for the audit to name.
  if (!store && db::failure_of(store.error()) != db::Failure::corrupt) fail(Exit::environment, store.error());
  return audit(context, options);
}

/// Other families may add to the same command.
CLI::App* command_named(CLI::App& app, const std::string& name, const std::string& help) {
  for (auto* known : app.get_subcommands([&](CLI::App* one) { return one->get_name() == name; })) return known;
  auto* command = app.add_subcommand(name, help);
  command->require_subcommand(1);
  return command;
}

}  // namespace

void add_record_commands(CLI::App& app, Context& context) {
  const auto options = std::make_shared<RecordOptions>();
  auto* database = command_named(app, "db", context.help("record.help.db"));

  auto* migrate_command = database->add_subcommand("migrate", context.help("record.help.migrate"));
  context.on(migrate_command, [&context] { return migrate(context); });

  auto* backup_command = database->add_subcommand("backup", context.help("record.help.backup"));
  backup_command->add_option("--to", options->file, context.help("record.help.backup_to"))
      ->required()
      ->type_name("FILE");
  context.on(backup_command, [&context, options] { return backup(context, *options); });

  auto* restore_command = database->add_subcommand("restore", context.help("record.help.restore"));
  restore_command->add_option("--from", options->file, context.help("record.help.restore_from"))
      ->required()
      ->type_name("FILE");
  context.on(restore_command, [&context, options] { return restore(context, *options); });

  auto* verify_command = database->add_subcommand("verify", context.help("record.help.verify"));
  context.on(verify_command, [&context, options] { return verify_database(context, *options); });

  auto* audit_command = command_named(app, "audit", context.help("record.help.audit"));
  auto* audit_verify = audit_command->add_subcommand("verify", context.help("record.help.audit_verify"));
  audit_verify->add_option("--head", options->heads, context.help("record.help.head"))->type_name("SEQUENCE:HASH");
  context.on(audit_verify, [&context, options] { return audit(context, *options); });
}

}  // namespace clearway::app
