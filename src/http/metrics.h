#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clearway::http {

/// Counts and times of requests by route, for /metrics in the text format of Prometheus.
class RequestMetrics {
 public:
  explicit RequestMetrics(std::size_t routes);
  void count(std::size_t route, int status, std::chrono::nanoseconds time);
  /// `label` gives method and pattern of a route.
  void append(std::string& out, const std::vector<std::pair<std::string, std::string>>& labels) const;

 private:
  static constexpr std::array<double, 10> bounds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5};
  struct Route {
    std::array<std::atomic<std::uint64_t>, 600> by_status{};
    std::array<std::atomic<std::uint64_t>, bounds.size() + 1> by_time{};
    std::atomic<std::uint64_t> nanoseconds{0};
  };
  std::deque<Route> routes_;
};

/// "# HELP" and "# TYPE" lines of a metric.
void append_metric_head(std::string& out, std::string_view name, std::string_view type, std::string_view help);

}  // namespace clearway::http
