#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/text.h"

namespace clearway::ledger {

enum class Side : std::uint8_t { debit, credit };
inline std::string_view name(Side side) { return side == Side::debit ? "debit" : "credit"; }
inline Side other(Side side) { return side == Side::debit ? Side::credit : Side::debit; }

/// The accounts that rules name. Each stands in every chart (policy/accounts.yaml).
namespace account {
inline constexpr std::string_view cash_virtual_accounts =
    "cash.virtual_accounts";                                                       // received through a virtual account
inline constexpr std::string_view cash_bank = "cash.bank";                         // received or paid otherwise
inline constexpr std::string_view refund_recovery = "receivable.refund_recovery";  // refunded, then owed back
inline constexpr std::string_view unallocated_receipts = "unallocated_receipts";   // whose or for what is not known yet
inline constexpr std::string_view overpayments = "overpayments";                   // more than was owed
inline constexpr std::string_view refunds_payable = "refunds_payable";             // decided, not yet paid out
inline constexpr std::string_view distributions_payable =
    "distributions_payable";  // shares of a sale's price, not yet paid out
inline constexpr std::string_view refund_interest = "expense.refund_interest";
inline constexpr std::string_view extinct = "extinct";                           // written off, prescribed, remitted
inline constexpr std::string_view between_parties = "clearing.between_parties";  // sums to zero over all parties
}  // namespace account

struct Account {
  std::string code;
  Side side = Side::debit;  // on which it grows
  bool may_turn = false;    // its balance of a matter may stand on the other side
  Text title;
};

/// In which order a payment extinguishes what is owed inside one matter (National Tax Collection Act 3).
enum class Rank : std::uint8_t { costs, tax, penalty };

/// Something that is owed: a tax kind, interest, penalty, costs. It has two accounts, receivable.<id> and revenue.<id>.
struct Charge {
  std::string id;
  Rank rank = Rank::tax;
  Text title;
};

/// The chart of accounts, read once from policy/accounts.yaml and then constant.
class Chart {
 public:
  /// Refuses at the first problem; its Error names the file, the line and what to write there.
  static Result<Chart> load(const std::string& policy_folder);
  static Result<Chart> parse(const std::string& yaml);

  const Account* find(std::string_view code) const;
  /// By code.
  const std::map<std::string, Account, std::less<>>& accounts() const { return accounts_; }
  /// In the order in which they are paid.
  const std::vector<Charge>& charges() const { return charges_; }
  const Charge* find_charge(std::string_view id) const;

 private:
  std::map<std::string, Account, std::less<>> accounts_;
  std::vector<Charge> charges_;
};

std::string receivable(std::string_view charge);
std::string revenue(std::string_view charge);

}  // namespace clearway::ledger
