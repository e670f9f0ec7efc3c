#include "api/sample_accounts.h"

#include "identity/passwords.h"
#include "identity/people.h"

namespace clearway::api {

using identity::Role;

const std::vector<SampleAccount>& sample_accounts() {
  static const std::vector<SampleAccount> accounts = {
      {"officer", "sample-officer-1", Role::officer, "", "표본 세관공무원 Sample Officer"},
      {"supervisor", "sample-supervisor-1", Role::supervisor, "", "표본 과장 Sample Supervisor"},
      {"trader", "sample-trader-1", Role::trader, "", "표본 수출자 Sample Trader"},
      {"broker", "sample-broker-1", Role::broker, "", "표본 관세사 Sample Broker"},
      {"courier", "sample-courier-1", Role::data_provider, "courier", "표본 특송업체 Sample Courier"},
      {"post", "sample-post-office-1", Role::data_provider, "post", "표본 우체국 Sample Post"},
      {"auditor", "sample-auditor-1", Role::auditor, "", "표본 감사관 Sample Auditor"},
      {"administrator", "sample-administrator-1", Role::administrator, "", "표본 관리자 Sample Administrator"},
  };
  return accounts;
}

namespace {

std::string account_id_of(std::string_view login) { return "sample-" + std::string(login); }

record::Account account_of(const SampleAccount& sample, const SampleParties& parties, Instant now) {
  record::Account account;
  account.account_id = account_id_of(sample.login);
  account.sign_in_name = sample.login;
  account.display_name = sample.display_name;
  account.role = identity::stored_role(sample.role, sample.provider_kind);
  account.created_at = now;
  if (sample.role == Role::officer) account.offices = {parties.office};
  if (sample.role == Role::supervisor) {
    account.offices = {parties.office};
    if (!parties.second_office.empty()) account.offices.push_back(parties.second_office);
  }
  if (sample.role == Role::trader) {
    account.party_id = parties.trader_party;
    account.filer_code = parties.trader_filer;
  }
  if (sample.role == Role::broker) account.filer_code = parties.broker_filer;
  if (sample.provider_kind == "courier") account.filer_code = parties.courier_filer;
  if (sample.provider_kind == "post") account.filer_code = parties.post_filer;
  return account;
}

}  // namespace

Result<bool> has_sample_accounts(const record::Store& store) {
  const auto found = store.account(account_id_of(sample_accounts().front().login));
  if (!found) return found.error();
  return found->has_value();
}

Status create_sample_accounts(record::Store& store, const SampleParties& parties, Instant now) {
  const record::Origin origin{"clearway", "", now};
  for (const auto& sample : sample_accounts()) {
    const auto existing = store.account(account_id_of(sample.login));
    if (!existing) return existing.error();
    if (*existing) continue;
    auto account = account_of(sample, parties, now);
    account.password_hash = identity::hash_password(sample.password);
    const auto created = record::wait<record::Account>([&](auto done) { store.put_account(account, origin, done); });
    if (!created) return created.error();
  }
  record::Mandate mandate;
  mandate.mandate_id = "sample-mandate";
  const auto existing = store.mandate(mandate.mandate_id);
  if (!existing) return existing.error();
  if (*existing) return success();
  mandate.party_id = parties.trader_party;
  mandate.agent = account_id_of("broker");
  mandate.scopes = {std::string(identity::read_scope),         std::string(identity::write_scope),
                    std::string(identity::imports_read_scope), std::string(identity::imports_write_scope),
                    std::string(identity::notices_scope),      std::string(identity::rulings_scope),
                    std::string(identity::programmes_scope)};
  mandate.from = now.korean_day();
  mandate.until = mandate.from.plus_years(1);
  mandate.created_at = now;
  return record::wait<Nothing>([&](auto done) { store.put_mandate(mandate, origin, done); });
}

}  // namespace clearway::api
