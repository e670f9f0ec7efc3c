#include "importing/imports.h"

#include <simdjson.h>
#include <sodium.h>

#include <algorithm>
#include <array>

#include "base/json_writer.h"
#include "detection/filed_json.h"
#include "law/law.h"

namespace clearway::importing {
namespace {

std::string digest_of(std::string_view text) {
  std::array<unsigned char, crypto_generichash_BYTES> bytes{};
  crypto_generichash(bytes.data(), bytes.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     nullptr, 0);
  std::array<char, bytes.size() * 2 + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
  return hex.data();
}

void write(JsonWriter& json, const assessment::Taxes& taxes) {
  json.begin_object();
  for (std::size_t i = 0; i < assessment::tax_kind_count; ++i) {
    const auto kind = static_cast<assessment::TaxKind>(i);
    if (taxes[kind] != 0) json.member(assessment::name(kind), taxes[kind]);
  }
  json.end_object();
}

/// What was asked for; what customs learns in the meantime is no part of it.
std::string request_of(const detection::Filed& after, const Amendment& amendment) {
  auto filed = after;
  filed.known.clear();
  return "amend " + detection::to_json(filed) + "\n" + amendment.reason;
}

Error unreadable(const record::Matter& matter) {
  return {"body_is_not_readable", "import_declaration", matter.party_id + "/" + matter.matter_id,
          "verify the record with 'clearway audit verify'"};
}

}  // namespace

std::string figures_of(const assessment::Assessment& answer) {
  JsonWriter json;
  json.begin_object().key("lines").begin_array();
  for (const auto& line : answer.lines) {
    json.begin_object().member("line", std::int64_t{line.line});
    json.member("tariff_code", tariff::code_text(line.tariff_code)).member("customs_value", line.customs_value);
    json.member("method", int{line.method}).key("rate").string(tariff::name(line.rate_kind));
    json.member("duty_relieved", line.duty_relieved).key("taxes");
    write(json, line.taxes);
    json.end_object();
  }
  json.end_array().member("customs_value", answer.customs_value).key("taxes");
  write(json, answer.taxes);
  json.member("assessed", answer.assessed).member("payable", answer.payable).key("steps").begin_array();
  for (const auto& step : answer.steps) {
    json.begin_array().integer(step.line).string(assessment::name(step.rule));
    step.has_amount ? json.integer(step.amount) : json.null();
    json.string(step.cite == nullptr ? std::string_view{} : *step.cite).end_array();
  }
  json.end_array().end_object();
  return json.take();
}

Result<record::Matter> Imports::file_of(const detection::Filed& filed, const std::vector<Amendment>& amendments) const {
  const auto answer = assessor_->assess(filed.declaration);
  if (!answer.complete) {
    Error error{"declaration_cannot_be_assessed", "declaration", "", "correct the fields named"};
    if (!answer.problems.empty()) {
      const auto& problem = answer.problems.front();
      error.field = "declaration." + problem.field;
      error.detail = std::string(assessment::name(problem.refusal)) + ": " + problem.value;
      error.fix = problem.expected;
    }
    return error;
  }
  record::Matter matter;
  matter.party_id = filed.party_id;
  matter.matter_id = filed.declaration_id;
  matter.kind = matter_kind;
  matter.state = accepted;
  matter.customs_office = filed.customs_office;
  matter.related_id = filed.declaration.declaration_number;
  matter.opened_on = filed.declaration.tax_date;
  matter.amount_krw = answer.payable;
  JsonWriter json;
  json.begin_object().key("filed");
  detection::write(json, filed);
  json.key("assessment").begin_object().member("digest", digest_of(figures_of(answer)));
  json.member("law", assessor_->terms().law.version()).member("tariff", assessor_->tariff().version());
  json.member("customs_value", answer.customs_value).member("assessed", answer.assessed);
  json.member("payable", answer.payable).end_object().key("amendments").begin_array();
  for (const auto& amendment : amendments) {
    json.begin_object().member("on", amendment.on.text()).member("reason", amendment.reason).end_object();
  }
  json.end_array().end_object();
  matter.body = json.take();
  return matter;
}

void Imports::lodge(const detection::Filed& filed, const record::Origin& origin,
                    record::Completion<std::vector<record::Matter>> done) {
  auto matter = file_of(filed, {});
  if (!matter) return done(matter.error());
  matters_.step({{std::move(matter).value(), "lodged"}}, "lodge " + detection::to_json(filed), origin, std::move(done));
}

void Imports::amend(const Kept& before, const detection::Filed& after, const Amendment& amendment,
                    const record::Origin& origin, record::Completion<std::vector<record::Matter>> done) {
  if (after.party_id != before.matter.party_id || after.declaration_id != before.matter.matter_id) {
    return done(Error{"party_keeps_its_declaration", "party_id", after.party_id + "/" + after.declaration_id,
                      before.matter.party_id + "/" + before.matter.matter_id});
  }
  auto amendments = before.amendments;
  amendments.push_back(amendment);
  auto made = file_of(after, amendments);
  if (!made) return done(made.error());
  auto matter = std::move(made).value();
  matter.state = amended;
  matter.version = before.matter.version;
  matter.opened_on = before.matter.opened_on;
  if (matter.customs_office.empty()) matter.customs_office = before.matter.customs_office;
  matter.assignee = before.matter.assignee;
  // What was said stands in the file, not in the chain: it may be personal.
  JsonWriter detail;
  detail.begin_object().member("before", before.digest);
  detail.member("before_krw", before.payable).member("after_krw", matter.amount_krw).end_object();
  matters_.step({{std::move(matter), std::string(amended), detail.take()}}, request_of(after, amendment), origin,
                std::move(done));
}

Result<bool> Imports::was_amended(const Kept& before, const detection::Filed& after, const Amendment& amendment,
                                  const record::Origin& origin) const {
  const auto earlier = matters_.repeated({{before.matter, std::string(amended)}}, request_of(after, amendment), origin);
  if (!earlier) return earlier.error();
  return earlier->has_value();
}

Result<Kept> Imports::read(record::Matter matter) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  Kept out;
  simdjson::dom::element filed, assessment;
  std::string_view digest, law, tariff;
  if (parser.parse(matter.body).get(root) != simdjson::SUCCESS || root["filed"].get(filed) != simdjson::SUCCESS ||
      root["assessment"].get(assessment) != simdjson::SUCCESS ||
      assessment["digest"].get(digest) != simdjson::SUCCESS || assessment["law"].get(law) != simdjson::SUCCESS ||
      assessment["tariff"].get(tariff) != simdjson::SUCCESS ||
      assessment["customs_value"].get(out.customs_value) != simdjson::SUCCESS ||
      assessment["assessed"].get(out.assessed) != simdjson::SUCCESS ||
      assessment["payable"].get(out.payable) != simdjson::SUCCESS)
    return unreadable(matter);
  simdjson::dom::array amendments;
  if (root["amendments"].get(amendments) != simdjson::SUCCESS) return unreadable(matter);
  for (const auto one : amendments) {
    std::string_view on, reason;
    const bool is_read = one["on"].get(on) == simdjson::SUCCESS && one["reason"].get(reason) == simdjson::SUCCESS;
    const auto day = is_read ? Date::parse(on) : std::nullopt;
    if (!day) return unreadable(matter);
    out.amendments.push_back({*day, std::string(reason)});
  }
  detection::FiledReader reader;
  assessment::Problems problems;
  out.filed = reader.read(simdjson::minify(filed), problems);
  if (!problems.empty()) return unreadable(matter);
  out.digest = digest;
  out.law_version = law;
  out.tariff_version = tariff;
  out.matter = std::move(matter);
  return out;
}

