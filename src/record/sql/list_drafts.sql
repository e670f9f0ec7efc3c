SELECT draft_id, account_id, party_id, body, version, updated_at
FROM draft
WHERE account_id = $1
ORDER BY updated_at DESC, draft_id
