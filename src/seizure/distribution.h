#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/explained.h"
#include "base/messages.h"
#include "debt/problem.h"
#include "law/law.h"
#include "seizure/case.h"

namespace clearway::seizure {

/// In the order of debt::Rank. Kept by name, and words of law/kr/arrears/distribution/ranks.yaml; never renamed.
inline constexpr std::array<std::string_view, 8> rank_names = {"costs",          "first_priority", "tax_on_the_asset",
                                                               "secured_or_tax", "wages",          "remaining_tax",
                                                               "public_dues",    "ordinary"};

/// What is to be distributed, and among whom. No amount may be negative.
struct Proceeds {
  std::string case_id;  // the costs of this sale are owed in its matter
  Date drawn_on, day;   // of distribution
  std::int64_t price_krw = 0, interest_krw = 0;
  std::int64_t forfeited_krw = 0;  // deposits of buyers who did not pay
  std::int64_t costs_krw = 0;      // of this sale
  std::vector<Debt> debts;         // of customs, who seized
  std::vector<Claim> claims;       // of others
};

/// The draft of a distribution statement (National Tax Collection Act 94-98). Price and interest go by rank and date
/// (debt::distribute): costs; duty on the very goods; then as law/kr/arrears/distribution/ranks.yaml says. What taxes
/// get in the race with mortgages is shared among them anew: secured taxes, then the first seizer, which is customs,
/// then the others in proportion (Framework Act 36, 37). Forfeited deposits go to costs, then to the debts, the rest to
/// the debtor (71(5)). Shares and surplus sum to what is distributed; nobody gets more than was claimed. Claims whose
/// kind the table does not have are ordinary.
Explained<Statement> draw_up(const law::Law& law, const Messages& messages, const Proceeds& proceeds);

/// Whether claims of a row of law/kr/arrears/distribution/ranks.yaml are served by their dates.
bool is_ranked_by_date(const law::Table& ranks, std::size_t row);

/// Reads a case from JSON (docs/debt-distribute.md) and checks it. Every problem is listed; it may be distributed only
/// where there is none.
Proceeds read_proceeds(std::string_view json, const law::Law& law, debt::Problems& problems);
/// The statement with its steps; one line, ends without a line break.
std::string to_json(const Explained<Statement>& statement, const law::Law& law);

}  // namespace clearway::seizure
