#include "ruling/ruling_json.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <initializer_list>

namespace clearway::ruling {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t most_text = 8'000;  // bytes of a text, and
constexpr std::size_t most_list = 1'000;  // entries of a list
constexpr std::size_t most_code = 64;     // bytes of a code

/// Thrown inside this file only.
struct Wrong {
  std::string field, value, expected;
};

/// A JSON object with the place it stands at.
class Object {
 public:
  Object(dom::object object, std::string path) : object_(object), path_(std::move(path)) {}

  void only(std::initializer_list<std::string_view> known) const {
    for (const auto member : object_) {
      if (std::find(known.begin(), known.end(), member.key) == known.end()) {
        std::string names;
        for (const auto one : known) names += (names.empty() ? "" : ", ") + std::string(one);
        throw Wrong{path_ + std::string(member.key.substr(0, most_code)), "", names};
      }
    }
  }
  bool has(std::string_view name) const {
    dom::element value;
    return object_.at_key(name).get(value) == simdjson::SUCCESS && !value.is_null();
  }
  std::string text(std::string_view name, std::size_t most = most_text) const {
    if (!has(name)) return {};
    std::string_view read;
    if (object_.at_key(name).get(read) != simdjson::SUCCESS) throw Wrong{path_ + std::string(name), "", "text"};
    if (read.size() > most)
      throw Wrong{path_ + std::string(name), std::to_string(read.size()), "≤ " + std::to_string(most)};
    return std::string(read);
  }
  std::string code(std::string_view name) const { return text(name, most_code); }
  std::int64_t integer(std::string_view name, std::int64_t least, std::int64_t most) const {
    if (!has(name)) return 0;
    std::int64_t read = 0;
    if (object_.at_key(name).get(read) != simdjson::SUCCESS || read < least || read > most) {
      throw Wrong{path_ + std::string(name), "", std::to_string(least) + " – " + std::to_string(most)};
    }
    return read;
  }
  bool flag(std::string_view name) const {
    bool read = false;
    if (has(name) && object_.at_key(name).get(read) != simdjson::SUCCESS) {
      throw Wrong{path_ + std::string(name), "", "true, false"};
    }
    return read;
  }
  std::optional<Date> date(std::string_view name) const {
    if (!has(name)) return std::nullopt;
    const auto read = text(name, most_code);
    const auto day = Date::parse(read);
    if (!day) throw Wrong{path_ + std::string(name), read, "YYYY-MM-DD"};
    return day;
  }
  Date date_at(std::string_view name) const {
    const auto day = date(name);
    if (!day) throw Wrong{path_ + std::string(name), "", "YYYY-MM-DD"};
    return *day;
  }
  std::optional<Decimal> decimal(std::string_view name) const {
    if (!has(name)) return std::nullopt;
    const auto read = text(name, most_code);
    const auto number = Decimal::parse(read);
    if (!number || *number < Decimal()) throw Wrong{path_ + std::string(name), read, "12.5"};
    return number;
  }
  template <class Names>
  std::size_t choice(std::string_view name, const Names& names) const {
    const auto read = text(name, most_code);
    const auto found = std::find(names.begin(), names.end(), read);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    std::string known;
    for (const auto one : names) known += (known.empty() ? "" : ", ") + std::string(one);
    throw Wrong{path_ + std::string(name), read, known};
  }
  std::vector<std::string> texts(std::string_view name, std::size_t most = most_code) const {
    std::vector<std::string> read;
    for (const auto element : list(name)) {
      std::string_view one;
      if (element.get(one) != simdjson::SUCCESS || one.empty() || one.size() > most) {
        throw Wrong{path_ + std::string(name), "", "1 – " + std::to_string(most)};
      }
      read.emplace_back(one);
    }
    return read;
  }
  std::optional<Object> object(std::string_view name) const {
    if (!has(name)) return std::nullopt;
    dom::object read;
    if (object_.at_key(name).get(read) != simdjson::SUCCESS) throw Wrong{path_ + std::string(name), "", "{…}"};
    return Object(read, path_ + std::string(name) + ".");
  }
  Object object_at(std::string_view name) const {
    auto read = object(name);
    if (!read) throw Wrong{path_ + std::string(name), "", "{…}"};
    return *read;
  }
  template <class Read>
  void objects(std::string_view name, const Read& read) const {
    std::size_t at = 0;
    for (const auto element : list(name)) {
      dom::object each;
      const auto place = path_ + std::string(name) + "[" + std::to_string(at++) + "]";
      if (element.get(each) != simdjson::SUCCESS) throw Wrong{place, "", "{…}"};
      read(Object(each, place + "."));
    }
  }
  Wrong wrong(std::string_view name, std::string value, std::string expected) const {
    return {path_ + std::string(name), std::move(value), std::move(expected)};
  }

