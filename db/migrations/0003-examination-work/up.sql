-- The work of examination: a published day of random selection, what an office plans to take on, findings with what was
-- declared and found, evidence, and declarations looked at a second time or audited after release.

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

-- [{"kind":…,"item":…,"declared":…,"found":…,"revenue_krw":…}] as in the record of the examination.
ALTER TABLE examination ADD COLUMN findings text COLLATE "C" NOT NULL DEFAULT '[]';

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
