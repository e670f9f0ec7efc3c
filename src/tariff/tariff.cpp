#include "tariff/tariff.h"

#include <sodium.h>

#include <algorithm>
#include <bit>
#include <fstream>
#include <iterator>

#include "base/hash.h"
#include "tariff/reader.h"

namespace clearway::tariff {
namespace {

constexpr std::array<TableKind, 3> tables = {TableKind::lines, TableKind::rates, TableKind::taxes};

std::string fingerprint(const Rows& rows, const Vocabulary& vocabulary) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, crypto_generichash_BYTES);
  for (const auto kind : tables) {
    const auto text = render(rows, kind, vocabulary);
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  std::array<unsigned char, crypto_generichash_BYTES> hash{};
  crypto_generichash_final(&state, hash.data(), hash.size());
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "tariff-";
  for (std::size_t i = 0; i < 6; ++i) {
    out.push_back(digits[hash[i] >> 4]);
    out.push_back(digits[hash[i] & 15]);
  }
  return out;
}

std::size_t slot_of(std::uint64_t code, std::size_t size) {
  return static_cast<std::size_t>(mix(code * 0x9e3779b97f4a7c15ULL) >> 20) & (size - 1);
}

int shared_digits(std::uint64_t a, std::uint64_t b) {
  int digits = 10;
  for (; a != b; a /= 10, b /= 10) --digits;
  return digits;
}

Error as_error(const RowProblem& problem) {
  return {"tariff_table_is_not_valid", problem.field,
          problem.file + ":" + std::to_string(problem.row) + ": " + problem.code + ": '" + problem.value + "'",
          "clearway tariff import --check " + problem.file};
}

}  // namespace

Tariff Tariff::compile(Rows rows, const Vocabulary& vocabulary) {
  Tariff tariff;
  tariff.version_ = fingerprint(rows, vocabulary);
  tariff.rows_ = std::move(rows);
  std::size_t rate = 0, tax = 0;
  const auto& all = tariff.rows_;
  for (std::size_t line = 0; line < all.lines.size();) {
    Entry entry;
    entry.code = all.lines[line].code;
    entry.lines = static_cast<std::uint32_t>(line);
    for (; line < all.lines.size() && all.lines[line].code == entry.code; ++line) ++entry.line_count;
    entry.rates = static_cast<std::uint32_t>(rate);
    for (; rate < all.rates.size() && all.rates[rate].code == entry.code; ++rate) ++entry.rate_count;
    entry.taxes = static_cast<std::uint32_t>(tax);
    for (; tax < all.taxes.size() && all.taxes[tax].code == entry.code; ++tax) ++entry.tax_count;
    tariff.entries_.push_back(entry);
  }
  tariff.slots_.assign(std::bit_ceil(tariff.entries_.size() * 2 + 2), 0);
  for (std::size_t i = 0; i < tariff.entries_.size(); ++i) {
    auto slot = slot_of(tariff.entries_[i].code, tariff.slots_.size());
    while (tariff.slots_[slot] != 0) slot = (slot + 1) & (tariff.slots_.size() - 1);
    tariff.slots_[slot] = static_cast<std::uint32_t>(i + 1);
  }
  if (!all.lines.empty()) {
    tariff.first_day_ = std::min_element(all.lines.begin(), all.lines.end(), [](const LineRow& a, const LineRow& b) {
                          return a.period.from < b.period.from;
                        })->period.from;
  }
  return tariff;
}

Tariff Tariff::read(const std::string& directory, const Vocabulary& vocabulary, RowProblems& problems) {
  Rows rows;
  std::vector<std::string> files;
  for (const auto kind : tables) {
    const auto path = directory + "/" + std::string(name(kind)) + ".csv";
    std::ifstream in(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    files.push_back(path);
    if (!in && text.empty()) {
      problems.push_back({"file_is_not_readable", path, 0, "", "", ""});
      continue;
    }
    read_table(text, path, files.size() - 1, vocabulary, rows, problems);
  }
  check_together(rows, files, problems);
  return compile(std::move(rows), vocabulary);
}

Result<Tariff> Tariff::load(const std::string& directory, const Vocabulary& vocabulary) {
  RowProblems problems;
  auto tariff = read(directory, vocabulary, problems);
  if (!problems.empty()) return as_error(problems.front());
  return tariff;
}

const Tariff::Entry* Tariff::entry(std::uint64_t code) const {
  if (slots_.empty()) return nullptr;
  for (auto slot = slot_of(code, slots_.size()); slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
    const auto& found = entries_[slots_[slot] - 1];
    if (found.code == code) return &found;
  }
  return nullptr;
}

Tariff::Found Tariff::find(std::uint64_t code, Date day, Line& line) const {
  const auto* found = entry(code);
  if (found == nullptr) return Found::never;
  for (std::size_t i = 0; i < found->line_count; ++i) {
    const auto& row = rows_.lines[found->lines + i];
    if (!row.period.holds(day)) continue;
    line.row = &row;
    line.rates = {rows_.rates.data() + found->rates, found->rate_count};
    line.taxes = {rows_.taxes.data() + found->taxes, found->tax_count};
    return Found::yes;
  }
  return Found::not_on_that_day;
}

std::vector<std::uint64_t> Tariff::near(std::uint64_t code, Date day, std::size_t count) const {
  std::vector<std::uint64_t> codes;
  for (const auto& row : rows_.lines) {
    if (row.period.holds(day)) codes.push_back(row.code);
  }
  const auto distance = [code](std::uint64_t other) { return other > code ? other - code : code - other; };
  std::sort(codes.begin(), codes.end(), [&](std::uint64_t a, std::uint64_t b) {
    const auto digits_a = shared_digits(a, code), digits_b = shared_digits(b, code);
    if (digits_a != digits_b) return digits_a > digits_b;
    if (distance(a) != distance(b)) return distance(a) < distance(b);
    return a < b;
  });
  if (codes.size() > count) codes.resize(count);
  return codes;
}

}  // namespace clearway::tariff
