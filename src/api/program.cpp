#include "api/program.h"

#include "api/gate.h"
#include "api/letter_desk.h"
#include "api/lodging.h"
#include "api/policy_desk.h"
#include "assessment/tables.h"

namespace clearway::api {
namespace {

Instant system_time() {
  return {std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

/// What corrections are quoted with. The quoter holds the calendar, so both stay where they are.
struct Correcting {
  explicit Correcting(law::Calendar days) : calendar(std::move(days)) {}
  static Result<std::unique_ptr<const Correcting>> load(const law::Law& law, const Messages& messages) {
    auto calendar = law::load_calendar(law.directory());
    if (!calendar) return calendar.error();
    auto parts = std::make_unique<Correcting>(std::move(calendar).value());
    auto quoter = correction::Quoter::of(law, parts->calendar, messages);
    if (!quoter) return quoter.error();
    parts->quoter.emplace(std::move(quoter).value());
    return std::unique_ptr<const Correcting>(std::move(parts));
  }
  law::Calendar calendar;
  std::optional<correction::Quoter> quoter;
};

/// What steps against debts are checked with; it refers to the calendar of Correcting.
Result<std::unique_ptr<const enforcement::Enforcement>> load_enforcement(const law::Law& law,
                                                                         const law::Calendar& calendar) {
  auto table = enforcement::StepTable::of(law);
  if (!table) return table.error();
  return std::make_unique<const enforcement::Enforcement>(law, calendar, std::move(table).value());
}

}  // namespace

struct Program::Parts {
  Parts(ProgramOptions given, record::Store& store, const screening::Rulebook& rulebook, const Messages& messages,
        std::unique_ptr<const assessment::Tables> tables_, std::unique_ptr<const Correcting> correcting_,
        std::unique_ptr<const enforcement::Enforcement> enforcing_)
      : options(std::move(given)),
        tables(std::move(tables_)),
        imports(store, tables->assessor()),
        correcting(std::move(correcting_)),
        enforcing(std::move(enforcing_)),
        people(store),
        lodging(store, rulebook, options.now),
        policies(store, rulebook, lodging, options.now, options.log),
        pool(std::make_unique<http::WorkerPool>(options.workers)),
        detection_runs(store, imports, tables->assessor(), options.detection, services.notices, messages),
        letters(options.documents, options.letterhead, rulebook.law(), messages, options.outbox),
        services{store,
                 rulebook,
                 messages,
                 people,
                 sign_ins,
                 *pool,
                 lodging,
                 options.examination,
                 options.watch,
                 policies,
                 {options.chart, options.payments, rulebook.law(), messages},
                 tables->assessor(),
                 imports,
                 {rulebook.law(), correcting->calendar, *correcting->quoter, services.settlement},
                 {rulebook.law(), correcting->calendar, *enforcing, options.casework, services.settlement},
                 options.detection,
                 detection_runs,
                 letters,
                 options.settings,
                 {},
                 options.now,
                 options.log},
        gate(services) {}

  void take_care() {
    std::unique_lock lock(mutex);
    while (!wake.wait_for(lock, std::chrono::minutes(1), [this] { return ending; })) {
      lock.unlock();
      auto done = lodging.tick();
      if (done) done = policies.follow();
      if (done) done = follow_notices();
      if (done) done = letters.post(services.store, services.notices, options.now());
      if (done) done = detection_runs.follow(options.now().korean_day(), options.now());
      if (!done) options.log("daily work: " + done.error().code + " " + done.error().detail);
      lock.lock();
    }
  }

  /// Paid corrections settle their notices; notices whose window is over lapse.
  Status follow_notices() {
    const auto now = options.now();
    const auto moved = noticing::follow(services.store, services.notices, now.korean_day(), now);
    return moved ? success() : Status(moved.error());
  }

  ProgramOptions options;
  std::unique_ptr<const assessment::Tables> tables;
  importing::Imports imports;
  std::unique_ptr<const Correcting> correcting;
  std::unique_ptr<const enforcement::Enforcement> enforcing;
  identity::People people;
  identity::SignInLimiter sign_ins;
  Lodging lodging;
  PolicyDesk policies;
  std::unique_ptr<http::WorkerPool> pool;
  noticing::DetectionRuns detection_runs;
  LetterDesk letters;
  Services services;
  Gate gate;
  std::unique_ptr<http::Server> server;
  std::mutex mutex;
  std::condition_variable wake;
  bool ending = false;
  std::thread caretaker;
};

Program::Program(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Result<std::unique_ptr<Program>> Program::start(ProgramOptions options, record::Store& store,
                                                const screening::Rulebook& rulebook, const Messages& messages) {
  if (!options.now) options.now = system_time;
  if (!options.log) options.log = [](const std::string&) {};
  auto tables = assessment::Tables::load(rulebook.law());
  if (!tables) return tables.error();
  auto correcting = Correcting::load(rulebook.law(), messages);
  if (!correcting) return correcting.error();
  auto enforcing = load_enforcement(rulebook.law(), correcting.value()->calendar);
  if (!enforcing) return enforcing.error();
  auto parts = std::make_unique<Parts>(std::move(options), store, rulebook, messages, std::move(tables).value(),
                                       std::move(correcting).value(), std::move(enforcing).value());
  if (!parts->options.web.empty()) {
    auto web = http::StaticFiles::load(parts->options.web);
    if (!web) return web.error();
    parts->services.web = std::move(web).value();
  }
  if (auto ready = parts->lodging.start(); !ready) return ready.error();
  if (auto ready = parts->policies.start(); !ready) return ready.error();
  auto server = http::Server::start(parts->options.server, parts->gate.application());
  if (!server) return server.error();
  parts->server = std::move(server).value();
  parts->caretaker = std::thread([&all = *parts] { all.take_care(); });
  return std::unique_ptr<Program>(new Program(std::move(parts)));
}

Program::~Program() { stop(std::chrono::milliseconds(0)); }

std::uint16_t Program::port() const { return parts_->server->port(); }

void Program::stop(std::chrono::milliseconds grace) {
  {
    const std::lock_guard lock(parts_->mutex);
    if (parts_->ending) return;
    parts_->ending = true;
  }
  parts_->wake.notify_all();
  parts_->detection_runs.stop();
  parts_->server->stop(grace);
  parts_->caretaker.join();
  parts_->policies.stop();
  parts_->services.store.flush();  // answers of the writer still know the server's connections
  parts_->pool.reset();
}

}  // namespace clearway::api
