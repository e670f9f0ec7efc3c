#include "registry/public_register.h"

#include "registry/rulings.h"

namespace clearway::registry {

Result<PublicRegister::Entries> PublicRegister::entries(Date today) {
  const std::lock_guard lock(mutex_);
  if (entries_ && of_ == today) return entries_;
  const auto rulings = all(store_);
  if (!rulings) return rulings.error();
  auto made = std::make_shared<std::vector<ruling::Entry>>();
  for (const auto& ruling : *rulings) {
    if (auto entry = ruling::entry_of(ruling, today)) made->push_back(std::move(*entry));
  }
  entries_ = std::move(made);
  of_ = today;
  return entries_;
}

void PublicRegister::forget() {
  const std::lock_guard lock(mutex_);
  entries_.reset();
}

}  // namespace clearway::registry
