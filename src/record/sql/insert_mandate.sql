INSERT INTO mandate (mandate_id, party_id, agent, scopes, valid_from, valid_until, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING
