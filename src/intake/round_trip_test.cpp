#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/text.h"
#include "intake/fixture_test.h"

// Random declarations, written as JSON lines and as CSV in every way a sender may write them, read back equal.
namespace clearway::intake {
namespace {

constexpr std::array fields = {"exporter_name", "exporter_address", "gross_weight", "remarks", "wants"};
constexpr std::array item_fields = {"goods_description", "brand", "quantity", "tariff_code"};

/// Texts that are hard on readers: quotes, delimiters, line ends, escapes, letters of two, three and four bytes.
rc::Gen<std::string> any_text(bool line_ends) {
  std::vector<std::string> pieces = {"a",
                                     "Z",
                                     "0",
                                     "\"",
                                     "\\",
                                     ",",
                                     ";",
                                     " ",
                                     "'",
                                     "{",
                                     "}",
                                     "é",
                                     "가",
                                     "뷁",
                                     "📦",
                                     "/",
                                     "u",
                                     "\t",
                                     "long text without anything"};
  if (line_ends) pieces.insert(pieces.end(), {"\n", "\r\n"});
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces)),
                      [](const std::vector<std::string>& parts) {
                        std::string out;
                        for (const auto& part : parts) out += part;
                        return out;
                      });
}

/// `count` declarations; every field is given or not; items only as many as `max_items`.
std::vector<Copied> any_declarations(std::size_t max_items, const rc::Gen<std::string>& text) {
  const auto count = *rc::gen::inRange<std::size_t>(1, 12);
  std::vector<Copied> out;
  for (std::size_t i = 0; i < count; ++i) {
    Copied one{"D" + std::to_string(i), 0, declaration::Procedure::formal, {}, {}};
    for (const auto* field : fields) {
      if (auto value = *text; !value.empty()) one.fields.emplace_back(field, value);
    }
    const auto items = *rc::gen::inRange<std::size_t>(0, max_items + 1);
    for (std::size_t item = 1; item <= items; ++item) {
      // The first field is always given: an item without any is no item in a flat row.
      one.fields.emplace_back(std::to_string(item) + ".goods_description", "g" + *text);
      for (const auto* field : {"brand", "quantity", "tariff_code"}) {
        if (auto value = *text; !value.empty()) one.fields.emplace_back(std::to_string(item) + "." + field, value);
      }
    }
    out.push_back(std::move(one));
  }
  return out;
}

/// In the order of Field, as `copied` lists them, with the row left out.
std::vector<Copied> in_order(std::vector<Copied> declarations) {
  for (auto& one : declarations) {
    one.row = 0;
    std::sort(one.fields.begin(), one.fields.end());
  }
  return declarations;
}

std::string member(std::string_view name, std::string_view value, bool blanks) {
  std::string out = blanks ? "  \"" : "\"";
  out += std::string(name) + (blanks ? "\" :\t" : "\":");
  append_json_string(out, value);
  return out;
}

std::string json_line(const Copied& one, bool flat, bool blanks, bool reversed) {
  std::vector<std::string> members = {member("declaration_id", one.id, blanks), member("procedure", "formal", blanks)};
  std::vector<std::string> items;
  for (const auto& [name, value] : one.fields) {
    const auto point = name.find('.');
    if (point == std::string::npos || flat) {
      members.push_back(member(point == std::string::npos ? name : name.substr(point + 1), value, blanks));
      continue;
    }
    const auto item = std::stoul(name.substr(0, point));
    items.resize(std::max(items.size(), item));
    auto& text = items[item - 1];
    text += (text.empty() ? "" : ",") + member(name.substr(point + 1), value, blanks);
  }
  if (reversed) std::reverse(members.begin(), members.end());
  if (!items.empty()) {
    std::string list = "\"items\":[";
    for (const auto& item : items) list += (&item == &items.front() ? "{" : ", {") + item + "}";
    members.push_back(list + "]");
  }
  std::string out = "{";
  for (const auto& text : members) out += (&text == &members.front() ? "" : ",") + text;
  return out + "}";
}

