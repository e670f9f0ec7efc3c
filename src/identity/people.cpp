#include "identity/people.h"

#include "identity/passwords.h"

namespace clearway::identity {

std::string stored_role(Role role, std::string_view provider_kind) {
  std::string text(name(role));
  if (!provider_kind.empty()) text += ":" + std::string(provider_kind);
  return text;
}

std::optional<std::pair<Role, std::string>> parse_stored_role(std::string_view text) {
  const auto colon = text.find(':');
  const auto role = parse_role(text.substr(0, colon));
  if (!role) return std::nullopt;
  return std::pair(*role, std::string(colon == std::string_view::npos ? "" : text.substr(colon + 1)));
}

std::optional<People::Answer> People::remembered(std::string_view secret, Instant now) const {
  const auto hash = token_hash(secret);
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(hash);
  if (found == entries_.end() || found->second.good_until <= now.microseconds) return std::nullopt;
  const auto& answer = found->second.answer;
  return answer && answer->expires_at <= now ? Answer{} : answer;
}

void People::remember(const std::string& hash, const Answer& answer, Instant now) {
  if (entries_.size() >= kept) {
    std::erase_if(entries_, [&](const auto& entry) { return entry.second.good_until <= now.microseconds; });
    if (entries_.size() >= kept) entries_.clear();
  }
  entries_[hash] = {answer, now.microseconds + refresh_seconds * 1'000'000};
}

Result<std::shared_ptr<Principal>> People::person(const record::Account& account, Date today) const {
  const auto role = parse_stored_role(account.role);
  if (!account.active || !role) return std::shared_ptr<Principal>{};
  auto principal = std::make_shared<Principal>();
  principal->account = account;
  principal->role = role->first;
  principal->provider_kind = role->second;
  if (principal->role == Role::trader || principal->role == Role::broker) {
    auto mandates = store_.mandates_of_agent(account.account_id);
    if (!mandates) return mandates.error();
    for (const auto& mandate : *mandates) {
      if (mandate.revoked_at || mandate.until < today) continue;
      principal->authorisations.push_back(
          {mandate.party_id, mandate.scopes, mandate.from, mandate.until, mandate.mandate_id});
    }
  }
  return principal;
}

Result<People::Answer> People::find_session(std::string_view secret, Instant now) {
  const auto hash = token_hash(secret);
  std::uint64_t generation = 0;
  {
    const std::lock_guard lock(mutex_);
    generation = generation_;
  }
  auto session = store_.session(hash);
  if (!session) return session.error();
  Answer answer;
  if (*session && (*session)->expires_at > now) {
    auto account = store_.account((*session)->account_id);
    if (!account) return account.error();
    if (*account && is_of_password((*session)->csrf_token, (*account)->password_hash)) {
      auto principal = person(**account, now.korean_day());
      if (!principal) return principal.error();
      if (*principal) {
        (*principal)->csrf_token = (*session)->csrf_token;
        (*principal)->session_hash = hash;
        (*principal)->expires_at = (*session)->expires_at;
        answer = *principal;
      }
    }
  }
  const std::lock_guard lock(mutex_);
  if (generation == generation_) remember(hash, answer, now);
  return answer;
}

Result<People::Answer> People::find_token(std::string_view secret, Instant now) {
  const auto hash = token_hash(secret);
  std::uint64_t generation = 0;
  {
    const std::lock_guard lock(mutex_);
    generation = generation_;
  }
  auto token = store_.token_by_hash(hash);
  if (!token) return token.error();
  Answer answer;
  if (*token && !(*token)->revoked_at && (*token)->expires_at > now) {
    auto account = store_.account((*token)->account_id);
    if (!account) return account.error();
    if (*account) {
      auto principal = person(**account, now.korean_day());
      if (!principal) return principal.error();
      if (*principal) {
        (*principal)->by_token = true;
        (*principal)->scopes = (*token)->scopes;
        (*principal)->expires_at = (*token)->expires_at;
        answer = *principal;
      }
    }
  }
  const std::lock_guard lock(mutex_);
  if (generation == generation_) remember(hash, answer, now);
  return answer;
}

void People::forget(std::string_view account_id) {
  const std::lock_guard lock(mutex_);
  ++generation_;
  std::erase_if(entries_, [&](const auto& entry) {
    return entry.second.answer && entry.second.answer->account.account_id == account_id;
  });
}

void People::forget_all() {
  const std::lock_guard lock(mutex_);
  ++generation_;
  entries_.clear();
}

}  // namespace clearway::identity
