INSERT INTO examination (party_id, declaration_id, stream, sequence, examined_on, officer, conforming, discrepancies,
  note, findings)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
