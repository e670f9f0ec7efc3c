// Any bytes as a forest, in our own form and as XGBoost's JSON: they are refused, or a forest that every row can walk
// and that comes back the same. In our form the checksum is put right first, so that what stands behind it is reached.
#include "model/forest.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include "base/hash.h"
#include "model/shapley.h"

using namespace clearway;

namespace {

void walk(const model::Forest& forest) {
  std::string bytes;
  forest.append_to(bytes);
  const auto again = model::Forest::read(bytes);
  if (!again || *again != forest) std::abort();

  const std::size_t features = forest.features();
  std::vector<float> rows;
  for (const float value : {0.0F, 1e30F, -1e30F, 0.5F, std::numeric_limits<float>::quiet_NaN()})
    rows.insert(rows.end(), features, value);
  const std::size_t count = rows.size() / features;
  std::vector<float> margins(count);
  forest.margins(rows.data(), count, features, margins.data());
  for (std::size_t row = 0; row < count; ++row) {
    const float margin = forest.margin(std::span(rows).subspan(row * features, features));
    if (std::isnan(margin) ? !std::isnan(margins[row]) : margin != margins[row]) std::abort();
  }
  const auto shapley = model::Shapley::of(forest);
  if (!shapley) return;
  std::vector<float> contributions(rows.size());
  shapley->contributions(rows.data(), count, features, contributions.data());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string bytes(reinterpret_cast<const char*>(data), size);
  if (const auto forest = model::Forest::from_xgboost_json(bytes, 2)) walk(*forest);
  if (const auto forest = model::Forest::read(bytes)) walk(*forest);
  if (bytes.size() < 8) return 0;
  bytes.resize(bytes.size() - 8);
  const std::uint64_t sum = hash_text(bytes);
  for (unsigned shift = 0; shift < 64; shift += 8) bytes.push_back(static_cast<char>(sum >> shift & 0xFF));
  const auto forest = model::Forest::read(bytes);
  if (!forest) return 0;
  std::string again;
  forest->append_to(again);
  if (again != bytes) std::abort();
  walk(*forest);
  return 0;
}
