#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace clearway::db {

/// A parameter of a statement. Texts and bytes are views that must live until the statement has run.
class Value {
 public:
  enum class Type : std::uint8_t { null, integer, text, bytes };

  Value() = default;
  Value(std::nullptr_t) {}
  Value(std::int64_t integer) : type_(Type::integer), integer_(integer) {}
  Value(int integer) : Value(static_cast<std::int64_t>(integer)) {}
  Value(std::string_view text) : type_(Type::text), text_(text) {}
  Value(const char* text) : Value(std::string_view(text)) {}
  Value(const std::string& text) : Value(std::string_view(text)) {}
  static Value bytes(std::string_view data) {
    Value value(data);
    value.type_ = Type::bytes;
    return value;
  }
  static Value bytes(const void* data, std::size_t size) {
    return bytes(std::string_view(static_cast<const char*>(data), size));
  }

  Type type() const { return type_; }
  std::int64_t integer() const { return integer_; }
  std::string_view text() const { return text_; }

 private:
  Type type_ = Type::null;
  std::int64_t integer_ = 0;
  std::string_view text_;
};

/// One row of an answer; columns by position from 0. Views live until the next row. A column of another type than asked
/// for reads as 0 or "" and makes `sound()` false, so that a damaged row is noticed and never half-believed.
class Row {
 public:
  virtual ~Row() = default;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual std::string_view text(int column) const = 0;
  virtual std::string_view bytes(int column) const = 0;
  std::string string(int column) const { return std::string(text(column)); }
  bool sound() const { return sound_; }

 protected:
  mutable bool sound_ = true;
};

}  // namespace clearway::db
