// The compact form of a forest:
//   "cwforest", version, number of features, number of trees, base margin,
//   for each tree its number of nodes and its nodes by depth, siblings beside one another,
//   a checksum of everything before it (64 bits).
// Numbers have 32 bits, little-endian. A node is a word (bit 31: a split, bit 30: missing goes left, below: its
// feature), its value and its cover. The n-th split's children are the nodes 2n + 1 and 2n + 2, so nothing can point
// astray.
#include <bit>

#include "base/hash.h"
#include "model/forest.h"

namespace clearway::model {
namespace {

constexpr std::string_view magic = "cwforest";
constexpr std::uint32_t version = 1;
constexpr std::uint32_t split_bit = 1U << 31;
constexpr std::uint32_t missing_left_bit = 1U << 30;
constexpr std::size_t node_bytes = 12;
constexpr std::size_t checksum_bytes = 8;

void put(std::string& out, std::uint32_t value) {
  for (unsigned shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>((value >> shift) & 0xFF));
}

void put(std::string& out, float value) { put(out, std::bit_cast<std::uint32_t>(value)); }

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  std::size_t left() const { return bytes_.size(); }
  /// 0 after the end; callers look at `left` first.
  std::uint32_t word() {
    if (bytes_.size() < 4) return 0;
    std::uint32_t value = 0;
    for (unsigned index = 0; index < 4; ++index)
      value |= std::uint32_t{static_cast<unsigned char>(bytes_[index])} << (8 * index);
    bytes_.remove_prefix(4);
    return value;
  }
  float number() { return std::bit_cast<float>(word()); }

 private:
  std::string_view bytes_;
};

std::uint64_t checksum(std::string_view bytes) { return hash_text(bytes); }

Error damaged(const std::string& what) {
  return Error{"model_bytes_are_damaged", "model", what,
               "take the file from where it was made, or train the model again"};
}

}  // namespace

void Forest::append_to(std::string& out) const {
  const std::size_t begin = out.size();
  out.append(magic);
  put(out, version);
  put(out, static_cast<std::uint32_t>(features_));
  put(out, static_cast<std::uint32_t>(trees()));
  put(out, base_margin_);
  for (std::size_t index = 0; index < trees(); ++index) {
    const auto nodes = tree(index);
    put(out, static_cast<std::uint32_t>(nodes.size()));
    for (const Node& node : nodes) {
      put(out, node.is_leaf() ? 0U : split_bit | (node.missing_left ? missing_left_bit : 0U) | node.feature);
      put(out, node.value);
      put(out, node.cover);
    }
  }
  const std::uint64_t sum = checksum(std::string_view(out).substr(begin));
  put(out, static_cast<std::uint32_t>(sum));
  put(out, static_cast<std::uint32_t>(sum >> 32));
}

Result<Forest> Forest::read(std::string_view bytes) {
  if (!bytes.starts_with(magic)) return damaged("these are not the bytes of a model");
  if (bytes.size() < magic.size() + 16 + checksum_bytes) return damaged("the model ends in its head");
  Reader end(bytes.substr(bytes.size() - checksum_bytes));
  const std::string_view content = bytes.substr(0, bytes.size() - checksum_bytes);
  Reader reader(content.substr(magic.size()));
  if (const auto found = reader.word(); found != version) {
    return Error{"model_version_is_not_supported", "model",
                 "the model has version " + std::to_string(found) + ", not 1",
                 "use a newer clearway, or train the model again"};
  }
  std::uint64_t sum = end.word();
  sum |= std::uint64_t{end.word()} << 32;
  if (sum != checksum(content)) return damaged("the checksum is another");

  const std::size_t features = reader.word();
  const std::size_t trees = reader.word();
  const float base_margin = reader.number();
  std::vector<Tree> read;
  for (std::size_t number = 0; number < trees; ++number) {
    const std::size_t count = reader.word();
    if (count == 0 || count > reader.left() / node_bytes)
      return damaged("tree " + std::to_string(number) + " ends too early");
    Tree& tree = read.emplace_back(count);
    std::uint32_t next = 1;
    for (Node& node : tree) {
      const std::uint32_t word = reader.word();
      node.value = reader.number();
      node.cover = reader.number();
      const std::uint32_t feature = word & ~(split_bit | missing_left_bit);
      if ((word & split_bit) == 0) {
        if (word != 0) return damaged("tree " + std::to_string(number) + " has a leaf with a feature");
        continue;
      }
      if (feature >= features || feature > max_features) {
        return damaged("tree " + std::to_string(number) + " splits by a feature that the model does not have");
      }
      node.feature = static_cast<std::uint16_t>(feature);
      node.missing_left = (word & missing_left_bit) != 0;
      node.left = next;
      node.right = next + 1;
      next += 2;
    }
  }
  if (reader.left() != 0) return damaged("something stands after the last tree");
  return from_trees(features, base_margin, std::move(read));
}

}  // namespace clearway::model
