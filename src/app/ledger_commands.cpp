#include <CLI/CLI.hpp>
#include <fstream>
#include <iterator>
#include <memory>
#include <ostream>
#include <string>

#include "app/commands.h"
#include "app/context.h"
#include "app/json_writer.h"
#include "record/extension.h"
#include "settlement/ledger.h"
#include "settlement/verify.h"

namespace clearway::app {
namespace {

struct LedgerOptions {
  std::string party, matter, on, known, head;
};

const std::string& database_of(Context& context) {
  if (context.options.database == "none") {
    fail(Exit::wrong_use, {"database_is_missing", "--db", context.text("record.database_missing"),
                           context.text("record.database_missing_fix")});
  }
  return context.options.database;
}

Date day_of(Context& context, const std::string& option, const std::string& text) {
  const auto day = Date::parse(text);
  if (day) return *day;
  fail(Exit::wrong_use, {"day_not_valid", option, context.text("ledger.day_not_valid", {{"value", text}}),
                         context.text("ledger.day_not_valid_fix")});
}

// --- ledger verify
// ----------------------------------------------------------------------------------------------------------

std::string found_text(Context& context, const settlement::LedgerFinding& finding) {
  auto text =
      context.text("ledger.found", {{"what", context.text("ledger.what." + finding.what)},
                                    {"subject", finding.subject_id},
                                    {"party", finding.party_id},
                                    {"position", std::to_string(finding.position)},
                                    {"line", std::to_string(finding.line)},
                                    {"damage", context.text("ledger.damage." + std::string(name(finding.damage)))},
                                    {"why", context.text("ledger.why." + finding.why)}});
  if (!finding.expected.empty() || !finding.found.empty()) {
    text += "\n" + context.text("ledger.differs", {{"expected", finding.expected}, {"found", finding.found}});
  }
  return text;
}

void print_json(Context& context, const settlement::LedgerReport& report) {
  JsonWriter json;
  json.open_object().key("ok").boolean(report.ok());
  const auto number = [&](std::string_view key, auto value) {
    json.key(key).integer(static_cast<std::int64_t>(value));
  };
  number("parties", report.parties);
  number("transactions", report.transactions);
  number("entries", report.entries);
  number("matters", report.matters);
  number("orders", report.orders);
  number("receipts", report.receipts);
  number("refunds", report.refunds);
  if (report.first) {
    const auto& finding = *report.first;
    json.field("damage", name(finding.damage)).field("what", finding.what).field("party_id", finding.party_id);
    number("position", finding.position);
    number("line", finding.line);
    json.field("subject_id", finding.subject_id).field("why", finding.why);
    json.field("expected", finding.expected).field("found", finding.found);
    json.field("text", context.text("ledger.why." + finding.why));
  } else {
    json.key("totals").open_object();
    for (const auto& [account, total] : report.totals) json.key(account).integer(total);
    json.close_object().field("head", report.head);
  }
  context.out << json.close_object().result() << '\n';
}

Exit verify(Context& context, const LedgerOptions& options) {
  const auto report = value_or_fail(settlement::verify_ledger(database_of(context)));
  const bool same_head = options.head.empty() || options.head == report.head;
  if (context.options.json) {
    print_json(context, report);
  } else if (report.first) {
    context.out << found_text(context, *report.first) << '\n';
  } else {
    context.out << context.text("ledger.ok", {{"parties", std::to_string(report.parties)},
                                              {"transactions", std::to_string(report.transactions)},
                                              {"entries", std::to_string(report.entries)}})
                << '\n';
    const auto chart = value_or_fail(ledger::Chart::load(context.policy_directory()), Exit::wrong_use);
    for (const auto& [account, total] : report.totals) {
      const auto* known = chart.find(account);
      const bool credit = known != nullptr && known->side == ledger::Side::credit;
      context.out << "  " << account << " "
                  << (known == nullptr ? std::string() : known->title.in(context.options.language) + " ")
                  << (credit ? -total : total) << '\n';
    }
    context.out << context.text("ledger.head", {{"hash", report.head}}) << '\n';
  }
  if (report.ok() && !same_head) context.err << context.text("ledger.head_is_another") << '\n';
  return report.ok() && same_head ? Exit::done : Exit::findings;
}

// --- ledger statement
// -------------------------------------------------------------------------------------------------------

Exit statement(Context& context, const LedgerOptions& options) {
  const auto chart = value_or_fail(ledger::Chart::load(context.policy_directory()), Exit::wrong_use);
  const auto on = options.on.empty() ? Date::from_days(INT32_MAX / 2) : day_of(context, "--on", options.on);
  std::optional<Instant> known;
  if (!options.known.empty()) {
    // The end of the day in Korea.
    const auto day = day_of(context, "--known", options.known);
    known = Instant{(std::int64_t{day.plus_days(1).days()} * 86'400 - 9 * 3'600) * 1'000'000 - 1};
  }
  record::StoreOptions opening;
  opening.url = database_of(context);
  opening.read_only = true;
  opening.create = false;
  const auto store = value_or_fail(record::Store::open(opening));
  const auto transactions = value_or_fail(settlement::transactions(*store, options.party, options.matter));
  const auto lines = ledger::statement(chart, transactions, options.matter, on, known);
  const auto title = [&](const std::string& account) -> Text {
    const auto* found = chart.find(account);
    return found == nullptr ? Text{account, account} : found->title;
  };
  if (context.options.json) {
    JsonWriter json;
    json.open_object().field("party_id", options.party).key("lines").open_array();
    for (const auto& line : lines) {
      json.open_object().field("applies_on", line.applies_on.text()).field("known_at", line.known_at.text());
      json.key("position").integer(line.position).field("transaction_id", line.transaction_id);
      json.field("kind", name(line.kind)).field("matter_id", line.entry.matter_id).field("account", line.entry.account);
      json.both("title", title(line.entry.account)).field("side", name(line.entry.side));
      json.key("amount_krw").integer(line.entry.amount_krw).key("balance_krw").integer(line.balance_krw);
      json.field("cite", line.cite).field("note", line.note).close_object();
    }
    context.out << json.close_array().close_object().result() << '\n';
    return Exit::done;
  }
  for (const auto& line : lines) {
    context.out << line.applies_on.text() << "  " << line.entry.matter_id << "  "
                << title(line.entry.account).in(context.options.language) << "  "
                << context.text("ledger." + std::string(name(line.entry.side))) << " " << line.entry.amount_krw << "  "
                << context.text("ledger.balance", {{"amount", std::to_string(line.balance_krw)}}) << '\n';
  }
  return Exit::done;
}

}  // namespace

void add_ledger_commands(CLI::App& app, Context& context) {
  auto* family = app.add_subcommand("ledger", context.help("ledger.help.ledger"));
  family->require_subcommand(1);
  const auto options = std::make_shared<LedgerOptions>();
  auto* verifying = family->add_subcommand("verify", context.help("ledger.help.verify"));
  verifying->add_option("--head", options->head, context.help("ledger.help.head"))->type_name("HASH");
  context.on(verifying, [&context, options] { return verify(context, *options); });
  auto* stating = family->add_subcommand("statement", context.help("ledger.help.statement"));
  stating->add_option("PARTY", options->party, context.help("ledger.help.party"))->required();
  stating->add_option("--matter", options->matter, context.help("ledger.help.matter"))->type_name("ID");
  stating->add_option("--on", options->on, context.help("ledger.help.on"))->type_name("YYYY-MM-DD");
  stating->add_option("--known", options->known, context.help("ledger.help.known"))->type_name("YYYY-MM-DD");
  context.on(stating, [&context, options] { return statement(context, *options); });
}

}  // namespace clearway::app
