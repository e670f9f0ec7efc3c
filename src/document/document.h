#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/messages.h"
#include "base/text.h"
#include "document/template.h"
#include "document/values.h"

namespace clearway::document {

/// What a letter says, in one language, in order, before anything is measured. Text may hold emphasis_mark.
namespace block {
struct Notice {  // in a frame above the letter: what a reading copy is
  std::string text;
};
struct Letterhead {
  std::string office, address;
};
struct Title {
  std::string text;
};
struct Field {
  std::string label, value;
};
struct Head {  // document number, date, addressee, subject
  std::vector<Field> fields;
};
struct Heading {
  std::string text;
};
struct Paragraph {
  std::string text;
};
struct Facts {
  std::vector<Field> fields;
};
enum class Align { left, right, centre };
struct Column {
  std::string label;
  Align align = Align::left;
  int width = 0;  // share of the width that is left over; 0: as wide as its widest figure
};
struct Cell {
  std::string text;
  std::string note;  // below, small: the article of a step
};
struct Table {
  std::string caption, unit;
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
  bool total = false;  // the last row is one
};
struct Advice {
  std::string title;
  std::vector<std::string> items;
};
struct Sign {
  std::string date, head;
  std::string seal;  // inside the place of the seal; empty: none
  std::string note;
};
struct Contacts {
  std::string label;
  std::vector<std::string> parts;
};
}  // namespace block

using Block = std::variant<block::Notice, block::Letterhead, block::Title, block::Head, block::Heading,
                           block::Paragraph, block::Facts, block::Table, block::Advice, block::Sign, block::Contacts>;

/// A letter in one language; begins on a page of its own.
struct Part {
  Language language = Language::korean;
  std::string running_title, running_number;  // at the top of its later pages
  std::string verification;                   // sentence beside the code
  std::string verification_code;              // with its label
  std::vector<Block> blocks;
};

struct Document {
  std::string title, subject, author;
  Date date;
  std::string verification_link;
  std::vector<Part> parts;  // the Korean original first
};

enum class Languages : std::uint8_t { korean, english, both };

/// Puts the values into the sentences of the template. The words of the frame come from messages/document.yaml. English
/// alone or after the original is a reading copy and says so. Pure. Error document_values_are_not_valid: a sum of a
/// column that 64 bits cannot hold.
Result<Document> compose(const Template& form, const Values& values, Languages languages, const Messages& messages);

/// From a JSON object to the document: read_values and compose. Error document_values_are_not_valid names every value.
Result<Document> compose(const Template& form, std::string_view json, Languages languages, const Messages& messages);

}  // namespace clearway::document
