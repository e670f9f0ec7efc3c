#include "app/sample_seizures.h"

#include <utility>
#include <vector>

#include "collection/debts.h"
#include "record/wait.h"

namespace clearway::app {
namespace {

using seizure::Action;
using seizure::AssetKind;
using seizure::Given;
using seizure::State;

/// How far a case has come; each stage includes those before it.
enum class Stage { proposed, approved, seized, valued, on_sale, unsold, sold, paid, drawn, distributed };

struct Story {
  const char* debtor;
  const char* subject;
  AssetKind asset;
  std::int64_t duty, value_added;
  Stage stage;
  int shift;  // days by which everything lies nearer to today
  bool hardship = false;
};

/// A picture of one grey point.
constexpr unsigned char picture[] = {0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48,
                                     0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00,
                                     0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78,
                                     0x9c, 0x63, 0x68, 0x00, 0x00, 0x00, 0x82, 0x00, 0x81, 0x77, 0xcd, 0x72, 0xb6, 0x00,
                                     0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};

const std::vector<Story> stories = {
    {"견본가구 주식회사", "창고의 수입 의자와 탁자 (chairs and tables in the warehouse)", AssetKind::movables,
     31'000'000, 5'600'000, Stage::drawn, 0},
    {"예시전자 주식회사", "보세창고의 무선 이어폰 (earphones in bond)", AssetKind::imported_goods, 18'400'000,
     9'200'000, Stage::sold, 22},
    {"견본무역 주식회사", "사무실의 복합기와 컴퓨터 (office machines)", AssetKind::movables, 22'000'000, 4'300'000,
     Stage::on_sale, 34},
    {"견본완구 주식회사", "창고의 장난감 (toys in the warehouse)", AssetKind::movables, 20'000'000, 4'000'000,
     Stage::on_sale, 33},
    {"가상물산 주식회사", "매장의 신발 재고 (stock of shoes)", AssetKind::movables, 47'000'000, 11'000'000,
     Stage::unsold, 0},
    {"예시유통 주식회사", "냉동 수산물 (frozen seafood)", AssetKind::movables, 28'000'000, 7'500'000, Stage::valued,
     44},
    {"견본상사 주식회사", "지게차 두 대 (two forklifts)", AssetKind::vehicle, 64'000'000, 15'000'000, Stage::seized,
     48},
    {"가상기계 주식회사", "공장의 공작기계 (machine tools)", AssetKind::movables, 90'000'000, 31'000'000,
     Stage::approved, 52},
    {"홍견본", "보관 중인 자전거 부품 (bicycle parts in store)", AssetKind::movables, 3'100'000, 900'000,
     Stage::approved, 50},
    {"김예시", "공방의 완성품 (finished goods of a workshop)", AssetKind::movables, 6'200'000, 1'100'000,
     Stage::proposed, 56, true},
    {"예시의류 주식회사", "창고의 외투 (coats in the warehouse)", AssetKind::movables, 12'500'000, 3'900'000,
     Stage::proposed, 57},
    {"가상식품 주식회사", "통조림 재고 (canned goods)", AssetKind::movables, 15'000'000, 2'600'000, Stage::distributed,
     0},
};

class Seeder {
 public:
  Seeder(record::Store& store, const seizing::Rules& rules, const SampleTeam& team, Instant now)
      : store_(store), rules_(rules), team_(team), now_(now), today_(now.korean_day()) {}

  Status all() {
    for (std::size_t i = 0; i < stories.size(); ++i) {
      if (auto status = one(stories[i], static_cast<int>(i)); !status) return status;
    }
    return success();
  }

