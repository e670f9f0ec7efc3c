// The values of the letters of a case, as golden files.

#include "seizure/letter.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "seizure/fixture_test.h"

namespace clearway::seizure {
namespace {

/// Compares with src/seizure/golden/NAME; CLEARWAY_UPDATE_GOLDEN=1 writes it anew, to be read as a diff.
void expect_golden(const std::string& name, const std::string& text) {
  // One member a line, so that a difference can be read.
  std::string lines;
  for (std::size_t i = 0; i < text.size(); ++i) {
    lines += text[i];
    if (text[i] == ',' && (text[i + 1] == '"' || text[i + 1] == '{')) lines += '\n';
  }
  const auto path = std::string(CLEARWAY_SOURCE_DIR "/src/seizure/golden/") + name;
  if (std::getenv("CLEARWAY_UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << lines << '\n';
  std::ifstream in(path, std::ios::binary);
  EXPECT_EQ(lines + "\n", std::string(std::istreambuf_iterator<char>(in), {})) << name;
}

Sender sender() {
  Sender sender;
  sender.office = {"견본세관", "Sample Customs"};
  sender.head = {"견본세관장", "Head of Sample Customs"};
  sender.address = {"견본시 예시로 1", "1 Yesi-ro, Gyeonbon-si"};
  sender.department = {"체납정리 담당", "Arrears Division"};
  sender.person = {"김예시", "Kim Yesi"};
  sender.hours = {"평일 09:00–18:00", "weekdays 09:00–18:00"};
  sender.phone = "000-0000-0001";
  sender.contact_phone = "000-0000-0002";
  sender.email = "arrears@clearway.sample.invalid";
  sender.link = "https://clearway.sample.invalid/seizures/S-1";
  sender.verification_code = "S-1-7";
  sender.date = day("2026-08-05");
  return sender;
}

TEST(Letter, OfEachStageAsGoldenFiles) {
  const auto price = paid();
  const auto subject = after(price, Action::draw_up, "2026-08-05", drawn(price, "2026-08-28"));
  ASSERT_EQ(letters_of(subject).size(), 3U);
  for (const auto form : letters_of(subject)) {
    expect_golden(std::string(form) + ".json", letter_values(World::instance().law, World::instance().calendar,
                                                             World::instance().messages, subject, form, sender()));
  }
}

TEST(Letter, ACaseSendsWhatItHasComeTo) {
  EXPECT_TRUE(letters_of(approved()).empty());
  EXPECT_EQ(letters_of(seized()), std::vector<std::string_view>{"seizure_notice"});
  EXPECT_EQ(letters_of(after(valued(), Action::propose_sale, "2026-07-13", auction("2026-07-24"))).size(), 1U)
      << "a sale that is not approved is not announced";
  EXPECT_EQ(letters_of(on_sale()).size(), 2U);
}

}  // namespace
}  // namespace clearway::seizure
