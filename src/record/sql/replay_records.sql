-- Lodgings, examinations, second looks and audits in order, with the declaration as it stands now. $1 stream, $2 after, $3 how many records.
SELECT r.sequence, r.kind, r.party_id, r.subject_id, r.recorded_at, r.body, d.facts, d.procedure, d.version
FROM record r
JOIN declaration d ON d.party_id = r.party_id AND d.declaration_id = r.subject_id
WHERE r.stream = $1 AND r.sequence > $2 AND r.sequence <= $3 AND r.kind IN ('lodged', 'examined', 'second_look', 'audit_done')
ORDER BY r.sequence
