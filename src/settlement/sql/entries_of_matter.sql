SELECT position, account, matter_id, amount_krw
FROM ledger_entry
WHERE party_id = $1
  AND position IN (SELECT position FROM ledger_entry WHERE party_id = $1 AND matter_id = $2)
ORDER BY position, line
