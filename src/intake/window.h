#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "intake/memory.h"

namespace clearway::intake {

/// Where the bytes come from.
class ByteStream {
 public:
  virtual ~ByteStream() = default;
  /// Up to `size` bytes into `out`; 0 at the end, -1 if reading failed (`failure` says why).
  virtual std::ptrdiff_t read(char* out, std::size_t size) = 0;
  virtual std::optional<std::uint64_t> total_bytes() const = 0;
  std::string failure;
};

/// The part of a stream that is in memory and not yet used up. The bytes behind `text` may be read (intake::padding).
class Window {
 public:
  /// Reads `block_size` bytes at a time.
  Window(std::unique_ptr<ByteStream> stream, std::size_t block_size);

  std::string_view text() const { return {begin_, static_cast<std::size_t>(end_ - begin_)}; }
  const char* begin() const { return begin_; }
  const char* end() const { return end_; }
  void advance_to(const char* position) { begin_ = position; }
  const std::shared_ptr<Block>& block() const { return block_; }

  /// Brings more bytes; `text` moves to another block. False if nothing more came: the stream ended or failed.
  bool more();
  bool ended() const { return ended_; }
  bool failed() const { return !stream_->failure.empty(); }
  const std::string& failure() const { return stream_->failure; }

  std::uint64_t bytes_used() const { return bytes_read_ - static_cast<std::uint64_t>(end_ - begin_); }
  std::optional<std::uint64_t> total_bytes() const { return stream_->total_bytes(); }

 private:
  std::unique_ptr<ByteStream> stream_;
  BlockPool pool_;
  std::shared_ptr<Block> block_;
  const char* begin_ = nullptr;
  const char* end_ = nullptr;
  std::uint64_t bytes_read_ = 0;
  bool ended_ = false;
};

/// A file, or "-" for standard input. Error file_not_found or file_not_readable, with the system's words in `detail`.
Result<std::unique_ptr<ByteStream>> open_stream(const std::string& path);
std::unique_ptr<ByteStream> text_stream(std::string text);

/// One line without its line end (LF or CRLF).
struct Line {
  std::string_view text;
  std::uint64_t number = 0;  // 1-based
  bool complete = true;      // false: the stream ended before a line end
};
enum class LineStatus : std::uint8_t { line, too_long, end };

/// The lines of a window. A line longer than the limit is passed over without being kept.
class LineReader {
 public:
  LineReader(Window& window, std::size_t limit) : window_(window), limit_(limit) {}
  /// The next line; its text stays valid as long as the window's block of this moment. too_long: only `number` is set.
  LineStatus next(Line& line);
  /// Changes whenever the window's text has moved to another block.
  std::uint64_t refills() const { return refills_; }

 private:
  bool refill();
  LineStatus skip_line(Line& line);

  Window& window_;
  std::size_t limit_;
  std::uint64_t number_ = 0;
  std::uint64_t refills_ = 0;
};

}  // namespace clearway::intake
