#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "declaration/declaration.h"
#include "intake/keys.h"
#include "intake/memory.h"
#include "intake/problem.h"

namespace clearway::intake {

/// Reads one JSON object into a Declaration. Strict JSON (RFC 8259) of the shape that a row has: values are strings,
/// numbers or null; `items` is a list of objects of the same kind. The text must be valid UTF-8.
///
/// Why not a general parser: rows of one file look alike, so the next key is nearly always the one that followed last
/// time, and a key that is foreseen costs one comparison. See docs/adr/0009-reading-rows.md.
class JsonRowReader {
 public:
  /// With `all_problems` reading goes on after a value that cannot be taken; else it stops at the first.
  explicit JsonRowReader(bool all_problems = false) : all_problems_(all_problems) {}

  /// Reads `text`, behind which `padding` bytes may be read; the byte behind it must not be part of JSON (a line end or
  /// zero). True if `declaration` was filled; else `problems()` says why not. Texts are views into `text` or `arena`.
  bool read(std::string_view text, declaration::Declaration& declaration, Arena& arena);

  const std::vector<Problem>& problems() const { return problems_; }
  const UnknownKeys& unknown_keys() const { return unknown_; }
  /// The row number that unknown keys are noted with.
  void set_row(std::uint64_t row) { row_ = row; }

 private:
  enum class Level : std::uint8_t { declaration, item };
  struct Seen;

  const char* object(const char* p, Level level);
  const char* items(const char* p);
  const char* key(const char* p, std::string_view& name, Key& found);
  const char* string(const char* p, std::string_view name, std::string_view& value);
  const char* unescape(const char* begin, const char* stop, std::string_view name, std::string_view& value);
  const char* escape(const char* p, char*& out, std::string_view name);
  const char* other_value(const char* p, std::string_view name, bool known, std::string_view& value);
  const char* number(const char* p, std::string_view name, std::string_view& value);
  const char* nested(const char* p);
  const char* unknown_value(const char* p, std::string_view name);
  const char* take(const char* p, Key key, Level level, std::string_view value);
  bool check_place(Key key, Level level);
  const char* expected_key(const char* p, std::size_t previous);
  const char* expected(const char* p, std::string_view what);
  const char* refuse(const char* p, Problem problem);  // p to go on from, or nothing to stop
  const char* skip_blanks(const char* p) const;
  std::string position(const char* p) const;

  const bool all_problems_;
  std::vector<Problem> problems_;
  UnknownKeys unknown_;
  std::uint64_t row_ = 0;

  // Of the row being read.
  const char* begin_ = nullptr;
  const char* end_ = nullptr;
  declaration::Declaration* declaration_ = nullptr;
  Arena* arena_ = nullptr;
  bool has_list_ = false, has_flat_item_ = false;

  // The two keys that followed each key last, the newest first. Row `key_count` is the start of a declaration, the one
  // after it the start of an item.
  std::array<std::array<Key, 2>, key_count + 2> followers_{};
};

}  // namespace clearway::intake
