-- Examinations of a period with their decisions. $1 office, empty: all.
SELECT d.customs_office, r.body, e.examined_on, e.conforming
FROM examination e
JOIN declaration d ON d.party_id = e.party_id AND d.declaration_id = e.declaration_id
JOIN record r ON r.stream = d.stream AND r.sequence = d.lodged_sequence AND r.party_id = d.party_id
WHERE e.examined_on >= $2 AND e.examined_on <= $3 AND ($1 = '' OR d.customs_office = $1)
