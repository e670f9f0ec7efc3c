INSERT INTO bank_receipt (party_id, receipt_id, file_id, source_row, account_number, amount_krw, value_date, booked_on, payer, outcome, late,
  order_id, order_krw, transaction_id, reverses, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (party_id, receipt_id)
DO UPDATE SET outcome = excluded.outcome, version = excluded.version
