#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/result.h"
#include "declaration/declaration.h"
#include "declaration/facts.h"
#include "risk/assessment.h"
#include "risk/profile_table.h"

namespace clearway::risk {

inline constexpr std::int32_t never = INT32_MIN;  // a day that has not been

/// What the record tells of one party (exporter, consignee, manufacturer, filer) or route. 64 bytes: one cache line.
struct Profile {
  std::uint64_t key = 0;
  std::int64_t value_total_krw = 0;
  std::int64_t value_since_examination_krw = 0;
  std::uint32_t declarations = 0;  // lodged without an error that keeps them from acceptance
  std::uint32_t refused = 0;       // lodged with such an error
  std::uint32_t examined = 0;
  std::uint32_t hits = 0;        // examinations that found a discrepancy
  std::uint32_t near_limit = 0;  // simplified or manifest, valued just below the limit of the procedure
  std::int32_t first_day = never;
  std::int32_t last_day = never;  // days since 1970-01-01
  std::int32_t last_examination_day = never;
  std::int32_t last_hit_day = never;
  std::uint32_t unused = 0;
};
static_assert(sizeof(Profile) == 64);

/// How many declarations of one party or address came in, day by day for a week, and since when it is known.
struct Pace {
  static constexpr std::int32_t days = 7;
  std::int32_t last_day = never;
  std::uint32_t declarations = 0;                 // without an error, as of profiles
  std::uint16_t known_days = 0;                   // from its first day to its last; stops at its largest value
  std::array<std::uint16_t, days> declared_on{};  // by day modulo seven
};
static_assert(sizeof(Pace) == 24);

/// A party whose pace is watched. In two cache lines wherever it stands.
struct alignas(32) PacedProfile : Profile {
  Pace pace;
};
static_assert(sizeof(PacedProfile) == 96);

/// An address, of which nothing but the pace is known.
struct AddressPace : Pace {
  std::uint64_t key = 0;
};
static_assert(sizeof(AddressPace) == 32);

/// A product: what a decision reads of it.
struct ProductProfile {
  std::uint64_t key = 0;
  std::int64_t value_total_krw = 0;
  std::uint32_t declarations = 0;
  std::uint32_t examined = 0;
  std::uint32_t hits = 0;
  std::uint32_t observations = 0;  // of a value per kilogram
  std::int32_t last_day = never;
  std::uint32_t unused = 0;
  std::array<std::int64_t, 3> percentile_krw{};  // of a value per kilogram: 5th, 50th, 95th; refreshed as they come in
};
static_assert(sizeof(ProductProfile) == 64);

/// And how its value per kilogram is distributed, in half octaves from 4 won upwards.
struct PricedProduct : ProductProfile {
  static constexpr std::size_t bucket_count = 64;
  std::array<std::uint16_t, bucket_count> histogram{};
};
static_assert(sizeof(PricedProduct) == 192);

/// Lines of one sender to one consignee or address within the limit of the procedure, day by day for eight days.
struct PairWindow {
  static constexpr std::int32_t days = 8;
  std::uint64_t key = 0;
  std::int32_t last_day = never;
  std::uint32_t declarations = 0;
  std::array<std::uint32_t, days> value_krw{};  // by day modulo eight; stops at its largest value
  std::array<std::uint8_t, days> lines{};
  std::uint64_t unused = 0;
};
static_assert(sizeof(PairWindow) == 64);

/// A phone number and the senders who gave it.
struct PhoneProfile {
  static constexpr std::uint32_t kept = 10;
  std::uint64_t key = 0;
  std::int32_t last_day = never;
  std::uint32_t declarations = 0;
  std::uint32_t senders = 0;  // different ones, counted up to `kept`
  std::array<std::uint32_t, kept> sender_tags{};
  std::uint32_t unused = 0;
};
static_assert(sizeof(PhoneProfile) == 64);

/// Whether and when an exporter sent a product to a destination before.
struct Combination {
  std::uint64_t key = 0;
  std::int32_t last_day = never;
  std::uint32_t declarations = 0;
};
static_assert(sizeof(Combination) == 16);

/// What examination found of declarations that repeat one another.
struct RepeatProfile {
  std::uint64_t key = 0;
  std::uint32_t examined = 0;
  std::uint32_t hits = 0;
  std::int32_t last_day = never;
  std::uint32_t unused = 0;
};
static_assert(sizeof(RepeatProfile) == 24);

/// What profiles need of one declaration, without its texts: a record can keep it and be folded from it again.
struct Observation {
  std::int32_t day = 0;
  declaration::Procedure procedure = declaration::Procedure::formal;
  bool accepted = true;       // nothing found that keeps it from acceptance
  bool within_limit = false;  // simplified or manifest, of known value not above the limit
  bool near_limit = false;    // and within the policy's share of it
  std::uint64_t exporter = 0, consignee = 0, consignee_address = 0, manufacturer = 0, filer = 0, route = 0, product = 0,
                exporter_phone = 0, destination = 0, repeat = 0, exact_repeat = 0;
  std::int64_t value_krw = 0;
  std::int64_t weight_grams = 0;
};

/// The entries that one declaration concerns, as they are before it. Null: nothing known. Valid until the next change.
struct History {
  const Profile* exporter = nullptr;
  const Profile* consignee = nullptr;
  const Profile* manufacturer = nullptr;
  const Profile* filer = nullptr;
  const Profile* route = nullptr;
  const ProductProfile* product = nullptr;
  const PairWindow* pair = nullptr;          // exporter and consignee
  const PairWindow* address_pair = nullptr;  // exporter and address of the consignee
  const PairWindow* phone_pair = nullptr;    // phone of the exporter and address of the consignee
  const PhoneProfile* phone = nullptr;
  const Combination* combination = nullptr;     // exporter, product, destination
  const RepeatProfile* repeat = nullptr;        // examined before, the same declared
  const RepeatProfile* exact_repeat = nullptr;  // and the same value
  const Pace* exporter_pace = nullptr;
  const Pace* consignee_pace = nullptr;
  const Pace* filer_pace = nullptr;
  const Pace* address_pace = nullptr;  // of the consignee
};

/// What was known before one declaration, copied: the profiles may move on while it is being decided. An entry without
/// a key was not there.
struct Past {
  Observation seen;
  std::uint64_t observed = 0;  // declarations before it
  Profile exporter, consignee, manufacturer, filer, route;
  ProductProfile product;
  PairWindow pair, address_pair, phone_pair;
  PhoneProfile phone;
  Combination combination;
  RepeatProfile repeat, exact_repeat;
  Pace exporter_pace, consignee_pace, filer_pace, address_pace;

