INSERT INTO random_secret (day, commitment, ciphertext) VALUES ($1, $2, $3) ON CONFLICT (day) DO NOTHING
