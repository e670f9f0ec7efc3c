#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "document/document.h"

namespace clearway::document {

class Fonts;

/// A4, in points of 1/72 inch; y grows downwards.
constexpr double page_width = 595.276, page_height = 841.890;

/// A paragraph broken into lines by Pango, kept for drawing.
class Paragraph;

struct Color {
  double red = 0, green = 0, blue = 0;
  friend bool operator==(const Color&, const Color&) = default;
};

/// One line of text at its baseline.
struct TextLine {
  std::shared_ptr<const Paragraph> paragraph;
  int line = 0;
  double x = 0, baseline = 0, width = 0;
  double top = 0, bottom = 0;  // of its line box: text of two lines never shares a height and a width
  Color color;
  std::string tags[3];  // structure, outermost first, as "Table", "TR", "TD"; empty where there is none
  int groups[3] = {};   // lines of one structure element have the same number
  std::string link;     // address, where the line is one

  std::string text() const;
};

struct Fill {
  double x = 0, y = 0, width = 0, height = 0;
  Color color;
};

struct Stroke {
  double x = 0, y = 0, width = 0, height = 0;  // a rectangle's outline, or a line where width or height is 0
  double thickness = 0.5;
  Color color;
  bool dashed = false;
};

struct QrCode {
  double x = 0, y = 0, size = 0;
  int modules = 0;          // of a side
  std::vector<bool> black;  // row by row
};

struct Page {
  Language language = Language::korean;
  std::vector<Fill> fills;
  std::vector<Stroke> strokes;
  std::vector<TextLine> lines;
  std::vector<QrCode> codes;
};

struct Layout {
  std::string title, subject, author, language;  // language: "ko-KR", "en"
  Date date;
  std::vector<Page> pages;
};

/// Breaks a document into lines and pages. The same document gives the same layout on every machine with the same
/// fonts. Errors: character_cannot_be_shown names what no font has; verification_link_is_too_long.
Result<Layout> lay_out(const Document& document, Fonts& fonts);

/// The text of a layout, page by page, one row of print a line, columns apart by " | ". For golden files.
std::string describe(const Layout& layout);

}  // namespace clearway::document
