SELECT day, commitment, ciphertext, revealed_at FROM random_secret WHERE day = $1
