-- Written for PostgreSQL; SQLite gets the same text with its own names for the types (src/db/migrate.cpp).
-- Large tables carry party_id, the trader whose history a row belongs to, in every key, so that they can be distributed
-- by it; there are no triggers, no global sequences and no references across parties. Times are microseconds since 1970.

-- A declaration as it stands now. What it says follows from its newest record, which carries the digest of this row.
-- procedure: 0 formal, 1 simplified, 2 manifest, 3 import. channel: 0 green, 1 orange, 2 red.
CREATE TABLE declaration (
  party_id text COLLATE "C" NOT NULL,
  declaration_id text COLLATE "C" NOT NULL,
  declaration_number text COLLATE "C" NOT NULL,
  procedure smallint NOT NULL,
  customs_office text COLLATE "C" NOT NULL,
  declared_on text COLLATE "C" NOT NULL,
  channel smallint NOT NULL,
  state text COLLATE "C" NOT NULL,
  likelihood_ppm bigint NOT NULL,
  expected_value_ppm bigint NOT NULL,
  value_krw bigint NOT NULL,
  destination_country text COLLATE "C" NOT NULL,
  hs6 text COLLATE "C" NOT NULL,
  filer_code text COLLATE "C" NOT NULL,
  exporter_name text COLLATE "C" NOT NULL,
  source text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  stream smallint NOT NULL,
  lodged_sequence bigint NOT NULL,
  last_sequence bigint NOT NULL,
  facts text COLLATE "C" NOT NULL,
  PRIMARY KEY (party_id, declaration_id)
);

-- An officer's queue, the day's figures and the statistics are read from this index alone.
CREATE INDEX declaration_office
  ON declaration (customs_office, declared_on, lodged_sequence, channel, state, procedure, value_krw);
-- The list of a courier or broker: what it sent.
CREATE INDEX declaration_filer ON declaration (filer_code, declared_on, lodged_sequence);

-- A declaration as it stood before an amendment of its facts.
CREATE TABLE declaration_version (
  party_id text COLLATE "C" NOT NULL,
  declaration_id text COLLATE "C" NOT NULL,
  declaration_number text COLLATE "C" NOT NULL,
  procedure smallint NOT NULL,
  customs_office text COLLATE "C" NOT NULL,
  declared_on text COLLATE "C" NOT NULL,
  channel smallint NOT NULL,
  state text COLLATE "C" NOT NULL,
  likelihood_ppm bigint NOT NULL,
  expected_value_ppm bigint NOT NULL,
  value_krw bigint NOT NULL,
  destination_country text COLLATE "C" NOT NULL,
  hs6 text COLLATE "C" NOT NULL,
  filer_code text COLLATE "C" NOT NULL,
  exporter_name text COLLATE "C" NOT NULL,
  source text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  stream smallint NOT NULL,
  lodged_sequence bigint NOT NULL,
  last_sequence bigint NOT NULL,
  facts text COLLATE "C" NOT NULL,
  PRIMARY KEY (party_id, declaration_id, version)
);

-- Keyed by the number alone, so that it is unique across parties also where declarations are distributed by party.
CREATE TABLE declaration_number (
  declaration_number text COLLATE "C" NOT NULL,
  party_id text COLLATE "C" NOT NULL,
  declaration_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (declaration_number)
);

CREATE TABLE number_series (
  prefix text COLLATE "C" NOT NULL,
  last_number bigint NOT NULL,
  PRIMARY KEY (prefix)
);

-- The chain. previous_sequence is the record before this one about the same subject (0: none): histories are read along
-- it, without an index. row_digest covers the declaration row as this record left it.
CREATE TABLE record (
  stream smallint NOT NULL,
  sequence bigint NOT NULL,
  party_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  subject_id text COLLATE "C" NOT NULL,
  previous_sequence bigint NOT NULL,
  recorded_at bigint NOT NULL,
  actor text COLLATE "C" NOT NULL,
  request_id text COLLATE "C" NOT NULL,
  row_digest bytea NOT NULL,
  hash bytea NOT NULL,
  body text COLLATE "C" NOT NULL,
  PRIMARY KEY (stream, sequence, party_id)
);

CREATE TABLE chain_head (
  stream smallint NOT NULL,
  sequence bigint NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (stream)
);

