#include "identity/principal.h"

namespace clearway::identity {
namespace {

bool contains(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

}  // namespace

std::optional<Role> parse_role(std::string_view text) {
  const auto found = std::find(role_names.begin(), role_names.end(), text);
  if (found == role_names.end()) return std::nullopt;
  return static_cast<Role>(found - role_names.begin());
}

bool Principal::acts_for(std::string_view party_id, std::string_view scope, Date today) const {
  if (role != Role::trader && role != Role::broker) return false;
  if (!account.party_id.empty() && account.party_id == party_id) return true;
  return std::any_of(authorisations.begin(), authorisations.end(), [&](const Authorisation& authorisation) {
    return authorisation.party_id == party_id && authorisation.holds(scope, today);
  });
}

std::vector<std::string> Principal::parties(Date today, std::string_view scope) const {
  std::vector<std::string> parties;
  if (role != Role::trader && role != Role::broker) return parties;
  if (!account.party_id.empty()) parties.push_back(account.party_id);
  for (const auto& authorisation : authorisations) {
    if (authorisation.holds(scope, today) && !contains(parties, authorisation.party_id)) {
      parties.push_back(authorisation.party_id);
    }
  }
  return parties;
}

record::Scope Principal::visible(Date today) const {
  record::Scope scope;
  switch (role) {
    case Role::trader:
    case Role::broker: scope.parties = parties(today); break;
    case Role::data_provider:
      if (!account.filer_code.empty()) scope.filers = {account.filer_code};
      break;
    case Role::officer:
    case Role::supervisor: scope.offices = account.offices; break;
    case Role::auditor: scope.everything = true; break;
    case Role::administrator: break;
  }
  return scope;
}

bool Principal::sees(const record::StoredDeclaration& declaration, Date today) const {
  const auto scope = visible(today);
  return scope.everything || contains(scope.offices, declaration.customs_office) ||
         contains(scope.parties, declaration.party_id) || contains(scope.filers, declaration.filer_code);
}

bool Principal::may_file(const record::StoredDeclaration& declaration, Date today) const {
  if (role == Role::data_provider) return !account.filer_code.empty() && account.filer_code == declaration.filer_code;
  return acts_for(declaration.party_id, write_scope, today);
}

}  // namespace clearway::identity
