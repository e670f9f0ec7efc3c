#include <CLI/CLI.hpp>
#include <chrono>
#include <fstream>
#include <iterator>
#include <memory>
#include <ostream>
#include <string>

#include "app/commands.h"
#include "app/context.h"
#include "app/json_writer.h"
#include "base/output_file.h"
#include "record/extension.h"
#include "settlement/payments.h"

namespace clearway::app {
namespace {

struct PaymentOptions {
  std::vector<std::string> files, amounts;
  std::string rejects, order, party, matter, matter_kind = "notice", due, issued, on;
};

std::unique_ptr<record::Store> open(Context& context, bool to_read) {
  if (context.options.database == "none") {
    fail(Exit::wrong_use, {"database_is_missing", "--db", context.text("record.database_missing"),
                           context.text("record.database_missing_fix")});
  }
  record::StoreOptions options;
  options.url = context.options.database;
  options.owner = "clearway payment";
  options.read_only = to_read;
  options.create = !to_read;
  return value_or_fail(record::Store::open(options));
}

/// Chart and policy, which the rules refer to.
struct Loaded {
  ledger::Chart chart;
  payment::Policy policy;
};
Loaded load(Context& context) {
  return {value_or_fail(ledger::Chart::load(context.policy_directory()), Exit::wrong_use),
          value_or_fail(payment::Policy::load(context.policy_directory()), Exit::wrong_use)};
}

record::Origin origin_of(const std::string& actor) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {actor, "", Instant{std::chrono::duration_cast<std::chrono::microseconds>(now).count()}};
}

Date day_of(Context& context, const std::string& option, const std::string& text) {
  const auto day = Date::parse(text);
  if (day) return *day;
  fail(Exit::wrong_use, {"day_not_valid", option, context.text("ledger.day_not_valid", {{"value", text}}),
                         context.text("ledger.day_not_valid_fix")});
}

std::string read_all(Context& context, const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    fail(Exit::wrong_use, {"file_is_missing", "FILE", context.text("record.file_missing", {{"path", path}}),
                           context.text("record.file_missing_fix")});
  }
  return {std::istreambuf_iterator<char>(in), {}};
}

// --- payment import
// ---------------------------------------------------------------------------------------------------------

std::string reject_line(Context& context, const std::string& file, const payment::Rejected& reject) {
  const auto key = "payment.reject." + std::string(name(reject.cause));
  const Places places = {{"field", reject.field}, {"value", reject.value}};
  JsonWriter json;
  json.open_object().field("source_file", file).key("source_row").integer(static_cast<std::int64_t>(reject.source_row));
  json.field("field", reject.field).field("value", reject.value);
  json.field("cause", context.text(key + ".cause", places)).field("fix", context.text(key + ".fix", places));
  return json.close_object().result() + "\n";
}

void print(Context& context, const settlement::Imported& imported) {
  const auto& file = imported.file;
  if (context.options.json) {
    JsonWriter json;
    json.open_object().field("file_name", file.file_name).field("file_id", file.file_id).field("format", file.format);
    json.key("imported_before").boolean(imported.imported_before).key("recorded").integer(file.recorded);
    json.key("known").integer(file.known).key("rejected").integer(file.rejected);
    json.key("not_booked").integer(file.not_booked).key("received_krw").integer(file.received_krw);
    json.key("reversed_krw").integer(file.reversed_krw).key("receipts").open_array();
    for (const auto& taken : imported.taken) {
      const auto& receipt = taken.receipt;
      json.open_object().key("source_row").integer(receipt.source_row).field("reference", receipt.receipt_id);
      json.field("outcome", name(receipt.outcome)).key("late").boolean(receipt.late);
      json.key("known_before").boolean(taken.known_before).field("party_id", receipt.party_id);
      json.field("order_id", receipt.order_id).key("amount_krw").integer(receipt.amount_krw);
      json.key("order_krw").integer(receipt.order_krw).key("steps").open_array();
      for (const auto& step : taken.steps) json.both("text", step.text);
      json.close_array().close_object();
    }
    context.out << json.close_array().close_object().result() << '\n';
    return;
  }
  if (imported.imported_before) {
    context.out << context.text("payment.imported_before", {{"file", file.file_name}}) << '\n';
    return;
  }
  context.out << context.text("payment.imported", {{"file", file.file_name},
                                                   {"recorded", std::to_string(file.recorded)},
                                                   {"known", std::to_string(file.known)},
                                                   {"rejected", std::to_string(file.rejected)},
                                                   {"received", std::to_string(file.received_krw)},
                                                   {"reversed", std::to_string(file.reversed_krw)}})
              << '\n';
  for (const auto& taken : imported.taken) {
    for (const auto& step : taken.steps) {
      context.out << "  " << taken.receipt.receipt_id << ": " << step.text.in(context.options.language) << '\n';
    }
  }
}

Exit import(Context& context, const PaymentOptions& options) {
  const auto loaded = load(context);
  const settlement::Rules rules{loaded.chart, loaded.policy, context.law(), context.messages()};
  const auto store = open(context, false);
  std::optional<OutputFile> rejects;
  if (!options.rejects.empty()) rejects = value_or_fail(OutputFile::create(options.rejects));
  for (const auto& path : options.files) {
    const auto content = read_all(context, path);
    const auto imported = value_or_fail(record::wait<settlement::Imported>([&](auto done) {
                                          settlement::import_bank_file(*store, rules, path, content,
                                                                       origin_of("payment import"), std::move(done));
                                        }),
                                        Exit::wrong_use);
    print(context, imported);
    for (const auto& reject : imported.rejected) {
      const auto line = reject_line(context, path, reject);
      if (rejects) {
        value_or_fail(rejects->write(line));
      } else {
        context.err << line;
      }
    }
  }
  if (rejects) value_or_fail(rejects->finish());
  return Exit::done;
}

