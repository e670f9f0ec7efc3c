#include "document/pdf.h"

#include <cairo-pdf.h>

#include <cstdio>
#include <stdexcept>

#include "document/fonts.h"

namespace clearway::document {
namespace {

cairo_status_t append_bytes(void* out, const unsigned char* data, unsigned length) {
  static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

void set_color(cairo_t* cairo, const Color& color) { cairo_set_source_rgb(cairo, color.red, color.green, color.blue); }

void draw(cairo_t* cairo, const Stroke& stroke) {
  set_color(cairo, stroke.color);
  cairo_set_line_width(cairo, stroke.thickness);
  const double dash[] = {3, 2};
  cairo_set_dash(cairo, dash, stroke.dashed ? 2 : 0, 0);
  if (stroke.width == 0 || stroke.height == 0) {
    cairo_move_to(cairo, stroke.x, stroke.y);
    cairo_line_to(cairo, stroke.x + stroke.width, stroke.y + stroke.height);
  } else {
    cairo_rectangle(cairo, stroke.x, stroke.y, stroke.width, stroke.height);
  }
  cairo_stroke(cairo);
}

void draw(cairo_t* cairo, const QrCode& code) {
  const double side = code.size / code.modules;
  for (int row = 0; row < code.modules; ++row) {
    for (int column = 0; column < code.modules;) {
      const auto black = [&](int at) { return code.black[static_cast<std::size_t>(row * code.modules + at)]; };
      int end = column;
      while (end < code.modules && black(end)) ++end;
      if (end > column)
        cairo_rectangle(cairo, code.x + column * side, code.y + row * side, (end - column) * side, side);
      column = end + (end == column);
    }
  }
  cairo_set_source_rgb(cairo, 0, 0, 0);
  cairo_fill(cairo);
}

std::string link_attributes(const std::string& link) {
  std::string out = "uri='";
  for (const char c : link) {
    if (c == '\'' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "'";
}

/// Opens and closes structure elements between one line and the next.
class Structure {
 public:
  explicit Structure(cairo_t* cairo) : cairo_(cairo) {}

  void enter(const TextLine& line) {
    int same = 0;
    while (same < depth_ && line.groups[same] == groups_[same] && line.tags[same] == tags_[same]) ++same;
    close(same);
    for (; depth_ < 3 && !line.tags[depth_].empty(); ++depth_) {
      tags_[depth_] = line.tags[depth_];
      groups_[depth_] = line.groups[depth_];
      cairo_tag_begin(cairo_, tags_[depth_].c_str(), nullptr);
    }
  }
  void close(int depth) {
    while (depth_ > depth) cairo_tag_end(cairo_, tags_[--depth_].c_str());
  }

 private:
  cairo_t* cairo_;
  std::string tags_[3];
  int groups_[3] = {};
  int depth_ = 0;
};

void draw(cairo_t* cairo, const Page& page) {
  for (const auto& fill : page.fills) {
    set_color(cairo, fill.color);
    cairo_rectangle(cairo, fill.x, fill.y, fill.width, fill.height);
    cairo_fill(cairo);
  }
  for (const auto& stroke : page.strokes) draw(cairo, stroke);
  for (const auto& code : page.codes) draw(cairo, code);
  Structure structure(cairo);
  for (const auto& line : page.lines) {
    structure.enter(line);
    if (!line.link.empty()) cairo_tag_begin(cairo, CAIRO_TAG_LINK, link_attributes(line.link).c_str());
    set_color(cairo, line.color);
    cairo_move_to(cairo, line.x, line.baseline);
    line.paragraph->draw(cairo, line.line);
    if (!line.link.empty()) cairo_tag_end(cairo, CAIRO_TAG_LINK);
  }
  structure.close(0);
  cairo_show_page(cairo);
}

/// Cairo 1.16 writes the structure of a document but says neither its language nor that it is tagged: an update of the
/// catalogue, as the format provides, says both.
void complete_catalogue(std::string& pdf, const std::string& language) {
  const auto number_after = [&](std::string_view key) -> std::size_t {
    const auto at = pdf.rfind(key);
    if (at == std::string::npos) throw std::logic_error("the PDF has no " + std::string(key));
    return std::stoul(pdf.substr(at + key.size(), 20));
  };
  const auto root = number_after("/Root "), size = number_after("/Size "), previous = number_after("startxref\n");
  const auto info = number_after("/Info ");
  const auto head = "\n" + std::to_string(root) + " 0 obj\n<<";
  const auto begin = pdf.rfind(head), end = pdf.find("endobj", begin);
  if (begin == std::string::npos || end == std::string::npos) throw std::logic_error("the PDF has no catalogue");
  const auto rest = pdf.substr(begin + head.size(), end - begin - head.size());
  const auto at = pdf.size();
  pdf += std::to_string(root) + " 0 obj\n<< /Lang (" + language +
         ") /MarkInfo << /Marked true >> /ViewerPreferences << /DisplayDocTitle true >>" + rest + "endobj\n";
  const auto table = pdf.size();
  char entry[32];
  std::snprintf(entry, sizeof entry, "%010zu 00000 n \n", at);
  pdf += "xref\n" + std::to_string(root) + " 1\n" + entry + "trailer\n<< /Size " + std::to_string(size) + " /Root " +
         std::to_string(root) + " 0 R /Info " + std::to_string(info) + " 0 R /Prev " + std::to_string(previous) +
         " >>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
}

}  // namespace

Pdf write_pdf(const Layout& layout) {
  Pdf pdf;
  pdf.pages = static_cast<int>(layout.pages.size());
  cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(append_bytes, &pdf.bytes, page_width, page_height);
  const auto metadata = [&](cairo_pdf_metadata_t kind, const std::string& text) {
    cairo_pdf_surface_set_metadata(surface, kind, text.c_str());
  };
  metadata(CAIRO_PDF_METADATA_TITLE, layout.title);
  metadata(CAIRO_PDF_METADATA_SUBJECT, layout.subject);
  metadata(CAIRO_PDF_METADATA_AUTHOR, layout.author);
  metadata(CAIRO_PDF_METADATA_CREATOR, "Clearway");
  metadata(CAIRO_PDF_METADATA_CREATE_DATE, layout.date.text() + "T00:00:00+09:00");
  cairo_t* cairo = cairo_create(surface);
  cairo_tag_begin(cairo, "Document", nullptr);
  for (const auto& page : layout.pages) draw(cairo, page);
  cairo_tag_end(cairo, "Document");
  const auto status = cairo_status(cairo);
  cairo_destroy(cairo);
  cairo_surface_finish(surface);
  const auto finished = cairo_surface_status(surface);
  cairo_surface_destroy(surface);
  if (status != CAIRO_STATUS_SUCCESS || finished != CAIRO_STATUS_SUCCESS) {
    throw std::logic_error(std::string("cairo: ") +
                           cairo_status_to_string(status != CAIRO_STATUS_SUCCESS ? status : finished));
  }
  complete_catalogue(pdf.bytes, layout.language);
  return pdf;
}

}  // namespace clearway::document
