#include "watch/drift.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <utility>

namespace clearway::watch {
namespace {

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

/// The values that are given, sorted.
std::vector<std::int64_t> given(const std::vector<std::int64_t>& values) {
  std::vector<std::int64_t> sorted;
  sorted.reserve(values.size());
  std::copy_if(values.begin(), values.end(), std::back_inserter(sorted),
               [](std::int64_t value) { return value != missing; });
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

std::size_t up_to(const std::vector<std::int64_t>& sorted, std::int64_t value) {
  return static_cast<std::size_t>(std::upper_bound(sorted.begin(), sorted.end(), value) - sorted.begin());
}

/// Cut where the reference is divided into equally filled bins; where many values are alike there are fewer.
std::vector<Bin> number_bins(const std::vector<std::int64_t>& reference, const std::vector<std::int64_t>& current,
                             std::size_t count, std::size_t all_reference, std::size_t all_current) {
  std::vector<Bin> bins;
  if (reference.empty() && current.empty()) return bins;
  Bin bin;
  std::size_t reference_before = 0, current_before = 0;
  const auto close = [&](std::size_t reference_to, std::size_t current_to) {
    bin.reference = share(reference_to - reference_before, all_reference);
    bin.current = share(current_to - current_before, all_current);
    bins.push_back(bin);
    bin.above = bin.up_to;
    reference_before = reference_to;
    current_before = current_to;
  };
  for (std::size_t i = 1; !reference.empty() && i < count; ++i) {
    const auto edge = reference[(reference.size() * i - 1) / count];
    if (!bins.empty() && edge <= bins.back().up_to) continue;
    bin.up_to = edge;
    close(up_to(reference, edge), up_to(current, edge));
  }
  bin.up_to = std::numeric_limits<std::int64_t>::max();
  if (bins.empty() || reference_before < reference.size() || current_before < current.size()) {
    close(reference.size(), current.size());
  }
  return bins;
}

std::vector<Bin> code_bins(const std::vector<std::int64_t>& reference, const std::vector<std::int64_t>& current,
                           std::size_t count, std::size_t all_reference, std::size_t all_current) {
  std::map<std::int64_t, std::array<std::size_t, 2>> counts;
  for (const auto value : reference) ++counts[value][0];
  for (const auto value : current) ++counts[value][1];
  std::vector<std::pair<std::int64_t, std::array<std::size_t, 2>>> order(counts.begin(), counts.end());
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.second[0] > b.second[0]; });
  std::vector<Bin> bins;
  Bin others;
  others.kind = Bin::Kind::other_codes;
  for (const auto& [value, number] : order) {
    if (bins.size() < count && number[0] > 0) {
      bins.push_back({Bin::Kind::code, value, value, share(number[0], all_reference), share(number[1], all_current)});
    } else {
      others.reference += share(number[0], all_reference);
      others.current += share(number[1], all_current);
    }
  }
  if (others.reference > 0 || others.current > 0) bins.push_back(others);
  return bins;
}

double unseen_share(const Signal& signal, const std::vector<std::int64_t>& reference,
                    const std::vector<std::int64_t>& current) {
  if (reference.empty()) return share(current.size(), signal.current.size());
  const auto unseen = [&](std::int64_t value) {
    return signal.code_digits > 0 ? !std::binary_search(reference.begin(), reference.end(), value)
                                  : value < reference.front() || value > reference.back();
  };
  return share(static_cast<std::size_t>(std::count_if(current.begin(), current.end(), unseen)), signal.current.size());
}

Standing standing_of(const Drift& drift, bool grows, const Settings& settings) {
  if (std::min(drift.reference, drift.current) < settings.least_declarations) return Standing::too_few;
  if (grows) return Standing::grows;
  if (drift.stability_index >= settings.drifted_from || drift.unseen >= settings.unseen_from) return Standing::drifted;
  return drift.stability_index >= settings.shifted_from ? Standing::shifted : Standing::steady;
}

}  // namespace

Drift drift_of(const Signal& signal, bool grows, const Settings& settings) {
  const auto reference = given(signal.reference), current = given(signal.current);
  const auto all_reference = signal.reference.size(), all_current = signal.current.size();
  Drift drift;
  drift.name = signal.name;
  drift.label = signal.label;
  drift.code_digits = signal.code_digits;
  drift.reference = static_cast<std::int64_t>(all_reference);
  drift.current = static_cast<std::int64_t>(all_current);
  drift.reference_missing = share(all_reference - reference.size(), all_reference);
  drift.current_missing = share(all_current - current.size(), all_current);
  drift.unseen = unseen_share(signal, reference, current);
  drift.bins = signal.code_digits > 0 ? code_bins(reference, current, settings.categories, all_reference, all_current)
                                      : number_bins(reference, current, settings.bins, all_reference, all_current);
  if (drift.reference_missing > 0 || drift.current_missing > 0) {
    Bin bin;
    bin.kind = Bin::Kind::not_given;
    bin.reference = drift.reference_missing;
    bin.current = drift.current_missing;
    drift.bins.push_back(bin);
  }
  if (all_reference > 0 && all_current > 0) {
    double most = 0;
    for (std::size_t i = 0; i < drift.bins.size(); ++i) {
      const double before = std::max(drift.bins[i].reference, 0.5 / static_cast<double>(all_reference));
      const double now = std::max(drift.bins[i].current, 0.5 / static_cast<double>(all_current));
      const double part = (now - before) * std::log(now / before);
      drift.stability_index += part;
      if (part > most) {
        most = part;
        drift.moved = i;
      }
    }
  }
  drift.standing = standing_of(drift, grows, settings);
  return drift;
}

}  // namespace clearway::watch
