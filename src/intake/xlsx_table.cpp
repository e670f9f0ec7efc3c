#include "intake/xlsx_table.h"

#include <zip.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <pugixml.hpp>
#include <set>

#include "base/date.h"
#include "base/text.h"

namespace clearway::intake {
namespace {

/// Ends the reading with what is wrong.
struct Wrong {
  Error error;
};

[[noreturn]] void unreadable(std::string detail) {
  throw Wrong{{"workbook_cannot_be_read", "", std::move(detail), "save it again as a workbook (.xlsx)"}};
}

/// The archive in memory. What is taken out of it all together stays below the limit.
class Archive {
 public:
  Archive(std::string_view bytes, std::size_t most_bytes) : left_(most_bytes), most_(most_bytes) {
    zip_error_t error;
    zip_error_init(&error);
    auto* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (source != nullptr) archive_.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
    if (source != nullptr && !archive_) zip_source_free(source);
    zip_error_fini(&error);
    if (!archive_) unreadable("it is no archive");
  }

  /// Nothing where there is no such part.
  std::optional<std::string> part(const std::string& name) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat(archive_.get(), name.c_str(), 0, &stat) != 0) return std::nullopt;
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) {
      throw Wrong{{"workbook_is_encrypted", "", name, "save it without a password"}};
    }
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(zip_fopen(archive_.get(), name.c_str(), 0),
                                                                 zip_fclose);
    if (!file) unreadable(name + " cannot be opened");
    // The size in the directory may lie: what comes out is counted.
    std::string text;
    char block[16'384];
    for (zip_int64_t count; (count = zip_fread(file.get(), block, sizeof block)) != 0;) {
      if (count < 0) unreadable(name + " is damaged");
      if (static_cast<std::size_t>(count) > left_) {
        throw Wrong{{"workbook_is_too_large", "", std::to_string(most_), "send it in parts"}};
      }
      left_ -= static_cast<std::size_t>(count);
      text.append(block, static_cast<std::size_t>(count));
    }
    return text;
  }

 private:
  std::unique_ptr<zip_t, void (*)(zip_t*)> archive_{nullptr, zip_discard};
  std::size_t left_, most_;
};

