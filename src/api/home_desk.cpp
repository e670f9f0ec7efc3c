#include <algorithm>
#include <set>

#include "api/pages.h"
#include "api/routes.h"
#include "api/steps.h"
#include "collection/debts.h"
#include "enrolment/enrolments.h"
#include "home/home.h"
#include "law/parameters.h"  // generated
#include "notice/letter.h"
#include "noticing/correction_file.h"
#include "noticing/notices.h"
#include "planning/applications.h"
#include "registry/rulings.h"
#include "ruling/validity.h"
#include "settlement/payments.h"

namespace clearway::api {
namespace {

using home::Item;
using home::Kind;
using home::Side;

constexpr unsigned most_declarations = 10;

/// The record of one firm, as its home page looks at it.
class Reading {
 public:
  Reading(const Call& call, std::string party_id) : call_(call), party_(std::move(party_id)) {}

  home::Known read() {
    corrections();
    notices();
    debts();
    payments();
    programmes();
    rulings();
    imports();
    declarations();
    plans();
    return std::move(known_);
  }

 private:
  std::string id(std::string_view matter_id) const { return party_ + "." + std::string(matter_id); }
  Text text(std::string_view key) const {
    const auto* found = call_.services.messages.find(key);
    return found == nullptr ? Text{} : *found;
  }
  Text sentence(std::string_view key, const Places& places) const {
    const auto& found = call_.services.messages.at(key);
    return {fill(found.ko, places), fill(found.en, places)};
  }
  void each(std::string_view kind, const std::function<void(const record::Matter&)>& visit) const {
    record::MatterSearch search;
    search.kinds = {std::string(kind)};
    search.parties = {party_};
    search.order = record::MatterOrder::newest;
    const auto read = record::MatterReader(call_.services.store).all(search, [&](const record::Matter& matter) {
      visit(matter);
      return success();
    });
    if (!read) refuse(read.error());
  }

