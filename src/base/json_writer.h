#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace clearway {

/// Writes JSON into a string; commas are its business. `raw` embeds text that is JSON already, such as a decision.
class JsonWriter {
 public:
  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view text) {
    separate();
    append_json_string(out_, text);
    out_.push_back(':');
    comma_ = false;
    return *this;
  }
  JsonWriter& string(std::string_view text) { return separate(), append_json_string(out_, text), done(); }
  JsonWriter& integer(std::int64_t value) { return separate(), append_integer(out_, value), done(); }
  JsonWriter& number(double value) {
    separate();
    char buffer[32];
    if (!std::isfinite(value)) value = 0;
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    out_.append(buffer, end);
    return done();
  }
  JsonWriter& boolean(bool value) { return raw(value ? "true" : "false"); }
  JsonWriter& null() { return raw("null"); }
  JsonWriter& raw(std::string_view json) { return separate(), append(out_, json), done(); }

  JsonWriter& member(std::string_view name, std::string_view text) { return key(name).string(text); }
  JsonWriter& member(std::string_view name, const char* text) { return key(name).string(text); }
  JsonWriter& member(std::string_view name, const std::string& text) { return key(name).string(text); }
  JsonWriter& member(std::string_view name, std::int64_t value) { return key(name).integer(value); }
  JsonWriter& member(std::string_view name, int value) { return key(name).integer(value); }
  JsonWriter& member(std::string_view name, std::size_t value) {
    return key(name).integer(static_cast<std::int64_t>(value));
  }
  JsonWriter& member(std::string_view name, unsigned value) { return key(name).integer(value); }
  JsonWriter& member(std::string_view name, double value) { return key(name).number(value); }
  JsonWriter& member(std::string_view name, bool value) { return key(name).boolean(value); }
  JsonWriter& member(std::string_view name, const Text& text) {
    return key(name).begin_object().member("ko", text.ko).member("en", text.en).end_object();
  }
  /// Null where there is nothing.
  template <class T>
  JsonWriter& member(std::string_view name, const std::optional<T>& value) {
    return value ? member(name, *value) : key(name).null();
  }
  JsonWriter& null_if_empty(std::string_view name, std::string_view text) {
    return text.empty() ? key(name).null() : member(name, text);
  }
  template <class Range>
  JsonWriter& strings(std::string_view name, const Range& range) {
    key(name).begin_array();
    for (const auto& text : range) string(text);
    return end_array();
  }

  const std::string& text() const { return out_; }
  std::string take() { return std::move(out_); }

 private:
  void separate() {
    if (comma_) out_.push_back(',');
  }
  JsonWriter& done() { return comma_ = true, *this; }
  JsonWriter& open(char bracket) {
    separate();
    out_.push_back(bracket);
    comma_ = false;
    return *this;
  }
  JsonWriter& close(char bracket) {
    out_.push_back(bracket);
    comma_ = true;
    return *this;
  }
  std::string out_;
  bool comma_ = false;
};

}  // namespace clearway