 private:
  std::vector<dom::element> list(std::string_view name) const {
    if (!has(name)) return {};
    dom::array read;
    if (object_.at_key(name).get(read) != simdjson::SUCCESS) throw Wrong{path_ + std::string(name), "", "[…]"};
    std::vector<dom::element> elements(read.begin(), read.end());
    if (elements.size() > most_list) {
      throw Wrong{path_ + std::string(name), std::to_string(elements.size()), "≤ " + std::to_string(most_list)};
    }
    return elements;
  }
  dom::object object_;
  std::string path_;
};

template <class Value>
Text both(const Value& object) {
  object.only({"ko", "en"});
  return {object.text("ko"), object.text("en")};
}

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}
bool is_country(std::string_view text) {
  return text.size() == 2 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

Facts read_facts(const Object& object) {
  object.only({"items", "tariff_code", "origins", "sellers", "related", "method", "adjustments", "price"});
  Facts facts;
  facts.items = object.texts("items");
  facts.tariff_code = object.code("tariff_code");
  std::erase_if(facts.tariff_code, [](char c) { return c == '.' || c == '-'; });
  const auto digits = facts.tariff_code.size();
  const bool known_length = digits == 0 || digits == 4 || digits == 6 || digits == 10;
  if (!known_length || !is_digits(facts.tariff_code)) {
    throw object.wrong("tariff_code", facts.tariff_code, "4, 6 or 10 digits");
  }
  facts.origins = object.texts("origins");
  for (const auto& origin : facts.origins) {
    if (!is_country(origin)) throw object.wrong("origins", origin, "ISO 3166-1 alpha-2");
  }
  facts.sellers = object.texts("sellers");
  if (object.has("related")) facts.related = object.flag("related");
  if (object.has("method")) facts.method = static_cast<std::uint8_t>(object.integer("method", 1, 6));
  object.objects("adjustments", [&](const Object& each) {
    each.only({"element", "percent_of_price"});
    facts.adjustments.push_back(
        {static_cast<assessment::PriceElement>(each.choice("element", assessment::price_element_names)),
         each.decimal("percent_of_price")});
  });
  if (const auto price = object.object("price")) {
    price->only({"low", "high", "currency", "unit"});
    const auto low = price->decimal("low"), high = price->decimal("high");
    if (!low || !high || *high < *low) throw price->wrong("high", high ? high->text() : "", "low ≤ high");
    facts.price = PriceRange{*low, *high, price->code("currency"), price->code("unit")};
    if (facts.price->currency.size() != 3) throw price->wrong("currency", facts.price->currency, "ISO 4217");
    if (facts.price->unit.empty()) throw price->wrong("unit", "", "EA, KG, …");
  }
  return facts;
}

Application read_application(const Object& object, Kind kind) {
  object.only({"kind", "goods", "use", "process", "question", "opinion", "planned_office", "facts",
               "business_year_ends", "small_firm", "joint", "documents"});
  Application application;
  application.kind = kind;
  application.goods = object.text("goods");
  application.use = object.text("use");
  application.process = object.text("process");
  application.question = object.text("question");
  application.opinion = object.text("opinion");
  application.planned_office = object.code("planned_office");
  if (const auto facts = object.object("facts")) application.facts = read_facts(*facts);
  application.business_year_ends = object.integer("business_year_ends", 0, 12);
  application.small_firm = object.flag("small_firm");
  application.joint = object.flag("joint");
  object.objects("documents", [&](const Object& each) {
    each.only({"document", "evidence_id"});
    Document document{each.code("document"), each.code("evidence_id")};
    if (document.document.empty()) throw each.wrong("document", "", "GET /v1/rulings/{id}: needed");
    if (document.evidence_id.empty())
      throw each.wrong("evidence_id", "", "PUT /v1/rulings/{id}/evidence/{evidence_id}");
    application.documents.push_back(std::move(document));
  });
  return application;
}

Decision read_decision(const Object& object) {
  object.only({"text", "reasons", "cites", "facts"});
  Decision decision;
  decision.text = object.text("text");
  decision.reasons = object.text("reasons");
  decision.cites = object.texts("cites");
  if (const auto facts = object.object("facts")) decision.facts = read_facts(*facts);
  return decision;
}

Published read_published(const Object& object) {
  object.only({"goods", "question", "decision", "reasons"});
  Published published;
  const auto read = [&](std::string_view name) {
    auto text = both(object.object_at(name));
    if (text.ko.empty() || text.en.empty()) throw object.wrong(name, "", "ko, en");
    return text;
  };
  published.goods = read("goods");
  published.question = read("question");
  published.decision = read("decision");
  published.reasons = read("reasons");
  return published;
}

Draft read_draft(const Object& object) {
  object.only({"outcome", "ground", "decision", "reach", "published", "not_published_because", "by", "on"});
  Draft draft;
  draft.outcome = static_cast<Outcome>(object.choice("outcome", outcome_names));
  draft.ground = object.code("ground");
  if (const auto decision = object.object("decision")) draft.decision = read_decision(*decision);
  if (object.has("reach")) draft.reach = static_cast<Reach>(object.choice("reach", reach_names));
  if (const auto published = object.object("published")) draft.published = read_published(*published);
  draft.not_published_because = object.text("not_published_because");
  draft.by = object.code("by");
  draft.on = object.date("on").value_or(Date());
  return draft;
}

Ruling read_ruling(const Object& object) {
  Ruling ruling;
  ruling.ruling_id = object.text("ruling_id");
  ruling.party_id = object.text("party_id");
  if (ruling.ruling_id.empty()) throw object.wrong("ruling_id", "", "");
  const auto application = object.object_at("application");
  ruling.application = read_application(application, static_cast<Kind>(application.choice("kind", kind_names)));
  ruling.state = static_cast<State>(object.choice("state", state_names));
  ruling.before_draft = static_cast<State>(object.choice("before_draft", state_names));
  ruling.number = object.text("number");
  ruling.opened_on = object.date_at("opened_on");
  ruling.filed_on = object.date("filed_on");
  ruling.objected_on = object.date("objected_on");
  ruling.decided_on = object.date("decided_on");
  ruling.notified_on = object.date("notified_on");
  ruling.closed_on = object.date("closed_on");
  ruling.valid_until = object.date("valid_until");
  ruling.clock_ends = object.date("clock_ends");
  object.objects("stops", [&](const Object& each) {
    ruling.stops.push_back({each.text("why"), each.date_at("from"), each.date("until"), each.date("to")});
  });
  if (const auto decision = object.object("decision")) ruling.decision = read_decision(*decision);
  object.objects("earlier", [&](const Object& each) {
    ruling.earlier.push_back({read_decision(each.object_at("decision")), each.date_at("from"),
                              each.date_at("changed_on"), static_cast<Reach>(each.choice("reach", reach_names)),
                              each.text("ground")});
  });
  if (const auto draft = object.object("draft")) ruling.draft = read_draft(*draft);
  if (const auto published = object.object("published")) ruling.published = read_published(*published);
  ruling.not_published_because = object.text("not_published_because");
  ruling.ground = object.text("ground");
  object.objects("reports", [&](const Object& each) {
    ruling.reports.push_back({each.date_at("year_end"), each.date_at("on"), each.text("text"), each.flag("accepted")});
  });
  ruling.extension_asked_on = object.date("extension_asked_on");
  ruling.change_asked_on = object.date("change_asked_on");
  ruling.extensions = object.integer("extensions", 0, 100);
  object.objects("held", [&](const Object& each) {
    Held held{each.text("declaration_id"), each.date_at("on"), {}, each.texts("departures")};
    for (const auto& line : each.texts("lines")) held.lines.push_back(static_cast<std::uint32_t>(std::stoul(line)));
    ruling.held.push_back(std::move(held));
  });
  object.objects("said", [&](const Object& each) {
    const auto by = each.text("by");
    const auto side = by == name(Side::firm) ? Side::firm : by == name(Side::customs) ? Side::customs : Side::nobody;
    ruling.said.push_back({each.date_at("on"), side, each.text("action"), each.text("text")});
  });
  return ruling;
}

template <class Value, class Read>
Result<Value> read_as(std::string_view json, const char* code, const Read& read) {
  dom::parser parser;
  dom::object object;
  try {
    if (parser.parse(json.data(), json.size()).get(object) != simdjson::SUCCESS) throw Wrong{".", "", "{…}"};
    return read(Object(object, ""));
  } catch (const Wrong& wrong) {
    return Error{code, wrong.field, wrong.value, wrong.expected};
  }
}

void member(JsonWriter& json, std::string_view name, const std::optional<Date>& day) {
  if (day) json.member(name, day->text());
}
void member_if(JsonWriter& json, std::string_view name, const std::string& text) {
  if (!text.empty()) json.member(name, text);
}

void write(JsonWriter& json, const Draft& draft) {
  json.begin_object().member("outcome", name(draft.outcome));
  member_if(json, "ground", draft.ground);
  json.key("decision");
  write(json, draft.decision);
  json.member("reach", name(draft.reach));
  if (draft.published) {
    json.key("published");
    write(json, *draft.published);
  }
  member_if(json, "not_published_because", draft.not_published_because);
  json.member("by", draft.by).member("on", draft.on.text()).end_object();
}

}  // namespace

