#include "document/layout.h"

#include <qrencode.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <set>

#include "document/fonts.h"

namespace clearway::document {
namespace {

using block::Align;

constexpr double left = 59, right = page_width - 59, body_width = right - left;
constexpr double top = 50, later_top = 74, bottom = page_height - 92;
constexpr double code_size = 46, footer = page_height - 78;

constexpr Color ink{0.118, 0.129, 0.141}, grey{0.345, 0.376, 0.408}, line_grey{0.745, 0.772, 0.800};
constexpr Color pale{0.949, 0.957, 0.965}, pale_blue{0.937, 0.953, 0.980}, navy{0.031, 0.196, 0.388};
constexpr Color seal_red{0.75, 0.15, 0.15};

constexpr Style office_style{13, 18, true}, small_style{8, 12}, title_style{20, 30, true, 0.5};
constexpr Style head_style{10, 16}, head_label_style{9, 16}, heading_style{11.5, 18, true}, body_style{10, 16.4};
constexpr Style cell_style{9, 13.4}, cell_bold_style{9, 13.4, true}, note_style{7.8, 11.4}, unit_style{8, 12};
constexpr Style sign_style{15, 24, true, 2}, sign_date_style{10.5, 18}, seal_style{6.6, 8.6};

/// What stays together on a page.
struct Slab {
  double before = 0, height = 0;  // `before` falls away at the top of a page
  std::vector<TextLine> lines;    // y from the top of the slab
  std::vector<Fill> fills;
  std::vector<Stroke> strokes;
  bool with_next = false;
  int repeat = -1;  // heading of the table, set again where this begins a page
};

using Shared = std::shared_ptr<const Paragraph>;

struct CellText {
  Shared paragraph;
  Style style;
  Color color;
};
struct CellBox {
  std::vector<CellText> texts;
  Align align = Align::left;
  std::string tag = "TD";
};

class Typesetter {
 public:
  Typesetter(const Document& document, Fonts& fonts) : document_(document), fonts_(fonts) {}

  Result<Layout> run() {
    if (auto status = encode_link(); !status) return status.error();
    for (const auto& part : document_.parts) {
      language_ = part.language;
      slabs_.clear();
      repeats_.clear();
      for (const auto& block : part.blocks) std::visit([&](const auto& content) { set(content); }, block);
      paginate(part);
    }
    number_pages();
    if (!missing_.empty()) {
      return Error{"character_cannot_be_shown", "document",
                   "no font of letters has these characters: '" + missing_ + "'",
                   "write the name or word in Hangul, Hanja or Latin letters"};
    }
    layout_.title = document_.title;
    layout_.subject = document_.subject;
    layout_.author = document_.author;
    layout_.language = document_.parts.front().language == Language::korean ? "ko-KR" : "en";
    layout_.date = document_.date;
    return std::move(layout_);
  }

 private:
  // ---- pieces

  Shared paragraph(std::string_view text, const Style& style, double width) {
    auto result = std::make_shared<Paragraph>(fonts_, language_, text, style, width);
    for (const auto& c : result->missing()) missing_.push_back(c);
    return result;
  }

  /// The Hangul square reaches from 0.12 of the size below the baseline to 0.88 above: its middle is the line's middle.
  static double baseline(const Style& style) { return style.line_height / 2 + 0.38 * style.size; }

  TextLine line(const Shared& text, int number, const Style& style, double x, double width, double y, Align align,
                Color color) {
    TextLine result;
    result.paragraph = text;
    result.line = number;
    result.width = text->line_width(number);
    result.x = x + (align == Align::right    ? width - result.width
                    : align == Align::centre ? (width - result.width) / 2
                                             : 0);
    result.top = y;
    result.bottom = y + style.line_height;
    result.baseline = y + baseline(style);
    result.color = color;
    return result;
  }

  static void tag(TextLine& line, std::initializer_list<std::pair<const char*, int>> tags) {
    int depth = 0;
    for (const auto& [name, group] : tags) {
      line.tags[depth] = name;
      line.groups[depth++] = group;
    }
  }
  int new_group() { return ++groups_; }

