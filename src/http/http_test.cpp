#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/messages.h"
#include "http/json_writer.h"
#include "http/problem.h"
#include "http/router.h"
#include "http/server.h"
#include "http/static_files.h"
#include "http/worker_pool.h"

namespace clearway::http {
namespace {

using namespace std::chrono_literals;

TEST(PercentDecode, Cases) {
  const struct {
    std::string_view name, text;
    std::optional<std::string> plain, query;
  } cases[] = {
      {"nothing to decode", "abc", "abc", "abc"},
      {"an escape", "a%2Fb", "a/b", "a/b"},
      {"escape at the very end", "%41", "A", "A"},
      {"plus is a blank only in queries", "a+b", "a+b", "a b"},
      {"Hangul", "%EA%B0%80", "가", "가"},
      {"cut short", "a%4", std::nullopt, std::nullopt},
      {"no hexadecimal digits", "%zz", std::nullopt, std::nullopt},
      {"a zero byte", "a%00b", std::nullopt, std::nullopt},
      {"not UTF-8", "%ff", std::nullopt, std::nullopt},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(percent_decode(c.text, false), c.plain);
    EXPECT_EQ(percent_decode(c.text, true), c.query);
  }
}

TEST(Query, KeepsOrderAndRefusesWhatCannotBeDecoded) {
  const auto pairs = parse_query("from=2026-11-01&q=%EA%B0%80+%EB%82%98&empty=&flag");
  ASSERT_TRUE(pairs);
  EXPECT_EQ(*pairs, (Pairs{{"from", "2026-11-01"}, {"q", "가 나"}, {"empty", ""}, {"flag", ""}}));
  EXPECT_FALSE(parse_query("a=%"));
  EXPECT_TRUE(parse_query("")->empty());
}

TEST(Request, CookiesAndLanguage) {
  Request request;
  request.headers = {{"cookie", "a=1; session=xyz=="}, {"accept-language", "de, en;q=0.8, ko;q=0.2"}};
  EXPECT_EQ(request.cookie("session"), "xyz==");
  EXPECT_EQ(request.cookie("sess"), std::nullopt);
  EXPECT_EQ(request.language(), Language::english);
  request.headers = {{"accept-language", "ko-KR,ko;q=0.9,en;q=0.8"}};
  EXPECT_EQ(request.language(), Language::korean);
  request.headers.clear();
  EXPECT_EQ(request.language(), Language::korean);
}

TEST(Router, FixedSegmentsWinAndMethodsAreTold) {
  Router router;
  const auto batch = router.add({Method::post, "/v1/declarations/batch", {}});
  const auto one = router.add({Method::get, "/v1/declarations/{id}", {}});
  EXPECT_EQ(router.match(Method::post, "/v1/declarations/batch").index, batch);
  const auto match = router.match(Method::get, "/v1/declarations/B1.W%2F1");
  ASSERT_NE(match.route, nullptr);
  EXPECT_EQ(match.index, one);
  EXPECT_EQ(match.parameters, (Pairs{{"id", "B1.W/1"}}));
  const auto wrong = router.match(Method::get, "/v1/declarations/batch");
  EXPECT_EQ(wrong.route, nullptr);
  EXPECT_EQ(wrong.allowed, "POST");
  EXPECT_TRUE(router.match(Method::get, "/v1/declarations").allowed.empty());
  EXPECT_EQ(router.match(Method::get, "/v1/declarations/").route, nullptr);
  EXPECT_TRUE(router.match(Method::get, "/v1/declarations/%zz").broken);
  EXPECT_NE(router.match(Method::head, "/v1/declarations/x").route, nullptr);
  EXPECT_THROW(router.add({Method::get, "/v1/declarations/{id}", {}}), std::logic_error);
}

TEST(Problem, EveryCodeHasItsSentencesInBothLanguages) {
  const auto messages = Messages::load(std::string(CLEARWAY_SOURCE_DIR) + "/messages");
  ASSERT_TRUE(messages) << messages.error().detail;
  for (std::size_t i = 0; i < error_code_count; ++i) {
    const auto code = static_cast<ErrorCode>(i);
    SCOPED_TRACE(name(code));
    EXPECT_GE(status_of(code), 400);
    EXPECT_EQ(parse_error_code(name(code)), code);
    for (const auto language : {Language::korean, Language::english}) {
      const auto text = problem_json({.code = code, .field = "f", .value = "v"}, *messages, language);
      EXPECT_NE(text.find("\"code\":\"" + std::string(name(code)) + "\""), std::string::npos);
    }
  }
}

TEST(WorkerPool, RunsEverythingAndRefusesWhenFull) {
  std::atomic<int> done{0};
  {
    WorkerPool pool(2, 100);
    for (int i = 0; i < 50; ++i) EXPECT_TRUE(pool.run([&] { ++done; }));
  }
  EXPECT_EQ(done, 50);
  WorkerPool pool(1, 1);
  std::atomic<bool> go{false};
  ASSERT_TRUE(pool.run([&] {
    while (!go) std::this_thread::sleep_for(1ms);
  }));
  bool refused = false;
  for (int i = 0; i < 3; ++i) refused = !pool.run([] {}) || refused;
  EXPECT_TRUE(refused);
  go = true;
}

/// A server whose routes show what it does: /echo, /slow (answers from another thread), /stream (echoes parts), /drop.
std::atomic<bool> slow_begun{false};  // the handler of /slow is at work

class Running {
 public:
  explicit Running(ServerOptions options = {}) : pool(2) {
    options.port = 0;
    Application application;
    application.plan = [](Request& request) {
      return request.path == "/stream" ? BodyPlan{true, 64 << 20} : BodyPlan{false, 1000};
    };
    application.handle = [this](Request request, Responder responder) { answer(std::move(request), responder); };
    application.refuse = [](Refusal refusal, const Request*) {
      static constexpr int status[] = {400, 431, 413, 408, 503, 500};
      return json_response(status[static_cast<std::size_t>(refusal)], "{}");
    };
    application.answered = [this](std::size_t, int, std::chrono::nanoseconds) { ++answered; };
    auto started = Server::start(options, std::move(application));
    if (!started) throw std::runtime_error(started.error().detail);
    server = std::move(started).value();
  }

