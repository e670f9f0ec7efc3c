#include "lodging/audit_sample.h"

#include "base/hash.h"
#include "risk/random_selection.h"

namespace clearway::lodging {
namespace {

/// A draw of its own: who was selected at random before release must not be more or less likely to be audited after it.
constexpr std::string_view audit_label = "audit after release";

Result<risk::DayDraw> draws_of(const record::Store& store, const std::string& office, Date day) {
  const auto committed = store.random_secret(day);
  if (!committed) return committed.error();
  risk::Secret secret{};
  if (!*committed || !risk::parse_hex(**committed, secret)) secret = risk::secret_from_seed(hash_text(office), day);
  return risk::DayDraw(day, secret);
}

Result<std::vector<record::StoredDeclaration>> green_of(const record::Store& store, const std::string& office,
                                                        Date day) {
  std::vector<record::StoredDeclaration> green;
  record::Search search;
  search.scope.offices = {office};
  search.customs_office = office;
  search.from = search.to = day;
  search.channel = record::Channel::green;
  search.limit = 1000;
  for (;;) {
    auto page = store.search(search);
    if (!page) return page.error();
    for (auto& declaration : page->declarations) green.push_back(std::move(declaration));
    if (page->next_cursor.empty()) return green;
    search.cursor = page->next_cursor;
  }
}

}  // namespace

Result<AuditDraw> draw_audit_sample(record::Store& store, const risk::ExaminationPolicy& policy,
                                    const std::string& office, Date day, const record::Origin& origin) {
  const auto green = green_of(store, office, day);
  if (!green) return green.error();
  const auto draws = draws_of(store, office, day);
  if (!draws) return draws.error();
  std::vector<risk::AuditCandidate> candidates;
  for (const auto& declaration : *green) {
    const auto id = std::string(audit_label) + "\n" + declaration.declaration_id;
    candidates.push_back({declaration.expected_value_ppm, draws->draw(declaration.party_id, id)});
  }
  const auto grounds = risk::audit_sample(candidates, policy.audit_on(day));
  const auto before = store.tasks(office, "audit", day, day);
  if (!before) return before.error();
  AuditDraw drawn;
  drawn.green = static_cast<std::int64_t>(green->size());
  for (std::size_t i = 0; i < grounds.size(); ++i) {
    if (grounds[i] == risk::AuditGround::none) continue;
    const bool random = grounds[i] == risk::AuditGround::random;
    ++(random ? drawn.random : drawn.decile);
    const auto& declaration = (*green)[i];
    bool known = false;
    for (const auto& task : *before) {
      known = known || (task.party_id == declaration.party_id && task.declaration_id == declaration.declaration_id);
    }
    if (known) continue;
    record::ExaminationTask task;
    task.party_id = declaration.party_id;
    task.declaration_id = declaration.declaration_id;
    task.kind = "audit";
    task.customs_office = office;
    task.day = day;
    task.ground = random ? "random" : "decile";
    // One request may order many: each is known by its declaration, not by the id of the request.
    const record::Origin one{origin.actor, "", origin.at};
    const auto ordered = record::wait<record::ExaminationTask>([&](auto done) { store.order_task(task, one, done); });
    if (!ordered) return ordered.error();
    ++drawn.added;
  }
  return drawn;
}

}  // namespace clearway::lodging
