#include "http/router.h"

#include <optional>
#include <stdexcept>

namespace clearway::http {
namespace {

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  if (path.starts_with('/')) path.remove_prefix(1);
  while (true) {
    const auto slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }

/// How many segments match literally; nothing if the path does not match.
std::optional<std::size_t> literal_matches(const std::vector<std::string>& pattern,
                                           const std::vector<std::string_view>& path) {
  if (pattern.size() != path.size()) return std::nullopt;
  std::size_t literal = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (is_parameter(pattern[i])) {
      if (path[i].empty()) return std::nullopt;
    } else if (pattern[i] == path[i]) {
      ++literal;
    } else {
      return std::nullopt;
    }
  }
  return literal;
}

}  // namespace

std::size_t Router::add(Route route) {
  for (const auto& other : routes_) {
    if (other.method == route.method && other.pattern == route.pattern) {
      throw std::logic_error("route added twice: " + route.pattern);
    }
  }
  auto& segments = segments_.emplace_back();
  for (const auto segment : segments_of(route.pattern)) segments.emplace_back(segment);
  routes_.push_back(std::move(route));
  return routes_.size() - 1;
}

Router::Match Router::match(Method method, std::string_view path) const {
  Match match;
  const auto parts = segments_of(path);
  // First the best pattern of the path, whatever its method: "batch" is never taken for an {id}.
  std::optional<std::size_t> best;
  std::string_view best_pattern;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    const auto literal = literal_matches(segments_[i], parts);
    if (literal && (!best || *literal > *best)) {
      best = literal;
      best_pattern = routes_[i].pattern;
    }
  }
  if (!best) return match;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    if (routes_[i].pattern != best_pattern) continue;
    if (!match.allowed.empty()) match.allowed += ", ";
    match.allowed += name(routes_[i].method);
    const bool same = routes_[i].method == method || (routes_[i].method == Method::get && method == Method::head);
    if (!same) continue;
    match.route = &routes_[i];
    match.index = i;
    for (std::size_t s = 0; s < parts.size(); ++s) {
      const auto& segment = segments_[i][s];
      if (!is_parameter(segment)) continue;
      auto value = percent_decode(parts[s], false);
      if (!value) {
        match.broken = true;
        continue;
      }
      match.parameters.emplace_back(segment.substr(1, segment.size() - 2), std::move(*value));
    }
  }
  return match;
}

}  // namespace clearway::http
