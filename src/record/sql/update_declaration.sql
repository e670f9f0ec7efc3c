UPDATE declaration
SET channel = $3, state = $4, value_krw = $5, destination_country = $6, hs6 = $7, exporter_name = $8, version = $9,
  last_sequence = $10
WHERE party_id = $1 AND declaration_id = $2
