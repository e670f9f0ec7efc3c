#include "intake/memory.h"

#include <algorithm>

namespace clearway::intake {
namespace {

constexpr std::size_t kept_blocks = 8;
constexpr std::size_t chunk_size = 64 * 1024;

}  // namespace

std::shared_ptr<Block> BlockPool::take(std::size_t capacity) {
  std::unique_ptr<Block> block;
  if (capacity <= block_size_) {
    const std::lock_guard lock(state_->mutex);
    if (!state_->free.empty()) {
      block = std::move(state_->free.back());
      state_->free.pop_back();
    }
  }
  if (!block) block = std::make_unique<Block>(std::max(capacity, block_size_));
  return {block.release(), [state = state_, kept = block_size_](Block* used) {
            std::unique_ptr<Block> owned(used);
            if (owned->capacity() != kept) return;
            const std::lock_guard lock(state->mutex);
            if (state->free.size() < kept_blocks) state->free.push_back(std::move(owned));
          }};
}

char* Arena::take(std::size_t size) {
  const auto needed = size + padding;
  if (chunks_.empty() || chunks_.back().size - used_ < needed) {
    const auto capacity = std::max(chunk_size, needed);
    chunks_.push_back({std::unique_ptr<char[]>(new char[capacity]), capacity});
    used_ = 0;
  }
  char* text = chunks_.back().data.get() + used_;
  used_ += needed;
  std::memset(text + size, 0, padding);
  return text;
}

void Arena::shorten(char* text, std::size_t used) {
  std::memset(text + used, 0, padding);
  used_ = static_cast<std::size_t>(text - chunks_.back().data.get()) + used + padding;
}

std::string_view Arena::copy(std::string_view text) {
  char* out = take(text.size());
  std::memcpy(out, text.data(), text.size());
  return {out, text.size()};
}

void Arena::reset() {
  // One ordinary chunk stays: enough for the few escapes of a usual batch.
  if (!chunks_.empty() && chunks_.front().size == chunk_size) {
    chunks_.resize(1);
  } else {
    chunks_.clear();
  }
  used_ = 0;
}

}  // namespace clearway::intake