 private:
  Date day(int days_ago) const { return today_.plus_days(-days_ago); }
  record::Origin origin(int days_ago) const {
    return {team_.officer, "", Instant{now_.microseconds - std::int64_t{days_ago} * 86'400 * 1'000'000}};
  }

  Status one(const Story& story, int serial) {
    const auto number = std::to_string(30'001 + serial);
    party_ = "B999" + number + "0";
    shift_ = story.shift;
    settlement::NewOrder order;
    order.order_id = "sample-seizure-" + number;
    order.party_id = party_;
    order.matter = {"N-" + number, "notice", day(200)};
    order.issued_on = day(200);
    order.due = day(185);
    order.charges = {{"customs_duty", story.duty}, {"value_added_tax", story.value_added}};
    const auto issued = record::wait<settlement::OrderRow>(
        [&](auto done) { settlement::issue_order(store_, rules_.settlement, order, origin(200), std::move(done)); });
    if (!issued) return issued.error();
    const auto opened = collection::open_overdue(store_, rules_.debts(), today_, origin(184).at, party_);
    if (!opened) return opened.error();

    seizure::Case subject;
    subject.case_id = "S-" + number;
    subject.party_id = party_;
    subject.debtor = story.debtor;
    subject.customs_office = team_.customs_office;
    subject.asset = story.asset;
    subject.subject = story.subject;
    subject.hardship = story.hardship;
    subject.proposed_on = day(60 - shift_);
    subject.proposed_by = team_.officer;
    seizure::Debt debt;
    debt.matter_id = order.matter.matter_id;
    debt.number = "2026-" + number;
    debt.statutory_date = day(200);
    debt.notice_served_on = day(199);
    debt.due_on = day(185);
    debt.demanded_on = day(178);
    debt.demand_served_on = day(176);
    debt.demanded_by = day(158);
    debt.on_the_goods = story.asset == AssetKind::imported_goods;
    auto debts = seizing::with_amounts(store_, rules_, party_, {debt}, today_);
    if (!debts) return debts.error();
    subject.debts = std::move(*debts);
    auto kept = seizing::propose(store_, subject, origin(60 - shift_));
    if (!kept) return kept.error();
    kept_ = std::move(*kept);
    return steps(story);
  }

  Status steps(const Story& story) {
    const auto owed = story.duty + story.value_added;
    if (story.stage == Stage::proposed) return success();
    if (auto s = take(Action::approve, 58); !s) return s;
    if (story.stage == Stage::approved) return success();
    if (auto s = seize(owed); !s) return s;
    if (story.stage == Stage::seized) return success();
    Given values;
    values.items = kept_.subject.items;
    for (auto& item : values.items) item.value_krw = item.estimate_krw * 9 / 10;
    values.valuation.valuer = "예시감정평가법인 (Yesi Appraisal)";
    values.valuation.method = "거래사례비교 (comparison of sales)";
    if (auto s = take(Action::value, 48, values); !s) return s;
    Given claim;
    claim.claim = {"claim-1", "견본저축은행 (Sample Savings Bank)", "pledge", day(120), owed / 5, false, {}};
    if (auto s = take(Action::enter_claim, 47, claim); !s) return s;
    if (story.stage == Stage::valued) return success();
    Given sale;
    sale.opens_on = day(33 - shift_);
    sale.place = "온라인 공매 (online sale)";
    if (auto s = take(Action::propose_sale, 45, sale); !s) return s;
    if (auto s = take(Action::approve, 44); !s) return s;
    if (story.stage != Stage::unsold) {
      for (const auto& [bidder, percent, on] : {std::tuple{"B-0107", 104, 36}, std::tuple{"B-0212", 101, 35}}) {
        Given bid;
        bid.bid.bidder = bidder;
        bid.bid.amount_krw = kept_.subject.value_krw() / 100 * percent;
        bid.bid.deposit_krw = kept_.subject.value_krw() / 10 + 1;
        if (auto s = take(Action::enter_bid, on, bid); !s) return s;
      }
    }
    if (story.stage == Stage::on_sale) return success();
    if (auto s = take(Action::open_bids, 33); !s) return s;
    if (story.stage == Stage::unsold) return success();
    // Where the price is awaited, it was decided lately.
    if (auto s = take(Action::award, story.stage == Stage::sold ? 27 : 32); !s) return s;
    if (story.stage == Stage::sold) return success();
    Given price;
    price.amount_krw = kept_.subject.sale->award->price_krw;
    if (auto s = take(Action::receive_price, 28, price); !s) return s;
    if (story.stage == Stage::paid) return success();
    const bool done = story.stage == Stage::distributed;
    Given drawn;
    drawn.opens_on = done ? day(10) : today_.plus_days(6);
    drawn.costs_krw = 640'000;
    drawn.interest_krw = 21'000;
    if (auto s = take(Action::draw_up, 20, drawn); !s) return s;
    return done ? take(Action::approve, 10) : success();
  }

  Status seize(std::int64_t owed) {
    Given given;
    for (const auto& [id, share, text] :
         {std::tuple{"1", 75, "상자 80개 (80 boxes)"}, std::tuple{"2", 55, "상자 40개 (40 boxes)"}}) {
      const auto evidence = std::string("photograph-") + id;
      record::Evidence file;
      file.evidence_id = evidence;
      file.file_name = evidence + ".png";
      file.media_type = "image/png";
      const auto added = record::wait<record::Evidence>([&](auto done) {
        store_.add_evidence(party_, kept_.subject.case_id, file,
                            {reinterpret_cast<const char*>(picture), sizeof picture}, origin(55 - shift_), done);
      });
      if (!added) return added.error();
      seizure::Item item;
      item.item_id = id;
      item.description = std::string("견본 물건 ") + id + " (sample goods " + id + ")";
      item.quantity = text;
      item.place = "견본시 예시로 12 (12 Yesi-ro)";
      item.estimate_krw = owed / 100 * share;
      item.photographs = {evidence};
      given.items.push_back(std::move(item));
    }
    return take(Action::seize, 55, given);
  }

  Status take(Action action, int days_ago, Given given = {}) {
    const auto ago = days_ago - shift_;
    given.by = action == Action::approve ? team_.supervisor : team_.officer;
    given.at = origin(ago).at;
    auto taken = seizing::take(store_, rules_, kept_, action, std::move(given), day(ago), origin(ago));
    if (!taken) return taken.error();
    if (taken->refused) {
      return Error{std::string(name(taken->refused->refusal)), "seizure",
                   kept_.subject.case_id + " " + std::string(name(action)) + " " + taken->refused->value, ""};
    }
    kept_ = std::move(*taken->kept);
    return success();
  }

  record::Store& store_;
  const seizing::Rules& rules_;
  const SampleTeam& team_;
  Instant now_;
  Date today_;
  std::string party_;
  int shift_ = 0;
  seizing::Kept kept_;
};

}  // namespace

Status seed_seizures(record::Store& store, const seizing::Rules& rules, const SampleTeam& team, Instant now) {
  const auto there = seizing::open_cases(store, team.customs_office);
  if (!there) return there.error();
  if (!there->empty()) return success();
  return Seeder(store, rules, team, now).all();
}

}  // namespace clearway::app
