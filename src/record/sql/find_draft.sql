SELECT draft_id, account_id, party_id, body, version, updated_at FROM draft WHERE account_id = $1 AND draft_id = $2
