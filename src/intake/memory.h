#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace clearway::intake {

/// Bytes that may be read (not used) behind every text, so that scanners can look at whole vectors.
inline constexpr std::size_t padding = 64;

/// A piece of a file as it was read. Behind `size` bytes stand `padding` zero bytes.
class Block {
 public:
  explicit Block(std::size_t capacity) : data_(new char[capacity + padding]), capacity_(capacity) {}
  char* data() { return data_.get(); }
  const char* data() const { return data_.get(); }
  std::size_t capacity() const { return capacity_; }
  void close(std::size_t size) { std::memset(data_.get() + size, 0, padding); }

 private:
  std::unique_ptr<char[]> data_;
  std::size_t capacity_;
};

/// Hands out blocks and takes them back when the last batch that reads from one lets go of it, on whatever thread.
class BlockPool {
 public:
  explicit BlockPool(std::size_t block_size) : block_size_(block_size), state_(std::make_shared<State>()) {}
  std::size_t block_size() const { return block_size_; }
  /// At least `capacity` bytes; blocks larger than `block_size` are not kept for later.
  std::shared_ptr<Block> take(std::size_t capacity);

 private:
  struct State {
    std::mutex mutex;
    std::vector<std::unique_ptr<Block>> free;
  };
  std::size_t block_size_;
  std::shared_ptr<State> state_;
};

/// Memory for texts that had to be written anew. All of it is given back at once.
class Arena {
 public:
  /// `size` bytes, with `padding` zero bytes behind them.
  char* take(std::size_t size);
  /// Gives back what the last `take` did not need: the text ended up `used` bytes long.
  void shorten(char* text, std::size_t used);
  std::string_view copy(std::string_view text);
  void reset();

 private:
  struct Chunk {
    std::unique_ptr<char[]> data;
    std::size_t size = 0;
  };
  std::vector<Chunk> chunks_;
  std::size_t used_ = 0;  // of the last chunk
};

}  // namespace clearway::intake
