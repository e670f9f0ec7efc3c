SELECT party_id, position, transaction_id, kind, applies_on, known_at, actor, request_id, reverses, cite, note
FROM ledger_transaction
WHERE party_id = $1
ORDER BY position
