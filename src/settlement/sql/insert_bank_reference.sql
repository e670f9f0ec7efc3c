INSERT INTO bank_reference (reference, party_id, receipt_id, digest) VALUES ($1, $2, $3, $4)
