-- What waits for examination at an office, with the decision that selected it. $1 office, $2 and $3 first and last day.
-- The days are read from declaration_office, which has the state; rows only of those that wait.
SELECT d.party_id, d.declaration_id, d.declaration_number, d.procedure, d.customs_office, d.declared_on, d.channel,
  d.state, d.likelihood_ppm, d.expected_value_ppm, d.value_krw, d.destination_country, d.hs6, d.filer_code,
  d.exporter_name, d.source, d.version, d.stream, d.lodged_sequence, d.last_sequence, d.facts, r.body
FROM declaration d
JOIN record r ON r.stream = d.stream AND r.sequence = d.lodged_sequence AND r.party_id = d.party_id
WHERE d.customs_office = $1 AND d.declared_on >= $2 AND d.declared_on <= $3 AND d.state = 'selected'
ORDER BY d.declared_on, d.lodged_sequence, d.party_id, d.declaration_id
