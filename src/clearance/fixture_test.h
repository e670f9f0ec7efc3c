#pragma once

#include <gtest/gtest.h>

#include "base/messages.h"
#include "clearance/example_declarations.h"
#include "declaration/exchange_rates.h"
#include "law/element_catalogue.h"
#include "law/law.h"

namespace clearway::clearance {

/// The files of the repository, read once.
struct World {
  static const World& instance() {
    static const World world;
    return world;
  }

  Messages messages = take(Messages::load(CLEARWAY_SOURCE_DIR "/messages"));
  law::Law law = take(law::Law::load(CLEARWAY_SOURCE_DIR "/law"));
  law::ElementCatalogue catalogue = take(law::ElementCatalogue::load(law));
  declaration::ExchangeRates rates =
      take(declaration::ExchangeRates::load(CLEARWAY_SOURCE_DIR "/law/kr/exchange_rate/export.csv"));

 private:
  template <class T>
  static T take(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().field + ": " + result.error().detail);
    return std::move(result).value();
  }
};

/// A sentence is finished when no place stands open in it and no particle is left in both forms.
inline void expect_finished(const std::string& sentence) {
  EXPECT_FALSE(sentence.empty());
  EXPECT_EQ(sentence.find('{'), std::string::npos) << sentence;
}

}  // namespace clearway::clearance
