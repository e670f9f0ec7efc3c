#include "seizure/distribution.h"

#include <algorithm>
#include <map>

#include "accrual/steps.h"
#include "law/parameters.h"  // generated

namespace clearway::seizure {
namespace {

using accrual::grouped;
using accrual::same;
using accrual::sentence;
using debt::Rank;

constexpr std::string_view duty = "customs_duty", costs_charge = "enforcement_costs";

class Distributor {
 public:
  Distributor(const law::Law& law, const Messages& messages, const Proceeds& proceeds)
      : law_(law), messages_(messages), proceeds_(proceeds) {}

  Explained<Statement> draw_up() {
    out_.drawn_on = proceeds_.drawn_on;
    out_.day = proceeds_.day;
    out_.proceeds_krw = proceeds_.price_krw;
    out_.interest_krw = proceeds_.interest_krw;
    out_.forfeited_krw = proceeds_.forfeited_krw;
    out_.costs_krw = proceeds_.costs_krw;
    enter();
    forfeit();
    left_ = proceeds_.price_krw + proceeds_.interest_krw;
    serve([](const ShareLine& line) { return line.rank == Rank::costs; });
    serve([](const ShareLine& line) { return line.kind == "duty_on_the_goods_sold"; });
    serve([](const ShareLine& line) { return line.rank != Rank::costs && line.kind != "duty_on_the_goods_sold"; });
    share_among_taxes();
    finish();
    return {std::move(out_), std::move(steps_)};
  }

 private:
  void step(std::string rule, std::string cite, std::int64_t amount, const accrual::TextPlaces& places = {}) {
    Step one{"distribution." + rule,
             std::move(cite),
             sentence(messages_, "seizure.step." + rule, places),
             {},
             {},
             amount,
             {}};
    steps_.push_back(std::move(one));
  }
  ShareLine line(std::string id, std::string creditor, std::string_view kind, std::optional<Date> date,
                 std::int64_t claimed) const {
    const auto& table = law_.kr.arrears.distribution.ranks.on(proceeds_.day).value;
    auto row = table.find("claim", kind);
    if (!row) row = table.find("claim", "ordinary");
    const auto& word = table.text(*row, "rank");
    const auto rank = std::find(rank_names.begin(), rank_names.end(), word) - rank_names.begin();
    return {std::move(id),
            std::move(creditor),
            std::string(kind),
            table.text(*row, "cite"),
            static_cast<Rank>(rank),
            date,
            claimed,
            0};
  }
  static std::int64_t of(const Debt& debt, std::string_view charge) {
    std::int64_t sum = 0;
    for (const auto& one : debt.owed) sum += one.charge == charge ? one.krw : 0;
    return sum;
  }

  /// Everything that is claimed, by line. Of each debt its costs, and its duty where the very goods are sold, stand
  /// apart.
  void enter() {
    const auto add = [&](ShareLine one) {
      if (one.claimed_krw > 0) out_.lines.push_back(std::move(one));
    };
    add(line("costs", proceeds_.case_id, "costs_of_this_sale", std::nullopt, proceeds_.costs_krw));
    for (const auto& debt : proceeds_.debts) {
      const auto earlier = of(debt, costs_charge), first = debt.on_the_goods ? of(debt, duty) : 0;
      add(line("costs:" + debt.matter_id, debt.number, "costs_of_earlier_enforcement", std::nullopt, earlier));
      add(line("duty:" + debt.matter_id, debt.number, "duty_on_the_goods_sold", debt.statutory_date, first));
      add(line("debt:" + debt.matter_id, debt.number, "customs_debt", debt.statutory_date,
               debt.total_krw() - earlier - first));
    }
    for (const auto& claim : proceeds_.claims) {
      add(line("claim:" + claim.claim_id, claim.creditor, claim.kind, claim.date, claim.amount_krw));
      if (claim.secured_tax) secured_taxes_.push_back("claim:" + claim.claim_id);
    }
  }
  static bool is_own(const ShareLine& line) { return !line.id.starts_with("claim:"); }
  static bool is_tax(const ShareLine& line) {
    return line.rank == Rank::secured_or_tax && (line.kind == "customs_debt" || line.kind == "other_tax");
  }
  std::int64_t open(const ShareLine& line) const { return line.claimed_krw - line.share_krw; }

  /// Deposits that buyers lost are no price: only costs and the debts are paid with them.
  void forfeit() {
    auto left = proceeds_.forfeited_krw;
    if (left == 0) return;
    for (const auto costs : {true, false}) {
      std::vector<debt::Claim> claims;
      for (const auto& one : out_.lines) {
        if (is_own(one) && (one.rank == Rank::costs) == costs) {
          claims.push_back({one.id, Rank::secured_or_tax, one.date, one.claimed_krw});
        }
      }
      const auto served = debt::distribute(left, claims);
      take(served.shares);
      for (const auto& share : served.shares) from_deposit_[share.id] = share.amount;
      left = served.surplus;
    }
    step("forfeited", "tax-collection-act-71-5", proceeds_.forfeited_krw - left,
         {{"amount", same(grouped(proceeds_.forfeited_krw))}, {"rest", same(grouped(left))}});
    out_.surplus_krw += left;
  }
  void take(const std::vector<debt::Share>& shares) {
    for (const auto& share : shares) {
      const auto at =
          std::find_if(out_.lines.begin(), out_.lines.end(), [&](const auto& one) { return one.id == share.id; });
      at->share_krw += share.amount;
    }
  }

