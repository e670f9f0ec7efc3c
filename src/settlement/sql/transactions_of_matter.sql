SELECT party_id, position, transaction_id, kind, applies_on, known_at, actor, request_id, reverses, cite, note
FROM ledger_transaction
WHERE party_id = $1
  AND position IN (SELECT position FROM ledger_entry WHERE party_id = $1 AND matter_id = $2)
ORDER BY position