  void notices() {
    each(noticing::notice_kind, [&](const record::Matter& matter) {
      const auto kept = require(noticing::kept_of(matter));
      const auto& notice = kept.notice;
      if (!notice::is_visible_to_firm(notice.state)) return;
      asked_.insert(notice.finding.declaration_id);
      if (notice.state == notice::State::explained_accepted && notice.closed_on) {
        known_.explained.push_back(*notice.closed_on);
      }
      // What is filed waits for its payment order, which stands by itself.
      if (notice::is_closed(notice.state) || notice.state == notice::State::filed) return;
      Item item;
      item.kind = Kind::notice;
      item.id = id(matter.matter_id);
      item.title = notice::title_of(call_.services.messages, notice.finding.detector);
      item.state = text("notice.state." + matter.state);
      item.turn = notice::turn(notice.state) == notice::Side::firm ? Side::firm : Side::customs;
      item.due = notice.clock_ends;
      item.amount_krw = matter.amount_krw;
      known_.open.push_back(std::move(item));
    });
  }
  void corrections() {
    each(noticing::correction_kind, [&](const record::Matter& matter) {
      const auto file = require(noticing::read_correction(matter.body));
      corrected_.insert(matter.related_id);
      for (const auto& filing : file.filings) {
        if (filing.refund) continue;
        const auto& sum = filing.sum;
        known_.corrected.push_back(
            {matter.opened_on, file.notice_id.empty(), sum.tax_krw, sum.penalty_krw - sum.penalty_relief_krw});
      }
    });
  }
  /// A debt is shown to its debtor alone; whoever acts for it sees the payment order.
  void debts() {
    if (call_.who->account.party_id != party_) return;
    each(collection::debt_kind, [&](const record::Matter& matter) {
      const auto kept = require(collection::kept_of(matter));
      const auto stated =
          require(collection::statement(call_.services.store, call_.services.debts, kept, call_.today)).statement;
      owed_.insert(matter.related_id);
      if (stated.state == arrears::State::settled || stated.state == arrears::State::extinct) return;
      Item item;
      item.kind = Kind::debt;
      item.id = id(matter.matter_id);
      item.title =
          sentence("home.matter.debt", {{"id", matter.related_id.empty() ? matter.matter_id : matter.related_id}});
      item.state = text("arrears.state." + matter.state);
      // It fell due on the day before it became a debt, unless it is deferred.
      item.due = matter.due_on ? matter.due_on : std::optional(kept.file.events.front().on.plus_days(-1));
      item.amount_krw = stated.balance();
      known_.open.push_back(std::move(item));
    });
  }
  void payments() {
    for (const auto& row : require(settlement::orders_of(call_.services.store, party_))) {
      const auto& order = row.order;
      const auto state = payment::state_on(order, call_.today);
      if (state == payment::OrderState::paid) {
        known_.paid.push_back(order.issued_on);
        continue;
      }
      if (state == payment::OrderState::cancelled || state == payment::OrderState::closed) continue;
      if (owed_.contains(order.order_id)) continue;
      Item item;
      item.kind = Kind::payment;
      item.id = id(order.order_id);
      item.title = sentence("home.matter.payment", {{"id", order.order_id}});
      item.state = text("home.payment_state." + std::string(payment::name(state)));
      item.due = order.due;
      item.amount_krw = order.remaining_krw();
      known_.open.push_back(std::move(item));
    }
    for (const auto& row : require(settlement::refunds_of(call_.services.store, party_))) {
      const auto& refund = row.refund;
      if (refund.state != payment::RefundState::proposed && refund.state != payment::RefundState::decided) continue;
      const auto& grounds = call_.services.rulebook.law().kr.refund.grounds.on(refund.proposed_on).value;
      const auto ground = grounds.find("ground", refund.ground);
      Item item;
      item.kind = Kind::refund;
      item.id = id(row.refund_id);
      const auto* language = call_.language == Language::korean ? "ko" : "en";
      item.title = sentence("home.matter.refund",
                            {{"ground", ground ? grounds.text(*ground, language) : std::string(refund.ground)}});
      item.state = text("payment.refund.state." + std::string(payment::name(refund.state)));
      item.turn = Side::customs;
      item.amount_krw = refund.principal_krw + refund.interest_krw;
      known_.open.push_back(std::move(item));
    }
  }
  void programmes() {
    for (const auto& kept : require(enrolment::of_party(call_.services.store, party_))) {
      const auto& enrolment = kept.enrolment;
      for (const auto& round : enrolment.past) {
        const bool exempts =
            programme::terms_on(call_.services.rulebook.law(), enrolment.scheme, round.opened_on).exempts_from_audit;
        if (round.outcome == programme::Outcome::accepted && exempts && !enrolment.false_report) {
          known_.settled_years.push_back(round.year);
        }
      }
      const auto turn = programme::turn(enrolment.state);
      if (turn == programme::Side::nobody) continue;
      Item item;
      item.kind = Kind::programme;
      item.id = id(kept.matter.matter_id);
      const auto scheme = text("programme.scheme." + std::string(name(enrolment.scheme)));
      const auto year = enrolment.round ? std::to_string(enrolment.round->year) : std::string();
      const auto& words =
          call_.services.messages.at(year.empty() ? "home.matter.application" : "home.matter.programme");
      item.title = {fill(words.ko, {{"scheme", scheme.ko}, {"year", year}}),
                    fill(words.en, {{"scheme", scheme.en}, {"year", year}})};
      item.state = text("programme.state." + kept.matter.state);
      // The broker acts for the firm: it is for the firm to see that it does.
      item.turn = turn == programme::Side::customs ? Side::customs : Side::firm;
      item.due = enrolment.clock_ends;
      item.amount_krw = kept.matter.amount_krw;
      known_.open.push_back(std::move(item));
    }
  }
  void rulings() {
    const auto& [law, calendar, messages] = call_.services.rulings;
    each(registry::matter_kind, [&](const record::Matter& matter) {
      const auto ruling = require(registry::kept_of(matter)).ruling;
      departures(matter, ruling);
      auto turn = ruling::turn(ruling);
      auto due = ruling.clock_ends;
      if (turn == ruling::Side::nobody && ruling.state == ruling::State::in_force) {
        // Nobody has to ask for the report on a business year that is over.
        const auto report = ruling::report_due(law, calendar, ruling);
        if (!report || report->year_end >= call_.today) return;
        turn = ruling::Side::firm;
        due = report->until;
      }
      if (turn == ruling::Side::nobody) return;
      Item item;
      item.kind = Kind::ruling;
      item.id = id(matter.matter_id);
      item.title = sentence("home.matter.ruling", {{"id", matter.matter_id}});
      item.state = text("ruling.state." + matter.state);
      item.turn = turn == ruling::Side::customs ? Side::customs : Side::firm;
      item.due = due;
      known_.open.push_back(std::move(item));
    });
  }
  /// Declarations that depart from a ruling in force, as long as they were neither corrected nor asked about.
  void departures(const record::Matter& matter, const ruling::Ruling& ruling) {
    if (ruling.state != ruling::State::in_force) return;
    for (const auto& held : ruling.held) {
      const auto& declaration = held.declaration_id;
      if (held.departures.empty() || corrected_.contains(declaration) || asked_.contains(declaration)) continue;
      if (!departed_.insert(declaration).second) continue;
      Item item;
      item.kind = Kind::import_declaration;
      item.id = id(declaration);
      item.title = sentence("home.matter.departure", {{"id", declaration}, {"ruling", matter.matter_id}});
      for (const auto& fact : held.departures) {
        const auto word = text("ruling.fact." + fact);
        item.state.ko += (item.state.ko.empty() ? "" : ", ") + word.ko;
        item.state.en += (item.state.en.empty() ? "" : ", ") + word.en;
      }
      known_.open.push_back(std::move(item));
    }
  }
  void imports() {
    each(importing::matter_kind, [&](const record::Matter& matter) {
      known_.declared.push_back(matter.opened_on);
      if (asked_.contains(matter.matter_id)) known_.asked_about.push_back(matter.opened_on);
    });
  }
  /// The next part of a plan of payment, which this reminds of, and applications that customs has to decide.
  void plans() {
    each(planning::plan_kind, [&](const record::Matter& matter) {
      const auto application = require(planning::kept_of(matter)).application;
      if (!planning::is_open(application.state)) return;
      Item item;
      item.kind = Kind::plan;
      item.id = id(matter.matter_id);
      const bool waits = application.state == planning::State::applied || application.parts_asked;
      item.title = text(waits ? "home.matter.plan_application" : "home.matter.plan_part");
      item.state = text("planning.state." + matter.state);
      item.turn = waits ? Side::customs : Side::firm;
      item.due = matter.due_on;
      item.amount_krw = matter.amount_krw;
      known_.open.push_back(std::move(item));
    });
  }
  /// Export declarations that are looked at before they may leave.
  void declarations() {
    record::Search search;
    search.scope.parties = {party_};
    search.state = "selected";
    search.limit = most_declarations;
    for (const auto& declaration : require(call_.services.store.search(search)).declarations) {
      Item item;
      item.kind = Kind::declaration;
      item.id = id(declaration.declaration_id);
      const auto& number =
          declaration.declaration_number.empty() ? declaration.declaration_id : declaration.declaration_number;
      item.title = sentence("home.matter.declaration", {{"number", number}});
      item.state = text("lifecycle.state." + declaration.state);
      item.turn = Side::customs;
      item.amount_krw = declaration.value_krw;
      known_.open.push_back(std::move(item));
    }
  }

