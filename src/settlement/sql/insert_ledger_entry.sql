INSERT INTO ledger_entry (party_id, position, line, account, matter_id, applies_on, amount_krw)
VALUES ($1, $2, $3, $4, $5, $6, $7)
