SELECT receipt_id
FROM bank_receipt
WHERE party_id = $1 AND order_id = $2 AND outcome NOT IN ('exact', 'part_payment')
ORDER BY receipt_id