  const Call& call_;
  std::string party_;
  home::Known known_;
  std::set<std::string, std::less<>> asked_, corrected_, departed_;  // import declarations
  std::set<std::string, std::less<>> owed_;                          // payment orders that are debts
};

void append_items(JsonWriter& json, const Call& call, std::string_view name, const std::vector<Item>& items) {
  json.key(name).begin_array();
  for (const auto& item : items) {
    json.begin_object()
        .member("kind", home::name(item.kind))
        .member("id", item.id)
        .member("title", item.title.in(call.language))
        .member("state_text", item.state.in(call.language))
        .member("due", item.due ? std::optional(item.due->text()) : std::nullopt)
        .member("days_left",
                item.due ? std::optional<std::int64_t>(item.due->days() - call.today.days()) : std::nullopt)
        .member("amount_krw", item.amount_krw)
        .end_object();
  }
  json.end_array();
}

}  // namespace

Response get_firm_home(Call& call) {
  const auto own = call.who->account.party_id;
  const auto clients = call.who->parties(call.today);
  auto party = call.asked("party_id").value_or(own);
  if (party.empty() && !clients.empty()) party = clients.front();
  const bool theirs = std::find(clients.begin(), clients.end(), party) != clients.end();
  if (!party.empty() && !theirs) refuse(ErrorCode::not_found, "party_id", party);
  home::Known known;
  if (!party.empty()) known = Reading(call, party).read();
  const auto home = home::home_of(call.services.rulebook.law(), call.services.messages, known, call.today);
  JsonWriter json;
  json.begin_object().null_if_empty("party_id", party).strings("clients", clients);
  member(json, "today", call.today);
  append_items(json, call, "to_do", home.to_do);
  append_items(json, call, "waiting", home.waiting);
  json.member("overdue", home.overdue)
      .key("money")
      .begin_object()
      .member("to_pay_krw", home.money.to_pay_krw)
      .member("in_question_krw", home.money.in_question_krw)
      .member("to_receive_krw", home.money.to_receive_krw)
      .end_object()
      .key("good")
      .begin_array();
  for (const auto& good : home.good) {
    json.begin_object().member("name", good.name).key("step");
    append_step(json, good.step, call.language);
    json.end_object();
  }
  return http::json_response(200, json.end_array().end_object().take());
}

}  // namespace clearway::api
