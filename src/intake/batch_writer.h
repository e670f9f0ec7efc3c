#pragma once

#include <memory>

#include "intake/limits.h"
#include "intake/memory.h"
#include "intake/source.h"

namespace clearway::intake {

/// Fills a Batch.
class BatchWriter {
 public:
  /// Empties `batch` for at most `rows` declarations.
  BatchWriter(Batch& batch, std::size_t rows);

  declaration::Declaration& add() { return batch_.declarations_[batch_.count_++]; }
  declaration::Declaration& last() { return batch_.declarations_[batch_.count_ - 1]; }
  void drop_last() { --batch_.count_; }
  std::size_t count() const { return batch_.count_; }
  Arena& arena() { return *batch_.arena_; }
  /// Keeps the block that texts were taken from.
  void keep(const std::shared_ptr<Block>& block) {
    if (batch_.blocks_.empty() || batch_.blocks_.back() != block) batch_.blocks_.push_back(block);
  }

 private:
  Batch& batch_;
};

}  // namespace clearway::intake
