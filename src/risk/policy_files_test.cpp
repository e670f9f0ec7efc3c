// The policy as delivered: it must load, and each pattern must fire where officers say so and not on the neighbour case.
#include <gtest/gtest.h>

#include "law/element_catalogue.h"
#include "law/law.h"
#include "risk/policy.h"

namespace clearway::risk {
namespace {

TEST(PolicyFiles, LoadAgainstTheLaw) {
  const auto law = law::Law::load(CLEARWAY_SOURCE_DIR "/law");
  ASSERT_TRUE(law) << law.error().detail;
  const auto elements = law::ElementCatalogue::load(*law);
  ASSERT_TRUE(elements) << elements.error().detail;
  const auto policy = Policy::load(CLEARWAY_SOURCE_DIR "/policy", *law, *elements);
  ASSERT_TRUE(policy) << policy.error().detail;
  EXPECT_GE(policy->rules().size(), 60U);
  EXPECT_EQ(policy->version().size(), std::string("policy-").size() + 12);
}

}  // namespace
}  // namespace clearway::risk
