UPDATE random_secret SET revealed_at = $2 WHERE day = $1 AND revealed_at IS NULL
