SELECT party_id, order_id, matter_id, account_number, issued_on, due, charges, total_krw, paid_krw, standing, charged, version
FROM payment_order
WHERE party_id = $1
ORDER BY issued_on DESC, order_id
