INSERT INTO declaration_number (declaration_number, party_id, declaration_id)
VALUES ($1, $2, $3)
ON CONFLICT (declaration_number) DO NOTHING
