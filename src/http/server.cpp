// The only file that knows Boost.Beast and Asio: it takes half a minute and 800 MB to compile.
#include "http/server.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <list>
#include <optional>
#include <thread>
#include <vector>

namespace clearway::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr std::size_t stream_part = 256 * 1024;  // bytes of a streamed body handed on at once

struct Shared {
  ServerOptions options;
  Application application;
  std::atomic<std::size_t> connections{0};
  std::atomic<bool> draining{false};
};

class Connection;

/// One event loop with its thread, its listening socket and its connections.
struct Loop {
  explicit Loop(Shared& all) : shared(all), acceptor(context), sweep(context) {}
  Shared& shared;
  asio::io_context context{1};
  tcp::acceptor acceptor;
  asio::steady_timer sweep;
  std::list<Connection*> connections;  // touched on the loop's thread only
  std::thread thread;
};

bool same_text(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
         });
}

/// Line ends in a header's value would begin another header.
void append_header(std::string& out, std::string_view key, std::string_view value) {
  out += key;
  out += ": ";
  for (const char c : value) out.push_back(c == '\r' || c == '\n' ? ' ' : c);
  out += "\r\n";
}

std::string head_of(const Response& response, bool keep_alive, std::optional<std::size_t> length) {
  std::string head = "HTTP/1.1 ";
  append_integer(head, response.status);
  head += ' ';
  head += reason_phrase(response.status);
  head += "\r\n";
  for (const auto& [key, value] : response.headers) append_header(head, key, value);
  append_header(head, "X-Content-Type-Options", "nosniff");
  append_header(head, "Referrer-Policy", "no-referrer");
  if (!length) {
    append_header(head, "Transfer-Encoding", "chunked");
  } else if (response.status != 204 && response.status != 304) {
    append_header(head, "Content-Length", std::to_string(*length));
  }
  if (!keep_alive) append_header(head, "Connection", "close");
  head += "\r\n";
  return head;
}

