#include "document/layout.h"

#include <rapidcheck.h>

#include <cstdlib>

#include "document/fixture_test.h"

namespace clearway::document {
namespace {

/// Compares with src/document/golden/NAME; CLEARWAY_UPDATE_GOLDEN=1 writes it anew, to be read as a diff.
void expect_golden(const std::string& name, const std::string& text) {
  const auto path = source_path("src/document/golden/" + name);
  if (std::getenv("CLEARWAY_UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << text;
  EXPECT_EQ(text, read_file(path)) << name;
}

/// What no page may have: text over text, text outside the margins, rows that overlap.
std::string faults(const Layout& layout) {
  std::string out;
  for (std::size_t p = 0; p < layout.pages.size(); ++p) {
    const auto& lines = layout.pages[p].lines;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto& a = lines[i];
      if (a.x < 50 || a.x + a.width > page_width - 50 || a.top < 40 || a.bottom > page_height - 15) {
        out += "page " + std::to_string(p + 1) + ": outside: " + a.text() + "\n";
      }
      for (std::size_t j = i + 1; j < lines.size(); ++j) {
        const auto& b = lines[j];
        const double down = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
        const double across = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
        if (down > 0.5 && across > 0.5) {
          out += "page " + std::to_string(p + 1) + ": '" + a.text() + "' over '" + b.text() + "'\n";
        }
      }
    }
    // Rules between rows do not go through text.
    for (const auto& stroke : layout.pages[p].strokes) {
      if (stroke.height != 0 || stroke.dashed) continue;
      for (const auto& line : lines) {
        if (stroke.y > line.top + 2 && stroke.y < line.bottom - 2 && line.x < stroke.x + stroke.width) {
          out += "page " + std::to_string(p + 1) + ": a rule through '" + line.text() + "'\n";
        }
      }
    }
  }
  return out;
}

TEST(Layout, EachTemplateInBothLanguages) {
  for (const auto& [id, form] : templates().all()) {
    SCOPED_TRACE(id);
    const auto layout = lay_out(composed(id), fonts()).value();
    EXPECT_EQ(faults(layout), "");
    expect_golden(id + ".txt", describe(layout));
  }
}

/// A payment order with these rows.
Layout with_rows(const std::vector<Row>& rows, Languages languages = Languages::korean) {
  const auto& form = *templates().find("payment_order");
  Problems problems;
  auto values = read_values(form, case_json("payment_order"), problems);
  values.rows["items"] = rows;
  return lay_out(compose(form, values, languages, messages()).value(), fonts()).value();
}

Row row(const std::string& tax, const std::string& reference, std::int64_t amount) {
  return {{"tax", Text{tax, tax}}, {"reference", Text{reference, reference}}, {"amount", amount}};
}

int count(const std::string& text, std::string_view part) {
  int found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

TEST(Layout, ATableOf200RowsRepeatsItsHeadingOnEachPage) {
  std::vector<Row> rows;
  for (int i = 1; i <= 200; ++i)
    rows.push_back(row("관세 " + std::to_string(i), "00000-26-" + std::to_string(100'000 + i), i));
  const auto layout = with_rows(rows);
  EXPECT_EQ(faults(layout), "");
  EXPECT_GT(layout.pages.size(), 5u);
  const auto text = describe(layout);
  std::vector<std::string> pages;
  for (const auto& page : layout.pages) {
    Layout alone;
    alone.pages.push_back(page);
    pages.push_back(describe(alone));
  }
  for (const auto& page : pages) EXPECT_EQ(count(page, "세목 | 관련 번호 | 금액"), has(page, "관세 ") ? 1 : 0) << page;
  for (int i = 1; i <= 200; ++i) EXPECT_EQ(count(text, "관세 " + std::to_string(i) + " |"), 1) << i;
  EXPECT_TRUE(has(text, "합계 | 20,100"));
  // The later pages say which letter they belong to.
  EXPECT_EQ(count(text, "납부 안내 | 납부-2026-000877"), static_cast<int>(layout.pages.size()) - 1);
}

TEST(Layout, ALongNameWrapsAndItsRowGrows) {
  std::string name = "주식회사";
  for (int i = 0; i < 12; ++i) name += " 아주긴이름을가진견본무역상사";
  const auto layout = with_rows({row("관세", name, 1), row("부가가치세", "짧음", 2)});
  EXPECT_EQ(faults(layout), "");
  // Words stay whole.
  for (const auto& line : layout.pages[0].lines) {
    if (!has(line.text(), "아주긴")) continue;
    EXPECT_TRUE(line.text().ends_with("상사")) << line.text();
  }
}

TEST(Layout, AWordLongerThanItsColumnIsBroken) {
  std::string word;
  for (int i = 0; i < 60; ++i) word += "가나다";
  EXPECT_EQ(faults(with_rows({row("관세", word, 1)})), "");
  EXPECT_EQ(faults(with_rows({row("관세", std::string(300, 'W'), 1)})), "");
}

TEST(Layout, ARowHigherThanAPageGoesOnOverPages) {
  std::string text;
  for (int i = 0; i < 900; ++i) text += "낱말" + std::to_string(i) + " ";
  const auto layout = with_rows({row("관세", text, 1), row("부가가치세", "끝", 2)});
  EXPECT_EQ(faults(layout), "");
  EXPECT_GE(layout.pages.size(), 3u);
  const auto described = describe(layout);
  for (int i = 0; i < 900; ++i) ASSERT_TRUE(has(described, "낱말" + std::to_string(i))) << i;
}

TEST(Layout, WhateverTheRowsNothingOverlaps) {
  rc::check("rows of any texts", [] {
    const auto word = rc::gen::element<std::string>("관세", "부가가치세 및 그 가산세", "customs duty and its penalty",
                                                    "韓國", "견본무역주식회사인천지점예시영업소", "W-26-000187M");
    const auto shape = rc::gen::container<std::vector<std::string>>(word);
    std::vector<Row> rows;
    const int size = *rc::gen::inRange(1, 40);
    for (int i = 0; i < size; ++i) {
      std::string tax = "세", reference = "번";
      for (const auto& each : *shape) tax += " " + each;
      for (const auto& each : *shape) reference += " " + each;
      rows.push_back(row(tax, reference, *rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000)));
    }
    RC_ASSERT(faults(with_rows(rows, Languages::both)) == "");
  });
}

TEST(Layout, HanjaAndOldLettersAreShown) {
  const auto layout = with_rows({row("關稅 韓國", "ᄒᆞᆫ글 ᄂᆞᆫ ㆍ ㅿ", 1)});
  EXPECT_TRUE(has(describe(layout), "關稅 韓國 | ᄒᆞᆫ글 ᄂᆞᆫ ㆍ ㅿ | 1"));
}

TEST(Layout, ACharacterThatNoFontHasIsNamed) {
  auto document = composed("payment_order", Languages::korean);
  document.parts[0].blocks.push_back(block::Paragraph{"ไทย 이름"});
  const auto refused = lay_out(document, fonts());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "character_cannot_be_shown");
  EXPECT_TRUE(has(refused.error().detail, "ท")) << refused.error().detail;
}

TEST(Layout, ALinkTooLongForACodeIsNamed) {
  auto document = composed("payment_order", Languages::korean);
  document.verification_link = "https://clearway.sample.invalid/" + std::string(400, 'x');
  const auto refused = lay_out(document, fonts());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "verification_link_is_too_long");
}

TEST(Layout, EachPartBeginsOnAPageAndPagesAreCountedThrough) {
  const auto both = lay_out(composed("demand"), fonts()).value();
  const auto korean = lay_out(composed("demand", Languages::korean), fonts()).value();
  const auto english = lay_out(composed("demand", Languages::english), fonts()).value();
  EXPECT_EQ(both.pages.size(), korean.pages.size() + english.pages.size());
  EXPECT_EQ(both.pages[korean.pages.size()].language, Language::english);
  EXPECT_EQ(both.language, "ko-KR");
  EXPECT_EQ(english.language, "en");
  EXPECT_TRUE(has(describe(both), "1 / " + std::to_string(both.pages.size())));
}

}  // namespace
}  // namespace clearway::document
