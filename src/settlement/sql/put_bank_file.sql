INSERT INTO bank_file (file_id, file_name, format, imported_by, imported_at, recorded, known, rejected, not_booked,
  received_krw, reversed_krw)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (file_id)
DO UPDATE SET recorded = excluded.recorded, known = excluded.known, rejected = excluded.rejected,
  received_krw = excluded.received_krw, reversed_krw = excluded.reversed_krw
