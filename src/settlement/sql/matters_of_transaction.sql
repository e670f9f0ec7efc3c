SELECT matter_id, kind, exists_from FROM ledger_matter WHERE party_id = $1 AND position = $2 ORDER BY matter_id