template <class Message>
Request request_of(const Message& message, const Shared& shared, const std::string& peer) {
  Request request;
  request.method = parse_method({message.method_string().data(), message.method_string().size()});
  const std::string_view target{message.target().data(), message.target().size()};
  const auto mark = target.find('?');
  request.path = target.substr(0, mark);
  if (mark != std::string_view::npos) request.query_text = target.substr(mark + 1);
  for (const auto& field : message) {
    std::string key(field.name_string());
    std::transform(key.begin(), key.end(), key.begin(), [](char c) { return static_cast<char>(std::tolower(c)); });
    request.headers.emplace_back(std::move(key), std::string(field.value()));
  }
  request.remote_address = peer;
  if (shared.options.trust_proxy) {
    request.secure = same_text(request.header("x-forwarded-proto"), "https");
    // The proxy appends the address it saw: the last entry is the one it vouches for.
    const auto forwarded = request.header("x-forwarded-for");
    const auto comma = forwarded.rfind(',');
    auto last = comma == std::string_view::npos ? forwarded : forwarded.substr(comma + 1);
    while (last.starts_with(' ')) last.remove_prefix(1);
    if (!last.empty()) request.remote_address = last;
  }
  request.received_at = {
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count()};
  return request;
}

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Loop& loop, tcp::socket socket) : loop_(loop), socket_(std::move(socket)), answer_ready_(loop.context) {
    error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
    const auto endpoint = socket_.remote_endpoint(ignored);
    if (!ignored) peer_ = endpoint.address().to_string();
    place_ = loop_.connections.insert(loop_.connections.end(), this);
    ++loop_.shared.connections;
  }
  ~Connection() {
    loop_.connections.erase(place_);
    --loop_.shared.connections;
  }

  asio::awaitable<void> run() {
    while (co_await one_request()) {
    }
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    if (refused_) co_await linger();
  }

  /// Called every second by the loop: whoever takes too long is cut off.
  void sweep(Clock::time_point now) {
    if (now >= deadline_) {
      too_slow_ = true;
      error_code ignored;
      socket_.cancel(ignored);
      if (now >= deadline_ + std::chrono::seconds(5)) socket_.close(ignored);
    }
  }
  void drain() {
    if (!idle_) return;
    error_code ignored;
    socket_.close(ignored);
  }

 private:
  class OneExchange;
  class BodyReader;
  class BodyWriter;
  using HeadParser = beast::http::request_parser<beast::http::empty_body>;
  using TextParser = beast::http::request_parser<beast::http::string_body>;
  using PartParser = beast::http::request_parser<beast::http::buffer_body>;

  const ServerOptions& options() const { return loop_.shared.options; }
  void allow(std::chrono::milliseconds time) { deadline_ = Clock::now() + time; }

  static auto with(error_code& failure) { return asio::redirect_error(asio::use_awaitable, failure); }

  /// False when the connection has come to its end.
  asio::awaitable<bool> one_request() {
    error_code failure;
    if (buffer_.size() == 0) {
      if (loop_.shared.draining) co_return false;
      idle_ = true;
      allow(options().idle_time);
      const auto count = co_await socket_.async_read_some(buffer_.prepare(4096), with(failure));
      idle_ = false;
      if (failure) co_return false;
      buffer_.commit(count);
    }
    allow(options().head_time);
    HeadParser head;
    head.header_limit(static_cast<std::uint32_t>(options().head_limit));
    head.body_limit(boost::none);
    co_await beast::http::async_read_header(socket_, buffer_, head, with(failure));
    if (failure) co_return co_await refuse_head(failure);
    began_ = Clock::now();

    Request request = request_of(head.get(), loop_.shared, peer_);
    is_head_ = request.method == Method::head;
    keep_alive_ = head.get().keep_alive() && !loop_.shared.draining;
    http_1_0_ = head.get().version() == 10;
    const auto plan = loop_.shared.application.plan(request);
    const auto length = head.content_length();
    if (length && *length > plan.limit) co_return co_await refuse(Refusal::body_is_too_large, request);
    if (same_text(request.header("expect"), "100-continue")) {
      static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      co_await asio::async_write(socket_, asio::buffer(go_on), with(failure));
      if (failure) co_return false;
    }
    // Beast hands the parser over to one with a body; bytes already read stay in the buffer.
    if (plan.streams) co_return co_await streamed(head, std::move(request), plan);
    TextParser text(std::move(head));
    text.body_limit(plan.limit);
    if (!text.is_done()) {
      allow(options().body_time);
      co_await beast::http::async_read(socket_, buffer_, text, with(failure));
      if (failure == beast::http::error::body_limit) co_return co_await refuse(Refusal::body_is_too_large, request);
      if (failure) co_return co_await refuse_broken(failure, request);
    }
    request.body = std::move(text.get().body());
    co_return co_await answer(std::move(request));
  }

  asio::awaitable<bool> streamed(HeadParser& head, Request request, BodyPlan plan);

  asio::awaitable<bool> refuse_head(error_code failure) {
    if (failure == beast::http::error::header_limit) co_return co_await refuse_now(Refusal::head_is_too_large, nullptr);
    const bool broken = failure.category() == beast::http::make_error_code(beast::http::error::bad_method).category() &&
                        failure != beast::http::error::end_of_stream && failure != beast::http::error::partial_message;
    if (broken) co_return co_await refuse_now(Refusal::request_is_malformed, nullptr);
    if (too_slow_ && socket_.is_open()) co_return co_await refuse_now(Refusal::request_is_too_slow, nullptr);
    co_return false;
  }
  asio::awaitable<bool> refuse_broken(error_code failure, const Request& request) {
    if (too_slow_ && socket_.is_open()) co_return co_await refuse_now(Refusal::request_is_too_slow, &request);
    const bool gone = failure == beast::http::error::partial_message || failure == beast::http::error::end_of_stream ||
                      failure.category() == boost::system::system_category();
    if (gone) co_return false;
    co_return co_await refuse_now(Refusal::request_is_malformed, &request);
  }
  asio::awaitable<bool> refuse(Refusal refusal, const Request& request) { return refuse_now(refusal, &request); }
  asio::awaitable<bool> refuse_now(Refusal refusal, const Request* request) {
    keep_alive_ = false;
    refused_ = true;
    auto response = loop_.shared.application.refuse(refusal, request);
    co_await write(response);
    co_return false;
  }

  asio::awaitable<bool> answer(Request request);

  asio::awaitable<bool> write(const Response& response) {
    error_code failure;
    allow(options().write_time);
    if (loop_.shared.draining) keep_alive_ = false;
    const auto& content = response.content();
    const std::string head = head_of(response, keep_alive_ && !response.close, content.size());
    const bool with_body = !is_head_ && response.status != 204 && response.status != 304;
    const std::array<asio::const_buffer, 2> parts = {asio::buffer(head),
                                                     asio::buffer(content.data(), with_body ? content.size() : 0)};
    co_await asio::async_write(socket_, parts, with(failure));
    co_return !failure && keep_alive_ && !response.close;
  }

  /// A client still sending would lose the answer to a reset: its bytes are taken and dropped for a moment.
  asio::awaitable<void> linger() {
    error_code failure;
    deadline_ = Clock::now() + std::chrono::seconds(2);
    std::array<char, 4096> rest;
    while (!failure && socket_.is_open() && Clock::now() < deadline_) {
      co_await socket_.async_read_some(asio::buffer(rest), with(failure));
    }
    socket_.close(failure);
  }

  Loop& loop_;
  tcp::socket socket_;
  beast::flat_buffer buffer_;
  asio::steady_timer answer_ready_;
  std::optional<Response> response_;
  bool streaming_ = false;    // the answer is being sent part by part
  std::string pending_head_;  // of such an answer; sent with its first part
  bool stream_finished_ = false;
  PartParser* parser_ = nullptr;
  Clock::time_point deadline_ = Clock::time_point::max();
  Clock::time_point began_;
  std::string peer_;
  bool idle_ = false, too_slow_ = false, refused_ = false, keep_alive_ = true, is_head_ = false, http_1_0_ = false;
  std::list<Connection*>::iterator place_;
};

