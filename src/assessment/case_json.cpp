#include "assessment/case_json.h"

#include <simdjson.h>

#include <algorithm>
#include <set>

#include "base/text.h"

namespace clearway::assessment {
namespace {

namespace json = simdjson::ondemand;

constexpr std::size_t most_lines = 9'999;
constexpr std::size_t most_rows = 1'000;  // elements and comparables of one list
constexpr std::size_t longest_text = 1'000;
constexpr Decimal largest = Decimal::whole(1'000'000'000'000);  // so that sums of a few stay in range

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r' || text.back() == '\t'))
    text.remove_suffix(1);
  return text;
}

template <class Names>
std::string listed(const Names& names) {
  std::string out;
  for (const auto name : names) out += (out.empty() ? "" : ", ") + std::string(name);
  return out;
}

template <std::size_t N>
using Names = std::array<std::string_view, N>;

/// Where the reader is, and what it has found wrong there.
class Reader {
 public:
  explicit Reader(Problems& problems) : problems_(problems) {}

  Case whole(json::value value) {
    static constexpr Names<2> names = {"case_id", "declaration"};
    Case out;
    bool given = false;
    object(value, names, [&](std::size_t field, json::value inner) {
      if (field == 0) return text(inner, out.case_id);
      given = true;
      out.declaration = declaration(inner);
    });
    if (!given) missing("declaration");
    return out;
  }

  ImportDeclaration declaration(json::value value) {
    static constexpr Names<16> names = {
        "declaration_number", "importer",    "tax_date",          "regime",   "self_use",
        "split_or_repeated",  "simple_rate", "departure_country", "currency", "incoterm",
        "elements",           "stored_on",   "traveller",         "lines",    "freight",
        "insurance"};
    ImportDeclaration out;
    const auto seen = object(value, names, [&](std::size_t field, json::value inner) {
      switch (field) {
        case 0: return text(inner, out.declaration_number);
        case 1: return text(inner, out.importer);
        case 2: return day(inner, out.tax_date);
        case 3: return word(inner, regime_names, out.regime);
        case 4: return boolean(inner, out.self_use);
        case 5: return boolean(inner, out.split_or_repeated);
        case 6: return boolean(inner, out.simple_rate);
        case 7: return country(inner, out.departure_country);
        case 8: return currency(inner, out.currency);
        case 9: return text(inner, out.incoterm);
        case 10: return elements(inner, out.elements);
        case 11: return day(inner, out.stored_on.emplace());
        case 12: return traveller(inner, out.traveller.emplace());
        case 13: return lines(inner, out.lines);
        case 14: return short_element(inner, PriceElement::freight, out.elements);
        default: return short_element(inner, PriceElement::insurance, out.elements);
      }
    });
    for (const auto field : {2, 8, 9, 13}) {
      if (!has(seen, static_cast<std::size_t>(field))) missing(names[static_cast<std::size_t>(field)]);
    }
    return out;
  }

 private:
  using Seen = std::uint64_t;
  static bool has(Seen seen, std::size_t field) { return (seen >> field & 1) != 0; }

  // --- places

  struct Inside {
    Inside(Reader& reader_, std::string_view name) : reader(reader_), size(reader.path_.size()) {
      if (!reader.path_.empty()) reader.path_.push_back('.');
      reader.path_.append(name);
    }
    Inside(Reader& reader_, std::size_t index) : reader(reader_), size(reader.path_.size()) {
      reader.path_ += "[" + std::to_string(index + 1) + "]";
    }
    ~Inside() { reader.path_.resize(size); }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;
    Reader& reader;
    std::size_t size;
  };

  void fault(Refusal refusal, std::string_view value, std::string expected) {
    // The first fault of a field is the one that helps.
    if (!problems_.empty() && problems_.back().field == path_ && problems_.back().line == line_) return;
    problems_.push_back({refusal, line_ == 0 ? Scope::declaration : Scope::line, line_, path_,
                         std::string(value.substr(0, 80)), std::move(expected)});
  }
  void missing(std::string_view name) {
    const Inside inside(*this, name);
    fault(Refusal::value_is_missing, "", "");
  }

