SELECT field, ciphertext FROM personal_data WHERE party_id = $1 AND subject_id = $2 ORDER BY field