  /// Text over the whole width or a part of it, one slab a line; no single line stands alone on a page.
  void flow(const Shared& text, const Style& style, double x, double width, double before, const char* name,
            Align align = Align::left, Color color = ink, bool with_next = false) {
    const int group = new_group(), count = text->lines();
    for (int i = 0; i < count; ++i) {
      Slab slab;
      slab.before = i == 0 ? before : 0;
      slab.height = style.line_height;
      slab.lines.push_back(line(text, i, style, x, width, 0, align, color));
      tag(slab.lines.back(), {{name, group}});
      const bool orphan = i == 0 && count > 1, widow = i + 2 == count;
      slab.with_next = orphan || widow || count == 3 || (with_next && i + 1 == count);
      if (i + 1 == count && !with_next) slab.with_next = false;
      slabs_.push_back(std::move(slab));
    }
  }

  // ---- blocks

  void set(const block::Notice& notice) {
    const auto text = paragraph(notice.text, cell_style, body_width - 20);
    Slab slab;
    slab.height = text->lines() * cell_style.line_height + 12;
    slab.fills.push_back({left, 0, body_width, slab.height, pale});
    const int group = new_group();
    for (int i = 0; i < text->lines(); ++i) {
      slab.lines.push_back(
          line(text, i, cell_style, left + 10, body_width - 20, 6 + i * cell_style.line_height, Align::left, grey));
      tag(slab.lines.back(), {{"P", group}});
    }
    slabs_.push_back(std::move(slab));
    gap_ = 12;
  }

  void set(const block::Letterhead& letterhead) {
    flow(paragraph(letterhead.office, office_style, body_width), office_style, left, body_width, take_gap(0), "P",
         Align::left, navy, true);
    flow(paragraph(letterhead.address, small_style, body_width), small_style, left, body_width, 0, "P", Align::left,
         grey, true);
    Slab rule;
    rule.height = 8;
    rule.strokes.push_back({left, 6, body_width, 0, 1.2, navy});
    rule.with_next = true;
    slabs_.push_back(std::move(rule));
  }

  void set(const block::Title& title) {
    flow(paragraph(title.text, title_style, body_width), title_style, left, body_width, 16, "H1", Align::centre, ink,
         true);
    gap_ = 12;
  }

  void set(const block::Head& head) {
    const double label_width = widest(head.fields, head_label_style) + 16;
    for (const auto& field : head.fields) {
      Slab slab;
      slab.before = take_gap(1);
      const auto label = paragraph(field.label, head_label_style, 0);
      const auto value = paragraph(field.value, head_style, body_width - label_width);
      slab.height = value->lines() * head_style.line_height;
      const int group = new_group();
      slab.lines.push_back(line(label, 0, head_label_style, left, label_width, 0, Align::left, grey));
      slab.lines.back().baseline = baseline(head_style);  // of its value
      tag(slab.lines.back(), {{"P", group}});
      add_lines(slab, value, head_style, left + label_width, body_width - label_width, 0, Align::left, ink,
                {{"P", group}});
      slab.with_next = true;
      slabs_.push_back(std::move(slab));
    }
    Slab rule;
    rule.height = 8;
    rule.strokes.push_back({left, 7, body_width, 0, 0.5, line_grey});
    slabs_.push_back(std::move(rule));
    gap_ = 12;
  }

  void set(const block::Heading& heading) {
    flow(paragraph(heading.text, heading_style, body_width), heading_style, left, body_width, take_gap(16), "H2",
         Align::left, navy, true);
    gap_ = 4;
  }

  void set(const block::Paragraph& text) {
    flow(paragraph(text.text, body_style, body_width), body_style, left, body_width, take_gap(8), "P");
  }

  void set(const block::Facts& facts) {
    const double label_width = std::min(widest(facts.fields, cell_bold_style) + 20, 150.0);
    const std::vector<double> widths = {label_width, body_width - label_width};
    double before = take_gap(10);
    const int table = new_group();
    const auto first = slabs_.size();
    for (std::size_t i = 0; i < facts.fields.size(); ++i) {
      std::vector<CellBox> cells(2);
      cells[0].tag = "TH";
      cells[0].texts.push_back(
          {paragraph(facts.fields[i].label, cell_bold_style, label_width - 14), cell_bold_style, ink});
      cells[1].texts.push_back({paragraph(facts.fields[i].value, cell_style, widths[1] - 14), cell_style, ink});
      RowLook look;
      look.label_fill = true;
      look.first = i == 0;
      look.last = i + 1 == facts.fields.size();
      add_row(cells, widths, look, table, -1, before, 7);
      before = 0;
    }
    keep_rows(first);
    gap_ = 12;
  }

