#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"
#include "declaration/declaration.h"
#include "risk/assessment.h"
#include "risk/version_life.h"

namespace clearway::record {

using declaration::Procedure;
using risk::Channel;

/// 32 bytes of BLAKE2b-256.
using Digest = std::array<unsigned char, 32>;
std::string hex(const Digest& digest);

/// What a record is about. Stored by name; a kind is never renamed.
enum class Kind : std::uint8_t {
  lodged,                   // body: the decision, as a line of D.ndjson
  event,                    // body: state change, e.g. {"event":"accept", ...}
  examined,                 // body: the examination
  amended,                  // body: what was changed and by which approval
  channel_overridden,       // body: {"from":"orange","to":"red","reason":"..."}
  personal_data_looked_up,  // body: {"field":"...","purpose":"..."}
  personal_data_erased,
  account_changed,
  token_changed,
  mandate_changed,
  random_committed,      // body: {"day":"...","commitment":"..."}
  random_revealed,       // body: {"day":"...","secret":"..."}
  risk_version_changed,  // body: {"step":"...","state":"...","fingerprint":"...","reason":"...","row":"..."}
  risk_rehearsed,        // body: {"version_id":"...","fingerprint":"...","from":"...","to":"...","report":"..."}
  note,                  // anything else worth keeping
  random_closed,         // body: {"day":"...","rows":"...","digest":"..."}; the day takes no more declarations
  capacity_planned,      // body: {"customs_office":"...","from":"...","red":"...","orange":"...","reason":"..."}
  evidence_added,        // body: {"evidence_id":"...","media_type":"...","size":"...","digest":"..."}
  evidence_read,         // body: {"evidence_id":"...","purpose":"..."}
  second_look_ordered,   // body: {"reason":"..."}
  second_look,           // body: the second officer's result
  audit_sampled,         // body: {"day":"...","ground":"decile|random"}
  audit_done,            // body: the result of the audit after release
  ledger_posted,         // body: {"position":"...","kind":"...","applies_on":"...","hash":"...","entries":"..."}
  payment_changed,       // body: {"what":"order|receipt|refund","step":"...","row":"..."}
  bank_file_imported,    // body: {"file_name":"...","format":"...","recorded":"...", ...}
  matter_stepped,        // body: {"event":"...","state":"...","row":"...","detail":{...}}
};
std::string_view name(Kind kind);
std::optional<Kind> parse_kind(std::string_view text);

/// The party of records that belong to no trader (accounts, random secrets).
inline constexpr std::string_view system_party = "-";

/// Who did it, when, and the id under which it may be repeated harmlessly. `at` is handed in by the caller.
struct Origin {
  std::string actor;       // account id, or "screen:<file>"
  std::string request_id;  // empty: not tracked
  Instant at;
};

/// A value of a field marked personal, taken out of the facts. See facts.h.
struct PersonalValue {
  std::string field;
  std::string value;
};

/// The next free number of a series is taken in the transaction of the lodging: prefix + serial + suffix.
/// An export number is declarant code (5) + year (2), six digits, and a suffix.
struct NumberSeries {
  std::string prefix;
  unsigned digits = 6;
  std::string suffix;
};

/// One declaration with its decision, as handed to the store. Texts are views: the store copies what it keeps before
/// the call returns.
struct Lodgement {
  std::string_view party_id;
  std::string_view declaration_id;
  std::string_view declaration_number;  // given by the sender; empty: none, or assigned from `series`
  const NumberSeries* series = nullptr;
  Procedure procedure = Procedure::formal;
  std::string_view customs_office;
  Date declared_on;
  Channel channel = Channel::green;
  std::string_view state = "lodged";
  std::int64_t likelihood_ppm = 0;
  std::int64_t expected_value_ppm = 0;
  std::int64_t value_krw = 0;
  std::string_view destination_country;
  std::string_view hs6;
  std::string_view filer_code;  // declarant, or courier who submitted the list
  std::string_view exporter_name;
  std::string_view source;    // file name, or "api"
  std::string_view facts;     // JSON object of the declared fields, personal identifiers masked (facts.h)
  std::string_view decision;  // JSON object as in D.ndjson
  const std::vector<PersonalValue>* personal = nullptr;
};

enum class Outcome : std::uint8_t {
  recorded,
  already_recorded,  // the same declaration with the same content had been lodged before: nothing was written
  repeated,          // the request id had been answered before: that answer again, nothing was written
};

/// What is on disk when a write is acknowledged.
struct Receipt {
  Outcome outcome = Outcome::recorded;
  std::string party_id;
  std::string subject_id;  // declaration_id of a declaration
  std::string declaration_number;
  std::int64_t stream = 0;
  std::int64_t sequence = 0;
  std::int64_t version = 0;  // of the declaration after this write (ETag)
};

struct ExaminationResult {
  bool conforming = true;
  std::vector<std::string> discrepancies;  // procedure, value, class, origin, quantity, permit, rights
  std::string note;
  std::string findings = "[]";  // JSON: what was declared and what was found, one object a finding
};

/// Something that happens to a lodged declaration. `body` is the JSON object that goes into the chain.
struct Change {
  std::string party_id;
  std::string declaration_id;
  Kind kind = Kind::event;
  std::optional<std::int64_t> expected_version{};  // If-Match: refused with version_is_not_current if it has moved on
  std::string body{};                              // with an examination it is made from that instead
  std::optional<std::string> state{};              // new state, where it changes
  std::optional<Channel> channel{};                // new channel (override)
  std::optional<std::string> facts{};              // kind amended: the new facts, masked; the earlier are kept
  std::vector<PersonalValue> personal{};           // of the amended facts
  std::optional<std::int64_t> value_krw{};         // columns that follow from amended facts
  std::optional<std::string> destination_country{}, hs6{}, exporter_name{};
  std::optional<ExaminationResult> examination{};  // kind examined: also kept as a row of its own
};

/// A declaration as it stands now.
struct StoredDeclaration {
  std::string party_id, declaration_id, declaration_number;
  Procedure procedure = Procedure::formal;
  std::string customs_office;
  Date declared_on;
  Channel channel = Channel::green;
  std::string state;
  std::int64_t likelihood_ppm = 0, expected_value_ppm = 0, value_krw = 0;
  std::string destination_country, hs6, filer_code, exporter_name, source;
  std::int64_t version = 1;
  std::int64_t stream = 0;
  std::int64_t lodged_sequence = 0;  // of the record of its lodging
  std::int64_t last_sequence = 0;    // of its newest record
  std::string facts;                 // left empty in lists
};

struct StoredRecord {
  std::int64_t stream = 0, sequence = 0;
  std::string party_id;
  Kind kind = Kind::note;
  std::string subject_id;
  Instant recorded_at;
  std::string actor, request_id, body;
  std::string hash;  // hex
};

struct StoredExamination {
  std::string party_id, declaration_id;
  std::int64_t stream = 0, sequence = 0;
  Date examined_on;
  std::string officer;
  ExaminationResult result;
};

struct DeclarationWithHistory {
  StoredDeclaration declaration;
  std::string decision;               // body of the lodging
  std::vector<StoredRecord> history;  // oldest first; the first is the lodging
};

/// What an account may see: everything, or what is in one of these offices, of one of these parties, or sent by one of
/// these filers. An empty scope sees nothing.
struct Scope {
  bool everything = false;
  std::vector<std::string> offices, parties, filers;
};

enum class Order : std::uint8_t { newest, expected_value };

struct Search {
  Scope scope;
  std::optional<std::string> customs_office;
  std::optional<Date> from, to;  // declared_on, both included
  std::optional<Channel> channel;
  std::optional<Procedure> procedure;
  std::optional<std::string> state;
  std::optional<std::string> party_id;
  std::optional<std::string> filer_code;
  std::string text;  // declaration number or id (exact or beginning), or part of the exporter's name
  Order order = Order::newest;
  std::string cursor;   // of the page before
  unsigned limit = 50;  // 1..1000
};

struct Page {
  std::vector<StoredDeclaration> declarations;
  std::string next_cursor;  // empty: last page
};

enum class Period : std::uint8_t { day, week, month, year, total };

struct StatisticsQuery {
  Scope scope;
  Date from, to;                  // both included
  Period period = Period::month;  // a week begins on Monday
  bool by_procedure = true, by_office = false, by_channel = false, by_state = false;
  std::optional<std::string> customs_office;
};

struct StatisticsRow {
  Date period_start;  // first day of the period, though `from` may fall later
  std::optional<Procedure> procedure;
  std::optional<std::string> customs_office;
  std::optional<Channel> channel;
  std::optional<std::string> state;
  std::int64_t count = 0;
  std::int64_t value_krw = 0;
};

/// One record of the history that profiles are folded from, in order.
struct ReplayRow {
  std::int64_t stream = 0, sequence = 0;
  Kind kind = Kind::lodged;  // lodged, examined, second_look or audit_done
  std::string_view party_id, declaration_id;
  Instant recorded_at;
  std::string_view body;                // decision, or examination
  std::string_view facts;               // as lodged (not as amended later), personal identifiers masked
  std::vector<PersonalValue> personal;  // of a natural person, in clear, for keyed identities only: never show it
  Procedure procedure = Procedure::formal;
};

struct Account {
  std::string account_id, sign_in_name, display_name, role, password_hash;
  std::string party_id;              // traders
  std::string filer_code;            // brokers and data providers
  std::vector<std::string> offices;  // officers and supervisors
  std::string language = "ko";
  bool active = true;
  std::int64_t version = 0;  // 0: new
  Instant created_at;
};

struct Session {
  std::string token_hash, account_id, csrf_token;
  Instant created_at, expires_at;
};

struct ApiToken {
  std::string token_id, account_id, token_hash, label;
  std::vector<std::string> scopes;
  Instant created_at, expires_at;
  std::optional<Instant> revoked_at;
};

struct Mandate {
  std::string mandate_id;
  std::string party_id;             // who authorises
  std::string agent;                // whom: filer code of a broker, or an account id
  std::vector<std::string> scopes;  // e.g. declarations:write
  Date from, until;                 // both included
  std::optional<Instant> revoked_at;
  Instant created_at;
};

struct Draft {
  std::string draft_id, account_id, party_id;
  std::string body{};        // JSON
  std::int64_t version = 0;  // 0: new; after that the version the change is based on
  Instant updated_at;
};

/// What an office plans to examine a day, from a day on.
struct CapacityPlan {
  std::string customs_office;
  Date from;
  std::uint32_t red = 0, orange = 0;
  std::string reason, planned_by;
  Instant planned_at;
  std::int64_t version = 0;  // 0: new
};

/// A file that shows what was found, without its content.
struct Evidence {
  std::string evidence_id, file_name, media_type;
  std::int64_t size_bytes = 0;
  std::string digest;  // BLAKE2b-256, hexadecimal
  std::string added_by;
  Instant added_at;
};

/// A declaration to be looked at beside its channel. kind: second_look, audit.
struct ExaminationTask {
  std::string party_id, declaration_id, kind;
  std::int64_t ordered_sequence = 0;
  std::string customs_office;
  Date day;                  // of a second look: ordered on; of an audit: the day whose releases were sampled
  std::string ground, note;  // ordered, own, decile, random
  std::string ordered_by;
  Instant ordered_at;
  std::int64_t done_sequence = 0;  // 0: open
  std::string done_by, done_on, outcome;
};

/// Whether a result, as the record's body has it, is a discrepancy: of an examination, a second look or an audit.
bool found_something(std::string_view result);

/// An examination together with the decision that led to it.
struct ExaminedDecision {
  std::string_view customs_office, decision;
  Channel channel = Channel::green;  // as decided
  Date examined_on;
  bool conforming = true;  // by whoever looked last: the examination, a second look, or an audit after release
};

/// What an examination, a second look or an audit after release found.
struct StoredResult {
  std::string_view party_id, declaration_id;
  Date on;
  bool conforming = true;
};

/// An audit after release that was done.
struct DoneAudit {
  Date on;
  std::string_view ground;  // decile, random
  bool conforming = true;
};

/// A lodging as it was decided. `facts`: as lodged, personal identifiers masked.
struct LodgedDecision {
  std::string_view party_id, decision, facts;
  std::int64_t likelihood_ppm = 0;
};

/// One that waits for examination, with the decision that led there. `declaration` with its facts.
struct WaitingDeclaration {
  StoredDeclaration declaration;
  std::string_view decision;
};

/// What one declaration asked for: as it stands now, and as it was decided.
struct AskingDeclaration {
  Channel channel = Channel::green;
  std::string_view decision;
};

/// One month of a trader or a product.
struct MonthFigures {
  std::string month;  // 2026-11
  std::int64_t declarations = 0, value_krw = 0, examinations = 0, hits = 0;
};

struct RandomDay {
  Date day;
  std::string commitment;             // as published
  std::optional<std::string> secret;  // only where revealed, or asked for by secret_of
  std::optional<Instant> revealed_at;
  // Of its published file; sequences of the records between which its declarations stand.
  std::int64_t committed_sequence = 0, closed_sequence = 0;  // 0: unknown, not closed
  std::optional<Instant> committed_at{}, closed_at{};
  std::int64_t rows = 0;
  std::string digest{};
};

/// A version of what decides. `content` is left empty in lists.
struct RiskVersion {
  std::string version_id;
  risk::VersionKind kind = risk::VersionKind::policy;
  risk::VersionState state = risk::VersionState::drafted;
  std::int64_t version = 0;  // of the row; 0: new
  std::string title, note;
  std::string fingerprint, data_fingerprint;       // of the content; of what a model was trained on
  std::string parameters = "{}", measures = "{}";  // JSON
  std::vector<std::string> judges;                 // procedures, of a model; empty: it stands alone in its kind
  std::string based_on;                            // version_id
  std::vector<std::string> authors;
  std::string created_by;
  Instant created_at;
  std::string rehearsal_id;  // of exactly this content; empty: none
  std::string approved_by;
  std::optional<Instant> approved_at;
  std::string activated_by;
  std::optional<Instant> activated_at, retired_at;
  std::string content;
};

/// A rehearsal that has ended. `report` is left empty in lists.
struct Rehearsal {
  std::string rehearsal_id, version_id;
  std::string fingerprint, against;  // of the content rehearsed, and of the one beside it
  Date from, to;
  std::string requested_by;
  Instant requested_at, finished_at;
  std::string report;  // JSON
};

}  // namespace clearway::record
