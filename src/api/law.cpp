#include <set>

#include "api/routes.h"

namespace clearway::api {
namespace {

using law::Check;
using law::Obligation;

std::string_view obligation_name(Obligation obligation) {
  switch (obligation) {
    case Obligation::mandatory: return "mandatory";
    case Obligation::conditional: return "conditional";
    case Obligation::optional:
    case Obligation::absent: return "optional";
    case Obligation::assigned: return "system";
  }
  return "optional";
}

std::string_view kind_name(law::Format::Kind kind) {
  switch (kind) {
    case law::Format::Kind::letters: return "letters";
    case law::Format::Kind::digits: return "digits";
    case law::Format::Kind::any: return "text";
    case law::Format::Kind::number: return "number";
    case law::Format::Kind::date: return "date";
  }
  return "text";
}

/// The list of GET /v1/codes that a check asks for.
std::string_view code_list(Check check) {
  if (check == Check::country || check == Check::foreign_country) return "countries";
  if (check == Check::currency) return "currencies";
  if (check == Check::korean_port) return "korean_ports";
  if (check == Check::customs_office) return "customs_offices";
  return {};
}

void append_format(JsonWriter& json, const law::Format& format) {
  const bool number = format.kind == law::Format::Kind::number;
  const auto length = [&](std::string_view name, unsigned value, bool applies) {
    if (applies && value != 0) {
      json.member(name, value);
    } else {
      json.key(name).null();
    }
  };
  json.key("format").begin_object().member("text", format.notation).member("kind", kind_name(format.kind));
  length("min_length", format.min_length, !number);
  length("max_length", format.max_length, !number);
  length("digits", format.max_length, number);
  if (number) {
    json.member("decimals", static_cast<unsigned>(format.decimals));
  } else {
    json.key("decimals").null();
  }
  json.end_object();
}

void append_field(JsonWriter& json, const law::FieldRule& rule) {
  json.begin_object()
      .member("name", declaration::name(rule.field))
      .member("level", declaration::is_item_field(rule.field) ? "item" : "header")
      .member("label", rule.label)
      .member("obligation", obligation_name(rule.obligation));
  append_format(json, rule.format);
  json.null_if_empty("check", rule.check == Check::none ? std::string_view{} : law::name(rule.check));
  json.null_if_empty("code_list", code_list(rule.check)).key("codes").begin_array();
  for (const auto& code : rule.codes) {
    json.begin_object().member("value", code.code).member("label", code.label).end_object();
  }
  json.end_array().member("personal", rule.personal).end_object();
}

void append_element(JsonWriter& json, const law::ElementCatalogue& catalogue, declaration::Procedure procedure,
                    const law::Element& element) {
  const auto* first = element.fields.empty() ? nullptr : catalogue.find(procedure, element.fields.front());
  json.begin_object()
      .member("number", element.number)
      .member("label", element.label)
      .member("wco", element.wco)
      .member("obligation", obligation_name(element.obligation))
      .member("cite", first != nullptr ? first->cite : std::string())
      .member("grade", law::name(first != nullptr ? first->grade : law::Grade::verify))
      .key("fields")
      .begin_array();
  for (const auto field : element.fields) {
    if (const auto* rule = catalogue.find(procedure, field)) append_field(json, *rule);
  }
  json.end_array().end_object();
}

void append_content(JsonWriter& json, const law::Content& content) {
  json.key("value");
  if (const auto* number = std::get_if<std::int64_t>(&content)) {
    json.integer(*number);
  } else if (const auto* decimal = std::get_if<Decimal>(&content)) {
    json.raw(decimal->text());
  } else if (const auto* text = std::get_if<std::string>(&content)) {
    json.string(*text);
  } else if (const auto* list = std::get_if<std::vector<std::string>>(&content)) {
    json.begin_array();
    for (const auto& entry : *list) json.string(entry);
    json.end_array();
  } else if (const auto* table = std::get_if<law::Table>(&content)) {
    json.begin_array();
    for (std::size_t row = 0; row < table->size(); ++row) {
      json.begin_object();
      for (const auto& column : table->columns()) json.member(column, table->text(row, column));
      json.end_object();
    }
    json.end_array();
  }
}

void append_day(JsonWriter& json, std::string_view name, const std::optional<Date>& day) {
  if (day) {
    member(json, name, *day);
  } else {
    json.key(name).null();
  }
}

void append_entries(JsonWriter& json, std::string_view name, const std::vector<law::Entry>& entries,
                    const law::Entry* in_force, Language language, std::set<std::string>& cites) {
  json.key(name).begin_array();
  for (const auto& entry : entries) {
    json.begin_object();
    append_day(json, "from", entry.from);
    append_day(json, "to", entry.to);
    append_content(json, entry.content);
    json.member("cite", entry.cite)
        .member("grade", law::name(entry.grade))
        .member("applies", &entry == in_force)
        .member("note", entry.note.in(language))
        .end_object();
    cites.insert(entry.cite);
  }
  json.end_array();
}

void append_source(JsonWriter& json, const law::Source& source) {
  json.begin_object()
      .member("cite", source.key)
      .member("title", source.title)
      .member("article", source.article.ko.empty() ? std::nullopt : std::optional(source.article))
      .null_if_empty("link", source.evidence)
      .null_if_empty("version_read", source.version_read)
      .end_object();
}

}  // namespace

Response get_elements(Call& call) {
  const auto text = call.asked("procedure").value_or("");
  const auto procedure = declaration::parse_procedure(text);
  if (!procedure) refuse(ErrorCode::query_is_malformed, "procedure", text, "formal, simplified, manifest, import");
  const auto& catalogue = call.services.rulebook.elements();
  JsonWriter json;
  json.begin_object().member("procedure", text).key("elements").begin_array();
  std::set<declaration::Field> numbered;
  for (const auto& element : catalogue.elements(*procedure)) {
    append_element(json, catalogue, *procedure, element);
    numbered.insert(element.fields.begin(), element.fields.end());
  }
  json.end_array();
  // What may be added to the list without being one of its numbered elements (Export Notice 37(1)).
  json.key("additions").begin_array();
  for (const auto& rule : catalogue.fields(*procedure)) {
    if (!numbered.contains(rule.field)) append_field(json, rule);
  }
  json.end_array().key("statements").begin_array();
  if (*procedure != declaration::Procedure::import_) {
    for (const auto& rule : catalogue.statements()) append_field(json, rule);
  }
  json.end_array().end_object();
  return http::json_response(200, json.take());
}

Response get_codes(Call& call) {
  const auto& list = call.parameter("list");
  const auto& codes = call.services.rulebook.law().codes();
  const law::CodeTable* table = list == "countries"         ? &codes.countries
                                : list == "currencies"      ? &codes.currencies
                                : list == "korean_ports"    ? &codes.korean_ports
                                : list == "customs_offices" ? &codes.customs_offices
                                                            : nullptr;
  if (table == nullptr) refuse(ErrorCode::not_found, "list", list);
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const auto& entry : table->entries()) {
    json.begin_object().member("value", entry.code).member("label", entry.label).end_object();
  }
  json.end_array().end_object();
  return http::json_response(200, json.take());
}

