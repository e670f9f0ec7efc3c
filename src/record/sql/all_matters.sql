SELECT party_id, matter_id, kind, state, customs_office, assignee, related_id, opened_on, due_on, amount_krw, version,
  stream, opened_sequence, last_sequence, body
FROM matter
