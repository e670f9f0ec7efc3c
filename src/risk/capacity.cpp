#include "risk/capacity.h"

#include <algorithm>
#include <limits>

#include "base/hash.h"

namespace clearway::risk {
namespace {

constexpr std::int64_t micro = 1'000'000;

/// A line dated far away, or a clock that jumped, must not make every later day one that is over.
constexpr std::int32_t long_over = 31;

/// The rank of the one who gets the last of `places`, if `share` of `own` are still to come, and of `others` all that
/// find no place among `placed`, the highest first. 0: there are fewer of them than places.
double last_placed(const Side& own, const Side* others, double placed, double share, double places) {
  const double of_others = others == nullptr ? 0 : std::max(0.0, share * others->asked_in_all - placed);
  if (share * own.asked_in_all + of_others < places) return 0;
  double asked = 0, asked_of_others = 0, above = 0;
  for (std::size_t i = rank_steps; i-- > 0;) {
    asked += own.asked[i];
    if (others != nullptr) asked_of_others += others->asked[i];
    const double now = share * asked + std::max(0.0, share * asked_of_others - placed);
    if (now >= places) {
      // Within a step they are taken to lie evenly.
      const double within = now > above ? 1 - (places - above) / (now - above) : 0;
      return (static_cast<double>(i) + within) * static_cast<double>(rank_step);
    }
    above = now;
  }
  return 0;
}

}  // namespace

std::size_t step_of(std::int64_t rank) {
  return static_cast<std::size_t>(std::clamp<std::int64_t>(rank, 0, highest_rank) / rank_step);
}

std::int64_t rank_of(std::int64_t likelihood_ppm, std::int64_t expected_value_ppm, const Ranking& ranking) {
  const auto share = ranking.expected_value_share_ppm;
  return std::clamp<std::int64_t>((share * expected_value_ppm + (micro - share) * likelihood_ppm) / micro, 0,
                                  highest_rank);
}

void Side::count(std::int64_t rank) {
  auto& step = asked[step_of(rank)];
  if (step == std::numeric_limits<std::uint16_t>::max()) return;
  ++step;
  ++asked_in_all;
}

CutOff cut_off(std::span<const OfficeDay> days, const Quota& planned, const QuotaUse& used, std::uint32_t lodged) {
  double red = 0, orange = 0;
  for (const auto& day : days) {
    if (day.lodged <= lodged) continue;  // as that day went, nothing more would come
    const double share = 1 - static_cast<double>(lodged) / day.lodged;
    const auto left = [&](std::uint32_t all, std::uint32_t taken, const Side& side) {
      return static_cast<double>(all) - taken - share * side.firm;
    };
    const double red_left = left(planned.red, used.red, day.red);
    const double orange_left = left(planned.orange, used.orange, day.orange);
    const auto price = [&](double places, const Side& own, const Side* others, double placed) {
      if (places <= 0) return static_cast<double>(highest_rank);
      return last_placed(own, others, placed, share, places);
    };
    red += price(red_left, day.red, nullptr, 0);
    // Who asks for red and finds no place there asks for orange.
    orange += price(orange_left, day.orange, &day.red, std::max(0.0, red_left));
  }
  if (days.empty()) return {};
  const auto mean = [&](double sum) {
    return std::min(highest_rank, static_cast<std::int64_t>(sum / static_cast<double>(days.size())));
  };
  return {mean(red), mean(orange)};
}

void Demand::begin(std::string_view name, Date day, const Ranking& ranking) {
  const auto key = hash_text(name);
  auto found = offices_.find(key);
  if (found == offices_.end()) {
    if (offices_.size() >= most_offices) {
      offices_.erase(std::min_element(offices_.begin(), offices_.end(), [](const auto& a, const auto& b) {
        return std::pair(a.second.day, a.first) < std::pair(b.second.day, b.first);
      }));
    }
    offices_[key].day = day.days();
    return;
  }
  auto& office = found->second;
  const auto back = std::int64_t{office.day} - day.days();
  if (back == 0 || (back > 0 && back <= long_over)) return;
  if (office.ended.size() > ranking.memory_days) {  // the policy remembers less than it did
    std::rotate(office.ended.begin(), office.ended.begin() + static_cast<std::ptrdiff_t>(office.next),
                office.ended.end());
    office.ended.erase(office.ended.begin(), office.ended.end() - static_cast<std::ptrdiff_t>(ranking.memory_days));
    office.next = 0;
  }
  if (office.ended.size() < ranking.memory_days) {
    std::rotate(office.ended.begin(), office.ended.begin() + static_cast<std::ptrdiff_t>(office.next),
                office.ended.end());
    office.next = 0;
    office.ended.push_back(office.today);
  } else {
    office.ended[office.next] = office.today;
    office.next = (office.next + 1) % office.ended.size();
  }
  office.today = {};
  office.day = day.days();
}

CutOff Demand::cut_off(std::string_view name, Date day, const Ranking& ranking, const Quota& planned,
                       const QuotaUse& used) const {
  const auto found = offices_.find(hash_text(name));
  if (found == offices_.end() || found->second.day != day.days()) return {};
  const auto& office = found->second;
  if (office.ended.size() < ranking.days_needed) return {};
  return risk::cut_off(office.ended, planned, used, office.today.lodged);
}

void Demand::count(std::string_view name, Date day, const Asking& asking) {
  const auto found = offices_.find(hash_text(name));
  if (found == offices_.end() || found->second.day != day.days()) return;  // a day that is over
  auto& today = found->second.today;
  ++today.lodged;
  const auto side = [&](Channel channel) -> Side& { return channel == Channel::red ? today.red : today.orange; };
  if (asking.asked != Channel::green) side(asking.asked).count(asking.rank);
  if (asking.firm != Channel::green) ++side(asking.firm).firm;
}

}  // namespace clearway::risk
