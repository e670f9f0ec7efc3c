// Any bytes as a learned model: refused, or a model that scores and comes back the same. The checksum is put right
// first, so that what stands behind it is reached.
#include <sodium.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "likelihood/model.h"

using namespace clearway;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t digest_size = 16;
  std::string bytes(reinterpret_cast<const char*>(data), size);
  if (!bytes.starts_with(likelihood::Model::magic)) bytes.insert(0, likelihood::Model::magic);
  if (bytes.size() > digest_size + likelihood::Model::magic.size()) bytes.resize(bytes.size() - digest_size);
  std::string digest(digest_size, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(digest.data()), digest.size(),
                     reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr, 0);
  bytes += digest;
  const auto model = likelihood::Model::read(bytes);
  if (!model) return 0;
  const auto again = model->bytes();
  if (!likelihood::Model::read(again)) std::abort();
  likelihood::Inputs inputs;
  inputs.numbers.assign(model->layout().numbers.size(), 1'500'000);
  inputs.categories.assign(model->layout().categories.size(), 7);
  const auto score = model->score(inputs);
  if (!(score.likelihood > 0 && score.likelihood < 1)) std::abort();
  std::vector<double> added(model->layout().signals.size());
  model->explain(inputs, score, added);
  return 0;
}
