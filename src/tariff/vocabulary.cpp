#include "tariff/vocabulary.h"

#include "law/law.h"
#include "law/parameters.h"

namespace clearway::tariff {
namespace {

std::string joined(const std::vector<std::string>& list) {
  std::string out;
  for (const auto& word : list) out += (out.empty() ? "" : ", ") + word;
  return out;
}

}  // namespace

std::vector<std::string> words(std::string_view list) {
  std::vector<std::string> out;
  while (!list.empty()) {
    const auto end = list.find(' ');
    if (end != 0) out.emplace_back(list.substr(0, end));
    list = end == std::string_view::npos ? std::string_view{} : list.substr(end + 1);
  }
  return out;
}

bool has_word(std::string_view list, std::string_view word) {
  for (std::size_t at = 0; !word.empty() && (at = list.find(word, at)) != std::string_view::npos; at += word.size()) {
    const auto end = at + word.size();
    if ((at == 0 || list[at - 1] == ' ') && (end == list.size() || list[end] == ' ')) return true;
  }
  return false;
}

Vocabulary::Vocabulary(const law::Law& law) {
  units_.emplace_back();  // no unit
  const auto& units = law.kr.tariff.units.all().back().value;
  for (std::size_t row = 0; row < units.size(); ++row) units_.push_back(units.text(row, "code"));
  const auto& agreements = law.kr.tariff.agreements.all().back().value;
  for (std::size_t row = 0; row < agreements.size(); ++row) {
    agreements_.push_back({agreements.text(row, "code"),
                           {agreements.text(row, "ko"), agreements.text(row, "en")},
                           words(agreements.text(row, "members")),
                           words(agreements.text(row, "proofs")),
                           agreements.text(row, "cite")});
  }
  highest_percent_ = law.kr.tariff.highest_percent.all().back().value;
}

Unit Vocabulary::unit(std::string_view code) const {
  for (std::size_t i = 1; i < units_.size(); ++i) {
    if (units_[i] == code) return static_cast<Unit>(i);
  }
  return 0;
}

std::string Vocabulary::units_text() const { return joined({units_.begin() + 1, units_.end()}); }

std::uint16_t Vocabulary::agreement(std::string_view code) const {
  for (std::size_t i = 0; i < agreements_.size(); ++i) {
    if (agreements_[i].code == code) return static_cast<std::uint16_t>(i + 1);
  }
  return 0;
}

std::string Vocabulary::agreements_text() const {
  std::vector<std::string> codes;
  for (const auto& agreement : agreements_) codes.push_back(agreement.code);
  return joined(codes);
}

}  // namespace clearway::tariff
