#include "lodging/random_day.h"

#include "lodging/replay.h"
#include "risk/decision_inputs.h"

namespace clearway::lodging {
namespace {

constexpr std::string_view selected_mark = R"({"id":"method.random",)";

Result<std::optional<record::RandomDay>> find_day(const record::Store& store, Date day) {
  auto days = store.random_days(day, day);
  if (!days) return days.error();
  if (days->empty()) return std::optional<record::RandomDay>{};
  return std::optional(std::move(days->front()));
}

risk::DayFile head_of(const record::Store& store, const record::RandomDay& day) {
  risk::DayFile file;
  file.day = day.day;
  file.commitment = day.commitment;
  file.committed_at = day.committed_at;
  file.key_check = risk::record_key_check(store.personal_key());
  file.public_key = store.public_key();
  return file;
}

}  // namespace

Result<std::vector<risk::DayRow>> rows_of_day(const record::Store& store, const record::RandomDay& day) {
  std::vector<risk::DayRow> rows;
  // Its declarations stand behind the commitment, without which nobody could draw, and before the day was closed.
  const auto reached = store.replay(0, day.committed_sequence, [&](const record::ReplayRow& row) {
    if (day.closed_sequence > 0 && row.sequence > day.closed_sequence) return false;
    if (row.kind != record::Kind::lodged) return true;
    const auto bytes = risk::inputs_bytes(text_of(row.body, "inputs"));
    if (!bytes) return true;
    const auto chance = risk::read_chance(*bytes);
    if (!chance || !chance->first.committed || chance->first.day != day.day) return true;
    risk::DayRow& out = rows.emplace_back();
    out.number = rows.size();
    out.record = risk::record_key(store.personal_key(), row.party_id, row.declaration_id);
    out.procedure = declaration::name(row.procedure);
    out.policy = text_of(row.body, "policy_version");
    out.ratio_micro = chance->second;
    out.selected = row.body.find(selected_mark) != std::string_view::npos;
    return true;
  });
  if (!reached) return reached.error();
  return rows;
}

Result<risk::DayFile> day_file(const record::Store& store, Date day) {
  const auto found = find_day(store, day);
  if (!found) return found.error();
  if (!*found) return Error{"not_found", "day", "there is no random selection of " + day.text(), ""};
  if ((*found)->closed_sequence == 0) {
    return Error{"random_day_is_open", "day", "the random selection of " + day.text() + " is still open",
                 "the server closes it ten minutes after the day has ended"};
  }
  auto rows = rows_of_day(store, **found);
  if (!rows) return rows.error();
  auto file = head_of(store, **found);
  file.list = std::move(*rows);
  risk::complete(file);
  // As recorded when the day was closed: if the rows no longer give it, the file itself shows that.
  file.rows = static_cast<std::uint64_t>((*found)->rows);
  file.digest = (*found)->digest;
  if ((*found)->revealed_at) file.secret = (*found)->secret;
  file.signature = store.sign(risk::signed_text(file));
  return file;
}

Status close_day(record::Store& store, const record::RandomDay& day, Instant now) {
  auto rows = rows_of_day(store, day);
  if (!rows) return rows.error();
  auto file = head_of(store, day);
  file.list = std::move(*rows);
  risk::complete(file);
  const auto closed = record::wait<record::RandomDay>([&](auto done) {
    store.close_random_day(day.day, static_cast<std::int64_t>(file.rows), file.digest, {"clearway", "", now}, done);
  });
  return closed ? success() : Status(closed.error());
}

Result<std::vector<risk::DayProblem>> compare_with_record(const record::Store& store, const risk::DayFile& file) {
  const auto found = find_day(store, file.day);
  if (!found) return found.error();
  std::vector<risk::DayProblem> problems;
  if (!*found || (*found)->closed_sequence == 0 || (*found)->digest != file.digest ||
      (*found)->commitment != file.commitment || static_cast<std::uint64_t>((*found)->rows) != file.rows ||
      file.key_check != risk::record_key_check(store.personal_key()) || file.public_key != store.public_key()) {
    problems.push_back({risk::Tampering::digest_not_recorded, "", 0});
  }
  if (!*found) return problems;
  const auto rows = rows_of_day(store, **found);
  if (!rows) return rows.error();
  risk::compare_rows(file, *rows, problems);
  return problems;
}

}  // namespace clearway::lodging
