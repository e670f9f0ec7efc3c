#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "http/message.h"

namespace clearway::http {

/// What to do with the body of a request whose head has arrived.
struct BodyPlan {
  bool streams = false;
  std::size_t limit = 1 << 20;  // bytes; more is refused with 413
};

/// What goes wrong before a request reaches its route.
enum class Refusal : std::uint8_t {
  request_is_malformed,
  head_is_too_large,
  body_is_too_large,
  request_is_too_slow,
  too_many_connections,
  handler_failed
};

/// What the server asks of the program. `plan` and `handle` are called on the server's threads and must not block.
struct Application {
  std::function<BodyPlan(Request&)> plan;  // may fill in route and parameters
  std::function<void(Request, Responder)> handle;
  std::function<Response(Refusal, const Request*)> refuse;
  /// After each answer: status and the time from the end of its head to its last byte.
  std::function<void(std::size_t route, int status, std::chrono::nanoseconds)> answered;
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0: any free one
  unsigned threads = 2;
  std::size_t head_limit = 16 * 1024;            // bytes
  std::size_t connection_limit = 20'000;         // lowered to what the limit of open files allows
  std::chrono::milliseconds head_time{10'000};   // for a whole head, from its first byte
  std::chrono::milliseconds body_time{30'000};   // for a whole body; of a streamed one for each part
  std::chrono::milliseconds write_time{30'000};  // for a part of the answer
  std::chrono::milliseconds idle_time{75'000};   // between requests
  bool trust_proxy = false;                      // believe X-Forwarded-For and X-Forwarded-Proto
};

/// HTTP/1.1 on one event loop per thread, each with its own listening socket; a connection costs no thread, so idle
/// ones do not keep others waiting.
class Server {
 public:
  /// Fails (`address_is_in_use`, `address_not_valid`, `address_refused`) when it cannot listen.
  static Result<std::unique_ptr<Server>> start(const ServerOptions& options, Application application);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  std::size_t connections() const;
  /// Takes no new connections, closes idle ones, lets requests under way finish for up to `grace`, then ends.
  void stop(std::chrono::milliseconds grace);

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Raises the limit of open files as far as the system allows; the new limit.
std::size_t raise_open_file_limit();

}  // namespace clearway::http
