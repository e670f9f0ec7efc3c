SELECT party_id, declaration_id, kind, ordered_sequence, customs_office, day, ground, note, ordered_by, ordered_at,
  done_sequence, done_by, done_on, outcome
FROM examination_task
WHERE customs_office = $1 AND kind = $2 AND day >= $3 AND day <= $4
ORDER BY day, party_id, declaration_id