  void set(const block::Table& table) {
    const int group = new_group();
    caption(table);
    const auto widths = column_widths(table);
    std::vector<CellBox> header;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      CellBox box;
      box.tag = "TH";
      box.align = table.columns[c].align;
      box.texts.push_back({paragraph(table.columns[c].label, cell_bold_style, widths[c] - 10), cell_bold_style, ink});
      header.push_back(std::move(box));
    }
    RowLook look;
    look.header = look.first = true;
    const auto at = slabs_.size();
    add_row(header, widths, look, group, -1, 0, 5);
    slabs_.back().with_next = true;
    const int repeat = static_cast<int>(repeats_.size());
    repeats_.emplace_back(slabs_.begin() + static_cast<std::ptrdiff_t>(at), slabs_.end());
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      look = {};
      look.total = table.total && r + 1 == table.rows.size();
      look.last = r + 1 == table.rows.size();
      std::vector<CellBox> cells;
      for (std::size_t c = 0; c < table.columns.size(); ++c) {
        const auto& cell = table.rows[r][c];
        const auto& style = look.total ? cell_bold_style : cell_style;
        CellBox box;
        box.align = table.columns[c].align;
        box.texts.push_back({paragraph(cell.text, style, widths[c] - 10), style, ink});
        if (!cell.note.empty())
          box.texts.push_back({paragraph(cell.note, note_style, widths[c] - 10), note_style, grey});
        cells.push_back(std::move(box));
      }
      add_row(cells, widths, look, group, repeat, 0, 5);
    }
    keep_rows(at);
    gap_ = 12;
  }

  /// Rows from `first` on: in one piece where they are low, and neither their first nor their last row alone on a page.
  void keep_rows(std::size_t first) {
    double height = 0;
    for (auto i = first; i < slabs_.size(); ++i) height += slabs_[i].height;
    const bool together = height < (bottom - later_top) / 4;
    for (auto i = first; i + 1 < slabs_.size(); ++i) {
      if (together || i <= first + 1 || i + 2 == slabs_.size()) slabs_[i].with_next = true;
    }
  }

  void caption(const block::Table& table) {
    const auto name = paragraph(table.caption, cell_bold_style, body_width - 80);
    Slab slab;
    slab.before = take_gap(12);
    slab.height = name->lines() * cell_bold_style.line_height + 4;
    slab.with_next = true;
    const int group = new_group();
    add_lines(slab, name, cell_bold_style, left, body_width - 80, 0, Align::left, ink, {{"Caption", group}});
    if (!table.unit.empty()) {
      const auto unit = paragraph(table.unit, unit_style, 0);
      const double y = slab.height - 4 - unit_style.line_height;
      slab.lines.push_back(line(unit, 0, unit_style, right - 80, 80, y, Align::right, grey));
      slab.lines.back().baseline = slab.height - 4 - cell_bold_style.line_height + baseline(cell_bold_style);
      tag(slab.lines.back(), {{"Caption", group}});
    }
    slabs_.push_back(std::move(slab));
  }

  void set(const block::Advice& advice) {
    constexpr double inset = 14, bullet = 12;
    const double width = body_width - 2 * inset;
    std::vector<Slab> box;
    const auto title = paragraph(advice.title, heading_style, width);
    const int title_group = new_group(), list = new_group();
    Slab head;
    head.before = take_gap(14);
    head.height = title->lines() * heading_style.line_height + 14;
    add_lines(head, title, heading_style, left + inset, width, 10, Align::left, navy, {{"H2", title_group}});
    box.push_back(std::move(head));
    for (std::size_t i = 0; i < advice.items.size(); ++i) {
      const auto text = paragraph(advice.items[i], body_style, width - bullet);
      const int item = new_group();
      Slab slab;
      slab.height = text->lines() * body_style.line_height + (i + 1 == advice.items.size() ? 10 : 3);
      slab.lines.push_back(
          line(paragraph("•", body_style, 0), 0, body_style, left + inset, bullet, 0, Align::left, navy));
      tag(slab.lines.back(), {{"L", list}, {"LI", item}, {"Lbl", item}});
      add_lines(slab, text, body_style, left + inset + bullet, width - bullet, 0, Align::left, ink,
                {{"L", list}, {"LI", item}, {"LBody", item}});
      box.push_back(std::move(slab));
    }
    double height = 0;
    for (const auto& slab : box) height += slab.height;
    for (std::size_t i = 0; i < box.size(); ++i) {
      auto& slab = box[i];
      slab.fills.push_back({left, 0, body_width, slab.height, pale_blue});
      slab.fills.push_back({left, 0, 3, slab.height, navy});
      // In one piece where it fits half a page; its title never alone.
      slab.with_next = i + 1 < box.size() && (i == 0 || height < (bottom - later_top) / 2);
      slabs_.push_back(std::move(slab));
    }
    gap_ = 12;
  }

