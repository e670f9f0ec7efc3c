SELECT s.day, s.commitment, s.ciphertext, s.revealed_at, d.committed_sequence, d.committed_at, d.closed_sequence,
  d.closed_at, d.row_count, d.digest
FROM random_secret s LEFT JOIN random_day d ON d.day = s.day
WHERE s.day >= $1 AND s.day <= $2
ORDER BY s.day
