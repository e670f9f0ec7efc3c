UPDATE mandate SET revoked_at = $2 WHERE mandate_id = $1 AND revoked_at IS NULL
