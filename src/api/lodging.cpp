#include "api/lodging.h"

#include <sodium.h>

#include <algorithm>

#include "base/hash.h"
#include "http/json_writer.h"
#include "law/parameters.h"  // generated
#include "lodging/history.h"
#include "lodging/random_day.h"

namespace clearway::api {
namespace {

using declaration::Field;
using declaration::Procedure;
using http::ErrorCode;
using http::Problem;
using identity::Role;

Problem problem(ErrorCode code, std::string field, std::string value, std::string expected = {}) {
  Problem result{.code = code, .field = std::move(field), .value = std::move(value)};
  result.places.emplace_back("expected", std::move(expected));
  return result;
}

/// The word of law/kr/export/declarants.yaml for this account.
bool is_among(const identity::Principal& who, std::string_view declarant) {
  switch (who.role) {
    case Role::trader: return declarant == "owner" || declarant == "manufacturer";
    case Role::broker: return declarant == "broker";
    case Role::data_provider: return declarant == who.provider_kind;
    case Role::officer:
    case Role::supervisor:
    case Role::auditor:
    case Role::administrator: return false;
  }
  return false;
}

/// Customs Act 242, Export Notice 35-2 and 37(1): who may file by which procedure. An import is filed by whom a formal
/// export is filed by.
std::optional<Problem> check_procedure(const law::Law& law, const identity::Principal& who, Procedure procedure,
                                       Date today) {
  const auto& table = law.kr.export_.declarants.on(today).value;
  const auto wanted = declaration::name(procedure == Procedure::import_ ? Procedure::formal : procedure);
  std::string possible;
  for (std::size_t row = 0; row < table.size(); ++row) {
    if (!is_among(who, table.text(row, "who"))) continue;
    const auto& open = table.text(row, "procedure");
    if (open == wanted) return std::nullopt;
    if (possible.find(open) == std::string::npos) possible += (possible.empty() ? "" : ", ") + open;
  }
  auto refused = problem(ErrorCode::procedure_is_not_yours, "procedure", std::string(declaration::name(procedure)),
                         possible.empty() ? "-" : possible);
  refused.places.emplace_back("role", std::string(identity::name(who.role)));
  return refused;
}

/// The declarant's five characters of a declaration number.
std::string number_prefix(std::string_view declarant, Date day) {
  std::string prefix;
  for (const char c : declarant) {
    if (c >= 'a' && c <= 'z') prefix.push_back(static_cast<char>(c - 32));
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) prefix.push_back(c);
    if (prefix.size() == 5) break;
  }
  prefix.resize(5, '0');
  const int year = day.year() % 100;
  prefix.push_back(static_cast<char>('0' + year / 10));
  prefix.push_back(static_cast<char>('0' + year % 10));
  return prefix;
}

/// The decision as far as its filer is told: findings, the channel, and risk reasons only where policy says so.
std::string filers_decision(const declaration::Declaration& declaration, const screening::Decision& decision,
                            const screening::Rulebook& rulebook, Language language) {
  const auto sentences = language == Language::korean ? screening::Sentences::korean : screening::Sentences::english;
  std::string text;
  if (rulebook.policy().settings().filer_sees_reasons) {
    screening::append_decision(text, declaration, decision, rulebook, sentences);
    return text;
  }
  std::string findings;
  screening::append_findings(findings, declaration, decision.findings, rulebook, sentences);
  http::JsonWriter json;
  json.begin_object()
      .member("declaration_id", declaration.declaration_id)
      .member("source_row", static_cast<std::int64_t>(declaration.source_row))
      .member("procedure", declaration::name(declaration.procedure))
      .member("recommended_procedure", declaration::name(decision.recommended))
      .key("findings")
      .raw(findings)
      .member("channel", risk::name(decision.assessment.channel))
      .member("law_version", rulebook.law_version())
      .member("policy_version", rulebook.policy_version())
      .end_object();
  return json.take();
}

}  // namespace

FirstNumber::FirstNumber(std::string_view declarant, Date day) : series{number_prefix(declarant, day), 6, "X"} {}

std::string rejects_member(const std::vector<intake::Reject>& rejects, const Messages& messages, Language language) {
  http::JsonWriter json;
  json.begin_array();
  for (const auto& reject : rejects) {
    json.begin_object();
    json.member("source_row", static_cast<std::int64_t>(reject.source_row));
    if (!reject.field.empty()) json.member("field", reject.field);
    if (!reject.value.empty()) json.member("value", reject.value);
    json.member("cause", intake::cause_text(reject, messages, language));
    json.member("fix", intake::fix_text(reject, messages, language));
    json.end_object();
  }
  json.end_array();
  return "\"rejects\":" + json.take();
}

