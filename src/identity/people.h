#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "identity/principal.h"
#include "record/store.h"

namespace clearway::identity {

/// Sessions and API tokens -> who is asking. Answers come from memory for up to `refresh_seconds`; then, and after
/// `forget`, from the record, so that a closed account or a revoked token ends everywhere within that time.
class People {
 public:
  explicit People(record::Store& store) : store_(store) {}

  using Answer = std::shared_ptr<const Principal>;  // null: nobody, expired, revoked or closed
  /// What memory knows; nothing where the record must be asked. Never blocks for long.
  std::optional<Answer> remembered(std::string_view secret, Instant now) const;
  /// Asks the record; blocks.
  Result<Answer> find_session(std::string_view secret, Instant now);
  Result<Answer> find_token(std::string_view secret, Instant now);

  /// Everyone signed in under this account is looked up afresh.
  void forget(std::string_view account_id);
  void forget_all();

  /// The person of an account with parties that authorised it; null if the account does not exist or is closed.
  Result<std::shared_ptr<Principal>> person(const record::Account& account, Date today) const;

 private:
  static constexpr std::int64_t refresh_seconds = 30;
  static constexpr std::size_t kept = 20'000;
  struct Entry {
    Answer answer;
    std::int64_t good_until = 0;  // microseconds
  };
  void remember(const std::string& hash, const Answer& answer, Instant now);
  record::Store& store_;
  mutable std::mutex mutex_;
  std::map<std::string, Entry, std::less<>> entries_;  // by hash of the secret
  std::uint64_t generation_ = 0;  // counts forgets: an answer read before one is not remembered after it
};

/// The account's role text as the record keeps it, "officer" or "data_provider:courier".
std::string stored_role(Role role, std::string_view provider_kind);
/// The two parts of such a text; nothing if it is none.
std::optional<std::pair<Role, std::string>> parse_stored_role(std::string_view text);

}  // namespace clearway::identity
