INSERT INTO ledger_matter (party_id, matter_id, kind, exists_from, position) VALUES ($1, $2, $3, $4, $5)
