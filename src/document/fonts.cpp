#include "document/fonts.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include <algorithm>
#include <set>

#include "document/template.h"

namespace clearway::document {
namespace {

constexpr const char* family = "Noto Sans CJK KR";

/// A configuration with the files of the family alone; read once, shared by all threads. Null where there are none.
FcConfig* letter_fonts() {
  static FcConfig* const fonts = []() -> FcConfig* {
    FcConfig* machine = FcInitLoadConfigAndFonts();
    FcPattern* wanted = FcPatternBuild(nullptr, FC_FAMILY, FcTypeString, family, nullptr);
    FcObjectSet* objects = FcObjectSetBuild(FC_FILE, FC_STYLE, nullptr);
    FcFontSet* found = FcFontList(machine, wanted, objects);
    std::set<std::string> files;
    for (int i = 0; found != nullptr && i < found->nfont; ++i) {
      FcChar8 *file = nullptr, *style = nullptr;
      if (FcPatternGetString(found->fonts[i], FC_FILE, 0, &file) != FcResultMatch) continue;
      if (FcPatternGetString(found->fonts[i], FC_STYLE, 0, &style) != FcResultMatch) continue;
      const std::string name = reinterpret_cast<const char*>(style);
      if (name == "Regular" || name == "Bold") files.insert(reinterpret_cast<const char*>(file));
    }
    if (found != nullptr) FcFontSetDestroy(found);
    FcObjectSetDestroy(objects);
    FcPatternDestroy(wanted);
    FcConfigDestroy(machine);
    if (files.empty()) return nullptr;
    FcConfig* result = FcConfigCreate();
    for (const auto& file : files) FcConfigAppFontAddFile(result, reinterpret_cast<const FcChar8*>(file.c_str()));
    return result;
  }();
  return fonts;
}

PangoContext* new_context(PangoFontMap* map, const char* language) {
  PangoContext* context = pango_font_map_create_context(map);
  pango_context_set_language(context, pango_language_from_string(language));
  pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
  pango_context_set_round_glyph_positions(context, FALSE);
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context, options);
  cairo_font_options_destroy(options);
  return context;
}

bool is_hangul(gunichar c) {
  return (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x1100 && c <= 0x11FF) || (c >= 0xA960 && c <= 0xA97F) ||
         (c >= 0xD7B0 && c <= 0xD7FF);
}

bool begins_with_digit(std::string_view text) { return !text.empty() && text.front() >= '0' && text.front() <= '9'; }

/// No line begins inside a word with Hangul or an address, nor between "Article" and its number. A word is what stands
/// between blanks.
void keep_words(PangoAttrList* attributes, const std::string& text) {
  std::size_t at = 0;
  while (at < text.size()) {
    auto end = std::min(text.find_first_of(" \n", at), text.size());
    const std::string_view word(text.data() + at, end - at);
    bool whole = word.find("://") != std::string_view::npos;
    for (const char* p = word.data(); p < word.data() + word.size() && !whole; p = g_utf8_next_char(p)) {
      whole = is_hangul(g_utf8_get_char(p));
    }
    if ((word.ends_with("Article") || word.ends_with("Articles")) && end < text.size() &&
        begins_with_digit(std::string_view(text).substr(end + 1))) {
      whole = true;
      end = std::min(text.find_first_of(" \n", end + 1), text.size());
    }
    if (whole) {
      PangoAttribute* attribute = pango_attr_allow_breaks_new(FALSE);
      attribute->start_index = static_cast<guint>(at);
      attribute->end_index = static_cast<guint>(end);
      pango_attr_list_insert(attributes, attribute);
    }
    at = end + 1;
  }
}

/// The brackets around names of laws are as wide as a Hangul letter, half of it blank; set in half, they stand close.
void close_up_brackets(PangoAttrList* attributes, const std::string& text) {
  for (const char* p = text.c_str(); *p != '\0'; p = g_utf8_next_char(p)) {
    const auto c = g_utf8_get_char(p);
    if (c < 0x3008 || c > 0x300F) continue;
    PangoAttribute* attribute = pango_attr_font_features_new("halt=1");
    attribute->start_index = static_cast<guint>(p - text.c_str());
    attribute->end_index = static_cast<guint>(g_utf8_next_char(p) - text.c_str());
    pango_attr_list_insert(attributes, attribute);
  }
}

}  // namespace

