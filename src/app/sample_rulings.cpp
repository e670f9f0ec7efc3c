#include "app/sample_rulings.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "importing/imports.h"
#include "ruling/completeness.h"
#include "ruling/validity.h"

namespace clearway::app {
namespace {

using ruling::Action;
using ruling::Draft;
using ruling::Given;
using ruling::Kind;
using ruling::Outcome;
using ruling::Ruling;

constexpr auto general = Kind::valuation_general;
constexpr auto special = Kind::valuation_special_relationship;
constexpr auto classification = Kind::classification;

/// A published ruling of another firm: what the public reads.
struct Example {
  Kind kind;
  const char* tariff_code;
  int days_ago;
  const char* cite;
  ruling::Published published;
};

std::vector<Example> examples() {
  return {
      {classification,
       "3304991000",
       60,
       "customs-act-86-2",
       {{"비타민을 넣은 얼굴 크림", "Face cream with vitamins"},
        {"의약품인지 화장품인지", "Whether it is a medicament or a cosmetic"},
        {"제3304호의 기초화장용 제품류로 분류한다.",
         "Classified in heading 3304 as a preparation for the care of the skin."},
        {"치료나 예방의 효능을 표방하지 않고 피부를 가꾸는 데에 쓰인다(제33류 주 제3호).",
         "It claims no cure or prevention and is used to care for the skin (Note 3 to Chapter 33)."}}},
      {classification,
       "6403910000",
       120,
       "customs-act-86-2",
       {{"가죽 등산화", "Hiking boots of leather"},
        {"바닥과 갑피의 재료에 따른 호", "The heading, by the materials of sole and upper"},
        {"제6403호의 발목을 덮는 신발로 분류한다.", "Classified in heading 6403 as footwear covering the ankle."},
        {"갑피의 바깥 면적은 가죽이 가장 넓고 바닥은 고무이다(제64류 주 제4호).",
         "Leather makes up most of the outer surface of the upper, and the sole is of rubber (Note 4 to Chapter "
         "64)."}}},
      {classification,
       "8517620000",
       200,
       "customs-act-86-2",
       {{"무선 공유기", "Wireless router"},
        {"자동자료처리기계의 단위기기인지 통신기기인지",
         "Whether it is a unit of a data processing machine or communication apparatus"},
        {"제8517호의 수신·변환·송신용 기기로 분류한다.",
         "Classified in heading 8517 as a machine for reception, conversion and transmission."},
        {"고유의 기능이 자료의 송신과 수신이다(제84류 주 제6호).",
         "Its own function is to send and receive data (Note 6 to Chapter 84)."}}},
      {classification,
       "2106909099",
       320,
       "customs-act-86-2",
       {{"홍삼 농축액을 넣은 음료 분말", "Drink powder with red ginseng extract"},
        {"음료의 원료인지 조제 식료품인지", "Whether it is a base of drinks or a food preparation"},
        {"제2106호의 따로 분류되지 않은 조제 식료품으로 분류한다.",
         "Classified in heading 2106 as a food preparation not elsewhere specified."},
        {"물에 풀어 마시는 여러 재료의 조제품이다(통칙 1과 6).",
         "It is a preparation of several ingredients to be dissolved in water (general rules 1 and 6)."}}},
      {classification,
       "9503003990",
       420,
       "customs-act-86-2",
       {{"소리 나는 조립 완구 세트", "Building toy set with sound"},
        {"세트로 분류하는지", "Whether it is classified as a set"},
        {"제9503호의 완구로 분류한다.", "Classified in heading 9503 as a toy."},
        {"소매용 세트의 본질적 특성은 완구이다(통칙 3나).",
         "The toy gives the set for retail sale its essential character (general rule 3(b))."}}},
      {classification,
       "8507600000",
       560,
       "customs-act-86-2",
       {{"보호회로가 있는 리튬이온 축전지 묶음", "Lithium-ion battery pack with a protective circuit"},
        {"축전지인지 기기의 부분품인지", "Whether it is an accumulator or a part of the machine"},
        {"제8507호의 리튬이온 축전지로 분류한다.", "Classified in heading 8507 as lithium-ion accumulators."},
        {"보호회로가 있어도 축전지의 특성을 잃지 않는다(제85류 주 제3호).",
         "The circuit does not take the character of an accumulator away (Note 3 to Chapter 85)."}}},
      {general,
       "8480",
       90,
       "customs-act-37-2",
       {{"무상으로 준 금형으로 만든 플라스틱 부분품", "Plastic parts made with moulds supplied free of charge"},
        {"금형의 값을 더하여야 하는지, 어떻게 배분하는지",
         "Whether the moulds are added, and how they are apportioned"},
        {"생산지원비로 더하고 생산 예정 수량 전체에 배분할 수 있다.",
         "They are an assist; they may be apportioned over the whole quantity to be produced."},
        {"구매자가 무료로 공급하여 수입물품의 생산에 쓰였다(법 제30조제1항제3호).",
         "The buyer supplied them free of charge for producing the goods (Act 30(1)3)."}}},
      {general,
       "6109",
       250,
       "customs-act-37-2",
       {{"상표를 붙인 면 티셔츠", "Cotton shirts under a trade mark"},
        {"국내 판매액의 일정 비율로 내는 상표 사용료를 더하는지",
         "Whether a fee for the trade mark, a share of domestic sales, is added"},
        {"관련성과 거래조건성이 있으므로 권리사용료로 더한다.",
         "It relates to the goods and is a condition of their sale; it is added as a royalty."},
        {"상표가 붙은 상태로 수입되고 사용료를 내야 살 수 있다(법 제30조제1항제4호).",
         "The goods come with the mark and are sold only against the fee (Act 30(1)4)."}}},
      {special,
       "3004",
       380,
       "customs-act-37-2",
       {{"해외 모회사에서 수입하는 의약품", "Medicaments imported from the parent company"},
        {"이전가격 정책에 따른 거래가격을 과세가격으로 인정할 수 있는지",
         "Whether the price under the transfer pricing policy is accepted"},
        {"특수관계가 가격에 영향을 미치지 않은 것으로 보아 거래가격을 인정한다.",
         "The relationship did not influence the price; the transaction value is accepted."},
        {"비교 가능한 특수관계 없는 거래와 같은 방법으로 가격이 정하여졌다(법 제30조제3항제4호).",
         "Prices are set as between unrelated parties (Act 30(3)4)."}}},
  };
}

Given said(std::string text) {
  Given given;
  given.text = std::move(text);
  return given;
}

class Seeder {
 public:
  Seeder(record::Store& store, const registry::Rules& rules, std::string office, Instant now)
      : store_(store), rules_(rules), office_(std::move(office)), now_(now), today_(now.korean_day()) {}

