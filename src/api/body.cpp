#include "api/body.h"

#include <simdjson.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/src.hpp>
#include <boost/json/value.hpp>
#include <stdexcept>

#include "api/call.h"

namespace clearway::api {
namespace {

namespace json = boost::json;

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string joined(const std::vector<std::string_view>& names) {
  std::string out;
  for (const auto name : names) {
    if (!out.empty()) out += ", ";
    out += name;
  }
  return out;
}

std::string shown(const json::value& value) {
  auto text = value.is_string() ? std::string(value.get_string()) : json::serialize(value);
  if (text.size() > 200) text = text.substr(0, 200) + "…";
  return is_valid_utf8(text) ? text : "…";
}

void check_keys(const json::object& object, const std::string& path, std::initializer_list<std::string_view> known) {
  for (const auto& member : object) {
    const std::string_view key{member.key().data(), member.key().size()};
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      refuse(ErrorCode::field_is_unknown, path + std::string(key), {}, joined({known.begin(), known.end()}));
    }
  }
}

json::value parsed(std::string_view text) {
  json::error_code failure;
  json::parse_options options;
  options.max_depth = 32;
  auto value = json::parse({text.data(), text.size()}, failure, {}, options);
  if (failure || !value.is_object()) {
    Problem problem{.code = ErrorCode::body_is_not_json};
    problem.places.emplace_back("cause", failure ? failure.message() : "not an object");
    refuse(std::move(problem));
  }
  return value;
}

void choose_language(json::value& value, std::string_view language) {
  if (auto* object = value.if_object()) {
    if (object->size() == 2 && object->contains("ko") && object->contains("en")) {
      json::value chosen = object->at({language.data(), language.size()});
      value = std::move(chosen);
      return;
    }
    for (auto& member : *object) choose_language(member.value(), language);
  } else if (auto* array = value.if_array()) {
    for (auto& entry : *array) choose_language(entry, language);
  }
}

json::value of_record(std::string_view text) {
  json::error_code failure;
  auto value = json::parse({text.data(), text.size()}, failure);
  if (failure || !value.is_object()) throw std::runtime_error("a record's body is not a JSON object");
  return value;
}

}  // namespace

Body::Body(std::string_view text, std::initializer_list<std::string_view> known) {
  auto value = parsed(text);
  object_ = std::make_shared<json::object>(std::move(value.get_object()));
  check_keys(*object_, path_, known);
}
Body::Body(std::shared_ptr<json::object> object, std::string path)
    : object_(std::move(object)), path_(std::move(path)) {}
Body::~Body() = default;
Body::Body(Body&&) noexcept = default;

const json::value* Body::find(std::string_view key) const {
  const auto* value = object_->if_contains({key.data(), key.size()});
  return value != nullptr && !value->is_null() ? value : nullptr;
}

bool Body::has(std::string_view key) const { return find(key) != nullptr; }

std::optional<std::string> Body::optional_text(std::string_view key, std::size_t max_length) const {
  const auto* value = find(key);
  if (value == nullptr) return std::nullopt;
  const auto field = path_ + std::string(key);
  if (!value->is_string()) refuse(ErrorCode::field_is_not_valid, field, shown(*value), "\"...\"");
  std::string text(value->get_string());
  if (characters(text) > max_length || !is_valid_utf8(text) || text.find('\0') != std::string::npos) {
    refuse(ErrorCode::field_is_not_valid, field, shown(*value), "≤ " + std::to_string(max_length));
  }
  return text;
}

std::string Body::text(std::string_view key, std::size_t max_length, std::size_t min_length) const {
  auto value = optional_text(key, max_length);
  const auto field = path_ + std::string(key);
  if (!value) refuse(ErrorCode::field_is_missing, field);
  if (characters(*value) < min_length) {
    refuse(ErrorCode::field_is_not_valid, field, *value, "≥ " + std::to_string(min_length));
  }
  return *value;
}

std::string Body::text_or(std::string_view key, std::string fallback, std::size_t max_length) const {
  return optional_text(key, max_length).value_or(std::move(fallback));
}

std::vector<std::string> Body::texts(std::string_view key, std::size_t max_count) const {
  std::vector<std::string> list;
  const auto* value = find(key);
  if (value == nullptr) return list;
  const auto field = path_ + std::string(key);
  const auto* array = value->if_array();
  if (array == nullptr || array->size() > max_count)
    refuse(ErrorCode::field_is_not_valid, field, shown(*value), "[\"...\"]");
  for (const auto& entry : *array) {
    if (!entry.is_string() || entry.get_string().size() > 200) {
      refuse(ErrorCode::field_is_not_valid, field, shown(entry), "\"...\"");
    }
    list.emplace_back(entry.get_string());
  }
  return list;
}

std::int64_t Body::integer_or(std::string_view key, std::int64_t fallback, std::int64_t min, std::int64_t max) const {
  const auto* value = find(key);
  if (value == nullptr) return fallback;
  const auto* number = value->if_int64();
  if (number == nullptr || *number < min || *number > max) {
    refuse(ErrorCode::field_is_not_valid, path_ + std::string(key), shown(*value),
           std::to_string(min) + " – " + std::to_string(max));
  }
  return *number;
}

bool Body::boolean_or(std::string_view key, bool fallback) const {
  const auto* value = find(key);
  if (value == nullptr) return fallback;
  if (!value->is_bool()) refuse(ErrorCode::field_is_not_valid, path_ + std::string(key), shown(*value), "true, false");
  return value->get_bool();
}