  void set(const block::Sign& sign) {
    if (!slabs_.empty()) slabs_.back().with_next = true;  // no signature alone on a page
    Slab slab;
    slab.before = take_gap(18);
    const auto date = paragraph(sign.date, sign_date_style, body_width);
    auto name_style = sign_style;
    if (language_ == Language::english) name_style.letter_spacing = 0;
    const auto head = paragraph(sign.head, name_style, body_width - 160);
    const int group = new_group();
    add_lines(slab, date, sign_date_style, left, body_width, 0, Align::centre, ink, {{"P", group}});
    double y = sign_date_style.line_height + 12;
    const double head_top = y;
    add_lines(slab, head, sign_style, left + 80, body_width - 160, y, Align::centre, ink, {{"P", group}});
    y += head->lines() * sign_style.line_height;
    if (!sign.seal.empty()) {
      constexpr double side = 46;
      const double x = std::min(left + 80 + (body_width - 160 + head->width()) / 2 + 10, right - side);
      const double seal_top = head_top + sign_style.line_height / 2 - side / 2;
      slab.strokes.push_back({x, seal_top, side, side, 0.9, seal_red, true});
      const auto words = paragraph(sign.seal, seal_style, side - 6);
      const double words_top = seal_top + (side - words->lines() * seal_style.line_height) / 2;
      add_lines(slab, words, seal_style, x + 3, side - 6, words_top, Align::centre, seal_red, {{"P", new_group()}});
      y = std::max(y, seal_top + side);
    }
    if (!sign.note.empty()) {
      const auto note = paragraph(sign.note, small_style, body_width);
      add_lines(slab, note, small_style, left, body_width, y, Align::centre, grey, {{"P", group}});
      y += note->lines() * small_style.line_height;
    }
    slab.height = y;
    slabs_.push_back(std::move(slab));
    gap_ = 16;
  }

  void set(const block::Contacts& contacts) {
    if (!slabs_.empty()) slabs_.back().with_next = true;
    const auto label = paragraph(contacts.label, cell_bold_style, 0);
    const double label_width = label->width() + 14;
    std::string words;
    for (const auto& part : contacts.parts) words += (words.empty() ? "" : "  ·  ") + part;
    const auto text = paragraph(words, cell_style, body_width - label_width);
    Slab slab;
    slab.before = take_gap(12);
    slab.height = text->lines() * cell_style.line_height + 12;
    slab.strokes.push_back({left, 0, body_width, 0, 0.5, line_grey});
    const int group = new_group();
    add_lines(slab, label, cell_bold_style, left, label_width, 6, Align::left, navy, {{"P", group}});
    add_lines(slab, text, cell_style, left + label_width, body_width - label_width, 6, Align::left, ink,
              {{"P", group}});
    slabs_.push_back(std::move(slab));
    gap_ = 8;
  }

  // ---- rows

  struct RowLook {
    bool header = false, total = false, label_fill = false, first = false, last = false;
  };

  void add_lines(Slab& slab, const Shared& text, const Style& style, double x, double width, double y, Align align,
                 Color color, std::initializer_list<std::pair<const char*, int>> tags) {
    for (int i = 0; i < text->lines(); ++i) {
      slab.lines.push_back(line(text, i, style, x, width, y + i * style.line_height, align, color));
      tag(slab.lines.back(), tags);
    }
  }

