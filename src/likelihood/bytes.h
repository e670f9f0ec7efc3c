#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace clearway::likelihood {

static_assert(std::endian::native == std::endian::little, "model files are little-endian");

/// Numbers as they stand in memory, texts and lists with their length in front.
class ByteWriter {
 public:
  explicit ByteWriter(std::string& out) : out_(out) {}
  template <class T>
  void number(T value) {
    static_assert(std::is_arithmetic_v<T> || std::is_enum_v<T>);
    out_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void size(std::size_t value) { number(static_cast<std::uint32_t>(value)); }
  void text(std::string_view value) {
    size(value.size());
    out_.append(value);
  }
  template <class List, class Each>
  void list(const List& values, Each each) {
    size(values.size());
    for (const auto& value : values) each(value);
  }

 private:
  std::string& out_;
};

/// Reads the same again; after the first thing that does not fit everything is empty and `ok` stays false.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}
  template <class T>
  T number() {
    T value{};
    if (!take(sizeof value)) return value;
    std::memcpy(&value, taken_.data(), sizeof value);
    return value;
  }
  /// A number of things that take at least `least` bytes each, so that damage cannot ask for more than there is.
  std::size_t size(std::size_t least = 1) {
    const std::size_t value = number<std::uint32_t>();
    if (value * least > bytes_.size()) fail();
    return ok_ ? value : 0;
  }
  std::string text() {
    const auto length = size();
    return take(length) ? std::string(taken_) : std::string{};
  }
  std::string_view rest() const { return bytes_; }
  bool at_end() const { return ok_ && bytes_.empty(); }
  void fail() { ok_ = false; }
  bool ok() const { return ok_; }

 private:
  bool take(std::size_t count) {
    if (!ok_ || count > bytes_.size()) return ok_ = false;
    taken_ = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return true;
  }
  std::string_view bytes_, taken_;
  bool ok_ = true;
};

}  // namespace clearway::likelihood
