#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "declaration/declaration.h"
#include "law/problem.h"
#include "law/value.h"

namespace clearway::law {

class Law;

enum class Obligation : std::uint8_t { absent, mandatory, conditional, optional, assigned };
/// "M", "C", "O", "S", "-".
std::string_view symbol(Obligation obligation);

/// The named checks that an element file may ask for; clearance implements them.
enum class Check : std::uint8_t {
  none,
  cargo_number,
  container_number,
  country,
  currency,
  customs_office,
  declarant_code,
  declaration_number,
  denied_party,
  description,
  foreign_country,
  korean_port,
  not_before_declaration,
  not_negative,
  party_identifier,
  positive,
  tariff_code,
  trader_code,
  transport_document,
  yes_no,
};
std::optional<Check> parse_check(std::string_view text);
std::string_view name(Check check);

/// How a value is written. Lengths count characters (code points); for numbers `max_length` counts digits on both sides
/// of the point, of which at most `decimals` after it.
struct Format {
  enum class Kind : std::uint8_t { letters, digits, any, number, date };
  Kind kind = Kind::any;
  std::uint16_t min_length = 0;
  std::uint16_t max_length = 0;
  std::uint8_t decimals = 0;
  std::string notation;  // as the file writes it: "an..28"
};
/// Reads the notation: a letters, n digits, an any text; "an5" exactly 5, "an..5" at most 5, "n..12,4" a number of at
/// most 12 digits of which 4 decimals, "date". Nothing for any other text.
std::optional<Format> parse_format(std::string_view notation);

struct Code {
  std::string code;
  Text label;
};

/// One field as one procedure asks for it.
struct FieldRule {
  declaration::Field field{};
  std::string element;         // number in this procedure: "E27", "S16", "M13", "I14"; empty for statements
  std::string formal_element;  // number among the 57 ("E27"); the same as `element` for M07 and imports
  Obligation obligation = Obligation::absent;
  Format format;
  Check check = Check::none;
  std::vector<Code> codes;  // empty: no list
  Text label;
  bool personal = false;  // personal data: masked, kept encrypted
  std::string cite;
  Grade grade = Grade::verify;

  const Code* find_code(std::string_view code) const;
};

/// One numbered data element of one procedure with its fields.
struct Element {
  std::string number;  // "E27", "S16", "M13", "I14"
  std::string formal_number;
  Text label;
  std::string wco;
  Obligation obligation = Obligation::absent;
  std::vector<declaration::Field> fields;
};

/// What the element files (law/kr/export/elements.yaml, law/kr/import/elements.yaml) say, per procedure. Constant after
/// loading.
class ElementCatalogue {
 public:
  static Result<ElementCatalogue> load(const Law& law);
  /// Reads what can be read and lists every problem.
  static ElementCatalogue read(const Law& law, Problems& problems);
  /// The same from the texts of the two files.
  static ElementCatalogue read_texts(const Law& law, const std::string& export_text, const std::string& import_text,
                                     Problems& problems);

  /// The fields of a procedure in the order of the elements, without those that are absent in it.
  const std::vector<FieldRule>& fields(declaration::Procedure procedure) const {
    return fields_[static_cast<std::size_t>(procedure)];
  }
  /// What the filer states about the case, beside the elements; the same in every export procedure.
  const std::vector<FieldRule>& statements() const { return statements_; }
  /// The rule of one field (element or statement); nothing where the procedure does not know it.
  const FieldRule* find(declaration::Procedure procedure, declaration::Field field) const;
  /// The numbered elements of a procedure: 57, 27, 17; optional additions stand only in `fields`.
  const std::vector<Element>& elements(declaration::Procedure procedure) const {
    return elements_[static_cast<std::size_t>(procedure)];
  }
  /// Label of a field, whatever the procedure.
  const Text& label(declaration::Field field) const { return labels_[static_cast<std::size_t>(field)]; }
  bool is_personal(declaration::Field field) const { return personal_[static_cast<std::size_t>(field)]; }

 private:
  friend class ElementReader;
  std::array<std::vector<FieldRule>, declaration::procedure_count> fields_;
  std::array<std::vector<Element>, declaration::procedure_count> elements_;
  std::array<std::array<std::int16_t, declaration::field_count>, declaration::procedure_count> index_{};
  std::array<std::int16_t, declaration::field_count> statement_index_{};
  std::vector<FieldRule> statements_;
  std::array<Text, declaration::field_count> labels_;
  std::array<bool, declaration::field_count> personal_{};
};

}  // namespace clearway::law