  Status others() {
    int serial = 0;
    for (const auto& example : examples()) {
      begin("B99901" + std::to_string(10'000 + ++serial), example.kind, example.published.goods,
            example.published.question, example.tariff_code, example.days_ago + 25);
      step(Action::file, example.days_ago + 25);
      decide(example.days_ago, example.published, example.cite);
      if (auto kept = keep(); !kept) return kept.error();
    }
    return success();
  }

  Status own(const std::string& party) {
    const Text boots = {"가죽 등산화(고무 바닥)", "Hiking boots of leather, sole of rubber"};
    const Text cream = {"주름 개선 크림 50밀리리터", "Anti-wrinkle cream, 50 millilitres"};
    const Text panel = {"터치 화면 모듈", "Touch screen module"};
    const Text parts = {"사출 성형한 손잡이", "Injection-moulded handles"};
    const Text mark = {"상표를 붙인 가방", "Bags under a trade mark"};
    const Text heading = {"어느 호에 분류하는지", "Which heading applies"};
    const Text assist = {"무상으로 준 금형을 더하는지", "Whether moulds supplied free of charge are added"};
    const auto one = [&](Kind kind, const Text& goods, const Text& question, const char* code, int opened) {
      begin(party, kind, goods, question, code, opened);
    };
    one(classification, panel, heading, "8524", 1);  // still being prepared: files are missing
    ruling_.application.documents.clear();
    if (auto kept = keep(); !kept) return kept.error();

    one(general, parts, assist, "3926", 6);
    step(Action::file, 5);
    if (auto kept = keep(); !kept) return kept.error();

    one(classification, cream, heading, "3304", 16);
    step(Action::file, 15);
    auto asked =
        said("성분표에 기능성 원료의 함량을 적어 주십시오. (Please state the share of the active ingredients.)");
    asked.day = today_.plus_days(8);
    step(Action::ask_supplement, 6, asked);
    if (auto kept = keep(); !kept) return kept.error();

    one(classification, boots, heading, "6403", 21);
    step(Action::file, 20);
    Given committee;
    committee.word = "committee";
    step(Action::refer, 9, committee);
    if (auto kept = keep(); !kept) return kept.error();

    one(general, mark, {"상표 사용료를 더하는지", "Whether the fee for the trade mark is added"}, "4202", 24);
    step(Action::file, 23);
    draft(2,
          {mark,
           {"상표 사용료", "A fee for a trade mark"},
           {"권리사용료로 더한다.", "Added as a royalty."},
           {"거래조건이다.", "It is a condition of sale."}},
          "customs-act-37-2");
    if (auto kept = keep(); !kept) return kept.error();

    one(classification, {"접이식 전동 킥보드", "Folding electric scooter"}, heading, "8711", 80);
    step(Action::file, 78);
    decide(
        50,
        {{"접이식 전동 킥보드", "Folding electric scooter"},
         heading,
         {"제8711호로 분류한다.", "Classified in heading 8711."},
         {"전동기로 움직이는 이륜의 탈것이다(통칙 1).", "A two-wheeled vehicle driven by a motor (general rule 1)."}},
        "customs-act-86-2");
    step(Action::object, 30, said("완구의 호가 맞습니다. (It is a toy.)"));
    if (auto kept = keep(); !kept) return kept.error();

    one(general, parts, assist, "3926", 160);
    step(Action::file, 159);
    Draft rejection;
    rejection.outcome = Outcome::reject;
    rejection.ground = "audit_running";
    rejection.decision.reasons =
        "과세가격에 대한 관세조사가 진행 중입니다. (An audit of the customs value is running.)";
    draft_of(rejection, 150);
    step(Action::approve, 149);
    if (auto kept = keep(); !kept) return kept.error();
    return failed_ ? Status(*failed_) : success();
  }

  /// A ruling between related parties about goods that the firm imports: a royalty is added, which its later
  /// declarations leave out.
  Status of_imports(const std::string& party, const assessment::Assessor& assessor) {
    std::vector<detection::Filed> filed;
    importing::Imports imports(store_, assessor);
    const auto read = imports.each([&](const importing::Kept& kept) {
      if (kept.filed.party_id == party && !kept.filed.seller.empty()) filed.push_back(kept.filed);
      return true;
    });
    if (!read) return read;
    if (filed.empty()) return success();
    const auto& newest = *std::max_element(filed.begin(), filed.end(), [](const auto& a, const auto& b) {
      return a.declaration.tax_date < b.declaration.tax_date;
    });
    const auto& line = newest.declaration.lines.front();
    const Text goods = {"해외 본사에서 수입하는 상표 제품", "Branded goods imported from the parent company"};
    begin(party, special, goods,
          {"상표 사용료를 가격의 5 %로 더하는 방법", "Adding the fee for the trade mark as 5 % of the price"},
          line.tariff_code.substr(0, 4).c_str(), 700);
    auto& facts = ruling_.application.facts;
    facts.sellers = {newest.seller};
    facts.items.clear();
    facts.adjustments = {{assessment::PriceElement::royalty, Decimal::whole(5)}};
    step(Action::file, 690);
    decide(
        400,
        {goods,
         {"상표 사용료의 가산", "Adding a fee for the trade mark"},
         {"권리사용료로 더하고 거래가격을 인정한다.", "It is added as a royalty; the transaction value is accepted."},
         {"특수관계가 가격에 영향을 미치지 않았다(법 제30조제3항제4호).",
          "The relationship did not influence the price (Act 30(3)4)."}},
        "customs-act-37-2");
    if (const auto due = ruling::report_due(rules_.law, rules_.calendar, ruling_); due && due->year_end < today_) {
      auto report =
          said("결정된 방법으로 산출하였고 전제 조건이 실현되었습니다. (Computed as ruled; its conditions came true.)");
      report.day = due->year_end;
      step(Action::report, std::max(1, today_.days() - due->year_end.days() - 120), std::move(report));
    }
    const auto kept = keep();
    if (!kept) return kept.error();
    for (const auto& each : filed) {
      if (each.declaration.tax_date < today_.plus_days(-120)) continue;
      const auto assessed = assessor.assess(each.declaration);
      const auto held = registry::hold(store_, rules_, each, assessed, origin());
      if (!held) return held.error();
    }
    return success();
  }

 private:
  record::Origin origin() const { return {"clearway", "", now_}; }
  static std::string both(const Text& text) { return text.ko + " (" + text.en + ")"; }

  void begin(const std::string& party, Kind kind, const Text& goods, const Text& question, const char* code,
             int opened) {
    ruling_ = {};
    failed_.reset();
    auto id = std::to_string(20'260'000 + ++serial_);
    ruling_.ruling_id = "R-" + id;
    ruling_.party_id = party;
    ruling_.opened_on = today_.plus_days(-opened);
    auto& application = ruling_.application;
    application.kind = kind;
    application.goods = both(goods);
    application.question = both(question);
    application.use = "소매 판매 (retail sale)";
    application.process = "성형, 조립, 포장 (moulded, assembled, packed)";
    application.planned_office = office_;
    application.facts.tariff_code = code;
    application.facts.origins = {"CN"};
    application.facts.sellers = {"S-SAMPLE"};
    application.facts.items = {"ITEM-" + id};
    if (is_valuation(kind)) application.facts.method = 1;
    if (kind == special) {
      application.facts.related = true;
      application.business_year_ends = 12;
    }
    for (const auto& needed : ruling::needed_of(rules_.law, application, today_)) {
      if (needed.document) application.documents.push_back({needed.what, "sample-" + needed.what});
    }
  }

  void step(Action action, int days_ago, Given given = {}) {
    if (failed_) return;
    if (given.actor.empty()) given.actor = "account-second-officer";
    auto left = ruling::take(rules_.law, rules_.calendar, ruling_, action, given, today_.plus_days(-days_ago));
    if (const auto* refused = std::get_if<ruling::Refused>(&left)) {
      failed_ =
          Error{std::string(name(refused->refusal)), "ruling", ruling_.application.goods + " " + refused->value, ""};
      return;
    }
    ruling_ = std::move(std::get<Ruling>(left));
  }
  void draft_of(Draft draft, int days_ago) {
    Given given;
    given.actor = "account-first-officer";
    given.draft = std::move(draft);
    step(Action::draft, days_ago, std::move(given));
  }
  void draft(int days_ago, const ruling::Published& published, const std::string& cite) {
    Draft made;
    made.decision.text = both(published.decision);
    made.decision.reasons = both(published.reasons);
    made.decision.cites = {cite};
    made.decision.facts = ruling_.application.facts;
    made.published = published;
    draft_of(std::move(made), days_ago);
  }
  void decide(int days_ago, const ruling::Published& published, const std::string& cite) {
    draft(days_ago + 3, published, cite);
    step(Action::approve, days_ago);
  }
  Result<registry::Kept> keep() {
    if (failed_) return *failed_;
    return registry::open(store_, ruling_, origin());
  }

  record::Store& store_;
  const registry::Rules& rules_;
  std::string office_;
  Instant now_;
  Date today_;
  int serial_ = 0;
  Ruling ruling_;
  std::optional<Error> failed_;
};

}  // namespace

Status seed_rulings(record::Store& store, const registry::Rules& rules, const assessment::Assessor& assessor,
                    const std::string& party_id, const std::string& customs_office, Instant now) {
  const auto there = registry::all(store);
  if (!there) return there.error();
  if (!there->empty()) return success();
  Seeder seeder(store, rules, customs_office, now);
  if (auto seeded = seeder.others(); !seeded) return seeded;
  if (auto seeded = seeder.own(party_id); !seeded) return seeded;
  return seeder.of_imports(party_id, assessor);
}

}  // namespace clearway::app