  // --- values

  template <std::size_t N, class Function>
  Seen object(json::value value, const Names<N>& names, Function&& function) {
    json::object object;
    Seen seen = 0;
    if (value.get_object().get(object) != simdjson::SUCCESS)
      return fault(Refusal::value_is_not_valid, raw(value), "{…}"), seen;
    for (auto entry : object) {
      std::string_view key;
      json::value inner;
      if (entry.unescaped_key().get(key) != simdjson::SUCCESS || entry.value().get(inner) != simdjson::SUCCESS) {
        broken_ = true;
        return seen;
      }
      const auto at = std::find(names.begin(), names.end(), key);
      const Inside inside(*this, at == names.end() ? std::string_view(key).substr(0, 80) : *at);
      if (at == names.end()) {
        fault(Refusal::field_is_not_known, "", listed(names));
        continue;
      }
      const auto field = static_cast<std::size_t>(at - names.begin());
      if (has(seen, field)) {
        fault(Refusal::field_stands_twice, "", "");
        continue;
      }
      seen |= Seen{1} << field;
      if (is_null(inner)) {
        seen &= ~(Seen{1} << field);
        continue;
      }
      function(field, inner);
    }
    return seen;
  }

  template <class Function>
  void array(json::value value, std::size_t most, Function&& function) {
    json::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) return fault(Refusal::value_is_not_valid, raw(value), "[…]");
    std::size_t index = 0;
    for (auto entry : array) {
      json::value inner;
      if (entry.get(inner) != simdjson::SUCCESS) {
        broken_ = true;
        return;
      }
      if (index == most)
        return fault(Refusal::value_is_not_valid, std::to_string(index + 1), "<= " + std::to_string(most));
      const Inside inside(*this, index++);
      function(index - 1, inner);
    }
  }

  static bool is_null(json::value value) {
    bool null = false;
    return value.is_null().get(null) == simdjson::SUCCESS && null;
  }
  /// The token as it stands, for messages.
  static std::string_view raw(json::value value) { return trimmed(value.raw_json_token()); }

  /// A text, or nothing where the value is of another type.
  std::optional<std::string_view> string(json::value value) {
    std::string_view text;
    json::json_type type;
    if (value.type().get(type) != simdjson::SUCCESS || type != json::json_type::string ||
        value.get_string().get(text) != simdjson::SUCCESS) {
      fault(Refusal::value_is_not_valid, raw(value), "\"…\"");
      return std::nullopt;
    }
    if (text.size() > longest_text) {
      fault(Refusal::value_is_not_valid, text, "<= " + std::to_string(longest_text));
      return std::nullopt;
    }
    return text;
  }
  void text(json::value value, std::string& out) {
    if (const auto text = string(value)) out.assign(*text);
  }
  void day(json::value value, Date& out) {
    const auto text = string(value);
    if (!text) return;
    const auto date = Date::parse(*text);
    if (!date) return fault(Refusal::value_is_not_valid, *text, "2026-03-02");
    out = *date;
  }
  void boolean(json::value value, bool& out) {
    if (value.get_bool().get(out) != simdjson::SUCCESS) fault(Refusal::value_is_not_valid, raw(value), "true, false");
  }
  void capitals(json::value value, std::string& out, std::size_t size, const char* example) {
    const auto text = string(value);
    if (!text) return;
    const bool good =
        text->size() == size && std::all_of(text->begin(), text->end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!good) return fault(Refusal::value_is_not_valid, *text, example);
    out.assign(*text);
  }
  void country(json::value value, std::string& out) { capitals(value, out, 2, "US"); }
  void currency(json::value value, std::string& out) { capitals(value, out, 3, "USD"); }

