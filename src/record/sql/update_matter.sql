UPDATE matter
SET state = $3, customs_office = $4, assignee = $5, related_id = $6, due_on = $7, amount_krw = $8, version = $9,
  last_sequence = $10, body = $11
WHERE party_id = $1 AND matter_id = $2
