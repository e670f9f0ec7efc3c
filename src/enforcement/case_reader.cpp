#include "enforcement/case_reader.h"

#include <map>
#include <string>
#include <utility>

#include "accrual/arithmetic.h"
#include "base/json_writer.h"
#include "debt/json_fields.h"

namespace clearway::enforcement {
namespace {

using debt::JsonFields;
using debt::Refusal;

/// Events of one debt; far more than any file holds.
constexpr std::size_t most_events = 2'000;
/// Deadlines, service by publication and the time to tell somebody stay within that many days.
constexpr std::int32_t reach = 60;

template <class Names>
std::vector<std::string_view> list(const Names& names) {
  return {names.begin(), names.end()};
}

template <class Enum, class Names>
Enum required(JsonFields& fields, std::string_view field, const Names& names) {
  if (!fields.has(field)) {
    fields.missing(field);
    return Enum{};
  }
  return static_cast<Enum>(fields.choice(field, list(names)));
}

bool yes(JsonFields& fields, std::string_view field) { return fields.choice(field, {"yes", "no"}) == 0; }

const std::vector<std::string_view> event_fields = {"date", "event",  "of", "until",   "asset", "item",
                                                    "how",  "amount", "by", "outcome", "whom",  "evidence"};

Event read_event(JsonFields& fields) {
  Event event;
  event.on = fields.required_date("date");
  event.kind = required<EventKind>(fields, "event", event_names);
  event.evidence = fields.text("evidence").value_or("");
  switch (event.kind) {
    case EventKind::step:
      event.step = required<StepKind>(fields, "of", step_names);
      event.until = fields.date("until");
      if (is_seizure(event.step)) event.asset = required<AssetKind>(fields, "asset", asset_names);
      event.item = fields.text("item").value_or("");
      break;
    case EventKind::service:
      event.step = required<StepKind>(fields, "of", step_names);
      event.how = static_cast<Service>(fields.choice("how", list(service_names)));
      event.item = fields.text("item").value_or("");
      break;
    case EventKind::payment:
    case EventKind::charge: event.amount = fields.required_amount("amount"); break;
    case EventKind::cancellation: break;
    case EventKind::approval:
    case EventKind::resolution:
      event.step = required<StepKind>(fields, "of", step_names);
      event.authority = required<Authority>(fields, "by", authority_names);
      event.yes = yes(fields, "outcome");
      break;
    case EventKind::finding: {
      auto known = list(finding_names);
      known.resize(static_cast<std::size_t>(Finding::name_disclosed));
      event.finding = required<Finding>(fields, "of", known);
      event.yes = yes(fields, "outcome");
      break;
    }
    case EventKind::told:
      event.step = required<StepKind>(fields, "of", step_names);
      if (!fields.has("whom")) fields.missing("whom");
      event.whom = fields.text("whom").value_or("");
      break;
    case EventKind::measurement: {
      auto known = list(quantity_names);
      known.resize(entered_quantities);
      event.quantity = required<Quantity>(fields, "of", known);
      event.amount = fields.required_amount("amount");
      break;
    }
  }
  return event;
}

void read(JsonFields& fields, File& file) {
  file.amount = fields.required_amount("amount");
  file.accepted = fields.date("accepted");
  fields.objects("others", {"amount", "arrears_since", "paid_on"}, most_events, [&](JsonFields& row) {
    OtherDebt other;
    other.amount = row.required_amount("amount");
    other.arrears_since = row.required_date("arrears_since");
    other.paid_on = row.date("paid_on");
    file.others.push_back(other);
  });
  fields.objects("events", event_fields, most_events, [&](JsonFields& row) { file.events.push_back(read_event(row)); });
}

void read(JsonFields& fields, Case& subject) {
  read(fields, subject.file);
  subject.on = fields.required_date("on");
  if (fields.has("step")) subject.step = required<StepKind>(fields, "step", step_names);
}

/// The fields that count for an event of its kind.
void write(JsonWriter& json, const Event& event) {
  json.begin_object().member("date", event.on.text()).member("event", name(event.kind));
  const auto outcome = [&] { json.member("outcome", event.yes ? "yes" : "no"); };
  const auto item = [&] {
    if (!event.item.empty()) json.member("item", event.item);
  };
  switch (event.kind) {
    case EventKind::step:
      json.member("of", name(event.step));
      if (event.until) json.member("until", event.until->text());
      if (is_seizure(event.step)) json.member("asset", name(event.asset));
      item();
      break;
    case EventKind::service:
      json.member("of", name(event.step)).member("how", name(event.how));
      item();
      break;
    case EventKind::payment:
    case EventKind::charge: json.member("amount", event.amount); break;
    case EventKind::cancellation: break;
    case EventKind::approval:
    case EventKind::resolution:
      json.member("of", name(event.step)).member("by", authority_names[static_cast<std::size_t>(event.authority)]);
      outcome();
      break;
    case EventKind::finding:
      json.member("of", name(event.finding));
      outcome();
      break;
    case EventKind::measurement: json.member("of", name(event.quantity)).member("amount", event.amount); break;
    case EventKind::told: json.member("of", name(event.step)).member("whom", event.whom); break;
  }
  if (!event.evidence.empty()) json.member("evidence", event.evidence);
  json.end_object();
}

class Check {
 public:
  Check(const File& file, const law::Calendar& calendar, debt::Problems& problems)
      : file_(file), calendar_(calendar), problems_(problems) {}