  template <class Enum, std::size_t N>
  void word(json::value value, const Names<N>& names, Enum& out) {
    const auto text = string(value);
    if (!text) return;
    const auto at = std::find(names.begin(), names.end(), *text);
    if (at == names.end()) return fault(Refusal::value_is_not_valid, *text, listed(names));
    out = static_cast<Enum>(at - names.begin());
  }

  /// A number, written as a number or as a text of digits; exact.
  void decimal(json::value value, Decimal& out, bool may_be_negative = false) {
    json::json_type type;
    std::string_view digits;
    if (value.type().get(type) != simdjson::SUCCESS) {
      broken_ = true;
      return;
    }
    if (type == json::json_type::number) {
      digits = raw(value);
    } else if (type != json::json_type::string || value.get_string().get(digits) != simdjson::SUCCESS) {
      return fault(Refusal::value_is_not_valid, raw(value), "1234.5");
    }
    const auto number = Decimal::parse(digits);
    if (!number) return fault(Refusal::value_is_not_valid, digits, "1234.5");
    if (!may_be_negative && *number < Decimal{}) return fault(Refusal::value_is_negative, digits, ">= 0");
    if (*number > largest) return fault(Refusal::value_is_not_valid, digits, "<= " + largest.text());
    out = *number;
  }
  void integer(json::value value, std::int64_t& out, std::int64_t most) {
    Decimal number;
    decimal(value, number);
    if (number.micro() % Decimal::one != 0 || number.floor_whole() > most)
      return fault(Refusal::value_is_not_valid, number.text(), "0 – " + std::to_string(most));
    out = number.floor_whole();
  }

  // --- parts of a declaration

  void amount(json::value value, Amount& out, bool may_be_negative = false) {
    static constexpr Names<2> names = {"amount", "currency"};
    const auto seen = object(value, names, [&](std::size_t field, json::value inner) {
      field == 0 ? decimal(inner, out.value, may_be_negative) : currency(inner, out.currency);
    });
    require(seen, names, {0, 1});
  }

  template <std::size_t N>
  void require(Seen seen, const Names<N>& names, std::initializer_list<std::size_t> fields) {
    for (const auto field : fields) {
      if (!has(seen, field)) missing(names[field]);
    }
  }

  void short_element(json::value value, PriceElement kind, std::vector<Element>& out) {
    Element element;
    element.kind = kind;
    amount(value, element.amount);
    out.push_back(std::move(element));
  }

  void elements(json::value value, std::vector<Element>& out) {
    static constexpr Names<4> names = {"kind", "amount", "currency", "separately_shown"};
    array(value, most_rows, [&](std::size_t, json::value row) {
      Element element;
      const auto seen = object(row, names, [&](std::size_t field, json::value inner) {
        switch (field) {
          case 0: return word(inner, price_element_names, element.kind);
          case 1: return decimal(inner, element.amount.value);
          case 2: return currency(inner, element.amount.currency);
          default: return boolean(inner, element.separately_shown);
        }
      });
      require(seen, names, {0, 1, 2});
      out.push_back(std::move(element));
    });
  }