Result<std::unique_ptr<Fonts>> Fonts::open() {
  FcConfig* config = letter_fonts();
  if (config == nullptr) {
    return Error{"letter_fonts_not_found", "fonts", std::string("the font family '") + family + "' is not installed",
                 "install the Debian package fonts-noto-cjk"};
  }
  std::unique_ptr<Fonts> fonts(new Fonts);
  fonts->map_ = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(fonts->map_), config);
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts->map_), 72);
  fonts->korean_ = new_context(fonts->map_, "ko");
  fonts->english_ = new_context(fonts->map_, "en");
  return fonts;
}

Fonts::~Fonts() {
  if (korean_ != nullptr) g_object_unref(korean_);
  if (english_ != nullptr) g_object_unref(english_);
  if (map_ != nullptr) g_object_unref(map_);
}

Paragraph::Paragraph(const Fonts& fonts, Language language, std::string_view marked, const Style& style, double width) {
  PangoAttrList* plain = pango_attr_list_new();
  std::size_t bold_from = 0;
  bool bold = false;
  for (const char c : marked) {
    if (c != emphasis_mark) {
      text_.push_back(c);
      continue;
    }
    if (bold && text_.size() > bold_from) {
      PangoAttribute* attribute = pango_attr_weight_new(PANGO_WEIGHT_BOLD);
      attribute->start_index = static_cast<guint>(bold_from);
      attribute->end_index = static_cast<guint>(text_.size());
      pango_attr_list_insert(plain, attribute);
    }
    bold = !bold;
    bold_from = text_.size();
  }
  if (style.letter_spacing > 0) {
    pango_attr_list_insert(plain, pango_attr_letter_spacing_new(static_cast<int>(style.letter_spacing * PANGO_SCALE)));
  }
  close_up_brackets(plain, text_);
  layout_ = pango_layout_new(fonts.context(language));
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family_static(font, family);
  pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
  pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout_, font);
  pango_font_description_free(font);
  pango_layout_set_text(layout_, text_.data(), static_cast<int>(text_.size()));
  PangoAttrList* kept = pango_attr_list_copy(plain);
  keep_words(kept, text_);
  pango_layout_set_attributes(layout_, kept);
  pango_attr_list_unref(kept);
  if (width > 0) {
    pango_layout_set_width(layout_, static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout_, PANGO_WRAP_WORD_CHAR);
    // A word longer than the line is broken after all.
    if (this->width() > width + 0.5) pango_layout_set_attributes(layout_, plain);
  }
  pango_attr_list_unref(plain);
}

Paragraph::~Paragraph() { g_object_unref(layout_); }

int Paragraph::lines() const { return pango_layout_get_line_count(layout_); }

double Paragraph::line_width(int line) const {
  PangoRectangle logical;
  pango_layout_line_get_extents(pango_layout_get_line_readonly(layout_, line), nullptr, &logical);
  return static_cast<double>(logical.width) / PANGO_SCALE;
}

double Paragraph::width() const {
  double widest = 0;
  for (int line = 0; line < lines(); ++line) widest = std::max(widest, line_width(line));
  return widest;
}

std::string Paragraph::line_text(int line) const {
  const PangoLayoutLine* found = pango_layout_get_line_readonly(layout_, line);
  auto text = text_.substr(static_cast<std::size_t>(found->start_index), static_cast<std::size_t>(found->length));
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

void Paragraph::draw(cairo_t* cairo, int line) const {
  pango_cairo_show_layout_line(cairo, pango_layout_get_line_readonly(layout_, line));
}

std::string Paragraph::missing() const {
  std::string result;
  if (pango_layout_get_unknown_glyphs_count(layout_) == 0) return result;
  std::set<gunichar> found;
  for (int line = 0; line < lines(); ++line) {
    for (const GSList* at = pango_layout_get_line_readonly(layout_, line)->runs; at != nullptr; at = at->next) {
      const auto* glyphs = static_cast<const PangoLayoutRun*>(at->data)->glyphs;
      for (int i = 0; i < glyphs->num_glyphs; ++i) {
        const auto glyph = glyphs->glyphs[i].glyph;
        if ((glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0 && glyph != PANGO_GLYPH_EMPTY) {
          found.insert(glyph & ~static_cast<PangoGlyph>(PANGO_GLYPH_UNKNOWN_FLAG));
        }
      }
    }
  }
  for (const auto c : found) {
    char bytes[8];
    result.append(bytes, static_cast<std::size_t>(g_unichar_to_utf8(c, bytes)));
  }
  return result;
}

}  // namespace clearway::document
