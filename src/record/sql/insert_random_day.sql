INSERT INTO random_day (day, committed_sequence, committed_at) VALUES ($1, $2, $3) ON CONFLICT (day) DO NOTHING