  void run(std::optional<Date> on) {
    if (file_.amount == 0) note(Refusal::principal_is_zero, "amount", "0", "1");
    within_reach("accepted", file_.accepted);
    within_reach("on", on);
    auto earliest = file_.accepted;
    if (!earliest && !file_.events.empty()) earliest = file_.events.front().on;
    if (earliest && on && *on < *earliest) {
      note(Refusal::until_is_before_the_debt, "on", on->text(), "≥ " + earliest->text());
    }
    std::int64_t others = 0;
    for (const auto& other : file_.others) add(others, other.amount, "others");
    events();
  }

 private:
  void note(Refusal refusal, std::string field, std::string value, std::string expected) {
    problems_.push_back({refusal, std::move(field), std::move(value), std::move(expected)});
  }

  void within_reach(const std::string& field, std::optional<Date> day) {
    if (!day || (calendar_.first_day().plus_days(reach) <= *day && *day <= calendar_.last_day().plus_days(-reach))) {
      return;
    }
    note(Refusal::calendar_does_not_reach, field, day->text(),
         calendar_.first_day().text() + "–" + calendar_.last_day().text());
  }

  /// Sums stay far from 64 bits.
  void add(std::int64_t& sum, std::int64_t amount, const std::string& field) {
    if (amount > accrual::most_amount - sum) {
      note(Refusal::amount_is_too_large, field, std::to_string(amount), std::to_string(accrual::most_amount));
    } else {
      sum += amount;
    }
  }

  void events() {
    auto left = file_.amount;
    std::optional<Date> before = file_.accepted;
    for (std::size_t i = 0; i < file_.events.size(); ++i) {
      const auto& event = file_.events[i];
      const auto place = "events[" + std::to_string(i) + "].";
      within_reach(place + "date", event.on);
      within_reach(place + "until", event.until);
      if (file_.accepted && event.on < *file_.accepted) {
        note(Refusal::event_is_before_the_debt, place + "date", event.on.text(), "≥ " + file_.accepted->text());
      } else if (before && event.on < *before) {
        note(Refusal::event_is_out_of_order, place + "date", event.on.text(), "≥ " + before->text());
      }
      if (!before || *before < event.on) before = event.on;
      switch (event.kind) {
        case EventKind::step: step(event, place); break;
        case EventKind::service: service(event, place); break;
        case EventKind::charge: add(left, event.amount, place + "amount"); break;
        case EventKind::payment:
          if (event.amount > left) {
            note(Refusal::payment_is_above_what_is_left, place + "amount", std::to_string(event.amount),
                 std::to_string(left));
          } else {
            left -= event.amount;
          }
          break;
        case EventKind::cancellation: left = 0; break;
        case EventKind::finding: finding(event); break;
        case EventKind::approval:
        case EventKind::resolution:
        case EventKind::measurement:
        case EventKind::told: break;
      }
    }
  }

