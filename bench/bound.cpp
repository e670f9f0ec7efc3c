// bench_bound MODEL four|all FILE...: how fast the whole way from JSON lines to a channel with the ids of its rules
// could be on one thread of this machine, as a yardstick for `clearway screen --model`. One fused loop over batches of
// 128 (with 512 the declarations leave the cache between its steps, and it is slower):
//   reads declarations with intake::Source; checks them with clearance::Validator, which is compiled into tables
//   already, and derives the facts; looks parties up in open-addressing tables, once for reading and writing; applies
//   the rules of policy/rules.yaml for exports, written out as C++; fills the columns of the recipe `export` as floats;
//   walks the same forest and adds the linear part; joins the evidence and chooses the channel under the quotas; writes
//   the ids to a buffer.
// `four`: the tables exporter, consignee, product and pair alone. Rules and columns on what other histories tell
// (filer, route, phone, address, combination) are tried and filled, but find nothing known, or the pair instead of the
// address. `all`: those of every signal that a rule or column names, so that its channels can be held against the
// product's.
// What the product does and this does not: sentences, values and laws of reasons, and their order; Shapley values of
// the selected; findings in words; the recommended procedure; what training knew of repeats; the day's secret draws
// (here a hash of the id); histories of manufacturers; tables of fixed size that push out the oldest; laws and rules by
// day (those of the first day hold); examinations (files of declarations have none); and writing anything.
// Likelihoods, consequences and limits are read from the policy; numbers and lists that rules name as policy.<name> are
// written out. Ends with 3 where rules, columns or model are not those it was written for.
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/messages.h"
#include "clearance/validator.h"
#include "declaration/exchange_rates.h"
#include "intake/source.h"
#include "law/element_catalogue.h"
#include "law/law.h"
#include "likelihood/model.h"
#include "risk/policy.h"
#include "risk/quota.h"
#include "risk/text_matcher.h"

namespace {

using namespace clearway;
using declaration::Declaration;
using declaration::Facts;
using declaration::Field;
using declaration::Procedure;

constexpr std::size_t batch_rows = 128;
constexpr float unknown = std::numeric_limits<float>::quiet_NaN();
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

[[noreturn]] void refuse(std::string_view why) {
  std::fprintf(stderr, "bench_bound: %.*s\n", static_cast<int>(why.size()), why.data());
  std::exit(3);
}

template <class T>
T need(Result<T> result) {
  if (result) return std::move(result).value();
  refuse(result.error().detail);
}

// --- histories

/// Zeroed memory, on large pages where the kernel gives them.
template <class T>
struct LargePages {
  using value_type = T;
  static constexpr std::size_t page = std::size_t{2} << 20;
  LargePages() = default;
  template <class Other>
  explicit LargePages(const LargePages<Other>&) {}
  T* allocate(std::size_t count) {
    const auto bytes = size_of(count);
    void* const memory = ::mmap(nullptr, bytes + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) refuse("out of memory");
    auto* const first = static_cast<char*>(memory);
    const auto over = (page - reinterpret_cast<std::uintptr_t>(first) % page) % page;
    if (over > 0) ::munmap(first, over);
    ::munmap(first + over + bytes, page - over);
    ::madvise(first + over, bytes, MADV_HUGEPAGE);
    return reinterpret_cast<T*>(first + over);
  }
  void deallocate(T* memory, std::size_t count) { ::munmap(memory, size_of(count)); }
  /// What the kernel gives is zero, and so is an entry without a key.
  template <class Other>
  void construct(Other*) {}
  static std::size_t size_of(std::size_t count) { return (count * sizeof(T) + page - 1) / page * page; }
  bool operator==(const LargePages&) const { return true; }
};

/// Open addressing with linear probing; doubles when three quarters are full. Key 0 has an entry that is forgotten at
/// once.
template <class Entry>
class Table {
 public:
  explicit Table(std::size_t size = std::size_t{1} << 17) : entries_(size), shift_(64 - std::countr_zero(size)) {}
  void prefetch(std::uint64_t key) const { __builtin_prefetch(&entries_[mix(key) >> shift_]); }
  Entry& at(std::uint64_t key) {
    if (key == 0) return none_ = Entry{};
    std::size_t place = mix(key) >> shift_;
    for (; entries_[place].key != key; place = (place + 1) & (entries_.size() - 1)) {
      if (entries_[place].key != 0) continue;
      if (4 * ++used_ > 3 * entries_.size()) {
        --used_;
        grow();
        return at(key);
      }
      entries_[place].key = key;
      break;
    }
    return entries_[place];
  }

