#pragma once

#include <string_view>
#include <vector>

#include "identity/principal.h"
#include "record/store.h"

namespace clearway::api {

/// A sign-in of the sample world. Exists only in a database that was made with the sample world.
struct SampleAccount {
  std::string_view login, password;
  identity::Role role;
  std::string_view provider_kind, display_name;
};

/// The one place where sample passwords stand.
const std::vector<SampleAccount>& sample_accounts();

/// What the sample accounts work on: taken from the world that was loaded.
struct SampleParties {
  std::string office, second_office;       // officer; supervisor has both
  std::string trader_party, trader_filer;  // an exporter with history
  std::string broker_filer, courier_filer, post_filer;
};

/// Creates the sample accounts, and a mandate of the trader for the broker. Harmless when they exist.
Status create_sample_accounts(record::Store& store, const SampleParties& parties, Instant now);
/// Whether the record holds the sample accounts.
Result<bool> has_sample_accounts(const record::Store& store);

}  // namespace clearway::api
