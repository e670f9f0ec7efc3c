#include <map>
#include <utility>

#include "base/text.h"
#include "record/sql.h"  // generated
#include "record/store_impl.h"

namespace clearway::record {
namespace {

using db::Connection;
using db::Row;
using db::Value;

CapacityPlan plan_from(const Row& row) {
  CapacityPlan plan;
  plan.customs_office = row.string(0);
  plan.from = Date::parse(row.text(1)).value_or(Date{});
  plan.red = static_cast<std::uint32_t>(row.integer(2));
  plan.orange = static_cast<std::uint32_t>(row.integer(3));
  plan.reason = row.string(4);
  plan.planned_by = row.string(5);
  plan.planned_at = Instant{row.integer(6)};
  plan.version = row.integer(7);
  return plan;
}

Evidence evidence_from(const Row& row) {
  Evidence evidence;
  evidence.evidence_id = row.string(0);
  evidence.file_name = row.string(1);
  evidence.media_type = row.string(2);
  evidence.size_bytes = row.integer(3);
  Digest digest{};
  read_digest(row.bytes(4), digest);
  evidence.digest = hex(digest);
  evidence.added_by = row.string(5);
  evidence.added_at = Instant{row.integer(6)};
  return evidence;
}

ExaminationTask task_from(const Row& row) {
  ExaminationTask task;
  task.party_id = row.string(0);
  task.declaration_id = row.string(1);
  task.kind = row.string(2);
  task.ordered_sequence = row.integer(3);
  task.customs_office = row.string(4);
  task.day = Date::parse(row.text(5)).value_or(Date{});
  task.ground = row.string(6);
  task.note = row.string(7);
  task.ordered_by = row.string(8);
  task.ordered_at = Instant{row.integer(9)};
  task.done_sequence = row.integer(10);
  task.done_by = row.string(11);
  task.done_on = row.string(12);
  task.outcome = row.string(13);
  return task;
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

Digest file_digest(std::string_view content) { return Framed("clearway.evidence.1").add(content).digest(); }

std::string evidence_field(const std::string& evidence_id) { return "evidence:" + evidence_id; }

Result<std::optional<ExaminationTask>> open_task(Connection& database, const ExaminationTask& wanted) {
  const auto tasks = all(database, sql::tasks_of_declaration, {wanted.party_id, wanted.declaration_id}, task_from);
  if (!tasks) return tasks.error();
  for (const auto& task : *tasks) {
    if (task.kind == wanted.kind && task.done_sequence == 0) return std::optional(task);
  }
  return std::optional<ExaminationTask>{};
}

Status insert_task(Writing& writing, const ExaminationTask& task) {
  const std::string day = task.day.text();
  const auto inserted =
      writing.database.run(sql::insert_examination_task,
                           {task.party_id, task.declaration_id, task.kind, task.ordered_sequence, task.customs_office,
                            day, task.ground, task.note, task.ordered_by, task.ordered_at.microseconds,
                            task.done_sequence, task.done_by, task.done_on, task.outcome});
  return inserted ? success() : Status(inserted.error());
}

Result<std::vector<MonthFigures>> months(Connection& database, std::string_view declared, std::string_view examined,
                                         std::string_view key, Date from) {
  std::map<std::string, MonthFigures> by_month;
  const std::string first = from.text();
  auto status = database.rows(declared, {key, first}, [&](const Row& row) {
    auto& month = by_month[row.string(0)];
    month.declarations = row.integer(1);
    month.value_krw = row.integer(2);
    return true;
  });
  if (!status) return status.error();
  status = database.rows(examined, {key, first}, [&](const Row& row) {
    auto& month = by_month[row.string(0)];
    month.examinations = row.integer(1);
    month.hits = row.integer(2);
    return true;
  });
  if (!status) return status.error();
  std::vector<MonthFigures> figures;
  for (auto& [name, month] : by_month) {
    month.month = name;
    figures.push_back(std::move(month));
  }
  return figures;
}

}  // namespace

void Store::put_capacity_plan(CapacityPlan plan, const Origin& origin, Completion<CapacityPlan> done) {
  impl_->run<CapacityPlan>(
      [plan = std::move(plan), origin](Writing& writing) -> Result<CapacityPlan> {
        const std::string from = plan.from.text();
        std::int64_t current = 0;
        auto status = writing.database.rows(sql::find_capacity_plan, {plan.customs_office, from}, [&](const Row& row) {
          current = row.integer(0);
          return true;
        });
        if (!status) return status.error();
        if (current != plan.version) {
          return Error{"version_is_not_current", "If-Match", "The plan was changed by someone else meanwhile",
                       "Read it again and repeat the change"};
        }
        CapacityPlan kept = plan;
        kept.planned_by = origin.actor;
        kept.planned_at = origin.at;
        kept.version = current + 1;
        const auto body = json_object({{"customs_office", kept.customs_office},
                                       {"from", from},
                                       {"red", std::to_string(kept.red)},
                                       {"orange", std::to_string(kept.orange)},
                                       {"reason", kept.reason}});
        const auto recorded =
            record_about(writing, system_party, kept.customs_office, Kind::capacity_planned, body, origin);
        if (!recorded) return recorded.error();
        const auto put = writing.database.run(
            sql::put_capacity_plan, {kept.customs_office, from, std::int64_t{kept.red}, std::int64_t{kept.orange},
                                     kept.reason, kept.planned_by, kept.planned_at.microseconds, kept.version});
        if (!put) return put.error();
        return kept;
      },
      std::move(done));
}

void Store::add_evidence(std::string party_id, std::string declaration_id, Evidence evidence, std::string content,
                         const Origin& origin, Completion<Evidence> done) {
  impl_->run<Evidence>(
      [this, party_id = std::move(party_id), declaration_id = std::move(declaration_id), evidence = std::move(evidence),
       content = std::move(content), origin](Writing& writing) -> Result<Evidence> {
        const auto known = all(writing.database, sql::list_evidence, {party_id, declaration_id}, evidence_from);
        if (!known) return known.error();
        const Digest digest = file_digest(content);
        for (const auto& one : *known) {
          if (one.evidence_id != evidence.evidence_id) continue;
          if (one.digest == hex(digest)) return one;
          return Error{"already_exists", "evidence_id", "Another file is kept under this id", "Choose another id"};
        }
        Evidence kept = evidence;
        kept.size_bytes = static_cast<std::int64_t>(content.size());
        kept.digest = hex(digest);
        kept.added_by = origin.actor;
        kept.added_at = origin.at;
        const auto body = json_object({{"evidence_id", kept.evidence_id},
                                       {"media_type", kept.media_type},
                                       {"size", std::to_string(kept.size_bytes)},
                                       {"digest", kept.digest}});
        const auto recorded = record_about(writing, party_id, declaration_id, Kind::evidence_added, body, origin);
        if (!recorded) return recorded.error();
        const auto context = personal_context(party_id, declaration_id, evidence_field(kept.evidence_id));
        const auto ciphertext = encrypt(impl_->keys.data, context, content);
        const auto inserted = writing.database.run(
            sql::insert_evidence, {party_id, declaration_id, kept.evidence_id, kept.file_name, kept.media_type,
                                   kept.size_bytes, Value::bytes(view(digest)), kept.added_by,
                                   kept.added_at.microseconds, Value::bytes(std::string_view(ciphertext))});
        if (!inserted) return inserted.error();
        return kept;
      },
      std::move(done));
}

void Store::read_evidence(std::string party_id, std::string declaration_id, std::string evidence_id,
                          std::string purpose, const Origin& origin, Completion<std::string> done) {
  impl_->run<std::string>(
      [this, party_id = std::move(party_id), declaration_id = std::move(declaration_id),
       evidence_id = std::move(evidence_id), purpose = std::move(purpose),
       origin](Writing& writing) -> Result<std::string> {
        std::optional<std::pair<std::string, std::string>> kept;  // digest, ciphertext
        auto status =
            writing.database.rows(sql::find_evidence, {party_id, declaration_id, evidence_id}, [&](const Row& row) {
              kept.emplace(std::string(row.bytes(0)), std::string(row.bytes(1)));
              return true;
            });
        if (!status) return status.error();
        if (!kept) return Error{"not_found", "evidence_id", "There is no such evidence", "It may have been erased"};
        auto content = decrypt(impl_->keys.data,
                               personal_context(party_id, declaration_id, evidence_field(evidence_id)), kept->second);
        if (!content || view(file_digest(*content)) != kept->first) {
          return db::make_error(db::Failure::corrupt, writing.database.shown(),
                                "evidence " + evidence_id + " is altered");
        }
        const auto recorded = record_about(writing, party_id, declaration_id, Kind::evidence_read,
                                           json_object({{"evidence_id", evidence_id}, {"purpose", purpose}}), origin);
        if (!recorded) return recorded.error();
        return content;
      },
      std::move(done));
}

void Store::order_task(ExaminationTask task, const Origin& origin, Completion<ExaminationTask> done) {
  impl_->run<ExaminationTask>(
      [task = std::move(task), origin](Writing& writing) -> Result<ExaminationTask> {
        auto open = open_task(writing.database, task);
        if (!open) return open.error();
        if (*open) return **open;
        const bool audit = task.kind == "audit";
        const auto body = audit ? json_object({{"day", task.day.text()}, {"ground", task.ground}})
                                : json_object({{"reason", task.note}});
        const auto recorded = record_about(writing, task.party_id, task.declaration_id,
                                           audit ? Kind::audit_sampled : Kind::second_look_ordered, body, origin);
        if (!recorded) return recorded.error();
        ExaminationTask kept = task;
        kept.ordered_sequence = recorded->sequence;
        kept.ordered_by = origin.actor;
        kept.ordered_at = origin.at;
        if (auto status = insert_task(writing, kept); !status) return status.error();
        return kept;
      },
      std::move(done));
}

void Store::finish_task(ExaminationTask task, std::string body, const Origin& origin,
                        Completion<ExaminationTask> done) {
  impl_->run<ExaminationTask>(
      [task = std::move(task), body = std::move(body), origin](Writing& writing) -> Result<ExaminationTask> {
        auto open = open_task(writing.database, task);
        if (!open) return open.error();
        const bool audit = task.kind == "audit";
        if (!*open && audit) {
          return Error{"task_is_done", "id", "No audit of this declaration is open", "Read it again"};
        }
        const auto recorded = record_about(writing, task.party_id, task.declaration_id,
                                           audit ? Kind::audit_done : Kind::second_look, body, origin);
        if (!recorded) return recorded.error();
        ExaminationTask kept = *open ? **open : task;
        kept.done_sequence = recorded->sequence;
        kept.done_by = origin.actor;
        kept.done_on = origin.at.korean_day().text();
        kept.outcome = task.outcome;
        if (!*open) {
          kept.ordered_sequence = recorded->sequence;
          kept.ordered_by = origin.actor;
          kept.ordered_at = origin.at;
          if (auto status = insert_task(writing, kept); !status) return status.error();
          return kept;
        }
        const auto finished = writing.database.run(
            sql::finish_examination_task, {kept.party_id, kept.declaration_id, kept.kind, kept.ordered_sequence,
                                           kept.done_sequence, kept.done_by, kept.done_on, kept.outcome});
        if (!finished) return finished.error();
        return kept;
      },
      std::move(done));
}

// --- reads
// -------------------------------------------------------------------------------------------------------------

Result<std::vector<CapacityPlan>> Store::capacity_plans() const {
  return impl_->read<std::vector<CapacityPlan>>(
      [](Connection& database) { return all(database, sql::list_capacity_plans, {}, plan_from); });
}

Result<std::vector<Evidence>> Store::evidence(std::string_view party_id, std::string_view declaration_id) const {
  return impl_->read<std::vector<Evidence>>([&](Connection& database) {
    return all(database, sql::list_evidence, {party_id, declaration_id}, evidence_from);
  });
}

Result<std::vector<ExaminationTask>> Store::tasks_of(std::string_view party_id, std::string_view declaration_id) const {
  return impl_->read<std::vector<ExaminationTask>>([&](Connection& database) {
    return all(database, sql::tasks_of_declaration, {party_id, declaration_id}, task_from);
  });
}

Result<std::vector<ExaminationTask>> Store::tasks(std::string_view customs_office, std::string_view kind, Date from,
                                                  Date to) const {
  const std::string first = from.text(), last = to.text();
  return impl_->read<std::vector<ExaminationTask>>([&](Connection& database) {
    return all(database, sql::tasks_of_office, {customs_office, kind, first, last}, task_from);
  });
}

Status Store::examined_decisions(std::string_view customs_office, Date from, Date to, Date known_on,
                                 const std::function<void(const ExaminedDecision&)>& visit) const {
  const std::string first = from.text(), last = to.text(), known = known_on.text();
  auto reader = impl_->borrow();  // not read(): what was visited must not be visited again
  if (!reader) return reader.error();
  auto status = (*reader)->rows(sql::examined_decisions, {customs_office, first, last, known}, [&](const Row& row) {
    ExaminedDecision one;
    one.customs_office = row.text(0);
    one.decision = row.text(1);
    for (std::size_t i = 0; i < risk::channel_names.size(); ++i) {
      const std::string mark = "\"channel\":\"" + std::string(risk::channel_names[i]) + "\"";
      if (one.decision.find(mark) != std::string_view::npos) one.channel = static_cast<Channel>(i);
    }
    one.examined_on = Date::parse(row.text(2)).value_or(Date{});
    one.conforming = !found_something(row.text(3));
    visit(one);
    return true;
  });
  if (status) impl_->give_back(std::move(*reader));
  return status;
}

Status Store::audits_done(Date from, Date to, const std::function<void(const DoneAudit&)>& visit) const {
  const std::string first = from.text(), last = to.text();
  auto reader = impl_->borrow();  // not read(): what was visited must not be visited again
  if (!reader) return reader.error();
  auto status = (*reader)->rows(sql::audits_done, {first, last}, [&](const Row& row) {
    visit({Date::parse(row.text(0)).value_or(Date{}), row.text(1), row.text(2) != "discrepancy"});
    return true;
  });
  if (status) impl_->give_back(std::move(*reader));
  return status;
}

Status Store::waiting(std::string_view customs_office, Date from, Date to,
                      const std::function<void(const WaitingDeclaration&)>& visit) const {
  const std::string first = from.text(), last = to.text();
  auto reader = impl_->borrow();
  if (!reader) return reader.error();
  auto status = (*reader)->rows(sql::waiting_of_office, {customs_office, first, last}, [&](const Row& row) {
    visit({declaration_from(row), row.text(21)});
    return true;
  });
  if (status) impl_->give_back(std::move(*reader));
  return status;
}

Status Store::asking(std::string_view customs_office, Date day, std::int64_t expected_value_ppm,
                     const std::function<void(const AskingDeclaration&)>& visit) const {
  const std::string on = day.text();
  auto reader = impl_->borrow();
  if (!reader) return reader.error();
  auto status = (*reader)->rows(sql::asking_of_day, {customs_office, on, expected_value_ppm}, [&](const Row& row) {
    visit({static_cast<Channel>(row.integer(0)), row.text(1)});
    return true;
  });
  if (status) impl_->give_back(std::move(*reader));
  return status;
}

Result<std::vector<MonthFigures>> Store::months_of_party(std::string_view party_id, Date from) const {
  return impl_->read<std::vector<MonthFigures>>([&](Connection& database) {
    return months(database, sql::months_of_party, sql::examined_months_of_party, party_id, from);
  });
}

Result<std::vector<MonthFigures>> Store::months_of_product(std::string_view hs6, Date from) const {
  return impl_->read<std::vector<MonthFigures>>([&](Connection& database) {
    return months(database, sql::months_of_product, sql::examined_months_of_product, hs6, from);
  });
}

}  // namespace clearway::record
