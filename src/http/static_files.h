#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/result.h"
#include "http/message.h"

namespace clearway::http {

/// The built web application, read into memory once: right types, hashed files cached for ever, prepared .br and .gz
/// sent where the browser takes them, and paths without a file answered with index.html, whose router knows them.
class StaticFiles {
 public:
  static Result<StaticFiles> load(const std::string& directory);
  /// GET or HEAD of a path outside the API; 404 for a missing file with an extension.
  Response answer(const Request& request) const;
  bool empty() const { return files_.empty(); }

 private:
  struct File {
    std::shared_ptr<const std::string> plain, gzip, brotli;
    std::string type, etag;
    bool immutable = false;  // its name carries a hash of its content
  };
  Response send(const File& file, const Request& request) const;
  std::map<std::string, File, std::less<>> files_;  // by path, "/assets/index-4f3a.js"
};

}  // namespace clearway::http
