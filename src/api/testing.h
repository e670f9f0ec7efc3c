#pragma once

// What the tests of the API share: a program on a database of its own, sign-ins, and a small HTTP client.

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <map>
#include <memory>
#include <string>

#include "api/contract.h"
#include "api/program.h"
#include "clearance/example_declarations.h"
#include "http/json_writer.h"
#include "identity/passwords.h"
#include "record/testing.h"

namespace clearway::api::testing {

struct Answer {
  int status = 0;
  std::string head, body;
  std::string header(const std::string& name) const {
    const auto at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    const auto begin = at + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
  }
  /// A header that may stand several times.
  std::string cookie(const std::string& name) const {
    const auto at = head.find("Set-Cookie: " + name + "=");
    if (at == std::string::npos) return {};
    const auto begin = at + 13 + name.size();
    return head.substr(begin, head.find(';', begin) - begin);
  }
  boost::json::value json() const { return boost::json::parse(body); }
  std::string text(std::string_view key) const {
    const auto value = json();
    const auto* member = value.as_object().if_contains({key.data(), key.size()});
    return member != nullptr && member->is_string() ? std::string(member->get_string()) : std::string();
  }
};

/// One request on a connection of its own.
inline Answer send_request(std::uint16_t port, const std::string& request) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string all;
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
    std::string_view rest = request;
    while (!rest.empty()) {
      const auto sent = ::send(socket, rest.data(), rest.size(), MSG_NOSIGNAL);
      if (sent <= 0) break;
      rest.remove_prefix(static_cast<std::size_t>(sent));
    }
    char buffer[16384];
    for (ssize_t count = 0; (count = ::recv(socket, buffer, sizeof buffer, 0)) > 0;) {
      all.append(buffer, static_cast<std::size_t>(count));
    }
  }
  ::close(socket);
  Answer answer;
  const auto end = all.find("\r\n\r\n");
  if (end == std::string::npos) return answer;
  answer.head = all.substr(0, end + 2);
  answer.status = std::stoi(answer.head.substr(9, 3));
  answer.body = all.substr(end + 4);
  if (answer.head.find("Transfer-Encoding: chunked") == std::string::npos) return answer;
  std::string joined;
  for (std::size_t at = 0; at < answer.body.size();) {
    const auto line = answer.body.find("\r\n", at);
    const auto size = std::stoul(answer.body.substr(at, line - at), nullptr, 16);
    joined += answer.body.substr(line + 2, size);
    at = line + 2 + size + 2;
  }
  answer.body = joined;
  return answer;
}

/// A person, or nobody, who sends requests.
struct Client {
  std::uint16_t port = 0;
  std::string cookie, csrf, token;
  std::map<std::string, std::string> extra;  // further headers, instead of those below
  int count = 0;
  std::string prefix = "request";

  Answer send(const std::string& method, const std::string& path, const std::string& body = {},
              std::map<std::string, std::string> headers = {}) {
    std::map<std::string, std::string> all = {
        {"Host", "127.0.0.1"}, {"Connection", "close"}, {"Accept-Language", "en"}};
    if (method != "GET") {
      all["Request-Id"] = prefix + "-" + std::to_string(++count);
      all["Content-Type"] = "application/json";
      all["Content-Length"] = std::to_string(body.size());
    }
    if (!cookie.empty()) {
      all["Cookie"] = "clearway_session=" + cookie;
      all["X-CSRF-Token"] = csrf;
    }
    if (!token.empty()) all["Authorization"] = "Bearer " + token;
    for (const auto& [key, value] : extra) all[key] = value;
    for (const auto& [key, value] : headers) all[key] = value;
    std::string text = method + " " + path + " HTTP/1.1\r\n";
    for (const auto& [key, value] : all) {
      if (!value.empty()) text += key + ": " + value + "\r\n";
    }
    return send_request(port, text + "\r\n" + body);
  }
  Answer get(const std::string& path) { return send("GET", path); }
  Answer post(const std::string& path, const std::string& body, std::map<std::string, std::string> headers = {}) {
    return send("POST", path, body, std::move(headers));
  }
};

inline const Messages& messages() {
  static const auto loaded = [] {
    auto result = Messages::load(std::string(CLEARWAY_SOURCE_DIR) + "/messages");
    if (!result) throw std::runtime_error(result.error().detail);
    return std::move(result).value();
  }();
  return loaded;
}

inline const screening::Rulebook& rulebook() {
  static const auto loaded = [] {
    const std::string root = CLEARWAY_SOURCE_DIR;
    auto result = screening::Rulebook::load({root + "/law", root + "/policy"}, messages());
    if (!result) throw std::runtime_error(result.error().detail);
    return std::move(result).value();
  }();
  return *loaded;
}

inline constexpr std::string_view password = "a sample password";
inline const std::string party = "B1248100998";  // exporter of the examples
inline const std::string other_party = "B2208162517";

