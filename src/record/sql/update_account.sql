UPDATE account
SET sign_in_name = $2, display_name = $3, role = $4, password_hash = $5, party_id = $6, filer_code = $7, offices = $8,
  language = $9, active = $10, version = version + 1
WHERE account_id = $1 AND version = $11
