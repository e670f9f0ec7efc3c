-- Nothing happens where the party has lodged this declaration before; the caller then compares the two.
INSERT INTO declaration (party_id, declaration_id, declaration_number, procedure, customs_office, declared_on, channel,
  state, likelihood_ppm, expected_value_ppm, value_krw, destination_country, hs6, filer_code, exporter_name, source,
  version, stream, lodged_sequence, last_sequence, facts)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
ON CONFLICT (party_id, declaration_id) DO NOTHING