Result<std::optional<Kept>> Imports::find(std::string_view party_id, std::string_view declaration_id) const {
  auto found = matters_.find(party_id, declaration_id);
  if (!found) return found.error();
  if (!*found || (*found)->kind != matter_kind) return std::optional<Kept>{};
  auto kept = read(std::move(**found));
  if (!kept) return kept.error();
  return std::optional(std::move(kept).value());
}

Result<record::MatterPage> Imports::search(record::MatterSearch search) const {
  search.kinds = {std::string(matter_kind)};
  return matters_.search(search);
}

Status Imports::each(const std::function<bool(const Kept&)>& visit) const {
  Status failed = success();
  auto status = matters_.each(matter_kind, [&](const record::Matter& matter) {
    const auto kept = read(matter);
    if (!kept) return failed = kept.error(), false;
    return visit(*kept);
  });
  return failed ? status : failed;
}

Recomputed Imports::recompute(const Kept& kept) const {
  Recomputed out;
  out.answer = assessor_->assess(kept.filed.declaration);
  out.figures = figures_of(out.answer);
  out.same = digest_of(out.figures) == kept.digest;
  out.law_is_other = assessor_->terms().law.version() != kept.law_version;
  out.tariff_is_other = assessor_->tariff().version() != kept.tariff_version;
  return out;
}

}  // namespace clearway::importing
