#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/text.h"

namespace boost::json {
class object;
class value;
}  // namespace boost::json

namespace clearway::api {

/// The JSON object of a request. Readers refuse what is missing or not valid, naming the field and what it takes.
class Body {
 public:
  /// Refuses what is no object, keys outside `known`, and depths beyond 32.
  Body(std::string_view text, std::initializer_list<std::string_view> known);
  ~Body();
  Body(Body&&) noexcept;

  bool has(std::string_view key) const;  // present and not null
  std::string text(std::string_view key, std::size_t max_length, std::size_t min_length = 1) const;
  std::string text_or(std::string_view key, std::string fallback, std::size_t max_length) const;
  std::optional<std::string> optional_text(std::string_view key, std::size_t max_length) const;
  std::vector<std::string> texts(std::string_view key, std::size_t max_count) const;  // missing: empty
  std::int64_t integer_or(std::string_view key, std::int64_t fallback, std::int64_t min, std::int64_t max) const;
  bool boolean_or(std::string_view key, bool fallback) const;
  Date date(std::string_view key) const;
  std::optional<Date> optional_date(std::string_view key) const;
  /// One of `choices`; refused otherwise, with the list.
  std::string choice(std::string_view key, const std::vector<std::string_view>& choices) const;
  std::vector<Body> objects(std::string_view key, std::size_t max_count,
                            std::initializer_list<std::string_view> known) const;
  /// A member as JSON text.
  std::string raw_object(std::string_view key) const;

 private:
  explicit Body(std::shared_ptr<boost::json::object> object, std::string path);
  const boost::json::value* find(std::string_view key) const;
  std::shared_ptr<boost::json::object> object_;
  std::string path_;  // of this object inside the body, "changes[2]."
};

/// `json` with `key` put first if it is an object without it, and the rest as it was sent; any other text comes back
/// as it is.
std::string with_default(std::string_view json, std::string_view key, std::string_view value);
/// An object in a JSON object as it was sent: numbers keep their digits. Empty where there is none.
std::string raw_member(std::string_view json, std::string_view key);
/// JSON of the record, in which sentences stand in both languages, in one: {"ko": ..., "en": ...} becomes a string.
/// Keys of `without` are left out at the top level. Text that is no JSON object is a bug and throws.
std::string in_language(std::string_view json, Language language, std::initializer_list<std::string_view> without = {});
/// The top-level texts of a JSON object that contain an asterisk: what the record keeps masked.
std::vector<std::pair<std::string, std::string>> masked_members(std::string_view json);
/// A member of a JSON object that is a text; empty if there is none.
std::string text_member(std::string_view json, std::string_view key);
std::vector<std::string> list_member(std::string_view json, std::string_view key);
/// The texts `name` of the objects in the list `key` of a JSON object.
std::vector<std::string> object_members(std::string_view json, std::string_view key, std::string_view name);

}  // namespace clearway::api
