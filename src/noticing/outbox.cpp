#include "noticing/outbox.h"

#include <algorithm>

#include "base/json_writer.h"
#include "record/digest.h"
#include "record/wait.h"

namespace clearway::noticing {
namespace {

using notice::Notice;
using record::Account;
using record::Matter;
using record::Matters;

constexpr std::string_view queued = "queued", written = "written", closed = "not_due";
constexpr std::string_view answering = "notices:answer";  // scope of a mandate

/// The same for the same notice and addressee, and telling nobody who that is.
std::string mail_id_of(const Notice& notice, const Account& account) {
  return notice.notice_id + "-" +
         record::hex(record::Framed("clearway.notice.mail.1")
                         .add(notice.party_id())
                         .add(notice.notice_id)
                         .add(account.account_id)
                         .digest())
             .substr(0, 16);
}

/// Nine o'clock in Korea of the day of sending: a mail that is written again has the same date.
Instant nine_o_clock(Date day) { return {std::int64_t{day.days()} * 86'400 * 1'000'000}; }


Status move(record::Store& store, Matter matter, std::string_view state, std::string body, Instant now) {
  matter.state = state;
  matter.due_on.reset();
  matter.body = std::move(body);
  const auto event = std::string(state);
  const auto taken = record::wait<std::vector<Matter>>([&](auto done) {
    Matters(store).step({{std::move(matter), event}}, {}, {"clearway", "", now}, std::move(done));
  });
  // Another server has written the same mails under the same names.
  if (!taken && taken.error().code == "version_is_not_current") return success();
  return taken ? success() : Status(taken.error());
}

/// The mails of one file; answers with how many.
Result<std::size_t> post_one(record::Store& store, const Rules& rules, const LetterTools& tools,
                             const std::string& folder, const Print& print, const Matter& matter, Instant now) {
  const auto kept = find(store, matter.party_id, matter.related_id);
  if (!kept) return kept.error();
  // Whatever became of it before its mails were written: nobody is told of a notice that is over.
  if (!*kept || !(*kept)->notice.sent_on || notice::is_closed((*kept)->notice.state)) {
    const auto moved = move(store, matter, closed, "{}", now);
    return moved ? Result<std::size_t>(std::size_t{0}) : moved.error();
  }
  const auto& notice = (*kept)->notice;
  const auto day = *notice.sent_on;
  const auto told = told_of(store, matter.party_id, now.korean_day());
  if (!told) return told.error();
  const auto quoted = quote(store, rules, notice, {}, day);
  if (!quoted) return quoted.error();
  document::Pdf pdf;
  if (!told->empty()) {
    auto letter = letter_of(tools, notice, *quoted, addressee_of(*told, notice), day, document::Languages::both);
    if (!letter) return letter.error();
    auto printed = print(std::move(*letter));
    if (!printed) return printed.error();
    pdf = std::move(*printed);
  }
  JsonWriter body;
  body.begin_object().key("mails").begin_array();
  for (const auto& account : *told) {
    const auto language = account.language == "en" ? Language::english : Language::korean;
    const auto address = mail::address_of(account.sign_in_name, tools.letterhead.mail_domain);
    auto message = mail_of(tools, notice, *quoted, {account.display_name, address}, language);
    message.id = mail_id_of(notice, account);
    message.at = nine_o_clock(day);
    message.attachments = {{notice.notice_id + ".pdf", "application/pdf", pdf.bytes}};
    if (auto put = mail::put_file(folder, message.id + ".eml", mail::to_text(message)); !put) return put.error();
    body.begin_object().member("account_id", account.account_id).member("file", message.id + ".eml").end_object();
  }
  const auto moved = move(store, matter, written, body.end_array().end_object().take(), now);
  return moved ? Result<std::size_t>(told->size()) : moved.error();
}

}  // namespace

Matter mail_matter_of(const std::string& party_id, const std::string& notice_id) {
  Matter matter;
  matter.party_id = party_id;
  matter.matter_id = "mail-" + notice_id;
  matter.kind = mail_kind;
  matter.related_id = notice_id;
  return matter;
}

Matter queued_mail(const Notice& notice, Date today) {
  auto matter = mail_matter_of(notice.party_id(), notice.notice_id);
  matter.state = notice.state == notice::State::sent ? queued : closed;
  matter.opened_on = today;
  if (matter.state == queued) matter.due_on = today;
  matter.body = "{}";
  return matter;
}

Addressee addressee_of(const std::vector<Account>& told, const Notice& notice) {
  const auto number = masked_number(notice.party_id());
  const auto firm = std::find_if(told.begin(), told.end(),
                                 [&](const Account& account) { return account.party_id == notice.party_id(); });
  const auto& name = firm == told.end() ? number : firm->display_name;
  return {{name, name}, number};
}

Result<std::vector<Account>> told_of(const record::Store& store, std::string_view party_id, Date day) {
  const auto mandates = store.mandates_of_party(party_id);
  if (!mandates) return mandates.error();
  const auto mandated = [&](const Account& account) {
    return std::any_of(mandates->begin(), mandates->end(), [&](const record::Mandate& mandate) {
      return mandate.agent == account.account_id && !mandate.revoked_at && mandate.from <= day && day <= mandate.until &&
             std::find(mandate.scopes.begin(), mandate.scopes.end(), answering) != mandate.scopes.end();
    });
  };
  auto accounts = store.accounts();
  if (!accounts) return accounts.error();
  std::vector<Account> told;
  for (auto& account : *accounts) {
    if (account.active && (account.party_id == party_id || mandated(account))) told.push_back(std::move(account));
  }
  std::sort(told.begin(), told.end(),
            [](const Account& left, const Account& right) { return left.sign_in_name < right.sign_in_name; });
  return told;
}

Result<Posted> post(record::Store& store, const Rules& rules, const LetterTools& tools, const std::string& folder,
                    const Print& print, Instant now) {
  Posted posted;
  std::optional<Error> first;  // one letter that cannot be made does not keep the others back
  record::MatterSearch search;
  search.kinds = {std::string(mail_kind)};
  search.states = {std::string(queued)};
  search.every_party = true;
  search.limit = 1'000;
  do {
    const auto page = Matters(store).search(search);
    if (!page) return page.error();
    for (const auto& matter : page->matters) {
      const auto mails = post_one(store, rules, tools, folder, print, matter, now);
      if (!mails && !first) first = mails.error();
      if (!mails) continue;
      posted.mails += *mails;
      posted.notices += *mails > 0 ? 1 : 0;
    }
    search.cursor = page->next_cursor;
  } while (!search.cursor.empty());
  if (first) return *first;
  return posted;
}

}  // namespace clearway::noticing
