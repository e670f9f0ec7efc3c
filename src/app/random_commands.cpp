#include <CLI/CLI.hpp>
#include <fstream>
#include <iterator>
#include <memory>
#include <ostream>
#include <string>

#include "app/commands.h"
#include "app/context.h"
#include "app/json_writer.h"
#include "base/output_file.h"
#include "lodging/random_day.h"
#include "record/store.h"

namespace clearway::app {
namespace {

struct RandomOptions {
  std::string day, out, file, public_key;
};

constexpr std::size_t most_bytes = std::size_t{2} << 30;

std::unique_ptr<record::Store> open_to_read(Context& context) {
  if (context.options.database == "none") {
    fail(Exit::wrong_use, {"database_is_missing", "--db", context.text("record.database_missing"),
                           context.text("record.database_missing_fix")});
  }
  record::StoreOptions options;
  options.url = context.options.database;
  options.read_only = true;
  options.create = false;
  return value_or_fail(record::Store::open(options));
}

Exit publish(Context& context, const RandomOptions& options) {
  const auto day = Date::parse(options.day);
  if (!day) {
    fail(Exit::wrong_use, {"day_not_valid", "--day", context.text("random.day_not_valid", {{"value", options.day}}),
                           context.text("random.day_not_valid_fix")});
  }
  const auto store = open_to_read(context);
  const auto file = lodging::day_file(*store, *day);
  if (!file) {
    const auto key = "random." + file.error().code;
    if (context.messages().find(key) == nullptr) fail(Exit::environment, file.error());
    fail(Exit::environment,
         {file.error().code, "--day", context.text(key, {{"day", day->text()}}), context.text(key + "_fix")});
  }
  const auto text = risk::render(*file);
  if (options.out == "-") {
    context.out << text;
    return Exit::done;
  }
  auto output = value_or_fail(OutputFile::create(options.out));
  value_or_fail(output.write(text));
  value_or_fail(output.finish());
  context.out << context.text(
                     "random.published",
                     {{"day", day->text()}, {"rows", std::to_string(file->list.size())}, {"path", options.out}})
              << '\n';
  return Exit::done;
}

std::string read_all(Context& context, const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in && text.empty()) {
    fail(Exit::wrong_use, {"file_is_missing", "FILE", context.text("record.file_missing", {{"path", path}}),
                           context.text("record.file_missing_fix")});
  }
  if (text.size() > most_bytes) {
    fail(Exit::wrong_use, {"file_is_too_large", "FILE", context.text("random.too_large", {{"path", path}}), ""});
  }
  return text;
}

void print_json(Context& context, const risk::DayFile& file, const std::vector<risk::DayProblem>& problems,
                bool against_record) {
  JsonWriter json;
  json.open_object().field("day", file.day.text()).key("ok").boolean(problems.empty() && file.secret.has_value());
  json.key("revealed")
      .boolean(file.secret.has_value())
      .key("rows")
      .integer(static_cast<std::int64_t>(file.list.size()));
  json.field("public_key", file.public_key).key("against_record").boolean(against_record).key("problems").open_array();
  for (const auto& problem : problems) {
    json.open_object().field("kind", name(problem.kind)).field("record", problem.record).key("row");
    json.integer(static_cast<std::int64_t>(problem.number)).close_object();
  }
  context.out << json.close_array().close_object().result() << '\n';
}

Exit verify(Context& context, const RandomOptions& options) {
  auto parsed = risk::parse_day_file(read_all(context, options.file));
  if (!parsed) {
    fail(Exit::findings,
         {parsed.error().code, "FILE", context.text("random.cannot_be_read", {{"cause", parsed.error().detail}}),
          context.text("random.cannot_be_read_fix")});
  }
  const auto& file = *parsed;
  auto problems = risk::verify_day(file);
  if (!options.public_key.empty() && options.public_key != file.public_key) {
    problems.push_back({risk::Tampering::not_signed, "", 0});
  }
  const bool against_record = context.options.database_given && context.options.database != "none";
  if (against_record) {
    const auto store = open_to_read(context);
    for (auto& problem : value_or_fail(lodging::compare_with_record(*store, file))) {
      problems.push_back(std::move(problem));
    }
  }
  const bool ok = problems.empty() && file.secret.has_value();
  if (context.options.json) {
    print_json(context, file, problems, against_record);
    return ok ? Exit::done : Exit::findings;
  }
  for (const auto& problem : problems) {
    if (!problem.record.empty()) {
      context.out << context.text("random.row", {{"row", std::to_string(problem.number)}, {"record", problem.record}});
    }
    context.out << context.text("random.tampering." + std::string(name(problem.kind))) << '\n';
  }
  if (!file.secret) context.out << context.text("random.not_revealed", {{"day", file.day.text()}}) << '\n';
  if (ok) {
    std::size_t selected = 0;
    for (const auto& row : file.list) selected += row.selected ? 1 : 0;
    context.out << context.text("random.verified", {{"day", file.day.text()},
                                                    {"rows", std::to_string(file.list.size())},
                                                    {"selected", std::to_string(selected)}})
                << '\n';
  }
  context.out << context.text("random.signed_by", {{"key", file.public_key}}) << '\n';
  return ok ? Exit::done : Exit::findings;
}

}  // namespace

void add_random_commands(CLI::App& app, Context& context) {
  auto* family = app.add_subcommand("random", context.help("random.help.random"));
  family->require_subcommand(1);
  const auto options = std::make_shared<RandomOptions>();
  auto* publishing = family->add_subcommand("publish", context.help("random.help.publish"));
  publishing->add_option("--day", options->day, context.help("random.help.day"))->required()->type_name("YYYY-MM-DD");
  publishing->add_option("--out", options->out, context.help("random.help.out"))->required()->type_name("FILE");
  context.on(publishing, [&context, options] { return publish(context, *options); });
  auto* verifying = family->add_subcommand("verify", context.help("random.help.verify"));
  verifying->add_option("FILE", options->file, context.help("random.help.file"))->required();
  verifying->add_option("--public-key", options->public_key, context.help("random.help.public_key"))->type_name("HEX");
  context.on(verifying, [&context, options] { return verify(context, *options); });
}

}  // namespace clearway::app