 private:
  void grow() {
    Table larger(entries_.size() * 2);
    for (const auto& entry : entries_) {
      if (entry.key != 0) larger.at(entry.key) = entry;
    }
    *this = std::move(larger);
  }
  std::vector<Entry, LargePages<Entry>> entries_;
  int shift_;
  std::size_t used_ = 0;
  Entry none_;
};

struct alignas(64) Party {
  std::uint64_t key = 0;
  std::int64_t value_krw = 0, value_since_examination_krw = 0;
  std::uint32_t declarations = 0, refused = 0, examined = 0, hits = 0, near_limit = 0;
  std::int32_t first_day = 0, last_day = 0, hit_day = 0;  // 0: never
};

struct Product {
  static constexpr std::size_t buckets = 64;
  std::uint64_t key = 0;
  std::uint32_t declarations = 0, examined = 0, hits = 0, observations = 0;
  std::array<float, 3> percentile{};
  std::array<std::uint16_t, buckets> histogram{};
};

struct Window {
  static constexpr std::int32_t days = 4;  // a power of two, not below the days that the policy adds up
  std::uint64_t key = 0;
  std::int32_t last_day = 0;
  std::array<std::uint8_t, days> lines{};
  std::array<std::uint32_t, days> value_krw{};
};

struct Phone {
  static constexpr std::uint32_t kept = 10;
  std::uint64_t key = 0;
  std::uint32_t senders = 0;
  std::array<std::uint32_t, kept> tags{};
};

struct Combination {
  std::uint64_t key = 0;
  std::uint32_t declarations = 0;
  std::int32_t last_day = 0;
};

struct Histories {
  static constexpr std::size_t few = 4096, some = std::size_t{1} << 15, many = std::size_t{1} << 18;
  Table<Party> exporters{some}, consignees, filers{few}, routes{few};
  Table<Product> products{few};
  Table<Window> pairs{many}, address_pairs{many}, phone_pairs{many};
  Table<Phone> phones{some};
  Table<Combination> combinations{many};
};

std::uint64_t both(std::uint64_t first, std::uint64_t second) {
  return first == 0 || second == 0 ? 0 : first ^ mix(second + 0x9e3779b97f4a7c15ULL);
}

struct Total {
  double value = 0, lines = 0;
};

/// Moves the window on to `day`, forgetting what is too old.
void move_on(Window& window, std::int32_t day) {
  if (day <= window.last_day) return;
  const auto from = std::max(window.last_day + 1, day - Window::days + 1);
  for (auto d = from; d <= day; ++d) {
    window.value_krw[static_cast<std::size_t>(d) % Window::days] = 0;
    window.lines[static_cast<std::size_t>(d) % Window::days] = 0;
  }
  window.last_day = day;
}

/// What the window holds with this line; then the line is part of it.
Total total_with(Window& window, std::int32_t day, std::int32_t days, double value, bool part_of_it) {
  move_on(window, day);
  Total total{value, 1};
  for (std::int32_t d = day - days + 1; d <= day; ++d) {
    total.value += window.value_krw[static_cast<std::size_t>(d) % Window::days];
    total.lines += window.lines[static_cast<std::size_t>(d) % Window::days];
  }
  if (part_of_it) {
    window.value_krw[static_cast<std::size_t>(day) % Window::days] += static_cast<std::uint32_t>(value);
    ++window.lines[static_cast<std::size_t>(day) % Window::days];
  }
  return total;
}

void observe(Party& party, std::int32_t day, bool accepted, bool near_limit, std::int64_t value_krw) {
  if (party.first_day == 0) party.first_day = day;
  party.last_day = day;
  if (!accepted) {
    ++party.refused;
    return;
  }
  ++party.declarations;
  party.value_krw += value_krw;
  party.value_since_examination_krw += value_krw;
  party.near_limit += near_limit ? 1 : 0;
}

/// Lower bound of a half octave in won.
double bound_of(std::size_t bucket) {
  const auto power = static_cast<double>(std::int64_t{1} << (bucket / 2 + 2));
  return bucket % 2 == 0 ? power : std::floor(power * 1.41421356);
}

void observe(Product& product, std::int64_t value_krw, std::int64_t weight_grams) {
  ++product.declarations;
  if (value_krw <= 0 || weight_grams <= 0) return;
  const auto price = std::max<std::int64_t>(4, value_krw * 1000 / weight_grams);
  const auto octave = static_cast<std::size_t>(63 - std::countl_zero(static_cast<std::uint64_t>(price)));
  auto bucket = std::min(2 * (octave - 2), Product::buckets - 2);
  if (static_cast<double>(price) >= bound_of(bucket + 1)) ++bucket;
  if (product.histogram[bucket] == UINT16_MAX) {
    for (auto& count : product.histogram) count = static_cast<std::uint16_t>(count / 2);
  }
  ++product.histogram[bucket];
  ++product.observations;
  if (!std::has_single_bit(product.observations) && product.observations % 64 != 0) return;
  std::uint32_t sum = 0;
  for (const auto count : product.histogram) sum += count;
  constexpr std::array<double, 3> shares = {0.05, 0.5, 0.95};
  std::size_t next = 0;
  double before = 0;
  for (std::size_t i = 0; i < Product::buckets && next < shares.size(); ++i) {
    const double here = product.histogram[i];
    while (here > 0 && next < shares.size() && before + here >= sum * shares[next]) {
      const double into = (sum * shares[next] - before) / here;
      product.percentile[next++] = static_cast<float>(bound_of(i) + (bound_of(i + 1) - bound_of(i)) * into);
    }
    before += here;
  }
}

// --- rules

// In the order of policy/rules.yaml, with _ for the point.
// clang-format off
#define CLEARWAY_RULES(RULE) \
  RULE(R1_same_consignee) RULE(R1_same_address) RULE(R1_same_phone_and_address) RULE(R1_near_limit_habit) \
  RULE(R2_far_below_usual) RULE(R2_token_value) RULE(R2_token_price) RULE(R2_sale_without_payment) \
  RULE(R2_cheap_watches) RULE(R2_cheap_display_modules) RULE(R3_far_above_usual) RULE(R3_card_payment_large) \
  RULE(R3_unsecured_terms_with_refund) RULE(R4_vague_description) RULE(R4_value_above_description) \
  RULE(R4_heavy_pieces) RULE(R4_dear_printed_matter) RULE(R4_documents_of_value) RULE(R4_dear_gift) \
  RULE(R4_samples_in_quantity) RULE(R4_light_and_dear) RULE(R4_heavy_parcel) RULE(R4_personal_effects_in_quantity) \
  RULE(R5_arms_without_permit) RULE(R5_explosives_without_permit) RULE(R5_nuclear_without_permit) \
  RULE(R5_wildlife_without_permit) RULE(R5_antiques_without_permit) RULE(R5_drone_without_permit) \
  RULE(R5_navigation_without_permit) RULE(R5_thermal_camera_without_permit) \
  RULE(R5_dual_use_to_sensitive_destination) RULE(R5_strategic_tariff_code) RULE(R5_strategic_words) \
  RULE(R5_denied_party) RULE(R5_prohibited_words) RULE(R6_korean_origin_of_imported_goods) \
  RULE(R6_original_state_korean_origin) RULE(R6_certified_origin_unknown_maker) RULE(R7_refund_and_far_above_usual) \
  RULE(R7_refund_hardly_any_weight) RULE(R7_refund_to_unknown_maker) RULE(R7_simplified_refund_large) \
  RULE(R8_return_with_refund) RULE(R8_imported_before_with_refund) RULE(R9_watched_brand_cheap) \
  RULE(R9_bags_as_gifts) RULE(R9_branded_goods_in_quantity) RULE(R10_alkaloids_without_permit) \
  RULE(R10_powder_of_unknown_sender) RULE(R10_anonymous_to_sensitive_destination) RULE(R10_batteries_by_mail) \
  RULE(R11_many_senders_one_phone) RULE(R11_person_in_quantity) RULE(R11_passport_large_value) \
  RULE(R12_manifest_for_drawback) RULE(R12_maker_on_manifest) RULE(H_repeated_discrepancies) \
  RULE(H_recent_discrepancy) RULE(H_consignee_discrepancy) RULE(H_careless_exporter) RULE(H_suspicious_route) \
  RULE(H_suspicious_product)
// clang-format on
#define CLEARWAY_NAME(NAME) NAME,
#define CLEARWAY_TEXT(NAME) #NAME,
enum RuleName : std::uint8_t { CLEARWAY_RULES(CLEARWAY_NAME) rule_count };
constexpr std::array<std::string_view, rule_count> rule_names = {CLEARWAY_RULES(CLEARWAY_TEXT)};

/// A code of up to eight characters as a number.
constexpr std::uint64_t code(std::string_view text) {
  std::uint64_t packed = 0;
  if (text.size() > 8) return UINT64_MAX;
  for (std::size_t i = 0; i < text.size(); ++i) {
    packed |= std::uint64_t{static_cast<unsigned char>(text[i])} << (8 * i);
  }
  return packed;
}

template <class... Texts>
constexpr bool one_of(std::uint64_t value, Texts... texts) {
  return ((value == code(texts)) || ...);
}

struct Compiled {
  struct Rule {
    double keeps = 1;  // 1 - likelihood
    std::uint8_t consequence = 1;
    bool by_value = false, hard = false;
    std::string id;
  };
  std::array<Rule, rule_count> rules;
  risk::TextMatcher goods, parties;
  std::vector<std::string> strategic_prefixes;
  std::unordered_set<std::string_view> vague;
  std::array<std::int64_t, 3> limit_krw{};  // by procedure
  double manifest_limit = 0;
};
enum Words : unsigned { strategic, prohibited, brands, precursors };

struct Subject {
  const Declaration& declaration;
  const Facts& facts;
  double value, price;  // won, won per kilogram; or nothing
  double manifest_limit;
  std::int32_t day;
  const Party *exporter, *consignee, *route;
  const Product* product;
  Total pair, address_pair, phone_pair;
  double phone_senders;
  double combinations, days_since_combination;
};

double number(const Declaration& declaration, Field field, std::size_t item = 0) {
  const auto value = declaration.number(field, item);
  return value ? static_cast<double>(value->micro()) / 1e6 : nothing;
}

/// The rules that hold, in `hits`; how many.
std::size_t apply(const Compiled& compiled, const Subject& s, std::array<std::uint8_t, rule_count>& hits) {
  std::array<bool, rule_count> holds{};
  const auto& d = s.declaration;
  const bool manifest = d.procedure == Procedure::manifest, formal = d.procedure == Procedure::formal,
             simplified = d.procedure == Procedure::simplified;
  const auto has = [&](Field field) { return !d.text(field).empty(); };
  const auto is = [&](Field field, auto... texts) { return one_of(code(d.text(field)), texts...); };
  const double gross = number(d, Field::gross_weight), total_fob = number(d, Field::total_fob_krw);
  const auto destination = code(d.text(Field::destination_country));
  const bool sensitive = one_of(destination, "RU", "BY", "IR", "KP", "SY", "MM", "KG", "TJ", "PY");
  const auto& product = *s.product;
  const auto& exporter = *s.exporter;
  const bool usual_known = product.declarations >= 60 && product.observations > 0;
  const bool far_above = usual_known && s.price > static_cast<double>(product.percentile[2]) * 2.5;

  if (!formal) {
    const bool within = s.value <= s.manifest_limit;
    holds[R1_same_consignee] = s.pair.lines >= 2 && within && s.pair.value > s.manifest_limit;
    holds[R1_same_address] = s.address_pair.lines >= 2 && within && s.address_pair.value > s.manifest_limit;
    holds[R1_same_phone_and_address] =
        s.phone_pair.lines >= 2 && s.phone_senders >= 2 && within && s.phone_pair.value > s.manifest_limit;
    holds[R1_near_limit_habit] = within && s.value >= 0.9 * s.manifest_limit && exporter.near_limit >= 3 &&
                                 exporter.near_limit * 4 >= exporter.declarations;
    holds[R4_value_above_description] = far_above && s.value >= 300000;
    holds[R11_many_senders_one_phone] = s.phone_senders >= 6;
  }
  holds[R2_far_below_usual] = usual_known && s.price < static_cast<double>(product.percentile[0]) * 0.5;
  if (manifest) {
    const double fob = number(d, Field::fob_value);
    const bool usd = is(Field::fob_currency, "USD");
    const auto reason = code(d.text(Field::reason_of_export));
    holds[R2_token_value] = usd && fob <= 1 && gross >= 1;
    holds[R4_documents_of_value] = reason == 'D' && usd && fob >= 300;
    holds[R4_dear_gift] = reason == 'C' && usd && fob >= 1000;
    holds[R4_light_and_dear] = usd && fob >= 900 && gross <= 0.25;
    holds[R4_heavy_parcel] = gross >= 70 && number(d, Field::total_packages) == 1;
    holds[R10_anonymous_to_sensitive_destination] = sensitive && !has(Field::exporter_phone);
    holds[R12_manifest_for_drawback] = d.text(Field::wants).find("drawback") != std::string_view::npos;
  } else {
    const bool refund = has(Field::drawback_applicant);
    const auto payment = code(d.text(Field::payment_method)), transaction = code(d.text(Field::transaction_type));
    const auto maker = d.text(Field::manufacturer_name);
    const bool maker_unknown = maker == "미상" || maker == "UNKNOWN";
    if (formal) {
      holds[R3_far_above_usual] = far_above && s.value >= 1000000;
      holds[R3_card_payment_large] = one_of(payment, "CD", "GO") && total_fob >= 300000000;
      holds[R3_unsecured_terms_with_refund] = one_of(payment, "DA", "GO") && refund && total_fob >= 200000000;
    }
    holds[R2_sale_without_payment] = one_of(transaction, "11", "15") && one_of(payment, "GN");
    holds[R7_refund_and_far_above_usual] = refund && far_above;
    holds[R7_refund_to_unknown_maker] = maker_unknown && is(Field::drawback_applicant, "2");
    holds[R7_simplified_refund_large] = has(Field::simplified_drawback) && total_fob >= 500000000;
    holds[R8_return_with_refund] = one_of(transaction, "72") && refund;
    holds[R11_passport_large_value] = total_fob >= 10000000 && is(Field::exporter_identifier_type, "02");
  }
  holds[R5_denied_party] = compiled.parties.find(d.text(Field::consignee_name)) != 0;

  const bool repeated = exporter.hits >= 1 && s.day - exporter.hit_day <= 730;
  holds[H_repeated_discrepancies] = repeated && exporter.hits >= 3 && exporter.hits * 2 >= exporter.examined;
  holds[H_recent_discrepancy] = repeated && exporter.hits * 4 >= exporter.examined;
  holds[H_consignee_discrepancy] =
      s.consignee->hits >= 1 && s.consignee->hits * 4 >= s.consignee->examined && s.day - s.consignee->hit_day <= 730;
  holds[H_careless_exporter] = exporter.refused >= 5 && exporter.refused * 4 >= exporter.declarations;
  holds[H_suspicious_route] = s.route->examined >= 50 && s.route->hits * 4 >= s.route->examined;
  holds[H_suspicious_product] = product.examined >= 50 && product.hits * 4 >= product.examined;

  // A rule on items holds if it holds for one of them.
  for (std::size_t i = 0; i < d.item_count; ++i) {
    const auto text = [&](Field field) { return d.text(field, i); };
    const auto quantity = number(d, Field::quantity, i);
    const auto tariff = text(Field::tariff_code);
    const auto hs4 = code(tariff.substr(0, 4));
    const auto words = compiled.goods.find(text(Field::goods_description));
    const auto spoken_of = [&](Words group) { return (words >> group & 1) != 0; };
    holds[R4_vague_description] |= compiled.vague.contains(text(Field::goods_description));
    holds[R5_prohibited_words] |= spoken_of(prohibited);
    if (s.price < 500000 && !holds[R9_watched_brand_cheap]) {
      const auto brand = text(Field::brand);
      holds[R9_watched_brand_cheap] =
          spoken_of(brands) || (!brand.empty() && (compiled.goods.find(brand) >> brands & 1) != 0);
    }
    if (text(Field::permit_number).empty()) {
      holds[R5_strategic_words] |= spoken_of(strategic);
      if (!tariff.empty()) {
        holds[R5_arms_without_permit] |= tariff.starts_with("93");
        holds[R5_explosives_without_permit] |= one_of(hs4, "3601", "3602", "3603", "3604");
        holds[R5_nuclear_without_permit] |= one_of(hs4, "2612", "2844", "2845", "8401");
        holds[R5_wildlife_without_permit] |= one_of(hs4, "0106", "0507");
        holds[R5_antiques_without_permit] |= one_of(hs4, "9706");
        holds[R5_drone_without_permit] |= one_of(hs4, "8806");
        holds[R5_navigation_without_permit] |= one_of(hs4, "9014");
        holds[R5_thermal_camera_without_permit] |= tariff.starts_with("8525891");
        holds[R5_dual_use_to_sensitive_destination] |=
            sensitive && one_of(hs4, "8412", "8456", "8526", "8541", "8542", "8525", "8806", "9013", "9014");
        holds[R10_alkaloids_without_permit] |= one_of(hs4, "2939");
        for (const auto& prefix : compiled.strategic_prefixes) {
          holds[R5_strategic_tariff_code] |= tariff.starts_with(prefix);
        }
      }
    }
    if (manifest) {
      const auto reason = code(d.text(Field::reason_of_export));
      holds[R4_samples_in_quantity] |= reason == 'B' && quantity >= 100;
      holds[R4_personal_effects_in_quantity] |= reason == 'F' && quantity >= 30;
      holds[R9_bags_as_gifts] |= reason == 'C' && quantity >= 5 && one_of(hs4, "4202");
      holds[R10_powder_of_unknown_sender] |=
          spoken_of(precursors) && !has(Field::exporter_phone) && exporter.declarations < 20;
      holds[R11_person_in_quantity] |= quantity >= 60 && is(Field::exporter_identifier_type, "05");
      holds[R12_maker_on_manifest] |=
          quantity >= 200 && reason == 'A' && gross >= 20 && is(Field::exporter_identifier_type, "04");
      continue;
    }
    const double unit_price = number(d, Field::unit_price, i), net_weight = number(d, Field::net_weight, i);
    const bool usd = is(Field::currency, "USD"), korean = one_of(code(text(Field::origin_country)), "KR");
    const bool imported = !text(Field::prior_import_declaration).empty();
    const auto maker = d.text(Field::manufacturer_name);
    holds[R2_token_price] |= usd && unit_price <= 0.1 && quantity >= 1 && quantity < 1000;
    holds[R2_cheap_watches] |= usd && unit_price < 8 && one_of(hs4, "9101", "9102");
    holds[R2_cheap_display_modules] |= usd && unit_price < 8 && tariff.starts_with("851779");
    holds[R4_heavy_pieces] |= net_weight * 1000 / quantity >= 700 && one_of(hs4, "4908", "4909", "4911", "9608");
    holds[R4_dear_printed_matter] |= usd && unit_price >= 40 && one_of(hs4, "4908", "4909", "9608");
    holds[R6_korean_origin_of_imported_goods] |= imported && korean;
    holds[R6_original_state_korean_origin] |= korean && is(Field::export_kind, "D");
    holds[R8_imported_before_with_refund] |=
        imported && has(Field::drawback_applicant) && s.combinations >= 1 && s.days_since_combination <= 90;
    holds[R10_batteries_by_mail] |= quantity >= 20 && one_of(hs4, "8507") && is(Field::transport_mode, "50");
    if (formal) {
      holds[R6_certified_origin_unknown_maker] |=
          korean && text(Field::origin_self_issue) == "Y" && (maker == "미상" || maker == "UNKNOWN");
      holds[R7_refund_hardly_any_weight] |=
          has(Field::drawback_applicant) && net_weight <= 2 && number(d, Field::item_fob_krw, i) >= 5000000;
    } else if (simplified) {
      holds[R9_branded_goods_in_quantity] |=
          quantity >= 60 && is(Field::transaction_type, "15") && one_of(hs4, "4202", "6403", "6404", "9101", "9102");
    }
  }

  std::size_t count = 0;
  for (std::size_t rule = 0; rule < rule_count; ++rule) {
    hits[count] = static_cast<std::uint8_t>(rule);
    count += holds[rule] ? 1 : 0;
  }
  return count;
}

const std::vector<std::string>& texts(const law::Law& law, std::string_view id, Date day) {
  const auto* parameter = law.find(id);
  const auto* entry = parameter == nullptr ? nullptr : parameter->on(day);
  const auto* list = entry == nullptr ? nullptr : std::get_if<std::vector<std::string>>(&entry->content);
  if (list == nullptr) refuse("the law has no list " + std::string(id));
  return *list;
}

Compiled compile(const risk::Policy& policy, const law::Law& law, Date day) {
  std::vector<std::pair<std::string, unsigned>> goods, parties;
  for (const auto& word : texts(law, "export.strategic.keywords", day)) goods.emplace_back(word, strategic);
  for (const auto& word : texts(law, "export.prohibited.hints", day)) goods.emplace_back(word, prohibited);
  for (const auto* word : {"MAISON EXEMPLE", "MUSTERHAUS", "ESEMPIO MILANO", "SAMPLIER"}) {
    goods.emplace_back(word, brands);
  }
  for (const auto* word : {"POWDER", "EXTRACT", "CHEMICAL", "REAGENT", "분말", "추출물", "시약"}) {
    goods.emplace_back(word, precursors);
  }
  // The matcher folds what it reads and wants its words in capitals.
  const auto capital = [](auto& words) {
    for (auto& [word, group] : words) {
      for (auto& c : word) c = risk::folded(c, risk::Fold::upper);
    }
  };
  for (const auto& party : texts(law, "export.denied_parties", day)) parties.emplace_back(party, 0);
  capital(goods);
  capital(parties);
  Compiled compiled{
      .rules = {},
      .goods = risk::TextMatcher(goods, true),
      .parties = risk::TextMatcher(parties, true),
      .strategic_prefixes = texts(law, "export.strategic.tariff_prefixes", day),
      .vague = {"GIFT", "GIFTS", "SAMPLE", "SAMPLES", "GOODS",   "PRODUCT", "PRODUCTS", "ITEM", "ITEMS", "PARTS",
                "ETC",  "MISC",  "OTHER",  "OTHERS",  "VARIOUS", "BOX",     "PARCEL",   "TEST", "선물",  "견본",
                "샘플", "물품",  "상품",   "제품",    "잡화",    "기타",    "부품",     "소품", "박스",  "택배"}};
  std::size_t found = 0;
  for (const auto& rule : policy.rules()) {
    if ((rule.procedures & ~risk::procedure_bit(Procedure::import_)) == 0) continue;
    auto name = rule.id;
    std::replace(name.begin(), name.end(), '.', '_');
    const auto at = std::find(rule_names.begin(), rule_names.end(), name);
    if (at == rule_names.end()) refuse("rule " + rule.id + " is not written out");
    compiled.rules[static_cast<std::size_t>(at - rule_names.begin())] = {1 - rule.likelihood, rule.consequence,
                                                                         rule.consequence_by_value, rule.hard, rule.id};
    ++found;
  }
  if (found != rule_count) refuse("a rule that is written out is not in the policy");
  for (const auto procedure : {Procedure::formal, Procedure::simplified, Procedure::manifest}) {
    compiled.limit_krw[static_cast<std::size_t>(procedure)] = policy.value_limit_krw(procedure, day);
  }
  compiled.manifest_limit = static_cast<double>(policy.value_limit_krw(Procedure::manifest, day));
  return compiled;
}

// --- columns of the recipe `export`

// clang-format off
constexpr std::array<std::string_view, 31> columns = {
    "value_krw", "weight_grams", "value_per_kg_krw", "value_per_kg_krw/product.value_per_kg_p50_krw",
    "value_per_kg_krw/product.value_per_kg_p5_krw", "value_per_kg_krw/product.value_per_kg_p95_krw",
    "value_per_package_krw", "weight_per_package_grams", "exporter.declarations", "exporter.value_total_krw",
    "exporter.days_since_first", "exporter.days_since_last", "exporter.refused", "exporter.hits",
    "exporter.hits/exporter.examined", "exporter.days_since_hit", "exporter.near_limit",
    "exporter.near_limit/exporter.declarations", "consignee.declarations", "consignee.hits", "pair.window_total_krw",
    "pair.window_declarations", "address_pair.window_total_krw", "address_pair.window_declarations",
    "phone_pair.window_total_krw", "phone.senders", "product.declarations", "product.hits/product.examined",
    "filer.declarations", "filer.hits/filer.examined", "combination.declarations"
};
// clang-format on

/// The levels of the destination that follow the measures; refuses a model of another recipe.
std::vector<std::uint64_t> levels_of(const likelihood::Model& model) {
  using Kind = likelihood::Column::Kind;
  const auto& layout = model.layout();
  std::vector<std::uint64_t> levels;
  for (std::size_t i = 0; i < layout.columns.size(); ++i) {
    const auto& column = layout.columns[i];
    if (i >= columns.size() && column.kind == Kind::level) {
      levels.push_back(column.level);
      continue;
    }
    if (i >= columns.size() || column.kind != Kind::measure) refuse("the model has other columns");
    auto name = layout.numbers[column.measure.number];
    if (column.measure.per >= 0) name += "/" + layout.numbers[static_cast<std::size_t>(column.measure.per)];
    if (name != columns[i]) refuse("the model has another column: " + name);
  }
  if (layout.columns.size() < columns.size()) refuse("the model has fewer columns");
  for (const auto& term : layout.terms) {
    if (term.parts.size() != 1 || term.parts[0].kind != likelihood::Part::Kind::category)
      refuse("the model has other terms");
  }
  const std::vector<std::string> categories = {"hs6", "destination_country", "hs4"};
  if (layout.categories != categories) refuse("the model has other categories");
  return levels;
}

float logarithm(double value) { return value != value ? unknown : std::log1p(static_cast<float>(value)); }
float quotient_logarithm(double value, double by) {
  const double quotient = by > 0 ? value / by : by != by ? nothing : 0;
  return quotient != quotient ? unknown : std::log(static_cast<float>(quotient) + 0.001F);
}
float share(std::uint32_t part, std::uint32_t whole) {
  return whole == 0 ? 0 : static_cast<float>(part) / static_cast<float>(whole);
}
float days_since(std::int32_t day, std::int32_t today) {
  return day == 0 ? unknown : static_cast<float>(std::max(0, today - day));
}

// --- the loop

struct Row {
  Facts facts;
  bool accepted = true;
  bool known_trader = false, known_combination = false;  // before this one
  bool late = false;                                     // enough is on record for novelty to say anything
  double since_examination = 0;                          // likelihood
  double linear = 0;                                     // the model's linear part
  double draw = 1;
  std::uint8_t hit_count = 0;
  std::array<std::uint8_t, rule_count> hits;
};

struct Outcome {
  std::array<std::uint64_t, 3> channels{};
  std::uint64_t rows = 0, refused = 0, hits = 0, bytes = 0;
  double seconds = 0;
};

template <bool all>
class Bound {
 public:
  Bound(const law::Law& law, const risk::Policy& policy, const clearance::Validator& validator,
        const likelihood::Model& model)
      : law_(law), policy_(policy), validator_(validator), model_(model), levels_(levels_of(model)) {
    stride_ = model.layout().columns.size();
    matrix_.resize(batch_rows * stride_);
  }

