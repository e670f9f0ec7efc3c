-- Declarations of an office and day that are looked at, or whose expected value asked for it. $3 expected value.
SELECT d.channel, r.body
FROM declaration d
JOIN record r ON r.stream = d.stream AND r.sequence = d.lodged_sequence AND r.party_id = d.party_id
WHERE d.customs_office = $1 AND d.declared_on = $2 AND (d.channel > 0 OR d.expected_value_ppm >= $3)
