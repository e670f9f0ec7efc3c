#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "clearance/check_digits.h"
#include "clearance/number_text.h"
#include "clearance/pattern.h"
#include "clearance/rules.h"
#include "clearance/tariff_list.h"
#include "clearance/validator.h"
#include "clearance/word_list.h"
#include "law/element_catalogue.h"
#include "law/law.h"

namespace clearway::clearance {

/// How a value of a field is read; the format and those checks that replace it.
enum class Reading : std::uint8_t {
  text,
  fixed_text,
  letters,
  digits,
  number,
  date,
  codes,
  yes_no,
  country,
  foreign_country,
  currency,
  port,
  office,
  tariff
};

/// One field of one procedure, as the loop over the values needs it.
struct FieldCheck {
  std::uint8_t slot = 0;  // in the values of the header or the item
  declaration::Field field{};
  Reading reading = Reading::text;
  law::Check check = law::Check::none;  // beyond reading
  bool required = false;
  bool assigned_date = false;  // the declaration date, which the system assigns but everything depends on
  std::uint8_t decimals = 0;
  std::uint16_t least = 0, most = 0;  // characters; of a number: digits
  std::uint16_t codes_from = 0, codes_to = 0;
};

struct FieldTable {
  std::vector<FieldCheck> header, item;
  std::vector<declaration::Field> absent;      // fields that the procedure does not know
  std::vector<declaration::Field> not_before;  // dates that may not lie before the declaration date
};

/// A code of at most eight bytes as a number.
inline std::uint64_t code_key(std::string_view text) {
  std::uint64_t key = 0;
  for (const char c : text) key = key << 8 | static_cast<unsigned char>(c);
  return key;
}

/// A few codes of at most eight bytes.
class CodeSet {
 public:
  CodeSet() = default;
  explicit CodeSet(const std::vector<std::string>& codes) {
    for (const auto& code : codes) keys_.push_back(code_key(code));
  }
  bool contains(std::string_view text) const {
    if (text.empty() || text.size() > 8) return false;
    const auto key = code_key(text);
    for (const auto known : keys_) {
      if (known == key) return true;
    }
    return false;
  }

 private:
  std::vector<std::uint64_t> keys_;
};

/// Two or three capital letters as an index; `none` for any other text.
inline constexpr std::size_t no_letters = 26 * 26 * 26;
inline std::size_t letters_index(std::string_view text, std::size_t length) {
  if (text.size() != length) return no_letters;
  std::size_t index = 0;
  for (const char c : text) {
    const auto letter = static_cast<unsigned char>(c - 'A');
    if (letter > 25) return no_letters;
    index = index * 26 + letter;
  }
  return index;
}

/// The law and the catalogue compiled for validation.
struct ValidationTables {
  ValidationTables(const law::Law& law, const law::ElementCatalogue& catalogue, const declaration::ExchangeRates& rates,
                   const Messages& messages);

  const law::Law& law;
  const law::ElementCatalogue& catalogue;
  const declaration::ExchangeRates& rates;
  const Messages& messages;

  std::array<FieldTable, declaration::procedure_count> procedures;
  std::vector<std::uint64_t> codes;

  std::bitset<no_letters + 1> countries, currencies;
  std::bitset<1000> offices;
  std::vector<std::uint64_t> ports;  // sorted
  std::bitset<100> chapters, composition_chapters;

  BusinessNumberWeights business_weights{};
  PostalWeights postal_weights{};
  std::optional<Pattern> personal_code, trader_code, declaration_number, cargo_number;
  VagueWords vague_words;
  NameList denied_parties;
  TariffList confirmed_goods;
  CodeSet letter_of_credit_methods, freight_terms, insurance_terms, known_terms;

 private:
  void read_codes();
  void read_identifiers();
  void read_lists();
  void compile(declaration::Procedure procedure);
  FieldCheck compile(const law::FieldRule& rule);
};

/// What a manifest or a declaration is worth in won, before any limit.
struct ValueInWon {
  std::optional<std::int64_t> krw;
  bool no_rate = false;  // the currency is known, its rate of the week is not
};
ValueInWon value_in_won(const declaration::Declaration& declaration, const declaration::ExchangeRates& rates);

/// One declaration on its way through the rules.
class Run {
 public:
  Run(const ValidationTables& tables, declaration::Declaration& declaration, std::vector<Finding>& findings)
      : tables_(tables), declaration_(declaration), findings_(findings) {}

  void values();   // every field by itself
  void between();  // the rules between fields

 private:
  using Field = declaration::Field;

  /// Rarely called: kept out of the loops over the values.
  [[gnu::cold, gnu::noinline]] void add(Rule rule, Field field, std::size_t item = 0, std::string expected = {},
                                        std::string detail = {});
  template <std::size_t N>
  std::size_t read(const std::vector<FieldCheck>& checks, declaration::Values<N>& values, std::size_t item);
  template <std::size_t N>
  void read_value(const FieldCheck& check, std::string_view text, declaration::Values<N>& values, std::size_t item);
  void bad_number(const FieldCheck& check, NumberProblem problem, std::string_view text, std::size_t item);
  void read_text(const FieldCheck& check, std::string_view text, std::size_t item);
  void read_tariff(const FieldCheck& check, std::string_view text, std::size_t item);
  void check_text(const FieldCheck& check, std::string_view text, std::size_t item);
  void check_identifier(Field field, std::string_view text);
  void absent_fields();
  void statements();

  void exports();
  void order_of_dates();
  void totals();
  void lines();
  void settlement();
  void payment_and_terms();
  void manufacturer();
  void kind_and_transport();
  void goods();
  void drawback();
  void simplified_only();
  void manifest_only();
  void value_limit(Rule rule, Field field, std::optional<std::int64_t> value_krw,
                   const law::Dated<std::int64_t>& limit);
  void exclusions(Rule permit, Rule confirmed, Rule contract_mismatch, Rule re_export);
  void loading_deadline();

  std::string_view text(Field field, std::size_t item = 0) const { return declaration_.text(field, item); }
  bool says_yes(Field field, std::size_t item = 0) const {
    const auto value = text(field, item);
    return value.size() == 1 && value.front() == 'Y';
  }
  std::optional<Date> day(Field field) const;
  bool given(Field field, std::size_t item = 0) const { return !text(field, item).empty(); }
  bool permit_declared(std::size_t item) const;
  void need(bool condition, Rule rule, Field field, std::size_t item = 0) {
    if (condition && !given(field, item)) add(rule, field, item);
  }

  const ValidationTables& tables_;
  declaration::Declaration& declaration_;
  std::vector<Finding>& findings_;
  std::optional<Date> declared_on_;  // once the values are read
};

}  // namespace clearway::clearance
