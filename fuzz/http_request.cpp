// What we parse of a request ourselves, after Beast has taken it apart: path, query, cookies, languages.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "http/message.h"
#include "http/router.h"

using namespace clearway::http;

namespace {

const Router& router() {
  static const auto made = [] {
    Router routes;
    routes.add({Method::get, "/v1/declarations", {}});
    routes.add({Method::post, "/v1/declarations/batch", {}});
    routes.add({Method::get, "/v1/declarations/{id}", {}});
    routes.add({Method::get, "/v1/offices/{office}/day", {}});
    return routes;
  }();
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto mark = text.find('?');
  const auto match = router().match(Method::get, text.substr(0, mark));
  for (const auto& [name, value] : match.parameters) {
    if (!clearway::is_valid_utf8(value)) std::abort();
  }
  if (const auto query = parse_query(mark == std::string_view::npos ? text : text.substr(mark + 1))) {
    for (const auto& [name, value] : *query) {
      if (!clearway::is_valid_utf8(name) || !clearway::is_valid_utf8(value)) std::abort();
    }
  }
  if (const auto decoded = percent_decode(text, false)) {
    // What was decoded can be written again and reads the same.
    if (percent_decode(percent_encode(*decoded), false) != decoded) std::abort();
  }
  Request request;
  request.headers = {{"cookie", std::string(text)}, {"accept-language", std::string(text)}};
  (void)request.cookie("clearway_session");
  (void)request.language();
  return 0;
}
