SELECT substr(e.examined_on, 1, 7), count(*), CAST(sum(1 - e.conforming) AS bigint)
FROM examination e
JOIN declaration d ON d.party_id = e.party_id AND d.declaration_id = e.declaration_id
WHERE d.hs6 = $1 AND e.examined_on >= $2
GROUP BY 1
