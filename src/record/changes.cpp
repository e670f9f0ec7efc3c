#include <utility>

#include "base/text.h"
#include "record/sql.h"  // generated
#include "record/store_impl.h"

namespace clearway::record {
namespace {

using db::Row;
using db::Value;

Error not_recorded(std::string_view declaration_id) {
  return {"declaration_is_not_recorded", "declaration_id",
          "No declaration '" + std::string(declaration_id) + "' of this party is recorded",
          "Check the id, or lodge it first"};
}

Error moved_on(std::int64_t expected, std::int64_t found) {
  return {
      "version_is_not_current", "If-Match",
      "The change is based on version " + std::to_string(expected) + "; the current one is " + std::to_string(found),
      "Read it again, look at what has changed, and send the change once more"};
}

Digest digest_of(const StoredDeclaration& d) {
  const std::string declared_on = d.declared_on.text();
  return row_digest({d.party_id, d.declaration_id, d.declaration_number, static_cast<std::int64_t>(d.procedure),
                     d.customs_office, declared_on, static_cast<std::int64_t>(d.channel), d.state, d.likelihood_ppm,
                     d.expected_value_ppm, d.value_krw, d.destination_country, d.hs6, d.filer_code, d.exporter_name,
                     d.source, d.version, d.facts});
}

Digest fingerprint_of(const Change& change) {
  return Framed("change")
      .add(change.party_id)
      .add(change.declaration_id)
      .add(name(change.kind))
      .add(change.body)
      .add(change.state.value_or(""))
      .add(change.facts.value_or(""))
      .digest();
}

/// The declaration as the change leaves it.
StoredDeclaration changed(StoredDeclaration declaration, const Change& change) {
  if (change.state) declaration.state = *change.state;
  if (change.channel) declaration.channel = *change.channel;
  if (change.facts) declaration.facts = *change.facts;
  if (change.value_krw) declaration.value_krw = *change.value_krw;
  if (change.destination_country) declaration.destination_country = *change.destination_country;
  if (change.hs6) declaration.hs6 = *change.hs6;
  if (change.exporter_name) declaration.exporter_name = *change.exporter_name;
  ++declaration.version;
  return declaration;
}

Status update_row(Writing& writing, const StoredDeclaration& d, const Change& change) {
  if (change.kind == Kind::amended) {  // the audit counts on it
    if (const auto kept = writing.database.run(sql::keep_version, {d.party_id, d.declaration_id}); !kept) {
      return kept.error();
    }
  }
  if (change.facts) {
    const auto put = writing.database.run(sql::update_facts, {d.party_id, d.declaration_id, d.facts});
    if (!put) return put.error();
  }
  const auto updated =
      writing.database.run(sql::update_declaration,
                           {d.party_id, d.declaration_id, static_cast<std::int64_t>(d.channel), d.state, d.value_krw,
                            d.destination_country, d.hs6, d.exporter_name, d.version, d.last_sequence});
  return updated ? success() : Status(updated.error());
}

Status insert_examination(Writing& writing, const Change& change, const Origin& origin) {
  const ExaminationResult& result = *change.examination;
  const auto inserted = writing.database.run(
      sql::insert_examination, {change.party_id, change.declaration_id, writing.chain.stream(),
                                writing.chain.sequence(), origin.at.korean_day().text(), origin.actor,
                                result.conforming ? 1 : 0, join(result.discrepancies), result.note, result.findings});
  return inserted ? success() : Status(inserted.error());
}

/// An examination goes into the chain in one form only, so that its row can be checked against it.
std::string body_of(const Change& change) {
  return change.examination ? examination_body(*change.examination) : change.body;
}

Result<Receipt> apply_change(Writing& writing, const Change& change, const Origin& origin) {
  const Digest fingerprint = fingerprint_of(change);
  if (!origin.request_id.empty()) {
    auto earlier = earlier_answer(writing.database, change.party_id, origin, fingerprint);
    if (!earlier) return earlier.error();
    if (*earlier) return **earlier;
  }
  auto found = find_declaration(writing.database, change.party_id, change.declaration_id);
  if (!found) return found.error();
  if (!*found) return not_recorded(change.declaration_id);
  if (change.expected_version && *change.expected_version != (*found)->version) {
    return moved_on(*change.expected_version, (*found)->version);
  }
  if (change.facts && change.kind != Kind::amended) {
    return Error{"facts_change_only_by_amendment", "kind", "What was declared may only change by an amendment",
                 "Send the change as an amendment"};
  }
  StoredDeclaration next = changed(**found, change);
  const std::int64_t previous = next.last_sequence;
  next.last_sequence = writing.chain.sequence() + 1;
  const Digest digest = digest_of(next);
  const std::string body = body_of(change);
  const RecordContent content{change.party_id, name(change.kind), change.declaration_id, origin.at.microseconds,
                              origin.actor,    origin.request_id, view(digest),          body};
  if (auto status = append_record(writing, content, previous); !status) return status.error();
  if (auto status = update_row(writing, next, change); !status) return status.error();
  if (change.examination) {
    if (auto status = insert_examination(writing, change, origin); !status) return status.error();
  }
  const auto personal = encrypt_personal(writing.keys, change.party_id, change.declaration_id, change.personal);
  if (auto status = put_personal(writing, change.party_id, change.declaration_id, personal); !status) {
    return status.error();
  }
  Receipt receipt{Outcome::recorded,      change.party_id,    change.declaration_id, next.declaration_number,
                  writing.chain.stream(), next.last_sequence, next.version};
  if (!origin.request_id.empty()) {
    if (auto status = keep_answer(writing, origin, fingerprint, receipt); !status) return status.error();
  }
  return receipt;
}

Result<std::optional<std::string>> read_personal(Writing& writing, const std::string& party_id,
                                                 const std::string& subject_id, const std::string& field) {
  std::optional<std::string> ciphertext;
  auto status = writing.database.rows(sql::find_personal_data, {party_id, subject_id, field}, [&](const Row& row) {
    ciphertext = std::string(row.bytes(0));
    return true;
  });
  if (!status) return status.error();
  return ciphertext;
}

}  // namespace

std::string examination_body(const ExaminationResult& result) {
  std::string out = result.conforming ? "{\"result\":\"conforming\",\"discrepancies\":["
                                      : "{\"result\":\"discrepancy\",\"discrepancies\":[";
  for (std::size_t i = 0; i < result.discrepancies.size(); ++i) {
    if (i > 0) out.push_back(',');
    append_json_string(out, result.discrepancies[i]);
  }
  out.append("],\"note\":");
  append_json_string(out, result.note);
  if (result.findings != "[]") out.append(",\"findings\":").append(result.findings);
  out.push_back('}');
  return out;
}

StoredDeclaration declaration_from(const Row& row) {
  StoredDeclaration d;
  d.party_id = row.string(0);
  d.declaration_id = row.string(1);
  d.declaration_number = row.string(2);
  d.procedure = static_cast<Procedure>(row.integer(3));
  d.customs_office = row.string(4);
  d.declared_on = Date::parse(row.text(5)).value_or(Date{});
  d.channel = static_cast<Channel>(row.integer(6));
  d.state = row.string(7);
  d.likelihood_ppm = row.integer(8);
  d.expected_value_ppm = row.integer(9);
  d.value_krw = row.integer(10);
  d.destination_country = row.string(11);
  d.hs6 = row.string(12);
  d.filer_code = row.string(13);
  d.exporter_name = row.string(14);
  d.source = row.string(15);
  d.version = row.integer(16);
  d.stream = row.integer(17);
  d.lodged_sequence = row.integer(18);
  d.last_sequence = row.integer(19);
  d.facts = row.string(20);
  return d;
}

Result<std::optional<StoredDeclaration>> find_declaration(db::Connection& database, std::string_view party_id,
                                                          std::string_view declaration_id) {
  std::optional<StoredDeclaration> found;
  auto status = database.rows(sql::find_declaration, {party_id, declaration_id}, [&](const Row& row) {
    found = declaration_from(row);
    return true;
  });
  if (!status) return status.error();
  return found;
}

Result<Receipt> record_about(Writing& writing, std::string_view party_id, std::string_view subject_id, Kind kind,
                             std::string_view body, const Origin& origin) {
  const auto declaration = find_declaration(writing.database, party_id, subject_id);
  if (!declaration) return declaration.error();
  const std::int64_t previous = *declaration ? (*declaration)->last_sequence : 0;
  Digest digest{};
  if (*declaration) digest = digest_of(**declaration);
  const RecordContent content{party_id,
                              name(kind),
                              subject_id,
                              origin.at.microseconds,
                              origin.actor,
                              origin.request_id,
                              *declaration ? view(digest) : std::string_view{},
                              body};
  if (auto status = append_record(writing, content, previous); !status) return status.error();
  Receipt receipt{Outcome::recorded,
                  std::string(party_id),
                  std::string(subject_id),
                  "",
                  writing.chain.stream(),
                  writing.chain.sequence(),
                  0};
  if (!*declaration) return receipt;
  receipt.declaration_number = (*declaration)->declaration_number;
  receipt.version = (*declaration)->version;
  const auto pointed = writing.database.run(sql::point_to_record, {party_id, subject_id, receipt.sequence});
  if (!pointed) return pointed.error();
  return receipt;
}

void Store::change(Change change, const Origin& origin, Completion<Receipt> done) {
  impl_->run<Receipt>(
      [this, change = std::move(change), origin](Writing& writing) {
        impl_->last_time = std::max(impl_->last_time, origin.at.microseconds);
        return apply_change(writing, change, origin);
      },
      std::move(done));
}

void Store::note(std::string party_id, std::string subject_id, Kind kind, std::string body, const Origin& origin,
                 Completion<Receipt> done) {
  impl_->run<Receipt>(
      [party_id = std::move(party_id), subject_id = std::move(subject_id), kind, body = std::move(body),
       origin](Writing& writing) -> Result<Receipt> {
        const Digest fingerprint = Framed("note").add(party_id).add(subject_id).add(name(kind)).add(body).digest();
        if (!origin.request_id.empty()) {
          auto earlier = earlier_answer(writing.database, party_id, origin, fingerprint);
          if (!earlier) return earlier.error();
          if (*earlier) return **earlier;
        }
        auto receipt = record_about(writing, party_id, subject_id, kind, body, origin);
        if (!receipt || origin.request_id.empty()) return receipt;
        if (auto status = keep_answer(writing, origin, fingerprint, *receipt); !status) return status.error();
        return receipt;
      },
      std::move(done));
}

void Store::look_up_personal_data(std::string party_id, std::string subject_id, std::string field, std::string purpose,
                                  const Origin& origin, Completion<std::string> done) {
  impl_->run<std::string>(
      [this, party_id = std::move(party_id), subject_id = std::move(subject_id), field = std::move(field),
       purpose = std::move(purpose), origin](Writing& writing) -> Result<std::string> {
        if (purpose.find_first_not_of(" \t\n") == std::string::npos) {
          return Error{"purpose_is_missing", "purpose", "Personal data may only be looked up for a stated purpose",
                       "Say for which case or check it is needed"};
        }
        const auto ciphertext = read_personal(writing, party_id, subject_id, field);
        if (!ciphertext) return ciphertext.error();
        if (!*ciphertext) {
          return Error{"personal_data_is_not_kept", "field",
                       "No personal value of '" + field + "' is kept for this subject",
                       "It was never given, or has been erased"};
        }
        auto plain = decrypt(impl_->keys.data, personal_context(party_id, subject_id, field), **ciphertext);
        if (!plain) return plain.error();
        // The answer leaves only after the commit of this record.
        const auto recorded = record_about(writing, party_id, subject_id, Kind::personal_data_looked_up,
                                           json_object({{"field", field}, {"purpose", purpose}}), origin);
        if (!recorded) return recorded.error();
        return plain;
      },
      std::move(done));
}

void Store::keep_personal_data(std::string party_id, std::string subject_id, std::vector<PersonalValue> values,
                               const Origin& origin, Completion<Receipt> done) {
  impl_->run<Receipt>(
      [party_id = std::move(party_id), subject_id = std::move(subject_id), values = std::move(values),
       origin](Writing& writing) -> Result<Receipt> {
        std::string fields;
        for (const auto& value : values) fields += (fields.empty() ? "" : " ") + value.field;
        auto receipt = record_about(writing, party_id, subject_id, Kind::note,
                                    json_object({{"personal_data_kept", fields}}), origin);
        if (!receipt) return receipt;
        const auto personal = encrypt_personal(writing.keys, party_id, subject_id, values);
        if (auto status = put_personal(writing, party_id, subject_id, personal); !status) return status.error();
        return receipt;
      },
      std::move(done));
}

void Store::erase_personal_data(std::string party_id, std::string subject_id, std::string reason, const Origin& origin,
                                Completion<Receipt> done) {
  impl_->run<Receipt>(
      [party_id = std::move(party_id), subject_id = std::move(subject_id), reason = std::move(reason),
       origin](Writing& writing) -> Result<Receipt> {
        auto receipt = record_about(writing, party_id, subject_id, Kind::personal_data_erased,
                                    json_object({{"reason", reason}}), origin);
        if (!receipt) return receipt;
        const auto erased = writing.database.run(sql::erase_personal_data, {party_id, subject_id});
        if (!erased) return erased.error();
        return receipt;
      },
      std::move(done));
}

}  // namespace clearway::record