  void traveller(json::value value, Traveller& out) {
    static constexpr Names<4> names = {"age", "voluntary", "undeclared", "surcharged_before"};
    const auto seen = object(value, names, [&](std::size_t field, json::value inner) {
      switch (field) {
        case 0: return integer(inner, out.age, 150);
        case 1: return boolean(inner, out.voluntary);
        case 2: return boolean(inner, out.undeclared);
        default: return integer(inner, out.surcharged_before, 1'000);
      }
    });
    require(seen, names, {0});
  }

  void comparables(json::value value, std::vector<Comparable>& out) {
    static constexpr Names<4> names = {"unit_value", "adjustment", "shipped_on", "same_producer"};
    array(value, most_rows, [&](std::size_t, json::value row) {
      Comparable comparable;
      const auto seen = object(row, names, [&](std::size_t field, json::value inner) {
        switch (field) {
          case 0: return amount(inner, comparable.unit_value);
          case 1: return amount(inner, comparable.adjustment, true);
          case 2: return day(inner, comparable.shipped_on);
          default: return boolean(inner, comparable.same_producer);
        }
      });
      require(seen, names, {0, 2});
      out.push_back(std::move(comparable));
    });
  }

  void domestic_sale(json::value value, DomesticSale& out) {
    static constexpr Names<6> names = {"unit_price", "profit_and_expenses",  "transport",
                                       "taxes",      "value_added_in_korea", "sold_on"};
    const auto seen = object(value, names, [&](std::size_t field, json::value inner) {
      switch (field) {
        case 0: return decimal(inner, out.unit_price);
        case 1: return decimal(inner, out.profit_and_expenses);
        case 2: return decimal(inner, out.transport);
        case 3: return decimal(inner, out.taxes);
        case 4: return decimal(inner, out.value_added_in_korea);
        default: return day(inner, out.sold_on);
      }
    });
    require(seen, names, {0, 1, 2, 3, 5});
  }

  void production(json::value value, Production& out) {
    static constexpr Names<3> names = {"materials_and_processing", "profit_and_expenses", "transport"};
    const auto seen = object(value, names, [&](std::size_t field, json::value inner) {
      amount(inner, field == 0 ? out.materials_and_processing : field == 1 ? out.profit_and_expenses : out.transport);
    });
    require(seen, names, {0, 1, 2});
  }

  void reasonable(json::value value, Reasonable& out) {
    static constexpr Names<2> names = {"basis", "value"};
    const auto seen = object(value, names, [&](std::size_t field, json::value inner) {
      field == 0 ? word(inner, reasonable_basis_names, out.basis) : amount(inner, out.value);
    });
    require(seen, names, {0, 1});
  }

  void grounds(json::value value, std::vector<Ground>& out) {
    array(value, ground_names.size(), [&](std::size_t, json::value row) {
      Ground ground{};
      word(row, ground_names, ground);
      out.push_back(ground);
    });
  }

  void valuation(json::value value, Valuation& out) {
    static constexpr Names<10> names = {"grounds",   "related", "shipped_on", "seasonal", "computed_before_deductive",
                                        "identical", "similar", "deductive",  "computed", "reasonable"};
    object(value, names, [&](std::size_t field, json::value inner) {
      switch (field) {
        case 0: return grounds(inner, out.grounds);
        case 1: return boolean(inner, out.related);
        case 2: return day(inner, out.shipped_on.emplace());
        case 3: return boolean(inner, out.seasonal);
        case 4: return boolean(inner, out.computed_before_deductive);
        case 5: return comparables(inner, out.identical);
        case 6: return comparables(inner, out.similar);
        case 7: return domestic_sale(inner, out.deductive.emplace());
        case 8: return production(inner, out.computed.emplace());
        default: return reasonable(inner, out.reasonable.emplace());
      }
    });
  }

  void preference(json::value value, PreferenceClaim& out) {
    static constexpr Names<4> names = {"agreement", "proof", "proof_number", "proof_issued_on"};
    const auto seen = object(value, names, [&](std::size_t field, json::value inner) {
      switch (field) {
        case 0: return text(inner, out.agreement);
        case 1: return text(inner, out.proof);
        case 2: return text(inner, out.proof_number);
        default: return day(inner, out.proof_issued_on.emplace());
      }
    });
    require(seen, names, {0});
  }

  void recommendation(json::value value, RecommendationClaim& out) {
    static constexpr Names<2> names = {"number", "quantity"};
    const auto seen = object(value, names, [&](std::size_t field, json::value inner) {
      field == 0 ? text(inner, out.number) : decimal(inner, out.quantity);
    });
    require(seen, names, {1});
  }

  void relief(json::value value, ReliefClaim& out) {
    static constexpr Names<5> names = {"code", "approval", "re_export_by", "exported_on", "exported_value"};
    const auto seen = object(value, names, [&](std::size_t field, json::value inner) {
      switch (field) {
        case 0: return text(inner, out.code);
        case 1: return text(inner, out.approval);
        case 2: return day(inner, out.re_export_by.emplace());
        case 3: return day(inner, out.exported_on.emplace());
        default: return decimal(inner, out.exported_value.emplace());
      }
    });
    require(seen, names, {0});
  }

  void line(json::value value, Line& out) {
    static constexpr Names<19> names = {"line",       "tariff_code", "description", "quantity",   "unit",
                                        "net_weight", "volume",      "origin",      "price",      "category",
                                        "commercial", "elements",    "valuation",   "preference", "recommendation",
                                        "relief",     "freight",     "insurance",   "pieces"};
    const auto seen = object(value, names, [&](std::size_t field, json::value inner) {
      switch (field) {
        case 0: {
          std::int64_t number = 0;
          integer(inner, number, most_lines);
          if (number == 0) return fault(Refusal::value_is_not_valid, "0", "1 – " + std::to_string(most_lines));
          out.number = static_cast<std::uint32_t>(number);
          return;
        }
        case 1: return text(inner, out.tariff_code);
        case 2: return text(inner, out.description);
        case 3: return decimal(inner, out.quantity);
        case 4: return text(inner, out.unit);
        case 5: return decimal(inner, out.net_weight.emplace());
        case 6: return decimal(inner, out.volume.emplace());
        case 7: return country(inner, out.origin);
        case 8: return decimal(inner, out.price);
        case 9: return word(inner, category_names, out.category);
        case 10: return boolean(inner, out.commercial);
        case 11: return elements(inner, out.elements);
        case 12: return valuation(inner, out.valuation.emplace());
        case 13: return preference(inner, out.preference.emplace());
        case 14: return recommendation(inner, out.recommendation.emplace());
        case 15: return relief(inner, out.relief.emplace());
        case 16: return short_element(inner, PriceElement::freight, out.elements);
        case 17: return short_element(inner, PriceElement::insurance, out.elements);
        default: return decimal(inner, out.pieces.emplace());
      }
    });
    require(seen, names, {1, 3, 4, 7, 8});
  }

  void lines(json::value value, std::vector<Line>& out) {
    std::set<std::uint32_t> numbers;
    array(value, most_lines, [&](std::size_t index, json::value row) {
      Line read;
      read.number = static_cast<std::uint32_t>(index + 1);
      const auto before = problems_.size();
      line_ = read.number;
      line(row, read);
      if (!numbers.insert(read.number).second) {
        const Inside inside(*this, "line");
        fault(Refusal::field_stands_twice, std::to_string(read.number), "");
      }
      for (auto at = before; at < problems_.size(); ++at) problems_[at].line = read.number;
      if (problems_.size() == before) out.push_back(std::move(read));
      line_ = 0;
    });
    if (out.empty() && numbers.empty()) fault(Refusal::value_is_missing, "", "");
  }

 public:
  bool broken() const { return broken_; }

 private:
  Problems& problems_;
  std::string path_;
  std::uint32_t line_ = 0;
  bool broken_ = false;
};

}  // namespace