-- A head of the chain, signed (Ed25519) with the key of the installation.
CREATE TABLE audit_checkpoint (
  stream smallint NOT NULL,
  sequence bigint NOT NULL,
  hash bytea NOT NULL,
  signed_at bigint NOT NULL,
  signature bytea NOT NULL,
  PRIMARY KEY (stream, sequence)
);

-- One row: which key file belongs to this database.
CREATE TABLE installation (
  installation_id text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  public_key bytea NOT NULL,
  key_check bytea NOT NULL,
  PRIMARY KEY (installation_id)
);

CREATE TABLE examination (
  party_id text COLLATE "C" NOT NULL,
  declaration_id text COLLATE "C" NOT NULL,
  stream smallint NOT NULL,
  sequence bigint NOT NULL,
  examined_on text COLLATE "C" NOT NULL,
  officer text COLLATE "C" NOT NULL,
  conforming smallint NOT NULL,
  discrepancies text COLLATE "C" NOT NULL,
  note text COLLATE "C" NOT NULL,
  findings text COLLATE "C" NOT NULL DEFAULT '[]',
  PRIMARY KEY (party_id, declaration_id, stream, sequence)
);

-- Beside the chain, so that it can be erased lawfully. ciphertext: nonce and XChaCha20-Poly1305, bound to its key.
CREATE TABLE personal_data (
  party_id text COLLATE "C" NOT NULL,
  subject_id text COLLATE "C" NOT NULL,
  field text COLLATE "C" NOT NULL,
  ciphertext bytea NOT NULL,
  PRIMARY KEY (party_id, subject_id, field)
);

-- What a request was answered with. fingerprint tells a repetition from another request under the same id.
CREATE TABLE request (
  party_id text COLLATE "C" NOT NULL,
  actor text COLLATE "C" NOT NULL,
  request_id text COLLATE "C" NOT NULL,
  fingerprint bytea NOT NULL,
  subject_id text COLLATE "C" NOT NULL,
  declaration_number text COLLATE "C" NOT NULL,
  stream smallint NOT NULL,
  sequence bigint NOT NULL,
  version bigint NOT NULL,
  answered_at bigint NOT NULL,
  PRIMARY KEY (party_id, actor, request_id)
);

-- Small tables; lists are kept as words separated by blanks.
CREATE TABLE account (
  account_id text COLLATE "C" NOT NULL,
  sign_in_name text COLLATE "C" NOT NULL,
  display_name text COLLATE "C" NOT NULL,
  role text COLLATE "C" NOT NULL,
  password_hash text COLLATE "C" NOT NULL,
  party_id text COLLATE "C" NOT NULL,
  filer_code text COLLATE "C" NOT NULL,
  offices text COLLATE "C" NOT NULL,
  language text COLLATE "C" NOT NULL,
  active smallint NOT NULL,
  version bigint NOT NULL,
  created_at bigint NOT NULL,
  PRIMARY KEY (account_id),
  UNIQUE (sign_in_name)
);

CREATE TABLE session (
  token_hash text COLLATE "C" NOT NULL,
  account_id text COLLATE "C" NOT NULL REFERENCES account (account_id),
  csrf_token text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  PRIMARY KEY (token_hash)
);

CREATE TABLE api_token (
  token_id text COLLATE "C" NOT NULL,
  account_id text COLLATE "C" NOT NULL REFERENCES account (account_id),
  token_hash text COLLATE "C" NOT NULL,
  label text COLLATE "C" NOT NULL,
  scopes text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  revoked_at bigint,
  PRIMARY KEY (token_id),
  UNIQUE (token_hash)
);

CREATE TABLE mandate (
  mandate_id text COLLATE "C" NOT NULL,
  party_id text COLLATE "C" NOT NULL,
  agent text COLLATE "C" NOT NULL,
  scopes text COLLATE "C" NOT NULL,
  valid_from text COLLATE "C" NOT NULL,
  valid_until text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  revoked_at bigint,
  PRIMARY KEY (mandate_id)
);
CREATE INDEX mandate_party ON mandate (party_id);
CREATE INDEX mandate_agent ON mandate (agent);

