#pragma once

// For .cpp files that read what the record keeps: simdjson must not reach public headers.
#include <simdjson.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "base/text.h"

namespace clearway {

/// What a kept object lacks or garbles. Thrown by KeptObject, caught by read_kept.
struct NotReadable {
  std::string field;
};

/// A JSON object that this program wrote itself. Members are there as they were written, or the record is damaged: the
/// first one that is not throws NotReadable. What others send is read by readers that say all that is wrong at once.
class KeptObject {
 public:
  explicit KeptObject(simdjson::dom::object object) : object_(object) {}

  std::string text(std::string_view name) const { return std::string(value<std::string_view>(name)); }
  std::int64_t integer(std::string_view name) const { return value<std::int64_t>(name); }
  bool flag(std::string_view name) const { return value<bool>(name); }
  Date date_at(std::string_view name) const { return date_of(value<std::string_view>(name), name); }
  Instant instant(std::string_view name) const {
    const auto at = Instant::parse(value<std::string_view>(name));
    if (!at) throw NotReadable{std::string(name)};
    return *at;
  }
  Text both(std::string_view name) const {
    const auto object = this->object(name);
    return {object.text("ko"), object.text("en")};
  }
  KeptObject object(std::string_view name) const { return KeptObject(value<simdjson::dom::object>(name)); }

  /// Nothing where the member is missing or null.
  std::optional<Date> date(std::string_view name) const {
    const auto read = optional<std::string_view>(name);
    return read ? std::optional(date_of(*read, name)) : std::nullopt;
  }
  std::optional<std::string> optional_text(std::string_view name) const {
    const auto read = optional<std::string_view>(name);
    return read ? std::optional(std::string(*read)) : std::nullopt;
  }
  std::optional<std::int64_t> optional_integer(std::string_view name) const { return optional<std::int64_t>(name); }
  std::optional<KeptObject> optional_object(std::string_view name) const {
    const auto read = optional<simdjson::dom::object>(name);
    return read ? std::optional(KeptObject(*read)) : std::nullopt;
  }

  /// Calls `read` with each object of a list.
  template <class Read>
  void objects(std::string_view name, const Read& read) const {
    each<simdjson::dom::object>(name, [&](simdjson::dom::object object) { read(KeptObject(object)); });
  }
  template <class Read>
  void texts(std::string_view name, const Read& read) const {
    each<std::string_view>(name, read);
  }
  template <class Read>
  void integers(std::string_view name, const Read& read) const {
    each<std::int64_t>(name, read);
  }
  /// A word of an enum whose values are named in their order.
  template <class Enum, class Names>
  Enum choice(std::string_view name, const Names& names) const {
    return choice_of<Enum>(value<std::string_view>(name), names, name);
  }
  template <class Enum, class Names>
  std::vector<Enum> choices(std::string_view name, const Names& names) const {
    std::vector<Enum> read;
    texts(name, [&](std::string_view word) { read.push_back(choice_of<Enum>(word, names, name)); });
    return read;
  }
  /// As JSON text, for a reader of its own.
  std::string json() const { return simdjson::minify(object_); }

 private:
  template <class T>
  T value(std::string_view name) const {
    T read{};
    if (object_.at_key(name).get(read) != simdjson::SUCCESS) throw NotReadable{std::string(name)};
    return read;
  }
  template <class T>
  std::optional<T> optional(std::string_view name) const {
    simdjson::dom::element element;
    if (object_.at_key(name).get(element) != simdjson::SUCCESS || element.is_null()) return std::nullopt;
    return value<T>(name);
  }
  template <class T, class Read>
  void each(std::string_view name, const Read& read) const {
    for (const auto element : value<simdjson::dom::array>(name)) {
      T item{};
      if (element.get(item) != simdjson::SUCCESS) throw NotReadable{std::string(name)};
      read(item);
    }
  }
  template <class Enum, class Names>
  static Enum choice_of(std::string_view word, const Names& names, std::string_view name) {
    const auto found = std::find(std::begin(names), std::end(names), word);
    if (found == std::end(names)) throw NotReadable{std::string(name)};
    return static_cast<Enum>(found - std::begin(names));
  }
  static Date date_of(std::string_view text, std::string_view name) {
    const auto day = Date::parse(text);
    if (!day) throw NotReadable{std::string(name)};
    return *day;
  }

  simdjson::dom::object object_;
};

/// What `read` makes of the kept JSON object. `what` names it in the error ("notice" -> notice_is_not_readable).
template <class T, class Read>
Result<T> read_kept(std::string_view json, std::string_view what, const Read& read) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  try {
    if (parser.parse(json.data(), json.size()).get(object) != simdjson::SUCCESS) throw NotReadable{"."};
    return read(KeptObject(object));
  } catch (const NotReadable& wrong) {
    return Error{std::string(what) + "_is_not_readable", wrong.field,
                 "A kept " + std::string(what) + " lacks or garbles '" + wrong.field + "'",
                 "Check the record with `clearway audit verify`"};
  }
}

}  // namespace clearway
