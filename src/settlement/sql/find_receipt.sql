SELECT party_id, receipt_id, file_id, source_row, account_number, amount_krw, value_date, booked_on, payer, outcome, late,
  order_id, order_krw, transaction_id, reverses, version
FROM bank_receipt
WHERE party_id = $1 AND receipt_id = $2
