#include "risk/profiles.h"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <limits>
#include <new>

namespace clearway::risk {
namespace {

constexpr std::string_view magic = "clearway profiles 3\n";
constexpr std::size_t large_page = std::size_t{2} << 20;

// Distinct combinations of the same two keys get different seeds, so that a pair never meets an address pair.
std::uint64_t pair_key(std::uint64_t first, std::uint64_t second) {
  if (first == 0 || second == 0) return 0;
  return mix(first ^ mix(second + 0x9e3779b97f4a7c15ULL));
}

std::uint64_t combination_key(const Observation& observation) {
  if (observation.exporter == 0) return 0;
  return mix(observation.exporter ^ mix(observation.product + 0x632be59bd9b4e019ULL) ^
             mix(observation.destination + 0xd6e8feb86659fd93ULL));
}

template <class Number>
void count_up(Number& number) {
  if (number != std::numeric_limits<Number>::max()) ++number;
}

void add_won(std::int64_t& total, std::int64_t won) {
  if (__builtin_add_overflow(total, won, &total)) total = INT64_MAX;
}

std::size_t pace_slot_of(std::int32_t day) {
  return static_cast<std::size_t>((std::int64_t{day} % Pace::days + Pace::days) % Pace::days);
}

std::int64_t first_day_of(const Pace& pace) { return std::int64_t{pace.last_day} - pace.known_days; }

void observe_pace(Pace& pace, std::int32_t day) {
  if (pace.last_day == never) pace.last_day = day;
  auto first = first_day_of(pace);
  // As with a window, a day far away starts afresh; what was usual before it remains, where it lies before it.
  if (std::abs(std::int64_t{day} - pace.last_day) >= Pace::days) {
    pace.declared_on.fill(0);
    pace.last_day = day;
    if (first > day) {
      first = day;
      pace.declarations = 0;
    }
  }
  while (pace.last_day < day) pace.declared_on[pace_slot_of(++pace.last_day)] = 0;
  pace.known_days = static_cast<std::uint16_t>(
      std::min<std::int64_t>(pace.last_day - std::min<std::int64_t>(first, day), UINT16_MAX));
  count_up(pace.declared_on[pace_slot_of(day)]);
  count_up(pace.declarations);
}

void observe_party(Profile& profile, const Observation& observation) {
  if (profile.first_day == never) profile.first_day = observation.day;
  profile.last_day = observation.day;
  if (!observation.accepted) {
    count_up(profile.refused);
    return;
  }
  count_up(profile.declarations);
  add_won(profile.value_total_krw, observation.value_krw);
  add_won(profile.value_since_examination_krw, observation.value_krw);
  if (observation.near_limit) count_up(profile.near_limit);
}

void observe_party(ProfileTable<Profile>& table, std::uint64_t key, const Observation& observation) {
  if (key != 0) observe_party(table.upsert(key), observation);
}

void observe_party(ProfileTable<PacedProfile>& table, std::uint64_t key, const Observation& observation) {
  if (key == 0) return;
  PacedProfile& profile = table.upsert(key);
  observe_party(profile, observation);
  // A refused line comes again when it is put right: it is no second one.
  if (observation.accepted) observe_pace(profile.pace, observation.day);
}

const Pace* pace_of(const PacedProfile* profile) {
  return profile == nullptr || profile->pace.last_day == never ? nullptr : &profile->pace;
}

template <class Entry>
void examine_party(ProfileTable<Entry>& table, std::uint64_t key, std::int32_t day, bool discrepancy) {
  if (key == 0) return;
  Profile& profile = table.upsert(key);
  profile.last_day = day;
  if (profile.first_day == never) profile.first_day = day;
  profile.last_examination_day = std::max(profile.last_examination_day, day);
  profile.value_since_examination_krw = 0;
  count_up(profile.examined);
  if (!discrepancy) return;
  count_up(profile.hits);
  profile.last_hit_day = std::max(profile.last_hit_day, day);
}

void examine_repeat(ProfileTable<RepeatProfile, true>& table, std::uint64_t key, std::int32_t day, bool discrepancy) {
  if (key == 0) return;
  RepeatProfile& repeat = table.upsert(key);
  repeat.last_day = day;
  count_up(repeat.examined);
  if (discrepancy) count_up(repeat.hits);
}

std::size_t slot_of(std::int32_t day) { return static_cast<std::uint32_t>(day) % PairWindow::days; }

void observe_window(ProfileTable<PairWindow>& table, std::uint64_t key, const Observation& observation) {
  if (key == 0) return;
  PairWindow& window = table.upsert(key);
  const std::int32_t day = observation.day;
  // A day far away, forwards or backwards, starts afresh: one line with a wrong date must not blind the window for
  // long.
  if (window.last_day == never || std::abs(std::int64_t{day} - window.last_day) >= PairWindow::days) {
    window.value_krw.fill(0);
    window.lines.fill(0);
    window.last_day = day;
  }
  for (; window.last_day < day;) {
    const auto slot = slot_of(++window.last_day);
    window.value_krw[slot] = 0;
    window.lines[slot] = 0;
  }
  const auto slot = slot_of(day);
  const std::int64_t sum = window.value_krw[slot] + std::clamp<std::int64_t>(observation.value_krw, 0, UINT32_MAX);
  window.value_krw[slot] = static_cast<std::uint32_t>(std::min<std::int64_t>(sum, UINT32_MAX));
  count_up(window.lines[slot]);
  count_up(window.declarations);
}

// Lower bounds of the half octaves in won: 4, 5, 8, 11, 16, …, up to 2^34.
constexpr std::array<std::int64_t, PricedProduct::bucket_count + 1> bucket_bounds() {
  std::array<std::int64_t, PricedProduct::bucket_count + 1> bounds{};
  for (std::size_t i = 0; i <= PricedProduct::bucket_count; ++i) {
    const std::size_t octave = i / 2 + 2;
    const std::int64_t power = std::int64_t{1} << octave;
    // 1.41421356237 as a ratio of integers, so that every machine has the same bounds
    bounds[i] = i % 2 == 0 ? power : power * 141'421'356 / 100'000'000;
  }
  return bounds;
}
constexpr auto bounds = bucket_bounds();

std::size_t bucket_of(std::int64_t won_per_kg) {
  if (won_per_kg < bounds[0]) return 0;
  if (won_per_kg >= bounds[PricedProduct::bucket_count]) return PricedProduct::bucket_count - 1;
  const auto octave = static_cast<std::size_t>(63 - std::countl_zero(static_cast<std::uint64_t>(won_per_kg)));
  const std::size_t lower = 2 * (octave - 2);
  return won_per_kg >= bounds[lower + 1] ? lower + 1 : lower;
}

/// The value below which `percent` of the histogram lie, evenly spread inside a bucket.
std::int64_t percentile(const PricedProduct& product, std::int64_t total, std::int64_t percent) {
  std::int64_t before = 0;
  for (std::size_t i = 0; i < PricedProduct::bucket_count; ++i) {
    const std::int64_t here = product.histogram[i];
    if (here > 0 && (before + here) * 100 >= total * percent) {
      const std::int64_t wanted = total * percent - before * 100;  // hundredths of an observation into this bucket
      return bounds[i] + (bounds[i + 1] - bounds[i]) * wanted / (here * 100);
    }
    before += here;
  }
  return 0;
}

void refresh_percentiles(PricedProduct& product) {
  std::int64_t total = 0;
  for (const auto count : product.histogram) total += count;
  constexpr std::array<std::int64_t, 3> percents = {5, 50, 95};
  for (std::size_t i = 0; i < percents.size(); ++i) product.percentile_krw[i] = percentile(product, total, percents[i]);
}

void observe_product(ProfileTable<PricedProduct>& table, const Observation& observation) {
  if (observation.product == 0 || !observation.accepted) return;
  PricedProduct& product = table.upsert(observation.product);
  product.last_day = observation.day;
  count_up(product.declarations);
  add_won(product.value_total_krw, observation.value_krw);
  if (observation.value_krw <= 0 || observation.weight_grams <= 0) return;
  const std::int64_t won = std::min(observation.value_krw, INT64_MAX / 1000);
  const std::int64_t per_kg = won * 1000 / observation.weight_grams;
  auto& count = product.histogram[bucket_of(per_kg)];
  if (count == UINT16_MAX) {  // halving keeps the shape and lets newer prices weigh more
    for (auto& other : product.histogram) other = static_cast<std::uint16_t>(other / 2);
  }
  ++count;
  count_up(product.observations);
  if (std::has_single_bit(product.observations) || product.observations % 64 == 0) refresh_percentiles(product);
}

void observe_phone(ProfileTable<PhoneProfile>& table, const Observation& observation) {
  if (observation.exporter_phone == 0 || observation.exporter == 0) return;
  PhoneProfile& phone = table.upsert(observation.exporter_phone);
  phone.last_day = observation.day;
  count_up(phone.declarations);
  const auto tag = static_cast<std::uint32_t>(mix(observation.exporter) >> 32);
  const std::uint32_t* const begin = phone.sender_tags.data();
  const std::uint32_t* const end = begin + phone.senders;
  if (phone.senders == PhoneProfile::kept || std::find(begin, end, tag) != end) return;
  phone.sender_tags[phone.senders++] = tag;
}

void observe_combination(ProfileTable<Combination>& table, const Observation& observation) {
  const auto key = combination_key(observation);
  if (key == 0 || !observation.accepted) return;
  Combination& combination = table.upsert(key);
  combination.last_day = observation.day;
  count_up(combination.declarations);
}

}  // namespace

ZeroedPages::ZeroedPages(std::size_t bytes) : bytes_((bytes + 4095) / 4096 * 4096) {
  // Tables below a large page stay in small ones, so that an empty set of profiles costs next to nothing.
  void* const data = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (data == MAP_FAILED) throw std::bad_alloc();
  if (bytes_ >= large_page) madvise(data, bytes_, MADV_HUGEPAGE);
  data_ = data;
}

ZeroedPages::~ZeroedPages() {
  if (data_ != nullptr) munmap(data_, bytes_);
}

WindowTotal window_total(const PairWindow& window, std::int32_t day, std::int32_t days) {
  WindowTotal total;
  if (window.last_day == never) return total;
  days = std::min(days, PairWindow::days);
  for (std::int32_t d = day - days + 1; d <= day; ++d) {
    if (d > window.last_day || d <= window.last_day - PairWindow::days) continue;
    total.value_krw += window.value_krw[slot_of(d)];
    total.lines += window.lines[slot_of(d)];
  }
  return total;
}

std::int64_t declared_within(const Pace& pace, std::int32_t day, std::int32_t days) {
  if (pace.last_day == never) return 0;
  std::int64_t declarations = 0;
  for (std::int64_t d = std::int64_t{day} - std::min(days, Pace::days) + 1; d <= day; ++d) {
    if (d > pace.last_day || d <= std::int64_t{pace.last_day} - Pace::days) continue;
    declarations += pace.declared_on[pace_slot_of(static_cast<std::int32_t>(d))];
  }
  return declarations;
}

std::optional<std::int64_t> usually_within(const Pace& pace, std::int32_t day, std::int32_t days,
                                           std::int32_t least_days) {
  if (pace.last_day == never) return std::nullopt;
  const auto before = std::int64_t{day} - std::min(days, Pace::days) + 1 - first_day_of(pace);
  if (before < std::max(least_days, 1)) return std::nullopt;
  const auto declarations = std::max<std::int64_t>(0, pace.declarations - declared_within(pace, day, days));
  return declarations * 1'000'000 * std::min(days, Pace::days) / before;
}

History Past::history() const {
  const auto known = [](const auto& entry) { return entry.key == 0 ? nullptr : &entry; };
  const auto begun = [](const Pace& pace) { return pace.last_day == never ? nullptr : &pace; };
  return {.exporter = known(exporter),
          .consignee = known(consignee),
          .manufacturer = known(manufacturer),
          .filer = known(filer),
          .route = known(route),
          .product = known(product),
          .pair = known(pair),
          .address_pair = known(address_pair),
          .phone_pair = known(phone_pair),
          .phone = known(phone),
          .combination = known(combination),
          .repeat = known(repeat),
          .exact_repeat = known(exact_repeat),
          .exporter_pace = begun(exporter_pace),
          .consignee_pace = begun(consignee_pace),
          .filer_pace = begun(filer_pace),
          .address_pace = begun(address_pace)};
}

Profiles::Profiles(const Sizes& sizes)
    : sizes_(sizes),
      exporters_(sizes.exporters),
      consignees_(sizes.consignees),
      filers_(sizes.filers),
      manufacturers_(sizes.manufacturers),
      routes_(sizes.routes),
      products_(sizes.products),
      pairs_(sizes.pairs),
      address_pairs_(sizes.address_pairs),
      phone_pairs_(sizes.phone_pairs),
      phones_(sizes.phones),
      combinations_(sizes.combinations),
      repeats_(sizes.repeats),
      addresses_(sizes.addresses) {}

void Profiles::prefetch(const Observation& observation) const {
  exporters_.prefetch(observation.exporter);
  consignees_.prefetch(observation.consignee);
  manufacturers_.prefetch(observation.manufacturer);
  filers_.prefetch(observation.filer);
  routes_.prefetch(observation.route);
  products_.prefetch(observation.product);
  pairs_.prefetch(pair_key(observation.exporter, observation.consignee));
  address_pairs_.prefetch(pair_key(observation.exporter, observation.consignee_address));
  combinations_.prefetch(combination_key(observation));
  repeats_.prefetch(observation.repeat);
  repeats_.prefetch(observation.exact_repeat);
  addresses_.prefetch(observation.consignee_address);
  if (observation.exporter_phone != 0) {
    phones_.prefetch(observation.exporter_phone);
    phone_pairs_.prefetch(pair_key(observation.exporter_phone, observation.consignee_address));
  }
}

History Profiles::look_up(const Observation& observation) const {
  History history;
  const auto* const exporter = exporters_.find(observation.exporter);
  const auto* const consignee = consignees_.find(observation.consignee);
  const auto* const filer = filers_.find(observation.filer);
  history.exporter = exporter;
  history.consignee = consignee;
  history.manufacturer = manufacturers_.find(observation.manufacturer);
  history.filer = filer;
  history.route = routes_.find(observation.route);
  history.product = products_.find(observation.product);
  history.pair = pairs_.find(pair_key(observation.exporter, observation.consignee));
  history.address_pair = address_pairs_.find(pair_key(observation.exporter, observation.consignee_address));
  history.phone = phones_.find(observation.exporter_phone);
  history.phone_pair = phone_pairs_.find(pair_key(observation.exporter_phone, observation.consignee_address));
  history.combination = combinations_.find(combination_key(observation));
  history.repeat = repeats_.find(observation.repeat);
  history.exact_repeat = repeats_.find(observation.exact_repeat);
  history.exporter_pace = pace_of(exporter);
  history.consignee_pace = pace_of(consignee);
  history.filer_pace = pace_of(filer);
  history.address_pace = addresses_.find(observation.consignee_address);
  return history;
}

void Past::keep(const History& from) {
  const auto copy = [](auto& to, const auto* entry) {
    if (entry == nullptr) {
      to.key = 0;
      return;
    }
    to = *entry;
    if (to.key == 0) to.key = 1;  // entries read back from a decision carry no key
  };
  copy(exporter, from.exporter);
  copy(consignee, from.consignee);
  copy(manufacturer, from.manufacturer);
  copy(filer, from.filer);
  copy(route, from.route);
  copy(product, from.product);
  copy(pair, from.pair);
  copy(address_pair, from.address_pair);
  copy(phone_pair, from.phone_pair);
  copy(phone, from.phone);
  copy(combination, from.combination);
  copy(repeat, from.repeat);
  copy(exact_repeat, from.exact_repeat);
  const auto copy_pace = [](Pace& to, const Pace* pace) {
    if (pace == nullptr) {
      to.last_day = never;
    } else {
      to = *pace;
    }
  };
  copy_pace(exporter_pace, from.exporter_pace);
  copy_pace(consignee_pace, from.consignee_pace);
  copy_pace(filer_pace, from.filer_pace);
  copy_pace(address_pace, from.address_pace);
}

void Profiles::recall(Past& past) const {
  past.observed = observed_;
  past.keep(look_up(past.seen));
}

void Profiles::observe(const Observation& observation) {
  ++observed_;
  observe_party(exporters_, observation.exporter, observation);
  observe_party(consignees_, observation.consignee, observation);
  observe_party(manufacturers_, observation.manufacturer, observation);
  observe_party(filers_, observation.filer, observation);
  observe_party(routes_, observation.route, observation);
  observe_product(products_, observation);
  observe_phone(phones_, observation);
  observe_combination(combinations_, observation);
  if (observation.accepted && observation.consignee_address != 0)
    observe_pace(addresses_.upsert(observation.consignee_address), observation.day);
  // Only what keeps within the limit of its procedure can be a part of a split; a refused line does not leave the
  // country and comes again when it is put right.
  if (!observation.within_limit || !observation.accepted) return;
  observe_window(pairs_, pair_key(observation.exporter, observation.consignee), observation);
  observe_window(address_pairs_, pair_key(observation.exporter, observation.consignee_address), observation);
  observe_window(phone_pairs_, pair_key(observation.exporter_phone, observation.consignee_address), observation);
}

void Profiles::record_examination(const declaration::Facts& facts, Date examined_on, bool discrepancy) {
  const auto day = examined_on.days();
  examine_party(exporters_, facts.exporter, day, discrepancy);
  examine_party(consignees_, facts.consignee, day, discrepancy);
  examine_party(manufacturers_, facts.manufacturer, day, discrepancy);
  examine_party(filers_, facts.filer, day, discrepancy);
  examine_party(routes_, facts.route, day, discrepancy);
  examine_repeat(repeats_, facts.repeat, day, discrepancy);
  examine_repeat(repeats_, facts.exact_repeat, day, discrepancy);
  if (facts.product == 0) return;
  PricedProduct& product = products_.upsert(facts.product);
  product.last_day = day;
  count_up(product.examined);
  if (discrepancy) count_up(product.hits);
}

void Profiles::correct_examination(const declaration::Facts& facts, Date on, bool discrepancy) {
  const auto correct = [&](auto& hits) { discrepancy ? count_up(hits) : void(hits -= hits > 0 ? 1 : 0); };
  const auto party = [&](auto& table, std::uint64_t key) {
    if (key == 0) return;
    Profile& profile = table.upsert(key);
    correct(profile.hits);
    if (discrepancy) profile.last_hit_day = std::max(profile.last_hit_day, on.days());
    if (profile.hits == 0) profile.last_hit_day = never;
  };
  party(exporters_, facts.exporter);
  party(consignees_, facts.consignee);
  party(manufacturers_, facts.manufacturer);
  party(filers_, facts.filer);
  party(routes_, facts.route);
  if (facts.product != 0) correct(products_.upsert(facts.product).hits);
  for (const auto key : {facts.repeat, facts.exact_repeat}) {
    if (key != 0) correct(repeats_.upsert(key).hits);
  }
}

std::size_t Profiles::memory_bytes() const {
  return exporters_.memory_bytes() + consignees_.memory_bytes() + manufacturers_.memory_bytes() +
         filers_.memory_bytes() + routes_.memory_bytes() + products_.memory_bytes() + pairs_.memory_bytes() +
         address_pairs_.memory_bytes() + phone_pairs_.memory_bytes() + phones_.memory_bytes() +
         combinations_.memory_bytes() + repeats_.memory_bytes() + addresses_.memory_bytes();
}

std::string Profiles::serialise() const {
  std::string out(magic);
  out.append(reinterpret_cast<const char*>(&sizes_), sizeof sizes_);
  out.append(reinterpret_cast<const char*>(&observed_), sizeof observed_);
  exporters_.serialise(out);
  consignees_.serialise(out);
  manufacturers_.serialise(out);
  filers_.serialise(out);
  routes_.serialise(out);
  products_.serialise(out);
  pairs_.serialise(out);
  address_pairs_.serialise(out);
  phone_pairs_.serialise(out);
  phones_.serialise(out);
  combinations_.serialise(out);
  repeats_.serialise(out);
  addresses_.serialise(out);
  return out;
}

Status Profiles::restore(std::string_view bytes) {
  static_assert(std::endian::native == std::endian::little, "a snapshot is little-endian");
  const Error other_form{"profiles_snapshot_does_not_fit", "",
                         "the snapshot of the profiles is of another version or size",
                         "delete it; the profiles are then folded from the record again"};
  if (!bytes.starts_with(magic)) return other_form;
  bytes.remove_prefix(magic.size());
  if (bytes.size() < sizeof sizes_ + sizeof observed_ || std::memcmp(bytes.data(), &sizes_, sizeof sizes_) != 0) {
    return other_form;
  }
  std::memcpy(&observed_, bytes.data() + sizeof sizes_, sizeof observed_);
  bytes.remove_prefix(sizeof sizes_ + sizeof observed_);
  const bool complete = exporters_.restore(bytes) && consignees_.restore(bytes) && manufacturers_.restore(bytes) &&
                        filers_.restore(bytes) && routes_.restore(bytes) && products_.restore(bytes) &&
                        pairs_.restore(bytes) && address_pairs_.restore(bytes) && phone_pairs_.restore(bytes) &&
                        phones_.restore(bytes) && combinations_.restore(bytes) && repeats_.restore(bytes) &&
                        addresses_.restore(bytes);
  if (complete && bytes.empty()) return success();
  return Error{"profiles_snapshot_is_damaged", "",
               "the snapshot of the profiles ends early or holds impossible entries",
               "delete it; the profiles are then folded from the record again"};
}

}  // namespace clearway::risk
