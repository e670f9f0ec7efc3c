#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "db/migrate.h"
#include "record/facts.h"
#include "record/testing.h"

namespace clearway::record {
namespace {

class SchemaTest : public testing::OnBothEngines {};
INSTANTIATE_TEST_SUITE_P(Engines, SchemaTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         testing::engine_name);

TEST_P(SchemaTest, MigrationsFromEmptyGiveTheSchema) {
  auto migrated = database->connect_new();
  const auto applied = db::migrate(*migrated, Instant{1});
  ASSERT_TRUE(applied.ok()) << applied.error().detail;
  EXPECT_FALSE(applied->empty());
  EXPECT_TRUE(db::migrate(*migrated, Instant{2})->empty()) << "a second time there is nothing to do";
  ASSERT_TRUE(migrated->script("DROP TABLE migration").ok());

  std::ifstream in(std::string(CLEARWAY_SOURCE_DIR) + "/db/schema.sql");
  const std::string schema{std::istreambuf_iterator<char>(in), {}};
  testing::Database beside(GetParam());
  auto whole = beside.connect_new();
  const auto made = whole->script(db::for_engine(GetParam(), schema));
  ASSERT_TRUE(made.ok()) << made.error().detail;
  const auto one = db::describe(*migrated), other = db::describe(*whole);
  ASSERT_TRUE(one.ok() && other.ok());
  EXPECT_GT(one->size(), 50U);
  EXPECT_EQ(*one, *other);
}

TEST_P(SchemaTest, AnAlteredMigrationAndAnUnknownOneAreRefused) {
  { auto store = open(); }
  auto connection = database->connect();
  ASSERT_TRUE(connection->script("INSERT INTO migration VALUES ('9999-future', 'x', 0)").ok());
  EXPECT_EQ(Store::open(database->options()).error().code, "database_schema_is_newer");
  ASSERT_TRUE(
      connection->script("DELETE FROM migration WHERE name = '9999-future'; UPDATE migration SET checksum = 'x'").ok());
  EXPECT_EQ(Store::open(database->options()).error().code, "database_is_corrupt");
  ASSERT_TRUE(connection->script("DELETE FROM migration").ok());
  auto reading = database->options();
  reading.read_only = true;
  EXPECT_EQ(Store::open(reading).error().code, "database_schema_is_older");
}

// On a distributed database every key of a large table must hold the column by which it is distributed.
TEST_P(SchemaTest, KeysOfLargeTablesHoldTheParty) {
  std::ifstream in(std::string(CLEARWAY_SOURCE_DIR) + "/db/schema.sql");
  const std::string schema{std::istreambuf_iterator<char>(in), {}};
  for (const std::string table :
       {"declaration", "declaration_version", "record", "examination", "personal_data", "request", "ledger_transaction",
        "ledger_entry", "ledger_matter", "payment_order", "bank_receipt", "refund"}) {
    const auto begin = schema.find("CREATE TABLE " + table + " (");
    ASSERT_NE(begin, std::string::npos) << table;
    const auto text = schema.substr(begin, schema.find(");", begin) - begin);
    const auto key = text.find("PRIMARY KEY (");
    ASSERT_NE(key, std::string::npos);
    EXPECT_NE(text.find("party_id", key), std::string::npos) << table;
    EXPECT_EQ(text.find("UNIQUE"), std::string::npos) << table;
    EXPECT_EQ(text.find("REFERENCES"), std::string::npos) << table;
  }
  EXPECT_EQ(schema.find("TRIGGER"), std::string::npos);
  EXPECT_EQ(schema.find("SERIAL"), std::string::npos);
}

TEST(FactsTest, PersonalIdentifiersAreMaskedAndTakenOut) {
  const struct {
    const char *name, *type, *identifier, *shown;
    bool personal;
  } cases[] = {
      {"business number", "04", "2208162517", "2208162517", false},
      {"personal clearance code", "05", "P123456789012", "P1234********", true},
      {"resident number", "01", "9001011234567", "90***********", true},
      {"passport", "02", "M12345678", "M1*******", true},
      {"alien number", "03", "9001015234567", "90***********", true},
      {"without a type, ten digits", "", "220-81-62517", "220-81-62517", false},
      {"without a type, thirteen digits", "", "900101-1234567", "90************", true},
      {"without a type, a code", "", "P123456789012", "P1234********", true},
      {"another script", "05", "홍길동", "*********", true},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    declaration::Declaration declaration;
    declaration.declaration_id = "D\"1";
    declaration.set(declaration::Field::exporter_identifier_type, c.type);
    declaration.set(declaration::Field::exporter_identifier, c.identifier);
    std::string facts;
    std::vector<PersonalValue> personal;
    append_facts(facts, declaration, personal);
    EXPECT_NE(facts.find("\"exporter_identifier\":\"" + std::string(c.shown) + "\""), std::string::npos) << facts;
    EXPECT_EQ(facts.find("{\"declaration_id\":\"D\\\"1\",\"procedure\":\"formal\""), 0U) << facts;
    EXPECT_EQ(personal.size(), c.personal ? 1U : 0U);
    if (c.personal) {
      EXPECT_EQ(personal[0].value, c.identifier);
    }
  }
}

TEST(FactsTest, ItemsStandInTheirList) {
  declaration::Declaration declaration;
  declaration.declaration_id = "D1";
  const auto first = static_cast<declaration::Field>(declaration::header_field_count);
  declaration.add_item();
  declaration.add_item();
  declaration.set(first, "7", 1);
  std::string facts;
  std::vector<PersonalValue> personal;
  append_facts(facts, declaration, personal);
  const std::string field(declaration::name(first));
  EXPECT_EQ(facts, "{\"declaration_id\":\"D1\",\"procedure\":\"formal\",\"items\":[{},{\"" + field + "\":\"7\"}]}");
}

}  // namespace
}  // namespace clearway::record
