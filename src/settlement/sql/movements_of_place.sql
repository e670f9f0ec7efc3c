SELECT applies_on, amount_krw FROM ledger_entry WHERE party_id = $1 AND matter_id = $2 AND account = $3
