-- Audits after release done in a period, whatever the office.
SELECT done_on, ground, outcome
FROM examination_task
WHERE kind = 'audit' AND done_sequence > 0 AND done_on >= $1 AND done_on <= $2
