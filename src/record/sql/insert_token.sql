INSERT INTO api_token (token_id, account_id, token_hash, label, scopes, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING
