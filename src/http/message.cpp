#include "http/message.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <stdexcept>

namespace clearway::http {
namespace {

constexpr std::array<std::string_view, 8> method_names = {"GET",   "HEAD",   "POST",    "PUT",
                                                          "PATCH", "DELETE", "OPTIONS", "other"};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Calls `take` with each piece of `text` between `separator`s.
template <class Take>
void split(std::string_view text, char separator, Take&& take) {
  while (true) {
    const auto end = text.find(separator);
    take(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Weight of one entry of Accept-Language in thousandths, "en;q=0.8" -> 800.
int weight(std::string_view entry) {
  const auto at = entry.find(";q=");
  if (at == std::string_view::npos) return 1000;
  const std::string digits(trimmed(entry.substr(at + 3)));
  const double q = std::strtod(digits.c_str(), nullptr);
  return q >= 0 && q <= 1 ? static_cast<int>(q * 1000) : 0;
}

}  // namespace

std::string_view name(Method method) { return method_names[static_cast<std::size_t>(method)]; }

Method parse_method(std::string_view text) {
  for (std::size_t i = 0; i + 1 < method_names.size(); ++i) {
    if (method_names[i] == text) return static_cast<Method>(i);
  }
  return Method::other;
}

std::string_view Request::header(std::string_view lower_name) const {
  for (const auto& [key, value] : headers) {
    if (key == lower_name) return value;
  }
  return {};
}

const std::string& Request::parameter(std::string_view parameter_name) const {
  for (const auto& [key, value] : parameters) {
    if (key == parameter_name) return value;
  }
  throw std::logic_error("the route has no parameter " + std::string(parameter_name));
}

std::optional<std::string> Request::cookie(std::string_view cookie_name) const {
  std::optional<std::string> found;
  for (const auto& [key, value] : headers) {
    if (key != "cookie") continue;
    split(value, ';', [&](std::string_view piece) {
      piece = trimmed(piece);
      const auto equals = piece.find('=');
      if (!found && equals != std::string_view::npos && piece.substr(0, equals) == cookie_name) {
        found = std::string(piece.substr(equals + 1));
      }
    });
  }
  return found;
}

Language Request::language() const {
  int korean = 1;  // the default, below anything that is asked for
  int english = 0;
  split(header("accept-language"), ',', [&](std::string_view entry) {
    entry = trimmed(entry);
    const auto tag = entry.substr(0, entry.find(';'));
    if (tag.starts_with("ko")) korean = std::max(korean, weight(entry));
    if (tag.starts_with("en")) english = std::max(english, weight(entry));
  });
  return english > korean ? Language::english : Language::korean;
}

Response json_response(int status, std::string body) {
  Response response(status);
  response.with("Content-Type", "application/json; charset=utf-8").with("Cache-Control", "no-store");
  response.body = std::move(body);
  return response;
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 204: return "No Content";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 422: return "Unprocessable Content";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    default: return "Unknown";
  }
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '+' && plus_is_blank) {
      out.push_back(' ');
    } else if (c == '%') {
      const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0 || high + low == 0) return std::nullopt;
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else if (c == '\0') {
      return std::nullopt;
    } else {
      out.push_back(c);
    }
  }
  if (!is_valid_utf8(out)) return std::nullopt;
  return out;
}

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    if (plain) {
      out.push_back(c);
    } else {
      out.push_back('%');
      out.push_back(digits[byte >> 4]);
      out.push_back(digits[byte & 15]);
    }
  }
  return out;
}

std::optional<Pairs> parse_query(std::string_view text) {
  Pairs pairs;
  bool valid = true;
  if (text.empty()) return pairs;
  split(text, '&', [&](std::string_view piece) {
    if (piece.empty()) return;
    const auto equals = piece.find('=');
    auto key = percent_decode(piece.substr(0, equals), true);
    auto value = percent_decode(equals == std::string_view::npos ? "" : piece.substr(equals + 1), true);
    if (!key || !value) {
      valid = false;
      return;
    }
    pairs.emplace_back(std::move(*key), std::move(*value));
  });
  if (!valid) return std::nullopt;
  return pairs;
}

}  // namespace clearway::http