class Connection::BodyReader : public BodyStream {
 public:
  explicit BodyReader(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}
  void read(std::function<void(Result<std::string>)> done) override {
    auto connection = connection_.lock();
    if (!connection) return done(Error{"connection_was_lost", "", "", ""});
    asio::post(connection->loop_.context, [connection, done = std::move(done)]() mutable {
      asio::co_spawn(connection->loop_.context, next(connection, std::move(done)), asio::detached);
    });
  }

 private:
  static asio::awaitable<void> next(std::shared_ptr<Connection> connection,
                                    std::function<void(Result<std::string>)> done) {
    auto* parser = connection->parser_;
    if (parser == nullptr) {
      done(Error{"connection_was_lost", "", "", ""});
      co_return;
    }
    std::string part;
    error_code failure;
    if (!parser->is_done()) {
      part.resize(stream_part);
      parser->get().body().data = part.data();
      parser->get().body().size = part.size();
      parser->get().body().more = true;
      connection->allow(connection->options().body_time);
      // One read of the socket at a time: what has arrived is handed on without waiting for a full part.
      while (!failure && !parser->is_done() && parser->get().body().size == part.size()) {
        co_await beast::http::async_read_some(connection->socket_, connection->buffer_, *parser, with(failure));
      }
      part.resize(part.size() - parser->get().body().size);
      connection->deadline_ = Clock::time_point::max();
      if (failure == beast::http::error::need_buffer) failure = {};
    }
    if (failure) {
      const bool limit = failure == beast::http::error::body_limit;
      done(Error{limit ? "body_is_too_large" : "connection_was_lost", "", failure.message(), ""});
    } else {
      done(std::move(part));
    }
  }
  std::weak_ptr<Connection> connection_;
};

class Connection::BodyWriter : public ResponseStream {
 public:
  explicit BodyWriter(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}
  ~BodyWriter() override {
    if (!finished_) BodyWriter::finish();
  }
  void write(std::string part, std::function<void(bool)> done) override {
    asio::co_spawn(connection_->loop_.context, send(connection_, std::move(part), std::move(done)), asio::detached);
  }
  void finish() override {
    finished_ = true;
    asio::post(connection_->loop_.context, [connection = connection_] {
      connection->stream_finished_ = true;
      connection->answer_ready_.cancel();
    });
  }

 private:
  static asio::awaitable<void> send(std::shared_ptr<Connection> connection, std::string part,
                                    std::function<void(bool)> done) {
    error_code failure;
    if (!part.empty() && !connection->is_head_) {
      std::string before = std::exchange(connection->pending_head_, {});
      char size[24];
      const int count = std::snprintf(size, sizeof size, "%zx\r\n", part.size());
      before.append(size, static_cast<std::size_t>(count));
      const std::array<asio::const_buffer, 3> parts = {asio::buffer(before), asio::buffer(part),
                                                       asio::buffer("\r\n", 2)};
      connection->allow(connection->options().write_time);
      co_await asio::async_write(connection->socket_, parts, with(failure));
      connection->deadline_ = Clock::time_point::max();
      if (failure) connection->keep_alive_ = false;
    }
    done(!failure);
  }
  std::shared_ptr<Connection> connection_;
  bool finished_ = false;
};

class Connection::OneExchange : public Responder::Exchange, public std::enable_shared_from_this<OneExchange> {
 public:
  explicit OneExchange(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}
  ~OneExchange() override {
    if (!answered_.exchange(true)) give(connection_->loop_.shared.application.refuse(Refusal::handler_failed, nullptr));
  }
  void send(Response response) override {
    if (!answered_.exchange(true)) give(std::move(response));
  }
  void send_made(std::function<Response()> make) override {
    if (answered_.exchange(true)) return;
    asio::dispatch(connection_->loop_.context, [connection = connection_, make = std::move(make)] {
      try {
        connection->response_ = make();
      } catch (...) {
        connection->response_ = connection->loop_.shared.application.refuse(Refusal::handler_failed, nullptr);
      }
      connection->answer_ready_.cancel();
    });
  }
  std::shared_ptr<ResponseStream> start(Response head) override {
    if (answered_.exchange(true)) return nullptr;
    auto writer = std::make_shared<BodyWriter>(connection_);
    asio::dispatch(connection_->loop_.context, [connection = connection_, head = std::move(head)]() mutable {
      if (connection->http_1_0_) connection->keep_alive_ = false;
      connection->pending_head_ = head_of(head, connection->keep_alive_, std::nullopt);
      connection->response_ = std::move(head);
      connection->streaming_ = true;
      connection->answer_ready_.cancel();
    });
    return writer;
  }

 private:
  void give(Response response) {
    asio::dispatch(connection_->loop_.context, [connection = connection_, response = std::move(response)]() mutable {
      connection->response_ = std::move(response);
      connection->answer_ready_.cancel();
    });
  }
  std::shared_ptr<Connection> connection_;
  std::atomic<bool> answered_{false};
};

asio::awaitable<bool> Connection::streamed(HeadParser& head, Request request, BodyPlan plan) {
  PartParser parser(std::move(head));
  parser.body_limit(plan.limit);
  parser_ = &parser;
  request.stream = std::make_shared<BodyReader>(shared_from_this());
  const bool go_on = co_await answer(std::move(request));
  const bool done = parser.is_done();
  refused_ = refused_ || !done;
  parser_ = nullptr;
  co_return go_on&& done;
}

asio::awaitable<bool> Connection::answer(Request request) {
  error_code failure;
  response_.reset();
  streaming_ = stream_finished_ = false;
  deadline_ = Clock::time_point::max();  // the handler's own time is not the client's fault
  const std::size_t route = request.route;
  try {
    loop_.shared.application.handle(std::move(request), Responder(std::make_shared<OneExchange>(shared_from_this())));
  } catch (...) {
    // The Responder has gone with the handler's stack and has answered 500.
  }
  while (!response_) {
    answer_ready_.expires_at(asio::steady_timer::time_point::max());
    co_await answer_ready_.async_wait(with(failure));
  }
  bool go_on = false;
  const int status = response_->status;
  if (!streaming_) {
    go_on = co_await write(*response_);
  } else {
    while (!stream_finished_) {
      answer_ready_.expires_at(asio::steady_timer::time_point::max());
      co_await answer_ready_.async_wait(with(failure));
    }
    failure = {};
    std::string last = std::exchange(pending_head_, {});
    if (!is_head_) last += "0\r\n\r\n";
    allow(options().write_time);
    co_await asio::async_write(socket_, asio::buffer(last), with(failure));
    go_on = keep_alive_ && !failure;
  }
  loop_.shared.application.answered(route, status, Clock::now() - began_);
  co_return go_on;
}

/// A connection is destroyed on its own loop, whoever held it last.
std::shared_ptr<Connection> make_connection(Loop& loop, tcp::socket socket) {
  return {new Connection(loop, std::move(socket)),
          [&loop](Connection* connection) { asio::dispatch(loop.context, [connection] { delete connection; }); }};
}

asio::awaitable<void> serve(std::shared_ptr<Connection> connection) { co_await connection->run(); }

/// Too many at once: said and closed, without a place among the connections.
asio::awaitable<void> turn_away(Loop& loop, tcp::socket socket) {
  const auto response = loop.shared.application.refuse(Refusal::too_many_connections, nullptr);
  const std::string text = head_of(response, false, response.content().size()) + response.content();
  error_code ignored;
  co_await asio::async_write(socket, asio::buffer(text), asio::redirect_error(asio::use_awaitable, ignored));
}

