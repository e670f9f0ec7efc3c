#include <pthread.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <thread>

#include "api/contract.h"
#include "api/program.h"
#include "api/sample_accounts.h"
#include "app/commands.h"
#include "app/context.h"
#include "app/sample_arrears_cases.h"
#include "app/sample_debts.h"
#include "app/sample_notices.h"
#include "app/sample_plans.h"
#include "app/sample_programmes.h"
#include "app/sample_rulings.h"
#include "app/sample_seizures.h"
#include "app/sample_world.h"
#include "app/version.h"
#include "assessment/tables.h"
#include "noticing/detection_runs.h"

namespace clearway::app {
namespace {

struct ServeOptions {
  std::string listen = "127.0.0.1:8080", web, outbox;
  unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  unsigned workers = 4;
  bool trust_proxy = false, open_metrics = false, sample = false;
};

Instant system_time() {
  return {std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

bool is_loopback(const std::string& address) { return address.starts_with("127.") || address == "::1"; }

/// "127.0.0.1:8080" or "[::1]:8080".
std::pair<std::string, std::uint16_t> parse_listen(Context& context, const std::string& text) {
  const auto colon = text.rfind(':');
  auto address = text.substr(0, colon == std::string::npos ? 0 : colon);
  if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
  const auto digits = colon == std::string::npos ? std::string() : text.substr(colon + 1);
  const bool number =
      !digits.empty() && digits.size() <= 5 && digits.find_first_not_of("0123456789") == std::string::npos;
  if (address.empty() || !number || std::stoul(digits) > 65'535) {
    fail(Exit::wrong_use, {"address_not_valid", "--listen", context.text("serve.address_not_valid", {{"value", text}}),
                           context.text("serve.address_not_valid_fix")});
  }
  return {address, static_cast<std::uint16_t>(std::stoul(digits))};
}

[[noreturn]] void fail_serve(Context& context, const Error& error) {
  const auto key = "serve." + error.code;
  if (context.messages().find(key) == nullptr) fail(Exit::environment, error);
  fail(Exit::environment,
       {error.code, error.field, context.text(key, {{"value", error.detail}}), context.text(key + "_fix")});
}

std::unique_ptr<const screening::Rulebook> load_rulebook(Context& context) {
  return value_or_fail(
      screening::Rulebook::load({context.law_directory(), context.policy_directory()}, context.messages()));
}

std::unique_ptr<record::Store> open_store(Context& context, std::string_view owner) {
  if (context.options.database == "none") {
    fail(Exit::wrong_use, {"database_missing", "--db", context.text("serve.database_missing"),
                           context.text("serve.database_missing_fix")});
  }
  record::StoreOptions options;
  options.url = context.options.database;
  options.owner = owner;
  return value_or_fail(record::Store::open(options));
}

/// What stands on the desks of the sample world beside its declarations.
void load_sample_desks(Context& context, record::Store& store, const screening::Rulebook& rulebook) {
  const auto& law = rulebook.law();
  const auto& messages = context.messages();
  const auto calendar = value_or_fail(law::load_calendar(context.law_directory()));
  const auto quoter = value_or_fail(correction::Quoter::of(law, calendar, messages));
  const auto chart = value_or_fail(ledger::Chart::load(context.policy_directory()));
  const auto payments = value_or_fail(payment::Policy::load(context.policy_directory()));
  const settlement::Rules settlement{chart, payments, law, messages};
  const auto trader = value_or_fail(store.account_by_sign_in_name("trader"));
  const auto officer = value_or_fail(store.account_by_sign_in_name("officer"));
  if (!trader || !officer || officer->offices.empty()) return;
  const auto& party = trader->party_id;
  const auto& office = officer->offices.front();
  const auto tables = value_or_fail(assessment::Tables::load(law));
  const auto policy = value_or_fail(detection::DetectionPolicy::load(context.policy_directory()));
  const importing::Imports imports(store, tables->assessor());
  const noticing::Rules rules{law, calendar, quoter, settlement};
  noticing::DetectionRuns runs(store, imports, tables->assessor(), policy, rules, messages);
  const auto seeded = [&](const auto& result) {
    if (!result) fail_serve(context, result.error());
  };
  seeded(seed_notices(store, rules, runs, messages, party, office, system_time()));
  seeded(seed_rulings(store, {law, calendar, messages}, tables->assessor(), party, office, system_time()));
  seeded(seed_programme(store, rules, messages, party, office, system_time()));
  seeded(seed_debts(store, {law, calendar, chart}, settlement, party, system_time()));
  seeded(seed_plans(store, {law, calendar, chart}, party, system_time()));
  const auto supervisor = value_or_fail(store.account_by_sign_in_name("supervisor"));
  const enforcement::Enforcement enforcement(law, calendar, value_or_fail(enforcement::StepTable::of(law)));
  seeded(seed_arrears_cases(store, {enforcement, calendar, {law, calendar, chart}}, office, party, system_time()));
  const auto work = value_or_fail(seizure::WorkPolicy::load(context.policy_directory()));
  if (supervisor) {
    seeded(seed_seizures(store, {law, calendar, enforcement, work, settlement},
                         {officer->account_id, supervisor->account_id, office}, system_time()));
  }
}

void load_sample(Context& context, const SampleWorldOptions& options, record::Store& store,
                 const screening::Rulebook& rulebook) {
  const bool terminal = ::isatty(STDERR_FILENO) != 0;
  const auto loaded = load_sample_world(options, store, rulebook, system_time(), [&](std::uint64_t rows) {
    if (terminal) {
      context.err << "\r\033[K" << context.text("serve.sample_progress", {{"rows", std::to_string(rows)}})
                  << std::flush;
    }
  });
  if (terminal) context.err << "\r\033[K" << std::flush;
  if (!loaded) fail_serve(context, loaded.error());
  load_sample_desks(context, store, rulebook);
}

void print_sign_ins(Context& context) {
  context.out << context.text("serve.sample_sign_ins") << '\n';
  for (const auto& account : api::sample_accounts()) {
    context.out << "  " << account.login << std::string(16 - std::min<std::size_t>(15, account.login.size()), ' ')
                << account.password << '\n';
  }
}

/// Blocks until the program is asked to end. The signals are held back from every thread before the first starts.
void wait_for_signal(const sigset_t& signals) {
  int received = 0;
  sigwait(&signals, &received);
}

sigset_t hold_back_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

Exit serve(Context& context, const ServeOptions& options) {
  const auto signals = hold_back_signals();
  const auto [address, port] = parse_listen(context, options.listen);
  const auto rulebook = load_rulebook(context);
  const auto store = open_store(context, "clearway serve");
  const auto has_sample = [&] { return value_or_fail(api::has_sample_accounts(*store)); };
  if (options.sample && !has_sample()) load_sample(context, {}, *store, *rulebook);

  api::ProgramOptions program_options;
  auto& server = program_options.server;
  server.address = address;
  server.port = port;
  server.threads = options.threads;
  server.trust_proxy = options.trust_proxy;
  auto& settings = program_options.settings;
  settings.secure_cookies = options.trust_proxy || !is_loopback(address);
  settings.open_metrics = options.open_metrics;
  settings.sample_world = has_sample();
  settings.version = version;
  settings.contract = api::contract();
  settings.database = context.options.database;
  program_options.examination = value_or_fail(risk::ExaminationPolicy::load(context.policy_directory()));
  program_options.watch = value_or_fail(watch::WatchPolicy::load(context.policy_directory()));
  program_options.chart = value_or_fail(ledger::Chart::load(context.policy_directory()));
  program_options.casework = value_or_fail(seizure::WorkPolicy::load(context.policy_directory()));
  program_options.payments = value_or_fail(payment::Policy::load(context.policy_directory()));
  program_options.detection = value_or_fail(detection::DetectionPolicy::load(context.policy_directory()));
  program_options.letterhead = value_or_fail(noticing::Letterhead::load(context.policy_directory()));
  program_options.documents = value_or_fail(document::Templates::load(context.documents_directory()));
  program_options.outbox = options.outbox;
  program_options.web = options.web;
  program_options.workers = options.workers;
  program_options.now = system_time;
  program_options.log = [&context](const std::string& text) {
    context.err << "clearway: " + text + "\n" << std::flush;
  };
  auto program = api::Program::start(std::move(program_options), *store, *rulebook, context.messages());
  if (!program) fail_serve(context, program.error());

  const auto host = address.find(':') == std::string::npos ? address : "[" + address + "]";
  context.out << context.text("serve.listening", {{"url", "http://" + host + ":" + std::to_string((*program)->port())}})
              << '\n';
  if (has_sample()) print_sign_ins(context);
  context.out << std::flush;
  wait_for_signal(signals);
  context.err << context.text("serve.stopping") << '\n';
  (*program)->stop(std::chrono::seconds(10));
  return Exit::done;
}

Exit load_sample_command(Context& context, const SampleWorldOptions& options) {
  const auto rulebook = load_rulebook(context);
  const auto store = open_store(context, "clearway db load-sample");
  load_sample(context, options, *store, *rulebook);
  print_sign_ins(context);
  return Exit::done;
}

void add_serve(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("serve", context.help("serve.purpose"));
  const auto options = std::make_shared<ServeOptions>();
  command->add_option("--listen", options->listen, context.help("serve.option.listen"))->type_name("ADDRESS:PORT");
  command->add_option("--web", options->web, context.help("serve.option.web"))->type_name("DIR");
  command->add_option("--documents", context.options.documents_directory, context.help("document.help.documents"))
      ->type_name("DIR");
  command->add_option("--outbox", options->outbox, context.help("serve.option.outbox"))
      ->type_name("DIR")
      ->check(CLI::ExistingDirectory);
  command->add_option("--threads", options->threads, context.help("serve.option.threads"))->check(CLI::Range(1, 256));
  command->add_option("--workers", options->workers, context.help("serve.option.workers"))->check(CLI::Range(1, 256));
  command->add_flag("--trust-proxy", options->trust_proxy, context.help("serve.option.trust_proxy"));
  command->add_flag("--open-metrics", options->open_metrics, context.help("serve.option.open_metrics"));
  command->add_flag("--sample", options->sample, context.help("serve.option.sample"));
  context.on(command, [&context, options] { return serve(context, *options); });
}

void add_load_sample(CLI::App& app, Context& context) {
  const auto databases = app.get_subcommands([](const CLI::App* candidate) { return candidate->get_name() == "db"; });
  if (databases.empty()) return;
  auto* command = databases.front()->add_subcommand("load-sample", context.help("serve.load_sample"));
  const auto options = std::make_shared<SampleWorldOptions>();
  command->add_option("--seed", options->seed, context.help("serve.option.seed"));
  command->add_option("--rows", options->rows, context.help("serve.option.rows"))->check(CLI::Range(1, 10'000'000));
  context.on(command, [&context, options] { return load_sample_command(context, *options); });
}

}  // namespace

void add_serve_commands(CLI::App& app, Context& context) {
  add_serve(app, context);
  add_load_sample(app, context);
  auto* contract = app.add_subcommand("openapi", context.help("serve.openapi"));
  context.on(contract, [&context] {
    context.out << api::contract();
    return Exit::done;
  });
}

}  // namespace clearway::app
