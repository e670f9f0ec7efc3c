INSERT INTO ledger_head (party_id, position, known_at, hash) VALUES ($1, $2, $3, $4)
ON CONFLICT (party_id) DO UPDATE SET position = excluded.position, known_at = excluded.known_at, hash = excluded.hash