// --- payment issue, overdue
// -------------------------------------------------------------------------------------------------

std::vector<payment::ChargeAmount> amounts_of(Context& context, const std::vector<std::string>& texts) {
  std::vector<payment::ChargeAmount> amounts;
  for (const auto& text : texts) {
    const auto equals = text.find('=');
    const auto won = payment::parse_won(equals == std::string::npos ? "" : text.substr(equals + 1));
    if (!won) {
      fail(Exit::wrong_use,
           {"amount_not_valid", "--amount", context.text("payment.amount_not_valid", {{"value", text}}),
            context.text("payment.amount_not_valid_fix")});
    }
    amounts.push_back({text.substr(0, equals), *won});
  }
  return amounts;
}

void print(Context& context, const settlement::OrderRow& row) {
  const auto& order = row.order;
  if (!context.options.json) {
    context.out << context.text("payment.issued", {{"order", order.order_id},
                                                   {"account", order.account_number},
                                                   {"amount", std::to_string(order.total_krw)},
                                                   {"due", order.due.text()}})
                << '\n';
    return;
  }
  JsonWriter json;
  json.open_object().field("order_id", order.order_id).field("party_id", order.party_id);
  json.field("matter_id", order.matter_id).field("account_number", order.account_number);
  json.field("due", order.due.text()).key("total_krw").integer(order.total_krw).key("paid_krw").integer(order.paid_krw);
  context.out << json.close_object().result() << '\n';
}

Exit issue(Context& context, const PaymentOptions& options) {
  const auto loaded = load(context);
  const settlement::Rules rules{loaded.chart, loaded.policy, context.law(), context.messages()};
  settlement::NewOrder order;
  order.order_id = options.order;
  order.party_id = options.party;
  order.issued_on = day_of(context, "--issued", options.issued);
  order.due = day_of(context, "--due", options.due);
  order.matter = {options.matter, options.matter_kind, order.issued_on};
  order.charges = amounts_of(context, options.amounts);
  const auto store = open(context, false);
  print(context, value_or_fail(record::wait<settlement::OrderRow>([&](auto done) {
                                 settlement::issue_order(*store, rules, order, origin_of("payment issue"),
                                                         std::move(done));
                               }),
                               Exit::wrong_use));
  return Exit::done;
}

Exit overdue(Context& context, const PaymentOptions& options) {
  const auto loaded = load(context);
  const auto on = day_of(context, "--on", options.on);
  const auto store = open(context, true);
  for (const auto& one : value_or_fail(settlement::overdue(*store, loaded.chart, on))) {
    if (!context.options.json) {
      context.out << context.text("payment.overdue", {{"party", one.party_id},
                                                      {"order", one.order_id},
                                                      {"matter", one.matter_id},
                                                      {"due", one.due.text()},
                                                      {"amount", std::to_string(one.unpaid_krw)}})
                  << '\n';
      continue;
    }
    JsonWriter json;
    json.open_object().field("party_id", one.party_id).field("order_id", one.order_id);
    json.field("matter_id", one.matter_id).field("due", one.due.text()).key("unpaid_krw").integer(one.unpaid_krw);
    json.key("unpaid").open_object();
    for (const auto& [charge, amount] : one.unpaid) json.key(charge).integer(amount);
    context.out << json.close_object().close_object().result() << '\n';
  }
  return Exit::done;
}

}  // namespace

void add_payment_commands(CLI::App& app, Context& context) {
  auto* family = app.add_subcommand("payment", context.help("payment.help.payment"));
  family->require_subcommand(1);
  const auto options = std::make_shared<PaymentOptions>();
  auto* importing = family->add_subcommand("import", context.help("payment.help.import"));
  importing->add_option("FILE", options->files, context.help("payment.help.file"))->required();
  importing->add_option("--rejects", options->rejects, context.help("payment.help.rejects"))->type_name("R.ndjson");
  context.on(importing, [&context, options] { return import(context, *options); });
  auto* issuing = family->add_subcommand("issue", context.help("payment.help.issue"));
  issuing->add_option("ORDER", options->order, context.help("payment.help.order"))->required();
  issuing->add_option("--party", options->party, context.help("payment.help.party"))->required()->type_name("ID");
  issuing->add_option("--matter", options->matter, context.help("payment.help.matter"))->required()->type_name("ID");
  issuing->add_option("--matter-kind", options->matter_kind, context.help("payment.help.matter_kind"));
  issuing->add_option("--issued", options->issued, context.help("payment.help.issued"))
      ->required()
      ->type_name("YYYY-MM-DD");
  issuing->add_option("--due", options->due, context.help("payment.help.due"))->required()->type_name("YYYY-MM-DD");
  issuing->add_option("--amount", options->amounts, context.help("payment.help.amount"))
      ->required()
      ->type_name("CHARGE=KRW");
  context.on(issuing, [&context, options] { return issue(context, *options); });
  auto* listing = family->add_subcommand("overdue", context.help("payment.help.overdue"));
  listing->add_option("--on", options->on, context.help("payment.help.on"))->required()->type_name("YYYY-MM-DD");
  context.on(listing, [&context, options] { return overdue(context, *options); });
}

}  // namespace clearway::app
