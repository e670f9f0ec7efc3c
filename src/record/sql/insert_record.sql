INSERT INTO record (stream, sequence, party_id, kind, subject_id, previous_sequence, recorded_at, actor, request_id,
  row_digest, hash, body)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