asio::awaitable<void> accept(Loop& loop) {
  while (loop.acceptor.is_open()) {
    error_code failure;
    auto socket = co_await loop.acceptor.async_accept(asio::redirect_error(asio::use_awaitable, failure));
    if (failure == asio::error::operation_aborted || !loop.acceptor.is_open()) co_return;
    if (failure) {  // out of file descriptors: wait until some are free again
      asio::steady_timer pause(loop.context, std::chrono::milliseconds(50));
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, failure));
      continue;
    }
    if (loop.shared.connections >= loop.shared.options.connection_limit) {
      asio::co_spawn(loop.context, turn_away(loop, std::move(socket)), asio::detached);
      continue;
    }
    asio::co_spawn(loop.context, serve(make_connection(loop, std::move(socket))), asio::detached);
  }
}

asio::awaitable<void> sweep_regularly(Loop& loop) {
  error_code failure;
  while (!failure) {
    loop.sweep.expires_after(std::chrono::milliseconds(250));
    co_await loop.sweep.async_wait(asio::redirect_error(asio::use_awaitable, failure));
    const auto now = Clock::now();
    for (auto* connection : loop.connections) connection->sweep(now);
  }
}

Error cannot_listen(const ServerOptions& options, const error_code& failure) {
  const std::string place = options.address + ":" + std::to_string(options.port);
  if (failure == asio::error::address_in_use) return {"address_is_in_use", "--listen", place, ""};
  if (failure == asio::error::access_denied) return {"address_refused", "--listen", place, ""};
  return {"address_not_valid", "--listen", place + ": " + failure.message(), ""};
}

using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

error_code listen(tcp::acceptor& acceptor, const tcp::endpoint& endpoint, bool shared_port) {
  error_code failure;
  acceptor.open(endpoint.protocol(), failure);
  if (!failure) acceptor.set_option(tcp::acceptor::reuse_address(true), failure);
  if (!failure && shared_port) acceptor.set_option(ReusePort(true), failure);
  if (!failure) acceptor.bind(endpoint, failure);
  if (!failure) acceptor.listen(asio::socket_base::max_listen_connections, failure);
  return failure;
}

}  // namespace

struct Server::Impl {
  Shared shared;
  std::vector<std::unique_ptr<Loop>> loops;
  std::uint16_t port = 0;
  bool stopped = false;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() { stop(std::chrono::milliseconds(0)); }
std::uint16_t Server::port() const { return impl_->port; }
std::size_t Server::connections() const { return impl_->shared.connections; }

Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options, Application application) {
  auto impl = std::make_unique<Impl>();
  impl->shared.options = options;
  impl->shared.application = std::move(application);
  const auto files = raise_open_file_limit();
  const auto room = files > 200 ? files - 100 : files / 2;
  impl->shared.options.connection_limit = std::min(options.connection_limit, room);

  error_code failure;
  const auto address = asio::ip::make_address(options.address, failure);
  if (failure) return cannot_listen(options, failure);
  {
    // Sockets that share a port would also share it with another server of this user: first see that it is free.
    asio::io_context probe_context;
    tcp::acceptor probe(probe_context);
    failure = listen(probe, {address, options.port}, false);
    if (failure) return cannot_listen(options, failure);
  }
  tcp::endpoint endpoint(address, options.port);
  for (unsigned i = 0; i < std::max(1U, options.threads); ++i) {
    auto& loop = *impl->loops.emplace_back(std::make_unique<Loop>(impl->shared));
    failure = listen(loop.acceptor, endpoint, true);
    if (failure) return cannot_listen(options, failure);
    endpoint.port(loop.acceptor.local_endpoint().port());
  }
  impl->port = endpoint.port();
  for (auto& loop : impl->loops) {
    asio::co_spawn(loop->context, accept(*loop), asio::detached);
    asio::co_spawn(loop->context, sweep_regularly(*loop), asio::detached);
    loop->thread = std::thread([&context = loop->context] { context.run(); });
  }
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

void Server::stop(std::chrono::milliseconds grace) {
  if (impl_->stopped) return;
  impl_->stopped = true;
  impl_->shared.draining = true;
  const auto end = Clock::now() + grace;
  for (auto& loop : impl_->loops) {
    asio::post(loop->context, [&loop = *loop] {
      error_code ignored;
      loop.acceptor.close(ignored);
      for (auto* connection : loop.connections) connection->drain();
    });
  }
  while (impl_->shared.connections > 0 && Clock::now() < end) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  for (auto& loop : impl_->loops) loop->context.stop();
  for (auto& loop : impl_->loops) loop->thread.join();
}

std::size_t raise_open_file_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
  if (limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
  }
  return static_cast<std::size_t>(std::min<rlim_t>(limit.rlim_cur, 1'000'000));
}

}  // namespace clearway::http
