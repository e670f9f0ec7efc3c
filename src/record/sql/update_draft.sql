UPDATE draft
SET party_id = $3, updated_at = $4, body = $5, version = version + 1
WHERE account_id = $1 AND draft_id = $2 AND version = $6
