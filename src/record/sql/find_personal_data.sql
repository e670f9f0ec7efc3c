SELECT ciphertext FROM personal_data WHERE party_id = $1 AND subject_id = $2 AND field = $3