std::string csv_cell(std::string_view text, char delimiter, bool always_quoted) {
  const bool needed =
      text.find_first_of("\"\r\n") != std::string_view::npos || text.find(delimiter) != std::string_view::npos;
  if (!needed && !always_quoted) return std::string(text);
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

std::string csv_text(const std::vector<Copied>& declarations, char delimiter, bool quoted, bool repeat,
                     const std::string& line_end) {
  std::string out = "declaration_id" + std::string(1, delimiter) + "procedure";
  for (const auto* field : fields) out += delimiter + std::string(field);
  for (const auto* field : item_fields) out += delimiter + std::string(field);
  out += line_end;
  for (const auto& one : declarations) {
    std::size_t items = 0;
    for (const auto& [name, value] : one.fields) {
      if (name.find('.') != std::string::npos) items = std::max<std::size_t>(items, std::stoul(name));
    }
    for (std::size_t item = 1; item <= std::max<std::size_t>(1, items); ++item) {
      out += one.id + delimiter + "formal";
      for (const auto* field : fields)
        out += delimiter + csv_cell(item == 1 || repeat ? one.at(field) : "", delimiter, quoted);
      for (const auto* field : item_fields) {
        out += delimiter + csv_cell(one.at(std::to_string(item) + "." + field), delimiter, quoted);
      }
      out += line_end;
    }
  }
  return out;
}

Options any_options() {
  Options options;
  options.block_bytes = *rc::gen::element<std::size_t>(1, 16, 100, 4096, 262'144);
  options.batch_rows = *rc::gen::element<std::size_t>(1, 2, 7, 512);
  options.encoding = Encoding::utf8;
  return options;
}

TEST(RoundTrip, JsonLines) {
  EXPECT_TRUE(rc::check([] {
    const bool flat = *rc::gen::arbitrary<bool>();
    const auto declarations = any_declarations(flat ? 1 : 3, any_text(true));
    std::string text;
    for (const auto& one : declarations) {
      text += json_line(one, flat, *rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>()) +
              *rc::gen::element<std::string>("\n", "\r\n", "\n\n");
    }
    const auto got = read_text(text, any_options());
    RC_ASSERT(got.causes().empty());
    RC_ASSERT(in_order(got.declarations) == in_order(declarations));
  }));
}

TEST(RoundTrip, Csv) {
  EXPECT_TRUE(rc::check([] {
    const auto declarations = any_declarations(3, any_text(true));
    const auto text = csv_text(declarations, *rc::gen::element(',', ';', '\t', '|'), *rc::gen::arbitrary<bool>(),
                               *rc::gen::arbitrary<bool>(), *rc::gen::element<std::string>("\n", "\r\n"));
    const auto got = read_text(text, any_options());
    RC_ASSERT(got.refused == "");
    RC_ASSERT(got.causes().empty());
    RC_ASSERT(in_order(got.declarations) == in_order(declarations));
  }));
}

/// A row that is damaged somewhere never takes another row with it.
TEST(RoundTrip, DamageStaysInItsRow) {
  EXPECT_TRUE(rc::check([] {
    const auto declarations = any_declarations(2, any_text(false));
    std::vector<std::string> lines;
    for (const auto& one : declarations) lines.push_back(json_line(one, false, false, false));
    const auto damaged = *rc::gen::inRange<std::size_t>(0, lines.size());
    auto& line = lines[damaged];
    const auto at = *rc::gen::inRange<std::size_t>(0, line.size());
    const auto byte = *rc::gen::inRange(0, 256);
    line[at] = byte == '\n' ? ' ' : static_cast<char>(byte);
    std::string text;
    for (const auto& one : lines) text += one + "\n";
    auto options = any_options();
    options.format = Format::json_lines;  // the first character may be the damaged one
    const auto got = read_text(text, options);
    RC_ASSERT(got.declarations.size() + got.rejects.size() == declarations.size());
    RC_ASSERT(got.rejects.size() <= 1U);
    for (const auto& one : got.declarations) {
      const auto row = one.row - 1;
      RC_ASSERT(row < declarations.size());
      if (row != damaged) RC_ASSERT(in_order({one}) == in_order({declarations[row]}));
    }
  }));
}

}  // namespace
}  // namespace clearway::intake
