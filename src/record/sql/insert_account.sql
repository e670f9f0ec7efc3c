INSERT INTO account (account_id, sign_in_name, display_name, role, password_hash, party_id, filer_code, offices, language,
  active, version, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11)
ON CONFLICT DO NOTHING
