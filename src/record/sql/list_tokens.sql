SELECT token_id, account_id, token_hash, label, scopes, created_at, expires_at, revoked_at
FROM api_token
WHERE account_id = $1
ORDER BY created_at, token_id