  void run(const std::string& file, const intake::Options& options, Outcome& outcome) {
    const auto source = need(intake::Source::open(file, options));
    intake::Batch batch;
    std::vector<intake::Reject> rejects;
    while (need(source->next_batch(batch, rejects))) {
      outcome.refused += rejects.size();
      rejects.clear();
      auto declarations = batch.declarations();
      for (std::size_t first = 0; first < declarations.size(); first += batch_rows) {
        decide(declarations.subspan(first, std::min(batch_rows, declarations.size() - first)), outcome);
      }
    }
  }

 private:
  void decide(std::span<Declaration> declarations, Outcome& outcome) {
    for (std::size_t i = 0; i < declarations.size(); ++i) {
      auto& row = rows_[i];
      if (declarations[i].procedure == Procedure::import_) refuse("only exports are written out");
      findings_.clear();
      validator_.validate(declarations[i], findings_);
      row.accepted = !clearance::has_error(findings_);
      row.facts = validator_.derive(declarations[i]);
    }
    if (!compiled_) compiled_.emplace(compile(policy_, law_, rows_[0].facts.declared_on));
    constexpr std::size_t ahead = 12;
    for (std::size_t i = 0; i < declarations.size(); ++i) {
      if (i + ahead < declarations.size()) prefetch(rows_[i + ahead].facts);
      weigh(declarations[i], rows_[i], matrix_.data() + i * stride_);
    }
    model_.parts().forest.margins(matrix_.data(), declarations.size(), stride_, margins_.data());
    out_.clear();
    for (std::size_t i = 0; i < declarations.size(); ++i) choose(declarations[i], rows_[i], margins_[i], outcome);
    outcome.rows += declarations.size();
    outcome.bytes += out_.size();
  }