struct CaseReader::Parser {
  json::parser parser;
  std::string text;

  template <class Function>
  void read(std::string_view given, Problems& problems, Function&& function) {
    text.assign(given);
    text.reserve(text.size() + simdjson::SIMDJSON_PADDING);
    const auto unreadable = [&](std::string_view cause) {
      problems.assign(1, {Refusal::case_is_not_readable, Scope::declaration, 0, "", std::string(cause), "{…}"});
    };
    json::document document;
    if (const auto error =
            parser.iterate(simdjson::padded_string_view(text.data(), text.size(), text.capacity())).get(document))
      return unreadable(simdjson::error_message(error));
    json::value root;
    if (const auto error = document.get_value().get(root)) return unreadable(simdjson::error_message(error));
    Reader reader(problems);
    function(reader, root);
    const char* rest = nullptr;
    const bool more = problems.empty() && document.current_location().get(rest) == simdjson::SUCCESS;
    if (reader.broken() || more) unreadable(simdjson::error_message(simdjson::TAPE_ERROR));
  }
};

CaseReader::CaseReader() : parser_(std::make_unique<Parser>()) {}
CaseReader::~CaseReader() = default;

Case CaseReader::read(std::string_view text, Problems& problems) {
  Case out;
  parser_->read(text, problems, [&](Reader& reader, json::value root) { out = reader.whole(root); });
  return out;
}

