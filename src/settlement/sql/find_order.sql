SELECT party_id, order_id, matter_id, account_number, issued_on, due, charges, total_krw, paid_krw, standing, charged, version
FROM payment_order
WHERE party_id = $1 AND order_id = $2
