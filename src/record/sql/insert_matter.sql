INSERT INTO matter (party_id, matter_id, kind, state, customs_office, assignee, related_id, opened_on, due_on, amount_krw, version,
  stream, opened_sequence, last_sequence, body)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