ImportDeclaration CaseReader::read_declaration(std::string_view text, Problems& problems) {
  ImportDeclaration out;
  parser_->read(text, problems, [&](Reader& reader, json::value root) { out = reader.declaration(root); });
  return out;
}

// --- writing

namespace {

void decimal(JsonWriter& json, std::string_view name, Decimal value) { json.member(name, value.text()); }
void optional_text(JsonWriter& json, std::string_view name, const std::string& value) {
  if (!value.empty()) json.member(name, value);
}
void optional_day(JsonWriter& json, std::string_view name, const std::optional<Date>& day) {
  if (day) json.member(name, day->text());
}
void flag(JsonWriter& json, std::string_view name, bool value, bool usual) {
  if (value != usual) json.member(name, value);
}

void amount(JsonWriter& json, std::string_view name, const Amount& amount) {
  json.key(name).begin_object().member("amount", amount.value.text()).member("currency", amount.currency).end_object();
}

void elements(JsonWriter& json, const std::vector<Element>& elements) {
  if (elements.empty()) return;
  json.key("elements").begin_array();
  for (const auto& element : elements) {
    json.begin_object().key("kind").string(price_element_names[static_cast<std::size_t>(element.kind)]);
    json.member("amount", element.amount.value.text()).member("currency", element.amount.currency);
    flag(json, "separately_shown", element.separately_shown, true);
    json.end_object();
  }
  json.end_array();
}

void comparables(JsonWriter& json, std::string_view name, const std::vector<Comparable>& comparables) {
  if (comparables.empty()) return;
  json.key(name).begin_array();
  for (const auto& comparable : comparables) {
    json.begin_object();
    amount(json, "unit_value", comparable.unit_value);
    if (!comparable.adjustment.currency.empty()) amount(json, "adjustment", comparable.adjustment);
    json.member("shipped_on", comparable.shipped_on.text());
    flag(json, "same_producer", comparable.same_producer, false);
    json.end_object();
  }
  json.end_array();
}

void valuation(JsonWriter& json, const Valuation& valuation) {
  json.key("valuation").begin_object();
  if (!valuation.grounds.empty()) {
    json.key("grounds").begin_array();
    for (const auto ground : valuation.grounds) json.string(ground_names[static_cast<std::size_t>(ground)]);
    json.end_array();
  }
  flag(json, "related", valuation.related, false);
  optional_day(json, "shipped_on", valuation.shipped_on);
  flag(json, "seasonal", valuation.seasonal, false);
  flag(json, "computed_before_deductive", valuation.computed_before_deductive, false);
  comparables(json, "identical", valuation.identical);
  comparables(json, "similar", valuation.similar);
  if (const auto& sale = valuation.deductive) {
    json.key("deductive").begin_object();
    decimal(json, "unit_price", sale->unit_price);
    decimal(json, "profit_and_expenses", sale->profit_and_expenses);
    decimal(json, "transport", sale->transport);
    decimal(json, "taxes", sale->taxes);
    if (sale->value_added_in_korea != Decimal{}) decimal(json, "value_added_in_korea", sale->value_added_in_korea);
    json.member("sold_on", sale->sold_on.text()).end_object();
  }
  if (const auto& production = valuation.computed) {
    json.key("computed").begin_object();
    amount(json, "materials_and_processing", production->materials_and_processing);
    amount(json, "profit_and_expenses", production->profit_and_expenses);
    amount(json, "transport", production->transport);
    json.end_object();
  }
  if (const auto& reasonable = valuation.reasonable) {
    json.key("reasonable").begin_object();
    json.key("basis").string(reasonable_basis_names[static_cast<std::size_t>(reasonable->basis)]);
    amount(json, "value", reasonable->value);
    json.end_object();
  }
  json.end_object();
}

void claims(JsonWriter& json, const Line& line) {
  if (const auto& claim = line.preference) {
    json.key("preference").begin_object().member("agreement", claim->agreement);
    optional_text(json, "proof", claim->proof);
    optional_text(json, "proof_number", claim->proof_number);
    optional_day(json, "proof_issued_on", claim->proof_issued_on);
    json.end_object();
  }
  if (const auto& claim = line.recommendation) {
    json.key("recommendation").begin_object();
    optional_text(json, "number", claim->number);
    decimal(json, "quantity", claim->quantity);
    json.end_object();
  }
  if (const auto& claim = line.relief) {
    json.key("relief").begin_object().member("code", claim->code);
    optional_text(json, "approval", claim->approval);
    optional_day(json, "re_export_by", claim->re_export_by);
    optional_day(json, "exported_on", claim->exported_on);
    if (claim->exported_value) decimal(json, "exported_value", *claim->exported_value);
    json.end_object();
  }
}

void line(JsonWriter& json, const Line& line) {
  json.begin_object().member("line", std::int64_t{line.number}).member("tariff_code", line.tariff_code);
  optional_text(json, "description", line.description);
  decimal(json, "quantity", line.quantity);
  json.member("unit", line.unit);
  if (line.net_weight) decimal(json, "net_weight", *line.net_weight);
  if (line.volume) decimal(json, "volume", *line.volume);
  if (line.pieces) decimal(json, "pieces", *line.pieces);
  json.member("origin", line.origin);
  decimal(json, "price", line.price);
  if (line.category != Category::general)
    json.key("category").string(category_names[static_cast<std::size_t>(line.category)]);
  flag(json, "commercial", line.commercial, false);
  elements(json, line.elements);
  if (line.valuation) valuation(json, *line.valuation);
  claims(json, line);
  json.end_object();
}

}  // namespace

