#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "document/problem.h"

namespace clearway::document {

/// What a value of a template is. Amounts are whole won; percent is an exact decimal; rows and steps are lists.
enum class Kind : std::uint8_t { text, amount, count, percent, date, flag, rows, steps };
constexpr std::array<std::string_view, 8> kind_names = {"text", "amount", "count", "percent",
                                                        "date", "flag",   "rows",  "steps"};

struct Declared {
  std::string name;
  Kind kind = Kind::text;
  bool optional = false;
  std::vector<Declared> fields;  // of rows
};

/// A section, an entry or an item stands only where a value is there (`when`) or is not (`unless`). A flag is there if
/// it is true, a list if it is not empty.
struct Condition {
  std::string name;
  bool present = true;
};

/// The sections of a template. Sentences hold `{name}` places; `emphasis_mark` begins and ends what is set in bold.
namespace section {
struct Heading {
  Text text;
};
struct Paragraph {
  Text text;
};
struct Fact {
  Text label, value;
  std::optional<Condition> condition;
};
struct Facts {
  std::vector<Fact> facts;
};
struct Column {
  std::string field;
  Text label;
  int width = 1;  // share of the width that figures and dates leave to columns of text
};
struct Total {
  Text label;
  std::vector<std::string> fields;
};
struct Table {
  std::string rows;
  Text caption;
  std::vector<Column> columns;
  std::optional<Total> total;
};
struct Steps {
  std::string steps;
  Text caption;
};
struct Item {
  Text text;
  std::optional<Condition> condition;
};
struct Advice {
  Text title;
  std::vector<Item> items;
};
struct Sign {};
struct Contacts {};
}  // namespace section

struct Section {
  std::optional<Condition> condition;
  std::variant<section::Heading, section::Paragraph, section::Facts, section::Table, section::Steps, section::Advice,
               section::Sign, section::Contacts>
      content;
};

constexpr char emphasis_mark = '\x02';

/// One kind of letter: documents/<id>.yaml. Immutable; every place of its sentences is declared.
struct Template {
  std::string id;
  Text title, subject;
  std::vector<Declared> values;
  std::vector<Section> sections;

  std::string file() const { return id + ".yaml"; }
  const Declared* find(std::string_view name) const;
};

/// What every document has, whatever its template: office_name, office_head, office_address, office_phone,
/// addressee_name, addressee_address, addressee_number (optional, masked by the caller), document_number,
/// document_date, contact_department, contact_person, contact_phone, contact_email, contact_hours (the last two
/// optional), verification_link, verification_code. In JSON they stand in the objects office, addressee, document,
/// contact and verification.
const std::vector<Declared>& frame_values();

/// Reads one template and notes everything that is wrong with it, without stopping at the first problem.
Template read_template(const std::string& id, const std::string& yaml, Problems& problems);

/// The templates of a folder, by id.
class Templates {
 public:
  static Templates read(const std::string& directory, Problems& problems);
  /// Errors: document_templates_not_found, document_templates_are_not_valid.
  static Result<Templates> load(const std::string& directory);

  const Template* find(std::string_view id) const;
  const std::map<std::string, Template, std::less<>>& all() const { return templates_; }

 private:
  std::map<std::string, Template, std::less<>> templates_;
};

}  // namespace clearway::document
