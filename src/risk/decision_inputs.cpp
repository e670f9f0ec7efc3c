#include "risk/decision_inputs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "base/hash.h"
#include "risk/signals.h"

namespace clearway::risk {
namespace {

constexpr char text_version = '1';
constexpr char tag_history = 'h', tag_observed = 'o', tag_chance = 'c', tag_quota = 'q', tag_cut_off = 'r',
               tag_sentences = 'm';
constexpr std::size_t history_entries = 17;
constexpr std::size_t largest_history = 1024;  // every field at its longest stays below

// A draw is a multiple of 2^-53, or 1 where chance does not take part.
constexpr double draw_units = 0x1.0p53;

/// Writes into memory of its own; the largest section is known.
class Writer {
 public:
  void byte(std::uint8_t value) { bytes_[size_++] = value; }
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) byte(static_cast<std::uint8_t>(value | 0x80));
    byte(static_cast<std::uint8_t>(value));
  }
  void signed_number(std::int64_t value) {
    number((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
  }
  void fixed(std::uint64_t value, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i) byte(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  std::uint8_t& place() { return bytes_[size_++]; }
  std::string_view view() const { return {reinterpret_cast<const char*>(bytes_.data()), size_}; }

 private:
  std::array<std::uint8_t, largest_history> bytes_;
  std::size_t size_ = 0;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  std::uint8_t byte() {
    if (at_ >= bytes_.size()) return failed_ = true, 0;
    return static_cast<std::uint8_t>(bytes_[at_++]);
  }
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto next = byte();
      value |= std::uint64_t{next & 0x7fU} << shift;
      if ((next & 0x80) == 0) return value;
    }
    failed_ = true;
    return 0;
  }
  std::int64_t signed_number() {
    const auto value = number();
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }
  std::uint32_t count() {
    const auto value = number();
    if (value > UINT32_MAX) failed_ = true;
    return static_cast<std::uint32_t>(value);
  }
  std::uint64_t fixed(std::size_t bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value |= std::uint64_t{byte()} << (8 * i);
    return value;
  }
  std::string_view take(std::uint64_t size) {
    if (size > bytes_.size() - at_) return failed_ = true, std::string_view{};
    const auto part = bytes_.substr(at_, static_cast<std::size_t>(size));
    at_ += part.size();
    return part;
  }
  void fail() { failed_ = true; }
  bool failed() const { return failed_; }
  bool at_end() const { return at_ == bytes_.size(); }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

// --- one entry of the history
// ------------------------------------------------------------------------------------------ A profile: which fields
// are not empty, then those. Of an exporter all, of others the first five.

constexpr unsigned fields_of_others = 5;

void write_day(Writer& out, std::int32_t seen, std::int32_t day) { out.signed_number(std::int64_t{seen} - day); }

void write_profile(Writer& out, const Profile& profile, std::int32_t seen, bool all) {
  const std::array<std::uint32_t, 4> counts = {profile.declarations, profile.refused, profile.examined, profile.hits};
  unsigned mask = 0;
  for (unsigned i = 0; i < counts.size(); ++i) mask |= (counts[i] != 0 ? 1U : 0U) << i;
  mask |= (profile.last_hit_day != never ? 1U : 0U) << 4;
  if (all) {
    mask |= (profile.near_limit != 0 ? 1U : 0U) << 5 | (profile.value_total_krw != 0 ? 1U : 0U) << 6 |
            (profile.value_since_examination_krw != 0 ? 1U : 0U) << 7 | (profile.first_day != never ? 1U : 0U) << 8 |
            (profile.last_day != never ? 1U : 0U) << 9 | (profile.last_examination_day != never ? 1U : 0U) << 10;
  }
  out.number(mask);
  for (unsigned i = 0; i < counts.size(); ++i) {
    if (counts[i] != 0) out.number(counts[i]);
  }
  if (profile.last_hit_day != never) write_day(out, seen, profile.last_hit_day);
  if (!all) return;
  if (profile.near_limit != 0) out.number(profile.near_limit);
  if (profile.value_total_krw != 0) out.signed_number(profile.value_total_krw);
  if (profile.value_since_examination_krw != 0) out.signed_number(profile.value_since_examination_krw);
  if (profile.first_day != never) write_day(out, seen, profile.first_day);
  if (profile.last_day != never) write_day(out, seen, profile.last_day);
  if (profile.last_examination_day != never) write_day(out, seen, profile.last_examination_day);
}

void write_product(Writer& out, const ProductProfile& product) {
  out.number(product.declarations);
  out.number(product.examined);
  out.number(product.hits);
  out.number(product.observations);
  if (product.observations == 0) return;
  for (const auto percentile : product.percentile_krw) out.signed_number(percentile);
}

/// The eight days up to the declaration's own, whatever days the window itself stands on.
void write_window(Writer& out, const PairWindow& window, std::int32_t seen) {
  out.number(window.declarations);
  auto& mask = out.place();
  mask = 0;
  for (std::int32_t back = 0; back < PairWindow::days; ++back) {
    const auto total = window_total(window, seen - back, 1);
    if (total.lines == 0 && total.value_krw == 0) continue;
    mask = static_cast<std::uint8_t>(mask | 1U << back);
    out.number(static_cast<std::uint64_t>(total.value_krw));
    out.number(static_cast<std::uint64_t>(total.lines));
  }
}

std::uint32_t tag_of(std::uint64_t exporter) { return static_cast<std::uint32_t>(mix(exporter) >> 32); }

void write_phone(Writer& out, const PhoneProfile& phone, std::uint64_t exporter) {
  const auto* const end = phone.sender_tags.data() + phone.senders;
  const bool known = std::find(phone.sender_tags.data(), end, tag_of(exporter)) != end;
  out.number(phone.declarations);
  out.number(phone.senders * 2 + (known ? 1 : 0));
}

void write_combination(Writer& out, const Combination& combination, std::int32_t seen) {
  out.number(combination.declarations);
  write_day(out, seen, combination.last_day);
}

/// The week up to the declaration's own day, and how long before that day the first one came.
void write_pace(Writer& out, const Pace& pace, std::int32_t seen) {
  out.number(pace.declarations);
  out.number(static_cast<std::uint64_t>(
      std::clamp<std::int64_t>(std::int64_t{seen} - pace.last_day + pace.known_days, 0, UINT16_MAX)));
  auto& mask = out.place();
  mask = 0;
  for (std::int32_t back = 0; back < Pace::days; ++back) {
    const auto declared = declared_within(pace, seen - back, 1);
    if (declared == 0) continue;
    mask = static_cast<std::uint8_t>(mask | 1U << back);
    out.number(static_cast<std::uint64_t>(declared));
  }
}

void write_history(Writer& out, const History& history, const Observation& seen) {
  unsigned present = 0;
  for (std::size_t i = 0; i < history_entries; ++i) present |= (entry_of(history, i) != nullptr ? 1U : 0U) << i;
  out.number(present);
  if (history.exporter != nullptr) write_profile(out, *history.exporter, seen.day, true);
  for (const auto* profile : {history.consignee, history.manufacturer, history.filer, history.route}) {
    if (profile != nullptr) write_profile(out, *profile, seen.day, false);
  }
  if (history.product != nullptr) write_product(out, *history.product);
  for (const auto* window : {history.pair, history.address_pair, history.phone_pair}) {
    if (window != nullptr) write_window(out, *window, seen.day);
  }
  if (history.phone != nullptr) write_phone(out, *history.phone, seen.exporter);
  if (history.combination != nullptr) write_combination(out, *history.combination, seen.day);
  for (const auto* repeat : {history.repeat, history.exact_repeat}) {
    if (repeat == nullptr) continue;
    out.number(repeat->examined);
    out.number(repeat->hits);
  }
  for (const auto* pace : {history.exporter_pace, history.consignee_pace, history.filer_pace, history.address_pace}) {
    if (pace != nullptr) write_pace(out, *pace, seen.day);
  }
}

std::int32_t read_day(Reader& in, std::int32_t seen) {
  const auto back = in.signed_number();
  if (back > INT32_MAX || back < -INT32_MAX) in.fail();
  const auto day = std::int64_t{seen} - back;
  if (day > INT32_MAX || day < INT32_MIN) in.fail();
  return static_cast<std::int32_t>(day);
}

Profile read_profile(Reader& in, std::int32_t seen, bool all) {
  Profile profile;
  const auto mask = in.number();
  if (mask >= (all ? 1U << 11 : 1U << fields_of_others)) in.fail();
  const auto has = [&](unsigned bit) { return (mask >> bit & 1) != 0; };
  if (has(0)) profile.declarations = in.count();
  if (has(1)) profile.refused = in.count();
  if (has(2)) profile.examined = in.count();
  if (has(3)) profile.hits = in.count();
  if (has(4)) profile.last_hit_day = read_day(in, seen);
  if (has(5)) profile.near_limit = in.count();
  if (has(6)) profile.value_total_krw = in.signed_number();
  if (has(7)) profile.value_since_examination_krw = in.signed_number();
  if (has(8)) profile.first_day = read_day(in, seen);
  if (has(9)) profile.last_day = read_day(in, seen);
  if (has(10)) profile.last_examination_day = read_day(in, seen);
  return profile;
}

ProductProfile read_product(Reader& in) {
  ProductProfile product;
  product.declarations = in.count();
  product.examined = in.count();
  product.hits = in.count();
  product.observations = in.count();
  if (product.observations == 0) return product;
  for (auto& percentile : product.percentile_krw) percentile = in.signed_number();
  return product;
}

PairWindow read_window(Reader& in, std::int32_t seen) {
  PairWindow window;
  window.declarations = in.count();
  window.last_day = seen;
  const unsigned mask = in.byte();
  for (std::int32_t back = 0; back < PairWindow::days; ++back) {
    if ((mask >> back & 1) == 0) continue;
    const auto slot = static_cast<std::uint32_t>(std::int64_t{seen} - back) % PairWindow::days;
    window.value_krw[slot] = in.count();
    const auto lines = in.number();
    if (lines > UINT8_MAX) in.fail();
    window.lines[slot] = static_cast<std::uint8_t>(lines);
  }
  return window;
}

PhoneProfile read_phone(Reader& in, std::uint64_t exporter) {
  PhoneProfile phone;
  phone.declarations = in.count();
  const auto senders = in.number();
  if (senders / 2 > PhoneProfile::kept || senders == 1) in.fail();
  phone.senders = static_cast<std::uint32_t>(std::min<std::uint64_t>(senders / 2, PhoneProfile::kept));
  phone.sender_tags.fill(~tag_of(exporter));  // others, who they were is not kept
  if ((senders & 1) != 0) phone.sender_tags[0] = tag_of(exporter);
  return phone;
}

Combination read_combination(Reader& in, std::int32_t seen) {
  Combination combination;
  combination.declarations = in.count();
  combination.last_day = read_day(in, seen);
  return combination;
}

RepeatProfile read_repeat(Reader& in) {
  RepeatProfile repeat;
  repeat.examined = in.count();
  repeat.hits = in.count();
  if (repeat.hits > repeat.examined) in.fail();
  return repeat;
}

Pace read_pace(Reader& in, std::int32_t seen) {
  Pace pace;
  pace.declarations = in.count();
  pace.last_day = seen;
  const auto known_days = in.number();
  const unsigned mask = in.byte();
  if (known_days > UINT16_MAX || mask >> Pace::days != 0) in.fail();
  pace.known_days = static_cast<std::uint16_t>(known_days);
  for (std::int32_t back = 0; back < Pace::days; ++back) {
    if ((mask >> back & 1) == 0) continue;
    const auto declared = in.number();
    if (declared > UINT16_MAX) in.fail();
    pace.declared_on[static_cast<std::size_t>(((std::int64_t{seen} - back) % Pace::days + Pace::days) % Pace::days)] =
        static_cast<std::uint16_t>(declared);
  }
  return pace;
}

Error unreadable(std::string_view what) {
  return {"inputs_cannot_be_read", "inputs", "what the decision was taken on cannot be read: " + std::string(what),
          "clearway audit verify tells whether the record was altered"};
}

/// Calls `visit(tag, content)` for each section; false if they do not fit.
template <class Visit>
bool each_section(std::string_view bytes, const Visit& visit) {
  Reader in(bytes);
  while (!in.at_end()) {
    const char tag = static_cast<char>(in.byte());
    const auto content = in.take(in.number());
    if (in.failed()) return false;
    visit(tag, content);
  }
  return true;
}

std::int64_t micro(double ratio) { return std::llround(ratio * 1e6); }

bool parse_chance(std::string_view content, Chance& chance, std::int64_t& ratio_micro) {
  Reader in(content);
  const auto flags = in.byte();
  chance.committed = (flags & 1) != 0;
  chance.day = Date::from_days(read_day(in, 0));
  const auto units = in.number();
  ratio_micro = static_cast<std::int64_t>(in.number());
  if (flags > 1 || units > (std::uint64_t{1} << 53) || ratio_micro < 0 || ratio_micro > 1'000'000) return false;
  chance.draw = static_cast<double>(units) / draw_units;
  return !in.failed() && in.at_end();
}

bool parse_cut_off(std::string_view content, std::optional<CutOff>& cut_off) {
  Reader in(content);
  const auto red = in.number(), orange = in.number();
  constexpr auto most = static_cast<std::uint64_t>(highest_rank);
  if (in.failed() || !in.at_end() || red > most || orange > most) return false;
  cut_off = {static_cast<std::int64_t>(red), static_cast<std::int64_t>(orange)};
  return true;
}

}  // namespace

/// Fills a KeptHistory from its section.
struct InputsReader {
  static bool read(std::string_view content, const Observation& seen, KeptHistory& out) {
    Reader in(content);
    const auto present = in.number();
    if (present >> history_entries != 0) return false;
    const auto has = [&](std::size_t entry) { return (present >> entry & 1) != 0; };
    if (has(0)) out.exporter_ = read_profile(in, seen.day, true);
    if (has(1)) out.consignee_ = read_profile(in, seen.day, false);
    if (has(2)) out.manufacturer_ = read_profile(in, seen.day, false);
    if (has(3)) out.filer_ = read_profile(in, seen.day, false);
    if (has(4)) out.route_ = read_profile(in, seen.day, false);
    if (has(5)) out.product_ = read_product(in);
    if (has(6)) out.pair_ = read_window(in, seen.day);
    if (has(7)) out.address_pair_ = read_window(in, seen.day);
    if (has(8)) out.phone_pair_ = read_window(in, seen.day);
    if (has(9)) out.phone_ = read_phone(in, seen.exporter);
    if (has(10)) out.combination_ = read_combination(in, seen.day);
    if (has(11)) out.repeat_ = read_repeat(in);
    if (has(12)) out.exact_repeat_ = read_repeat(in);
    if (has(13)) out.exporter_pace_ = read_pace(in, seen.day);
    if (has(14)) out.consignee_pace_ = read_pace(in, seen.day);
    if (has(15)) out.filer_pace_ = read_pace(in, seen.day);
    if (has(16)) out.address_pace_ = read_pace(in, seen.day);
    return !in.failed() && in.at_end();
  }
};

History KeptHistory::view() const {
  const auto pointer = [](const auto& entry) { return entry ? &*entry : nullptr; };
  History history;
  history.exporter = pointer(exporter_);
  history.consignee = pointer(consignee_);
  history.manufacturer = pointer(manufacturer_);
  history.filer = pointer(filer_);
  history.route = pointer(route_);
  history.product = pointer(product_);
  history.pair = pointer(pair_);
  history.address_pair = pointer(address_pair_);
  history.phone_pair = pointer(phone_pair_);
  history.phone = pointer(phone_);
  history.combination = pointer(combination_);
  history.repeat = pointer(repeat_);
  history.exact_repeat = pointer(exact_repeat_);
  history.exporter_pace = pointer(exporter_pace_);
  history.consignee_pace = pointer(consignee_pace_);
  history.filer_pace = pointer(filer_pace_);
  history.address_pace = pointer(address_pace_);
  return history;
}

void append_section(std::string& out, char tag, std::string_view content) {
  out.push_back(tag);
  std::uint64_t size = content.size();
  for (; size >= 0x80; size >>= 7) out.push_back(static_cast<char>(size | 0x80));
  out.push_back(static_cast<char>(size));
  out.append(content);
}

void append_inputs(std::string& out, const DecisionInputs& inputs) {
  Writer history;
  write_history(history, inputs.history, inputs.seen);
  append_section(out, tag_history, history.view());

  Writer observed;
  observed.number(inputs.observed);
  append_section(out, tag_observed, observed.view());

  Writer chance;
  chance.byte(inputs.chance.committed ? 1 : 0);
  write_day(chance, 0, inputs.chance.day.days());
  chance.number(static_cast<std::uint64_t>(inputs.chance.draw * draw_units));
  chance.number(static_cast<std::uint64_t>(micro(inputs.ratio)));
  append_section(out, tag_chance, chance.view());

  Writer quota;
  quota.number(inputs.used.red);
  quota.number(inputs.used.orange);
  if (inputs.capacity != nullptr) {
    quota.number(inputs.capacity->red);
    quota.number(inputs.capacity->orange);
  }
  append_section(out, tag_quota, quota.view());

  if (inputs.cut_off != nullptr) {
    Writer cut_off;
    cut_off.number(static_cast<std::uint64_t>(inputs.cut_off->red));
    cut_off.number(static_cast<std::uint64_t>(inputs.cut_off->orange));
    append_section(out, tag_cut_off, cut_off.view());
  }

  Writer sentences;
  sentences.fixed(inputs.sentences, 6);
  append_section(out, tag_sentences, sentences.view());
}

Result<KeptInputs> read_inputs(std::string_view bytes, const Observation& seen) {
  KeptInputs kept;
  std::string_view damaged;
  std::string found;
  const auto part = [&](std::string_view name, bool read) {
    if (!read && damaged.empty()) damaged = name;
  };
  const bool sound = each_section(bytes, [&](char tag, std::string_view content) {
    if (found.find(tag) != std::string::npos) return part("a section stands twice", false);
    found.push_back(tag);
    Reader in(content);
    switch (tag) {
      case tag_history: return part("history", InputsReader::read(content, seen, kept.history));
      case tag_observed: kept.observed = in.number(); return part("observed", !in.failed() && in.at_end());
      case tag_chance: return part("chance", parse_chance(content, kept.chance, kept.ratio_micro));
      case tag_quota:
        kept.used.red = in.count();
        kept.used.orange = in.count();
        if (!in.at_end() && !in.failed()) {
          kept.capacity.emplace();
          kept.capacity->red = in.count();
          kept.capacity->orange = in.count();
        }
        return part("quota", !in.failed() && in.at_end());
      case tag_cut_off: return part("cut_off", parse_cut_off(content, kept.cut_off));
      case tag_sentences: kept.sentences = in.fixed(6); return part("sentences", !in.failed() && in.at_end());
      default: kept.others.emplace_back(tag, content);
    }
  });
  if (!sound) return unreadable("a section is cut short");
  if (!damaged.empty()) return unreadable(damaged);
  for (const char tag : {tag_history, tag_observed, tag_chance, tag_quota, tag_sentences}) {
    if (found.find(tag) == std::string::npos) return unreadable("section " + std::string(1, tag) + " is missing");
  }
  return kept;
}

Result<std::pair<Chance, std::int64_t>> read_chance(std::string_view bytes) {
  std::pair<Chance, std::int64_t> found;
  bool read = false;
  const bool sound = each_section(bytes, [&](char tag, std::string_view content) {
    if (tag == tag_chance) read = parse_chance(content, found.first, found.second);
  });
  if (!sound || !read) return unreadable("chance");
  return found;
}

// --- as text
// -----------------------------------------------------------------------------------------------------------

namespace {
constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::array<std::int8_t, 256> values_of_digits() {
  std::array<std::int8_t, 256> values{};
  for (auto& value : values) value = -1;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    values[static_cast<unsigned char>(digits[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}
constexpr auto digit_values = values_of_digits();
}  // namespace

void append_inputs_text(std::string& out, std::string_view bytes) {
  const std::size_t begin = out.size();
  out.resize(begin + 1 + (bytes.size() * 4 + 2) / 3);
  char* to = out.data() + begin;
  *to++ = text_version;
  std::size_t i = 0;
  const auto at = [&](std::size_t index) { return std::uint32_t{static_cast<unsigned char>(bytes[index])}; };
  for (; i + 3 <= bytes.size(); i += 3) {
    const auto group = at(i) << 16 | at(i + 1) << 8 | at(i + 2);
    *to++ = digits[group >> 18];
    *to++ = digits[group >> 12 & 63];
    *to++ = digits[group >> 6 & 63];
    *to++ = digits[group & 63];
  }
  if (i == bytes.size()) return;
  const bool two = i + 2 == bytes.size();
  const auto group = at(i) << 16 | (two ? at(i + 1) << 8 : 0);
  *to++ = digits[group >> 18];
  *to++ = digits[group >> 12 & 63];
  if (two) *to++ = digits[group >> 6 & 63];
}

std::optional<std::string> inputs_bytes(std::string_view text) {
  if (text.empty() || text.front() != text_version) return std::nullopt;
  text.remove_prefix(1);
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t group = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const auto value = digit_values[static_cast<unsigned char>(c)];
    if (value < 0) return std::nullopt;
    group = group << 6 | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push_back(static_cast<char>(group >> bits & 0xff));
  }
  if ((group & ((1U << bits) - 1)) != 0) return std::nullopt;  // one text for the same bytes
  return bytes;
}

}  // namespace clearway::risk
