INSERT INTO installation (installation_id, created_at, public_key, key_check) VALUES ($1, $2, $3, $4)
