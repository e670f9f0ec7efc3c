#include "ruling/register.h"

#include <gtest/gtest.h>

#include "ruling/anonymity.h"
#include "ruling/fixture_test.h"
#include "ruling/words.h"

namespace clearway::ruling {
namespace {

Entry entry(std::string number, std::string_view on, std::string code, Text goods, Kind kind = Kind::classification) {
  Entry made;
  made.number = std::move(number);
  made.kind = kind;
  made.decided_on = day(on);
  made.tariff_code = std::move(code);
  made.published = {std::move(goods),
                    {"세번은 무엇인가", "which heading applies"},
                    {"그러하다", "it is so"},
                    {"통칙 1", "general rule 1"}};
  return made;
}
const std::vector<Entry> entries = {
    entry("C-2024-A", "2024-05-01", "3304991000", {"비타민을 넣은 얼굴 크림", "face cream with vitamins"}),
    entry("C-2025-B", "2025-02-01", "3401300000", {"액상 세안제", "liquid face wash"}),
    entry("V-2025-C", "2025-03-01", "8517", {"무상으로 준 금형", "moulds supplied free of charge"},
          Kind::valuation_general),
    entry("C-2026-D", "2026-01-15", "3304910000", {"얼굴에 바르는 가루 크림", "pressed powder for the face"}),
};

std::string found(const Query& query) {
  std::string numbers;
  for (const auto* each : search(entries, query)) numbers += (numbers.empty() ? "" : " ") + each->number;
  return numbers;
}

TEST(Register, IsSearchedInBothLanguagesByHeadingKindAndYear) {
  EXPECT_EQ(found({}), "C-2026-D V-2025-C C-2025-B C-2024-A") << "newest first";
  EXPECT_EQ(found({.words = "FACE cream"}), "C-2024-A") << "all words, whatever their case";
  EXPECT_EQ(found({.words = "얼굴"}), "C-2026-D C-2024-A");
  EXPECT_EQ(found({.words = "금형"}), "V-2025-C");
  EXPECT_EQ(found({.words = "c-2025-b"}), "C-2025-B") << "by its number";
  EXPECT_EQ(found({.heading = "3304"}), "C-2026-D C-2024-A");
  EXPECT_EQ(found({.heading = "3304.99"}), "C-2024-A");
  EXPECT_EQ(found({.kind = Kind::valuation_general}), "V-2025-C");
  EXPECT_EQ(found({.year = 2025}), "V-2025-C C-2025-B");
  EXPECT_EQ(found({.words = "nothing like it"}), "");
}

TEST(Register, ShowsRulingsLikeYoursBestFirst) {
  const auto& law = World::instance().law;
  const auto like = [&](const Like& asked) {
    std::string numbers;
    for (const auto& each : similar(law, entries, asked, day("2026-03-02"))) {
      EXPECT_LE(each.points, 1000);
      numbers += (numbers.empty() ? "" : " ") + each.entry->number;
    }
    return numbers;
  };
  EXPECT_EQ(like({.words = "vitamin face cream", .tariff_code = "3304", .kind = Kind::classification}),
            "C-2024-A C-2026-D C-2025-B");
  EXPECT_EQ(like({.words = "얼굴용 크림"}), "C-2026-D C-2024-A") << "whatever the ending of the word";
  EXPECT_EQ(like({.words = "moulds", .kind = Kind::valuation_special_relationship}), "V-2025-C");
  EXPECT_EQ(like({.words = "zebra"}), "");
}

TEST(Register, HoldsOnlyWhatIsPublished) {
  const auto value = decided(Kind::valuation_general);
  const auto shown = entry_of(value, day("2026-04-01"));
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->tariff_code, "3304") << "of a value the heading alone";
  EXPECT_EQ(shown->standing, Standing::in_force);
  EXPECT_EQ(entry_of(value, day("2029-03-21"))->standing, Standing::ended);
  auto secret = decision(Kind::classification);
  secret.published.reset();
  secret.not_published_because = "the recipe is a business secret";
  EXPECT_FALSE(entry_of(decided_with(filed(Kind::classification), secret, "2026-03-20"), day("2026-04-01")));
  EXPECT_FALSE(entry_of(filed(), day("2026-04-01"))) << "not decided";
}

TEST(Anonymity, WhatTellsWhoAppliedIsFound) {
  const auto identifies = [](const std::string& text) {
    Published published;
    published.goods = {"물품", text};
    return what_identifies(published, draft()).value_or("");
  };
  EXPECT_EQ(identifies("a face cream of heading 3304.99-1000 and 3304991000, 50 ml"), "");
  EXPECT_EQ(identifies("asked by B1248100998"), "B1248100998");
  EXPECT_EQ(identifies("registration 124-81-00998"), "1248100998");
  EXPECT_EQ(identifies("registration 220-81-62517"), "220-81-62517") << "of anybody";
  EXPECT_EQ(identifies("sold by s-7"), "S-7");
  EXPECT_EQ(identifies("product cream-50"), "CREAM-50");
  EXPECT_EQ(identifies("at USD 12.50 each"), "12.50");
  EXPECT_EQ(identifies("단가 12,000 원"), "12,000");
  EXPECT_EQ(identifies("write to kim@sample.invalid"), "@");
  EXPECT_EQ(identifies("call 010-1234-5678"), "010-1234-5678");
  EXPECT_EQ(identifies("made in 2026, 12 months"), "");
}

TEST(Words, KoreanIsComparedByPairsOfSyllables) {
  EXPECT_EQ(words_of("Face-Cream, 50ml 얼굴크림"), (std::vector<std::string>{"face", "cream", "50ml", "얼굴크림"}));
  EXPECT_EQ(pieces_of("얼굴크림에"), (std::vector<std::string>{"굴크", "림에", "얼굴", "크림"}));
  EXPECT_TRUE(pieces_of("\xff\xfe \xed").empty());
}

}  // namespace
}  // namespace clearway::ruling
