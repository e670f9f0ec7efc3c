// ISO 20022 camt.054, bank to customer debit credit notification, versions 001.02 and later: the elements read here
// have kept their names; where one moved (the payer's name, the status), both places are looked at.

#include <pugixml.hpp>
#include <regex>

#include "base/text.h"
#include "payment/confirmation.h"

namespace clearway::payment {
namespace {

/// The name without its namespace prefix.
std::string_view local(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(const pugi::xml_node& parent, std::string_view name) {
  for (const auto& node : parent.children()) {
    if (node.type() == pugi::node_element && local(node) == name) return node;
  }
  return {};
}

/// The element reached along the path, the first of each name.
pugi::xml_node at(pugi::xml_node node, std::initializer_list<std::string_view> path) {
  for (const auto name : path) node = child(node, name);
  return node;
}

std::string text(const pugi::xml_node& node) {
  std::string_view value = node.text().get();
  const auto first = value.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(value.substr(first, value.find_last_not_of(" \t\r\n") - first + 1));
}

std::string first_text(std::initializer_list<pugi::xml_node> places) {
  for (const auto& node : places) {
    if (auto found = text(node); !found.empty()) return found;
  }
  return {};
}

/// Dt, or the day of DtTm as it is written there.
std::string date_text(const pugi::xml_node& node) {
  const auto written = first_text({child(node, "Dt"), child(node, "DtTm")});
  return written.substr(0, 10);
}

/// "camt.054.001.08" of the namespace, however its prefix is called.
std::string version_of(const pugi::xml_node& document) {
  static const std::regex pattern("^urn:iso:std:iso:20022:tech:xsd:(camt\\.054\\.001\\.[0-9]{2})$");
  const std::string_view name = document.name();
  const auto colon = name.find(':');
  const std::string attribute =
      colon == std::string_view::npos ? "xmlns" : "xmlns:" + std::string(name.substr(0, colon));
  const std::string space = document.attribute(attribute.c_str()).value();
  std::smatch match;
  return std::regex_match(space, match, pattern) ? match[1].str() : std::string{};
}

struct Amount {
  std::string value, currency;
};
Amount amount_of(const pugi::xml_node& amount) {
  std::string currency;
  for (const auto& attribute : amount.attributes()) {
    if (std::string_view(attribute.name()) == "Ccy") currency = attribute.value();
  }
  return {text(amount), currency};
}

class Reader {
 public:
  explicit Reader(Reading& reading) : reading_(reading) {}

  void read(const pugi::xml_node& notification) {
    const auto account = at(notification, {"Acct", "Id"});
    for (const auto& entry : notification.children()) {
      if (entry.type() == pugi::node_element && local(entry) == "Ntry") read_entry(entry, account);
    }
  }

 private:
  void read_entry(const pugi::xml_node& entry, const pugi::xml_node& account) {
    std::vector<pugi::xml_node> details;
    for (const auto& group : entry.children()) {
      if (local(group) != "NtryDtls") continue;
      for (const auto& detail : group.children()) {
        if (local(detail) == "TxDtls") details.push_back(detail);
      }
    }
    const auto status = first_text({at(entry, {"Sts", "Cd"}), child(entry, "Sts")});
    if (status != "BOOK") {
      reading_.not_booked += std::max<std::size_t>(details.size(), 1);
      row_ += std::max<std::size_t>(details.size(), 1);
      return;
    }
    if (details.empty()) return add(entry, {}, account, amount_of(child(entry, "Amt")));
    std::vector<Amount> amounts;
    for (const auto& detail : details) amounts.push_back(amount_in(entry, detail, details.size() == 1));
    if (details.size() > 1 && !adds_up(entry, amounts)) {
      ++row_;
      const auto whole = amount_of(child(entry, "Amt"));
      reading_.rejected.push_back({row_, "Ntry/Amt", is_valid_utf8(whole.value) ? whole.value : std::string{},
                                   RejectCause::batch_does_not_add_up});
      row_ += details.size() - 1;
      return;
    }
    for (std::size_t i = 0; i < details.size(); ++i) add(entry, details[i], account, amounts[i]);
  }

  static Amount amount_in(const pugi::xml_node& entry, const pugi::xml_node& detail, bool alone) {
    for (const auto& place :
         {child(detail, "Amt"), at(detail, {"AmtDtls", "TxAmt", "Amt"}), at(detail, {"AmtDtls", "InstdAmt", "Amt"})}) {
      if (place) return amount_of(place);
    }
    return alone ? amount_of(child(entry, "Amt")) : Amount{};
  }

  /// The movements of a batch must come to its amount; one that is given back inside counts against it.
  static bool adds_up(const pugi::xml_node& entry, const std::vector<Amount>& amounts) {
    const auto whole = parse_won(amount_of(child(entry, "Amt")).value);
    std::int64_t sum = 0;
    for (const auto& amount : amounts) {
      const auto part = parse_won(amount.value);
      if (!part || __builtin_add_overflow(sum, *part, &sum)) return false;
    }
    return whole && *whole == sum;
  }

  void add(const pugi::xml_node& entry, const pugi::xml_node& detail, const pugi::xml_node& account,
           const Amount& amount) {
    Confirmation confirmation;
    confirmation.source_row = ++row_;
    auto rejected = fill(confirmation, entry, detail, account, amount);
    const bool readable = is_valid_utf8(confirmation.reference) && is_valid_utf8(confirmation.original_reference) &&
                          is_valid_utf8(confirmation.account_number) && is_valid_utf8(confirmation.payer) &&
                          (!rejected || is_valid_utf8(rejected->value));
    if (!readable) rejected = Rejected{confirmation.source_row, "", "", RejectCause::row_is_not_readable};
    if (rejected) {
      reading_.rejected.push_back(std::move(*rejected));
    } else {
      reading_.confirmations.push_back(std::move(confirmation));
    }
  }

  std::optional<Rejected> fill(Confirmation& into, const pugi::xml_node& entry, const pugi::xml_node& detail,
                               const pugi::xml_node& account, const Amount& amount) const {
    const auto reject = [&](std::string field, std::string value, RejectCause cause) {
      return Rejected{into.source_row, std::move(field), std::move(value), cause};
    };
    const auto refs = child(detail, "Refs");
    into.reference = first_text({child(refs, "AcctSvcrRef"), child(refs, "TxId"), child(entry, "AcctSvcrRef"),
                                 child(refs, "EndToEndId"), child(entry, "NtryRef")});
    if (into.reference.empty()) return reject("AcctSvcrRef", "", RejectCause::value_is_missing);
    if (!is_usable_reference(into.reference)) {
      return reject("AcctSvcrRef", into.reference, RejectCause::reference_is_not_usable);
    }
    const auto reversal = text(child(entry, "RvslInd"));
    into.is_reversal = reversal == "true" || reversal == "1";
    const auto direction = first_text({child(detail, "CdtDbtInd"), child(entry, "CdtDbtInd")});
    if (direction != "CRDT" && direction != "DBIT") {
      return reject("CdtDbtInd", direction,
                    direction.empty() ? RejectCause::value_is_missing : RejectCause::kind_is_unknown);
    }
    // Money in that is called back leaves the account; a debit that is no reversal was never paid in.
    if ((direction == "DBIT") != into.is_reversal) {
      return reject("CdtDbtInd", direction, RejectCause::money_that_goes_out);
    }
    if (into.is_reversal) {
      into.original_reference = first_text({at(detail, {"RtrInf", "OrgnlRef"}), child(refs, "EndToEndId"),
                                            child(refs, "ClrSysRef"), child(refs, "InstrId")});
      if (into.original_reference.empty() || into.original_reference == "NOTPROVIDED" ||
          into.original_reference == into.reference) {
        into.original_reference = into.reference;
        into.reference += "/RVSL";
      }
    }
    if (amount.currency != "KRW") return reject("Amt/@Ccy", amount.currency, RejectCause::currency_is_not_krw);
    if (amount.value.empty()) return reject("Amt", "", RejectCause::value_is_missing);
    if (amount.value.starts_with('-')) return reject("Amt", amount.value, RejectCause::amount_is_not_positive);
    const auto won = parse_won(amount.value);
    if (!won) return reject("Amt", amount.value, RejectCause::amount_is_not_whole_won);
    if (*won == 0) return reject("Amt", amount.value, RejectCause::amount_is_not_positive);
    into.amount_krw = *won;
    const auto booked = date_text(child(entry, "BookgDt"));
    const auto value_day = date_text(child(entry, "ValDt"));
    const auto day = Date::parse(value_day.empty() ? booked : value_day);
    if (!day) return reject("ValDt", value_day, RejectCause::date_is_not_readable);
    into.value_date = *day;
    const auto booked_day = booked.empty() ? day : Date::parse(booked);
    if (!booked_day) return reject("BookgDt", booked, RejectCause::date_is_not_readable);
    into.booked_on = *booked_day;
    const auto parties = child(detail, "RltdPties");
    const auto own = at(parties, {"CdtrAcct", "Id"});
    into.account_number =
        first_text({at(own, {"Othr", "Id"}), child(own, "IBAN"), at(detail, {"RmtInf", "Strd", "CdtrRefInf", "Ref"}),
                    at(account, {"Othr", "Id"}), child(account, "IBAN")});
    std::erase(into.account_number, '-');
    if (into.account_number.empty() && !into.is_reversal) {
      return reject("CdtrAcct", "", RejectCause::value_is_missing);
    }
    into.payer = first_text({at(parties, {"Dbtr", "Nm"}), at(parties, {"Dbtr", "Pty", "Nm"}),
                             at(parties, {"UltmtDbtr", "Nm"}), at(parties, {"UltmtDbtr", "Pty", "Nm"})});
    return std::nullopt;
  }

  Reading& reading_;
  std::uint64_t row_ = 0;
};

}  // namespace

Result<Reading> read_camt054(std::string_view content) {
  pugi::xml_document xml;
  const auto parsed = xml.load_buffer(content.data(), content.size());
  if (!parsed) {
    return Error{
        "bank_file_is_not_xml", "file",
        "The file is no XML: " + std::string(parsed.description()) + " at byte " + std::to_string(parsed.offset),
        "Ask the bank for the file again"};
  }
  const auto document = xml.document_element();
  Reading reading;
  reading.format = version_of(document);
  const auto body = child(document, "BkToCstmrDbtCdtNtfctn");
  if (reading.format.empty() || !body) {
    return Error{"bank_file_is_no_notification", "file", "The file is no camt.054 notification",
                 "Ask the bank for camt.054.001.02 or later, or send CSV"};
  }
  Reader reader(reading);
  for (const auto& notification : body.children()) {
    if (notification.type() == pugi::node_element && local(notification) == "Ntfctn") reader.read(notification);
  }
  return reading;
}

}  // namespace clearway::payment
