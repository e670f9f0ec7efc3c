#pragma once

#include <cstdint>
#include <functional>

#include "base/date.h"
#include "base/result.h"
#include "record/store.h"
#include "screening/rulebook.h"

namespace clearway::app {

struct SampleWorldOptions {
  std::uint64_t seed = 7, rows = 6'000;
  std::int32_t days = 30;  // up to and including today
};

/// Lodges a generated world into an empty record, with what happened to it since: examinations with the results its
/// labels call for, loading; and creates the sample accounts. Refuses a record that holds declarations
/// (`record_is_not_empty`).
Status load_sample_world(const SampleWorldOptions& options, record::Store& store, const screening::Rulebook& rulebook,
                         Instant now, const std::function<void(std::uint64_t)>& progress);

}  // namespace clearway::app
