#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace clearway::http {

using Handler = std::function<void(Request, Responder)>;

struct Route {
  Method method = Method::get;
  std::string pattern;  // "/v1/declarations/{id}"
  Handler handle;
  bool streams = false;              // the body is handed on while it arrives
  std::size_t body_limit = 1 << 20;  // bytes
};

/// Which route a request means. Fixed segments win over parameters; a path that exists with another method is told
/// apart from one that does not exist.
class Router {
 public:
  struct Match {
    const Route* route = nullptr;  // nothing: see `allowed`
    std::size_t index = 0;
    Pairs parameters;
    std::string allowed;  // methods of the path, "GET, POST"; empty: there is no such path
    bool broken = false;  // the path cannot be decoded
  };

  /// A pattern that stands twice with one method is a bug and throws std::logic_error.
  std::size_t add(Route route);
  Match match(Method method, std::string_view path) const;
  const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
  std::vector<std::vector<std::string>> segments_;  // of each route
};

}  // namespace clearway::http
