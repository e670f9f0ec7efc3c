#pragma once

// For the tests of this folder: a declaration with its texts, and the policy and law as delivered.

#include <deque>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "law/element_catalogue.h"
#include "law/law.h"
#include "risk/engine.h"
#include "risk/policy.h"

namespace clearway::risk::testing {

using declaration::Field;
using declaration::Procedure;

/// The delivered law, elements and policy, read once.
struct Delivered {
  law::Law law;
  law::ElementCatalogue elements;
  Policy policy;
  static const Delivered& get() {
    static const Delivered delivered = [] {
      auto law = law::Law::load(CLEARWAY_SOURCE_DIR "/law").value();
      auto elements = law::ElementCatalogue::load(law).value();
      auto policy = Policy::load(CLEARWAY_SOURCE_DIR "/policy", law, elements).value();
      return Delivered{std::move(law), std::move(elements), std::move(policy)};
    }();
    return delivered;
  }
};

/// One declaration and its facts, put together field by field. Facts: the keys of parties are hashes of their names.
class Case {
 public:
  explicit Case(Procedure procedure, std::string_view day = "2026-11-10") {
    declaration_.procedure = procedure;
    declaration_.declaration_id = keep("TEST-1");
    facts_.declared_on = Date::parse(day).value();
    set(Field::destination_country, "US").set(Field::customs_office, "040");
    party("Sample Trading 0012", "Olivia Sample", "1 Sample Street");
  }

  Case(const Case&) = delete;  // the declaration points to texts kept here
  Case& operator=(const Case&) = delete;

  Case& set(Field field, std::string_view text, std::size_t item = 0) {
    declaration_.set(field, keep(text), item);
    const auto number = Decimal::parse(text);
    if (!number) return *this;
    const auto i = static_cast<std::size_t>(field);
    if (i < declaration::header_field_count) {
      declaration_.header.number[i] = number->micro();
      declaration_.header.has_number.set(i);
    } else {
      auto& values = declaration_.items[item];
      values.number[i - declaration::header_field_count] = number->micro();
      values.has_number.set(i - declaration::header_field_count);
    }
    if (field == Field::tariff_code) facts_.product = hash_text(text.substr(0, 6));
    return *this;
  }
  Case& value(std::int64_t won, std::int64_t grams = 500) {
    facts_.value_known = true;
    facts_.value_krw = won;
    facts_.weight_grams = grams;
    return *this;
  }
  Case& party(std::string_view exporter, std::string_view consignee, std::string_view address) {
    facts_.exporter = hash_text(exporter);
    facts_.consignee = hash_text(consignee);
    facts_.consignee_address = hash_text(address);
    return set(Field::consignee_name, consignee);
  }
  Case& phone(std::string_view number) {
    facts_.exporter_phone = hash_text(number);
    return set(Field::exporter_phone, number);
  }
  Case& route(std::string_view name) {
    facts_.route = hash_text(name);
    return *this;
  }
  Case& filer(std::string_view name) {
    facts_.filer = hash_text(name);
    return *this;
  }
  Case& on(std::string_view day) {
    facts_.declared_on = Date::parse(day).value();
    return *this;
  }

  const declaration::Declaration& declaration() const { return declaration_; }
  const declaration::Facts& facts() const { return facts_; }

 private:
  std::string_view keep(std::string_view text) { return texts_.emplace_back(text); }
  std::deque<std::string> texts_;
  declaration::Declaration declaration_;
  declaration::Facts facts_;
};

/// An office's day: a policy, its history and quotas.
class Desk {
 public:
  explicit Desk(const Policy& policy = Delivered::get().policy)
      : policy_(policy), engine_(policy), profiles_(sizes()) {}

  const Assessment& assess(const Case& c, std::span<const clearance::Finding> findings = {}, double draw = 1) {
    engine_.assess(c.declaration(), c.facts(), findings, {.draw = draw}, profiles_, quota_, assessment_);
    return assessment_;
  }
  /// The declaration becomes history.
  void observe(const Case& c, std::span<const clearance::Finding> findings = {}) {
    profiles_.observe(engine_.observation(c.declaration(), c.facts(), findings));
  }
  void examine(const Case& c, std::string_view day, bool discrepancy) {
    profiles_.record_examination(c.facts(), Date::parse(day).value(), discrepancy);
  }
  bool fires(const Case& c, std::string_view rule) {
    assess(c);
    return reason(rule) != nullptr;
  }
  const Reason* reason(std::string_view id) const {
    for (const auto& reason : assessment_.reasons) {
      if (policy_.reason_id(reason) == id) return &reason;
    }
    return nullptr;
  }
  std::string sentence(const Reason& reason, const Case& c, Language language) const {
    std::string text;
    policy_.render_reason(reason, c.declaration(), language, text);
    return text;
  }
  Profiles& profiles() { return profiles_; }
  DayQuota& quota() { return quota_; }
  Engine& engine() { return engine_; }

 private:
  static Profiles::Sizes sizes() {  // small: a test fills them with a handful of traders
    return {.exporters = 10,
            .consignees = 10,
            .manufacturers = 6,
            .filers = 6,
            .routes = 6,
            .products = 8,
            .pairs = 10,
            .address_pairs = 10,
            .phone_pairs = 8,
            .phones = 8,
            .combinations = 10,
            .repeats = 8,
            .addresses = 10};
  }
  const Policy& policy_;
  Engine engine_;
  Profiles profiles_;
  DayQuota quota_;
  Assessment assessment_;
};

}  // namespace clearway::risk::testing
