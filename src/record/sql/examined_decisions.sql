-- Examinations of a period with their decisions, and the last that was found of each declaration until a day, by whoever
-- looked last. $1 office, empty: all. $2, $3 the period, $4 the day.
SELECT d.customs_office, r.body, e.examined_on,
  (SELECT f.body FROM record f
   WHERE f.stream = d.stream AND f.party_id = d.party_id AND f.sequence =
     (SELECT max(looked.sequence) FROM
       (SELECT n.sequence AS sequence FROM examination n
        WHERE n.party_id = d.party_id AND n.declaration_id = d.declaration_id AND n.examined_on <= $4
        UNION ALL
        SELECT t.done_sequence FROM examination_task t
        WHERE t.party_id = d.party_id AND t.declaration_id = d.declaration_id AND t.done_sequence > 0
          AND t.done_on <= $4) looked))
FROM examination e
JOIN declaration d ON d.party_id = e.party_id AND d.declaration_id = e.declaration_id
JOIN record r ON r.stream = d.stream AND r.sequence = d.lodged_sequence AND r.party_id = d.party_id
WHERE e.examined_on >= $2 AND e.examined_on <= $3 AND ($1 = '' OR d.customs_office = $1)
