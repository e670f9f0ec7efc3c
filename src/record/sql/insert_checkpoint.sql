INSERT INTO audit_checkpoint (stream, sequence, hash, signed_at, signature)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (stream, sequence) DO NOTHING
