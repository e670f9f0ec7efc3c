#include "app/sample_world.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "api/lodging.h"
#include "api/sample_accounts.h"
#include "assessment/tables.h"
#include "http/json_writer.h"
#include "importing/imports.h"
#include "law/parameters.h"  // generated
#include "lodging/lodgement.h"
#include "record/wait.h"
#include "sample/imports.h"
#include "sample/world.h"
#include "screening/screener.h"

namespace clearway::app {
namespace {

using clearance::State;
using declaration::Field;
using declaration::Procedure;

using Counts = std::map<std::string, std::uint64_t>;

std::string most_frequent(const Counts& counts, std::string_view except = {}) {
  std::string best;
  std::uint64_t most = 0;
  for (const auto& [key, count] : counts) {
    if (count > most && key != except) {
      best = key;
      most = count;
    }
  }
  return best;
}

/// A later event of one declaration.
struct Later {
  std::string party_id, declaration_id;
  bool examine = false, load = false;
  sample::Pattern pattern = sample::Pattern::none;
  Date day;
};

std::vector<std::string> discrepancies_of(sample::Pattern pattern) {
  switch (pattern) {
    case sample::Pattern::none: return {};
    case sample::Pattern::splitting:
    case sample::Pattern::manifest_for_drawback: return {"procedure"};
    case sample::Pattern::undervaluation:
    case sample::Pattern::overvaluation: return {"value"};
    case sample::Pattern::misdescription:
    case sample::Pattern::dangerous: return {"class"};
    case sample::Pattern::no_permit: return {"permit"};
    case sample::Pattern::false_origin: return {"origin"};
    case sample::Pattern::fake_export:
    case sample::Pattern::circular: return {"quantity"};
    case sample::Pattern::infringing: return {"rights"};
    case sample::Pattern::identity_abuse: return {"procedure"};
  }
  return {};
}

class Loader {
 public:
  Loader(const SampleWorldOptions& options, record::Store& store, const screening::Rulebook& rulebook, Instant now)
      : store_(store),
        rulebook_(rulebook),
        now_(now),
        today_(now.korean_day()),
        settings_(settings_of(options, rulebook, today_)),
        screener_(rulebook, risk::Draws::from_seed(options.seed)) {}

  Status run(const std::function<void(std::uint64_t)>& progress) {
    if (auto lodged = lodge(progress); !lodged) return lodged;
    if (auto happened = let_time_pass(); !happened) return happened;
    if (auto imported = seed_imports(); !imported) return imported;
    return api::create_sample_accounts(store_, parties(), now_);
  }

 private:
  /// The days up to today, or the last ones the sample rates cover.
  static sample::Settings settings_of(const SampleWorldOptions& options, const screening::Rulebook& rulebook,
                                      Date today) {
    const auto to = std::min(today, rulebook.rates().last_day());
    return {options.seed, options.rows, to.plus_days(1 - options.days), to};
  }
  sample::Terms terms() const {
    const auto& limits = rulebook_.law().kr.export_;
    return {[&limits](Date day) { return limits.manifest.max_fob.on(day).value; },
            [&limits](Date day) { return limits.simplified.max_fob.on(day).value; }, &rulebook_.rates()};
  }
  record::Origin origin() const { return {"clearway sample", "", now_}; }

  Status lodge(const std::function<void(std::uint64_t)>& progress) {
    sample::World world(settings_, terms());
    record::BulkWriter writer(store_, origin());
    lodging::LodgementText text;
    screening::Decision decision;
    std::uint64_t rows = 0;
    while (world.next()) {
      auto& declaration = world.declaration();
      screener_.screen(store_.personal_key(), declaration, decision);
      auto lodgement = text.make(declaration, decision, rulebook_, "sample");
      const api::FirstNumber number(lodgement.filer_code, lodgement.declared_on);
      if (lodgement.declaration_number.empty()) lodgement.series = &number.series;
      if (auto added = writer.add(lodgement); !added) return added;
      note(declaration, decision, world.label());
      if (++rows % 500 == 0) progress(rows);
    }
    const auto totals = writer.finish();
    return totals ? success() : Status(totals.error());
  }

