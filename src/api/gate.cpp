#include "api/gate.h"

#include <algorithm>

#include "identity/passwords.h"

namespace clearway::api {
namespace {

bool is_unsafe(http::Method method) { return method != http::Method::get && method != http::Method::head; }

bool valid_request_id(std::string_view id) {
  return id.size() >= 8 && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                  c == '.';
         });
}

/// A browser says where a request comes from. "null" is a page without an origin: never ours.
bool same_origin(const http::Request& request) {
  const auto origin = request.header("origin");
  if (origin.empty()) return true;
  const auto slashes = origin.find("://");
  if (slashes == std::string_view::npos) return false;
  const auto host = request.header("x-forwarded-host");
  return origin.substr(slashes + 3) == (host.empty() ? request.header("host") : host);
}

std::string_view bearer(const http::Request& request) {
  const auto header = request.header("authorization");
  static constexpr std::string_view scheme = "Bearer ";
  return header.starts_with(scheme) ? header.substr(scheme.size()) : std::string_view{};
}

std::vector<std::pair<std::string, std::string>> labels_of(const http::Router& router) {
  std::vector<std::pair<std::string, std::string>> labels;
  for (const auto& route : router.routes()) labels.emplace_back(std::string(name(route.method)), route.pattern);
  labels.emplace_back("any", "other");
  return labels;
}

http::Router router_of(const std::vector<RouteRule>& rules) {
  http::Router router;
  for (const auto& rule : rules) {
    router.add({rule.method, std::string(rule.pattern), {}, rule.streams, rule.body_limit});
  }
  return router;
}

}  // namespace

std::string session_cookie(const Settings& settings) {
  return settings.secure_cookies ? "__Host-clearway_session" : "clearway_session";
}

Gate::Gate(Services& services)
    : services_(services),
      router_(router_of(route_rules())),
      labels_(labels_of(router_)),
      metrics_(labels_.size()),
      mandates_(services) {
  services_.append_request_metrics = [this](std::string& out) { metrics_.append(out, labels_); };
}

http::Application Gate::application() {
  http::Application application;
  application.plan = [this](http::Request& request) { return plan(request); };
  application.handle = [this](http::Request request, http::Responder responder) {
    handle(std::move(request), responder);
  };
  application.refuse = [this](http::Refusal refusal, const http::Request* request) {
    ErrorCode code{};
    switch (refusal) {
      case http::Refusal::request_is_malformed: code = ErrorCode::request_is_malformed; break;
      case http::Refusal::head_is_too_large: code = ErrorCode::head_is_too_large; break;
      case http::Refusal::body_is_too_large: code = ErrorCode::body_is_too_large; break;
      case http::Refusal::request_is_too_slow: code = ErrorCode::request_is_too_slow; break;
      case http::Refusal::too_many_connections: code = ErrorCode::too_many_connections; break;
      case http::Refusal::handler_failed: code = ErrorCode::internal_error; break;
    }
    const auto language = request != nullptr ? request->language() : Language::korean;
    return http::problem_response({.code = code}, services_.messages, language);
  };
  application.answered = [this](std::size_t route, int status, std::chrono::nanoseconds time) {
    metrics_.count(route, status, time);
  };
  return application;
}

http::BodyPlan Gate::plan(http::Request& request) const {
  const auto match = router_.match(request.method, request.path);
  request.route = labels_.size() - 1;
  if (match.route == nullptr) return {false, 64 * 1024};
  request.route = match.index;
  return {match.route->streams, match.route->body_limit};
}

void Gate::handle(http::Request request, const http::Responder& responder) {
  auto match = router_.match(request.method, request.path);
  const bool api = request.path.starts_with("/v1/") || request.path == "/v1";
  if (match.route == nullptr && match.allowed.empty() && !api && !services_.web.empty() && !is_unsafe(request.method)) {
    return responder.send(services_.web.answer(request));
  }
  const auto now = services_.now();
  auto call = std::make_shared<Call>(Call{.request = std::move(request),
                                          .who = nullptr,
                                          .services = services_,
                                          .query = {},
                                          .language = Language::korean,
                                          .now = now,
                                          .today = now.korean_day()});
  call->language = call->request.language();
  guarded(call, responder, [&] {
    if (match.route == nullptr) {
      if (match.allowed.empty()) {
        const auto& path = call->request.path;
        refuse(ErrorCode::no_such_route, {}, is_valid_utf8(path) ? path : "…");
      }
      Problem wrong{.code = ErrorCode::method_is_not_allowed, .value = std::string(name(call->request.method))};
      wrong.places.emplace_back("allowed", match.allowed);
      auto response = call->problem(wrong);
      response.with("Allow", match.allowed);
      return responder.send(std::move(response));
    }
    if (match.broken) refuse(ErrorCode::request_is_malformed);
    call->request.parameters = std::move(match.parameters);
    auto query = http::parse_query(call->request.query_text);
    if (!query) refuse(ErrorCode::query_is_malformed, "?", "…", "UTF-8, %XX");
    call->query = std::move(*query);
    identify(call, route_rules()[match.index], responder);
  });
}

