#include "intake/keys.h"

#include "base/hash.h"

namespace clearway::intake {
namespace {

constexpr std::size_t slots = 1024;
std::size_t slot_of(std::string_view name) { return static_cast<std::size_t>(hash_text(name) >> 54); }

std::array<Key, slots> make_index() {
  std::array<Key, slots> index;
  index.fill(no_key);
  for (std::size_t i = 0; i < key_count; ++i) {
    auto slot = slot_of(key_names[i]);
    while (index[slot] != no_key) slot = (slot + 1) % slots;
    index[slot] = static_cast<Key>(i);
  }
  return index;
}

}  // namespace

Key find_key(std::string_view name) {
  static const auto index = make_index();
  for (auto slot = slot_of(name);; slot = (slot + 1) % slots) {
    const auto key = index[slot];
    if (key == no_key || key_names[key] == name) return key;
  }
}

}  // namespace clearway::intake
