INSERT INTO request (party_id, actor, request_id, fingerprint, subject_id, declaration_number, stream, sequence,
  version, answered_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