Lodging::Lodging(record::Store& store, const screening::Rulebook& rulebook, std::function<Instant()> now)
    : store_(store),
      rulebook_(rulebook),
      now_(std::move(now)),
      in_force_(std::shared_ptr<void>(), &rulebook),
      screener_(rulebook, risk::Draws::from_seed(0)),  // chance is handed to it: draws_
      draws_([this](Date day) { return secret_of(day); }) {}

std::uint64_t Lodging::id_hash(std::string_view party_id, std::string_view declaration_id) {
  return mix(hash_text(declaration_id, hash_text(party_id)));
}

Status Lodging::start() {
  const auto reached = lodging::fold_history(
      store_, 0, 0, screener_,
      [this](const record::ReplayRow& row, const declaration::Declaration&, const screening::Decision&) {
        if (row.kind == record::Kind::lodged) recorded_.insert(id_hash(row.party_id, row.declaration_id));
      });
  if (!reached) return reached.error();
  if (auto read = read_plans(); !read) return read;
  if (auto closed = close_and_reveal(now_(), Date::from_days(0)); !closed) return closed;
  return tick();
}

risk::Secret Lodging::secret_of(Date day) {
  {
    const std::lock_guard lock(secrets_mutex_);
    const auto found = secrets_.find(day.days());
    if (found != secrets_.end()) return found->second;
  }
  // Only a clock that jumps over a day comes here: the day's secret is drawn and committed to late rather than never.
  if (keep_secret(day)) {
    const std::lock_guard lock(secrets_mutex_);
    return secrets_.at(day.days());
  }
  risk::Secret secret{};
  randombytes_buf(secret.data(), secret.size());
  return secret;
}

Status Lodging::keep_secret(Date day) {
  {
    const std::lock_guard lock(secrets_mutex_);
    if (secrets_.contains(day.days())) return success();
  }
  auto stored = store_.random_secret(day);
  if (!stored) return stored.error();
  risk::Secret secret{};
  if (!*stored) {
    randombytes_buf(secret.data(), secret.size());
    const auto commitment = risk::to_hex(risk::commitment(day, secret));
    const auto kept = record::wait<Nothing>([&](auto done) {
      store_.commit_random_secret(day, risk::to_hex(secret), commitment, {"clearway", "", now_()}, done);
    });
    if (!kept && kept.error().code != "already_exists") return kept.error();
    stored = store_.random_secret(day);  // another server of the same record may have been first
    if (!stored) return stored.error();
  }
  if (!*stored || !risk::parse_hex(**stored, secret)) {
    return Error{"random_secret_cannot_be_read", "", day.text(), ""};
  }
  const std::lock_guard lock(secrets_mutex_);
  secrets_[day.days()] = secret;
  return success();
}

Status Lodging::tick() {
  const auto now = now_();
  const auto today = now.korean_day();
  if (auto read = read_plans(); !read) return read;  // another server of the same record may have changed one
  for (const auto day : {today, today.plus_days(1)}) {
    if (auto kept = keep_secret(day); !kept) return kept;
  }
  if (auto closed = close_and_reveal(now, today.plus_days(-60)); !closed) return closed;
  return record::wait<Nothing>([&](auto done) { store_.delete_expired_sessions(now, done); });
}

Date Lodging::draw_day(Date today) const {
  while (over_.contains(today.days())) today = today.plus_days(1);
  return today;
}

