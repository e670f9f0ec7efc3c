#include <utility>

#include "intake/batch_writer.h"

namespace clearway::intake {

Batch::Batch() : arena_(std::make_unique<Arena>()) {}
Batch::~Batch() = default;
Batch::Batch(Batch&&) noexcept = default;
Batch& Batch::operator=(Batch&&) noexcept = default;

BatchWriter::BatchWriter(Batch& batch, std::size_t rows) : batch_(batch) {
  if (!batch.arena_) batch.arena_ = std::make_unique<Arena>();  // it was moved from
  batch.blocks_.clear();
  batch.arena_->reset();
  batch.count_ = 0;
  if (batch.declarations_.size() != rows) batch.declarations_.resize(rows);
  // Declarations with many items would otherwise leave their room behind in one slot after the other.
  std::size_t room = 0;
  for (auto& declaration : batch.declarations_) {
    room += declaration.items.capacity();
    if (room > max_batch_items) declaration.items = {};
  }
}

}  // namespace clearway::intake
