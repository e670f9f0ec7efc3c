#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "base/text.h"

namespace clearway::http {

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options, other };
std::string_view name(Method method);
Method parse_method(std::string_view text);

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// The body of a request that is handed on while it arrives.
class BodyStream {
 public:
  virtual ~BodyStream() = default;
  /// Calls `done` once, on a thread of the server, with the next part; an empty part is the end. An Error is a broken
  /// or too slow connection. Only one read at a time.
  virtual void read(std::function<void(Result<std::string>)> done) = 0;
};

struct Request {
  Method method = Method::get;
  std::string path;        // percent-encoded, as sent, without query
  std::string query_text;  // after '?', as sent
  Pairs headers;           // names in lower case
  std::string body;
  std::shared_ptr<BodyStream> stream;  // instead of `body` where the route asked for it
  std::string remote_address;
  bool secure = false;  // https as the client sees it
  Instant received_at;
  Pairs parameters;       // of the path, decoded
  std::size_t route = 0;  // index in the router, for metrics

  /// The first header of that (lower case) name; empty if there is none.
  std::string_view header(std::string_view lower_name) const;
  /// A `{name}` of the route. A name the route does not have is a bug and throws std::logic_error.
  const std::string& parameter(std::string_view parameter_name) const;
  /// A cookie's value; nothing if it was not sent.
  std::optional<std::string> cookie(std::string_view cookie_name) const;
  /// From Accept-Language; Korean unless English is asked for with a higher weight.
  Language language() const;
};

struct Response {
  int status = 200;
  Pairs headers;  // Content-Length, Date and security headers are added by the server
  std::string body;
  std::shared_ptr<const std::string> shared_body;  // sent instead of `body`, e.g. a file kept in memory
  bool close = false;                              // close the connection afterwards

  Response() = default;
  explicit Response(int code) : status(code) {}
  Response& with(std::string header_name, std::string value) {
    headers.emplace_back(std::move(header_name), std::move(value));
    return *this;
  }
  const std::string& content() const { return shared_body ? *shared_body : body; }
};
Response json_response(int status, std::string body);
std::string_view reason_phrase(int status);

/// The body of an answer that is sent while it is being made.
class ResponseStream {
 public:
  virtual ~ResponseStream() = default;
  /// Calls `done` on a thread of the server when the part was sent; false: the client has gone. One write at a time.
  virtual void write(std::string part, std::function<void(bool)> done) = 0;
  virtual void finish() = 0;
};

/// One request's answer, still to be given. May be copied and called from any thread; the first answer counts, and a
/// request whose last Responder goes without an answer is answered 500.
class Responder {
 public:
  class Exchange {
   public:
    virtual ~Exchange() = default;
    virtual void send(Response response) = 0;
    virtual void send_made(std::function<Response()> make) = 0;
    virtual std::shared_ptr<ResponseStream> start(Response head) = 0;
  };
  explicit Responder(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}
  void send(Response response) const { exchange_->send(std::move(response)); }
  /// The answer is put together on the connection's own thread: for callers who have more to do than this.
  void send_made(std::function<Response()> make) const { exchange_->send_made(std::move(make)); }
  std::shared_ptr<ResponseStream> start(Response head) const { return exchange_->start(std::move(head)); }

 private:
  std::shared_ptr<Exchange> exchange_;
};

/// `%41` and, in queries, `+`. Nothing for a broken escape, a zero byte, or text that is not UTF-8.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank);
std::string percent_encode(std::string_view text);
/// The parameters of a query in their order. Nothing if it cannot be decoded.
std::optional<Pairs> parse_query(std::string_view text);

}  // namespace clearway::http
