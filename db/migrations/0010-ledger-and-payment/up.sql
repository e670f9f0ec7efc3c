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
