#include "arrears/file_json.h"

#include <simdjson.h>

#include <algorithm>

#include "base/json_writer.h"

namespace clearway::arrears {
namespace {

namespace dom = simdjson::dom;

/// Thrown by the readers below, caught by from_json.
struct NotReadable {
  std::string where;
};

void write(JsonWriter& json, std::string_view name, const std::optional<Date>& day) {
  if (day) json.member(name, day->text());
}

void write(JsonWriter& json, const Facts& facts) {
  json.begin_object().member("cause", debt::name(facts.cause));
  write(json, "accepted", facts.accepted);
  write(json, "imported", facts.imported);
  write(json, "statutory_due", facts.statutory_due);
  write(json, "extended_to", facts.extended_to);
  write(json, "notice_date", facts.notice_date);
  write(json, "notice_received", facts.notice_received);
  write(json, "notice_published", facts.notice_published);
  write(json, "notice_due", facts.notice_due);
  json.end_object();
}

void write_text(JsonWriter& json, std::string_view name, std::string_view text) {
  if (!text.empty()) json.member(name, text);
}

void write(JsonWriter& json, const Event& event) {
  json.begin_object().member("kind", name(event.kind)).member("on", event.on.text());
  json.member("known_at", event.known_at.text());
  write_text(json, "actor", event.actor);
  write(json, "until", event.until);
  if (event.amount != 0) json.member("amount", event.amount);
  write_text(json, "word", event.word);
  write_text(json, "charge", event.charge);
  write_text(json, "reference", event.reference);
  if (event.published) json.member("published", true);
  if (event.liability.value) json.member("liable_value", *event.liability.value);
  if (event.liability.share_percent) json.member("liable_share", *event.liability.share_percent);
  if (event.liability.principal_failed) json.member("principal_failed", true);
  if (event.facts) {
    json.key("facts");
    write(json, *event.facts);
  }
  json.end_object();
}

std::string text(const dom::object& object, std::string_view name) {
  std::string_view value;
  return object[name].get(value) == simdjson::SUCCESS ? std::string(value) : std::string();
}

std::optional<Date> day(const dom::object& object, std::string_view name) {
  std::string_view value;
  if (object[name].get(value) != simdjson::SUCCESS) return std::nullopt;
  const auto day = Date::parse(value);
  if (!day) throw NotReadable{std::string(name)};
  return day;
}

Date required_day(const dom::object& object, std::string_view name) {
  const auto found = day(object, name);
  if (!found) throw NotReadable{std::string(name)};
  return *found;
}

Facts read_facts(const dom::object& object) {
  Facts facts;
  const auto cause = std::find(debt::cause_names.begin(), debt::cause_names.end(), text(object, "cause"));
  if (cause == debt::cause_names.end()) throw NotReadable{"cause"};
  facts.cause = static_cast<debt::Cause>(cause - debt::cause_names.begin());
  facts.accepted = day(object, "accepted");
  facts.imported = day(object, "imported");
  facts.statutory_due = day(object, "statutory_due");
  facts.extended_to = day(object, "extended_to");
  facts.notice_date = day(object, "notice_date");
  facts.notice_received = day(object, "notice_received");
  facts.notice_published = day(object, "notice_published");
  facts.notice_due = day(object, "notice_due");
  return facts;
}

Event read_event(const dom::object& object) {
  Event event;
  const auto kind = parse_event(text(object, "kind"));
  const auto known_at = Instant::parse(text(object, "known_at"));
  if (!kind || !known_at) throw NotReadable{"events"};
  event.kind = *kind;
  event.on = required_day(object, "on");
  event.known_at = *known_at;
  event.actor = text(object, "actor");
  event.until = day(object, "until");
  if (object["amount"].get(event.amount) != simdjson::SUCCESS) event.amount = 0;
  event.word = text(object, "word");
  const auto words = words_of(event.kind);
  if (!words.empty() && std::find(words.begin(), words.end(), event.word) == words.end()) throw NotReadable{"word"};
  event.charge = text(object, "charge");
  event.reference = text(object, "reference");
  if (object["published"].get(event.published) != simdjson::SUCCESS) event.published = false;
  std::int64_t number = 0;
  if (object["liable_value"].get(number) == simdjson::SUCCESS) event.liability.value = number;
  if (object["liable_share"].get(number) == simdjson::SUCCESS) event.liability.share_percent = number;
  auto& failed = event.liability.principal_failed;
  if (object["principal_failed"].get(failed) != simdjson::SUCCESS) failed = false;
  dom::object facts;
  if (object["facts"].get(facts) == simdjson::SUCCESS) event.facts = read_facts(facts);
  return event;
}

File read(std::string_view json) {
  dom::parser parser;
  dom::object root;
  if (parser.parse(simdjson::padded_string(json)).get(root) != simdjson::SUCCESS) throw NotReadable{"body"};
  File file;
  file.party_id = text(root, "party_id");
  file.debt_id = text(root, "debt_id");
  file.matter_id = text(root, "matter_id");
  file.order_id = text(root, "order_id");
  file.customs_office = text(root, "customs_office");
  file.goods = text(root, "goods");
  file.opened_on = required_day(root, "opened_on");
  dom::array events;
  if (root["events"].get(events) != simdjson::SUCCESS) throw NotReadable{"events"};
  for (const auto entry : events) {
    dom::object object;
    if (entry.get(object) != simdjson::SUCCESS) throw NotReadable{"events"};
    file.events.push_back(read_event(object));
  }
  if (file.party_id.empty() || file.debt_id.empty() || file.matter_id.empty()) throw NotReadable{"debt_id"};
  return file;
}

}  // namespace

std::string to_json(const File& file) {
  JsonWriter json;
  json.begin_object().member("party_id", file.party_id).member("debt_id", file.debt_id);
  json.member("matter_id", file.matter_id);
  write_text(json, "order_id", file.order_id);
  write_text(json, "customs_office", file.customs_office);
  write_text(json, "goods", file.goods);
  json.member("opened_on", file.opened_on.text()).key("events").begin_array();
  for (const auto& event : file.events) write(json, event);
  return json.end_array().end_object().take();
}

Result<File> from_json(std::string_view json) {
  try {
    return read(json);
  } catch (const NotReadable& failed) {
    return Error{"body_is_not_readable", "debt", failed.where, "verify the record with 'clearway audit verify'"};
  }
}

}  // namespace clearway::arrears
