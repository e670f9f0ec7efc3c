SELECT party_id, order_id, matter_id, account_number, issued_on, due, charges, total_krw, paid_krw, standing, charged, version
FROM payment_order
WHERE due < $1 AND standing = 'open' AND paid_krw < total_krw
ORDER BY due, party_id, order_id
