#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <ostream>
#include <string>

#include "app/commands.h"
#include "app/context.h"
#include "app/json_writer.h"
#include "law/law.h"
#include "lodging/audit_sample.h"

namespace clearway::app {
namespace {

struct AuditSampleOptions {
  std::string day, office;
};

Exit draw(Context& context, const AuditSampleOptions& options) {
  const auto day = Date::parse(options.day);
  if (!day) {
    fail(Exit::wrong_use, {"day_not_valid", "--day", context.text("random.day_not_valid", {{"value", options.day}}),
                           context.text("random.day_not_valid_fix")});
  }
  if (context.options.database == "none") {
    fail(Exit::wrong_use, {"database_is_missing", "--db", context.text("record.database_missing"),
                           context.text("record.database_missing_fix")});
  }
  const auto policy = value_or_fail(risk::ExaminationPolicy::load(context.policy_directory()));
  record::StoreOptions opening;
  opening.url = context.options.database;
  opening.owner = "clearway audit-sample";
  const auto store = value_or_fail(record::Store::open(opening));
  const Instant now{
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count()};
  lodging::AuditDraw all;
  for (const auto& office : context.law().codes().customs_offices.entries()) {
    if (!options.office.empty() && office.code != options.office) continue;
    const auto drawn = value_or_fail(
        lodging::draw_audit_sample(*store, policy, office.code, *day, {"clearway audit-sample", "", now}));
    all.green += drawn.green;
    all.decile += drawn.decile;
    all.random += drawn.random;
    all.added += drawn.added;
  }
  if (context.options.json) {
    JsonWriter json;
    json.open_object().field("day", day->text()).key("green").integer(all.green).key("decile").integer(all.decile);
    json.key("random").integer(all.random).key("new").integer(all.added).close_object();
    context.out << json.result() << '\n';
    return Exit::done;
  }
  context.out << context.text("audit_sample.drawn", {{"day", day->text()},
                                                     {"green", std::to_string(all.green)},
                                                     {"decile", std::to_string(all.decile)},
                                                     {"random", std::to_string(all.random)},
                                                     {"new", std::to_string(all.added)}})
              << '\n';
  return Exit::done;
}

}  // namespace

void add_audit_sample_commands(CLI::App& app, Context& context) {
  auto* family = app.add_subcommand("audit-sample", context.help("audit_sample.help.family"));
  family->require_subcommand(1);
  auto* command = family->add_subcommand("draw", context.help("audit_sample.help.draw"));
  const auto options = std::make_shared<AuditSampleOptions>();
  command->add_option("--day", options->day, context.help("audit_sample.help.day"))
      ->required()
      ->type_name("YYYY-MM-DD");
  command->add_option("--office", options->office, context.help("audit_sample.help.office"))->type_name("CODE");
  context.on(command, [&context, options] { return draw(context, *options); });
}

}  // namespace clearway::app
