#include "law/element_catalogue.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "law/element_reader.h"
#include "law/law.h"

namespace clearway::law {
namespace {

constexpr std::array<std::string_view, 20> check_names = {
    "",
    "cargo_number",
    "container_number",
    "country",
    "currency",
    "customs_office",
    "declarant_code",
    "declaration_number",
    "denied_party",
    "description",
    "foreign_country",
    "korean_port",
    "not_before_declaration",
    "not_negative",
    "party_identifier",
    "positive",
    "tariff_code",
    "trader_code",
    "transport_document",
    "yes_no",
};

std::optional<std::uint16_t> parse_count(std::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  unsigned value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  if (value == 0) return std::nullopt;
  return static_cast<std::uint16_t>(value);
}

std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace

std::string_view symbol(Obligation obligation) {
  switch (obligation) {
    case Obligation::absent: return "-";
    case Obligation::mandatory: return "M";
    case Obligation::conditional: return "C";
    case Obligation::optional: return "O";
    case Obligation::assigned: return "S";
  }
  return "-";
}

std::optional<Check> parse_check(std::string_view text) {
  const auto it = std::find(check_names.begin() + 1, check_names.end(), text);
  if (it == check_names.end()) return std::nullopt;
  return static_cast<Check>(it - check_names.begin());
}

std::string_view name(Check check) { return check_names[static_cast<std::size_t>(check)]; }

std::optional<Format> parse_format(std::string_view notation) {
  Format format;
  format.notation = notation;
  if (notation == "date") {
    format.kind = Format::Kind::date;
    format.min_length = 8;
    format.max_length = 10;
    return format;
  }
  auto rest = notation;
  if (rest.starts_with("an")) {
    format.kind = Format::Kind::any;
    rest.remove_prefix(2);
  } else if (rest.starts_with("a") || rest.starts_with("n")) {
    format.kind = rest.front() == 'a' ? Format::Kind::letters : Format::Kind::digits;
    rest.remove_prefix(1);
  } else {
    return std::nullopt;
  }
  const bool up_to = rest.starts_with("..");
  if (up_to) rest.remove_prefix(2);
  if (const auto comma = rest.find(','); comma != std::string_view::npos) {
    const auto decimals = parse_count(rest.substr(comma + 1));
    if (!decimals || *decimals > 6 || format.kind != Format::Kind::digits || !up_to) return std::nullopt;
    format.kind = Format::Kind::number;
    format.decimals = static_cast<std::uint8_t>(*decimals);
    rest = rest.substr(0, comma);
  }
  const auto length = parse_count(rest);
  if (!length || *length <= format.decimals) return std::nullopt;
  format.max_length = *length;
  format.min_length = up_to ? 1 : *length;
  return format;
}

const Code* FieldRule::find_code(std::string_view code) const {
  for (const auto& known : codes) {
    if (known.code == code) return &known;
  }
  return nullptr;
}

ElementCatalogue ElementCatalogue::read_texts(const Law& law, const std::string& export_text,
                                              const std::string& import_text, Problems& problems) {
  ElementCatalogue catalogue;
  for (auto& index : catalogue.index_) index.fill(-1);
  catalogue.statement_index_.fill(-1);
  ElementReader(law, catalogue, problems).read(export_text, import_text);
  return catalogue;
}

ElementCatalogue ElementCatalogue::read(const Law& law, Problems& problems) {
  return read_texts(law, content_of(law.directory() + "/kr/export/elements.yaml"),
                    content_of(law.directory() + "/kr/import/elements.yaml"), problems);
}

Result<ElementCatalogue> ElementCatalogue::load(const Law& law) {
  Problems problems;
  auto catalogue = read(law, problems);
  if (!problems.empty()) return problems.front().error();
  return catalogue;
}

const FieldRule* ElementCatalogue::find(declaration::Procedure procedure, declaration::Field field) const {
  const auto p = static_cast<std::size_t>(procedure);
  const auto f = static_cast<std::size_t>(field);
  if (const auto at = index_[p][f]; at >= 0) return &fields_[p][static_cast<std::size_t>(at)];
  if (const auto at = statement_index_[f]; at >= 0) return &statements_[static_cast<std::size_t>(at)];
  return nullptr;
}

}  // namespace clearway::law
