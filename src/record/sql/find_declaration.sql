SELECT party_id, declaration_id, declaration_number, procedure, customs_office, declared_on, channel, state,
  likelihood_ppm, expected_value_ppm, value_krw, destination_country, hs6, filer_code, exporter_name, source, version,
  stream, lodged_sequence, last_sequence, facts
FROM declaration
WHERE party_id = $1 AND declaration_id = $2
