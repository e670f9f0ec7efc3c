SELECT position, account, matter_id, amount_krw FROM ledger_entry WHERE party_id = $1 AND position = $2 ORDER BY line
