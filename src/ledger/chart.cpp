#include "ledger/chart.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "base/messages.h"

namespace clearway::ledger {
namespace {

constexpr std::array needed = {account::cash_virtual_accounts, account::cash_bank,    account::refund_recovery,
                               account::unallocated_receipts,  account::overpayments, account::refunds_payable,
                               account::refund_interest,       account::extinct,      account::between_parties,
                               account::distributions_payable};

/// Ends the reading with its first problem.
struct Wrong {
  Error error;
};

[[noreturn]] void wrong(const YAML::Node& node, const std::string& what, const std::string& fix) {
  const auto line = node.IsDefined() && node.Mark().line >= 0 ? ":" + std::to_string(node.Mark().line + 1) : "";
  throw Wrong{{"policy_is_not_valid", "policy", "accounts.yaml" + line + ": " + what, fix}};
}

std::string text(const YAML::Node& parent, const std::string& key) {
  if (!parent.IsMap() || !parent[key] || !parent[key].IsScalar() || parent[key].Scalar().empty()) {
    wrong(parent, "'" + key + "' is missing", "add it");
  }
  return parent[key].Scalar();
}

Text title(const YAML::Node& parent, const std::string& key = "title") {
  if (!parent.IsMap() || !parent[key] || !parent[key].IsMap()) {
    wrong(parent, "'" + key + "' is missing", "give it in ko and en");
  }
  return {text(parent[key], "ko"), text(parent[key], "en")};
}

Text filled(const Text& sentence, const Text& charge) {
  return {fill(sentence.ko, {{"charge", charge.ko}}), fill(sentence.en, {{"charge", charge.en}})};
}

template <class T, std::size_t N>
T choice(const YAML::Node& parent, const std::string& key, const std::array<std::pair<std::string_view, T>, N>& known) {
  const auto given = text(parent, key);
  std::string names;
  for (const auto& [label, value] : known) {
    if (label == given) return value;
    names += (names.empty() ? "" : ", ") + std::string(label);
  }
  wrong(parent[key], "'" + given + "' is no " + key, "give one of " + names);
}

constexpr std::array<std::pair<std::string_view, Side>, 2> sides = {{{"debit", Side::debit}, {"credit", Side::credit}}};
constexpr std::array<std::pair<std::string_view, Rank>, 3> ranks = {
    {{"costs", Rank::costs}, {"tax", Rank::tax}, {"penalty", Rank::penalty}}};

std::map<std::string, Account, std::less<>> read_accounts(const YAML::Node& list) {
  std::map<std::string, Account, std::less<>> accounts;
  for (const auto& node : list) {
    Account one{text(node, "code"), choice(node, "side", sides), false, title(node)};
    one.may_turn = node["may_turn"] && node["may_turn"].as<bool>();
    if (!accounts.try_emplace(one.code, one).second) {
      wrong(node, "account '" + one.code + "' stands twice", "keep one");
    }
  }
  return accounts;
}

std::vector<Charge> read_charges(const YAML::Node& list) {
  std::vector<Charge> charges;
  for (const auto& node : list) {
    Charge one{text(node, "id"), choice(node, "rank", ranks), title(node)};
    const bool twice =
        std::any_of(charges.begin(), charges.end(), [&](const auto& known) { return known.id == one.id; });
    if (twice) wrong(node, "charge '" + one.id + "' stands twice", "keep one");
    if (!charges.empty() && one.rank < charges.back().rank) {
      wrong(node, "charge '" + one.id + "' stands behind one that is paid later",
            "write costs, then tax, then penalty");
    }
    charges.push_back(std::move(one));
  }
  if (charges.empty()) wrong(list, "there are no charges", "list the tax kinds, interest, penalty and costs");
  return charges;
}

}  // namespace

Result<Chart> Chart::parse(const std::string& yaml) try {
  const auto root = YAML::Load(yaml);
  Chart chart;
  chart.accounts_ = read_accounts(root["accounts"]);
  chart.charges_ = read_charges(root["charges"]);
  const auto titles = root["charge_titles"];
  const auto owed = title(titles, "receivable"), earned = title(titles, "revenue");
  for (const auto& charge : chart.charges_) {
    for (auto account : {Account{receivable(charge.id), Side::debit, false, filled(owed, charge.title)},
                         Account{revenue(charge.id), Side::credit, false, filled(earned, charge.title)}}) {
      const auto code = account.code;
      if (!chart.accounts_.try_emplace(code, std::move(account)).second) {
        wrong(root["charges"], "account '" + code + "' of a charge is listed by itself", "remove it from accounts");
      }
    }
  }
  for (const auto code : needed) {
    if (chart.find(code) == nullptr) {
      wrong(root, "account '" + std::string(code) + "' is missing", "add it to accounts");
    }
  }
  return chart;
} catch (const Wrong& problem) {
  return problem.error;
} catch (const YAML::Exception& error) {
  return Error{"policy_is_not_valid", "policy",
               "accounts.yaml:" + std::to_string(error.mark.line + 1) + ": " + error.msg, "correct the YAML there"};
}

Result<Chart> Chart::load(const std::string& policy_folder) {
  std::ifstream in(policy_folder + "/accounts.yaml", std::ios::binary);
  if (!in) {
    return Error{"policy_is_not_valid", "policy", "there is no " + policy_folder + "/accounts.yaml",
                 "Name the folder of the policy with --policy"};
  }
  return parse(std::string{std::istreambuf_iterator<char>(in), {}});
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
