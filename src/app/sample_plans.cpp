#include "app/sample_plans.h"

#include "planning/applications.h"

namespace clearway::app {
namespace {

Instant noon(Date day) { return {(std::int64_t{day.days()} * 86'400 + 3 * 3'600) * 1'000'000}; }

Result<planning::Kept> kept_or_error(Result<planning::Taken> taken) {
  if (!taken) return taken.error();
  if (!taken->kept) {
    const auto& refused = *taken->refused;
    return Error{std::string(name(refused.refusal)), refused.field, refused.value, refused.expected};
  }
  return std::move(*taken->kept);
}

struct Story {
  const char *order_id, *application_id;
  int granted_ago, parts;
  plan::Means means;
  const char* reason;
};
/// Of the first a part was missed since; the second has its first part to come.
constexpr Story stories[] = {
    {"SAMPLE-ARREARS-1",
     "L-SAMPLE-1",
     80,
     6,
     {34'000'000, 16'000'000, 0},
     "주요 거래처가 부도나 물품 대금을 받지 못했습니다."},
    {"SAMPLE-ARREARS-3",
     "L-SAMPLE-2",
     20,
     6,
     {9'000'000, 3'000'000, 0},
     "창고 화재로 재고를 잃어 한 번에 내기 어렵습니다."},
};

Status seed_one(record::Store& store, const arrears::Terms& terms, const std::string& party_id, const Story& story,
                Date today) {
  record::MatterSearch own;
  own.parties = {party_id};
  own.related_id = story.order_id;
  const auto debts = collection::search(store, own);
  if (!debts) return debts.error();
  if (debts->matters.empty()) return success();
  const auto debt = collection::kept_of(debts->matters.front());
  if (!debt) return debt.error();
  const auto granted_on = today.plus_days(-story.granted_ago);
  planning::Application application;
  application.application_id = story.application_id;
  application.parts = story.parts;
  application.reason = story.reason;
  application.means = story.means;
  const auto applied = kept_or_error(planning::apply(store, terms, *debt, std::move(application), granted_on,
                                                     {"sample-trader", "", noon(granted_on)}));
  if (!applied) return applied.error();
  const planning::Decided decided{true, "요건을 모두 확인하여 승인합니다.", {true, true, true, true, true, true}};
  const auto granted = kept_or_error(
      planning::decide(store, terms, *applied, decided, granted_on, {"sample-officer", "", noon(granted_on)}));
  return granted ? success() : Status(granted.error());
}

}  // namespace

Status seed_plans(record::Store& store, const arrears::Terms& terms, const std::string& party_id, Instant now) {
  record::MatterSearch own;
  own.parties = {party_id};
  const auto there = planning::search(store, own);
  if (!there) return there.error();
  if (!there->matters.empty()) return success();
  for (const auto& story : stories) {
    if (auto seeded = seed_one(store, terms, party_id, story, now.korean_day()); !seeded) return seeded;
  }
  const auto followed = planning::follow(store, terms, now.korean_day(), now);
  return followed ? success() : Status(followed.error());
}

}  // namespace clearway::app
