INSERT INTO draft (account_id, draft_id, party_id, version, updated_at, body)
VALUES ($1, $2, $3, 1, $4, $5)
ON CONFLICT DO NOTHING
