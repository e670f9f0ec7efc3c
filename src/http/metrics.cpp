#include "http/metrics.h"

#include <charconv>

#include "base/text.h"

namespace clearway::http {
namespace {

void append_number(std::string& out, double value) {
  std::array<char, 32> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  out.append(buffer.data(), end);
}

}  // namespace

void append_metric_head(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
  for (const auto part : {std::string_view("# HELP "), name, std::string_view(" "), help, std::string_view("\n# TYPE "),
                          name, std::string_view(" "), type, std::string_view("\n")}) {
    out += part;
  }
}

RequestMetrics::RequestMetrics(std::size_t routes) : routes_(routes) {}

void RequestMetrics::count(std::size_t route, int status, std::chrono::nanoseconds time) {
  if (route >= routes_.size()) return;
  auto& entry = routes_[route];
  const double seconds = std::chrono::duration<double>(time).count();
  std::size_t place = 0;
  while (place < bounds.size() && seconds > bounds[place]) ++place;
  entry.by_status[static_cast<std::size_t>(status) % entry.by_status.size()].fetch_add(1, std::memory_order_relaxed);
  entry.by_time[place].fetch_add(1, std::memory_order_relaxed);
  entry.nanoseconds.fetch_add(static_cast<std::uint64_t>(time.count()), std::memory_order_relaxed);
}

void RequestMetrics::append(std::string& out, const std::vector<std::pair<std::string, std::string>>& labels) const {
  const auto label = [&](std::size_t i) {
    return "{method=\"" + labels[i].first + "\",route=\"" + labels[i].second + "\"";
  };
  append_metric_head(out, "clearway_requests_total", "counter", "Requests answered, by route and status.");
  for (std::size_t i = 0; i < routes_.size() && i < labels.size(); ++i) {
    for (std::size_t status = 0; status < routes_[i].by_status.size(); ++status) {
      const auto count = routes_[i].by_status[status].load(std::memory_order_relaxed);
      if (count == 0) continue;
      out += "clearway_requests_total" + label(i) + ",status=\"" + std::to_string(status) + "\"} " +
             std::to_string(count) + "\n";
    }
  }
  append_metric_head(out, "clearway_request_seconds", "histogram", "Time from the end of the head to the last byte.");
  for (std::size_t i = 0; i < routes_.size() && i < labels.size(); ++i) {
    std::uint64_t total = 0;
    for (const auto& count : routes_[i].by_time) total += count.load(std::memory_order_relaxed);
    if (total == 0) continue;
    std::uint64_t so_far = 0;
    for (std::size_t place = 0; place <= bounds.size(); ++place) {
      so_far += routes_[i].by_time[place].load(std::memory_order_relaxed);
      out += "clearway_request_seconds_bucket" + label(i) + ",le=\"";
      if (place < bounds.size()) {
        append_number(out, bounds[place]);
      } else {
        out += "+Inf";
      }
      out += "\"} " + std::to_string(so_far) + "\n";
    }
    out += "clearway_request_seconds_sum" + label(i) + "} ";
    append_number(out, static_cast<double>(routes_[i].nanoseconds.load(std::memory_order_relaxed)) / 1e9);
    out += "\nclearway_request_seconds_count" + label(i) + "} " + std::to_string(total) + "\n";
  }
}

}  // namespace clearway::http