Response list_law(Call& call) {
  const auto& law = call.services.rulebook.law();
  JsonWriter json;
  json.begin_object().member("version", call.services.rulebook.law_version()).key("items").begin_array();
  for (const auto& [id, parameter] : law.parameters()) {
    json.begin_object().member("id", parameter.short_id()).member("description", parameter.description).end_object();
  }
  json.end_array().end_object();
  return http::json_response(200, json.take());
}

Response get_law(Call& call) {
  const auto& law = call.services.rulebook.law();
  const auto& id = call.parameter("id");
  const auto* parameter = law.find(id);
  if (parameter == nullptr) refuse(ErrorCode::not_found, "id", id);
  const auto on = call.asked_date("on").value_or(call.today);
  std::set<std::string> cites;
  JsonWriter json;
  json.begin_object()
      .member("id", parameter->short_id())
      .member("description", parameter->description)
      .member("type", law::name(parameter->type))
      .null_if_empty("unit", parameter->unit);
  member(json, "on", on);
  append_entries(json, "values", parameter->values, parameter->on(on), call.language, cites);
  append_entries(json, "claims", parameter->claims, nullptr, call.language, cites);
  json.key("sources").begin_array();
  for (const auto& cite : cites) {
    if (const auto* source = law.find_source(cite)) append_source(json, *source);
  }
  json.end_array().end_object();
  return http::json_response(200, json.take());
}

Response get_law_source(Call& call) {
  const auto& cite = call.parameter("cite");
  const auto* source = call.services.rulebook.law().find_source(cite);
  if (source == nullptr) refuse(ErrorCode::not_found, "cite", cite);
  JsonWriter json;
  append_source(json, *source);
  return http::json_response(200, json.take());
}

}  // namespace clearway::api