  /// As pointers into this Past.
  History history() const;
  /// Copies the entries of `history`.
  void keep(const History& history);
};

/// Profiles of traders, products and routes: a fold over the record in fixed memory. The same sequence of observations
/// and examinations gives the same bytes on every machine. One writer; not safe to read while it is written.
class Profiles {
 public:
  /// Entries of each table as a power of two; the default takes 67 MB at most, of which only what is used is touched.
  struct Sizes {
    unsigned exporters = 17, consignees = 17, manufacturers = 15, filers = 12, routes = 13, products = 14, pairs = 17,
             address_pairs = 17, phone_pairs = 15, phones = 16, combinations = 18, repeats = 18, addresses = 16;
  };
  Profiles() : Profiles(Sizes{}) {}
  explicit Profiles(const Sizes& sizes);

  /// Starts loading into the cache what `look_up` will read.
  void prefetch(const Observation& observation) const;
  History look_up(const Observation& observation) const;
  /// Fills `past` by what is known before `past.seen`.
  void recall(Past& past) const;
  void observe(const Observation& observation);
  /// The result of an examination of a declaration with these facts. `discrepancy`: something was found.
  void record_examination(const declaration::Facts& facts, Date examined_on, bool discrepancy);
  /// A second look found something where the first had not, or nothing where it had: hits are put right, the number of
  /// examinations stays.
  void correct_examination(const declaration::Facts& facts, Date on, bool discrepancy);

  std::uint64_t observed() const { return observed_; }
  std::size_t memory_bytes() const;

  /// Everything known, as bytes that `restore` reads again and that are equal where the profiles are equal.
  std::string serialise() const;
  /// After a failure the contents are of no use: begin with new Profiles.
  Status restore(std::string_view bytes);

 private:
  Sizes sizes_;
  std::uint64_t observed_ = 0;
  ProfileTable<PacedProfile> exporters_, consignees_, filers_;
  ProfileTable<Profile> manufacturers_, routes_;
  ProfileTable<PricedProduct> products_;
  ProfileTable<PairWindow> pairs_, address_pairs_, phone_pairs_;
  ProfileTable<PhoneProfile> phones_;
  ProfileTable<Combination> combinations_;
  ProfileTable<RepeatProfile, true> repeats_;  // of both kinds
  ProfileTable<AddressPace> addresses_;
};

/// Sum and number of the lines that `window` holds for the `days` days up to and including `day`.
struct WindowTotal {
  std::int64_t value_krw = 0;
  std::int64_t lines = 0;
};
WindowTotal window_total(const PairWindow& window, std::int32_t day, std::int32_t days);

/// Declarations that `pace` holds for the `days` days up to and including `day`, up to Pace::days.
std::int64_t declared_within(const Pace& pace, std::int32_t day, std::int32_t days);
/// How many declarations were usual in `days` days before those up to and including `day`, in millionths: the mean from
/// the first one on. Nothing where fewer than `least_days` lie before them.
std::optional<std::int64_t> usually_within(const Pace& pace, std::int32_t day, std::int32_t days,
                                           std::int32_t least_days);

}  // namespace clearway::risk
