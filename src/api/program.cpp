#include "api/program.h"

#include "api/gate.h"
#include "api/letter_desk.h"
#include "api/lodging.h"
#include "api/policy_desk.h"
#include "assessment/tables.h"
#include "campaigning/campaigns.h"
#include "collection/debts.h"
#include "enrolment/enrolments.h"
#include "planning/applications.h"

namespace clearway::api {
namespace {

Instant system_time() {
  return {std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

/// What corrections are quoted with, and steps against debts decided. Both hold the calendar, so all stay where they
/// are.
struct Correcting {
  explicit Correcting(law::Calendar days) : calendar(std::move(days)) {}
  static Result<std::unique_ptr<const Correcting>> load(const law::Law& law, const Messages& messages) {
    auto calendar = law::load_calendar(law.directory());
    if (!calendar) return calendar.error();
    auto parts = std::make_unique<Correcting>(std::move(calendar).value());
    auto quoter = correction::Quoter::of(law, parts->calendar, messages);
    if (!quoter) return quoter.error();
    parts->quoter.emplace(std::move(quoter).value());
    auto steps = enforcement::StepTable::of(law);
    if (!steps) return steps.error();
    parts->enforcement.emplace(law, parts->calendar, std::move(steps).value());
    return std::unique_ptr<const Correcting>(std::move(parts));
  }
  law::Calendar calendar;
  std::optional<correction::Quoter> quoter;
  std::optional<enforcement::Enforcement> enforcement;
};

}  // namespace

struct Program::Parts {
  Parts(ProgramOptions given, record::Store& store, const screening::Rulebook& rulebook, const Messages& messages,
        std::unique_ptr<const assessment::Tables> tables_, std::unique_ptr<const Correcting> correcting_)
      : options(std::move(given)),
        tables(std::move(tables_)),
        imports(store, tables->assessor()),
        correcting(std::move(correcting_)),
        published_rulings(store),
        people(store),
        lodging(store, rulebook, options.now),
        policies(store, rulebook, lodging, options.now, options.log),
        pool(std::make_unique<http::WorkerPool>(options.workers)),
        detection_runs(store, imports, tables->assessor(), options.detection, services.notices, messages),
        letters(options.documents, options.letterhead, rulebook.law(), messages, options.outbox),
        services{
            store,
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
            {rulebook.law(), correcting->calendar, options.chart},
            {rulebook.law(), correcting->calendar, messages},
            published_rulings,
            {*correcting->enforcement, correcting->calendar, services.debts},
            {rulebook.law(), correcting->calendar, *correcting->enforcement, options.casework, services.settlement},
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
      // One that fails does not keep the others from their work.
      say("declarations", lodging.tick());
      say("policies", policies.follow());
      say("notices", follow_notices());
      say("debts", open_debts());
      say("plans", follow_plans());
      say("reminders of plans", letters.remind(services.store, services.debts, options.now()));
      say("campaigns", end_campaigns());
      say("rulings", follow_rulings());
      say("enforcement", follow_enforcement());
      say("programmes", follow_programmes());
      say("outbox", letters.post(services.store, services.notices, options.now()));
      say("detection", detection_runs.follow(options.now().korean_day(), options.now()));
      lock.lock();
    }
  }

  void say(std::string_view what, const Status& done) const {
    if (!done) options.log("daily work: " + std::string(what) + ": " + done.error().code + " " + done.error().detail);
  }

  /// Paid corrections settle their notices; notices whose window is over lapse.
  Status follow_notices() {
    const auto now = options.now();
    const auto moved = noticing::follow(services.store, services.notices, now.korean_day(), now);
    return moved ? success() : Status(moved.error());
  }

  /// Orders that fell due unpaid become debts, and cases follow their debts, once a day.
  Status open_debts() {
    const auto now = options.now();
    if (debts_opened_on == now.korean_day()) return success();
    const auto opened = collection::open_overdue(services.store, services.debts, now.korean_day(), now);
    if (!opened) return opened.error();
    const auto followed = enforcing::follow_debts(services.store, services.enforcement, {}, now.korean_day(), now);
    if (!followed) return followed.error();
    debts_opened_on = now.korean_day();
    return success();
  }

  /// Parts that were missed or made good, plans that are paid or over.
  Status follow_plans() {
    const auto now = options.now();
    const auto moved = planning::follow(services.store, services.debts, now.korean_day(), now);
    return moved ? success() : Status(moved.error());
  }

  Status end_campaigns() {
    const auto now = options.now();
    const auto ended = campaigning::follow(services.store, now.korean_day(), now);
    return ended ? success() : Status(ended.error());
  }

  /// Rulings whose validity is over expire.
  Status follow_rulings() {
    const auto now = options.now();
    const auto moved = registry::follow(services.store, services.rulings, now.korean_day(), now);
    if (moved && *moved > 0) published_rulings.forget();
    return moved ? success() : Status(moved.error());
  }

  /// Deadlines pass, terms end, debts prescribe.
  Status follow_enforcement() {
    const auto now = options.now();
    const auto moved = enforcing::follow(services.store, services.enforcement, now.korean_day(), now);
    return moved ? success() : Status(moved.error());
  }

  /// Reminders, years that are opened, time limits that passed.
  Status follow_programmes() {
    const auto now = options.now();
    const auto moved = enrolment::follow(
        services.store, {services.notices.law, services.notices.calendar, services.messages}, now.korean_day(), now);
    return moved ? success() : Status(moved.error());
  }

  ProgramOptions options;
  std::unique_ptr<const assessment::Tables> tables;
  importing::Imports imports;
  std::unique_ptr<const Correcting> correcting;
  registry::PublicRegister published_rulings;
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
  std::optional<Date> debts_opened_on;  // of the caretaker
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
  auto parts = std::make_unique<Parts>(std::move(options), store, rulebook, messages, std::move(tables).value(),
                                       std::move(correcting).value());
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