void write(JsonWriter& json, const ImportDeclaration& declaration) {
  json.begin_object();
  optional_text(json, "declaration_number", declaration.declaration_number);
  optional_text(json, "importer", declaration.importer);
  json.member("tax_date", declaration.tax_date.text());
  json.key("regime").string(regime_names[static_cast<std::size_t>(declaration.regime)]);
  flag(json, "self_use", declaration.self_use, false);
  flag(json, "split_or_repeated", declaration.split_or_repeated, false);
  flag(json, "simple_rate", declaration.simple_rate, true);
  optional_text(json, "departure_country", declaration.departure_country);
  json.member("currency", declaration.currency).member("incoterm", declaration.incoterm);
  elements(json, declaration.elements);
  optional_day(json, "stored_on", declaration.stored_on);
  if (const auto& traveller = declaration.traveller) {
    json.key("traveller").begin_object().member("age", traveller->age);
    flag(json, "voluntary", traveller->voluntary, false);
    flag(json, "undeclared", traveller->undeclared, false);
    if (traveller->surcharged_before != 0) json.member("surcharged_before", traveller->surcharged_before);
    json.end_object();
  }
  json.key("lines").begin_array();
  for (const auto& row : declaration.lines) line(json, row);
  json.end_array().end_object();
}

std::string to_json(const ImportDeclaration& declaration) {
  JsonWriter json;
  write(json, declaration);
  return json.take();
}

}  // namespace clearway::assessment
