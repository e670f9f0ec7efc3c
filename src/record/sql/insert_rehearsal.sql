INSERT INTO rehearsal (rehearsal_id, version_id, fingerprint, against, from_day, to_day, requested_by, requested_at,
                       finished_at, report)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT DO NOTHING
