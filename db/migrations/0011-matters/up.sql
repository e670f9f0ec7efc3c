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
