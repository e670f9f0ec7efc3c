#include "campaigning/campaigns.h"

#include <algorithm>
#include <map>
#include <utility>

#include "campaign/campaign_json.h"
#include "record/extension.h"
#include "record/wait.h"

namespace clearway::campaigning {
namespace {

using campaign::Campaign;
using campaign::Contact;
using campaign::Refusal;
using campaign::Refused;
using campaign::State;
using record::Matter;
using record::Matters;
using record::MatterStep;
using record::Origin;
using record::Store;

constexpr std::size_t chunk_size = 200;  // contacts that share a transaction

std::string owner_of(std::string_view customs_office) { return "office-" + std::string(customs_office); }

Matter matter_of(Matter matter, const Campaign& campaign) {
  matter.party_id = owner_of(campaign.customs_office);
  matter.matter_id = campaign.campaign_id;
  matter.kind = campaign_kind;
  matter.state = name(campaign.state);
  matter.customs_office = campaign.customs_office;
  if (matter.version == 0) matter.opened_on = campaign.from;
  const bool open = campaign.state == State::drafted || campaign.state == State::approved;
  matter.due_on = open ? std::optional(campaign.until) : std::nullopt;
  matter.amount_krw = campaign.targets.collected_krw;
  matter.body = to_json(campaign);
  return matter;
}

Result<Kept> kept_of(Matter matter) {
  auto campaign = campaign::campaign_from_json(matter.body);
  if (!campaign) return campaign.error();
  return Kept{std::move(matter), std::move(*campaign)};
}

Result<std::vector<Matter>> step(Store& store, std::vector<MatterStep> steps, std::string request,
                                 const Origin& origin) {
  return record::wait<std::vector<Matter>>(
      [&](auto done) { Matters(store).step(std::move(steps), std::move(request), origin, std::move(done)); });
}

Result<Taken> taken_of(Result<std::vector<Matter>> matters) {
  if (!matters) return matters.error();
  auto kept = kept_of(std::move(matters->front()));
  if (!kept) return kept.error();
  return Taken{std::move(*kept), {}};
}

/// The answer to a request that was taken before; nothing where it is new.
Result<std::optional<Taken>> repeated(Store& store, const MatterStep& step, std::string_view request,
                                      const Origin& origin) {
  auto earlier = Matters(store).repeated({step}, request, origin);
  if (!earlier) return earlier.error();
  if (!*earlier) return std::optional<Taken>{};
  auto taken = taken_of(std::move(**earlier));
  if (!taken) return taken.error();
  return std::optional(std::move(*taken));
}

Refused does_not_fit(const Campaign& campaign, std::string_view action) {
  return {Refusal::campaign_does_not_fit_the_state, "state", std::string(name(campaign.state)), std::string(action)};
}

/// Of the installation; it never leaves the process.
Result<std::string> draw_key(Store& store, const Origin& origin) {
  return record::wait<std::string>([&](auto done) {
    store.write<std::string>(
        origin,
        [](record::Writing& writing) -> Result<std::string> {
          const auto& secret = writing.keys.identity;
          return record::hex(record::Framed("clearway.campaign.draw-key")
                                 .digest({reinterpret_cast<const char*>(secret.data()), secret.size()}));
        },
        std::move(done));
  });
}

std::string id_of(std::string_view campaign_id, const Contact& contact) {
  record::Framed framed("clearway.contact.1");
  framed.add(campaign_id).add(to_json(contact));
  return "T-" + record::hex(framed.digest()).substr(0, 16);
}

}  // namespace

Result<std::optional<Kept>> find(const Store& store, std::string_view customs_office, std::string_view campaign_id) {
  auto matter = record::MatterReader(store).find(owner_of(customs_office), campaign_id);
  if (!matter) return matter.error();
  if (!*matter || (*matter)->kind != campaign_kind) return std::optional<Kept>{};
  auto kept = kept_of(std::move(**matter));
  if (!kept) return kept.error();
  return std::optional(std::move(*kept));
}

Result<std::vector<Kept>> list(const Store& store, const std::optional<std::string>& customs_office) {
  record::MatterSearch search;
  search.kinds = {std::string(campaign_kind)};
  search.every_party = !customs_office;
  if (customs_office) search.parties = {owner_of(*customs_office)};
  search.order = record::MatterOrder::newest;
  std::vector<Kept> campaigns;
  const auto status = record::MatterReader(store).all(search, [&](const Matter& matter) -> Status {
    auto kept = kept_of(matter);
    if (!kept) return kept.error();
    campaigns.push_back(std::move(*kept));
    return success();
  });
  if (!status) return status.error();
  return campaigns;
}

Result<std::vector<Contact>> contacts(const Store& store, std::string_view campaign_id) {
  record::MatterSearch search;
  search.kinds = {std::string(contact_kind)};
  search.every_party = true;
  search.related_id = campaign_id;
  std::vector<Contact> read;
  const auto status = record::MatterReader(store).all(search, [&](const Matter& matter) -> Status {
    auto contact = campaign::contact_from_json(matter.body);
    if (!contact) return contact.error();
    read.push_back(std::move(*contact));
    return success();
  });
  if (!status) return status.error();
  std::sort(read.begin(), read.end(), [](const Contact& left, const Contact& right) {
    return std::tie(left.on, left.party_id, left.officer) < std::tie(right.on, right.party_id, right.officer);
  });
  return read;
}

Result<Taken> draft(Store& store, const law::Law& law, const std::optional<Kept>& read, Campaign campaign,
                    const Origin& origin) {
  campaign.state = State::drafted;
  campaign.drafted_by = origin.actor;
  campaign.approved_by.clear();
  campaign.debtors.clear();
  if (auto refused = campaign::check(campaign, law)) return Taken{{}, std::move(refused)};
  MatterStep drafted{matter_of(read ? read->matter : Matter{}, campaign), read ? "changed" : "drafted"};
  auto earlier = repeated(store, drafted, drafted.matter.body, origin);
  if (!earlier) return earlier.error();
  if (*earlier) return std::move(**earlier);
  if (read && read->campaign.state != State::drafted) return Taken{{}, does_not_fit(read->campaign, "change")};
  auto request = drafted.matter.body;
  return taken_of(step(store, {std::move(drafted)}, std::move(request), origin));
}

Result<Taken> approve(Store& store, const Kept& kept, const Stock& stock, Date today, const Origin& origin) {
  MatterStep approved{kept.matter, "approved"};
  auto earlier = repeated(store, approved, "approve", origin);
  if (!earlier) return earlier.error();
  if (*earlier) return std::move(**earlier);
  auto campaign = kept.campaign;
  if (campaign.state != State::drafted) return Taken{{}, does_not_fit(campaign, "approve")};
  if (campaign.drafted_by == origin.actor) {
    return Taken{{}, Refused{Refusal::approver_drafted_it, "approved_by", origin.actor, {}}};
  }
  if (today > campaign.from) {
    return Taken{{}, Refused{Refusal::campaign_has_begun, "from", campaign.from.text(), today.text()}};
  }
  const auto owing = stock(campaign.customs_office, campaign.from);
  if (!owing) return owing.error();
  const auto key = draw_key(store, origin);
  if (!key) return key.error();
  campaign.debtors = campaign::draw(campaign, *owing, *key);
  if (campaign.debtors.empty()) return Taken{{}, Refused{Refusal::nobody_belongs_to_it, "population", {}, {}}};
  campaign.state = State::approved;
  campaign.approved_by = origin.actor;
  approved.matter = matter_of(kept.matter, campaign);
  return taken_of(step(store, {std::move(approved)}, "approve", origin));
}

Result<Taken> cancel(Store& store, const Kept& kept, Date today, const Origin& origin) {
  MatterStep cancelled{kept.matter, "cancelled"};
  auto earlier = repeated(store, cancelled, "cancel", origin);
  if (!earlier) return earlier.error();
  if (*earlier) return std::move(**earlier);
  auto campaign = kept.campaign;
  if (campaign.state != State::drafted && campaign.state != State::approved) {
    return Taken{{}, does_not_fit(campaign, "cancel")};
  }
  if (campaign.state == State::approved && today >= campaign.from) {
    return Taken{{}, Refused{Refusal::campaign_has_begun, "from", campaign.from.text(), today.text()}};
  }
  campaign.state = State::cancelled;
  cancelled.matter = matter_of(kept.matter, campaign);
  return taken_of(step(store, {std::move(cancelled)}, "cancel", origin));
}

Result<Listed> add_contacts(Store& store, const Kept& kept, const std::vector<Contact>& contacts,
                            const Origin& origin) {
  Listed listed;
  std::map<std::string, std::vector<MatterStep>> of_party;  // a transaction each: records are kept by party
  for (const auto& contact : contacts) {
    Matter matter;
    matter.party_id = contact.party_id;
    matter.matter_id = id_of(kept.campaign.campaign_id, contact);
    matter.kind = contact_kind;
    matter.state = name(contact.response);
    matter.customs_office = kept.campaign.customs_office;
    matter.assignee = contact.officer;
    matter.related_id = kept.campaign.campaign_id;
    matter.opened_on = contact.on;
    matter.due_on = contact.promised_by;
    matter.amount_krw = contact.promised_krw;
    matter.body = to_json(contact);
    const auto known = Matters(store).find(matter.party_id, matter.matter_id);
    if (!known) return known.error();
    auto& steps = of_party[contact.party_id];
    const bool stands_twice = std::any_of(
        steps.begin(), steps.end(), [&](const MatterStep& each) { return each.matter.matter_id == matter.matter_id; });
    if (*known || stands_twice) {
      ++listed.known;
    } else {
      steps.push_back({std::move(matter), "listed"});
    }
  }
  auto from = origin;
  from.request_id.clear();  // a contact is known by its id
  for (auto& [party, steps] : of_party) {
    for (std::size_t at = 0; at < steps.size(); at += chunk_size) {
      const auto end = std::min(at + chunk_size, steps.size());
      std::vector<MatterStep> chunk(std::make_move_iterator(steps.begin() + static_cast<std::ptrdiff_t>(at)),
                                    std::make_move_iterator(steps.begin() + static_cast<std::ptrdiff_t>(end)));
      const auto taken = step(store, std::move(chunk), {}, from);
      if (!taken) return taken.error();
      listed.added += taken->size();
    }
  }
  return listed;
}

Result<std::size_t> follow(Store& store, Date today, Instant now) {
  record::MatterSearch search;
  search.kinds = {std::string(campaign_kind)};
  search.every_party = true;
  search.states = {std::string(name(State::approved))};
  search.due_until = today.plus_days(-1);
  std::size_t moved = 0;
  const auto status = record::MatterReader(store).all(search, [&](const Matter& matter) -> Status {
    auto kept = kept_of(matter);
    if (!kept) return kept.error();
    kept->campaign.state = State::ended;
    const auto taken = step(store, {{matter_of(matter, kept->campaign), "ended"}}, {}, {"clearway", "", now});
    if (!taken) return taken.error();
    ++moved;
    return success();
  });
  if (!status) return status.error();
  return moved;
}

}  // namespace clearway::campaigning
