#include <utility>

#include "record/sql.h"  // generated
#include "record/store_impl.h"

namespace clearway::record {
namespace {

using db::Connection;
using db::Row;
using db::Value;

Error not_found(std::string_view what, std::string_view id) {
  return {"not_found", std::string(what), "There is no " + std::string(what) + " '" + std::string(id) + "'",
          "Check the id"};
}

Error already_exists(std::string_view what, std::string_view id) {
  return {"already_exists", std::string(what), "'" + std::string(id) + "' exists already", "Choose another"};
}

Error moved_on(std::string_view what) {
  return {"version_is_not_current", std::string(what), "It was changed or removed by someone else meanwhile",
          "Read it again and repeat the change"};
}

Account account_from(const Row& row) {
  Account account;
  account.account_id = row.string(0);
  account.sign_in_name = row.string(1);
  account.display_name = row.string(2);
  account.role = row.string(3);
  account.password_hash = row.string(4);
  account.party_id = row.string(5);
  account.filer_code = row.string(6);
  account.offices = split(row.text(7));
  account.language = row.string(8);
  account.active = row.integer(9) != 0;
  account.version = row.integer(10);
  account.created_at = Instant{row.integer(11)};
  return account;
}

std::optional<Instant> instant_or_nothing(const Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return Instant{row.integer(column)};
}

ApiToken token_from(const Row& row) {
  return {row.string(0),      row.string(1),           row.string(2),           row.string(3),
          split(row.text(4)), Instant{row.integer(5)}, Instant{row.integer(6)}, instant_or_nothing(row, 7)};
}

Mandate mandate_from(const Row& row) {
  Mandate mandate;
  mandate.mandate_id = row.string(0);
  mandate.party_id = row.string(1);
  mandate.agent = row.string(2);
  mandate.scopes = split(row.text(3));
  mandate.from = Date::parse(row.text(4)).value_or(Date{});
  mandate.until = Date::parse(row.text(5)).value_or(Date{});
  mandate.created_at = Instant{row.integer(6)};
  mandate.revoked_at = instant_or_nothing(row, 7);
  return mandate;
}

Draft draft_from(const Row& row) {
  return {row.string(0), row.string(1), row.string(2), row.string(3), row.integer(4), Instant{row.integer(5)}};
}

RandomDay random_day_from(const Row& row) {
  RandomDay day{Date::parse(row.text(0)).value_or(Date{}), row.string(1), std::nullopt, instant_or_nothing(row, 3)};
  if (row.is_null(4)) return day;  // committed to before days were published
  day.committed_sequence = row.integer(4);
  day.committed_at = Instant{row.integer(5)};
  if (row.is_null(6)) return day;
  day.closed_sequence = row.integer(6);
  day.closed_at = instant_or_nothing(row, 7);
  day.rows = row.integer(8);
  day.digest = row.string(9);
  return day;
}

/// The first row as T, or nothing.
template <class T>
Result<std::optional<T>> one(Connection& database, std::string_view sql, std::initializer_list<Value> parameters,
                             T (*make)(const Row&)) {
  std::optional<T> found;
  auto status = database.rows(sql, parameters, [&](const Row& row) {
    found = make(row);
    return false;
  });
  if (!status) return status.error();
  return found;
}

template <class T>
Result<std::vector<T>> all(Connection& database, std::string_view sql, std::initializer_list<Value> parameters,
                           T (*make)(const Row&)) {
  std::vector<T> found;
  auto status = database.rows(sql, parameters, [&](const Row& row) {
    found.push_back(make(row));
    return true;
  });
  if (!status) return status.error();
  return found;
}

Status recorded(Writing& writing, std::string_view party_id, std::string_view subject_id, Kind kind,
                const std::string& body, const Origin& origin) {
  const RecordContent content{party_id,     name(kind),        subject_id, origin.at.microseconds,
                              origin.actor, origin.request_id, {},         body};
  return append_record(writing, content, 0);
}

/// What is worth knowing later about a change of an account; never its password hash.
std::string account_body(const Account& account, bool password_changed) {
  return json_object({{"sign_in_name", account.sign_in_name},
                      {"role", account.role},
                      {"party_id", account.party_id},
                      {"filer_code", account.filer_code},
                      {"offices", join(account.offices)},
                      {"active", account.active ? "true" : "false"},
                      {"password", password_changed ? "changed" : "unchanged"}});
}

Result<Account> insert_account(Writing& writing, Account account, const Origin& origin) {
  account.created_at = origin.at;
  const auto inserted = writing.database.run(
      sql::insert_account, {account.account_id, account.sign_in_name, account.display_name, account.role,
                            account.password_hash, account.party_id, account.filer_code, join(account.offices),
                            account.language, account.active ? 1 : 0, account.created_at.microseconds});
  if (!inserted) return inserted.error();
  if (*inserted == 0) return already_exists("account", account.sign_in_name);
  auto status =
      recorded(writing, system_party, account.account_id, Kind::account_changed, account_body(account, true), origin);
  if (!status) return status.error();
  account.version = 1;
  return account;
}

Result<Account> update_account(Writing& writing, Account account, const Origin& origin) {
  const auto before = one(writing.database, sql::find_account, {account.account_id}, account_from);
  if (!before) return before.error();
  if (!*before) return not_found("account", account.account_id);
  if ((*before)->version != account.version) return moved_on("account");
  if ((*before)->sign_in_name != account.sign_in_name) {
    const auto other = one(writing.database, sql::find_account_by_name, {account.sign_in_name}, account_from);
    if (!other) return other.error();
    if (*other) return already_exists("sign_in_name", account.sign_in_name);
  }
  const auto updated = writing.database.run(
      sql::update_account, {account.account_id, account.sign_in_name, account.display_name, account.role,
                            account.password_hash, account.party_id, account.filer_code, join(account.offices),
                            account.language, account.active ? 1 : 0, account.version});
  if (!updated) return updated.error();
  const bool password_changed = (*before)->password_hash != account.password_hash;
  if (!account.active || password_changed) {  // who was signed in with the old rights is signed out
    const auto signed_out = writing.database.run(sql::delete_sessions_of, {account.account_id});
    if (!signed_out) return signed_out.error();
  }
  auto status = recorded(writing, system_party, account.account_id, Kind::account_changed,
                         account_body(account, password_changed), origin);
  if (!status) return status.error();
  account.created_at = (*before)->created_at;
  ++account.version;
  return account;
}

}  // namespace

// --- writes
// -------------------------------------------------------------------------------------------------------------

void Store::put_account(Account account, const Origin& origin, Completion<Account> done) {
  impl_->run<Account>(
      [account = std::move(account), origin](Writing& writing) {
        return account.version == 0 ? insert_account(writing, account, origin)
                                    : update_account(writing, account, origin);
      },
      std::move(done));
}

void Store::put_session(Session session, Completion<Nothing> done) {
  impl_->run<Nothing>(
      [session = std::move(session)](Writing& writing) -> Result<Nothing> {
        const auto account = one(writing.database, sql::find_account, {session.account_id}, account_from);
        if (!account) return account.error();
        if (!*account) return not_found("account", session.account_id);
        const auto put =
            writing.database.run(sql::put_session, {session.token_hash, session.account_id, session.csrf_token,
                                                    session.created_at.microseconds, session.expires_at.microseconds});
        if (!put) return put.error();
        return Nothing{};
      },
      std::move(done));
}

void Store::delete_session(std::string token_hash, Completion<Nothing> done) {
  impl_->run<Nothing>(
      [token_hash = std::move(token_hash)](Writing& writing) -> Result<Nothing> {
        const auto deleted = writing.database.run(sql::delete_session, {token_hash});
        if (!deleted) return deleted.error();
        return Nothing{};
      },
      std::move(done));
}

void Store::delete_expired_sessions(Instant now, Completion<Nothing> done) {
  impl_->run<Nothing>(
      [now](Writing& writing) -> Result<Nothing> {
        const auto deleted = writing.database.run(sql::delete_expired_sessions, {now.microseconds});
        if (!deleted) return deleted.error();
        return Nothing{};
      },
      std::move(done));
}

void Store::put_token(ApiToken token, const Origin& origin, Completion<Nothing> done) {
  impl_->run<Nothing>(
      [token = std::move(token), origin](Writing& writing) -> Result<Nothing> {
        const auto account = one(writing.database, sql::find_account, {token.account_id}, account_from);
        if (!account) return account.error();
        if (!*account) return not_found("account", token.account_id);
        const auto inserted = writing.database.run(
            sql::insert_token, {token.token_id, token.account_id, token.token_hash, token.label, join(token.scopes),
                                token.created_at.microseconds, token.expires_at.microseconds});
        if (!inserted) return inserted.error();
        if (*inserted == 0) return already_exists("token_id", token.token_id);
        auto status = recorded(writing, system_party, token.account_id, Kind::token_changed,
                               json_object({{"token_id", token.token_id},
                                            {"change", "issued"},
                                            {"scopes", join(token.scopes)},
                                            {"expires_at", token.expires_at.text()}}),
                               origin);
        if (!status) return status.error();
        return Nothing{};
      },
      std::move(done));
}

void Store::revoke_token(std::string token_id, const Origin& origin, Completion<Nothing> done) {
  impl_->run<Nothing>(
      [token_id = std::move(token_id), origin](Writing& writing) -> Result<Nothing> {
        const auto token = one(writing.database, sql::find_token, {token_id}, token_from);
        if (!token) return token.error();
        if (!*token) return not_found("token_id", token_id);
        if ((*token)->revoked_at) return Nothing{};
        const auto revoked = writing.database.run(sql::revoke_token, {token_id, origin.at.microseconds});
        if (!revoked) return revoked.error();
        auto status = recorded(writing, system_party, (*token)->account_id, Kind::token_changed,
                               json_object({{"token_id", token_id}, {"change", "revoked"}}), origin);
        if (!status) return status.error();
        return Nothing{};
      },
      std::move(done));
}

void Store::put_mandate(Mandate mandate, const Origin& origin, Completion<Nothing> done) {
  impl_->run<Nothing>(
      [mandate = std::move(mandate), origin](Writing& writing) -> Result<Nothing> {
        const std::string from = mandate.from.text(), until = mandate.until.text();
        const auto inserted =
            writing.database.run(sql::insert_mandate, {mandate.mandate_id, mandate.party_id, mandate.agent,
                                                       join(mandate.scopes), from, until, origin.at.microseconds});
        if (!inserted) return inserted.error();
        if (*inserted == 0) return already_exists("mandate_id", mandate.mandate_id);
        auto status = recorded(writing, mandate.party_id, mandate.mandate_id, Kind::mandate_changed,
                               json_object({{"change", "given"},
                                            {"agent", mandate.agent},
                                            {"scopes", join(mandate.scopes)},
                                            {"from", from},
                                            {"until", until}}),
                               origin);
        if (!status) return status.error();
        return Nothing{};
      },
      std::move(done));
}

void Store::revoke_mandate(std::string mandate_id, const Origin& origin, Completion<Nothing> done) {
  impl_->run<Nothing>(
      [mandate_id = std::move(mandate_id), origin](Writing& writing) -> Result<Nothing> {
        const auto mandate = one(writing.database, sql::find_mandate, {mandate_id}, mandate_from);
        if (!mandate) return mandate.error();
        if (!*mandate) return not_found("mandate_id", mandate_id);
        if ((*mandate)->revoked_at) return Nothing{};
        const auto revoked = writing.database.run(sql::revoke_mandate, {mandate_id, origin.at.microseconds});
        if (!revoked) return revoked.error();
        auto status = recorded(writing, (*mandate)->party_id, mandate_id, Kind::mandate_changed,
                               json_object({{"change", "revoked"}, {"agent", (*mandate)->agent}}), origin);
        if (!status) return status.error();
        return Nothing{};
      },
      std::move(done));
}

void Store::put_draft(Draft draft, Completion<Draft> done) {
  impl_->run<Draft>(
      [draft = std::move(draft)](Writing& writing) -> Result<Draft> {
        const auto at = draft.updated_at.microseconds;
        const auto written =
            draft.version == 0
                ? writing.database.run(sql::insert_draft,
                                       {draft.account_id, draft.draft_id, draft.party_id, at, draft.body})
                : writing.database.run(sql::update_draft, {draft.account_id, draft.draft_id, draft.party_id, at,
                                                           draft.body, draft.version});
        if (!written) return written.error();
        if (*written == 0)
          return draft.version == 0 ? already_exists("draft_id", draft.draft_id) : moved_on("draft_id");
        Draft kept = draft;
        ++kept.version;
        return kept;
      },
      std::move(done));
}

void Store::delete_draft(std::string account_id, std::string draft_id, std::optional<std::int64_t> expected_version,
                         Completion<Nothing> done) {
  impl_->run<Nothing>(
      [account_id = std::move(account_id), draft_id = std::move(draft_id),
       expected_version](Writing& writing) -> Result<Nothing> {
        const auto draft = one(writing.database, sql::find_draft, {account_id, draft_id}, draft_from);
        if (!draft) return draft.error();
        if (!*draft) return not_found("draft_id", draft_id);
        if (expected_version && *expected_version != (*draft)->version) return moved_on("draft_id");
        const auto deleted = writing.database.run(sql::delete_draft, {account_id, draft_id});
        if (!deleted) return deleted.error();
        return Nothing{};
      },
      std::move(done));
}

void Store::commit_random_secret(Date day, std::string secret, std::string commitment, const Origin& origin,
                                 Completion<Nothing> done) {
  impl_->run<Nothing>(
      [this, day, secret = std::move(secret), commitment = std::move(commitment),
       origin](Writing& writing) -> Result<Nothing> {
        const std::string text = day.text();
        const auto ciphertext =
            encrypt(impl_->keys.data, personal_context(system_party, text, "random_secret"), secret);
        const auto inserted = writing.database.run(sql::insert_random_secret,
                                                   {text, commitment, Value::bytes(std::string_view(ciphertext))});
        if (!inserted) return inserted.error();
        if (*inserted == 0) return already_exists("day", text);
        auto status = recorded(writing, system_party, text, Kind::random_committed,
                               json_object({{"day", text}, {"commitment", commitment}}), origin);
        if (!status) return status.error();
        const auto begun =
            writing.database.run(sql::insert_random_day, {text, writing.chain.sequence(), origin.at.microseconds});
        if (!begun) return begun.error();
        return Nothing{};
      },
      std::move(done));
}

namespace {

/// The row of a day with its secret decrypted, revealed or not.
Result<std::optional<RandomDay>> random_day(Connection& database, const Keys& keys, Date day) {
  const std::string text = day.text();
  std::optional<RandomDay> found;
  std::string ciphertext;
  auto status = database.rows(sql::find_random_secret, {text}, [&](const Row& row) {
    found = random_day_from(row);
    ciphertext = std::string(row.bytes(2));
    return false;
  });
  if (!status) return status.error();
  if (!found) return found;
  auto secret = decrypt(keys.data, personal_context(system_party, text, "random_secret"), ciphertext);
  if (!secret) return secret.error();
  found->secret = std::move(*secret);
  return found;
}

}  // namespace

void Store::reveal_random_secret(Date day, const Origin& origin, Completion<RandomDay> done) {
  impl_->run<RandomDay>(
      [this, day, origin](Writing& writing) -> Result<RandomDay> {
        auto found = random_day(writing.database, impl_->keys, day);
        if (!found) return found.error();
        if (!*found) return not_found("day", day.text());
        if ((*found)->revealed_at) return **found;
        const auto revealed = writing.database.run(sql::reveal_random_secret, {day.text(), origin.at.microseconds});
        if (!revealed) return revealed.error();
        auto status = recorded(writing, system_party, day.text(), Kind::random_revealed,
                               json_object({{"day", day.text()}, {"secret", *(*found)->secret}}), origin);
        if (!status) return status.error();
        (*found)->revealed_at = origin.at;
        return **found;
      },
      std::move(done));
}

void Store::close_random_day(Date day, std::int64_t rows, std::string digest, const Origin& origin,
                             Completion<RandomDay> done) {
  impl_->run<RandomDay>(
      [this, day, rows, digest = std::move(digest), origin](Writing& writing) -> Result<RandomDay> {
        const std::string text = day.text();
        auto found = random_day(writing.database, impl_->keys, day);
        if (!found) return found.error();
        if (!*found) return not_found("day", text);
        (*found)->secret.reset();
        if ((*found)->closed_sequence > 0) return **found;
        auto status =
            recorded(writing, system_party, text, Kind::random_closed,
                     json_object({{"day", text}, {"rows", std::to_string(rows)}, {"digest", digest}}), origin);
        if (!status) return status.error();
        (*found)->closed_sequence = writing.chain.sequence();
        (*found)->closed_at = origin.at;
        (*found)->rows = rows;
        (*found)->digest = digest;
        const auto closed =
            writing.database.run(sql::close_random_day, {text, writing.chain.sequence(), origin.at.microseconds, rows,
                                                         digest, (*found)->committed_sequence, origin.at.microseconds});
        if (!closed) return closed.error();
        return **found;
      },
      std::move(done));
}

// --- reads
// ---------------------------------------------------------------------------------------------------------------

Result<std::optional<Account>> Store::account(std::string_view account_id) const {
  return impl_->read<std::optional<Account>>(
      [&](Connection& database) { return one(database, sql::find_account, {account_id}, account_from); });
}

Result<std::optional<Account>> Store::account_by_sign_in_name(std::string_view sign_in_name) const {
  return impl_->read<std::optional<Account>>(
      [&](Connection& database) { return one(database, sql::find_account_by_name, {sign_in_name}, account_from); });
}

Result<std::vector<Account>> Store::accounts() const {
  return impl_->read<std::vector<Account>>(
      [&](Connection& database) { return all(database, sql::list_accounts, {}, account_from); });
}

Result<std::optional<Session>> Store::session(std::string_view token_hash) const {
  return impl_->read<std::optional<Session>>([&](Connection& database) {
    return one<Session>(database, sql::find_session, {token_hash}, [](const Row& row) {
      return Session{row.string(0), row.string(1), row.string(2), Instant{row.integer(3)}, Instant{row.integer(4)}};
    });
  });
}

Result<std::optional<ApiToken>> Store::token_by_hash(std::string_view token_hash) const {
  return impl_->read<std::optional<ApiToken>>(
      [&](Connection& database) { return one(database, sql::find_token_by_hash, {token_hash}, token_from); });
}

Result<std::vector<ApiToken>> Store::tokens(std::string_view account_id) const {
  return impl_->read<std::vector<ApiToken>>(
      [&](Connection& database) { return all(database, sql::list_tokens, {account_id}, token_from); });
}

Result<std::optional<Mandate>> Store::mandate(std::string_view mandate_id) const {
  return impl_->read<std::optional<Mandate>>(
      [&](Connection& database) { return one(database, sql::find_mandate, {mandate_id}, mandate_from); });
}

Result<std::vector<Mandate>> Store::mandates_of_party(std::string_view party_id) const {
  return impl_->read<std::vector<Mandate>>(
      [&](Connection& database) { return all(database, sql::mandates_of_party, {party_id}, mandate_from); });
}

Result<std::vector<Mandate>> Store::mandates_of_agent(std::string_view agent) const {
  return impl_->read<std::vector<Mandate>>(
      [&](Connection& database) { return all(database, sql::mandates_of_agent, {agent}, mandate_from); });
}

Result<std::optional<Draft>> Store::draft(std::string_view account_id, std::string_view draft_id) const {
  return impl_->read<std::optional<Draft>>([&](Connection& database) {
    return one(database, sql::find_draft, {account_id, draft_id}, draft_from);
  });
}

Result<std::vector<Draft>> Store::drafts(std::string_view account_id) const {
  return impl_->read<std::vector<Draft>>(
      [&](Connection& database) { return all(database, sql::list_drafts, {account_id}, draft_from); });
}

Result<std::vector<RandomDay>> Store::random_days(Date from, Date to) const {
  const std::string first = from.text(), last = to.text();
  auto days = impl_->read<std::vector<RandomDay>>([&](Connection& database) {
    return all(database, sql::list_random_secrets, {first, last}, random_day_from);
  });
  if (!days) return days;
  for (auto& day : *days) {
    if (!day.revealed_at) continue;
    auto revealed = impl_->read<std::optional<RandomDay>>(
        [&](Connection& database) { return random_day(database, impl_->keys, day.day); });
    if (!revealed) return revealed.error();
    if (*revealed) day.secret = (*revealed)->secret;
  }
  return days;
}

Result<std::optional<std::string>> Store::random_secret(Date day) const {
  auto found = impl_->read<std::optional<RandomDay>>(
      [&](Connection& database) { return random_day(database, impl_->keys, day); });
  if (!found) return found.error();
  if (!*found) return std::optional<std::string>{};
  return (*found)->secret;
}

}  // namespace clearway::record