void write(JsonWriter& json, const Facts& facts) {
  json.begin_object();
  if (!facts.items.empty()) json.strings("items", facts.items);
  member_if(json, "tariff_code", facts.tariff_code);
  if (!facts.origins.empty()) json.strings("origins", facts.origins);
  if (!facts.sellers.empty()) json.strings("sellers", facts.sellers);
  if (facts.related) json.member("related", *facts.related);
  if (facts.method) json.member("method", int{*facts.method});
  if (!facts.adjustments.empty()) {
    json.key("adjustments").begin_array();
    for (const auto& each : facts.adjustments) {
      json.begin_object().member("element", assessment::price_element_names[static_cast<std::size_t>(each.element)]);
      if (each.percent_of_price) json.member("percent_of_price", each.percent_of_price->text());
      json.end_object();
    }
    json.end_array();
  }
  if (facts.price) {
    json.key("price")
        .begin_object()
        .member("low", facts.price->low.text())
        .member("high", facts.price->high.text())
        .member("currency", facts.price->currency)
        .member("unit", facts.price->unit)
        .end_object();
  }
  json.end_object();
}

void write(JsonWriter& json, const Application& application) {
  json.begin_object()
      .member("kind", name(application.kind))
      .member("goods", application.goods)
      .member("use", application.use)
      .member("process", application.process)
      .member("question", application.question)
      .member("opinion", application.opinion)
      .member("planned_office", application.planned_office)
      .key("facts");
  write(json, application.facts);
  json.member("business_year_ends", application.business_year_ends)
      .member("small_firm", application.small_firm)
      .member("joint", application.joint)
      .key("documents")
      .begin_array();
  for (const auto& each : application.documents) {
    json.begin_object().member("document", each.document).member("evidence_id", each.evidence_id).end_object();
  }
  json.end_array().end_object();
}

