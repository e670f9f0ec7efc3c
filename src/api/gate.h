#pragma once

#include <memory>

#include "api/mandate_use.h"
#include "api/routes.h"
#include "api/services.h"
#include "http/metrics.h"
#include "http/router.h"
#include "http/server.h"

namespace clearway::api {

/// Every request passes here: finds its route, who is asking and whether they may, then hands it on. Refusal is the
/// default; the order of the checks is: route, sign-in, token scope, role, CSRF, Request-Id, query.
class Gate {
 public:
  explicit Gate(Services& services);
  http::Application application();

 private:
  http::BodyPlan plan(http::Request& request) const;
  void handle(http::Request request, const http::Responder& responder);
  void identify(const std::shared_ptr<Call>& call, const RouteRule& rule, const http::Responder& responder);
  void admit(const std::shared_ptr<Call>& call, const RouteRule& rule, const http::Responder& responder);
  Response answer(Call& call, const RouteRule& rule);
  void check(Call& call, const RouteRule& rule) const;
  template <class Work>
  void guarded(const std::shared_ptr<Call>& call, const http::Responder& responder, Work&& work) const;
  void on_worker(const std::shared_ptr<Call>& call, const http::Responder& responder, std::function<void()> work) const;

  Services& services_;
  http::Router router_;
  std::vector<std::pair<std::string, std::string>> labels_;  // method and pattern; the last is everything else
  http::RequestMetrics metrics_;
  MandateUses mandates_;
};

/// The name of the session's cookie: with its __Host- prefix where the service is reached over https.
std::string session_cookie(const Settings& settings);
inline constexpr std::string_view csrf_cookie = "clearway_csrf";

}  // namespace clearway::api
