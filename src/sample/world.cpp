#include "sample/world.h"

#include <algorithm>
#include <stdexcept>

namespace clearway::sample {

using declaration::Procedure;

namespace {

constexpr std::uint32_t planted_per_million = 15'000;
constexpr std::size_t text_capacity = 64 * 1024;

/// Enough exporters that most have a history, few enough that many are new.
std::uint32_t exporters_for(std::uint64_t rows) {
  return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(rows / 30, 90, 18'000));
}

bool is_sea(ExitKind kind) {
  return kind == ExitKind::incheon_port || kind == ExitKind::pyeongtaek || kind == ExitKind::busan;
}

struct PatternShare {
  Pattern pattern;
  std::uint32_t share;  // of the cases
  int least, most;      // declarations of a case
};
constexpr PatternShare pattern_shares[] = {
    {Pattern::splitting, 150, 3, 9},      {Pattern::undervaluation, 190, 1, 3},
    {Pattern::overvaluation, 80, 1, 2},   {Pattern::misdescription, 150, 1, 3},
    {Pattern::no_permit, 70, 1, 2},       {Pattern::false_origin, 60, 1, 2},
    {Pattern::fake_export, 50, 1, 2},     {Pattern::circular, 40, 2, 4},
    {Pattern::infringing, 80, 1, 3},      {Pattern::dangerous, 30, 1, 1},
    {Pattern::identity_abuse, 60, 6, 16}, {Pattern::manifest_for_drawback, 40, 2, 4},
};

/// Days between the steps of a case of several declarations.
int days_between(Pattern pattern, Random& random) {
  switch (pattern) {
    case Pattern::circular: return random.between(5, 40);
    case Pattern::identity_abuse:
    case Pattern::manifest_for_drawback: return random.between(0, 4);
    case Pattern::splitting: return random.between(0, 1);
    default: return random.between(1, 12);
  }
}

}  // namespace

std::uint32_t activity_of(Date day) {
  static constexpr std::array<std::uint32_t, 12> months = {92, 85, 95, 95, 98, 100, 96, 97, 102, 108, 132, 124};
  static constexpr std::array<std::uint32_t, 7> weekdays = {118, 112, 108, 106, 104, 74, 60};  // from Monday
  std::uint32_t activity = months[day.month() - 1] * weekdays[static_cast<std::size_t>((day.days() + 3) % 7)] / 10;
  const auto m = day.month(), d = day.day();
  if (m == 11 && (d == 11 || d == 12)) activity = activity * 16 / 10;  // 11.11 sales
  if (m == 11 && d >= 24 && d <= 30) activity = activity * 14 / 10;    // end of November sales
  if ((m == 1 && d == 1) || (m == 12 && d == 25)) activity = activity * 4 / 10;
  // A tenth more each year.
  const auto years_1000 =
      static_cast<std::uint32_t>(std::max(0, day.days() - Date::of(2024, 1, 1).days()) * 1000 / 365);
  return activity * (1000 + years_1000 / 10) / 1000;
}

World::World(const Settings& settings, Terms terms)
    : settings_(settings), terms_(std::move(terms)), random_(mix(settings.seed) ^ 0x5eed) {
  if (settings_.to < settings_.from) throw std::logic_error("World: the period ends before it begins");
  filers_ = make_filers();
  exporters_ = make_exporters(Random(settings_.seed * 3 + 1), exporters_for(settings_.rows), filers_, settings_.from,
                              settings_.to);
  for (std::size_t p = 0; p < 3; ++p) choose_exporter_[p] = WeightedChoice(exporters_.activity[p]);
  for (std::uint32_t i = 0; i < exporters_.all.size(); ++i) {
    const auto& exporter = exporters_.all[i];
    if (exporter.conduct != Conduct::opportunist && exporter.conduct != Conduct::deliberate) continue;
    (exporter.kind == ExporterKind::individual ? shady_persons_ : shady_businesses_).push_back(i);
  }
  std::vector<std::uint32_t> shares;
  for (const auto& filer : filers_) shares.push_back(filer.kind == FilerKind::courier ? filer.share : 0);
  choose_courier_ = WeightedChoice(shares);
  shares.clear();
  for (const auto& destination : destinations()) shares.push_back(destination.share);
  choose_market_ = WeightedChoice(shares);

  text_.reserve(text_capacity);
  make_calendar();
  plant();
  day_ = settings_.from;
  start_day();
}

void World::make_calendar() {
  const auto days = static_cast<std::size_t>(settings_.to.days() - settings_.from.days() + 1);
  std::vector<std::uint64_t> before(days + 1, 0);
  for (std::size_t i = 0; i < days; ++i) {
    before[i + 1] = before[i] + activity_of(settings_.from.plus_days(static_cast<std::int32_t>(i)));
  }
  rows_before_.resize(days + 1);
  for (std::size_t i = 0; i <= days; ++i) rows_before_[i] = settings_.rows * before[i] / before[days];
}

void World::plant() {
  Random random(settings_.seed * 5 + 2);
  const auto days = settings_.to.days() - settings_.from.days() + 1;
  std::vector<std::uint32_t> shares, activity;
  for (const auto& entry : pattern_shares) shares.push_back(entry.share);
  for (std::int32_t i = 0; i < days; ++i) activity.push_back(activity_of(settings_.from.plus_days(i)));
  const WeightedChoice choose_pattern(shares), choose_day(activity);
  const auto wanted = settings_.rows * planted_per_million / 1'000'000;
  std::uint32_t case_number = 0;
  // Each pattern once where there is room for it, then as often as its share says.
  const bool roomy = settings_.rows >= 1'000;
  while (plants_.size() < wanted || (roomy && case_number < pattern_count)) {
    const auto& entry = pattern_shares[case_number < pattern_count ? case_number : choose_pattern.pick(random)];
    const int steps = random.between(entry.least, entry.most);
    auto day = static_cast<std::int32_t>(choose_day.pick(random));
    ++case_number;
    for (int step = 0; step < steps; ++step) {
      plants_.push_back({std::min(day, days - 1), case_number, static_cast<std::uint16_t>(step),
                         static_cast<std::uint16_t>(steps), entry.pattern});
      day += days_between(entry.pattern, random);
    }
  }
  std::stable_sort(plants_.begin(), plants_.end(), [](const Plant& a, const Plant& b) { return a.day < b.day; });
}

void World::start_day() {
  row_of_day_ = 0;
  rows_of_day_ = rows_before_[day_index_ + 1] - rows_before_[day_index_];
  plants_of_day_ = 0;
  while (next_plant_ + plants_of_day_ < plants_.size() &&
         plants_[next_plant_ + plants_of_day_].day <= static_cast<std::int32_t>(day_index_)) {
    ++plants_of_day_;
  }
  plants_of_day_ = std::min(plants_of_day_, rows_of_day_);  // a quiet day leaves the others to the next
  limit_krw_ = terms_.manifest_limit_krw(day_);
  simplified_limit_krw_ = terms_.simplified_limit_krw(day_);
  rates_.clear();
  rates_["KRW"] = Decimal::one;
  for (const auto& destination : destinations()) {
    const auto rate = terms_.rates->won_per_unit(destination.currency, day_);
    if (rate) rates_[destination.currency] = rate->micro();
  }
  if (!rates_.contains("USD")) throw std::logic_error("World: no exchange rate for USD on " + day_.text());
}

bool World::next() {
  if (row_ == settings_.rows) return false;
  while (row_of_day_ == rows_of_day_) {
    ++day_index_;
    day_ = settings_.from.plus_days(static_cast<std::int32_t>(day_index_));
    start_day();
  }
  label_ = {};
  consignment_.clear();
  consignment_.day = day_;
  // The planted ones stand anywhere among the day's others.
  const auto rows_left = static_cast<std::uint32_t>(rows_of_day_ - row_of_day_);
  if (plants_of_day_ > 0 && random_.below(rows_left) < plants_of_day_) {
    --plants_of_day_;
    draw_planted(plants_[next_plant_++]);
  } else {
    draw_usual();
  }
  label_.exporter = consignment_.exporter;
  declare();
  if (label_.pattern == Pattern::none) slip();
  ++row_;
  ++row_of_day_;
  return true;
}

std::int64_t World::won(std::int64_t cents, std::string_view currency) const {
  return Decimal::micro(cents * 10'000).times_floor(Decimal::micro(rates_.find(currency)->second)).floor_whole();
}

std::int64_t World::cents_for(std::int64_t krw, std::string_view currency) const {
  const auto rate = rates_.find(currency)->second;
  auto cents = krw * 100'000'000 / rate;
  // Yen, dong, rupiah, new Taiwan dollars and won are priced in whole units.
  if (rate < 50 * Decimal::one) cents -= cents % 100;
  return std::max<std::int64_t>(cents, rate < 50 * Decimal::one ? 100 : 1);
}

std::uint32_t World::active_exporter(Random& random, Procedure procedure) {
  const auto& choice = choose_exporter_[static_cast<std::size_t>(procedure)];
  for (int attempt = 0; attempt < 12; ++attempt) {
    const auto i = choice.pick(random);
    if (exporters_.all[i].first_day <= day_) return i;
  }
  for (std::uint32_t i = 0; i < 24; ++i) {  // these are there from the start
    if (exporters_.activity[static_cast<std::size_t>(procedure)][i] > 0) return i;
  }
  return 0;
}

std::uint32_t World::shady_exporter(Random& random, bool business) const {
  const auto& candidates = business ? shady_businesses_ : shady_persons_;
  for (int attempt = 0; attempt < 12 && !candidates.empty(); ++attempt) {
    const auto i = random.pick(candidates);
    if (exporters_.all[i].first_day <= day_) return i;
  }
  for (std::uint32_t i = 0; i < exporters_.all.size(); ++i) {
    const auto& exporter = exporters_.all[i];
    if ((exporter.kind != ExporterKind::individual) == business && exporter.first_day <= day_) return i;
  }
  return 0;
}

std::uint16_t World::choose_filer(Random& random, const Consignment& consignment) {
  const auto& exporter = exporters_.all[consignment.exporter];
  if (consignment.procedure != Procedure::manifest) return exporter.broker;
  for (int attempt = 0; attempt < 8; ++attempt) {
    const auto filer = attempt == 0 && random.below(100) < 78
                           ? exporter.courier
                           : static_cast<std::uint16_t>(choose_courier_.pick(random));
    const auto country = consignment.destination->country;
    if (!is_sea(filers_[filer].exit) || country == "CN" || country == "JP" || country == "TW") return filer;
  }
  return 0;
}

void World::draw_usual() {
  auto& c = consignment_;
  const bool weekend = (day_.days() + 3) % 7 >= 5;  // firms declare less then, their customers order all the same
  const auto draw = random_.below(1'000'000);
  const std::uint32_t formal = weekend ? 14'000 : 43'000;
  const std::uint32_t simplified = weekend ? 96'000 : 122'000;
  c.procedure = draw < formal                ? Procedure::formal
                : draw < formal + simplified ? Procedure::simplified
                                             : Procedure::manifest;
  c.exporter = active_exporter(random_, c.procedure);
  const auto& exporter = exporters_.all[c.exporter];
  const auto market = random_.below(100);
  c.destination = &destinations()[exporter.markets[market < 62 ? 0 : market < 84 ? 1 : market < 95 ? 2 : 3]];
  if (c.destination->remote != 0 && random_.below(4) != 0)
    c.destination = &destinations()[choose_market_.pick(random_)];
  c.company = c.procedure == Procedure::formal;
  c.currency = c.company || random_.below(100) < 35 ? "USD" : c.destination->currency;
  // Customers come back: the lower the number, the more often.
  const auto customer = random_.below(random_.below(exporter.consignees * (c.company ? 1 : 2)) + 1);
  c.consignee = hash_text(exporter.phone, customer) ^ hash_text(c.destination->country);
  c.drawback = exporter.claims_drawback && c.procedure != Procedure::manifest && random_.below(100) < 70;
  choose_lines(random_, c);
  c.filer = choose_filer(random_, c);
}

void World::add_product(Random& random, Consignment& c, const Product& product, std::int32_t quantity) {
  auto& line = c.add_line();
  const auto& exporter = exporters_.all[c.exporter];
  // A seller's price of a product stays about the same from parcel to parcel.
  Random shelf(hash_text(product.description) ^ (c.exporter * 0x9e3779b97f4a7c15ULL));
  const auto usual = shelf.spread(static_cast<std::int64_t>(product.price_krw) * exporter.price_level / 1024,
                                  product.price_octaves / 2);
  const auto wholesale = c.company ? 700 + random.below(120) : 960 + random.below(80);
  line = {};
  line.product = &product;
  line.quantity = quantity;
  line.unit_cents = cents_for(std::max<std::int64_t>(usual * wholesale / 1000, 300), c.currency);
  line.grams = std::max<std::int64_t>(random.spread(product.grams, 60), 2) * quantity;
}

void World::choose_lines(Random& random, Consignment& c) {
  const auto& exporter = exporters_.all[c.exporter];
  const auto shelf = products_of(exporter.category);
  if (c.procedure == Procedure::formal && exporter.conduct == Conduct::careful && random.below(100) < 2) {
    c.permit = true;  // who keeps the law exports controlled goods with a permit
    add_product(random, c, random.pick(controlled_products()), random.between(1, 4));
    return;
  }
  std::size_t lines = 1;
  if (c.procedure == Procedure::formal) lines = static_cast<std::size_t>(1 + random.below(random.below(9) + 1));
  if (c.procedure == Procedure::simplified && random.below(100) < 22) lines = 2 + random.below(2);
  for (std::size_t i = 0; i < lines; ++i) {
    const auto& product = shelf[exporter.products[random.below(exporter.product_count)]];
    const auto quantity = c.company
                              ? static_cast<std::int32_t>(std::clamp<std::int64_t>(random.spread(90, 1500), 5, 6000))
                              : static_cast<std::int32_t>(1 + random.below(random.below(6) + 1));
    add_product(random, c, product, quantity);
  }
  if (c.procedure == Procedure::manifest) keep_below(c, limit_krw_);
  if (c.procedure == Procedure::simplified) keep_below(c, simplified_limit_krw_);
}

void World::keep_below(Consignment& c, std::int64_t limit_krw) {
  while (won(c.cents(), c.currency) > limit_krw) {
    auto& dearest = *std::max_element(c.lines.begin(), c.lines.begin() + static_cast<std::ptrdiff_t>(c.line_count),
                                      [](const Line& a, const Line& b) { return a.cents() < b.cents(); });
    if (dearest.quantity > 1) {
      dearest.grams -= dearest.grams / dearest.quantity;
      --dearest.quantity;
    } else {
      dearest.unit_cents = dearest.unit_cents * 3 / 4;
    }
  }
}

}  // namespace clearway::sample
