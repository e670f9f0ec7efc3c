#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/text.h"

namespace clearway::app {

/// Writes JSON in the order in which it is told, with commas where they belong.
class JsonWriter {
 public:
  JsonWriter& open_object() { return open('{'); }
  JsonWriter& close_object() { return close('}'); }
  JsonWriter& open_array() { return open('['); }
  JsonWriter& close_array() { return close(']'); }
  JsonWriter& key(std::string_view name) {
    separate();
    append_json_string(text_, name);
    text_.push_back(':');
    first_ = true;
    return *this;
  }
  JsonWriter& text(std::string_view value) {
    separate();
    append_json_string(text_, value);
    return *this;
  }
  JsonWriter& integer(std::int64_t value) { return raw(std::to_string(value)); }
  JsonWriter& boolean(bool value) { return raw(value ? "true" : "false"); }
  JsonWriter& null() { return raw("null"); }
  /// A number that is already written as JSON.
  JsonWriter& raw(std::string_view value) {
    separate();
    text_.append(value);
    return *this;
  }
  JsonWriter& field(std::string_view name, std::string_view value) { return key(name).text(value); }
  JsonWriter& both(std::string_view name, const Text& value) {
    return key(name).open_object().field("ko", value.ko).field("en", value.en).close_object();
  }

  const std::string& result() const { return text_; }

 private:
  void separate() {
    if (!first_) text_.push_back(',');
    first_ = false;
  }
  JsonWriter& open(char bracket) {
    separate();
    text_.push_back(bracket);
    first_ = true;
    return *this;
  }
  JsonWriter& close(char bracket) {
    text_.push_back(bracket);
    first_ = false;
    return *this;
  }
  std::string text_;
  bool first_ = true;
};

}  // namespace clearway::app
