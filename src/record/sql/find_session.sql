SELECT token_hash, account_id, csrf_token, created_at, expires_at FROM session WHERE token_hash = $1
