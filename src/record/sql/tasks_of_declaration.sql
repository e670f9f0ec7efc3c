SELECT party_id, declaration_id, kind, ordered_sequence, customs_office, day, ground, note, ordered_by, ordered_at,
  done_sequence, done_by, done_on, outcome
FROM examination_task
WHERE party_id = $1 AND declaration_id = $2
ORDER BY ordered_sequence