  void step(const Event& event, const std::string& place) {
    given_[static_cast<std::size_t>(event.step)] = event.on;
    if (is_seizure(event.step)) {
      const auto key = std::pair(event.step, event.item);
      const auto known = seized_.find(key);
      if (known != seized_.end() && known->second == Seizure::stands) {
        note(Refusal::item_is_already_seized, place + "item", event.item, "");
      }
      seized_[key] = Seizure::stands;
    } else if (event.step == StepKind::release_of_seizure) {
      bool any = false;
      for (auto& [key, seizure] : seized_) {
        if (key.first != StepKind::seizure || (!event.item.empty() && key.second != event.item)) continue;
        any = any || seizure == Seizure::stands;
        seizure = Seizure::released;
      }
      if (!any && !event.item.empty()) note(Refusal::item_is_not_seized, place + "item", event.item, "");
    }
  }

  void service(const Event& event, const std::string& place) {
    const auto called = std::string(name(event.step));
    const auto& given = given_[static_cast<std::size_t>(event.step)];
    if (!given) {
      note(Refusal::service_has_no_notice, place + "of", called, called);
    } else if (is_seizure(event.step)) {
      const auto known = seized_.find(std::pair(event.step, event.item));
      if (known == seized_.end()) {
        note(Refusal::item_is_not_seized, place + "item", event.item, "");
      } else if (known->second == Seizure::released) {
        note(Refusal::entry_is_after_the_release, place + "date", event.on.text(), event.item);
      }
    } else if (event.how == Service::registered) {
      note(Refusal::notice_is_not_registered, place + "how", called, "");
    } else if (event.how == Service::publication && !publication_ground_) {
      note(Refusal::publication_has_no_ground, place + "how", called, "");
    } else if (died_ && *given <= *died_) {
      note(Refusal::notice_is_addressed_to_the_deceased, place + "of", called, died_->text());
    }
  }

  void finding(const Event& event) {
    if (event.finding == Finding::publication_ground) publication_ground_ = event.yes;
    if (event.finding == Finding::debtor_died) died_ = event.yes ? std::optional(event.on) : std::nullopt;
  }

  enum class Seizure : std::uint8_t { stands, released };
  std::array<std::optional<Date>, step_count> given_;
  std::map<std::pair<StepKind, std::string>, Seizure> seized_;
  bool publication_ground_ = false;
  std::optional<Date> died_;
  const File& file_;
  const law::Calendar& calendar_;
  debt::Problems& problems_;
};

}  // namespace

Case read_case(std::string_view json, const law::Calendar& calendar, debt::Problems& problems) {
  Case subject;
  debt::read_object(json, {"amount", "accepted", "others", "events", "on", "step"}, problems,
                    [&](JsonFields& fields) { read(fields, subject); });
  // Dates that could not be read would only seem to be in the wrong order.
  if (problems.empty()) Check(subject.file, calendar, problems).run(subject.on);
  debt::sort(problems);
  return subject;
}

File read_file(std::string_view json, const law::Calendar& calendar, debt::Problems& problems) {
  File file;
  debt::read_object(json, {"amount", "accepted", "others", "events"}, problems,
                    [&](JsonFields& fields) { read(fields, file); });
  if (problems.empty()) check(file, calendar, problems);
  debt::sort(problems);
  return file;
}

Event read_event(std::string_view json, debt::Problems& problems) {
  Event event;
  debt::read_object(json, event_fields, problems, [&](JsonFields& fields) { event = read_event(fields); });
  debt::sort(problems);
  return event;
}

void check(const File& file, const law::Calendar& calendar, debt::Problems& problems) {
  Check(file, calendar, problems).run(std::nullopt);
  debt::sort(problems);
}

std::string to_json(const File& file) {
  JsonWriter json;
  const auto day = [&](std::string_view key, const std::optional<Date>& on) {
    if (on) json.member(key, on->text());
  };
  json.begin_object().member("amount", file.amount);
  day("accepted", file.accepted);
  json.key("others").begin_array();
  for (const auto& other : file.others) {
    json.begin_object().member("amount", other.amount).member("arrears_since", other.arrears_since.text());
    day("paid_on", other.paid_on);
    json.end_object();
  }
  json.end_array().key("events").begin_array();
  for (const auto& event : file.events) write(json, event);
  return json.end_array().end_object().take();
}

}  // namespace clearway::enforcement
