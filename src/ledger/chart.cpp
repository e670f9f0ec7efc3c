#include "ledger/chart.h"

#include <algorithm>
#include <array>

#include "base/messages.h"
#include "base/policy_file.h"

namespace clearway::ledger {
namespace {

constexpr std::array needed = {account::cash_virtual_accounts, account::cash_bank,    account::refund_recovery,
                               account::unallocated_receipts,  account::overpayments, account::refunds_payable,
                               account::refund_interest,       account::extinct,      account::between_parties,
                               account::distributions_payable};

Text filled(const Text& sentence, const Text& charge) {
  return {fill(sentence.ko, {{"charge", charge.ko}}), fill(sentence.en, {{"charge", charge.en}})};
}

template <class T, std::size_t N>
T choice(const PolicyFile& file, const YAML::Node& parent, const std::string& key,
         const std::array<std::pair<std::string_view, T>, N>& known) {
  const auto given = file.text(parent, key, "");
  std::string names;
  for (const auto& [label, value] : known) {
    if (label == given) return value;
    names += (names.empty() ? "" : ", ") + std::string(label);
  }
  file.wrong(parent[key], "", "'" + given + "' is no " + key, "give one of " + names);
}

constexpr std::array<std::pair<std::string_view, Side>, 2> sides = {{{"debit", Side::debit}, {"credit", Side::credit}}};
constexpr std::array<std::pair<std::string_view, Rank>, 3> ranks = {
    {{"costs", Rank::costs}, {"tax", Rank::tax}, {"penalty", Rank::penalty}}};

std::map<std::string, Account, std::less<>> read_accounts(const PolicyFile& file, const YAML::Node& list) {
  std::map<std::string, Account, std::less<>> accounts;
  for (const auto& node : list) {
    Account one{file.text(node, "code", ""), choice(file, node, "side", sides), false, file.both(node, "title", "")};
    one.may_turn = node["may_turn"] && node["may_turn"].as<bool>();
    if (!accounts.try_emplace(one.code, one).second) {
      file.wrong(node, "", "account '" + one.code + "' stands twice", "keep one");
    }
  }
  return accounts;
}

std::vector<Charge> read_charges(const PolicyFile& file, const YAML::Node& list) {
  std::vector<Charge> charges;
  for (const auto& node : list) {
    Charge one{file.text(node, "id", ""), choice(file, node, "rank", ranks), file.both(node, "title", "")};
    const bool twice =
        std::any_of(charges.begin(), charges.end(), [&](const auto& known) { return known.id == one.id; });
    if (twice) file.wrong(node, "", "charge '" + one.id + "' stands twice", "keep one");
    if (!charges.empty() && one.rank < charges.back().rank) {
      file.wrong(node, "", "charge '" + one.id + "' stands behind one that is paid later",
                 "write costs, then tax, then penalty");
    }
    charges.push_back(std::move(one));
  }
  if (charges.empty()) file.wrong(list, "", "there are no charges", "list the tax kinds, interest, penalty and costs");
  return charges;
}

}  // namespace

Result<Chart> Chart::parse(const std::string& yaml) {
  return read_policy<Chart>("accounts.yaml", yaml, [](const PolicyFile& file, const YAML::Node& root) {
    Chart chart;
    chart.accounts_ = read_accounts(file, root["accounts"]);
    chart.charges_ = read_charges(file, root["charges"]);
    const auto titles = root["charge_titles"];
    const auto owed = file.both(titles, "receivable", "charge_titles"),
               earned = file.both(titles, "revenue", "charge_titles");
    for (const auto& charge : chart.charges_) {
      for (auto account : {Account{receivable(charge.id), Side::debit, false, filled(owed, charge.title)},
                           Account{revenue(charge.id), Side::credit, false, filled(earned, charge.title)}}) {
        const auto code = account.code;
        if (!chart.accounts_.try_emplace(code, std::move(account)).second) {
          file.wrong(root["charges"], "", "account '" + code + "' of a charge is listed by itself",
                     "remove it from accounts");
        }
      }
    }
    for (const auto code : needed) {
      if (chart.find(code) == nullptr) {
        file.wrong(root, "", "account '" + std::string(code) + "' is missing", "add it to accounts");
      }
    }
    return chart;
  });
}

Result<Chart> Chart::load(const std::string& policy_folder) {
  const auto text = policy_text(policy_folder, "accounts.yaml");
  if (!text) return text.error();
  return parse(*text);
}

const Account* Chart::find(std::string_view code) const {
  const auto found = accounts_.find(code);
  return found == accounts_.end() ? nullptr : &found->second;
}

const Charge* Chart::find_charge(std::string_view id) const {
  const auto found = std::find_if(charges_.begin(), charges_.end(), [&](const auto& one) { return one.id == id; });
  return found == charges_.end() ? nullptr : &*found;
}

std::string receivable(std::string_view charge) { return "receivable." + std::string(charge); }
std::string revenue(std::string_view charge) { return "revenue." + std::string(charge); }

}  // namespace clearway::ledger
