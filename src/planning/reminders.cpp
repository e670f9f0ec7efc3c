#include "planning/reminders.h"

#include <utility>
#include <vector>

#include "accrual/steps.h"
#include "mail/message.h"
#include "record/digest.h"
#include "record/wait.h"

namespace clearway::planning {
namespace {

using record::Account;
using record::Matter;
using record::Matters;

/// Nine o'clock in Korea of the day: a mail that is written again has the same date.
Instant nine_o_clock(Date day) { return {std::int64_t{day.days()} * 86'400 * 1'000'000}; }

/// The same for the same part and addressee, and telling nobody who that is.
std::string mail_id_of(const Application& application, const Reminded& reminder, const Account& account) {
  return application.application_id + "-" + reminder.part.text() + "-" + std::to_string(reminder.days_before) + "-" +
         record::hex(record::Framed("clearway.plan.mail.1")
                         .add(application.party_id)
                         .add(application.application_id)
                         .add(account.account_id)
                         .digest())
             .substr(0, 16);
}

mail::Message mail_of(const MailTools& tools, const Application& application, const Reminded& reminder,
                      const Progress& progress, const Account& account) {
  const auto language = account.language == "en" ? Language::english : Language::korean;
  const Places places = {
      {"day", reminder.part.text()},
      {"amount", accrual::grouped(progress.next_left)},
      {"link", tools.public_url + "/arrears/plans/" + application.party_id + "." + application.application_id}};
  const auto line = [&](const char* key) {
    return tools.messages.text("planning.mail." + std::string(key), language, places);
  };
  mail::Message message;
  message.id = mail_id_of(application, reminder, account);
  message.at = nine_o_clock(reminder.part.plus_days(-static_cast<std::int32_t>(reminder.days_before)));
  message.from = {tools.from_name.in(language), tools.from};
  message.to = {account.display_name, mail::address_of(account.sign_in_name, tools.domain)};
  message.subject = line("subject");
  message.text = line("due") + "\n" + line("early") + "\n\n" + line("help") + "\n" + line("open") + "\n";
  return message;
}

/// Whether one was reminded.
Result<bool> remind_one(record::Store& store, const arrears::Terms& terms, const MailTools& tools,
                        const std::vector<Account>& accounts, const std::string& folder, Kept kept, Date today,
                        Instant now) {
  const auto debt = debt_of(store, kept.application);
  if (!debt) return debt.error();
  const auto stated = collection::statement(store, terms, *debt, today);
  if (!stated) return stated.error();
  const auto progress = progress_of(kept.application, stated->statement, today);
  const auto before = reminder_due(terms.law, kept.application, progress, today);
  if (!before) return false;
  const Reminded reminder{kept.application.schedule[*progress.next].date, *before};
  for (const auto& account : accounts) {
    if (!account.active || account.party_id != kept.application.party_id) continue;
    const auto message = mail_of(tools, kept.application, reminder, progress, account);
    if (auto put = mail::put_file(folder, message.id + ".eml", mail::to_text(message)); !put) return put.error();
  }
  kept.application.reminded.push_back(reminder);
  kept.matter.body = to_json(kept.application);
  const auto taken = record::wait<std::vector<Matter>>([&](auto done) {
    Matters(store).step({{std::move(kept.matter), "reminded"}}, {}, {"clearway", "", now}, std::move(done));
  });
  // Another server has written the same mails under the same names, or the plan has moved on: looked at again.
  if (!taken && taken.error().code == "version_is_not_current") return false;
  return taken ? Result<bool>(true) : taken.error();
}

}  // namespace

Result<std::size_t> remind(record::Store& store, const arrears::Terms& terms, const MailTools& tools,
                           const std::string& folder, Date today, Instant now) {
  const auto accounts = store.accounts();
  if (!accounts) return accounts.error();
  std::vector<Kept> running;
  record::MatterSearch asked;
  asked.kinds = {std::string(plan_kind)};
  asked.states = {std::string(name(State::running))};
  asked.every_party = true;
  const auto status = record::MatterReader(store).all(asked, [&](const Matter& matter) -> Status {
    auto kept = kept_of(matter);
    if (!kept) return kept.error();
    running.push_back(std::move(*kept));
    return success();
  });
  if (!status) return status.error();
  std::size_t reminded = 0;
  for (auto& kept : running) {
    const auto done = remind_one(store, terms, tools, *accounts, folder, std::move(kept), today, now);
    if (!done) return done.error();
    reminded += *done ? 1 : 0;
  }
  return reminded;
}

}  // namespace clearway::planning
