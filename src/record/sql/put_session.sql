INSERT INTO session (token_hash, account_id, csrf_token, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (token_hash) DO UPDATE SET expires_at = excluded.expires_at
