INSERT INTO evidence (party_id, declaration_id, evidence_id, file_name, media_type, size_bytes, digest, added_by,
  added_at, ciphertext)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
