#pragma once

#include <functional>
#include <memory>
#include <string>

#include "arrears/statement.h"
#include "assessment/assessor.h"
#include "base/messages.h"
#include "enforcing/arrears_cases.h"
#include "http/static_files.h"
#include "http/worker_pool.h"
#include "identity/people.h"
#include "identity/sign_in_limiter.h"
#include "importing/imports.h"
#include "noticing/detection_runs.h"
#include "noticing/notices.h"
#include "record/store.h"
#include "registry/public_register.h"
#include "registry/rulings.h"
#include "risk/examination_policy.h"
#include "screening/rulebook.h"
#include "seizing/seizures.h"
#include "settlement/payments.h"
#include "watch/settings.h"

namespace clearway::api {

class Lodging;
class PolicyDesk;
class LetterDesk;

struct Settings {
  bool secure_cookies = true;  // false only on loopback over plain http
  bool open_metrics = false;   // /metrics for addresses other than loopback too
  bool sample_world = false;
  std::int64_t session_seconds = 8 * 60 * 60;
  std::string version;             // of the program
  std::string contract;            // text of api/openapi.yaml
  std::string database, key_file;  // for audit verification
};

/// What the routes work with. All of it outlives the server.
struct Services {
  record::Store& store;
  const screening::Rulebook& rulebook;
  const Messages& messages;
  identity::People& people;
  identity::SignInLimiter& sign_ins;
  http::WorkerPool& pool;
  Lodging& lodging;
  const risk::ExaminationPolicy& examination;
  const watch::WatchPolicy& watch;
  PolicyDesk& policies;
  settlement::Rules settlement;
  const assessment::Assessor& assessor;
  importing::Imports& imports;
  noticing::Rules notices;
  arrears::Terms debts;
  registry::Rules rulings;
  registry::PublicRegister& published_rulings;
  enforcing::Rules enforcement;
  seizing::Rules seizures;
  const detection::DetectionPolicy& detection;
  noticing::DetectionRuns& detection_runs;
  LetterDesk& letters;
  Settings settings;
  http::StaticFiles web;
  std::function<Instant()> now;
  std::function<void(const std::string&)> log;  // bugs, for the operator
  std::function<void(std::string&)> append_request_metrics = [](std::string&) {};
};

}  // namespace clearway::api
