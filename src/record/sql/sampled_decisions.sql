-- Every $4th declaration of an office and a period by its place in the record, as it was lodged.
SELECT d.likelihood_ppm, r.body,
  COALESCE((SELECT v.facts FROM declaration_version v
            WHERE v.party_id = d.party_id AND v.declaration_id = d.declaration_id
            ORDER BY v.version LIMIT 1), d.facts), d.party_id
FROM declaration d
JOIN record r ON r.stream = d.stream AND r.sequence = d.lodged_sequence AND r.party_id = d.party_id
WHERE d.customs_office = $1 AND d.declared_on >= $2 AND d.declared_on <= $3 AND d.lodged_sequence % $4 = 0
