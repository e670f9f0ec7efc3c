SELECT position, known_at, hash FROM ledger_head WHERE party_id = $1