CREATE TABLE draft (
  account_id text COLLATE "C" NOT NULL,
  draft_id text COLLATE "C" NOT NULL,
  party_id text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  updated_at bigint NOT NULL,
  body text COLLATE "C" NOT NULL,
  PRIMARY KEY (account_id, draft_id)
);

-- The secret of a day's random selection: committed to before the day, revealed after it.
CREATE TABLE random_secret (
  day text COLLATE "C" NOT NULL,
  commitment text COLLATE "C" NOT NULL,
  ciphertext bytea NOT NULL,
  revealed_at bigint,
  PRIMARY KEY (day)
);

-- Versions of what decides: policies (risk.yaml and rules.yaml) and models. Small: a few dozen a year.
-- state: drafted, rehearsed, approved, active, retired, rejected. authors: who wrote it, words; none of them may approve.
-- version counts changes of the row (If-Match). content: the bytes that decide, fingerprint says which. judges: what a
-- model judges, names of procedures, words; a version that names none stands alone in its kind.
CREATE TABLE risk_version (
  version_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  title text COLLATE "C" NOT NULL,
  note text COLLATE "C" NOT NULL,
  fingerprint text COLLATE "C" NOT NULL,
  data_fingerprint text COLLATE "C" NOT NULL,
  parameters text COLLATE "C" NOT NULL,
  measures text COLLATE "C" NOT NULL,
  based_on text COLLATE "C" NOT NULL,
  authors text COLLATE "C" NOT NULL,
  created_by text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  rehearsal_id text COLLATE "C" NOT NULL,
  approved_by text COLLATE "C" NOT NULL,
  approved_at bigint,
  activated_by text COLLATE "C" NOT NULL,
  activated_at bigint,
  retired_at bigint,
  content bytea NOT NULL,
  judges text COLLATE "C" NOT NULL DEFAULT '',
  PRIMARY KEY (version_id)
);

-- A rehearsal that has ended: of which content (fingerprint) beside which, over which days, and its report (JSON).
CREATE TABLE rehearsal (
  rehearsal_id text COLLATE "C" NOT NULL,
  version_id text COLLATE "C" NOT NULL REFERENCES risk_version (version_id),
  fingerprint text COLLATE "C" NOT NULL,
  against text COLLATE "C" NOT NULL,
  from_day text COLLATE "C" NOT NULL,
  to_day text COLLATE "C" NOT NULL,
  requested_by text COLLATE "C" NOT NULL,
  requested_at bigint NOT NULL,
  finished_at bigint NOT NULL,
  report text COLLATE "C" NOT NULL,
  PRIMARY KEY (rehearsal_id)
);

-- A day of random selection. Its declarations stand in the chain between the two sequences; the digest of the published
-- rows is in the record at closed_sequence.
CREATE TABLE random_day (
  day text COLLATE "C" NOT NULL,
  committed_sequence bigint NOT NULL,
  committed_at bigint NOT NULL,
  closed_sequence bigint,
  closed_at bigint,
  row_count bigint,
  digest text COLLATE "C",
  PRIMARY KEY (day)
);

-- What an office plans to examine a day, from a day on until the next plan. Its changes are in the chain.
CREATE TABLE capacity_plan (
  customs_office text COLLATE "C" NOT NULL,
  from_day text COLLATE "C" NOT NULL,
  red bigint NOT NULL,
  orange bigint NOT NULL,
  reason text COLLATE "C" NOT NULL,
  planned_by text COLLATE "C" NOT NULL,
  planned_at bigint NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (customs_office, from_day)
);

-- Files that show what was found. ciphertext: nonce and XChaCha20-Poly1305, bound to its key; digest: BLAKE2b-256 of the
-- file, also in the chain, so that it outlives a lawful erasure.
CREATE TABLE evidence (
  party_id text COLLATE "C" NOT NULL,
  declaration_id text COLLATE "C" NOT NULL,
  evidence_id text COLLATE "C" NOT NULL,
  file_name text COLLATE "C" NOT NULL,
  media_type text COLLATE "C" NOT NULL,
  size_bytes bigint NOT NULL,
  digest bytea NOT NULL,
  added_by text COLLATE "C" NOT NULL,
  added_at bigint NOT NULL,
  ciphertext bytea NOT NULL,
  PRIMARY KEY (party_id, declaration_id, evidence_id)
);

