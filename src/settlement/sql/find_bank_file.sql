SELECT file_id, file_name, format, imported_by, imported_at, recorded, known, rejected, not_booked, received_krw, reversed_krw
FROM bank_file
WHERE file_id = $1
