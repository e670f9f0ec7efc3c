SELECT account_id, sign_in_name, display_name, role, password_hash, party_id, filer_code, offices, language, active,
  version, created_at
FROM account
WHERE sign_in_name = $1