-- A declaration somebody has to look at beside its channel. kind: second_look, audit. ground: why. done_sequence: the
-- record of the result, 0 while it is open.
CREATE TABLE examination_task (
  party_id text COLLATE "C" NOT NULL,
  declaration_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  ordered_sequence bigint NOT NULL,
  customs_office text COLLATE "C" NOT NULL,
  day text COLLATE "C" NOT NULL,
  ground text COLLATE "C" NOT NULL,
  note text COLLATE "C" NOT NULL,
  ordered_by text COLLATE "C" NOT NULL,
  ordered_at bigint NOT NULL,
  done_sequence bigint NOT NULL,
  done_by text COLLATE "C" NOT NULL,
  done_on text COLLATE "C" NOT NULL,
  outcome text COLLATE "C" NOT NULL,
  PRIMARY KEY (party_id, declaration_id, kind, ordered_sequence)
);

-- The worklist and the audit sample of an office, and the results of a period.
CREATE INDEX examination_task_office ON examination_task (customs_office, kind, day);

-- Case files between customs and a party: notices, corrections, rulings, mandates, plans, measures. The row says how a
-- file stands now; what happened stands in the chain, linked from last_sequence backwards, and the newest record carries
-- the digest of the row. kind and state are words of the folder that keeps the file. due_on: the next day on which
-- something must be done, '' where no clock runs.
CREATE TABLE matter (
  party_id text COLLATE "C" NOT NULL,
  matter_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL,
  customs_office text COLLATE "C" NOT NULL,
  assignee text COLLATE "C" NOT NULL,
  related_id text COLLATE "C" NOT NULL,
  opened_on text COLLATE "C" NOT NULL,
  due_on text COLLATE "C" NOT NULL,
  amount_krw bigint NOT NULL,
  version bigint NOT NULL,
  stream smallint NOT NULL,
  opened_sequence bigint NOT NULL,
  last_sequence bigint NOT NULL,
  body text COLLATE "C" NOT NULL,
  PRIMARY KEY (party_id, matter_id)
);

-- The queues of officers: files of a kind in a state, the nearest clock first.
CREATE INDEX matter_queue ON matter (kind, state, due_on);

-- The ledger of each party and what is paid into it. Rows of the ledger are only ever added. Amounts are whole won.

-- A transaction. position counts from 1 for each party; hash chains them in that order. The record at stream, sequence
-- says the same. applies_on: when it applies, known_at: when the ledger learned of it, which never falls. reverses: the
-- transaction it is the exact opposite of, else empty.
CREATE TABLE ledger_transaction (
  party_id text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  transaction_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  applies_on text COLLATE "C" NOT NULL,
  known_at bigint NOT NULL,
  actor text COLLATE "C" NOT NULL,
  request_id text COLLATE "C" NOT NULL,
  reverses text COLLATE "C" NOT NULL,
  cite text COLLATE "C" NOT NULL,
  note text COLLATE "C" NOT NULL,
  hash bytea NOT NULL,
  stream smallint NOT NULL,
  sequence bigint NOT NULL,
  PRIMARY KEY (party_id, position)
);
-- Posting asks whether an id is taken, and whether something is reversed already; nothing is reversed twice.
CREATE UNIQUE INDEX ledger_transaction_id ON ledger_transaction (party_id, transaction_id);
CREATE UNIQUE INDEX ledger_transaction_reverses ON ledger_transaction (party_id, reverses) WHERE reverses <> '';

-- A line of a transaction. amount_krw: debit positive, credit negative; the lines of a transaction sum to zero.
CREATE TABLE ledger_entry (
  party_id text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  line bigint NOT NULL,
  account text COLLATE "C" NOT NULL,
  matter_id text COLLATE "C" NOT NULL,
  applies_on text COLLATE "C" NOT NULL,
  amount_krw bigint NOT NULL,
  PRIMARY KEY (party_id, position, line)
);
-- The balances of a matter are read from this index alone.
CREATE INDEX ledger_entry_matter ON ledger_entry (party_id, matter_id, account, applies_on, amount_krw);

-- What entries are about, opened by the transaction at position.
CREATE TABLE ledger_matter (
  party_id text COLLATE "C" NOT NULL,
  matter_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  exists_from text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY (party_id, matter_id)
);

