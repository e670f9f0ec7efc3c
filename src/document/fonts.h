#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/text.h"

typedef struct _PangoContext PangoContext;
typedef struct _PangoFontMap PangoFontMap;
typedef struct _PangoLayout PangoLayout;
typedef struct _cairo cairo_t;

namespace clearway::document {

/// The fonts of letters, Noto Sans CJK and nothing else that a machine may have, so that letters look the same
/// everywhere. Not shared between threads; opening takes long (files are read), so a thread keeps its own.
class Fonts {
 public:
  /// Error letter_fonts_not_found where the package fonts-noto-cjk is missing.
  static Result<std::unique_ptr<Fonts>> open();
  ~Fonts();
  Fonts(const Fonts&) = delete;
  Fonts& operator=(const Fonts&) = delete;

  PangoContext* context(Language language) const { return language == Language::korean ? korean_ : english_; }

 private:
  Fonts() = default;
  PangoFontMap* map_ = nullptr;
  PangoContext *korean_ = nullptr, *english_ = nullptr;
};

struct Style {
  double size = 10, line_height = 16;
  bool bold = false;
  double letter_spacing = 0;
};

/// Text broken into lines no wider than `width` (0: not broken). Korean words stay whole where they fit.
class Paragraph {
 public:
  Paragraph(const Fonts& fonts, Language language, std::string_view marked, const Style& style, double width);
  ~Paragraph();
  Paragraph(const Paragraph&) = delete;
  Paragraph& operator=(const Paragraph&) = delete;

  int lines() const;
  double line_width(int line) const;
  double width() const;  // of its widest line
  std::string line_text(int line) const;
  /// At the current point of `cairo`, which is the start of the baseline.
  void draw(cairo_t* cairo, int line) const;
  /// Characters that no font has, each once.
  std::string missing() const;

 private:
  std::string text_;
  PangoLayout* layout_ = nullptr;
};

}  // namespace clearway::document
