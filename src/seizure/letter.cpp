#include "seizure/letter.h"

#include <algorithm>

#include "accrual/steps.h"
#include "base/json_writer.h"
#include "law/parameters.h"  // generated
#include "seizure/distribution.h"
#include "seizure/life.h"
#include "seizure/protection.h"

namespace clearway::seizure {
namespace {

using accrual::same;

class Letter {
 public:
  Letter(const law::Law& law, const law::Calendar& calendar, const Messages& messages, const Case& subject,
         std::string_view form, const Sender& sender)
      : law_(law), calendar_(calendar), messages_(messages), case_(subject), form_(form), sender_(sender) {}

  std::string values() {
    json_.begin_object();
    frame();
    if (form_ == "seizure_notice") {
      seizure_notice();
    } else if (form_ == "sale_notice") {
      sale_notice();
    } else {
      distribution_statement();
    }
    return json_.end_object().take();
  }

 private:
  void text(std::string_view name, const Text& value) {
    json_.key(name).begin_object().member("ko", value.ko).member("en", value.en).end_object();
  }
  void text(std::string_view name, std::string_view key, const accrual::TextPlaces& places = {}) {
    text(name, accrual::sentence(messages_, "seizure.letter." + std::string(key), places));
  }
  void date(std::string_view name, Date day) { json_.member(name, day.text()); }
  Text article(std::string_view cite) const {
    const auto* source = law_.find_source(cite);
    if (source == nullptr) return same(std::string(cite));
    return {source->title.ko + " " + source->article.ko, source->title.en + ", " + source->article.en};
  }
  Date working(Date day) const {
    const auto moved = calendar_.next_working_day(day);
    return moved ? *moved : day;
  }
  Date appeal_by() const {
    return working(
        sender_.date.plus_days(static_cast<std::int32_t>(law_.kr.arrears.seizure.appeal_days.on(sender_.date).value)));
  }

  void frame() {
    json_.key("office").begin_object();
    text("name", sender_.office);
    text("head", sender_.head);
    text("address", sender_.address);
    json_.member("phone", sender_.phone).end_object();
    json_.key("addressee").begin_object().member("name", case_.debtor);
    text("address", "address_on_file");
    json_.end_object();
    json_.key("document")
        .begin_object()
        .member("number", case_.case_id)
        .member("date", sender_.date.text())
        .end_object();
    json_.key("contact").begin_object();
    text("department", sender_.department);
    text("person", sender_.person);
    json_.member("phone", sender_.contact_phone).member("email", sender_.email);
    text("hours", sender_.hours);
    json_.end_object();
    json_.key("verification")
        .begin_object()
        .member("link", sender_.link)
        .member("code", sender_.verification_code)
        .end_object();
  }

  void seizure_notice() {
    const auto& first = case_.debts.front();
    json_.member("debtor", case_.debtor);
    date("seized_on", *case_.seized_on);
    json_.member("demand_number", first.number);
    date("demanded_by", first.demanded_by.value_or(*case_.seized_on));
    json_.member("total", case_.owed_krw());
    date("computed_on", sender_.date);
    json_.key("debts").begin_array();
    for (const auto& debt : case_.debts) {
      std::int64_t tax = 0, penalty = 0, costs = 0;
      for (const auto& one : debt.owed) {
        (one.charge == "enforcement_costs"                     ? costs
         : one.charge == "penalty" || one.charge == "interest" ? penalty
                                                               : tax) += one.krw;
      }
      json_.begin_object();
      text("tax", "customs_duties");
      json_.member("notice", debt.number);
      date("due_on", debt.due_on.value_or(debt.statutory_date));
      json_.member("principal", tax).member("penalty", penalty).member("costs", costs).end_object();
    }
    json_.end_array().key("property").begin_array();
    for (const auto& item : case_.items) {
      json_.begin_object();
      text("kind", messages_.at("seizure.asset." + std::string(name(case_.asset))));
      json_.member("description", item.description + " (" + item.place + ")").member("quantity", item.quantity);
      const auto how = how_seized(law_, case_.asset, *case_.seized_on);
      text("effect", messages_.at("seizure.effect." + how.effective));
      json_.end_object();
    }
    json_.end_array();
    if (!case_.third_party.empty()) json_.member("third_party", case_.third_party);
    json_.member("use_allowed", how_seized(law_, case_.asset, *case_.seized_on).effective == "registered");
    text("exempt", "exempt");
    json_.member("plan_link", sender_.link + "/plan").member("release_link", sender_.link + "/release");
    date("appeal_by", appeal_by());
  }

