-- Every examination; a rehearsal learns from them what is known of each declaration.
SELECT party_id, declaration_id, stream, sequence, examined_on, officer, conforming, discrepancies, note, findings
FROM examination
