#pragma once

// What the tests of the record share: a fresh database of each engine, and declarations to put into it.

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "db/connection.h"
#include "record/digest.h"
#include "record/store.h"

namespace clearway::record::testing {

/// A database that exists as long as the object: a file in a folder of its own, or a schema of its own in the
/// PostgreSQL of CLEARWAY_TEST_POSTGRES (scripts/with-postgres).
class Database {
 public:
  explicit Database(db::Engine engine) : engine_(engine) {
    static int count = 0;
    const std::string name = "clearway_" + std::to_string(getpid()) + "_" + std::to_string(++count);
    folder_ = std::filesystem::temp_directory_path() / name;
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    if (engine == db::Engine::sqlite) {
      url_ = "sqlite:" + path();
      return;
    }
    schema_ = name;
    server_ = std::getenv("CLEARWAY_TEST_POSTGRES");
    administer("DROP SCHEMA IF EXISTS " + schema_ + " CASCADE; CREATE SCHEMA " + schema_);
    url_ = server_ + (server_.find('?') == std::string::npos ? "?" : "&") + "options=-csearch_path%3D" + schema_ +
           "&application_name=" + schema_;
  }
  ~Database() {
    if (engine_ == db::Engine::postgres) administer("DROP SCHEMA IF EXISTS " + schema_ + " CASCADE");
    std::filesystem::remove_all(folder_);
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const std::string& url() const { return url_; }
  /// The schema of its own on a PostgreSQL that tests share, and what its connections are called there.
  const std::string& schema() const { return schema_; }
  std::string path() const { return (folder_ / "record.db").string(); }
  std::string folder() const { return folder_.string(); }
  std::string key_file() const { return (folder_ / "record.key").string(); }
  StoreOptions options() const {
    StoreOptions options;
    options.url = url_;
    options.key_file = key_file();
    return options;
  }
  /// A connection beside the store, as an intruder or an auditor has it.
  std::unique_ptr<db::Connection> connect() const {
    auto connection = db::Connection::open(url_);
    EXPECT_TRUE(connection.ok()) << connection.error().detail;
    return std::move(connection).value();
  }
  std::unique_ptr<db::Connection> connect_new() const {
    auto connection = db::Connection::open(url_, {.create = true});
    EXPECT_TRUE(connection.ok()) << connection.error().detail;
    return std::move(connection).value();
  }

 private:
  void administer(const std::string& sql) const {
    auto connection = db::Connection::open(server_);
    ASSERT_TRUE(connection.ok()) << connection.error().detail;
    const auto status = (*connection)->script(sql);
    ASSERT_TRUE(status.ok()) << status.error().detail;
  }
  db::Engine engine_;
  std::filesystem::path folder_;
  std::string server_, schema_, url_;
};

/// Suites on both engines. PostgreSQL is left out where there is none, and missed where it must be there.
class OnBothEngines : public ::testing::TestWithParam<db::Engine> {
 protected:
  void SetUp() override {
    if (GetParam() == db::Engine::postgres && std::getenv("CLEARWAY_TEST_POSTGRES") == nullptr) {
      if (std::getenv("CLEARWAY_REQUIRE_POSTGRES") != nullptr) FAIL() << "CLEARWAY_TEST_POSTGRES is not set";
      GTEST_SKIP() << "no PostgreSQL: run under scripts/with-postgres";
    }
    database = std::make_unique<Database>(GetParam());
  }
  std::unique_ptr<Store> open() {
    auto store = Store::open(database->options());
    EXPECT_TRUE(store.ok()) << store.error().detail;
    return store ? std::move(store).value() : nullptr;
  }
  std::unique_ptr<Database> database;
};

inline std::string engine_name(const ::testing::TestParamInfo<db::Engine>& info) {
  return info.param == db::Engine::sqlite ? "sqlite" : "postgres";
}

/// A lodgement that owns its texts. Number `n` has its own id; facts and decision say which it is.
struct SampleLodgement {
  std::string party_id, declaration_id, facts, decision, number, exporter = "Sample Trading 0012";
  std::vector<PersonalValue> personal;
  NumberSeries series;
  Lodgement lodgement;

  explicit SampleLodgement(int n, std::string party = "B2208162517")
      : party_id(std::move(party)),
        declaration_id("D-" + std::to_string(n)),
        facts("{\"declaration_id\":\"" + declaration_id + "\",\"item_description\":\"ceramic cup " + std::to_string(n) +
              "\"}"),
        decision("{\"declaration_id\":\"" + declaration_id + "\",\"channel\":\"green\"}") {}

  const Lodgement& get() {
    lodgement.party_id = party_id;
    lodgement.declaration_id = declaration_id;
    lodgement.declaration_number = number;
    lodgement.series = series.prefix.empty() ? nullptr : &series;
    lodgement.customs_office = "020";
    lodgement.declared_on = declared_on;
    lodgement.procedure = procedure;
    lodgement.channel = channel;
    lodgement.state = state;
    lodgement.likelihood_ppm = 12'500;
    lodgement.expected_value_ppm = expected_value_ppm;
    lodgement.value_krw = 150'000;
    lodgement.destination_country = "US";
    lodgement.hs6 = "691110";
    lodgement.filer_code = filer;
    lodgement.exporter_name = exporter;
    lodgement.source = "test";
    lodgement.facts = facts;
    lodgement.decision = decision;
    lodgement.personal = &personal;
    return lodgement;
  }
  Date declared_on = Date::of(2026, 11, 23);
  Procedure procedure = Procedure::manifest;
  Channel channel = Channel::green;
  std::string state = "lodged";
  std::int64_t expected_value_ppm = 12'500;
  std::string filer = "COUR1";
};

inline Origin origin(std::string request_id = "", std::string actor = "tester") {
  return {std::move(actor), std::move(request_id), *Instant::parse("2026-11-23T09:00:00.000000Z")};
}

inline Result<Receipt> lodge(Store& store, SampleLodgement sample, const Origin& from = origin()) {
  return wait<Receipt>([&](Completion<Receipt> done) { store.lodge(sample.get(), from, std::move(done)); });
}

inline Result<Receipt> change(Store& store, Change change, const Origin& from = origin()) {
  return wait<Receipt>([&](Completion<Receipt> done) { store.change(std::move(change), from, std::move(done)); });
}

}  // namespace clearway::record::testing