  /// A row as high as its highest cell: one slab, or, where it is higher than half a page, one for each line.
  void add_row(const std::vector<CellBox>& cells, const std::vector<double>& widths, const RowLook& look, int table,
               int repeat, double before, double inset) {
    constexpr double padding = 4.6;
    struct CellLine {
      const CellText* text;
      int number;
      double y;
    };
    std::vector<std::vector<CellLine>> lines(cells.size());
    double height = 0;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      double y = 0;
      for (const auto& text : cells[c].texts) {
        for (int i = 0; i < text.paragraph->lines(); ++i, y += text.style.line_height)
          lines[c].push_back({&text, i, y});
      }
      height = std::max(height, y);
    }
    const bool split = height > (bottom - later_top) / 2;
    const double step = split ? 6 * cell_style.line_height : height;
    const int row = new_group();
    std::vector<int> groups;
    for (std::size_t c = 0; c < cells.size(); ++c) groups.push_back(new_group());
    std::vector<std::size_t> next(cells.size(), 0);
    for (bool begins = true, done = false; !done; begins = false) {
      Slab slab;
      slab.before = begins ? before : 0;
      slab.repeat = repeat;
      const double padding_top = begins ? padding : 0;
      double used = 0;
      done = true;
      for (std::size_t c = 0; c < cells.size(); ++c) {
        double x = left;
        for (std::size_t i = 0; i < c; ++i) x += widths[i];
        const double from = next[c] < lines[c].size() ? lines[c][next[c]].y : 0;
        while (next[c] < lines[c].size()) {
          const auto& [text, number, y] = lines[c][next[c]];
          const double end = y - from + text->style.line_height;
          if (end > step + 0.01 && y > from) break;
          auto placed = line(text->paragraph, number, text->style, x + inset, widths[c] - 2 * inset,
                             padding_top + y - from, cells[c].align, text->color);
          tag(placed, {{"Table", table}, {"TR", row}, {cells[c].tag.c_str(), groups[c]}});
          slab.lines.push_back(std::move(placed));
          used = std::max(used, end);
          ++next[c];
        }
        done = done && next[c] == lines[c].size();
      }
      slab.height = padding_top + used + (done ? padding : 0);
      decorate(slab, widths, look, begins, done);
      slabs_.push_back(std::move(slab));
    }
  }

  static void decorate(Slab& slab, const std::vector<double>& widths, const RowLook& look, bool begins, bool done) {
    if (look.header) slab.fills.push_back({left, 0, body_width, slab.height, pale});
    if (look.total) slab.fills.push_back({left, 0, body_width, slab.height, pale});
    if (look.label_fill) slab.fills.push_back({left, 0, widths[0], slab.height, pale});
    if (look.first && begins) slab.strokes.push_back({left, 0, body_width, 0, 1, ink});
    const bool strong = look.header || look.last;
    if (done) slab.strokes.push_back({left, slab.height, body_width, 0, strong ? 0.8 : 0.5, strong ? grey : line_grey});
  }

  double widest(const std::vector<block::Field>& fields, const Style& style) {
    double result = 0;
    for (const auto& field : fields) result = std::max(result, paragraph(field.label, style, 0)->width());
    return result;
  }

  /// Figures and dates are never broken: their columns are as wide as their widest cell. Text shares what is left by
  /// the widths of the template, and gives up what it does not need.
  std::vector<double> column_widths(const block::Table& table) {
    const std::size_t count = table.columns.size();
    std::vector<double> widths(count, 0), natural(count, 0), least(count, 0);
    double fixed = 0, wanted = 0, text_least = 0;
    for (std::size_t c = 0; c < count; ++c) {
      for (std::size_t r = 0; r < table.rows.size(); ++r) {
        const bool total = table.total && r + 1 == table.rows.size();
        const auto& cell = table.rows[r][c];
        natural[c] = std::max(natural[c], paragraph(cell.text, total ? cell_bold_style : cell_style, 0)->width());
        if (!cell.note.empty()) natural[c] = std::max(natural[c], paragraph(cell.note, note_style, 0)->width());
      }
      const auto& label = table.columns[c].label;
      const double whole = paragraph(label, cell_bold_style, 0)->width();
      if (table.columns[c].width == 0) {
        least[c] = std::max(natural[c], widest_word(label)) + 11;
        widths[c] = std::max(natural[c], whole) + 11;
        fixed += widths[c];
      } else {
        natural[c] = std::max(natural[c], whole) + 11;
        wanted += natural[c];
        text_least += 60;
      }
    }
    // Headings of figures go over two lines where text needs their width.
    if (fixed + wanted > body_width) {
      widths = least;
      fixed = std::accumulate(widths.begin(), widths.end(), 0.0);
    }
    // Text keeps a readable width even beside many figures, which then are broken after all.
    if (fixed > body_width - text_least) {
      for (auto& width : widths) width *= (body_width - text_least) / fixed;
      fixed = body_width - text_least;
    }
    share(table, widths, natural, body_width - fixed);
    return widths;
  }

  static void share(const block::Table& table, std::vector<double>& widths, const std::vector<double>& natural,
                    double free) {
    std::vector<std::size_t> open;
    for (std::size_t c = 0; c < widths.size(); ++c) {
      if (table.columns[c].width > 0) open.push_back(c);
    }
    if (open.empty()) {  // figures only: they share what is left, numbers of rows apart
      const auto wide = [&](std::size_t c) { return c > 0 || table.columns[c].align != Align::centre; };
      std::size_t sharing = 0;
      for (std::size_t c = 0; c < widths.size(); ++c) sharing += wide(c);
      for (std::size_t c = 0; c < widths.size(); ++c) {
        if (wide(c) || sharing == 0) widths[c] += free / static_cast<double>(sharing == 0 ? widths.size() : sharing);
      }
      return;
    }
    // Columns that need less than their share are given what they need, the others share the rest.
    for (bool changed = true; changed && open.size() > 1;) {
      changed = false;
      double shares = 0;
      for (const auto c : open) shares += table.columns[c].width;
      for (std::size_t i = 0; i < open.size() && open.size() > 1; ++i) {
        const auto c = open[i];
        if (natural[c] > free * table.columns[c].width / shares) continue;
        widths[c] = natural[c];
        free -= natural[c];
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(i));
        changed = true;
        break;
      }
    }
    double shares = 0;
    for (const auto c : open) shares += table.columns[c].width;
    for (const auto c : open) widths[c] = free * table.columns[c].width / shares;
  }

  double widest_word(const std::string& label) {
    double result = 0;
    for (std::size_t at = 0; at < label.size();) {
      const auto end = std::min(label.find(' ', at), label.size());
      result = std::max(result, paragraph(label.substr(at, end - at), cell_bold_style, 0)->width());
      at = end + 1;
    }
    return result;
  }

  double take_gap(double otherwise) {
    const double gap = gap_.value_or(otherwise);
    gap_.reset();
    return std::max(gap, otherwise);
  }

  // ---- pages

  void paginate(const Part& part) {
    begin_page(part, true);
    for (std::size_t i = 0; i < slabs_.size();) {
      std::size_t end = i + 1;
      while (end < slabs_.size() && slabs_[end - 1].with_next) ++end;
      double height = 0;
      for (std::size_t j = i; j < end; ++j) height += slabs_[j].height + (j > i ? slabs_[j].before : 0);
      const double before = at_top_ ? 0 : slabs_[i].before;
      const double whole_page = bottom - later_top;
      if (!at_top_ && y_ + before + height > bottom && height <= whole_page) begin_page(part, false);
      for (; i < end; ++i) {
        if (!at_top_ && y_ + slabs_[i].before + slabs_[i].height > bottom) begin_page(part, false);
        if (at_top_ && slabs_[i].repeat >= 0) {
          for (const auto& slab : repeats_[static_cast<std::size_t>(slabs_[i].repeat)]) place(slab);
        }
        place(slabs_[i]);
      }
    }
  }

  void begin_page(const Part& part, bool first) {
    Page page;
    page.language = part.language;
    layout_.pages.push_back(std::move(page));
    auto& added = layout_.pages.back();
    y_ = first ? top : later_top;
    at_top_ = true;
    if (!first) {
      const auto title = paragraph(part.running_title, small_style, body_width * 0.6);
      const auto number = paragraph(part.running_number, small_style, 0);
      added.lines.push_back(line(title, 0, small_style, left, body_width, top - 4, Align::left, grey));
      added.lines.push_back(line(number, 0, small_style, left, body_width, top - 4, Align::right, grey));
      added.strokes.push_back({left, top + 10, body_width, 0, 0.5, line_grey});
    }
    QrCode code = code_;
    code.x = left;
    code.y = footer + 4;
    code.size = code_size;
    added.codes.push_back(std::move(code));
    added.strokes.push_back({left, footer - 4, body_width, 0, 0.5, line_grey});
    const double x = left + code_size + 10, width = body_width - code_size - 60;
    double y = footer + 6;
    for (const auto* text : {&part.verification_code, &document_.verification_link, &part.verification}) {
      const auto words = paragraph(*text, unit_style, width);
      for (int i = 0; i < std::min(words->lines(), 2); ++i, y += unit_style.line_height) {
        added.lines.push_back(line(words, i, unit_style, x, width, y, Align::left, grey));
        if (text == &document_.verification_link) added.lines.back().link = *text;
      }
    }
  }

  void place(const Slab& slab) {
    auto& page = layout_.pages.back();
    if (!at_top_) y_ += slab.before;
    at_top_ = false;
    for (auto text : slab.lines) {
      text.top += y_;
      text.bottom += y_;
      text.baseline += y_;
      page.lines.push_back(std::move(text));
    }
    for (auto fill : slab.fills) {
      fill.y += y_;
      // Neighbours of one colour become one, so that no viewer shows a seam.
      const auto joins = [&](const Fill& above) {
        return above.x == fill.x && above.width == fill.width && above.color == fill.color &&
               std::abs(above.y + above.height - fill.y) < 0.01;
      };
      const auto above = std::find_if(page.fills.begin(), page.fills.end(), joins);
      if (above == page.fills.end()) {
        page.fills.push_back(fill);
      } else {
        above->height += fill.height;
      }
    }
    for (auto stroke : slab.strokes) {
      stroke.y += y_;
      page.strokes.push_back(stroke);
    }
    y_ += slab.height;
  }

  void number_pages() {
    const auto count = std::to_string(layout_.pages.size());
    for (std::size_t i = 0; i < layout_.pages.size(); ++i) {
      language_ = layout_.pages[i].language;
      const auto text = paragraph(std::to_string(i + 1) + " / " + count, small_style, 0);
      layout_.pages[i].lines.push_back(line(text, 0, small_style, left, body_width, footer + 6, Align::right, grey));
    }
  }

  Status encode_link() {
    QRcode* code = QRcode_encodeString8bit(document_.verification_link.c_str(), 0, QR_ECLEVEL_M);
    // Beyond this the squares are too small for the cameras of telephones.
    if (code == nullptr || code->width > 57) {
      if (code != nullptr) QRcode_free(code);
      return Error{
          "verification_link_is_too_long", "verification.link",
          "the verification link is too long for a readable code: '" + document_.verification_link.substr(0, 80) + "'",
          "give a shorter link"};
    }
    code_.modules = code->width;
    const auto squares = static_cast<std::size_t>(code->width) * static_cast<std::size_t>(code->width);
    for (std::size_t i = 0; i < squares; ++i) code_.black.push_back((code->data[i] & 1) != 0);
    QRcode_free(code);
    return success();
  }

  const Document& document_;
  Fonts& fonts_;
  Language language_ = Language::korean;
  Layout layout_;
  QrCode code_;
  std::vector<Slab> slabs_;
  std::vector<std::vector<Slab>> repeats_;
  std::optional<double> gap_;  // above the next block
  double y_ = 0;
  bool at_top_ = true;
  int groups_ = 0;
  std::string missing_;
};

}  // namespace

std::string TextLine::text() const { return paragraph->line_text(line); }

Result<Layout> lay_out(const Document& document, Fonts& fonts) { return Typesetter(document, fonts).run(); }

std::string describe(const Layout& layout) {
  std::string out;
  for (std::size_t i = 0; i < layout.pages.size(); ++i) {
    out += "--- page " + std::to_string(i + 1) + " of " + std::to_string(layout.pages.size()) + "\n";
    std::map<long, std::map<double, std::string>> rows;  // by baseline, then by place
    for (const auto& line : layout.pages[i].lines) {
      if (auto text = line.text(); !text.empty()) rows[std::lround(line.baseline)][line.x] = std::move(text);
    }
    for (const auto& [baseline, cells] : rows) {
      std::string row;
      for (const auto& [x, text] : cells) row += (row.empty() ? "" : " | ") + text;
      out += row + "\n";
    }
  }
  return out;
}

}  // namespace clearway::document
