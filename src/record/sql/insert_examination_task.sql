INSERT INTO examination_task (party_id, declaration_id, kind, ordered_sequence, customs_office, day, ground, note, ordered_by, ordered_at,
  done_sequence, done_by, done_on, outcome)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
