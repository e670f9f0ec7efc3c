#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "base/hash.h"
#include "sample/courier_list.h"
#include "sample/generate.h"
#include "sample/identifiers.h"
#include "sample/writer.h"

namespace clearway::sample {
namespace {

namespace fs = std::filesystem;
using declaration::Field;
using declaration::Procedure;

constexpr std::int64_t limit = 2'000'000;

const declaration::ExchangeRates& rates() {
  static const auto loaded =
      declaration::ExchangeRates::load(std::string(CLEARWAY_SOURCE_DIR) + "/law/kr/exchange_rate/export.csv");
  return loaded.value();
}
Terms terms() {
  return {[](Date) { return limit; }, [](Date) { return limit; }, &rates()};
}
Settings tiny(std::uint64_t seed) {
  const auto scale = *find_scale("tiny");
  return {seed, scale.rows, scale.from, scale.to};
}
std::string lines_of(Settings settings) {
  World world(settings, terms());
  std::string out;
  while (world.next()) append_json_line(out, world.declaration());
  return out;
}

TEST(SampleWorld, SameSeedSameBytesOtherSeedOthers) {
  const auto first = lines_of(tiny(7));
  EXPECT_EQ(first, lines_of(tiny(7)));
  EXPECT_NE(first, lines_of(tiny(8)));
}

// A change of the generated world is wanted or it is a mistake: whoever means it writes the new number here.
TEST(SampleWorld, SeedSevenTinyIsWhatItWas) {
  const auto text = lines_of(tiny(7));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2000);
  EXPECT_EQ(hash_text(text), 7895567606568819107U) << text.substr(0, 2000);
}

TEST(SampleWorld, SharesOfTheProceduresAreNearThePublishedOnes) {
  World world({3, 60'000, Date::of(2025, 11, 1), Date::of(2026, 10, 31)}, terms());
  std::map<Procedure, double> share;
  while (world.next()) share[world.declaration().procedure] += 1 / 60'000.0;
  EXPECT_NEAR(share[Procedure::manifest], 0.846, 0.02);
  EXPECT_NEAR(share[Procedure::simplified], 0.116, 0.02);
  EXPECT_NEAR(share[Procedure::formal], 0.037, 0.015);
}

TEST(SampleWorld, DaysInOrderIdsUniqueEverythingInsideThePeriod) {
  const auto settings = tiny(5);
  World world(settings, terms());
  std::set<std::string> ids;
  std::uint64_t rows = 0;
  Date last = settings.from;
  while (world.next()) {
    ++rows;
    EXPECT_GE(world.day(), last);
    last = world.day();
    ids.emplace(world.declaration().declaration_id);
    EXPECT_EQ(Date::parse(world.declaration().text(Field::declaration_date)), world.day());
  }
  EXPECT_EQ(rows, settings.rows);
  EXPECT_EQ(ids.size(), rows);
  EXPECT_LE(last, settings.to);
}

TEST(SampleWorld, PlantsEveryPatternAndLabelsItsSteps) {
  World world(tiny(7), terms());
  std::map<std::uint32_t, std::uint16_t> steps, expected;
  std::set<Pattern> patterns;
  std::uint64_t planted = 0;
  while (world.next()) {
    const auto& label = world.label();
    if (label.pattern == Pattern::none) continue;
    ++planted;
    patterns.insert(label.pattern);
    ++steps[label.case_number];
    expected[label.case_number] = label.steps;
    EXPECT_TRUE(label.slip.empty());
  }
  EXPECT_EQ(patterns.size(), pattern_count);
  EXPECT_EQ(steps, expected) << "every declaration of a case is written";
  EXPECT_GE(planted, 20U);
  EXPECT_LE(planted, 80U);
}

TEST(SampleWorld, SplitParcelsAreEachBelowTheLimitAndTogetherAbove) {
  World world({11, 20'000, Date::of(2026, 9, 1), Date::of(2026, 9, 30)}, terms());
  std::map<std::uint32_t, std::int64_t> together;
  std::map<std::uint32_t, std::set<std::string>> addresses;
  while (world.next()) {
    if (world.label().pattern != Pattern::splitting) continue;
    const auto& d = world.declaration();
    const auto value =
        rates().to_won(*Decimal::parse(d.text(Field::fob_value)), d.text(Field::fob_currency), world.day());
    ASSERT_TRUE(value);
    EXPECT_LE(*value, limit);
    together[world.label().case_number] += *value;
    addresses[world.label().case_number].emplace(d.text(Field::consignee_address));
  }
  ASSERT_FALSE(together.empty());
  for (const auto& [number, sum] : together) {
    EXPECT_GT(sum, limit) << "case " << number;
    EXPECT_EQ(addresses[number].size(), 1U) << "one address, case " << number;
  }
}

TEST(SampleWorld, HonestDeclarationsKeepTheRulesBetweenFields) {
  World world({13, 20'000, Date::of(2026, 9, 1), Date::of(2026, 10, 31)}, terms());
  const auto number = [](std::string_view text) { return Decimal::parse(text).value_or(Decimal::whole(-1)); };
  std::uint64_t slips = 0, rows = 0;
  while (world.next()) {
    ++rows;
    if (!world.label().slip.empty()) {
      ++slips;
      continue;
    }
    if (world.label().pattern != Pattern::none) continue;
    const auto& d = world.declaration();
    SCOPED_TRACE(std::string(d.declaration_id));
    EXPECT_NE(d.text(Field::destination_country), "KR");
    EXPECT_EQ(d.text(Field::port_of_loading).substr(0, 2), "KR");
    if (d.procedure == Procedure::manifest) {
      const auto won = rates().to_won(number(d.text(Field::fob_value)), d.text(Field::fob_currency), world.day());
      ASSERT_TRUE(won);
      EXPECT_LE(*won, limit);
      EXPECT_GT(*won, 0);
      continue;
    }
    Decimal lines, fob, net;
    for (std::size_t i = 0; i < d.item_count; ++i) {
      const auto amount = number(d.text(Field::line_amount, i));
      EXPECT_EQ(number(d.text(Field::quantity, i)).times_floor(number(d.text(Field::unit_price, i))), amount);
      lines = lines + amount;
      fob = fob + number(d.text(Field::item_fob_krw, i));
      net = net + number(d.text(Field::net_weight, i));
    }
    EXPECT_EQ(lines, number(d.text(Field::invoice_amount)));
    EXPECT_EQ(fob, number(d.text(Field::total_fob_krw)));
    EXPECT_GT(number(d.text(Field::gross_weight)), net);
    auto expected = Decimal::whole(*rates().to_won(lines, d.text(Field::currency), world.day()));
    if (const auto freight = d.text(Field::freight_krw); !freight.empty()) expected = expected - number(freight);
    if (const auto cover = d.text(Field::insurance_krw); !cover.empty()) expected = expected - number(cover);
    EXPECT_EQ(fob, expected);
    if (d.procedure == Procedure::simplified) {
      EXPECT_LE(fob, Decimal::whole(limit));
      EXPECT_EQ(d.text(Field::transaction_type), "15");
    }
  }
  EXPECT_GT(slips, rows / 100);
  EXPECT_LT(slips, rows / 20);
}

TEST(SampleIdentifiers, CarryRightCheckDigits) {
  EXPECT_EQ(business_number(124'810).size(), 10U);
  for (const std::uint32_t serial : {1U, 77U, 124'810U, 999'999U}) {
    const auto number = business_number(serial);
    static constexpr int weights[] = {1, 3, 7, 1, 3, 7, 1, 3, 5};
    int sum = 0;
    for (std::size_t i = 0; i < 9; ++i) sum += weights[i] * (number[i] - '0');
    sum += (number[8] - '0') * 5 / 10;
    EXPECT_EQ((sum + number[9] - '0') % 10, 0) << number;
    EXPECT_EQ(number.substr(0, 3), "000") << "never issued";
  }
  std::string item;
  append_postal_item(item, "EE", 47312482);  // the example of the UPU's standard S10 is 473124829
  EXPECT_EQ(item, "EE473124829KR");
  std::string container;
  append_container(container, 305438);
  EXPECT_EQ(container.size(), 11U);
}

TEST(SampleFiles, WritesMonthsTruthPartiesAndRefusesAnotherWorldsFolder) {
  const auto folder = fs::temp_directory_path() / ("clearway-sample-" + std::to_string(::getpid()));
  fs::remove_all(folder);
  auto settings = tiny(7);
  settings.rows = 500;
  settings.from = Date::of(2026, 10, 28);
  settings.to = Date::of(2026, 11, 3);
  const auto result = generate(settings, terms(), folder.string(), {});
  ASSERT_TRUE(result.ok()) << result.error().detail;
  EXPECT_EQ(result->declarations, 500U);
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename().string());
  EXPECT_EQ(names, (std::set<std::string>{"courier-list-2026-10.csv", "courier-list-2026-11.csv",
                                          "declarations-2026-10.jsonl", "declarations-2026-11.jsonl",
                                          "examinations.csv", "parties.csv", "slips.csv", "truth.csv"}));
  settings.from = settings.to = Date::of(2026, 12, 1);
  const auto other = generate(settings, terms(), folder.string(), {});
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().code, "folder_holds_another_world");
  fs::remove_all(folder);
  std::ofstream(folder) << "a file";
  EXPECT_FALSE(generate(settings, terms(), folder.string(), {}).ok());
  fs::remove(folder);
}

TEST(SampleFiles, CourierListIsWrittenAsASpreadsheetWritesIt) {
  declaration::Declaration line;
  line.add_item();
  line.set(Field::transport_document_number, "020000000001");
  line.set(Field::declaration_date, "20261102");
  line.set(Field::exporter_name, "가상 새벽화장품 0001");
  line.set(Field::exporter_identifier_type, "04");
  line.set(Field::exporter_identifier, "0000000019");
  line.set(Field::consignee_address, "1 Sample Street, Exampleville");
  line.set(Field::fob_value, "1234567.5");
  line.set(Field::reason_of_export, "A");
  std::string row;
  append_courier_row(row, line, 3);
  EXPECT_EQ(row,
            "3,020000000001,2026-11-02,,,,,,,가상 새벽화장품 0001,,,사업자등록번호,000-00-00019,,"
            "\"1 Sample Street, Exampleville\",,,,,,,,\"1,234,567.5\",,판매,\r\n");
  const std::string_view header = courier_list_header();
  EXPECT_EQ(std::count(row.begin(), row.end(), ',') - 3, std::count(header.begin(), header.end(), ','));
  EXPECT_EQ(to_cp949("가상, A"), "\xB0\xA1\xBB\xF3, A");
}

}  // namespace
}  // namespace clearway::sample
