#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/services.h"
#include "http/json_writer.h"
#include "http/message.h"
#include "http/problem.h"
#include "identity/principal.h"

namespace clearway::api {

using http::ErrorCode;
using http::JsonWriter;
using http::Problem;
using http::Response;
using identity::Principal;
using identity::Role;

/// Ends a request with a problem. Thrown by what reads requests, caught once by the gate.
struct Refused {
  Problem problem;
};
[[noreturn]] void refuse(Problem problem);
[[noreturn]] void refuse(ErrorCode code, std::string field = {}, std::string value = {}, std::string expected = {});
/// Refuses with what a module said: its code if the table of problems knows it, else the kind of failure it is.
[[noreturn]] void refuse(const Error& error, std::string value = {});
Problem problem_of(const Error& error, std::string value = {});

/// The value of a result, or the end of the request.
template <class T>
T require(Result<T> result, std::string value = {}) {
  if (!result) refuse(result.error(), std::move(value));
  return std::move(result).value();
}

/// One request that has passed the gate.
struct Call {
  http::Request request;
  std::shared_ptr<const Principal> who;  // null only on public routes
  Services& services;
  http::Pairs query;
  Language language = Language::korean;
  Instant now;
  Date today;
  /// Matters that the request was about (party and matter) where its path does not say so; see mandate_use.h.
  std::vector<std::pair<std::string, std::string>> acted = {};
  /// Keeps what was done under a mandate; blocks, and refuses where it cannot be kept. The gate calls it for handlers
  /// that return their answer; those that answer later call it before they do.
  std::function<void(const Call&)> keep_mandate_use = {};

  const std::string& parameter(std::string_view name) const { return request.parameter(name); }
  std::optional<std::string> asked(std::string_view name) const;  // query; empty counts as not given
  std::optional<Date> asked_date(std::string_view name) const;    // refuses what is no date
  std::string text(std::string_view key, const Places& places = {}) const {
    return services.messages.text(key, language, places);
  }
  std::string_view request_id() const { return request.header("request-id"); }
  record::Origin origin() const { return {who->account.account_id, std::string(request_id()), now}; }
  /// An id that is the same when the request is repeated.
  std::string id_from_request(std::string_view prefix) const;
  /// The version of If-Match; refuses if it is missing or not one of ours.
  std::int64_t expected_version() const;
  Response problem(const Problem& problem) const {
    return http::problem_response(problem, services.messages, language);
  }
};

/// A day or moment of the record as JSON members.
inline void member(JsonWriter& json, std::string_view name, Date day) { json.member(name, day.text()); }
inline void member(JsonWriter& json, std::string_view name, Instant at) { json.member(name, at.text()); }

}  // namespace clearway::api
