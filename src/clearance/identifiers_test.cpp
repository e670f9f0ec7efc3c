#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/decimal.h"
#include "clearance/check_digits.h"
#include "clearance/number_text.h"
#include "clearance/pattern.h"
#include "clearance/tariff_list.h"
#include "clearance/word_list.h"

namespace clearway::clearance {
namespace {

constexpr BusinessNumberWeights business = {1, 3, 7, 1, 3, 7, 1, 3, 5};
constexpr PostalWeights postal = {8, 6, 4, 2, 3, 5, 9, 7};

TEST(CheckDigit, BusinessRegistrationNumber) {
  const struct {
    std::string_view text;
    bool right;
  } cases[] = {
      {"1248100998", true},    {"2208162517", true},
      {"1208800767", true},    {"1138132104", false},
      {"124-81-00998", true},  {"124-8100998", false},
      {"12481009981", false},  {"124810099", false},
      {"12A8100998", false},   {"", false},
      {"124 81 00998", false},
  };
  for (const auto& c : cases) EXPECT_EQ(is_business_number(c.text, business), c.right) << c.text;
}

TEST(CheckDigit, EveryBusinessNumberHasExactlyOneLastDigit) {
  EXPECT_TRUE(rc::check([] {
    auto text = std::to_string(*rc::gen::inRange(100'000'000, 999'999'999)) + "0";
    int right = 0;
    for (char last = '0'; last <= '9'; ++last) {
      text.back() = last;
      right += is_business_number(text, business) ? 1 : 0;
    }
    RC_ASSERT(right == 1);
  }));
}

TEST(CheckDigit, PostalItem) {
  EXPECT_TRUE(is_postal_item("RR473124829KR", postal));
  EXPECT_FALSE(is_postal_item("RR473124828KR", postal));
  EXPECT_FALSE(is_postal_item("rr473124829KR", postal));
  EXPECT_FALSE(has_postal_shape("RR473124829K"));
  EXPECT_FALSE(has_postal_shape("R1473124829KR"));
  EXPECT_EQ(postal_check_digit("00000000", postal), 5) << "11 becomes 5";
  EXPECT_EQ(postal_check_digit("00000008", postal), 0) << "10 becomes 0: 56 mod 11 is 1";
}

TEST(CheckDigit, Container) {
  EXPECT_TRUE(is_container("CSQU3054383"));
  EXPECT_FALSE(is_container("CSQU3054384"));
  EXPECT_FALSE(is_container("CSQU305438"));
  EXPECT_FALSE(is_container("csqu3054383"));
  EXPECT_EQ(container_check_digit("CSQU305438"), 3);
}

TEST(Pattern, AsLawFilesWriteThem) {
  const struct {
    std::string_view pattern, text;
    bool matches;
  } cases[] = {
      {R"(^P\d{12}$)", "P123456789012", true},
      {R"(^P\d{12}$)", "P12345678901", false},
      {R"(^P\d{12}$)", "P1234567890123", false},
      {R"(^P\d{12}$)", "p123456789012", false},
      {R"(^\S{1,8}\d{7}$)", "가상무역1240019", true},
      {R"(^\S{1,8}\d{7}$)", "1240019", false},
      {R"(^\S{1,8}\d{7}$)", "A1240019", true},
      {R"(^\S{1,8}\d{7}$)", "ABCDEFGH1240019", true},
      {R"(^\S{1,8}\d{7}$)", "ABCDEFGHI1240019", false},
      {R"(^\S{1,8}\d{7}$)", "A B1240019", false},
      {R"(^\d{2}[A-Z0-9]{4,10}[IE]-\d{4}(-\d{4})?$)", "25ABCD0001I-0001", true},
      {R"(^\d{2}[A-Z0-9]{4,10}[IE]-\d{4}(-\d{4})?$)", "25ABCD0001I-0001-0002", true},
      {R"(^\d{2}[A-Z0-9]{4,10}[IE]-\d{4}(-\d{4})?$)", "25ABCD0001I-0001-", false},
      {R"(^\d{2}[A-Z0-9]{4,10}[IE]-\d{4}(-\d{4})?$)", "25ABI-0001", false},
      {R"(^[0-9A-Z]{5}\d{2}\d{6}[0-9A-Z]$)", "1234526123456X", true},
      {R"(^[0-9A-Z]{5}\d{2}\d{6}[0-9A-Z]$)", "12345-26-123456X", false},
  };
  for (const auto& c : cases) {
    const auto pattern = Pattern::compile(c.pattern);
    ASSERT_TRUE(pattern) << c.pattern;
    EXPECT_EQ(pattern->matches(c.text), c.matches) << c.pattern << " " << c.text;
  }
}

TEST(Pattern, RefusesWhatItDoesNotUnderstand) {
  for (const std::string_view pattern :
       {"", "P", "^P", R"(^\w$)", "^.*$", "^(A|B)$", "^A{2$", "^A{3,2}$", "^[A$", "^A+$", R"(^\)"}) {
    EXPECT_FALSE(Pattern::compile(pattern)) << pattern;
  }
}

TEST(NumberText, ReadsExactlyOrSaysWhy) {
  using enum NumberProblem;
  const struct {
    std::string_view text;
    unsigned digits, decimals;
    NumberProblem problem;
    std::int64_t micro;
  } cases[] = {
      {"0", 8, 0, none, 0},
      {"12.5", 8, 1, none, 12'500'000},
      {"-3", 8, 0, none, -3'000'000},
      {"007", 1, 0, none, 7'000'000},
      {"1.10", 8, 1, none, 1'100'000},
      {"0.000001", 18, 6, none, 1},
      {"9000000000000", 18, 0, none, 9'000'000'000'000'000'000},
      {"9999999999999", 18, 0, range, 0},
      {"99999999999999999999999999", 18, 0, range, 0},
      {"0.0000001", 18, 6, decimals, 0},
      {"86125.20000000001", 18, 6, decimals, 86'125'200'000},
      {"1.23456789x", 18, 6, not_a_number, 0},
      {"1.25", 8, 1, decimals, 1'250'000},
      {"123", 2, 0, digits, 123'000'000},
      {"1,000", 8, 0, separator, 0},
      {"1 000", 8, 0, separator, 0},
      {"1e3", 8, 0, not_a_number, 0},
      {"+1", 8, 0, not_a_number, 0},
      {"-", 8, 0, not_a_number, 0},
      {"", 8, 0, not_a_number, 0},
      {".5", 8, 1, not_a_number, 0},
      {"5.", 8, 1, not_a_number, 0},
      {"1.2.3", 8, 2, not_a_number, 0},
  };
  for (const auto& c : cases) {
    const auto number = read_number(c.text, c.digits, c.decimals);
    EXPECT_EQ(static_cast<int>(number.problem), static_cast<int>(c.problem)) << c.text;
    EXPECT_EQ(number.micro, c.micro) << c.text;
  }
}

TEST(NumberText, AgreesWithDecimal) {
  EXPECT_TRUE(rc::check([] {
    const auto text = *rc::gen::container<std::string>(rc::gen::element('0', '1', '5', '9', '.', '-'));
    const auto number = read_number(text, 18, 6);
    const auto expected = Decimal::parse(text);
    RC_ASSERT((number.readable && !number.cut) == expected.has_value());
    if (expected) RC_ASSERT(number.micro == expected->micro());
  }));
}

TEST(TariffList, FindsWhatAPrefixCovers) {
  const TariffList list({"9303", "360", "1207910000", "71"});
  const struct {
    std::string_view code, prefix;
  } cases[] = {{"9303900000", "9303"},
               {"9304000000", ""},
               {"3604100000", "360"},
               {"3610000000", ""},
               {"1207910000", "1207910000"},
               {"1207911000", ""},
               {"7101000000", "71"},
               {"930", ""},
               {"", ""},
               {"ABCD", ""}};
  for (const auto& c : cases) EXPECT_EQ(list.find(c.code), c.prefix) << c.code;
  EXPECT_THROW(TariffList({"9"}), std::logic_error);
  EXPECT_THROW(TariffList({"93A3"}), std::logic_error);
}

TEST(NameList, ComparesWithoutCaseAndPunctuation) {
  const NameList list({"SAMPLE DENIED PARTY 0001", "가상제한대상 0001"});
  EXPECT_TRUE(list.contains("Sample Denied-Party, 0001"));
  EXPECT_TRUE(list.contains("가상제한대상0001"));
  EXPECT_FALSE(list.contains("Sample Denied Party 00011"));
  EXPECT_FALSE(list.contains("Sample Buyer"));
  EXPECT_FALSE(list.contains(""));
  EXPECT_FALSE(NameList().contains("Sample"));
}

}  // namespace
}  // namespace clearway::clearance
