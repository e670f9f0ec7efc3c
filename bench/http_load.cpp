// One declaration over HTTP, durable, from many connections: with group commit and with one commit for each request, on
// the same disk; and how long a fresh request takes while thousands of connections are idle.
//   bench_http_load FOLDER [rounds] [requests] [connections] [idle connections]
// Prints tab-separated: what, value (requests per second; milliseconds).
#include <arpa/inet.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "api/contract.h"
#include "api/program.h"
#include "clearance/example_declarations.h"
#include "http/json_writer.h"
#include "identity/passwords.h"

namespace {

using namespace clearway;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

Instant system_time() {
  return {std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

template <class T>
T require(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().code + ": " + result.error().detail);
  return std::move(result).value();
}

const Messages& messages() {
  static const auto loaded = require(Messages::load(std::string(CLEARWAY_SOURCE_DIR) + "/messages"));
  return loaded;
}

const screening::Rulebook& rulebook() {
  static const auto loaded = require(screening::Rulebook::load(
      {std::string(CLEARWAY_SOURCE_DIR) + "/law", std::string(CLEARWAY_SOURCE_DIR) + "/policy"}, messages()));
  return *loaded;
}

constexpr std::string_view token = "clw_bench_token_of_a_sample_courier";

/// A courier with a token, on a fresh record, behind a running server.
class Serving {
 public:
  Serving(const std::string& file, std::size_t batch_limit) {
    record::StoreOptions options;
    options.url = "sqlite:" + file;
    options.batch_limit = batch_limit;
    store_ = require(record::Store::open(options));
    const auto now = system_time();
    const record::Origin origin{"bench", "", now};
    record::Account account;
    account.account_id = "courier";
    account.sign_in_name = "courier";
    account.display_name = "Sample Courier";
    account.role = "data_provider:courier";
    account.filer_code = "SMPCR";
    account.password_hash = "none";
    account.created_at = now;
    require(record::wait<record::Account>([&](auto done) { store_->put_account(account, origin, done); }));
    record::ApiToken key;
    key.token_id = "token";
    key.account_id = account.account_id;
    key.label = "bench";
    key.token_hash = identity::token_hash(token);
    key.scopes = {"declarations:write", "declarations:read"};
    key.created_at = now;
    key.expires_at = {now.microseconds + 86'400'000'000};
    require(record::wait<Nothing>([&](auto done) { store_->put_token(key, origin, done); }));
    api::ProgramOptions program;
    program.server.port = 0;
    program.settings.contract = api::contract();
    program_ = require(api::Program::start(std::move(program), *store_, rulebook(), messages()));
  }
  std::uint16_t port() const { return program_->port(); }
  record::StoreMetrics metrics() const { return store_->metrics(); }

 private:
  std::unique_ptr<record::Store> store_;
  std::unique_ptr<api::Program> program_;
};

int connect_to(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (socket < 0 || ::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("cannot connect");
  }
  return socket;
}

void send_all(int socket, std::string_view text) {
  while (!text.empty()) {
    const auto sent = ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) throw std::runtime_error("connection lost");
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::string body_of(std::size_t number) {
  auto declaration = clearance::examples::manifest();
  const auto id = "LOAD-" + std::to_string(number);
  const auto transport = "SMPL" + std::to_string(100'000'000 + number);
  const auto sender = "Sample Seller " + std::to_string(number % 5'000);
  const auto buyer = "Sample Buyer " + std::to_string(number);
  declaration.set(declaration::Field::transport_document_number, transport);
  declaration.set(declaration::Field::exporter_name, sender);
  declaration.set(declaration::Field::consignee_name, buyer);
  http::JsonWriter json;
  json.begin_object().member("declaration_id", id).member("procedure", "manifest");
  for (std::size_t i = 0; i < declaration::field_count; ++i) {
    const auto field = static_cast<declaration::Field>(i);
    const auto text = declaration.text(field);
    if (!text.empty() && field != declaration::Field::declaration_date) json.member(declaration::name(field), text);
  }
  json.end_object();
  return json.take();
}

std::string request_of(std::size_t number) {
  const auto body = body_of(number);
  return "POST /v1/declarations HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nAuthorization: Bearer " +
         std::string(token) + "\r\nRequest-Id: bench-" + std::to_string(10'000'000 + number) +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// Sends requests over all connections at once, each the next one when it has its answer. Answers per second.
double post_from(std::uint16_t port, std::size_t connections, const std::vector<std::string>& requests) {
  const int poll = ::epoll_create1(0);
  std::vector<int> sockets;
  std::size_t next = 0, answered = 0;
  const auto begin = Clock::now();
  for (std::size_t i = 0; i < connections; ++i) {
    const int socket = connect_to(port);
    sockets.push_back(socket);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = socket;
    ::epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event);
    if (next < requests.size()) send_all(socket, requests[next++]);
  }
  std::vector<epoll_event> events(connections);
  char buffer[65536];
  while (answered < requests.size()) {
    const int ready = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), 30'000);
    if (ready <= 0) throw std::runtime_error("no answer for 30 s");
    for (int i = 0; i < ready; ++i) {
      const int socket = events[static_cast<std::size_t>(i)].data.fd;
      const auto count = ::recv(socket, buffer, sizeof buffer, 0);
      if (count <= 0) throw std::runtime_error("connection lost");
      // An answer fits one read: it is below two kilobytes and sent in one piece.
      const std::string_view answer(buffer, static_cast<std::size_t>(count));
      if (!answer.starts_with("HTTP/1.1 201")) throw std::runtime_error(std::string(answer.substr(0, 600)));
      ++answered;
      if (next < requests.size()) send_all(socket, requests[next++]);
    }
  }
  const double rate = static_cast<double>(requests.size()) / seconds_since(begin);
  for (const int socket : sockets) ::close(socket);
  ::close(poll);
  return rate;
}

/// Milliseconds from connecting to the whole answer of one GET, the slowest and the median of `count`.
std::pair<double, double> fresh_request(std::uint16_t port, int count) {
  std::vector<double> times;
  for (int i = 0; i < count; ++i) {
    const auto begin = Clock::now();
    const int socket = connect_to(port);
    send_all(socket, "GET /v1/openapi.yaml HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n");
    char buffer[65536];
    while (::recv(socket, buffer, sizeof buffer, 0) > 0) {
    }
    times.push_back(seconds_since(begin) * 1e3);
    ::close(socket);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  std::sort(times.begin(), times.end());
  return {times[times.size() / 2], times.back()};
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void measure(const std::string& folder, int rounds, std::size_t count, std::size_t connections, std::size_t idle) {
  std::vector<std::string> requests, few;
  for (std::size_t i = 0; i < count; ++i) requests.push_back(request_of(i));
  few.assign(requests.begin(), requests.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(1, count / 8)));
  std::vector<double> grouped, single, shared;
  for (int round = 0; round < rounds; ++round) {
    const auto file = [&](const char* name) { return folder + "/" + name + std::to_string(round) + ".db"; };
    {
      const Serving serving(file("grouped"), 1'000);
      grouped.push_back(post_from(serving.port(), connections, requests));
      const auto metrics = serving.metrics();
      shared.push_back(static_cast<double>(metrics.writes) /
                       static_cast<double>(std::max<std::uint64_t>(1, metrics.commits)));
    }
    const Serving serving(file("single"), 1);
    single.push_back(post_from(serving.port(), connections, few));
  }
  std::printf("grouped\t%.0f\nsingle\t%.0f\nratio\t%.2f\nwrites_per_commit\t%.1f\n", median(grouped), median(single),
              median(grouped) / median(single), median(shared));

  http::raise_open_file_limit();
  const Serving serving(folder + "/idle.db", 1'000);
  std::vector<int> open;
  for (std::size_t i = 0; i < idle; ++i) open.push_back(connect_to(serving.port()));
  const auto [middle, slowest] = fresh_request(serving.port(), 50);
  std::printf("idle_connections\t%zu\nfresh_median_ms\t%.3f\nfresh_slowest_ms\t%.3f\n", open.size(), middle, slowest);
  for (const int socket : open) ::close(socket);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: bench_http_load FOLDER [rounds] [requests] [connections] [idle connections]\n");
    return 2;
  }
  const auto number = [&](int place, std::size_t fallback) {
    return argc > place ? static_cast<std::size_t>(std::stoul(argv[place])) : fallback;
  };
  try {
    std::filesystem::create_directories(argv[1]);
    measure(argv[1], static_cast<int>(number(2, 3)), number(3, 20'000), number(4, 64), number(5, 2'000));
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "bench_http_load: %s\n", failure.what());
    return 3;
  }
  return 0;
}