  void answer(Request request, const Responder& responder) {
    if (request.path == "/drop") return;
    if (request.path == "/throw") throw std::runtime_error("a bug");
    if (request.path == "/stream")
      return pass_on(std::make_shared<Request>(std::move(request)), responder.start(json_response(200, "")));
    if (request.path == "/slow") {
      pool.run([responder] {
        slow_begun = true;
        std::this_thread::sleep_for(20ms);
        responder.send(json_response(200, "slow"));
      });
      return;
    }
    responder.send(json_response(
        200, std::string(name(request.method)) + " " + request.path + "?" + request.query_text + " " + request.body));
  }

  static void pass_on(const std::shared_ptr<Request>& request, const std::shared_ptr<ResponseStream>& out) {
    request->stream->read([=](Result<std::string> part) {
      if (!part || part->empty()) return out->finish();
      out->write("[" + std::to_string(part->size()) + "]", [=](bool) { pass_on(request, out); });
    });
  }

  WorkerPool pool;
  std::atomic<int> answered{0};
  std::unique_ptr<Server> server;
};

class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    timeval time{5, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
  }
  ~Client() { ::close(socket_); }
  void send(std::string_view text) const {
    while (!text.empty()) {
      const auto count = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (count <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  /// Reads until `end` was seen or the connection closed.
  std::string read_until(std::string_view end) const {
    std::string text;
    char buffer[4096];
    while (end.empty() || text.find(end) == std::string::npos) {
      const auto count = ::recv(socket_, buffer, sizeof buffer, 0);
      if (count <= 0) break;
      text.append(buffer, static_cast<std::size_t>(count));
    }
    return text;
  }
  std::string read_all() const { return read_until(""); }
  bool connected = false;

 private:
  int socket_;
};

TEST(Server, AnswersAndKeepsTheConnection) {
  Running running;
  const Client client(running.server->port());
  client.send("POST /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_NE(client.read_until("hello").find("POST /a?b=c hello"), std::string::npos);
  // Two requests in one packet are answered in their order.
  client.send("GET /one HTTP/1.1\r\nHost: x\r\n\r\nGET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto both = client.read_until("slow");
  EXPECT_LT(both.find("/one"), both.find("slow"));
}

TEST(Server, RefusesBadRequests) {
  ServerOptions options;
  options.head_time = 600ms;
  options.body_time = 600ms;
  options.idle_time = 600ms;
  Running running(options);
  const std::string large(20'000, 'x');
  const struct {
    std::string_view name, sent, status;
  } cases[] = {
      {"no HTTP at all", "hello\r\n\r\n", "400"},
      {"broken head line", "GET\r\nHost: x\r\n\r\n", "400"},
      {"doubled length", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc", "400"},
      {"length and chunks",
       "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
      {"negative length", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", "400"},
      {"broken chunk size", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400"},
      {"large body, said so", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n", "413"},
      {"head that never ends", "GET / HTTP/1.1\r\nHost: x\r\n", "408"},
      {"body that never ends", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc", "408"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const Client client(running.server->port());
    client.send(c.sent);
    const auto answer = client.read_all();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 " + std::string(c.status))) << answer.substr(0, 60);
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
  }
  {
    const Client client(running.server->port());
    client.send("GET / HTTP/1.1\r\nHost: x\r\nA: " + large + "\r\n\r\n");
    EXPECT_TRUE(client.read_all().starts_with("HTTP/1.1 431"));
  }
  {
    const Client client(running.server->port());
    client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4e20\r\n" + large + "\r\n0\r\n\r\n");
    EXPECT_TRUE(client.read_all().starts_with("HTTP/1.1 413"));
  }
  {
    const Client idle(running.server->port());
    EXPECT_EQ(idle.read_all(), "");  // closed without a word
  }
}

TEST(Server, AnswersForHandlersThatDoNot) {
  Running running;
  for (const auto* path : {"/drop", "/throw"}) {
    const Client client(running.server->port());
    client.send("GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(client.read_until("{}").starts_with("HTTP/1.1 500"));
  }
}

TEST(Server, StreamsBothWays) {
  Running running;
  const Client client(running.server->port());
  client.send("POST /stream HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
  EXPECT_NE(client.read_until("[5]").find("Transfer-Encoding: chunked"), std::string::npos);  // before the body ends
  client.send("3\r\nabc\r\n0\r\n\r\n");
  const auto rest = client.read_until("\r\n0\r\n\r\n");
  EXPECT_NE(rest.find("[3]"), std::string::npos);
  client.send("GET /next HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_NE(client.read_until("/next").find("200"), std::string::npos);
  // A body of known length in large parts.
  const std::string body(3'000'000, 'x');
  client.send("POST /stream HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n");
  std::thread sender([&] { client.send(body); });
  const auto answer = client.read_until("\r\n0\r\n\r\n");
  sender.join();
  std::size_t total = 0;
  for (auto at = answer.find('['); at != std::string::npos; at = answer.find('[', at + 1)) {
    total += std::stoul(answer.substr(at + 1));
  }
  EXPECT_EQ(total, body.size());
}

TEST(Server, ContinuesWhenAsked) {
  Running running;
  const Client client(running.server->port());
  client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_TRUE(client.read_until("\r\n\r\n").starts_with("HTTP/1.1 100"));
  client.send("ok");
  EXPECT_NE(client.read_until("ok").find("200 OK"), std::string::npos);
}

TEST(Server, IdleConnectionsKeepNobodyWaiting) {
  Running running;
  std::vector<std::unique_ptr<Client>> idle;
  for (int i = 0; i < 500; ++i) idle.push_back(std::make_unique<Client>(running.server->port()));
  const auto began = std::chrono::steady_clock::now();
  const Client fresh(running.server->port());
  fresh.send("GET /fresh HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_NE(fresh.read_until("/fresh").find("200"), std::string::npos);
  EXPECT_LT(std::chrono::steady_clock::now() - began, 500ms);
}

TEST(Server, StopsGracefully) {
  Running running;
  const Client working(running.server->port());
  const Client idle(running.server->port());
  slow_begun = false;
  working.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  while (!slow_begun) std::this_thread::sleep_for(1ms);  // on a busy machine the request may take its time to arrive
  running.server->stop(2s);
  EXPECT_NE(working.read_all().find("slow"), std::string::npos);
  EXPECT_FALSE(Client(running.server->port()).connected);
}

TEST(Server, SaysWhenItsAddressIsTaken) {
  Running running;
  ServerOptions options;
  options.port = running.server->port();
  const auto second = Server::start(options, {});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "address_is_in_use");
  options.address = "nowhere";
  EXPECT_EQ(Server::start(options, {}).error().code, "address_not_valid");
}

TEST(StaticFiles, TypesCachingCodingsAndPages) {
  const auto folder = std::filesystem::temp_directory_path() / ("clearway_static_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder / "assets");
  std::ofstream(folder / "index.html") << "<!doctype html>";
  std::ofstream(folder / "assets" / "app-1a2b.js") << "plain";
  std::ofstream(folder / "assets" / "app-1a2b.js.gz") << "zipped";
  auto files = StaticFiles::load(folder.string());
  ASSERT_TRUE(files);
  const auto get = [&](std::string path, Pairs headers = {}) {
    Request request;
    request.path = std::move(path);
    request.headers = std::move(headers);
    return files->answer(request);
  };
  const auto header = [](const Response& response, std::string_view wanted) {
    for (const auto& [key, value] : response.headers) {
      if (key == wanted) return value;
    }
    return std::string();
  };
  const auto script = get("/assets/app-1a2b.js");
  EXPECT_EQ(script.content(), "plain");
  EXPECT_NE(header(script, "Cache-Control").find("immutable"), std::string::npos);
  EXPECT_EQ(header(script, "Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(get("/assets/app-1a2b.js", {{"accept-encoding", "gzip"}}).content(), "zipped");
  EXPECT_EQ(get("/assets/app-1a2b.js", {{"if-none-match", header(script, "ETag")}}).status, 304);
  EXPECT_EQ(get("/office/day").content(), "<!doctype html>");
  EXPECT_EQ(get("/declarations/B1.W-1", {{"accept", "text/html"}}).content(), "<!doctype html>");
  EXPECT_EQ(get("/assets/gone.js").status, 404);
  EXPECT_EQ(get("/../etc/passwd.txt").status, 404);
  EXPECT_NE(header(get("/"), "Content-Security-Policy").find("frame-ancestors 'none'"), std::string::npos);
  EXPECT_FALSE(StaticFiles::load((folder / "assets").string()));
  std::filesystem::remove_all(folder);
}

TEST(JsonWriter, PutsCommasAndEscapes) {
  JsonWriter json;
  json.begin_object().member("a", 1).member("b", "x\"y").key("c").begin_array().integer(1).raw("{}").end_array();
  json.member("d", std::optional<std::string>{}).end_object();
  EXPECT_EQ(json.text(), R"({"a":1,"b":"x\"y","c":[1,{}],"d":null})");
}

}  // namespace
}  // namespace clearway::http