std::optional<Date> Body::optional_date(std::string_view key) const {
  const auto text = optional_text(key, 10);
  if (!text) return std::nullopt;
  const auto day = text->size() == 10 ? Date::parse(*text) : std::nullopt;
  if (!day) refuse(ErrorCode::field_is_not_valid, path_ + std::string(key), *text, "2026-11-23");
  return day;
}

Date Body::date(std::string_view key) const {
  const auto day = optional_date(key);
  if (!day) refuse(ErrorCode::field_is_missing, path_ + std::string(key));
  return *day;
}

std::string Body::choice(std::string_view key, const std::vector<std::string_view>& choices) const {
  auto chosen = text(key, 100, 0);
  if (std::find(choices.begin(), choices.end(), chosen) == choices.end()) {
    refuse(ErrorCode::field_is_not_valid, path_ + std::string(key), chosen, joined(choices));
  }
  return chosen;
}

std::vector<Body> Body::objects(std::string_view key, std::size_t max_count,
                                std::initializer_list<std::string_view> known) const {
  std::vector<Body> list;
  const auto* value = find(key);
  if (value == nullptr) return list;
  const auto* array = value->if_array();
  if (array == nullptr || array->size() > max_count) {
    refuse(ErrorCode::field_is_not_valid, path_ + std::string(key), shown(*value), "[{...}]");
  }
  for (std::size_t i = 0; i < array->size(); ++i) {
    const auto path = path_ + std::string(key) + "[" + std::to_string(i) + "].";
    const auto* object = (*array)[i].if_object();
    if (object == nullptr) refuse(ErrorCode::field_is_not_valid, path_ + std::string(key), shown((*array)[i]), "{...}");
    check_keys(*object, path, known);
    list.push_back(Body(std::make_shared<json::object>(*object), path));
  }
  return list;
}

std::string Body::raw_object(std::string_view key) const {
  const auto* value = find(key);
  if (value == nullptr) refuse(ErrorCode::field_is_missing, path_ + std::string(key));
  if (!value->is_object()) refuse(ErrorCode::field_is_not_valid, path_ + std::string(key), shown(*value), "{...}");
  return json::serialize(*value);
}

std::string with_default(std::string_view text, std::string_view key, std::string_view value) {
  json::error_code failure;
  json::parse_options options;
  options.max_depth = 8;
  auto parsed_text = json::parse({text.data(), text.size()}, failure, {}, options);
  auto* object = failure ? nullptr : parsed_text.if_object();
  if (object == nullptr || object->contains({key.data(), key.size()})) return std::string(text);
  // Put in before the first member: written anew, the numbers would not have the digits that were sent.
  const auto inside = text.find('{') + 1;
  std::string out(text.substr(0, inside));
  append_json_string(out, key);
  out += ':';
  append_json_string(out, value);
  if (!object->empty()) out += ',';
  return out.append(text.substr(inside));
}

std::string raw_member(std::string_view text, std::string_view key) {
  const simdjson::padded_string padded(text);
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document document;
  simdjson::ondemand::object object;
  std::string_view raw;
  if (parser.iterate(padded).get(document) != simdjson::SUCCESS ||
      document.find_field_unordered(key).get(object) != simdjson::SUCCESS ||
      object.raw_json().get(raw) != simdjson::SUCCESS) {
    return {};
  }
  return std::string(raw);
}

std::string in_language(std::string_view text, Language language, std::initializer_list<std::string_view> without) {
  auto value = of_record(text);
  for (const auto key : without) value.get_object().erase({key.data(), key.size()});
  choose_language(value, language == Language::korean ? "ko" : "en");
  return json::serialize(value);
}

std::vector<std::pair<std::string, std::string>> masked_members(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> masked;
  const auto value = of_record(text);
  for (const auto& member : value.get_object()) {
    if (!member.value().is_string()) continue;
    const auto& content = member.value().get_string();
    if (content.find('*') != json::string::npos) masked.emplace_back(std::string(member.key()), std::string(content));
  }
  return masked;
}

std::string text_member(std::string_view text, std::string_view key) {
  const auto value = of_record(text);
  const auto* member = value.get_object().if_contains({key.data(), key.size()});
  return member != nullptr && member->is_string() ? std::string(member->get_string()) : std::string();
}

std::vector<std::string> list_member(std::string_view text, std::string_view key) {
  std::vector<std::string> list;
  const auto value = of_record(text);
  const auto* member = value.get_object().if_contains({key.data(), key.size()});
  if (member == nullptr || !member->is_array()) return list;
  for (const auto& entry : member->get_array()) {
    if (entry.is_string()) list.emplace_back(entry.get_string());
  }
  return list;
}

std::vector<std::string> object_members(std::string_view text, std::string_view key, std::string_view name) {
  std::vector<std::string> list;
  const auto value = of_record(text);
  const auto* member = value.get_object().if_contains({key.data(), key.size()});
  if (member == nullptr || !member->is_array()) return list;
  for (const auto& entry : member->get_array()) {
    const auto* found = entry.is_object() ? entry.get_object().if_contains({name.data(), name.size()}) : nullptr;
    if (found != nullptr && found->is_string()) list.emplace_back(found->get_string());
  }
  return list;
}

}  // namespace clearway::api
