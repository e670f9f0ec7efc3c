#include "ruling/register.h"

#include <algorithm>
#include <tuple>

#include "law/parameters.h"  // generated
#include "ruling/words.h"

namespace clearway::ruling {
namespace {

constexpr std::size_t heading_digits = 4;

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

std::string all_of(const Published& published) {
  std::string all;
  for (const auto* text : {&published.goods, &published.question, &published.decision, &published.reasons}) {
    all += text->ko + "\n" + text->en + "\n";
  }
  return all;
}

bool newer(const Entry& a, const Entry& b) {
  return std::tie(b.decided_on, a.number) < std::tie(a.decided_on, b.number);
}

bool fits(const Entry& entry, const Query& query, const std::vector<std::string>& words) {
  if (query.kind && entry.kind != *query.kind) return false;
  if (query.year && entry.decided_on.year() != *query.year) return false;
  const auto heading = digits_of(query.heading);
  const auto shared = std::min(heading.size(), entry.tariff_code.size());
  if (!heading.empty() && (shared == 0 || heading.substr(0, shared) != entry.tariff_code.substr(0, shared)))
    return false;
  if (words.empty()) return true;
  const auto text = lower(all_of(entry.published) + entry.number + "\n" + entry.tariff_code);
  return std::all_of(words.begin(), words.end(),
                     [&](const std::string& word) { return text.find(word) != std::string::npos; });
}

std::int64_t heading_points(const law::Table& table, std::string_view a, std::string_view b) {
  std::size_t shared = 0;
  while (shared < a.size() && shared < b.size() && a[shared] == b[shared]) ++shared;
  std::int64_t points = 0;
  for (std::size_t row = 0; row < table.size(); ++row) {
    if (shared >= static_cast<std::size_t>(table.integer(row, "digits")))
      points = std::max(points, table.integer(row, "points"));
  }
  return points;
}

}  // namespace

std::optional<Entry> entry_of(const Ruling& ruling, Date today) {
  if (!ruling.decided_on || !ruling.published || !ruling.decision) return std::nullopt;
  Entry entry;
  entry.number = ruling.number;
  entry.kind = ruling.kind();
  entry.decided_on = *ruling.decided_on;
  entry.valid_until = ruling.valid_until;
  if (!ruling.earlier.empty()) entry.changed_on = ruling.earlier.back().changed_on;
  entry.standing = !is_in_force_on(ruling, today) ? Standing::ended
                   : entry.changed_on             ? Standing::changed
                                                  : Standing::in_force;
  entry.tariff_code = ruling.decision->facts.tariff_code;
  if (is_valuation(entry.kind)) entry.tariff_code = entry.tariff_code.substr(0, heading_digits);
  entry.published = *ruling.published;
  entry.cites = ruling.decision->cites;
  return entry;
}

std::vector<const Entry*> search(const std::vector<Entry>& entries, const Query& query) {
  const auto words = words_of(query.words);
  std::vector<const Entry*> found;
  for (const auto& entry : entries) {
    if (fits(entry, query, words)) found.push_back(&entry);
  }
  std::sort(found.begin(), found.end(), [](const Entry* a, const Entry* b) { return newer(*a, *b); });
  return found;
}

std::vector<Similar> similar(const law::Law& law, const std::vector<Entry>& entries, const Like& like, Date today) {
  const auto& kr = law.kr.ruling.register_;
  const auto& headings = kr.heading_points.on(today).value;
  const auto most = kr.word_points.on(today).value;
  const auto pieces = pieces_of(like.words);
  const auto code = digits_of(like.tariff_code);
  std::vector<Similar> found;
  for (const auto& entry : entries) {
    if (like.kind && is_valuation(*like.kind) != is_valuation(entry.kind)) continue;
    auto points = heading_points(headings, code, entry.tariff_code);
    const auto& published = entry.published;
    const auto others = pieces_of(published.goods.ko + " " + published.goods.en + " " + published.question.ko + " " +
                                  published.question.en);
    // Of the words asked with, since an entry says the same in two languages.
    if (!pieces.empty())
      points += most * static_cast<std::int64_t>(shared(pieces, others)) / static_cast<std::int64_t>(pieces.size());
    if (points >= kr.similar_points.on(today).value) found.push_back({&entry, points});
  }
  std::sort(found.begin(), found.end(), [](const Similar& a, const Similar& b) {
    return a.points != b.points ? a.points > b.points : newer(*a.entry, *b.entry);
  });
  const auto count = static_cast<std::size_t>(kr.similar_count.on(today).value);
  if (found.size() > count) found.resize(count);
  return found;
}

}  // namespace clearway::ruling
