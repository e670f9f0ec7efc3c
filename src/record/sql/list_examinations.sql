SELECT party_id, declaration_id, stream, sequence, examined_on, officer, conforming, discrepancies, note, findings
FROM examination
WHERE party_id = $1 AND declaration_id = $2
ORDER BY stream, sequence
