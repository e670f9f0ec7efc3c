// Debts in enforcement: the list of an office, a debt with its ladder of steps, entries that take a step or record what
// happened.
#include "api/body.h"
#include "api/examination.h"
#include "api/pages.h"
#include "api/routes.h"
#include "enforcement/answer.h"
#include "enforcement/case_reader.h"
#include "enforcing/arrears_cases.h"

namespace clearway::api {
namespace {

using enforcing::Kept;

constexpr unsigned most_list = 200;

/// A case of which no office is known is every office's.
bool is_mine(const Call& call, const record::Matter& matter) {
  return matter.customs_office.empty() || works_in(*call.who, matter.customs_office);
}

Kept visible_case(const Call& call) {
  const auto& id = call.parameter("id");
  const auto [party, arrears_case] = split_id(id);
  auto found =
      require(enforcing::find(call.services.store, call.services.enforcement, party, arrears_case, call.today));
  if (!found || !is_mine(call, found->matter)) refuse(ErrorCode::not_found, "id", id);
  return std::move(*found);
}

void append_summary(JsonWriter& json, const Call& call, const record::Matter& matter) {
  json.member("id", matter.party_id + "." + matter.matter_id)
      .member("party_id", matter.party_id)
      .null_if_empty("customs_office", matter.customs_office)
      .null_if_empty("debt_id", matter.related_id)
      .member("state", matter.state)
      .member("state_text", call.text("enforcement.state." + matter.state));
  member(json, "opened_on", matter.opened_on);
  json.key("next_change_on");
  matter.due_on ? json.string(matter.due_on->text()) : json.null();
  json.member("left_krw", matter.amount_krw).member("version", matter.version);
}

Response case_response(const Call& call, const Kept& kept, int status) {
  const auto& enforcement = call.services.enforcement.enforcement;
  const auto standing = enforcement.standing(kept.file, call.today);
  std::vector<enforcement::Answer> answers;
  for (std::size_t i = 0; i < enforcement::step_count; ++i) {
    const auto step = static_cast<enforcement::StepKind>(i);
    for (const auto& asked : enforcement.questions(step)) answers.push_back(enforcement.check(standing, step, asked));
  }
  JsonWriter json;
  json.begin_object();
  append_summary(json, call, kept.matter);
  json.member("of_a_debt", kept.of_a_debt);
  json.key("standing")
      .raw(in_language(enforcement::to_json(standing, answers, enforcement, call.services.messages), call.language));
  json.key("file").raw(enforcement::to_json(kept.file));
  auto response = http::json_response(status, json.end_object().take());
  response.with("ETag", "\"" + std::to_string(kept.matter.version) + "\"");
  return response;
}

/// Everything that the step lacks stands in `missing`; the first of it is the problem's own sentence.
[[noreturn]] void refuse_step(const Call& call, const enforcement::Answer& answer) {
  const auto& messages = call.services.messages;
  const auto& law = call.services.rulebook.law();
  JsonWriter json;
  json.begin_array();
  for (const auto& missing : answer.missing) {
    const auto* source = law.find_source(missing.cite);
    json.begin_object()
        .member("code", name(missing.refusal))
        .member("text", enforcement::sentence(missing, answer, messages).in(call.language))
        .member("cite", missing.cite)
        .member("article", source == nullptr
                               ? missing.cite
                               : source->title.in(call.language) + " " + source->article.in(call.language))
        .member("grade", law::name(missing.grade))
        .end_object();
  }
  Problem problem;
  problem.code = ErrorCode::arrears_step_is_refused;
  problem.field = "of";
  problem.value = name(answer.step);
  problem.detail = enforcement::sentence(answer.missing.front(), answer, messages).in(call.language);
  problem.members = "\"missing\":" + json.end_array().take();
  refuse(std::move(problem));
}

[[noreturn]] void refuse_entry(const Call& call, const debt::Problems& problems) {
  const auto& messages = call.services.messages;
  JsonWriter json;
  json.begin_array();
  for (const auto& one : problems) {
    json.begin_object()
        .member("code", debt::name(one.refusal))
        .member("field", one.field)
        .member("value", one.value)
        .member("text", one.text(messages).in(call.language))
        .member("fix", one.fix(messages).in(call.language))
        .end_object();
  }
  const auto& first = problems.front();
  Problem problem;
  problem.code = ErrorCode::arrears_entry_is_refused;
  problem.field = first.field;
  problem.value = first.value;
  problem.detail = first.text(messages).in(call.language);
  problem.fix = first.fix(messages).in(call.language);
  problem.members = "\"problems\":" + json.end_array().take();
  refuse(std::move(problem));
}

Response entered_response(const Call& call, const enforcing::Entered& entered) {
  if (!entered.problems.empty()) refuse_entry(call, entered.problems);
  if (entered.refused) refuse_step(call, *entered.refused);
  return case_response(call, *entered.kept, 201);
}

}  // namespace

Response list_arrears_cases(Call& call) {
  record::MatterSearch search;
  search.kinds = {std::string(enforcing::arrears_case_kind)};
  search.limit = most_list;
  search.cursor = call.asked("cursor").value_or("");
  search.customs_office = call.asked("office");
  if (search.customs_office && !works_in(*call.who, *search.customs_office)) {
    refuse(ErrorCode::not_found, "office", *search.customs_office);
  }
  if (const auto state = call.asked("state")) {
    if (!enforcement::parse<enforcement::State>(enforcement::state_names, *state)) {
      refuse(ErrorCode::query_is_malformed, "state", *state);
    }
    search.states = {*state};
  }
  const auto party = call.asked("party");
  search.every_party = !party;
  if (party) search.parties = {*party};
  if (const auto order = call.asked("order")) {
    if (*order != "due" && *order != "amount") refuse(ErrorCode::query_is_malformed, "order", *order, "due, amount");
    search.order = *order == "due" ? record::MatterOrder::due : record::MatterOrder::amount;
  }
  const auto page = require(record::Matters(call.services.store).search(search));
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const auto& matter : page.matters) {
    if (!is_mine(call, matter)) continue;
    json.begin_object();
    append_summary(json, call, matter);
    json.end_object();
  }
  json.end_array().null_if_empty("next_cursor", page.next_cursor);
  return http::json_response(200, json.end_object().take());
}

Response open_arrears_case(Call& call) {
  const Body body(call.request.body, {"party_id", "customs_office", "debt_id", "file"});
  enforcing::Opening opening;
  opening.party_id = body.text("party_id", 40);
  opening.customs_office = body.text("customs_office", 10);
  opening.debt_id = body.text_or("debt_id", "", 80);
  Text office;
  office_name_checked(call, opening.customs_office, office);
  debt::Problems problems;
  opening.file = enforcement::read_file(body.raw_object("file"), call.services.enforcement.calendar, problems);
  if (!problems.empty()) refuse_entry(call, problems);
  opening.case_id = call.id_from_request("arrears-");
  return entered_response(call, require(enforcing::open(call.services.store, call.services.enforcement,
                                                        std::move(opening), call.today, call.origin())));
}

Response get_arrears_case(Call& call) { return case_response(call, visible_case(call), 200); }

Response enter_into_arrears_case(Call& call) {
  auto kept = visible_case(call);
  kept.matter.version = call.expected_version();
  debt::Problems problems;
  const auto event = enforcement::read_event(call.request.body, problems);
  if (!problems.empty()) refuse_entry(call, problems);
  return entered_response(call, require(enforcing::enter(call.services.store, call.services.enforcement, kept, event,
                                                         call.today, call.origin())));
}

}  // namespace clearway::api
