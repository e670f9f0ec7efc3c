#include "api/pages.h"
#include "api/routes.h"
#include "clearance/lifecycle.h"

namespace clearway::api {
namespace {

template <class T, class Parse>
std::optional<T> asked_for(const Call& call, std::string_view name, std::string_view expected, const Parse& parse) {
  const auto text = call.asked(name);
  if (!text) return std::nullopt;
  const auto value = parse(*text);
  if (!value) refuse(ErrorCode::query_is_malformed, std::string(name), *text, std::string(expected));
  return value;
}

std::optional<risk::Channel> parse_channel(const std::string& text) {
  for (std::size_t i = 0; i < risk::channel_names.size(); ++i) {
    if (risk::channel_names[i] == text) return static_cast<risk::Channel>(i);
  }
  return std::nullopt;
}

std::optional<unsigned> parse_limit(const std::string& text) {
  if (text.empty() || text.size() > 3 || text.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  const auto value = static_cast<unsigned>(std::stoul(text));
  return value >= 1 && value <= 200 ? std::optional(value) : std::nullopt;
}

/// A field of CSV: quoted where it must be; a text that a spreadsheet would take for a formula is marked as text.
void append_csv(std::string& out, std::string_view text) {
  const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  const bool quoted = formula || text.find_first_of("\",\r\n") != std::string_view::npos;
  if (quoted) out.push_back('"');
  if (formula) out.push_back('\'');
  for (const char c : text) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  if (quoted) out.push_back('"');
}

void append_csv_row(std::string& out, const record::StoredDeclaration& row, bool risk) {
  const std::string id = row.party_id + "." + row.declaration_id;
  const std::string day = row.declared_on.text();
  const std::string value = std::to_string(row.value_krw);
  const std::string_view texts[] = {id,
                                    row.declaration_number,
                                    declaration::name(row.procedure),
                                    row.customs_office,
                                    day,
                                    risk::name(row.channel),
                                    row.state,
                                    value,
                                    row.destination_country,
                                    row.hs6,
                                    row.exporter_name,
                                    row.filer_code};
  bool first = true;
  for (const auto text : texts) {
    if (!first) out.push_back(',');
    first = false;
    append_csv(out, text);
  }
  if (risk) {
    out.push_back(',');
    append_micro(out, row.likelihood_ppm);
    out.push_back(',');
    append_micro(out, row.expected_value_ppm);
  }
  out += "\r\n";
}

/// A search written out page by page; memory holds one page.
class CsvExport : public std::enable_shared_from_this<CsvExport> {
 public:
  CsvExport(std::shared_ptr<Call> call, std::shared_ptr<http::ResponseStream> out)
      : call_(std::move(call)), out_(std::move(out)), search_(search_of(*call_)), risk_(call_->who->is_customs()) {
    search_.limit = 1000;
  }
  void begin() {
    std::string head =
        "\xEF\xBB\xBF"
        "id,declaration_number,procedure,customs_office,declared_on,channel,state,value_krw,destination_country,hs6,"
        "exporter_name,filer_code";
    head += risk_ ? ",likelihood,expected_value\r\n" : "\r\n";
    send(std::move(head), true);
  }

 private:
  void next() {
    const bool queued = call_->services.pool.run([self = shared_from_this()] {
      const auto page = self->call_->services.store.search(self->search_);
      if (!page) {
        // The rows cannot be completed: the connection is broken off so that nobody takes them for all.
        self->call_->services.log("export: " + page.error().detail);
        return self->send("\r\n# " + self->call_->text("problem.database_failed.title") + "\r\n", false);
      }
      std::string rows;
      for (const auto& row : page->declarations) append_csv_row(rows, row, self->risk_);
      self->search_.cursor = page->next_cursor;
      self->send(std::move(rows), !page->next_cursor.empty());
    });
    if (!queued) out_->finish();
  }
  void send(std::string text, bool more) {
    out_->write(std::move(text), [self = shared_from_this(), more](bool sent) {
      if (sent && more) return self->next();
      self->out_->finish();
    });
  }
  std::shared_ptr<Call> call_;
  std::shared_ptr<http::ResponseStream> out_;
  record::Search search_;
  bool risk_;
};

}  // namespace

record::Search search_of(const Call& call) {
  record::Search search;
  search.scope = call.who->visible(call.today);
  search.customs_office = call.asked("office");
  search.from = call.asked_date("from");
  search.to = call.asked_date("to");
  search.channel = asked_for<risk::Channel>(call, "channel", "green, orange, red", parse_channel);
  search.procedure =
      asked_for<declaration::Procedure>(call, "procedure", "formal, simplified, manifest, import",
                                        [](const auto& text) { return declaration::parse_procedure(text); });
  if (const auto state = call.asked("state")) {
    if (!clearance::parse_state(*state)) {
      refuse(ErrorCode::query_is_malformed, "state", *state,
             "lodged, selected, examined, accepted, loaded, amended, …");
    }
    search.state = state;
  }
  search.party_id = call.asked("party");
  search.text = call.asked("q").value_or("");
  if (search.text.size() > 400) refuse(ErrorCode::query_is_malformed, "q", search.text.substr(0, 50) + "…", "≤ 100");
  const auto sort = call.asked("sort").value_or("-declared_on");
  if (sort != "-declared_on" && sort != "-expected_value") {
    refuse(ErrorCode::query_is_malformed, "sort", sort, "-declared_on, -expected_value");
  }
  // Expected values are not a filer's business, not even as an order.
  if (sort == "-expected_value" && call.who->is_customs()) search.order = record::Order::expected_value;
  search.cursor = call.asked("cursor").value_or("");
  search.limit = asked_for<unsigned>(call, "limit", "1 – 200", parse_limit).value_or(50);
  return search;
}

void append_summary(JsonWriter& json, const record::StoredDeclaration& declaration, bool risk) {
  json.begin_object()
      .member("id", declaration.party_id + "." + declaration.declaration_id)
      .member("party_id", declaration.party_id)
      .member("declaration_id", declaration.declaration_id)
      .member("declaration_number", declaration.declaration_number)
      .member("procedure", declaration::name(declaration.procedure))
      .member("customs_office", declaration.customs_office);
  member(json, "declared_on", declaration.declared_on);
  json.member("channel", risk::name(declaration.channel)).member("state", declaration.state);
  if (risk) {
    json.member("likelihood", static_cast<double>(declaration.likelihood_ppm) / 1e6)
        .member("expected_value", static_cast<double>(declaration.expected_value_ppm) / 1e6);
  }
  json.member("value_krw", declaration.value_krw)
      .member("destination_country", declaration.destination_country)
      .member("hs6", declaration.hs6)
      .member("exporter_name", declaration.exporter_name)
      .member("filer_code", declaration.filer_code)
      .end_object();
}

Response search_declarations(Call& call) {
  auto page = require(call.services.store.search(search_of(call)), call.asked("cursor").value_or(""));
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const auto& declaration : page.declarations) append_summary(json, declaration, call.who->is_customs());
  json.end_array().null_if_empty("next_cursor", page.next_cursor).end_object();
  return http::json_response(200, json.take());
}

void export_declarations(const std::shared_ptr<Call>& call, const http::Responder& responder) {
  (void)search_of(*call);  // a filter that cannot be read is refused before the answer begins
  Response head(200);
  head.with("Content-Type", "text/csv; charset=utf-8")
      .with("Cache-Control", "no-store")
      .with("Content-Disposition", "attachment; filename=\"declarations-" + call->today.text() + ".csv\"");
  std::make_shared<CsvExport>(call, responder.start(std::move(head)))->begin();
}

}  // namespace clearway::api
