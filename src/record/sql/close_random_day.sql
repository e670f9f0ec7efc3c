-- A day committed to by an earlier version has no row yet: its commitment is then of unknown time.
INSERT INTO random_day (day, closed_sequence, closed_at, row_count, digest, committed_sequence, committed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (day) DO UPDATE SET closed_sequence = excluded.closed_sequence, closed_at = excluded.closed_at,
  row_count = excluded.row_count, digest = excluded.digest