void write(JsonWriter& json, const Decision& decision) {
  json.begin_object()
      .member("text", decision.text)
      .member("reasons", decision.reasons)
      .strings("cites", decision.cites);
  json.key("facts");
  write(json, decision.facts);
  json.end_object();
}

void write(JsonWriter& json, const Published& published) {
  json.begin_object()
      .member("goods", published.goods)
      .member("question", published.question)
      .member("decision", published.decision)
      .member("reasons", published.reasons)
      .end_object();
}

std::string to_json(const Ruling& ruling) {
  JsonWriter json;
  json.begin_object().member("ruling_id", ruling.ruling_id).member("party_id", ruling.party_id).key("application");
  write(json, ruling.application);
  json.member("state", name(ruling.state)).member("before_draft", name(ruling.before_draft));
  member_if(json, "number", ruling.number);
  json.member("opened_on", ruling.opened_on.text());
  member(json, "filed_on", ruling.filed_on);
  member(json, "objected_on", ruling.objected_on);
  member(json, "decided_on", ruling.decided_on);
  member(json, "notified_on", ruling.notified_on);
  member(json, "closed_on", ruling.closed_on);
  member(json, "valid_until", ruling.valid_until);
  member(json, "clock_ends", ruling.clock_ends);
  json.key("stops").begin_array();
  for (const auto& stop : ruling.stops) {
    json.begin_object().member("why", stop.why).member("from", stop.from.text());
    member(json, "until", stop.until);
    member(json, "to", stop.to);
    json.end_object();
  }
  json.end_array();
  if (ruling.decision) {
    json.key("decision");
    write(json, *ruling.decision);
  }
  json.key("earlier").begin_array();
  for (const auto& each : ruling.earlier) {
    json.begin_object().key("decision");
    write(json, each.decision);
    json.member("from", each.from.text()).member("changed_on", each.changed_on.text());
    json.member("reach", name(each.reach)).member("ground", each.ground).end_object();
  }
  json.end_array();
  if (ruling.draft) {
    json.key("draft");
    write(json, *ruling.draft);
  }
  if (ruling.published) {
    json.key("published");
    write(json, *ruling.published);
  }
  member_if(json, "not_published_because", ruling.not_published_because);
  member_if(json, "ground", ruling.ground);
  json.key("reports").begin_array();
  for (const auto& report : ruling.reports) {
    json.begin_object()
        .member("year_end", report.year_end.text())
        .member("on", report.on.text())
        .member("text", report.text)
        .member("accepted", report.accepted)
        .end_object();
  }
  json.end_array();
  member(json, "extension_asked_on", ruling.extension_asked_on);
  member(json, "change_asked_on", ruling.change_asked_on);
  json.member("extensions", ruling.extensions).key("held").begin_array();
  for (const auto& held : ruling.held) {
    std::vector<std::string> lines;
    for (const auto line : held.lines) lines.push_back(std::to_string(line));
    json.begin_object().member("declaration_id", held.declaration_id).member("on", held.on.text());
    json.strings("lines", lines).strings("departures", held.departures).end_object();
  }
  json.end_array().key("said").begin_array();
  for (const auto& said : ruling.said) {
    json.begin_object()
        .member("on", said.on.text())
        .member("by", name(said.by))
        .member("action", said.action)
        .member("text", said.text)
        .end_object();
  }
  return json.end_array().end_object().take();
}

Result<Ruling> from_json(std::string_view json) {
  auto read = read_as<Ruling>(json, "ruling_is_not_readable", [](const Object& object) { return read_ruling(object); });
  if (read) return read;
  const auto field = read.error().field;
  return Error{"ruling_is_not_readable", field, "A kept ruling lacks or garbles '" + field + "'",
               "Check the record with `clearway audit verify`"};
}

Result<Application> read_application(std::string_view json, Kind kind) {
  return read_as<Application>(json, "application_is_not_valid",
                              [&](const Object& object) { return read_application(object, kind); });
}

Result<Draft> read_draft(std::string_view json) {
  return read_as<Draft>(json, "draft_is_not_valid", [](const Object& object) {
    object.only({"outcome", "ground", "decision", "reach", "published", "not_published_because"});
    return read_draft(object);
  });
}

}  // namespace clearway::ruling
