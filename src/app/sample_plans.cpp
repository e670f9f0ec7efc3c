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

}  // namespace

Status seed_plans(record::Store& store, const arrears::Terms& terms, const std::string& party_id, Instant now) {
  record::MatterSearch own;
  own.parties = {party_id};
  const auto there = planning::search(store, own);
  if (!there) return there.error();
  if (!there->matters.empty()) return success();
  own.related_id = "SAMPLE-ARREARS-1";
  const auto debts = collection::search(store, own);
  if (!debts) return debts.error();
  if (debts->matters.empty()) return success();
  const auto debt = collection::kept_of(debts->matters.front());
  if (!debt) return debt.error();
  const auto granted_on = now.korean_day().plus_days(-80);
  planning::Application application;
  application.application_id = "L-SAMPLE-1";
  application.parts = 6;
  application.reason = "주요 거래처가 부도나 물품 대금을 받지 못했습니다.";
  application.means = plan::Means{34'000'000, 16'000'000, 0};
  const auto applied = kept_or_error(planning::apply(store, terms, *debt, std::move(application), granted_on,
                                                     {"sample-trader", "", noon(granted_on)}));
  if (!applied) return applied.error();
  const planning::Decided decided{true, "요건을 모두 확인하여 승인합니다.", {true, true, true, true, true, true}};
  const auto granted = kept_or_error(
      planning::decide(store, terms, *applied, decided, granted_on, {"sample-officer", "", noon(granted_on)}));
  if (!granted) return granted.error();
  const auto followed = planning::follow(store, terms, now.korean_day(), now);
  return followed ? success() : Status(followed.error());
}

}  // namespace clearway::app
