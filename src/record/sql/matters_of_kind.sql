SELECT party_id, matter_id, kind, state, customs_office, assignee, related_id, opened_on, due_on, amount_krw, version,
  stream, opened_sequence, last_sequence, body
FROM matter
WHERE kind = $1 AND (party_id, matter_id) > ($2, $3)
ORDER BY party_id, matter_id
LIMIT $4
