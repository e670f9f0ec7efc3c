UPDATE examination_task SET done_sequence = $5, done_by = $6, done_on = $7, outcome = $8
WHERE party_id = $1 AND declaration_id = $2 AND kind = $3 AND ordered_sequence = $4
