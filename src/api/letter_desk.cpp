#include "api/letter_desk.h"

#include "planning/reminders.h"

namespace clearway::api {
namespace {

constexpr unsigned printing_threads = 2;
constexpr std::size_t most_waiting = 200;

}  // namespace

Result<document::Pdf> LetterDesk::print(document::Document document) {
  {
    const std::lock_guard lock(starting_);
    if (!printer_) {
      auto started = document::Printer::start(printing_threads, most_waiting);
      if (!started) return started.error();
      printer_ = std::move(started).value();
    }
  }
  auto printed = printer_->print(std::move(document));
  if (!printed) return printed.error();
  return printed->get();
}

Status LetterDesk::post(record::Store& store, const noticing::Rules& rules, Instant now) {
  if (outbox_.empty()) return success();
  const std::lock_guard lock(posting_);
  const auto posted = noticing::post(
      store, rules, tools_, outbox_, [this](document::Document document) { return print(std::move(document)); }, now);
  return posted ? success() : Status(posted.error());
}

Status LetterDesk::remind(record::Store& store, const arrears::Terms& terms, Instant now) {
  if (outbox_.empty()) return success();
  const std::lock_guard lock(posting_);
  const auto& head = tools_.letterhead;
  const planning::MailTools mails{head.mail_from_name, head.mail_from, head.mail_domain, head.public_url,
                                  tools_.messages};
  const auto reminded = planning::remind(store, terms, mails, outbox_, now.korean_day(), now);
  return reminded ? success() : Status(reminded.error());
}

}  // namespace clearway::api