/// A filing as JSON, one of the examples with some fields changed.
inline std::string filing(declaration::Declaration declaration, const std::string& id,
                          const std::map<std::string, std::string>& changes = {}) {
  for (const auto& [name, value] : changes) declaration.set(*declaration::find_field(name), value);
  http::JsonWriter json;
  json.begin_object().member("declaration_id", id).member("procedure", declaration::name(declaration.procedure));
  for (std::size_t i = 0; i < declaration::header_field_count; ++i) {
    const auto field = static_cast<declaration::Field>(i);
    const auto text = declaration.text(field);
    if (!text.empty() && field != declaration::Field::declaration_date) json.member(declaration::name(field), text);
  }
  json.key("items").begin_array();
  for (std::size_t item = 0; item < declaration.item_count; ++item) {
    json.begin_object();
    for (std::size_t i = declaration::header_field_count; i < declaration::field_count; ++i) {
      const auto text = declaration.text(static_cast<declaration::Field>(i), item);
      if (!text.empty()) json.member(declaration::field_names[i], text);
    }
    json.end_object();
  }
  json.end_array().end_object();
  return json.take();
}

/// A program on a database of its own with one account for each role, and some who must not see the others' cases.
class World {
 public:
  explicit World(db::Engine engine) : database(engine) {
    auto opened = record::Store::open(database.options());
    if (!opened) throw std::runtime_error(opened.error().detail);
    store = std::move(opened).value();
    add("trader", "trader", party);
    add("other_trader", "trader", other_party);
    add("broker", "broker", "", "SMPBR");
    add("courier", "data_provider:courier", "", "SMPCR");
    add("other_courier", "data_provider:courier", "", "OTHER");
    add("officer", "officer", "", "", {"040"});
    add("other_officer", "officer", "", "", {"020"});
    add("supervisor", "supervisor", "", "", {"040", "020"});
    add("auditor", "auditor");
    add("administrator", "administrator");
    start();
  }
  ~World() { program->stop(std::chrono::seconds(2)); }

  void start() {
    ProgramOptions options;
    options.server.port = 0;
    options.settings.secure_cookies = false;
    options.settings.version = "test";
    options.settings.contract = contract();
    options.settings.database = database.url();
    options.settings.key_file = database.key_file();
    options.examination = risk::ExaminationPolicy::load(std::string(CLEARWAY_SOURCE_DIR) + "/policy").value();
    options.watch = watch::WatchPolicy::load(std::string(CLEARWAY_SOURCE_DIR) + "/policy").value();
    options.chart = ledger::Chart::load(std::string(CLEARWAY_SOURCE_DIR) + "/policy").value();
    options.payments = payment::Policy::load(std::string(CLEARWAY_SOURCE_DIR) + "/policy").value();
    options.casework = seizure::WorkPolicy::load(std::string(CLEARWAY_SOURCE_DIR) + "/policy").value();
    options.detection = detection::DetectionPolicy::load(std::string(CLEARWAY_SOURCE_DIR) + "/policy").value();
    options.letterhead = noticing::Letterhead::load(std::string(CLEARWAY_SOURCE_DIR) + "/policy").value();
    options.documents = document::Templates::load(std::string(CLEARWAY_SOURCE_DIR) + "/documents").value();
    options.outbox = outbox;
    options.now = [this] { return now; };
    options.log = [this](const std::string& text) { log += text + "\n"; };
    auto started = Program::start(std::move(options), *store, rulebook(), messages());
    if (!started) throw std::runtime_error(started.error().code + " " + started.error().detail);
    program = std::move(started).value();
  }

  void add(const std::string& name, const std::string& role, const std::string& party_id = {},
           const std::string& filer = {}, std::vector<std::string> offices = {}) {
    static const std::string hash = identity::hash_password(password);
    record::Account account;
    account.account_id = "account-" + name;
    account.sign_in_name = name;
    account.display_name = "Sample " + name;
    account.role = role;
    account.party_id = party_id;
    account.filer_code = filer;
    account.offices = std::move(offices);
    account.password_hash = hash;
    account.created_at = now;
    const auto added = record::wait<record::Account>([&](auto done) {
      store->put_account(account, {"test", "", now}, done);
    });
    if (!added) throw std::runtime_error(added.error().code + " " + added.error().detail);
  }

  Client nobody() const {
    Client client;
    client.port = program->port();
    return client;
  }
  Client sign_in(const std::string& name) {
    auto client = nobody();
    client.prefix = name + "-" + std::to_string(++sign_ins);
    const auto answer =
        client.post("/v1/sessions", R"({"login":")" + name + R"(","password":")" + std::string(password) + "\"}");
    EXPECT_EQ(answer.status, 201) << name << answer.body;
    client.cookie = answer.cookie("clearway_session");
    client.csrf = answer.cookie("clearway_csrf");
    return client;
  }

  /// By what notices are decided, for tests that let days pass.
  static const noticing::Rules& rules() {
    static const auto calendar = law::load_calendar(std::string(CLEARWAY_SOURCE_DIR) + "/law").value();
    static const auto quoter = correction::Quoter::of(rulebook().law(), calendar, messages()).value();
    static const auto chart = ledger::Chart::load(std::string(CLEARWAY_SOURCE_DIR) + "/policy").value();
    static const auto payments = payment::Policy::load(std::string(CLEARWAY_SOURCE_DIR) + "/policy").value();
    static const settlement::Rules settlement{chart, payments, rulebook().law(), messages()};
    static const noticing::Rules rules{rulebook().law(), calendar, quoter, settlement};
    return rules;
  }

  record::testing::Database database;
  Instant now = *Instant::parse("2026-11-23T03:00:00.000000Z");
  std::unique_ptr<record::Store> store;
  std::unique_ptr<Program> program;
  std::string log, outbox;
  int sign_ins = 0;
};

}  // namespace clearway::api::testing