Status Lodging::close_and_reveal(Instant now, Date from) {
  // Ten minutes, so that other servers of the same record have stopped drawing for the day as well.
  constexpr std::int64_t grace = 10LL * 60 * 1'000'000;
  const auto in_force = rulebook();
  const auto today = now.korean_day();
  const auto last_over = Instant{now.microseconds - grace}.korean_day().plus_days(-1);
  auto days = store_.random_days(from, today.plus_days(36'500));
  if (!days) return days.error();
  for (const auto& day : *days) {
    const bool closed = day.closed_sequence > 0;
    const bool closing = !closed && day.day <= last_over;
    if (closed || closing || day.revealed_at) {
      const std::lock_guard lock(mutex_);
      over_.insert(day.day.days());
    }
    if (closing) {
      store_.flush();  // what was drawn for the day is in the record before its rows are counted
      if (auto done = lodging::close_day(store_, day, now); !done) return done;
    }
    const auto reveal_from = day.day.plus_days(in_force->policy().random_reveal_after_days(day.day));
    if (day.revealed_at || !(closed || closing) || reveal_from > today) continue;
    const auto revealed = record::wait<record::RandomDay>([&](auto done) {
      store_.reveal_random_secret(day.day, {"clearway", "", now}, done);
    });
    if (!revealed) return revealed.error();
  }
  return success();
}

std::variant<std::unique_ptr<Filing>, Problem> Lodging::prepare(std::string_view json, const identity::Principal& who,
                                                                Instant now, Language language) const {
  const auto& messages = rulebook_.messages();
  const auto today = now.korean_day();
  auto filing = std::make_unique<Filing>();
  intake::Options options;
  options.messages = &messages;
  options.language = language;
  filing->source = intake::parse_declaration(json, options);
  if (filing->source.declaration == nullptr) {
    Problem refused{.code = ErrorCode::declaration_cannot_be_read};
    refused.places.emplace_back("count", std::to_string(filing->source.problems.size()));
    if (!filing->source.problems.empty()) refused.field = filing->source.problems.front().field;
    refused.members = rejects_member(filing->source.problems, messages, language);
    return refused;
  }
  auto& declaration = filing->declaration();
  filing->text_id = declaration.declaration_id;
  if (!filing->source.unknown_keys.empty()) {
    const auto& unknown = filing->source.unknown_keys.front();
    return problem(ErrorCode::field_is_unknown, unknown.key, {},
                   unknown.near.empty() ? "GET /v1/elements" : unknown.near);
  }
  if (auto refused = check_procedure(rulebook_.law(), who, declaration.procedure, today)) return *refused;

  const auto& own_code = who.account.filer_code;
  const auto declarant = declaration.text(Field::declarant_code);
  if (!own_code.empty() && !declarant.empty() && declarant != own_code) {
    return problem(ErrorCode::declarant_is_not_yours, "declarant_code", std::string(declarant), own_code);
  }
  if (declarant.empty() && !own_code.empty()) {
    filing->declarant = own_code;
    declaration.set(Field::declarant_code, filing->declarant);
  }
  filing->date = today.text();
  const auto dated = declaration.text(Field::declaration_date);
  if (!dated.empty() && Date::parse(dated) != today) {
    return problem(ErrorCode::field_is_not_valid, "declaration_date", std::string(dated), filing->date);
  }
  declaration.set(Field::declaration_date, filing->date);

  screening::prepare(rulebook_, store_.personal_key(), declaration, filing->decision);
  if (filing->decision.has_error) {
    Problem refused{.code = ErrorCode::declaration_has_errors};
    const auto& findings = filing->decision.findings;
    const auto errors = std::count_if(findings.begin(), findings.end(), [](const clearance::Finding& finding) {
      return finding.severity == clearance::Severity::error;
    });
    refused.places.emplace_back("count", std::to_string(errors));
    refused.members = "\"findings\":";
    screening::append_findings(
        refused.members, declaration, findings, rulebook_,
        language == Language::korean ? screening::Sentences::korean : screening::Sentences::english);
    return refused;
  }
  const bool files_for_all = who.role == Role::data_provider && !own_code.empty();
  if (!files_for_all && !who.acts_for(filing->decision.party_id, identity::write_scope, today)) {
    return problem(ErrorCode::party_is_not_yours, "exporter_identifier", {});
  }
  return filing;
}

bool Lodging::may_be_recorded(const Filing& filing) const {
  const auto hash = id_hash(filing.decision.party_id, filing.source.declaration->declaration_id);
  const std::lock_guard lock(mutex_);
  return recorded_.contains(hash);
}

Status Lodging::look_up(Filing& filing) const {
  auto found = store_.read(filing.decision.party_id, filing.declaration().declaration_id);
  if (!found) return found.error();
  filing.recorded = std::move(*found);
  if (filing.recorded) {
    // Repeated on a later day it is still the declaration of its day.
    filing.date = filing.recorded->declaration.declared_on.text();
    filing.declaration().set(Field::declaration_date, filing.date);
  }
  return success();
}

record::Lodgement Lodging::decide(Filing& filing, Language language, lodging::LodgementText& text,
                                  record::NumberSeries& series) {
  auto& declaration = filing.declaration();
  if (filing.recorded) {
    // Handed over again as it was decided then: the record tells whether the content is the same.
    auto lodgement = text.make(declaration, filing.decision, *in_force_, "api");
    const auto& known = filing.recorded->declaration;
    lodgement.declared_on = known.declared_on;
    lodgement.channel = known.channel;
    lodgement.state = known.state;
    lodgement.likelihood_ppm = known.likelihood_ppm;
    lodgement.expected_value_ppm = known.expected_value_ppm;
    lodgement.value_krw = known.value_krw;
    lodgement.declaration_number = known.declaration_number;
    lodgement.hs6 = known.hs6;
    lodgement.decision = filing.recorded->decision;
    return lodgement;
  }
  const auto day = draw_day(filing.decision.facts.declared_on);
  const auto key = risk::record_key(store_.personal_key(), filing.decision.party_id, declaration.declaration_id);
  const auto plan = planned_now(declaration.text(Field::customs_office), filing.decision.facts.declared_on);
  screener_.decide(declaration, {.chance = {draws_.draw(day, {}, key), day, true}, .capacity = plan}, filing.decision);
  recorded_.insert(id_hash(filing.decision.party_id, declaration.declaration_id));
  const auto channel = filing.decision.assessment.channel;
  decisions_[static_cast<std::size_t>(declaration.procedure)][static_cast<std::size_t>(channel)].fetch_add(
      1, std::memory_order_relaxed);
  filing.answer_decision = filers_decision(declaration, filing.decision, *in_force_, language);
  auto lodgement = text.make(declaration, filing.decision, *in_force_, "api");
  lodgement.declaration_number = {};
  series = FirstNumber(lodgement.filer_code, lodgement.declared_on).series;
  lodgement.series = &series;
  return lodgement;
}

void Lodging::lodge(std::span<const std::unique_ptr<Filing>> filings, const record::Origin& origin, Language language,
                    record::Completion<std::vector<Result<record::Receipt>>> done) {
  std::vector<lodging::LodgementText> texts(filings.size());
  std::vector<record::NumberSeries> series(filings.size());
  std::vector<record::Lodgement> lodgements;
  lodgements.reserve(filings.size());
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < filings.size(); ++i) {
    lodgements.push_back(decide(*filings[i], language, texts[i], series[i]));
  }
  store_.lodge(lodgements, origin, std::move(done));
}

void Lodging::lodge(const std::unique_ptr<Filing>& filing, const record::Origin& origin, Language language,
                    record::Completion<record::Receipt> done) {
  lodging::LodgementText text;
  record::NumberSeries series;
  const std::lock_guard lock(mutex_);
  store_.lodge(decide(*filing, language, text, series), origin, std::move(done));
}

std::shared_ptr<const screening::Rulebook> Lodging::rulebook() const {
  const std::lock_guard lock(mutex_);
  return in_force_;
}

void Lodging::adopt(std::shared_ptr<const screening::Rulebook> rulebook) {
  const std::lock_guard lock(mutex_);
  screener_.adopt(*rulebook);
  in_force_ = std::move(rulebook);
}

declaration::Facts Lodging::facts_of(const record::StoredDeclaration& stored) const {
  const auto memory = intake::parse_declaration(stored.facts);
  auto* declaration = memory.declaration;
  if (declaration == nullptr) return {};
  std::vector<clearance::Finding> findings;
  rulebook_.validator().validate(*declaration, findings);
  auto facts = rulebook_.validator().derive(*declaration);
  facts.exporter = hash_text(stored.party_id);
  return facts;
}

void Lodging::examined(const record::StoredDeclaration& declaration, Date on, bool discrepancy) {
  const auto facts = facts_of(declaration);
  const std::lock_guard lock(mutex_);
  screener_.record_examination(facts, on, discrepancy);
}

void Lodging::corrected(const record::StoredDeclaration& declaration, Date on, bool discrepancy) {
  const auto facts = facts_of(declaration);
  const std::lock_guard lock(mutex_);
  screener_.correct_examination(facts, on, discrepancy);
}

Status Lodging::read_plans() {
  const auto plans = store_.capacity_plans();
  if (!plans) return plans.error();
  const std::lock_guard lock(mutex_);
  plans_.clear();
  for (const auto& plan : *plans) plans_[plan.customs_office][plan.from.days()] = {plan.red, plan.orange};
  return success();
}

std::optional<risk::Quota> Lodging::planned(std::string_view office, Date day) const {
  const std::lock_guard lock(mutex_);
  return planned_now(office, day);
}

std::optional<risk::Quota> Lodging::planned_now(std::string_view office, Date day) const {
  const auto found = plans_.find(office);
  if (found == plans_.end()) return std::nullopt;
  const auto after = found->second.upper_bound(day.days());
  if (after == found->second.begin()) return std::nullopt;
  return std::prev(after)->second;
}

void Lodging::with_history(const std::function<void(const risk::Profiles&)>& read) const {
  const std::lock_guard lock(mutex_);
  read(screener_.profiles());
}

std::optional<risk::CutOff> Lodging::cut_off(std::string_view office, Date day) const {
  const std::lock_guard lock(mutex_);
  const auto& settings = in_force_->policy().settings();
  const auto* ranking = settings.ranking_on(day);
  if (ranking == nullptr) return std::nullopt;
  const auto plan = planned_now(office, day);
  return screener_.quota().demand().cut_off(office, day, *ranking, plan ? *plan : settings.quota_of(office),
                                            screener_.quota().used(office, day));
}

risk::QuotaUse Lodging::quota_used(std::string_view office, Date day) const {
  const std::lock_guard lock(mutex_);
  return screener_.quota().used(office, day);
}

std::uint64_t Lodging::decisions(Procedure procedure, risk::Channel channel) const {
  return decisions_[static_cast<std::size_t>(procedure)][static_cast<std::size_t>(channel)].load(
      std::memory_order_relaxed);
}

}  // namespace clearway::api
