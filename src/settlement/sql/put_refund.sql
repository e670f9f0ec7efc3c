INSERT INTO refund (party_id, refund_id, matter_id, ground, state, principal_krw, interest_krw, paid_in_on, proposed_on, decided_on,
  decided_by, paid_on, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (party_id, refund_id)
DO UPDATE SET state = excluded.state, principal_krw = excluded.principal_krw, interest_krw = excluded.interest_krw,
  decided_on = excluded.decided_on, decided_by = excluded.decided_by, paid_on = excluded.paid_on,
  version = excluded.version