/// Without the prefix of its namespace.
std::string_view local(std::string_view name) {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(pugi::xml_node node, std::string_view name) {
  return node.find_child([&](pugi::xml_node one) { return local(one.name()) == name; });
}

std::string_view attribute(pugi::xml_node node, std::string_view name) {
  return node.find_attribute([&](pugi::xml_attribute one) { return local(one.name()) == name; }).value();
}

template <class Visit>
void children(pugi::xml_node node, std::string_view name, Visit&& visit) {
  for (auto one = node.first_child(); one; one = one.next_sibling()) {
    if (local(one.name()) == name) visit(one);
  }
}

class Document {
 public:
  Document(const std::string& part, const std::string& text) {
    // Document types are not read, so no entity grows; blanks of a text are part of it.
    const auto flags =
        pugi::parse_minimal | pugi::parse_escapes | pugi::parse_cdata | pugi::parse_eol | pugi::parse_ws_pcdata;
    if (!document_.load_buffer(text.data(), text.size(), flags, pugi::encoding_auto)) unreadable(part + " is no XML");
  }
  pugi::xml_node root() const { return document_.document_element(); }

 private:
  pugi::xml_document document_;
};

std::optional<std::int64_t> integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

void append_text(std::string& out, pugi::xml_node node) {
  for (auto one = node.first_child(); one; one = one.next_sibling()) {
    if (one.type() == pugi::node_pcdata || one.type() == pugi::node_cdata) out += one.value();
  }
}

/// A text with its runs; readings of Chinese characters (rPh) are left out.
std::string rich_text(pugi::xml_node item) {
  std::string text;
  for (auto one = item.first_child(); one; one = one.next_sibling()) {
    if (local(one.name()) == "t") append_text(text, one);
    if (local(one.name()) == "r") children(one, "t", [&](pugi::xml_node run) { append_text(text, run); });
  }
  return text;
}

/// Whether a number format shows a day or a time: letters of dates outside quotes, brackets and escapes.
bool shows_date(std::string_view format) {
  for (std::size_t i = 0; i < format.size(); ++i) {
    const char c = format[i];
    if (c == '"' || c == '[') {
      const auto end = format.find(c == '"' ? '"' : ']', i + 1);
      if (end == std::string_view::npos) return false;
      i = end;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (std::strchr("yYmMdDhHsS", c) != nullptr) {
      return true;
    }
  }
  return false;
}

/// Formats that every workbook knows without describing them; 27 to 36 and 50 to 58 are dates of East Asian languages.
bool is_date_format(std::int64_t id) {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

/// A day and time kept as a number of days; the number itself where it cannot be one.
std::string date_text(const std::string& kept, bool from_1904) {
  double value = 0;
  const auto [end, failure] = std::from_chars(kept.data(), kept.data() + kept.size(), value);
  if (failure != std::errc{} || end != kept.data() + kept.size() || !(value >= 0) || value >= 2'958'466) return kept;
  auto seconds = std::llround(value * 86'400);
  auto days = seconds / 86'400;
  seconds %= 86'400;
  if (from_1904) {
    days += 1'462;
  } else if (days < 60) {
    ++days;  // the calendar of 1900 has a 29 February that never was
  }
  const auto day = Date::of(1899, 12, 30).plus_days(static_cast<std::int32_t>(days)).text();
  if (seconds == 0) return day;
  char clock[16];
  std::snprintf(clock, sizeof clock, "T%02d:%02d:%02d", static_cast<int>(seconds / 3'600),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  return day + clock;
}

class Workbook {
 public:
  Workbook(std::string_view bytes, const XlsxLimits& limits) : archive_(bytes, limits.most_bytes), limits_(limits) {}

  std::vector<TableRow> read() {
    const auto workbook = archive_.part("xl/workbook.xml");
    if (!workbook) unreadable("it holds no xl/workbook.xml");
    const Document document("xl/workbook.xml", *workbook);
    const auto date1904 = attribute(child(document.root(), "workbookPr"), "date1904");
    from_1904_ = date1904 == "1" || date1904 == "true";
    const std::string sheet(attribute(child(child(document.root(), "sheets"), "sheet"), "id"));
    if (sheet.empty()) unreadable("it holds no sheet");
    const auto relations = archive_.part("xl/_rels/workbook.xml.rels");
    if (!relations) unreadable("it holds no xl/_rels/workbook.xml.rels");
    const Document related("xl/_rels/workbook.xml.rels", *relations);
    std::string rows, strings, styles;
    children(related.root(), "Relationship", [&](pugi::xml_node one) {
      const auto type = attribute(one, "Type");
      if (attribute(one, "TargetMode") == "External") return;
      const auto target = path_of(attribute(one, "Target"));
      if (attribute(one, "Id") == sheet) rows = target;
      if (type.ends_with("/sharedStrings")) strings = target;
      if (type.ends_with("/styles")) styles = target;
    });
    if (!strings.empty()) read_strings(strings);
    if (!styles.empty()) read_styles(styles);
    const auto content = rows.empty() ? std::nullopt : archive_.part(rows);
    if (!content) unreadable("its first sheet is missing");
    return read_rows(rows, *content);
  }

 private:
  static std::string path_of(std::string_view target) {
    return target.starts_with('/') ? std::string(target.substr(1)) : "xl/" + std::string(target);
  }

  void read_strings(const std::string& name) {
    const auto text = archive_.part(name);
    if (!text) return;
    const Document document(name, *text);
    children(document.root(), "si", [&](pugi::xml_node item) { strings_.push_back(rich_text(item)); });
  }

  void read_styles(const std::string& name) {
    const auto text = archive_.part(name);
    if (!text) return;
    const Document document(name, *text);
    std::set<std::int64_t> dates;
    std::set<std::int64_t> described;
    children(child(document.root(), "numFmts"), "numFmt", [&](pugi::xml_node one) {
      const auto id = integer(attribute(one, "numFmtId")).value_or(-1);
      described.insert(id);
      if (shows_date(attribute(one, "formatCode"))) dates.insert(id);
    });
    children(child(document.root(), "cellXfs"), "xf", [&](pugi::xml_node one) {
      const auto id = integer(attribute(one, "numFmtId")).value_or(0);
      style_is_date_.push_back(described.contains(id) ? dates.contains(id) : is_date_format(id));
    });
  }

  std::vector<TableRow> read_rows(const std::string& name, const std::string& text) {
    const Document document(name, text);
    std::vector<TableRow> rows;
    std::uint64_t last = 0;
    children(child(document.root(), "sheetData"), "row", [&](pugi::xml_node node) {
      const auto given = attribute(node, "r");
      const auto number = given.empty() ? static_cast<std::int64_t>(last + 1) : integer(given).value_or(0);
      if (number <= static_cast<std::int64_t>(last)) unreadable("its rows are not in order");
      TableRow row{static_cast<std::uint64_t>(number), cells_of(node), false};
      last = row.row;
      if (row.cells.empty()) return;
      if (rows.size() == limits_.most_rows) {
        throw Wrong{{"workbook_is_too_large", "row", std::to_string(limits_.most_rows), "send it in parts"}};
      }
      rows.push_back(std::move(row));
    });
    return rows;
  }

  /// Up to the last that holds anything.
  std::vector<std::string> cells_of(pugi::xml_node row) const {
    std::vector<std::string> cells;
    std::size_t next = 0;
    children(row, "c", [&](pugi::xml_node node) {
      const auto column = column_of(attribute(node, "r")).value_or(next);
      next = column + 1;
      if (column >= limits_.most_columns) return;
      auto text = text_of(node);
      if (text.empty()) return;
      if (cells.size() <= column) cells.resize(column + 1);
      cells[column] = std::move(text);
    });
    return cells;
  }

  /// "C7" is the third column.
  static std::optional<std::size_t> column_of(std::string_view reference) {
    std::size_t column = 0, letters = 0;
    for (const char c : reference) {
      if (c < 'A' || c > 'Z') break;
      if (++letters > 3) return std::nullopt;
      column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
    }
    return letters == 0 ? std::nullopt : std::optional(column - 1);
  }

  std::string text_of(pugi::xml_node cell) const {
    const auto type = attribute(cell, "t");
    if (type == "inlineStr") return rich_text(child(cell, "is"));
    std::string value;
    append_text(value, child(cell, "v"));
    if (type == "s") {
      const auto at = integer(value);
      if (!at || *at < 0 || static_cast<std::size_t>(*at) >= strings_.size()) {
        unreadable("a cell names a text that is missing");
      }
      return strings_[static_cast<std::size_t>(*at)];
    }
    if (type == "b") return value == "1" ? "TRUE" : value.empty() ? "" : "FALSE";
    if (!type.empty() && type != "n") return value;
    const auto style = integer(attribute(cell, "s")).value_or(-1);
    const bool is_date = style >= 0 && static_cast<std::size_t>(style) < style_is_date_.size() &&
                         style_is_date_[static_cast<std::size_t>(style)];
    return is_date && !value.empty() ? date_text(value, from_1904_) : value;
  }

  Archive archive_;
  XlsxLimits limits_;
  bool from_1904_ = false;
  std::vector<std::string> strings_;
  std::vector<bool> style_is_date_;
};

/// A workbook with a password is no archive but a compound file.
bool is_compound_file(std::string_view bytes) { return bytes.starts_with("\xD0\xCF\x11\xE0"); }

}  // namespace

bool looks_like_xlsx(std::string_view bytes) { return bytes.starts_with("PK\x03\x04") || is_compound_file(bytes); }

Result<std::vector<TableRow>> read_xlsx(std::string_view bytes, const XlsxLimits& limits) {
  if (is_compound_file(bytes)) {
    return Error{"workbook_is_encrypted", "", "", "save it as .xlsx without a password"};
  }
  try {
    return Workbook(bytes, limits).read();
  } catch (const Wrong& wrong) {
    return wrong.error;
  }
}

}  // namespace clearway::intake
