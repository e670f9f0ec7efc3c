#include "declaration/facts.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace clearway::declaration {
namespace {

std::string normalised(std::string_view text) {
  std::string out;
  append_normalised(out, text);
  return out;
}

Declaration export_by(std::initializer_list<std::pair<Field, std::string_view>> values) {
  Declaration declaration;
  for (const auto& [field, value] : values) declaration.set(field, value);
  return declaration;
}

TEST(Normalise, KeepsLettersDigitsAndOtherScripts) {
  const struct {
    std::string_view text, expected;
  } cases[] = {
      {"Hong Gil-Dong, 12", "HONGGILDONG12"},
      {"HONG GILDONG 12", "HONGGILDONG12"},
      {"가상무역 (주) 0012", "가상무역주0012"},
      {"", ""},
      {" .,-/()&'", ""},
      {"café", "CAFé"},
  };
  for (const auto& c : cases) EXPECT_EQ(normalised(c.text), c.expected) << c.text;
}

TEST(Normalise, HashAgreesWithTheTextAndSeparatesNameFromAddress) {
  EXPECT_EQ(normalised_hash("Sample Trading", "1 Street"), normalised_hash("SAMPLE  TRADING.", "1, street"));
  EXPECT_NE(normalised_hash("Sample Trading1", "Street"), normalised_hash("Sample Trading", "1 Street"));
  EXPECT_EQ(normalised_hash(" - ", ""), 0U);
  EXPECT_TRUE(rc::check("case, blanks and punctuation do not tell parties apart", [](const std::string& text) {
    std::string shouted;
    for (const char c : text) {
      shouted += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
      shouted += ' ';
    }
    RC_ASSERT(normalised(text) == normalised(shouted));
    RC_ASSERT(normalised_hash(text) == normalised_hash(shouted));
  }));
}

TEST(Normalise, EveryByteAtEveryPlace) {
  EXPECT_TRUE(rc::check("kept are letters as capitals, digits, and bytes of other scripts, wherever they stand", [] {
    const auto text = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    std::string expected;
    for (const char c : text) {
      if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80) expected += c;
      if (c >= 'a' && c <= 'z') expected += static_cast<char>(c - 32);
    }
    RC_ASSERT(normalised(text) == expected);
    RC_ASSERT(normalised_hash(text) == normalised_hash(expected));
    RC_ASSERT(normalised_hash(text, "x") == normalised_hash_by_bytes(text, "x"));
    RC_ASSERT(normalised_hash("Sample", text) == normalised_hash_by_bytes("Sample", text));
  }));
}

TEST(PartyId, IsTheMostDependableIdentityGiven) {
  using F = Field;
  const struct {
    std::string_view name;
    Declaration declaration;
    std::string_view expected;
  } cases[] = {
      {"business number, dashes aside",
       export_by({{F::exporter_identifier, "124-81-00998"}, {F::exporter_identifier_type, "04"}}), "B1248100998"},
      {"ten digits without type", export_by({{F::exporter_identifier, "1248100998"}}), "B1248100998"},
      {"trader code", export_by({{F::exporter_trader_code, "가상무역1240019"}}), "T가상무역1240019"},
      {"a trader code never holds the separator", export_by({{F::exporter_trader_code, "AB.C1240019"}}), "TABC1240019"},
  };
  for (const auto& c : cases) EXPECT_EQ(party_id(c.declaration, "key"), c.expected) << c.name;

  Declaration import;
  import.procedure = Procedure::import_;
  import.set(F::importer_code, "QLRUBN9");
  EXPECT_EQ(party_id(import, "key"), "TQLRUBN9");
}

TEST(PartyId, HidesPersonsBehindAKeyedHash) {
  const auto person =
      export_by({{Field::exporter_identifier, "P123456789012"}, {Field::exporter_identifier_type, "05"}});
  const auto id = party_id(person, "key");
  EXPECT_EQ(id.front(), 'P');
  EXPECT_EQ(id.size(), 33U);
  EXPECT_EQ(id.find("123456789012"), std::string::npos);
  EXPECT_EQ(id, party_id(person, "key"));
  EXPECT_NE(id, party_id(person, "another key"));
  const auto unknown_type = export_by({{Field::exporter_identifier, "8001011234567"}});
  EXPECT_EQ(party_id(unknown_type, "key").front(), 'P') << "an identifier of unknown type is a person's";
}

TEST(PartyId, ManifestSendersAreKnownByNameAndAddress) {
  const auto first =
      export_by({{Field::exporter_name, "Sample Seller 7"}, {Field::exporter_address, "1 Sample-ro, Seoul"}});
  const auto again =
      export_by({{Field::exporter_name, "SAMPLE SELLER 7"}, {Field::exporter_address, "1 SAMPLE RO SEOUL"}});
  const auto other =
      export_by({{Field::exporter_name, "Sample Seller 7"}, {Field::exporter_address, "2 Sample-ro, Seoul"}});
  EXPECT_EQ(party_id(first, "key"), party_id(again, "key"));
  EXPECT_NE(party_id(first, "key"), party_id(other, "key"));
  EXPECT_EQ(party_id(first, "key").find('.'), std::string::npos);
  EXPECT_EQ(identity_hash(identify_trader(first)), identity_hash(identify_trader(again)));
  EXPECT_EQ(identity_hash(identify_trader(Declaration{})), 0U);
}

}  // namespace
}  // namespace clearway::declaration
