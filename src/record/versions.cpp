#include "record/versions.h"

#include <algorithm>
#include <utility>

#include "record/sql.h"  // generated
#include "record/store_impl.h"

namespace clearway::record {
namespace {

using db::Connection;
using db::Row;
using db::Value;
using risk::VersionKind;
using risk::VersionState;
using risk::VersionStep;

Error not_found(std::string_view what, std::string_view id) {
  return {"not_found", std::string(what), "There is no " + std::string(what) + " '" + std::string(id) + "'",
          "Check the id"};
}

Error moved_on() {
  return {"version_is_not_current", "If-Match", "It was changed by someone else meanwhile",
          "Read it again and repeat the change"};
}

std::optional<Instant> instant_or_nothing(const Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return Instant{row.integer(column)};
}

Value value_of(const std::optional<Instant>& at) { return at ? Value(at->microseconds) : Value(nullptr); }

constexpr int judges_column = 20, content_column = 21;

RiskVersion listed_from(const Row& row) {
  RiskVersion version;
  version.version_id = row.string(0);
  version.kind = risk::parse_version_kind(row.text(1)).value_or(VersionKind::policy);
  version.state = risk::parse_version_state(row.text(2)).value_or(VersionState::rejected);
  version.version = row.integer(3);
  version.title = row.string(4);
  version.note = row.string(5);
  version.fingerprint = row.string(6);
  version.data_fingerprint = row.string(7);
  version.parameters = row.string(8);
  version.measures = row.string(9);
  version.based_on = row.string(10);
  version.authors = split(row.text(11));
  version.created_by = row.string(12);
  version.created_at = Instant{row.integer(13)};
  version.rehearsal_id = row.string(14);
  version.approved_by = row.string(15);
  version.approved_at = instant_or_nothing(row, 16);
  version.activated_by = row.string(17);
  version.activated_at = instant_or_nothing(row, 18);
  version.retired_at = instant_or_nothing(row, 19);
  version.judges = split(row.text(judges_column));
  return version;
}

RiskVersion version_from(const Row& row) {
  auto version = listed_from(row);
  version.content = std::string(row.bytes(content_column));
  return version;
}

Rehearsal rehearsal_from(const Row& row) {
  Rehearsal rehearsal;
  rehearsal.rehearsal_id = row.string(0);
  rehearsal.version_id = row.string(1);
  rehearsal.fingerprint = row.string(2);
  rehearsal.against = row.string(3);
  rehearsal.from = Date::parse(row.text(4)).value_or(Date{});
  rehearsal.to = Date::parse(row.text(5)).value_or(Date{});
  rehearsal.requested_by = row.string(6);
  rehearsal.requested_at = Instant{row.integer(7)};
  rehearsal.finished_at = Instant{row.integer(8)};
  rehearsal.report = row.string(9);
  return rehearsal;
}

template <class T>
Result<std::optional<T>> first(Connection& database, std::string_view sql, std::initializer_list<Value> parameters,
                               T (*make)(const Row&)) {
  std::optional<T> found;
  auto status = database.rows(sql, parameters, [&](const Row& row) {
    found = make(row);
    return false;
  });
  if (!status) return status.error();
  return found;
}

template <class T>
Result<std::vector<T>> all(Connection& database, std::string_view sql, std::initializer_list<Value> parameters,
                           T (*make)(const Row&)) {
  std::vector<T> found;
  auto status = database.rows(sql, parameters, [&](const Row& row) {
    found.push_back(make(row));
    return true;
  });
  if (!status) return status.error();
  return found;
}

/// The step as a record of the chain, with the digest of the row as it left it.
Status record_step(Writing& writing, const RiskVersion& version, std::string_view step, std::string_view reason,
                   const Origin& origin) {
  const std::string digest = hex(version_digest(version));
  const auto body = json_object({{"step", step},
                                 {"kind", name(version.kind)},
                                 {"state", name(version.state)},
                                 {"fingerprint", version.fingerprint},
                                 {"reason", reason},
                                 {"row", digest}});
  const RecordContent content{system_party,
                              name(Kind::risk_version_changed),
                              version.version_id,
                              origin.at.microseconds,
                              origin.actor,
                              origin.request_id,
                              {},
                              body};
  return append_record(writing, content, 0);
}

Status insert(Writing& writing, const RiskVersion& v) {
  const std::string authors = join(v.authors), judges = join(v.judges);
  const auto inserted = writing.database.run(sql::insert_risk_version, {v.version_id,
                                                                        name(v.kind),
                                                                        name(v.state),
                                                                        v.version,
                                                                        v.title,
                                                                        v.note,
                                                                        v.fingerprint,
                                                                        v.data_fingerprint,
                                                                        v.parameters,
                                                                        v.measures,
                                                                        v.based_on,
                                                                        authors,
                                                                        v.created_by,
                                                                        v.created_at.microseconds,
                                                                        v.rehearsal_id,
                                                                        v.approved_by,
                                                                        value_of(v.approved_at),
                                                                        v.activated_by,
                                                                        value_of(v.activated_at),
                                                                        value_of(v.retired_at),
                                                                        Value::bytes(v.content),
                                                                        judges});
  return inserted ? success() : Status(inserted.error());
}

Status update(Writing& writing, const RiskVersion& v) {
  const std::string authors = join(v.authors);
  const auto updated =
      writing.database.run(sql::update_risk_version,
                           {v.version_id, name(v.state), v.version, v.title, v.note, v.fingerprint, v.data_fingerprint,
                            v.parameters, v.measures, authors, v.rehearsal_id, v.approved_by, value_of(v.approved_at),
                            v.activated_by, value_of(v.activated_at), value_of(v.retired_at), Value::bytes(v.content)});
  return updated ? success() : Status(updated.error());
}

/// Takes out of force what cannot be in force beside `next`.
Status make_way(Writing& writing, const RiskVersion& next, const Origin& origin) {
  auto active = all(writing.database, sql::active_risk_versions, {name(next.kind)}, version_from);
  if (!active) return active.error();
  for (auto& version : *active) {
    if (risk::stand_beside(version.judges, next.judges)) continue;
    version.state = VersionState::retired;
    version.retired_at = origin.at;
    ++version.version;
    if (auto status = update(writing, version); !status) return status;
    if (auto status = record_step(writing, version, "retire", "", origin); !status) return status;
  }
  return success();
}

risk::VersionStanding standing_of(const RiskVersion& version) {
  return {version.state, version.authors, version.activated_at.has_value()};
}

std::optional<Error> refused(const RiskVersion& version, VersionStep step, const std::string& actor) {
  const auto refusal = risk::refusal_of(standing_of(version), step, actor);
  if (!refusal) return std::nullopt;
  return Error{
      std::string(risk::name(*refusal)), "version_id",
      std::string(risk::name(step)) + " of " + version.version_id + ", which is " + std::string(name(version.state)),
      ""};
}

Result<RiskVersion> find_to_change(Writing& writing, const std::string& version_id, std::int64_t expected) {
  auto found = first(writing.database, sql::find_risk_version, {version_id}, version_from);
  if (!found) return found.error();
  if (!*found) return not_found("version_id", version_id);
  if (expected != 0 && (*found)->version != expected) return moved_on();
  return std::move(**found);
}

/// The answer to an earlier request of this id; what it asked for stands in `fingerprint`.
Result<std::optional<RiskVersion>> repeated(Writing& writing, const Origin& origin, const Digest& fingerprint) {
  if (origin.request_id.empty()) return std::optional<RiskVersion>{};
  auto earlier = earlier_answer(writing.database, system_party, origin, fingerprint);
  if (!earlier) return earlier.error();
  if (!*earlier) return std::optional<RiskVersion>{};
  return first(writing.database, sql::find_risk_version, {(*earlier)->subject_id}, version_from);
}

Status answered(Writing& writing, const Origin& origin, const Digest& fingerprint, const RiskVersion& version) {
  if (origin.request_id.empty()) return success();
  return keep_answer(writing, origin, fingerprint,
                     {Outcome::recorded, std::string(system_party), version.version_id, "", writing.chain.stream(),
                      writing.chain.sequence(), version.version});
}

Result<RiskVersion> create(Writing& writing, RiskVersion version, const Origin& origin) {
  const auto known = first(writing.database, sql::find_risk_version, {version.version_id}, version_from);
  if (!known) return known.error();
  if (*known) return **known;
  version.state = VersionState::drafted;
  version.version = 1;
  version.created_by = origin.actor;
  version.created_at = origin.at;
  version.authors = {origin.actor};
  if (auto status = insert(writing, version); !status) return status.error();
  if (auto status = record_step(writing, version, "create", version.note, origin); !status) return status.error();
  return version;
}

Result<RiskVersion> edit(Writing& writing, const RiskVersion& change, const Origin& origin) {
  const auto fingerprint = Framed("risk version edit")
                               .add(change.version_id)
                               .add(change.version)
                               .add(change.title)
                               .add(change.note)
                               .add(change.content)
                               .digest();
  auto earlier = repeated(writing, origin, fingerprint);
  if (!earlier) return earlier.error();
  if (*earlier) return **earlier;
  auto found = find_to_change(writing, change.version_id, change.version);
  if (!found) return found;
  if (auto refusal = refused(*found, VersionStep::edit, origin.actor)) return *refusal;
  RiskVersion& version = *found;
  const bool content_changed = version.content != change.content;
  version.title = change.title;
  version.note = change.note;
  version.fingerprint = change.fingerprint;
  version.data_fingerprint = change.data_fingerprint;
  version.parameters = change.parameters;
  version.measures = change.measures;
  version.content = change.content;
  ++version.version;
  if (content_changed) {
    version.state = risk::state_after(VersionStep::edit);
    version.rehearsal_id.clear();
  }
  if (std::find(version.authors.begin(), version.authors.end(), origin.actor) == version.authors.end()) {
    version.authors.push_back(origin.actor);
  }
  if (auto status = update(writing, version); !status) return status.error();
  if (auto status = record_step(writing, version, "edit", version.note, origin); !status) return status.error();
  if (auto status = answered(writing, origin, fingerprint, version); !status) return status.error();
  return version;
}

Result<RiskVersion> take_step(Writing& writing, const std::string& version_id, std::int64_t expected, VersionStep step,
                              const std::string& reason, const Origin& origin) {
  const auto fingerprint =
      Framed("risk version step").add(version_id).add(expected).add(risk::name(step)).add(reason).digest();
  auto earlier = repeated(writing, origin, fingerprint);
  if (!earlier) return earlier.error();
  if (*earlier) return **earlier;
  auto found = find_to_change(writing, version_id, expected);
  if (!found) return found;
  RiskVersion& version = *found;
  if (auto refusal = refused(version, step, origin.actor)) return *refusal;
  const bool into_force = step == VersionStep::activate || step == VersionStep::roll_back;
  if (into_force) {
    if (auto status = make_way(writing, version, origin); !status) return status.error();
    version.activated_by = origin.actor;
    version.activated_at = origin.at;
    version.retired_at.reset();
  }
  if (step == VersionStep::approve) {
    version.approved_by = origin.actor;
    version.approved_at = origin.at;
  }
  version.state = risk::state_after(step);
  ++version.version;
  if (auto status = update(writing, version); !status) return status.error();
  if (auto status = record_step(writing, version, risk::name(step), reason, origin); !status) return status.error();
  if (auto status = answered(writing, origin, fingerprint, version); !status) return status.error();
  return version;
}

Result<RiskVersion> install(Writing& writing, RiskVersion version, const Origin& origin) {
  auto known = first(writing.database, sql::find_risk_version, {version.version_id}, version_from);
  if (!known) return known.error();
  if (*known && (*known)->state == VersionState::active) return **known;
  if (auto status = make_way(writing, version, origin); !status) return status.error();
  const bool fresh = !*known;
  if (!fresh) version = **known;
  version.state = VersionState::active;
  version.activated_by = origin.actor;
  version.activated_at = origin.at;
  version.retired_at.reset();
  if (fresh) {
    version.created_by = origin.actor;
    version.created_at = origin.at;
    version.authors = {origin.actor};
  }
  ++version.version;
  auto status = fresh ? insert(writing, version) : update(writing, version);
  if (!status) return status.error();
  if (status = record_step(writing, version, "install", version.note, origin); !status) return status.error();
  return version;
}

Result<Rehearsal> keep(Writing& writing, const Rehearsal& rehearsal, const Origin& origin) {
  auto known = first(writing.database, sql::find_rehearsal, {rehearsal.rehearsal_id}, rehearsal_from);
  if (!known) return known.error();
  if (*known) return **known;
  auto found = find_to_change(writing, rehearsal.version_id, 0);
  if (!found) return found.error();
  const std::string from = rehearsal.from.text(), to = rehearsal.to.text();
  const auto inserted = writing.database.run(
      sql::insert_rehearsal, {rehearsal.rehearsal_id, rehearsal.version_id, rehearsal.fingerprint, rehearsal.against,
                              from, to, rehearsal.requested_by, rehearsal.requested_at.microseconds,
                              rehearsal.finished_at.microseconds, rehearsal.report});
  if (!inserted) return inserted.error();
  const std::string digest = hex(rehearsal_digest(rehearsal));
  const auto body = json_object({{"version_id", rehearsal.version_id},
                                 {"fingerprint", rehearsal.fingerprint},
                                 {"against", rehearsal.against},
                                 {"from", from},
                                 {"to", to},
                                 {"row", digest}});
  const RecordContent content{system_party,
                              name(Kind::risk_rehearsed),
                              rehearsal.rehearsal_id,
                              origin.at.microseconds,
                              origin.actor,
                              origin.request_id,
                              {},
                              body};
  if (auto status = append_record(writing, content, 0); !status) return status.error();
  RiskVersion& version = *found;
  if (version.state != VersionState::drafted || version.fingerprint != rehearsal.fingerprint) {
    // Already rehearsed, or changed meanwhile: the report stays, the version does not move.
    return rehearsal;
  }
  version.state = risk::state_after(VersionStep::rehearse);
  version.rehearsal_id = rehearsal.rehearsal_id;
  ++version.version;
  if (auto status = update(writing, version); !status) return status.error();
  if (auto status = record_step(writing, version, risk::name(VersionStep::rehearse), "", origin); !status)
    return status.error();
  return rehearsal;
}

}  // namespace

Digest version_digest(const RiskVersion& v) {
  const auto at = [](const std::optional<Instant>& instant) {
    return instant ? instant->microseconds : std::int64_t{-1};
  };
  Framed framed("risk version", 512 + v.content.size());
  framed.add(v.version_id)
      .add(name(v.kind))
      .add(name(v.state))
      .add(v.version)
      .add(v.title)
      .add(v.note)
      .add(v.fingerprint)
      .add(v.data_fingerprint)
      .add(v.parameters)
      .add(v.measures)
      .add(v.based_on)
      .add(join(v.authors))
      .add(v.created_by)
      .add(v.created_at.microseconds)
      .add(v.rehearsal_id)
      .add(v.approved_by)
      .add(at(v.approved_at))
      .add(v.activated_by)
      .add(at(v.activated_at))
      .add(at(v.retired_at))
      .add(v.content);
  // Rows from before there was such a column keep their digest.
  if (!v.judges.empty()) framed.add(join(v.judges));
  return framed.digest();
}

Digest rehearsal_digest(const Rehearsal& r) {
  return Framed("rehearsal", 512 + r.report.size())
      .add(r.rehearsal_id)
      .add(r.version_id)
      .add(r.fingerprint)
      .add(r.against)
      .add(r.from.text())
      .add(r.to.text())
      .add(r.requested_by)
      .add(r.requested_at.microseconds)
      .add(r.finished_at.microseconds)
      .add(r.report)
      .digest();
}

Status each_version_row(Connection& database, const std::function<void(const RiskVersion&)>& version,
                        const std::function<void(const Rehearsal&)>& rehearsal) {
  std::vector<std::string> ids;
  auto versions = all(database, sql::list_risk_versions, {}, listed_from);
  if (!versions) return versions.error();
  for (const auto& listed : *versions) {
    const auto whole = first(database, sql::find_risk_version, {listed.version_id}, version_from);
    if (!whole) return whole.error();
    if (*whole) version(**whole);
    const auto runs = all(database, sql::list_rehearsals, {listed.version_id}, rehearsal_from);
    if (!runs) return runs.error();
    for (const auto& run : *runs) {
      const auto report = first(database, sql::find_rehearsal, {run.rehearsal_id}, rehearsal_from);
      if (!report) return report.error();
      if (*report) rehearsal(**report);
    }
  }
  return success();
}

void Store::create_risk_version(RiskVersion version, const Origin& origin, Completion<RiskVersion> done) {
  impl_->run<RiskVersion>(
      [version = std::move(version), origin](Writing& writing) { return create(writing, version, origin); },
      std::move(done));
}

void Store::edit_risk_version(RiskVersion version, const Origin& origin, Completion<RiskVersion> done) {
  impl_->run<RiskVersion>(
      [version = std::move(version), origin](Writing& writing) { return edit(writing, version, origin); },
      std::move(done));
}

void Store::step_risk_version(std::string version_id, std::int64_t expected_version, VersionStep step,
                              std::string reason, const Origin& origin, Completion<RiskVersion> done) {
  impl_->run<RiskVersion>(
      [version_id = std::move(version_id), expected_version, step, reason = std::move(reason),
       origin](Writing& writing) { return take_step(writing, version_id, expected_version, step, reason, origin); },
      std::move(done));
}

void Store::install_risk_version(RiskVersion version, const Origin& origin, Completion<RiskVersion> done) {
  impl_->run<RiskVersion>(
      [version = std::move(version), origin](Writing& writing) { return install(writing, version, origin); },
      std::move(done));
}

void Store::keep_rehearsal(Rehearsal rehearsal, const Origin& origin, Completion<Rehearsal> done) {
  impl_->run<Rehearsal>(
      [rehearsal = std::move(rehearsal), origin](Writing& writing) { return keep(writing, rehearsal, origin); },
      std::move(done));
}

Result<std::vector<RiskVersion>> Store::risk_versions() const {
  return impl_->read<std::vector<RiskVersion>>(
      [](Connection& database) { return all(database, sql::list_risk_versions, {}, listed_from); });
}

Result<std::optional<RiskVersion>> Store::risk_version(std::string_view version_id) const {
  return impl_->read<std::optional<RiskVersion>>(
      [&](Connection& database) { return first(database, sql::find_risk_version, {version_id}, version_from); });
}

Result<std::vector<RiskVersion>> Store::active_risk_versions(VersionKind kind) const {
  return impl_->read<std::vector<RiskVersion>>(
      [&](Connection& database) { return all(database, sql::active_risk_versions, {name(kind)}, version_from); });
}

Result<std::vector<Rehearsal>> Store::rehearsals(std::string_view version_id) const {
  return impl_->read<std::vector<Rehearsal>>(
      [&](Connection& database) { return all(database, sql::list_rehearsals, {version_id}, rehearsal_from); });
}

Result<std::optional<Rehearsal>> Store::rehearsal(std::string_view rehearsal_id) const {
  return impl_->read<std::optional<Rehearsal>>(
      [&](Connection& database) { return first(database, sql::find_rehearsal, {rehearsal_id}, rehearsal_from); });
}

}  // namespace clearway::record
