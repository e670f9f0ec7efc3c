-- PostgreSQL only: which of these keys are taken. $1 parties, $2 declaration ids, both arrays of the same length.
SELECT d.party_id, d.declaration_id
FROM unnest($1::text[], $2::text[]) AS k (party_id, declaration_id)
JOIN declaration d ON d.party_id = k.party_id AND d.declaration_id = k.declaration_id
