SELECT stream, sequence, party_id, kind, subject_id, previous_sequence, recorded_at, actor, request_id, row_digest,
  hash, body
FROM record
WHERE stream = $1 AND sequence = $2 AND party_id = $3