  void note(const declaration::Declaration& declaration, const screening::Decision& decision,
            const sample::Label& label) {
    const std::string filer(declaration.text(Field::declarant_code));
    ++offices_[std::string(declaration.text(Field::customs_office))];
    if (declaration.procedure == Procedure::manifest) {
      const bool postal = declaration.text(Field::transport_document_number).size() == 13;
      ++(postal ? posts_ : couriers_)[filer];
    } else {
      if (declaration.procedure == Procedure::formal) ++brokers_[filer];
      if (decision.party_id.starts_with('B')) {
        ++traders_[decision.party_id];
        ++declarants_[decision.party_id][filer];
      }
    }
    Later later{decision.party_id,         std::string(declaration.declaration_id), false, false, label.pattern,
                decision.facts.declared_on};
    const auto age = today_.days() - later.day.days();
    const bool selected = decision.assessment.channel != risk::Channel::green;
    later.examine = selected && age >= 2;
    later.load = !selected && declaration.procedure != Procedure::manifest && age >= 3 && age % 10 != 0;
    if (later.examine || later.load) later_.push_back(std::move(later));
  }

  record::Change change_of(const Later& later) const {
    record::Change change;
    change.party_id = later.party_id;
    change.declaration_id = later.declaration_id;
    const auto day = later.day.plus_days(later.examine ? 1 : 2).text();
    http::JsonWriter json;
    json.begin_object();
    if (later.load) {
      json.member("event", "load").member("on", day).member("by", "carrier").member("reason", "");
      change.state = std::string(clearance::name(State::loaded));
    } else {
      record::ExaminationResult result;
      result.discrepancies = discrepancies_of(later.pattern);
      result.conforming = result.discrepancies.empty();
      json.member("result", result.conforming ? "conforming" : "discrepancy")
          .member("conforming", result.conforming)
          .strings("discrepancies", result.discrepancies)
          .member("note", "")
          .member("on", day)
          .member("by", "customs");
      change.kind = record::Kind::examined;
      change.state = std::string(clearance::name(State::examined));
      change.examination = std::move(result);
    }
    change.body = json.end_object().take();
    return change;
  }

  Status let_time_pass() {
    std::mutex mutex;
    Status outcome = success();
    for (const auto& later : later_) {
      store_.change(change_of(later), origin(), [&](const Result<record::Receipt>& done) {
        const std::lock_guard lock(mutex);
        if (!done && outcome) outcome = done.error();
      });
    }
    store_.flush();
    const std::lock_guard lock(mutex);
    return outcome;
  }

  /// Three years of imports of six firms, with errors of each kind. The first firm is that of the sample trader.
  Status seed_imports() {
    const auto tables = assessment::Tables::load(rulebook_.law());
    if (!tables) return tables.error();
    const auto& assessor = (*tables)->assessor();
    importing::Imports imports(store_, assessor);
    sample::ImportScale scale;
    scale.declarations = 84;
    scale.to = std::min(today_, assessor.rates().last_day());
    scale.from = scale.to.plus_years(-3).plus_days(60);
    scale.errors_ppm = 0;
    scale.at_least_each = 1;
    const auto first = sample::importers(scale).front().party_id;
    Status outcome = success();
    sample::imports(scale, assessor.rates(), [&](detection::Filed filed, const sample::ImportTruth&) {
      if (!outcome) return;
      if (filed.party_id == first) filed.party_id = filed.declaration.importer = parties().trader_party;
      const auto lodged = record::wait<std::vector<record::Matter>>(
          [&](auto done) { imports.lodge(filed, origin(), std::move(done)); });
      if (!lodged) outcome = lodged.error();
    });
    return outcome;
  }

  api::SampleParties parties() const {
    api::SampleParties parties;
    parties.office = most_frequent(offices_);
    parties.second_office = most_frequent(offices_, parties.office);
    parties.trader_party = most_frequent(traders_);
    const auto declarants = declarants_.find(parties.trader_party);
    if (declarants != declarants_.end()) parties.trader_filer = most_frequent(declarants->second);
    parties.broker_filer = most_frequent(brokers_);
    parties.courier_filer = most_frequent(couriers_);
    parties.post_filer = most_frequent(posts_);
    return parties;
  }

  record::Store& store_;
  const screening::Rulebook& rulebook_;
  Instant now_;
  Date today_;
  sample::Settings settings_;
  screening::Screener screener_;
  Counts offices_, traders_, brokers_, couriers_, posts_;
  std::map<std::string, Counts> declarants_;
  std::vector<Later> later_;
};

}  // namespace

Status load_sample_world(const SampleWorldOptions& options, record::Store& store, const screening::Rulebook& rulebook,
                         Instant now, const std::function<void(std::uint64_t)>& progress) {
  record::Search any;
  any.scope.everything = true;
  any.limit = 1;
  const auto page = store.search(any);
  if (!page) return page.error();
  if (!page->declarations.empty()) return Error{"record_is_not_empty", "--db", "", ""};
  return Loader(options, store, rulebook, now).run(progress);
}

}  // namespace clearway::app
