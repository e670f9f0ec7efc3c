#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "declaration/declaration.h"
#include "intake/reject.h"

namespace clearway {
class Messages;
}

namespace clearway::intake {

class Mapping;
class Block;
class Arena;

enum class Format : std::uint8_t { automatic, json_lines, csv };
enum class Encoding : std::uint8_t { automatic, utf8, cp949 };
std::optional<Format> parse_format(std::string_view text);      // auto | jsonl | csv
std::optional<Encoding> parse_encoding(std::string_view text);  // auto | utf-8 | cp949

struct Options {
  Format format = Format::automatic;                // automatic: JSON lines if the first character is '{', else CSV
  Encoding encoding = Encoding::automatic;          // automatic: by byte order mark and validity, once per file
  const Mapping* mapping = nullptr;                 // for CSV of another layout; outlives the source
  std::optional<declaration::Procedure> procedure;  // of rows that state none
  std::size_t batch_rows = 256;                     // what a thread works on stays in its cache
  std::size_t block_bytes = 256 * 1024;             // read at a time
  std::size_t max_row_bytes = 10'000'000;           // of a row, or of all rows of one declaration
  const Messages* messages = nullptr;  // for the sentences of an Error; without it they are bare names and values
  Language language = Language::korean;
};

/// Up to `batch_rows` declarations with the memory of their texts. Handed back to `next_batch`, it is used again.
/// May be moved to another thread while the source reads on into another batch.
class Batch {
 public:
  Batch();
  ~Batch();
  Batch(Batch&&) noexcept;
  Batch& operator=(Batch&&) noexcept;

  std::span<declaration::Declaration> declarations() { return {declarations_.data(), count_}; }
  std::span<const declaration::Declaration> declarations() const { return {declarations_.data(), count_}; }
  bool empty() const { return count_ == 0; }

 private:
  friend class BatchWriter;
  std::vector<declaration::Declaration> declarations_;
  std::size_t count_ = 0;
  std::vector<std::shared_ptr<const Block>> blocks_;  // texts that stand as they were read
  std::unique_ptr<Arena> arena_;                      // texts that were unescaped, decoded or transformed
};

/// A file, or "-" for standard input, as declarations. Memory is bounded by a few megabytes whatever its length.
class Source {
 public:
  /// Reads as far as needed to know format, encoding and columns. Refused (`error().code` is the name of the cause with
  /// "intake." before it): a file that cannot be read, is empty, is of no known encoding, misses a required column or
  /// has one twice.
  static Result<std::unique_ptr<Source>> open(const std::string& path, const Options& options);
  /// The same over a text in memory; `name` stands for the file in rejects.
  static Result<std::unique_ptr<Source>> over(std::string text, std::string name, const Options& options);
  virtual ~Source() = default;

  /// Fills `batch` and appends to `rejects` (together at most about `batch_rows`). False at the end, when nothing was
  /// read; a batch may hold rejects only. An Error is one of the environment: the file could not be read further.
  virtual Result<bool> next_batch(Batch& batch, std::vector<Reject>& rejects) = 0;

  virtual std::uint64_t bytes_read() const = 0;
  virtual std::optional<std::uint64_t> total_bytes() const = 0;  // nothing for a pipe
  /// Keys or columns without a field so far, in the order they were met, at most 100.
  virtual const std::vector<UnknownKey>& unknown_keys() const = 0;
  virtual Encoding encoding() const = 0;  // as found
};

/// True if `error` of `open` or `next_batch` comes from the environment (exit status 3), false for wrong use (2).
bool is_environment(const Error& error);

/// One declaration of a request and the memory of its texts.
struct SingleDeclaration {
  Batch memory;
  /// Nothing if there are problems.
  declaration::Declaration* declaration = nullptr;
  std::vector<Reject> problems;  // all of them; after a syntax error nothing further can be read
  std::vector<UnknownKey> unknown_keys;
};
/// Reads one JSON object (line ends allowed between tokens). `options.procedure` stands in where it states none.
SingleDeclaration parse_declaration(std::string_view json, const Options& options = {});

/// Sentences of a reject, from messages/intake.yaml.
std::string cause_text(const Reject& reject, const Messages& messages, Language language);
std::string fix_text(const Reject& reject, const Messages& messages, Language language);
/// One line of R.ndjson with its line end: source_file, source_row, field, value, cause, fix, raw.
void append_reject(std::string& out, const Reject& reject, const Messages& messages, Language language);

}  // namespace clearway::intake
