#include "sample/debts.h"

#include <algorithm>
#include <array>

#include "base/hash.h"
#include "sample/random.h"

namespace clearway::sample {
namespace {

using arrears::EventKind;
using debt::Cause;
using ledger::Side;

/// A band of what one debtor owes, penalty included: how many debtors of a thousand, from which amount, over how many
/// doublings (in 1/1024) spread evenly, and how their debts are aged.
struct Band {
  std::uint32_t of_thousand;
  std::int64_t from;
  std::uint32_t octaves;
  std::array<std::uint32_t, 3> ages;  // of a thousand: below 2 years, 2 to 10 years, 10 to 15 years
};
constexpr std::array<Band, 4> bands = {{
    {794, 20'000, 12 * 1024 + 297, {450, 350, 200}},
    {116, 100'000'000, 2 * 1024 + 330, {300, 350, 350}},
    {36, 500'000'000, 1024, {250, 300, 450}},
    {54, 1'000'000'000, 4 * 1024 + 599, {150, 310, 540}},
}};

/// Of each 2,779 debtors four are linked importers of sesame.
constexpr std::uint32_t cluster_every = 2'779;
constexpr std::array<std::int64_t, 4> cluster = {448'300'000'000, 220'000'000'000, 140'000'000'000, 100'000'000'000};
constexpr std::int64_t cases_of_largest = 21'445;

/// What of 100 won of principal is owed after so many years, about.
constexpr std::array<std::int64_t, 16> grown = {104, 111, 119, 127, 135, 143, 143, 158,
                                                163, 168, 172, 175, 175, 175, 175, 175};

constexpr std::array<std::string_view, 6> farm_goods = {"12", "07", "03", "08", "09", "12"};
constexpr std::array<std::string_view, 8> other_goods = {"62", "64", "42", "95", "33", "85", "22", "87"};
constexpr std::array<std::string_view, 4> offices = {"010", "020", "030", "040"};
constexpr std::array<Cause, 8> causes = {
    Cause::declared,       Cause::declared, Cause::under_declared,       Cause::under_declared,
    Cause::under_declared, Cause::assessed, Cause::under_declared_fraud, Cause::undeclared};

class Debtor {
 public:
  Debtor(const DebtScale& scale, std::uint32_t number)
      : on_(scale.on), random_(mix(scale.seed * 0x9e3779b97f4a7c15ULL + number)), number_(number) {
    auto digits = std::to_string(number);
    party_id_ = "B999" + std::string(7 - std::min<std::size_t>(7, digits.size()), '0') + digits;
    const auto place = number % cluster_every;
    if (place < cluster.size()) {
      band_ = 3;
      total_ = cluster[place];
      linked_ = true;
      age_days_ = random_.between(10 * 365, 14 * 365);
      cases_ = place == 0 ? cases_of_largest : random_.between(400, 1'200);
    } else {
      choose_band();
      choose_age();
      cases_ = std::clamp<std::int64_t>(random_.spread(3, 1'600), 1, 800);
      cases_ = std::min(cases_, std::max<std::int64_t>(1, total_ / 60'000));
    }
    cases_ = std::min(cases_, scale.most_cases);
    const bool farm = linked_ || random_.chance(band_ == 3 ? 450'000 : 250'000);
    goods_ = linked_ ? "12" : farm ? random_.pick(farm_goods) : random_.pick(other_goods);
    office_ = linked_ ? "020" : random_.pick(offices);
  }

  /// The next debt; nothing when there are no more.
  bool next(SampleDebt& out) {
    if (made_ == cases_) return false;
    const auto left = cases_ - made_;
    // Of about the same size each, the last what is left.
    const auto amount = left == 1 ? total_ - used_ : total_ / cases_ * random_.between(60, 140) / 100;
    ++made_;
    used_ += std::min(amount, total_ - used_);
    make(out, std::max<std::int64_t>(amount, 10'000));
    return true;
  }

 private:
  void choose_band() {
    auto place = random_.below(1'000);
    while (place >= bands[band_].of_thousand) place -= bands[band_++].of_thousand;
    const auto& band = bands[band_];
    const auto at = random_.below(band.octaves);
    total_ = (band.from << (at >> 10)) / 1024 * (1024 + (at & 1023));
    if (total_ < 10'000) total_ = 10'000;
  }

  void choose_age() {
    auto place = random_.below(1'000);
    const auto& ages = bands[band_].ages;
    if (place < ages[0]) {
      age_days_ = random_.between(30, 2 * 365);
    } else if (place < ages[0] + ages[1]) {
      age_days_ = random_.between(2 * 365, 10 * 365);
    } else {
      age_days_ = random_.between(10 * 365, 15 * 365);
    }
  }

  void make(SampleDebt& out, std::int64_t owed) {
    auto& file = out.file = {};
    out.transactions.clear();
    file.party_id = party_id_;
    file.debt_id = "D-" + std::to_string(number_) + "-" + std::to_string(made_);
    file.matter_id = "M-" + file.debt_id;
    file.customs_office = office_;
    file.goods = goods_;
    out.matters = {file.matter_id};
    const auto age = std::max(25, age_days_ - random_.between(0, std::min(age_days_ / 5, 600)));
    const auto due = on_.plus_days(-age);
    const auto issued = due.plus_days(-15);
    file.opened_on = issued;
    open(file, issued, due);
    const auto years = static_cast<std::size_t>(std::min(age / 365, 15));
    const auto principal = std::max<std::int64_t>(owed * 100 / grown[years] / 10 * 10, 10'000);
    const auto duty = random_.chance(300'000) ? principal : principal * random_.between(40, 90) / 100 / 10 * 10;
    charge(out, issued, duty, principal - duty);
    if (random_.chance(200'000)) pay(out, due, age, duty);
    if (band_ == 0 && age > 10 * 365 && random_.chance(300'000)) hold(file, age);
  }

  void open(arrears::File& file, Date issued, Date due) {
    arrears::Event event;
    event.on = due.plus_days(1);
    event.known_at = known(event.on);
    event.actor = "clearway";
    event.facts.emplace();
    auto& facts = *event.facts;
    facts.cause = random_.pick(causes);
    // Of older cases the law data have no rate for these.
    const bool old = issued < Date::of(2017, 1, 1);
    if (old && (facts.cause == Cause::undeclared || facts.cause == Cause::under_declared_fraud)) {
      facts.cause = Cause::under_declared;
    }
    switch (facts.cause) {
      case Cause::undeclared:
      case Cause::undeclared_punished:
        facts.imported = issued.plus_days(-random_.between(20, 300));
        facts.notice_date = issued;
        facts.notice_due = due;
        break;
      case Cause::declared:
        facts.accepted = issued;
        facts.statutory_due = due;
        break;
      default: {
        const auto accepted = issued.plus_days(-random_.between(60, 900));
        facts.accepted = accepted;
        facts.statutory_due = accepted.plus_days(15);
        facts.notice_date = issued;
        facts.notice_due = due;
      }
    }
    file.events.push_back(std::move(event));
  }

  void charge(SampleDebt& out, Date issued, std::int64_t duty, std::int64_t value_added) {
    auto& draft = post(out, "charge", ledger::Kind::assessed, issued);
    draft.opens.push_back({out.file.matter_id, "notice", issued});
    const auto both = [&](const char* charge, std::int64_t amount) {
      if (amount <= 0) return;
      draft.entries.push_back({"receivable." + std::string(charge), out.file.matter_id, Side::debit, amount});
      draft.entries.push_back({"revenue." + std::string(charge), out.file.matter_id, Side::credit, amount});
    };
    both("customs_duty", duty);
    both("value_added_tax", value_added);
  }

  /// Part of the duty, by one of the channels.
  void pay(SampleDebt& out, Date due, int age, std::int64_t duty) {
    const auto amount = std::max<std::int64_t>(1, duty * random_.between(2, 40) / 100);
    auto& draft = post(out, "paid", ledger::Kind::received, due.plus_days(random_.between(1, age - 1)));
    draft.note = arrears::channel_names[random_.below(arrears::channel_names.size())];
    draft.entries = {{"cash.bank", out.file.matter_id, Side::debit, amount},
                     {"receivable.customs_duty", out.file.matter_id, Side::credit, amount}};
  }

  void hold(arrears::File& file, int age) {
    arrears::Event event;
    event.kind = EventKind::held;
    event.on = on_.plus_days(-random_.between(1, age / 2));
    event.known_at = known(event.on);
    event.actor = "sample-officer";
    event.word = "without_means";
    file.events.push_back(std::move(event));
  }

  ledger::Draft& post(SampleDebt& out, std::string_view what, ledger::Kind kind, Date on) {
    auto& transaction = out.transactions.emplace_back();
    transaction.party_id = party_id_;
    transaction.position = static_cast<std::int64_t>(out.transactions.size());
    transaction.known_at = known(on);
    transaction.draft.transaction_id = out.file.debt_id + ":" + std::string(what);
    transaction.draft.kind = kind;
    transaction.draft.applies_on = on;
    return transaction.draft;
  }

  /// Entered at noon of the day.
  static Instant known(Date day) { return {(std::int64_t{day.days()} * 86'400 + 3 * 3'600) * 1'000'000}; }

  const Date on_;
  Random random_;
  std::uint32_t number_;
  std::string party_id_;
  std::size_t band_ = 0;
  bool linked_ = false;
  std::int64_t total_ = 0, used_ = 0, cases_ = 1, made_ = 0;
  int age_days_ = 0;
  std::string_view goods_, office_;
};

}  // namespace

void debts(const DebtScale& scale, const std::function<bool(const SampleDebt&)>& visit) {
  SampleDebt debt;
  for (std::uint32_t count = 0; count < scale.debtors; ++count) {
    Debtor debtor(scale, scale.first + count);
    while (debtor.next(debt)) {
      if (!visit(debt)) return;
    }
  }
}

}  // namespace clearway::sample
