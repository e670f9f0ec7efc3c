-- When the newest record was written by the clock of then. $1 stream, $2 its last sequence.
SELECT recorded_at FROM record WHERE stream = $1 AND sequence = $2
