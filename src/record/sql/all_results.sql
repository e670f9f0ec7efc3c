-- What every examination, second look and audit after release found, oldest first; a rehearsal learns from them what is
-- known of each declaration.
SELECT e.party_id, e.declaration_id, e.sequence AS sequence, e.examined_on, r.body
FROM examination e
JOIN record r ON r.stream = e.stream AND r.sequence = e.sequence AND r.party_id = e.party_id
UNION ALL
SELECT t.party_id, t.declaration_id, t.done_sequence, t.done_on, r.body
FROM examination_task t
JOIN declaration d ON d.party_id = t.party_id AND d.declaration_id = t.declaration_id
JOIN record r ON r.stream = d.stream AND r.sequence = t.done_sequence AND r.party_id = t.party_id
WHERE t.done_sequence > 0
ORDER BY sequence
