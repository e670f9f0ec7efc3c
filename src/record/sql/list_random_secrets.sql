SELECT day, commitment, ciphertext, revealed_at FROM random_secret WHERE day >= $1 AND day <= $2 ORDER BY day
