SELECT digest, ciphertext FROM evidence WHERE party_id = $1 AND declaration_id = $2 AND evidence_id = $3