void Gate::identify(const std::shared_ptr<Call>& call, const RouteRule& rule, const http::Responder& responder) {
  if (rule.is_public) return admit(call, rule, responder);
  const std::string token(bearer(call->request));
  const auto cookie = token.empty() ? call->request.cookie(session_cookie(services_.settings)) : std::nullopt;
  const std::string secret = token.empty() ? cookie.value_or("") : token;
  if (secret.empty() || secret.size() > 200) refuse(ErrorCode::not_signed_in);
  if (auto known = services_.people.remembered(secret, call->now)) {
    call->who = std::move(*known);
    return admit(call, rule, responder);
  }
  on_worker(call, responder, [this, call, &rule, responder, secret, by_token = !token.empty()] {
    auto found =
        by_token ? services_.people.find_token(secret, call->now) : services_.people.find_session(secret, call->now);
    call->who = require(std::move(found));
    admit(call, rule, responder);
  });
}

void Gate::check(Call& call, const RouteRule& rule) const {
  if (!rule.is_public) {
    if (!call.who) refuse(ErrorCode::not_signed_in);
    if (call.who->by_token) {
      if (rule.scope.empty()) refuse(ErrorCode::token_is_not_accepted_here);
      if (!call.who->has_scope(rule.scope)) {
        Problem lacking{.code = ErrorCode::token_lacks_scope};
        lacking.places.emplace_back("scope", std::string(rule.scope));
        refuse(std::move(lacking));
      }
    }
    if (!rule.roles.has(call.who->role)) {
      Problem refused{.code = ErrorCode::not_permitted};
      refused.places.emplace_back("role", std::string(identity::name(call.who->role)));
      refuse(std::move(refused));
    }
  }
  if (is_unsafe(rule.method) && (!call.who || !call.who->by_token)) {
    if (!same_origin(call.request)) {
      const auto origin = call.request.header("origin");
      refuse(ErrorCode::origin_is_foreign, {}, is_valid_utf8(origin) ? std::string(origin) : "…");
    }
    if (rule.csrf) {
      const auto sent = call.request.header("x-csrf-token");
      if (!identity::same_secret(sent, call.who->csrf_token)) refuse(ErrorCode::csrf_token_is_missing);
    }
  }
  if (rule.request_id) {
    const auto id = call.request_id();
    if (id.empty()) refuse(ErrorCode::request_id_is_missing);
    if (!valid_request_id(id)) {
      refuse(ErrorCode::request_id_is_not_valid, {}, is_valid_utf8(id) ? std::string(id.substr(0, 100)) : "…");
    }
  }
  if (rule.method == http::Method::post && !rule.streams) {
    const auto type = call.request.header("content-type");
    const bool other = !rule.other_body_type.empty() && type.starts_with(rule.other_body_type);
    if (!type.starts_with(rule.body_type) && !other) {
      refuse(ErrorCode::content_type_is_not_supported, {}, is_valid_utf8(type) ? std::string(type) : "…",
             std::string(rule.body_type));
    }
  }
}

void Gate::admit(const std::shared_ptr<Call>& call, const RouteRule& rule, const http::Responder& responder) {
  check(*call, rule);
  if (rule.handle_async != nullptr) {
    call->keep_mandate_use = [this, &rule](const Call& answered) { mandates_.keep(answered, rule); };
    return rule.handle_async(call, responder);
  }
  on_worker(call, responder, [this, call, &rule, responder] { responder.send(answer(*call, rule)); });
}

/// What is done under a mandate is kept before it is answered; a refusal says what the mandate lacks.
Response Gate::answer(Call& call, const RouteRule& rule) {
  try {
    auto response = rule.handle(call);
    if (response.status < 300) mandates_.keep(call, rule);
    return response;
  } catch (Refused& refused) {
    mandates_.name_reason(call, rule, refused.problem);
    throw;
  }
}

/// Runs `work`; what it throws becomes the answer.
template <class Work>
void Gate::guarded(const std::shared_ptr<Call>& call, const http::Responder& responder, Work&& work) const {
  try {
    work();
  } catch (const Refused& refused) {
    responder.send(call->problem(refused.problem));
  } catch (const std::exception& bug) {
    services_.log(std::string(name(call->request.method)) + " " + call->request.path + ": " + bug.what());
    responder.send(call->problem({.code = ErrorCode::internal_error}));
  }
}

void Gate::on_worker(const std::shared_ptr<Call>& call, const http::Responder& responder,
                     std::function<void()> work) const {
  const bool queued =
      services_.pool.run([this, call, responder, work = std::move(work)] { guarded(call, responder, work); });
  if (!queued) responder.send(call->problem({.code = ErrorCode::server_is_busy}));
}

}  // namespace clearway::api
