SELECT transaction_id FROM ledger_transaction WHERE party_id = $1 AND reverses = $2 AND reverses <> ''
