-- Versions of what decides: policies (risk.yaml and rules.yaml) and models. Small: a few dozen a year.
-- state: drafted, rehearsed, approved, active, retired, rejected. authors: who wrote it, words; none of them may approve.
-- version counts changes of the row (If-Match). content: the bytes that decide, fingerprint says which.
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
