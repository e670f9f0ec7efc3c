INSERT INTO payment_order (party_id, order_id, matter_id, account_number, issued_on, due, charges, total_krw, paid_krw,
  standing, charged, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (party_id, order_id)
DO UPDATE SET paid_krw = excluded.paid_krw, standing = excluded.standing, version = excluded.version
