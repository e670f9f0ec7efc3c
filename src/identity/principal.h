#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "record/types.h"

namespace clearway::identity {

/// Stored by name; a role is never renamed.
enum class Role : std::uint8_t { trader, broker, data_provider, officer, supervisor, auditor, administrator };
inline constexpr std::array<std::string_view, 7> role_names = {"trader",     "broker",  "data_provider", "officer",
                                                               "supervisor", "auditor", "administrator"};
inline std::string_view name(Role role) { return role_names[static_cast<std::size_t>(role)]; }
std::optional<Role> parse_role(std::string_view text);

/// Kinds of data provider. The record keeps an account's role as "data_provider:courier".
inline constexpr std::array<std::string_view, 3> provider_kinds = {"courier", "mall", "post"};

class Roles {
 public:
  constexpr Roles(std::initializer_list<Role> roles) {
    for (const auto role : roles) bits_ |= 1U << static_cast<unsigned>(role);
  }
  constexpr bool has(Role role) const { return (bits_ >> static_cast<unsigned>(role) & 1U) != 0; }

 private:
  unsigned bits_ = 0;
};
inline constexpr Roles every_role = {Role::trader,     Role::broker,  Role::data_provider, Role::officer,
                                     Role::supervisor, Role::auditor, Role::administrator};
inline constexpr Roles filers = {Role::trader, Role::broker, Role::data_provider};

inline constexpr std::string_view write_scope = "declarations:write";
inline constexpr std::string_view read_scope = "declarations:read";
inline constexpr std::string_view statistics_scope = "statistics:read";
inline constexpr std::string_view imports_write_scope = "imports:write";
inline constexpr std::string_view imports_read_scope = "imports:read";
inline constexpr std::string_view notices_scope = "notices:answer";
inline constexpr std::string_view rulings_scope = "rulings:apply";
inline constexpr std::string_view programmes_scope = "programmes:write";
inline constexpr std::array<std::string_view, 8> token_scopes = {
    write_scope,        read_scope,    statistics_scope, imports_write_scope,
    imports_read_scope, notices_scope, rulings_scope,    programmes_scope};

/// A party that authorised this account.
struct Authorisation {
  std::string party_id;
  std::vector<std::string> scopes;
  Date from, until;
  std::string mandate_id = {};
  bool holds(std::string_view scope, Date today) const {
    return from <= today && today <= until && std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
  }
};

/// Who is asking, and what they may see and do. Immutable; made once per sign-in and refreshed from the record.
struct Principal {
  record::Account account;
  Role role = Role::trader;
  std::string provider_kind;                  // data providers
  std::vector<Authorisation> authorisations;  // brokers, and traders who act for others
  std::string csrf_token;                     // of the session; empty for an API token
  std::string session_hash;                   // empty for an API token
  std::vector<std::string> scopes;            // of the API token
  bool by_token = false;
  Instant expires_at;

  bool has_scope(std::string_view scope) const {
    return !by_token || std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
  }
  bool is_filer() const { return filers.has(role); }
  /// Sees what customs knows: likelihood, reasons, parties' history.
  bool is_customs() const { return role == Role::officer || role == Role::supervisor || role == Role::auditor; }
  /// May act for `party_id`: its own, or one that authorised it for `scope`.
  bool acts_for(std::string_view party_id, std::string_view scope, Date today) const;
  /// What this account finds when it searches. Nothing, for an administrator.
  record::Scope visible(Date today) const;
  bool sees(const record::StoredDeclaration& declaration, Date today) const;
  /// May change this declaration as its filer.
  bool may_file(const record::StoredDeclaration& declaration, Date today) const;
  /// Its own party and those that authorised it for `scope`.
  std::vector<std::string> parties(Date today, std::string_view scope = read_scope) const;
};

}  // namespace clearway::identity
