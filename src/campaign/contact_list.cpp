#include "campaign/contact_list.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "intake/table.h"

namespace clearway::campaign {
namespace {

enum Column : std::size_t { debtor, date, officer, channel, result, promised_by, promised_krw, note };

/// The word of an enum: its name, or what either language calls it on the screen and on the printed list.
template <class Enum, class Names>
std::optional<Enum> word(std::string_view text, const Names& names, const Messages& messages, std::string_view prefix) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& shown = messages.at(std::string(prefix) + std::string(names[i]));
    if (text == names[i] || text == shown.ko || text == shown.en) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

/// A whole number above zero, with or without commas; workbooks write 500 as "500" or "500.0".
std::optional<std::int64_t> amount(std::string_view text) {
  std::string digits(text);
  digits.erase(std::remove(digits.begin(), digits.end(), ','), digits.end());
  if (digits.ends_with(".0")) digits.resize(digits.size() - 2);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || value <= 0) return std::nullopt;
  return value;
}

class Reader {
 public:
  Reader(const Campaign& campaign, Date today, const Messages& messages)
      : campaign_(campaign), last_(std::min(today, campaign.until)), messages_(messages) {}

  Result<bool> read(const intake::TableRow& row) {
    if (columns_.empty()) {
      auto found = intake::find_columns(row, {contact_columns.begin(), contact_columns.end()}, needed_contact_columns);
      if (!found) return found.error();
      columns_ = std::move(*found);
      return true;
    }
    if (list_.contacts.size() + list_.refused.size() >= most_contacts) {
      list_.refused.push_back({row.row, ContactRefusal::too_many_rows, "", "", std::to_string(most_contacts)});
      return false;
    }
    Contact contact;
    if (auto refused = take(row, contact)) {
      list_.refused.push_back(std::move(*refused));
    } else {
      list_.contacts.push_back(std::move(contact));
    }
    return true;
  }
  Result<ContactList> done() {
    if (columns_.empty()) return intake::lacks_column(contact_columns.front());
    return std::move(list_);
  }

 private:
  std::optional<ContactRefused> take(const intake::TableRow& row, Contact& contact) const {
    using R = ContactRefusal;
    const auto cell = [&](Column column) { return intake::cell_at(row, columns_[column]); };
    const auto refuse = [&](R refusal, Column column, std::string expected = {}) {
      return ContactRefused{row.row, refusal, std::string(contact_columns[column]),
                            std::string(cell(column).substr(0, 80)), std::move(expected)};
    };
    if (row.broken) return ContactRefused{row.row, R::row_is_not_readable, "", "", ""};
    contact.party_id = cell(debtor);
    if (contact.party_id.empty()) return refuse(R::debtor_is_missing, debtor);
    const auto enrolled =
        std::lower_bound(campaign_.debtors.begin(), campaign_.debtors.end(), contact.party_id,
                         [](const Enrolled& each, std::string_view id) { return each.party_id < id; });
    if (enrolled == campaign_.debtors.end() || enrolled->party_id != contact.party_id) {
      return refuse(R::debtor_is_not_of_the_campaign, debtor);
    }
    const auto on = Date::parse(cell(date).substr(0, 10));
    if (!on) return refuse(R::date_is_no_date, date);
    if (*on < campaign_.from || *on > last_) {
      return refuse(R::date_is_outside_the_campaign, date, campaign_.from.text() + " – " + last_.text());
    }
    contact.on = *on;
    contact.officer = cell(officer);
    const bool of_the_team = std::any_of(campaign_.team.begin(), campaign_.team.end(),
                                         [&](const Member& member) { return member.account_id == contact.officer; });
    if (!of_the_team) return refuse(R::officer_is_not_of_the_team, officer);
    const auto by = word<Channel>(cell(channel), channel_names, messages_, "campaign.channel.");
    if (!by) return refuse(R::channel_is_unknown, channel);
    contact.channel = *by;
    const auto came = word<Response>(cell(result), response_names, messages_, "campaign.response.");
    if (!came) return refuse(R::result_is_unknown, result);
    contact.response = *came;
    if (*came == Response::promised) {
      contact.promised_by = Date::parse(cell(promised_by).substr(0, 10));
      if (!contact.promised_by || *contact.promised_by < *on) return refuse(R::promise_needs_a_day, promised_by);
      const auto krw = amount(cell(promised_krw));
      if (!krw) return refuse(R::promise_needs_an_amount, promised_krw);
      contact.promised_krw = *krw;
    }
    contact.note = cell(note);
    if (contact.note.size() > most_note) return refuse(R::note_is_too_long, note, std::to_string(most_note));
    return std::nullopt;
  }

  const Campaign& campaign_;
  Date last_;
  const Messages& messages_;
  std::vector<std::size_t> columns_;
  ContactList list_;
};

Text sentence(const Messages& messages, const ContactRefused& refused, std::string_view what) {
  const auto& text = messages.at("campaign.row." + std::string(name(refused.refusal)) + "." + std::string(what));
  const Places places = {{"field", refused.field}, {"value", refused.value}, {"expected", refused.expected}};
  return {fill(text.ko, places), fill(text.en, places)};
}

}  // namespace

std::string_view name(ContactRefusal refusal) {
  using R = ContactRefusal;
  switch (refusal) {
    case R::row_is_not_readable: return "row_is_not_readable";
    case R::too_many_rows: return "too_many_rows";
    case R::debtor_is_missing: return "debtor_is_missing";
    case R::debtor_is_not_of_the_campaign: return "debtor_is_not_of_the_campaign";
    case R::date_is_no_date: return "date_is_no_date";
    case R::date_is_outside_the_campaign: return "date_is_outside_the_campaign";
    case R::officer_is_not_of_the_team: return "officer_is_not_of_the_team";
    case R::channel_is_unknown: return "channel_is_unknown";
    case R::result_is_unknown: return "result_is_unknown";
    case R::promise_needs_a_day: return "promise_needs_a_day";
    case R::promise_needs_an_amount: return "promise_needs_an_amount";
    case R::note_is_too_long: return "note_is_too_long";
  }
  return {};
}

Text ContactRefused::text(const Messages& messages) const { return sentence(messages, *this, "text"); }
Text ContactRefused::fix(const Messages& messages) const { return sentence(messages, *this, "fix"); }

Result<ContactList> read_contacts(std::string_view file, const Campaign& campaign, Date today,
                                  const Messages& messages) {
  Reader reader(campaign, today, messages);
  if (auto status = intake::read_table(file, [&](const auto& row) { return reader.read(row); }); !status) {
    return status.error();
  }
  return reader.done();
}

}  // namespace clearway::campaign
