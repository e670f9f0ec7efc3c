#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>
#include <ostream>
#include <string>

#include "app/commands.h"
#include "app/context.h"
#include "lodging/watch.h"
#include "record/store.h"
#include "screening/rulebook.h"

namespace clearway::app {
namespace {

std::string shown(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::string rate_of(const watch::Count& count) {
  if (count.examined == 0) return "0";
  const auto interval = count.interval();
  return std::to_string(count.examined) + " " + std::to_string(count.hits) + " " +
         shown("%.1f%% (", count.share() * 100) + shown("%.1f–", interval.from * 100) +
         shown("%.1f)", interval.to * 100);
}

void print(Context& context, const watch::Report& report) {
  const auto language = context.options.language;
  const auto say = [&](const Step& step) { context.out << step.text.in(language) << '\n'; };
  for (const auto& step : report.outcome.steps) say(step);
  for (const auto& version : report.versions) {
    context.out << "  " << version.kind << "  " << version.version_id << "  " << version.fingerprint << "  "
                << (version.since ? version.since->text() : "") << '\n';
  }
  if (report.methods.empty()) return;
  context.out << (report.alarmed() ? context.text("watch.alarms", {{"count", std::to_string(report.alarms.size())}})
                                   : context.text("watch.no_alarm"))
              << '\n';
  for (const auto& alarm : report.alarms) {
    context.out << "! ";
    say(alarm.steps.front());
    context.out << "  ";
    say(alarm.steps.back());
  }
  context.out << '\n' << context.text("watch.heading.methods") << '\n';
  for (const auto& [rate, steps] : report.methods) {
    const auto* known = context.messages().find("watch.method." + rate.method);
    context.out << (known != nullptr ? known->in(language) : rate.method) << ": " << rate_of(rate.current) << "   "
                << rate_of(rate.reference) << "   " << (rate.lift ? shown("%.2f", *rate.lift) : "–");
    for (const auto& step : steps) context.out << "   " << step.text.in(language);
    context.out << '\n';
  }
  context.out << '\n' << context.text("watch.heading.signals") << '\n';
  std::map<watch::Standing, int> counts;
  for (const auto& [drift, steps] : report.signals) {
    ++counts[drift.standing];
    if (drift.standing != watch::Standing::drifted && drift.standing != watch::Standing::shifted) continue;
    for (const auto& step : steps) context.out << step.text.in(language) << "  ";
    context.out << '\n';
  }
  context.out << context.text("watch.signals_steady", {{"steady", std::to_string(counts[watch::Standing::steady])},
                                                       {"too_few", std::to_string(counts[watch::Standing::too_few])},
                                                       {"grows", std::to_string(counts[watch::Standing::grows])}})
              << '\n';
  if (report.unreadable > 0) {
    context.out << context.text("watch.unreadable", {{"count", std::to_string(report.unreadable)}}) << '\n';
  }
}

Exit run_watch(Context& context, const std::string& given_day) {
  const Instant now{
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count()};
  const auto day = given_day.empty() ? std::optional(now.korean_day()) : Date::parse(given_day);
  if (!day) {
    fail(Exit::wrong_use, {"day_not_valid", "--on", context.text("watch.day_not_valid", {{"value", given_day}}),
                           context.text("watch.day_not_valid_fix")});
  }
  if (context.options.database == "none") {
    fail(Exit::wrong_use, {"database_missing", "--db", context.text("versions.database_missing"),
                           context.text("versions.database_missing_fix")});
  }
  const auto policy = value_or_fail(watch::WatchPolicy::load(context.policy_directory()));
  const auto rulebook = value_or_fail(
      screening::Rulebook::load({context.law_directory(), context.policy_directory()}, context.messages()));
  record::StoreOptions opening;
  opening.url = context.options.database;
  opening.owner = "clearway model";
  opening.read_only = true;
  const auto store = value_or_fail(record::Store::open(opening));
  const auto report = value_or_fail(lodging::watch_record(*store, *rulebook, policy, *day));
  if (context.options.json) {
    context.out << watch::to_json(report) << '\n';
  } else {
    print(context, report);
  }
  return report.alarmed() ? Exit::findings : Exit::done;
}

}  // namespace

void add_watch_commands(CLI::App& app, Context& context) {
  const auto known = app.get_subcommands([](const CLI::App* candidate) { return candidate->get_name() == "model"; });
  auto* family = known.empty() ? app.add_subcommand("model", context.help("model.purpose")) : known.front();
  auto* command = family->add_subcommand("watch", context.help("watch.help"));
  const auto day = std::make_shared<std::string>();
  command->add_option("--on", *day, context.help("watch.option.on"))->type_name("YYYY-MM-DD");
  context.on(command, [&context, day] { return run_watch(context, *day); });
}

}  // namespace clearway::app
