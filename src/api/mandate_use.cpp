#include "api/mandate_use.h"

#include <algorithm>
#include <map>

#include "api/body.h"
#include "record/digest.h"
#include "record/wait.h"

namespace clearway::api {
namespace {

constexpr std::size_t most_opened = 100'000;  // remembered of one day
constexpr unsigned page_size = 100;

using Place = std::pair<std::string, std::string>;  // party and matter

Place split(const std::string& id) {
  const auto dot = id.find('.');
  return dot == std::string::npos ? Place{} : Place{id.substr(0, dot), id.substr(dot + 1)};
}

/// The matters that a request was about: of its path, or as its handler named them; else the party of its query.
std::vector<Place> places_of(const Call& call) {
  auto places = call.acted;
  const auto& in_path = call.request.parameters;
  const auto id = std::find_if(in_path.begin(), in_path.end(), [](const auto& each) { return each.first == "id"; });
  if (id != in_path.end()) places.push_back(split(id->second));
  if (places.empty()) {
    const auto party = call.asked("party_id");
    places.emplace_back(party ? *party : call.asked("party").value_or(""), "");
  }
  std::erase_if(places, [](const Place& place) { return place.first.empty(); });
  return places;
}

bool represents(const Call& call) {
  return call.who && (call.who->role == Role::broker || call.who->role == Role::trader);
}

bool is_write(const RouteRule& rule) { return rule.request_id; }
bool is_opening(const Call& call, const RouteRule& rule) {
  return rule.method == http::Method::get && call.request.parameters.size() == 1 &&
         call.request.parameters.front().first == "id";
}

/// The mandate that let it pass: the first that reaches as far as the route asks, else the first that holds.
const identity::Authorisation* authorisation_of(const Call& call, const RouteRule& rule, std::string_view party_id) {
  const identity::Authorisation* held = nullptr;
  for (const auto& each : call.who->authorisations) {
    if (each.party_id != party_id || call.today < each.from || each.until < call.today) continue;
    if (rule.scope.empty() || each.holds(rule.scope, call.today)) return &each;
    if (held == nullptr) held = &each;
  }
  return held;
}

}  // namespace

bool is_under_mandate(const Call& call, std::string_view party_id) {
  return represents(call) && call.who->account.party_id != party_id;
}

void MandateUses::keep(const Call& call, const RouteRule& rule) {
  if (!represents(call)) return;
  if (!is_write(rule) && !is_opening(call, rule)) return;
  std::map<std::string, std::vector<record::Matter>> uses;  // a transaction each: records are kept by party
  for (const auto& [party, matter] : places_of(call)) {
    if (auto use = use_of(call, rule, party, matter)) uses[party].push_back(std::move(*use));
  }
  for (auto& [party, matters] : uses) write(call, std::move(matters));
}

std::optional<record::Matter> MandateUses::use_of(const Call& call, const RouteRule& rule, const std::string& party_id,
                                                  const std::string& matter_id) {
  const auto& account = call.who->account;
  if (account.party_id == party_id) return std::nullopt;
  const auto* authorisation = authorisation_of(call, rule, party_id);
  if (authorisation == nullptr || authorisation->mandate_id.empty()) return std::nullopt;
  const bool wrote = is_write(rule);
  const auto once = wrote ? std::string(call.request_id()) : call.today.text();
  record::Framed framed("clearway.mandate-use.1");
  framed.add(authorisation->mandate_id).add(account.account_id).add(rule.operation).add(matter_id).add(once);
  record::Matter use;
  use.matter_id = "U-" + record::hex(framed.digest()).substr(0, 24);
  if (!wrote && is_known(use.matter_id)) return std::nullopt;
  use.party_id = party_id;
  use.kind = mandate_use_kind;
  use.state = wrote ? "wrote" : "opened";
  use.related_id = authorisation->mandate_id;
  use.opened_on = call.today;
  JsonWriter json;
  json.begin_object()
      .member("account_id", account.account_id)
      .member("operation", rule.operation)
      .member("matter", matter_id.empty() ? std::string() : party_id + "." + matter_id);
  member(json, "at", call.now);
  use.body = json.end_object().take();
  return use;
}

void MandateUses::write(const Call& call, std::vector<record::Matter> uses) {
  std::vector<record::MatterStep> steps;
  for (const auto& use : uses) steps.push_back({use, use.state});
  const auto kept = record::wait<std::vector<record::Matter>>([&](auto done) {
    record::Matters(services_.store)
        .step(std::move(steps), {}, {call.who->account.account_id, {}, call.now}, std::move(done));
  });
  if (!kept && kept.error().code != "already_exists") refuse(kept.error());
  if (!kept && uses.size() > 1) {
    // One of them is the same use again: the others are kept by themselves.
    for (auto& use : uses) write(call, {std::move(use)});
    return;
  }
  const std::lock_guard lock(mutex_);
  for (const auto& use : uses) {
    if (use.state == "opened") opened_.insert(use.matter_id);
  }
}

bool MandateUses::is_known(const std::string& key) {
  const auto today = services_.now().korean_day();
  const std::lock_guard lock(mutex_);
  if (day_ != today || opened_.size() >= most_opened) {
    day_ = today;
    opened_.clear();
  }
  return opened_.contains(key);
}

void MandateUses::name_reason(const Call& call, const RouteRule& rule, Problem& problem) const {
  const bool unseen = problem.code == ErrorCode::not_found || problem.code == ErrorCode::not_permitted ||
                      problem.code == ErrorCode::party_is_not_yours;
  if (!represents(call) || !unseen) return;
  const auto places = places_of(call);
  if (places.empty() || places.front().first == call.who->account.party_id) return;
  const auto& party_id = places.front().first;
  if (!rule.scope.empty() && call.who->acts_for(party_id, rule.scope, call.today)) return;
  std::optional<record::Mandate> newest;
  for (auto& mandate : require(services_.store.mandates_of_agent(call.who->account.account_id))) {
    if (mandate.party_id != party_id) continue;
    const auto rank = [&](const record::Mandate& one) {
      const bool holds = !one.revoked_at && one.from <= call.today && call.today <= one.until;
      return std::pair(holds, one.created_at);
    };
    if (!newest || rank(*newest) < rank(mandate)) newest = std::move(mandate);
  }
  if (!newest) return;  // a stranger learns nothing
  Problem reason;
  reason.value = party_id;
  reason.places.emplace_back("party", party_id);
  if (newest->revoked_at) {
    reason.code = ErrorCode::mandate_is_revoked;
    reason.places.emplace_back("day", newest->revoked_at->korean_day().text());
  } else if (newest->until < call.today) {
    reason.code = ErrorCode::mandate_has_ended;
    reason.places.emplace_back("day", newest->until.text());
  } else if (!rule.scope.empty()) {
    reason.code = ErrorCode::mandate_lacks_scope;
    reason.places.emplace_back("scope", std::string(rule.scope));
  } else {
    return;
  }
  problem = std::move(reason);
}

Response list_mandate_uses(Call& call) {
  const auto& id = call.parameter("mandate_id");
  const auto mandate = require(call.services.store.mandate(id));
  const auto& account = call.who->account;
  const bool given = mandate && !account.party_id.empty() && mandate->party_id == account.party_id;
  const bool held = mandate && mandate->agent == account.account_id;
  if (!given && !held) refuse(ErrorCode::not_found, "mandate_id", id);
  record::MatterSearch search;
  search.kinds = {std::string(mandate_use_kind)};
  search.parties = {mandate->party_id};
  search.related_id = id;
  search.order = record::MatterOrder::newest;
  search.cursor = call.asked("cursor").value_or("");
  search.limit = page_size;
  const auto page = require(record::Matters(call.services.store).search(search), search.cursor);
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const auto& use : page.matters) {
    const auto agent = require(call.services.store.account(text_member(use.body, "account_id")));
    const auto operation = text_member(use.body, "operation");
    const auto* sentence = call.services.messages.find("mandate.operation." + operation);
    json.begin_object()
        .member("at", text_member(use.body, "at"))
        .member("by", agent ? agent->display_name : text_member(use.body, "account_id"))
        .member("kind", use.state)
        .member("operation", operation)
        .member("text", sentence == nullptr ? operation : sentence->in(call.language))
        .null_if_empty("matter", text_member(use.body, "matter"))
        .end_object();
  }
  json.end_array().null_if_empty("next_cursor", page.next_cursor);
  return http::json_response(200, json.end_object().take());
}

}  // namespace clearway::api