CREATE TABLE ledger_head (
  party_id text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  known_at bigint NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (party_id)
);

-- What a party is asked to pay. charges: words, a charge and its amount in turn. charged: the order posted them (else they
-- stood in the matter before). standing: open, cancelled, closed; what
-- has been paid and what the date makes of it is not stored. Its newest record carries the digest of the row, as those of
-- receipts and refunds do.
CREATE TABLE payment_order (
  party_id text COLLATE "C" NOT NULL,
  order_id text COLLATE "C" NOT NULL,
  matter_id text COLLATE "C" NOT NULL,
  account_number text COLLATE "C" NOT NULL,
  issued_on text COLLATE "C" NOT NULL,
  due text COLLATE "C" NOT NULL,
  charges text COLLATE "C" NOT NULL,
  total_krw bigint NOT NULL,
  paid_krw bigint NOT NULL,
  standing text COLLATE "C" NOT NULL,
  charged smallint NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (party_id, order_id)
);
-- What has fallen due unpaid, of all parties.
CREATE INDEX payment_order_due ON payment_order (due) WHERE standing = 'open' AND paid_krw < total_krw;

-- Keyed by the number alone: money arrives under it before the party is known.
CREATE TABLE virtual_account (
  account_number text COLLATE "C" NOT NULL,
  party_id text COLLATE "C" NOT NULL,
  order_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (account_number)
);

-- Money that came in, or was called back (reverses: the receipt). party_id '-': whose it is, is not known. The payer's
-- name is masked here and encrypted in personal_data.
CREATE TABLE bank_receipt (
  party_id text COLLATE "C" NOT NULL,
  receipt_id text COLLATE "C" NOT NULL,
  file_id text COLLATE "C" NOT NULL,
  source_row bigint NOT NULL,
  account_number text COLLATE "C" NOT NULL,
  amount_krw bigint NOT NULL,
  value_date text COLLATE "C" NOT NULL,
  booked_on text COLLATE "C" NOT NULL,
  payer text COLLATE "C" NOT NULL,
  outcome text COLLATE "C" NOT NULL,
  late smallint NOT NULL,
  order_id text COLLATE "C" NOT NULL,
  order_krw bigint NOT NULL,
  transaction_id text COLLATE "C" NOT NULL,
  reverses text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (party_id, receipt_id)
);
CREATE INDEX bank_receipt_file ON bank_receipt (file_id, source_row);

-- The bank's references, so that the same payment is taken once whatever file brings it. digest: of what it said.
CREATE TABLE bank_reference (
  reference text COLLATE "C" NOT NULL,
  party_id text COLLATE "C" NOT NULL,
  receipt_id text COLLATE "C" NOT NULL,
  digest bytea NOT NULL,
  PRIMARY KEY (reference)
);

-- Files of the bank that were read to their end. file_id: BLAKE2b-256 of the content, hexadecimal.
CREATE TABLE bank_file (
  file_id text COLLATE "C" NOT NULL,
  file_name text COLLATE "C" NOT NULL,
  format text COLLATE "C" NOT NULL,
  imported_by text COLLATE "C" NOT NULL,
  imported_at bigint NOT NULL,
  recorded bigint NOT NULL,
  known bigint NOT NULL,
  rejected bigint NOT NULL,
  not_booked bigint NOT NULL,
  received_krw bigint NOT NULL,
  reversed_krw bigint NOT NULL,
  PRIMARY KEY (file_id)
);

-- Money to be given back out of one matter, mostly a receipt. state: proposed, decided, paid, withdrawn. paid_in_on: when
-- the money had come in.
CREATE TABLE refund (
  party_id text COLLATE "C" NOT NULL,
  refund_id text COLLATE "C" NOT NULL,
  matter_id text COLLATE "C" NOT NULL,
  ground text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL,
  principal_krw bigint NOT NULL,
  interest_krw bigint NOT NULL,
  paid_in_on text COLLATE "C" NOT NULL,
  proposed_on text COLLATE "C" NOT NULL,
  decided_on text COLLATE "C" NOT NULL,
  decided_by text COLLATE "C" NOT NULL,
  paid_on text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (party_id, refund_id)
);
CREATE INDEX refund_state ON refund (state, proposed_on);
