SELECT mandate_id, party_id, agent, scopes, valid_from, valid_until, created_at, revoked_at
FROM mandate
WHERE mandate_id = $1
