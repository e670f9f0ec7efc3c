-- $2 numbers of the series $1; answers with the last of them.
INSERT INTO number_series (prefix, last_number) VALUES ($1, $2)
ON CONFLICT (prefix) DO UPDATE SET last_number = number_series.last_number + excluded.last_number
RETURNING last_number
