#include "debt/json_fields.h"

#include <algorithm>
#include <set>

#include "accrual/arithmetic.h"

namespace clearway::debt {
namespace {

constexpr std::size_t most_bytes = 64 << 20;

std::string shown(const JsonFields::Element& element) {
  auto text = simdjson::minify(element);
  if (text.size() <= 80) return text;
  auto size = std::size_t{80};
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return text.substr(0, size) + "…";
}

std::string joined(const std::vector<std::string_view>& names) {
  std::string out;
  for (const auto name : names) out += (out.empty() ? "" : ", ") + std::string(name);
  return out;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

std::string nearest(std::string_view name, const std::vector<std::string_view>& names) {
  if (name.size() > 60) return {};
  std::string best;
  std::size_t least = std::max<std::size_t>(3, name.size() / 2) + 1;
  for (const auto candidate : names) {
    const auto distance = edit_distance(name, candidate);
    if (distance < least) least = distance, best = candidate;
  }
  return best;
}

JsonFields::JsonFields(simdjson::dom::object object, std::string path, std::vector<std::string_view> known,
                       Problems& problems)
    : object_(object), path_(std::move(path)), problems_(problems) {
  std::set<std::string_view> seen;
  for (const auto entry : object_) {
    if (!seen.insert(entry.key).second) {
      problem(Refusal::field_stands_twice, entry.key, shown(entry.value));
    } else if (std::find(known.begin(), known.end(), entry.key) == known.end()) {
      const auto near = nearest(entry.key, known);
      problem(Refusal::field_is_not_known, entry.key, shown(entry.value), near.empty() ? joined(known) : near);
    }
  }
}

std::string JsonFields::path(std::string_view field) const { return path_ + std::string(field); }

void JsonFields::problem(Refusal refusal, std::string_view field, std::string value, std::string expected) {
  problems_.push_back({refusal, path(field), std::move(value), std::move(expected)});
}

void JsonFields::missing(std::string_view field) { problem(Refusal::field_is_missing, field); }

std::optional<JsonFields::Element> JsonFields::find(std::string_view field) const {
  Element element;
  if (object_.at_key(field).get(element) != simdjson::SUCCESS || element.is_null()) return std::nullopt;
  return element;
}

std::optional<std::string> JsonFields::text(std::string_view field) {
  const auto element = find(field);
  if (!element) return std::nullopt;
  std::string_view value;
  if (element->get_string().get(value) == simdjson::SUCCESS) return std::string(value);
  problem(Refusal::value_has_the_wrong_type, field, shown(*element), "\"…\"");
  return std::nullopt;
}

std::optional<Date> JsonFields::date(std::string_view field) {
  const auto value = text(field);
  if (!value) return std::nullopt;
  const auto day = value->size() == 10 ? Date::parse(*value) : std::nullopt;
  if (!day) problem(Refusal::date_is_not_valid, field, *value, "2026-11-23");
  return day;
}

Date JsonFields::required_date(std::string_view field) {
  if (!has(field)) {
    missing(field);
    return {};
  }
  return date(field).value_or(Date{});
}

std::optional<std::int64_t> JsonFields::amount(std::string_view field) {
  const auto element = find(field);
  if (!element) return std::nullopt;
  const auto most = std::to_string(accrual::most_amount);
  std::int64_t value = 0;
  const auto failure = element->get_int64().get(value);
  if (failure == simdjson::SUCCESS) {
    if (value < 0) {
      problem(Refusal::amount_is_negative, field, std::to_string(value), "0");
    } else if (value > accrual::most_amount) {
      problem(Refusal::amount_is_too_large, field, std::to_string(value), most);
    } else {
      return value;
    }
  } else if (failure == simdjson::NUMBER_OUT_OF_RANGE) {
    problem(Refusal::amount_is_too_large, field, shown(*element), most);
  } else if (element->is_double()) {
    problem(Refusal::amount_is_not_whole, field, shown(*element));
  } else {
    problem(Refusal::value_has_the_wrong_type, field, shown(*element), "1000000");
  }
  return std::nullopt;
}

std::int64_t JsonFields::required_amount(std::string_view field) {
  if (!has(field)) {
    missing(field);
    return 1;  // so that no second problem is found in what is not there
  }
  return amount(field).value_or(1);
}

std::optional<bool> JsonFields::yes_or_no(std::string_view field) {
  const auto element = find(field);
  if (!element) return std::nullopt;
  bool value = false;
  if (element->get_bool().get(value) == simdjson::SUCCESS) return value;
  problem(Refusal::value_has_the_wrong_type, field, shown(*element), "true");
  return std::nullopt;
}

std::size_t JsonFields::choice(std::string_view field, const std::vector<std::string_view>& names,
                               std::size_t otherwise) {
  const auto value = text(field);
  if (!value) return otherwise;
  const auto it = std::find(names.begin(), names.end(), *value);
  if (it != names.end()) return static_cast<std::size_t>(it - names.begin());
  problem(Refusal::choice_is_not_known, field, *value, joined(names));
  return otherwise;
}

void JsonFields::objects(std::string_view field, const std::vector<std::string_view>& known, std::size_t most,
                         const std::function<void(JsonFields&)>& read) {
  const auto element = find(field);
  if (!element) return;
  simdjson::dom::array list;
  if (element->get_array().get(list) != simdjson::SUCCESS) {
    return problem(Refusal::value_has_the_wrong_type, field, shown(*element), "[{…}]");
  }
  std::size_t index = 0;
  for (const auto entry : list) {
    if (index == most) return problem(Refusal::list_is_too_long, field, {}, std::to_string(most));
    const auto place = std::string(field) + "[" + std::to_string(index++) + "]";
    simdjson::dom::object object;
    if (entry.get_object().get(object) != simdjson::SUCCESS) {
      problem(Refusal::value_has_the_wrong_type, place, shown(entry), "{…}");
      continue;
    }
    JsonFields fields(object, path(place) + ".", known, problems_);
    read(fields);
  }
}

void read_object(std::string_view text, const std::vector<std::string_view>& known, Problems& problems,
                 const std::function<void(JsonFields&)>& read) {
  if (text.size() > most_bytes) {
    problems.push_back({Refusal::case_is_too_large, "", std::to_string(text.size()), std::to_string(most_bytes)});
    return;
  }
  simdjson::dom::parser parser;
  const simdjson::padded_string padded(text);
  simdjson::dom::element root;
  if (const auto failure = parser.parse(padded).get(root); failure != simdjson::SUCCESS) {
    problems.push_back({Refusal::case_is_not_json, "", simdjson::error_message(failure), ""});
    return;
  }
  simdjson::dom::object object;
  if (root.get_object().get(object) != simdjson::SUCCESS) {
    problems.push_back({Refusal::case_is_no_object, "", shown(root), ""});
    return;
  }
  JsonFields fields(object, "", known, problems);
  read(fields);
}

}  // namespace clearway::debt
