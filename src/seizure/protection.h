#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/explained.h"
#include "base/messages.h"
#include "law/law.h"
#include "seizure/case.h"

namespace clearway::seizure {

/// What bears on whether money may be seized.
struct MoneyFacts {
  std::int64_t amount_krw = 0;  // pay of a month; all deposits of the person; the payment of an insurance
  std::string benefit;          // of an insurance: death, surrender, maturity
  bool livelihood_account = false;
};

struct Seizable {
  std::int64_t seizable_krw = 0, exempt_krw = 0;  // they sum to the amount
};

/// What of pay, deposits and protective insurance may be seized on `day` (National Tax Collection Act 41, 42): exact,
/// what cannot be halved stays with the debtor. Everything of any other kind.
Explained<Seizable> seizable(const law::Law& law, const Messages& messages, AssetKind kind, const MoneyFacts& facts,
                             Date day);

/// The row of the law about how a kind of asset is seized.
struct SeizedHow {
  std::string effective;  // registered, possession, served
  bool sold = false;      // at auction; else collected
  std::string cite;
  law::Grade grade = law::Grade::verify;
};
SeizedHow how_seized(const law::Law& law, AssetKind kind, Date day);

/// The article that exempts goods of this ground; nothing where the law has no such ground.
std::optional<std::string> exempting_article(const law::Law& law, std::string_view ground, Date day);

}  // namespace clearway::seizure
