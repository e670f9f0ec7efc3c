#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "api/services.h"
#include "base/result.h"
#include "document/template.h"
#include "http/server.h"
#include "noticing/letterhead.h"

namespace clearway::api {

struct ProgramOptions {
  http::ServerOptions server;
  Settings settings;
  std::string web;                              // folder of the built web application; empty: API only
  unsigned workers = 4;                         // threads for what blocks
  risk::ExaminationPolicy examination;          // how examinations are worked: policy/examination.yaml
  watch::WatchPolicy watch;                     // how far things may move: policy/watch.yaml
  ledger::Chart chart;                          // of accounts: policy/accounts.yaml
  payment::Policy payments;                     // how payments are taken: policy/payment.yaml
  seizure::WorkPolicy casework;                 // how the arrears team chooses its work: policy/casework.yaml
  detection::DetectionPolicy detection;         // when a firm is asked about an error: policy/detection.yaml
  noticing::Letterhead letterhead;              // of letters and mails: policy/letterhead.yaml
  document::Templates documents;                // of letters: documents/*.yaml
  std::string outbox;                           // folder of mails; empty: none is written
  std::function<Instant()> now;                 // empty: the system's clock
  std::function<void(const std::string&)> log;  // empty: nothing is said
};

/// A running server with all it needs. Ends in the order that loses nothing: connections, then workers.
class Program {
 public:
  static Result<std::unique_ptr<Program>> start(ProgramOptions options, record::Store& store,
                                                const screening::Rulebook& rulebook, const Messages& messages);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  std::uint16_t port() const;
  void stop(std::chrono::milliseconds grace);

 private:
  struct Parts;
  explicit Program(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace clearway::api
