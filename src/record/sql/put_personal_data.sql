INSERT INTO personal_data (party_id, subject_id, field, ciphertext)
VALUES ($1, $2, $3, $4)
ON CONFLICT (party_id, subject_id, field) DO UPDATE SET ciphertext = excluded.ciphertext
