SELECT position, hash FROM ledger_transaction WHERE party_id = $1 AND known_at <= $2 ORDER BY position DESC LIMIT 1
