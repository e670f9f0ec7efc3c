SELECT mandate_id, party_id, agent, scopes, valid_from, valid_until, created_at, revoked_at
FROM mandate
WHERE party_id = $1
ORDER BY created_at, mandate_id