  void prefetch(const Facts& facts) const {
    histories_.exporters.prefetch(facts.exporter);
    histories_.consignees.prefetch(facts.consignee);
    histories_.products.prefetch(facts.product);
    histories_.pairs.prefetch(both(facts.exporter, facts.consignee));
    if constexpr (all) {
      histories_.address_pairs.prefetch(both(facts.exporter, facts.consignee_address));
      histories_.phone_pairs.prefetch(both(facts.exporter_phone, facts.consignee_address));
      histories_.phones.prefetch(facts.exporter_phone);
    }
  }

  /// Histories, rules and columns of one declaration; then it is part of the histories.
  void weigh(const Declaration& declaration, Row& row, float* columns_out) {
    const auto& facts = row.facts;
    const auto& settings = policy_.settings();
    const std::int32_t day = facts.declared_on.days(), window_days = settings.split_window_days;
    const double value = facts.value_known ? static_cast<double>(facts.value_krw) : nothing;
    const std::int64_t won = facts.value_known ? facts.value_krw : 0;
    const double weight = facts.weight_grams > 0 ? static_cast<double>(facts.weight_grams) : nothing;
    const double price = std::floor(value * 1000 / weight);
    const auto limit = compiled_->limit_krw[static_cast<std::size_t>(declaration.procedure)];
    const bool limited = facts.value_known && limit != INT64_MAX && won <= limit;
    const bool near_limit =
        limited && static_cast<double>(won) * 1e6 >=
                       static_cast<double>(limit) * static_cast<double>(settings.near_limit_from_micro);
    const bool in_windows = limited && row.accepted;

    auto& exporter = histories_.exporters.at(facts.exporter);
    auto& consignee = histories_.consignees.at(facts.consignee);
    auto& product = histories_.products.at(facts.product);
    Party unseen;
    auto *filer = &unseen, *route = &unseen;
    const auto total = [&](Table<Window>& table, std::uint64_t first, std::uint64_t second) {
      return total_with(table.at(both(first, second)), day, window_days, value, in_windows);
    };
    const auto pair = total(histories_.pairs, facts.exporter, facts.consignee);
    auto address_pair = pair, phone_pair = pair;
    double senders = facts.exporter_phone == 0 ? nothing : 1;
    double combinations = 0, days_since_combination = nothing;
    row.known_combination = true;
    if constexpr (all) {
      filer = &histories_.filers.at(facts.filer);
      route = &histories_.routes.at(facts.route);
      address_pair = total(histories_.address_pairs, facts.exporter, facts.consignee_address);
      phone_pair = total(histories_.phone_pairs, facts.exporter_phone, facts.consignee_address);
      if (facts.exporter_phone != 0) {
        auto& phone = histories_.phones.at(facts.exporter_phone);
        const auto tag = static_cast<std::uint32_t>(mix(facts.exporter) >> 32);
        auto* const end = phone.tags.data() + phone.senders;
        const bool known = std::find(phone.tags.data(), end, tag) != end;
        senders = std::min(Phone::kept, phone.senders + (known ? 0 : 1));
        if (!known && phone.senders < Phone::kept && facts.exporter != 0) phone.tags[phone.senders++] = tag;
      }
      auto& combination = histories_.combinations.at(
          facts.exporter == 0
              ? 0
              : facts.exporter ^ mix(facts.product + 1) ^ mix(code(declaration.text(Field::destination_country)) + 2));
      combinations = combination.declarations;
      if (combination.last_day != 0) days_since_combination = std::max(0, day - combination.last_day);
      row.known_combination = days_since_combination <= settings.new_trader_period_days;
      if (row.accepted) {
        ++combination.declarations;
        combination.last_day = day;
      }
    }

    const Subject subject{declaration,
                          facts,
                          value,
                          price,
                          compiled_->manifest_limit,
                          day,
                          &exporter,
                          &consignee,
                          route,
                          &product,
                          pair,
                          address_pair,
                          phone_pair,
                          senders,
                          combinations,
                          days_since_combination};
    row.hit_count = static_cast<std::uint8_t>(apply(*compiled_, subject, row.hits));
    row.late = facts.exporter != 0 && observed_ >= settings.history_needed;
    row.known_trader = exporter.declarations > 0 && day - exporter.last_day <= settings.new_trader_period_days;
    row.since_examination = 0;
    if (exporter.declarations >= settings.since_examination_declarations) {
      const double time = std::min(1.0, (day - exporter.first_day) / double(settings.since_examination_full_days));
      const double part = std::min(1.0, static_cast<double>(exporter.value_since_examination_krw) /
                                            static_cast<double>(settings.since_examination_full_value_krw));
      const double likelihood =
          settings.since_examination_likelihood *
          (settings.since_examination_time_share * time + (1 - settings.since_examination_time_share) * part);
      if (likelihood >= settings.since_examination_least) row.since_examination = likelihood;
    }
    row.draw = static_cast<double>(mix(hash_text(declaration.declaration_id) ^ 1) >> 11) * 0x1p-53;

    const double packages = number(declaration, Field::total_packages);
    const bool priced = product.observations > 0;
    float* out = columns_out;
    *out++ = logarithm(value);
    *out++ = logarithm(weight);
    *out++ = logarithm(price);
    for (const auto percentile : {1, 0, 2}) {
      *out++ = priced ? quotient_logarithm(
                            price, static_cast<double>(product.percentile[static_cast<std::size_t>(percentile)]))
                      : unknown;
    }
    *out++ = logarithm(value / packages);
    *out++ = logarithm(weight / packages);
    *out++ = logarithm(exporter.declarations);
    *out++ = logarithm(static_cast<double>(exporter.value_krw));
    *out++ = days_since(exporter.first_day, day);
    *out++ = days_since(exporter.last_day, day);
    *out++ = static_cast<float>(exporter.refused);
    *out++ = static_cast<float>(exporter.hits);
    *out++ = share(exporter.hits, exporter.examined);
    *out++ = days_since(exporter.hit_day, day);
    *out++ = static_cast<float>(exporter.near_limit);
    *out++ = share(exporter.near_limit, exporter.declarations);
    *out++ = logarithm(consignee.declarations);
    *out++ = static_cast<float>(consignee.hits);
    *out++ = logarithm(pair.value);
    *out++ = static_cast<float>(pair.lines);
    *out++ = logarithm(address_pair.value);
    *out++ = static_cast<float>(address_pair.lines);
    *out++ = logarithm(phone_pair.value);
    *out++ = static_cast<float>(senders);
    *out++ = logarithm(product.declarations);
    *out++ = share(product.hits, product.examined);
    *out++ = logarithm(filer->declarations);
    *out++ = share(filer->hits, filer->examined);
    *out++ = logarithm(combinations);
    const auto destination = declaration.text(Field::destination_country);
    const auto level = destination.empty() ? 0 : hash_text(destination);
    const auto tariff = declaration.text(Field::tariff_code);
    categories_.categories = {tariff.empty() ? 0 : hash_text(tariff.substr(0, 6)), level,
                              tariff.empty() ? 0 : hash_text(tariff.substr(0, 4))};
    row.linear = model_.parts().linear_intercept;
    for (std::size_t term = 0; term < model_.layout().terms.size(); ++term) {
      const auto* known = model_.parts().weights.find(likelihood::term_key(model_.layout(), term, categories_));
      if (known != nullptr) row.linear += *known;
    }
    for (const auto known : levels_) *out++ = known == level ? 1.0F : 0.0F;

    ++observed_;
    observe(exporter, day, row.accepted, near_limit, won);
    observe(consignee, day, row.accepted, near_limit, won);
    if constexpr (all) {
      observe(*filer, day, row.accepted, near_limit, won);
      observe(*route, day, row.accepted, near_limit, won);
    }
    if (row.accepted) observe(product, won, facts.weight_grams);
  }

  void reason(std::string_view id) {
    out_.push_back(' ');
    out_.append(id);
  }

  /// Joins the evidence (noisy-or), chooses the channel and writes the ids of what speaks for it.
  void choose(const Declaration& declaration, const Row& row, float margin, Outcome& outcome) {
    const auto& settings = policy_.settings();
    const auto& parts = model_.parts();
    const bool small = row.facts.value_krw < settings.revenue_threshold_krw;
    out_.append(declaration.declaration_id);
    const auto channel_at = out_.size() + 1;
    out_.append(" 0");
    // What is left of a declaration being in order after each piece of evidence.
    double keeps = 1 / (1 + std::exp(parts.intercept + parts.linear_weight * row.linear +
                                     parts.forest_weight * static_cast<double>(margin)));
    std::uint8_t consequence = small ? 2 : 3;
    bool hard = false;
    for (std::size_t i = 0; i < row.hit_count; ++i) {
      const auto& rule = compiled_->rules[row.hits[i]];
      keeps *= rule.keeps;
      consequence = std::max(consequence, rule.by_value ? static_cast<std::uint8_t>(small ? 2 : 3) : rule.consequence);
      hard = hard || rule.hard;
      reason(rule.id);
    }
    outcome.hits += row.hit_count;
    if (row.late && !row.known_trader) {
      keeps *= 1 - settings.new_trader_likelihood;
      consequence = std::max(consequence, settings.new_trader_consequence);
      reason("method.new_trader");
    } else if (row.late && !row.known_combination) {
      keeps *= 1 - settings.new_combination_likelihood;
      consequence = std::max(consequence, settings.new_combination_consequence);
      reason("method.new_combination");
    }
    if (row.since_examination > 0) {
      keeps *= 1 - row.since_examination;
      consequence = std::max(consequence, settings.since_examination_consequence);
      reason("method.since_examination");
    }
    reason("model.likelihood");
    const double expected = (1 - keeps) * consequence;
    int wanted = expected >= settings.red_from ? 2 : expected >= settings.orange_from ? 1 : 0;
    int channel = hard ? 2 : 0;
    if (!row.accepted) {
      channel = std::max(channel, 1);
      reason("method.finding_error");
    }
    // Nobody was examined, so every courier is of the class of those of whom too little is known.
    const double ratio = declaration.procedure == Procedure::manifest
                             ? settings.filer_classes[settings.filer_class_unknown].ratio
                             : settings.random_ratio[static_cast<std::size_t>(declaration.procedure)];
    if (row.draw < ratio) {
      channel = std::max(channel, row.draw < ratio * settings.random_red_share ? 2 : 1);
      reason("method.random");
    }
    const auto office = declaration.text(Field::customs_office);
    const auto day = row.facts.declared_on;
    const auto& quota = settings.quota_of(office);
    auto& use = quota_.use(office, day);
    const auto* ranking = settings.ranking_on(day);
    const int asked = wanted > channel ? wanted : 0, firm = asked > 0 ? 0 : channel;
    std::int64_t rank = 0;
    risk::CutOff cut_off;
    if (ranking != nullptr) {
      quota_.demand().begin(office, day, *ranking);
      if (wanted > 0) {
        rank = risk::rank_of(std::llround((1 - keeps) * 1e6), std::llround(expected * 1e6), *ranking);
        cut_off = quota_.demand().cut_off(office, day, *ranking, quota, use);
      }
      quota_.demand().count(office, day, {static_cast<risk::Channel>(asked), rank, static_cast<risk::Channel>(firm)});
    }
    if (asked > 0) {
      const bool has_red = use.red < quota.red && rank >= cut_off.red;
      const bool has_orange = use.orange < quota.orange && rank >= cut_off.orange;
      if (asked == 2 && has_red) {
        channel = 2;
      } else {
        if (asked == 2) reason(use.red < quota.red ? "method.cut_off_red" : "method.quota_red");
        if (channel < 1 && has_orange) {
          channel = 1;
        } else if (channel < 1) {
          reason(use.orange < quota.orange ? "method.cut_off_orange" : "method.quota_orange");
        }
      }
    }
    if (ranking != nullptr || asked > 0) {
      use.red += channel == 2 ? 1 : 0;
      use.orange += channel == 1 ? 1 : 0;
    }
    out_[channel_at] = static_cast<char>('0' + channel);
    out_.push_back('\n');
    ++outcome.channels[static_cast<std::size_t>(channel)];
  }

  const law::Law& law_;
  const risk::Policy& policy_;
  const clearance::Validator& validator_;
  const likelihood::Model& model_;
  std::vector<std::uint64_t> levels_;
  std::optional<Compiled> compiled_;
  Histories histories_;
  risk::DayQuota quota_;
  std::uint64_t observed_ = 0;
  std::size_t stride_ = 0;
  std::array<Row, batch_rows> rows_;
  std::vector<float> matrix_;
  std::array<float, batch_rows> margins_{};
  likelihood::Inputs categories_;  // of the declaration at hand, for the linear part
  std::vector<clearance::Finding> findings_;
  std::string out_;
};

template <bool all>
Outcome run(const law::Law& law, const risk::Policy& policy, const clearance::Validator& validator,
            const likelihood::Model& model, const intake::Options& options, std::span<char*> files) {
  const auto bound = std::make_unique<Bound<all>>(law, policy, validator, model);
  Outcome outcome;
  const auto start = std::chrono::steady_clock::now();
  for (const auto* file : files) bound->run(file, options, outcome);
  outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return outcome;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return std::fputs("usage: bench_bound MODEL four|all FILE...\n", stderr), 2;
  const std::string root = CLEARWAY_SOURCE_DIR;
  const auto messages = need(Messages::load(root + "/messages"));
  const auto law = need(law::Law::load(root + "/law"));
  const auto elements = need(law::ElementCatalogue::load(law));
  const auto rates = need(declaration::ExchangeRates::load(root + "/law/kr/exchange_rate/export.csv"));
  const auto policy = need(risk::Policy::load(root + "/policy", law, elements));
  const clearance::Validator validator(law, elements, rates, messages);

  std::FILE* file = std::fopen(argv[1], "rb");
  if (file == nullptr) refuse("the model cannot be read");
  std::string bytes;
  std::array<char, 65536> part;
  for (std::size_t size = 0; (size = std::fread(part.data(), 1, part.size(), file)) > 0;)
    bytes.append(part.data(), size);
  std::fclose(file);
  const auto model = need(likelihood::Model::read(bytes));

  intake::Options options;
  options.messages = &messages;
  options.batch_rows = batch_rows;
  const std::span<char*> files(argv + 3, static_cast<std::size_t>(argc - 3));
  const auto outcome = std::string_view(argv[2]) == "all" ? run<true>(law, policy, validator, model, options, files)
                                                          : run<false>(law, policy, validator, model, options, files);
  const auto print = [](const char* name, std::uint64_t count) {
    std::printf("%s\t%llu\n", name, static_cast<unsigned long long>(count));
  };
  print("rows", outcome.rows);
  print("unreadable", outcome.refused);
  print("green", outcome.channels[0]);
  print("orange", outcome.channels[1]);
  print("red", outcome.channels[2]);
  print("rules", outcome.hits);
  print("bytes", outcome.bytes);
  std::printf("seconds\t%.3f\n", outcome.seconds);
  return 0;
}
