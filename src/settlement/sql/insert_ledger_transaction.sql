INSERT INTO ledger_transaction (party_id, position, transaction_id, kind, applies_on, known_at, actor, request_id,
  reverses, cite, note, hash, stream, sequence)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