  /// Serves some of the lines from what is left, and says so line by line.
  template <class Which>
  void serve(const Which& which) {
    std::vector<debt::Claim> claims;
    for (const auto& one : out_.lines) {
      if (which(one)) claims.push_back({one.id, one.rank, one.date, open(one)});
    }
    const auto served = debt::distribute(left_, std::move(claims));
    take(served.shares);
    left_ = served.surplus;
    for (const auto& share : served.shares) order_.push_back(share.id);
  }

  /// The taxes of the race pool what they got there and share it anew.
  void share_among_taxes() {
    std::vector<ShareLine*> taxes;
    std::int64_t pool = 0;
    bool others = false;
    for (auto& one : out_.lines) {
      if (!is_tax(one)) continue;
      taxes.push_back(&one);
      others |= !is_own(one);
    }
    if (!others || taxes.size() < 2) return;
    std::vector<debt::Claim> claims;
    const auto is_secured = [&](const std::string& id) {
      return std::find(secured_taxes_.begin(), secured_taxes_.end(), id) != secured_taxes_.end();
    };
    for (auto* one : taxes) {
      const auto kept = from_deposit_[one->id];  // what it has beside the race stays with it
      pool += one->share_krw - kept;
      one->share_krw = kept;
      // Secured taxes, the first seizer, claims for a share: a rank each here.
      const auto place = is_secured(one->id) ? Rank::costs : is_own(*one) ? Rank::secured_or_tax : Rank::ordinary;
      claims.push_back({one->id, place, one->date, open(*one)});
    }
    take(debt::distribute(pool, std::move(claims)).shares);
    step("among_taxes", "framework-act-36", pool, {{"amount", same(grouped(pool))}});
  }

  void finish() {
    out_.surplus_krw += left_;
    std::stable_sort(out_.lines.begin(), out_.lines.end(),
                     [&](const auto& a, const auto& b) { return place(a.id) < place(b.id); });
    for (const auto& one : out_.lines) {
      const auto date = one.date ? " (" + one.date->text() + ")" : std::string();
      const auto creditor = is_own(one) ? Text{"세관 " + one.creditor, "Customs " + one.creditor} : same(one.creditor);
      step(one.share_krw == one.claimed_krw ? "paid_in_full"
           : one.share_krw > 0              ? "paid_in_part"
                                            : "gets_nothing",
           one.cite, one.share_krw,
           {{"creditor", creditor},
            {"kind", messages_.at("seizure.claim." + one.kind)},
            {"date", same(date)},
            {"claimed", same(grouped(one.claimed_krw))},
            {"share", same(grouped(one.share_krw))}});
      if (is_own(one)) allot(one);
    }
    for (const auto& debt : proceeds_.debts) out_.arrears_left_krw += debt.total_krw();
    for (const auto& one : out_.allotments) out_.arrears_left_krw -= one.matter_id == proceeds_.case_id ? 0 : one.krw;
    step("surplus", "tax-collection-act-96", out_.surplus_krw, {{"amount", same(grouped(out_.surplus_krw))}});
  }
  std::size_t place(const std::string& id) const {
    return static_cast<std::size_t>(std::find(order_.begin(), order_.end(), id) - order_.begin());
  }

  /// What customs gets pays its debts: costs, then tax, then penalty (National Tax Collection Act 3), in the order in
  /// which the debt lists its charges.
  void allot(const ShareLine& one) {
    auto left = one.share_krw;
    const auto add = [&](const std::string& matter, const std::string& charge, std::int64_t most) {
      const auto part = std::min(left, most);
      if (part <= 0) return;
      out_.allotments.push_back({matter, charge, part});
      left -= part;
    };
    if (one.id == "costs") return add(proceeds_.case_id, std::string(costs_charge), left);
    const auto colon = one.id.find(':');
    const auto matter = one.id.substr(colon + 1);
    const auto what = one.id.substr(0, colon);
    const auto& debt = *std::find_if(proceeds_.debts.begin(), proceeds_.debts.end(),
                                     [&](const auto& each) { return each.matter_id == matter; });
    for (const auto& owed : debt.owed) {
      const bool is_costs = owed.charge == costs_charge, is_first = debt.on_the_goods && owed.charge == duty;
      if (what == "costs" ? is_costs : what == "duty" ? is_first : !is_costs && !is_first) {
        add(matter, owed.charge, owed.krw);
      }
    }
  }

  const law::Law& law_;
  const Messages& messages_;
  const Proceeds& proceeds_;
  Statement out_;
  std::int64_t left_ = 0;
  std::vector<std::string> order_;  // ids as they were served
  std::vector<std::string> secured_taxes_;
  std::map<std::string, std::int64_t> from_deposit_;
  std::vector<Step> steps_;
};

}  // namespace

bool is_ranked_by_date(const law::Table& ranks, std::size_t row) {
  return ranks.text(row, "rank") == rank_names[static_cast<std::size_t>(Rank::secured_or_tax)];
}

Explained<Statement> draw_up(const law::Law& law, const Messages& messages, const Proceeds& proceeds) {
  return Distributor(law, messages, proceeds).draw_up();
}

}  // namespace clearway::seizure
