#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>
#include <string>

#include "accrual/steps.h"
#include "app/commands.h"
#include "app/context.h"
#include "arrears/answer.h"
#include "collection/debts.h"
#include "law/calendar.h"

namespace clearway::app {
namespace {

struct StatementOptions {
  std::string id, on, known;
};
struct FiguresOptions {
  std::string from, to, known;
};

Date day_of(Context& context, const std::string& option, const std::string& text) {
  const auto day = Date::parse(text);
  if (day) return *day;
  fail(Exit::wrong_use, {"day_not_valid", option, context.text("ledger.day_not_valid", {{"value", text}}),
                         context.text("ledger.day_not_valid_fix")});
}

std::unique_ptr<record::Store> open_to_read(Context& context) {
  if (context.options.database == "none") {
    fail(Exit::wrong_use, {"database_is_missing", "--db", context.text("record.database_missing"),
                           context.text("record.database_missing_fix")});
  }
  record::StoreOptions opening;
  opening.url = context.options.database;
  opening.read_only = true;
  opening.create = false;
  return value_or_fail(record::Store::open(opening));
}

[[noreturn]] void fail_not_found(Context& context, const std::string& id) {
  fail(Exit::wrong_use,
       {"not_found", "ID", context.text("arrears.not_found", {{"id", id}}), context.text("arrears.not_found_fix")});
}

collection::Kept find(Context& context, const record::Store& store, const std::string& id) {
  const auto point = id.find('.');
  if (point == std::string::npos) fail_not_found(context, id);
  auto kept = value_or_fail(collection::find(store, id.substr(0, point), id.substr(point + 1)));
  if (!kept) fail_not_found(context, id);
  return std::move(*kept);
}

Exit state(Context& context, const StatementOptions& options) {
  const auto on = day_of(context, "--on", options.on);
  std::optional<Instant> known;
  if (!options.known.empty()) known = arrears::end_of(day_of(context, "--known", options.known));
  const auto calendar = value_or_fail(law::load_calendar(context.law_directory()));
  const auto chart = value_or_fail(ledger::Chart::load(context.policy_directory()), Exit::wrong_use);
  const arrears::Terms terms{context.law(), calendar, chart};
  const auto store = open_to_read(context);
  const auto kept = find(context, *store, options.id);
  const auto stated = collection::statement(*store, terms, kept, on, known);
  if (!stated && stated.error().code == "debt_is_not_known") {
    fail(Exit::findings, {stated.error().code, "--on", context.text("arrears.refusal"),
                          context.text("arrears.refusal_fix", {{"from", kept.file.opened_on.text()}})});
  }
  const auto& [statement, lines, proof] = value_or_fail(stated);
  if (!context.options.json) {
    context.out << arrears::to_text(terms, context.messages(), kept.file, statement, context.options.language)
                << context.text("arrears.statement.proof",
                                {{"position", std::to_string(proof.position)}, {"digest", proof.digest}})
                << '\n';
    return Exit::done;
  }
  JsonWriter json;
  json.begin_object();
  arrears::write(json, terms, context.messages(), kept.file, statement);
  json.key("entries");
  arrears::write(json, terms, lines);
  json.key("events");
  arrears::write_events(json, context.messages(), kept.file, statement);
  json.key("proof").begin_object().member("ledger_position", proof.position).member("ledger_digest", proof.digest);
  json.member("file_version", proof.file_version).member("record_sequence", proof.record_sequence).end_object();
  context.out << json.end_object().take() << '\n';
  return Exit::done;
}

void print(Context& context, std::string_view stock, const arrears::RollForward& roll) {
  const auto line = [&](const std::string& name, std::int64_t amount) {
    context.out << "  " << context.text("arrears.figures." + name) << " " << accrual::grouped(amount) << '\n';
  };
  context.out << context.text("arrears.figures." + std::string(stock)) << '\n';
  line("opening", roll.opening);
  line("new", roll.fresh);
  line(stock == "active" ? "taken_up" : "put_on_hold", roll.moved_in);
  line("costs", roll.costs);
  line("penalty", roll.penalty);
  for (std::size_t i = 0; i < roll.collected.size(); ++i) {
    if (roll.collected[i] == 0) continue;
    context.out << "  "
                << context.text(
                       "arrears.figures.collected",
                       {{"channel", context.text("arrears.channel." + std::string(arrears::channel_names[i]))}})
                << " " << accrual::grouped(roll.collected[i]) << '\n';
  }
  line("released", roll.released);
  line("extinct", roll.extinct);
  line(stock == "active" ? "put_on_hold" : "taken_up", roll.moved_out);
  line("closing", roll.closing);
}

Exit figure(Context& context, const FiguresOptions& options) {
  const auto from = day_of(context, "--from", options.from), to = day_of(context, "--to", options.to);
  if (to < from) {
    fail(Exit::wrong_use, {"period_is_not_valid", "--to", context.text("arrears.figures.period"),
                           context.text("arrears.figures.period_fix")});
  }
  std::optional<Instant> known;
  if (!options.known.empty()) known = arrears::end_of(day_of(context, "--known", options.known));
  const auto calendar = value_or_fail(law::load_calendar(context.law_directory()));
  const auto chart = value_or_fail(ledger::Chart::load(context.policy_directory()), Exit::wrong_use);
  const auto store = open_to_read(context);
  const auto report = value_or_fail(collection::figures(*store, {context.law(), calendar, chart}, from, to, known));
  if (context.options.json) {
    context.out << arrears::to_json(report) << '\n';
  } else {
    print(context, "active", report.active);
    print(context, "held", report.held);
    context.out << context.text("arrears.figures.stock", {{"debts", std::to_string(report.all.debts)},
                                                          {"debtors", std::to_string(report.all.debtors)},
                                                          {"total", accrual::grouped(report.all.total())}})
                << '\n';
  }
  return report.active.reconciles() && report.held.reconciles() ? Exit::done : Exit::findings;
}

}  // namespace

void add_debt_statement_commands(CLI::App& app, Context& context) {
  const auto families = app.get_subcommands([](const CLI::App* one) { return one->get_name() == "debt"; });
  if (families.empty()) return;
  const auto options = std::make_shared<StatementOptions>();
  auto* stating = families.front()->add_subcommand("statement", context.help("arrears.help.statement"));
  stating->add_option("ID", options->id, context.help("arrears.help.id"))->required();
  stating->add_option("--on", options->on, context.help("arrears.help.on"))->required()->type_name("YYYY-MM-DD");
  stating->add_option("--known", options->known, context.help("arrears.help.known"))->type_name("YYYY-MM-DD");
  context.on(stating, [&context, options] { return state(context, *options); });
  const auto asked = std::make_shared<FiguresOptions>();
  auto* figuring = families.front()->add_subcommand("figures", context.help("arrears.help.figures"));
  figuring->add_option("--from", asked->from, context.help("arrears.help.from"))->required()->type_name("YYYY-MM-DD");
  figuring->add_option("--to", asked->to, context.help("arrears.help.to"))->required()->type_name("YYYY-MM-DD");
  figuring->add_option("--known", asked->known, context.help("arrears.help.known"))->type_name("YYYY-MM-DD");
  context.on(figuring, [&context, asked] { return figure(context, *asked); });
}

}  // namespace clearway::app