  void sale_notice() {
    const auto& sale = *case_.sale;
    const auto& law = law_.kr.arrears.sale;
    const auto& round = sale.rounds.back();
    json_.member("sale_number", case_.case_id);
    date("announced_on", round.announced_on);
    json_.member("debtor", case_.debtor);
    text("recipient_role", "debtor_role");
    json_.member("total", case_.owed_krw());
    text("method", "auction");
    json_.member("place", sale.place);
    const auto percent = law.deposit_percent.on(round.announced_on).value;
    json_.member("deposit_rate", std::to_string(percent));
    date("claims_by", bids_from(law_, round).plus_days(-1));
    text("claims_who", "claims_who");
    const auto& pay = law.pay_days.on(round.announced_on);
    text("pay_by", "pay_by", {{"days", same(std::to_string(pay.value))}});
    json_.key("property").begin_array();
    // Sold as one lot.
    std::string lot = case_.subject;
    for (const auto& item : case_.items) {
      lot += (&item == &case_.items.front() ? ": " : "; ") + item.description + " (" + item.quantity + ")";
    }
    json_.begin_object()
        .member("description", lot)
        .member("quantity", std::to_string(case_.items.size()))
        .member("reserve", round.reserve_krw)
        .member("deposit", (round.reserve_krw * percent + 99) / 100)
        .end_object();
    json_.end_array().key("rounds").begin_array();
    for (std::size_t i = 0; i < sale.rounds.size(); ++i) {
      const auto& one = sale.rounds[i];
      json_.begin_object().member("round", static_cast<std::int64_t>(i + 1));
      date("bids_from", bids_from(law_, one));
      date("bids_until", one.opens_on.plus_days(-1));
      date("opened_on", one.opens_on);
      date("decided_on", decision_by(one.opens_on));
      json_.member("reserve", one.reserve_krw).end_object();
    }
    json_.end_array();
    date("appeal_by", appeal_by());
    text("pay_until", "pay_until");
  }
  Date decision_by(Date opens_on) const {
    auto day = opens_on;
    for (auto left = law_.kr.arrears.sale.decision_days.on(opens_on).value; left > 0; --left) {
      day = working(day.plus_days(1));
    }
    return day;
  }

  void distribution_statement() {
    const auto& statement = *case_.statement;
    json_.member("sale_number", case_.case_id).member("debtor", case_.debtor).member("property", case_.subject);
    date("sold_on", case_.sale && case_.sale->award ? case_.sale->award->on : *case_.received_on);
    date("received_on", *case_.received_on);
    date("day", statement.day);
    text("place", sender_.address);
    const auto before = law_.kr.arrears.distribution.inspect_days.on(statement.day).value;
    date("inspect_from", std::max(statement.drawn_on, statement.day.plus_days(-static_cast<std::int32_t>(before))));
    json_.member("proceeds", statement.proceeds_krw)
        .member("interest", statement.interest_krw)
        .member("deposit_forfeited", statement.forfeited_krw)
        .member("available", statement.available_krw())
        .key("shares")
        .begin_array();
    std::int64_t rank = 0;
    for (const auto& line : statement.lines) {
      json_.begin_object().member("rank", ++rank);
      if (line.id.starts_with("claim:")) {
        json_.member("creditor", line.creditor);
      } else {
        text("creditor", sender_.office);
      }
      auto claim = messages_.at("seizure.claim." + line.kind);
      if (line.date) {
        claim.ko += " (" + line.date->text() + ")";
        claim.en += " (" + line.date->text() + ")";
      }
      text("claim", claim);
      text("ground", article(line.cite));
      json_.member("claimed", line.claimed_krw).member("share", line.share_krw).end_object();
    }
    json_.end_array()
        .member("surplus", statement.surplus_krw)
        .member("arrears_left", statement.arrears_left_krw)
        .key("steps")
        .begin_array();
    // The same proceeds give the same steps.
    const auto explained =
        draw_up(law_, messages_,
                {case_.case_id, statement.drawn_on, statement.day, statement.proceeds_krw, statement.interest_krw,
                 statement.forfeited_krw, statement.costs_krw, case_.debts, case_.claims});
    for (const auto& step : explained.steps) {
      json_.begin_object();
      text("text", step.text);
      text("cite", article(step.cite));
      if (step.amount_krw) json_.member("amount", *step.amount_krw);
      json_.end_object();
    }
    json_.end_array();
  }

  const law::Law& law_;
  const law::Calendar& calendar_;
  const Messages& messages_;
  const Case& case_;
  std::string_view form_;
  const Sender& sender_;
  JsonWriter json_;
};

}  // namespace

std::vector<std::string_view> letters_of(const Case& subject) {
  std::vector<std::string_view> letters;
  if (subject.seized_on) letters.push_back("seizure_notice");
  const bool announced = subject.sale && !subject.sale->rounds.empty() && subject.state != State::sale_proposed;
  if (announced) letters.push_back("sale_notice");
  if (subject.statement) letters.push_back("distribution_statement");
  return letters;
}

std::string letter_values(const law::Law& law, const law::Calendar& calendar, const Messages& messages,
                          const Case& subject, std::string_view form, const Sender& sender) {
  return Letter(law, calendar, messages, subject, form, sender).values();
}

}  // namespace clearway::seizure
